// From what somebody typed after a command to the command's typed fields. It understands, and does not judge:
// limits are the rules' and the schema's business.
import { oneLine } from "./clean.ts";
import type { Fields, Text } from "./request.ts";

type Span = Text[number];
type Named = Exclude<Span, string>;

const isNamed = (span: Span | undefined): span is Named => typeof span === "object";
const isPerson = (span: Span | undefined): span is { user: string } => isNamed(span) && "user" in span;
/** What may stand between two people: "@ana, @bo and @cy". */
const BETWEEN_PEOPLE = /^\s*(?:,|&|\+|and|,\s*and)?\s*$/iu;
/** What may stand before the first: "to @ana", "from @ana". */
const BEFORE_PEOPLE = /^\s*(?:to|from)?\s*$/iu;
/** What is to be read by the two only may say so first: "privately to @ana". */
const PRIVATELY_FIRST = /^\s*(?:privately|in private)(?=\s)/iu;
/** What may stand after the last: "@ana: look at this". */
const AFTER_PEOPLE = /^[\s,:;]+/u;

/** The name that a person's or a group's id has in a text: mentions inside a reason are shown, and ping nobody. */
export type NameOf = (id: string) => string;

const idOf = (span: Named): string => ("user" in span ? span.user : span.group);

export const toPlain = (text: Text, nameOf: NameOf): string =>
	oneLine(text.map((span) => (isNamed(span) ? `@${nameOf(idOf(span))}` : span)).join(""));

/** An adapter may put a text together from pieces: what stands between two people is one. */
function inOne(text: Text): Text {
	const whole: Text = [];
	for (const span of text) {
		const last = whole.at(-1);
		if (typeof span === "string" && typeof last === "string") whole[whole.length - 1] = last + span;
		else whole.push(span);
	}
	return whole;
}

type Leading = { named: Named[]; rest: Text };

/** Those named first, and the rest of the text. */
function leadingNamed(text: Text): Leading {
	const named: Named[] = [];
	let end = 0;
	for (const [at, span] of text.entries()) {
		if (isNamed(span)) {
			named.push(span);
			end = at + 1;
		} else if (!(named.length === 0 ? BEFORE_PEOPLE : BETWEEN_PEOPLE).test(span)) break;
	}
	return { named, rest: text.slice(end) };
}

/** Those named last, and the text before them. */
function trailingNamed(text: Text): Leading {
	const { named, rest } = leadingNamed(text.toReversed());
	return { named: named.toReversed(), rest: rest.toReversed() };
}

const AMOUNT = /^\s*[x×]\s?([+\u2212-]?\d+(?:[.,]\d+)*)(?=$|[\s,;:.!])/iu;
const WHOLE = /^\d+$/u;
/** After the names. "Private" alone may begin a reason: it counts only before "for", and where nothing follows it. */
const PRIVATELY =
	/^\s*(?:(?:privately|in private)(?=$|[\s,;:.!])|private(?=[\s.!]*$|[,;:]|\s+(?:for|because|[x×]\d)\b))/iu;

/** `@ana @bo x2 for the review #teamwork`. Without people in front, whoever is mentioned is meant. */
export function parseThanks(typed: Text, nameOf: NameOf): Fields {
	const { text, isPrivate } = privatelyFirst(inOne(typed));
	const leading = leadingNamed(text);
	const inFront = leading.named.length > 0;
	const named = inFront ? leading.named : text.filter(isNamed);
	const options = inFront ? optionsIn(leading.rest) : { rest: trailingNamed(text).rest };
	const fields: Fields = {
		amount: options.amount,
		for: toPlain(options.rest, nameOf).replace(AFTER_PEOPLE, ""),
		privately: isPrivate || options.isPrivate ? "yes" : undefined,
	};
	const users = named.flatMap((span) => ("user" in span ? [span.user] : []));
	const groups = named.flatMap((span) => ("group" in span ? [span.group] : []));
	for (const [index, user] of [...new Set(users)].entries()) fields[receiverField(index)] = user;
	for (const [index, group] of [...new Set(groups)].entries()) fields[groupField(index)] = group;
	return fields;
}

function privatelyFirst(text: Text): { text: Text; isPrivate: boolean } {
	const [head, ...tail] = text;
	const found = typeof head === "string" ? PRIVATELY_FIRST.exec(head) : null;
	if (!found || typeof head !== "string") return { text, isPrivate: false };
	return { text: [head.slice(found[0].length), ...tail], isPrivate: true };
}

