import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Absence, beAway, beBack, daysAway, isAway, wasGone } from "../../src/rules/away.ts";
import { dayOf, weekOf } from "../../src/rules/calendar.ts";
import { day, later } from "./given.ts";

const at = (iso: string): Date => new Date(iso);
const NEVER: Absence = { awaySince: null, awayUntil: null };
/** A Monday. */
const WEEK = dayOf(at("2026-11-16T00:00:00Z"), "UTC");

describe("away", () => {
	test("is from the moment it is said, until the moment that was named", () => {
		const absence = { awaySince: at("2026-11-17T10:00:00Z"), awayUntil: at("2026-11-20T18:00:00Z") };
		expect(isAway(absence, at("2026-11-17T09:59:59Z"))).toBe(false);
		expect(isAway(absence, at("2026-11-17T10:00:00Z"))).toBe(true);
		expect(isAway(absence, at("2026-11-20T17:59:59Z"))).toBe(true);
		expect(isAway(absence, at("2026-11-20T18:00:00Z"))).toBe(false);
	});

	test("without a day it is until they are back", () => {
		const absence = beAway(NEVER, at("2026-11-17T10:00:00Z"), null, WEEK, "UTC");
		expect(isAway(absence, at("2028-01-01T00:00:00Z"))).toBe(true);
		const home = beBack(absence, at("2026-12-01T08:00:00Z"));
		expect(isAway(home, at("2026-12-01T08:00:00Z"))).toBe(false);
		expect(home).toEqual({ awaySince: at("2026-11-17T10:00:00Z"), awayUntil: at("2026-12-01T08:00:00Z") });
	});

	test("nobody is who never went", () => {
		expect(isAway(NEVER, at("2026-11-17T10:00:00Z"))).toBe(false);
		expect(beBack(NEVER, at("2026-11-17T10:00:00Z"))).toEqual(NEVER);
	});

	test("said again it is until another day, and since the same moment", () => {
		const first = beAway(NEVER, at("2026-11-17T10:00:00Z"), at("2026-11-18T18:00:00Z"), WEEK, "UTC");
		const longer = beAway(first, at("2026-11-18T10:00:00Z"), at("2026-11-27T18:00:00Z"), WEEK, "UTC");
		expect(longer).toEqual({ awaySince: at("2026-11-17T10:00:00Z"), awayUntil: at("2026-11-27T18:00:00Z") });
	});

	test("who is back already stays back since then", () => {
		const over = { awaySince: at("2026-11-17T10:00:00Z"), awayUntil: at("2026-11-18T18:00:00Z") };
		expect(beBack(over, at("2026-11-20T10:00:00Z"))).toEqual(over);
	});
});

describe("who left and came back", () => {
	const [left, back] = [at("2026-11-17T10:00:00Z"), at("2026-11-24T10:00:00Z")];

	test.each<[string, Absence, Absence]>([
		["never said a word", NEVER, { awaySince: left, awayUntil: back }],
		[
			"had been back from somewhere before",
			{ awaySince: at("2026-11-01T10:00:00Z"), awayUntil: at("2026-11-10T10:00:00Z") },
			{ awaySince: left, awayUntil: back },
		],
		[
			"came back to the very moment in which they left",
			{ awaySince: at("2026-11-01T10:00:00Z"), awayUntil: left },
			{ awaySince: left, awayUntil: back },
		],
		[
			"was away already, and not for so long",
			{ awaySince: at("2026-11-16T10:00:00Z"), awayUntil: at("2026-11-20T10:00:00Z") },
			{ awaySince: at("2026-11-16T10:00:00Z"), awayUntil: back },
		],
		[
			"is still away, as they said",
			{ awaySince: at("2026-11-16T10:00:00Z"), awayUntil: at("2026-11-30T10:00:00Z") },
			{ awaySince: at("2026-11-16T10:00:00Z"), awayUntil: at("2026-11-30T10:00:00Z") },
		],
		[
			"is still away, until they are back",
			{ awaySince: at("2026-11-16T10:00:00Z"), awayUntil: null },
			{ awaySince: at("2026-11-16T10:00:00Z"), awayUntil: null },
		],
	])("was away in between: who %s", (_who, last, expected) => {
		expect(wasGone(last, left, back)).toEqual(expected);
	});

	test("says nothing but the absence, whatever else is known of them", () => {
		const row = { ...NEVER, name: "Bo", awaySince: at("2026-11-16T10:00:00Z") };
		expect(Object.keys(wasGone(row, left, back))).toEqual(["awaySince", "awayUntil"]);
	});
});

