// Whether Discord would take the body of a message: lengths, counts, components, flags, allowed mentions.
// https://docs.discord.com/developers/resources/message, https://docs.discord.com/developers/components/reference
import { ComponentType, MessageFlags } from "discord.js";
import { emptyMessage, type FormError, invalidForm } from "./faults.ts";
import { has, isObject, type Json, type JsonObject, list, number, object, text } from "./json.ts";
import type { AllowedMentions } from "./mentions.ts";
import type { Button } from "./world.ts";

/** `posted`: what may be set where. `before`: what stands there already, when it is an edit. */
export type MessageRules = {
	via: "channel" | "interaction" | "edit";
	before?: { flags: number; content: string } | undefined;
};

const isV2 = (flags: number): boolean => (flags & MessageFlags.IsComponentsV2) !== 0;

const settable: Record<MessageRules["via"], number> = {
	channel: MessageFlags.SuppressEmbeds | MessageFlags.SuppressNotifications | MessageFlags.IsComponentsV2,
	interaction:
		MessageFlags.SuppressEmbeds |
		MessageFlags.SuppressNotifications |
		MessageFlags.IsComponentsV2 |
		MessageFlags.Ephemeral,
	edit: MessageFlags.SuppressEmbeds | MessageFlags.IsComponentsV2,
};
const fields = [
	"content",
	"components",
	"flags",
	"allowed_mentions",
	"embeds",
	"tts",
	"poll",
	"sticker_ids",
	"attachments",
];
const fieldsOnCreate = [...fields, "nonce", "enforce_nonce", "message_reference"];

/** Throws Discord's refusal of the whole form. */
export function checkMessage(body: JsonObject, rules: MessageRules): void {
	const errors: FormError[] = [];
	const wrong = (path: string, code: string, message: string): void => void errors.push({ path, code, message });
	const known = rules.via === "edit" ? fields : fieldsOnCreate;
	for (const key of Object.keys(body))
		if (!known.includes(key)) wrong(key, "UNKNOWN_FIELD", "This bot should not send it");
	const flags = number(body["flags"]);
	if ((flags & ~settable[rules.via]) !== 0) wrong("flags", "BITFIELD_INVALID", "Flags that cannot be set here");
	if (text(body["content"]).length > 2000) wrong("content", "BASE_TYPE_MAX_LENGTH", "Must be 2000 or fewer in length.");
	if (text(body["nonce"]).length > 25) wrong("nonce", "BASE_TYPE_MAX_LENGTH", "Must be 25 or fewer in length.");
	const before = rules.before?.flags ?? 0;
	if (isV2(before) && has(body, "flags") && !isV2(flags)) wrong("flags", "FLAG_CANNOT_BE_UNSET", "Components V2 stay");
	const v2 = isV2(flags) || isV2(before);
	if (v2) checkV2(body, rules, wrong);
	else checkLegacy(body, wrong);
	checkMentions(object(body["allowed_mentions"]), wrong);
	checkCustomIds(list(body["components"]), wrong);
	if (errors.length > 0) throw invalidForm(errors);
	const shows = v2
		? list(body["components"])
		: [...text(body["content"]), ...list(body["components"]), ...list(body["embeds"])];
	if (rules.via !== "edit" && shows.length === 0) throw emptyMessage();
}

type Wrong = (path: string, code: string, message: string) => void;

function checkV2(body: JsonObject, { before }: MessageRules, wrong: Wrong): void {
	for (const key of ["content", "embeds", "poll", "sticker_ids"]) {
		const given = body[key];
		const reset = given === null || (Array.isArray(given) && given.length === 0);
		if (given !== undefined && !reset)
			wrong(key, "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2", "No legacy fields");
	}
	if (before && !isV2(before.flags) && before.content !== "" && body["content"] !== null) {
		wrong(
			"content",
			"MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2",
			"What stands there must be set to null first",
		);
	}
	const components = list(body["components"]);
	const count = countOf(components);
	if (count > 40) wrong("components", "BASE_TYPE_MAX_LENGTH", `Must be 40 or fewer in all, not ${count}.`);
	const length = textsOf(components).reduce((sum, part) => sum + part.length, 0);
	if (length > 4000) wrong("components", "COMPONENT_MAX_TOTAL_TEXT_LENGTH", `Must be 4000 or fewer, not ${length}.`);
	const top = [1, 9, 10, 12, 13, 14, 17];
	components.forEach((part, index) => void checkPart(object(part), `components.${index}`, top, wrong));
}

function checkLegacy(body: JsonObject, wrong: Wrong): void {
	const components = list(body["components"]);
	if (components.length > 5) wrong("components", "BASE_TYPE_MAX_LENGTH", "Must be 5 or fewer in length.");
	components.forEach(
		(part, index) => void checkPart(object(part), `components.${index}`, [ComponentType.ActionRow], wrong),
	);
	const embeds = list(body["embeds"]);
	if (embeds.length > 10) wrong("embeds", "BASE_TYPE_MAX_LENGTH", "Must be 10 or fewer in length.");
	if (JSON.stringify(embeds).length > 6000) wrong("embeds", "MAX_EMBED_SIZE_EXCEEDED", "Must be 6000 or fewer in all.");
}

