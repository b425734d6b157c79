// Thanks by reaction: given, taken back, given again, in whatever order and however often a platform tells of it.
import { type Period, periodOf } from "../rules/calendar.ts";
import { refuse } from "../rules/refusal.ts";
import { reactionCredits, type ThanksDecided } from "../rules/thanks.ts";
import type { Someone } from "../rules/types.ts";
import type { Book } from "./book.ts";
import { mustCount } from "./channels.ts";
import { receiversOfLine } from "./endorsing.ts";
import { decide, explainFirstCredit, foresee, type Giver, give, reverse, type Where } from "./giving.ts";
import type { Context, Verb } from "./list.ts";
import { tell } from "./notices.ts";
import { mayTell } from "./told.ts";

export type ReactionInput = {
	reactor: Giver;
	/** The message's author; unknown is possible for a removal. */
	receiver: Someone | undefined;
	emoji: string;
	message: string;
	/** What the message may be posted as, where it is one of ours. */
	posts?: readonly string[] | undefined;
	added: boolean;
	/** The platform's order; none where the order of arrival is all there is. */
	order: number | undefined;
	where: Where & { channelId: number };
};
/** `ignored`: no emoji that says thanks, or older than what is known. */
export type ReactionOutcome = { result: "given" | "taken-back" | "unchanged" | "ignored" };

export const react: Verb<ReactionInput, ReactionOutcome> = async (book, context, input) => {
	const known = reactionCredits(input.emoji, context.policy);
	if (!known || input.reactor.id === undefined) return { result: "ignored" };
	const { communityId } = context;
	const { channelId } = input.where;
	const key = { communityId, channelId, message: input.message, reactorId: input.reactor.id, emoji: known.emoji };
	const row = await book.get("Reaction", key);
	const lastOrder = input.order ?? (row?.lastOrder ?? 0) + 1;
	if (row && lastOrder <= row.lastOrder) return { result: "ignored" };
	const state = { ...key, lastOrder, receiverId: row?.receiverId ?? null, entryId: row?.entryId ?? null };
	if (input.added === (state.entryId !== null)) {
		// A removal that overtook its addition is remembered, so that the older addition changes nothing.
		book.set("Reaction", state);
		return { result: "unchanged" };
	}
	if (state.entryId !== null) {
		const entry = await book.get("Entry", { communityId, id: state.entryId });
		if (!entry) throw new Error(`reaction without its entry ${state.entryId}`);
		const wasTold = await isTold(book, context, entry.id);
		await reverse(book, context, entry, input.reactor.id);
		book.set("Reaction", { ...state, entryId: null, receiverId: wasTold ? state.receiverId : null });
		return { result: "taken-back" };
	}
	const receivers = await receiversOf(book, communityId, input.reactor.id, input);
	if (receivers.length === 0) return { result: "ignored" };
	const { credits } = known;
	await foresee(book, context, "reaction", input.reactor, receivers, input.where);
	await mustCount(book, context, input.where);
	const decided = await decide(book, context, input.reactor, receivers, credits);
	const entryId = await give(book, context, "reaction", input.reactor, input.where, decided);
	// Of several, one will do: it only says that they heard of it.
	const [receiverId = null] = decided.receiverIds;
	book.set("Reaction", { ...state, receiverId, entryId });
	if (decided.left === 0) await tellOfLast(book, context, input.where.workspaceId, input.reactor, decided);
	// Taken away and put back, it is the same thanks: its receiver heard of it once.
	const isNews = state.receiverId === null;
	if (isNews) await tellOfReaction(book, context, input.where.workspaceId, decided, entryId, input.reactor, credits);
	return { result: "given" };
};

/** The message's author; on the line of a thanks those who were thanked, as its author is the bot. */
async function receiversOf(
	book: Book,
	communityId: number,
	reactorId: number,
	{ receiver, posts = [], where }: ReactionInput,
): Promise<Someone[]> {
	if (!receiver) return [];
	if (receiver.kind !== "bot" || posts.length === 0) return [receiver];
	return (await receiversOfLine(book, communityId, where.workspaceId, posts, reactorId)) ?? [receiver];
}

/** Whether its receiver heard of an entry. */
async function isTold(book: Book, { communityId }: Context, entryId: number): Promise<boolean> {
	const notices = await book.list("Notice", { communityId, subject: `entry:${entryId}` });
	return notices.some(({ state }) => state === "sent");
}

