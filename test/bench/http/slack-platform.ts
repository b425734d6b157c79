// Slack's Web API as a process of its own, made for load: it believes everything, answers everything after the same while,
// and counts. What a message must look like, the strict Slack of the tests knows.
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { scopes } from "../../../src/adapters/slack/scopes.ts";
import { TEAM } from "./team.ts";

export type PlatformSettings = { answerAfterMs: number };
/** `doubled` counts lines that were posted more than once. */
export type PlatformCounts = { calls: Record<string, number>; posted: number; doubled: number };
export type PlatformSays = { url: string } | { counts: PlatformCounts };

/** What makes each line one of its own. */
const NUMBERED = /request(?:\+|%20)(\d+)/;

const calls: Record<string, number> = {};
const posted = new Map<string, number>();
let lastMessage = 0;

function serve({ answerAfterMs }: PlatformSettings): void {
	const server = createServer((request, response) => {
		void bodyOf(request).then((body) => {
			const method = (request.url ?? "").split("/").at(-1) ?? "";
			calls[method] = (calls[method] ?? 0) + 1;
			const answer = JSON.stringify({ ok: true, ...answerTo(method, body) });
			setTimeout(() => {
				response.setHeader("content-type", "application/json");
				response.setHeader("x-oauth-scopes", Object.keys(scopes).join(","));
				response.end(answer);
			}, answerAfterMs);
		});
	});
	server.keepAliveTimeout = 60_000;
	server.listen(0, "127.0.0.1", () => {
		say({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/` });
	});
}

function answerTo(method: string, body: string): object {
	const field = (name: string) => new URLSearchParams(body).get(name) ?? "";
	switch (method) {
		case "auth.test":
			return { team: TEAM.name, team_id: TEAM.id, user: "goodturn", user_id: "UBOT", bot_id: "B1" };
		case "users.info":
			return { user: profileOf(field("user")) };
		case "conversations.info":
			return { channel: { id: field("channel"), name: `channel-${field("channel")}`.toLowerCase(), is_member: true } };
		case "chat.postMessage": {
			const number = NUMBERED.exec(body)?.[1];
			if (number !== undefined) posted.set(number, (posted.get(number) ?? 0) + 1);
			lastMessage += 1;
			return {
				channel: /(?:^|&)channel=(\w+)/.exec(body)?.[1],
				ts: `1700000000.${String(lastMessage).padStart(6, "0")}`,
			};
		}
		default:
			return {};
	}
}

const profileOf = (id: string) => ({
	id,
	team_id: TEAM.id,
	name: id.toLowerCase(),
	tz: "Europe/Berlin",
	locale: "en-US",
	profile: { display_name: `Person ${id}` },
});

async function bodyOf(request: IncomingMessage): Promise<string> {
	const parts: Buffer[] = [];
	for await (const part of request) parts.push(part as Buffer);
	return Buffer.concat(parts).toString();
}

const say = (what: PlatformSays): void => void process.send?.(what);

process.on("message", (asked: PlatformSettings | "counts") => {
	if (asked !== "counts") return serve(asked);
	const doubled = [...posted.values()].filter((times) => times > 1).length;
	say({ counts: { calls, posted: posted.size, doubled } });
});
process.on("disconnect", () => process.exit());
