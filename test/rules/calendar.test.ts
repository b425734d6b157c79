import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
	clockHour,
	dayOf,
	endOfDay,
	endOfPeriod,
	hourOf,
	isTimezone,
	nextHour,
	type Period,
	periodOf,
	startOfDay,
	weekOf,
} from "../../src/rules/calendar.ts";

/** Zones that are hard: half hours, an hour of half an hour, far ahead, far behind, saving that begins or ends at midnight. */
const ZONES = [
	"UTC",
	"Europe/Berlin",
	"America/New_York",
	"America/St_Johns",
	"America/Santiago",
	"America/Asuncion",
	"America/Havana",
	"Africa/Cairo",
	"Africa/Casablanca",
	"Asia/Beirut",
	"Asia/Kathmandu",
	"Australia/Lord_Howe",
	"Atlantic/Azores",
	"Pacific/Chatham",
	"Pacific/Kiritimati",
	"Pacific/Niue",
];

const at = (iso: string): Date => new Date(iso);
/** The day as a person would write it. */
const written = (day: number): string => new Date(day * 86_400_000).toISOString().slice(0, 10);
/** The same by the runtime's own calendar, which shares no code with ours. */
function wallDate(instant: Date, timeZone: string): string {
	return new Intl.DateTimeFormat("en-CA", { timeZone, year: "numeric", month: "2-digit", day: "2-digit" }).format(
		instant,
	);
}

const instants = fc.date({ min: at("2026-01-01T00:00:00Z"), max: at("2028-12-31T00:00:00Z"), noInvalidDate: true });
const zones = fc.constantFrom(...ZONES);

describe("the local day", () => {
	test.each([
		["UTC", "2026-11-18T23:59:59.999Z", "2026-11-18"],
		["Pacific/Kiritimati", "2026-11-18T10:00:00Z", "2026-11-19"],
		["Pacific/Niue", "2026-11-18T10:59:59Z", "2026-11-17"],
		["Asia/Kathmandu", "2026-11-18T18:14:59Z", "2026-11-18"],
		["Asia/Kathmandu", "2026-11-18T18:15:00Z", "2026-11-19"],
		["Australia/Lord_Howe", "2026-11-18T13:00:00Z", "2026-11-19"],
		["Europe/Berlin", "2026-11-18T23:00:00Z", "2026-11-19"],
	])("in %s at %s is %s", (zone, instant, expected) => {
		expect(written(dayOf(at(instant), zone))).toBe(expected);
	});

	test.each([
		["spring, 23 hours", "Europe/Berlin", "2027-03-27T23:00:00Z", "2027-03-28T22:00:00Z"],
		["autumn, 25 hours", "Europe/Berlin", "2026-10-24T22:00:00Z", "2026-10-25T23:00:00Z"],
		["half an hour less", "Australia/Lord_Howe", "2026-10-03T13:30:00Z", "2026-10-04T13:00:00Z"],
		["half an hour more", "Australia/Lord_Howe", "2027-04-03T13:00:00Z", "2027-04-04T13:30:00Z"],
		["midnight does not exist", "America/Santiago", "2026-09-06T04:00:00Z", "2026-09-07T03:00:00Z"],
		["midnight comes an hour late", "America/Santiago", "2027-04-03T03:00:00Z", "2027-04-04T04:00:00Z"],
		["midnight does not exist", "Asia/Beirut", "2027-03-27T22:00:00Z", "2027-03-28T21:00:00Z"],
		["the hour after midnight comes twice", "America/Havana", "2026-11-01T04:00:00Z", "2026-11-02T05:00:00Z"],
	])("on a day of change (%s, %s) begins and ends when the wall says so", (_what, zone, from, until) => {
		const begins = at(from);
		const ends = at(until);
		const day = dayOf(begins, zone);
		expect(dayOf(new Date(begins.getTime() - 1), zone)).toBe(day - 1);
		expect(endOfDay(begins, zone)).toEqual(ends);
		expect(startOfDay(begins, zone)).toEqual(begins);
		expect(startOfDay(new Date(ends.getTime() - 1), zone)).toEqual(begins);
		expect(endOfDay(new Date(ends.getTime() - 1), zone)).toEqual(ends);
		expect(dayOf(new Date(ends.getTime() - 1), zone)).toBe(day);
		expect(dayOf(ends, zone)).toBe(day + 1);
	});

	test("is the one that the runtime's own calendar says, in whatever order instants are asked for", () => {
		fc.assert(
			fc.property(zones, fc.array(instants, { minLength: 1, maxLength: 12 }), (zone, many) => {
				for (const instant of many) expect(written(dayOf(instant, zone))).toBe(wallDate(instant, zone));
			}),
			{ numRuns: 300 },
		);
	});

	test("never goes back as time goes on, and ends after now, as the next one begins", () => {
		fc.assert(
			fc.property(zones, instants, fc.integer({ min: 0, max: 40 * 86_400_000 }), (zone, instant, ms) => {
				const day = dayOf(instant, zone);
				expect(dayOf(new Date(instant.getTime() + ms), zone)).toBeGreaterThanOrEqual(day);
				const end = endOfDay(instant, zone);
				expect(end.getTime()).toBeGreaterThan(instant.getTime());
				expect(end.getTime() - instant.getTime()).toBeLessThanOrEqual(25 * 3_600_000);
				expect(dayOf(end, zone)).toBe(day + 1);
			}),
			{ numRuns: 300 },
		);
	});
});

