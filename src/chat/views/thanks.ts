// The words of a thanks: one short public line, and what giver and receiver read in private.

import type { ThanksLine } from "../../ledger/readings.ts";
import type { ThanksOutcome, UndoOutcome } from "../../ledger/thanks.ts";
import type { Period } from "../../rules/calendar.ts";
import type { Block, Card } from "../card.ts";
import type { Names } from "../directory.ts";
import { tagsIn } from "../parse.ts";
import { buttons, capital, credits, inLine, inPeriod, joined, people, resets, say, small, text } from "./format.ts";

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

/** The public line. Its mention is the receivers' only ping. */
export function thanksCard(line: ThanksLine, names: Names): Card {
	const receivers = joined(line.receivers.map(({ memberId }) => names.of(memberId, !line.undone)));
	const giver = { strong: names.of(line.giverId).person };
	if (line.undone) return { blocks: [small(names.of(line.giverId), " took back a thanks.")] };
	const each = line.receivers[0]?.credits ?? 1;
	return say(giver, " thanked ", ...receivers, each > 1 ? ` ×${each}` : "", because(line));
}

/** The same for one who was thanked where nobody else could see it. */
export function thanksPrivatelyCard(line: ThanksLine, names: Names, isFirst: boolean): Card {
	const giver = names.of(line.giverId);
	if (line.undone) return { blocks: [small(giver, " took back a thanks.")] };
	const each = line.receivers[0]?.credits ?? 1;
	const said = text({ strong: giver.person }, " thanked you", because(line, signedCredits(each)));
	return { blocks: [said, ...(isFirst ? explanation : [])] };
}

const signedCredits = (n: number): string => `+${credits(n)}`;

/** What the giver alone reads. `inChannel` tells a place with an audience from a direct message. */
export function sentCard(
	outcome: ThanksOutcome,
	nameOf: (memberId: number) => string,
	{ now, inChannel, timezone }: { now: Date; inChannel: boolean; timezone: string },
): Card {
	const { left, period, resetsAt, receiverIds } = outcome;
	const rest =
		left > 0
			? `${left} thanks left ${inPeriod(period).now}.`
			: `That was your last for ${inPeriod(period).now}. New ones come ${resets(resetsAt, now, timezone)}.`;
	if (outcome.public) return say("Sent. ", rest);
	const absent = inChannel ? "since I cannot post here" : "since nobody else reads along here";
	const why = outcome.quiet ? "since this channel is quiet" : absent;
	return say("Sent to ", ...people(receiverIds.map(nameOf)), ` privately, ${why}. `, rest);
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

export type ReactionRefused = Resetting & { reason: "allowance-used" | "pair-cap" };
type Resetting = { perDay: number; period?: Period; resetsAt: Date; timezone: string };

export function reactionRefusedCard(refused: ReactionRefused, now: Date): Card {
	const { reason, perDay, period = "day", resetsAt, timezone } = refused;
	const why =
		reason === "allowance-used"
			? `${capital(inPeriod(period).its)} ${perDay} thanks ${perDay === 1 ? "is" : "are"} given, so your reaction stays a reaction.`
			: `${perDay} ${inPeriod(period).each} is the most for one person, so your reaction stays a reaction.`;
	return {
		blocks: [
			text(why, ` New ones come ${resets(resetsAt, now, timezone)}.`),
			small(`I say this once ${inPeriod(period).each} at most.`),
		],
	};
}

/** Before anything is refused: the reaction that spent the last one. */
export const lastThanksCard = ({ perDay, period = "day", resetsAt, timezone }: Resetting, now: Date): Card =>
	say(
		`Your reaction was the last of ${inPeriod(period).its} ${perDay} thanks; another stays a reaction. `,
		`New ones come ${resets(resetsAt, now, timezone)}.`,
	);

export const leftAloneCard = (name: string): Card =>
	say(
		`I leave ${name === "" ? "that channel" : `#${name}`} alone, so your reaction there stays a reaction. `,
		"Say thanks in another channel, or to me in private: ",
		{ code: "/thanks @name" },
		".",
	);
