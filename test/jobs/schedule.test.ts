// When weekly jobs are due, in whatever zone and on whatever day clocks change.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { latestMonthly, latestWeekly } from "../../src/jobs/schedule.ts";

const MONDAY_9 = [1, 9] as const;
const at = (iso: string, zone = "UTC", [weekday, hour]: readonly [number, number] = MONDAY_9) =>
	latestWeekly(new Date(iso), zone, weekday, hour);

describe("a weekly job", () => {
	test.each([
		["a minute before", "2026-11-16T08:59:59Z", undefined],
		["on the hour", "2026-11-16T09:00:00Z", "2026-W47"],
		["days late", "2026-11-20T12:00:00Z", "2026-W47"],
		["to the end of its week", "2026-11-22T23:59:59Z", "2026-W47"],
		["no more when the next week has begun", "2026-11-23T00:00:00Z", undefined],
		["the next week", "2026-11-23T09:00:00Z", "2026-W48"],
	])("%s", (_what, instant, period) => {
		expect(at(instant)).toBe(period);
	});

	test.each([
		["Pacific/Kiritimati", "2026-11-15T18:59:59Z", undefined],
		["Pacific/Kiritimati", "2026-11-15T19:00:00Z", "2026-W47"],
		["Pacific/Niue", "2026-11-16T19:59:59Z", undefined],
		["Pacific/Niue", "2026-11-16T20:00:00Z", "2026-W47"],
		["Asia/Kathmandu", "2026-11-16T03:15:00Z", "2026-W47"],
		["Australia/Lord_Howe", "2026-11-15T21:59:59Z", undefined],
		["Australia/Lord_Howe", "2026-11-15T22:00:00Z", "2026-W47"],
	])("in %s at %s", (zone, instant, period) => {
		expect(at(instant, zone)).toBe(period);
	});

	test("weeks are those of ISO 8601 at the turn of the year", () => {
		expect(at("2026-12-28T09:00:00Z")).toBe("2026-W53");
		expect(at("2027-01-03T23:00:00Z")).toBe("2026-W53");
		expect(at("2027-01-04T09:00:00Z")).toBe("2027-W01");
		expect(at("2024-12-30T09:00:00Z")).toBe("2025-W01");
	});

	test("keeps its hour when clocks change in its week", () => {
		for (const [before, on] of [
			["2027-03-29T06:59:59Z", "2027-03-29T07:00:00Z"],
			["2026-10-26T07:59:59Z", "2026-10-26T08:00:00Z"],
		] as const) {
			expect(at(before, "Europe/Berlin")).toBeUndefined();
			expect(at(on, "Europe/Berlin")).toBeDefined();
		}
	});

	test("at an hour that is skipped comes with the next, at one that comes twice with the first", () => {
		const sunday2 = [7, 2] as const;
		expect(at("2027-03-28T00:59:59Z", "Europe/Berlin", sunday2)).toBeUndefined();
		expect(at("2027-03-28T01:00:00Z", "Europe/Berlin", sunday2)).toBe("2027-W12");
		expect(at("2026-10-24T23:59:59Z", "Europe/Berlin", sunday2)).toBeUndefined();
		expect(at("2026-10-25T00:00:00Z", "Europe/Berlin", sunday2)).toBe("2026-W43");
		const midnight = [7, 0] as const;
		expect(at("2026-09-06T03:59:59Z", "America/Santiago", midnight)).toBeUndefined();
		expect(at("2026-09-06T04:00:00Z", "America/Santiago", midnight)).toBe("2026-W36");
	});
});

test("whoever looks every hour sees each week's period, one after another, and each once", () => {
	const zones = fc.constantFrom(
		"UTC",
		"Europe/Berlin",
		"America/Santiago",
		"Australia/Lord_Howe",
		"Pacific/Kiritimati",
	);
	const start = fc.date({ min: new Date("2026-01-01"), max: new Date("2027-12-31"), noInvalidDate: true });
	fc.assert(
		fc.property(zones, start, fc.integer({ min: 1, max: 7 }), fc.nat(23), (zone, from, weekday, hour) => {
			const seen: string[] = [];
			for (let hours = 0; hours < 24 * 7 * 4; hours++) {
				const period = latestWeekly(new Date(from.getTime() + hours * 3_600_000), zone, weekday, hour);
				if (period !== undefined && seen.at(-1) !== period) seen.push(period);
			}
			expect(new Set(seen).size).toBe(seen.length);
			expect([...seen].sort()).toEqual(seen);
			// Four weeks hold four of them, or a fifth where one was due before the first look.
			expect(seen.length).toBeGreaterThanOrEqual(4);
			expect(seen.length).toBeLessThanOrEqual(5);
		}),
		{ numRuns: 25 },
	);
});

describe("a monthly job", () => {
	const monthly = (iso: string, zone = "UTC", [weekday, hour]: readonly [number, number] = MONDAY_9) =>
		latestMonthly(new Date(iso), zone, weekday, hour);

	test.each([
		["before its first Monday", "2026-11-01T23:59:59Z", undefined],
		["a minute before nine", "2026-11-02T08:59:59Z", undefined],
		["on the hour", "2026-11-02T09:00:00Z", "2026-11"],
		["weeks late", "2026-11-30T23:59:59Z", "2026-11"],
		["no more when the month is over", "2026-12-01T00:00:00Z", undefined],
		["the next month", "2026-12-07T09:00:00Z", "2026-12"],
		["a month that begins on a Monday", "2027-02-01T09:00:00Z", "2027-02"],
	])("%s", (_what, instant, period) => {
		expect(monthly(instant)).toBe(period);
	});

	test("in the community's own zone, and on the weekday it chose", () => {
		expect(monthly("2026-11-01T18:59:59Z", "Pacific/Kiritimati")).toBeUndefined();
		expect(monthly("2026-11-01T19:00:00Z", "Pacific/Kiritimati")).toBe("2026-11");
		expect(monthly("2026-11-06T16:59:59Z", "UTC", [5, 17])).toBeUndefined();
		expect(monthly("2026-11-06T17:00:00Z", "UTC", [5, 17])).toBe("2026-11");
	});

	test("has one period a month, which begins once and holds to its end", () => {
		fc.assert(
			fc.property(fc.integer({ min: 1, max: 7 }), fc.nat(23), fc.nat(600), (weekday, hour, start) => {
				const from = Date.UTC(2026, 0, 1) + start * 86_400_000;
				const found = Array.from({ length: 24 * 70 }, (_, hours) => {
					const instant = new Date(from + hours * 3_600_000);
					return { month: instant.toISOString().slice(0, 7), period: latestMonthly(instant, "UTC", weekday, hour) };
				});
				let before: string | undefined;
				for (const { month, period } of found) {
					if (period !== undefined) expect(period).toBe(month);
					if (period === undefined && before !== undefined) expect(before).not.toBe(month);
					before = period;
				}
			}),
			{ numRuns: 20 },
		);
	});
});
