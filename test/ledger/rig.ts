// A ledger on a real SQLite file of its own, with a few people and places and a clock that the test moves: what a test
// of the book needs, without any chat. Verbs are called by people's names.
import { expect } from "vitest";
import { note } from "../../src/ledger/changes.ts";
import { ask, type FavorStep, favorStepOf, takeStep } from "../../src/ledger/favors.ts";
import type { Giver, Where } from "../../src/ledger/giving.ts";
import { createLedger } from "../../src/ledger/ledger.ts";
import type { Answer, Origin, Submit, Verb } from "../../src/ledger/list.ts";
import { meet, meetPlace, type Seen } from "../../src/ledger/people.ts";
import { react } from "../../src/ledger/reactions.ts";
import { enter } from "../../src/ledger/record.ts";
import { thanks, undo } from "../../src/ledger/thanks.ts";
import { verify } from "../../src/ledger/verify.ts";
import { vouch } from "../../src/ledger/vouches.ts";
import { readWallet } from "../../src/ledger/wallet.ts";
import { readPolicy } from "../../src/rules/policy.ts";
import type { Refusal } from "../../src/rules/refusal.ts";
import type { FavorSize } from "../../src/rules/types.ts";
import { WORLD } from "../../src/rules/types.ts";
import { type Fresh, freshStorage } from "../storage/fresh.ts";

/** A Monday morning. */
export const MONDAY = new Date("2026-11-16T10:00:00Z");
export const minute = 60_000;
export const hour = 60 * minute;
export const day = 24 * hour;

export const WORKSPACE = { platform: "slack", external: "T1", name: "Team" };
const NAMES = ["Ana", "Bo", "Cy", "Dee", "Eli", "Fay"];

export type RigOptions = {
	policy?: object;
	timezone?: string;
	people?: (string | Seen)[];
	now?: Date;
	/** An opened file, to share it or to open it again. */
	fresh?: Fresh;
};
type Said = { key?: string | undefined; fingerprint?: string; where?: Where };
type Thanked = Said & { amount?: number; reason?: string; tags?: string[]; timezone?: string };
type Reacted = Said & {
	added?: boolean;
	order?: number;
	message?: string;
	emoji?: string;
	unknownAuthor?: boolean;
	timezone?: string;
};
type Asked = Said & { of?: string; size?: FavorSize; dueAt?: Date; text?: string; tags?: string[] };

export type Rig = Awaited<ReturnType<typeof openRig>>;

