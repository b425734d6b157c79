// What have you done for me lately: credit above one normal favor's worth fades, week by week, into the pot. Whole credits
// move; what is less is carried in millionths of one, so that small balances fade too and nothing is lost or invented.
import { type Absence, daysAway } from "./away.ts";
import { type DayNumber, dayOf } from "./calendar.ts";
import type { Policy } from "./policy.ts";

export type Fading = {
	/** Whole credits that leave the balance now: never more than what is above one normal favor. */
	credits: number;
	/** What has faded below a whole credit, in millionths of one. */
	carry: number;
};

const MILLIONTHS = 1_000_000n;
/** The share that fades is rounded to billionths, once: everything after it is whole numbers. */
const BILLIONTHS = 1_000_000_000n;

/** One week of fading, less the whole days away. What faded already and did not move yet is not faded again. */
export function fadeWeek(balance: number, carry: number, daysHere: number, policy: Policy): Fading {
	const { halfLifeDays } = policy.fading;
	if (halfLifeDays === 0) return { credits: 0, carry };
	const above = BigInt(Math.max(0, (balance - policy.favor.normal) * Number(MILLIONTHS) - carry));
	const faded = BigInt(carry) + (above * shareOf(daysHere, halfLifeDays)) / BILLIONTHS;
	return { credits: Number(faded / MILLIONTHS), carry: Number(faded % MILLIONTHS) };
}

const shareOf = (daysHere: number, halfLifeDays: number): bigint =>
	BigInt(Math.round((1 - 2 ** (-daysHere / halfLifeDays)) * Number(BILLIONTHS)));

/** How many of the seven days before this Monday somebody was here, the day on which they came included. */
export function daysHere(member: Absence & { joinedAt: Date }, monday: DayNumber, zone: string): number {
	const first = Math.max(monday - 7, dayOf(member.joinedAt, zone));
	return Math.max(0, monday - first) - daysAway(member, first, monday, zone);
}
