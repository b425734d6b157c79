// The loopback server of strict Slack: the Web API under /api/, response addresses under /response/, sockets under /link.
// It parses and routes; what is asked of it, the methods answer.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { type WebSocket, WebSocketServer } from "ws";
import { type Fields, isFields, type Json } from "./block-kit.ts";
import { type ApiCall, createMethods, useResponseUrl } from "./web-api.ts";
import type { World } from "./world.ts";

/** How a method is to misbehave: an error of Slack's, a rate limit, a broken server, a dead line, slowness, or silence. */
export type Misbehaviour =
	| { error: string }
	| { retryAfterSeconds: number }
	| { status: number }
	| { hangUp: true }
	| { silent: true }
	| { delayMs: number };

export type SlackServer = {
	base: string;
	calls: ApiCall[];
	/** Every time that it misbehaved, with what it was asked. */
	misbehaved: { method: string; args: Fields; at: number }[];
	misbehave(method: string, how: Misbehaviour, times: number): void;
	close(): Promise<void>;
};

export async function startServer(options: {
	world: World;
	tokens: { bot: string; app: string };
	scopes: Set<string>;
	connected: (socket: WebSocket) => void;
	sockets: Set<WebSocket>;
}): Promise<SlackServer> {
	const { world, tokens } = options;
	const calls: ApiCall[] = [];
	const misbehaved: SlackServer["misbehaved"] = [];
	const planned = new Map<string, Misbehaviour[]>();
	const tickets = new Set<string>();
	let base = "";

	const methods = createMethods(world, options.scopes, () => {
		const ticket = world.id("ticket");
		tickets.add(ticket);
		return `${base.replace("http", "ws")}/link/?ticket=${ticket}`;
	});

	async function api(method: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
		const args = parseArguments(await bodyOf(request), request.headers["content-type"] ?? "");
		const how = planned.get(method)?.shift();
		if (how) misbehaved.push({ method, args, at: Date.now() });
		if (how && "silent" in how) return;
		if (how && "delayMs" in how) await new Promise((resolve) => setTimeout(resolve, how.delayMs));
		if (how && "hangUp" in how) return void response.destroy();
		if (how && "status" in how) return void response.writeHead(how.status).end("not now");
		if (how && "retryAfterSeconds" in how) {
			return void response.writeHead(429, { "retry-after": String(how.retryAfterSeconds) }).end();
		}
		const answer = how && "error" in how ? { ok: false, error: how.error } : answerTo(method, args, request);
		calls.push({ method, args, answer, at: Date.now() });
		response.writeHead(200, {
			"content-type": "application/json",
			"x-oauth-scopes": [...options.scopes].join(","),
		});
		response.end(JSON.stringify(answer));
	}

	function answerTo(method: string, args: Fields, request: IncomingMessage): Fields {
		const expected = method === "apps.connections.open" ? tokens.app : tokens.bot;
		if (request.headers.authorization !== `Bearer ${expected}`) return { ok: false, error: "invalid_auth" };
		const run = methods[method];
		if (run) return run(args);
		world.violate(`a call of ${method}, which no app of ours should need`);
		return { ok: false, error: "unknown_method" };
	}

	const server = createServer((request, response) => {
		const { pathname } = new URL(request.url ?? "/", "http://slack");
		const [, first, rest = ""] = pathname.match(/^\/([^/]+)\/(.*)$/) ?? [];
		if (first === "api") return void api(rest, request, response);
		if (first === "response") return void answerResponse(world, rest, request, response);
		response.writeHead(404).end();
	});
	const greet = (link: WebSocket): void => {
		options.connected(link);
		link.send(JSON.stringify({ type: "hello", num_connections: 1, connection_info: { app_id: "A0001" } }));
	};
	const links = new WebSocketServer({ noServer: true });
	server.on("upgrade", (request, socket, head) => {
		const ticket = new URL(request.url ?? "/", "http://slack").searchParams.get("ticket") ?? "";
		if (!tickets.delete(ticket)) socket.destroy();
		else links.handleUpgrade(request, socket, head, greet);
	});
	base = `http://127.0.0.1:${await listen(server)}`;

	return {
		base,
		calls,
		misbehaved,
		misbehave(method, how, times) {
			planned.set(method, [...(planned.get(method) ?? []), ...new Array<Misbehaviour>(times).fill(how)]);
		},
		async close() {
			for (const link of options.sockets) link.terminate();
			links.close();
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
		},
	};
}

async function answerResponse(
	world: World,
	token: string,
	request: IncomingMessage,
	response: ServerResponse,
): Promise<void> {
	const body = JSON.parse(await bodyOf(request)) as Json;
	const { status, text } = useResponseUrl(world, token, isFields(body) ? body : {});
	response.writeHead(status).end(text);
}

/** The Web API takes forms, in which whatever is not a string is JSON. */
function parseArguments(body: string, type: string): Fields {
	if (type.startsWith("application/json")) return JSON.parse(body) as Fields;
	const args: Fields = {};
	for (const [key, value] of new URLSearchParams(body)) {
		args[key] = ["blocks", "view"].includes(key) ? (JSON.parse(value) as Json) : value;
	}
	return args;
}

async function bodyOf(request: IncomingMessage): Promise<string> {
	const chunks: Buffer[] = [];
	for await (const chunk of request) chunks.push(chunk as Buffer);
	return Buffer.concat(chunks).toString();
}

function listen(server: Server): Promise<number> {
	return new Promise((resolve) => {
		server.listen(0, "127.0.0.1", () => {
			const address = server.address();
			resolve(typeof address === "object" && address ? address.port : 0);
		});
	});
}