function checkPart(part: JsonObject, path: string, allowed: readonly number[], wrong: Wrong): void {
	const type = number(part["type"]);
	if (!allowed.includes(type)) return wrong(`${path}.type`, "UNION_TYPE_CHOICES", `Type ${type} cannot stand here`);
	const children = list(part["components"]);
	const each = (types: readonly number[]): void =>
		children.forEach((child, index) => void checkPart(object(child), `${path}.components.${index}`, types, wrong));
	switch (type) {
		case ComponentType.ActionRow:
			if (children.length < 1 || children.length > 5)
				wrong(`${path}.components`, "BASE_TYPE_BAD_LENGTH", "1 to 5 in a row");
			return each([ComponentType.Button]);
		case ComponentType.Section:
			if (children.length < 1 || children.length > 3)
				wrong(`${path}.components`, "BASE_TYPE_BAD_LENGTH", "1 to 3 texts");
			checkPart(object(part["accessory"]), `${path}.accessory`, [ComponentType.Button, ComponentType.Thumbnail], wrong);
			return each([ComponentType.TextDisplay]);
		case ComponentType.Container:
			if (children.length < 1) wrong(`${path}.components`, "BASE_TYPE_REQUIRED", "This field is required");
			return each([1, 9, 10, 12, 13, 14]);
		case ComponentType.TextDisplay: {
			const { length } = text(part["content"]).trim();
			if (length < 1 || length > 4000) wrong(`${path}.content`, "BASE_TYPE_BAD_LENGTH", "1 to 4000 characters");
			return;
		}
		case ComponentType.Button:
			return checkButton(part, path, wrong);
		case ComponentType.Separator:
			if (![undefined, 1, 2].includes(part["spacing"] as number | undefined))
				wrong(`${path}.spacing`, "ENUM", "1 or 2");
	}
}

function checkButton(button: JsonObject, path: string, wrong: Wrong): void {
	const style = number(button["style"]);
	const { length } = text(button["label"]);
	if (style < 1 || style > 4) wrong(`${path}.style`, "ENUM", "Links and premium buttons are none of this bot's");
	if (length < 1 || length > 80) wrong(`${path}.label`, "BASE_TYPE_BAD_LENGTH", "1 to 80 characters");
	const id = text(button["custom_id"]);
	if (id.length < 1 || id.length > 100) wrong(`${path}.custom_id`, "BASE_TYPE_BAD_LENGTH", "1 to 100 characters");
}

function checkCustomIds(components: readonly Json[], wrong: Wrong): void {
	const ids = buttonsOf(components).map(({ customId }) => customId);
	if (new Set(ids).size < ids.length)
		wrong("components", "COMPONENT_CUSTOM_ID_DUPLICATED", "Component custom id cannot be duplicated");
}

function checkMentions(allowed: JsonObject, wrong: Wrong): void {
	const parse = list(allowed["parse"]);
	for (const kind of parse) {
		if (!["users", "roles", "everyone"].includes(text(kind)))
			wrong("allowed_mentions.parse", "ENUM", "Not a kind of mention");
		if (list(allowed[text(kind)]).length > 0)
			wrong("allowed_mentions", "MUTUALLY_EXCLUSIVE", `parse and ${text(kind)} exclude each other`);
	}
	for (const kind of ["users", "roles"]) {
		const ids = list(allowed[kind]);
		if (ids.length > 100) wrong(`allowed_mentions.${kind}`, "BASE_TYPE_MAX_LENGTH", "Must be 100 or fewer in length.");
		if (new Set(ids).size < ids.length)
			wrong(`allowed_mentions.${kind}`, "SET_TYPE_ALREADY_CONTAINS_VALUE", "The set already contains this value");
	}
}

/** What is not said is parsed as Discord does: everything in a channel, people alone in an answer to an interaction. */
export function allowedIn(body: JsonObject, via: MessageRules["via"]): AllowedMentions {
	if (!isObject(body["allowed_mentions"])) {
		return { parse: via === "interaction" ? ["users"] : ["users", "roles", "everyone"], users: [], roles: [] };
	}
	const allowed = body["allowed_mentions"];
	return {
		parse: list(allowed["parse"]).map(text),
		users: list(allowed["users"]).map(text),
		roles: list(allowed["roles"]).map(text),
	};
}

const parts = (components: readonly Json[]): JsonObject[] =>
	components
		.filter(isObject)
		.flatMap((part) => [part, ...parts([...list(part["components"]), part["accessory"] ?? null])]);

export const countOf = (components: readonly Json[]): number => parts(components).length;

export const textsOf = (components: readonly Json[]): string[] =>
	parts(components)
		.filter((part) => part["type"] === ComponentType.TextDisplay)
		.map((part) => text(part["content"]));

export const buttonsOf = (components: readonly Json[]): Button[] =>
	parts(components)
		.filter((part) => part["type"] === ComponentType.Button)
		.map((part) => ({
			label: text(part["label"]),
			customId: text(part["custom_id"]),
			style: number(part["style"]),
			disabled: part["disabled"] === true,
		}));
