// The words of every refusal: what is missing, why the rule exists in a few words, what to do now.
// A reason without words does not compile.

import type { ListedFavor } from "../../ledger/favor-lists.ts";
import type { Refusal } from "../../ledger/list.ts";
import type { EntryKind } from "../../rules/types.ts";
import type { Block, Button, Card, Line } from "../card.ts";
import type { Names } from "../directory.ts";
import { UNITS, UNITS_FIRST } from "../unit.ts";
import { couldDo } from "./boards.ts";
import type { Reader } from "./favors.ts";
import {
	amount,
	buttons,
	capital,
	counted,
	credits,
	day,
	inPeriod,
	inWords,
	people,
	resets,
	small,
	text,
} from "./format.ts";

type Words = { [R in Refusal["reason"]]: (refusal: Extract<Refusal, { reason: R }>, now: Date) => Line };

const WORDS: Words = {
	"not-a-member": () => ["Goodturn is for the people of this workspace, and I do not know you as one of them."],
	paused: () => [
		"Your account is paused, so giving, asking and helping wait; what you have stays yours. Those who run this workspace know why, and can let it go on.",
	],
	"cannot-help": ({ name }) => [
		{ strong: name },
		" cannot take on a favor just now. Ask somebody else, or everybody: ",
		{ code: "/favor anyone …" },
	],
	"admins-only": () => [
		"That is for those who run this workspace, so that the rules stay the same for everybody. Ask one of them.",
	],
	"settings-changed": () => [
		"Somebody changed these meanwhile. Open them once more, so that nothing of theirs is lost: ",
		{ code: "/goodturn settings" },
	],
	"no-such-setting": () => [
		"That cannot be set so any more: the settings changed meanwhile. Open them anew: ",
		{ code: "/goodturn settings" },
	],
	"not-your-own": () => ["That is about your own account. Another admin does it for you, so that nobody need wonder."],
	"adjustment-out-of-range": ({ most }) => [
		`An adjustment is a whole number up to ${most}, with its sign: `,
		{ code: "/goodturn adjust @name +5 because …" },
	],
	"no-such-entry": () => [
		"There is no entry with that number. Whose it is shows them all: ",
		{ code: "/goodturn entries @name" },
	],
	"taken-back-already": () => ["That entry is taken back already. Nothing is taken back twice."],
	"cannot-take-back": ({ kind }) => [
		CANNOT_TAKE_BACK.get(kind) ?? "That entry follows from others, so it stays.",
		" To correct a wallet: ",
		{ code: "/goodturn adjust @name +5 because …" },
	],
	"no-such-change": () => ["I do not find that change. The last ones: ", { code: "/goodturn changes" }],
	"cannot-undo": () => [
		"That cannot be undone from here, so nothing moved. ",
		{ code: "/goodturn changes" },
		" shows what can.",
	],
	"changed-since": () => [
		"The same was changed once more since, so that stays. The latest is what can be undone: ",
		{ code: "/goodturn changes" },
	],
	"thanks-to-nobody": () => ["Whom would you like to thank? Name somebody: ", { code: "/thanks @name for the review" }],
	"thanks-to-yourself": () => ["That one is you. Thanks are for somebody else; whom would you like to thank?"],
	"not-a-person": ({ names }) => [
		...people(names),
		names.length > 1
			? " are bots and keep no wallets. Name a person."
			: " is a bot and keeps no wallet. Name a person.",
	],
	outside: ({ names }) => [
		...people(known(names)),
		` ${names.length > 1 ? "are" : "is"} not in this workspace, so there is no wallet to fill. Thank or ask a colleague here.`,
	],
	"too-many-receivers": ({ most }) => [
		`${most} people at once is the most, so that each thanks is meant. Send it in two.`,
	],
	"amount-out-of-range": ({ most }) => [
		`One thanks gives 1 to ${most} ${UNITS} to each: `,
		{ code: `x${most}` },
		" is the most.",
	],
	"allowance-used": ({ needs, left, perDay, period, resetsAt, timezone }, now) =>
		left === 0
			? [
					`${capital(inPeriod(period).its)} ${perDay} thanks ${perDay === 1 ? "is" : "are"} given; a few ${inPeriod(period).each} keep them worth something. New ones come ${resets(resetsAt, now, timezone)}. `,
					"Meanwhile a word of your own counts with people, too.",
				]
			: [
					`That needs ${needs} and you have ${left} of ${inPeriod(period).its} ${perDay} thanks left. Give fewer, or wait: new ones come ${resets(resetsAt, now, timezone)}.`,
				],
	"pair-cap": ({ names, left, perDay, period, resetsAt, timezone }, now) => [
		...people(names),
		` can get ${left === 0 ? "no more" : `${left} more`} from you ${inPeriod(period).now}: ${perDay} ${inPeriod(period).each} is the most for one person, so that thanks go round. New ones come ${resets(resetsAt, now, timezone)}. Meanwhile a word of your own counts with people, too.`,
	],
	"nothing-to-undo": ({ withinMinutes }) => [
		`There is no thanks of yours from the last ${withinMinutes} minutes to take back.`,
	],
	"nothing-kept": () => [
		"I no longer have what you typed: it is kept for a day, and sent once. Say it again with ",
		{ code: "/thanks" },
	],
	"favor-of-yourself": () => ["You would be asking yourself. Ask a colleague, or ", { code: "/favor anyone …" }],
	away: ({ name, until, timezone }, now) => [
		{ strong: name },
		` is away${until ? ` until ${day(until, now, timezone)}` : ""}, and would not see it in time. Ask anyone instead?`,
	],
	"too-many-open": ({ most }) => [
		`You have ${most} favors open, which is the most at once, so that each gets its answer. Confirm or cancel one first: `,
		{ code: "/favors" },
	],
	"not-enough": ({ needs, has, floor }) => [
		`That needs ${needs} and you have ${amount(has)}${floor < 0 ? ` (you may go to ${amount(floor)})` : ""}. Asking is a withdrawal here.`,
	],
	"no-such-favor": () => ["I do not find that favor any more. ", { code: "/favors" }, " shows what is open."],
	"own-favor": () => ["That one is yours: somebody else has to help you with it."],
	"asked-somebody-else": () => ["That one was asked of somebody else."],
	"too-many-under-way": ({ most }) => [
		`You are on ${counted(most, "favor")} already, which is the most at once. Finish or give back one first: `,
		{ code: "/favors" },
	],
	"favor-moved-on": ({ state, byYou }) => [MOVED_ON[state](byYou)],
	"only-the-asker": () => ["Only the one who asked can do that."],
	"only-the-helper": () => ["Only the one who helps can do that."],
	"only-the-one-asked": () => ["Only the one who was asked can do that."],
	"done-already": () => ["It is said to be done, so it cannot be cancelled. Confirm it, or say that it is not yet."],
	"not-yet-said": () => [
		"You said “not yet” once already. Talk to each other; then confirm, or let it confirm by itself.",
	],
	"bot-not-here": () => [
		"I cannot post here, so nobody would see it. Invite me to the channel first, ask in another one, or ask one person: ",
		{ code: "/favor @name …" },
	],
	"whole-credits": () => [`${UNITS_FIRST} are whole. Say how many with a number, 1 or more.`],
	"donation-too-large": ({ has }) =>
		has === 0
			? ["There is nothing in your wallet to give just now. A thanks costs you nothing: ", { code: "/thanks @name" }]
			: [`You have ${credits(has)} to give: only what is yours can be given away.`],
	"pot-too-low": ({ needs, holds }) => [
		`That needs ${needs} and the pot holds ${holds}; it never lends. `,
		{ code: "/goodturn donate" },
		" fills it, and so does what fades.",
	],
	"not-a-newcomer": ({ name, days }) => [
		{ strong: name },
		` is no newcomer any more: top-ups are for the first ${counted(days, "day")}. Ask them for a hand, and they earn some.`,
	],
	"approved-it": () => ["You approved this one, so that somebody else earns it: nobody pays themselves from the pot."],
	"approve-your-own": () => ["You asked for it, so somebody else has to approve it."],
	"channel-off": () => [
		"I leave this channel alone, so nothing counts here. Say it in another channel, or to me in private. ",
		{ code: "/goodturn channel" },
		" tells more.",
	],
	"channel-quiet": () => [
		"I post nothing in this channel, so nobody would see it. Ask one person, ",
		{ code: "/favor @name …" },
		", or ask everybody in another channel.",
	],
	"louder-by-admins": ({ mode }) => [
		`Somebody asked for ${mode === "off" ? "peace" : "quiet"} here, and only an admin may let me say more. Ask one of them for `,
		{ code: "/goodturn channel" },
		".",
	],
	"vouch-for-yourself": () => ["You cannot vouch for yourself: it takes somebody else’s trust. Whom do you vouch for?"],
	"vouch-out-of-range": ({ most }) =>
		most === 0
			? ["Nobody vouches here: your admins have switched it off."]
			: [
					`You can vouch 1 to ${most} for one person, so that no one risks too much: `,
					{ code: `/goodturn vouch @name ${most}` },
				],
	"not-enough-to-vouch": ({ needs, has }) => [
		`That would tie up ${needs} and you have ${amount(has)}. You vouch with your own ${UNITS}. Vouch less, or earn some first: `,
		{ code: "/favors" },
	],
	"no-vouch": ({ name }) => ["You do not vouch for ", { strong: name }, " now, so nothing is tied up for them."],
	"vouch-in-use": ({ name }) => [
		{ strong: name },
		" relies on it just now, so it stays; it comes back to you by itself in time.",
	],
};

