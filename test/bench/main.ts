// `npm run bench`: measures, prints tables with ratios side by side, and asserts no times: figures are for people to judge.
// `-- write` or `-- start` runs one part, `-- --json FILE` writes all figures for a machine.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { describeMachine } from "./machine.ts";
import { measureStart, printStart } from "./start.ts";
import { measureWrite, printWrite } from "./write.ts";

const options = {
	json: { type: "string" },
	/** Starts of each surface, for `start`. */
	runs: { type: "string", default: "5" },
	/** Alternating rounds, and thanks in each, for `write`. */
	rounds: { type: "string", default: "9" },
	thanks: { type: "string", default: "2000" },
} as const;

async function main(): Promise<void> {
	const { values, positionals } = parseArgs({ options, allowPositionals: true });
	const unknown = positionals.filter((part) => part !== "write" && part !== "start");
	if (unknown.length > 0) throw new Error(`there is no part ${unknown.join(", ")}: write, start, or nothing for both`);
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
		const write = wanted("write") ? await measureWrite(folder, sizes) : undefined;
		if (write) printWrite(write);
		if (values.json) await writeFile(values.json, `${JSON.stringify({ machine, start, write }, null, "\t")}\n`);
	} finally {
		await rm(folder, { recursive: true, force: true });
	}
}

await main();
