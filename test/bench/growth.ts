// What a book costs as it grows: a thanks, the boards, a wallet, a start and verify, on books of a thousand entries and more,
// in turns in the same run. Query plans are told, and one that reads all of a book is an error.
import { readFile, writeFile } from "node:fs/promises";
import { createLedger, type Ledger } from "../../src/ledger/ledger.ts";
import { type Chart, drawCharts } from "./chart.ts";
import { type LoadedBook, loadFile, loadServer, startOn, type VerifyFigures, verifyAlone } from "./growth/books.ts";
import { busyMinute, type JobTime, runJobs } from "./growth/busy.ts";
import { watchHolds } from "./growth/holds.ts";
import { type Plan, plansOfFile, plansOfServer } from "./growth/plans.ts";
import { type Reading, timeReadings } from "./growth/readings.ts";
import { createGiving } from "./growth/thanks.ts";
import { NOW } from "./growth/year.ts";
import { withPostgres } from "./server.ts";
import { median, number, printTable, type Spread, spread } from "./table.ts";

type BookFigures = {
	database: LoadedBook["database"];
	entries: number;
	bytes: number;
	loadSeconds: number;
	/** Thanks a second, at 1 and at 16 at once. */
	one: Spread;
	sixteen: Spread;
	/** What this process computes for each at 16 at once, in µs. */
	cpuMicros: number;
	/** What a thanks costs beside one in the smallest book of that database: of each round. */
	oneToSmallest: Spread;
	sixteenToSmallest: Spread;
	/** What a process writes for a thanks at 1 at once, log and file together; none where a server writes. */
	bytesPerThanks: number | undefined;
	/** In ms: the median, and what one in a hundred takes. */
	readings: Record<Reading, { median: number; p99: number }>;
	/** The weekly boards, the reminders and what else happens by itself. */
	jobs: Record<string, JobTime>;
	verify: VerifyFigures;
	readyMs: number;
};

export type GrowthFigures = {
	rounds: number;
	thanksPerRound: number;
	books: BookFigures[];
	plans: { database: string; plans: Plan[] }[];
};

export type GrowthSizes = {
	rounds: number;
	thanksPerRound: number;
	/** The most entries, on a file and on a server. */
	fileEntries: number;
	serverEntries: number;
	readings: number;
};

/** From a thousand, ten times as many each time. */
const sizesUpTo = (most: number): number[] =>
	Array.from({ length: 8 }, (_, index) => 1_000 * 10 ** index).filter((entries) => entries <= most);

export async function measureGrowth(folder: string, sizes: GrowthSizes, chart: string): Promise<GrowthFigures> {
	const plans = [await plansOf(await loadFile(folder, ENTRIES_FOR_PLANS))];
	const onFile: BookFigures[] = await measureBooks(
		await inTurn(sizesUpTo(sizes.fileEntries), (entries) => loadFile(folder, entries)),
		folder,
		sizes,
	);
	const onServer = await withPostgres(async (server) => {
		plans.push(await plansOf(await loadServer(server, ENTRIES_FOR_PLANS)));
		const books = await inTurn(sizesUpTo(sizes.serverEntries), (entries) => loadServer(server, entries));
		return measureBooks(books, folder, sizes);
	});
	const books = [...onFile, ...onServer];
	await writeFile(chart, drawCharts(chartsOf(books)));
	const { rounds, thanksPerRound } = sizes;
	return { rounds, thanksPerRound, books, plans };
}

async function inTurn<I, O>(items: readonly I[], work: (item: I) => Promise<O>): Promise<O[]> {
	const all: O[] = [];
	for (const item of items) {
		all.push(await work(item));
	}
	return all;
}

/** A book large enough that a wrong plan is one, small enough to load in a moment. */
const ENTRIES_FOR_PLANS = 20_000;

async function plansOf(book: LoadedBook): Promise<GrowthFigures["plans"][number]> {
	const { database, url } = book;
	const plans =
		database === "SQLite"
			? await plansOfFile(url.replace("file:", ""), busyMinute)
			: await plansOfServer(url, busyMinute);
	await book.remove();
	return { database, plans };
}

