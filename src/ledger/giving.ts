// What every thanks shares, by command or by reaction: deciding it, recording it, taking it back, and the words that the
// first one is owed.
import { periodOf, weekOf } from "../rules/calendar.ts";
import { decideThanks, type ThanksDecided, type ThanksGiven } from "../rules/thanks.ts";
import type { EntryKind, Someone } from "../rules/types.ts";
import { negated } from "../rules/undo.ts";
import type { Row } from "../storage/tables.ts";
import type { Book } from "./book.ts";
import { mustCount } from "./channels.ts";
import type { Context } from "./list.ts";
import { type Notice, readNotice, tell } from "./notices.ts";
import { leavePile, type Pile, readPile } from "./piles.ts";
import { enter, readCounts } from "./record.ts";
import { inStanding } from "./standing.ts";

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

/** Reads what giving will need, all at once, where reading takes a journey. */
export const foresee = (
	book: Book,
	context: Context,
	kind: "thanks" | "reaction",
	giver: Giver,
	receivers: readonly Someone[],
	where: Where,
): Promise<void> =>
	book.ahead(async (ahead) => {
		const { communityId, now, timezone, policy } = context;
		const { workspaceId, channelId, everywhere } = where;
		const [giverId = 0, day, week] = [
			giver.id,
			periodOf(now, giver.timezone, policy.thanks.period),
			weekOf(now, timezone),
		];
		const receiverIds = receivers.flatMap(({ id }) => (id === undefined ? [] : [id]));
		const names = receiverIds.map((id) => `m${id}`).concat(channelId === null ? [] : [`c${channelId}`]);
		await Promise.all([
			ahead.list("GivenDay", { communityId, giverId, day }),
			ahead.get("Member", { communityId, id: giverId }),
			ahead.nextId("Entry", communityId),
			ahead.nextId("Notice", communityId),
			...(kind === "thanks" ? [readPile(ahead, context, where, receiverIds)] : []),
			...receiverIds.map((id) => ahead.get("Member", { communityId, id })),
			...(channelId === null ? [] : [ahead.get("Channel", { communityId, id: channelId })]),
			...receiverIds.map((id) =>
				readCounts(ahead, communityId, { kind, channelId, everywhere, week, day }, giverId, id),
			),
			...names.map((name) => ahead.get("Destination", { communityId, workspaceId, name })),
		]);
	});

/** What the rule says to a giver, by what they gave in this period. */
export async function decide(
	book: Book,
	context: Context,
	giver: Giver,
	receivers: Someone[],
	amount: number,
): Promise<ThanksDecided> {
	const given = await readGiven(book, context, giver, receivers);
	return decideThanks(given, amount, context.policy, context.now);
}

/** What the rule judges a giver by: who they are now, and what they gave in this local day or week. */
export async function readGiven(
	book: Book,
	{ communityId, policy, now }: Context,
	giver: Giver,
	receivers: readonly Someone[],
): Promise<ThanksGiven> {
	// A giver without a member's id takes no part: the rule refuses them, whatever they gave.
	const giverId = giver.id ?? 0;
	const day = periodOf(now, giver.timezone, policy.thanks.period);
	const rows = await book.list("GivenDay", { communityId, giverId, day });
	const givenToday = new Map(rows.map((row) => [row.receiverId, row.credits]));
	return { giver: await inStanding(book, communityId, giver), receivers, givenToday };
}

/** Records what was decided. */
export async function give(
	book: Book,
	context: Context,
	kind: EntryKind,
	giver: Giver,
	where: Where,
	{ postings, day }: ThanksDecided,
	pile?: Pile,
): Promise<number> {
	await mustCount(book, context, where);
	const { channelId, everywhere } = where;
	const week = weekOf(context.now, context.timezone);
	const counted = { channelId, everywhere, day, week };
	return enter(book, context, { kind, actorId: giver.id ?? null, ...counted, leadId: pile?.leadId ?? null, postings });
}

/** Records the reversal and sees to it that what was said is no longer said. Answers with the original's postings. */
export async function reverse(
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
	await retell(book, context, original);
	const receiverIds = postings.filter(({ amount }) => amount > 0).map(({ accountId }) => accountId);
	await leavePile(book, context, original, receiverIds);
	return postings;
}

/** Lines that went out are changed in place; lines still owed are not sent. */
async function retell(book: Book, context: Context, original: Row<"Entry">): Promise<void> {
	const { communityId } = context;
	const told = await toldOf(book, communityId, original);
	if (original.kind === "thanks" && !told.some(({ kind }) => kind === "thanks"))
		await retellOldLine(book, context, original);
	for (const row of told) {
		const { kind, workspaceId, channelId, memberId } = row;
		if (row.state === "owed") book.set("Notice", { ...row, state: "dropped", route: null });
		const explains = kind === "first-credit" || (kind === "thanks-privately" && row.data.includes(`"first"`));
		if (explains && row.state === "owed" && memberId !== null) {
			// Never sent: the next first credit explains itself.
			const receiver = await book.get("Member", { communityId, id: memberId });
			if (receiver) book.set("Member", { ...receiver, greetedAt: null });
		}
		if (kind !== "thanks" && kind !== "thanks-privately") continue;
		const to = channelId === null ? { workspaceId, memberId: memberId ?? 0 } : { workspaceId, channelId };
		const notice = kind === "thanks" ? lineOf(original) : ({ kind, entryId: original.id } as const);
		await tell(book, context, to, notice, { subject: row.subject ?? `entry:${original.id}` });
	}
}

/** Of what was told a month ago no notice is left; the line stands in the channel all the same. */
async function retellOldLine(book: Book, context: Context, original: Row<"Entry">): Promise<void> {
	const { communityId } = context;
	const line = lineOf(original);
	const subject = `entry:${line.entryId}`;
	for (const { destination, workspaceId } of await book.list("Post", { communityId, subject })) {
		if (!destination.startsWith("c")) continue;
		await tell(book, context, { workspaceId, channelId: Number(destination.slice(1)) }, line, { subject });
	}
}

/** The public line of a thanks, which may be that of an earlier one. */
export const lineOf = ({ id, leadId }: Pick<Row<"Entry">, "id" | "leadId">): Extract<Notice, { kind: "thanks" }> =>
	leadId === null ? { kind: "thanks", entryId: id } : { kind: "thanks", entryId: leadId, of: id };

/** What was told of an entry: what others joined to its line is theirs. */
async function toldOf(book: Book, communityId: number, { id, leadId }: Row<"Entry">): Promise<Row<"Notice">[]> {
	const subjects = [id, ...(leadId === null ? [] : [leadId])].map((entryId) => `entry:${entryId}`);
	const lists = await Promise.all(subjects.map((subject) => book.list("Notice", { communityId, subject })));
	const isOf = (row: Row<"Notice">): boolean => {
		const notice = readNotice(row);
		return notice.kind === "thanks" ? (notice.of ?? notice.entryId) === id : row.subject === `entry:${id}`;
	};
	return lists.flat().filter(isOf);
}

/** The first credit somebody gets explains itself. */
export async function explainFirstCredit(
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
export async function isFirst(book: Book, { communityId, now }: Context, memberId: number): Promise<boolean> {
	const receiver = await book.get("Member", { communityId, id: memberId });
	if (!receiver || receiver.greetedAt) return false;
	book.set("Member", { ...receiver, greetedAt: now });
	return receiver.quiet !== "all";
}