type Options = { rest: Text; amount?: number | undefined; isPrivate?: boolean };

/** How much and for whose eyes, in either order, straight after the names. */
function optionsIn(rest: Text): Options {
	const [head, ...tail] = rest;
	if (typeof head !== "string") return { rest };
	const amount = AMOUNT.exec(head);
	if (amount) {
		const after = head.slice(amount[0].length);
		const found = PRIVATELY.exec(after);
		const left = found ? after.slice(found[0].length) : after;
		return { rest: [left, ...tail], amount: wholeNumber(amount[1]), isPrivate: found !== null };
	}
	const found = PRIVATELY.exec(head);
	if (!found) return { rest };
	const after = head.slice(found[0].length);
	const later = AMOUNT.exec(after);
	const left = later ? after.slice(later[0].length) : after;
	return { rest: [left, ...tail], amount: later ? wholeNumber(later[1]) : undefined, isPrivate: true };
}

/** NaN for halves, thousands and less than nothing: whoever judges amounts has words for that. */
const wholeNumber = (typed = ""): number => (WHOLE.test(typed) ? Number(typed) : Number.NaN);

/** to, and, and2, and3, … as the typed command names them. */
const receiverField = (index: number): string => (index === 0 ? "to" : index === 1 ? "and" : `and${index}`);
const groupField = (index: number): string => (index === 0 ? "group" : `group${index + 1}`);

const fieldsNamed = (fields: Fields, names: RegExp): string[] =>
	Object.entries(fields)
		.filter(([name, value]) => names.test(name) && value !== undefined && value !== "")
		.map(([, value]) => String(value));

export const receiversOf = (fields: Fields): string[] => fieldsNamed(fields, /^(?:to|and\d*)$/u);
export const groupsOf = (fields: Fields): string[] => fieldsNamed(fields, /^group\d*$/u);

/** `admin @bo`, `adjust @bo +5 for …`: the first person named, and what follows. Without a person, all that was said. */
export function parseAbout(typed: Text, nameOf: NameOf): { who: string | undefined; rest: string } {
	const text = inOne(typed);
	const at = text.findIndex(isPerson);
	const who = text[at];
	const rest = toPlain(text.slice(at + 1), nameOf).replace(AFTER_PEOPLE, "");
	return { who: isPerson(who) ? who.user : undefined, rest };
}

const ANYONE =
	/^(?:from\s+)?(?:@?(?:anyone|anybody|someone|somebody|everyone)|@(?:here|channel|all))(?=$|[\s,:;.!?])[\s,:;]*/iu;
/** "team …", "for the team: …": the pot pays. */
const TEAM = /^(?:for\s+(?:the\s+)?)?team(?=$|[\s,:;.!?])[\s,:;]*/iu;
const SIZE = /(?:^|\s)(small|normal|big)$/iu;
const BY = /(?<=^|\s)by\s+/giu;
/** What is left at the end when a size or a date was taken off. */
const LOOSE_END = /[\s,;:]+$/u;

/** Whether all of a text is a date. */
export type IsDate = (text: string) => boolean;

/**
 * `@ana look at my PR big by friday`. `from` is a user id, "anyone" (also for the team, which then `pays`), or none when
 * nobody was named first; then `maybe` is the one person named elsewhere. The size is the last word, or the last before `by …`; `by` counts only if all that
 * follows it is a date.
 */
export function parseFavor(typed: Text, nameOf: NameOf, isDate: IsDate): Fields {
	// A favor is asked of one person or of anyone: a group is part of what was said.
	const text = inOne(typed.map((span) => (isNamed(span) && !isPerson(span) ? `@${nameOf(span.group)}` : span)));
	const { named, rest } = leadingNamed(text);
	const users = named.filter(isPerson).map(({ user }) => user);
	const [only] = users;
	const plain = toPlain(rest, nameOf).replace(AFTER_PEOPLE, "");
	const team = only === undefined ? TEAM.exec(plain) : null;
	const anyone = only === undefined ? (team ?? ANYONE.exec(plain)) : null;
	let what = anyone ? plain.slice(anyone[0].length) : plain;
	let size: string | undefined;
	const takeSize = () => {
		const found = SIZE.exec(what);
		if (!found || size) return;
		size = found[1]?.toLowerCase();
		what = what.slice(0, found.index).replace(LOOSE_END, "");
	};
	takeSize();
	const by = [...what.matchAll(BY)].find((found) => isDate(what.slice(found.index + found[0].length)));
	const due = by && what.slice(by.index + by[0].length).trim();
	if (by) what = what.slice(0, by.index).replace(LOOSE_END, "");
	takeSize();
	const mentioned = new Set(text.filter(isPerson).map(({ user }) => user));
	return {
		what,
		from: only ?? (anyone ? "anyone" : undefined),
		maybe: only === undefined && !anyone && mentioned.size === 1 ? [...mentioned][0] : undefined,
		others: new Set(users).size > 1 ? new Set(users).size : undefined,
		size,
		by: due,
		pays: team ? "team" : undefined,
	};
}

