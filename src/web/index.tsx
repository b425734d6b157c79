// The pages that an operator and their machines look at: alive, ready, and what runs here. They say nothing about people.
import { Hono } from "hono";
import { STATUS_STYLE, StatusPage } from "./status.tsx";

/** Something that has to work for the bot to be of use: the database, each configured platform. */
export type Check = {
	/** As shown on the status page: database, slack, discord, playground. */
	name: string;
	/** Resolves when it works, throws what is wrong otherwise. */
	check(): Promise<void> | void;
};

export type WebDeps = {
	checks: readonly Check[];
	/** Whether `GET /` is this status page; not where the playground has it. */
	home: boolean;
};

/** A check that takes longer than this has not passed: whoever asks waits no longer. */
const PATIENCE_MS = 3_000;

export type Readiness = { ready: boolean; checks: Record<string, "ok" | "failed"> };

export function createWeb({ checks, home }: WebDeps): Hono {
	const app = new Hono();
	app.get("/healthz", (c) => c.json({ alive: true }));
	app.get("/readyz", async (c) => {
		const readiness = await read(checks);
		return c.json(readiness, readiness.ready ? 200 : 503);
	});
	if (!home) return app;
	app.get("/", async (c) => {
		c.header(
			"Content-Security-Policy",
			"default-src 'none'; style-src 'self'; frame-ancestors 'none'; base-uri 'none'",
		);
		c.header("X-Content-Type-Options", "nosniff");
		c.header("Cache-Control", "no-store");
		return c.html(`<!doctype html>${String(<StatusPage readiness={await read(checks)} />)}`);
	});
	app.get("/status.css", (c) => c.body(STATUS_STYLE, 200, { "Content-Type": "text/css; charset=utf-8" }));
	return app;
}

/** What exactly is wrong stays in the log and in `goodturn doctor`: this answer is for whoever asks. */
async function read(checks: readonly Check[]): Promise<Readiness> {
	const results = await Promise.all(checks.map(async ({ name, check }) => [name, await passes(check)] as const));
	return {
		ready: results.every(([, result]) => result === "ok"),
		checks: Object.fromEntries(results),
	};
}

async function passes(check: Check["check"]): Promise<"ok" | "failed"> {
	let timer: NodeJS.Timeout | undefined;
	const tooLate = new Promise<"failed">((resolve) => {
		timer = setTimeout(resolve, PATIENCE_MS, "failed");
	});
	const passed = (async () => check())().then(
		() => "ok" as const,
		() => "failed" as const,
	);
	const result = await Promise.race([passed, tooLate]);
	clearTimeout(timer);
	return result;
}