type Rates = { one: number; sixteen: number; bytes: number; cpuMicros: number };

/** Removes the books. */
async function measureBooks(books: readonly LoadedBook[], folder: string, sizes: GrowthSizes): Promise<BookFigures[]> {
	const opened = await inTurn(books, async (book) => {
		const verify = await verifyAlone(book, folder);
		const readyMs = await startOn(book, folder, 3);
		const holds = watchHolds(await book.open());
		const { storage } = holds;
		const ledger = createLedger(storage);
		return { book, verify, readyMs, storage, holds, ledger, giving: createGiving(ledger), rates: [] as Rates[] };
	});
	const { rounds, thanksPerRound } = sizes;
	for (const { giving } of opened) await giving.together(200, 16);
	for (let round = 0; round < rounds; round++) {
		for (let turn = 0; turn < opened.length; turn++) {
			const at = opened[(turn + round) % opened.length];
			if (at) at.rates.push(await measureRound(at.giving, thanksPerRound));
		}
	}
	const figures: BookFigures[] = [];
	for (const { book, holds, ledger, rates, verify, readyMs } of opened) {
		const smallest = opened[0]?.rates ?? [];
		const beside = (way: "one" | "sixteen") =>
			spread(rates.map((rate, round) => (smallest[round]?.[way] ?? Number.NaN) / rate[way]));
		figures.push({
			database: book.database,
			entries: book.entries,
			bytes: book.bytes,
			loadSeconds: book.loadSeconds,
			one: spread(rates.map(({ one }) => one)),
			sixteen: spread(rates.map(({ sixteen }) => sixteen)),
			cpuMicros: median(rates.map(({ cpuMicros }) => cpuMicros)),
			oneToSmallest: beside("one"),
			sixteenToSmallest: beside("sixteen"),
			bytesPerThanks: book.database === "SQLite" ? median(rates.map(({ bytes }) => bytes)) : undefined,
			readings: await readingsOf(ledger, sizes.readings),
			jobs: await runJobs(ledger, new Date(NOW), holds),
			verify,
			readyMs,
		});
	}
	for (const { storage, book } of opened) {
		await storage.close();
		await book.remove();
	}
	return figures;
}

async function measureRound(giving: ReturnType<typeof createGiving>, count: number): Promise<Rates> {
	const rate = async (width: number): Promise<number> => {
		const began = performance.now();
		await giving.together(count, width);
		return count / ((performance.now() - began) / 1_000);
	};
	const before = await writtenBytes();
	const one = await rate(1);
	const bytes = ((await writtenBytes()) - before) / count;
	const cpu = process.cpuUsage();
	const sixteen = await rate(16);
	const { user, system } = process.cpuUsage(cpu);
	return { one, sixteen, bytes, cpuMicros: (user + system) / count };
}

/** What this process has handed to the file system so far, where the system tells. */
async function writtenBytes(): Promise<number> {
	const said = await readFile("/proc/self/io", "utf8").catch(() => "");
	return Number(/^wchar: (\d+)$/m.exec(said)?.[1] ?? Number.NaN);
}

async function readingsOf(ledger: Ledger, runs: number): Promise<BookFigures["readings"]> {
	const times = await timeReadings(ledger, runs);
	const entries = Object.entries(times).map(([name, all]) => {
		const sorted = [...all].sort((a, b) => a - b);
		return [name, { median: median(all), p99: sorted[Math.ceil(sorted.length * 0.99) - 1] ?? Number.NaN }];
	});
	return Object.fromEntries(entries) as BookFigures["readings"];
}

