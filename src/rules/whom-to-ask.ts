// Who is told privately of a favor that anyone may do, and who is suggested where one person cannot: the few who are most
// likely to help. Pure: candidates in, an order out. Nobody is named without a reason that can be told to them.
import { type Absence, isAway } from "./away.ts";
import { dayOf, days } from "./calendar.ts";
import type { Policy } from "./policy.ts";
import type { PersonKind } from "./types.ts";

export type Candidate = Absence & {
	memberId: number;
	kind: PersonKind;
	leftAt: Date | null;
	excluded: boolean;
	frozenAt: Date | null;
	/** off | reminders | all */
	quiet: string;
	timezone: string;
	balance: number;
	/** How many favors they are on. */
	underWay: number;
	/** When they were last told of a favor this way. */
	calledAt: Date | null;
	/** When they last said no to a favor that was asked of them. */
	saidNoAt: Date | null;
	/** Of the #tags asked for, those of favors that they kept. */
	knows: readonly string[];
	/** Whether they were helped by the one who asks. */
	helpedByAsker: boolean;
	/** Whether they asked for something themselves lately. */
	askedLately: boolean;
};

/** Why somebody is told, as they may read it. */
export type Reason = { why: "tag"; tag: string } | { why: "helped" } | { why: "low" };
export type Call = Reason & { memberId: number };

/** How many are suggested when somebody cannot help. */
const MOST_SUGGESTED = 2;

/**
 * Whom to tell of a favor for anyone, the most likely first: who kept favors with more of the same #tags; then whom the
 * asker helped; then whose wallet runs low, since they gain most. Among equals who was told longest ago, then who has
 * least, then who joined first: so that it goes round, and the same book always gives the same order.
 */
export function whomToCall(candidates: readonly Candidate[], askerId: number, policy: Policy, now: Date): Call[] {
	return (
		candidates
			// Guests see only the channels that they were invited to.
			.filter((one) => one.kind === "person" && one.memberId !== askerId && mayBeAsked(one, policy, now))
			.toSorted(
				(a, b) =>
					byReason(a, b) ||
					Number(isLow(b, policy)) - Number(isLow(a, policy)) ||
					longestAgo(a, b) ||
					a.balance - b.balance ||
					a.memberId - b.memberId,
			)
			.flatMap((one): Call[] => {
				const reason = reasonFor(one) ?? (isLow(one, policy) ? { why: "low" } : undefined);
				return reason ? [{ memberId: one.memberId, ...reason }] : [];
			})
			.slice(0, policy.favor.calls)
	);
}

/** Whom the asker may ask instead, `not` these. They read the names: so nothing counts that only a wallet knows. */
export function whomToSuggest(
	candidates: readonly Candidate[],
	not: readonly number[],
	policy: Policy,
	now: Date,
): number[] {
	return candidates
		.filter((one) => takesPart(one) && !not.includes(one.memberId) && mayBeAsked(one, policy, now))
		.filter((one) => reasonFor(one) !== undefined)
		.toSorted((a, b) => byReason(a, b) || longestAgo(a, b) || a.memberId - b.memberId)
		.slice(0, MOST_SUGGESTED)
		.map(({ memberId }) => memberId);
}

const takesPart = ({ kind }: Candidate): boolean => kind === "person" || kind === "guest";

/** Who said no is left in peace for so long: they have their reasons, and should not have to say them twice. */
const LEFT_IN_PEACE_MS = days(1);

/** Load is protected: nobody who is gone, away, busy, wants quiet or just said no, and nobody twice on a day of their own. */
function mayBeAsked(one: Candidate, policy: Policy, now: Date): boolean {
	const isHere = one.leftAt === null && one.frozenAt === null && !one.excluded && !isAway(one, now);
	const isFree = one.underWay < policy.favor.maxUnderWayPerHelper;
	const saidNo = (one.saidNoAt?.getTime() ?? 0) > now.getTime() - LEFT_IN_PEACE_MS;
	return isHere && isFree && one.quiet === "off" && !saidNo && !wasCalledToday(one, now);
}

const wasCalledToday = ({ calledAt, timezone }: Candidate, now: Date): boolean =>
	calledAt !== null && dayOf(calledAt, timezone) >= dayOf(now, timezone);

/** A low balance alone says little, since everybody begins with one: who also asks lately could use some credit. */
const isLow = ({ askedLately, balance }: Candidate, policy: Policy): boolean =>
	askedLately && balance < policy.favor.normal;

function reasonFor({ knows: [tag], helpedByAsker }: Candidate): Reason | undefined {
	if (tag !== undefined) return { why: "tag", tag };
	return helpedByAsker ? { why: "helped" } : undefined;
}

const byReason = (a: Candidate, b: Candidate): number =>
	b.knows.length - a.knows.length || Number(b.helpedByAsker) - Number(a.helpedByAsker);

const longestAgo = (a: Candidate, b: Candidate): number => (a.calledAt?.getTime() ?? 0) - (b.calledAt?.getTime() ?? 0);
