// The bot as `npm start` runs it, in a process of its own with these settings and no others.
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { createInterface } from "node:readline";
import { promisify } from "node:util";

export type Bot = {
	url: string;
	pid: number;
	/** From the start of the process until it says that it is ready. */
	readyMs: number;
	rssMb(): Promise<number>;
	/** What it has computed so far, where the system tells. */
	cpuSeconds(): Promise<number>;
	/** Throws if it does not stop cleanly. */
	stop(): Promise<void>;
};

/** `flags` are for node itself. */
export async function launch(settings: Record<string, string>, folder: string, flags: string[] = []): Promise<Bot> {
	const began = performance.now();
	// In a folder without a .env file, so that nobody's tokens are used.
	const child = spawn(process.execPath, [...flags, resolve("dist/main.js")], {
		cwd: folder,
		env: { PORT: "0", ...settings },
		stdio: ["ignore", "ignore", "pipe"],
	});
	const closed = once(child, "close");
	const end = (): void => void child.kill();
	process.once("exit", end);
	const said: string[] = [];
	const url = new Promise<string>((found, fail) => {
		createInterface({ input: child.stderr }).on("line", (line) => {
			said.push(line);
			const address = /"url":"([^"]+)"/.exec(line)?.[1];
			if (address !== undefined) found(address);
		});
		closed.then(() => fail(new Error(`the bot did not start: ${said.join("\n")}`)), fail);
	});
	const address = await url;
	const readiness = await fetch(`${address}/readyz`);
	const readyMs = performance.now() - began;
	if (!readiness.ok) throw new Error(`the bot says that it is open, and is not ready: ${await readiness.text()}`);
	return {
		url: address,
		pid: child.pid ?? 0,
		readyMs,
		rssMb: async () => (await residentKb(String(child.pid))) / 1024,
		cpuSeconds: () => cpuSecondsOf(String(child.pid)),
		async stop() {
			child.kill("SIGTERM");
			const [code] = await closed;
			process.off("exit", end);
			if (code !== 0) throw new Error(`the bot did not stop cleanly (${code}): ${said.join("\n")}`);
		},
	};
}

async function residentKb(pid: string): Promise<number> {
	const status = await readFile(`/proc/${pid}/status`, "utf8").catch(() => undefined);
	if (status !== undefined) return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1]);
	const { stdout } = await promisify(execFile)("ps", ["-o", "rss=", "-p", pid]);
	return Number(stdout);
}

/** Hundredths of a second on every Linux. */
const TICKS_PER_SECOND = 100;

async function cpuSecondsOf(pid: string): Promise<number> {
	const stat = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => "");
	// Behind the name, which may have blanks: the twelfth and the thirteenth are user and system.
	const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
	return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
}
