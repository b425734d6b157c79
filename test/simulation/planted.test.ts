// The simulation finds what it is there to find: each planted bug within its time, with the shortest story that shows it.
// Three of them in every run; all of them with PLANTED=all.
import { expect, test } from "vitest";
import { BUGS, outdated, plant } from "./planted.ts";
import { playSeason, report, summary } from "./season.ts";
import { openTheatres } from "./theatres.ts";

const ALWAYS = 3;
const all = process.env["PLANTED"] === "all";
const shrinkForMs = all ? 30_000 : 5_000;

test.each(BUGS)("can be planted: $name", async (bug) => {
	expect(await outdated(bug)).toEqual([]);
});

for (const bug of all ? BUGS : BUGS.slice(0, ALWAYS)) {
	test(`found: ${bug.name}`, async () => {
		const { code, remove } = await plant(bug);
		const theatres = await openTheatres(bug.on ?? "sqlite", code);
		try {
			const seed = bug.from ?? 1;
			const season = await playSeason({ theatres, code, seed, forMs: 120_000, shrinkForMs, looksFor: bug.breaks });
			console.info(`${bug.name}\n${summary(season)}\n${season.broken ? report(season.broken) : "not found"}`);
			expect(season.broken?.shortest.wrong.join("\n")).toMatch(bug.breaks);
		} finally {
			for (const theatre of theatres) await theatre.close();
			await remove();
		}
	}, 240_000);
}
