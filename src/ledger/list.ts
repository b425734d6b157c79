// The one way into the book: a list of verbs, one transaction. Whatever waits is decided in turn on a working copy,
// recorded together and committed once; one refusal or failure in the list touches nobody else.
import { createHash } from "node:crypto";
import { days } from "../rules/calendar.ts";
import { type Policy, readPolicy } from "../rules/policy.ts";
import { type Refusal, Refused } from "../rules/refusal.ts";
import { OutOfReach } from "../storage/out-of-reach.ts";
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

/** How long it waits, again and again, for a database that is out of reach: less in all than a platform waits for an answer. */
const RETRY_AFTER_MS: readonly number[] = [50, 150, 400, 900];

export type ListOptions = { retryAfterMs?: readonly number[] };

export function createList(
	storage: Storage,
	committed: () => void,
	{ retryAfterMs = RETRY_AFTER_MS }: ListOptions = {},
): { submit: Submit; idle: () => Promise<void> } {
	const lanes = Array.from({ length: storage.lanes }, () => createLane(storage, committed, retryAfterMs));
	const submit: Submit = (verb, origin, input) =>
		new Promise((resolve, reject) => {
			// A community has one lane: its lists never wait for each other at the database.
			lanes[origin.communityId % lanes.length]?.push({
				decide: (book, context) => verb(book, context, input),
				origin,
				settle: (result) =>
					result.answer ? resolve(result.answer as Awaited<ReturnType<typeof submit>> as never) : reject(result.failed),
			});
		});
	return {
		submit,
		async idle() {
			for (const lane of lanes) await lane.idle();
		},
	};
}

/** One list at a time: whoever arrives while it is committed is in the next one. */
function createLane(storage: Storage, committed: () => void, retryAfterMs: readonly number[]) {
	const waiting: Task[] = [];
	let running: Promise<void> | undefined;

	async function run(): Promise<void> {
		// Those who arrive in the same turn of the event loop are committed together; nobody waits for a timer.
		for (await undefined; waiting.length > 0; await nextTurn()) {
			const list = waiting.splice(0, MOST_IN_A_LIST);
			const results = await decideTogether(storage, list, retryAfterMs);
			list.forEach((task, index) => {
				task.settle(results[index] ?? { failed: new Error("a list lost an answer") });
			});
			committed();
		}
		running = undefined;
	}

	return {
		push(task: Task): void {
			waiting.push(task);
			running ??= run();
		},
		idle: async () => running,
	};
}

const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * What failed because the database is out of reach is done again, all of it: whether it was committed is not known, and
 * does not matter, as each verb has a key or does no harm twice.
 */
async function decideTogether(storage: Storage, list: Task[], retryAfterMs: readonly number[]): Promise<Result[]> {
	const communityIds = [...new Set(list.map(({ origin }) => origin.communityId))];
	let begun = false;
	try {
		return await storage.transact(communityIds, (tx) => {
			begun = true;
			return decideList(tx, list, storage.lanes > 1);
		});
	} catch (failed) {
		const [wait, ...rest] = retryAfterMs;
		if (failed instanceof OutOfReach && wait !== undefined) {
			await pause(wait);
			return decideTogether(storage, list, rest);
		}
		// A database that is in the way of one is in the way of all: one after another they would wait as often as they are many.
		if (list.length === 1 || !begun || failed instanceof OutOfReach) return list.map(() => ({ failed }));
		// Nothing of the list was committed: each alone, so that whoever caused it fails alone.
		const results: Result[] = [];
		for (const task of list) results.push(...(await decideTogether(storage, [task], [])));
		return results;
	}
}

async function decideList(tx: Transaction, list: Task[], distant: boolean): Promise<Result[]> {
	const book = createBook(tx, distant);
	if (distant && list.length > 1) await Promise.all(list.map((task) => rehearse(book, task)));
	const results: Result[] = [];
	for (const task of list) results.push(await decideOne(book, task));
	await book.flush();
	return results;
}

/**
 * Goes through a verb only to read what it will need. All of a list at once, so that each journey to the database brings
 * what many of them ask; then they are decided in turn without waiting.
 */
async function rehearse(book: OpenBook, task: Task): Promise<void> {
	try {
		await outcomeOf(book.rehearsal(), task);
	} catch {
		// Whatever it is, it is decided when its turn comes.
	}
}

async function decideOne(book: OpenBook, task: Task): Promise<Result> {
	try {
		const done = await outcomeOf(book, task);
		book.accept();
		return { answer: { done } };
	} catch (error) {
		book.discard();
		return error instanceof Refused ? { answer: { refused: error.refusal } } : { failed: error };
	}
}

async function outcomeOf(book: Book, { origin, decide }: Task): Promise<unknown> {
	const { communityId, now, wall = now } = origin;
	const [community, receipt] = await Promise.all([
		book.get("Community", { id: communityId }),
		origin.key === undefined ? undefined : receiptFor(book, origin, origin.key),
	]);
	if (receipt?.known !== undefined) return receipt.known;
	if (!community) throw new Error(`there is no community ${communityId}`);
	const { timezone } = community;
	const outcome = await decide(book, { communityId, now, wall, timezone, policy: policyOf(community.policy) });
	receipt?.keep(outcome);
	return outcome;
}

const digest = (text: string): Uint8Array<ArrayBuffer> =>
	new Uint8Array(createHash("sha256").update(text).digest().subarray(0, 16));

/** The outcome of an earlier delivery, if there was one, and a way to keep this one's. */
async function receiptFor(book: Book, origin: Origin, said: string) {
	const key = digest(said);
	const fingerprint = digest(origin.fingerprint ?? "");
	const { communityId, now: at } = origin;
	const period = receiptPeriod(at);
	const [late, receipt = late] = await Promise.all(
		[period - 1, period].map((one) => book.get("Receipt", { communityId, period: one, key })),
	);
	if (receipt && Buffer.compare(receipt.fingerprint, fingerprint) !== 0) {
		throw new KeyReused(`the key ${said} came before with another content`);
	}
	return {
		known: receipt && reviveOutcome(receipt.outcome),
		keep: (outcome: unknown) =>
			book.set("Receipt", { communityId, period, key, fingerprint, outcome: JSON.stringify(outcome ?? null), at }),
	};
}

/** Which thirty days since 1970-01-01 a key is kept with. */
export const receiptPeriod = (at: Date): number => Math.floor(at.getTime() / days(30));

function reviveOutcome(json: string): unknown {
	return JSON.parse(json, (name, value) =>
		name.endsWith("At") && typeof value === "string" ? new Date(value) : value,
	);
}

const policies = new Map<string, Policy>();

/** Read once for each wording of it. */
export function policyOf(json: string): Policy {
	const known = policies.get(json) ?? readPolicy(json);
	policies.set(json, known);
	return known;
}
