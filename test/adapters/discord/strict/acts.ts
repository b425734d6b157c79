// What people do: commands, buttons, forms, menus, reactions. Discord's own client refuses some of it before the bot
// hears anything, and so do these: a test that types what nobody could type fails here.
import { ApplicationCommandOptionType, ComponentType, GatewayIntentBits, InteractionType } from "discord.js";
import { buttonsOf } from "./check-message.ts";
import type { Modal } from "./check-modal.ts";
import type { Gateway } from "./gateway.ts";
import type { Interactions, Outcome } from "./interactions.ts";
import { type JsonObject, list, number, object, text } from "./json.ts";
import { interactionPayload, memberPayload, messagePayload, rolePayload, userPayload } from "./payloads.ts";
import { type Button, type Channel, type Guild, type Message, may, type Role, type User, type World } from "./world.ts";

/** What somebody typed into a command: people as people, roles as roles, all else as it is. */
export type Typed = Record<string, string | number | boolean | User | Role>;

const isUser = (value: Typed[string]): value is User => typeof value === "object" && "username" in value;
const isRole = (value: Typed[string]): value is Role => typeof value === "object" && !("username" in value);

export type ActsDeps = {
	world: World;
	gateway: Gateway;
	interactions: Interactions;
	application: string;
	/** What is registered. */
	commands: readonly JsonObject[];
};

