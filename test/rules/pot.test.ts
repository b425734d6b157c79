import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { policySchema } from "../../src/rules/policy.ts";
import { decideDonation, decideTopUp, type TopUp } from "../../src/rules/pot.ts";
import { POT } from "../../src/rules/types.ts";
import { ana, bo, day, gains, later, NOON, refusalOf, someone, stranger, sum } from "./given.ts";

const policy = policySchema.parse({});
const AMOUNTS_THAT_ARE_NONE = [0, -1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 60];

describe("a donation", () => {
	test("moves credit from its giver to the pot, down to the last", () => {
		expect(gains(decideDonation(ana, 5, 5))).toEqual({ 2: -5, [POT]: 5 });
		expect(decideDonation(ana, 5, 5)[0]?.floor).toBe(0);
	});

	test("is of one's own: not of what trust would let a newcomer borrow", () => {
		expect(refusalOf(() => decideDonation(ana, 0, 1))).toEqual({ reason: "donation-too-large", has: 0 });
		expect(refusalOf(() => decideDonation(ana, -2, 1))).toEqual({ reason: "donation-too-large", has: 0 });
		expect(refusalOf(() => decideDonation(ana, 3, 4))).toEqual({ reason: "donation-too-large", has: 3 });
	});

	test.each(AMOUNTS_THAT_ARE_NONE)("of %d is none", (amount) => {
		expect(refusalOf(() => decideDonation(ana, 100, amount))).toEqual({ reason: "whole-credits" });
	});

	test.each([
		["a bot", stranger("Botty", "bot")],
		["somebody who left", someone(2, "gone")],
	])("by %s is refused", (_what, giver) => {
		expect(refusalOf(() => decideDonation(giver, 10, 1))).toEqual({ reason: "not-a-member" });
	});

	test("is granted just when it is whole, and no more than what is there", () => {
		fc.assert(
			fc.property(fc.integer({ min: -20, max: 100 }), fc.integer({ min: -5, max: 120 }), (balance, amount) => {
				const refusal = refusalOf(() => decideDonation(ana, balance, amount));
				if (amount >= 1 && amount <= balance) {
					expect(refusal).toBeUndefined();
					expect(sum(decideDonation(ana, balance, amount))).toBe(0);
				} else expect(refusal).toBeDefined();
			}),
		);
	});
});

describe("a top-up", () => {
	const topUp = (change: Partial<TopUp> = {}, now = later(10 * day)) =>
		decideTopUp({ actorId: 2, receiver: bo, joinedAt: NOON, holds: 10, amount: 4, ...change }, policy, now);

	test("moves credit from the pot to a newcomer, all that it holds if need be", () => {
		expect(gains(topUp())).toEqual({ [POT]: -4, 3: 4 });
		expect(gains(topUp({ amount: 10 }))).toEqual({ [POT]: -10, 3: 10 });
	});

	test.each<[string, Partial<TopUp>, object]>([
		["for oneself", { receiver: ana }, { reason: "not-your-own" }],
		["for a bot", { receiver: stranger("Botty", "bot") }, { reason: "not-a-person", names: ["Botty"] }],
		["for somebody who left", { receiver: someone(3, "gone") }, { reason: "outside", names: ["Bo"] }],
		["of more than the pot holds", { amount: 11 }, { reason: "pot-too-low", needs: 11, holds: 10 }],
		["from an empty pot", { holds: 0 }, { reason: "pot-too-low", needs: 4, holds: 0 }],
	])("%s is refused", (_what, change, refusal) => {
		expect(refusalOf(() => topUp(change))).toEqual(refusal);
	});

	test.each(AMOUNTS_THAT_ARE_NONE)("of %d is none", (amount) => {
		expect(refusalOf(() => topUp({ amount }))).toEqual({ reason: "whole-credits" });
	});

	test("is for the newcomers' days alone", () => {
		expect(refusalOf(() => topUp({}, later(60 * day - 1)))).toBeUndefined();
		expect(refusalOf(() => topUp({}, later(60 * day)))).toEqual({ reason: "not-a-newcomer", name: "Bo", days: 60 });
	});
});
