// Taking back: the same postings negated, while it may still be taken back.
import { after, minutes } from "./calendar.ts";
import type { Policy } from "./policy.ts";
import { refuse } from "./refusal.ts";
import type { Posting } from "./types.ts";

export type Reversible = { id: number; at: Date };

/** Throws Refused when there is nothing, or nothing recent enough. */
export function mustBeUndoable<E extends Reversible>(entry: E | undefined, policy: Policy, now: Date): E {
	const withinMinutes = policy.thanks.undoWithinMinutes;
	if (!entry || after(entry.at, minutes(withinMinutes)) < now) refuse({ reason: "nothing-to-undo", withinMinutes });
	return entry;
}

/** A correction is no spending: it has no floor. The member then cannot spend until the balance has recovered. */
export const negated = (postings: readonly Pick<Posting, "accountId" | "amount">[]): Posting[] =>
	postings.map(({ accountId, amount }) => ({ accountId, amount: -amount }));
