// The doctor, who looks at Slack, at Discord and at the database.
import { GatewayIntentBits } from "discord.js";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { doctor } from "../../src/cli/doctor.ts";
import { type StrictDiscord, startDiscord } from "../adapters/discord/strict-discord.ts";
import { defaultScopes, readingScopes, type StrictSlack, startStrictSlack } from "../adapters/slack/strict-slack.ts";
import { freshStorage } from "../storage/fresh.ts";
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

	test("says what reading messages takes, where it is switched on and not allowed", async () => {
		discord.server("Acme", { people: [discord.person("Ana")] });
		const { code, said } = await examine({ ...wired(), GOODTURN_READ_MESSAGES: "on" });
		expect(code).toBe(1);
		expect(said).toMatch(/MEND Slack: To read messages, .*channels:history .*groups:history[\s\S]*message\.channels/);
		expect(said).toMatch(/MEND Discord: To read messages, .*Message Content[\s\S]*Privileged Gateway Intents/);
		await slack.close();
		await discord.stop();
		slack = await startStrictSlack({ scopes: [...defaultScopes, ...readingScopes] });
		discord = await startDiscord({ allowedIntents: GatewayIntentBits.MessageContent });
		discord.server("Acme", { people: [discord.person("Ana")] });
		const well = await examine({ ...wired(), GOODTURN_READ_MESSAGES: "on" });
		expect(well.said).not.toMatch(/To read messages/);
	});
});