export function printGrowth({ books, plans, rounds, thanksPerRound }: GrowthFigures): void {
	const named = (book: BookFigures) => `${book.database}, ${number(book.entries)}`;
	printTable(
		`Thanks a second as the book grows: medians of ${rounds} alternating rounds of ${number(thanksPerRound)}`,
		[
			[
				"entries",
				"1 at once",
				"cost to smallest",
				"16 at once",
				"cost to smallest",
				"processor µs",
				"KB written",
				"MB",
				"bytes an entry",
			],
			...books.map((book) => [
				named(book),
				number(book.one.median),
				number(book.oneToSmallest.median, 2),
				number(book.sixteen.median),
				number(book.sixteenToSmallest.median, 2),
				number(book.cpuMicros),
				book.bytesPerThanks === undefined ? "–" : number(book.bytesPerThanks / 1024, 1),
				number(book.bytes / 2 ** 20),
				number(book.bytes / book.entries),
			]),
		],
	);
	const names = Object.keys(books[0]?.readings ?? {}) as Reading[];
	printTable("Readings in ms: the median (99th of a hundred)", [
		["entries", ...names],
		...books.map((book) => [
			named(book),
			...names.map((name) => `${number(book.readings[name].median, 2)} (${number(book.readings[name].p99, 2)})`),
		]),
	]);
	printTable("Loading, verify and start", [
		["entries", "loaded in s", "verify s", "entries a second", "peak memory MB", "ready in ms"],
		...books.map((book) => [
			named(book),
			number(book.loadSeconds, 1),
			number(book.verify.seconds, 1),
			number(book.verify.entriesPerSecond),
			number(book.verify.peakRssMb),
			number(book.readyMs),
		]),
	]);
	const jobs = Object.keys(books[0]?.jobs ?? {});
	printTable("What happens by itself, in ms (the longest that anybody waits for it)", [
		["entries", ...jobs],
		...books.map((book) => [
			named(book),
			...jobs.map(
				(name) => `${number(book.jobs[name]?.took ?? Number.NaN)} (${number(book.jobs[name]?.held ?? Number.NaN)})`,
			),
		]),
	]);
	for (const { database, plans: found } of plans) printPlans(database, found);
}

function printPlans(database: string, plans: Plan[]): void {
	process.stdout.write(`\nQuery plans of a busy minute on ${database}\n`);
	for (const { statement, steps, readsAll } of plans) {
		process.stdout.write(`\n${readsAll ? "READS ALL: " : ""}${statement}\n`);
		for (const step of steps) process.stdout.write(`    ${step}\n`);
	}
}

/** Throws for plans that read all of a book. */
export function mustReadLittle(plans: GrowthFigures["plans"]): void {
	const bad = plans.flatMap((one) => one.plans).filter(({ readsAll }) => readsAll);
	if (bad.length > 0)
		throw new Error(`statements that read all of a book:\n${bad.map((plan) => plan.statement).join("\n")}`);
}

function chartsOf(books: BookFigures[]): Chart[] {
	const databases = [...new Set(books.map(({ database }) => database))];
	const line = (database: string, name: string, of: (book: BookFigures) => number) => ({
		name,
		points: books.filter((book) => book.database === database).map((book) => [book.entries, of(book)] as const),
	});
	const x = "entries in the book";
	return [
		{
			...{ title: "A thanks", x, y: "µs each" },
			lines: databases.flatMap((database) => [
				line(database, `${database}, 1 at once`, ({ one }) => 1e6 / one.median),
				line(database, `${database}, 16 at once`, ({ sixteen }) => 1e6 / sixteen.median),
			]),
		},
		...databases.map((database) => ({
			...{ title: `Boards and wallet, ${database}`, x, y: "ms" },
			lines: (["week, busiest channel", "week, everywhere", "all time, everywhere", "wallet"] as const).map((name) =>
				line(database, name, ({ readings }) => readings[name].median),
			),
		})),
		{
			...{ title: "Verify", x, y: "entries a second" },
			lines: databases.map((database) => line(database, database, ({ verify }) => verify.entriesPerSecond)),
		},
		{
			...{ title: "A start, until ready", x, y: "ms" },
			lines: databases.map((database) => line(database, database, ({ readyMs }) => readyMs)),
		},
		{
			...{ title: "Memory of verify, at most", x, y: "MB" },
			lines: databases.map((database) => line(database, database, ({ verify }) => verify.peakRssMb)),
		},
	];
}
