// The private cards of a favor for anyone, as the sender words them: never of what is over by then, never to who asked not
// to hear, and never with a name to the one who asked.
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Reply } from "../../src/chat/request.ts";
import { type Bank, openBank, said } from "../support/bank.ts";

let bank: Bank;

/** Bo and Cy kept favors with a tag, and everybody's messages are read. */
beforeEach(async () => {
	bank = await openBank();
	await bank.type("Ana", "/favors");
	await bank.setPolicy({ favor: { small: 0, normal: 0 } });
	for (const name of ["Bo", "Cy"]) {
		await bank.type("Ana", `/favor @${name} explain this query #sql`);
		const id = await lastFavor();
		await bank.press(name, `favor:accept:${id}`);
		await bank.press("Ana", `favor:confirm:${id}`);
	}
	await bank.sender.flush();
});
afterEach(() => bank.close());

const lastFavor = async (): Promise<number> =>
	(await bank.storage.db.favor.findFirstOrThrow({ orderBy: { id: "desc" } })).id;
const ask = (): Promise<Reply> => bank.type("Dee", "/favor anyone add an index #sql");
const callsTo = async (name: string): Promise<string[]> =>
	(await bank.privately(name)).filter((text) => text.includes("add an index"));

describe("a call", () => {
	test("says what is asked and why it comes; the asker reads how many, and no name", async () => {
		const answer = said(await ask());
		expect(answer).toContain("Two people who may be able to help were told privately.");
		expect(answer).not.toMatch(/Bo|Cy/u);
		for (const name of ["Bo", "Cy"]) {
			const [card = "", ...more] = await callsTo(name);
			expect(card).toMatch(/^Dee asks for a hand: add an index #sql · normal \(0\)\nYou helped with #sql before\./u);
			expect(more).toEqual([]);
		}
		expect(await callsTo("Eli")).toEqual([]);
	});

	test("that is over before it was sent is never sent", async () => {
		await ask();
		await bank.press("Dee", `favor:cancel:${await lastFavor()}`);
		expect(await callsTo("Bo")).toEqual([]);
		expect(bank.logged).toEqual([]);
	});

	test("is not sent to who asked for quiet meanwhile, and not later either", async () => {
		await ask();
		await bank.type("Bo", "/goodturn quiet reminders");
		expect(await callsTo("Bo")).toEqual([]);
		await bank.press("Cy", `favor:accept:${await lastFavor()}`);
		await bank.press("Cy", `favor:give-back:${await lastFavor()}`);
		expect(await callsTo("Bo")).toEqual([]);
	});

	test("that stands there changes, quiet or not: it never offers what is over", async () => {
		await ask();
		expect(await callsTo("Bo")).toHaveLength(1);
		await bank.type("Bo", "/goodturn quiet all");
		const id = await lastFavor();
		await bank.press("Cy", `favor:accept:${id}`);
		expect((await callsTo("Bo")).join()).toMatch(/^Cy is on it\. Thank you all the same\./u);
		await bank.press("Cy", `favor:done:${id}`);
		await bank.press("Dee", `favor:confirm:${id}`);
		expect((await callsTo("Bo")).join()).toMatch(/^Cy helped Dee\./u);
	});

	test("becomes the helper's own card, with what to do next in the newer one", async () => {
		await ask();
		await callsTo("Bo");
		await bank.press("Bo", `favor:accept:${await lastFavor()}`);
		const cards = await callsTo("Bo");
		expect(cards.map((text) => text.split("\n")[0])).toEqual([
			"Moved on: see the newer message below.",
			"You are on it for Dee.",
		]);
	});

	test("not now answers the one who says so, tells nobody, and stays", async () => {
		await ask();
		await callsTo("Bo");
		const before = (await bank.privately("Dee")).length;
		const id = await lastFavor();
		expect(said(await bank.press("Bo", `favor:pass:${id}`))).toBe("That is fine. Nobody hears of it.");
		expect((await callsTo("Bo")).join()).toMatch(/^You passed on this one\./u);
		expect(await bank.privately("Dee")).toHaveLength(before);
		await bank.press("Cy", `favor:accept:${id}`);
		expect((await callsTo("Bo")).join()).toMatch(/^You passed on this one\./u);
		expect(said(await bank.press("Bo", `favor:pass:${id}`))).toBe("Somebody is on it already. Thank you all the same.");
	});
});

describe("asking again", () => {
	const submit = (context: string) =>
		bank.request(
			"Ana",
			{ kind: "submit", form: "favor", context, fields: { what: "find the cable", size: "small" } },
			{ place: { id: "D-1", name: "", kind: "direct", present: true } },
		);

	test("is done where the favor was asked first, and only for one's own favor", async () => {
		await bank.type("Ana", "/favor @Bo find the cable");
		expect(said(await submit(String(await lastFavor())))).toMatch(/^Asked\./u);
		expect((await bank.channel()).at(-1)).toMatch(/^Ana asks for a hand: find the cable/u);
		await ask();
		for (const context of [String(await lastFavor()), "9999", "", "nonsense"])
			expect(said(await submit(context)), context).toMatch(/^I cannot post here/u);
	});

	test("of everybody is refused to anybody else, and where the bot is gone", async () => {
		await bank.type("Ana", "/favor @Bo find the cable");
		const id = await lastFavor();
		expect(said(await bank.press("Cy", `form:everybody:${id}`))).toBe("Only the one who asked can do that.");
		expect((await bank.press("Ana", `form:everybody:${id}`)).kind).toBe("form");
		await bank.storage.db.channel.updateMany({ data: { present: false } });
		const direct = { place: { id: "D-1", name: "", kind: "direct" as const, present: true } };
		expect(said(await bank.press("Ana", `form:everybody:${id}`, direct))).toMatch(/^I cannot post here/u);
	});
});

describe("a no", () => {
	const declined = async (fields: Record<string, string>): Promise<string> => {
		await bank.type("Ana", "/favor @Bo find the cable");
		await bank.request("Bo", { kind: "submit", form: "decline", context: String(await lastFavor()), fields });
		return (await bank.privately("Ana")).at(-1)?.split("\n")[0] ?? "";
	};

	test.each([
		[{ why: "busy" }, "Bo would, but has too much on right now."],
		[{ why: "busy", because: "until Monday." }, "Bo would, but has too much on right now: until Monday."],
		[{ why: "field" }, "Bo would, but it is not their field."],
		[{ why: "away" }, "Bo is away for a while."],
		[{ why: "other" }, "Bo can't this time."],
		[{ why: "nonsense", because: "sorry!" }, "Bo can't this time: sorry!"],
		[{}, "Bo can't this time."],
	])("%j", async (fields, words) => {
		expect(await declined(fields)).toBe(words);
	});

	test("comes with the credits, at once", async () => {
		await bank.setPolicy({ favor: { normal: 3 } });
		const before = await bank.balance("Ana");
		expect(await declined({ why: "away" })).toBe("Bo is away for a while. Your 3 credits are back.");
		expect(await bank.balance("Ana")).toBe(before);
	});
});
