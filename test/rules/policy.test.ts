import { readFile } from "node:fs/promises";
import { describe, expect, test } from "vitest";
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
		expect(defaultPolicy.favor).toMatchObject({ small: 2, normal: 4, big: 8, bonus: 1, maxOpenPerAsker: 3 });
		expect(defaultPolicy.favor).toMatchObject({ expiresAfterDays: 7, confirmsAfterHours: 72, quietAfterDays: 14 });
		expect(defaultPolicy.reactions).toEqual([{ emoji: "💐", name: "bouquet", credits: 1 }]);
		expect(defaultPolicy.schedule).toEqual({ boardWeekday: 1, boardHour: 9, reminderWeekday: 4, reminderHour: 9 });
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

test("the rules are pure: no clock, no file, no chance, no database in them", async () => {
	for (const name of ["calendar", "favors", "floor", "people", "policy", "tally", "thanks", "undo"]) {
		const source = await readFile(`src/rules/${name}.ts`, "utf8");
		expect(source).not.toMatch(/Date\.now|new Date\(\)|Math\.random|node:|process\.|prisma/iu);
	}
});