export function createActs({ world, gateway, interactions, application, commands }: ActsDeps) {
	const { bot } = world;

	function act(
		type: InteractionType,
		user: User,
		place: Channel,
		data: JsonObject,
		pressed?: Message,
	): Promise<Outcome> {
		const interaction = interactions.begin({ type, user, channel: place, pressed });
		gateway.dispatch("INTERACTION_CREATE", interactionPayload(interaction, data, application, bot), undefined);
		return interaction.outcome;
	}

	/** A slash command: `name` is the command, or command and subcommand ("goodturn undo"). Discord checks what is typed. */
	function slash(user: User, place: Channel, name: string, typed: Typed = {}): Promise<Outcome> {
		const { data, guild } = commandData(user, place, name, typed);
		return act(InteractionType.ApplicationCommand, user, place, { ...data, guild_id: guild.id });
	}

	/** Half-typed text in one field. */
	function autocomplete(user: User, place: Channel, name: string, field: string, half: string): Promise<Outcome> {
		const { data, guild } = commandData(user, place, name, { [field]: half }, field);
		return act(InteractionType.ApplicationCommandAutocomplete, user, place, { ...data, guild_id: guild.id });
	}

	function commandData(user: User, place: Channel, name: string, typed: Typed, focused?: string) {
		const guild = guildOf(place);
		if (!may(user, place, "ViewChannel")) throw new Error(`${user.username} does not see #${place.name}`);
		const [head = "", sub] = name.split(" ");
		const command = commands.find((one) => one["name"] === head && one["type"] === 1);
		if (!command) throw new Error(`there is no command /${head}`);
		const known = list(command["options"]).map(object);
		const subcommand = sub === undefined ? undefined : known.find((option) => option["name"] === sub);
		if (sub !== undefined && !subcommand) throw new Error(`there is no /${name}`);
		const fields = subcommand ? list(subcommand["options"]).map(object) : known;
		const options = optionsOf(fields, typed, focused);
		const nested = [{ name: sub ?? "", type: ApplicationCommandOptionType.Subcommand, options }];
		const given = Object.values(typed);
		const resolved = { ...resolvedUsers(guild, given.filter(isUser)), ...resolvedRoles(guild, given.filter(isRole)) };
		const data = { id: text(command["id"]), name: head, type: 1, options: subcommand ? nested : options, resolved };
		return { data, guild };
	}

	/** An entry of the menu on a message, or on a person. */
	function menu(user: User, place: Channel, name: string, target: Message | User): Promise<Outcome> {
		const guild = guildOf(place);
		const onMessage = "channel" in target;
		const command = commands.find((one) => one["name"] === name && one["type"] === (onMessage ? 3 : 2));
		if (!command) throw new Error(`there is no menu entry ${name}`);
		// The target of a menu entry comes with its text, whatever the intents are.
		const resolved = onMessage
			? { messages: { [target.id]: messagePayload(target, application) } }
			: resolvedUsers(guild, [target]);
		const data = {
			id: text(command["id"]),
			name,
			type: onMessage ? 3 : 2,
			target_id: target.id,
			resolved,
			guild_id: guild.id,
		};
		return act(InteractionType.ApplicationCommand, user, place, data);
	}

	/** Presses a button that they see, by its label, or by its id where several have the same. */
	function press(user: User, message: Message, which: string): Promise<Outcome> {
		if (message.onlyFor && message.onlyFor !== user) throw new Error(`${user.username} does not see that message`);
		if (message.deleted) throw new Error("that message is gone");
		const is = ({ label, customId }: Button): boolean => label === which || customId === which;
		const button = buttonsOf(message.components).find((one) => is(one) && !one.disabled);
		if (!button) throw new Error(`there is no button "${which}" there`);
		const data = { custom_id: button.customId, component_type: ComponentType.Button, id: 1 };
		return act(InteractionType.MessageComponent, user, message.channel, data, message);
	}

	/** Sends a form with these values; what is not named stays as it was filled in. */
	function submit(user: User, place: Channel, modal: Modal | undefined, values: Typed = {}): Promise<Outcome> {
		if (!modal) throw new Error("no form opened");
		const people = new Set<User>();
		const components = modal.fields.map((field, index) => {
			const given = values[field.id] ?? field.value;
			if (given !== undefined && isUser(given)) people.add(given);
			const value = typeof given === "object" ? given.id : String(given ?? "");
			if (field.type === ComponentType.UserSelect && world.users.has(value)) people.add(world.users.get(value) as User);
			if (field.required && value === "") throw new Error(`Discord does not send the form without ${field.label}`);
			if (value.length > field.maxLength)
				throw new Error(`Discord takes ${field.maxLength} characters for ${field.label}`);
			if (
				field.type === ComponentType.StringSelect &&
				value !== "" &&
				!field.options.some((option) => option.value === value)
			) {
				throw new Error(`${value} is no choice of ${field.label}`);
			}
			const base = { type: field.type, id: index * 2 + 2, custom_id: field.id };
			const component =
				field.type === ComponentType.TextInput ? { ...base, value } : { ...base, values: value === "" ? [] : [value] };
			return { type: ComponentType.Label, id: index * 2 + 1, component };
		});
		for (const key of Object.keys(values)) {
			if (!modal.fields.some((field) => field.id === key))
				throw new Error(`there is no field ${key} in ${modal.title}`);
		}
		const resolved = place.guild ? resolvedUsers(place.guild, [...people]) : plainUsers([...people]);
		const data = { custom_id: modal.customId, components, ...(people.size > 0 ? { resolved } : {}) };
		return act(InteractionType.ModalSubmit, user, place, data);
	}

	/** `author: false`: Discord leaves out who wrote the message, as it may. */
	function react(user: User, message: Message, emoji: string, more: { author?: boolean; burst?: boolean } = {}): void {
		const reactors = message.reactions.get(emoji) ?? new Set<string>();
		message.reactions.set(emoji, reactors.add(user.id));
		const member = message.channel.guild?.members.get(user.id);
		const author = more.author === false ? {} : { message_author_id: message.author.id };
		const about = reactionPayload(user, message, emoji, more.burst ?? false);
		toldOfReactions(message, "MESSAGE_REACTION_ADD", {
			...about,
			...author,
			...(member ? { member: memberPayload(member) } : {}),
		});
	}

	function unreact(user: User, message: Message, emoji: string): void {
		message.reactions.get(emoji)?.delete(user.id);
		toldOfReactions(message, "MESSAGE_REACTION_REMOVE", reactionPayload(user, message, emoji, false));
	}

	/** Somebody with the right to it removes all reactions of a message, or all of one emoji. */
	function clearReactions(message: Message, emoji?: string): void {
		const { channel_id, message_id, guild_id } = reactionPayload(bot, message, emoji ?? "", false) as Record<
			string,
			string
		>;
		const about = { channel_id: channel_id ?? "", message_id: message_id ?? "", guild_id: guild_id ?? "" };
		if (emoji === undefined) {
			message.reactions.clear();
			toldOfReactions(message, "MESSAGE_REACTION_REMOVE_ALL", about);
		} else {
			message.reactions.delete(emoji);
			toldOfReactions(message, "MESSAGE_REACTION_REMOVE_EMOJI", { ...about, emoji: emojiPayload(emoji) });
		}
	}

	function toldOfReactions(message: Message, event: string, payload: JsonObject): void {
		if (!may(bot, message.channel, "ViewChannel")) return;
		gateway.dispatch(event, payload, GatewayIntentBits.GuildMessageReactions);
	}

	return { slash, autocomplete, menu, press, submit, react, unreact, clearReactions };
}