const CANNOT_TAKE_BACK = new Map<EntryKind, string>([
	["favor-asked", "What was set aside for a favor comes back when the favor is cancelled or ends."],
	["favor-funded", "What the pot set aside for a favor goes back when the favor is cancelled or ends."],
	["favor-returned", "What came back from a favor stays."],
	["favor-kept", "It was on the house, so nobody got anything that could be taken back."],
	["donation", "The pot has spent that by now, so it stays."],
	["adjustment", "The pot has spent that by now, so it stays."],
	["reversal", "What was taken back stays taken back."],
]);

/** Of some the platform tells no name; a sentence begins with them all the same. */
const known = (names: readonly string[]): string[] =>
	names.map((name, index) => (index === 0 && name === "somebody" ? "Somebody you named" : name));

const MOVED_ON: Record<Extract<Refusal, { reason: "favor-moved-on" }>["state"], (byYou: boolean) => string> = {
	proposed: () => "It waits for somebody to approve it.",
	open: () => "It is open: nobody is on it now.",
	accepted: (byYou) => (byYou ? "You are on it already." : "Somebody is on it already. Thank you all the same."),
	done: (byYou) => (byYou ? "You said already that it is done." : "It is said to be done already."),
	kept: () => "That favor is done and confirmed.",
	declined: () => `That favor was declined; the ${UNITS} are back.`,
	cancelled: () => "It is not needed any more: it was cancelled.",
	expired: () => `That favor is closed; the ${UNITS} are back.`,
};

