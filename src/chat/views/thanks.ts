// The words of a thanks: one short public line, and what giver and receiver read in private.
import type { ThanksOutcome, UndoOutcome } from "../../ledger/thanks.ts";
import type { ThanksLine } from "../../ledger/readings.ts";
import type { Card, Line } from "../card.ts";
import type { Names } from "../directory.ts";
import { buttons, counted, credits, joined, resets, say, small, text } from "./format.ts";

/** " for the review · #teamwork", or ": you made my day". */
function because({ text: reason, tags }: Pick<ThanksLine, "text" | "tags">): Line {
	const said = reason === "" ? "" : /^for\b/iu.test(reason) ? ` ${reason}` : `: ${reason}`;
	const shown = tags.filter((tag) => !new RegExp(`#${tag}\\b`, "iu").test(reason)).map((tag) => `#${tag}`);
	return shown.length === 0 ? [said] : [said, ` · ${shown.join(" ")}`];
}

/** The public line. Its mention is the receivers' only ping. */
export function thanksCard(line: ThanksLine, names: Names): Card {
	const receivers = joined(line.receivers.map(({ memberId }) => names.of(memberId, !line.undone)));
	const giver = { strong: names.of(line.giverId).person };
	if (line.undone) return { blocks: [small(names.of(line.giverId), " took back a thanks.")] };
	const each = line.receivers[0]?.credits ?? 1;
	return say(giver, " thanked ", ...receivers, ...(each > 1 ? [` ×${each}`] : []), ...because(line));
}

/** The same for one who was thanked where nobody else could see it. */
export function thanksPrivatelyCard(line: ThanksLine, names: Names): Card {
	const giver = names.of(line.giverId);
	if (line.undone) return { blocks: [small(giver, " took back a thanks.")] };
	const each = line.receivers[0]?.credits ?? 1;
	return say({ strong: giver.person }, " thanked you", ...because(line), ` · ${signedCredits(each)}`);
}

const signedCredits = (n: number): string => `+${credits(n)}`;

export function sentCard(outcome: ThanksOutcome, names: Names, now: Date): Card {
	const { left, perDay, resetsAt } = outcome;
	const rest =
		left > 0 ? `${left} of ${perDay} thanks left today.` : `That was the last of today's ${perDay}. New ones come ${resets(resetsAt, now)}.`;
	const who = joined(outcome.receiverIds.map((id) => ({ strong: names.of(id).person })));
	if (outcome.public) return say("Sent. ", rest);
	return say("Sent to ", ...who, " privately, since nobody else reads along here. ", rest);
}

export function undoneCard({ receiverIds, credits: n }: UndoOutcome, names: Names): Card {
	const who = joined(receiverIds.map((id) => ({ strong: names.of(id).person })));
	return say("Taken back: ", credits(n), " to ", ...who, ". You may give them again.");
}

export type GatheredReaction = { giverId: number; credits: number };

/** All the reactions of an hour in one line. */
export function reactionsCard(reactions: readonly GatheredReaction[], names: Names): Card {
	const givers = [...new Set(reactions.map(({ giverId }) => giverId))];
	const total = reactions.reduce((sum, { credits: n }) => sum + n, 0);
	const shown = givers.slice(0, 5).map((id) => ({ strong: names.of(id).person }));
	const others = givers.length - shown.length;
	const who = joined(others > 0 ? [...shown, counted(others, "other")] : shown);
	return say(...who, " thanked you with a reaction · ", signedCredits(total));
}

export function firstCreditCard(giverId: number, n: number, names: Names): Card {
	return {
		blocks: [
			text({ strong: names.of(giverId).person }, " thanked you: ", signedCredits(n), ". That is your first."),
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
		],
	};
}

export type ReactionRefused = { reason: "allowance-used" | "pair-cap"; perDay: number; resetsAt: Date };

export function reactionRefusedCard({ reason, perDay, resetsAt }: ReactionRefused, now: Date): Card {
	const why =
		reason === "allowance-used"
			? `Today's ${perDay} thanks are given, so your reaction stays a reaction.`
			: `${perDay} a day is the most for one person, so your reaction stays a reaction.`;
	return { blocks: [text(why, ` New ones come ${resets(resetsAt, now)}.`), small("I say this once a day at most.")] };
}
