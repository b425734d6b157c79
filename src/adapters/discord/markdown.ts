// Lines of a card as Discord's markdown. Whatever people typed stays plain text: no markup, no mention, no masked link.
// Whether a mention pings is not decided here, but by allowed_mentions (see render.ts).
import type { Line, Span } from "../../chat/card.ts";
import { isSnowflake } from "./ids.ts";

/** Turns the reading direction of what follows it, also beyond the text that it came with. */
const directionControls = /[\u202a-\u202e\u2066-\u2069]/g;
/** Discord makes a link of it as a whole, and nothing else in it: a backslash would become part of the address. */
const link = /https?:\/\/[^\s<]+/g;
const inLinks: [RegExp, string][] = [
	[/\*/g, "%2A"],
	[/`/g, "%60"],
	[/\|/g, "%7C"],
	[/\[/g, "%5B"],
	[/\]/g, "%5D"],
	[/\\/g, "%5C"],
	[/>/g, "%3E"],
];

/** Text that Discord shows as it is, within a line. */
export function escapeText(text: string): string {
	const plain = text.replace(directionControls, "").replace(/\r\n?/g, "\n");
	let escaped = "";
	let from = 0;
	for (const match of plain.matchAll(link)) {
		escaped += escapeWords(plain.slice(from, match.index));
		escaped += inLinks.reduce((url, [character, code]) => url.replace(character, code), match[0]);
		from = match.index + match[0].length;
		if (plain[from] === "<") escaped += " ";
	}
	escaped += escapeWords(plain.slice(from));
	return closeMentions(escaped);
}

/** Discord looks for these two anywhere, behind a backslash as well. */
const closeMentions = (text: string): string => text.replace(/@(everyone|here)/gi, "@\u200b$1");

const escapeWords = (text: string): string =>
	text
		.replace(/[\\*_`[]/g, "\\$&")
		.replace(/~{2,}|\|{2,}/g, (run) => run.replace(/./g, "\\$&"))
		.replace(/<(?![\s\d=-])/g, "\\<");

/** Headings, small print, lists and quotes are made by how a line begins. */
const escapeLineStarts = (text: string): string =>
	text.replace(/^(\s*)(#{1,3}\s|-#\s|[-+]\s|>)/gm, "$1\\$2").replace(/^(\s*\d+)([.)])(?=\s)/gm, "$1\\$2");

/** `ids` gathers who is mentioned, so that they and nobody else are pinged; without it everybody stays a name. */
export type Wording = { maxLength: number; mentioned: Set<string> | undefined };

export function lineMarkdown(line: Line, wording: Wording): string {
	const spans = line.map((span) => spanMarkdown(span, wording));
	return escapeLineStarts(spans.join("").replaceAll("****", "**\u200b**"));
}

function spanMarkdown(span: Span, { maxLength, mentioned }: Wording): string {
	const text = (words: string) => escapeText(shorten(words, maxLength).replace(/\s*\n\s*/g, " "));
	if (typeof span === "string") return text(span);
	if ("strong" in span) return bold(isolated(text(span.strong)));
	if ("code" in span) return code(span.code);
	if (span.ping && span.user !== undefined && isSnowflake(span.user) && mentioned) {
		mentioned.add(span.user);
		return `<@${span.user}>`;
	}
	return bold(isolated(text(span.person)));
}

/** A name that is written from right to left turns itself, and not the sentence around it. */
const isolated = (text: string): string =>
	/[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/.test(text) ? `\u2068${text}\u2069` : text;

const bold = (text: string): string => (text.trim() === "" ? text : `**${text}**`);

/** Nothing escapes inside code, so a backtick would end it: it becomes a letter that looks alike. */
const code = (text: string): string =>
	text.trim() === "" ? text : `\`${closeMentions(text.replace(/`/g, "ˋ").replace(/\s+/g, " "))}\``;

export const quoteMarkdown = (text: string, { maxLength }: Wording): string =>
	escapeLineStarts(escapeText(shorten(text.trim(), maxLength)))
		.split("\n")
		.map((line) => `> ${line}`)
		.join("\n");

export function shorten(text: string, maxLength: number): string {
	if (text.length <= maxLength) return text;
	const characters = [...text];
	return characters.length <= maxLength
		? text
		: `${characters
				.slice(0, maxLength - 1)
				.join("")
				.trimEnd()}…`;
}
