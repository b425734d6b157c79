// From what somebody typed after a command to the command's typed fields. It understands, and does not judge:
// limits are the rules' and the schema's business.
import type { Fields, Text } from "./request.ts";

const isPerson = (span: Text[number] | undefined): span is { user: string } => typeof span === "object";
/** What may stand between two people: "@ana, @bo and @cy". */
const BETWEEN_PEOPLE = /^\s*(?:,|&|\+|and|,\s*and)?\s*$/iu;

/** The name that a person's id has in a text: mentions inside a reason are shown, and ping nobody. */
export type NameOf = (user: string) => string;

export function toPlain(text: Text, nameOf: NameOf): string {
	return text
		.map((span) => (isPerson(span) ? `@${nameOf(span.user)}` : span))
		.join("")
		.replaceAll(/\s+/gu, " ")
		.trim();
}

/** The people named first, and the rest of the text. */
function leadingPeople(text: Text): { users: string[]; rest: Text } {
	const users: string[] = [];
	let at = 0;
	let end = 0;
	for (; at < text.length; at++) {
		const span = text[at];
		if (isPerson(span)) {
			users.push(span.user);
			end = at + 1;
		} else if (!BETWEEN_PEOPLE.test(span ?? "")) break;
	}
	return { users, rest: text.slice(end) };
}

const AMOUNT = /^\s*[x×]\s?(\d{1,6})(?=\s|$)/iu;

/** `@ana @bo x2 for the review #teamwork`. Without people in front, whoever is mentioned is meant. */
export function parseThanks(text: Text, nameOf: NameOf): Fields {
	const { users, rest } = leadingPeople(text);
	const named = users.length > 0 ? users : text.filter(isPerson).map(({ user }) => user);
	const [head, ...tail] = rest;
	const amount = typeof head === "string" ? AMOUNT.exec(head) : null;
	const reason: Text = amount && typeof head === "string" ? [head.slice(amount[0].length), ...tail] : rest;
	const fields: Fields = { amount: amount ? Number(amount[1]) : undefined, for: toPlain(reason, nameOf) };
	[...new Set(named)].forEach((user, index) => {
		fields[receiverField(index)] = user;
	});
	return fields;
}

/** to, and, and2, and3, … as the typed command names them. */
export const receiverField = (index: number): string => (index === 0 ? "to" : index === 1 ? "and" : `and${index}`);
export const receiversOf = (fields: Fields): string[] =>
	Object.entries(fields)
		.filter(([name, value]) => /^(?:to|and\d*)$/u.test(name) && value !== undefined && value !== "")
		.map(([, value]) => String(value));

const ANYONE = /^\s*@?(?:anyone|anybody|someone|somebody|everyone)\b[\s,:]*/iu;
const SIZE = /(?:^|\s)(small|normal|big)\s*$/iu;
const BY = /(?:^|\s)by\s+/giu;

/** Whether all of a text is a date. */
export type IsDate = (text: string) => boolean;

/**
 * `@ana look at my PR big by friday`. `from` is a user id, "anyone", or none when nobody was named first.
 * The size is the last word, or the last before `by …`; `by` counts only if all that follows it is a date.
 */
export function parseFavor(text: Text, nameOf: NameOf, isDate: IsDate): Fields {
	const { users, rest } = leadingPeople(text);
	const [only] = users;
	const plain = toPlain(rest, nameOf);
	const anyone = only === undefined ? ANYONE.exec(plain) : null;
	let what = anyone ? plain.slice(anyone[0].length) : plain;
	let size: string | undefined;
	const takeSize = () => {
		const found = SIZE.exec(what);
		if (!found || size) return;
		size = found[1]?.toLowerCase();
		what = what.slice(0, found.index).trimEnd();
	};
	takeSize();
	const by = [...what.matchAll(BY)].find((found) => isDate(what.slice(found.index + found[0].length)));
	const due = by && what.slice(by.index + by[0].length).trim();
	if (by) what = what.slice(0, by.index).trimEnd();
	takeSize();
	return { what, from: only ?? (anyone ? "anyone" : undefined), others: users.length > 1 ? users.length : undefined, size, by: due };
}

/** `week`, `all everywhere`, …: the words that are choices of some field, in any order. */
export function parseChoices(text: Text, fields: readonly { name: string; values: readonly string[] }[]): Fields {
	const words = toPlain(text, (user) => user)
		.toLowerCase()
		.split(" ")
		.filter((word) => word !== "");
	const found: Fields = {};
	for (const word of words) {
		const field = fields.find(({ values }) => values.includes(word));
		if (field) found[field.name] = word;
		else found["unknown"] = word;
	}
	return found;
}

/** Letters first, so that `#42` is none. */
const TAG = /(?:^|\s)#(\p{L}[\p{L}\p{N}_-]{0,29})(?=$|[\s.,;:!?)])/gu;
const MOST_TAGS = 5;

/** The tags of a reason; those at its end are taken off it, since they are shown apart. */
export function splitTags(reason: string): { reason: string; tags: string[] } {
	const tags = [...new Set([...reason.matchAll(TAG)].map((found) => (found[1] ?? "").toLowerCase()))].slice(0, MOST_TAGS);
	const words = reason.trim().split(/\s+/u);
	while (words.length > 0 && tags.includes((words.at(-1) ?? "").replace("#", "").toLowerCase()) && words.at(-1)?.startsWith("#")) {
		words.pop();
	}
	return { reason: words.join(" "), tags };
}
