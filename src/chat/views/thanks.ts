// The words of a thanks: one short public line, and what giver and receiver read in private.

import type { ThanksLine } from "../../ledger/readings.ts";
import type { ThanksOutcome, UndoOutcome } from "../../ledger/thanks.ts";
import type { Period } from "../../rules/calendar.ts";
import { type Block, type Card, type Line, lineText } from "../card.ts";
import type { Names } from "../directory.ts";
import { tagsIn } from "../parse.ts";
import { UNIT_SIGN } from "../unit.ts";
import {
	brief,
	buttons,
	capital,
	credits,
	inLine,
	inPeriod,
	inWords,
	joined,
	people,
	resets,
	say,
	small,
	text,
} from "./format.ts";

/** " for the review · #teamwork", or ": you made my day"; `more` comes last on the same line. */
function because({ text: reason, tags }: Pick<ThanksLine, "text" | "tags">, more = ""): string {
	// Tags inside a sentence are seen where they are.
	const inside = tagsIn(reason);
	const apart = tags.filter((tag) => !inside.includes(tag)).map((tag) => `#${tag}`);
	const after = [apart.join(" "), more].filter((part) => part !== "");
	return [opening(after.length === 0 ? reason : inLine(reason)), ...after].join(" · ");
}

function opening(reason: string): string {
	if (reason === "") return "";
	if (reason.startsWith("#")) return ` · ${reason}`;
	return CONJUNCTION.test(reason) ? ` ${reason.replace(CONJUNCTION, (word) => word.toLowerCase())}` : `: ${reason}`;
}

const CONJUNCTION = /^(?:for|because)\b/iu;

/**
 * The public line, which grows while others thank the same person. Its mention is the receivers' only ping: whoever
 * changes a message pings nobody.
 */
export function thanksCard(lines: readonly ThanksLine[], names: Names): Card {
	const standing = lines.filter(({ undone }) => !undone);
	const [only, ...others] = standing;
	if (!only) return takenBackCard(lines, names);
	const receivers = joined(only.receivers.map(({ memberId }) => names.of(memberId, true)));
	if (others.length > 0) return togetherCard(standing, receivers, names);
	const giver = { strong: names.of(only.giverId).person };
	const each = only.receivers[0]?.credits ?? 1;
	return say(giver, " thanked ", ...receivers, each > 1 ? ` ×${each}` : "", because(only));
}

const giversOf = (lines: readonly ThanksLine[], names: Names): string[] =>
	[...new Set(lines.map(({ giverId }) => giverId))].map((id) => names.of(id).person);

function takenBackCard(lines: readonly ThanksLine[], names: Names): Card {
	if (lines.some(({ corrected }) => corrected))
		return { blocks: [small(lines.length > 1 ? "These thanks were taken back." : "A thanks was taken back.")] };
	const givers = giversOf(lines, names);
	return { blocks: [small(...people(givers), ` took back ${givers.length > 1 ? "their" : "a"} thanks.`)] };
}

/** So many characters of reasons fit beside the names of those who gave them. */
const REASONS_LENGTH = 1_000;

/** Several thanks in one line, with what was said last. */
function togetherCard(standing: readonly ThanksLine[], receivers: Line, names: Names): Card {
	const givers = giversOf(standing, names);
	const often = givers.length === 1 ? TIMES[standing.length] : undefined;
	const line = text(...people(givers), " thanked ", ...receivers, often === undefined ? "" : ` ${often}`);
	const reasons = standing
		.filter((one) => one.text !== "" || one.tags.length > 0)
		.map((one): Line => {
			if (givers.length === 1) return [because(one).replace(/^(?: · |: | )/u, "")];
			return [{ strong: brief(names.of(one.giverId).person) }, because(one)];
		});
	const latest: Line[] = [];
	for (let length = 0; latest.length < reasons.length; ) {
		const next = reasons[reasons.length - latest.length - 1] ?? [];
		length += lineText(next).length;
		if (length > REASONS_LENGTH) break;
		latest.unshift(next);
	}
	const earlier = reasons.length - latest.length;
	return {
		blocks: [
			line,
			...(latest.length > 0 ? [{ kind: "list" as const, items: latest }] : []),
			...(earlier > 0 ? [small(`${inWords(earlier, "more reason")} before these.`)] : []),
		],
	};
}

