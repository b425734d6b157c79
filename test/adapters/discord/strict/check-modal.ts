// Whether Discord would take a modal, and what stands in one.
// https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-response-object-modal
import { ComponentType } from "discord.js";
import { type FormError, invalidForm } from "./faults.ts";
import { has, type JsonObject, list, number, object, text } from "./json.ts";

export type ModalField = {
	id: string;
	label: string;
	description: string;
	type: ComponentType;
	required: boolean;
	/** What is filled in already: a text, an option's value, a user id. */
	value: string | undefined;
	maxLength: number;
	options: { label: string; value: string }[];
};
export type Modal = { customId: string; title: string; fields: ModalField[] };

export function checkModal(data: JsonObject): Modal {
	const errors: FormError[] = [];
	const within = (path: string, value: string, min: number, max: number): void => {
		if (value.length < min || value.length > max) {
			errors.push({ path, code: "BASE_TYPE_BAD_LENGTH", message: `Must be between ${min} and ${max} in length.` });
		}
	};
	const components = list(data["components"]).map(object);
	within("data.custom_id", text(data["custom_id"]), 1, 100);
	within("data.title", text(data["title"]), 1, 45);
	if (components.length < 1 || components.length > 5) {
		errors.push({
			path: "data.components",
			code: "BASE_TYPE_BAD_LENGTH",
			message: "Must be between 1 and 5 in length.",
		});
	}
	const ids = components.map((label) => text(object(label["component"])["custom_id"]));
	if (new Set(ids).size < ids.length) {
		errors.push({ path: "data.components", code: "COMPONENT_CUSTOM_ID_DUPLICATED", message: "custom_ids must differ" });
	}
	components.forEach((label, index) => {
		const path = `data.components.${index}`;
		if (label["type"] !== ComponentType.Label)
			errors.push({ path, code: "UNION_TYPE_CHOICES", message: "A label is wanted" });
		within(`${path}.label`, text(label["label"]), 1, 45);
		within(`${path}.description`, text(label["description"]), 0, 100);
		checkInput(object(label["component"]), `${path}.component`, within, (code, message) =>
			errors.push({ path, code, message }),
		);
	});
	if (errors.length > 0) throw invalidForm(errors);
	return { customId: text(data["custom_id"]), title: text(data["title"]), fields: components.map(fieldOf) };
}

type Within = (path: string, value: string, min: number, max: number) => void;

function checkInput(
	input: JsonObject,
	path: string,
	within: Within,
	wrong: (code: string, message: string) => void,
): void {
	within(`${path}.custom_id`, text(input["custom_id"]), 1, 100);
	const required = input["required"] !== false;
	if (input["type"] !== ComponentType.TextInput && required && input["min_values"] === 0) {
		wrong("MIN_VALUES", "min_values must be at least 1 where a choice is required");
	}
	switch (input["type"]) {
		case ComponentType.TextInput:
			if (![1, 2].includes(number(input["style"]))) wrong("ENUM", "style is 1 or 2");
			if (has(input, "max_length") && (number(input["max_length"]) < 1 || number(input["max_length"]) > 4000)) {
				wrong("NUMBER_TYPE_MAX", "max_length is 1 to 4000");
			}
			if (has(input, "label")) wrong("DEPRECATED", "The label stands around a text input, not in it");
			within(`${path}.value`, text(input["value"]), 0, has(input, "max_length") ? number(input["max_length"]) : 4000);
			return within(`${path}.placeholder`, text(input["placeholder"]), 0, 100);
		case ComponentType.StringSelect: {
			const options = list(input["options"]).map(object);
			if (options.length < 1 || options.length > 25) wrong("BASE_TYPE_BAD_LENGTH", "1 to 25 options");
			for (const option of options) {
				within(`${path}.options.label`, text(option["label"]), 1, 100);
				within(`${path}.options.value`, text(option["value"]), 1, 100);
			}
			const values = options.map((option) => text(option["value"]));
			if (new Set(values).size < values.length) wrong("SELECT_COMPONENT_OPTION_VALUE_DUPLICATED", "values must differ");
			return;
		}
		case ComponentType.UserSelect:
			for (const value of list(input["default_values"]).map(object)) {
				if (value["type"] !== "user" || !/^\d{15,20}$/.test(text(value["id"])))
					wrong("DEFAULT_VALUE", "A user's id is wanted");
			}
			return;
		default:
			wrong("UNION_TYPE_CHOICES", `Type ${number(input["type"])} is none of this bot's`);
	}
}

function fieldOf(label: JsonObject): ModalField {
	const input = object(label["component"]);
	const options = list(input["options"]).map(object);
	const chosen = options.find((option) => option["default"] === true);
	const person = list(input["default_values"]).map(object)[0];
	const value = text(input["value"]) || text(chosen?.["value"]) || text(person?.["id"]);
	return {
		id: text(input["custom_id"]),
		label: text(label["label"]),
		description: text(label["description"]),
		type: number(input["type"]),
		required: input["required"] !== false,
		value: value === "" ? undefined : value,
		maxLength: has(input, "max_length") ? number(input["max_length"]) : 4000,
		options: options.map((option) => ({ label: text(option["label"]), value: text(option["value"]) })),
	};
}
