// Goodturn on Discord: wires the gateway's events to requests, requests to answers, and notices to channels.
// It decides nothing: what a request means is the chat's business.
import { once } from "node:events";
import { type APIInteraction, type Client, Events, type Guild, Status } from "discord.js";
import type { Command } from "../../chat/command.ts";
import type { Ears } from "../../chat/plain-thanks.ts";
import type { Handle, Person } from "../../chat/request.ts";
import type { Surface } from "../../chat/surface.ts";
import type { Log } from "../../log.ts";
import { createAnswers } from "./answers.ts";
import { createClient, type DiscordConfig } from "./client.ts";
import { listen } from "./gateway.ts";
import { understand } from "./interactions.ts";
import { inviteUrl } from "./invite.ts";
import { createLanes } from "./lanes.ts";
import { createMessages } from "./messages.ts";
import { createDirectory } from "./people.ts";
import { mayPost, placeById, placeOf } from "./places.ts";
import { startProblem } from "./problems.ts";
import { createReactions } from "./reactions.ts";
import { register } from "./register.ts";
import { createServers } from "./servers.ts";
import { createSettle } from "./settle.ts";
import { createSurface } from "./surface.ts";

export type DiscordDeps = {
	config: DiscordConfig;
	handle: Handle;
	commands: readonly Command[];
	log: Log;
	/** Which reactions may say thanks; the others of a busy server are not even looked up. All of them if left out. */
	wantsReaction?: (emoji: string) => boolean;
	/** Which messages may say thanks, where `config` lets us read them: without it, none is looked at. */
	ears?: Ears;
};

export type DiscordAdapter = {
	surface: Surface;
	/** Resolves when the bot hears everything and its commands are registered. Rejects with what to do about it. */
	start(): Promise<void>;
	/** Begins nothing new, finishes what runs (within a bound), then leaves. */
	stop(): Promise<void>;
	/** Resolves when nothing of what was heard is still being done. */
	idle(): Promise<void>;
	ready(): boolean;
};

const waitingLineAfterMs = 2_000;
const lookUpMs = 5_000;
const stopWithinMs = 5_000;

export function createDiscord(deps: DiscordDeps): DiscordAdapter {
	const { config, commands, log } = deps;
	const client = createClient(config);
	const work = createWork();
	const hurry = new AbortController();
	const parts = createParts(client, deps, work, hurry.signal);
	const whenReady = once(client, Events.ClientReady).then(() => undefined);
	// A start that fails says so itself.
	whenReady.catch(() => undefined);
	let state: "new" | "started" | "stopping" = "new";

	const interaction = (raw: APIInteraction): void =>
		work.run(state === "stopping" ? parts.answers.decline(raw) : parts.answers.answer(raw));
	const joined = (guild: Guild): void => work.run(parts.servers.joined(guild));
	const left = (guild: Guild): void => {
		parts.directory.forget(guild.id);
		work.run(parts.servers.left(guild));
	};

	const idle = async (): Promise<void> => {
		await parts.lanes.idle();
		await work.done();
	};

	return {
		surface: parts.surface,
		idle,
		async start() {
			listen(client, {
				whenReady,
				interaction,
				reactions: parts.reactions,
				messages: parts.messages,
				config,
				joined,
				left,
				log,
			});
			try {
				await client.login(config.token);
				await whenReady;
				const application = client.application?.id ?? parts.self().user;
				const told = await register(client.rest, application, commands);
				const servers = client.guilds.cache.size;
				log.info({ servers, commandsTold: told }, "Discord is connected");
				if (servers === 0)
					log.info({ open: inviteUrl(application) }, "Goodturn is on no Discord server yet: invite it");
			} catch (error) {
				await client.destroy();
				throw startProblem(error, config);
			}
			state = "started";
			// Whoever was invited before this process ran is greeted now: once, as the chat remembers it.
			for (const guild of client.guilds.cache.values()) joined(guild);
		},
		async stop() {
			state = "stopping";
			hurry.abort();
			const deadline = AbortSignal.timeout(stopWithinMs);
			await within(deadline, idle());
			await client.destroy();
			await within(deadline, idle());
			const unfinished = parts.lanes.waiting();
			if (unfinished > 0)
				log.error({ unfinished }, "Discord's reactions and messages were not all taken in before the stop");
		},
		ready: () =>
			state === "started" &&
			client.ws.shards.size > 0 &&
			client.ws.shards.every(({ status }) => status === Status.Ready),
	};
}

function createParts(client: Client, deps: DiscordDeps, work: Work, hurry: AbortSignal) {
	const { handle, log, wantsReaction = () => true } = deps;
	const rest = () => client.rest;
	const self = (): Person => ({
		user: client.user?.id ?? "0",
		name: client.user?.displayName ?? "Goodturn",
		kind: "bot",
	});
	const guildName = (guild: string): string | undefined => {
		const known = client.guilds.cache.get(guild);
		return known && (known.name ?? "");
	};
	const directory = createDirectory(rest);
	const lanes = createLanes();
	const around: Parameters<typeof understand>[1] = {
		directory,
		guildName,
		place: (guild, channel, permissions) => placeOf(client, guild, channel, permissions),
		lookUpMs,
	};
	const answers = createAnswers({
		understand: (raw) => understand(raw, around),
		handle,
		log,
		rest,
		waitingLineAfterMs,
	});
	const settle = createSettle({
		handle,
		log,
		guildName,
		placeById: (guild, channel) => placeById(client, guild, channel),
		hurry,
	});
	const reactions = createReactions({ wantsReaction, log, settle, lanes, directory, rest, self });
	const ears = deps.config.readMessages ? deps.ears : undefined;
	const messages = ears && createMessages({ ears, settle, lanes, directory, self });
	const servers = createServers({ client, handle, log, directory, self });
	const surface = createSurface({
		rest,
		mayPost: (channel) => mayPost(client, channel),
		answered: answers.answered,
		unreachable: (guild, user) => {
			const found = servers.unreachable(guild, user);
			work.run(found);
			return found;
		},
	});
	return { answers, directory, lanes, messages, reactions, self, servers, surface };
}

type Work = ReturnType<typeof createWork>;

/** What runs and is to be finished before the bot leaves. None of it rejects. */
function createWork() {
	const running = new Set<Promise<void>>();
	return {
		run(work: Promise<void>): void {
			running.add(work);
			void work.finally(() => running.delete(work));
		},
		async done(): Promise<void> {
			while (running.size > 0) await Promise.all(running);
		},
	};
}

const within = (deadline: AbortSignal, work: Promise<void>): Promise<void> =>
	Promise.race([
		work,
		new Promise<void>((resolve) => {
			if (deadline.aborted) resolve();
			else deadline.addEventListener("abort", () => resolve(), { once: true });
		}),
	]);
