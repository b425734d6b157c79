// Whether Discord would take a list of application commands, and what it answers when asked for them.
// https://docs.discord.com/developers/interactions/application-commands#application-command-object
import { ApplicationCommandOptionType, ApplicationCommandType } from "discord.js";
import { type FormError, invalidForm } from "./faults.ts";
import { has, type JsonObject, list, number, object, text } from "./json.ts";
import { nextId } from "./snowflakes.ts";

const slashName = /^[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}$/u;
const most: Record<number, number> = {
	[ApplicationCommandType.ChatInput]: 100,
	[ApplicationCommandType.User]: 15,
	[ApplicationCommandType.Message]: 15,
};

type Wrong = (path: string, code: string, message: string) => void;

/** Takes the whole list, as Discord's overwriting call does; commands keep their ids by type and name. */
export function overwrite(
	wanted: readonly JsonObject[],
	current: readonly JsonObject[],
	application: string,
): JsonObject[] {
	const errors: FormError[] = [];
	const wrong: Wrong = (path, code, message) => errors.push({ path, code, message });
	const names = wanted.map((command) => `${kindOf(command)} ${text(command["name"])}`);
	if (new Set(names).size < names.length) wrong("0.name", "APPLICATION_COMMANDS_DUPLICATE_NAME", "Names must differ");
	for (const [type, limit] of Object.entries(most)) {
		const count = wanted.filter((command) => kindOf(command) === Number(type)).length;
		if (count > limit) wrong("0", "MAX_COMMANDS", `At most ${limit}`);
	}
	wanted.forEach((command, index) => void checkCommand(command, String(index), wrong));
	if (errors.length > 0) throw invalidForm(errors);
	return wanted.map((command) => {
		const known = current.find((one) => kindOf(one) === kindOf(command) && one["name"] === command["name"]);
		return asStored(command, text(known?.["id"]) || nextId(), application);
	});
}

const kindOf = (command: JsonObject): number => number(command["type"]) || ApplicationCommandType.ChatInput;

function checkCommand(command: JsonObject, path: string, wrong: Wrong): void {
	const name = text(command["name"]);
	const type = kindOf(command);
	if (type === ApplicationCommandType.ChatInput) {
		checkNames(command, path, wrong);
		const options = list(command["options"]).map(object);
		checkOptions(options, `${path}.options`, wrong);
		if (sizeOf(command) > 8000) wrong(path, "APPLICATION_COMMAND_TOO_LARGE", "8000 characters in all");
		return;
	}
	if (name.length < 1 || name.length > 32) wrong(`${path}.name`, "BASE_TYPE_BAD_LENGTH", "1 to 32 characters");
	if (text(command["description"]) !== "")
		wrong(`${path}.description`, "NOT_ALLOWED", "A menu entry has no description");
	if (has(command, "options")) wrong(`${path}.options`, "NOT_ALLOWED", "A menu entry has no options");
}

function checkNames(node: JsonObject, path: string, wrong: Wrong): void {
	const name = text(node["name"]);
	const description = text(node["description"]);
	if (!slashName.test(name) || name !== name.toLowerCase())
		wrong(`${path}.name`, "APPLICATION_COMMAND_INVALID_NAME", "Not a name");
	if (description.length < 1 || description.length > 100)
		wrong(`${path}.description`, "BASE_TYPE_BAD_LENGTH", "1 to 100 characters");
}

function checkOptions(options: readonly JsonObject[], path: string, wrong: Wrong): void {
	if (options.length > 25) wrong(path, "BASE_TYPE_MAX_LENGTH", "25 or fewer");
	const names = options.map((option) => text(option["name"]));
	if (new Set(names).size < names.length) wrong(path, "APPLICATION_COMMAND_OPTIONS_NAME_INVALID", "Names must differ");
	const firstOptional = options.findIndex((option) => option["required"] !== true);
	if (firstOptional >= 0 && options.slice(firstOptional).some((option) => option["required"] === true)) {
		wrong(
			path,
			"APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID",
			"Required options must be placed before non-required options",
		);
	}
	options.forEach((option, index) => void checkOption(option, `${path}.${index}`, wrong));
}

function checkOption(option: JsonObject, path: string, wrong: Wrong): void {
	checkNames(option, path, wrong);
	const type = number(option["type"]);
	const choices = list(option["choices"]).map(object);
	if (type === ApplicationCommandOptionType.Subcommand) {
		if (has(option, "required")) wrong(`${path}.required`, "NOT_ALLOWED", "A subcommand is not required");
		return checkOptions(list(option["options"]).map(object), `${path}.options`, wrong);
	}
	if (![3, 4, 5, 6, 8].includes(type)) wrong(`${path}.type`, "ENUM", `Type ${type} is none of this bot's`);
	if (choices.length > 25) wrong(`${path}.choices`, "BASE_TYPE_MAX_LENGTH", "25 or fewer");
	if (choices.length > 0 && option["autocomplete"] === true) wrong(path, "EXCLUSIVE", "Choices or autocomplete");
	for (const choice of choices) {
		const name = text(choice["name"]);
		if (name.length < 1 || name.length > 100) wrong(`${path}.choices`, "BASE_TYPE_BAD_LENGTH", "1 to 100 characters");
		if (text(choice["value"]).length > 100) wrong(`${path}.choices`, "BASE_TYPE_MAX_LENGTH", "100 or fewer");
	}
	if (has(option, "max_length") && (number(option["max_length"]) < 1 || number(option["max_length"]) > 6000)) {
		wrong(`${path}.max_length`, "NUMBER_TYPE_MAX", "1 to 6000");
	}
}

const sizeOf = (node: JsonObject): number =>
	text(node["name"]).length +
	text(node["description"]).length +
	list(node["choices"]).reduce<number>(
		(sum, choice) => sum + sizeOf(object(choice)) + text(object(choice)["value"]).length,
		0,
	) +
	list(node["options"]).reduce<number>((sum, option) => sum + sizeOf(object(option)), 0);

/** As Discord gives it back: with ids, a version and the defaults that nobody asked for, and without what is false. */
function asStored(command: JsonObject, id: string, application: string): JsonObject {
	return {
		id,
		application_id: application,
		version: nextId(),
		default_member_permissions: null,
		type: kindOf(command),
		name: command["name"] ?? "",
		name_localizations: null,
		description: command["description"] ?? "",
		description_localizations: null,
		dm_permission: list(command["contexts"]).includes(1),
		contexts: command["contexts"] ?? null,
		integration_types: command["integration_types"] ?? [0],
		nsfw: false,
		...(list(command["options"]).length > 0
			? { options: list(command["options"]).map((option) => storedOption(object(option))) }
			: {}),
	};
}

function storedOption(option: JsonObject): JsonObject {
	const { required, autocomplete, options, ...rest } = option;
	return {
		...rest,
		name_localizations: null,
		description_localizations: null,
		...(required === true ? { required } : {}),
		...(autocomplete === true ? { autocomplete } : {}),
		...(list(options).length > 0 ? { options: list(options).map((one) => storedOption(object(one))) } : {}),
	};
}
