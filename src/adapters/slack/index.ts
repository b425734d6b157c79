// Goodturn on Slack: wires client, directory, listeners and transport together, starts and stops them.
// One workspace, one bot token; whatever it hears goes through `handle`.
import { setTimeout as pause } from "node:timers/promises";
import { App } from "@slack/bolt";
import type { WebClient } from "@slack/web-api";
import type { Ears } from "../../chat/plain-thanks.ts";
import type { Handle } from "../../chat/request.ts";
import type { Surface } from "../../chat/surface.ts";
import type { Log } from "../../log.ts";
import type { Desk } from "./ask.ts";
import { appTokenError, identify, SlackSetupError } from "./check.ts";
import { clientOptions, createClient, type SlackConfig, slackLogger } from "./client.ts";
import { createDirectory, type Directory } from "./directory.ts";
import { createEvents } from "./events.ts";
import { createHttpReceiver, type RequestListener } from "./http.ts";
import type { Self } from "./inbound.ts";
import { createInteractions } from "./interactions.ts";
import { listen } from "./listen.ts";
import { createSocketReceiver } from "./socket.ts";
import { createSurface } from "./surface.ts";

export type SlackAdapter = {
	surface: Surface;
	/** Throws SlackSetupError with the fix for what somebody has to mend. */
	start(): Promise<void>;
	/** Takes nothing new, lets what runs finish within a bound. */
	stop(): Promise<void>;
	/** Resolves when nothing of what was heard is still being done. */
	idle(): Promise<void>;
	ready(): boolean;
	/** Over HTTP: for POST /slack/events. Answers 503 while not started. */
	requestListener?: RequestListener;
};

const finishWithinMs = 5_000;
/** Waits between attempts to reach Slack at the start, before giving up. */
const startPausesMs = [1_000, 2_000, 4_000];

export function createSlack(deps: {
	config: SlackConfig;
	handle: Handle;
	log: Log;
	/** Which reactions may say thanks; the others of a busy workspace are not even looked up. All of them if left out. */
	wantsReaction?: (emoji: string) => boolean | Promise<boolean>;
	/** Which messages may say thanks, where `config` lets us read them: without it, none is looked at. */
	ears?: Ears;
	now?: () => number;
}): SlackAdapter {
	const { config, log } = deps;
	const logger = slackLogger(log);
	const options = clientOptions(config.apiUrl, logger);
	const client = createClient(config.botToken, options);
	const running = new Set<Promise<void>>();
	let started: { self: Self; directory: Directory } | undefined;
	let open = false;

	const track = (work: Promise<void>): Promise<void> => {
		const settled = work.catch(() => {}).finally(() => running.delete(settled));
		running.add(settled);
		return work;
	};
	const isOpen = (): boolean => open;
	const http =
		config.mode.kind === "http"
			? createHttpReceiver({ signingSecret: config.mode.signingSecret, logger, open: isOpen })
			: undefined;
	const socket =
		config.mode.kind === "socket"
			? createSocketReceiver({
					appToken: config.mode.appToken,
					clientOptions: options,
					logger,
					log,
					open: isOpen,
					track,
				})
			: undefined;

	async function start(): Promise<void> {
		const self = await identifyPatiently(client, config);
		const bot = { user: self.bot.user, name: self.bot.name, kind: "bot" as const };
		const directory = createDirectory({ client, team: self.team.id, bot, now: deps.now ?? Date.now, log });
		const receiver = http?.receiver ?? socket;
		if (receiver === undefined) throw new Error("neither HTTP nor Socket Mode");
		const app = new App({
			receiver,
			logger,
			clientOptions: options,
			convoStore: false,
			extendedErrorHandler: true,
			authorize: async () => ({
				botToken: config.botToken,
				botId: self.bot.id,
				botUserId: self.bot.user,
				teamId: self.team.id,
			}),
		});
		const { handle, wantsReaction = () => true } = deps;
		const ears = config.readMessages ? deps.ears : undefined;
		const desk: Desk = { client, self, directory, handle, wantsReaction, ears, track, log };
		listen(app, desk, createEvents(desk), createInteractions(desk));
		started = { self, directory };
		open = true;
		await socket?.start().catch((error: unknown) => {
			open = false;
			throw appTokenError(error);
		});
		log.info({ workspace: self.team.name, mode: config.mode.kind }, "on Slack");
	}

	async function stop(): Promise<void> {
		open = false;
		const patience = pause(finishWithinMs, "late", { ref: false });
		if ((await Promise.race([Promise.all(running), patience])) === "late") {
			log.warn({ unfinished: running.size }, "stopped before everything was answered");
		}
		await socket?.stop();
	}

	return {
		surface: createSurface({
			client,
			team: () => started?.self.team.id,
			left: (channel) => started?.directory.moved(channel),
		}),
		start,
		stop,
		async idle() {
			while (running.size > 0) await Promise.all(running);
		},
		ready: () => open && (socket === undefined || socket.connected()),
		...(http && { requestListener: http.requestListener }),
	};
}

async function identifyPatiently(client: WebClient, config: SlackConfig): Promise<Self> {
	for (const pauseMs of startPausesMs) {
		try {
			return await identify(client, config);
		} catch (error) {
			if (error instanceof SlackSetupError) throw error;
			await pause(pauseMs);
		}
	}
	return identify(client, config);
}
