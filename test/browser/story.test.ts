// The whole story in a real browser, on the whole bot and a real file: thanks, a favor, a reaction, a week, and a restart.
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { freshStorage } from "../storage/fresh.ts";
import { type RunningBot, startBot } from "../support/bot.ts";
import { launchChromium, openWindow } from "./chromium.ts";

/** Within the next seven days lie a Monday and the Thursday after it. */
const SATURDAY = new Date("2026-11-21T09:00:00Z");

let browser: Browser;
let bot: RunningBot;
let databaseUrl: string;

beforeAll(async () => {
	browser = await launchChromium();
	const fresh = await freshStorage();
	await fresh.storage.close();
	databaseUrl = fresh.url;
	bot = await startBot({ databaseUrl, playground: true }, SATURDAY);
});
afterAll(async () => {
	await browser.close();
	await bot.stop();
});

const as = (who: string, where = "general") => openWindow(browser, `${bot.url}/as/${who}/${where}`);

async function goodturn(...words: string[]): Promise<unknown> {
	const options = { env: { ...process.env, DATABASE_URL: databaseUrl } };
	const { stdout } = await promisify(execFile)(process.execPath, ["dist/cli/main.js", ...words, "--json"], options);
	return JSON.parse(stdout);
}

test("a team thanks, asks, helps, reacts, lets a week go by, and finds all of it again", async () => {
	const [ana, bo, cy] = [await as("ana"), await as("bo"), await as("cy")];

	await ana.say("/thanks @Bo for the review #teamwork");
	await ana.sees(/Only visible to you[\s\S]*4 thanks left today/);
	await cy.sees(/Ana thanked @Bo for the review · #teamwork/);
	await bo.wallet(/Balance\s*1 credit/);
	expect(await cy.reads()).not.toContain("Only visible to you");

	await ana.say("/favor anyone look at my PR by friday");
	await ana.sees(/4 set aside until it is done/);
	await bo.sees(/Ana asks for a hand: look at my PR · normal \(4\) · by Friday/);
	await bo.press("I'll help");
	await cy.sees(/look at my PR[\s\S]*Bo is on it/);

	const [anasOwn, bosOwn] = [await as("ana", "goodturn"), await as("bo", "goodturn")];
	await bosOwn.press("It's done");
	await anasOwn.sees(/Bo says it is done/);
	await anasOwn.press("Confirm");
	await cy.sees(/Bo helped Ana/);
	await bosOwn.sees(/\+5\. One good turn deserves another\./);
	await bo.wallet(/Balance\s*6 credits/);

	await cy.say("The deploy is through.");
	const said = await bo.sees("The deploy is through.");
	await said.hover();
	await said.getByLabel(/^React to what Cy said/).click();
	await said.getByRole("button", { name: "React with 💐" }).click();
	await cy.wallet(/Balance\s*1 credit/);
	const reaction = said.getByRole("button", { name: "💐 1: Bo" });
	expect(await reaction.getAttribute("aria-pressed")).toBe("true");
	await reaction.click();
	await cy.wallet(/Balance\s*0 credits/);
	await reaction.waitFor({ state: "detached" });

	await cy.page.getByRole("button", { name: "A week" }).click();
	await ana.sees(/Last week in #general: 1 thanks between 2 people/);
	await ana.sees(/Keep the credit high/);
	await cy.page.locator("#clock", { hasText: "Sat, 28 Nov 2026" }).waitFor();

	expect(await goodturn("verify")).toMatchObject({ ok: true });
	const wallets = (await goodturn("wallets")) as { name: string; balance: number }[];
	expect(Object.fromEntries(wallets.map(({ name, balance }) => [name, balance]))).toMatchObject({
		Ana: -4,
		Bo: 6,
		Cy: 0,
	});

	const windows = [ana, bo, cy, anasOwn, bosOwn];
	const before = await Promise.all(windows.map(({ reads }) => reads()));
	const { port } = new URL(bot.url);
	expect(bot.complaints()).toEqual([]);
	for (const { complaints } of windows) expect(complaints).toEqual([]);
	await bot.stop();
	await ana.page.getByText("Not connected. Trying again…").waitFor();
	bot = await startBot({ databaseUrl, playground: true, port: Number(port) }, SATURDAY);

	// An open page comes back by itself; a new one finds everything, and the clock where it was.
	await ana.page.getByText("Not connected. Trying again…").waitFor({ state: "hidden" });
	await cy.say("Still here?");
	await ana.sees("Still here?");
	await cy.page.reload();
	await cy.page.locator("#clock", { hasText: "Sat, 28 Nov 2026" }).waitFor();
	await cy.wallet(/Balance\s*0 credits/);
	const after = await Promise.all([as("ana"), as("bo"), as("cy"), as("ana", "goodturn"), as("bo", "goodturn")]);
	for (const [index, window] of after.entries()) {
		const was = before[index] ?? "";
		expect((await window.reads()).slice(0, was.length)).toBe(was);
	}
	expect(await goodturn("verify")).toMatchObject({ ok: true });
});
