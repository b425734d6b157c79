// Discord as a process of its own, made for load: a gateway that delivers interactions, the next in each of so many lanes as
// soon as the last is answered, and a REST API that believes everything and counts. Messages take it a while; an answer to
// an interaction does not, as what is measured is when it comes. What it must look like, the strict Discord of the tests knows.
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { ChannelType, GatewayOpcodes, InteractionResponseType, InteractionType, PermissionFlagsBits } from "discord.js";
import { type WebSocket, WebSocketServer } from "ws";
import { nextId } from "../../adapters/discord/strict/snowflakes.ts";
import type { LoadResult } from "./slack-load.ts";
import type { PlatformCounts, PlatformSettings } from "./slack-platform.ts";

export type DiscordOrder = {
	kind: "thanks" | "reaction";
	lanes: number;
	forMs?: number;
	count?: number;
	people: number;
	from: number;
};
export type DiscordSays = { url: string; guild: string } | { counts: PlatformCounts } | LoadResult;

const BOT = { id: nextId(), username: "Goodturn", discriminator: "0001", global_name: null, avatar: null, bot: true };
const GUILD = nextId();
const CHANNELS = Array.from({ length: 200 }, () => nextId());
/** People's ids rise with their number. */
const FIRST_PERSON = BigInt(nextId());
const ALL = (
	PermissionFlagsBits.ViewChannel |
	PermissionFlagsBits.SendMessages |
	PermissionFlagsBits.ReadMessageHistory
).toString();
const JOINED = "2026-01-01T00:00:00.000000+00:00";
const NUMBERED = /request (\d+) /;

const calls: Record<string, number> = {};
const posted = new Map<string, number>();
const waiting = new Map<string, (answer: string) => void>();
let gateway: WebSocket | undefined;
let sequence = 0;
let commands: unknown[] = [];
let answerAfterMs = 0;

const userOf = (person: number) => {
	const id = (FIRST_PERSON + BigInt(person)).toString();
	return { id, username: `p${person}`, discriminator: "0", global_name: `Person ${person}`, avatar: null };
};

const member = { nick: null, roles: [], joined_at: JOINED, flags: 0, avatar: null, pending: false };

const channelOf = (id: string) => ({
	id,
	type: ChannelType.GuildText,
	name: `channel-${id}`,
	guild_id: GUILD,
	permission_overwrites: [],
});

const guild = () => ({
	...{ id: GUILD, name: "Team", owner_id: userOf(0).id, features: [], joined_at: JOINED, member_count: 1_000 },
	members: [{ ...member, user: BOT, roles: [] }],
	roles: [
		{ id: GUILD, name: "@everyone", permissions: ALL, position: 0, color: 0, hoist: false, managed: false, flags: 0 },
	],
	channels: CHANNELS.map(channelOf),
	...{ threads: [], emojis: [], stickers: [], presences: [], voice_states: [], stage_instances: [] },
	...{ guild_scheduled_events: [], soundboard_sounds: [], preferred_locale: "en-US", system_channel_id: null },
});

function dispatch(t: string, d: object): void {
	sequence += 1;
	gateway?.send(JSON.stringify({ op: GatewayOpcodes.Dispatch, t, s: sequence, d }));
}

function serve(settings: PlatformSettings): void {
	({ answerAfterMs } = settings);
	const server = createServer((request, response) => void answer(request, response));
	server.keepAliveTimeout = 60_000;
	const sockets = new WebSocketServer({ server });
	const portOf = () => (server.address() as AddressInfo).port;
	sockets.on("connection", (socket) => {
		gateway = socket;
		socket.on("message", (raw) => {
			const { op } = JSON.parse(String(raw)) as { op: number };
			if (op === GatewayOpcodes.Heartbeat) socket.send(JSON.stringify({ op: GatewayOpcodes.HeartbeatAck, d: null }));
			if (op !== GatewayOpcodes.Identify) return;
			const address = `ws://127.0.0.1:${portOf()}`;
			const ready = { session_id: "1", resume_gateway_url: address, application: { id: BOT.id, flags: 0 } };
			dispatch("READY", { v: 10, user: BOT, guilds: [{ id: GUILD, unavailable: true }], shard: [0, 1], ...ready });
			dispatch("GUILD_CREATE", guild());
		});
		socket.send(JSON.stringify({ op: GatewayOpcodes.Hello, d: { heartbeat_interval: 40_000 } }));
	});
	server.listen(0, "127.0.0.1", () => say({ url: `http://127.0.0.1:${portOf()}/api`, guild: GUILD }));
}

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
	const parts: Buffer[] = [];
	for await (const part of request) parts.push(part as Buffer);
	const body = Buffer.concat(parts).toString();
	const path = (request.url ?? "").replace(/\?.*/, "").replace(/^\/api\/v10/, "");
	const call = `${request.method} ${path.replace(/\/\d{5,}(\/.*callback)?/g, "/…")}`;
	calls[call] = (calls[call] ?? 0) + 1;
	const id = /^\/interactions\/(\d+)\/.*callback$/.exec(path)?.[1];
	if (id !== undefined) {
		response.writeHead(204).end();
		waiting.get(id)?.(body);
		waiting.delete(id);
		return;
	}
	const said = JSON.stringify(answerTo(request.method ?? "GET", path, body, request.headers.host ?? ""));
	setTimeout(() => {
		response.writeHead(200, { "content-type": "application/json" });
		response.end(said);
	}, answerAfterMs);
}

