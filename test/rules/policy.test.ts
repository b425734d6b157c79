import { describe, expect, test } from "vitest";
import { ZodError } from "zod";
import { defaultPolicy, policySchema, readPolicy } from "../../src/rules/policy.ts";

describe("a policy", () => {
	test("needs nothing: everything has a default", () => {
		expect(readPolicy("{}")).toEqual(defaultPolicy);
		expect(defaultPolicy.thanks).toEqual({
			perDay: 5,
			perPairPerDay: 3,
			maxAmount: 3,
			maxReceivers: 10,
			undoWithinMinutes: 15,
		});
		expect(defaultPolicy.favor).toEqual({
			small: 2,
			normal: 4,
			big: 8,
			bonus: 1,
			maxOpenPerAsker: 3,
			maxUnderWayPerHelper: 3,
			expiresAfterDays: 7,
			confirmsAfterHours: 72,
			quietAfterDays: 14,
			quietAfterDueDays: 3,
			releasedAfterQuestionDays: 3,
		});
		expect(defaultPolicy.floor).toEqual({ newcomerDays: 60 });
		expect(defaultPolicy.board).toEqual({ rows: 5, minGivers: 3 });
		expect(defaultPolicy.reactions).toEqual([{ emoji: "💐", name: "bouquet", credits: 1 }]);
		expect(defaultPolicy.schedule).toEqual({ boardWeekday: 1, boardHour: 9, reminderWeekday: 4, reminderHour: 9 });
	});

	/** The first and the last value of each number, with what lies just outside. */
	test.each([
		...["boardWeekday", "reminderWeekday"].map((name) => ["schedule", name, 1, 7] as const),
		...["boardHour", "reminderHour"].map((name) => ["schedule", name, 0, 23] as const),
		...["small", "normal", "big", "bonus"].map((name) => ["favor", name, 0, 1000] as const),
		...["maxOpenPerAsker", "expiresAfterDays", "confirmsAfterHours"].map((name) => ["favor", name, 1, 10_000] as const),
		...["perDay", "perPairPerDay", "maxAmount"].map((name) => ["thanks", name, 1, 10_000] as const),
		["floor", "newcomerDays", 0, 3650] as const,
	])("takes %s.%s from %i to %i, and nothing beyond", (part, name, least, most) => {
		const set = (value: number) => readPolicy(JSON.stringify({ [part]: { [name]: value } }));
		for (const value of [least, most]) expect(set(value)).toMatchObject({ [part]: { [name]: value } });
		for (const value of [least - 1, most + 1]) expect(() => set(value)).toThrow(ZodError);
	});

	test("says what is different, and keeps the defaults beside it", () => {
		const policy = readPolicy('{"favor":{"normal":6},"board":{"minGivers":1}}');
		expect(policy.favor).toEqual({ ...defaultPolicy.favor, normal: 6 });
		expect(policy.board).toEqual({ rows: 5, minGivers: 1 });
		expect(policy.thanks).toEqual(defaultPolicy.thanks);
	});

	test("read back as it is written says the same", () => {
		expect(readPolicy(JSON.stringify(defaultPolicy))).toEqual(defaultPolicy);
	});

	test.each([
		["a word that is none of it", { thank: {} }],
		["a number that is none of it", { favor: { huge: 16 } }],
		["half a credit", { thanks: { perDay: 2.5 } }],
		["an allowance of nothing", { thanks: { perDay: 0 } }],
		["a cost below nothing", { favor: { small: -1 } }],
		["more than a thousand credits", { favor: { big: 1001 } }],
		["an eighth day of the week", { schedule: { boardWeekday: 8 } }],
		["a number in words", { thanks: { perDay: "5" } }],
		["a reaction that gives nothing", { reactions: [{ emoji: "x", name: "x", credits: 0 }] }],
		["no document", []],
	])("with %s is refused", (_what, document) => {
		expect(() => readPolicy(JSON.stringify(document))).toThrow();
	});

	test("that is no JSON is refused", () => {
		expect(() => readPolicy("{")).toThrow(SyntaxError);
	});

	test("may make a favor free, a bonus nothing, and take no reaction", () => {
		expect(policySchema.parse({ favor: { small: 0, bonus: 0 }, reactions: [] })).toMatchObject({
			favor: { small: 0, bonus: 0 },
			reactions: [],
		});
	});
});
