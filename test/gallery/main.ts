// Makes the gallery: `npm run gallery`. Pictures of every card, form and page into the folder gallery/, which git ignores.
import { mkdir, rm, writeFile } from "node:fs/promises";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, test } from "vitest";
import { launchChromium } from "../browser/chromium.ts";
import { playAll } from "./chapters.ts";
import { discordPainter } from "./discord.ts";
import { picturePages } from "./pages.ts";
import { playgroundPainter } from "./playground.tsx";
import { type Exhibit, looksOf, makeSheets, type Picture, paintChapter, writeIndex } from "./sheets.ts";
import { slackPainter } from "./slack.ts";

const FOLDER = "gallery";
const pictures: Picture[] = [];
let browser: Browser;

beforeAll(async () => {
	await rm(FOLDER, { recursive: true, force: true });
	await mkdir(FOLDER, { recursive: true });
	browser = await launchChromium();
});

afterAll(async () => {
	await writeIndex(FOLDER, pictures);
	await browser.close();
});

describe.each([slackPainter, discordPainter, playgroundPainter])("cards on $platform", (painter) => {
	let exhibit: Exhibit;
	test("are made by the real core", async () => {
		const chapters = [];
		const payloads = [];
		for (const chapter of await playAll(painter.platform)) {
			chapters.push(await paintChapter(painter, chapter));
			for (const shown of chapter.shown) payloads.push({ title: shown.title, payload: await painter.payload(shown) });
		}
		await writeFile(`${FOLDER}/${painter.platform}-payloads.json`, JSON.stringify(payloads, null, "\t"));
		chapters.push({ name: "own-words", figures: await painter.own() });
		exhibit = { surface: painter.platform, style: painter.style, classes: painter.platform, chapters };
	});
	test.each(looksOf(painter.platform))("$name", async (look) => {
		pictures.push(...(await makeSheets(browser, FOLDER, exhibit, look)));
	});
});

test("pages", async () => {
	pictures.push(...(await picturePages(browser, FOLDER)));
});
