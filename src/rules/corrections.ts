// What an admin may correct in the book, and how: nothing is erased, everything is an entry of its own.
import { refuse } from "./refusal.ts";
import { type EntryKind, POT, type Posting, WORLD } from "./types.ts";

/** The most that one adjustment moves: more is a slip. */
export const MOST_ADJUSTED = 1000;

/** Nobody corrects their own account: somebody else who runs the bank does. */
export function mustBeAnother(actorId: number, memberId: number | undefined): void {
	if (actorId === memberId) refuse({ reason: "not-your-own" });
}

/** Nor does anybody take back what another admin corrected of theirs, or a favor that they paid for. */
export function mustNotGain(actorId: number, moved: readonly { memberId: number; credits: number }[]): void {
	if (moved.some(({ memberId, credits }) => memberId === actorId && credits > 0)) refuse({ reason: "not-your-own" });
}

/** Credits out of nothing, or back into it. A correction is no spending: it has no floor. */
export function decideAdjustment(actorId: number, memberId: number, credits: number): Posting[] {
	mustBeAnother(actorId, memberId);
	if (!Number.isInteger(credits) || credits === 0 || Math.abs(credits) > MOST_ADJUSTED) {
		refuse({ reason: "adjustment-out-of-range", most: MOST_ADJUSTED });
	}
	return [
		{ accountId: WORLD, amount: -credits },
		{ accountId: memberId, amount: credits },
	];
}

/** What an admin may take back as it is: it concerns nobody's state but the wallets that it moved. */
const REVERSIBLE: readonly EntryKind[] = ["thanks", "reaction", "adjustment", "donation", "top-up"];

/** "reverse": the same postings negated. "adjust": a kept favor stays kept, and what it moved is given back. */
export function howToTakeBack(kind: EntryKind, isTakenBack: boolean): "reverse" | "adjust" {
	if (isTakenBack) refuse({ reason: "taken-back-already" });
	if (kind === "favor-kept") return "adjust";
	if (!REVERSIBLE.includes(kind)) refuse({ reason: "cannot-take-back", kind });
	return "reverse";
}

/**
 * A kept favor as if nobody had asked: the helper has what they got no more, and who paid has it again. The favor itself
 * stays kept, and its escrow empty: it is resolved once. Throws Refused where that would move nothing.
 */
export function undoneFavor(
	postings: readonly Pick<Posting, "accountId" | "amount">[],
	favor: { id: number; askerId: number; fromPot: boolean },
): Posting[] {
	const payer = favor.fromPot ? POT : favor.askerId;
	const back = new Map<number, number>();
	for (const { accountId, amount } of postings) {
		const account = accountId === favor.id ? payer : accountId;
		back.set(account, (back.get(account) ?? 0) - amount);
	}
	const moves = [...back].map(([accountId, amount]) => ({ accountId, amount })).filter(({ amount }) => amount !== 0);
	// On the house and without a bonus, nobody got anything.
	if (moves.length === 0) refuse({ reason: "cannot-take-back", kind: "favor-kept" });
	return moves;
}
