// Several bot processes on one database, of which one is killed and started anew every so often. It knows what each is told
// and when each died; what they did is for others to count.
import { readFile } from "node:fs/promises";
import { type Bot, launch, pause } from "../faults/bot.ts";
import type { Balancer } from "./balancer.ts";
import { type Accepted, type Gate, openGate } from "./gate.ts";

export type Kill = { at: number; openAgainMs: number };

export type Fleet = {
	accepted: Accepted[];
	kills: Kill[];
	/** The most memory that a process had when it was looked at, in MB. */
	mostMemoryMb: number;
	/** Kills one after the other, each some time after the last one was open again. */
	disturb(kills: number, everyMs: number): Promise<void>;
	/** Starts one more, in the place of one that is gone. */
	begin(bot: number): Promise<void>;
	/** What all of them logged as a warning or an error, and how often. */
	complaints(): Map<string, number>;
	/** Stops all as an operator does. Answers with their exit codes. */
	stop(): Promise<(number | null)[]>;
};

type Options = {
	bots: number;
	folder: string;
	slackApi: string;
	settings: Record<string, string>;
	/** In front of them, where they listen. */
	balancer: Balancer | undefined;
};

export async function startFleet({ bots, folder, slackApi, settings, balancer }: Options): Promise<Fleet> {
	const accepted: Accepted[] = [];
	const gates: Gate[] = [];
	const lives: Bot[] = [];

	async function begin(bot: number): Promise<Bot> {
		gates[bot]?.close();
		const gate = await openGate(slackApi, bot, accepted);
		gates[bot] = gate;
		const started = await launch({ folder, settings: { ...settings, SLACK_API_URL: gate.apiUrl } });
		balancer?.add(started.url);
		lives.push(started);
		return started;
	}

	const running = await Promise.all(Array.from({ length: bots }, (_, bot) => begin(bot)));

	async function kill(bot: number): Promise<void> {
		const victim = running[bot];
		const life = gates[bot]?.life;
		if (!victim || !life) return;
		fleet.mostMemoryMb = Math.max(fleet.mostMemoryMb, await memoryMb(victim.pid));
		const at = Date.now();
		life.killedAt = at;
		await victim.kill();
		balancer?.remove(victim.url);
		running[bot] = await begin(bot);
		fleet.kills.push({ at, openAgainMs: Date.now() - at });
	}

	const fleet: Fleet = {
		accepted,
		kills: [],
		mostMemoryMb: 0,
		async disturb(kills, everyMs) {
			for (let count = 0; count < kills; count++) {
				const began = Date.now();
				await kill(count % bots);
				await pause(Math.max(0, everyMs - (Date.now() - began)));
			}
		},
		async begin(bot) {
			running[bot] = await begin(bot);
		},
		complaints() {
			const found = new Map<string, number>();
			for (const { msg, err } of lives.flatMap((life) => life.complaints())) {
				const words = err ? `${msg}: ${err.message.split("\n")[0]}` : msg;
				found.set(words, (found.get(words) ?? 0) + 1);
			}
			return found;
		},
		async stop() {
			for (const { pid } of running) fleet.mostMemoryMb = Math.max(fleet.mostMemoryMb, await memoryMb(pid));
			const codes = await Promise.all(running.splice(0).map((bot) => bot.stop()));
			for (const gate of gates) gate.close();
			return codes;
		},
	};
	return fleet;
}

/** Resident, where the system tells; 0 elsewhere. */
async function memoryMb(pid: number): Promise<number> {
	const status = await readFile(`/proc/${pid}/status`, "utf8").catch(() => "");
	return Math.round(Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024);
}
