// Slack and Discord in one process, each with a book of its own; and the doctor, who looks at both.
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { doctor } from "../../src/cli/doctor.ts";
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

describe("the doctor", () => {
	const examine = async (environment: Record<string, string>) => {
		const said: string[] = [];
		const code = await doctor({ DATABASE_URL: url, ...environment }, (line) => said.push(line));
		return { code, said: said.join("\n") };
	};
	const wired = () => ({
		SLACK_BOT_TOKEN: slack.botToken,
		SLACK_APP_TOKEN: slack.appToken,
		SLACK_API_URL: slack.apiUrl,
		DISCORD_TOKEN: discord.token,
		DISCORD_API_URL: discord.apiUrl,
	});

	test("finds everything well after a start", async () => {
		discord.server("Acme", { people: [discord.person("Ana")] });
		const mode = { kind: "socket", appToken: slack.appToken } as const;
		const settings = {
			slack: { botToken: slack.botToken, apiUrl: slack.apiUrl, mode },
			discord: { token: discord.token, apiUrl: discord.apiUrl },
		};
		const bot = await startBot({ databaseUrl: url, ...settings }, new Date());
		await bot.stop();
		const { code, said } = await examine(wired());
		expect(said).toMatch(
			/ok {3}configuration: Slack, Discord[\s\S]*ok {3}database[\s\S]*ok {3}Slack: Strict Inc[\s\S]*ok {3}Discord/,
		);
		expect(code).toBe(0);
	});

	test("says of each wrong token and missing scope what to mend, and never shows a secret", async () => {
		const { code, said } = await examine({
			...wired(),
			SLACK_BOT_TOKEN: "xoxb-wrong-token",
			DISCORD_TOKEN: "not.the.token",
		});
		expect(code).toBe(1);
		expect(said).toMatch(/MEND Slack: Slack does not know SLACK_BOT_TOKEN[\s\S]*OAuth & Permissions/);
		expect(said).toMatch(/MEND Discord: Discord does not accept DISCORD_TOKEN[\s\S]*Reset Token/);
		expect(said).not.toMatch(/xoxb-wrong-token|not\.the\.token/);
	});

	test("names the scopes that an app lacks", async () => {
		await slack.close();
		slack = await startStrictSlack({
			scopes: ["commands", "chat:write", "users:read", "channels:read", "groups:read"],
		});
		const { code, said } = await examine({ ...wired(), DISCORD_TOKEN: "" });
		expect(code).toBe(1);
		expect(said).toMatch(/reactions:read/);
	});
});
