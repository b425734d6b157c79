// A town on strict Discord whose people thank each other without a pause. Discord delivers nothing again, so whoever gets no
// answer says nothing more: it counts as stuck. It knows the database by its address alone.
import { startDiscord, type User } from "../adapters/discord/strict-discord.ts";
import { pause, until } from "./bot.ts";
import { type Count, countAll, type Patience, type Said, settleCommunity } from "./count.ts";

const NAMES = ["Ana", "Bo", "Cy", "Dee", "Eli", "Fay", "Gus", "Hal"];
const CHANNELS = ["general", "random", "help", "crew"];
const TALKERS = 4;
/** Below what a channel of Discord's takes. */
const BREATH_MS = 150;

/** Makes the database, too. */
export async function openDiscordTown(databaseUrl: string) {
	const discord = await startDiscord();
	const people = NAMES.map((name) => discord.person(name));
	const guild = discord.server("Acme", { people });
	const channels = CHANNELS.map((name) => discord.channel(guild, name));
	const happened: Said[] = [];
	const talkers: Promise<void>[] = [];
	let talking = false;
	await settleCommunity({ platform: "discord", external: guild.id, name: guild.name }, databaseUrl);

	async function say(): Promise<void> {
		const index = happened.length;
		const said: Said = { id: `thing${index}`, kind: "thanks", acknowledged: false };
		happened.push(said);
		const pick = (at: number): User => people[at % people.length] as User;
		const channel = channels[index % channels.length] as (typeof channels)[number];
		const typed = { to: pick(index + 1 + (index % 3)), for: said.id };
		const { message } = await discord.slash(pick(index), channel, "thanks", typed);
		said.acknowledged = discord.reads(message).includes("Sent");
	}

	async function talk(): Promise<void> {
		for (; talking; await pause(BREATH_MS)) await say();
	}

	const answered = () => happened.filter(({ acknowledged }) => acknowledged).length;

	function lines(): Map<string, number> {
		const found = new Map<string, number>();
		for (const message of channels.flatMap(discord.messagesIn)) {
			const id = /thing\d+/.exec(discord.reads(message))?.[0];
			if (id) found.set(id, (found.get(id) ?? 0) + 1);
		}
		return found;
	}

	return {
		discord,
		channels,
		settings: { DISCORD_TOKEN: discord.token, DISCORD_API_URL: discord.apiUrl, DATABASE_URL: databaseUrl },
		begin(): void {
			talking = true;
			talkers.push(...Array.from({ length: TALKERS }, talk));
		},
		async calm(): Promise<void> {
			talking = false;
			await Promise.all(talkers.splice(0));
		},
		untilMore(count: number): Promise<void> {
			const goal = answered() + count;
			return until(`${count} more answers`, () => answered() >= goal);
		},
		/** Waits until nothing is owed that is due, and counts. */
		count: (patience: Patience): Promise<Count> =>
			countAll({ databaseUrl, happened, clock: { offsetMs: 0 }, lines, patience }),
		async close(): Promise<void> {
			talking = false;
			await Promise.all(talkers.splice(0));
			await discord.stop();
		},
	};
}
