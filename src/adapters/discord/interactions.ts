// An interaction as Discord sends it, as a Request. Which card or form it came from, and how it may be answered, goes with it.
// It reads the payload itself: what it says of people and places is fresher than any cache.
import {
	type APIApplicationCommandInteractionDataBasicOption,
	type APIApplicationCommandInteractionDataOption,
	type APIInteraction,
	type APIInteractionDataResolved,
	type APIMessage,
	type APIModalSubmission,
	type APIUser,
	ApplicationCommandOptionType,
	ApplicationCommandType,
	type ChannelType,
	ComponentType,
	InteractionType,
	MessageFlags,
} from "discord.js";
import type { Fields, Group, Intent, Person, Place, Request } from "../../chat/request.ts";
import { readButtonId, readFormId, writeRoute } from "./ids.ts";
import { tokenLivesMs } from "./limits.ts";
import { asSeen } from "./mentions.ts";
import type { Directory } from "./people.ts";
import type { ChannelFacts } from "./places.ts";

export type Surroundings = {
	directory: Directory;
	/** The server's name; none where the bot is not on it (any more). */
	guildName(guild: string): string | undefined;
	place(guild: string, channel: ChannelFacts, permissions: string | undefined): Place;
	/** How long a look-up may keep an interaction waiting, a waiting line having come first. */
	lookUpMs: number;
};

export type Heard = {
	request: Request;
	guild: string;
	/** What they typed into a form: it would be lost with the form. */
	typed: string[];
};

/** Why something never becomes a request. */
export type Misheard = { unclear: "outdated" | "not-on-server" };

/** In answer to the press of a button on a card that only the actor sees, that card is replaced. */
export const replacesCard = (raw: APIInteraction): boolean =>
	raw.type === InteractionType.MessageComponent && ((raw.message.flags ?? 0) & MessageFlags.Ephemeral) !== 0;

/** A form can open in answer to anything but a form. */
export const mayOpenForm = (raw: APIInteraction): boolean => raw.type !== InteractionType.ModalSubmit;

const onceEach = (people: readonly Person[]): Person[] => [
	...new Map(people.map((person) => [person.user, person])).values(),
];

type Understood = {
	guild: string;
	intent: Intent;
	resolved?: APIInteractionDataResolved | undefined;
	typed?: string[];
};

/** What was typed into a form, for whoever cannot hand it on. */
export const typedIn = (raw: APIInteraction): string[] =>
	raw.type === InteractionType.ModalSubmit ? readFields(raw.data).typed : [];

/** None for what is not for us. Throws where Discord does not say who takes part. */
export async function understand(raw: APIInteraction, around: Surroundings): Promise<Heard | Misheard | undefined> {
	const user = raw.member?.user ?? raw.user;
	if (!user || raw.type === InteractionType.Ping) return undefined;
	const said = read(raw);
	if (said === undefined || "unclear" in said) return said;
	const { guild, intent, resolved, typed = [] } = said;
	const name = around.guildName(guild);
	if (name === undefined && raw.guild_id === undefined) return { unclear: "not-on-server" };
	const actor = await whoActs(raw, user, guild, around);
	const { groups, holders } = await whoInRoles(guild, resolved, around);
	const others = [...(await whoElse(raw, guild, intent, resolved, around)), ...holders];
	const request: Request = {
		key: `discord:${guild}:${raw.id}`,
		platform: "discord",
		workspace: { id: guild, name: name ?? "" },
		actor: user.id,
		people: onceEach([actor, ...others.filter((person) => person.user !== actor.user)]),
		...(groups.length > 0 && { groups }),
		place: whereabouts(raw, guild, around),
		route: routeOf(raw),
		intent: await asSeen(intent, guild, around.directory, around.lookUpMs),
	};
	return { request, guild, typed };
}

function read(raw: APIInteraction): Understood | Misheard | undefined {
	const outdated: Misheard = { unclear: "outdated" };
	switch (raw.type) {
		case InteractionType.MessageComponent: {
			if (raw.data.component_type !== ComponentType.Button) return undefined;
			const press = readButtonId(raw.data.custom_id);
			if (!press) return outdated;
			return { guild: raw.guild_id ?? press.guild, intent: { kind: "press", action: press.action } };
		}
		case InteractionType.ModalSubmit: {
			const form = readFormId(raw.data.custom_id);
			if (!form) return outdated;
			const { fields, typed } = readFields(raw.data);
			const intent: Intent = { kind: "submit", form: form.form, context: form.context, fields };
			return { guild: raw.guild_id ?? form.guild, intent, resolved: raw.data.resolved, typed };
		}
		case InteractionType.ApplicationCommand:
		case InteractionType.ApplicationCommandAutocomplete:
			return raw.guild_id === undefined ? outdated : readCommand(raw, raw.guild_id);
		default:
			return undefined;
	}
}

type CommandLike = Extract<
	APIInteraction,
	{ type: InteractionType.ApplicationCommand | InteractionType.ApplicationCommandAutocomplete }
>;

