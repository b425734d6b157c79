// How the page behaves under a visitor's hands: by keyboard, on a phone, in the dark, with whatever they type.
import type { Browser, Locator, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { freshStorage } from "../storage/fresh.ts";
import { type RunningBot, startBot } from "../support/bot.ts";
import { DESK, launchChromium, openWindow, PHONE, type Window } from "./chromium.ts";
import { contrastsOf, FOCUSED, UNTOUCHABLE } from "./in-page.ts";

const SATURDAY = new Date("2026-11-21T09:00:00Z");

let browser: Browser;
let bot: RunningBot;
let open: Window[] = [];

beforeAll(async () => {
	browser = await launchChromium();
});
afterAll(() => browser.close());
beforeEach(async () => {
	const fresh = await freshStorage();
	await fresh.storage.close();
	bot = await startBot({ databaseUrl: fresh.url, playground: true }, SATURDAY);
});
afterEach(async () => {
	const complaints = open.flatMap((window) => window.complaints);
	for (const { page } of open) await page.context().close();
	open = [];
	await bot.stop();
	expect(complaints).toEqual([]);
});

async function as(who: string, where = "general", options = DESK): Promise<Window> {
	const window = await openWindow(browser, `${bot.url}/as/${who}/${where}`, options);
	open.push(window);
	return window;
}

const focused = (page: Page): Promise<string | undefined> => page.evaluate(FOCUSED);
const value = (page: Page): Promise<string> => page.inputValue("#typed");
const option = (page: Page, name: RegExp): Locator => page.getByRole("option", { name });

describe("by keyboard", () => {
	test("commands, their words and people are completed, and Enter sends what is complete", async () => {
		const { page, sees } = await as("ana");
		expect(await focused(page)).toBe("typed");
		await page.keyboard.type("/th");
		await option(page, /^\/thanks/).waitFor();
		await page.keyboard.press("Tab");
		expect(await value(page)).toBe("/thanks ");
		await page.getByText("@name [@name or @group …]").waitFor();
		await page.keyboard.type("@");
		await page.keyboard.press("ArrowDown");
		// Past the first comes the last, a group; the person is before it.
		for (let times = 0; times < 3; times++) await page.keyboard.press("ArrowUp");
		expect(await page.getAttribute("#typed", "aria-activedescendant")).toBe("option-3");
		await page.keyboard.press("Enter");
		expect(await value(page)).toBe("/thanks @Eli ");
		await page.keyboard.type("for the cake");
		await page.keyboard.press("Enter");
		await sees(/Ana thanked @Eli for the cake/);
		expect(await value(page)).toBe("");
		await page.keyboard.press("ArrowUp");
		expect(await value(page)).toBe("/thanks @Eli for the cake");
	});

	test("what is offered can be left alone", async () => {
		const { page, sees } = await as("ana");
		await page.keyboard.type("/goodturn ");
		await option(page, /^undo/).waitFor();
		await page.keyboard.press("Escape");
		await option(page, /^undo/).waitFor({ state: "detached" });
		expect(await value(page)).toBe("/goodturn ");
		await page.keyboard.type("quiet ");
		await option(page, /^reminders/).waitFor();
		await page.fill("#typed", "");
		await page.keyboard.type("/leaderboard ");
		await option(page, /^week/).waitFor();
		await page.keyboard.press("Enter");
		await sees(/Only visible to you/);
		await page.keyboard.type("one");
		await page.keyboard.press("Shift+Enter");
		await page.keyboard.type("two");
		await page.keyboard.press("Enter");
		await sees(/one\s+two/);
	});

	test("a form opens, is mended where it has to be, and gives the focus back", async () => {
		const { page, say, sees } = await as("ana");
		await say("/favor");
		const dialog = page.getByRole("dialog", { name: "Ask a favor" });
		await dialog.waitFor();
		expect(await focused(page)).toBe("field-what");
		await page.keyboard.press("Escape");
		await dialog.waitFor({ state: "detached" });
		expect(await focused(page)).toBe("typed");

		await say("/favor");
		await dialog.getByLabel("What do you need").fill("carry the couch");
		await dialog.getByLabel(/^Until when/).fill("whenever it suits");
		await dialog.getByRole("button", { name: "Ask", exact: true }).click();
		const wrong = dialog.locator("[aria-invalid]");
		await wrong.waitFor();
		expect(await wrong.getAttribute("id")).toBe("field-by");
		expect(await dialog.getByLabel("What do you need").inputValue()).toBe("carry the couch");
		await wrong.fill("friday");
		await page.keyboard.press("Enter");
		await dialog.waitFor({ state: "detached" });
		await sees(/Ana asks for a hand: carry the couch · normal \(4\) · by Friday/);
		expect(await focused(page)).toBe("typed");
	});

	test("a reaction is given and taken from the message’s menu", async () => {
		const ana = await as("ana");
		await ana.say("The cake is ready.");
		const bo = await as("bo");
		const message = await bo.sees("The cake is ready.");
		await message.locator("summary").focus();
		await bo.page.keyboard.press("Enter");
		await bo.page.keyboard.press("Escape");
		await message.locator("details:not([open])").waitFor();
		await bo.page.keyboard.press("Enter");
		await bo.page.keyboard.press("Tab");
		await bo.page.keyboard.press("Enter");
		await message.getByRole("button", { name: "💐 1: Bo" }).waitFor();
		await ana.wallet(/Balance\s*1 credit/);
		await message.locator("summary").click();
		await message.getByRole("button", { name: "Ask Ana a favor…" }).click();
		expect(await bo.page.getByLabel(/^From whom/).inputValue()).toBe("ana");
	});
});

describe("what happens elsewhere", () => {
	test("shows as a badge at whom it is for, and goes when they look", async () => {
		const ana = await as("ana");
		await ana.say("/thanks @Bo for the review");
		const bo = ana.page.getByRole("link", { name: /^Bo\s*1 private messages unread/ });
		await bo.click();
		await ana.page.getByRole("link", { name: /^Goodturn\s*1 unread/ }).click();
		await ana.sees(/Ana gave you your first thanks/);
		await ana.page.getByRole("link", { name: /^#?general/ }).click();
		await ana.page.getByRole("link", { name: "Goodturn", exact: true }).waitFor();
	});

	test("comes in below without moving whoever reads further up", async () => {
		const [ana, bo] = [await as("ana"), await as("bo")];
		for (let line = 1; line <= 40; line++) await bo.say(`line ${line}`);
		await ana.sees("line 40");
		const log = ana.page.locator("#log");
		await log.evaluate((element) => element.scrollTo(0, 0));
		await bo.say("news");
		await ana.page.getByRole("button", { name: "New messages" }).click();
		await ana.page.getByRole("button", { name: "New messages" }).waitFor({ state: "hidden" });
		expect(
			await log.evaluate((element) => element.scrollHeight - element.scrollTop - element.clientHeight),
		).toBeLessThan(2);
	});

	test("is not sent twice by a double click", async () => {
		const [ana, bo] = [await as("ana"), await as("bo")];
		await ana.say("/favor anyone hold the ladder small");
		const card = await bo.sees(/hold the ladder/);
		await card.getByRole("button", { name: "I'll help" }).dblclick();
		await bo.sees(/Only visible to you/);
		await bo.say("on my way");
		await bo.sees("on my way");
		expect(await bo.page.locator(".message.private").count()).toBe(1);
	});
});

describe("whatever is typed", () => {
	test("stays text", async () => {
		const ana = await as("ana");
		const nasty = `<img src=x onerror="document.title='mine'"><script>document.title='mine'</script> & "quotes" </li></ol>`;
		await ana.say(nasty);
		await ana.say(`/thanks @Bo for ${nasty}`);
		await ana.sees("Sent.");
		expect(await ana.page.locator(".said").first().textContent()).toBe(nasty);
		await ana.page.reload();
		expect(await ana.page.locator("#messages img, #messages script").count()).toBe(0);
		expect(await ana.page.title()).toBe("#general · Ana · Goodturn playground");
	});
});

describe("on a phone", () => {
	const RIVER = "Donaudampfschifffahrtsgesellschaft".repeat(6);

	test("nothing runs over, and everything is large enough to touch", async () => {
		const ana = await as("ana", "general", PHONE);
		const { page } = ana;
		await untouchable(page, "the empty page");
		await ana.page.getByRole("button", { name: /Ask for a favor/ }).click();
		await page.getByRole("button", { name: "Send" }).click();
		await ana.say(RIVER);
		await ana.say(`/thanks @Bo for ${RIVER.slice(0, 200)}`);
		const bo = await as("bo", "general", PHONE);
		await bo.sees(/asks for a hand/);
		await bo.press("I'll help");
		await bo.sees(/Only visible to you/);
		for (const window of [ana, bo]) await untouchable(window.page, "the conversation");

		await page.getByRole("button", { name: "Channels and teammates" }).click();
		await untouchable(page, "the left drawer");
		await page.getByRole("link", { name: "help" }).click();
		await page.getByRole("heading", { name: "#help" }).waitFor();
		await page.getByRole("button", { name: "Wallet and clock" }).click();
		await ana.wallet(/Balance/);
		await untouchable(page, "the right drawer");
		await page.keyboard.press("Escape");
		await ana.say("/favor");
		await page.getByRole("dialog").waitFor();
		await untouchable(page, "the form");
	});

	async function untouchable(page: Page, where: string): Promise<void> {
		expect(await page.evaluate(UNTOUCHABLE), where).toEqual([]);
	}
});

describe("by day and by night", () => {
	test("the page follows, and what is said can be read", async () => {
		const texts = ["h1", ".where p", ".only-you", ".by time", "#side a", ".card dt", "#clock .note", "#side .note"];
		for (const colorScheme of ["light", "dark"] as const) {
			const ana = await as("ana", "general", { ...DESK, colorScheme });
			await ana.say("/wallet");
			await ana.sees("Only visible to you");
			const contrasts: { selector: string; contrast: number }[] = await ana.page.evaluate(contrastsOf(texts));
			expect(contrasts.filter(({ contrast }) => contrast < 4.5)).toEqual([]);
		}
	});
});
