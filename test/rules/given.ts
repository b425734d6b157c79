// What rules' tests start from: people, favors, and how a refusal is caught.

import type { Refusal } from "../../src/rules/refusal.ts";
import { Refused } from "../../src/rules/refusal.ts";
import { type Favor, type PersonKind, type Posting, type Someone, WORLD } from "../../src/rules/types.ts";

export const NOON = new Date("2026-11-18T12:00:00Z");

export const hour = 3_600_000;
export const day = 24 * hour;
export const later = (ms: number, from: Date = NOON): Date => new Date(from.getTime() + ms);

const NAMES = ["Ana", "Bo", "Cy", "Dee", "Eli", "Fay"];
/** Ids begin at 2, as in the book. */
export const someone = (id: number, kind: PersonKind = "person"): Someone => ({
	id,
	name: NAMES[id - 2] ?? `M${id}`,
	kind,
});
export const stranger = (name: string, kind: PersonKind): Someone => ({ id: undefined, name, kind });

export const [ana, bo, cy, dee] = [someone(2), someone(3), someone(4), someone(5)] as const;

/** A favor that Ana asked of anyone, open since noon. */
export const favor = (change: Partial<Favor> = {}): Favor => ({
	id: 100,
	askerId: 2,
	targetId: null,
	helperId: null,
	cost: 4,
	state: "open",
	fromPot: false,
	approvedBy: null,
	dueAt: null,
	acceptedAt: null,
	doneAt: null,
	notYet: false,
	questionedAt: null,
	endedAt: null,
	nextAt: later(7 * day),
	...change,
});

/** What somebody may not do, as data; undefined for what they may. */
export function refusalOf(act: () => unknown): Refusal | undefined {
	try {
		act();
		return undefined;
	} catch (error) {
		if (error instanceof Refused) return error.refusal;
		throw error;
	}
}

export const sum = (postings: readonly Posting[]): number => postings.reduce((total, { amount }) => total + amount, 0);

/** What each account gains or loses. */
export function gains(postings: readonly Posting[]): Record<string, number> {
	const found: Record<string, number> = {};
	for (const { accountId, amount } of postings) {
		const name = accountId === WORLD ? "world" : String(accountId);
		found[name] = (found[name] ?? 0) + amount;
	}
	return found;
}
