// The REST API: who may call, how often, and which call does what. https://docs.discord.com/developers/reference#http-api
import { createHash } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { Refusal } from "./faults.ts";
import type { Json, JsonObject } from "./json.ts";
import { type Answer, type RoutesDeps, routesOf } from "./routes.ts";

/** Something that goes wrong on Discord's side, for as many calls as it says. */
export type Trouble = {
	method?: string;
	path: RegExp;
	times: number;
	/** Answers like this, or not at all. */
	status?: number;
	body?: JsonObject;
	headers?: Record<string, string>;
	hangUp?: boolean;
	delayMs?: number;
	/** It is done all the same: only the answer is lost. */
	afterwards?: boolean;
};

export type RestOptions = RoutesDeps & {
	token: string;
	/** Messages that one channel takes within `windowMs`. */
	messageLimit: { count: number; windowMs: number };
};

/** `at` is a time of performance.now(). */
export type Call = { method: string; path: string; status: number; body: Json; at: number };

/** Calls that carry their own key in the path. */
const openToAll = /^\/(?:interactions|webhooks)\//;

export function createRest(options: RestOptions) {
	const { violation } = options;
	const routes = routesOf(options);
	const calls: Call[] = [];
	const troubles: Trouble[] = [];
	const troubled: Call[] = [];
	const buckets = createBuckets(options.messageLimit);

	async function take(request: IncomingMessage, response: ServerResponse): Promise<void> {
		const { pathname, searchParams } = new URL(request.url ?? "/", "http://discord.test");
		const method = request.method ?? "GET";
		const path = decodeURIComponent(pathname.replace(/^\/api\/v10/, ""));
		const body = await bodyOf(request);
		const reply = (status: number, said: Json, headers: Record<string, string> = {}): void => {
			calls.push({ method, path, status, body, at: performance.now() });
			response.writeHead(status, said === null ? headers : { "content-type": "application/json", ...headers });
			response.end(said === null ? undefined : JSON.stringify(said));
		};
		const trouble = troubleFor(method, path);
		if (trouble) troubled.push({ method, path, status: trouble.status ?? 0, body, at: performance.now() });
		if (trouble?.delayMs) await new Promise((resolve) => setTimeout(resolve, trouble.delayMs));
		if (trouble && !trouble.afterwards && (trouble.hangUp || trouble.status !== undefined)) {
			if (trouble.hangUp) return void response.destroy();
			return reply(
				trouble.status ?? 500,
				trouble.body ?? { message: "Internal Server Error", code: 0 },
				trouble.headers,
			);
		}
		const headers = { ...request.headers, pathname };
		try {
			checkHeaders(headers, method, path);
			const limited = buckets.use(method, path);
			if (limited.retryAfterMs > 0) {
				if (limited.warned)
					violation({ kind: "rate limit", what: `${method} ${path} in spite of what the headers said` });
				const retry_after = limited.retryAfterMs / 1000;
				return reply(429, { message: "You are being rate limited.", retry_after, global: false }, limited.headers);
			}
			const answer = route(method, path, body, searchParams);
			if (trouble?.hangUp) return void response.destroy();
			reply(answer.status, answer.body, limited.headers);
		} catch (error) {
			if (!(error instanceof Refusal)) throw error;
			if (error.code === 50035)
				violation({ kind: "form", what: `${method} ${path}: ${JSON.stringify(error.body["errors"])}` });
			reply(error.status, error.body);
		}
	}

	function troubleFor(method: string, path: string): Trouble | undefined {
		const found = troubles.find((one) => one.times > 0 && one.path.test(path) && (one.method ?? method) === method);
		if (found) found.times -= 1;
		return found;
	}

	function checkHeaders(
		headers: IncomingMessage["headers"] & { pathname: string },
		method: string,
		path: string,
	): void {
		if (!headers["user-agent"]?.startsWith("DiscordBot (")) {
			violation({ kind: "headers", what: `User-Agent: ${headers["user-agent"]}` });
			throw new Refusal(403, 40333, "internal network error");
		}
		if (!headers.pathname.startsWith("/api/v10/"))
			violation({ kind: "unknown call", what: `${method} ${headers.pathname}` });
		if (openToAll.test(path)) return;
		if (headers.authorization !== `Bot ${options.token}`) throw new Refusal(401, 0, "401: Unauthorized");
	}

	function route(method: string, path: string, body: Json, query: URLSearchParams): Answer {
		for (const [of, pattern, handler] of routes) {
			const match = of === method ? pattern.exec(path) : null;
			if (match) return handler(match.slice(1), body, query);
		}
		violation({ kind: "unknown call", what: `${method} ${path}` });
		throw new Refusal(404, 0, "404: Not Found");
	}

	return {
		calls,
		troubled,
		trouble: (made: Trouble): void => void troubles.push({ ...made }),
		commands: routes.commands,
		take,
	};
}

/** Discord names a bucket by a hash, and tells what is left of it with every answer. */
function createBuckets({ count, windowMs }: { count: number; windowMs: number }) {
	const buckets = new Map<string, { left: number; resetsAt: number; warned: boolean }>();
	return {
		use(method: string, path: string): { retryAfterMs: number; warned: boolean; headers: Record<string, string> } {
			const of = method === "POST" ? /^\/channels\/(\d+)\/messages$/.exec(path) : null;
			if (!of) return { retryAfterMs: 0, warned: false, headers: {} };
			const now = performance.now();
			const key = of[1] ?? "";
			const found = buckets.get(key);
			const bucket = found && found.resetsAt > now ? found : { left: count, resetsAt: now + windowMs, warned: false };
			buckets.set(key, bucket);
			const retryAfterMs = bucket.left > 0 ? 0 : bucket.resetsAt - now;
			const { warned } = bucket;
			bucket.left = Math.max(0, bucket.left - 1);
			bucket.warned = bucket.left === 0;
			const headers: Record<string, string> = {
				"x-ratelimit-limit": String(count),
				"x-ratelimit-remaining": String(bucket.left),
				"x-ratelimit-reset-after": String((bucket.resetsAt - now) / 1000),
				"x-ratelimit-bucket": createHash("sha256").update("messages").digest("hex").slice(0, 32),
			};
			if (retryAfterMs > 0)
				Object.assign(headers, { "retry-after": String(retryAfterMs / 1000), "x-ratelimit-scope": "user" });
			return { retryAfterMs, warned, headers };
		},
	};
}

async function bodyOf(request: IncomingMessage): Promise<Json> {
	const chunks: Buffer[] = [];
	for await (const chunk of request) chunks.push(Buffer.from(chunk as Uint8Array));
	const raw = Buffer.concat(chunks).toString("utf8");
	return raw === "" ? null : (JSON.parse(raw) as Json);
}
