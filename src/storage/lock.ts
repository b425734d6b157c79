// One at a time, or a few, first come first served: what keeps a statement from slipping into somebody else's transaction,
// and a rush from taking every connection. It knows nothing about databases.
import { setImmediate as nextTurn } from "node:timers/promises";

/** Longer than this in the queue is an outage, or a caller that waits for itself. */
const longestWaitMs = 15_000;
/** SQLite works synchronously: without a turn of the event loop now and then, no timer and no socket would be served. */
const longestTurnMs = 10;

export type Lock = {
	/** Resolves to the release, which may be called more than once. */
	acquire(): Promise<() => void>;
	run<T>(work: () => Promise<T>): Promise<T>;
	/** Nobody gets it any more; whoever waits is refused. */
	close(): void;
};

type Waiter = { resolve: () => void; reject: (reason: Error) => void; timer: NodeJS.Timeout };

/** `places`: how many may have it at once. */
export function createLock(places = 1): Lock {
	const waiting = new Set<Waiter>();
	let free = places;
	let closed = false;
	let turnedAt = 0;

	function release(): void {
		const [next] = waiting;
		if (!next) {
			free += 1;
			return;
		}
		waiting.delete(next);
		clearTimeout(next.timer);
		next.resolve();
	}

	function wait(): Promise<void> {
		return new Promise((resolve, reject) => {
			const giveUp = () => {
				waiting.delete(waiter);
				reject(
					new Error(`waited ${longestWaitMs / 1000} s for the database: is it used from inside its own transaction?`),
				);
			};
			const waiter: Waiter = { resolve, reject, timer: setTimeout(giveUp, longestWaitMs) };
			waiting.add(waiter);
		});
	}

	async function acquire(): Promise<() => void> {
		if (closed) throw closedError();
		// Whoever waited got the place of the one who left.
		if (free === 0) await wait();
		else free -= 1;
		if (performance.now() - turnedAt > longestTurnMs) {
			await nextTurn();
			turnedAt = performance.now();
		}
		let released = false;
		return () => {
			if (!released) release();
			released = true;
		};
	}

	return {
		acquire,
		async run(work) {
			const done = await acquire();
			try {
				return await work();
			} finally {
				done();
			}
		},
		close() {
			closed = true;
			for (const waiter of waiting) {
				clearTimeout(waiter.timer);
				waiter.reject(closedError());
			}
			waiting.clear();
		},
	};
}

const closedError = (): Error => new Error("the storage is closed");
