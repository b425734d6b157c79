// Some weeks of a team of forty, always the same: whoever changes something hears of that, and of nothing else. A whole year
// with a seed of its own is played by hand: `npm run year`.
import { expect, test } from "vitest";
import { playWeeks } from "./weeks.ts";

const WEEKS = 2;
const SEED = 1;

test(`${WEEKS} weeks of forty people on both platforms and both databases, seed ${SEED}`, async () => {
	const weeks: number[] = [];
	const { sent } = await playWeeks({ weeks: WEEKS, seed: SEED, onWeek: ({ week }) => weeks.push(week) });
	expect(weeks).toHaveLength(WEEKS);
	expect(sent).toBeGreaterThan(0);
}, 300_000);
