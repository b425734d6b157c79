// What a visitor typed: mentions become people, a line that begins with a slash becomes a command.
// It decides nothing about what a command means.
import type { Command } from "../../chat/command.ts";
import type { Text } from "../../chat/request.ts";
import { EVERYBODY, GROUPS } from "./team.ts";

export type Typed =
	| { kind: "nothing" }
	| { kind: "talk"; text: Text }
	| { kind: "command"; name: string; text: Text }
	| { kind: "unknown"; name: string };

/** As long as a Slack message may be. */
export const MAX_TYPED = 4000;

/** A slash, a word, and then a blank or nothing: so that a path such as /etc/hosts stays talk. */
const COMMAND = /^\/(\p{L}[\p{L}\p{N}_-]*)(?:\s+([\s\S]*))?$/u;

export function readTyped(raw: string, commands: readonly Command[]): Typed {
	const typed = raw.slice(0, MAX_TYPED).replace(/\r\n?/g, "\n").trim();
	if (typed === "") return { kind: "nothing" };
	const match = COMMAND.exec(typed);
	if (!match) return { kind: "talk", text: withPeople(typed) };
	const name = (match[1] ?? "").toLowerCase();
	if (!commands.some((command) => command.name === name)) return { kind: "unknown", name };
	return { kind: "command", name, text: withPeople(match[2] ?? "") };
}

/** The longest name wins, in any case; "@Boris" is not Bo, and neither is "mail@bo". */
const MENTION = new RegExp(
	`(?<![\\p{L}\\p{N}_])@(${[...EVERYBODY, ...GROUPS]
		.map((one) => one.name)
		.sort((a, b) => b.length - a.length)
		.join("|")})(?![\\p{L}\\p{N}_])`,
	"giu",
);

export function withPeople(typed: string): Text {
	const text: Text = [];
	let from = 0;
	for (const match of typed.matchAll(MENTION)) {
		const isMeant = (one: { name: string }): boolean => one.name.toLowerCase() === match[1]?.toLowerCase();
		const somebody = EVERYBODY.find(isMeant);
		const group = GROUPS.find(isMeant);
		if (!somebody && !group) continue;
		if (match.index > from) text.push(typed.slice(from, match.index));
		text.push(group ? { group: group.id } : { user: somebody?.user ?? "" });
		from = match.index + match[0].length;
	}
	if (from < typed.length) text.push(typed.slice(from));
	return text;
}
