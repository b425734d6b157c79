// Pictures of the pages as a browser shows them: the playground of the whole bot in several states, and the status page.
// Each state is reached by hand, as a visitor would, in a window of its own.
import { copyFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { serve } from "@hono/node-server";
import type { Browser, BrowserContextOptions } from "playwright-core";
import { createWeb } from "../../src/web/index.tsx";
import { DESK, openWindow, PHONE, type Window } from "../browser/chromium.ts";
import { freshFolder, freshStorage } from "../storage/fresh.ts";
import { type RunningBot, startBot } from "../support/bot.ts";
import { makeSheets, type Picture, type Theme } from "./sheets.ts";
import type { Figure } from "./shown.ts";

/** Within the next seven days lie a Monday and the Thursday after it. */
const SATURDAY = new Date("2026-11-21T09:00:00Z");

type Open = (who: string, where?: string) => Promise<Window>;
type State = { name: string; reach(open: Open): Promise<Window>; only?: "desk" | "phone" };

const BEFORE: State[] = [
	{ name: "just-opened", reach: (open) => open("ana") },
	{ name: "bot-just-opened", reach: (open) => open("ana", "goodturn") },
	{ name: "completing-a-command", reach: (open) => typing(open, "/") },
	{ name: "completing-a-person", reach: (open) => typing(open, "/thanks @") },
	{ name: "completing-a-word", reach: (open) => typing(open, "/goodturn quiet ") },
	{ name: "usage-of-a-command", reach: (open) => typing(open, "/favor @Bo ") },
	{
		name: "form-open",
		async reach(open) {
			const window = await open("ana");
			await window.say("/favor");
			await window.page.getByRole("dialog").waitFor();
			return window;
		},
	},
	{
		name: "form-to-mend",
		async reach(open) {
			const window = await open("ana");
			await window.say("/favor carry the couch up to the third floor");
			const dialog = window.page.getByRole("dialog");
			await dialog.getByLabel(/^Until when/).fill("whenever it suits");
			await dialog.getByRole("button", { name: "Ask", exact: true }).click();
			await dialog.locator("[aria-invalid]").waitFor();
			return window;
		},
	},
	{
		name: "thanks-form",
		async reach(open) {
			const cy = await open("cy");
			await cy.say("The map is in the drawer.");
			const window = await open("ana");
			const message = await window.sees("The map is in the drawer.");
			await message.hover();
			await message.getByLabel(/^React to what Cy said/).click();
			await message.getByRole("button", { name: "Say thanks to Cy…" }).click();
			await window.page.getByRole("dialog").waitFor();
			await cy.page.context().close();
			return window;
		},
	},
	{
		name: "channels-drawer",
		only: "phone",
		reach: (open) =>
			opened(
				open,
				({ page }) => page.getByRole("button", { name: "Channels and teammates" }).click(),
				"#side:popover-open",
			),
	},
	{
		name: "wallet-drawer",
		only: "phone",
		reach: (open) =>
			opened(open, ({ page }) => page.getByRole("button", { name: "Wallet and clock" }).click(), "#aside:popover-open"),
	},
];

const AFTER: State[] = [
	{ name: "story-general-ana", reach: (open) => open("ana") },
	{
		name: "story-general-top",
		reach: (open) => opened(open, ({ page }) => page.locator("#log").evaluate((log) => log.scrollTo(0, 0)), "#log"),
	},
	{ name: "story-general-cy", reach: (open) => open("cy") },
	{ name: "story-bot-ana", reach: (open) => open("ana", "goodturn") },
	{ name: "story-bot-bo", reach: (open) => open("bo", "goodturn") },
	{
		name: "story-message-menu",
		async reach(open) {
			const window = await open("bo");
			const message = await window.sees("The deploy is through.");
			await message.scrollIntoViewIfNeeded();
			await message.hover();
			await message.getByLabel(/^React to what Cy said/).click();
			return window;
		},
	},
	{ name: "story-favors", reach: (open) => saying(open, "/favors", /You asked|Waiting/) },
	{ name: "story-help", reach: (open) => saying(open, "/goodturn help", /bank of goodwill/) },
	{
		name: "story-wallet-drawer",
		only: "phone",
		reach: (open) =>
			opened(open, ({ page }) => page.getByRole("button", { name: "Wallet and clock" }).click(), "#aside:popover-open"),
	},
	{
		name: "story-channels-drawer",
		only: "phone",
		reach: (open) =>
			opened(
				open,
				({ page }) => page.getByRole("button", { name: "Channels and teammates" }).click(),
				"#side:popover-open",
			),
	},
];

async function typing(open: Open, text: string): Promise<Window> {
	const window = await open("ana");
	await window.page.locator("#typed").focus();
	await window.page.keyboard.type(text);
	return window;
}

async function saying(open: Open, text: string, answer: RegExp): Promise<Window> {
	const window = await open("ana");
	await window.say(text);
	await window.sees(answer);
	return window;
}

async function opened(open: Open, how: (window: Window) => Promise<unknown>, selector: string): Promise<Window> {
	const window = await open("ana");
	await how(window);
	await window.page.locator(selector).waitFor();
	return window;
}

/** A small team's week, as the visitors of the playground would play it. */
async function playStory(open: Open): Promise<void> {
	const [ana, bo, cy] = [await open("ana"), await open("bo"), await open("cy")];
	await bo.say("Morning! The review of the importer is done, two small things and one that matters.");
	await ana.say("/thanks @Bo for the sharp review #teamwork");
	await cy.sees(/Ana thanked @Bo/);
	await ana.say("/favor anyone look at my PR by friday");
	await bo.press("I'll help");
	await cy.sees(/Bo is on it/);
	const [anasOwn, bosOwn] = [await open("ana", "goodturn"), await open("bo", "goodturn")];
	await bosOwn.press("It's done");
	await anasOwn.sees(/Bo says it is done/);
	await anasOwn.press("Confirm");
	await cy.sees(/Bo helped Ana/);
	await cy.say("/favor @Ana proofread the release notes small");
	await anasOwn.sees(/proofread/);
	await cy.say("The deploy is through.");
	await cy.say("And nobody noticed, which is how it should be.");
	const said = await bo.sees("The deploy is through.");
	await said.hover();
	await said.getByLabel(/^React to what Cy said/).click();
	await said.getByRole("button", { name: "React with 💐" }).click();
	await said.getByRole("button", { name: "💐 1: Bo" }).waitFor();
	await cy.say("/thanks @Ana @Bo for the calm week #teamwork");
	await ana.sees(/Cy thanked/);
	await bo.say("/favor anyone taste the new coffee small");
	await ana.sees(/new coffee/);
	await cy.page.getByRole("button", { name: "A week" }).click();
	await ana.sees(/Keep the credit high/);
	await bo.say("/favor anyone name the office cat small by tomorrow");
	await ana.sees(/office cat/);
	await cy.say("/favor @Ana look over the slides");
	await cy.sees(/Only Ana sees it/);
	for (const window of [ana, bo, cy, anasOwn, bosOwn]) await window.page.context().close();
}

const SIZES: { name: "desk" | "phone"; options: BrowserContextOptions }[] = [
	{ name: "desk", options: DESK },
	{ name: "phone", options: PHONE },
];
const THEMES: Theme[] = ["light", "dark"];

type Keep = (size: string, theme: Theme, title: string, png: Buffer) => void;

/** Each picture of a desk is a file of its own; those of a phone stand side by side on sheets. */
export async function picturePages(browser: Browser, folder: string): Promise<Picture[]> {
	const pictures: Picture[] = [];
	const desk: { file: string; png: Buffer }[] = [];
	const phones = new Map<Theme, Figure[]>();
	const keep: Keep = (size, theme, title, png) => {
		if (size === "desk") {
			const file = `pages-${theme}-desk-${title}.png`;
			desk.push({ file, png });
			pictures.push({ file, surface: "pages", look: theme, chapter: title });
			return;
		}
		const html = `<img src="data:image/png;base64,${png.toString("base64")}" alt="">`;
		phones.set(theme, [...(phones.get(theme) ?? []), { title, where: "", html }]);
	};
	await pictureStates(browser, BEFORE, await freshBook(), keep);
	await pictureStates(browser, AFTER, await bookOfStory(browser), keep);
	await pictureStatus(browser, keep);
	for (const { file, png } of desk) await writeFile(join(folder, file), png);
	for (const [theme, figures] of phones) {
		const look = { name: `phone-${theme}`, theme, columnWidth: 390, columns: 4, phone: true };
		const chapters = [{ name: "pages", figures }];
		pictures.push(
			...(await makeSheets(browser, folder, { surface: "pages", style: FRAMES, classes: "pages", chapters }, look)),
		);
	}
	return pictures;
}

const FRAMES = "img { display: block; width: 100%; } .stage { padding: 0 !important; }";

/** The file of a database in which nothing has happened yet. */
async function freshBook(): Promise<string> {
	const { storage, path } = await freshStorage();
	await storage.close();
	return path;
}

async function bookOfStory(browser: Browser): Promise<string> {
	const path = await freshBook();
	const bot = await startPlayground(path);
	await playStory((who, where = "general") => openWindow(browser, `${bot.url}/as/${who}/${where}`));
	await bot.stop();
	return path;
}

const startPlayground = (path: string): Promise<RunningBot> =>
	startBot({ databaseUrl: `file:${path}`, playground: true }, SATURDAY);

/** Every state in every size and theme, each size and theme on a copy of the book, so that none sees what another did. */
async function pictureStates(browser: Browser, states: readonly State[], book: string, keep: Keep): Promise<void> {
	for (const { name: size, options } of SIZES) {
		for (const theme of THEMES) {
			const copy = join(await freshFolder(), "goodturn.db");
			await copyFile(book, copy);
			const bot = await startPlayground(copy);
			const open: Open = (who, where = "general") =>
				openWindow(browser, `${bot.url}/as/${who}/${where}`, {
					...options,
					colorScheme: theme,
					reducedMotion: "reduce",
				});
			for (const state of states.filter(({ only }) => only === undefined || only === size)) {
				const window = await state.reach(open);
				await window.page.waitForTimeout(250);
				keep(size, theme, state.name, await window.page.screenshot());
				if (window.complaints.length > 0) throw new Error(`${state.name}: ${window.complaints.join(" · ")}`);
				await window.page.context().close();
			}
			await bot.stop();
			if (bot.complaints().length > 0) throw new Error(bot.complaints().join("\n"));
		}
	}
}

async function pictureStatus(browser: Browser, keep: Keep): Promise<void> {
	const fine = { name: "database", check: () => undefined };
	const broken = {
		name: "discord",
		check: () => {
			throw new Error("not connected");
		},
	};
	for (const [title, checks] of [
		["status-ready", [fine, { name: "slack", check: () => undefined }]],
		["status-not-ready", [fine, { name: "slack", check: () => undefined }, broken]],
	] as const) {
		const app = createWeb({ checks, home: true });
		const server = serve({ fetch: app.fetch, hostname: "127.0.0.1", port: 0 });
		await new Promise((resolve) => server.once("listening", resolve));
		const address = server.address();
		const port = typeof address === "object" && address ? address.port : 0;
		for (const { name: size, options } of SIZES) {
			for (const theme of THEMES) {
				const context = await browser.newContext({ ...options, colorScheme: theme });
				const page = await context.newPage();
				await page.goto(`http://127.0.0.1:${port}/`);
				keep(size, theme, title, await page.screenshot());
				await context.close();
			}
		}
		await new Promise((resolve) => server.close(resolve));
	}
}
