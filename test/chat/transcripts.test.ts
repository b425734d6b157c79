// Every conversation in transcripts/ is run, and what the bot really says is compared with what is written there.
// After a change of words, `npx vitest run test/chat/transcripts -u` writes them anew: read the difference.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { commands } from "../../src/chat/commands.ts";
import { database } from "../storage/fresh.ts";
import { isStep, play, written } from "./transcript.ts";

const folder = join(import.meta.dirname, "transcripts");

/** Conversations are apart from each other by their titles; what is not a step or an answer stays as it is. */
async function rewritten(text: string): Promise<string> {
	const sections = text.split(/^(?=== )/mu);
	const written = [];
	for (const section of sections) written.push(await rewrittenSection(section));
	return written.join("");
}

async function rewrittenSection(section: string): Promise<string> {
	const lines = section.split("\n").filter((line) => !line.startsWith("  "));
	if (!section.startsWith("== ")) return section;
	const steps = await play(lines);
	return lines
		.flatMap((line) => (isStep(line) ? [line, ...(steps.shift()?.said ?? []).flatMap(written)] : [line]))
		.join("\n");
}

/** Some buttons carry a name or a number: they are one kind all the same. */
const kindOf = (label: string): string =>
	label.replace(/^Ask \S+ instead$/u, "Ask <name> instead").replace(/^Undo \d+$/u, "Undo <number>");

test("every button and every form that is seen is pressed somewhere", () => {
	const all = readdirSync(folder)
		.map((file) => readFileSync(join(folder, file), "utf8"))
		.join("\n")
		.split("\n");
	const seen = all.filter((line) => /^ {4}\[/u.test(line)).flatMap((line) => [...line.matchAll(/\[(.+?)\]/gu)]);
	const pressed = all.filter(isStep).flatMap((line) => [...line.matchAll(/> \[(.+?)\]/gu)]);
	const kinds = (labels: RegExpMatchArray[]) => [...new Set(labels.map(([, label = ""]) => kindOf(label)))].sort();
	expect(kinds(seen).length).toBeGreaterThan(15);
	expect(kinds(pressed)).toEqual(kinds(seen));
});

test("the help of each command is asked for, and its examples are typed, in transcripts/examples.txt", () => {
	const typed = readFileSync(join(folder, "examples.txt"), "utf8").split("\n").filter(isStep);
	const below = commands.flatMap(({ name, subcommands = [] }) =>
		subcommands.map((sub) => ({ ...sub, name: `${name} ${sub.name}` })),
	);
	const every = [...commands.filter(({ subcommands }) => !subcommands), ...below];
	const wanted = every.flatMap(({ name, examples }) => [
		`/goodturn help ${name.replace("goodturn ", "")}`,
		...examples,
	]);
	expect(typed).toEqual(expect.arrayContaining(wanted.map((line) => `Ana> ${line}`)));
});

/** What each command's help says is the same words over any database; what its examples do, the others do, too. */
const WORDS_ALONE = ["examples.txt"];
const played = readdirSync(folder).filter((file) => database === "sqlite" || !WORDS_ALONE.includes(file));

describe("transcripts", () => {
	for (const file of played) {
		test(file.replace(".txt", ""), async () => {
			const path = join(folder, file);
			await expect(await rewritten(readFileSync(path, "utf8"))).toMatchFileSnapshot(path);
		});
	}
});