function readCommand({ type, data }: CommandLike, guild: string): Understood | undefined {
	switch (data.type) {
		case ApplicationCommandType.ChatInput: {
			const { name, options } = flatten(data.name, data.options ?? []);
			if (type === InteractionType.ApplicationCommand) {
				const intent: Intent = { kind: "command", name, fields: commandFields(options) };
				return { guild, intent, resolved: data.resolved };
			}
			const field = options.find((option) => "focused" in option && option.focused);
			if (!field || !("value" in field)) return undefined;
			return { guild, intent: { kind: "complete", name, field: field.name, text: String(field.value) } };
		}
		case ApplicationCommandType.Message: {
			const author = authorOf(data.resolved.messages[data.target_id]);
			const users = author ? { [author.id]: author } : {};
			return { guild, intent: { kind: "menu", name: "say_thanks", person: author?.id }, resolved: { users } };
		}
		case ApplicationCommandType.User:
			return { guild, intent: { kind: "menu", name: "ask_favor", person: data.target_id }, resolved: data.resolved };
		default:
			return undefined;
	}
}

/** `/goodturn quiet` has its fields one level deeper. */
function flatten(
	name: string,
	options: readonly APIApplicationCommandInteractionDataOption[],
): { name: string; options: APIApplicationCommandInteractionDataBasicOption[] } {
	const [first] = options;
	if (first?.type === ApplicationCommandOptionType.Subcommand) {
		return { name: `${name} ${first.name}`, options: first.options ?? [] };
	}
	return { name, options: options.filter((option) => isBasic(option)) };
}

const isBasic = (
	option: APIApplicationCommandInteractionDataOption,
): option is APIApplicationCommandInteractionDataBasicOption =>
	option.type !== ApplicationCommandOptionType.Subcommand &&
	option.type !== ApplicationCommandOptionType.SubcommandGroup;

const commandFields = (options: readonly APIApplicationCommandInteractionDataBasicOption[]): Fields =>
	Object.fromEntries(
		options.map(({ name, value }) => [name, typeof value === "boolean" ? String(value) : value] as const),
	);

function readFields(data: APIModalSubmission): { fields: Fields; typed: string[] } {
	const fields: Fields = {};
	const typed: string[] = [];
	for (const part of data.components) {
		if (part.type !== ComponentType.Label) continue;
		const { component } = part;
		if (component.type === ComponentType.TextInput) {
			fields[component.custom_id] = component.value || undefined;
			if (component.value) typed.push(component.value);
		} else if ("values" in component) fields[component.custom_id] = component.values[0];
	}
	return { fields, typed };
}

/** A webhook's author is nobody: its id is the webhook's. */
const authorOf = (message: APIMessage | undefined): APIUser | undefined =>
	message === undefined || (message.webhook_id !== undefined && message.application_id === undefined)
		? undefined
		: message.author;

async function whoActs(raw: APIInteraction, user: APIUser, guild: string, around: Surroundings): Promise<Person> {
	const locale = "locale" in raw ? raw.locale : undefined;
	if (raw.member) return around.directory.see(guild, user, raw.member, locale);
	const found = await around.directory.find(guild, user.id, around.lookUpMs);
	return found ?? nobody(user);
}

/** Named by Discord, and known to it no more. */
const nobody = (user: APIUser): Person => ({
	user: user.id,
	name: user.global_name || user.username,
	kind: user.bot ? "bot" : "gone",
});

async function whoElse(
	raw: APIInteraction,
	guild: string,
	intent: Intent,
	resolved: APIInteractionDataResolved | undefined,
	{ directory, lookUpMs }: Surroundings,
): Promise<Person[]> {
	// A message's author comes without what the server calls them, and in a direct message nobody has it.
	const unnamed = raw.guild_id === undefined || (intent.kind === "menu" && intent.name === "say_thanks");
	return Promise.all(
		Object.values(resolved?.users ?? {}).map(async (user) => {
			const member = resolved?.members?.[user.id];
			if (member || !unnamed) return directory.see(guild, user, member);
			const found = user.bot ? undefined : await directory.find(guild, user.id, lookUpMs);
			return found ?? nobody(user);
		}),
	);
}

/** The roles that are named, and who has them. Everybody has the one that carries the server's id: that is no group. */
async function whoInRoles(
	guild: string,
	resolved: APIInteractionDataResolved | undefined,
	{ directory, lookUpMs }: Surroundings,
): Promise<{ groups: Group[]; holders: Person[] }> {
	const found = await Promise.all(
		Object.values(resolved?.roles ?? {}).map(async ({ id, name }) => {
			const people = id === guild ? undefined : await directory.holders(guild, id, lookUpMs);
			return { group: { id, name: name.replace(/^@/, ""), members: people?.map(({ user }) => user) }, people };
		}),
	);
	return { groups: found.map(({ group }) => group), holders: found.flatMap(({ people = [] }) => people) };
}

function whereabouts(raw: APIInteraction, guild: string, around: Surroundings): Place | undefined {
	const { channel } = raw;
	if (!channel) return undefined;
	const facts: ChannelFacts = {
		id: channel.id,
		name: ("name" in channel && channel.name) || "",
		type: channel.type satisfies ChannelType,
		parent: ("parent_id" in channel && channel.parent_id) || undefined,
	};
	return around.place(guild, facts, raw.app_permissions);
}

/** In a direct message there is no audience to post to. */
const routeOf = (raw: APIInteraction): string | undefined =>
	raw.guild_id === undefined || raw.type === InteractionType.ApplicationCommandAutocomplete
		? undefined
		: writeRoute({ application: raw.application_id, token: raw.token, expiresAt: bornAt(raw.id) + tokenLivesMs });

/** https://docs.discord.com/developers/reference#snowflakes */
const bornAt = (snowflake: string): number => Number((BigInt(snowflake) >> 22n) + 1_420_070_400_000n);