describe("an hour of a local day", () => {
	/** Days since 1970, of a day as a person would write it. */
	const dayNumber = (day: string): number => at(`${day}T00:00:00Z`).getTime() / 86_400_000;

	test.each([
		["2026-11-16", 9, "UTC", "2026-11-16T09:00:00Z"],
		["2026-11-16", 9, "Europe/Berlin", "2026-11-16T08:00:00Z"],
		["2026-11-16", 0, "Pacific/Kiritimati", "2026-11-15T10:00:00Z"],
		["2026-01-01", 23, "America/St_Johns", "2026-01-02T02:30:00Z"],
		["2026-12-31", 9, "Asia/Kathmandu", "2026-12-31T03:15:00Z"],
		// On the days of change: before it, after it, and an hour that is skipped.
		["2027-03-28", 1, "Europe/Berlin", "2027-03-28T00:00:00Z"],
		["2027-03-28", 2, "Europe/Berlin", "2027-03-28T01:00:00Z"],
		["2027-03-28", 9, "Europe/Berlin", "2027-03-28T07:00:00Z"],
		["2026-10-25", 9, "Europe/Berlin", "2026-10-25T08:00:00Z"],
		["2026-09-06", 0, "America/Santiago", "2026-09-06T04:00:00Z"],
	])("%s, at %i in %s, is %s", (day, hour, zone, expected) => {
		expect(hourOf(dayNumber(day), hour, zone)).toEqual(at(expected));
	});

	test("falls on that day, and the clock shows it; or the next one, where it is skipped", () => {
		fc.assert(
			fc.property(zones, instants, fc.integer({ min: 0, max: 23 }), (zone, instant, hour) => {
				const day = dayOf(instant, zone);
				const found = hourOf(day, hour, zone);
				expect(dayOf(found, zone)).toBe(day);
				expect(clockHour(found, zone) - hour).toBeGreaterThanOrEqual(0);
				expect(clockHour(found, zone) - hour).toBeLessThanOrEqual(1);
			}),
			{ numRuns: 300 },
		);
	});

	test("the next time that the clock shows it is after now, also when it shows it now", () => {
		expect(nextHour(at("2026-11-16T07:59:59Z"), "Europe/Berlin", 9)).toEqual(at("2026-11-16T08:00:00Z"));
		expect(nextHour(at("2026-11-16T08:00:00Z"), "Europe/Berlin", 9)).toEqual(at("2026-11-17T08:00:00Z"));
		// Over a change of the clocks it is 23 hours, or 25.
		expect(nextHour(at("2027-03-27T08:00:00Z"), "Europe/Berlin", 9)).toEqual(at("2027-03-28T07:00:00Z"));
		expect(nextHour(at("2026-10-24T07:00:00Z"), "Europe/Berlin", 9)).toEqual(at("2026-10-25T08:00:00Z"));
	});
});

describe("the local week", () => {
	test.each([
		["UTC", "2026-11-16T00:00:00Z", "2026-11-16"],
		["UTC", "2026-11-22T23:59:59Z", "2026-11-16"],
		["Europe/Berlin", "2026-11-22T23:30:00Z", "2026-11-23"],
		["Pacific/Niue", "2026-11-23T10:00:00Z", "2026-11-16"],
		["UTC", "2027-01-01T12:00:00Z", "2026-12-28"],
		["UTC", "1969-12-31T12:00:00Z", "1969-12-29"],
	])("in %s at %s began on %s", (zone, instant, monday) => {
		expect(written(weekOf(at(instant), zone))).toBe(monday);
	});

	test("begins on a Monday, holds its day, and never goes back", () => {
		fc.assert(
			fc.property(zones, instants, fc.integer({ min: 0, max: 40 * 86_400_000 }), (zone, instant, ms) => {
				const week = weekOf(instant, zone);
				expect(new Date(week * 86_400_000).getUTCDay()).toBe(1);
				expect(dayOf(instant, zone) - week).toBeGreaterThanOrEqual(0);
				expect(dayOf(instant, zone) - week).toBeLessThan(7);
				expect(weekOf(new Date(instant.getTime() + ms), zone)).toBeGreaterThanOrEqual(week);
			}),
			{ numRuns: 300 },
		);
	});
});

describe("a period", () => {
	test("of a day is the day, of a week its Monday, and ends where the next begins", () => {
		fc.assert(
			fc.property(zones, instants, fc.constantFrom<Period>("day", "week"), (zone, instant, period) => {
				const ends = endOfPeriod(instant, zone, period);
				expect(periodOf(instant, zone, "day")).toBe(dayOf(instant, zone));
				expect(periodOf(instant, zone, "week")).toBe(weekOf(instant, zone));
				expect(ends.getTime()).toBeGreaterThan(instant.getTime());
				expect(periodOf(new Date(ends.getTime() - 1), zone, period)).toBe(periodOf(instant, zone, period));
				expect(periodOf(ends, zone, period)).toBeGreaterThan(periodOf(instant, zone, period));
			}),
			{ numRuns: 300 },
		);
	});

	test("of a week goes over a change of the clocks", () => {
		expect(endOfPeriod(at("2026-10-24T12:00:00Z"), "Europe/Berlin", "week")).toEqual(at("2026-10-25T23:00:00Z"));
		expect(endOfPeriod(at("2026-10-18T12:00:00Z"), "Europe/Berlin", "week")).toEqual(at("2026-10-18T22:00:00Z"));
	});
});

test("a zone is one that the runtime knows", () => {
	for (const zone of ZONES) expect(isTimezone(zone)).toBe(true);
	for (const zone of ["", "Mars/Olympus", "Europe/Nowhere", "<b>", "9"]) expect(isTimezone(zone)).toBe(false);
});