/** How often one and the same person said it; the cap for one receiver keeps it to a few. */
const TIMES = ["", "once", "twice", "three times"];

/** The same for one who was thanked where nobody else could see it, or where the giver wanted it so. */
export function thanksPrivatelyCard(
	line: ThanksLine,
	names: Names,
	{ first = false, between = false }: { first?: boolean; between?: boolean },
): Card {
	const giver = names.of(line.giverId);
	if (line.corrected) return { blocks: [small("A thanks was taken back.")] };
	if (line.undone) return { blocks: [small(giver, " took back a thanks.")] };
	const each = line.receivers[0]?.credits ?? 1;
	const said = text({ strong: giver.person }, " thanked you", because(line, signedCredits(each)));
	const secret = between ? [small("Said privately: nobody else sees it, and it counts on no board.")] : [];
	return { blocks: [said, ...secret, ...(first ? explanation : [])] };
}

const signedCredits = (n: number): string => `+${credits(n)}${UNIT_SIGN}`;

export type SentView = {
	now: Date;
	/** Tells a place with an audience from a direct message. */
	inChannel: boolean;
	/** The reader's. */
	timezone: string;
	/** Tags that are none of the team's, and those that are. */
	tags?: { unknown: readonly string[]; fixed: readonly string[] } | undefined;
	/** Who was to be thanked and left meanwhile. */
	leftOut?: readonly string[];
};

/** What the giver alone reads. */
export function sentCard(
	outcome: ThanksOutcome,
	nameOf: (memberId: number) => string,
	{ now, inChannel, timezone, tags, leftOut = [] }: SentView,
): Card {
	const { left, period, resetsAt } = outcome;
	const rest =
		left > 0
			? `${left} thanks left ${inPeriod(period).now}.`
			: `That was your last for ${inPeriod(period).now}. New ones come ${resets(resetsAt, now, timezone)}.`;
	const who = people(outcome.receiverIds.map(nameOf));
	const blocks = [text(...sentTo(outcome, who, inChannel), rest)];
	if (leftOut.length > 0) blocks.push(small("Left out, as they are not here any more: ", ...people(leftOut), "."));
	if (tags && tags.unknown.length > 0) blocks.push(tagsOfTheTeam(tags.unknown, tags.fixed));
	return { blocks };
}

function sentTo(
	{ joined: didJoin, privately, public: isPublic, quiet, receiverIds }: ThanksOutcome,
	who: Line,
	inChannel: boolean,
): Line {
	if (privately) {
		return [
			"Sent privately to ",
			...who,
			`: only ${receiverIds.length > 1 ? "they and you" : "the two of you"} see it. `,
		];
	}
	if (didJoin) return ["Sent. It joined the thanks to ", ...who, " above. "];
	if (isPublic) return ["Sent. "];
	const absent = inChannel ? "since I cannot post here" : "since nobody else reads along here";
	const why = quiet ? "since this channel is quiet" : absent;
	return ["Sent to ", ...who, ` privately, ${why}. `];
}

/** So many tags are named at most. */
const MOST_TAGS_NAMED = 15;

/** Said kindly to whoever used a word that is none of the tags an admin chose. */
export function tagsOfTheTeam(unknown: readonly string[], fixed: readonly string[]): Block {
	const hashed = (all: readonly string[]) => all.map((tag) => `#${tag.toLowerCase()}`);
	const which = joined(hashed(unknown));
	const more = fixed.length > MOST_TAGS_NAMED ? " …" : "";
	return small(
		...which,
		unknown.length > 1 ? " are words here, and no tags. " : " is a word here, and no tag. ",
		`Your team's tags: ${hashed(fixed).slice(0, MOST_TAGS_NAMED).join(" ")}${more}`,
	);
}