export async function openRig(options: RigOptions = {}) {
	const fresh = options.fresh ?? (await freshStorage());
	const { storage } = fresh;
	const ledger = createLedger(storage);
	const clock = { now: options.now ?? MONDAY };
	const seen = (options.people ?? NAMES).map((one) => (typeof one === "string" ? personCalled(one) : one));
	const workspace = await ledger.workspaceFor(WORKSPACE, options.timezone ?? "UTC", clock.now);
	const { communityId, id: workspaceId } = workspace;
	if (options.policy) await setPolicy(options.policy);
	const ids = await met(seen);
	const [general, secret] = [await place("general", "public"), await place("secret", "private")];

	async function setPolicy(policy: object): Promise<void> {
		readPolicy(JSON.stringify(policy));
		await storage.db.community.update({ where: { id: communityId }, data: { policy: JSON.stringify(policy) } });
	}

	async function met(people: Seen[]): Promise<Record<string, number>> {
		const answer = await ledger.submit(meet, { communityId, now: clock.now }, { workspaceId, people });
		return { ...answer.done };
	}

	async function place(
		name: string,
		kind: "public" | "private",
		present = true,
	): Promise<Where & { channelId: number }> {
		const seenPlace = { workspaceId, external: `C-${name}`, name, kind, present, home: present };
		const channelId = done(await ledger.submit(meetPlace, { communityId, now: clock.now }, seenPlace)).channelId;
		return { workspaceId, channelId, everywhere: kind === "public", postable: present, present };
	}

	const person = (name: string, timezone = "UTC"): Giver => {
		const who = seen.find((one) => one.name === name);
		return { id: ids[`U-${name}`], name, kind: who?.kind ?? "stranger", timezone };
	};
	/** A member's id by name, for those who have one. */
	const idOf = (name: string): number => {
		const id = ids[`U-${name}`];
		if (id === undefined) throw new Error(`${name} is no member`);
		return id;
	};
	const origin = ({ key, fingerprint }: Said = {}): Origin => ({
		communityId,
		now: clock.now,
		...(key === undefined ? {} : { key }),
		...(fingerprint === undefined ? {} : { fingerprint }),
	});
	const submit = <I, O>(verb: Verb<I, O>, input: I, said: Said = {}): Promise<Answer<O>> =>
		ledger.submit(verb, origin(said), input);

	/** What people do, through this ledger or another one on the same book. */
	const through = (send: Submit) => ({
		thank(from: string, to: string | string[], more: Thanked = {}) {
			const { amount = 1, reason = "", tags = [], where = general, timezone, ...said } = more;
			const receivers = [to].flat().map((name) => person(name));
			const input = { giver: person(from, timezone), receivers, amount, reason, tags, where };
			return send(thanks, origin(said), input);
		},
		react(from: string, to: string, more: Reacted = {}) {
			const { added = true, order, message = "M1", emoji = "💐", where, unknownAuthor, timezone, ...said } = more;
			const receiver = unknownAuthor ? undefined : person(to);
			const at = where?.channelId ? { ...where, channelId: where.channelId } : general;
			const input = { reactor: person(from, timezone), receiver, emoji, message, added, order, where: at };
			return send(react, origin(said), input);
		},
		ask(from: string, more: Asked = {}) {
			const { of, size = "normal", dueAt = null, text = "a hand", tags = [], where = general, ...said } = more;
			const target = of === undefined ? undefined : person(of);
			return send(ask, origin(said), { asker: person(from), target, size, text, tags, dueAt, where });
		},
		step(by: string, favorId: number, what: string | FavorStep, said: Said = {}) {
			const step = typeof what === "string" ? favorStepOf(what) : what;
			if (!step) throw new Error(`there is no step ${String(what)}`);
			return send(takeStep, origin(said), { actor: person(by), favorId, ...step });
		},
		undo: (by: string, said: Said = {}) => send(undo, origin(said), { memberId: idOf(by) }),
		vouch: (by: string, of: string, amount: number, said: Said = {}) =>
			send(vouch, origin(said), { voucher: person(by), other: person(of), amount }),
	});

	return {
		fresh,
		storage,
		ledger,
		communityId,
		workspaceId,
		clock,
		seen,
		general,
		secret,
		/** A conversation without an audience. */
		direct: { workspaceId, channelId: null, everywhere: false, postable: false, present: false } satisfies Where,
		place,
		setPolicy,
		met,
		person,
		idOf,
		submit,
		/** Lets the clock go on; nothing happens by itself. */
		pass(ms: number) {
			clock.now = new Date(clock.now.getTime() + ms);
		},
		through,
		...through(ledger.submit),
		/** The directory says of somebody that they are gone, or here again. */
		async isNow(name: string, kind: Seen["kind"]): Promise<void> {
			await met([{ ...personCalled(name), kind }]);
		},
		/** Gives credits out of nothing, as an admin would. */
		async fund(name: string, credits: number) {
			done(await submit(adjust, { memberId: idOf(name), credits }));
		},
		async balance(name: string): Promise<number> {
			return (await accountOf(idOf(name)))?.balance ?? Number.NaN;
		},
		async balances(): Promise<Record<string, number>> {
			const accounts = await storage.db.account.findMany({ where: { communityId, kind: "member" } });
			const names = new Map(Object.entries(ids).map(([user, id]) => [id, user.slice(2)]));
			return Object.fromEntries(accounts.map(({ id, balance }) => [names.get(id) ?? String(id), balance]));
		},
		escrow: async (favorId: number) => (await accountOf(favorId))?.balance,
		favor: (id: number) => storage.db.favor.findUniqueOrThrow({ where: { communityId_id: { communityId, id } } }),
		notices: (where: object = {}) => storage.db.notice.findMany({ where, orderBy: { id: "asc" } }),
		async wallet(name: string, timezone = "UTC") {
			const community = await storage.db.community.findUniqueOrThrow({ where: { id: communityId } });
			const of = { communityId, memberId: idOf(name), timezone, communityTimezone: community.timezone };
			const wallet = await ledger.read((query) => readWallet(query, of, readPolicy(community.policy), clock.now));
			if (!wallet) throw new Error(`${name} has no wallet`);
			return wallet;
		},
		/** The book must hold: what is wrong is shown otherwise. */
		async mustHold() {
			const found = await verify(storage);
			expect(found.breaches).toEqual([]);
			expect(found.ok).toBe(true);
			return found;
		},
	};

	function accountOf(id: number) {
		return storage.db.account.findUnique({ where: { communityId_id: { communityId, id } } });
	}
}

/** Somebody whose user id is their name. */
export const personCalled = (name: string, kind: Seen["kind"] = "person"): Seen => ({ user: `U-${name}`, name, kind });

/** What was done; a refusal fails the test. */
export function done<O>(answer: Answer<O>): O {
	if (answer.refused) throw new Error(`refused: ${JSON.stringify(answer.refused)}`);
	return answer.done;
}

/** The refusal; what was done fails the test. */
export function refused(answer: Answer<unknown>): Refusal {
	if (!answer.refused) throw new Error(`not refused: ${JSON.stringify(answer.done)}`);
	return answer.refused;
}

const adjust: Verb<{ memberId: number; credits: number }, null> = async (book, context, { memberId, credits }) => {
	const nowhere = { channelId: null, everywhere: false, day: 0, week: 0 };
	const postings = [
		{ accountId: WORLD, amount: -credits },
		{ accountId: memberId, amount: credits },
	];
	const entry = { kind: "adjustment", actorId: memberId, ...nowhere, postings } as const;
	const subjectId = await enter(book, context, entry);
	await note(book, context, memberId, { what: "entry adjustment", subjectId, before: "", after: String(credits) });
	return null;
};

/** A fixed, repeatable shuffle: the same seed gives the same order. */
export function shuffled<T>(items: readonly T[], seed: number): T[] {
	const next = random(seed);
	const rest = [...items];
	for (let last = rest.length - 1; last > 0; last--) {
		const other = Math.floor(next() * (last + 1));
		[rest[last], rest[other]] = [rest[other] as T, rest[last] as T];
	}
	return rest;
}

/** Repeatable numbers from 0 to 1 (mulberry32). */
export function random(seed: number): () => number {
	let state = seed >>> 0;
	return () => {
		state = (state + 0x6d2b79f5) >>> 0;
		let mixed = Math.imul(state ^ (state >>> 15), state | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
	};
}
