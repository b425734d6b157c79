// The command: what it prints and writes, and what it says to whoever calls it wrongly.
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { Usage } from "../../../src/cli/asked.ts";
import { simulate } from "../../../src/cli/simulate/simulate.ts";
import { freshFolder } from "../../storage/fresh.ts";
import { goodturn } from "../command-line.ts";

const SHORT = ["--people", "6", "--seeds", "2", "--days", "60"];

function run(...args: string[]): string {
	const printed: string[] = [];
	expect(simulate(args, (text) => printed.push(text))).toBe(0);
	return printed.join("\n");
}

function mistake(...args: string[]): string {
	try {
		run(...args);
	} catch (error) {
		if (error instanceof Usage) return error.message;
		throw error;
	}
	throw new Error("it was understood");
}

async function policyFile(text: string): Promise<string> {
	const file = join(await freshFolder(), "policy.json");
	await writeFile(file, text);
	return file;
}

describe("simulate", () => {
	test("runs where there is no database and no setting", async () => {
		const { code, out, err } = await goodturn(["simulate", ...SHORT]);
		expect([code, err]).toEqual([0, ""]);
		expect(out).toContain("60 days, 2 seeds");
	});

	test("prints a column for each size, and says which promises are kept", () => {
		const out = run("--people", "6,8", "--seeds", "2", "--days", "60");
		expect(out).toMatch(/6 people +8 people/u);
		expect(out).toMatch(/of free riders +\d+ % \(\d+ to \d+ %\)/u);
		expect(out).toContain("Promises, 8 people");
		expect(out).toContain("The default policy, and people as assumed.");
	});

	test("compares what is tried, a line for each combination", () => {
		const out = run(
			...SHORT,
			"--try",
			"fading.halfLifeDays=7,90",
			"--try",
			"asksPerMonth=1,4",
			"--try",
			"favor.bonus=0",
		);
		expect(out.match(/^6 +(7|90) +[14] +0 .*(kept|missed: .*)$/gmu)).toHaveLength(4);
	});

	test("says what differs from the defaults", async () => {
		const file = await policyFile('{"fading":{"halfLifeDays":400}}');
		const out = run(...SHORT, "--policy", file, "--try", "thanksPerDay=1");
		expect(out).toMatch(/Changed: fading\.halfLifeDays 400 instead of \d+ · thanksPerDay 1 instead of 0\.3/u);
	});

	test("writes the figures and draws the chart, with words where lines have colors", async () => {
		const folder = await freshFolder();
		const [json, chart] = [join(folder, "figures.json"), join(folder, "chart.svg")];
		run(...SHORT, "--json", json, "--chart", chart);
		const written = JSON.parse(await readFile(json, "utf8"));
		expect(written).toMatchObject({ days: 60, seeds: 2, played: [{ people: 6 }] });
		expect(written.played[0].years).toHaveLength(2);
		const svg = await readFile(chart, "utf8");
		expect(svg).toMatch(/^<svg [^>]+>.*<\/svg>\n$/su);
		expect(svg).toContain("free riders");
		expect(svg).not.toMatch(/NaN|undefined|Infinity/u);
	});

	test("what is assumed is what docs/economy.md says", async () => {
		const page = await readFile("docs/economy.md", "utf8");
		for (const line of run("--assumptions").split("\n")) {
			const [name, value, says] = [
				line.split("=")[0],
				line.match(/=(\S+)/u)?.[1],
				line.split("  ").slice(1).join("  "),
			];
			expect(page).toContain(`| \`${name}\` | ${value} | ${says} |`);
		}
	});

	test("lists what is assumed, and how to call it", () => {
		expect(run("--assumptions")).toMatch(/^thanksPerDay=0\.3 /mu);
		expect(run("--help")).toContain("--policy FILE.json");
	});
});

describe("who calls it wrongly hears what is wrong and where", () => {
	test.each([
		['{"fading":{"halfLife":60}}', "fading.halfLife: there is no such number. Known there: halfLifeDays"],
		['{"thanks":{"perDay":0}}', "thanks.perDay: "],
		['{"favour":{}}', "favour: there is no such number. Known there: credit, thanks, reactions, favor"],
		['{"favor":', "is no JSON"],
		["[]", "all of it: "],
	])("a policy of %s", async (text, words) => {
		expect(mistake("--policy", await policyFile(text))).toContain(words);
	});

	test.each([
		[["--policy", "nowhere.json"], "nowhere.json cannot be read"],
		[["--seeds", "0"], '--seeds is a whole number from 1 to 1000, not "0"'],
		[["--people", "30,many"], '--people is a whole number from 2 to 5000, not "many"'],
		[["--days", "7"], "--days is a whole number from 28"],
		[["--try", "luck=1"], "luck: there is no such number. Known there: credit, thanks, "],
		[["--try", "luck=1"], "; and of people: thanksPerDay, asksPerMonth, "],
		[["--try", "fading.halfLife=30,60"], "fading.halfLife: there is no such number. Known there: halfLifeDays"],
		[["--try", "spread=wide"], 'spread is a number from 1 to 100, not "wide"'],
		[["--try", "asksPerMonth"], "there is no value"],
		[["--sedes", "3"], "--sedes"],
	])("%j", (args, words) => {
		expect(mistake(...args)).toContain(words);
	});

	test("on the command line, it ends with 2 and names the help", async () => {
		const { code, out, err } = await goodturn(["simulate", "--try", "luck=1"]);
		expect([code, out]).toEqual([2, ""]);
		expect(err).toMatch(/luck.*\n\ngoodturn simulate --help/su);
	});
});
