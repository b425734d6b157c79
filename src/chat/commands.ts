// The one command table: help, Slack's parsing and manifest, Discord's registration and the playground's completion
// are all made from it. What a command does is in its own file.
import { CHANNEL_MODES } from "../rules/channels.ts";
import type { Command, CommandField } from "./command.ts";

const SIZES: CommandField = {
	name: "size",
	summary: "small costs 2, normal 4, big 8 (where nobody changed it)",
	required: false,
	type: "choice",
	choices: [
		{ label: "small", value: "small" },
		{ label: "normal", value: "normal" },
		{ label: "big", value: "big" },
	],
};

export const REASON_LENGTH = 300;
export const FAVOR_LENGTH = 500;
export const DUE_LENGTH = 60;

const thanksFields: CommandField[] = [
	{ name: "to", summary: "Who helped you", required: true, type: "person" },
	{ name: "for", summary: "What for; #tags are welcome", required: false, type: "text", maxLength: REASON_LENGTH },
	// What one thanks may give is a setting of each community: the rules know it, a platform's menu cannot.
	{ name: "amount", summary: "How many to each; without it, 1", required: false, type: "number", min: 1, max: 10_000 },
	{ name: "and", summary: "Somebody else who helped", required: false, type: "person" },
	{ name: "and2", summary: "And one more", required: false, type: "person" },
	{
		name: "group",
		summary: "And everybody who has this role; you see first who that is",
		required: false,
		type: "group",
	},
	{ name: "tag", summary: "One of your team's #tags", required: false, type: "text", maxLength: 31, complete: true },
	{ name: "privately", summary: "Only the two of you read it; it counts on no board", required: false, type: "switch" },
];

export const FOR_ONESELF = "you";
export const FOR_TEAM = "team";
/** Who pays for a favor. */
export const PAYERS = [
	{ label: "you", value: FOR_ONESELF },
	{ label: "the team's pot", value: FOR_TEAM },
];

const favorFields: CommandField[] = [
	{ name: "what", summary: "What you need a hand with", required: false, type: "text", maxLength: FAVOR_LENGTH },
	{ name: "from", summary: "Whom you ask; nobody means anyone", required: false, type: "person" },
	SIZES,
	{
		name: "by",
		summary: "Until when: friday, tomorrow 5pm",
		required: false,
		type: "text",
		maxLength: DUE_LENGTH,
		complete: true,
	},
	{
		name: "pays",
		summary: "You, or the pot for what is good for the team; then somebody else approves it",
		required: false,
		type: "choice",
		choices: PAYERS,
	},
];

const walletFields: CommandField[] = [
	{ name: "with", summary: "Somebody: what went between the two of you", required: false, type: "person" },
];

export const boardFields: CommandField[] = [
	{
		name: "period",
		summary: "This week, the last four weeks, or all time",
		required: false,
		type: "choice",
		choices: [
			{ label: "this week", value: "week" },
			{ label: "the last four weeks", value: "month" },
			{ label: "all time", value: "all" },
		],
	},
	{
		name: "where",
		summary: "This channel, or everywhere",
		required: false,
		type: "choice",
		choices: [
			{ label: "here", value: "here" },
			{ label: "everywhere", value: "everywhere" },
		],
	},
];

export const quietFields: CommandField[] = [
	{
		name: "what",
		summary: "reminders, all private lines, or off to hear everything again",
		required: false,
		type: "choice",
		choices: [
			{ label: "reminders", value: "reminders" },
			{ label: "all", value: "all" },
			{ label: "off", value: "off" },
		],
	},
];

const AMOUNT: CommandField = {
	name: "amount",
	summary: "How many",
	required: true,
	type: "number",
	min: 1,
	max: 1000,
};
export const channelFields: CommandField[] = [
	{
		name: "where",
		summary: "open, thread, quiet (in private only) or off (leave it alone); nothing says how it is",
		required: false,
		type: "choice",
		choices: CHANNEL_MODES.map((mode) => ({ label: mode, value: mode })),
	},
];

const WHO: CommandField = { name: "who", summary: "Whom it is about", required: true, type: "person" };
const WHY: CommandField = {
	name: "why",
	summary: "Why; they are told",
	required: true,
	type: "text",
	maxLength: REASON_LENGTH,
};
const WHY_IF_ANY: CommandField = { ...WHY, summary: "Why; they are told. The way back needs none", required: false };

