// The pot: what anybody gives to it. It never goes below zero.
import { mustTakePart } from "./people.ts";
import { refuse } from "./refusal.ts";
import { POT, type Posting, type Someone } from "./types.ts";

/** A gift to all. Only what one has: nobody gives away what trust would let them borrow. Throws Refused. */
export function decideDonation(giver: Someone, balance: number, floor: number, amount: number): Posting[] {
	const { id } = mustTakePart(giver);
	mustBeWhole(amount);
	const least = Math.max(0, floor);
	const has = Math.max(0, balance - least);
	if (amount > has) refuse({ reason: "donation-too-large", has });
	return [
		{ accountId: id, amount: -amount, floor: least },
		{ accountId: POT, amount },
	];
}

function mustBeWhole(amount: number): void {
	if (!Number.isSafeInteger(amount) || amount < 1) refuse({ reason: "whole-credits" });
}
