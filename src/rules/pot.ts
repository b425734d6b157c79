// The pot: what anybody gives to it, and what newcomers get from it. It never goes below zero.
import { after, days } from "./calendar.ts";
import { mustBeAnother } from "./corrections.ts";
import { mustAllTakePart, mustTakePart } from "./people.ts";
import type { Policy } from "./policy.ts";
import { refuse } from "./refusal.ts";
import { POT, type Posting, type Someone } from "./types.ts";

/** A gift to all. Only what one has: nobody gives away what trust would let them borrow. Throws Refused. */
export function decideDonation(giver: Someone, balance: number, amount: number): Posting[] {
	const { id } = mustTakePart(giver);
	mustBeWhole(amount);
	const has = Math.max(0, balance);
	if (amount > has) refuse({ reason: "donation-too-large", has });
	return [
		{ accountId: id, amount: -amount, floor: 0 },
		{ accountId: POT, amount },
	];
}

export type TopUp = {
	/** The admin who does it. */
	actorId: number;
	receiver: Someone;
	joinedAt: Date;
	/** What the pot holds. */
	holds: number;
	amount: number;
};

/** A start for who has not earned anything yet. Throws Refused. */
export function decideTopUp(topUp: TopUp, policy: Policy, now: Date): Posting[] {
	const { actorId, receiver, joinedAt, holds, amount } = topUp;
	const receivers = mustAllTakePart([receiver]);
	mustBeAnother(actorId, receiver.id);
	mustBeWhole(amount);
	const { newcomerDays } = policy.floor;
	if (now >= after(joinedAt, days(newcomerDays))) {
		refuse({ reason: "not-a-newcomer", name: receiver.name, days: newcomerDays });
	}
	if (amount > holds) refuse({ reason: "pot-too-low", needs: amount, holds });
	return [
		{ accountId: POT, amount: -amount, floor: 0 },
		...receivers.map(({ id: accountId }) => ({ accountId, amount })),
	];
}

function mustBeWhole(amount: number): void {
	if (!Number.isSafeInteger(amount) || amount < 1) refuse({ reason: "whole-credits" });
}
