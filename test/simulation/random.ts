// Chance from a seed: the same seed gives the same numbers, on every machine.

export type Random = {
	/** At least 0, below 1. */
	next(): number;
	/** A whole number from 0 up to but not including this one. */
	below(most: number): number;
	chance(of: number): boolean;
	pick<T>(items: readonly T[]): T;
};

/** The generator "mulberry32": 32 bits of state are enough for stories of a hundred steps. */
export function createRandom(seed: number): Random {
	let state = seed >>> 0;
	const next = () => {
		state = (state + 0x6d2b79f5) >>> 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	};
	const below = (most: number) => Math.floor(next() * most);
	return {
		next,
		below,
		chance: (of) => next() < of,
		pick: (items) => itemAt(items, below(items.length)),
	};
}

/** Any number names one of these. */
export function itemAt<T>(items: readonly T[], index: number): T {
	if (items.length === 0) throw new Error("there is nothing to choose from");
	return items[index % items.length] as T;
}
