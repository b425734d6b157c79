// The settings of a community, as one table: the card of `/goodturn settings`, its forms, what they take, and how a
// change is told are all made from it. Each section is one form of at most five fields.
import type { Policy } from "../../rules/policy.ts";
import { FAVOR_SIZES } from "../../rules/types.ts";
import {
	anEmoji,
	aWord,
	oneOf,
	type ReactionRule,
	reactionList,
	type Setting,
	shownEmoji,
	tagList,
	wholeNumber,
	yesOrNo,
} from "./kinds.ts";
import { timezoneKind } from "./timezone.ts";

export type Section = {
	id: string;
	/** On the card and on its button; "Settings: " and this are a form's title. At most 14 characters. */
	label: string;
	/** The values now, in words. */
	words(policy: Policy, timezone: string): string;
	settings: Setting[];
};

export type Group = { label: string; sections: Section[] };

const WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
const weekday = oneOf(WEEKDAYS.map((label, index) => ({ label, value: index + 1 })));
const clock = (hour: number): string => `${String(hour).padStart(2, "0")}:00`;
const hour = oneOf(Array.from({ length: 24 }, (_, value) => ({ label: clock(value), value })));
const period = oneOf([
	{ label: "a day", value: "day" },
	{ label: "a week, from Monday on", value: "week" },
]);

const size = oneOf(FAVOR_SIZES.map((value) => ({ label: value, value })));

const number = (path: string, label: string, hint?: string): Setting => ({
	path,
	label,
	...(hint === undefined ? {} : { hint }),
	kind: wholeNumber,
});

const many = (n: number, one: string, several = `${one}s`): string => `${n} ${n === 1 ? one : several}`;
const onWeekday = (day: number, at: number): string => `${WEEKDAYS[day - 1]}s at ${clock(at)}`;
const reactionWords = (rules: readonly ReactionRule[]): string =>
	rules.length === 0
		? "none says thanks"
		: rules.map(({ emoji, credits }) => `${shownEmoji(emoji)} gives ${credits}`).join(", ");

const thanks: Section[] = [
	{
		id: "name",
		label: "Name",
		words: ({ credit }) => `${credit.one}, ${credit.many}${credit.emoji === "" ? "" : ` ${credit.emoji}`}`,
		settings: [
			{ path: "credit.one", label: "One of it is called", kind: aWord },
			{ path: "credit.many", label: "Several are called", kind: aWord },
			{ path: "credit.emoji", label: "Its sign", hint: "An emoji, or nothing.", kind: anEmoji },
		],
	},
	{
		id: "reactions",
		label: "Reactions",
		words: ({ reactions }) => reactionWords(reactions),
		settings: [
			{
				path: "reactions",
				label: "Reactions that say thanks",
				hint: "Between commas: the emoji, its name on Slack, its worth. 💐 :bouquet: 1, 🎉 :tada: 2",
				kind: reactionList,
			},
		],
	},
	{
		id: "allowance",
		label: "Allowance",
		words: ({ thanks: { perDay, period: each, perPairPerDay, maxAmount, maxReceivers } }) =>
			`${perDay} a ${each}, ${perPairPerDay} of them at most to one person; 1 to ${maxAmount} each, to ${maxReceivers} at once`,
		settings: [
			{ path: "thanks.period", label: "An allowance lasts", kind: period },
			number("thanks.perDay", "Thanks to give in that time"),
			number("thanks.perPairPerDay", "Of those, at most to one person", "So that thanks go round."),
			number("thanks.maxAmount", "The most that one thanks gives to each"),
			number("thanks.maxReceivers", "People thanked at once, at most"),
		],
	},
	{
		id: "ways",
		label: "Ways",
		words: ({ thanks: { inMessages, tags, pileMinutes, undoWithinMinutes } }) =>
			[
				inMessages ? "plain messages count" : "plain messages do not count",
				tags.length === 0
					? "any #tag"
					: `${many(tags.length, "#tag")}: ${tags.slice(0, 4).join(", ")}${tags.length > 4 ? " …" : ""}`,
				pileMinutes === 0
					? "each thanks has its own line"
					: `thanks to the same person join for ${many(pileMinutes, "minute")}`,
				`taken back within ${many(undoWithinMinutes, "minute")}`,
			].join("; "),
		settings: [
			{
				path: "thanks.inMessages",
				label: "Do plain messages count?",
				hint: "“thanks @ana”, “@ana ++”. The bot must be let read messages; what they say is not kept.",
				kind: yesOrNo,
			},
			{ path: "thanks.tags", label: "The tags that count", hint: "None here: all do. teamwork, craft", kind: tagList },
			number("thanks.pileMinutes", "Minutes in which thanks join one line", "0: each has a line of its own."),
			number("thanks.undoWithinMinutes", "Minutes in which thanks can be undone"),
		],
	},
];

