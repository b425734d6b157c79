// The only writer of entries, postings, balances and tallies. It asserts the laws of the book on every entry;
// whether an entry should be made is not its business.
import * as tally from "../rules/tally.ts";
import { type EntryKind, type Posting, WORLD } from "../rules/types.ts";
import type { Row } from "../storage/tables.ts";
import type { Book } from "./book.ts";
import type { Context } from "./list.ts";

export type NewEntry = {
	kind: EntryKind;
	actorId: number | null;
	/** Where it counts. */
	channelId: number | null;
	everywhere: boolean;
	day: number;
	week: number;
	favorId?: number;
	reverses?: Row<"Entry">;
	postings: readonly Posting[];
};

/** A law of the book was about to be broken: a bug, never a person's fault. */
export class LawBroken extends Error {
	override name = "LawBroken";
}

function mustHold(law: boolean, what: string): asserts law {
	if (!law) throw new LawBroken(what);
}

/** Records one event and answers with its id. Throws LawBroken, and then nothing of the verb is kept. */
export async function enter(book: Book, context: Context, entry: NewEntry): Promise<number> {
	const { communityId, now } = context;
	mustHold(entry.postings.length > 0, "an entry moves something");
	mustHold(
		entry.postings.every(({ amount }) => Number.isSafeInteger(amount) && amount !== 0),
		"amounts are whole",
	);
	mustHold(entry.postings.reduce((sum, { amount }) => sum + amount, 0) === 0, "an entry's postings sum to zero");
	const id = await book.nextId("Entry", communityId);
	const { kind, actorId, channelId, everywhere, day, week, favorId = null } = entry;
	const reverses = entry.reverses?.id ?? null;
	book.add("Entry", { communityId, id, kind, at: now, actorId, channelId, everywhere, day, week, favorId, reverses });
	for (const posting of entry.postings) await post(book, communityId, id, posting);
	await count(book, context, entry);
	return id;
}

async function post(book: Book, communityId: number, entryId: number, posting: Posting): Promise<void> {
	const { accountId, amount, floor = null } = posting;
	if (accountId === WORLD) {
		book.add("Posting", { communityId, accountId, seq: entryId, entryId, amount, balanceAfter: 0, floor: null });
		return;
	}
	const account = await book.get("Account", { communityId, id: accountId });
	mustHold(account !== undefined, `account ${accountId} exists`);
	const balance = account.balance + amount;
	mustHold(floor === null || balance >= floor, `spending leaves account ${accountId} at its floor or above`);
	mustHold(account.kind !== "escrow" || balance >= 0, `escrow ${accountId} gives no more than it holds`);
	const seq = account.postings + 1;
	book.set("Account", { ...account, balance, postings: seq });
	book.add("Posting", { communityId, accountId, seq, entryId, amount, balanceAfter: balance, floor });
}

async function count(book: Book, { communityId }: Context, entry: NewEntry): Promise<void> {
	const giverId = entry.reverses ? entry.reverses.actorId : entry.actorId;
	const kind = entry.reverses?.kind ?? entry.kind;
	if (kind === "thanks" || kind === "reaction") {
		mustHold(giverId !== null, "thanks have a giver");
		for (const { accountId, amount } of entry.postings) {
			if (accountId !== WORLD) await countThanks(book, communityId, entry, giverId, accountId, amount);
		}
		return;
	}
	if (entry.favorId === undefined) return;
	const favor = await book.get("Favor", { communityId, id: entry.favorId });
	mustHold(favor !== undefined, `favor ${entry.favorId} exists`);
	for (const change of tally.favorChanges(entry, favor.askerId, favor.helperId)) await bump(book, communityId, change);
}

async function countThanks(
	book: Book,
	communityId: number,
	entry: NewEntry,
	giverId: number,
	receiverId: number,
	credits: number,
): Promise<void> {
	const dayKey = { communityId, giverId, day: entry.day, receiverId };
	const given = (await book.get("GivenDay", dayKey))?.credits ?? 0;
	mustHold(given + credits >= 0, "no more is taken back than was given");
	book.set("GivenDay", { ...dayKey, credits: given + credits });
	for (const pair of tally.pairChanges(entry, giverId, receiverId, credits)) {
		const key = { communityId, channelId: pair.scope, week: pair.week, giverId, receiverId };
		const before = (await book.get("PairTally", key))?.credits ?? 0;
		book.set("PairTally", { ...key, credits: before + credits });
		for (const change of tally.boardChanges(pair, before, before + credits)) await bump(book, communityId, change);
	}
	for (const change of tally.walletChanges(entry, giverId, receiverId, credits)) await bump(book, communityId, change);
}

async function bump(book: Book, communityId: number, change: tally.MemberChange): Promise<void> {
	const { scope, week, memberId, ...counts } = change;
	const key = { communityId, channelId: scope, week, memberId };
	const row = (await book.get("MemberTally", key)) ?? {
		...key,
		thanked: 0,
		given: 0,
		thankedBy: 0,
		received: 0,
		kept: 0,
		asked: 0,
	};
	const next = { ...row };
	for (const name of Object.keys(counts) as (keyof typeof counts)[]) next[name] += counts[name] ?? 0;
	book.set("MemberTally", next);
}