function guildOf(place: Channel): Guild {
	if (!place.guild) throw new Error("that works on servers only");
	return place.guild;
}

function optionsOf(fields: readonly JsonObject[], typed: Typed, focused: string | undefined): JsonObject[] {
	for (const name of Object.keys(typed)) {
		if (!fields.some((field) => field["name"] === name)) throw new Error(`there is no field ${name}`);
	}
	return fields.flatMap((field): JsonObject[] => {
		const name = text(field["name"]);
		const value = typed[name];
		if (value === undefined) {
			if (field["required"] === true && focused === undefined)
				throw new Error(`Discord does not send it without ${name}`);
			return [];
		}
		if (name === focused) {
			if (field["autocomplete"] !== true) throw new Error(`${name} is not completed`);
			return [{ name, type: number(field["type"]), value: String(value), focused: true }];
		}
		return [{ name, type: number(field["type"]), value: checkedValue(field, value) }];
	});
}

/** What Discord's own client lets through. */
function checkedValue(field: JsonObject, value: Typed[string]): string | number | boolean {
	const name = text(field["name"]);
	const choices = list(field["choices"]).map((choice) => object(choice)["value"]);
	switch (field["type"]) {
		case ApplicationCommandOptionType.User:
			if (!isUser(value)) throw new Error(`${name} is a person`);
			return value.id;
		case ApplicationCommandOptionType.Role:
			if (!isRole(value)) throw new Error(`${name} is a role`);
			return value.id;
		case ApplicationCommandOptionType.Boolean:
			if (typeof value !== "boolean") throw new Error(`${name} is yes or no`);
			return value;
		case ApplicationCommandOptionType.Integer:
			if (typeof value !== "number" || !Number.isInteger(value)) throw new Error(`${name} is a whole number`);
			if (value < number(field["min_value"]) || value > number(field["max_value"]))
				throw new Error(`${name} is out of range`);
			return value;
		default:
			if (typeof value !== "string") throw new Error(`${name} is a text`);
			if (choices.length > 0 && !choices.includes(value)) throw new Error(`${value} is no choice of ${name}`);
			if (field["max_length"] !== undefined && value.length > number(field["max_length"]))
				throw new Error(`${name} is too long`);
			return value;
	}
}

const plainUsers = (users: readonly User[]): JsonObject => ({
	users: Object.fromEntries(users.map((user) => [user.id, userPayload(user)])),
});

/** Everybody has the role that carries the server's id, and it may be named, too. */
function resolvedRoles(guild: Guild, roles: readonly Role[]): JsonObject {
	if (roles.length === 0) return {};
	for (const { id } of roles) {
		if (id !== guild.id && !guild.roles.has(id)) throw new Error(`there is no role ${id} on ${guild.name}`);
	}
	return { roles: Object.fromEntries(roles.map(({ id, name }) => [id, rolePayload(id, name, 0n)])) };
}

/** Members only of those who are on the server; and without their user. */
function resolvedUsers(guild: Guild, users: readonly User[]): JsonObject {
	const members = users.flatMap((user) => {
		const member = guild.members.get(user.id);
		return member ? [[user.id, memberPayload(member, false)] as const] : [];
	});
	return { ...plainUsers(users), members: Object.fromEntries(members) };
}

/** Custom emoji are written `name:id`. */
function emojiPayload(emoji: string): JsonObject {
	const custom = /^(\w+):(\d+)$/.exec(emoji);
	return custom ? { name: custom[1] ?? null, id: custom[2] ?? null } : { name: emoji, id: null };
}

const reactionPayload = (user: User, message: Message, emoji: string, burst: boolean): JsonObject => ({
	user_id: user.id,
	channel_id: message.channel.id,
	message_id: message.id,
	...(message.channel.guild ? { guild_id: message.channel.guild.id } : {}),
	emoji: emojiPayload(emoji),
	burst,
	type: burst ? 1 : 0,
});
