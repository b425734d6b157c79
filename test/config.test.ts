import { mkdtemp, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, inject, test } from "vitest";
import { ConfigProblems, type Environment, readConfig, readEnvironment, secretsOf } from "../src/config.ts";

const slack = { SLACK_BOT_TOKEN: "xoxb-1-bot", SLACK_APP_TOKEN: "xapp-1-app" };
const discordToken = `${"M".repeat(26)}.Gabcde.${"x".repeat(38)}`;

function problemsOf(environment: Environment): Record<string, string> {
	try {
		readConfig(environment);
	} catch (error) {
		if (!(error instanceof ConfigProblems)) throw error;
		for (const { fix } of error.problems) expect(fix).not.toBe("");
		return Object.fromEntries(error.problems.map(({ variable, problem }) => [variable, problem]));
	}
	return {};
}

describe("a config", () => {
	test("of nothing at all is the playground on this machine", () => {
		expect(readConfig({})).toEqual({
			databaseUrl: "file:./data/goodturn.db",
			slack: undefined,
			discord: undefined,
			host: "127.0.0.1",
			port: 3000,
			timezone: "UTC",
			playground: true,
			readMessages: false,
			logLevel: "info",
		});
	});

	test("reads messages only where it is told to", () => {
		expect(readConfig({ GOODTURN_READ_MESSAGES: "on" }).readMessages).toBe(true);
		expect(readConfig({ GOODTURN_READ_MESSAGES: "off" }).readMessages).toBe(false);
		expect(problemsOf({ GOODTURN_READ_MESSAGES: "yes" })).toEqual({ GOODTURN_READ_MESSAGES: "must be on or off" });
	});

	test("takes a blank variable as none", () => {
		expect(readConfig({ SLACK_BOT_TOKEN: "", PORT: "  ", DISCORD_TOKEN: undefined })).toEqual(readConfig({}));
	});

	test("has Slack over a socket, and then no playground unless asked for", () => {
		expect(readConfig(slack)).toMatchObject({
			slack: { botToken: "xoxb-1-bot", apiUrl: undefined, mode: { kind: "socket", appToken: "xapp-1-app" } },
			playground: false,
		});
		expect(readConfig({ ...slack, GOODTURN_PLAYGROUND: "on" }).playground).toBe(true);
	});

	test("has Slack over HTTP; with both ways open, the socket wins", () => {
		const http = { SLACK_BOT_TOKEN: "xoxb-1", SLACK_SIGNING_SECRET: "0123456789abcdef0123456789abcdef" };
		expect(readConfig(http).slack?.mode).toEqual({ kind: "http", signingSecret: http.SLACK_SIGNING_SECRET });
		expect(readConfig({ ...http, ...slack }).slack?.mode.kind).toBe("socket");
	});

	test("has Discord, other roots of the platforms, and everything else as given", () => {
		const config = readConfig({
			...slack,
			SLACK_API_URL: "http://127.0.0.1:9/api",
			DISCORD_TOKEN: discordToken,
			DISCORD_API_URL: "http://localhost:8/api/",
			DATABASE_URL: "file:/var/lib/goodturn.db",
			HOST: "0.0.0.0",
			PORT: "8080",
			GOODTURN_TIMEZONE: "Europe/Berlin",
			LOG_LEVEL: "debug",
		});
		expect(config).toMatchObject({
			slack: { apiUrl: "http://127.0.0.1:9/api/" },
			discord: { token: discordToken, apiUrl: "http://localhost:8/api" },
			databaseUrl: "file:/var/lib/goodturn.db",
			host: "0.0.0.0",
			port: 8080,
			timezone: "Europe/Berlin",
			logLevel: "debug",
		});
		expect(secretsOf(config)).toEqual(["xoxb-1-bot", "xapp-1-app", discordToken]);
	});

	test("has a database on a server as given, and its password is a secret", () => {
		const config = readConfig({
			DATABASE_URL: "postgresql://bot:hush-hush%40@db.example:5433/goodturn?sslmode=require",
		});
		expect(config.databaseUrl).toBe("postgresql://bot:hush-hush%40@db.example:5433/goodturn?sslmode=require");
		expect(secretsOf(config)).toEqual(["hush-hush%40"]);
		expect(secretsOf(readConfig({ DATABASE_URL: "postgres://db.example/goodturn" }))).toEqual([]);
	});

	test("open to other machines has no playground by itself", () => {
		expect(readConfig({ HOST: "0.0.0.0" }).playground).toBe(false);
	});
});

