// Due dates in plain words, in the asker's own zone, over changes of daylight saving and at odd hours.
import fc from "fast-check";
import { DateTime } from "luxon";
import { describe, expect, test } from "vitest";
import { createDueParser } from "../../src/chat/due.ts";

const BERLIN = "Europe/Berlin";
/** A Monday at eleven in Berlin. */
const MONDAY = "2026-11-16T11:00";

async function due(text: string, { at = MONDAY, zone = BERLIN } = {}): Promise<string | undefined> {
	const now = DateTime.fromISO(at, { zone }).toJSDate();
	const found = (await createDueParser(now, zone)).dueAt(text);
	return found && DateTime.fromJSDate(found, { zone }).toFormat("yyyy-MM-dd HH:mm");
}

describe("a bare day means 18:00 for the asker", () => {
	test.each([
		["friday", "2026-11-20 18:00"],
		["Friday.", "2026-11-20 18:00"],
		["fri!", "2026-11-20 18:00"],
		["today", "2026-11-16 18:00"],
		["monday", "2026-11-16 18:00"],
		["tomorrow", "2026-11-17 18:00"],
		["next monday", "2026-11-23 18:00"],
		["the weekend", "2026-11-21 18:00"],
		["next week", "2026-11-23 18:00"],
		["in 3 days", "2026-11-19 18:00"],
		["two weeks", "2026-11-30 18:00"],
		["in 10 days", "2026-11-26 18:00"],
		["monday next week", "2026-11-23 18:00"],
		["3 december", "2026-12-03 18:00"],
		["december 3rd", "2026-12-03 18:00"],
		["3 march", "2027-03-03 18:00"],
		["2026-12-01", "2026-12-01 18:00"],
		["10-12 december", "2026-12-12 18:00"],
	])("%s", async (text, expected) => {
		expect(await due(text)).toBe(expected);
	});
});

describe("hours are the asker's", () => {
	test.each([
		["tomorrow 5pm", "2026-11-17 17:00"],
		["tomorrow at 5 p.m.", "2026-11-17 17:00"],
		["friday 17:30", "2026-11-20 17:30"],
		["9am", "2026-11-17 09:00"],
		["5pm", "2026-11-16 17:00"],
		["noon", "2026-11-16 12:00"],
		["midnight", "2026-11-17 00:00"],
		["tonight", "2026-11-16 22:00"],
		["this evening", "2026-11-16 20:00"],
		["tomorrow morning", "2026-11-17 09:00"],
		["friday afternoon", "2026-11-20 15:00"],
		["in two hours", "2026-11-16 13:00"],
		["in 90 minutes", "2026-11-16 12:30"],
		["5pm EST", "2026-11-16 23:00"],
		["17:00 UTC", "2026-11-16 18:00"],
	])("%s", async (text, expected) => {
		expect(await due(text)).toBe(expected);
	});
});

describe("said when the day is nearly over", () => {
	test.each([
		["today", "2026-11-20T19:00", "2026-11-20 23:59"],
		["friday", "2026-11-20T19:00", "2026-11-27 18:00"],
		["friday", "2026-11-20T17:59", "2026-11-20 18:00"],
		["tomorrow", "2026-11-20T23:59", "2026-11-21 18:00"],
		["5pm", "2026-11-20T19:00", "2026-11-21 17:00"],
	])("%s at %s", async (text, at, expected) => {
		expect(await due(text, { at })).toBe(expected);
	});
});

describe("daylight saving", () => {
	test.each([
		// Berlin: summer time begins on 29 March 2026 at 2:00 and ends on 25 October at 3:00.
		["tomorrow 5pm", "2026-03-28T11:00", "2026-03-29 17:00"],
		["sunday", "2026-03-27T11:00", "2026-03-29 18:00"],
		["in two hours", "2026-03-29T01:30", "2026-03-29 04:30"],
		["sunday 2:30", "2026-03-27T11:00", "2026-03-29 03:30"],
		["in 3 days", "2026-10-23T11:00", "2026-10-26 18:00"],
		["in two hours", "2026-10-25T01:30", "2026-10-25 02:30"],
		["tomorrow 9am", "2026-10-24T23:30", "2026-10-25 09:00"],
	])("%s at %s", async (text, at, expected) => {
		expect(await due(text, { at })).toBe(expected);
	});
});

