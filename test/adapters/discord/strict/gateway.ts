// The gateway: a WebSocket that says HELLO, takes IDENTIFY and RESUME, and hands events on with their sequence numbers.
// https://docs.discord.com/developers/events/gateway
import type { Server } from "node:http";
import { GatewayIntentBits, GatewayOpcodes } from "discord.js";
import { type RawData, type WebSocket, WebSocketServer } from "ws";
import type { Violation } from "./faults.ts";
import { type JsonObject, list, number, object, text } from "./json.ts";
import { guildPayload, userPayload } from "./payloads.ts";
import { nextId } from "./snowflakes.ts";
import type { World } from "./world.ts";

const privileged = GatewayIntentBits.GuildMembers | GatewayIntentBits.GuildPresences | GatewayIntentBits.MessageContent;

type Session = { id: string; intents: number; socket: WebSocket | undefined; sent: JsonObject[] };

export type GatewayOptions = {
	world: World;
	token: string;
	application: string;
	heartbeatMs: number;
	/** Privileged intents that were switched on in the portal. */
	allowedIntents: number;
	violation(violation: Violation): void;
	url(): string;
};

export type Gateway = ReturnType<typeof createGateway>;

export function createGateway(server: Server, options: GatewayOptions) {
	const { world, violation } = options;
	const sockets = new WebSocketServer({ server });
	const sessions = new Map<string, Session>();
	const seen = { identifies: 0, resumes: 0, heartbeats: 0, intents: 0 };
	let refusal: number | undefined;

	sockets.on("connection", (socket) => {
		let session: Session | undefined;
		const send = (packet: JsonObject): void => socket.send(JSON.stringify(packet));
		const watch = setInterval(() => {
			if (seen.heartbeats === 0) violation({ kind: "gateway", what: "no heartbeat within two intervals" });
		}, options.heartbeatMs * 2);
		socket.on("close", () => {
			clearInterval(watch);
			if (session?.socket === socket) session.socket = undefined;
		});
		socket.on("message", (raw: RawData) => {
			const packet = object(JSON.parse(raw.toString()));
			const data = object(packet["d"]);
			switch (packet["op"]) {
				case GatewayOpcodes.Heartbeat:
					seen.heartbeats += 1;
					return send({ op: GatewayOpcodes.HeartbeatAck, d: null });
				case GatewayOpcodes.Identify:
					session = identify(socket, data);
					return;
				case GatewayOpcodes.Resume:
					session = resume(socket, data);
					return;
				default:
					violation({ kind: "gateway", what: `opcode ${number(packet["op"])}` });
			}
		});
		send({ op: GatewayOpcodes.Hello, d: { heartbeat_interval: options.heartbeatMs } });
	});

	function identify(socket: WebSocket, data: JsonObject): Session | undefined {
		seen.identifies += 1;
		const intents = number(data["intents"]);
		seen.intents = intents;
		if (refusal !== undefined) return void socket.close(refusal);
		if (text(data["token"]) !== options.token) return void socket.close(4004, "Authentication failed.");
		if ((intents & privileged & ~options.allowedIntents) !== 0) return void socket.close(4014, "Disallowed intent(s).");
		if (Object.keys(object(data["properties"])).length === 0)
			violation({ kind: "gateway", what: "IDENTIFY without properties" });
		const session: Session = { id: nextId(), intents, socket, sent: [] };
		sessions.set(session.id, session);
		const guilds = [...world.guilds.values()].filter((guild) => guild.members.has(world.bot.id));
		deliver(session, "READY", {
			v: 10,
			user: { ...userPayload(world.bot), verified: true, mfa_enabled: false },
			guilds: guilds.map(({ id }) => ({ id, unavailable: true })),
			session_id: session.id,
			resume_gateway_url: options.url(),
			shard: list(data["shard"]).length === 2 ? list(data["shard"]) : [0, 1],
			application: { id: options.application, flags: 0 },
		});
		for (const guild of guilds) deliver(session, "GUILD_CREATE", guildPayload(guild, world.bot));
		return session;
	}

	function resume(socket: WebSocket, data: JsonObject): Session | undefined {
		seen.resumes += 1;
		const session = sessions.get(text(data["session_id"]));
		if (text(data["token"]) !== options.token) return void socket.close(4004, "Authentication failed.");
		if (!session) {
			socket.send(JSON.stringify({ op: GatewayOpcodes.InvalidSession, d: false }));
			return undefined;
		}
		session.socket = socket;
		for (const packet of session.sent)
			if (number(packet["s"]) > number(data["seq"])) socket.send(JSON.stringify(packet));
		deliver(session, "RESUMED", { _trace: [] });
		return session;
	}

	function deliver(session: Session, t: string, d: JsonObject): void {
		const packet = { op: GatewayOpcodes.Dispatch, t, s: session.sent.length + 1, d };
		session.sent.push(packet);
		session.socket?.send(JSON.stringify(packet));
	}

	return {
		seen,
		/**
		 * To every session that asked for such events; interactions come without asking. `withWords`: for those that may read
		 * what people write.
		 */
		dispatch(t: string, d: JsonObject, intent: GatewayIntentBits | undefined, withWords = d): void {
			for (const session of sessions.values()) {
				const reads = (session.intents & GatewayIntentBits.MessageContent) !== 0;
				if (intent === undefined || (session.intents & intent) !== 0) deliver(session, t, reads ? withWords : d);
			}
		},
		/** Connections break. Where the sessions are forgotten, too, what happens meanwhile is lost to the bot. */
		drop({ forget }: { forget: boolean }): void {
			if (forget) sessions.clear();
			for (const socket of sockets.clients) socket.terminate();
		},
		/** Nobody is let in any more, with this code. */
		refuse(code: number): void {
			refusal = code;
		},
		/** Discord closes for a reason of its own. */
		closeAll(code: number): void {
			for (const socket of sockets.clients) socket.close(code);
		},
		connected: (): boolean => [...sessions.values()].some(({ socket }) => socket !== undefined),
		async stop(): Promise<void> {
			for (const socket of sockets.clients) socket.terminate();
			await new Promise((resolve) => sockets.close(resolve));
		},
	};
}
