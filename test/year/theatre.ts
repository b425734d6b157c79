// One bot on one database, with a Slack workspace and a Discord server of its own, at a time that stands still until it is
// moved: what happens at the same time in two theatres is stored with the same time.
import { type Config, readConfig } from "../../src/config.ts";
import { type Running, startGoodturn } from "../../src/goodturn.ts";
import { createLog } from "../../src/log.ts";
import { openStorage } from "../../src/storage/open.ts";
import type { Storage } from "../../src/storage/storage.ts";
import { type DiscordStage, openDiscordStage } from "./discord-stage.ts";
import { openSlackStage, type SlackStage } from "./slack-stage.ts";

export type Theatre = {
	name: string;
	bot: Running;
	stages: { slack: SlackStage; discord: DiscordStage };
	/** The book, read beside the bot. */
	storage: Storage;
	/** What was logged as an error. */
	errors(): string[];
	close(): Promise<void>;
};

/** So long what Discord told may take to be heard; what was refused leaves nothing behind, and is waited for in vain. */
const HEARD_WITHIN_MS = 1_000;
const LOOK_EVERY_MS = 5;

export async function openTheatre(name: string, databaseUrl: string, wall: () => Date): Promise<Theatre> {
	const storage = await openStorage(databaseUrl, { migrate: false });
	const rowsOf = async (message: string): Promise<string> => {
		const where = { where: { message } };
		const [reactions, messages] = [await storage.db.reaction.findMany(where), await storage.db.message.findMany(where)];
		const states = [...reactions, ...messages].map(({ lastOrder, entryId }) => `${lastOrder}:${entryId}`);
		return states.sort().join(" ");
	};
	const slack = await openSlackStage();
	const discord = await openDiscordStage({
		knows: rowsOf,
		async changes(message, from) {
			for (const end = performance.now() + HEARD_WITHIN_MS; performance.now() < end; ) {
				if ((await rowsOf(message)) !== from) return;
				await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
			}
		},
	});
	const errors: string[] = [];
	const log = createLog("error", { write: (line) => void errors.push(line) });
	const { botToken, apiUrl, signingSecret } = slack.slack;
	const config: Config = {
		...readConfig({ GOODTURN_PLAYGROUND: "off" }),
		port: 0,
		databaseUrl,
		readMessages: true,
		slack: { botToken, apiUrl, mode: { kind: "http", signingSecret } },
		discord: { token: discord.discord.token, apiUrl: discord.discord.apiUrl },
	};
	const bot = await startGoodturn(config, log, wall);
	slack.slack.sendTo(`${bot.url}/slack/events`);
	return {
		name,
		bot,
		stages: { slack, discord },
		storage,
		errors: () => errors,
		async close() {
			await bot.stop();
			await slack.close();
			await discord.close();
			await storage.close();
		},
	};
}
