// The other end of teller.mjs: a second process on the same book, that can be killed.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { revert } from "../../src/ledger/corrections.ts";
import { ask, takeStep } from "../../src/ledger/favors.ts";
import { settleLeaver } from "../../src/ledger/leavers.ts";
import type { Submit } from "../../src/ledger/list.ts";
import { meet } from "../../src/ledger/people.ts";
import { donate } from "../../src/ledger/pot.ts";
import { react } from "../../src/ledger/reactions.ts";
import { remind } from "../../src/ledger/reminders.ts";
import { thanks, undo } from "../../src/ledger/thanks.ts";
import { undoChange } from "../../src/ledger/undo-change.ts";
import { vouch } from "../../src/ledger/vouches.ts";
import type { Rig } from "./rig.ts";

const people = { thanks, react, undo, ask, takeStep, vouch, donate };
const VERBS = { ...people, revert, undoChange, meet, settleLeaver, remind };

const NAMES = new Map<unknown, string>(Object.entries(VERBS).map(([name, verb]) => [verb, name]));

type Said = { id?: number; answer?: unknown; failed?: string; ready?: true; sent?: string; edited?: string };

export type Teller = {
	/** As the ledger's own; never settles for what was not acknowledged when the process was killed. */
	submit: Submit;
	/** What it said of notices, in order. */
	sent: string[];
	/** Resolves once so much was acknowledged. */
	acknowledged(count: number): Promise<void>;
	/** At once, without a word. Resolves when it is gone and all that it said was read. */
	kill(): Promise<void>;
	/** Lets it finish. */
	stop(): Promise<void>;
};

/** With `sendingAt` it also sends what is owed; its clock stands there. */
export async function startTeller(url: string, sendingAt?: Date): Promise<Teller> {
	const sending = sendingAt ? [sendingAt.toISOString()] : [];
	const child = spawn(process.execPath, ["test/ledger/teller.mjs", url, ...sending], {
		stdio: ["pipe", "pipe", "inherit"],
	});
	const waiting = new Map<number, { resolve: (answer: never) => void; reject: (error: Error) => void }>();
	const sent: string[] = [];
	let told = 0;
	let answered = 0;
	let watch: { count: number; resolve: () => void } | undefined;
	// Whoever was killed does not read any more.
	child.stdin.on("error", () => {});

	const lines = createInterface(child.stdout);
	const ended = Promise.all([once(child, "close"), once(lines, "close")]);
	const ready = new Promise<void>((resolve, reject) => {
		child.once("exit", (code) => reject(new Error(`the teller ended with ${code}`)));
		lines.on("line", (line) => {
			const { id, answer, failed, ready: isReady, sent: nonce } = JSON.parse(line) as Said;
			if (isReady) resolve();
			if (nonce !== undefined) sent.push(nonce);
			if (id === undefined) return;
			const one = waiting.get(id);
			waiting.delete(id);
			if (failed !== undefined) one?.reject(new Error(failed));
			else one?.resolve(answer as never);
			answered += 1;
			if (watch && answered >= watch.count) watch.resolve();
		});
	});
	await ready;

	return {
		submit: (verb, origin, input) =>
			new Promise((resolve, reject) => {
				const id = ++told;
				waiting.set(id, { resolve, reject });
				child.stdin.write(`${JSON.stringify({ id, verb: NAMES.get(verb), origin, input })}\n`);
			}),
		sent,
		acknowledged: (count) =>
			new Promise((resolve) => {
				watch = { count, resolve };
				if (answered >= count) resolve();
			}),
		async kill() {
			child.kill("SIGKILL");
			await ended;
		},
		async stop() {
			child.stdin.end();
			await ended;
		},
	};
}

/** The ways into one book: this process alone, or a second one beside it. Answers with what ends them. */
export async function waysInto(rig: Rig, processes: 1 | 2): Promise<{ ways: Submit[]; end: () => Promise<void> }> {
	if (processes === 1) return { ways: [rig.ledger.submit], end: async () => {} };
	const teller = await startTeller(rig.fresh.url);
	return { ways: [rig.ledger.submit, teller.submit], end: teller.stop };
}

export const wayOf = (ways: Submit[], index: number): Submit => ways[index % ways.length] as Submit;
