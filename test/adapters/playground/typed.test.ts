// What counts as a command, and who counts as mentioned.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { nameOf } from "../../../src/adapters/playground/team.ts";
import { readTyped, withPeople } from "../../../src/adapters/playground/typed.ts";
import { COMMANDS } from "./fixture.ts";

const read = (raw: string) => readTyped(raw, COMMANDS);

describe("mentions", () => {
	it.each([
		["@Bo", [{ user: "bo" }]],
		["hi @bo!", ["hi ", { user: "bo" }, "!"]],
		["@ANA,@Cy", [{ user: "ana" }, ",", { user: "cy" }]],
		["thanks @Goodturn", ["thanks ", { user: "goodturn" }]],
		["@Boris", ["@Boris"]],
		["@Bo_b", ["@Bo_b"]],
		["mail@bo", ["mail@bo"]],
		["@Anaïs", ["@Anaïs"]],
		["@nobody", ["@nobody"]],
		["", []],
	])("%s", (typed, text) => expect(withPeople(typed)).toEqual(text));

	it("lose nothing of what was typed", () =>
		fc.assert(
			fc.property(fc.string({ unit: "grapheme" }), (typed) => {
				const idOf = (part: { user: string } | { group: string }) => ("user" in part ? part.user : part.group);
				const back = withPeople(typed).map((part) => (typeof part === "string" ? part : `@${nameOf(idOf(part))}`));
				expect(back.join("").toLowerCase()).toBe(typed.toLowerCase());
			}),
		));
});

describe("commands", () => {
	it.each([
		["/wallet", "wallet", []],
		["  /WALLET  ", "wallet", []],
		["/thanks @Bo x2\nfor it", "thanks", [{ user: "bo" }, " x2\nfor it"]],
	])("%s", (typed, name, text) => expect(read(typed)).toEqual({ kind: "command", name, text }));

	it.each(["/etc/hosts is missing", "/ thanks", "//", "/", "a /wallet"])("%s is talk", (typed) =>
		expect(read(typed).kind).toBe("talk"),
	);

	it("are refused kindly when nobody has them", () =>
		expect(read("/tank @Bo")).toEqual({ kind: "unknown", name: "tank" }));

	it("are nothing when nothing was typed", () => expect(read(" \n\t ")).toEqual({ kind: "nothing" }));

	it("are read whatever is typed", () => {
		fc.assert(fc.property(fc.string({ unit: "binary", maxLength: 5000 }), (typed) => void read(typed)));
	});
});