/** For those who run the workspace; the help shows them to nobody else. */
const adminCommands: Omit<Command, "subcommands">[] = [
	{
		name: "settings",
		adminOnly: true,
		summary: "See and change the rules for everybody",
		usage: "",
		examples: ["/goodturn settings"],
		fields: [],
	},
	{
		name: "health",
		adminOnly: true,
		summary: "How the bank does, and what may help",
		usage: "",
		examples: ["/goodturn health"],
		fields: [],
	},
	{
		name: "changes",
		adminOnly: true,
		summary: "What admins changed last, with undo",
		usage: "",
		examples: ["/goodturn changes"],
		fields: [],
	},
	{
		name: "admin",
		adminOnly: true,
		summary: "Make somebody an admin; once more to end it",
		usage: "@name",
		examples: ["/goodturn admin @Bo"],
		fields: [WHO],
	},
	{
		name: "entries",
		adminOnly: true,
		summary: "Somebody's last entries, by number",
		usage: "@name",
		examples: ["/goodturn entries @Bo"],
		fields: [WHO],
	},
	{
		name: "revert",
		adminOnly: true,
		summary: "Take an entry back",
		usage: "number why",
		examples: ["/goodturn revert 2 because it was a test"],
		fields: [{ name: "entry", summary: "Its number", required: true, type: "number", min: 1, max: 2_147_483_647 }, WHY],
	},
	{
		name: "adjust",
		adminOnly: true,
		summary: "Correct a wallet",
		usage: "@name +5 why",
		examples: ["/goodturn adjust @Bo +5 because the book was down"],
		fields: [
			WHO,
			{ name: "by", summary: "How much more, or less", required: true, type: "number", min: -1000, max: 1000 },
			WHY,
		],
	},
	{
		name: "topup",
		adminOnly: true,
		summary: "Give a newcomer a start from the pot",
		usage: "@name 4",
		examples: ["/goodturn topup @Bo 2"],
		fields: [{ ...WHO, summary: "The newcomer" }, AMOUNT],
	},
	{
		name: "exclude",
		adminOnly: true,
		summary: "Off the boards; once more to end it",
		usage: "@name why",
		examples: ["/goodturn exclude @Bo because it is a second account"],
		fields: [WHO, WHY_IF_ANY],
	},
	{
		name: "freeze",
		adminOnly: true,
		summary: "Pause an account; once more to end it",
		usage: "@name why",
		examples: ["/goodturn freeze @Bo because we have to talk first"],
		fields: [WHO, WHY_IF_ANY],
	},
];

