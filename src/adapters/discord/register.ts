// The command table as Discord's application commands. They are told to Discord only when they differ from what it has:
// global, for servers only (a community is a server, so a direct message has no ledger), and the same for everybody.
import {
	type APIApplicationCommand,
	type APIApplicationCommandBasicOption,
	type APIApplicationCommandOption,
	ApplicationCommandOptionType,
	ApplicationCommandType,
	ApplicationIntegrationType,
	InteractionContextType,
	type REST,
	type RESTPutAPIApplicationCommandsJSONBody,
	Routes,
} from "discord.js";
import type { Command, CommandField } from "../../chat/command.ts";
import {
	choiceText,
	commandName,
	commandOptions,
	commandText,
	descriptionLength,
	menuNameLength,
	optionChoices,
	stringOptionLength,
} from "./limits.ts";

const menus = { say_thanks: "Say thanks", ask_favor: "Ask a favor" } as const;

type Wanted = RESTPutAPIApplicationCommandsJSONBody;
type CommandBody = Wanted[number];

/** True when Discord had to be told. */
export async function register(rest: REST, application: string, commands: readonly Command[]): Promise<boolean> {
	const wanted = commandBodies(commands);
	const query = new URLSearchParams({ with_localizations: "true" });
	const current = (await rest.get(Routes.applicationCommands(application), { query })) as APIApplicationCommand[];
	if (sameCommands(current, wanted)) return false;
	await rest.put(Routes.applicationCommands(application), { body: wanted });
	return true;
}

/** Throws where the table does not fit Discord's limits. */
export function commandBodies(commands: readonly Command[]): Wanted {
	const common = {
		contexts: [InteractionContextType.Guild],
		integration_types: [ApplicationIntegrationType.GuildInstall],
	};
	const slash = commands.map((command) => ({
		...common,
		type: ApplicationCommandType.ChatInput as const,
		name: checkedName(command.name),
		description: checkedText(command.summary, command.name),
		options: command.subcommands ? command.subcommands.map(subcommand) : options(command.fields, command.name),
	}));
	for (const command of slash) {
		if (texts(command).join("").length > commandText) throw new Error(`/${command.name} says too much for Discord`);
	}
	const onMessage = { ...common, type: ApplicationCommandType.Message as const, name: checkedMenu(menus.say_thanks) };
	const onPerson = { ...common, type: ApplicationCommandType.User as const, name: checkedMenu(menus.ask_favor) };
	return [...slash, onMessage, onPerson];
}

const subcommand = (command: Omit<Command, "subcommands">): APIApplicationCommandOption => ({
	type: ApplicationCommandOptionType.Subcommand,
	name: checkedName(command.name),
	description: checkedText(command.summary, command.name),
	options: options(command.fields, command.name),
});

/** Discord wants those that are required first. */
function options(fields: readonly CommandField[], of: string): APIApplicationCommandBasicOption[] {
	if (fields.length > commandOptions) throw new Error(`/${of} has more fields than Discord's ${commandOptions}`);
	const ordered = [...fields.filter((field) => field.required), ...fields.filter((field) => !field.required)];
	return ordered.map((field) => option(field, of));
}

function option(field: CommandField, of: string): APIApplicationCommandBasicOption {
	const base = {
		name: checkedName(field.name),
		description: checkedText(field.summary, `${of} ${field.name}`),
		required: field.required,
	};
	switch (field.type) {
		case "text": {
			const type = ApplicationCommandOptionType.String;
			const max_length = Math.min(field.maxLength, stringOptionLength);
			return field.complete ? { ...base, type, max_length, autocomplete: true } : { ...base, type, max_length };
		}
		case "number":
			return { ...base, type: ApplicationCommandOptionType.Integer, min_value: field.min, max_value: field.max };
		case "person":
			return { ...base, type: ApplicationCommandOptionType.User };
		case "group":
			return { ...base, type: ApplicationCommandOptionType.Role };
		case "switch":
			return { ...base, type: ApplicationCommandOptionType.Boolean };
		case "choice": {
			if (field.choices.length > optionChoices)
				throw new Error(`/${of} ${field.name} has too many choices for Discord`);
			const choices = field.choices.map(({ label, value }) => ({ name: checkedText(label, of, choiceText), value }));
			return { ...base, type: ApplicationCommandOptionType.String, choices };
		}
	}
}

function checkedName(name: string): string {
	if (commandName.test(name) && name === name.toLowerCase()) return name;
	throw new Error(`not a name that Discord takes for a command or a field: "${name}"`);
}

function checkedMenu(name: string): string {
	if (name.length >= 1 && name.length <= menuNameLength) return name;
	throw new Error(`not a name that Discord takes for a menu entry: "${name}"`);
}

function checkedText(text: string, of: string, maxLength: number = descriptionLength): string {
	if (text.length >= 1 && text.length <= maxLength) return text;
	throw new Error(`the text of ${of} must have 1 to ${maxLength} characters for Discord: "${text}"`);
}

/** Everything that Discord counts: names, descriptions and values. */
const texts = (node: unknown): string[] =>
	typeof node === "string"
		? [node]
		: typeof node === "object" && node !== null
			? Object.values(node).flatMap(texts)
			: [];

/** Compares what matters to us; ids, versions and defaults that Discord adds do not. */
export function sameCommands(current: readonly object[], wanted: readonly CommandBody[]): boolean {
	const normal = (commands: readonly object[]) => JSON.stringify(commands.map((command) => core(command)).sort());
	return normal(current) === normal(wanted);
}

const defaults: Record<string, unknown> = {
	required: false,
	autocomplete: false,
	nsfw: false,
	type: 1,
	description: "",
};
const compared = [
	"type",
	"name",
	"description",
	"name_localizations",
	"description_localizations",
	"default_member_permissions",
	"nsfw",
	"contexts",
	"integration_types",
	"required",
	"autocomplete",
	"min_value",
	"max_value",
	"min_length",
	"max_length",
];

function core(node: object): string {
	const fields = new Map<string, unknown>(Object.entries(node));
	const kept = compared.map((name) => {
		const value = fields.get(name) ?? null;
		const given = value === defaults[name] ? null : value;
		return Array.isArray(given) ? [...given].sort() : emptyAsNull(given);
	});
	const options = listOf(fields.get("options")).map(core);
	const choices = listOf(fields.get("choices")).map((choice) => [
		Reflect.get(choice, "name"),
		Reflect.get(choice, "value"),
	]);
	return JSON.stringify([kept, options, choices]);
}

const emptyAsNull = (value: unknown): unknown =>
	typeof value === "object" && value !== null && Object.keys(value).length === 0 ? null : value;

const listOf = (value: unknown): object[] =>
	Array.isArray(value) ? value.filter((item): item is object => typeof item === "object" && item !== null) : [];
