// The environment as a Config, with every problem told at once and each with its fix. The only reader of process.env.
// It must not connect to anything: whether a token works is for the platform to say.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseEnv } from "node:util";
import { z } from "zod";
import type { LogLevel } from "./log.ts";

export type Config = {
	databaseUrl: string;
	slack: SlackSettings | undefined;
	discord: { token: string; apiUrl: string | undefined } | undefined;
	host: string;
	port: number;
	/** For a new community whose platform tells none. */
	timezone: string;
	playground: boolean;
	/** Whether plain messages are asked for and read, on platforms where that takes a permission. */
	readMessages: boolean;
	logLevel: LogLevel;
};

export type SlackSettings = {
	botToken: string;
	apiUrl: string | undefined;
	mode: { kind: "socket"; appToken: string } | { kind: "http"; signingSecret: string };
};

export type Environment = Record<string, string | undefined>;
export type Problem = { variable: string; problem: string; fix: string };

export class ConfigProblems extends Error {
	override name = "ConfigProblems";
	readonly problems: readonly Problem[];
	constructor(problems: readonly Problem[]) {
		const count = problems.length === 1 ? "One setting needs" : `${problems.length} settings need`;
		const lines = problems.map(({ variable, problem, fix }) => `  ${variable} ${problem}.\n    → ${fix}`);
		super(`${count} your attention:\n\n${lines.join("\n\n")}\n\n${whereSettingsAre}`);
		this.problems = problems;
	}
}

const whereSettingsAre =
	"Settings come from the environment and from a file .env in the folder where Goodturn is started; .env.example explains each.";

/** The process's environment, completed by a `.env` file in this folder, if there is one. */
export function readEnvironment(folder: string): Environment {
	try {
		const file = readFileSync(join(folder, ".env"), "utf8");
		return { ...parseEnv(file.replace(/^\uFEFF/, "")), ...process.env };
	} catch (error) {
		if (error instanceof Error && "code" in error && error.code === "ENOENT") return process.env;
		throw error;
	}
}

/** Throws ConfigProblems. */
export function readConfig(environment: Environment): Config {
	const problems: Problem[] = [];
	const given = Object.fromEntries(
		Object.entries(environment).flatMap(([name, value]) => (value?.trim() ? [[name, value.trim()]] : [])),
	);
	const parsed = variables.safeParse(given);
	for (const { path, message } of parsed.error?.issues ?? []) problems.push(problemOf(path[0] as Variable, message));
	problems.push(
		...contradictions(given).filter(({ variable }) => !problems.some((known) => known.variable === variable)),
	);
	if (!parsed.success || problems.length > 0) throw new ConfigProblems(problems);
	const values = parsed.data;
	const slack = readSlack(values);
	const discord = values.DISCORD_TOKEN ? { token: values.DISCORD_TOKEN, apiUrl: values.DISCORD_API_URL } : undefined;
	const playground = values.GOODTURN_PLAYGROUND ?? (slack || discord || !isLoopback(values.HOST) ? "off" : "on");
	return {
		databaseUrl: values.DATABASE_URL,
		slack,
		discord,
		host: values.HOST,
		port: values.PORT,
		timezone: values.GOODTURN_TIMEZONE,
		playground: playground === "on",
		readMessages: values.GOODTURN_READ_MESSAGES === "on",
		logLevel: values.LOG_LEVEL,
	};
}