export const commands: Command[] = [
	{
		name: "thanks",
		summary: "Say thanks to one or several people",
		usage: "@name [@name or @group …] [x2] [privately] [for …] [#tag]",
		examples: [
			"/thanks @Bo for the review",
			"/thanks @Bo @Cy x2 for saving the release #teamwork",
			"/thanks @Bo privately for listening",
		],
		fields: thanksFields,
		more: [
			"Several people at once is fine; x2 or x3 straight after the names gives so many to each.",
			"It costs you nothing but a share of your allowance: /wallet says what is left, and when new ones come.",
			"A reaction that says thanks does the same (/goodturn help shows which), and so does “Say thanks” in a message's menu.",
			"/goodturn undo takes the last one back.",
		],
	},
	{
		name: "favor",
		summary: "Ask one person or anyone for a hand, or for the team",
		usage: "@name, anyone or team, what you need [small|normal|big] [by friday]",
		examples: [
			"/favor @Bo look at my PR big by friday",
			"/favor anyone walk me through the deploy small",
			"/favor team mend the build",
		],
		fields: favorFields,
		more: [
			"The size is the last word, or the last before “by …”; without one it is normal.",
			"What it costs is set aside when you ask. Whoever helps gets it, and all of it comes back if nobody can.",
			"A favor of one person goes to them in private; one for anyone stands in the channel.",
			"/favor alone opens a form.",
		],
	},
	{
		name: "favors",
		summary: "What you asked, what you agreed to do, what waits for somebody",
		usage: "",
		examples: ["/favors"],
		fields: [],
		more: ["Each comes with the buttons for what you can do now: help, confirm, give back, cancel."],
	},
	{
		name: "wallet",
		summary: "Your own account, or what went between you and somebody; only for you",
		usage: "[@name]",
		examples: ["/wallet", "/wallet @Bo"],
		fields: walletFields,
		more: [
			"“Set aside” waits for the favors that you asked; “to spend” is what you could ask for now.",
			"“Thanks left” is what you may still give: it is no part of your balance.",
		],
	},
	{
		name: "leaderboard",
		summary: "Who was generous, appreciated and helpful; shown only to you",
		usage: "[week|month|all] [here|everywhere]",
		examples: ["/leaderboard", "/leaderboard all everywhere"],
		fields: boardFields,
		more: [
			"Different people count before volume, and no more than 3 a week from one person to another.",
			"Nobody's balance is on it; /goodturn unlist leaves the boards.",
		],
	},
	{
		name: "goodturn",
		summary: "Help, undo and your settings",
		usage:
			"help [command] | undo | quiet [reminders|all|off] | hints | away [until friday] | back | pot | donate 5 | vouch @name 4 | unvouch @name | unlist | timezone Area/City | channel […] | mute",
		examples: ["/goodturn help", "/goodturn undo"],
		fields: [],
		subcommands: [
			{
				name: "help",
				summary: "What there is, or what one command can do",
				usage: "[command]",
				examples: ["/goodturn help", "/goodturn help favor"],
				fields: [
					{
						name: "command",
						summary: "Help with this one",
						required: false,
						type: "text",
						maxLength: 40,
						complete: true,
					},
				],
			},
			{
				name: "undo",
				summary: "Take back your last thanks, within 15 minutes",
				usage: "",
				examples: ["/goodturn undo"],
				fields: [],
				more: ["A reaction is taken back by removing it."],
			},
			{
				name: "quiet",
				summary: "Hear less from me: no reminders, or no private lines at all",
				usage: "[reminders|all|off]",
				examples: ["/goodturn quiet reminders"],
				fields: quietFields,
				more: [
					"Without a word: no reminders. all: only favors that are yours still reach you, and what admins change about you. off: everything again.",
				],
			},
			{
				name: "away",
				summary: "Away for a while: nothing of yours fades, and nobody asks you",
				usage: "[until friday]",
				examples: ["/goodturn away until friday", "/goodturn away"],
				fields: [
					{
						name: "until",
						summary: "Until when, if you know: friday, 3 december",
						required: false,
						type: "text",
						maxLength: DUE_LENGTH,
						complete: true,
					},
				],
			},
			{ name: "back", summary: "Back from being away", usage: "", examples: ["/goodturn back"], fields: [] },
			{
				name: "pot",
				summary: "What is in the team's pot, and what it is for",
				usage: "",
				examples: ["/goodturn pot"],
				fields: [],
			},
			{
				name: "donate",
				summary: "Give something of yours to the team's pot",
				usage: "5",
				examples: ["/goodturn donate 2"],
				fields: [AMOUNT],
			},
			{
				name: "vouch",
				summary: "Let somebody go further below zero, at your own risk",
				usage: "@name 4",
				examples: ["/goodturn vouch @Bo 4"],
				fields: [
					{ name: "who", summary: "Whom you trust", required: true, type: "person" },
					{
						name: "amount",
						summary: "How many of yours in all; 0 takes them back",
						required: true,
						type: "number",
						min: 0,
						max: 1000,
					},
				],
			},
			{
				name: "unvouch",
				summary: "Take back what you vouch for somebody, as far as they do not use it",
				usage: "@name",
				examples: ["/goodturn unvouch @Bo"],
				fields: [{ name: "who", summary: "For whom you vouch", required: true, type: "person" }],
			},
			{
				name: "hints",
				summary: "Which private hints you get once a week; switch each off or on",
				usage: "",
				examples: ["/goodturn hints"],
				fields: [],
			},
			{
				name: "unlist",
				summary: "Leave the boards; once more to be shown again",
				usage: "",
				examples: ["/goodturn unlist"],
				fields: [],
			},
			{
				name: "timezone",
				summary: "Say where you live, so that days end at your midnight",
				usage: "Area/City",
				examples: ["/goodturn timezone Europe/Berlin"],
				fields: [
					{
						name: "zone",
						summary: "Such as Europe/Berlin",
						required: true,
						type: "text",
						maxLength: 60,
						complete: true,
					},
				],
			},
			{
				name: "channel",
				summary: "Where I post in this channel: in it, in one thread a week, in private only, or not at all",
				usage: "[open|thread|quiet|off]",
				examples: ["/goodturn channel", "/goodturn channel quiet"],
				about: "channel",
				fields: channelFields,
				more: [
					"open: in the channel. thread: one message a week, and the rest below it. quiet: nothing; who is thanked hears it in private. off: nothing, and nothing said there counts.",
					"Anybody in the channel may ask for less of me; admins also for more.",
					"The weekly posts alone are stopped by /goodturn mute.",
				],
			},
			{
				name: "mute",
				summary: "No weekly posts in this channel; once more to have them back",
				usage: "",
				examples: ["/goodturn mute"],
				about: "channel",
				more: ["The board and the reminder alone: /goodturn channel says where everything else goes."],
				fields: [],
			},
			...adminCommands,
		],
	},
];
