// Slack's requests over Socket Mode, acknowledged only when what they brought is done: Bolt's own receiver acknowledges
// first. Each connection is a client of its own, so that a late word of an old one cannot disturb its successor.
import { setTimeout as pause } from "node:timers/promises";
import type { App, Logger, Receiver, ReceiverEvent } from "@slack/bolt";
import { SocketModeClient } from "@slack/socket-mode";
import type { WebClientOptions } from "@slack/web-api";
import type { Log } from "../../log.ts";
import { type Response, respond } from "./client.ts";
import { reason } from "./errors.ts";

const helloWithinMs = 10_000;
const goodbyeWithinMs = 1_000;
const shortestPauseMs = 1_000;
const longestPauseMs = 30_000;
/** A connection that Slack closes sooner than this was none: only then is there a pause before the next. */
const soundAfterMs = 5_000;

/** https://docs.slack.dev/apis/events-api/using-socket-mode */
type Envelope = {
	ack: (response?: unknown) => Promise<void>;
	body: ReceiverEvent["body"];
	retry_num?: number;
	retry_reason?: string;
};

export type SocketReceiver = Receiver & { connected(): boolean };

export function createSocketReceiver(deps: {
	appToken: string;
	clientOptions: WebClientOptions;
	logger: Logger;
	log: Log;
	open: () => boolean;
	track: (work: Promise<void>) => Promise<void>;
}): SocketReceiver {
	const { log } = deps;
	let app: App | undefined;
	let current: SocketModeClient | undefined;

	async function receive({ ack, body, retry_num, retry_reason }: Envelope): Promise<void> {
		let answer: object | undefined;
		const event: ReceiverEvent = {
			body,
			...(retry_num !== undefined && { retryNum: retry_num }),
			...(retry_reason !== undefined && { retryReason: retry_reason }),
			ack: async (response?: object) => {
				answer = response;
			},
		};
		try {
			await app?.processEvent(event);
		} catch {
			// Who failed has logged why. Without our word Slack sends it again.
			return;
		}
		try {
			await ack(answer);
		} catch (error) {
			log.warn({ reason: reason(error) }, "the socket closed before an answer");
			if (answer !== undefined) await rescue(body, answer);
		}
	}

	/** A command's answer that its socket did not take: the person still waits for it. */
	async function rescue(body: ReceiverEvent["body"], answer: object): Promise<void> {
		const url: unknown = body["response_url"];
		if (typeof url !== "string") return;
		try {
			await respond(url, answer as Response);
		} catch (error) {
			log.error({ reason: reason(error), err: error }, "an answer reached nobody");
		}
	}

	async function connect(): Promise<void> {
		const client = new SocketModeClient({
			appToken: deps.appToken,
			autoReconnectEnabled: false,
			// A ping every five seconds, not every one and a half: a dead connection is noticed soon enough.
			clientPingTimeout: 15_000,
			logger: deps.logger,
			// The client would put its own retries into options that are shared.
			clientOptions: { ...deps.clientOptions },
		});
		client.on("slack_event", (envelope: Envelope) => {
			if (deps.open()) void deps.track(receive(envelope));
		});
		const started = Date.now();
		await withHello(client);
		if (!deps.open()) return void (await client.disconnect());
		current = client;
		log.info({}, "connected to Slack");
		client.once("disconnected", () => {
			if (current !== client) return;
			current = undefined;
			reconnect(Date.now() - started > soundAfterMs ? 0 : shortestPauseMs);
		});
	}

	/** Tries until it stands or we stop. */
	function reconnect(pauseMs: number): void {
		setTimeout(() => {
			if (!deps.open()) return;
			connect().catch((error: unknown) => {
				log.warn({ reason: reason(error) }, "Slack's socket could not be opened; trying again");
				reconnect(Math.min(Math.max(shortestPauseMs, pauseMs * 2), longestPauseMs));
			});
		}, pauseMs).unref();
	}

	return {
		init(bolt) {
			app = bolt;
		},
		start: connect,
		async stop() {
			const client = current;
			current = undefined;
			// The library waits half a minute for a peer that does not say goodbye.
			if (client) await Promise.race([client.disconnect(), pause(goodbyeWithinMs, undefined, { ref: false })]);
		},
		connected: () => current !== undefined,
	};
}

async function withHello(client: SocketModeClient): Promise<void> {
	const timeout = new AbortController();
	const late = pause(helloWithinMs, undefined, { signal: timeout.signal }).then(() => {
		client.disconnect().catch(() => {});
		throw new Error(`Slack said no hello within ${helloWithinMs} ms`);
	});
	const start = client.start().catch((error: unknown) => {
		throw error ?? new Error("the socket closed before Slack said hello");
	});
	try {
		await Promise.race([start, late]);
	} finally {
		late.catch(() => {});
		timeout.abort();
	}
}
