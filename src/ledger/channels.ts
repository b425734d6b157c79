// Where messages go in a channel: the setting, who changed it, and what it means for something that is said there.
import { hours } from "../rules/calendar.ts";
import { asChannelMode, type ChannelMode, decideMode, isPostedIn } from "../rules/channels.ts";
import { refuse } from "../rules/refusal.ts";
import type { Row } from "../storage/tables.ts";
import type { Book } from "./book.ts";
import { note } from "./changes.ts";
import type { Where } from "./giving.ts";
import type { Context, Verb } from "./list.ts";
import { tell } from "./notices.ts";
import { mayTell } from "./told.ts";

/** How it is in a channel, of which the mode that holds is known; one that nobody set is open. */
export const modeOf = (channel: Pick<Row<"Channel">, "mode"> | null | undefined): ChannelMode =>
	asChannelMode(channel?.mode ?? "open") ?? "open";

/** The mode of a thread until somebody sets one: as it is in the channel that it hangs in. */
export const AS_PARENT = "parent";

/** How it is in a thread of a channel: a thread has no threads, so there lines stand in it. */
const inThreadOf = (mode: ChannelMode): ChannelMode => (mode === "thread" ? "open" : mode);

/** What a stored mode of a channel means now. */
async function modeMeant(book: Book, channel: Row<"Channel">, mode: string): Promise<ChannelMode> {
	if (mode !== AS_PARENT || channel.parent === null) return modeOf({ mode });
	const { communityId, workspaceId, parent: external } = channel;
	const [parent] = await book.list("Channel", { communityId, workspaceId, external });
	return inThreadOf(modeOf(parent));
}

/** How it is in a channel now; in a thread that nobody set as in its channel. */
export const modeIn = (book: Book, channel: Row<"Channel">): Promise<ChannelMode> =>
	modeMeant(book, channel, channel.mode);

async function modeAt(book: Book, { communityId }: Context, { channelId }: Pick<Where, "channelId">) {
	const channel = channelId === null ? undefined : await book.get("Channel", { communityId, id: channelId });
	return channel ? modeIn(book, channel) : "open";
}

/** A channel as it is read: its mode is the one that holds, and `follows` says whether that is its parent's. */
export type ChannelNow = Row<"Channel"> & { follows: boolean };

/** The channel `f` that the channel `c` follows, if it does, for a reading. */
export const FOLLOWED = `LEFT JOIN "Channel" f ON f."communityId" = c."communityId" AND f."workspaceId" = c."workspaceId"
	AND f."external" = c."parent" AND c."mode" = '${AS_PARENT}'`;

export const channelNow = ({ followed, ...channel }: Row<"Channel"> & { followed: string | null }): ChannelNow => {
	const follows = channel.mode === AS_PARENT;
	return { ...channel, follows, mode: follows ? inThreadOf(modeOf({ mode: followed ?? "open" })) : channel.mode };
};

/** Throws Refused where the channel is left alone: nothing that is said there counts. */
export async function mustCount(book: Book, context: Context, where: Pick<Where, "channelId">): Promise<void> {
	if ((await modeAt(book, context, where)) === "off") refuse({ reason: "channel-off" });
}

/**
 * Whether a public line may appear where something was said. In a thread only where the bot is there to keep one: by a
 * way to answer alone, it would stand in the channel.
 */
export async function isPublicAt(book: Book, context: Context, where: Where): Promise<boolean> {
	if (where.channelId === null || !where.postable) return false;
	const mode = await modeAt(book, context, where);
	return mode === "thread" ? where.present : isPostedIn(mode);
}

/** Whether people asked for quiet there: then it is not the bot's absence that keeps a line private. */
export const isQuietAt = async (book: Book, context: Context, where: Where): Promise<boolean> =>
	!isPostedIn(await modeAt(book, context, where));

export type ModeInput = { channelId: number; mode: ChannelMode; actorId: number; admin: boolean };
export type ModeOutcome = { mode: ChannelMode; before: ChannelMode };

const WHAT = "channel mode";

/** Says where messages go in a channel from now on; who changed what is kept. */
export const setMode: Verb<ModeInput, ModeOutcome> = async (book, context, { channelId, mode, actorId, admin }) => {
	const { communityId } = context;
	const [last] = await book.query<Row<"Change">>(
		`SELECT * FROM "Change" WHERE "communityId" = ? AND "what" = ? AND "subjectId" = ? ORDER BY "id" DESC LIMIT 1`,
		[communityId, WHAT, channelId],
	);
	const channel = await book.get("Channel", { communityId, id: channelId });
	if (!channel) throw new Error(`there is no channel ${channelId}`);
	const before = await modeIn(book, channel);
	const ownBefore = last?.actorId === actorId ? await modeMeant(book, channel, last.before) : undefined;
	decideMode({ is: before, wanted: mode, admin, ownBefore });
	if (mode !== before) {
		book.set("Channel", { ...channel, mode });
		await note(book, context, actorId, { what: WHAT, subjectId: channelId, before: channel.mode, after: mode });
	}
	return { mode, before };
};

const LEFT_ALONE_AGAIN_MS = hours(7 * 24);

/** Tells whoever reacted or said thanks in a channel that is left alone that it counts nothing there: once a week at most. */
export const explainLeftAlone: Verb<
	{ memberId: number; workspaceId: number; channelId: number; message?: true },
	null
> = async (book, context, { memberId, workspaceId, channelId, message }) => {
	const { communityId, now } = context;
	const member = await book.get("Member", { communityId, id: memberId });
	if (member?.quiet !== "off") return null;
	const since = new Date(now.getTime() - LEFT_ALONE_AGAIN_MS);
	if (!(await mayTell(book, context, memberId, "left-alone", since))) return null;
	await tell(book, context, { workspaceId, memberId }, { kind: "left-alone", channelId, ...(message && { message }) });
	return null;
};
