// What kinds of settings there are: how a value is shown in a form, read from it, and said. It knows no setting.
import { defaultPolicy } from "../../rules/policy.ts";
import { short } from "../clean.ts";
import type { Field } from "../form.ts";

/** What was typed cannot be a value; `say` is for the one who typed it. */
export type Misread = { say: string };
export type Read = { value: unknown } | Misread;

/** The part of a form's field that depends on the kind. */
export type FieldOf =
	| { kind: "text"; multiline: boolean; maxLength: number; value?: string; placeholder?: string; optional: boolean }
	| { kind: "choice"; options: { label: string; value: string }[]; value?: string; optional: boolean };

export type Kind = {
	field(value: unknown): FieldOf;
	/** `now` is its value so far. */
	read(typed: string, now: unknown): Read;
	/** As it is told in a line: "5", "on", "Monday". */
	say(value: unknown): string;
};

export type Setting = {
	/** Of the policy, or "timezone". */
	path: string;
	/** At most 45 characters. */
	label: string;
	/** At most 100 characters. */
	hint?: string;
	kind: Kind;
};

/** A field is named by the end of its path: a form's are all different. */
export const fieldId = (path: string): string => path.slice(path.lastIndexOf(".") + 1);

export const fieldOf = ({ path, label, hint, kind }: Setting, value: unknown): Field => ({
	id: fieldId(path),
	label,
	...(hint === undefined ? {} : { hint }),
	...kind.field(value),
});

const text = (value: string, maxLength: number, optional = false): FieldOf => ({
	kind: "text",
	multiline: false,
	maxLength,
	optional,
	...(value === "" ? {} : { value }),
});

export const wholeNumber: Kind = {
	field: (value) => text(String(value), 5),
	read: (typed) => (/^\d{1,9}$/u.test(typed) ? { value: Number(typed) } : { say: "Write a whole number, such as 5." }),
	say: String,
};

export const yesOrNo: Kind = {
	field: (value) => ({
		kind: "choice",
		optional: false,
		options: [
			{ label: "yes", value: "yes" },
			{ label: "no", value: "no" },
		],
		value: value === true ? "yes" : "no",
	}),
	read: (typed) => (typed === "yes" || typed === "no" ? { value: typed === "yes" } : { say: "Choose yes or no." }),
	say: (value) => (value === true ? "yes" : "no"),
};

/** One of several; values that are numbers stay numbers. */
export function oneOf(choices: readonly { label: string; value: string | number }[]): Kind {
	const options = choices.map(({ label, value }) => ({ label, value: String(value) }));
	return {
		field: (value) => ({ kind: "choice", optional: false, options, value: String(value) }),
		read(typed) {
			const found = choices.find(({ value }) => String(value) === typed);
			return found ? { value: found.value } : { say: "Choose one of the list." };
		},
		say: (value) => choices.find((choice) => choice.value === value)?.label ?? String(value),
	};
}

