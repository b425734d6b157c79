// The surfaces of the bot, each with a strict local platform to start against, and the settings that choose it.
import { startDiscord } from "../adapters/discord/strict-discord.ts";
import { startStrictSlack } from "../adapters/slack/strict-slack.ts";

export type Surface = { name: string; open(): Promise<Opened> };

export type Opened = {
	settings: Record<string, string>;
	/** Throws what the platforms hold against the bot. */
	close(): Promise<void>;
};

/** People on each platform: a start asks for some of them. */
const PEOPLE = Array.from({ length: 50 }, (_, index) => `Person ${index}`);

export const surfaces: Surface[] = [
	{ name: "playground", open: async () => ({ settings: { GOODTURN_PLAYGROUND: "on" }, close: async () => {} }) },
	{ name: "Slack, Socket Mode", open: () => openSlack("socket") },
	{ name: "Slack, HTTP", open: () => openSlack("http") },
	{ name: "Discord", open: openDiscord },
	{ name: "Slack, Socket Mode, and Discord", open: openBoth },
];

async function openSlack(mode: "socket" | "http"): Promise<Opened> {
	const slack = await startStrictSlack();
	const people = PEOPLE.map((name) => slack.addUser(name));
	slack.addChannel("general", { members: people });
	return {
		settings: {
			SLACK_API_URL: slack.apiUrl,
			SLACK_BOT_TOKEN: slack.botToken,
			// Nothing is delivered, so that nothing is signed with it.
			...(mode === "socket" ? { SLACK_APP_TOKEN: slack.appToken } : { SLACK_SIGNING_SECRET: "signing-secret" }),
		},
		async close() {
			await slack.close();
			mustBeNone("Slack", slack.violations);
		},
	};
}

async function openDiscord(): Promise<Opened> {
	const discord = await startDiscord();
	const people = PEOPLE.map((name) => discord.person(name));
	const server = discord.server("Acme", { people });
	discord.channel(server, "general", { system: true });
	return {
		settings: { DISCORD_API_URL: discord.apiUrl, DISCORD_TOKEN: discord.token },
		async close() {
			await discord.stop();
			mustBeNone("Discord", discord.violations);
		},
	};
}

async function openBoth(): Promise<Opened> {
	const both = [await openSlack("socket"), await openDiscord()];
	return {
		settings: Object.assign({}, ...both.map(({ settings }) => settings)),
		async close() {
			for (const one of both) await one.close();
		},
	};
}

function mustBeNone(platform: string, violations: readonly unknown[]): void {
	if (violations.length > 0) throw new Error(`${platform} objects to the bot: ${JSON.stringify(violations)}`);
}
