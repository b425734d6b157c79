// A wall clock that the test moves on; it ticks in between, as clocks do.
export type TestClock = { now(): Date; ahead(ms: number): void };

export function createTestClock(start: Date): TestClock {
	const began = Date.now();
	let offset = start.getTime() - began;
	return {
		now: () => new Date(Date.now() + offset),
		ahead(ms) {
			offset += ms;
		},
	};
}

export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;