describe("problems", () => {
	test("are all told at once, each with its fix, and without showing a secret", () => {
		const environment = {
			SLACK_BOT_TOKEN: "xapp-1-secret",
			PORT: "70000",
			GOODTURN_TIMEZONE: "Berlin",
			LOG_LEVEL: "loud",
		};
		expect(() => readConfig(environment)).toThrowErrorMatchingInlineSnapshot(`
			[ConfigProblems: 5 settings need your attention:

			  SLACK_BOT_TOKEN is a Slack app-level token (xapp-…), but it must start with xoxb-.
			    → https://api.slack.com/apps → your app → OAuth & Permissions → Bot User OAuth Token (xoxb-…).

			  PORT must be at most 65535.
			    → Leave it out for 3000, or set a free port from 1 to 65535.

			  GOODTURN_TIMEZONE is "Berlin", which is no time zone's name.
			    → Use a name such as Europe/Berlin or America/New_York; leave it out for UTC.

			  LOG_LEVEL must be debug, info, warn, error or silent.
			    → Leave it out for info.

			  SLACK_APP_TOKEN or SLACK_SIGNING_SECRET is missing beside SLACK_BOT_TOKEN: it says how Slack reaches the bot.
			    → For Socket Mode (no public address needed) set SLACK_APP_TOKEN: https://api.slack.com/apps → your app → Basic Information → App-Level Tokens, with the scope connections:write (xapp-…).
			      For HTTP set SLACK_SIGNING_SECRET: https://api.slack.com/apps → your app → Basic Information → App Credentials → Signing Secret.

			Settings come from the environment and from a file .env in the folder where Goodturn is started; .env.example explains each.]
		`);
	});

	test.each<[string, Environment, string, string]>([
		["a lonely bot token", { SLACK_BOT_TOKEN: "xoxb-1" }, "SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET is missing"],
		["a lonely app token", { SLACK_APP_TOKEN: "xapp-1" }, "SLACK_BOT_TOKEN", "is missing beside SLACK_APP_TOKEN"],
		["a lonely signing secret", { SLACK_SIGNING_SECRET: "ab12" }, "SLACK_BOT_TOKEN", "is missing beside SLACK_SIGNING"],
		["swapped tokens", { ...slack, SLACK_APP_TOKEN: "xoxb-1" }, "SLACK_APP_TOKEN", "is a Slack bot token"],
		["a user token", { ...slack, SLACK_BOT_TOKEN: "xoxp-1" }, "SLACK_BOT_TOKEN", "is a Slack user token"],
		[
			"a token as a secret",
			{ ...slack, SLACK_SIGNING_SECRET: "xoxb-1" },
			"SLACK_SIGNING_SECRET",
			"not a signing secret",
		],
		["Discord's public key", { DISCORD_TOKEN: "a1".repeat(32) }, "DISCORD_TOKEN", "public key"],
		["Discord's application id", { DISCORD_TOKEN: "1234567890" }, "DISCORD_TOKEN", "application's id"],
		["a header instead of a token", { DISCORD_TOKEN: `Bot ${discordToken}` }, "DISCORD_TOKEN", '"Bot" in front'],
		["a server of another kind", { DATABASE_URL: "mysql://localhost/x" }, "DATABASE_URL", "postgres:// and a server"],
		["a database in memory", { DATABASE_URL: "file::memory:" }, "DATABASE_URL", "file: and a path"],
		["a bare path", { DATABASE_URL: "./data/x.db" }, "DATABASE_URL", "file: and a path"],
		["a bad address", { ...slack, SLACK_API_URL: "slack.com/api" }, "SLACK_API_URL", "https://"],
		["a port in words", { PORT: "http" }, "PORT", "whole number"],
		["a port too high", { PORT: "65536" }, "PORT", "at most 65535"],
		["an offset for a zone", { GOODTURN_TIMEZONE: "+02:00" }, "GOODTURN_TIMEZONE", "no time zone's name"],
		["a zone that is none", { GOODTURN_TIMEZONE: "Europe/Berlim" }, "GOODTURN_TIMEZONE", "no time zone's name"],
		[
			"a playground for all",
			{ GOODTURN_PLAYGROUND: "on", HOST: "0.0.0.0" },
			"GOODTURN_PLAYGROUND",
			"while HOST is 0.0.0.0",
		],
		["a playground, maybe", { GOODTURN_PLAYGROUND: "yes" }, "GOODTURN_PLAYGROUND", "on or off"],
	])("with %s", (_name, environment, variable, problem) => {
		const problems = problemsOf(environment);
		expect(Object.keys(problems)).toEqual([variable]);
		expect(problems[variable]).toContain(problem);
	});

	test.each(["localhost", "127.0.0.1", "127.8.9.1", "::1"])("do not include a playground on %s", (host) => {
		expect(readConfig({ HOST: host, GOODTURN_PLAYGROUND: "on" }).playground).toBe(true);
	});
});

describe("the environment", () => {
	test("is completed by a .env file, whose values do not win", async () => {
		const folder = await mkdtemp(join(inject("temporary"), "env-"));
		expect(readEnvironment(folder)["GOODTURN_TEST_ONLY"]).toBeUndefined();
		await writeFile(join(folder, ".env"), '\uFEFFGOODTURN_TEST_ONLY="a b" # said why\nPATH=nowhere\n');
		const environment = readEnvironment(folder);
		expect(environment["GOODTURN_TEST_ONLY"]).toBe("a b");
		expect(environment["PATH"]).not.toBe("nowhere");
	});
});
