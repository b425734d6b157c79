// Saying thanks: mints credits for the receivers out of the giver's allowance of a day or a week. All or nothing.
import { endOfPeriod, minutes, periodOf } from "./calendar.ts";
import { type Member, mustAllTakePart, mustTakePart } from "./people.ts";
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

/** What no allowance could make right: who gives to whom, and how much at once. Answers with each receiver once. */
function mustBeThanks(given: ThanksGiven, amount: number, policy: Policy): Member[] {
	const giver = mustTakePart(given.giver);
	const receivers = mustAllTakePart(given.receivers);
	const { maxAmount, maxReceivers } = policy.thanks;
	if (receivers.length === 0) refuse({ reason: "thanks-to-nobody" });
	if (receivers.some((receiver) => receiver.id === giver.id)) refuse({ reason: "thanks-to-yourself" });
	if (receivers.length > maxReceivers) refuse({ reason: "too-many-receivers", most: maxReceivers });
	if (!Number.isInteger(amount) || amount < 1 || amount > maxAmount) {
		refuse({ reason: "amount-out-of-range", most: maxAmount });
	}
	return receivers;
}

/** Throws Refused. `amount` is for each receiver. */
export function decideThanks(given: ThanksGiven, amount: number, policy: Policy, now: Date): ThanksDecided {
	const receivers = mustBeThanks(given, amount, policy);
	const { period, perDay, perPairPerDay } = policy.thanks;
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

/**
 * A thanks to a group: as much of what was wanted as the period allows. Rather to all of them, if need be less to each; only
 * then without those who can get no more from this giver. Throws Refused where nothing of it fits.
 */
export function decideForGroup(
	given: ThanksGiven,
	amount: number,
	policy: Policy,
	now: Date,
): ThanksDecided & { amount: number; cappedIds: number[] } {
	const { perPairPerDay } = policy.thanks;
	const everybody = mustBeThanks(given, amount, policy);
	const openTo = (each: number): Member[] =>
		everybody.filter(({ id }) => (given.givenToday.get(id) ?? 0) + each <= perPairPerDay);
	const left = allowanceLeft(given.givenToday, policy);
	const amounts = Array.from({ length: amount }, (_, less) => amount - less);
	const fits = (each: number): boolean => openTo(each).length > 0 && each * openTo(each).length <= left;
	const toAll = amounts.find((each) => fits(each) && openTo(each).length === everybody.length);
	const each = toAll ?? amounts.find(fits) ?? 1;
	const open = openTo(each);
	const cappedIds = everybody.filter((one) => !open.includes(one)).map(({ id }) => id);
	const receivers = open.length > 0 ? open : everybody;
	return { ...decideThanks({ ...given, receivers }, each, policy, now), amount: each, cappedIds };
}

/** How many credits may still be given in a period. Never negative, even where the policy shrank meanwhile. */
export function allowanceLeft(givenToday: ReadonlyMap<number, number>, policy: Policy): number {
	const used = [...givenToday.values()].reduce((sum, credits) => sum + credits, 0);
	return Math.max(0, policy.thanks.perDay - used);
}

/** Whether a thanks to the same person in the same channel joins the line that stands there, which another joined last. */
export const joinsLine = ({ lastAt }: { lastAt: Date }, policy: Policy, now: Date): boolean =>
	Math.abs(now.getTime() - lastAt.getTime()) < minutes(policy.thanks.pileMinutes);

/** What a reaction with this emoji gives; 0 for one that says nothing here. */
export function reactionCredits(emoji: string, policy: Policy): { emoji: string; credits: number } | undefined {
	const found = policy.reactions.find((reaction) => reaction.emoji === emoji || reaction.name === emoji);
	return found && { emoji: found.emoji, credits: found.credits };
}
