// Thanks in a plain message: "thanks @ana for the review", "@ana ++", "@ana 🙏🙏". It finds them and judges nothing; a
// message that only speaks of thanks ("no thanks", somebody else's words quoted) is none.
import { oneLine } from "./clean.ts";
import { type NameOf, toPlain } from "./parse.ts";
import type { Text } from "./request.ts";

export type PlainThanks = { users: string[]; amount: number; reason: string };

/** As a sign, and by the name that it has on Slack. */
export const FOLDED_HANDS = ["🙏", ":pray:"];

/** What an adapter that reads messages asks before it troubles anybody with one of them. */
export type Ears = {
	/** Whether plain messages count in any community. */
	open(): boolean;
	/** Whether a message could say thanks somewhere, at a glance. */
	couldThank(text: Text): boolean;
};

/** `now`: what says thanks somewhere, as it is at the moment. */
export const createEars = (now: () => { emojis: ReadonlySet<string>; messages: boolean }): Ears => ({
	open: () => now().messages,
	couldThank(text) {
		if (!now().messages || !text.some((span) => typeof span === "object" && "user" in span)) return false;
		const words = text.map((span) => (typeof span === "string" ? span : "")).join(" ");
		return AT_A_GLANCE.test(words) || [...now().emojis].some((emoji) => words.includes(emoji));
	},
});

/** Everything that could be found below, and more. */
const AT_A_GLANCE = /thank|thx|\+\+|🙏|:pray:/iu;

/** At the beginning of a sentence: "Thanks @ana", "many thanks to @ana", "thank you so much, @ana". */
const THANKS_BEFORE =
	/(?:^|[\n.!?]\s*)(?:many |big |huge )?(?:thanks|thank you|thx)(?: so much| a lot| again| a million)?[\s,:!]*(?:to )?\s*$/iu;
const BETWEEN_PEOPLE = /^\s*(?:,|&|and|,\s*and)?\s*$/iu;
const PLUSES = /^\s?(\+{2,})(?=$|[\s.,;:!?])/u;
const SKIN_TONE = /[\u{1F3FB}-\u{1F3FF}]|:skin-tone-\d:|\uFE0F/gu;
/** What the thanks are for, to the end of the line. */
const REASON = /^[\s,;:.!+\p{Extended_Pictographic}-]*(?:for|because)\b[^\n]*/iu;
/** Somebody else's words. */
const QUOTED = /(?:^|\n)\s*(?:>|&gt;)[^\n]*$/u;
const IN_CODE = /`/gu;

/** `signs`: the emoji that say thanks, as signs and as `:names:`. Undefined where a message says none. */
export function plainThanks(text: Text, signs: readonly string[], nameOf: NameOf): PlainThanks | undefined {
	for (let at = 0; at < text.length; at++) {
		if (typeof text[at] === "string" || isQuoted(text, at)) continue;
		const { users, end } = peopleFrom(text, at);
		const before = text[at - 1];
		const after = text[end];
		const head = typeof after === "string" ? after : "";
		const amount = said(typeof before === "string" ? before : "", at === 0, head, signs);
		// A group is thanked by command, where one sees first who is in it.
		if (amount > 0 && users.length > 0)
			return { users, amount, reason: reasonIn(text.slice(end), head, signs, nameOf) };
		at = end - 1;
	}
	return undefined;
}

/** The people who stand together, and where what follows them begins. */
function peopleFrom(text: Text, start: number): { users: string[]; end: number } {
	const users = new Set<string>();
	let end = start;
	for (let at = start; at < text.length; at++) {
		const span = text[at];
		if (typeof span === "object" && "user" in span) {
			users.add(span.user);
			end = at + 1;
		} else if (typeof span !== "string" || !BETWEEN_PEOPLE.test(span)) break;
	}
	return { users: [...users], end: Math.max(end, start + 1) };
}

/** How many credits are said to these people; 0 for none. */
function said(before: string, first: boolean, after: string, signs: readonly string[]): number {
	const pluses = PLUSES.exec(after)?.[1];
	if (pluses) return pluses.length - 1;
	const count = signsAt(after, signs).count;
	if (count > 0) return count;
	return !first && THANKS_BEFORE.test(before) ? 1 : 0;
}

/** The signs that follow directly, and how long they are. */
function signsAt(text: string, signs: readonly string[]): { count: number; rest: string } {
	let rest = text.replaceAll(SKIN_TONE, "").trimStart();
	let count = 0;
	for (;;) {
		const sign = signs.find((one) => rest.startsWith(one));
		if (sign === undefined) return { count, rest };
		count += 1;
		rest = rest.slice(sign.length).trimStart();
	}
}

function reasonIn(text: Text, head: string, signs: readonly string[], nameOf: NameOf): string {
	const { rest } = signsAt(head, signs);
	const whole = [rest, ...text.slice(1)].map((span) => (typeof span === "string" ? span : toPlain([span], nameOf)));
	const [reason = ""] = REASON.exec(whole.join("")) ?? [];
	return oneLine(reason.replace(/^[^\p{L}]+/u, ""));
}

/** Inside of a quotation or of code nobody says thanks. */
function isQuoted(text: Text, at: number): boolean {
	const before = text
		.slice(0, at)
		.map((span) => (typeof span === "string" ? span : "@"))
		.join("");
	return QUOTED.test(before) || (before.match(IN_CODE)?.length ?? 0) % 2 === 1;
}
