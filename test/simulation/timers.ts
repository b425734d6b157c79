// Timers that go off when the simulation says so, in the order of their time. While they are in place nothing of the bot's
// waits for the real clock; what waits longer than the bot ever does (a pool for its idle connections) is left to it.

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

/** The real clock, whatever is in place. */
export const realTimeout = globalThis.setTimeout;

const LONGEST_MS = 60_000;

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
	const isOurs = (ms: number | undefined) => waits(ms) <= LONGEST_MS;
	type Go = (...values: unknown[]) => void;
	Object.assign(globalThis, {
		setTimeout: (go: Go, ms?: number, ...values: unknown[]) =>
			isOurs(ms) ? add(() => go(...values), waits(ms), undefined) : real.setTimeout(go, ms, ...values),
		setInterval: (go: Go, ms?: number, ...values: unknown[]) => add(() => go(...values), waits(ms), waits(ms)),
		clearTimeout: (handle: NodeJS.Timeout) => set.delete(handle) || real.clearTimeout(handle),
		clearInterval: (handle: NodeJS.Timeout) => set.delete(handle) || real.clearInterval(handle),
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
