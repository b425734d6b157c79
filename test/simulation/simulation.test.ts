// The bot under everything that may go wrong, for a bounded time: as many stories as fit, always from the same seed, so that
// whoever changes something hears of that and of nothing else. Fresh seeds are for the long runs by hand.
import { expect, test } from "vitest";
import { ownCode } from "./code.ts";
import { makePlan } from "./plan.ts";
import { playOn, playSeason, report, summary } from "./season.ts";
import { openTheatres } from "./theatres.ts";

/** On each database. By hand: `npm run simulation -- --minutes 60 --seed 123 --on both`. */
const FOR_MS = 18_000;

for (const on of ["sqlite", "postgresql"]) {
	test(`whatever happens, the book is what the model says, and everybody hears of it, on ${on}`, async () => {
		const theatres = await openTheatres(on, ownCode);
		try {
			const seed = 1;
			const season = await playSeason({ theatres, code: ownCode, seed, forMs: FOR_MS, shrinkForMs: 60_000 });
			console.info(`${on}, seeds from ${seed}: ${summary(season)}`);
			if (season.broken) throw new Error(report(season.broken));
			expect(season.stories).toBeGreaterThan(0);
		} finally {
			for (const theatre of theatres) await theatre.close();
		}
	}, 150_000);

	test(`the same seed plays the same story, to the last point, on ${on}`, async () => {
		const [theatre] = await openTheatres(on, ownCode);
		if (!theatre) throw new Error("there is no database to play on");
		try {
			const plan = { ...makePlan(7), bots: theatre.mostBots };
			const [once, again] = [await playOn(theatre, ownCode, plan), await playOn(theatre, ownCode, plan)];
			expect(again.trace).toEqual(once.trace);
			expect(again.story).toEqual(once.story);
		} finally {
			await theatre.close();
		}
	}, 60_000);
}
