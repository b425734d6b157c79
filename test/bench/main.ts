// `npm run bench`: measures, prints tables with ratios side by side, and asserts no times: figures are for people to judge.
// `-- write` or `-- start` runs one part, `-- --json FILE` writes all figures for a machine.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { measureGrowth, mustReadLittle, printGrowth } from "./growth.ts";
import { KINDS, measureHttp, printHttp } from "./http.ts";
import { describeMachine } from "./machine.ts";
import { measureStart, printStart } from "./start.ts";
import { measureServerWrite, measureWrite, printWrite } from "./write.ts";

const options = {
	json: { type: "string" },
	/** Starts of each surface, for `start`. */
	runs: { type: "string", default: "5" },
	/** Alternating rounds, and thanks in each, for `write`. */
	rounds: { type: "string", default: "9" },
	thanks: { type: "string", default: "2000" },
	/** How long thanks are delivered, and over how many connections, for `http`; flags for the bot's node, as --cpu-prof. */
	seconds: { type: "string", default: "20" },
	connections: { type: "string", default: "20" },
	loads: { type: "string", default: "hello,thanks,reaction" },
	"node-flags": { type: "string", default: "" },
	/** The largest book on a file and on a server, for `growth`. */
	entries: { type: "string", default: "1000000" },
	"server-entries": { type: "string", default: "100000" },
	/** Where the growth curves are drawn. */
	chart: { type: "string", default: "dist/growth.svg" },
} as const;

const PARTS = ["start", "write", "http", "growth"];

async function main(): Promise<void> {
	const { values, positionals } = parseArgs({ options, allowPositionals: true });
	const unknown = positionals.filter((part) => !PARTS.includes(part));
	if (unknown.length > 0)
		throw new Error(`there is no part ${unknown.join(", ")}: ${PARTS.join(", ")}, or nothing for all`);
	const wanted = (part: string) => positionals.length === 0 || positionals.includes(part);
	// Beside the build, and so on the disk that the code is on: a system's temporary folder may be memory.
	const folder = await mkdtemp("dist/bench-");
	try {
		const machine = await describeMachine(folder);
		process.stdout.write(`${machine.summary}\n`);
		process.stderr.write("Measuring takes some minutes; other work on this machine disturbs it.\n");
		const start = wanted("start") ? await measureStart(folder, { runs: Number(values.runs) }) : undefined;
		if (start) printStart(start);
		const sizes = { rounds: Number(values.rounds), thanksPerRound: Number(values.thanks) };
		const write = wanted("write") ? [await measureWrite(folder, sizes), await measureServerWrite(sizes)] : [];
		write.forEach(printWrite);
		const flags = values["node-flags"].split(" ").filter((flag) => flag !== "");
		const load = {
			seconds: Number(values.seconds),
			connections: Number(values.connections),
			flags,
			kinds: KINDS.filter((kind) => values.loads.split(",").includes(kind)),
		};
		const http = wanted("http") ? await measureHttp(folder, load) : [];
		http.forEach(printHttp);
		const growth = wanted("growth")
			? await measureGrowth(
					folder,
					{
						rounds: Number(values.rounds),
						thanksPerRound: Number(values.thanks) / 2,
						fileEntries: Number(values.entries),
						serverEntries: Number(values["server-entries"]),
						readings: 200,
					},
					values.chart,
				)
			: undefined;
		if (growth) printGrowth(growth);
		if (values.json)
			await writeFile(values.json, `${JSON.stringify({ machine, start, write, http, growth }, null, "\t")}\n`);
		if (growth) mustReadLittle(growth.plans);
	} finally {
		await rm(folder, { recursive: true, force: true });
	}
}

await main();
