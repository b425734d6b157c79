// When weekly and monthly jobs are due, in a community's own time zone.
import { DateTime } from "luxon";

/**
 * The period of a weekly job at a moment: this week's, as "2026-W47", once its day and hour have come. Before that it is
 * none: last week's, if it was missed, is stale. Weeks are ISO 8601 (Monday first); an hour that daylight saving skips
 * counts as the next.
 */
export const latestWeekly = (now: Date, timezone: string, weekday: number, hour: number): string | undefined =>
	remembered(now, `week ${timezone} ${weekday} ${hour}`, () => weeklyPeriod(now, timezone, weekday, hour));

/** The period of a monthly job, as "2026-11": from the first such day of the month and its hour to the month's end. */
export const latestMonthly = (now: Date, timezone: string, weekday: number, hour: number): string | undefined =>
	remembered(now, `month ${timezone} ${weekday} ${hour}`, () => monthlyPeriod(now, timezone, weekday, hour));

const known = { minute: Number.NaN, periods: new Map<string, string | undefined>() };

/** Many communities ask the same in the same minute, and the answer takes a while to work out. */
function remembered(now: Date, asked: string, work: () => string | undefined): string | undefined {
	const minute = Math.floor(now.getTime() / MINUTE_MS);
	if (known.minute !== minute) Object.assign(known, { minute, periods: new Map() });
	if (!known.periods.has(asked)) known.periods.set(asked, work());
	return known.periods.get(asked);
}

function weeklyPeriod(now: Date, timezone: string, weekday: number, hour: number): string | undefined {
	const local = DateTime.fromJSDate(now, { zone: timezone });
	const due = local
		.startOf("week")
		.plus({ days: weekday - 1 })
		.set({ hour });
	return local >= due ? `${local.weekYear}-W${String(local.weekNumber).padStart(2, "0")}` : undefined;
}

function monthlyPeriod(now: Date, timezone: string, weekday: number, hour: number): string | undefined {
	const local = DateTime.fromJSDate(now, { zone: timezone });
	const first = local.startOf("month");
	const due = first.plus({ days: (weekday - first.weekday + 7) % 7 }).set({ hour });
	return local >= due ? local.toFormat("yyyy-MM") : undefined;
}

const MINUTE_MS = 60_000;
const MINUTES_A_DAY = 24 * 60;

/**
 * The period of a daily job at a moment, as "2026-11-23". Communities have their turn at different minutes of the day (UTC):
 * what nobody waits for is not done for all of them at once.
 */
export const latestDaily = (now: Date, communityId: number): string =>
	new Date(now.getTime() - (communityId % MINUTES_A_DAY) * MINUTE_MS).toISOString().slice(0, 10);
