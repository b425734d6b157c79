// The real bot in a process of its own, `node dist/main.js`, that can be killed, started under another program, and
// whose log is read. It knows neither the platform nor the database: both come as settings.
import { type ChildProcess, spawn } from "node:child_process";
import { resolve } from "node:path";
import { createInterface } from "node:readline";

export type LogLine = { level: string; msg: string; id?: string; err?: { message: string; code?: string } };

export type Bot = {
	url: string;
	/** From the start of the process until it says that it is open. */
	openedMs: number;
	/** The bot's own process, whatever it was started under. */
	pid: number;
	/** What it logged so far; lines that are no JSON have the level "plain". */
	log: LogLine[];
	complaints(): LogLine[];
	/** At once, without a word. Resolves when it is gone. */
	kill(): Promise<void>;
	/** As an operator does. Resolves with the exit code. */
	stop(): Promise<number | null>;
	/** Resolves with the exit code when it is gone. */
	gone: Promise<number | null>;
};

/** It ended before it was open: what it said, and the code. */
class NotStarted extends Error {
	override name = "NotStarted";
	readonly code: number | null;
	constructor(code: number | null, said: string) {
		super(said);
		this.code = code;
	}
}

export type Launch = {
	folder: string;
	settings: Record<string, string>;
	/** A program and its arguments to run it under, such as strace. */
	under?: readonly string[];
	/** Before the program: its file, and what Node itself is told. */
	node?: readonly string[];
};

const running = new Set<ChildProcess>();
process.once("exit", () => {
	for (const child of running) child.kill("SIGKILL");
});

/** In a folder without a `.env`, so that nobody's settings are used. Throws NotStarted. */
export async function launch({ folder, settings, under = [], node = [] }: Launch): Promise<Bot> {
	const began = performance.now();
	const [program = "", ...args] = [...under, process.execPath, ...node, resolve("dist/main.js")];
	const child = spawn(program, args, {
		cwd: folder,
		env: { PATH: process.env["PATH"] ?? "", PORT: "0", GOODTURN_PLAYGROUND: "off", ...settings },
		stdio: ["ignore", "ignore", "pipe"],
	});
	running.add(child);
	const gone = new Promise<number | null>((done, fail) => child.once("error", fail).once("close", done));
	void gone.finally(() => running.delete(child)).catch(() => {});
	const log: LogLine[] = [];
	const opened = new Promise<{ url: string; pid: number }>((found, fail) => {
		createInterface({ input: child.stderr }).on("line", (line) => {
			const said = read(line);
			log.push(said);
			if (said.url !== undefined) found({ url: said.url, pid: child.pid ?? 0 });
		});
		gone.then((code) => fail(new NotStarted(code, log.map(({ msg }) => msg).join("\n"))), fail);
	});
	const { url, pid } = await opened;
	const openedMs = performance.now() - began;
	return {
		url,
		openedMs,
		pid,
		log,
		gone,
		complaints: () => log.filter(({ level }) => ["warn", "error", "plain"].includes(level)),
		async kill() {
			child.kill("SIGKILL");
			await gone;
		},
		async stop() {
			child.kill("SIGTERM");
			return gone;
		},
	};
}

function read(line: string): LogLine & { url?: string } {
	try {
		return JSON.parse(line) as LogLine;
	} catch {
		return { level: "plain", msg: line };
	}
}

/** Waits for something to be so. Throws with `what` after `withinMs`. */
export async function until(what: string, holds: () => boolean | Promise<boolean>, withinMs = 30_000): Promise<void> {
	const end = performance.now() + withinMs;
	while (!(await holds())) {
		if (performance.now() > end) throw new Error(`not within ${withinMs} ms: ${what}`);
		await pause(20);
	}
}

export const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));
