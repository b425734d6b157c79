// The medians of several runs as the tables of docs/performance.md: `npm run bench -- --median A.json B.json C.json`.
// It measures nothing.
import { readFile } from "node:fs/promises";
import type { GrowthFigures } from "./growth.ts";
import type { HttpFigures } from "./http.ts";
import type { InstallFigures } from "./install.ts";
import type { Machine } from "./machine.ts";
import type { StartFigures } from "./start.ts";
import { median, number } from "./table.ts";
import type { WriteFigures } from "./write.ts";

/** What `--json` writes. A part that was not run is missing. */
export type Figures = {
	machine: Machine;
	start?: StartFigures;
	install?: InstallFigures;
	write: WriteFigures[];
	http: HttpFigures[];
	growth?: GrowthFigures;
};

export async function printMedians(files: readonly string[]): Promise<void> {
	const runs = await Promise.all(files.map(async (file) => JSON.parse(await readFile(file, "utf8")) as Figures));
	const [first] = runs;
	if (!first) throw new Error("--median needs the files that --json wrote");
	const all = middle(runs) as Figures;
	process.stdout.write(`${first.machine.summary}\n\nMedians of ${runs.length} runs.\n`);
	if (all.start) printStart(all.start);
	if (all.install) printInstall(all.install);
	for (const figures of all.write) printWrite(figures);
	if (all.http.length > 0) printHttp(all.http);
	if (all.growth) printGrowth(all.growth);
}

/** Of every number its median over all runs; of everything else the first run's. */
function middle(values: readonly unknown[]): unknown {
	const [first] = values;
	if (values.every((value) => typeof value === "number")) return median(values);
	if (Array.isArray(first)) return first.map((_, index) => middle(values.map((value) => (value as unknown[])[index])));
	if (typeof first !== "object" || first === null) return first;
	const keys = Object.keys(first);
	return Object.fromEntries(
		keys.map((key) => [key, middle(values.map((value) => (value as Record<string, unknown> | undefined)?.[key]))]),
	);
}

function table(title: string, head: readonly string[], rows: readonly (readonly string[])[]): void {
	const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
	const rule = `|${head.map((_, index) => (index === 0 ? "---|" : "---:|")).join("")}`;
	process.stdout.write(`\n${title}\n\n${[line(head), rule, ...rows.map(line)].join("\n")}\n`);
}

function printStart({ surfaces }: StartFigures): void {
	table(
		"Start and idle memory",
		["surface", "ready, new book (ms)", "ready, existing (ms)", "memory, new book (MB)", "memory, existing (MB)"],
		surfaces.map(({ name, readyMs, rssMb }) => [
			name,
			...[readyMs.fresh, readyMs.existing, rssMb.fresh, rssMb.existing].map((spread) => number(spread.median)),
		]),
	);
}

/** So many take nearly all of the room. */
const PACKAGES_SHOWN = 15;

function printInstall({ packages, totalMb, parts }: InstallFigures): void {
	table(
		`Installed: ${number(totalMb)} MB in ${packages} packages`,
		["package", "MB"],
		parts.slice(0, PACKAGES_SHOWN).map(({ name, mb }) => [name || "(the build)", number(mb, 1)]),
	);
}

function printWrite({ database, ways }: WriteFigures): void {
	const raws = [...new Set(ways.flatMap(({ ratios }) => ratios.map(({ to }) => to)))];
	table(
		`The write path on ${database}`,
		["way", "thanks a second", "processor (µs each)", ...raws.map((raw) => `to ${raw}`)],
		ways.map(({ name, rate, cpuMicros, ratios }) => [
			name,
			number(rate.median),
			number(cpuMicros.median),
			...raws.map((raw) => {
				const found = ratios.find(({ to }) => to === raw);
				return found ? number(found.ratio.median, 2) : "";
			}),
		]),
	);
}

function printHttp(all: HttpFigures[]): void {
	table(
		"End to end",
		["what", "a second", "median (ms)", "p99 (ms)", "processor (µs each)", "longest stall (ms)", "memory (MB)"],
		all.flatMap(({ platform, database, loads, bot }) =>
			loads.map(({ name, perSecond, ms, cpuMicros }) => [
				`${platform}, ${database}: ${name}`,
				number(perSecond),
				number(ms.median, 1),
				number(ms.p99, 1),
				number(cpuMicros),
				number(bot.stallMs.most, 1),
				number(bot.peakRssMb),
			]),
		),
	);
}

function printGrowth({ books }: GrowthFigures): void {
	const named = (book: GrowthFigures["books"][number]) => `${book.database}, ${number(book.entries)}`;
	table(
		"A thanks as the book grows",
		["entries", "1 at once, a second", "cost to smallest", "16 at once, a second", "cost to smallest", "MB"],
		books.map((book) => [
			named(book),
			number(book.one.median),
			number(book.oneToSmallest.median, 2),
			number(book.sixteen.median),
			number(book.sixteenToSmallest.median, 2),
			number(book.bytes / 2 ** 20),
		]),
	);
	const names = Object.keys(books[0]?.readings ?? {}) as (keyof (typeof books)[number]["readings"])[];
	table(
		"Boards and wallet, median (ms)",
		["entries", ...names],
		books.map((book) => [named(book), ...names.map((name) => number(book.readings[name].median, 2))]),
	);
	table(
		"Verify and start",
		["entries", "verify (s)", "entries a second", "peak memory (MB)", "ready (ms)"],
		books.map((book) => [
			named(book),
			number(book.verify.seconds, 1),
			number(book.verify.entriesPerSecond),
			number(book.verify.peakRssMb),
			number(book.readyMs),
		]),
	);
}
