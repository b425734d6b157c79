// Where something happened: public where everybody on the server can look in, private otherwise, direct without a server.
// It asks Discord only for a channel that it was never told of.
import { type Channel, ChannelType, type Client, PermissionFlagsBits, PermissionsBitField } from "discord.js";
import type { Place } from "../../chat/request.ts";
import { isError } from "./errors.ts";

export type ChannelFacts = { id: string; name: string; type: ChannelType; parent: string | undefined };

const directTypes: readonly ChannelType[] = [ChannelType.DM, ChannelType.GroupDM];
const threadTypes: readonly ChannelType[] = [
	ChannelType.PublicThread,
	ChannelType.PrivateThread,
	ChannelType.AnnouncementThread,
];

/** `permissions`: the bot's there, as an interaction tells them; else they are worked out from what is cached. */
export function placeOf(client: Client, guild: string, channel: ChannelFacts, permissions?: string): Place {
	const { id, name, type } = channel;
	if (directTypes.includes(type)) return { id, name: "", kind: "direct", present: true };
	const around = channelOfOwnThread(client, id);
	if (around) return placeOf(client, guild, factsOf(around));
	const thread = threadTypes.includes(type);
	const lookedInto = thread ? channel.parent : id;
	const everyone = lookedInto === undefined ? undefined : rights(client, lookedInto, guild);
	const open = type !== ChannelType.PrivateThread && everyone?.has(PermissionFlagsBits.ViewChannel) === true;
	const own = permissions === undefined ? ownRights(client, id) : new PermissionsBitField(BigInt(permissions));
	const kind = open ? "public" : "private";
	const present = own?.has(needed(thread)) ?? false;
	return { id, name, kind, present, ...(thread && channel.parent !== undefined && { parent: channel.parent }) };
}

export async function placeById(client: Client, guild: string, id: string): Promise<Place> {
	const channel = client.channels.cache.get(id) ?? (await client.channels.fetch(id).catch(unlessUnseen));
	if (!channel) return { id, name: "", kind: "private", present: false };
	return placeOf(client, guild, factsOf(channel));
}

/** Only a channel that is not there, or not for the bot, is none. Anything else says nothing of the channel. */
function unlessUnseen(error: unknown): null {
	if (isError(error, "unknown channel") || isError(error, "no permission")) return null;
	throw error;
}

/** Whether the bot may post there, as far as the cache tells. */
export function mayPost(client: Client, id: string): boolean | undefined {
	const channel = client.channels.cache.get(id);
	return channel && ownRights(client, id)?.has(needed(channel.isThread()));
}

/** A thread that the bot began holds its channel's own messages: what happens there happens in the channel. */
function channelOfOwnThread(client: Client, id: string): Channel | undefined {
	const thread = client.channels.cache.get(id);
	const isOwn = thread?.isThread() && thread.ownerId === client.user?.id;
	return isOwn && thread.parentId !== null ? client.channels.cache.get(thread.parentId) : undefined;
}

const factsOf = (channel: Channel): ChannelFacts => ({
	id: channel.id,
	name: "name" in channel ? (channel.name ?? "") : "",
	type: channel.type,
	parent: "parentId" in channel ? (channel.parentId ?? undefined) : undefined,
});

const needed = (thread: boolean): bigint =>
	PermissionFlagsBits.ViewChannel |
	(thread ? PermissionFlagsBits.SendMessagesInThreads : PermissionFlagsBits.SendMessages);

/** The role that everybody has carries its server's id. */
function rights(client: Client, id: string, role: string): Readonly<PermissionsBitField> | undefined {
	const channel = client.channels.cache.get(id);
	if (!channel || channel.isDMBased()) return undefined;
	return channel.permissionsFor(role) ?? undefined;
}

function ownRights(client: Client, id: string): Readonly<PermissionsBitField> | undefined {
	const channel = client.channels.cache.get(id);
	const me = channel && !channel.isDMBased() ? channel.guild.members.me : null;
	return (me && channel && !channel.isDMBased() && channel.permissionsFor(me)) || undefined;
}
