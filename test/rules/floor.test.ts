import fc from "fast-check";
import { expect, test } from "vitest";
import { floorOf, ownFloorOf } from "../../src/rules/floor.ts";
import { policySchema } from "../../src/rules/policy.ts";
import { day, later, NOON } from "./given.ts";

const policy = policySchema.parse({});

test.each([
	["on the first day", 0, -8],
	["a moment before the sixtieth is over", 60 * day - 1, -8],
	["after sixty days", 60 * day, 0],
	["years later", 900 * day, 0],
])("%s the floor is %#", (_when, ms, floor) => {
	expect(floorOf({ joinedAt: NOON }, 0, policy, later(ms))).toBe(floor);
});

test("a community without trust for newcomers has a floor of zero for all", () => {
	expect(floorOf({ joinedAt: NOON }, 0, policySchema.parse({ floor: { newcomerDays: 0 } }), NOON)).toBe(0);
});

test("how far trust goes is the cost of a favor of the size that the policy names", () => {
	const floor = (newcomerOwes: string) =>
		floorOf({ joinedAt: NOON }, 0, policySchema.parse({ favor: { small: 3 }, floor: { newcomerOwes } }), NOON);
	expect(["small", "normal", "big"].map(floor)).toEqual([-3, -4, -8]);
});

test("trust is worth one big favor, and never falls as one gets older in the community", () => {
	fc.assert(
		fc.property(fc.nat(1000), fc.nat(3650), fc.nat(5000), fc.nat(5000), (big, newcomerDays, first, second) => {
			const rules = policySchema.parse({ favor: { big }, floor: { newcomerDays } });
			const floor = (days: number) => floorOf({ joinedAt: NOON }, 0, rules, later(days * day));
			const [earlier, after] = [Math.min(first, second), Math.max(first, second)];
			expect(Math.abs(floor(earlier))).toBe(earlier < newcomerDays ? big : 0);
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
