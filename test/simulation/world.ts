// Who goes on next, and what goes wrong. Everything that the bot does stops at points; one at a time is let go, as the
// seed says, and only when all else stands still. So the same seed plays the same story.
import type { Random } from "./random.ts";
import { realTimeout } from "./timers.ts";

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
class Crashed extends Error {
	override name = "Crashed";
}

type Point = {
	life: Life;
	what: string;
	/** Inside a transaction: when its bot crashes, it is rolled back. */
	inside: boolean;
	/** Not before this time. */
	notBefore: number;
	/** How many were let go before it came: among those that came between two, the database decides who was first. */
	cameAfter: number;
	go(): void;
	fail(reason: Error): void;
};

const compareTexts = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

export type World = ReturnType<typeof createWorld>;

/** In some steps one kind of thing waits until nothing else can go on: the widest gap that there can be. */
const COMES_LAST = [
	undefined,
	undefined,
	"commits",
	"commits",
	"commits",
	"has committed",
	"begins",
	"reads",
	"sends",
	"has sent",
];

/** After so many turns of the event loop without a move, everything stands still. */
const CALM_TURNS = 4;
/** How soon the database is asked again who waits for whom. */
const LOOK_AGAIN_MS = 1;
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
	let released = 0;
	let deaths = 0;
	let onMove = (): void => {};
	let step = 0;

	function kill(life: Life): void {
		if (!life.dead) deaths += 1;
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
		move();
		if (life.dead) return inside ? Promise.reject(new Crashed()) : new Promise(() => {});
		return new Promise<void>((go, fail) => {
			waiting.push({ life, what, inside, notBefore: now() + laterMs, cameAfter: released, go, fail });
		});
	}

	function move(): void {
		moves += 1;
		onMove();
	}

	function count(by: number): void {
		underWay += by;
		move();
	}

	/** Real work on one connection, of which what is asked at once counts as one. */
	function onOneConnection() {
		let asked = 0;
		return async <T>(work: () => Promise<T>): Promise<T> => {
			asked += 1;
			count(asked === 1 ? 1 : 0);
			try {
				return await work();
			} finally {
				asked -= 1;
				count(asked === 0 ? -1 : 0);
			}
		};
	}

	/** Resolves when something moves, or after a millisecond. */
	async function aMove(): Promise<void> {
		const before = moves;
		await new Promise<void>((resolve) => {
			onMove = resolve;
			if (moves !== before) resolve();
			else realTimeout(resolve, LOOK_AGAIN_MS);
		});
	}

	/** Until all is calm, and what is under way at the database waits for somebody who stands at a point. */
	async function stand(): Promise<void> {
		for (let calm = 0; calm < CALM_TURNS; ) {
			const before = moves;
			await nextTurn();
			calm = moves === before ? calm + 1 : 0;
			if (calm < CALM_TURNS || underWay === 0) continue;
			const standing = waiting.filter(({ inside }) => inside).length;
			if (standing > 0 && (await blocked(underWay, standing)) && moves === before) continue;
			calm = 0;
			if (moves === before) await aMove();
		}
	}

	/** Those who may go on, in an order that is the same every time. */
	function inOrder(): Point[] {
		const named = ({ life, what }: Point) => `${life.name} ${what}`;
		return waiting
			.filter(({ notBefore }) => notBefore <= now())
			.sort((a, b) => a.cameAfter - b.cameAfter || compareTexts(named(a), named(b)));
	}

	function release(next: Point): void {
		released += 1;
		waiting.splice(waiting.indexOf(next), 1);
		note(next.life, next.what);
		move();
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
		faults: () => [...injected.values()].reduce((sum, times) => sum + times, deaths),
		/** A point where nobody else can come in between: only a crash can. */
		pass(life: Life): void {
			if (!life.dead && strikes(life, "crash")) kill(life);
			if (life.dead) throw new Crashed();
		},
		/** Real work that takes its time: nobody else goes on before it is done, or waits for somebody. */
		doing: <T>(work: () => Promise<T>): Promise<T> => onOneConnection()(work),
		onOneConnection,
		/** What is done inside of such work, and comes to points of its own. */
		async within<T>(work: () => Promise<T>): Promise<T> {
			count(-1);
			try {
				return await work();
			} finally {
				count(1);
			}
		},
		begin(faults: readonly Fault[]): void {
			step += 1;
			armed = faults.map((fault) => ({ ...fault }));
		},
		/** Goes on until nothing can go on; `stuck` may find something more to do. */
		async run(random: Random | undefined, stuck: () => boolean): Promise<void> {
			const last = random?.pick(COMES_LAST);
			for (;;) {
				await stand();
				const ready = inOrder();
				const [first] = ready;
				const eager = ready.filter(({ what }) => last === undefined || !what.startsWith(last));
				if (first) release(random?.pick(eager.length > 0 ? eager : ready) ?? first);
				else if (!stuck()) return;
			}
		},
	};
}