export const aWord: Kind = {
	field: (value) => text(String(value), 20),
	read: (typed) =>
		/^[\p{L}\p{N}][\p{L}\p{N} '’-]*$/u.test(typed) ? { value: typed } : { say: "A word or two, in letters: credit." },
	say: (value) => `“${String(value)}”`,
};

/** A picture, one put together from several, or a flag. */
const EMOJI =
	/^(?:\p{Regional_Indicator}{2}|\p{Extended_Pictographic}\uFE0F?(?:\u200D\p{Extended_Pictographic}\uFE0F?)*)$/u;
/** As Slack writes an emoji that is typed there, and as custom ones are written. */
const NAME = /^:([\p{L}\p{N}_+'-]+):$/u;
const SKIN = /[\u{1F3FB}-\u{1F3FF}]/gu;

export const anEmoji: Kind = {
	field: (value) => text(String(value), 40, true),
	read(typed) {
		const emoji = typed.replaceAll(SKIN, "");
		return emoji === "" || EMOJI.test(emoji) || NAME.test(emoji)
			? { value: emoji }
			: { say: "One emoji, such as 🌟, or nothing." };
	},
	say: (value) => (value === "" ? "none" : String(value)),
};

/** As long as a list may become: fifty tags, twenty reactions. */
const LIST_LENGTH = 3000;

/** What a tag may look like, without its sign. */
const TAG = /^\p{L}[\p{L}\p{N}_-]{0,29}$/u;

export const tagList: Kind = {
	field: (value) => text(tagsOf(value).join(", "), LIST_LENGTH, true),
	read(typed) {
		const tags = typed
			.split(/[\s,#]+/u)
			.filter((tag) => tag !== "")
			.map((tag) => tag.toLowerCase());
		const odd = tags.find((tag) => !TAG.test(tag));
		if (odd !== undefined)
			return { say: `“${short(odd, 40)}” is no tag: letters first, then letters, numbers, - and _.` };
		return { value: [...new Set(tags)] };
	},
	say(value) {
		const tags = tagsOf(value);
		return tags.length === 0 ? "any" : tags.map((tag) => `#${tag}`).join(" ");
	},
};

const tagsOf = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : []);

export type ReactionRule = { emoji: string; name: string; credits: number };

const WORTH = /^[x×=]?(\d{1,5})$/u;

/**
 * "💐 :bouquet: 1": the emoji, what Slack calls it, and its worth; each but one of the first two may be left out. What is
 * typed into Slack comes as names alone: the sign that is known for a name stays.
 */
function readReaction(typed: string, known: readonly ReactionRule[]): ReactionRule | undefined {
	const words = typed.split(/\s+/u).map((word) => word.replaceAll(SKIN, ""));
	const names = new Set(words.flatMap((word) => NAME.exec(word)?.[1] ?? []));
	const signs = new Set(words.filter((word) => EMOJI.test(word)));
	const worths = words.flatMap((word) => WORTH.exec(word)?.[1] ?? []);
	const isClear = words.every((word) => NAME.test(word) || EMOJI.test(word) || WORTH.test(word));
	const [[name], [sign], [worth = "1"]] = [[...names], [...signs], worths];
	if (!isClear || names.size > 1 || signs.size > 1 || worths.length > 1) return undefined;
	const emoji = sign ?? known.find((rule) => rule.name === name)?.emoji ?? name;
	return emoji === undefined ? undefined : { emoji, name: name ?? emoji, credits: Number(worth) };
}

export const reactionList: Kind = {
	field: (value) => text(reactionsOf(value).map(reactionText).join(", "), LIST_LENGTH, true),
	read(typed, now) {
		const rules: ReactionRule[] = [];
		for (const part of typed.split(",").map((one) => one.trim())) {
			if (part === "") continue;
			const rule = readReaction(part, [...reactionsOf(now), ...defaultPolicy.reactions]);
			if (!rule) return { say: `I cannot read “${short(part, 40)}”. Write it so: 💐 :bouquet: 1` };
			if (rules.some((other) => other.emoji === rule.emoji || other.name === rule.name))
				return { say: `“${short(part, 40)}” is there twice.` };
			rules.push(rule);
		}
		return { value: rules };
	},
	say(value) {
		const rules = reactionsOf(value);
		return rules.length === 0
			? "none"
			: rules.map(({ emoji, credits }) => `${shownEmoji(emoji)} ${credits}`).join(", ");
	},
};

const reactionsOf = (value: unknown): ReactionRule[] => (Array.isArray(value) ? (value as ReactionRule[]) : []);

/** A custom emoji has only a name. */
export const shownEmoji = (emoji: string): string => (/^[\p{L}\p{N}_+'-]+$/u.test(emoji) ? `:${emoji}:` : emoji);

const reactionText = ({ emoji, name, credits }: ReactionRule): string =>
	`${emoji === name ? shownEmoji(emoji) : `${emoji} :${name}:`} ${credits}`;
