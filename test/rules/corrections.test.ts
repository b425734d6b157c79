import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
	decideAdjustment,
	howToTakeBack,
	MOST_ADJUSTED,
	mustNotGain,
	undoneFavor,
} from "../../src/rules/corrections.ts";
import { confirm, onTheHouse } from "../../src/rules/favors.ts";
import { policySchema } from "../../src/rules/policy.ts";
import { type EntryKind, POT } from "../../src/rules/types.ts";
import { ana, bo, favor, gains, NOON, refusalOf, sum } from "./given.ts";

const policy = policySchema.parse({});

describe("an adjustment", () => {
	test("comes out of nothing, or goes back into it", () => {
		expect(gains(decideAdjustment(2, 3, 5))).toEqual({ world: -5, 3: 5 });
		expect(gains(decideAdjustment(2, 3, -5))).toEqual({ world: 5, 3: -5 });
	});

	test("is no spending: it has no floor", () => {
		for (const posting of decideAdjustment(2, 3, -1000)) expect(posting.floor).toBeUndefined();
	});

	test("of one's own account is somebody else's business", () => {
		expect(refusalOf(() => decideAdjustment(2, 2, 5))).toEqual({ reason: "not-your-own" });
	});

	test.each([0, 0.5, MOST_ADJUSTED + 1, -MOST_ADJUSTED - 1, Number.NaN, Number.POSITIVE_INFINITY])(
		"of %s is refused",
		(credits) => {
			expect(refusalOf(() => decideAdjustment(2, 3, credits))).toEqual({
				reason: "adjustment-out-of-range",
				most: MOST_ADJUSTED,
			});
		},
	);

	test.each([1, -1, MOST_ADJUSTED, -MOST_ADJUSTED])("of %i is made", (credits) => {
		expect(gains(decideAdjustment(2, 3, credits))[3]).toBe(credits);
	});
});

describe("taking back", () => {
	test.each<EntryKind>(["thanks", "reaction", "adjustment", "donation", "top-up"])("%s: as it was", (kind) => {
		expect(howToTakeBack(kind, false)).toBe("reverse");
		expect(refusalOf(() => howToTakeBack(kind, true))).toEqual({ reason: "taken-back-already" });
	});

	test("what is to one's own gain is another admin's business; a loss, and what moves others, is not", () => {
		const moved = (credits: number) => () =>
			mustNotGain(2, [
				{ memberId: 3, credits: 9 },
				{ memberId: 2, credits },
			]);
		expect(refusalOf(moved(1))).toEqual({ reason: "not-your-own" });
		for (const credits of [0, -1]) expect(moved(credits)).not.toThrow();
	});

	test("a kept favor: by what it moved", () => {
		expect(howToTakeBack("favor-kept", false)).toBe("adjust");
		expect(refusalOf(() => howToTakeBack("favor-kept", true))).toEqual({ reason: "taken-back-already" });
	});

	test.each<EntryKind>([
		...(["favor-asked", "favor-funded", "favor-returned", "fading", "leaving", "reversal"] as const),
		...(["vouch", "vouch-released", "vouch-paid", "vouch-repaid"] as const),
	])("%s stays", (kind) => {
		expect(refusalOf(() => howToTakeBack(kind, false))).toEqual({ reason: "cannot-take-back", kind });
	});
});

describe("a kept favor that is given back", () => {
	test("that was on the house, without a bonus: there is nothing to give back", () => {
		const rules = policySchema.parse({ favor: { bonus: 0 } });
		const kept = favor({ state: "accepted", helperId: 3, acceptedAt: NOON });
		const { moves } = onTheHouse(kept, bo, rules, NOON);
		const refusal = { reason: "cannot-take-back", kind: "favor-kept" };
		expect(refusalOf(() => undoneFavor(moves?.postings ?? [], kept))).toEqual(refusal);
	});

	const done = favor({ state: "done", helperId: 3, acceptedAt: NOON, doneAt: NOON });
	const moved = (kept: ReturnType<typeof confirm>) => kept.moves?.postings ?? [];

	test("the helper has what they got no more, and the asker has it again", () => {
		const postings = moved(confirm(done, ana, policy, NOON));
		expect(gains(undoneFavor(postings, done))).toEqual({ 2: 4, 3: -5, world: 1 });
	});

	test("on the house, only the bonus goes", () => {
		const postings = moved(onTheHouse(done, bo, policy, NOON));
		expect(gains(undoneFavor(postings, done))).toEqual({ 3: -1, world: 1 });
	});

	test("for the team, the pot has it again", () => {
		const forTeam = { ...done, fromPot: true };
		const postings = moved(confirm(forTeam, ana, policy, NOON));
		expect(gains(undoneFavor(postings, forTeam))).toMatchObject({ [POT]: 4 });
	});

	test("whatever it cost and brought, nothing is made or lost, and the escrow is left alone", () => {
		fc.assert(
			fc.property(fc.integer({ min: 0, max: 1000 }), fc.integer({ min: 0, max: 1000 }), (cost, bonus) => {
				const rules = policySchema.parse({ favor: { bonus } });
				const asked = { ...done, cost };
				const postings = moved(confirm(asked, ana, rules, NOON));
				const back = undoneFavor(postings, asked);
				expect(sum(back)).toBe(0);
				expect(back.map(({ accountId }) => accountId)).not.toContain(asked.id);
				expect(gains(back)).toMatchObject(cost > 0 ? { 2: cost, 3: -cost - bonus } : {});
			}),
		);
	});
});
