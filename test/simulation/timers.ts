// Timers that go off when the simulation says so, in the order of their time. While they are in place nothing in this
// process waits for the real clock.

export type Timers = {
	/** When the next one is to go off. */
	nextAt(): number | undefined;
	/** All that are due by then go off; those set meanwhile wait. */
	until(at: number): void;
	/** The next one goes off at once. False where there is none. */
	hurry(): boolean;
	/** The real ones are back. */
	restore(): void;
};

type Timer = { at: number; order: number; go: () => void; everyMs: number | undefined };

export const realTimeout = globalThis.setTimeout;

export function installTimers(now: () => number): Timers {
	const real = { setTimeout, clearTimeout, setInterval, clearInterval };
	const set = new Map<object, Timer>();
	let count = 0;

	function add(go: () => void, ms: number, everyMs: number | undefined): object {
		const handle = { unref: () => handle, ref: () => handle, hasRef: () => false, refresh: () => handle };
		count += 1;
		set.set(handle, { at: now() + ms, order: count, go, everyMs });
		return handle;
	}

	function goOff(handle: object, timer: Timer): void {
		if (!set.delete(handle)) return;
		if (timer.everyMs !== undefined) set.set(handle, { ...timer, at: now() + timer.everyMs });
		timer.go();
	}

	const soonestFirst = () => [...set].sort(([, a], [, b]) => a.at - b.at || a.order - b.order);
	const waits = (ms: number | undefined) => Math.max(0, ms ?? 0);
	type Go = (...values: unknown[]) => void;
	Object.assign(globalThis, {
		setTimeout: (go: Go, ms?: number, ...values: unknown[]) => add(() => go(...values), waits(ms), undefined),
		setInterval: (go: Go, ms?: number, ...values: unknown[]) => add(() => go(...values), waits(ms), waits(ms)),
		clearTimeout: (handle: object) => void set.delete(handle),
		clearInterval: (handle: object) => void set.delete(handle),
	});
	return {
		nextAt: () => soonestFirst()[0]?.[1].at,
		until(at) {
			for (const [handle, timer] of soonestFirst()) if (timer.at <= at) goOff(handle, timer);
		},
		hurry() {
			const [first] = soonestFirst();
			if (!first) return false;
			goOff(...first);
			return true;
		},
		restore: () => void Object.assign(globalThis, real),
	};
}
