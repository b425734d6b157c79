// What somebody typed into a text field, as they saw it: Discord hands mentions on as ids. It pings nobody.
import type { Intent, Text } from "../../chat/request.ts";
import type { Directory } from "./people.ts";

/** https://docs.discord.com/developers/reference#message-formatting */
const PERSON = /<@!?(\d{15,22})>/g;
const ROLE = /<@&\d{15,22}>/g;
const CHANNEL = /<#\d{15,22}>/g;

/** `<:name:1>`, or `<a:name:1>` where it moves. */
const EMOJI = /<a?:(\w+):\d{15,22}>/g;

/** What somebody wrote in a message, as they saw it, with the people that they mentioned. */
export function readContent(content: string): Text {
	const text: Text = [];
	const plain = (words: string): string =>
		words.replace(ROLE, "@role").replace(CHANNEL, "a channel").replace(EMOJI, ":$1:");
	let from = 0;
	for (const match of content.matchAll(PERSON)) {
		const [whole, user = ""] = match;
		if (match.index > from) text.push(plain(content.slice(from, match.index)));
		text.push({ user });
		from = match.index + whole.length;
	}
	if (from < content.length) text.push(plain(content.slice(from)));
	return text;
}

/** The intent with names instead of ids in its words. Who cannot be looked up within the time is somebody. */
export async function asSeen(intent: Intent, guild: string, directory: Directory, withinMs: number): Promise<Intent> {
	if (!("fields" in intent)) return intent;
	const words = Object.values(intent.fields).filter((value) => typeof value === "string");
	const ids = new Set(words.flatMap((text) => [...text.matchAll(PERSON)].map(([, id = ""]) => id)));
	const names = new Map<string, string>();
	for (const id of ids) {
		const found = await directory.find(guild, id, withinMs).catch(() => undefined);
		names.set(id, found?.name ?? "somebody");
	}
	const read = (text: string): string =>
		text
			.replace(PERSON, (_, id: string) => `@${names.get(id) ?? "somebody"}`)
			.replace(ROLE, "@role")
			.replace(CHANNEL, "a channel");
	const fields = Object.entries(intent.fields).map(([name, value]) => [
		name,
		typeof value === "string" ? read(value) : value,
	]);
	return { ...intent, fields: Object.fromEntries(fields) };
}
