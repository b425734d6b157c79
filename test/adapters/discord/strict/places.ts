// Servers, channels and who is where: made by a test before the bot starts, or while it runs, as the bot hears of it.
import { GatewayIntentBits, PermissionFlagsBits } from "discord.js";
import type { Gateway } from "./gateway.ts";
import { guildPayload, partialChannel, rolePayload } from "./payloads.ts";
import { nextId } from "./snowflakes.ts";
import {
	type Channel,
	type ChannelKind,
	type Guild,
	type Member,
	may,
	type Role,
	type User,
	type World,
} from "./world.ts";

/** What an invitation usually gives to the bot's role. */
export const usualPermissions =
	PermissionFlagsBits.ViewChannel |
	PermissionFlagsBits.SendMessages |
	PermissionFlagsBits.SendMessagesInThreads |
	PermissionFlagsBits.CreatePublicThreads |
	PermissionFlagsBits.ReadMessageHistory;

export function createPlaces(world: World, gateway: Gateway, botMay: bigint) {
	const { bot } = world;
	const person = (name: string, more: { bot?: boolean; locale?: string } = {}): User => world.user(name, more);

	/** A server that the bot is on, unless `bot` is false. The first of the people owns it. */
	function server(name: string, made: { people?: User[]; bot?: boolean } = {}): Guild {
		const people = made.people ?? [];
		const guild = world.guild(name, people[0] ?? world.user(`${name} owner`), botMay);
		for (const user of new Set([guild.owner, ...people])) join(guild, user);
		if (made.bot !== false) inviteBot(guild);
		return guild;
	}

	function join(guild: Guild, user: User, nick: string | null = null): Member {
		const member: Member = { user, nick, roles: [], joinedAt: "2026-01-01T00:00:00.000000+00:00" };
		guild.members.set(user.id, member);
		return member;
	}

	/** A role, and who has it. */
	function role(guild: Guild, name: string, people: User[]): Role {
		const made = { id: nextId(), name };
		guild.roles.set(made.id, made);
		for (const user of people) guild.members.get(user.id)?.roles.push(made.id);
		const payload = { guild_id: guild.id, role: rolePayload(made.id, name, 0n) };
		if (guild.members.has(bot.id)) gateway.dispatch("GUILD_ROLE_CREATE", payload, GatewayIntentBits.Guilds);
		return made;
	}

	/** The bot comes to a server, and hears of it. */
	function inviteBot(guild: Guild): void {
		join(guild, bot).roles.push(guild.botRole.id);
		gateway.dispatch("GUILD_CREATE", guildPayload(guild, bot), GatewayIntentBits.Guilds);
	}

	/** The bot is removed from a server, and hears of it. */
	function removeBot(guild: Guild): void {
		guild.members.delete(bot.id);
		gateway.dispatch("GUILD_DELETE", { id: guild.id }, GatewayIntentBits.Guilds);
	}

	/** An outage of Discord's own: a server is away for a while. */
	function outage(guild: Guild, begins: boolean): void {
		guild.available = !begins;
		if (begins) gateway.dispatch("GUILD_DELETE", { id: guild.id, unavailable: true }, GatewayIntentBits.Guilds);
		else gateway.dispatch("GUILD_CREATE", guildPayload(guild, bot), GatewayIntentBits.Guilds);
	}

	/** `only`: whom a private channel is for; the bot is among them only if it is named. `noPosting`: the bot may look only. */
	function channel(
		guild: Guild,
		name: string,
		made: { kind?: ChannelKind; parent?: Channel; only?: User[]; noPosting?: boolean; system?: boolean } = {},
	): Channel {
		const overwrites = [];
		if (made.only) {
			overwrites.push({ id: guild.id, type: 0 as const, allow: 0n, deny: PermissionFlagsBits.ViewChannel });
			for (const { id } of made.only) {
				overwrites.push({ id, type: 1 as const, allow: PermissionFlagsBits.ViewChannel, deny: 0n });
			}
		}
		if (made.noPosting) {
			const deny = PermissionFlagsBits.SendMessages | PermissionFlagsBits.SendMessagesInThreads;
			overwrites.push({ id: bot.id, type: 1 as const, allow: 0n, deny });
		}
		const kind = made.kind ?? "text";
		const created = world.channel({ guild, kind, name, parent: made.parent, overwrites, recipient: undefined });
		if (made.system) guild.systemChannel = created;
		const event = kind.endsWith("thread") ? "THREAD_CREATE" : "CHANNEL_CREATE";
		// Of a private thread only its members are told, and a bot is none until somebody adds it.
		if (kind !== "private thread" && may(bot, created, "ViewChannel"))
			gateway.dispatch(event, partialChannel(created, bot), GatewayIntentBits.Guilds);
		return created;
	}

	/** Takes a channel's posting permission from the bot, or all sight of it, while it runs. */
	function close(place: Channel, permission: "SendMessages" | "ViewChannel"): void {
		place.overwrites.push({ id: bot.id, type: 1, allow: 0n, deny: PermissionFlagsBits[permission] });
		gateway.dispatch("CHANNEL_UPDATE", partialChannel(place, bot), GatewayIntentBits.Guilds);
	}

	/** A thread goes for good, with all that was said in it. */
	function removeThread(thread: Channel): void {
		world.channels.delete(thread.id);
		thread.guild?.channels.delete(thread.id);
		for (const message of world.messages.values()) if (message.channel === thread) message.deleted = true;
		gateway.dispatch("THREAD_DELETE", partialChannel(thread, bot), GatewayIntentBits.Guilds);
	}

	return {
		person,
		server,
		join,
		role,
		leave: (guild: Guild, user: User): void => void guild.members.delete(user.id),
		inviteBot,
		removeBot,
		outage,
		channel,
		removeThread,
		close,
	};
}
