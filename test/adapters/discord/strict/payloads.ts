// The entities of the world as Discord writes them on the wire.
import { ChannelType } from "discord.js";
import type { Json, JsonObject } from "./json.ts";
import { bornAt } from "./snowflakes.ts";
import { type Channel, type Guild, isThread, type Member, type Message, permissionsOf, type User } from "./world.ts";

export const userPayload = (user: User): JsonObject => ({
	id: user.id,
	username: user.username,
	discriminator: user.bot ? "0001" : "0",
	global_name: user.bot ? null : user.globalName,
	avatar: null,
	public_flags: 0,
	flags: 0,
	primary_guild: null,
	...(user.bot ? { bot: true } : {}),
});

/** `full` members carry their user; those of an interaction's resolved data do not. */
export const memberPayload = ({ user, nick, roles, joinedAt }: Member, full = true): JsonObject => ({
	avatar: null,
	banner: null,
	communication_disabled_until: null,
	flags: 0,
	joined_at: joinedAt,
	nick,
	pending: false,
	premium_since: null,
	roles,
	...(full ? { user: userPayload(user), mute: false, deaf: false } : {}),
});

const types: Record<Channel["kind"], ChannelType> = {
	text: ChannelType.GuildText,
	voice: ChannelType.GuildVoice,
	announcement: ChannelType.GuildAnnouncement,
	"public thread": ChannelType.PublicThread,
	"private thread": ChannelType.PrivateThread,
	direct: ChannelType.DM,
};

export function channelPayload(channel: Channel): JsonObject {
	const base = { id: channel.id, type: types[channel.kind], flags: 0, last_message_id: null };
	if (channel.recipient) return { ...base, recipients: [userPayload(channel.recipient)] };
	const guild = channel.guild ? { guild_id: channel.guild.id } : {};
	const parent = { parent_id: channel.parent?.id ?? null };
	if (isThread(channel)) {
		const thread_metadata = {
			archived: channel.archived ?? false,
			auto_archive_duration: 1440,
			archive_timestamp: "2026-01-01T00:00:00.000000+00:00",
			locked: false,
		};
		return {
			...base,
			...guild,
			...parent,
			name: channel.name,
			owner_id: (channel.begunBy ?? channel.guild?.owner)?.id ?? null,
			thread_metadata,
		};
	}
	const permission_overwrites = channel.overwrites.map(({ id, type, allow, deny }) => {
		return { id, type, allow: allow.toString(), deny: deny.toString() };
	});
	const details = { position: 0, nsfw: false, rate_limit_per_user: 0, topic: null, permission_overwrites };
	return { ...base, ...guild, ...parent, name: channel.name, ...details };
}

/** What an interaction says of the channel that it came from. */
export const partialChannel = (channel: Channel, user: User): JsonObject => ({
	...channelPayload(channel),
	permissions: permissionsOf(user, channel).toString(),
});

/** `bot`: whose own role it is, made when it was invited. */
export const rolePayload = (id: string, name: string, permissions: bigint, bot?: string): JsonObject => ({
	id,
	name,
	permissions: permissions.toString(),
	position: bot === undefined ? 0 : 1,
	color: 0,
	colors: { primary_color: 0, secondary_color: null, tertiary_color: null },
	hoist: false,
	managed: bot !== undefined,
	mentionable: false,
	flags: 0,
	...(bot === undefined ? {} : { tags: { bot_id: bot } }),
});

