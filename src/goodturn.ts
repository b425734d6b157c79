// Puts the bot together: config → storage → ledger → chat → adapters, jobs, web; stops in reverse. With main.ts the only
// place that knows everyone; it decides nothing about the game.
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { getRequestListener } from "@hono/node-server";
import type { Playground } from "./adapters/playground/index.tsx";
import { commands } from "./chat/commands.ts";
import { createSender, type Sender } from "./chat/deliver.ts";
import { createDirectory } from "./chat/directory.ts";
import { createHandle } from "./chat/handle.ts";
import { createEars, type Ears } from "./chat/plain-thanks.ts";
import type { Handle, Platform } from "./chat/request.ts";
import type { Surface } from "./chat/surface.ts";
import type { Config } from "./config.ts";
import { createJobs, type Jobs } from "./jobs/clock.ts";
import { type Clocks, createClocks } from "./ledger/clocks.ts";
import { createLedger, type Ledger } from "./ledger/ledger.ts";
import type { Log } from "./log.ts";
import { openStorage } from "./storage/open.ts";
import { createPlaygroundStore } from "./storage/playground.ts";
import type { Storage } from "./storage/storage.ts";
import { createWeb } from "./web/index.tsx";

export type Running = {
	/** Where the pages are. */
	url: string;
	/** Finishes what was heard, then does and sends what is due now, without waiting for the next minute. */
	catchUp(): Promise<void>;
	/** Stops taking, finishes what runs, sends what is due within a bound, closes the database. */
	stop(): Promise<void>;
};

/** How long what is due may take to be sent when the bot stops; the rest waits in the book. */
const LAST_SENDING_MS = 3_000;

/** What a platform's adapter is to those who start and stop it. */
type Adapter = {
	name: string;
	surface: Surface;
	start(): Promise<void>;
	stop(): Promise<void>;
	/** Resolves when nothing of what was heard is still being done. */
	idle(): Promise<void>;
	ready(): boolean;
	requestListener?: RequestListener;
};

/** Starts everything that the config names. Throws with words for whoever starts it. */
export async function startGoodturn(config: Config, log: Log, wall: () => Date = () => new Date()): Promise<Running> {
	const storage = await openStorage(config.databaseUrl, { asTheBot: true });
	try {
		return await startOn(storage, config, log, wall);
	} catch (error) {
		await storage.close();
		throw error;
	}
}

async function startOn(storage: Storage, config: Config, log: Log, wall: () => Date): Promise<Running> {
	const ledger = createLedger(storage);
	const clocks = await createClocks(storage, wall);
	const { now } = clocks;
	const directory = createDirectory({ ledger, timezone: config.timezone, now });
	await ledger.recover(now());
	const ways = await watchWays(ledger, log);
	// The playground's conversations are our own.
	const hearsMessages = (platform: Platform): boolean => platform === "playground" || config.readMessages;
	const handle = createHandle({ ledger, directory, now, settingsChanged: ways.refresh, hearsMessages });
	const jobs = createJobs({ ledger, now, log });
	const adapters = await createAdapters(config, handle, log, ways);
	const surfaces = adapters.map(({ surface }) => surface);
	const sender = createSender({ ledger, directory, surfaces, now, movedCommunities: clocks.moved, log });
	ledger.onCommit(sender.wake);
	const parts = { storage, ledger, clocks, handle, jobs, sender, surfaces };
	const playground = config.playground ? await openPlayground(parts, config, log) : undefined;

	const checks = [
		{ name: "database", check: () => storage.ping() },
		...adapters.map(({ name, ready }) => ({ name, check: () => mustBeReady(name, ready()) })),
	];
	const web = createWeb({ checks, home: playground === undefined });
	if (playground) web.route("/", playground.app);
	const slackListener = adapters.find(({ requestListener }) => requestListener)?.requestListener;
	const server = await listen(config, getRequestListener(web.fetch), slackListener);
	const started: Adapter[] = [];
	try {
		for (const adapter of adapters) {
			await adapter.start();
			started.push(adapter);
		}
	} catch (error) {
		await Promise.all(started.map((adapter) => adapter.stop()));
		await close(server);
		throw error;
	}
	ways.start();
	jobs.start();
	sender.wake();
	return {
		url: urlOf(config, server),
		async catchUp() {
			await Promise.all(adapters.map((adapter) => adapter.idle()));
			await jobs.tick();
			await sender.flush();
		},
		async stop() {
			ways.stop();
			await jobs.stop();
			await Promise.race([sender.flush(), pause(LAST_SENDING_MS)]);
			await playground?.stop();
			await Promise.all(started.map((adapter) => adapter.stop()));
			await close(server);
			await ledger.idle();
			await sender.stop(LAST_SENDING_MS);
			await storage.close();
		},
	};
}

