// Slack and Discord in one process, each with a book of its own.
import { afterEach, beforeEach, expect, test } from "vitest";
import { type StrictDiscord, startDiscord } from "../adapters/discord/strict-discord.ts";
import { type StrictSlack, startStrictSlack } from "../adapters/slack/strict-slack.ts";
import { freshStorage } from "../storage/fresh.ts";
import { balancesIn } from "../support/book.ts";
import { startBot } from "../support/bot.ts";

let slack: StrictSlack;
let discord: StrictDiscord;
let url: string;

beforeEach(async () => {
	[slack, discord] = [await startStrictSlack(), await startDiscord()];
	const fresh = await freshStorage();
	await fresh.storage.close();
	url = fresh.url;
});

afterEach(async () => {
	await discord.stop();
	await slack.close();
});

test("both platforms at once: ready, thanked on each, two books", async () => {
	const [ana, bo] = [discord.person("Dora"), discord.person("Emil")];
	const general = discord.channel(discord.server("Acme", { people: [ana, bo] }), "general");
	const [cy, dee] = [slack.addUser("cy"), slack.addUser("dee")];
	const random = slack.addChannel("random", { members: [cy, dee, slack.bot] });
	const mode = { kind: "socket", appToken: slack.appToken } as const;
	const bot = await startBot(
		{
			databaseUrl: url,
			slack: { botToken: slack.botToken, apiUrl: slack.apiUrl, mode },
			discord: { token: discord.token, apiUrl: discord.apiUrl },
		},
		new Date("2026-11-18T09:00:00Z"),
	);
	try {
		const ready = await fetch(`${bot.url}/readyz`);
		expect(await ready.json()).toEqual({ ready: true, checks: { database: "ok", slack: "ok", discord: "ok" } });
		await discord.slash(ana, general, "thanks", { to: bo });
		await slack.command(cy, random, "/thanks @dee x2");
		await discord.posted(general, 1);
		await slack.sees(dee, random, /Cy thanked/);
		const page = await (await fetch(bot.url)).text();
		expect(page).not.toMatch(/Dora|Emil|Cy|Dee/);
	} finally {
		await bot.stop();
	}
	expect(await balancesIn(url)).toEqual({ Cy: 0, Dee: 2, Dora: 0, Emil: 1 });
	expect(bot.complaints()).toEqual([]);
	expect([...slack.violations, ...discord.violations]).toEqual([]);
});
