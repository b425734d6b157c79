// Giving thanks and taking them back: by command, by menu and by reaction.
import { dayOf, weekOf } from "../rules/calendar.ts";
import { refuse } from "../rules/refusal.ts";
import { decideThanks, reactionCredits, type ThanksDecided } from "../rules/thanks.ts";
import type { EntryKind, Someone } from "../rules/types.ts";
import { mustBeUndoable, negated } from "../rules/undo.ts";
import type { Row } from "../storage/tables.ts";
import type { Book } from "./book.ts";
import type { Context, Verb } from "./list.ts";
import { tell, withdraw } from "./notices.ts";
import { enter } from "./record.ts";

export type Giver = Someone & { timezone: string };

/** Where something was said: `channelId` null has no audience, `postable` tells whether a public line can appear. */
export type Where = {
	workspaceId: number;
	channelId: number | null;
	everywhere: boolean;
	postable: boolean;
	/** Whether the bot is there, so that it can also change what it posted. */
	present: boolean;
	route?: string | undefined;
};

export type ThanksInput = {
	giver: Giver;
	receivers: Someone[];
	amount: number;
	reason: string;
	tags: string[];
	where: Where;
};
export type ThanksOutcome = {
	entryId: number;
	receiverIds: number[];
	amount: number;
	left: number;
	perDay: number;
	resetsAt: Date;
	/** Whether everybody sees it; otherwise the receivers hear of it privately. */
	public: boolean;
};

export const thanks: Verb<ThanksInput, ThanksOutcome> = async (book, context, input) => {
	const { where, amount } = input;
	const decided = await decide(book, context, input.giver, input.receivers, amount);
	const entryId = await give(book, context, "thanks", input.giver, where, decided);
	const { communityId } = context;
	if (input.reason !== "") {
		const tags = input.tags.join(" ");
		book.set("Words", { communityId, kind: "thanks", ownerId: entryId, text: input.reason, tags });
	}
	const subject = `entry:${entryId}`;
	const { workspaceId, route } = where;
	const isPublic = where.postable && where.channelId !== null;
	if (isPublic && where.channelId !== null) {
		const to = { workspaceId, channelId: where.channelId };
		await tell(book, context, to, { kind: "thanks", entryId }, { subject, route });
		await explainFirstCredit(book, context, workspaceId, decided.receiverIds, input.giver, amount, subject);
	} else {
		for (const memberId of decided.receiverIds) {
			const first = await isFirst(book, context, memberId);
			const notice = { kind: "thanks-privately", entryId, ...(first && { first }) } as const;
			await tell(book, context, { workspaceId, memberId }, notice, { subject });
		}
	}
	const { receiverIds, left, resetsAt } = decided;
	return { entryId, receiverIds, amount, left, perDay: context.policy.thanks.perDay, resetsAt, public: isPublic };
};

export type ReactionInput = {
	reactor: Giver;
	/** The message's author; unknown is possible for a removal. */
	receiver: Someone | undefined;
	emoji: string;
	message: string;
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
	if (!input.receiver) return { result: "ignored" };
	const { credits } = known;
	const decided = await decide(book, context, input.reactor, [input.receiver], credits);
	const entryId = await give(book, context, "reaction", input.reactor, input.where, decided);
	const [receiverId = null] = decided.receiverIds;
	book.set("Reaction", { ...state, receiverId, entryId });
	// Taken away and put back, it is the same thanks: its receiver heard of it once.
	const isNews = state.receiverId === null;
	if (isNews) await tellOfReaction(book, context, input.where.workspaceId, decided, entryId, input.reactor, credits);
	return { result: "given" };
};

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

export type UndoOutcome = { entryId: number; receiverIds: number[]; credits: number };

/** Takes back the member's last thanks by command, while it may be taken back. */
export const undo: Verb<{ memberId: number }, UndoOutcome> = async (book, context, { memberId }) => {
	const { communityId, policy, now } = context;
	const [last] = await book.query<Row<"Entry">>(
		`SELECT e.* FROM "Entry" e WHERE e."communityId" = ? AND e."actorId" = ? AND e."kind" = 'thanks'
		AND NOT EXISTS (SELECT 1 FROM "Entry" r WHERE r."communityId" = e."communityId" AND r."reverses" = e."id")
		ORDER BY e."id" DESC LIMIT 1`,
		[communityId, memberId],
	);
	const entry = mustBeUndoable(last, policy, now);
	const postings = await reverse(book, context, entry, memberId);
	const received = postings.filter(({ amount }) => amount > 0);
	const credits = received.reduce((sum, { amount }) => sum + amount, 0);
	return { entryId: entry.id, receiverIds: received.map(({ accountId }) => accountId), credits };
};