function mustBeReady(name: string, ready: boolean): void {
	if (!ready) throw new Error(`${name} is not connected`);
}

/** Another process may have changed what says thanks: it is read again after so long. */
const WAYS_AGAIN_MS = 60_000;

type Ways = { wantsReaction: (emoji: string) => boolean; ears: Ears };

async function watchWays({ readings }: Ledger, log: Log) {
	let ways = await readings.saysThanksSomewhere();
	const refresh = async (): Promise<void> => {
		ways = await readings.saysThanksSomewhere();
	};
	let timer: NodeJS.Timeout | undefined;
	return {
		wantsReaction: (emoji: string) => ways.emojis.has(emoji),
		ears: createEars(() => ways),
		refresh,
		start() {
			timer = setInterval(() => {
				refresh().catch((error: unknown) => log.warn({ err: error }, "could not read what says thanks"));
			}, WAYS_AGAIN_MS);
			timer.unref();
		},
		stop: () => clearInterval(timer),
	};
}

/** Only what the config names is loaded: each platform's library is a good part of what a start costs. */
async function createAdapters(
	{ slack, discord, readMessages }: Config,
	handle: Handle,
	log: Log,
	{ wantsReaction, ears }: Ways,
): Promise<Adapter[]> {
	const adapters: Adapter[] = [];
	const deps = { handle, log, wantsReaction, ears };
	if (slack) {
		const { createSlack } = await import("./adapters/slack/index.ts");
		adapters.push({ name: "slack", ...createSlack({ ...deps, config: { ...slack, readMessages } }) });
	}
	if (discord) {
		const { createDiscord } = await import("./adapters/discord/index.ts");
		adapters.push({ name: "discord", ...createDiscord({ ...deps, config: { ...discord, readMessages }, commands }) });
	}
	return adapters;
}

type Parts = {
	storage: Storage;
	ledger: Ledger;
	clocks: Clocks;
	handle: Handle;
	jobs: Jobs;
	sender: Sender;
	surfaces: Surface[];
};

/** One visitor is a small team: a board comes with the first thanks. */
const PLAYGROUND_POLICY = JSON.stringify({ board: { minGivers: 1 } });
const STEP_MS = 6 * 3_600_000;

async function openPlayground(parts: Parts, config: Config, log: Log): Promise<Playground> {
	const { storage, ledger, clocks, jobs, sender } = parts;
	const ref = { platform: "playground", external: "playground", name: "Playground" };
	const { communityId } = await ledger.workspaceFor(ref, config.timezone, clocks.now());
	// Whatever a visitor changed since stays so.
	await storage.db.community.updateMany({
		where: { id: communityId, policy: "{}" },
		data: { policy: PLAYGROUND_POLICY },
	});
	const clock = {
		now: () => clocks.now(communityId),
		/** In steps, so that what happens on a Monday happens on that Monday, and not at the end of the leap. */
		async move(byMs: number) {
			for (let left = byMs; left > 0; left -= STEP_MS) {
				await clocks.move(communityId, Math.min(STEP_MS, left));
				await jobs.tick();
				await sender.flush();
			}
		},
	};
	const store = createPlaygroundStore(storage, communityId);
	const deps = { handle: parts.handle, commands, store, clock, timezone: config.timezone, log };
	const { createPlayground } = await import("./adapters/playground/index.tsx");
	const playground = await createPlayground(deps);
	parts.surfaces.push(playground.surface);
	return playground;
}

/** One server for the pages and for Slack over HTTP. */
function listen(config: Config, pages: RequestListener, slack: RequestListener | undefined): Promise<Server> {
	const server = createServer((request, response) => {
		if (slack && request.url?.split("?")[0] === "/slack/events") slack(request, response);
		else pages(request, response);
	});
	return new Promise((resolve, reject) => {
		server.once("error", reject);
		server.listen(config.port, config.host, () => resolve(server));
	});
}

function close(server: Server): Promise<void> {
	return new Promise((resolve) => {
		server.close(() => resolve());
		server.closeIdleConnections();
		setTimeout(() => server.closeAllConnections(), LAST_SENDING_MS).unref();
	});
}

function urlOf(config: Config, server: Server): string {
	const { port } = server.address() as AddressInfo;
	const host = config.host.includes(":") ? `[${config.host}]` : config.host;
	return `http://${host}:${port}`;
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms).unref());
