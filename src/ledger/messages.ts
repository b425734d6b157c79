// Thanks in plain messages, where a community lets the bot read them: given when they are said, corrected when the message
// is edited, taken back when it is deleted, in whatever order and however often a platform tells of it.
import { type Refusal, Refused } from "../rules/refusal.ts";
import type { Someone } from "../rules/types.ts";
import type { Row } from "../storage/tables.ts";
import type { Book } from "./book.ts";
import { mustCount } from "./channels.ts";
import { decide, explainFirstCredit, foresee, type Giver, give, reverse, type Where } from "./giving.ts";
import type { Context, Verb } from "./list.ts";
import { tellOfLast } from "./reactions.ts";

export type Said = { receivers: Someone[]; amount: number; reason: string; tags: string[] };
export type MessageInput = {
	/** Who wrote it; without an id where a platform does not tell who wrote what is deleted. */
	author: Giver;
	message: string;
	/** What thanks it says now; none for a message that says none, or is gone. */
	said: Said | undefined;
	/** The platform's order; none where the order of arrival is all there is. */
	order: number | undefined;
	where: Where & { channelId: number };
};
/** `refused`: what it says now cannot be given, and what it said before is taken back. */
export type MessageOutcome = {
	result: "given" | "corrected" | "taken-back" | "unchanged" | "ignored";
	refused?: Refusal;
};

export const hearMessage: Verb<MessageInput, MessageOutcome> = async (book, context, input) => {
	const { author, message, said, where } = input;
	const { communityId } = context;
	const key = { communityId, channelId: where.channelId, message };
	const row = await book.get("Message", key);
	const authorId = author.id ?? (said ? undefined : row?.authorId);
	if (authorId === undefined) return { result: "ignored" };
	const lastOrder = input.order ?? (row?.lastOrder ?? 0) + 1;
	if (row && lastOrder <= row.lastOrder) return { result: "ignored" };
	if (said) await foresee(book, context, "thanks", author, said.receivers, where);
	const last = await entryOf(book, communityId, row?.entryId ?? null);
	const stands = last && (await isStanding(book, last)) ? last : undefined;
	const state = { ...key, authorId, lastOrder, entryId: last?.id ?? null };
	if (said && last && (await givesTheSame(book, last, said))) {
		book.set("Message", state);
		// Taken back in another way meanwhile, it stays so, however often the message is told again.
		const isCorrected = stands !== undefined && (await correctWords(book, stands, said));
		return { result: isCorrected ? "corrected" : "unchanged" };
	}
	if (stands) await reverse(book, context, stands, authorId);
	const given = said && (await giveAnew(book, context, input, said));
	// An older message that comes later must change nothing: also one that says nothing is remembered.
	book.set("Message", { ...state, entryId: given?.entryId ?? null });
	if (given?.refused) return { result: stands ? "taken-back" : "ignored", refused: given.refused };
	if (given) return { result: stands ? "corrected" : "given" };
	return { result: stands ? "taken-back" : "ignored" };
};

/** What the message gave last, whether it stands or was taken back in another way. */
async function entryOf(book: Book, communityId: number, entryId: number | null): Promise<Row<"Entry"> | undefined> {
	if (entryId === null) return undefined;
	const entry = await book.get("Entry", { communityId, id: entryId });
	if (!entry) throw new Error(`message without its entry ${entryId}`);
	return entry;
}

const isStanding = async (book: Book, { communityId, id }: Row<"Entry">): Promise<boolean> =>
	(await book.list("Entry", { communityId, reverses: id })).length === 0;

async function givesTheSame(book: Book, { communityId, id }: Row<"Entry">, said: Said): Promise<boolean> {
	const postings = (await book.list("Posting", { communityId, entryId: id })).filter(({ amount }) => amount > 0);
	const before = postings.map(({ accountId, amount }) => `${accountId}:${amount}`).sort();
	const now = [...new Set(said.receivers.map((receiver) => `${receiver.id}:${said.amount}`))].sort();
	return before.join() === now.join();
}

/** Other words are no other thanks: it stays given when it was. Answers with whether they are others. */
async function correctWords(book: Book, { communityId, id }: Row<"Entry">, said: Said): Promise<boolean> {
	const key = { communityId, kind: "thanks", ownerId: id };
	const before = await book.get("Words", key);
	const [text, tags] = [said.reason, said.tags.join(" ")];
	if ((before?.text ?? "") === text && (before?.tags ?? "") === tags) return false;
	book.set("Words", { ...key, text, tags });
	return true;
}

type Given = { entryId: number | null; refused?: Refusal };

/** What is refused leaves what the rest of the message's life needs: that it was seen. */
async function giveAnew(book: Book, context: Context, input: MessageInput, said: Said): Promise<Given> {
	const { author, where } = input;
	try {
		await mustCount(book, context, where);
		const decided = await decide(book, context, author, said.receivers, said.amount);
		const entryId = await give(book, context, "thanks", author, where, decided);
		if (said.reason !== "" || said.tags.length > 0) {
			const tags = said.tags.join(" ");
			const words = { communityId: context.communityId, kind: "thanks", ownerId: entryId };
			book.set("Words", { ...words, text: said.reason, tags });
		}
		if (decided.left === 0) await tellOfLast(book, context, where.workspaceId, author, decided, { message: true });
		const subject = `entry:${entryId}`;
		// The message itself has told them: only a first credit is to be explained.
		await explainFirstCredit(book, context, where.workspaceId, decided.receiverIds, author, said.amount, subject);
		return { entryId };
	} catch (error) {
		if (!(error instanceof Refused)) throw error;
		return { entryId: null, refused: error.refusal };
	}
}