/** What no log may show. */
export const secretsOf = ({ slack, discord, databaseUrl }: Config): string[] => {
	const mode = slack?.mode.kind === "http" ? slack.mode.signingSecret : slack?.mode.appToken;
	// One of a few letters is no secret, and hiding them would make a riddle of every line.
	const password = /^postgres[^:]*:\/\/[^/?#@]*?:([^/?#]{6,})@/.exec(databaseUrl)?.[1];
	return [slack?.botToken, mode, discord?.token, password].filter((secret) => secret !== undefined);
};

const slackToken = (prefix: string) =>
	z.string().refine((value) => value.startsWith(prefix) && !/\s/.test(value), {
		error: ({ input }) => `is ${secretKind(String(input))}, but it must start with ${prefix}`,
	});

const url = z.string().regex(/^https?:\/\/[^\s/]/, { error: "must begin with http:// or https://" });

const variables = z.object({
	DATABASE_URL: z
		.string()
		.regex(/^(file:(?!:memory:)|postgres(ql)?:\/\/)./, {
			error: "must be file: and a path, or postgres:// and a server with a database",
		})
		.default("file:./data/goodturn.db"),
	SLACK_BOT_TOKEN: slackToken("xoxb-").optional(),
	SLACK_APP_TOKEN: slackToken("xapp-").optional(),
	SLACK_SIGNING_SECRET: z
		.string()
		.regex(/^(?!xox|xapp-)\S+$/, { error: ({ input }) => `is ${secretKind(String(input))}, not a signing secret` })
		.optional(),
	SLACK_API_URL: url.transform((value) => value.replace(/\/*$/, "/")).optional(),
	DISCORD_TOKEN: z
		.string()
		.regex(/^(?!xox|xapp-|\d+$|[0-9a-f]{64}$)\S+$/, {
			error: ({ input }) => `is ${secretKind(String(input))}, not a bot's token`,
		})
		.optional(),
	DISCORD_API_URL: url.transform((value) => value.replace(/\/+$/, "")).optional(),
	HOST: z.string().regex(/^\S+$/, { error: "must be an address or a host name" }).default("127.0.0.1"),
	PORT: z
		.string()
		.regex(/^\d{1,5}$/, { error: ({ input }) => `is ${JSON.stringify(input)}, but it must be a whole number` })
		.transform(Number)
		.refine((port) => port <= 65_535, { error: "must be at most 65535" })
		.default(3000),
	GOODTURN_TIMEZONE: z
		.string()
		.refine(isTimezone, { error: ({ input }) => `is ${JSON.stringify(input)}, which is no time zone's name` })
		.default("UTC"),
	GOODTURN_PLAYGROUND: z.enum(["on", "off"], { error: "must be on or off" }).optional(),
	GOODTURN_READ_MESSAGES: z.enum(["on", "off"], { error: "must be on or off" }).default("off"),
	LOG_LEVEL: z
		.enum(["debug", "info", "warn", "error", "silent"], { error: "must be debug, info, warn, error or silent" })
		.default("info"),
});

type Values = z.infer<typeof variables>;
type Variable = keyof Values;

const fixes: Record<Variable, string> = {
	DATABASE_URL:
		"Leave it out for file:./data/goodturn.db, or name another file, or a PostgreSQL database: postgres://user:password@host:5432/goodturn.",
	SLACK_BOT_TOKEN: "https://api.slack.com/apps → your app → OAuth & Permissions → Bot User OAuth Token (xoxb-…).",
	SLACK_APP_TOKEN:
		"https://api.slack.com/apps → your app → Basic Information → App-Level Tokens, with the scope connections:write (xapp-…).",
	SLACK_SIGNING_SECRET: "https://api.slack.com/apps → your app → Basic Information → App Credentials → Signing Secret.",
	SLACK_API_URL: "Leave it out for Slack itself.",
	DISCORD_TOKEN: "https://discord.com/developers/applications → your application → Bot → Reset Token.",
	DISCORD_API_URL: "Leave it out for Discord itself.",
	HOST: "Leave it out for 127.0.0.1, or set 0.0.0.0 to be reached from other machines.",
	PORT: "Leave it out for 3000, or set a free port from 1 to 65535.",
	GOODTURN_TIMEZONE: "Use a name such as Europe/Berlin or America/New_York; leave it out for UTC.",
	GOODTURN_PLAYGROUND: "Leave it out: it is on while neither Slack nor Discord is set up.",
	GOODTURN_READ_MESSAGES:
		"Leave it out: no message is read. With on, Slack or Discord must allow it: docs/platforms.md.",
	LOG_LEVEL: "Leave it out for info.",
};

const problemOf = (variable: Variable, problem: string): Problem => ({ variable, problem, fix: fixes[variable] });

/** What no variable shows alone. */
function contradictions(given: Environment): Problem[] {
	const found: Problem[] = [];
	const slackWay = given["SLACK_APP_TOKEN"]
		? "SLACK_APP_TOKEN"
		: given["SLACK_SIGNING_SECRET"]
			? "SLACK_SIGNING_SECRET"
			: undefined;
	if (given["SLACK_BOT_TOKEN"] && !slackWay)
		found.push({
			variable: "SLACK_APP_TOKEN",
			problem: "or SLACK_SIGNING_SECRET is missing beside SLACK_BOT_TOKEN: it says how Slack reaches the bot",
			fix: `For Socket Mode (no public address needed) set SLACK_APP_TOKEN: ${fixes.SLACK_APP_TOKEN}\n      For HTTP set SLACK_SIGNING_SECRET: ${fixes.SLACK_SIGNING_SECRET}`,
		});
	if (slackWay && !given["SLACK_BOT_TOKEN"]) found.push(problemOf("SLACK_BOT_TOKEN", `is missing beside ${slackWay}`));
	if (given["GOODTURN_PLAYGROUND"] === "on" && given["HOST"] && !isLoopback(given["HOST"]))
		found.push({
			variable: "GOODTURN_PLAYGROUND",
			problem: `cannot be on while HOST is ${given["HOST"]}: the playground lets everybody who reaches it act as anybody`,
			fix: "Leave HOST out to try it on this machine, or set GOODTURN_PLAYGROUND=off.",
		});
	return found;
}

function readSlack(values: Values): SlackSettings | undefined {
	const { SLACK_BOT_TOKEN: botToken, SLACK_APP_TOKEN: appToken, SLACK_SIGNING_SECRET: signingSecret } = values;
	const common = { apiUrl: values.SLACK_API_URL };
	if (botToken && appToken) return { ...common, botToken, mode: { kind: "socket", appToken } };
	if (botToken && signingSecret) return { ...common, botToken, mode: { kind: "http", signingSecret } };
	return undefined;
}

/** What a secret is by its looks, without showing it. */
function secretKind(value: string): string {
	if (value.startsWith("xoxb-")) return "a Slack bot token (xoxb-…)";
	if (value.startsWith("xapp-")) return "a Slack app-level token (xapp-…)";
	if (value.startsWith("xoxp-")) return "a Slack user token (xoxp-…)";
	if (/^\d+$/.test(value)) return "a number such as an application's id";
	if (/^[0-9a-f]{64}$/.test(value)) return "a Discord application's public key";
	if (/^Bot /i.test(value)) return 'a token with the word "Bot" in front';
	return /\s/.test(value) ? "text with blanks in it" : "something else";
}

function isTimezone(timeZone: string): boolean {
	if (timeZone !== "UTC" && !timeZone.includes("/")) return false;
	try {
		return Boolean(new Intl.DateTimeFormat("en", { timeZone }));
	} catch {
		return false;
	}
}

/** Whether only this machine can reach it. */
const isLoopback = (host: string): boolean => /^(localhost|127(\.\d{1,3}){3}|\[?::1\]?)$/i.test(host);
