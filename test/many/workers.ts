// The other end of worker.mjs: several processes on one book that are told the same thing at the same moment.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";

/** `cpuMs` is the process's own time: it tells the same on a busy machine. */
export type Took = { ms: number; statements: number; cpuMs: number; stallMs: number; memoryMb: number };
export type Act =
	| { act: "settle"; each: number; members: number; width: number; from: number; to: number }
	| { act: "talk"; communities: number; members: number; width: number; ms: number; seed: number }
	| { act: "tick" }
	| { act: "send"; ms?: number };
export type Result = Took & { done?: number; refused?: number; p99Ms?: number; sent?: string[] };

export type Worker = {
	/** At this time by its clock. Rejects when it complained of anything meanwhile. */
	do(act: Act, at: Date): Promise<Result>;
	stop(): Promise<void>;
};

type Said = { ready?: true; result?: Result; complaint?: string };

/** Two that tidy one community in the same moment: one says that the other was first, and nothing is amiss. */
const TIDIED_AT_ONCE = /"P2002".*"job":"tidy"/;

const running = new Set<ChildProcess>();
process.once("exit", () => {
	for (const child of running) child.kill("SIGKILL");
});

export async function startWorker(url: string): Promise<Worker> {
	const child = spawn(process.execPath, ["test/many/worker.mjs", url], { stdio: ["pipe", "pipe", "inherit"] });
	running.add(child);
	const ended = once(child, "close").finally(() => running.delete(child));
	const complaints: string[] = [];
	let heard: { resolve: (said: Said) => void; reject: (error: Error) => void } | undefined;
	createInterface(child.stdout).on("line", (line) => {
		const said = JSON.parse(line) as Said;
		if (said.complaint !== undefined) complaints.push(line);
		else heard?.resolve(said);
	});
	const hear = () =>
		new Promise<Said>((resolve, reject) => {
			heard = { resolve, reject };
		});
	void ended.then(() => heard?.reject(new Error("a worker ended before it was told to")));
	await hear();
	return {
		async do(act, at) {
			const answer = hear();
			child.stdin?.write(`${JSON.stringify({ ...act, at })}\n`);
			const { result } = await answer;
			const serious = complaints.filter((line) => !TIDIED_AT_ONCE.test(line));
			if (!result || serious.length > 0) throw new Error(`a worker complained: ${serious.slice(0, 3).join(" ")}`);
			return result;
		},
		async stop() {
			heard = undefined;
			child.stdin?.end();
			await ended;
		},
	};
}

export type Together = Omit<Took, "ms"> & { wallMs: number; each: Result[] };

/** All of them at once. */
export async function together(workers: readonly Worker[], at: Date, actOf: (index: number) => Act): Promise<Together> {
	const began = performance.now();
	const each = await Promise.all(workers.map((worker, index) => worker.do(actOf(index), at)));
	return {
		wallMs: performance.now() - began,
		each,
		statements: each.reduce((sum, { statements }) => sum + statements, 0),
		cpuMs: each.reduce((sum, { cpuMs }) => sum + cpuMs, 0),
		stallMs: Math.max(...each.map(({ stallMs }) => stallMs)),
		memoryMb: Math.max(...each.map(({ memoryMb }) => memoryMb)),
	};
}
