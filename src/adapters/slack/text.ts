// Between Slack's escaped text and what people see: reads `<@U1|ana>` and `&lt;`, escapes what we send.
// It knows the escapes alone; who a user id is, the directory says.
import type { Text } from "../../chat/request.ts";

// Slack sends `&`, `<` and `>` of a person as entities, so a bare `<…>` is always its own markup:
// https://docs.slack.dev/messaging/formatting-message-text
const token = /<([^<>]*)>|&(amp|lt|gt);/g;

const entities: Record<string, string> = { amp: "&", lt: "<", gt: ">" };

/** What somebody typed into a command with `should_escape`, as they saw it. */
export function readText(escaped: string): Text {
	const text: Text = [];
	let plain = "";
	let end = 0;
	for (const match of escaped.matchAll(token)) {
		const [whole, markup, entity] = match;
		plain += escaped.slice(end, match.index);
		end = match.index + whole.length;
		const user = markup?.match(/^@([UW][A-Z0-9]+)(?:\|.*)?$/s)?.[1];
		const group = readGroup(markup);
		if (user !== undefined || group) {
			if (plain !== "") text.push(plain);
			plain = "";
			text.push(group ? { group: group.id } : { user: user ?? "" });
		} else if (markup !== undefined) plain += seen(markup);
		else plain += entities[entity ?? ""] ?? whole;
	}
	plain += escaped.slice(end);
	if (plain !== "") text.push(plain);
	return text;
}

/** The ids of the people mentioned, each once. */
export function mentioned(text: Text): string[] {
	return [...new Set(text.flatMap((part) => (typeof part === "object" && "user" in part ? [part.user] : [])))];
}

/** A user group as a text names it; without a name, where Slack leaves that out. */
export type GroupHint = { id: string; name: string };

/** The user groups mentioned, each once. */
export function mentionedGroups(escaped: string): GroupHint[] {
	const found = [...escaped.matchAll(token)].flatMap(([, markup]) => readGroup(markup) ?? []);
	return [...new Map(found.map((group) => [group.id, group])).values()];
}

function readGroup(markup: string | undefined): GroupHint | undefined {
	const [, id, label = ""] = markup?.match(/^!subteam\^(S[A-Z0-9]+)(?:\|(.*))?$/s) ?? [];
	return id === undefined ? undefined : { id, name: unescapeText(label).replace(/^@/, "") };
}

/** What Slack showed for one of its markups that is not a person. */
function seen(markup: string): string {
	const bar = markup.indexOf("|");
	const target = unescapeText(bar < 0 ? markup : markup.slice(0, bar));
	const label = bar < 0 ? "" : unescapeText(markup.slice(bar + 1));
	if (target.startsWith("#")) return `#${label || "channel"}`;
	if (target.startsWith("!subteam^")) return withSign("@", label || "group");
	if (target.startsWith("!date^")) return label;
	if (target.startsWith("!")) return withSign("@", label || target.slice(1));
	if (target.startsWith("@")) return withSign("@", label || target.slice(1));
	return label || target;
}

const withSign = (sign: string, name: string): string => (name.startsWith(sign) ? name : sign + name);

const unescapeText = (text: string): string => text.replace(/&(amp|lt|gt);/g, (whole, name) => entities[name] ?? whole);

/** Plain text made harmless where Slack reads markup: it can neither ping nor link. */
export const escapeText = (plain: string): string =>
	plain.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

/** Cuts to at most `limit` UTF-16 units, never through a character. */
export function cut(text: string, limit: number): string {
	if (text.length <= limit) return text;
	let short = "";
	for (const character of text) {
		if (short.length + character.length > limit - 1) break;
		short += character;
	}
	return `${short}…`;
}

/** Without what no client shows and Slack refuses: control characters and halves of a character. */
export const clean = (text: string): string =>
	// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is removed
	text.replace(/\p{Surrogate}/gu, "\uFFFD").replace(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F]/g, "");
