// Being away: until a day, or until they are back. Nothing fades meanwhile, and nobody asks or reminds them.
// Pure: what a member's row says of their last absence, and an instant.
import { after, type DayNumber, dayOf, days } from "./calendar.ts";

/** The last absence, also when it is over; none for who never was away. `awayUntil` null: until they are back. */
export type Absence = { awaySince: Date | null; awayUntil: Date | null };

export const isAway = ({ awaySince, awayUntil }: Absence, now: Date): boolean =>
	awaySince !== null && awaySince <= now && (awayUntil === null || now < awayUntil);

/** How many of the days from `first` up to, not including, `end` were spent away from their first minute to their last. */
export function daysAway({ awaySince, awayUntil }: Absence, first: DayNumber, end: DayNumber, zone: string): number {
	if (awaySince === null) return 0;
	const left = dayOf(awaySince, zone);
	const since = dayOf(after(awaySince, -1), zone) < left ? left : left + 1;
	const until = awayUntil === null ? end : Math.min(end, dayOf(awayUntil, zone));
	return Math.max(0, until - Math.max(first, since));
}

/**
 * Who goes away again in the same week takes with them the days that they were away already: the new absence counts as
 * begun so many days earlier, so that one row says both. `monday` is the week's.
 */
export function beAway(last: Absence, now: Date, until: Date | null, monday: DayNumber, zone: string): Absence {
	if (isAway(last, now)) return { awaySince: last.awaySince, awayUntil: until };
	const already = daysAway(last, monday, dayOf(now, zone), zone);
	return { awaySince: after(now, -days(already)), awayUntil: until };
}

/** Back now; the absence is kept, so that its days still count. Who was back already stays back since then. */
export const beBack = (last: Absence, now: Date): Absence =>
	isAway(last, now) ? { awaySince: last.awaySince, awayUntil: now } : last;

/** Who left and came back was away in between, as far as their absence does not say so already. */
export function wasGone(last: Absence, leftAt: Date, now: Date): Absence {
	if (isAway(last, now)) return { awaySince: last.awaySince, awayUntil: last.awayUntil };
	return { awaySince: isAway(last, leftAt) ? last.awaySince : leftAt, awayUntil: now };
}
