// Thanks in plain messages: found where somebody says them, and nowhere else.
import { describe, expect, test } from "vitest";
import { createEars, plainThanks } from "../../src/chat/plain-thanks.ts";
import type { Text } from "../../src/chat/request.ts";

const SIGNS = ["🙏", ":pray:", "💐", ":bouquet:"];

/** "@Bo" becomes a person, as an adapter would make one. */
const text = (typed: string): Text =>
	typed
		.split(/(@[A-Z][a-z]+)/u)
		.filter((part) => part !== "")
		.map((part) => (/^@[A-Z]/u.test(part) ? { user: part.slice(1) } : part));

const ears = (messages: boolean) => createEars(() => ({ emojis: new Set(["💐", "bouquet"]), messages }));
const found = (typed: string) => plainThanks(text(typed), SIGNS, (user) => user);
const of = (users: string[], amount = 1, reason = "") => ({ users, amount, reason });

describe("a message says thanks", () => {
	test.each<[string, ReturnType<typeof of>]>([
		["thanks @Bo", of(["Bo"])],
		["Thanks, @Bo!", of(["Bo"])],
		["many thanks to @Bo and @Cy", of(["Bo", "Cy"])],
		["Thank you so much @Bo for the review", of(["Bo"], 1, "for the review")],
		["Deploy is done. Thanks @Bo for staying late\nNext: lunch", of(["Bo"], 1, "for staying late")],
		["thx @Bo @Cy @Bo", of(["Bo", "Cy"])],
		["@Bo ++", of(["Bo"])],
		["@Bo++ for the release #teamwork", of(["Bo"], 1, "for the release #teamwork")],
		["@Bo +++", of(["Bo"], 2)],
		["the fix works, @Bo ++", of(["Bo"])],
		["@Bo, @Cy ++ because they asked", of(["Bo", "Cy"], 1, "because they asked")],
		["@Bo 🙏🙏", of(["Bo"], 2)],
		["@Bo :pray: :pray:", of(["Bo"], 2)],
		["@Bo 🙏🏽 for help with @Cy", of(["Bo"], 1, "for help with @Cy")],
		["@Bo :bouquet::skin-tone-3:", of(["Bo"])],
		["hello @Cy, @Bo ++", of(["Cy", "Bo"])],
	])("%s", (typed, says) => {
		expect(found(typed)).toEqual(says);
		expect(ears(true).couldThank(text(typed))).toBe(true);
	});
});

describe("a message says none", () => {
	test.each([
		"@Bo look at this",
		"no thanks @Bo",
		"I said thanks yesterday, @Bo can tell",
		"thanks for the invitation",
		"@Bo + 1 is two",
		"@Bo c++ is hard",
		"> thanks @Bo",
		"he wrote:\n> thanks @Bo",
		"type `thanks @Bo` to thank",
		"🙏 @Bo",
		"",
	])("%s", (typed) => {
		expect(found(typed)).toBeUndefined();
	});
});

test("a group is thanked by command, where one sees first who is in it", () => {
	expect(plainThanks(["thanks ", { group: "S1" }], SIGNS, () => "")).toBeUndefined();
	expect(ears(true).couldThank(["thanks ", { group: "S1" }])).toBe(false);
});

describe("at a glance", () => {
	test.each(["@Bo look at this", "thanks, everybody", "🙏", "@Bo + 1", ""])("nobody thanks anybody: %s", (typed) => {
		expect(ears(true).couldThank(text(typed))).toBe(false);
	});

	test("nothing is heard while nobody listens", () => {
		expect([ears(false).open(), ears(false).couldThank(text("thanks @Bo"))]).toEqual([false, false]);
	});
});
