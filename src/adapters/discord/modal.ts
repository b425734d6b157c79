// Forms as Discord modals. Discord words the sending button itself, so a form's `submit` is not shown.
import {
	type APIComponentInLabel,
	type APIModalInteractionResponseCallbackData,
	ComponentType,
	SelectMenuDefaultValueType,
	TextInputStyle,
} from "discord.js";
import type { Field, Form } from "../../chat/form.ts";
import { formId } from "./ids.ts";
import {
	labelDescriptionLength,
	labelLength,
	modalComponents,
	modalTitleLength,
	placeholderLength,
	selectOptions,
	selectText,
	textInputLength,
} from "./limits.ts";
import { shorten } from "./markdown.ts";

export const paintModal = (form: Form, guild: string): APIModalInteractionResponseCallbackData => ({
	custom_id: formId({ guild, form: form.id, context: form.context }),
	title: shorten(form.title, modalTitleLength),
	components: form.fields.slice(0, modalComponents).map((field) => ({
		type: ComponentType.Label,
		label: shorten(field.label, labelLength),
		...(field.hint ? { description: shorten(field.hint, labelDescriptionLength) } : {}),
		component: paintField(field),
	})),
});

function paintField(field: Field): APIComponentInLabel {
	const base = { custom_id: field.id, required: !field.optional };
	switch (field.kind) {
		case "text": {
			const maxLength = Math.min(field.maxLength, textInputLength);
			return {
				...base,
				type: ComponentType.TextInput,
				style: field.multiline ? TextInputStyle.Paragraph : TextInputStyle.Short,
				max_length: maxLength,
				...(field.value ? { value: shorten(field.value, maxLength) } : {}),
				...(field.placeholder ? { placeholder: shorten(field.placeholder, placeholderLength) } : {}),
			};
		}
		case "choice":
			return {
				...base,
				type: ComponentType.StringSelect,
				...(field.optional ? { min_values: 0 } : {}),
				options: field.options.slice(0, selectOptions).map(({ label, value }) => ({
					label: shorten(label, selectText),
					value,
					default: value === field.value,
				})),
			};
		case "person":
			return {
				...base,
				type: ComponentType.UserSelect,
				...(field.optional ? { min_values: 0 } : {}),
				...(field.value ? { default_values: [{ id: field.value, type: SelectMenuDefaultValueType.User }] } : {}),
			};
	}
}
