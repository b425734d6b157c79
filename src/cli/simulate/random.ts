// Chance from a seed: the same seed plays the same year, on every machine.

export type Random = {
	/** At least 0, below 1. */
	next(): number;
	/** A whole number from 0 up to but not including this one. */
	below(most: number): number;
	chance(of: number): boolean;
	/** How often something happens that happens so many times on average, each time independently (Poisson). */
	times(mean: number): number;
	shuffled<T>(items: readonly T[]): T[];
};

/** The generator "sfc32" of PractRand: small, fast, 128 bits of state. */
export function createRandom(seed: number): Random {
	let [a, b, c, counter] = [seed | 0, 0x9e3779b9 | 0, 0x243f6a88, 1];
	const next = () => {
		const mixed = (a + b + counter++) | 0;
		a = b ^ (b >>> 9);
		b = (c + (c << 3)) | 0;
		c = (((c << 21) | (c >>> 11)) + mixed) | 0;
		return (mixed >>> 0) / 2 ** 32;
	};
	// Seeds that lie side by side would begin alike.
	for (let warm = 0; warm < 20; warm++) next();
	const below = (most: number) => Math.floor(next() * most);
	return { next, below, chance: (of) => next() < of, times: (mean) => times(mean, next), shuffled };

	function shuffled<T>(items: readonly T[]): T[] {
		const mixed = [...items];
		for (let index = mixed.length - 1; index > 0; index--) {
			const other = below(index + 1);
			[mixed[index], mixed[other]] = [mixed[other] as T, mixed[index] as T];
		}
		return mixed;
	}
}

/** Knuth's way: meant for the small means of one day. */
function times(mean: number, next: () => number): number {
	const limit = Math.exp(-mean);
	let count = 0;
	for (let left = next(); left > limit; left *= next()) count++;
	return count;
}

/** One of the items, each as likely as its weight says; undefined where none weighs anything. */
export function createDraw<T>(items: readonly T[], weightOf: (item: T) => number): (random: Random) => T | undefined {
	let sum = 0;
	const sums = items.map((item) => (sum += weightOf(item)));
	return (random) => {
		if (sum === 0) return undefined;
		const at = random.next() * sum;
		let [low, high] = [0, items.length - 1];
		while (low < high) {
			const middle = (low + high) >> 1;
			if ((sums[middle] ?? 0) > at) high = middle;
			else low = middle + 1;
		}
		return items[low];
	};
}
