import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { policySchema } from "../../src/rules/policy.ts";
import { mustBeUndoable, negated } from "../../src/rules/undo.ts";
import { later, NOON, refusalOf, sum } from "./given.ts";

const policy = policySchema.parse({});
const minute = 60_000;

describe("the last thanks", () => {
	const last = { id: 7, at: NOON, more: "of the row" };

	test.each([0, 1, 15 * minute])("can be taken back %i ms later", (ms) => {
		expect(mustBeUndoable(last, policy, later(ms))).toBe(last);
	});

	test("cannot be taken back after a quarter of an hour, nor where there is none", () => {
		const refusal = { reason: "nothing-to-undo", withinMinutes: 15 };
		expect(refusalOf(() => mustBeUndoable(last, policy, later(15 * minute + 1)))).toEqual(refusal);
		expect(refusalOf(() => mustBeUndoable(undefined, policy, NOON))).toEqual(refusal);
	});

	test("goes by the community's own limit", () => {
		const patient = policySchema.parse({ thanks: { undoWithinMinutes: 120 } });
		expect(mustBeUndoable(last, patient, later(120 * minute))).toBe(last);
	});
});

test("taking back moves the same back, and no spending: it has no floor", () => {
	const posting = fc.record({ accountId: fc.nat(9), amount: fc.integer({ min: -99, max: 99 }), floor: fc.constant(0) });
	fc.assert(
		fc.property(fc.array(posting), (postings) => {
			const back = negated(postings);
			expect(sum([...postings, ...back])).toBe(0);
			expect(back.map(({ accountId }) => accountId)).toEqual(postings.map(({ accountId }) => accountId));
			expect(back.some((one) => "floor" in one)).toBe(false);
		}),
	);
});
