// `/goodturn vouch`, and those who leave, as people live them: what is typed and pressed, and who hears of it.
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Bank, openBank, said } from "../support/bank.ts";

const DAY = 24 * 3_600_000;

let bank: Bank;
beforeEach(async () => {
	bank = await openBank();
	for (const name of ["Cy", "Dee", "Eli"]) await bank.type(name, "/thanks @Ana x3 for everything");
	await bank.type("Bo", "/wallet");
});
afterEach(async () => {
	expect(bank.logged).toEqual([]);
	expect((await bank.verify()).breaches).toEqual([]);
	await bank.close();
});

const wallet = async (name: string) => said(await bank.type(name, "/wallet"));
const last = async (name: string) => (await bank.privately(name)).at(-1) ?? "";

describe("vouching", () => {
	test.each(["@Bo 4", "4 @Bo", "for @Bo with 4", "@Bo 4 credits", "@Bo: 4"])(
		"is understood: /goodturn vouch %s",
		async (text) => {
			expect(said(await bank.type("Ana", `/goodturn vouch ${text}`))).toMatch(/^You vouch 4 for Bo/u);
			expect(await bank.balance("Ana")).toBe(5);
		},
	);

	test("by fields as by words", async () => {
		const other = await openBank();
		try {
			for (const name of ["Cy", "Dee", "Eli"]) await other.type(name, "/thanks @Ana x3 for everything");
			for (const [line, name, fields] of [
				["vouch @Bo 4", "goodturn vouch", { who: "U-Bo", amount: 4 }],
				["vouch @Bo", "goodturn vouch", { who: "U-Bo" }],
				["unvouch @Bo", "goodturn unvouch", { who: "U-Bo" }],
				["unvouch", "goodturn unvouch", {}],
			] as const)
				expect(await other.request("Ana", { kind: "command", name, fields })).toEqual(
					await bank.type("Ana", `/goodturn ${line}`),
				);
		} finally {
			await other.close();
		}
	});

	test("of the last that one could spend is said to be that", async () => {
		expect(said(await bank.type("Ana", "/goodturn vouch @Bo 4"))).not.toContain("the last credit");
		expect(said(await bank.type("Ana", "/goodturn vouch @Cy 5"))).toContain(
			"That was the last credit of your own; thanks and help bring new ones.",
		);
	});

	test("is between the two: both wallets say so, no channel and nobody else does", async () => {
		const before = await bank.channel();
		await bank.type("Ana", "/goodturn vouch @Bo 4");
		await bank.type("Bo", "/favor @Cy carry the boxes big");
		expect(await wallet("Ana")).toContain("4 tied up for Bo.");
		expect(await wallet("Bo")).toContain("Ana vouches 4 for you.");
		expect(await wallet("Cy")).not.toMatch(/vouch|tied/u);
		expect(await last("Bo")).toMatch(/^Ana vouches 4 for you/u);
		for (const name of ["Cy", "Dee", "Eli"]) expect((await bank.privately(name)).join()).not.toMatch(/vouch|tied/u);
		expect(await bank.channel()).toEqual(before);
	});

	test("and its end by itself is told to both", async () => {
		await bank.type("Ana", "/goodturn vouch @Bo 4");
		await bank.type("Bo", "/favor @Cy carry the boxes");
		await bank.type("Dee", "/thanks @Bo x2 for the tea");
		await bank.type("Eli", "/thanks @Bo x2 for the cake");
		expect(await last("Ana")).toContain("The 4 credits that you tied up for Bo are back in your wallet.");
		expect((await bank.privately("Bo")).join("\n")).toContain("You are at zero again");
		expect(await wallet("Ana")).toContain("+4 back from vouching for Bo");
		expect(await wallet("Ana")).toContain("−4 tied up for Bo");
	});

	test("whoever is quiet about everything is not told", async () => {
		await bank.type("Bo", "/goodturn quiet all");
		await bank.type("Ana", "/goodturn vouch @Bo 4");
		expect(await bank.privately("Bo")).toEqual([]);
		expect(await wallet("Bo")).toContain("Ana vouches 4 for you.");
	});
});

describe("leaving", () => {
	test("in debt, the one who vouched pays after ninety days; back again, it is their own debt", async () => {
		await bank.type("Ana", "/goodturn vouch @Bo 4");
		await bank.type("Bo", "/favor @Cy carry the boxes");
		const favor = await bank.storage.db.favor.findFirstOrThrow();
		await bank.press("Cy", `favor:accept:${favor.id}`);
		await bank.press("Bo", `favor:confirm:${favor.id}`);
		const heard = (await bank.privately("Bo")).length;
		await bank.isNow("Bo", "gone");
		await bank.passTime(91 * DAY);
		expect((await bank.privately("Ana")).join("\n")).toContain("Bo left with a debt, and 4 credits that you vouched");
		expect((await bank.privately("Bo")).length).toBe(heard);
		expect([await bank.balance("Ana"), await bank.balance("Bo")]).toEqual([5, 0]);
		await bank.isNow("Bo", "person");
		expect(await last("Bo")).toContain("Good to have you back.");
		expect((await bank.privately("Ana")).join("\n")).toContain("Bo is here again, and the 4 credits");
		expect([await bank.balance("Ana"), await bank.balance("Bo")]).toEqual([9, -4]);
		expect(await wallet("Bo")).toContain("−4 returned to Ana, who had paid for you");
	});

	test("what was asked of a leaver comes back with a kind word, and can be asked of somebody else", async () => {
		await bank.type("Ana", "/favor @Bo carry the boxes");
		await bank.isNow("Bo", "gone");
		expect(await last("Ana")).toContain("Bo is no longer here to help with this one. Your 4 credits are back.");
		expect(await bank.balance("Ana")).toBe(9);
	});

	test("a leaver is sent nothing, whatever the book owes them", async () => {
		await bank.type("Bo", "/favor anyone carry the boxes");
		const favor = await bank.storage.db.favor.findFirstOrThrow();
		await bank.press("Cy", `favor:accept:${favor.id}`);
		await bank.press("Cy", `favor:done:${favor.id}`);
		const heard = (await bank.privately("Bo")).length;
		await bank.isNow("Bo", "gone");
		await bank.passTime(5 * DAY);
		expect((await bank.storage.db.favor.findFirstOrThrow()).state).toBe("kept");
		expect((await bank.privately("Bo")).length).toBe(heard);
		expect(await bank.storage.db.notice.count({ where: { state: "parked" } })).toBe(0);
	});
});
