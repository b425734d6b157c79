// Weekly posts come when people are awake: never before they are due, never a day later, in the middle of the day.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { whenAwake, zoneOfMost } from "../../src/rules/awake.ts";
import { clockHour } from "../../src/rules/calendar.ts";

const at = (text: string): Date => new Date(text);

describe("when people are awake", () => {
	test.each([
		// 09:00 in Berlin is three in the morning in New York.
		["2026-11-16T08:00:00Z", "America/New_York", "2026-11-16T14:00:00Z"],
		["2026-11-16T08:00:00Z", "Europe/Berlin", "2026-11-16T08:00:00Z"],
		["2026-11-16T08:00:00Z", "Asia/Tokyo", "2026-11-16T08:00:00Z"],
		["2026-11-16T09:00:00Z", "Asia/Tokyo", "2026-11-17T00:00:00Z"],
		["2026-11-16T08:59:59Z", "Asia/Tokyo", "2026-11-16T08:59:59Z"],
		["2026-11-16T08:00:00Z", "Pacific/Auckland", "2026-11-16T20:00:00Z"],
		["2026-11-16T08:00:00Z", "Asia/Kolkata", "2026-11-16T08:00:00Z"],
		["2026-11-16T03:29:59Z", "Asia/Kolkata", "2026-11-16T03:30:00Z"],
		// The night in which an hour is skipped, and the one in which one comes twice.
		["2026-03-29T00:30:00Z", "Europe/Berlin", "2026-03-29T07:00:00Z"],
		["2026-10-25T00:30:00Z", "Europe/Berlin", "2026-10-25T08:00:00Z"],
	])("%s in %s: %s", (due, zone, then) => {
		expect(whenAwake(at(due), zone).toISOString()).toBe(at(then).toISOString());
	});

	test("never before, never a day later, always between nine and six", () => {
		const zones = [
			"UTC",
			"Europe/Berlin",
			"America/St_Johns",
			"Asia/Kathmandu",
			"Pacific/Chatham",
			"Australia/Lord_Howe",
		];
		const moment = fc.date({ min: at("2020-01-01T00:00:00Z"), max: at("2035-01-01T00:00:00Z"), noInvalidDate: true });
		fc.assert(
			fc.property(moment, fc.constantFrom(...zones), (due, zone) => {
				const then = whenAwake(due, zone);
				expect(then.getTime()).toBeGreaterThanOrEqual(due.getTime());
				expect(then.getTime() - due.getTime()).toBeLessThan(24 * 3_600_000);
				expect(clockHour(then, zone)).toBeGreaterThanOrEqual(9);
				expect(clockHour(then, zone)).toBeLessThan(18);
				// Who is awake is not woken later.
				expect(whenAwake(then, zone)).toEqual(then);
			}),
		);
	});
});

describe("where most of them live", () => {
	test.each([
		[[], "Europe/Berlin"],
		[[{ zone: "Asia/Tokyo", people: 1 }], "Asia/Tokyo"],
		[
			[
				{ zone: "Asia/Tokyo", people: 3 },
				{ zone: "UTC", people: 2 },
			],
			"Asia/Tokyo",
		],
		[
			[
				{ zone: "UTC", people: 2 },
				{ zone: "Asia/Tokyo", people: 3 },
				{ zone: "America/New_York", people: 3 },
			],
			"Europe/Berlin",
		],
	])("%j: %s", (people, zone) => {
		expect(zoneOfMost(people, "Europe/Berlin")).toBe(zone);
	});
});
