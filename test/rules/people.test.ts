import { describe, expect, test } from "vitest";
import { mustAllTakePart, mustRun, mustTakePart } from "../../src/rules/people.ts";
import { ana, bo, cy, refusalOf, someone, stranger } from "./given.ts";

describe("whoever acts", () => {
	test.each(["person", "guest"] as const)("takes part as a %s", (kind) => {
		expect(mustTakePart(someone(2, kind))).toEqual({ id: 2, name: "Ana", kind });
	});

	test.each(["bot", "stranger", "gone"] as const)("takes no part as a %s, even with a member's id", (kind) => {
		expect(refusalOf(() => mustTakePart(someone(2, kind)))).toEqual({ reason: "not-a-member" });
	});

	test("takes no part while paused", () => {
		expect(refusalOf(() => mustTakePart({ ...ana, frozen: true }))).toEqual({ reason: "paused" });
	});

	test("runs the bank as an admin alone, paused or not", () => {
		expect(mustRun(ana, true)).toEqual(ana);
		expect(refusalOf(() => mustRun(ana, false))).toEqual({ reason: "admins-only" });
		expect(refusalOf(() => mustRun(someone(2, "gone"), true))).toEqual({ reason: "not-a-member" });
		expect(refusalOf(() => mustRun(stranger("Zoe", "stranger"), true))).toEqual({ reason: "not-a-member" });
	});

	test("takes no part without a member's id", () => {
		expect(refusalOf(() => mustTakePart(stranger("Zoe", "person")))).toEqual({ reason: "not-a-member" });
	});
});

describe("people somebody named", () => {
	test("are members, each once, in the order in which they were named", () => {
		expect(mustAllTakePart([bo, ana, bo, cy, ana]).map(({ id }) => id)).toEqual([3, 2, 4]);
		expect(mustAllTakePart([])).toEqual([]);
	});

	test("are told apart: all bots are named before anybody from outside", () => {
		const named = [ana, stranger("Botty", "bot"), stranger("Zoe", "stranger"), stranger("Beep", "bot")];
		expect(refusalOf(() => mustAllTakePart(named))).toEqual({ reason: "not-a-person", names: ["Botty", "Beep"] });
	});

	test("who are from outside, gone or unknown are all named", () => {
		const named = [stranger("Zoe", "stranger"), someone(5, "gone"), ana, stranger("Yan", "person")];
		expect(refusalOf(() => mustAllTakePart(named))).toEqual({ reason: "outside", names: ["Zoe", "Dee", "Yan"] });
	});
});
