// `npm run bench`: measures, prints tables with ratios side by side, and asserts no times: figures are for people to judge.
// `-- write`, `http`, `growth`, `start` or `install` runs one part, `-- --json FILE` writes all figures for a machine, and
// `-- --median A.json B.json C.json` tells the medians of what was written.
import { rmSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { measureGrowth, mustReadLittle, printGrowth } from "./growth.ts";
import { KINDS, measureHttp, printHttp } from "./http.ts";
import { measureInstall, printInstall } from "./install.ts";
import { describeMachine } from "./machine.ts";
import { type Figures, printMedians } from "./median.ts";
import { measureStart, printStart } from "./start.ts";
import { measureServerWrite, measureWrite, printWrite } from "./write.ts";

const options = {
	json: { type: "string" },
	/** Prints the medians of what several runs wrote, and measures nothing. */
	median: { type: "boolean", default: false },
	/** Starts of each surface, for `start`. */
	runs: { type: "string", default: "3" },
	/** Alternating rounds, and thanks in each, for `write` and `growth`. */
	rounds: { type: "string", default: "5" },
	thanks: { type: "string", default: "2000" },
	/** How long thanks are delivered, and over how many connections, for `http`; flags for the bot's node, as --cpu-prof. */
	seconds: { type: "string", default: "20" },
	connections: { type: "string", default: "20" },
	loads: { type: "string", default: KINDS.join(",") },
	"node-flags": { type: "string", default: "" },
	/** The largest book on a file and on a server, for `growth`. */
	entries: { type: "string", default: "1000000" },
	"server-entries": { type: "string", default: "100000" },
	/** Where the growth curves are drawn. */
	chart: { type: "string", default: "dist/growth.svg" },
} as const;

type Values = ReturnType<typeof parse>["values"];

const parse = () => parseArgs({ options, allowPositionals: true });

/** Each measures, prints, and adds its figures. */
const PARTS: Record<string, (folder: string, values: Values, figures: Figures) => Promise<void>> = {
	async start(folder, values, figures) {
		figures.start = await measureStart(folder, { runs: Number(values.runs) });
		printStart(figures.start);
	},
	async install(folder, _values, figures) {
		figures.install = await measureInstall(folder);
		printInstall(figures.install);
	},
	async write(folder, values, figures) {
		const sizes = { rounds: Number(values.rounds), thanksPerRound: Number(values.thanks) };
		for (const measure of [() => measureWrite(folder, sizes), () => measureServerWrite(sizes)]) {
			const measured = await measure();
			printWrite(measured);
			figures.write.push(measured);
		}
	},
	async http(folder, values, figures) {
		const flags = values["node-flags"].split(" ").filter((flag) => flag !== "");
		const kinds = KINDS.filter((kind) => values.loads.split(",").includes(kind));
		const sizes = { seconds: Number(values.seconds), connections: Number(values.connections), flags, kinds };
		for await (const measured of measureHttp(folder, sizes)) {
			printHttp(measured);
			figures.http.push(measured);
		}
	},
	async growth(folder, values, figures) {
		const sizes = {
			...{ rounds: Number(values.rounds), thanksPerRound: Number(values.thanks) / 2, readings: 200 },
			...{ fileEntries: Number(values.entries), serverEntries: Number(values["server-entries"]) },
		};
		figures.growth = await measureGrowth(folder, sizes, values.chart);
		printGrowth(figures.growth);
		process.stdout.write(`\nThe curves are drawn in ${values.chart}\n`);
	},
};

async function main(): Promise<void> {
	const { values, positionals } = parse();
	if (values.median) return printMedians(positionals);
	const names = positionals.length > 0 ? positionals : Object.keys(PARTS);
	const known = Object.keys(PARTS).join(", ");
	// Beside the build, and so on the disk that the code is on: a system's temporary folder may be memory.
	const folder = await mkdtemp("dist/bench-");
	// Also where somebody has enough of it: large books are large.
	process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
	for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(1));
	try {
		const figures: Figures = { machine: await describeMachine(folder), write: [], http: [] };
		process.stdout.write(`${figures.machine.summary}\n`);
		process.stderr.write("Measuring takes some minutes; other work on this machine disturbs it.\n");
		for (const name of names) {
			const part = PARTS[name];
			if (!part) throw new Error(`there is no part ${name}: ${known}, or nothing for all`);
			await part(folder, values, figures);
			// What was measured is kept, whatever comes of the next part.
			if (values.json) await writeFile(values.json, `${JSON.stringify(figures, null, "\t")}\n`);
		}
		if (figures.growth) mustReadLittle(figures.growth.plans);
	} finally {
		await rm(folder, { recursive: true, force: true });
	}
}

await main();
