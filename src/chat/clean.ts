// What people type and what they are called, made fit to be stored and shown: no control characters, no halves of
// characters, nothing that turns the rest of a line around or hides in it. What can be seen stays as it was typed.
import type { Fields, Intent, Person, Request, Text } from "./request.ts";

/** Control characters but blanks, halves of surrogate pairs, what unit.ts puts words in the place of, what overrides the direction of text, blanks without a width. */
const UNFIT = /[\p{Cs}\uE000-\uE003\u202A-\u202E\u2060-\u206F\u200B\uFEFF\uFFF9-\uFFFB]|(?!\s)\p{Cc}/gu;
/** At least one character that can be seen: not only blanks, joiners, marks and fillers. */
const VISIBLE = /[^\p{Z}\p{C}\p{M}\u115F\u1160\u2800\u3164\uFFA0]/u;

/** Longer names are cut: a name is part of a line. */
const NAME_LENGTH = 60;

const presentable = (text: string): string => text.replaceAll(UNFIT, "");

/** As one line; empty if there is nothing to see in it. */
export function oneLine(text: string): string {
	const line = presentable(text).replaceAll(/\s+/gu, " ").trim();
	return VISIBLE.test(line) ? line : "";
}

/** What would be left of a character, or of a picture made of several, where a text is cut. */
const BROKEN_END = /(?:\p{Cs}|[\u200D\uFE0F]|\s)+$/u;

/** Long words are cut where a line must stay one, never in the middle of a character. Lengths are as platforms count. */
export function short(words: string, most = 120): string {
	return words.length <= most ? words : `${words.slice(0, Math.max(0, most - 1)).replace(BROKEN_END, "")}…`;
}

const cleanName = (name: string): string => short(oneLine(name), NAME_LENGTH);

const cleanPerson = (person: Person): Person => ({
	...person,
	name: cleanName(person.name) || "somebody",
});

/** A request as it is understood. Ids stay as the platform gave them. */
export function cleanRequest(request: Request): Request {
	const { place, groups } = request;
	return {
		...request,
		people: request.people.map(cleanPerson),
		...(groups && { groups: groups.map((group) => ({ ...group, name: cleanName(group.name) || "the group" })) }),
		place: place && { ...place, name: cleanName(place.name) },
		intent: cleanIntent(request.intent),
	};
}

function cleanIntent(intent: Intent): Intent {
	if (intent.kind === "complete") return { ...intent, text: oneLine(intent.text) };
	if (intent.kind === "message") {
		const { text, before } = intent;
		return { ...intent, text: text && cleanText(text), ...(before && { before: cleanText(before) }) };
	}
	if ("text" in intent) return { ...intent, text: cleanText(intent.text) };
	return "fields" in intent ? { ...intent, fields: cleanFields(intent.fields) } : intent;
}

/** The blanks at its ends stay: they stand between words and people. */
const cleanText = (text: Text): Text => text.map((span) => (typeof span === "string" ? presentable(span) : span));

const cleanFields = (fields: Fields): Fields =>
	Object.fromEntries(
		Object.entries(fields).map(([name, value]) => [name, typeof value === "string" ? oneLine(value) : value]),
	);
