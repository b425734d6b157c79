// A Form as a modal and back: the view that is opened, and the fields that come with its submission.
// What a submission must remember of where it began travels in `private_metadata`; nothing is kept in memory.
import type { types } from "@slack/bolt";
import type { Card } from "../../chat/card.ts";
import type { Field, Form } from "../../chat/form.ts";
import type { Fields } from "../../chat/request.ts";
import type { StateValue, View } from "./payloads.ts";
import { paintBlocks, plain } from "./render.ts";
import { cut } from "./text.ts";

/** https://docs.slack.dev/reference/views and .../block-kit/block-elements */
const limits = {
	title: 24,
	label: 2000,
	hint: 2000,
	placeholder: 150,
	option: 75,
	value: 150,
	options: 100,
	text: 3000,
	error: 500,
};

/** Where a form or a private page began: kept so that its answer finds the way back. */
export type Origin = {
	/** The conversation, and the name that Slack gave it there. */
	channel?: string | undefined;
	channelName?: string | undefined;
	responseUrl?: string | undefined;
	/** Begun on the app's own page, which is to be painted anew afterwards. */
	home?: boolean | undefined;
};

export function formView(form: Form, origin: Origin): types.ModalView {
	return {
		type: "modal",
		callback_id: form.id,
		private_metadata: JSON.stringify({ context: form.context, ...origin }),
		title: plain(form.title, limits.title),
		submit: plain(form.submit, limits.title),
		close: plain("Cancel", limits.title),
		blocks: form.fields.map(paintField),
	};
}

/** A card on a page of its own, where there is no message to answer with. */
export function cardView(card: Card, origin: Origin): types.ModalView {
	return {
		type: "modal",
		callback_id: "card",
		private_metadata: JSON.stringify({ context: "", ...origin }),
		title: plain("Goodturn", limits.title),
		close: plain("Close", limits.title),
		blocks: paintBlocks(card),
	};
}

export const homeView = (card: Card): types.HomeView => ({ type: "home", blocks: paintBlocks(card) });

/** What a view remembers; empty for one that is not ours. */
export function readMetadata(view: View): { context: string; origin: Origin } {
	try {
		const { context, ...origin } = JSON.parse(view.private_metadata ?? "");
		return { context: typeof context === "string" ? context : "", origin };
	} catch {
		return { context: "", origin: {} };
	}
}

/** The fields of a submission, and which of them are people. */
export function readFields(view: View): { fields: Fields; people: string[] } {
	const fields: Fields = {};
	const people: string[] = [];
	for (const [id, elements] of Object.entries(view.state?.values ?? {})) {
		const element = Object.values(elements)[0];
		const value = element && readValue(element);
		fields[id] = value;
		if (element?.type === "users_select" && value !== undefined) people.push(value);
	}
	return { fields, people };
}

const readValue = (element: StateValue): string | undefined =>
	element.value ?? element.selected_option?.value ?? element.selected_user ?? undefined;

/** Slack shows an error only under a block of the view: one for a field that is not there goes to the first. */
export function formErrors(view: View, errors: Record<string, string>): Record<string, string> {
	const blocks = (view.blocks ?? []).flatMap((block) =>
		block.type === "input" && block.block_id ? [block.block_id] : [],
	);
	const shown: Record<string, string> = {};
	for (const [field, message] of Object.entries(errors)) {
		const block = blocks.includes(field) ? field : blocks[0];
		if (block !== undefined) shown[block] = cut([shown[block], message].filter(Boolean).join(" "), limits.error);
	}
	return shown;
}

function paintField(field: Field): types.InputBlock {
	return {
		type: "input",
		block_id: field.id,
		label: plain(field.label, limits.label),
		optional: field.optional,
		element: paintElement(field),
		...(field.hint && { hint: plain(field.hint, limits.hint) }),
	};
}

function paintElement(field: Field): types.PlainTextInput | types.StaticSelect | types.UsersSelect {
	switch (field.kind) {
		case "text": {
			const maxLength = Math.min(field.maxLength, limits.text);
			return {
				type: "plain_text_input",
				action_id: "value",
				multiline: field.multiline,
				max_length: maxLength,
				...(field.value && { initial_value: cut(field.value, maxLength) }),
				...(field.placeholder && { placeholder: plain(field.placeholder, limits.placeholder) }),
			};
		}
		case "choice": {
			const options = field.options.slice(0, limits.options).map((option) => ({
				text: plain(option.label, limits.option),
				value: cut(option.value, limits.value),
			}));
			const chosen = options.find((option) => option.value === field.value);
			return { type: "static_select", action_id: "value", options, ...(chosen && { initial_option: chosen }) };
		}
		case "person":
			return { type: "users_select", action_id: "value", ...(field.value && { initial_user: field.value }) };
	}
}