/** A moderator cleared a message: every reaction of it, or all of one emoji, is taken back. */
export const clearReactions: Verb<{ channelId: number; message: string; emoji: string | undefined }, null> = async (
	book,
	context,
	{ channelId, message, emoji },
) => {
	const { communityId, policy } = context;
	const only = emoji === undefined ? undefined : reactionCredits(emoji, policy)?.emoji;
	if (emoji !== undefined && only === undefined) return null;
	for (const row of await book.list("Reaction", { communityId, channelId, message })) {
		if (row.entryId === null || (only !== undefined && row.emoji !== only)) continue;
		const entry = await book.get("Entry", { communityId, id: row.entryId });
		if (!entry) throw new Error(`reaction without its entry ${row.entryId}`);
		await reverse(book, context, entry, row.reactorId);
		book.set("Reaction", { ...row, entryId: null });
	}
	return null;
};

/** A reaction makes no noise in the channel; its receiver hears of all of an hour's in one line. */
async function tellOfReaction(
	book: Book,
	context: Context,
	workspaceId: number,
	decided: ThanksDecided,
	entryId: number,
	giver: Giver,
	credits: number,
): Promise<void> {
	const { communityId, now } = context;
	for (const memberId of decided.receiverIds) {
		const receiver = await book.get("Member", { communityId, id: memberId });
		if (!receiver?.greetedAt) continue;
		if (receiver.quiet === "all") continue;
		const dueAt = new Date(Math.ceil(now.getTime() / HOUR_MS) * HOUR_MS);
		const notice = { kind: "reaction", entryId, giverId: giver.id ?? 0, credits } as const;
		await tell(book, context, { workspaceId, memberId }, notice, { subject: `entry:${entryId}`, dueAt });
	}
	await explainFirstCredit(book, context, workspaceId, decided.receiverIds, giver, credits, `entry:${entryId}`);
}

const HOUR_MS = 3_600_000;

const LAST = "last-thanks";

/**
 * A reaction is answered by nobody, nor is a plain message: that it spent the last of the day is said once a day, before
 * anything is refused.
 */
export async function tellOfLast(
	book: Book,
	context: Context,
	workspaceId: number,
	{ id, timezone }: Giver,
	{ resetsAt }: ThanksDecided,
	what: { message?: true } = {},
): Promise<void> {
	const member = id === undefined ? undefined : await book.get("Member", { communityId: context.communityId, id });
	if (member?.quiet !== "off") return;
	if (await wasWarned(book, context, member.id, timezone)) return;
	await mayTell(book, context, member.id, LAST, context.now);
	const { perDay, period } = context.policy.thanks;
	const notice = { kind: "last-thanks", perDay, period, timezone, resetsAt: resetsAt.toISOString(), ...what } as const;
	await tell(book, context, { workspaceId, memberId: member.id }, notice);
}

/** Tells somebody once a day that their reaction, or the thanks in their message, gave nothing. The day's key makes it once. */
export const explainReaction: Verb<
	{
		memberId: number;
		workspaceId: number;
		refusal: {
			reason: "allowance-used" | "pair-cap";
			perDay: number;
			needs?: number;
			left: number;
			period: Period;
			resetsAt: Date;
			timezone: string;
		};
		/** It was a plain message that gave nothing. */
		message?: true;
	},
	null
> = async (book, context, { memberId, workspaceId, refusal, message }) => {
	const member = await book.get("Member", { communityId: context.communityId, id: memberId });
	if (!member) refuse({ reason: "not-a-member" });
	if (member.quiet !== "off") return null;
	const { reason, perDay, period, timezone, needs, left } = refusal;
	if (reason === "allowance-used" && (await wasWarned(book, context, memberId, timezone))) return null;
	const notice = {
		kind: "reaction-refused",
		reason,
		perDay,
		period,
		timezone,
		resetsAt: refusal.resetsAt.toISOString(),
		...(needs !== undefined && left > 0 && { needs, left }),
		...(message && { message }),
	} as const;
	await tell(book, context, { workspaceId, memberId }, notice);
	return null;
};

/** Who heard in this period that the last was spent knows why the next gives nothing. */
async function wasWarned(
	book: Book,
	{ communityId, now, policy }: Context,
	memberId: number,
	timezone: string,
): Promise<boolean> {
	const { period } = policy.thanks;
	const told = await book.get("Told", { communityId, memberId, kind: LAST });
	return told !== undefined && periodOf(told.at, timezone, period) === periodOf(now, timezone, period);
}