describe("zones far apart", () => {
	test.each([
		["Pacific/Kiritimati", "tomorrow", "2026-11-17T00:30", "2026-11-18 18:00"],
		["Pacific/Pago_Pago", "tomorrow", "2026-11-15T23:30", "2026-11-16 18:00"],
		["Asia/Kolkata", "friday 9:15", "2026-11-16T11:00", "2026-11-20 09:15"],
		["America/St_Johns", "today", "2026-11-16T11:00", "2026-11-16 18:00"],
	])("%s: %s", async (zone, text, at, expected) => {
		expect(await due(text, { at, zone })).toBe(expected);
	});
});

describe("no date, as a whole", () => {
	test.each([
		"review my march report",
		"my report in march",
		"friday or monday",
		"friday or so",
		"the end of the week",
		"someday",
		"soon",
		"asap",
		"5",
		"Bo",
		"",
		"   ",
		".",
		"the",
		"in 1000000 years",
		"31 february 2027",
		"99:99",
		`friday${" ".repeat(80)}`.concat("x"),
		"1 january 99999",
		"\u0000friday",
		"fri\u202Eday",
	])("%j", async (text) => {
		const parser = await createDueParser(DateTime.fromISO(MONDAY, { zone: BERLIN }).toJSDate(), BERLIN);
		expect([parser.isDate(text), parser.dueAt(text)]).toEqual([false, undefined]);
	});
});

test("what lies behind is a date, and in the past", async () => {
	for (const text of ["yesterday", "last friday", "3 march 2020", "2 days ago"]) {
		const found = await due(text);
		expect(found, text).toBeDefined();
		expect((found ?? "") < "2026-11-16 11:00", `${text}: ${found}`).toBe(true);
	}
});

test("any text in any zone at any time: a real date or none, never an exception", async () => {
	const zones = fc.constantFrom(
		"UTC",
		BERLIN,
		"America/New_York",
		"Asia/Kathmandu",
		"Australia/Lord_Howe",
		"Africa/Casablanca",
	);
	const words = fc.array(
		fc.constantFrom(
			"friday",
			"tomorrow",
			"5pm",
			"in",
			"2",
			"weeks",
			"at",
			"next",
			"march",
			"12:30",
			"-",
			"/",
			"ago",
			"noon",
			"é",
			"by",
		),
		{ maxLength: 5 },
	);
	const text = fc.oneof(
		fc.string(),
		fc.string({ unit: "binary" }),
		words.map((parts) => parts.join(" ")),
	);
	const at = fc.date({ min: new Date("2020-01-01"), max: new Date("2040-01-01"), noInvalidDate: true });
	await fc.assert(
		fc.asyncProperty(text, zones, at, async (typed, zone, now) => {
			const parser = await createDueParser(now, zone);
			const found = parser.dueAt(typed);
			if (found) expect(Number.isFinite(found.getTime())).toBe(true);
			if (found) expect(parser.isDate(typed)).toBe(true);
		}),
		{ numRuns: 300 },
	);
});

test("the days of the week are always ahead, at most a week, at 18:00", async () => {
	const days = fc.constantFrom("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday");
	const at = fc.date({ min: new Date("2020-01-01"), max: new Date("2040-01-01"), noInvalidDate: true });
	await fc.assert(
		fc.asyncProperty(
			days,
			fc.constantFrom(BERLIN, "America/New_York", "Pacific/Auckland"),
			at,
			async (day, zone, now) => {
				const found = (await createDueParser(now, zone)).dueAt(day);
				const local = DateTime.fromJSDate(found ?? new Date(0), { zone }).setLocale("en");
				expect(local.toFormat("cccc HH:mm").toLowerCase()).toBe(`${day} 18:00`);
				expect(local.toMillis()).toBeGreaterThan(now.getTime());
				expect(local.diff(DateTime.fromJSDate(now), "days").days).toBeLessThan(7.1);
			},
		),
		{ numRuns: 150 },
	);
});
