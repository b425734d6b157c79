// What a community calls its credit. Views say it with placeholders that nobody can type; they become the community's own
// word at the one place where something leaves the chat. A placeholder is as long as the longest word, so that whatever is
// cut to a length still fits.
import type { Policy } from "../rules/policy.ts";

/** As policy.ts allows. */
const LONGEST_WORD = 20;

/** Signs of the private use area; clean.ts takes them out of whatever anybody types. */
const [ONE, MANY, FIRST, SIGN] = ["\uE000", "\uE001", "\uE002", "\uE003"] as const;

/** One credit, in the middle of a sentence. */
export const UNIT = ONE.repeat(LONGEST_WORD);
/** Several, or credit as such. */
export const UNITS = MANY.repeat(LONGEST_WORD);
/** The same at the beginning of a sentence. */
export const UNITS_FIRST = FIRST.repeat(LONGEST_WORD);
/** The sign beside a figure, where the community has one; it brings its own blank. */
export const UNIT_SIGN = SIGN;

export type Unit = Policy["credit"];

const PLACEHOLDERS = new RegExp(`${ONE}+|${MANY}+|${FIRST}+|${SIGN}`, "gu");

/** Anything that is plain data, with the community's own words in it. */
export function inUnits<T>(said: T, unit: Unit): T {
	const text = JSON.stringify(said);
	if (text === undefined || text.search(PLACEHOLDERS) < 0) return said;
	const words = new Map([
		[ONE, unit.one],
		[MANY, unit.many],
		[FIRST, `${unit.many.charAt(0).toUpperCase()}${unit.many.slice(1)}`],
		[SIGN, unit.emoji === "" ? "" : ` ${unit.emoji}`],
	] as [string, string][]);
	const inJson = (word: string): string => JSON.stringify(word).slice(1, -1);
	return JSON.parse(text.replaceAll(PLACEHOLDERS, ([first = ""]) => inJson(words.get(first) ?? ""))) as T;
}
