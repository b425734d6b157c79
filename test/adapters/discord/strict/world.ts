// The state of a small Discord: people, servers, channels, messages, and who may do what where.
// It answers questions about itself; what happens on the wire is told by the gateway and the REST API beside it.
import { PermissionFlagsBits } from "discord.js";
import type { Json } from "./json.ts";
import { nextId } from "./snowflakes.ts";

export type User = {
	id: string;
	username: string;
	globalName: string | null;
	bot: boolean;
	locale: string;
	takesMessages: boolean;
};
export type Member = { user: User; nick: string | null; roles: string[]; joinedAt: string };
export type Overwrite = { id: string; type: 0 | 1; allow: bigint; deny: bigint };
export type ChannelKind = "text" | "voice" | "announcement" | "public thread" | "private thread" | "direct";
export type Channel = {
	id: string;
	guild: Guild | undefined;
	kind: ChannelKind;
	name: string;
	parent: Channel | undefined;
	overwrites: Overwrite[];
	/** Of a direct message: who writes with the bot. */
	recipient: User | undefined;
	/** Of a thread: nobody wrote there for long, so that nothing in it can be changed. */
	archived?: boolean;
	/** Of a thread: who began it, where it was not the server's owner. */
	begunBy?: User;
};
/** A role that people have, and that may be named. */
export type Role = { id: string; name: string };
export type Guild = {
	id: string;
	name: string;
	owner: User;
	members: Map<string, Member>;
	channels: Map<string, Channel>;
	/** What everybody may do, and what the bot's own role allows. */
	everyone: bigint;
	botRole: { id: string; permissions: bigint };
	roles: Map<string, Role>;
	systemChannel: Channel | undefined;
	available: boolean;
};
export type Button = { label: string; customId: string; style: number; disabled: boolean };
export type Message = {
	id: string;
	channel: Channel;
	author: User;
	/** Whose eyes it is for alone. */
	onlyFor: User | undefined;
	content: string;
	flags: number;
	components: Json[];
	nonce: string | undefined;
	/** Who was notified when it came: user ids, `role …` or `everyone`. */
	pings: string[];
	edits: number;
	/** When its author edited it last. */
	editedAt?: number;
	deleted: boolean;
	/** By emoji: who reacted. */
	reactions: Map<string, Set<string>>;
	/** Posted by a webhook: by the answer to an interaction, or by another program's. */
	webhook: "own" | "other" | undefined;
	/** A waiting line that shows nothing yet. */
	waiting: boolean;
	/** Whether a thread was begun from it: there is only ever one, also if it was deleted. */
	threaded?: boolean;
};

const everyoneMay =
	PermissionFlagsBits.ViewChannel |
	PermissionFlagsBits.SendMessages |
	PermissionFlagsBits.SendMessagesInThreads |
	PermissionFlagsBits.CreatePublicThreads |
	PermissionFlagsBits.ReadMessageHistory |
	PermissionFlagsBits.AddReactions |
	PermissionFlagsBits.UseApplicationCommands;

export type World = ReturnType<typeof createWorld>;

export function createWorld(bot: User) {
	const users = new Map<string, User>([[bot.id, bot]]);
	const guilds = new Map<string, Guild>();
	const channels = new Map<string, Channel>();
	const messages = new Map<string, Message>();

	return {
		bot,
		users,
		guilds,
		channels,
		messages,
		user(name: string, options: Partial<Pick<User, "bot" | "locale" | "globalName">> = {}): User {
			const username = name.toLowerCase().replace(/[^a-z0-9._]/g, "") || "somebody";
			const user = {
				id: nextId(),
				username,
				globalName: name,
				bot: false,
				locale: "en-US",
				takesMessages: true,
				...options,
			};
			users.set(user.id, user);
			return user;
		},
		guild(name: string, owner: User, botMay: bigint): Guild {
			const guild: Guild = {
				id: nextId(),
				name,
				owner,
				members: new Map(),
				channels: new Map(),
				everyone: everyoneMay,
				botRole: { id: nextId(), permissions: botMay },
				roles: new Map(),
				systemChannel: undefined,
				available: true,
			};
			guilds.set(guild.id, guild);
			return guild;
		},
		channel(made: Omit<Channel, "id"> & { id?: string }): Channel {
			const channel = { id: nextId(), ...made };
			channels.set(channel.id, channel);
			channel.guild?.channels.set(channel.id, channel);
			return channel;
		},
		direct(user: User): Channel {
			const known = [...channels.values()].find((channel) => channel.recipient === user);
			if (known) return known;
			return this.channel({
				guild: undefined,
				kind: "direct",
				name: "",
				parent: undefined,
				overwrites: [],
				recipient: user,
			});
		},
		shareGuild: (one: User, other: User): boolean =>
			[...guilds.values()].some(({ members }) => members.has(one.id) && members.has(other.id)),
	};
}

export const isThread = ({ kind }: Channel): boolean => kind === "public thread" || kind === "private thread";

/** https://docs.discord.com/developers/topics/permissions#permission-overwrites */
export function permissionsOf(user: User, channel: Channel): bigint {
	const { guild } = channel;
	if (!guild) return everyoneMay;
	const member = guild.members.get(user.id);
	if (!member) return 0n;
	const place = isThread(channel) && channel.parent ? channel.parent : channel;
	let may = guild.everyone;
	if (member.roles.includes(guild.botRole.id)) may |= guild.botRole.permissions;
	if (guild.owner === user || (may & PermissionFlagsBits.Administrator) !== 0n) return ~0n & ((1n << 53n) - 1n);
	const apply = (overwrites: Overwrite[]): void => {
		for (const { deny } of overwrites) may &= ~deny;
		for (const { allow } of overwrites) may |= allow;
	};
	apply(place.overwrites.filter(({ id, type }) => type === 0 && id === guild.id));
	apply(place.overwrites.filter(({ id, type }) => type === 0 && id !== guild.id && member.roles.includes(id)));
	apply(place.overwrites.filter(({ id, type }) => type === 1 && id === user.id));
	return may;
}

export const may = (user: User, channel: Channel, ...permissions: (keyof typeof PermissionFlagsBits)[]): boolean => {
	const all = permissions.reduce((sum, name) => sum | PermissionFlagsBits[name], 0n);
	return (permissionsOf(user, channel) & all) === all;
};
