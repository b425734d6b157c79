// Saying thanks: mints credits for the receivers out of the giver's allowance of a day or a week. All or nothing.
import { endOfPeriod, periodOf } from "./calendar.ts";
import { mustAllTakePart, mustTakePart } from "./people.ts";
import type { Policy } from "./policy.ts";
import { refuse } from "./refusal.ts";
import { type Posting, type Someone, WORLD } from "./types.ts";

export type ThanksGiven = {
	giver: Someone & { timezone: string };
	receivers: readonly Someone[];
	/** What the giver gave in this period, by receiver's id. */
	givenToday: ReadonlyMap<number, number>;
};

export type ThanksDecided = { receiverIds: number[]; postings: Posting[]; day: number; left: number; resetsAt: Date };

/** Throws Refused. `amount` is for each receiver. */
export function decideThanks(given: ThanksGiven, amount: number, policy: Policy, now: Date): ThanksDecided {
	const giver = mustTakePart(given.giver);
	const receivers = mustAllTakePart(given.receivers);
	const { period, perDay, perPairPerDay, maxAmount, maxReceivers } = policy.thanks;
	if (receivers.length === 0) refuse({ reason: "thanks-to-nobody" });
	if (receivers.some((receiver) => receiver.id === giver.id)) refuse({ reason: "thanks-to-yourself" });
	if (receivers.length > maxReceivers) refuse({ reason: "too-many-receivers", most: maxReceivers });
	if (!Number.isInteger(amount) || amount < 1 || amount > maxAmount) {
		refuse({ reason: "amount-out-of-range", most: maxAmount });
	}
	const { timezone } = given.giver;
	const resetsAt = endOfPeriod(now, timezone, period);
	const needs = amount * receivers.length;
	const left = allowanceLeft(given.givenToday, policy);
	if (needs > left) refuse({ reason: "allowance-used", needs, left, perDay, period, resetsAt, timezone });
	const toReceiver = (id: number) => given.givenToday.get(id) ?? 0;
	const capped = receivers.filter((receiver) => toReceiver(receiver.id) + amount > perPairPerDay);
	if (capped.length > 0) {
		const pairLeft = Math.min(...capped.map((receiver) => Math.max(0, perPairPerDay - toReceiver(receiver.id))));
		const names = capped.map((receiver) => receiver.name);
		refuse({ reason: "pair-cap", names, left: pairLeft, perDay: perPairPerDay, period, resetsAt, timezone });
	}
	const receiverIds = receivers.map((receiver) => receiver.id);
	return {
		receiverIds,
		postings: [{ accountId: WORLD, amount: -needs }, ...receiverIds.map((accountId) => ({ accountId, amount }))],
		day: periodOf(now, timezone, period),
		left: left - needs,
		resetsAt,
	};
}

/** How many credits may still be given in a period. Never negative, even where the policy shrank meanwhile. */
export function allowanceLeft(givenToday: ReadonlyMap<number, number>, policy: Policy): number {
	const used = [...givenToday.values()].reduce((sum, credits) => sum + credits, 0);
	return Math.max(0, policy.thanks.perDay - used);
}

/** What a reaction with this emoji gives; 0 for one that says nothing here. */
export function reactionCredits(emoji: string, policy: Policy): { emoji: string; credits: number } | undefined {
	const found = policy.reactions.find((reaction) => reaction.emoji === emoji || reaction.name === emoji);
	return found && { emoji: found.emoji, credits: found.credits };
}