function answerTo(method: string, path: string, body: string, host: string): unknown {
	if (path === "/gateway/bot") {
		const session_start_limit = { total: 1_000, remaining: 999, reset_after: 14_400_000, max_concurrency: 1 };
		return { url: `ws://${host}`, shards: 1, session_start_limit };
	}
	if (path.startsWith("/applications/") && path.endsWith("/commands")) {
		if (method === "PUT") commands = JSON.parse(body) as unknown[];
		return commands;
	}
	if (/applications\/@me$/.test(path)) return { id: BOT.id, name: BOT.username, flags: 0, bot_public: true };
	const channel = /^\/channels\/(\d+)\/messages$/.exec(path)?.[1];
	if (channel !== undefined) {
		const number = NUMBERED.exec(body)?.[1];
		if (number !== undefined) posted.set(number, (posted.get(number) ?? 0) + 1);
		return { id: nextId(), channel_id: channel, author: BOT, content: "", timestamp: JOINED, components: [], type: 0 };
	}
	const person = /^\/guilds\/\d+\/members\/(\d+)$/.exec(path)?.[1];
	if (person !== undefined) return { ...member, user: userOf(Number(BigInt(person) - FIRST_PERSON)) };
	if (path === "/users/@me") return BOT;
	if (path === "/users/@me/channels") return { id: nextId(), type: ChannelType.DM, recipients: [] };
	return {};
}

function interaction(id: string, number: number, giver: number, receiver: number): object {
	const [from, to] = [userOf(giver), userOf(receiver)];
	const channel = CHANNELS[number % CHANNELS.length] ?? "";
	const options = [
		{ name: "to", type: 6, value: to.id },
		{ name: "for", type: 3, value: `reviewing pull request ${number} before noon #teamwork` },
	];
	const resolved = { users: { [to.id]: to }, members: { [to.id]: { ...member, permissions: ALL } } };
	return {
		...{ id, application_id: BOT.id, type: InteractionType.ApplicationCommand, token: `token-${id}`, version: 1 },
		data: { id: "1", name: "thanks", type: 1, options, resolved, guild_id: GUILD },
		...{ guild_id: GUILD, guild_locale: "en-US", context: 0, channel: channelOf(channel), channel_id: channel },
		member: { ...member, user: from, permissions: ALL },
		...{ app_permissions: ALL, locale: "en-US", entitlements: [], authorizing_integration_owners: { "0": GUILD } },
	};
}

/** An answer that is a message, private, and says that it was sent. */
const isWell = (body: string): boolean =>
	(JSON.parse(body) as { type: number }).type === InteractionResponseType.ChannelMessageWithSource &&
	body.includes("Sent.");

async function deliver(order: DiscordOrder): Promise<LoadResult> {
	const result: LoadResult = { count: 0, seconds: 0, times: [], failures: 0, example: undefined };
	const began = performance.now();
	const until = order.forMs === undefined ? Number.POSITIVE_INFINITY : began + order.forMs;
	const last = order.count === undefined ? Number.POSITIVE_INFINITY : order.from + order.count;
	let next = order.from;
	const inLane = async () => {
		while (next < last && performance.now() < until) {
			const number = next++;
			const giver = number % order.people;
			const receiver = (giver + 1 + (Math.floor(number / order.people) % (order.people - 1))) % order.people;
			const id = nextId();
			const sent = performance.now();
			const answered = new Promise<string>((resolve) => waiting.set(id, resolve));
			dispatch("INTERACTION_CREATE", interaction(id, number, giver, receiver));
			const body = await answered;
			result.times.push(performance.now() - sent);
			result.count += 1;
			if (isWell(body)) continue;
			result.failures += 1;
			result.example ??= body.slice(0, 1_000);
		}
	};
	await Promise.all(Array.from({ length: order.lanes }, inLane));
	result.seconds = (performance.now() - began) / 1_000;
	return result;
}

const say = (what: DiscordSays): void => void process.send?.(what);

process.on("message", (asked: PlatformSettings | DiscordOrder | "counts") => {
	if (asked === "counts") {
		const doubled = [...posted.values()].filter((times) => times > 1).length;
		return say({ counts: { calls, posted: posted.size, doubled } });
	}
	if ("answerAfterMs" in asked) return serve(asked);
	deliver(asked).then(say, (error: unknown) => {
		process.stderr.write(`${String(error)}\n`);
		process.exit(1);
	});
});
process.on("disconnect", () => process.exit());
