import fc from "fast-check";
import { expect, test } from "vitest";
import { floorOf, ownFloorOf } from "../../src/rules/floor.ts";
import { policySchema } from "../../src/rules/policy.ts";
import { day, later, NOON } from "./given.ts";

const policy = policySchema.parse({});

test.each([
	["on the first day", 0, -4],
	["a moment before the sixtieth is over", 60 * day - 1, -4],
	["after sixty days", 60 * day, 0],
	["years later", 900 * day, 0],
])("%s the floor is %#", (_when, ms, floor) => {
	expect(floorOf({ joinedAt: NOON }, 0, policy, later(ms))).toBe(floor);
});

test("a community without trust for newcomers has a floor of zero for all", () => {
	expect(floorOf({ joinedAt: NOON }, 0, policySchema.parse({ floor: { newcomerDays: 0 } }), NOON)).toBe(0);
});

test("trust is worth one normal favor, and never falls as one gets older in the community", () => {
	fc.assert(
		fc.property(fc.nat(1000), fc.nat(3650), fc.nat(5000), fc.nat(5000), (normal, newcomerDays, first, second) => {
			const rules = policySchema.parse({ favor: { normal }, floor: { newcomerDays } });
			const floor = (days: number) => floorOf({ joinedAt: NOON }, 0, rules, later(days * day));
			const [earlier, after] = [Math.min(first, second), Math.max(first, second)];
			expect(Math.abs(floor(earlier))).toBe(earlier < newcomerDays ? normal : 0);
			expect(floor(after)).toBeGreaterThanOrEqual(floor(earlier));
		}),
	);
});

test("what others vouch lowers it by just as much, a newcomer's and an old hand's alike", () => {
	fc.assert(
		fc.property(fc.nat(1000), fc.nat(5000), (vouched, days) => {
			const now = later(days * day);
			expect(floorOf({ joinedAt: NOON }, vouched, policy, now)).toBe(
				ownFloorOf({ joinedAt: NOON }, policy, now) - vouched,
			);
		}),
	);
});
