import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Absence } from "../../src/rules/away.ts";
import { dayOf } from "../../src/rules/calendar.ts";
import { daysHere, fadeWeek } from "../../src/rules/fading.ts";
import { policySchema } from "../../src/rules/policy.ts";

const policy = policySchema.parse({});
const halving = (halfLifeDays: number, normal = 4) =>
	policySchema.parse({ fading: { halfLifeDays }, favor: { normal } });

/** A balance over so many weeks, without anything else happening. */
function fadeFor(
	weeks: number,
	start: number,
	by = policy,
	here = 7,
): { balance: number; carry: number; moved: number[] } {
	let [balance, carry] = [start, 0];
	const moved: number[] = [];
	for (let week = 0; week < weeks; week++) {
		const faded = fadeWeek(balance, carry, here, by);
		balance -= faded.credits;
		carry = faded.carry;
		moved.push(faded.credits);
	}
	return { balance, carry, moved };
}

describe("a week", () => {
	test("of a half-life of a week takes half of what is above one normal favor", () => {
		expect(fadeWeek(24, 0, 7, halving(7))).toEqual({ credits: 10, carry: 0 });
		expect(fadeWeek(25, 0, 7, halving(7))).toEqual({ credits: 10, carry: 500_000 });
		expect(fadeWeek(25, 500_000, 7, halving(7))).toEqual({ credits: 10, carry: 750_000 });
	});

	test("of the usual half-life takes about a seventh", () => {
		// 1 − 2^(−7/30) = 0.1493328…
		expect(fadeWeek(104, 0, 7, policy)).toEqual({ credits: 14, carry: 933_283 });
		expect(fadeWeek(5, 0, 7, policy)).toEqual({ credits: 0, carry: 149_332 });
	});

	test.each([
		["at one normal favor", 4],
		["below it", 3],
		["with nothing", 0],
		["in debt", -7],
	])("takes nothing from a wallet %s", (_what, balance) => {
		expect(fadeWeek(balance, 0, 7, policy)).toEqual({ credits: 0, carry: 0 });
		expect(fadeWeek(balance, 999_999, 7, policy)).toEqual({ credits: 0, carry: 999_999 });
	});

	test("away takes nothing, and half a week takes less", () => {
		expect(fadeWeek(104, 0, 0, policy)).toEqual({ credits: 0, carry: 0 });
		expect(fadeWeek(104, 0, 3, policy).credits).toBe(6);
	});

	test("takes nothing where the community wants no fading", () => {
		expect(fadeWeek(1_000, 5, 7, halving(0))).toEqual({ credits: 0, carry: 5 });
	});

	test("is seven days, less those away and those before somebody came", () => {
		const monday = dayOf(new Date("2026-11-23T00:00:00Z"), "UTC");
		const here = (joined: string, absence: Absence) =>
			daysHere({ ...absence, joinedAt: new Date(joined) }, monday, "UTC");
		const never = { awaySince: null, awayUntil: null };
		const absence = { awaySince: new Date("2026-11-18T10:00:00Z"), awayUntil: new Date("2026-11-22T18:00:00Z") };
		expect(here("2026-01-01T00:00:00Z", never)).toBe(7);
		expect(here("2026-01-01T00:00:00Z", absence)).toBe(4);
		expect(here("2026-11-18T09:00:00Z", never)).toBe(5);
		expect(here("2026-11-18T09:00:00Z", absence)).toBe(2);
		expect(here("2026-11-23T09:00:00Z", never)).toBe(0);
		expect(here("2026-11-30T09:00:00Z", absence)).toBe(0);
	});
});

test("of a week nobody was here for less than none of it, nor for more than seven days", () => {
	const monday = dayOf(new Date("2026-11-23T00:00:00Z"), "UTC");
	const instant = fc.date({
		min: new Date("2026-11-01T00:00:00Z"),
		max: new Date("2026-12-10T00:00:00Z"),
		noInvalidDate: true,
	});
	const perhaps = fc.option(instant, { freq: 3 });
	fc.assert(
		fc.property(instant, perhaps, perhaps, (joinedAt, awaySince, awayUntil) => {
			const here = daysHere({ joinedAt, awaySince, awayUntil }, monday, "UTC");
			expect(here).toBeGreaterThanOrEqual(0);
			expect(here).toBeLessThanOrEqual(7);
		}),
		{ numRuns: 400 },
	);
});

describe("over weeks", () => {
	test("small balances fade too, one credit at a time", () => {
		const { balance, moved } = fadeFor(26, 6);
		expect(moved.every((credits) => credits <= 1)).toBe(true);
		expect(balance).toBe(5);
	});

	test("half is left after the half-life", () => {
		const { balance, carry } = fadeFor(2, 1_004, halving(14));
		expect(balance - carry / 1_000_000).toBeCloseTo(504, 4);
	});

	const balances = fc.integer({ min: -1_000, max: 1_000_000 });
	const normals = fc.nat(1_000);
	const halves = fc.integer({ min: 1, max: 3_600 });

	test("what faded and what is carried is what the curve says, to a few millionths a week", () => {
		fc.assert(
			fc.property(
				fc.integer({ min: 0, max: 100_000 }),
				normals,
				halves,
				fc.integer({ min: 1, max: 60 }),
				(above, normal, half, weeks) => {
					const { balance, carry } = fadeFor(weeks, normal + above, halving(half, normal));
					const left = balance - normal - carry / 1_000_000;
					const curve = above * 2 ** ((-7 * weeks) / half);
					expect(Math.abs(left - curve)).toBeLessThan(weeks * (0.000_002 + above * 0.000_000_002));
				},
			),
		);
	});

	test("never more than what is above goes, the rest is carried below one, and a debt never changes", () => {
		const carries = fc.nat(999_999);
		fc.assert(
			fc.property(
				balances,
				carries,
				fc.integer({ min: 0, max: 7 }),
				normals,
				fc.nat(3_650),
				(balance, carry, here, normal, half) => {
					const faded = fadeWeek(balance, carry, here, halving(half, normal));
					expect(Number.isSafeInteger(faded.credits)).toBe(true);
					expect(faded.credits).toBeGreaterThanOrEqual(0);
					expect(faded.credits).toBeLessThanOrEqual(Math.max(0, balance - normal));
					expect(faded.carry).toBeGreaterThanOrEqual(0);
					expect(faded.carry).toBeLessThan(1_000_000);
					// What did not move is carried: nothing that faded once is forgotten.
					expect(faded.credits * 1_000_000 + faded.carry).toBeGreaterThanOrEqual(carry);
				},
			),
		);
	});

	test("more days, more credit and a shorter half-life fade no less", () => {
		const total = ({ credits, carry }: ReturnType<typeof fadeWeek>) => credits * 1_000_000 + carry;
		fc.assert(
			fc.property(
				fc.integer({ min: 0, max: 10_000 }),
				fc.integer({ min: 0, max: 6 }),
				halves,
				(balance, here, half) => {
					const faded = total(fadeWeek(balance, 0, here, halving(half)));
					expect(total(fadeWeek(balance, 0, here + 1, halving(half)))).toBeGreaterThanOrEqual(faded);
					expect(total(fadeWeek(balance + 1, 0, here, halving(half)))).toBeGreaterThanOrEqual(faded);
					expect(total(fadeWeek(balance, 0, here, halving(half + 1)))).toBeLessThanOrEqual(faded);
				},
			),
		);
	});
});
