// The commands about being away and about the pot, as platforms with typed fields and half-typed text send them.
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Fields } from "../../src/chat/request.ts";
import { type Bank, openBank, said } from "../support/bank.ts";

let bank: Bank;
beforeEach(async () => {
	bank = await openBank();
	for (const name of ["Cy", "Dee", "Eli"]) await bank.type(name, "/thanks @Ana x3 for everything");
});
afterEach(() => bank.close());

const typed = async (actor: string, name: string, fields: Fields) =>
	said(await bank.request(actor, { kind: "command", name, fields }));

describe("with typed fields", () => {
	test("a donation is the number that was chosen", async () => {
		expect(await typed("Ana", "goodturn donate", { amount: 4 })).toMatch(/^Thank you: 4 credits for the team\./u);
		expect(await typed("Ana", "goodturn pot", {})).toMatch(/^The team's pot holds 4 credits/u);
	});

	test("away until a day, and back", async () => {
		expect(await typed("Bo", "goodturn away", { until: "friday" })).toMatch(
			/^You are away until Friday at 18:00 \(UTC\)\./u,
		);
		expect(await typed("Ana", "favor", { what: "look at my PR", from: "U-Bo" })).toMatch(/^Bo is away until Friday/u);
		expect(await typed("Bo", "goodturn back", {})).toMatch(/^Welcome back\./u);
		expect(await typed("Bo", "goodturn away", {})).toMatch(/^You are away\. /u);
	});

	test("a favor that the pot pays", async () => {
		await typed("Ana", "goodturn donate", { amount: 4 });
		expect(await typed("Bo", "favor", { what: "mend the build", pays: "team" })).toMatch(/^Proposed\./u);
		expect(await typed("Bo", "favor", { what: "mend the roof", pays: "team", from: "U-Cy" })).toMatch(
			/goes to anyone/u,
		);
		expect(await typed("Ana", "favor", { what: "mend my build", pays: "you", size: "small" })).toMatch(/^Asked\./u);
	});
});

test("half a date is completed", async () => {
	const reply = await bank.request("Ana", { kind: "complete", name: "goodturn away", field: "until", text: "fri" });
	expect(reply.kind === "choices" && reply.choices.map(({ value }) => value)).toContain("friday");
});

test("two people who approve at once: one does, and the other hears that it is open", async () => {
	await bank.type("Ana", "/goodturn donate 8");
	await bank.type("Bo", "/favor team mend the build");
	const { id } = await bank.storage.db.favor.findFirstOrThrow();
	const replies = await Promise.all(["Cy", "Dee"].map((name) => bank.press(name, `favor:approve:${id}`)));
	expect(replies.map(said).sort()).toEqual([
		"Approved: the pot pays, and it is open for everybody but you. Bo knows.",
		"It is open: nobody is on it now.",
	]);
	expect((await bank.verify()).breaches).toEqual([]);
});

test("a button that is pressed twice approves once, and says the same", async () => {
	await bank.type("Ana", "/goodturn donate 8");
	await bank.type("Bo", "/favor team mend the build");
	const { id } = await bank.storage.db.favor.findFirstOrThrow();
	const first = await bank.press("Cy", `favor:approve:${id}`, { key: "press:1" });
	expect(await bank.press("Cy", `favor:approve:${id}`, { key: "press:1" })).toEqual(first);
	expect(await bank.storage.db.entry.count({ where: { kind: "favor-funded" } })).toBe(1);
});