const favors: Section[] = [
	{
		id: "costs",
		label: "Costs",
		words: ({ favor: { small, normal, big, bonus } }) =>
			`small ${small}, normal ${normal}, big ${big}; ${bonus} more for whoever helps`,
		settings: [
			number("favor.small", "A small favor costs"),
			number("favor.normal", "A normal favor costs"),
			number("favor.big", "A big favor costs"),
			number("favor.bonus", "Whoever helps gets on top"),
		],
	},
	{
		id: "limits",
		label: "Limits",
		words: ({ favor: { maxOpenPerAsker, maxUnderWayPerHelper, calls } }) =>
			`${maxOpenPerAsker} open at once for each who asks, ${maxUnderWayPerHelper} under way for each who helps; ${
				calls === 0 ? "nobody" : many(calls, "likely helper")
			} told of a favor for anyone`,
		settings: [
			number("favor.maxOpenPerAsker", "Favors that one may have open"),
			number("favor.maxUnderWayPerHelper", "Favors that one may be on at once"),
			number("favor.calls", "Likely helpers told of a favor for anyone", "0 to 5; 0 tells nobody."),
		],
	},
	{
		id: "waiting",
		label: "Waiting",
		words: ({ favor }) =>
			`unanswered after ${many(favor.expiresAfterDays, "day")}; done and silent, confirmed after ${many(
				favor.confirmsAfterHours,
				"hour",
			)}; quiet for ${many(favor.quietAfterDays, "day")}, or ${favor.quietAfterDueDays} past its date, asked about, and back ${many(
				favor.releasedAfterQuestionDays,
				"day",
			)} later`,
		settings: [
			number("favor.expiresAfterDays", "Days until an unanswered favor ends"),
			number("favor.confirmsAfterHours", "Hours until silence confirms what is done"),
			number("favor.quietAfterDays", "Days until a quiet favor is asked about"),
			number("favor.quietAfterDueDays", "Days past its date until it is asked about"),
			number("favor.releasedAfterQuestionDays", "Days after that until it goes back"),
		],
	},
	{
		id: "trust",
		label: "Trust",
		words: ({ floor, fading, leaving, favor }) =>
			[
				floor.newcomerDays === 0
					? "nobody goes below 0 by themselves"
					: `newcomers may go to −${favor[floor.newcomerOwes]} for ${many(floor.newcomerDays, "day")}`,
				floor.vouchMost === 0 ? "nobody vouches" : `up to ${floor.vouchMost} vouched for one`,
				fading.halfLifeDays === 0 ? "nothing fades" : `what lies idle halves in ${many(fading.halfLifeDays, "day")}`,
				`leavers are settled after ${many(leaving.settledAfterDays, "day")}`,
			].join("; "),
		settings: [
			number("floor.newcomerDays", "Days in which newcomers may go below 0", "0: never."),
			{ path: "floor.newcomerOwes", label: "By the cost of one favor that is", kind: size },
			number("floor.vouchMost", "The most that one may vouch for another", "0: nobody vouches."),
			number("fading.halfLifeDays", "Days in which what lies idle halves", "Above one normal favor. 0: nothing fades."),
			number("leaving.settledAfterDays", "Days until a leaver's account is settled"),
		],
	},
];

const weekly: Section[] = [
	{
		id: "boards",
		label: "Boards",
		words: ({ board: { weekly: on, rows, minGivers }, schedule: { boardWeekday, boardHour } }) =>
			on
				? `${onWeekday(boardWeekday, boardHour)}, ${many(rows, "row")}, where at least ${minGivers} gave`
				: "none are posted",
		settings: [
			{ path: "board.weekly", label: "Weekly boards in channels?", kind: yesOrNo },
			{ path: "schedule.boardWeekday", label: "Day of the week", kind: weekday },
			{ path: "schedule.boardHour", label: "Hour", kind: hour },
			number("board.rows", "Rows of each list"),
			number("board.minGivers", "Only where so many people gave"),
		],
	},
	{
		id: "reminders",
		label: "Reminders",
		words: ({ board: { reminders, monthly }, schedule: { reminderWeekday, reminderHour } }, timezone) =>
			`${reminders ? onWeekday(reminderWeekday, reminderHour) : "none"}; a monthly word on the bank: ${
				monthly ? "yes" : "no"
			}; hours of ${timezone}`,
		settings: [
			{ path: "board.reminders", label: "Weekly reminders?", kind: yesOrNo },
			{ path: "schedule.reminderWeekday", label: "Day of the week", kind: weekday },
			{ path: "schedule.reminderHour", label: "Hour", kind: hour },
			{ path: "board.monthly", label: "A monthly word on the bank's health?", kind: yesOrNo },
			{
				path: "timezone",
				label: "The community's time zone",
				hint: "By area and city: Europe/Berlin. For whom the platform tells none, and for the hours here.",
				kind: timezoneKind,
			},
		],
	},
];

export const GROUPS: Group[] = [
	{ label: "Thanks", sections: thanks },
	{ label: "Favors", sections: favors },
	{ label: "Weekly, and where", sections: weekly },
];

export const sections: Section[] = GROUPS.flatMap((group) => group.sections);

const settings = new Map(sections.flatMap((section) => section.settings.map((setting) => [setting.path, setting])));

export const settingAt = (path: string): Setting | undefined => settings.get(path);