export function guildPayload(guild: Guild, bot: User): JsonObject {
	if (!guild.available) return { id: guild.id, unavailable: true };
	const channels = [...guild.channels.values()];
	const me = guild.members.get(bot.id);
	return {
		id: guild.id,
		name: guild.name,
		unavailable: false,
		owner_id: guild.owner.id,
		icon: null,
		features: [],
		joined_at: me?.joinedAt ?? null,
		large: false,
		member_count: guild.members.size,
		// Without the members intent, the bot's own is all that comes.
		members: me ? [memberPayload(me)] : [],
		roles: [
			rolePayload(guild.id, "@everyone", guild.everyone),
			rolePayload(guild.botRole.id, bot.username, guild.botRole.permissions, bot.id),
			...[...guild.roles.values()].map(({ id, name }) => rolePayload(id, name, 0n)),
		],
		channels: channels.filter((channel) => !isThread(channel)).map(channelPayload),
		threads: channels.filter((channel) => channel.kind === "public thread").map(channelPayload),
		emojis: [],
		stickers: [],
		presences: [],
		voice_states: [],
		stage_instances: [],
		guild_scheduled_events: [],
		soundboard_sounds: [],
		system_channel_id: guild.systemChannel?.id ?? null,
		system_channel_flags: 0,
		preferred_locale: "en-US",
		premium_tier: 0,
		nsfw_level: 0,
		verification_level: 1,
		default_message_notifications: 0,
		explicit_content_filter: 0,
		mfa_level: 0,
		afk_timeout: 300,
	};
}

const timestamp = (ms = Date.now()): string => new Date(ms).toISOString().replace("Z", "000+00:00");

/** `content`: false for whoever may not read what people wrote (no message content intent). */
export function messagePayload(message: Message, application: string, content = true): JsonObject {
	const { channel, author } = message;
	return {
		id: message.id,
		channel_id: channel.id,
		type: 0,
		content: content ? message.content : "",
		author: userPayload(author),
		timestamp: timestamp(bornAt(message.id)),
		edited_timestamp: message.edits > 0 ? timestamp(message.editedAt) : null,
		tts: false,
		mention_everyone: false,
		mentions: [],
		mention_roles: [],
		attachments: [],
		embeds: [],
		pinned: false,
		flags: message.flags,
		components: numbered(message.components),
		...(message.nonce === undefined ? {} : { nonce: message.nonce }),
		...(message.webhook === "own" ? { webhook_id: application, application_id: application } : {}),
		...(message.webhook === "other" ? { webhook_id: author.id } : {}),
	};
}

/** Discord gives every component a number, in the order of their appearance. */
function numbered(components: Json[]): Json[] {
	let next = 1;
	const number = (node: Json): Json => {
		if (Array.isArray(node)) return node.map(number);
		if (typeof node !== "object" || node === null) return node;
		const id = typeof node["type"] === "number" ? { id: next++ } : {};
		return { ...id, ...Object.fromEntries(Object.entries(node).map(([key, value]) => [key, number(value)])) };
	};
	return components.map(number);
}

/** An interaction, as far as the bot is told of it. */
type Happening = {
	id: string;
	token: string;
	type: number;
	user: User;
	channel: Channel;
	/** The message whose button was pressed. */
	pressed: Message | undefined;
};

export function interactionPayload(
	interaction: Happening,
	data: JsonObject,
	application: string,
	bot: User,
): JsonObject {
	const { id, token, type, user, channel, pressed } = interaction;
	const { guild } = channel;
	const member = guild?.members.get(user.id);
	const permissions = permissionsOf(user, channel).toString();
	const who: JsonObject = member ? { member: { ...memberPayload(member), permissions } } : { user: userPayload(user) };
	const where: JsonObject = guild
		? { guild_id: guild.id, guild: { id: guild.id, locale: "en-US", features: [] }, guild_locale: "en-US", context: 0 }
		: { context: 1 };
	return {
		id,
		application_id: application,
		type,
		token,
		version: 1,
		data,
		channel: partialChannel(channel, user),
		channel_id: channel.id,
		...who,
		...where,
		...(pressed ? { message: messagePayload(pressed, application) } : {}),
		app_permissions: permissionsOf(bot, channel).toString(),
		locale: user.locale,
		entitlements: [],
		authorizing_integration_owners: { "0": guild?.id ?? "0" },
		attachment_size_limit: 10_485_760,
	};
}
