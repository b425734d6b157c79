// A year of a team of forty, by hand: see weeks.ts. A breach names its seed and its week.
import { expect, test } from "vitest";
import { playWeeks } from "./weeks.ts";

const WEEKS = Number(process.env["YEAR_WEEKS"] ?? 52);
const SEED = Number(process.env["YEAR_SEED"] ?? Date.now() % 2 ** 31);

const say = (line: string): void => void process.stdout.write(`${line}\n`);

test(`${WEEKS} weeks of forty people, seed ${SEED}`, async () => {
	say(`seed ${SEED}`);
	const begun = performance.now();
	const { acts, sent, seen } = await playWeeks({
		weeks: WEEKS,
		seed: SEED,
		onWeek: (week) => say(`week ${week.week}: ${week.acts} acts, ${week.seconds.toFixed(1)} s`),
	});
	for (const [what, times] of [...seen].sort(([a], [b]) => (a < b ? -1 : 1))) say(`${what}: ${times}`);
	const seconds = ((performance.now() - begun) / 1_000).toFixed(0);
	say(`${WEEKS} weeks, ${acts} acts, ${sent} notices on each database, ${seconds} s, seed ${SEED}`);
	expect(acts).toBeGreaterThan(0);
});
