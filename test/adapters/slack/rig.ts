// The adapter in front of strict Slack, over either transport, with a hand-written core behind it.
import { createServer } from "node:http";
import { createSlack, type SlackAdapter } from "../../../src/adapters/slack/index.ts";
import type { Card } from "../../../src/chat/card.ts";
import type { Form } from "../../../src/chat/form.ts";
import type { Ears } from "../../../src/chat/plain-thanks.ts";
import type { Handle, Reply, Request } from "../../../src/chat/request.ts";
import { createLog, type Log } from "../../../src/log.ts";
import { type StrictSlack, startStrictSlack } from "./strict-slack.ts";

export type Mode = "http" | "socket";

type Line = { level: string; msg: string; id?: string; reason?: string };

export type Rig = {
	slack: StrictSlack;
	adapter: SlackAdapter;
	/** Where Slack sends to, over HTTP. */
	url: string;
	/** Every request that reached the core. */
	requests: Request[];
	log: Line[];
	/** Log lines that say that something broke. */
	errors(): string[];
	stop(): Promise<void>;
};

export async function startRig(
	mode: Mode,
	handle: Handle,
	options: { scopes?: string[]; retryAfterMs?: number[]; wantsReaction?: (emoji: string) => boolean; ears?: Ears } = {},
): Promise<Rig> {
	const slack = await startStrictSlack(options);
	const requests: Request[] = [];
	const lines: Line[] = [];
	const adapter = createSlack({
		config: {
			botToken: slack.botToken,
			apiUrl: slack.apiUrl,
			readMessages: options.ears !== undefined,
			mode:
				mode === "http"
					? { kind: "http", signingSecret: slack.signingSecret }
					: { kind: "socket", appToken: slack.appToken },
		},
		handle: (request) => {
			requests.push(request);
			return handle(request);
		},
		log: recordingLog(lines),
		...(options.ears && { ears: options.ears }),
		...(options.wantsReaction && { wantsReaction: options.wantsReaction }),
	});
	const server = createServer((request, response) => adapter.requestListener?.(request, response));
	await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
	const address = server.address();
	const url = `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}/slack/events`;
	if (mode === "http") slack.sendTo(url);
	await adapter.start();
	return {
		slack,
		adapter,
		url,
		requests,
		log: lines,
		errors: () => lines.filter(({ level }) => level === "error").map(({ msg }) => msg),
		async stop() {
			await adapter.stop();
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
			await slack.close();
		},
	};
}

const recordingLog = (lines: Line[]): Log =>
	createLog("info", { write: (line) => void lines.push(JSON.parse(line) as Line) });

export const silentLog: Log = createLog("silent");

export const card = (text: string, ...labels: string[]): Card => ({
	blocks: [
		{ kind: "text", line: [text] },
		...(labels.length === 0
			? []
			: [{ kind: "buttons" as const, buttons: labels.map((label) => ({ label, action: `do:${label}` })) }]),
	],
});

export const answer = (text: string, ...labels: string[]): Reply => ({ kind: "card", card: card(text, ...labels) });

export const favorForm: Form = {
	id: "favor",
	title: "Ask for a favor",
	submit: "Ask",
	context: "draft:7",
	fields: [
		{
			id: "what",
			label: "What do you need?",
			kind: "text",
			multiline: true,
			maxLength: 500,
			optional: false,
			hint: "In a sentence",
		},
		{ id: "from", label: "From whom?", kind: "person", optional: true },
		{
			id: "size",
			label: "How big is it?",
			kind: "choice",
			optional: false,
			value: "normal",
			options: ["small", "normal", "big"].map((value) => ({ label: value, value })),
		},
	],
};

export const later = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