describe("the days away in a week", () => {
	const counted = (since: string, until: string | null, zone = "UTC") =>
		daysAway({ awaySince: at(since), awayUntil: until === null ? null : at(until) }, WEEK, WEEK + 7, zone);

	test.each<[string, string, string | null, number]>([
		["all of it", "2026-11-10T10:00:00Z", "2026-11-30T10:00:00Z", 7],
		["all of it, and not back yet", "2026-11-15T10:00:00Z", null, 7],
		["from its first minute", "2026-11-16T00:00:00Z", null, 7],
		["from its first morning", "2026-11-16T09:00:00Z", null, 6],
		["until its Sunday evening", "2026-11-10T10:00:00Z", "2026-11-22T18:00:00Z", 6],
		["Tuesday to Friday: Wednesday and Thursday are whole", "2026-11-17T10:00:00Z", "2026-11-20T18:00:00Z", 2],
		["an afternoon", "2026-11-17T12:00:00Z", "2026-11-17T18:00:00Z", 0],
		["a night", "2026-11-17T18:00:00Z", "2026-11-18T08:00:00Z", 0],
		["the week before", "2026-11-09T10:00:00Z", "2026-11-15T23:00:00Z", 0],
		["up to its first minute", "2026-11-09T10:00:00Z", "2026-11-16T00:00:00Z", 0],
		["the week after", "2026-11-23T00:00:00Z", null, 0],
	])("%s", (_what, since, until, expected) => {
		expect(counted(since, until)).toBe(expected);
	});

	test("are days of the zone", () => {
		expect(counted("2026-11-15T23:00:00Z", null, "Europe/Berlin")).toBe(7);
		expect(counted("2026-11-15T23:00:00Z", null, "America/New_York")).toBe(7);
		expect(counted("2026-11-16T05:00:00Z", null, "America/New_York")).toBe(7);
		expect(counted("2026-11-16T05:00:01Z", null, "America/New_York")).toBe(6);
	});

	test("who never went was away for none", () => {
		expect(daysAway(NEVER, WEEK, WEEK + 7, "UTC")).toBe(0);
	});

	test("of two absences in one week add up, and never to more than there were", () => {
		const hoursOfWeek = fc.array(fc.integer({ min: 0, max: 7 * 24 }), { minLength: 3, maxLength: 3 });
		fc.assert(
			fc.property(hoursOfWeek, (hours) => {
				const monday = at("2026-11-16T00:00:00Z");
				const [first, home, again] = hours.toSorted((a, b) => a - b).map((hour) => later(hour * 3_600_000, monday));
				if (!first || !home || !again) return;
				const once = beBack(beAway(NEVER, first, null, WEEK, "UTC"), home);
				const already = daysAway(once, WEEK, WEEK + 7, "UTC");
				const twice = beAway(once, again, null, weekOf(again, "UTC"), "UTC");
				const alone = daysAway({ awaySince: again, awayUntil: null }, WEEK, WEEK + 7, "UTC");
				const sameWeek = weekOf(again, "UTC") === WEEK;
				// Who leaves in the very moment of coming back was never home.
				if (!sameWeek || again.getTime() === home.getTime()) return;
				expect(daysAway(twice, WEEK, WEEK + 7, "UTC")).toBe(already + alone);
				expect(isAway(twice, again)).toBe(true);
			}),
		);
	});

	test("are between none and all, more the longer somebody is away", () => {
		const instants = fc.date({ min: at("2026-11-01T00:00:00Z"), max: at("2026-12-10T00:00:00Z"), noInvalidDate: true });
		const zones = fc.constantFrom("UTC", "Pacific/Kiritimati", "America/St_Johns", "Europe/Berlin");
		fc.assert(
			fc.property(instants, fc.nat(40 * 24), zones, (awaySince, hours, zone) => {
				const awayUntil = later(hours * 3_600_000, awaySince);
				const shorter = daysAway({ awaySince, awayUntil }, WEEK, WEEK + 7, zone);
				const longer = daysAway({ awaySince, awayUntil: later(day, awayUntil) }, WEEK, WEEK + 7, zone);
				expect(shorter).toBeGreaterThanOrEqual(0);
				expect(longer).toBeLessThanOrEqual(7);
				expect(longer).toBeGreaterThanOrEqual(shorter);
				expect(shorter).toBeLessThanOrEqual(hours / 24);
			}),
		);
	});
});
