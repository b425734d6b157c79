// From the start of the process to being ready, and the memory it then takes while nothing happens: each surface by itself,
// on a database that must first be made and on one that is there.
import { join, resolve } from "node:path";
import { launch } from "./process.ts";
import { type Surface, surfaces } from "./surfaces.ts";
import { number, printTable, type Spread, spread, written } from "./table.ts";

export type StartFigures = {
	runs: number;
	idleAfterMs: number;
	surfaces: {
		name: string;
		readyMs: { fresh: Spread; existing: Spread };
		rssMb: { fresh: Spread; existing: Spread };
	}[];
};

/** What a start allocated and does not need has been given back by then, if it ever will be. */
const IDLE_AFTER_MS = 3_000;

export async function measureStart(folder: string, { runs }: { runs: number }): Promise<StartFigures> {
	const measured = new Map(surfaces.map((surface) => [surface.name, [] as Awaited<ReturnType<typeof startTwice>>[]]));
	for (let run = 0; run < runs; run++) {
		for (const surface of surfaces) measured.get(surface.name)?.push(await startTwice(surface, folder, run));
	}
	const figures = [...measured].map(([name, starts]) => {
		const of = (database: "fresh" | "existing", figure: "readyMs" | "rssMb") =>
			spread(starts.map((start) => start[database][figure]));
		return {
			name,
			readyMs: { fresh: of("fresh", "readyMs"), existing: of("existing", "readyMs") },
			rssMb: { fresh: of("fresh", "rssMb"), existing: of("existing", "rssMb") },
		};
	});
	return { runs, idleAfterMs: IDLE_AFTER_MS, surfaces: figures };
}

export function printStart({ runs, idleAfterMs, surfaces }: StartFigures): void {
	const least = Math.min(...surfaces.map(({ rssMb }) => rssMb.existing.median));
	printTable(
		`Start to ready in ms, and idle memory (RSS) in MB ${idleAfterMs / 1_000} s later: medians (least–most) of ${runs} starts each`,
		[
			["surface", "ready, new book", "ready, existing", "memory, new book", "memory, existing", "ratio to least"],
			...surfaces.map(({ name, readyMs, rssMb }) => [
				name,
				written(readyMs.fresh),
				written(readyMs.existing),
				written(rssMb.fresh),
				written(rssMb.existing),
				number(rssMb.existing.median / least, 2),
			]),
		],
	);
}

/** On a database of its own that is not there yet, and again on what the first start left. */
async function startTwice(surface: Surface, folder: string, run: number) {
	const opened = await surface.open();
	const database = resolve(join(folder, `${surface.name.replaceAll(/\W+/g, "-")}-${run}`, "goodturn.db"));
	const settings = { ...opened.settings, DATABASE_URL: `file:${database}` };
	const fresh = await startOnce(settings, folder);
	const existing = await startOnce(settings, folder);
	await opened.close();
	return { fresh, existing };
}

async function startOnce(settings: Record<string, string>, folder: string) {
	const bot = await launch(settings, folder);
	await new Promise((resume) => setTimeout(resume, IDLE_AFTER_MS));
	const rssMb = await bot.rssMb();
	await bot.stop();
	return { readyMs: bot.readyMs, rssMb };
}
