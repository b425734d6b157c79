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
	stages: { slack: SlackStage; discord: DiscordStage };
	/** The book, read beside the bot. */
	storage: Storage;
	/** Finishes what was heard, does and sends what is due. Answers with what is due and could not be sent yet. */
	catchUp(): Promise<string[]>;
	/** The bot is stopped and started again. */
	restart(): Promise<void>;
	/** What was logged as an error. */
	errors(): string[];
	close(): Promise<void>;
};

export async function openTheatre(name: string, databaseUrl: string, wall: () => Date): Promise<Theatre> {
	const storage = await openStorage(databaseUrl, { migrate: false });
	const bots: Running[] = [];
	const catchUp = async (): Promise<void> => bots.at(-1)?.catchUp();
	const [slack, discord] = [await openSlackStage(catchUp), await openDiscordStage()];
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
	const start = async (): Promise<void> => {
		const bot = await startGoodturn(config, log, wall);
		bots.push(bot);
		slack.slack.sendTo(`${bot.url}/slack/events`);
	};
	const stop = async (): Promise<void> => bots.pop()?.stop();
	await start();
	return {
		name,
		stages: { slack, discord },
		storage,
		async catchUp() {
			await catchUp();
			return owed(storage, wall());
		},
		async restart() {
			await stop();
			await start();
		},
		errors: () => errors,
		async close() {
			await stop();
			await slack.close();
			await discord.close();
			await storage.close();
		},
	};
}

async function owed({ db }: Storage, now: Date): Promise<string[]> {
	const late = await db.notice.findMany({ where: { state: "owed", dueAt: { lte: now } } });
	return late.map(({ id, kind, error }) => `notice ${id} (${kind}): ${error ?? "not tried"}`);
}
