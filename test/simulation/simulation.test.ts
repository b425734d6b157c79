// The bot under everything that may go wrong, for a bounded time: seeds of its own for every run, printed with what was
// played. The same seed plays the same story.
import { expect, test } from "vitest";
import { ownCode } from "./code.ts";
import { openSqlite } from "./databases.ts";
import { makePlan } from "./plan.ts";
import { playOn, playSeason, report, summary } from "./season.ts";

/** In all that is played here, beside what plants bugs. */
const FOR_MS = Number(process.env["SIMULATE_SECONDS"] ?? 30) * 1_000;
const SEED = Number(process.env["SIMULATE_SEED"] ?? Date.now() % 1_000_000_000);

test(
	"whatever happens, the book is what the model says, and everybody hears of it",
	async () => {
		const theatre = await openSqlite(ownCode);
		try {
			const options = { theatres: [theatre], code: ownCode, seed: SEED, forMs: FOR_MS, shrinkForMs: 60_000 };
			const season = await playSeason(options);
			console.info(`seeds from ${SEED}: ${summary(season)}`);
			if (season.broken) throw new Error(report(season.broken));
			expect(season.stories).toBeGreaterThan(0);
		} finally {
			await theatre.close();
		}
	},
	FOR_MS + 150_000,
);

test("the same seed plays the same story, to the last point", async () => {
	const theatre = await openSqlite(ownCode);
	try {
		const once = await playOn(theatre, ownCode, makePlan(7));
		const again = await playOn(theatre, ownCode, makePlan(7));
		expect(again.trace).toEqual(once.trace);
		expect(again.story).toEqual(once.story);
	} finally {
		await theatre.close();
	}
}, 60_000);