async function decide(
	book: Book,
	context: Context,
	giver: Giver,
	receivers: Someone[],
	amount: number,
): Promise<ThanksDecided> {
	const { communityId, policy, now } = context;
	// A giver without a member's id takes no part: the rule refuses them, whatever they gave.
	const giverId = giver.id ?? 0;
	const day = dayOf(now, giver.timezone);
	const rows = await book.list("GivenDay", { communityId, giverId, day });
	const givenToday = new Map(rows.map((row) => [row.receiverId, row.credits]));
	return decideThanks({ giver, receivers, givenToday }, amount, policy, now);
}

function give(
	book: Book,
	context: Context,
	kind: EntryKind,
	giver: Giver,
	where: Where,
	{ postings, day }: ThanksDecided,
): Promise<number> {
	const { channelId, everywhere } = where;
	const week = weekOf(context.now, context.timezone);
	return enter(book, context, { kind, actorId: giver.id ?? null, channelId, everywhere, day, week, postings });
}

/** Records the reversal and sees to it that what was said is no longer said. Answers with the original's postings. */
async function reverse(
	book: Book,
	context: Context,
	original: Row<"Entry">,
	actorId: number,
): Promise<Row<"Posting">[]> {
	const { communityId } = context;
	const postings = await book.list("Posting", { communityId, entryId: original.id });
	const { channelId, everywhere, day, week } = original;
	await enter(book, context, {
		kind: "reversal",
		actorId,
		channelId,
		everywhere,
		day,
		week,
		reverses: original,
		postings: negated(postings),
	});
	await retell(book, context, original.id);
	return postings;
}

/** Lines that went out are changed in place; lines still owed are not sent. */
async function retell(book: Book, context: Context, entryId: number): Promise<void> {
	const subject = `entry:${entryId}`;
	const told = await book.list("Notice", { communityId: context.communityId, subject });
	await withdraw(book, context, subject);
	for (const row of told) {
		const explains = row.kind === "first-credit" || (row.kind === "thanks-privately" && row.data.includes(`"first"`));
		if (explains && row.state === "owed" && row.memberId !== null) {
			// Never sent: the next first credit explains itself.
			const receiver = await book.get("Member", { communityId: context.communityId, id: row.memberId });
			if (receiver) book.set("Member", { ...receiver, greetedAt: null });
		}
		if (row.kind !== "thanks" && row.kind !== "thanks-privately") continue;
		const { workspaceId, channelId, memberId } = row;
		const to = channelId === null ? { workspaceId, memberId: memberId ?? 0 } : { workspaceId, channelId };
		await tell(book, context, to, { kind: row.kind, entryId }, { subject });
	}
}

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

async function explainFirstCredit(
	book: Book,
	context: Context,
	workspaceId: number,
	receiverIds: number[],
	giver: Giver,
	credits: number,
	subject: string,
): Promise<void> {
	for (const memberId of receiverIds) {
		if (!(await isFirst(book, context, memberId))) continue;
		const notice = { kind: "first-credit", giverId: giver.id ?? 0, credits } as const;
		await tell(book, context, { workspaceId, memberId }, notice, { subject });
	}
}

/** Whether somebody never had a credit explained and may want it; from now on they had. */
async function isFirst(book: Book, { communityId, now }: Context, memberId: number): Promise<boolean> {
	const receiver = await book.get("Member", { communityId, id: memberId });
	if (!receiver || receiver.greetedAt) return false;
	book.set("Member", { ...receiver, greetedAt: now });
	return receiver.quiet !== "all";
}

/** Tells a reactor once a day that their reaction gave nothing. The day's key makes it once. */
export const explainReaction: Verb<
	{
		memberId: number;
		workspaceId: number;
		refusal: { reason: "allowance-used" | "pair-cap"; perDay: number; resetsAt: Date; timezone: string };
	},
	null
> = async (book, context, { memberId, workspaceId, refusal }) => {
	const member = await book.get("Member", { communityId: context.communityId, id: memberId });
	if (!member) refuse({ reason: "not-a-member" });
	if (member.quiet !== "off") return null;
	const { reason, perDay, timezone } = refusal;
	const notice = {
		kind: "reaction-refused",
		reason,
		perDay,
		timezone,
		resetsAt: refusal.resetsAt.toISOString(),
	} as const;
	await tell(book, context, { workspaceId, memberId }, notice);
	return null;
};