/** What a refused request may offer instead. */
export type Instead = { couldDo: ListedFavor[]; names: Names; reader: Reader };

const askAnyone = (draftId: number): Button => ({
	label: "Ask anyone",
	action: `ask:anyone:${draftId}`,
	style: "primary",
});

/** `draftId` is what was typed, where it can be sent another way. */
export function refusalCard(refusal: Refusal, now: Date, draftId?: number, instead?: Instead): Card {
	const words = WORDS[refusal.reason] as (refusal: Refusal, now: Date) => Line;
	const blocks: Block[] = [text(...words(refusal, now))];
	if (refusal.reason === "not-enough" && instead) blocks.push(...waysToEarn(refusal, draftId, instead));
	if (refusal.reason === "away" && draftId !== undefined) blocks.push(...buttons(askAnyone(draftId)));
	return { blocks };
}

/** Never only "no": make it small, help somebody, or be thanked. */
function waysToEarn(
	refusal: Extract<Refusal, { reason: "not-enough" }>,
	draftId: number | undefined,
	instead: Instead,
): Block[] {
	const blocks: Block[] = [];
	if (refusal.smallWouldDo && draftId !== undefined) {
		blocks.push(...buttons({ label: "Make it small", action: `ask:small:${draftId}`, style: "primary" }));
		blocks.push(small(`Small costs ${credits(refusal.small)}.`));
	}
	const favors = instead.couldDo;
	if (favors.length > 0) {
		const askers = new Set(favors.map(({ askerId }) => askerId)).size;
		blocks.push(
			text(`${inWords(askers, "person", "people")} could use a hand right now:`),
			...couldDo(favors, instead.names, instead.reader),
		);
	} else blocks.push(text(`${UNITS_FIRST} come from thanks and from helping; nobody is waiting for a hand just now.`));
	return blocks;
}
