// `goodturn simulate`: plays people over a year under a policy, and says what became of their asks and their wallets.
// It needs no database and no bot: what it changes is the files that it is told to write.
import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { ASSUMPTIONS, assumptionNames } from "./assumptions.ts";
import { type Chart, drawCharts } from "./chart.ts";
import { curvesOf } from "./curves.ts";
import { figuresOf } from "./figures.ts";
import { mistake } from "./mistake.ts";
import { promisesOf } from "./promises.ts";
import { comparison, type Played, report } from "./report.ts";
import { variantsOf } from "./variants.ts";
import { playYear } from "./year.ts";

const USAGE = `goodturn simulate: a year of a made-up team, under a policy

  --policy FILE.json       what differs from the default policy, as {"fading": {"halfLifeDays": 60}}
  --try NAME=VALUE         a number of the policy (fading.halfLifeDays) or of how people live (asksPerMonth);
                           NAME=VALUE,VALUE compares them, and several --try all combinations
  --people 30,300          how many people
  --seeds 20               how often each year is played, every time with other chances
  --days 365               how long it is
  --chart FILE.svg         draw the mean wallet and the asks refused over the year
  --json FILE              write the figures of every year, for a machine
  --assumptions            list what is assumed about people, and stop
`;

const options = {
	policy: { type: "string" },
	try: { type: "string", multiple: true },
	people: { type: "string", default: "30,300" },
	seeds: { type: "string", default: "20" },
	days: { type: "string", default: "365" },
	chart: { type: "string" },
	json: { type: "string" },
	assumptions: { type: "boolean" },
	help: { type: "boolean", short: "h" },
} as const;

/** Resolves with the exit code. Throws Usage. */
export function simulate(args: string[], print: (text: string) => void): number {
	const { values } = parsed(args);
	if (values.help || values.assumptions) {
		print(values.help ? USAGE : listAssumptions());
		return 0;
	}
	const variants = variantsOf(values.policy, values.try ?? []);
	const [seeds, days] = [whole("--seeds", values.seeds, 1, 1000), whole("--days", values.days, 28, 3650)];
	const sizes = values.people.split(",").map((count) => whole("--people", count, 2, 5000));
	const charts: Chart[] = [];
	const played: Played[] = [];
	for (const people of sizes) {
		for (const variant of variants) {
			const seeded = Array.from({ length: seeds }, (_, index) => ({ ...variant, people, days, seed: index + 1 }));
			const years = seeded.map(playYear);
			played.push({ ...variant, people, years: years.map((year) => figuresOf(year, variant.policy)) });
			if (values.chart !== undefined) charts.push(...curvesOf(people, variant.tried, years));
		}
	}
	print((variants.length === 1 ? report : comparison)({ days, seeds, played }));
	if (values.chart !== undefined) write(values.chart, drawCharts(charts));
	if (values.json !== undefined) {
		const judged = played.map((each) => ({ ...each, promises: promisesOf(each.years) }));
		write(values.json, `${JSON.stringify({ days, seeds, played: judged }, null, "\t")}\n`);
	}
	return 0;
}

function parsed(args: string[]) {
	try {
		return parseArgs({ args, options });
	} catch (error) {
		throw mistake(error instanceof Error ? error.message : String(error));
	}
}

function whole(option: string, words: string, least: number, most: number): number {
	const number = Number(words);
	if (words.trim() !== "" && Number.isInteger(number) && number >= least && number <= most) return number;
	throw mistake(`${option} is a whole number from ${least} to ${most}, not ${JSON.stringify(words)}.`);
}

const listAssumptions = (): string =>
	assumptionNames.map((name) => `${name}=${ASSUMPTIONS[name].value}  ${ASSUMPTIONS[name].says}`).join("\n");

function write(path: string, text: string): void {
	try {
		writeFileSync(path, text);
	} catch (error) {
		throw mistake(`${path} cannot be written: ${error instanceof Error ? error.message : String(error)}`);
	}
}
