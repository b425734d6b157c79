// Days, weeks and instants in a person's or a community's own time zone, daylight saving included.
// Pure: the instant is always an argument.
import { DateTime } from "luxon";

/** Days since 1970-01-01, so that days and weeks are numbers that add up. */
export type DayNumber = number;

const DAY_MS = 86_400_000;
export const days = (n: number): number => n * DAY_MS;
export const hours = (n: number): number => n * 3_600_000;
export const minutes = (n: number): number => n * 60_000;
export const after = (at: Date, ms: number): Date => new Date(at.getTime() + ms);

export const isTimezone = (zone: string): boolean => DateTime.local({ zone }).isValid;

type LocalDay = { from: number; until: number; day: DayNumber };
/** The last local day seen in each zone: asking again within it costs no calendar arithmetic. */
const lastSeen = new Map<string, LocalDay>();

function localDay(at: Date, zone: string): LocalDay {
	const ms = at.getTime();
	const seen = lastSeen.get(zone);
	if (seen && seen.from <= ms && ms < seen.until) return seen;
	const start = DateTime.fromJSDate(at, { zone }).startOf("day");
	const found = {
		from: start.toMillis(),
		until: start.plus({ days: 1 }).startOf("day").toMillis(),
		day: Math.floor(Date.UTC(start.year, start.month - 1, start.day) / DAY_MS),
	};
	lastSeen.set(zone, found);
	return found;
}

/** The local day that an instant falls on. */
export const dayOf = (at: Date, zone: string): DayNumber => localDay(at, zone).day;

/** When the local day began. */
export const startOfDay = (at: Date, zone: string): Date => new Date(localDay(at, zone).from);

/** When the local day ends, which is when the next one's allowance begins. */
export const endOfDay = (at: Date, zone: string): Date => new Date(localDay(at, zone).until);

/** An hour of a local day; one that daylight saving skips counts as the next. */
export function hourOf(day: DayNumber, hour: number, zone: string): Date {
	const date = new Date(day * DAY_MS);
	const [year, month] = [date.getUTCFullYear(), date.getUTCMonth() + 1];
	return DateTime.fromObject({ year, month, day: date.getUTCDate(), hour }, { zone }).toJSDate();
}

/** What the local clock shows, in whole hours. */
export const clockHour = (at: Date, zone: string): number => DateTime.fromJSDate(at, { zone }).hour;

/** The next time after an instant that the local clock shows this hour; one that is skipped counts as the next. */
export function nextHour(at: Date, zone: string, hour: number): Date {
	const day = DateTime.fromJSDate(at, { zone }).startOf("day");
	const today = day.set({ hour });
	return (today.toMillis() > at.getTime() ? today : day.plus({ days: 1 }).set({ hour })).toJSDate();
}

/** The Monday that begins the local week of an instant. 1970-01-01 was a Thursday. */
export function weekOf(at: Date, zone: string): DayNumber {
	const day = dayOf(at, zone);
	return day - ((day + 3) % 7);
}

/** How long an allowance lasts. */
export type Period = "day" | "week";

/** The local day, or the Monday of the local week, that an instant falls in: what is given in it counts together. */
export const periodOf = (at: Date, zone: string, period: Period): DayNumber =>
	period === "week" ? weekOf(at, zone) : dayOf(at, zone);

/** When that day or week ends, and the next allowance begins. */
export const endOfPeriod = (at: Date, zone: string, period: Period): Date =>
	period === "week"
		? DateTime.fromJSDate(at, { zone }).startOf("week").plus({ weeks: 1 }).startOf("day").toJSDate()
		: endOfDay(at, zone);