export function undoneCard({ receiverIds, credits: n }: UndoOutcome, names: Names): Card {
	const who = people(receiverIds.map((id) => names.of(id).person));
	return say("Taken back: ", credits(n), " to ", ...who, `. You may give ${n === 1 ? "it" : "them"} again.`);
}

export type GatheredReaction = { giverId: number; credits: number };

/** All the reactions of an hour in one line. */
export function reactionsCard(reactions: readonly GatheredReaction[], names: Names): Card {
	const givers = [...new Set(reactions.map(({ giverId }) => giverId))];
	const total = reactions.reduce((sum, { credits: n }) => sum + n, 0);
	const who = people(givers.map((id) => names.of(id).person));
	return say(
		...who,
		` thanked you with ${reactions.length === 1 ? "a reaction" : "reactions"} · ${signedCredits(total)}`,
	);
}

/** What Goodturn is, for somebody who hears of it for the first time. */
const explanation: Block[] = [
	small(
		"Goodturn is your team's bank of goodwill. Thanks and help are deposits; asking a favor is a withdrawal. ",
		"Say thanks with ",
		{ code: "/thanks" },
		", ask with ",
		{ code: "/favor" },
		", look with ",
		{ code: "/wallet" },
		". Only you see your balance.",
	),
	...buttons({ label: "Stop these", action: "quiet:all" }),
];

export const firstCreditCard = (giverId: number, n: number, names: Names): Card => ({
	blocks: [
		text({ strong: names.of(giverId).person }, ` gave you your first thanks: ${signedCredits(n)}.`),
		...explanation,
	],
});

export type ReactionRefused = Resetting & { reason: "allowance-used" | "pair-cap"; needs?: number; left?: number };
/** `message`: it was said in a plain message. */
type Resetting = { perDay: number; period?: Period; resetsAt: Date; timezone: string; message?: true };

export function reactionRefusedCard(refused: ReactionRefused, now: Date): Card {
	const { reason, perDay, period = "day", resetsAt, timezone, message = false, needs, left } = refused;
	const stays = message ? "the thanks in your message stay words" : "your reaction stays a reaction";
	const given =
		left === undefined
			? `${capital(inPeriod(period).its)} ${perDay} thanks ${perDay === 1 ? "is" : "are"} given`
			: `You have ${left} of ${inPeriod(period).its} ${perDay} thanks left and that needs ${needs ?? left + 1}`;
	const why =
		reason === "allowance-used"
			? `${given}, so ${stays}.`
			: `${perDay} ${inPeriod(period).each} is the most for one person, so ${stays}.`;
	return {
		blocks: [
			text(why, ` New ones come ${resets(resetsAt, now, timezone)}.`),
			small(`I say this once ${inPeriod(period).each} at most.`),
		],
	};
}

/** Before anything is refused: the reaction, or the message, that spent the last one. */
export const lastThanksCard = ({ perDay, period = "day", resetsAt, timezone, message }: Resetting, now: Date): Card =>
	say(
		message
			? `Your message gave the last of ${inPeriod(period).its} ${perDay} thanks; more in a message stay kind words. `
			: `Your reaction was the last of ${inPeriod(period).its} ${perDay} thanks; another stays a reaction. `,
		`New ones come ${resets(resetsAt, now, timezone)}.`,
	);

export const leftAloneCard = (name: string, message = false): Card =>
	say(
		`I leave ${name === "" ? "that channel" : `#${name}`} alone, so ${message ? "the thanks in your message there stay words" : "your reaction there stays a reaction"}. `,
		"Say thanks in another channel, or to me in private: ",
		{ code: "/thanks @name" },
		".",
	);
