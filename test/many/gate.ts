// The way of one bot process to Slack's Web API: slow as the real one is, and it notes what was accepted from this process,
// and when, so that a message that appears twice can be laid at the door of a kill, or of a bug.
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as pause } from "node:timers/promises";

/** One process, from its start to its end. */
export type Life = { bot: number; killedAt: number | undefined };
/** A message that Slack accepted, by channel and time stamp: from whom, and when it was on the way to it. */
export type Accepted = { message: string; askedAt: number; acceptedAt: number; life: Life };

export type Gate = { apiUrl: string; life: Life; close(): void };

/** Half before Slack does it and half before the process hears of it: a kill may fall on either side. */
const ANSWERS_AFTER_MS = 40;

export async function openGate(apiUrl: string, bot: number, accepted: Accepted[]): Promise<Gate> {
	const life: Life = { bot, killedAt: undefined };
	const server = createServer(async (from, back) => {
		try {
			const askedAt = Date.now();
			const body = await bodyOf(from);
			await pause(ANSWERS_AFTER_MS / 2);
			// Whoever died meanwhile had sent it all the same.
			const { headers, text } = await pass(apiUrl, from, body);
			if (from.url?.endsWith("/chat.postMessage")) note(text, askedAt);
			await pause(ANSWERS_AFTER_MS / 2);
			back.writeHead(200, headers).end(text);
		} catch {
			back.destroy();
		}
	});

	function note(text: string, askedAt: number): void {
		const said = JSON.parse(text) as { ok: boolean; channel?: string; ts?: string };
		if (said.ok) accepted.push({ message: `${said.channel}:${said.ts}`, askedAt, acceptedAt: Date.now(), life });
	}

	const port = await portOf(server);
	return {
		apiUrl: `http://127.0.0.1:${port}/api/`,
		life,
		close() {
			server.closeAllConnections();
			server.close();
		},
	};
}

async function pass(apiUrl: string, from: IncomingMessage, body: string) {
	const method = (from.url ?? "").replace(/^\/api\//, "");
	const { authorization = "", "content-type": type = "" } = from.headers;
	const answer = await fetch(`${apiUrl}${method}`, {
		method: "POST",
		headers: { authorization, "content-type": type },
		body,
	});
	const scopes = answer.headers.get("x-oauth-scopes") ?? "";
	return { headers: { "content-type": "application/json", "x-oauth-scopes": scopes }, text: await answer.text() };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
	const chunks: Buffer[] = [];
	for await (const chunk of request) chunks.push(chunk as Buffer);
	return Buffer.concat(chunks).toString();
}

/** Listens on a free port of this machine. */
export function portOf(server: Server): Promise<number> {
	return new Promise((resolve) => {
		server.listen(0, "127.0.0.1", () => resolve((server.address() as AddressInfo).port));
	});
}
