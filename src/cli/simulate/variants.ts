// What is to be simulated: a policy, and people as assumed, with one or several values for what somebody wants to try.
// Says what is wrong with a policy or a name, and where.
import { readFileSync } from "node:fs";
import type { z } from "zod";
import { defaultPolicy, type Policy, policySchema } from "../../rules/policy.ts";
import { type AssumptionName, type Assumptions, assumed, assumptionNames, boundsOf } from "./assumptions.ts";
import { mistake } from "./mistake.ts";

export type Variant = {
	policy: Policy;
	assumptions: Assumptions;
	/** What was tried, by name. */
	tried: Record<string, string>;
};

type Document = Record<string, unknown>;

/** One for each combination of the values tried, as `fading.halfLifeDays=30,60` or `asksPerMonth=4`. Throws Usage. */
export function variantsOf(policyFile: string | undefined, tries: readonly string[]): Variant[] {
	const document = policyFile === undefined ? {} : readDocument(policyFile);
	if (policyFile !== undefined) policyOf(document, policyFile);
	const named = tries.map((words) => {
		const [name = "", values = ""] = words.split("=");
		return { name, values: values.split(",").filter((value) => value !== "") };
	});
	for (const { name, values } of named)
		if (values.length === 0) throw mistake(`--try ${name}=VALUE or =VALUE,VALUE: there is no value.`);
	let all: Record<string, string>[] = [{}];
	for (const { name, values } of named)
		all = all.flatMap((tried) => values.map((value) => ({ ...tried, [name]: value })));
	return all.map((tried) => variantOf(document, tried));
}

function variantOf(document: Document, tried: Record<string, string>): Variant {
	let changed = document;
	const assumptions: Partial<Assumptions> = {};
	for (const [name, value] of Object.entries(tried)) {
		if (isAssumption(name)) assumptions[name] = readAssumption(name, value);
		else changed = withValue(changed, name.split("."), readValue(value));
	}
	return { policy: policyOf(changed, "What is tried"), assumptions: assumed(assumptions), tried };
}

function readDocument(path: string): Document {
	try {
		return JSON.parse(readFileSync(path, "utf8"));
	} catch (error) {
		throw mistake(`${path} ${error instanceof SyntaxError ? `is no JSON: ${error.message}` : "cannot be read."}`);
	}
}

function policyOf(document: unknown, name: string): Policy {
	const read = policySchema.safeParse(document);
	if (read.success) return read.data;
	throw mistake([`${name} is not a policy:`, ...read.error.issues.flatMap(inWords)].join("\n"));
}

function inWords(issue: z.core.$ZodIssue): string[] {
	const place = issue.path.map(String);
	if (issue.code !== "unrecognized_keys") return [`  ${place.join(".") || "all of it"}: ${issue.message}`];
	const known = Object.keys(at(defaultPolicy, place)).join(", ");
	const also = place.length === 0 ? `; and of people: ${assumptionNames.join(", ")}` : "";
	return issue.keys.map(
		(key) => `  ${[...place, key].join(".")}: there is no such number. Known there: ${known}${also}`,
	);
}

const inside = (value: unknown): Document => (typeof value === "object" && value !== null ? (value as Document) : {});

const at = (value: unknown, [key, ...rest]: string[]): Document =>
	key === undefined ? inside(value) : at(inside(value)[key], rest);

const withValue = (document: unknown, [key = "", ...rest]: string[], value: unknown): Document => ({
	...inside(document),
	[key]: rest.length === 0 ? value : withValue(inside(document)[key], rest, value),
});

/** A number or true or false; anything else is a word. */
function readValue(words: string): unknown {
	if (words === "true" || words === "false") return words === "true";
	return Number.isNaN(Number(words)) ? words : Number(words);
}

const isAssumption = (name: string): name is AssumptionName => assumptionNames.some((known) => known === name);

function readAssumption(name: AssumptionName, words: string): number {
	const [number, { least, most }] = [Number(words), boundsOf(name)];
	if (number >= least && number <= most) return number;
	throw mistake(`${name} is a number from ${least} to ${most}, not ${JSON.stringify(words)}.`);
}

/** What differs, one line each: `fading.halfLifeDays 60 instead of 30`. */
export function differences(one: unknown, other: unknown, place: string[] = []): string[] {
	const [ours, theirs] = [JSON.stringify(one), JSON.stringify(other)];
	if (ours === theirs) return [];
	const deeper = [one, other].every((value) => typeof value === "object" && value !== null && !Array.isArray(value));
	if (!deeper) return [`${place.join(".")} ${ours} instead of ${theirs}`];
	const [mine, yours] = [inside(one), inside(other)];
	return Object.keys(mine).flatMap((key) => differences(mine[key], yours[key], [...place, key]));
}
