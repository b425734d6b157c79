// What README.md quotes in blocks marked `transcript` is what the bot really says. A quotation may leave answers out;
// what it quotes must be said, word for word, in answer to the step above it.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { isStep, play } from "./transcript.ts";

const blocksOf = (markdown: string): string[] =>
	[...markdown.matchAll(/^```transcript\n([\s\S]*?)^```$/gmu)].map(([, block = ""]) => block);

/** A page shows no mentions and no code inside such a block. */
const bare = (line: string): string => line.replaceAll(/[`@]/gu, "").trim();

/** The lines that are quoted and not said; and what makes a block no quotation at all. */
async function misquoted(block: string): Promise<string[]> {
	const lines = block.split("\n").filter((line) => line.trim() !== "");
	const strays = lines.filter((line) => !isStep(line) && !/^ {2}(?:to \p{L}+|#[\w-]+): \S/u.test(line));
	if (strays.length > 0) return strays;
	if (!lines.some(isStep) || lines.every(isStep)) return ["nothing is quoted"];
	const steps = await play(lines);
	let said: string[] = [];
	return lines.filter((line) => {
		if (isStep(line)) {
			said = (steps.shift()?.said ?? []).flatMap(({ to, lines: told }) =>
				told.map((one) => bare(`${to.replace(", changed", "")}: ${one}`)),
			);
			return false;
		}
		return !said.includes(bare(line));
	});
}

describe("README.md", () => {
	const blocks = blocksOf(readFileSync(join(import.meta.dirname, "../../README.md"), "utf8"));

	test("quotes at least one conversation", () => {
		expect(blocks.length).toBeGreaterThan(0);
	});

	test.each(blocks.map((block, index) => [index + 1, block] as const))(
		"conversation %i is as it is said",
		async (_, block) => {
			expect(await misquoted(block)).toEqual([]);
		},
	);
});

describe("the check itself", () => {
	const example = [
		"Ana> /thanks @Bo for the review #teamwork",
		"  to Ana: Sent. 4 thanks left today.",
		"  #general: Ana thanked Bo for the review · #teamwork",
		"Ana> /favor anyone look at my PR",
		"Bo> [I'll help]",
		"  #general: Bo is on it",
	];

	test("takes what is said", async () => {
		expect(await misquoted(example.join("\n"))).toEqual([]);
	});

	test.each([
		["another word", example.map((line) => line.replace("Sent.", "Sent!")), ["  to Ana: Sent! 4 thanks left today."]],
		[
			"another reader",
			example.map((line) => line.replace("to Ana:", "to Bo:")),
			["  to Bo: Sent. 4 thanks left today."],
		],
		[
			"half a line",
			example.map((line) => (isStep(line) ? line : line.replace(" · #teamwork", ""))),
			["  #general: Ana thanked Bo for the review"],
		],
		[
			"an answer to another step",
			[...example, "  to Ana: Sent. 4 thanks left today."],
			["  to Ana: Sent. 4 thanks left today."],
		],
		["a line that is neither", [...example, "and so on"], ["and so on"]],
		["steps without an answer", example.slice(0, 1), ["nothing is quoted"]],
		["no step", ["  to Ana: Sent."], ["nothing is quoted"]],
	])("notices %s", async (_, lines, wrong) => {
		expect(await misquoted(lines.join("\n"))).toEqual(wrong);
	});

	test("finds blocks only where they are marked", () => {
		expect(blocksOf("```sh\nnpm ci\n```\n\n```transcript\nAna> hello\n```\n")).toEqual(["Ana> hello\n"]);
	});
});
