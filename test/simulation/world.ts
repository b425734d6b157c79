// Who goes on next, and what goes wrong. Everything that the bot does stops at points; one at a time is let go, as the
// seed says, and only when all else stands still. So the same seed plays the same story.
import type { Random } from "./random.ts";

/** What may go wrong, each at the so-many-th opportunity in its step. */
export const FAULT_KINDS = [
	"begin-fails",
	"statement-fails",
	"commit-fails",
	"commit-breaks",
	"commit-lost",
	"read-fails",
	"write-lost",
	"send-fails",
	"send-later",
	"send-never",
	"send-lost",
	"send-slow",
	"crash",
] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];
export type Fault = { kind: FaultKind; nth: number };

/** One running bot. Once dead, nothing of it goes on. */
export type Life = { name: string; dead: boolean };

/** What a transaction of a bot that crashed ends with. */
export class Crashed extends Error {
	override name = "Crashed";
}

type Point = {
	life: Life;
	what: string;
	/** Inside a transaction: when its bot crashes, it is rolled back. */
	inside: boolean;
	/** Not before this time. */
	notBefore: number;
	go(): void;
	fail(reason: Error): void;
};

export type World = ReturnType<typeof createWorld>;

/** After so many turns of the event loop without a move, everything stands still. */
const CALM_TURNS = 4;
const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/**
 * Whether all that is under way at the database waits for transactions that stand at a point: how many statements are
 * under way, and how many such transactions there are.
 */
export type Blocked = (underWay: number, standing: number) => Promise<boolean>;

/** `now` is the story's time. */
export function createWorld(now: () => number, blocked: Blocked) {
	const waiting: Point[] = [];
	const injected = new Map<FaultKind, number>();
	const trace: string[] = [];
	let armed: Fault[] = [];
	let underWay = 0;
	let moves = 0;
	let step = 0;

	function kill(life: Life): void {
		life.dead = true;
		for (const point of waiting.filter((one) => one.life === life)) {
			waiting.splice(waiting.indexOf(point), 1);
			if (point.inside) point.fail(new Crashed());
		}
	}

	function note(life: Life, what: string): void {
		trace.push(`${step}: ${life.name} ${what}`);
	}

	/** Whether this goes wrong now. Each opportunity counts. */
	function strikes(life: Life, kind: FaultKind): boolean {
		if (life.dead) return false;
		const fault = armed.find((one) => one.kind === kind);
		if (!fault) return false;
		fault.nth -= 1;
		if (fault.nth >= 0) return false;
		armed.splice(armed.indexOf(fault), 1);
		injected.set(kind, (injected.get(kind) ?? 0) + 1);
		note(life, kind);
		return true;
	}

	function point(life: Life, what: string, { inside = false, laterMs = 0 } = {}): Promise<void> {
		moves += 1;
		if (life.dead) return inside ? Promise.reject(new Crashed()) : new Promise(() => {});
		if (inside) underWay -= 1;
		const reached = new Promise<void>((go, fail) => {
			waiting.push({ life, what, inside, notBefore: now() + laterMs, go, fail });
		});
		if (!inside) return reached;
		return reached.finally(() => {
			underWay += 1;
			moves += 1;
		});
	}

	async function stand(): Promise<void> {
		for (let calm = 0; calm < CALM_TURNS; ) {
			const before = moves;
			await nextTurn();
			calm = moves === before ? calm + 1 : 0;
			if (calm < CALM_TURNS || underWay === 0) continue;
			const standing = waiting.filter(({ inside }) => inside).length;
			if (!(await blocked(underWay, standing))) calm = 0;
		}
	}

	function release(next: Point): void {
		waiting.splice(waiting.indexOf(next), 1);
		note(next.life, next.what);
		moves += 1;
		if (!strikes(next.life, "crash")) {
			next.go();
			return;
		}
		waiting.push(next);
		kill(next.life);
	}

	return {
		point,
		strikes,
		kill,
		/** What happened, point by point: two runs of one seed have the same. */
		trace,
		injected: (): ReadonlyMap<FaultKind, number> => injected,
		/** When the next of those who wait for their time may go on. */
		nextAt: () =>
			waiting.reduce<number | undefined>((soonest, { notBefore: at }) => Math.min(soonest ?? at, at), undefined),
		/** How many things went wrong so far. */
		faults: () => [...injected.values()].reduce((sum, count) => sum + count, 0),
		/** A point where nobody else can come in between: only a crash can. */
		pass(life: Life): void {
			if (!life.dead && strikes(life, "crash")) kill(life);
			if (life.dead) throw new Crashed();
		},
		/** Real work that takes its time. */
		async doing<T>(work: () => Promise<T>): Promise<T> {
			underWay += 1;
			moves += 1;
			try {
				return await work();
			} finally {
				underWay -= 1;
				moves += 1;
			}
		},
		begin(faults: readonly Fault[]): void {
			step += 1;
			armed = faults.map((fault) => ({ ...fault }));
		},
		/** Goes on until nothing can go on; `stuck` may find something more to do. */
		async run(random: Random | undefined, stuck: () => boolean): Promise<void> {
			for (;;) {
				await stand();
				const ready = waiting.filter(({ notBefore }) => notBefore <= now());
				const [first] = ready;
				if (first) release(random?.pick(ready) ?? first);
				else if (!stuck()) return;
			}
		},
	};
}
