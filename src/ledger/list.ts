// The one way into the book: a list of verbs, one transaction. Whatever waits is decided in turn on a working copy,
// recorded together and committed once; one refusal or failure in the list touches nobody else.
import { createHash } from "node:crypto";
import { type Policy, readPolicy } from "../rules/policy.ts";
import { type Refusal, Refused } from "../rules/refusal.ts";
import type { Storage, Transaction } from "../storage/storage.ts";
import { type Book, createBook, type OpenBook } from "./book.ts";

/** Who asks when, in which community. A verb with a key is done once, however often it is delivered. */
export type Origin = {
	communityId: number;
	now: Date;
	/** The time by which notices are due, where `now` is another than the real one (a job run for a moment of its own). */
	wall?: Date;
	/** The platform's id of what happened; none for what may be repeated without harm. */
	key?: string;
	/** What the request said: the same key with another one is an error. */
	fingerprint?: string;
};

export type { Refusal };
export type Answer<O> = { done: O; refused?: undefined } | { done?: undefined; refused: Refusal };

/** What a verb may know beside its input. */
export type Context = { communityId: number; now: Date; wall: Date; policy: Policy; timezone: string };

/** Decides on the working copy: throws Refused before it changes anything, or changes it and says the outcome (plain JSON, and Dates in fields that end in `At`). */
export type Verb<I, O> = (book: Book, context: Context, input: I) => Promise<O>;

export class KeyReused extends Error {
	override name = "KeyReused";
}

export type Submit = <I, O>(verb: Verb<I, O>, origin: Origin, input: I) => Promise<Answer<O>>;

/** At most so many are committed together: beyond it a group takes longer than those who wait would like. */
const MOST_IN_A_LIST = 64;

type Task = {
	decide: (book: Book, context: Context) => Promise<unknown>;
	origin: Origin;
	settle: (result: Result) => void;
};
type Result = { answer: Answer<unknown>; failed?: undefined } | { answer?: undefined; failed: unknown };

export function createList(storage: Storage, committed: () => void): { submit: Submit; idle: () => Promise<void> } {
	const waiting: Task[] = [];
	let running: Promise<void> | undefined;

	async function run(): Promise<void> {
		// Those who arrive in the same turn of the event loop are committed together; nobody waits for a timer.
		for (await undefined; waiting.length > 0; await nextTurn()) {
			const list = waiting.splice(0, MOST_IN_A_LIST);
			const results = await decideTogether(storage, list);
			list.forEach((task, index) => {
				task.settle(results[index] ?? { failed: new Error("a list lost an answer") });
			});
			committed();
		}
		running = undefined;
	}

	const submit: Submit = (verb, origin, input) =>
		new Promise((resolve, reject) => {
			waiting.push({
				decide: (book, context) => verb(book, context, input),
				origin,
				settle: (result) =>
					result.answer ? resolve(result.answer as Awaited<ReturnType<typeof submit>> as never) : reject(result.failed),
			});
			running ??= run();
		});

	return { submit, idle: async () => running };
}

const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

async function decideTogether(storage: Storage, list: Task[]): Promise<Result[]> {
	let begun = false;
	try {
		return await storage.transact((tx) => {
			begun = true;
			return decideList(tx, list);
		});
	} catch (failed) {
		// A database out of reach is so for all of them: one after another they would wait for it as often as they are many.
		if (list.length === 1 || !begun) return list.map(() => ({ failed }));
		// Nothing of the list was committed: each alone, so that whoever caused it fails alone.
		const results: Result[] = [];
		for (const task of list) results.push(...(await decideTogether(storage, [task])));
		return results;
	}
}

async function decideList(tx: Transaction, list: Task[]): Promise<Result[]> {
	const book = createBook(tx);
	const results: Result[] = [];
	for (const task of list) results.push(await decideOne(book, task));
	await book.flush();
	return results;
}

async function decideOne(book: OpenBook, { origin, decide }: Task): Promise<Result> {
	try {
		const { communityId, now, wall = now } = origin;
		const receipt = origin.key === undefined ? undefined : await receiptFor(book, origin, origin.key);
		if (receipt?.known !== undefined) return { answer: { done: receipt.known } };
		const community = await book.get("Community", { id: communityId });
		if (!community) throw new Error(`there is no community ${communityId}`);
		const { timezone } = community;
		const outcome = await decide(book, { communityId, now, wall, timezone, policy: policyOf(community.policy) });
		receipt?.keep(outcome);
		book.accept();
		return { answer: { done: outcome } };
	} catch (error) {
		book.discard();
		return error instanceof Refused ? { answer: { refused: error.refusal } } : { failed: error };
	}
}

const digest = (text: string): Uint8Array<ArrayBuffer> =>
	new Uint8Array(createHash("sha256").update(text).digest().subarray(0, 16));

/** The outcome of an earlier delivery, if there was one, and a way to keep this one's. */
async function receiptFor(book: Book, origin: Origin, said: string) {
	const key = digest(said);
	const fingerprint = digest(origin.fingerprint ?? "");
	const { communityId, now: at } = origin;
	const receipt = await book.get("Receipt", { communityId, key });
	if (receipt && Buffer.compare(receipt.fingerprint, fingerprint) !== 0) {
		throw new KeyReused(`the key ${said} came before with another content`);
	}
	return {
		known: receipt && reviveOutcome(receipt.outcome),
		keep: (outcome: unknown) =>
			book.set("Receipt", { communityId, key, fingerprint, outcome: JSON.stringify(outcome ?? null), at }),
	};
}

function reviveOutcome(json: string): unknown {
	return JSON.parse(json, (name, value) =>
		name.endsWith("At") && typeof value === "string" ? new Date(value) : value,
	);
}

const policies = new Map<string, Policy>();

function policyOf(json: string): Policy {
	const known = policies.get(json) ?? readPolicy(json);
	policies.set(json, known);
	return known;
}
