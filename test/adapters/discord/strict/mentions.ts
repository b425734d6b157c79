// Who a message really pings, and what a person reads of it: a small model of Discord's markdown.

export type AllowedMentions = { parse: string[]; users: string[]; roles: string[] };

/** Discord looks for mentions in the raw text, whatever markdown is around them. */
export function pingedIn(raw: string, allowed: AllowedMentions, mayPingEveryone: boolean): string[] {
	const all = (kind: string, ids: readonly string[], pattern: RegExp): string[] =>
		[...raw.matchAll(pattern)]
			.map((match) => match[1] ?? "")
			.filter((id) => allowed.parse.includes(kind) || ids.includes(id));
	const everyone = /@(everyone|here)/.test(raw) && mayPingEveryone && allowed.parse.includes("everyone");
	const users = all("users", allowed.users, /<@!?(\d{15,20})>/g);
	const roles = all("roles", allowed.roles, /<@&(\d{15,20})>/g).map((id) => `role ${id}`);
	return [...new Set([...users, ...roles, ...(everyone ? ["everyone"] : [])])];
}

/** Things in angle brackets, masked links and the like: what Discord shows as something else than the text. */
const marks: [RegExp, (match: RegExpExecArray, inner: (markdown: string) => string, nameOf: NameOf) => string][] = [
	[/^\\([^0-9A-Za-z\s])/, (match) => match[1] ?? ""],
	[/^https?:\/\/[^\s<]+[^<.,:;"')\]\s]/, (match) => match[0]],
	[/^(`+)([\s\S]*?[^`])\1(?!`)/, (match) => match[2] ?? ""],
	[/^<@!?(\d{15,20})>/, (match, _, nameOf) => `@${nameOf(match[1] ?? "")}`],
	[/^<@&\d{15,20}>/, () => "[role]"],
	[/^<#\d{15,20}>/, () => "[channel]"],
	[/^<\/[^:>]+:\d{15,20}>/, () => "[command]"],
	[/^<t:-?\d+(?::[a-zA-Z])?>/, () => "[time]"],
	[/^<id:\w+>/, () => "[guide]"],
	[/^<a?:\w+:\d{15,20}>/, () => "[emoji]"],
	[/^<https?:\/\/[^>\s]+>/, () => "[link]"],
	[/^@(everyone|here)/, (match) => `[${match[1]}]`],
	[/^\[([^\]\n]+)\]\((?:<)?https?:[^)\s]+(?:>)?\)/, () => "[masked link]"],
	[/^\*\*((?:\\[\s\S]|[^\\])+?)\*\*(?!\*)/, (match, inner) => inner(match[1] ?? "")],
	[/^__((?:\\[\s\S]|[^\\])+?)__(?!_)/, (match, inner) => inner(match[1] ?? "")],
	[/^\*(?=\S)((?:\\[\s\S]|[^\\*])+?)\*(?!\*)/, (match, inner) => inner(match[1] ?? "")],
	[/^_((?:\\[\s\S]|[^\\_])+?)_\b/, (match, inner) => inner(match[1] ?? "")],
	[/^~~([\s\S]+?)~~/, (match, inner) => inner(match[1] ?? "")],
	[/^\|\|([\s\S]+?)\|\|/, (match, inner) => inner(match[1] ?? "")],
];

export type NameOf = (user: string) => string;

/** What a person reads: markup done away with, mentions as names. Text that was escaped well reads as it was typed. */
export function reads(markdown: string, nameOf: NameOf = (user) => user): string {
	return markdown
		.split("\n")
		.map((line) => readLine(line, nameOf))
		.join("\n")
		.replaceAll("\u200b", "");
}

const lineStarts = /^\s*(?:#{1,3}\s+|-#\s+|>\s?|[-*]\s+|\d+\.\s+)+/;

function readLine(line: string, nameOf: NameOf): string {
	const start = lineStarts.exec(line)?.[0] ?? "";
	return readInline(line.slice(start.length), nameOf);
}

function readInline(markdown: string, nameOf: NameOf): string {
	let said = "";
	for (let at = 0; at < markdown.length; ) {
		const rest = markdown.slice(at);
		let length = 0;
		for (const [pattern, say] of marks) {
			const match = pattern.exec(rest);
			if (!match) continue;
			length = match[0].length;
			said += say(match, (inner) => readInline(inner, nameOf), nameOf);
			break;
		}
		if (length === 0) said += rest.charAt(0);
		at += Math.max(length, 1);
	}
	return said;
}
