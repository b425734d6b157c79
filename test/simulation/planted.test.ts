// The simulation finds what it is there to find: each planted bug within its time, with the shortest story that shows it.
// Three of them in every run; all of them with PLANTED=all.
import { expect, test } from "vitest";
import { openSqlite } from "./databases.ts";
import { BUGS, plant } from "./planted.ts";
import { playSeason, report, summary } from "./season.ts";

const ALWAYS = 3;
const looked = process.env["PLANTED"] === "all" ? BUGS : BUGS.slice(0, ALWAYS);

for (const bug of looked) {
	test(`found: ${bug.name}`, async () => {
		const { code, remove } = await plant(bug);
		const theatre = await openSqlite(code);
		try {
			const season = await playSeason({ theatres: [theatre], code, seed: 1, forMs: 60_000, shrinkForMs: 20_000 });
			console.info(`${bug.name}\n${summary(season)}\n${season.broken ? report(season.broken) : "not found"}`);
			expect(season.broken).toBeDefined();
		} finally {
			await theatre.close();
			await remove();
		}
	}, 120_000);
}
