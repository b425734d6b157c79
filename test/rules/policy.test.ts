import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ZodError } from "zod";
import {
	changedPolicy,
	defaultPolicy,
	policySchema,
	readPolicy,
	storedPolicy,
	valueAt,
} from "../../src/rules/policy.ts";

describe("a policy", () => {
	test("needs nothing: everything has a default", () => {
		expect(readPolicy("{}")).toEqual(defaultPolicy);
		expect(defaultPolicy.credit).toEqual({ one: "credit", many: "credits", emoji: "" });
		expect(defaultPolicy.thanks).toEqual({
			period: "day",
			perDay: 5,
			perPairPerDay: 3,
			maxAmount: 3,
			maxReceivers: 10,
			undoWithinMinutes: 15,
			tags: [],
			pileMinutes: 60,
			inMessages: false,
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
			calls: 3,
		});
		expect(defaultPolicy.floor).toEqual({ newcomerDays: 60, newcomerOwes: "big", vouchMost: 8 });
		expect(defaultPolicy.fading).toEqual({ halfLifeDays: 30 });
		expect(defaultPolicy.leaving).toEqual({ settledAfterDays: 90 });
		expect(defaultPolicy.board).toEqual({ rows: 5, minGivers: 3, weekly: true, reminders: true, monthly: true });
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
		expect(policy.board).toEqual({ ...defaultPolicy.board, minGivers: 1 });
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

	test("lasts a day or a week, and nothing else", () => {
		for (const period of ["day", "week"])
			expect(policySchema.parse({ thanks: { period } })).toMatchObject({ thanks: { period } });
		for (const period of ["", "month"]) expect(policySchema.safeParse({ thanks: { period } }).success).toBe(false);
	});

	test("calls a credit what a community likes, without the blanks around it", () => {
		expect(policySchema.parse({ credit: { one: " leaf ", many: "leaves\n" } }).credit).toMatchObject({
			one: "leaf",
			many: "leaves",
		});
		for (const one of ["", "   ", "x".repeat(21)]) {
			expect(policySchema.safeParse({ credit: { one } }).success).toBe(false);
		}
	});

	test("takes #tags that begin with a letter, of letters, numbers and dashes", () => {
		const takes = (tag: string) => policySchema.safeParse({ thanks: { tags: [tag] } }).success;
		const tags = ["sql", "a", "ünïcode", "日本", "q4-2026", "on_call", "a1", "x".repeat(30)];
		const none = ["", "1st", "-x", "_x", "#sql", " sql", "sql ", "two words", "a!", "a!b", "x".repeat(31), "💐"];
		expect(tags.filter((tag) => !takes(tag))).toEqual([]);
		expect(none.filter(takes)).toEqual([]);
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

describe("a policy that somebody changes", () => {
	test("keeps all else, and is stored as what differs from the defaults", () => {
		const { policy } = changedPolicy(defaultPolicy, [
			["thanks.perDay", 8],
			["favor.big", 10],
			["credit.many", "leaves"],
		]);
		expect(policy).toEqual({
			...defaultPolicy,
			thanks: { ...defaultPolicy.thanks, perDay: 8 },
			favor: { ...defaultPolicy.favor, big: 10 },
			credit: { ...defaultPolicy.credit, many: "leaves" },
		});
		expect(policy && JSON.parse(storedPolicy(policy))).toEqual({
			credit: { many: "leaves" },
			thanks: { perDay: 8 },
			favor: { big: 10 },
		});
		expect(storedPolicy(defaultPolicy)).toBe("{}");
	});

	test("back at its default, a value is not stored any more", () => {
		const { policy } = changedPolicy(readPolicy('{"favor":{"big":10}}'), [["favor.big", 8]]);
		expect(policy && storedPolicy(policy)).toBe("{}");
	});

	test.each([
		["too little", [["thanks.perDay", 0]], [{ path: "thanks.perDay", least: 1 }]],
		["too much", [["favor.big", 1001]], [{ path: "favor.big", most: 1000 }]],
		["no number", [["favor.big", "ten"]], [{ path: "favor.big" }]],
		["what is not there", [["favor.huge", 16]], [{ path: "favor" }]],
		[
			"a reaction that gives nothing",
			[["reactions", [{ emoji: "x", name: "x", credits: 0 }]]],
			[{ path: "reactions.credits", least: 1 }],
		],
		[
			"two at once",
			[
				["thanks.perDay", 0],
				["schedule.boardHour", 24],
			],
			[
				{ path: "thanks.perDay", least: 1 },
				{ path: "schedule.boardHour", most: 23 },
			],
		],
	] as const)("says what is wrong with %s, and where", (_what, values, problems) => {
		expect(changedPolicy(defaultPolicy, values)).toEqual({ problems });
	});

	test.each([
		[
			"within a part that is made none of",
			[
				["favor", null],
				["favor.big", 3],
			],
			["favor"],
		],
		["within a number", [["favor.big.most", 3]], []],
		["within what is not there", [["nothing.there", 3]], []],
	] as const)("changes nothing %s", (_where, values, wrong) => {
		const { policy, problems = [] } = changedPolicy(defaultPolicy, values);
		expect(problems.map(({ path }) => path)).toEqual(wrong);
		if (policy) expect(policy).toEqual(defaultPolicy);
	});

	test("what is looked for where nothing is, is not there", () => {
		expect(valueAt(defaultPolicy, "favor.big")).toBe(8);
		for (const path of ["", "nothing", "nothing.there", "favor.big.most"])
			expect(valueAt(defaultPolicy, path)).toBeUndefined();
	});

	test("whatever is set and fits is what is read back from its stored form", () => {
		const paths = ["thanks.perDay", "thanks.maxAmount", "favor.big", "favor.bonus", "board.rows", "floor.vouchMost"];
		const values = fc.array(fc.tuple(fc.constantFrom(...paths), fc.integer({ min: -2, max: 1500 })), { maxLength: 6 });
		fc.assert(
			fc.property(values, (wanted) => {
				const { policy } = changedPolicy(defaultPolicy, wanted);
				if (!policy) return;
				const read = readPolicy(storedPolicy(policy));
				expect(read).toEqual(policy);
				for (const [path, value] of new Map(wanted)) expect(valueAt(read, path)).toBe(value);
			}),
		);
	});
});
