// Everybody has the longest name there may be, and whatever anybody types is as long as it may be: the same situations,
// at their widest. It knows what a command takes, and nothing of what is answered.
import { FAVOR_LENGTH, REASON_LENGTH } from "../../src/chat/commands.ts";
import type { Fields, Intent, Request, Text } from "../../src/chat/request.ts";

/** Names are cut at 60: these are longer, some of pictures, some of what every markup escapes, some from right to left. */
const SURNAMES = [
	" Wolfeschlegelsteinhausenbergerdorff-Featherstonehaugh-Cholmondeley",
	` ${"👩‍🚀".repeat(20)}`,
	` ${"*_~`<&>".repeat(10)}`,
	` ${"محمد ".repeat(14)}`,
];

/** What takes the most room where it is escaped, and what is counted double. */
const FILLER = "reading *every* line_of_it `twice` & <b>finding</b> the 👩‍🚀 one that mattered ";

/** So many characters of it, never half a picture: it ends in words. */
const filler = (length: number): string =>
	length < 20
		? ""
		: `${FILLER.repeat(10)
				.slice(0, length - 6)
				.replace(/\S*$/u, "")}at last`.slice(0, length);

/** What was typed, with as much in front of it as there is room for; what is long already stays. */
const widened = (typed: string, most: number): string => {
	const room = most - typed.length - 1;
	return typed.trim() === "" || room < 100 ? typed : `${filler(room)} ${typed}`;
};

function widenedText(name: string, text: Text): Text {
	const last = text.at(-1);
	if (typeof last !== "string") return text;
	const [, lead = "", words = ""] =
		(name === "favor" ? /^(\s*(?:(?:anyone|team)\s+)?)([\s\S]*)$/u : /^(\s*(?:x\d+\s+)?)([\s\S]*)$/u).exec(last) ?? [];
	// A command that names nobody opens a form, or is a mistake: it stays one.
	const namesSomebody = text.length > 1 || (name === "favor" && lead.trim() !== "");
	return namesSomebody ? [...text.slice(0, -1), lead + widened(words, lengthOf(name))] : text;
}

const lengthOf = (name: string): number => (name === "favor" ? FAVOR_LENGTH : REASON_LENGTH);

const widenedFields = (fields: Fields): Fields =>
	Object.fromEntries(
		Object.entries(fields).map(([id, value]) => {
			if (typeof value !== "string") return [id, value];
			if (id === "what") return [id, widened(value, FAVOR_LENGTH)];
			return [id, id === "for" || id === "because" ? widened(value, REASON_LENGTH) : value];
		}),
	);

function widenedIntent(intent: Intent): Intent {
	if (intent.kind === "command" && "text" in intent && ["thanks", "favor"].includes(intent.name))
		return { ...intent, text: widenedText(intent.name, intent.text) };
	return "fields" in intent ? { ...intent, fields: widenedFields(intent.fields) } : intent;
}

export const longest = (request: Request): Request => ({
	...request,
	people: request.people.map((person, index) => ({
		...person,
		name: `${person.name}${SURNAMES[index % SURNAMES.length]}`,
	})),
	place: request.place && {
		...request.place,
		name: request.place.name === "" ? "" : request.place.name.padEnd(80, "-channel"),
	},
	intent: widenedIntent(request.intent),
});