/** `@ana`: the one person named, `others` where there are more, `unknown` where a name is no mention. */
export function parseWith(typed: Text): Fields {
	const text = inOne(typed);
	const users = [...new Set(text.filter(isPerson).map(({ user }) => user))];
	const unknown = users.length === 0 ? NAMED.exec(toPlain(text, (user) => user))?.[0] : undefined;
	return { with: users[0], others: users.length > 1 ? users.length : undefined, unknown };
}

/** A name that the platform did not make a mention of. */
export const NAMED = /@[\p{L}\p{N}._-]+/u;

/** `@bo 4`, `4 for @bo`: the one person named, as `parseWith` has them, and the only number; NaN for one that is not whole. */
export function parseVouch(text: Text): Fields {
	const { with: who, others, unknown } = parseWith(text);
	const words = text.filter((span) => typeof span === "string").join(" ");
	const [number, another] = words.match(/[+\u2212-]?\d+(?:[.,]\d+)*/gu) ?? [];
	return {
		who,
		others,
		unknown,
		amount: number === undefined ? undefined : another === undefined ? wholeNumber(number) : Number.NaN,
	};
}

/** `week`, `all everywhere`, …: the words that are choices of some field, in any order; `unknown` is one that is none. */
export function parseChoices(text: Text, fields: readonly { name: string; values: readonly string[] }[]): Fields {
	const words = toPlain(text, (user) => user)
		.toLowerCase()
		.split(" ")
		.filter((word) => word !== "");
	const found: Fields = {};
	for (const word of words) {
		const field = fields.find(({ values }) => values.includes(word));
		found[field?.name ?? "unknown"] = word;
	}
	return found;
}

const AMOUNT_OF_CREDITS = /(?<=^|\s)([+-\u2212]?\d+(?:[.,]\d+)*)(?:\s+credits?)?[.!]?$/iu;

/** `donate 5`, `topup @new 4`: the person, if one is named, and the number at the end; NaN for halves and for none. */
export function parseAmount(text: Text): Fields {
	const found = AMOUNT_OF_CREDITS.exec(toPlain(text, (user) => user));
	return { who: text.find(isPerson)?.user, amount: wholeNumber(found?.[1]) };
}

/** Letters first, so that `#42` is none. */
const TAG = /(?:^|\s)#(\p{L}[\p{L}\p{N}_-]{0,29})(?=$|[\s.,;:!?)])/gu;
const MOST_TAGS = 5;

/** Every tag in a text, once, in lower case. */
export const tagsIn = (text: string): string[] => [
	...new Set([...text.matchAll(TAG)].map((found) => (found[1] ?? "").toLowerCase())),
];

/** As many of them as count. */
export const tagsOf = (text: string): string[] => tagsIn(text).slice(0, MOST_TAGS);

/**
 * The tags of a reason; those at its end are taken off it, since they are shown apart. Tags alone are a reason, too. Where
 * a list is `fixed`, others are words like any: they are `unknown`, and stay where they are.
 */
export function splitTags(
	typed: string,
	fixed: readonly string[] = [],
): { reason: string; tags: string[]; unknown: string[] } {
	const known = new Set(fixed.map((tag) => tag.toLowerCase()));
	const isKnown = (tag: string): boolean => known.size === 0 || known.has(tag);
	const all = tagsIn(typed);
	const tags = all.filter(isKnown).slice(0, MOST_TAGS);
	const words = typed.split(" ");
	const isTag = (word = "") => word.startsWith("#") && tags.includes(word.slice(1).toLowerCase());
	while (isTag(words.at(-1))) words.pop();
	const unknown = all.filter((tag) => !isKnown(tag));
	return { reason: words.length === 0 ? typed : words.join(" "), tags, unknown };
}
