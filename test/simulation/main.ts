// The simulation by hand, for as long as one likes: npm run simulation -- --minutes 60 --seed 123 --on both
// It ends with 1 at the first story that breaks, and says how to see it again.
import { symlink } from "node:fs/promises";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { ownCode } from "./code.ts";
import { playSeason, report, summary } from "./season.ts";
import { openTheatres } from "./theatres.ts";

const { values: asked } = parseArgs({
	options: {
		minutes: { type: "string", default: "10" },
		/** Of the first story; the others follow. */
		seed: { type: "string", default: String(Date.now() % 1_000_000_000) },
		/** No more stories than this. */
		stories: { type: "string", default: "1000000000" },
		/** sqlite, postgresql or both. */
		on: { type: "string", default: "sqlite" },
	},
});

const EVERY_MS = 60_000;

// Compiled, the migrations are found where they are beside the bot.
await symlink(resolve("prisma"), resolve("dist/simulation/prisma")).catch(() => {});
const theatres = await openTheatres(asked.on, ownCode);
const began = performance.now();
let toldAt = began;
let stories = 0;
let steps = 0;
const season = await playSeason({
	theatres,
	code: ownCode,
	seed: Number(asked.seed),
	forMs: Number(asked.minutes) * 60_000,
	stories: Number(asked.stories),
	shrinkForMs: 5 * 60_000,
	onStory(seed, played) {
		stories += 1;
		steps += played.steps;
		if (performance.now() - toldAt < EVERY_MS) return;
		toldAt = performance.now();
		console.info(`${Math.round((toldAt - began) / 60_000)} min: ${stories} stories, ${steps} steps, seed ${seed}`);
	},
});
for (const theatre of theatres) await theatre.close();
console.info(`seeds from ${asked.seed} on ${asked.on}: ${summary(season)}`);
if (season.broken) {
	console.error(report(season.broken));
	process.exitCode = 1;
}
