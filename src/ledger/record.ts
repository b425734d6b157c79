// The only writer of entries, postings, balances and tallies. It asserts the laws of the book on every entry;
// whether an entry should be made is not its business.
import * as tally from "../rules/tally.ts";
import { type EntryKind, type Posting, WORLD } from "../rules/types.ts";
import type { Row } from "../storage/tables.ts";
import type { Book } from "./book.ts";
import { crossZero } from "./crossings.ts";
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
	/** The thanks whose public line this one joins. */
	leadId?: number | null;
	postings: readonly Posting[];
};

/** A law of the book was about to be broken: a bug, never a person's fault. */
export class LawBroken extends Error {
	override name = "LawBroken";
}

function mustHold(law: boolean, what: string): asserts law {
	if (!law) throw new LawBroken(what);
}

/**
 * Records one event and answers with its id; what is vouched for whoever it lifts back to zero is released with it. Throws
 * LawBroken, and then nothing of the verb is kept.
 */
export async function enter(book: Book, context: Context, entry: NewEntry): Promise<number> {
	const { communityId, now } = context;
	mustHold(entry.postings.length > 0, "an entry moves something");
	mustHold(
		entry.postings.every(({ amount }) => Number.isSafeInteger(amount) && amount !== 0),
		"amounts are whole",
	);
	mustHold(entry.postings.reduce((sum, { amount }) => sum + amount, 0) === 0, "an entry's postings sum to zero");
	const id = await book.nextId("Entry", communityId);
	const { kind, actorId, channelId, everywhere, day, week, favorId = null, leadId = null } = entry;
	const reverses = entry.reverses?.id ?? null;
	const counted = { channelId, everywhere, day, week };
	book.add("Entry", { communityId, id, kind, at: now, actorId, ...counted, favorId, reverses, leadId });
	const accounts = new Set(entry.postings.map(({ accountId }) => accountId).filter((account) => account !== WORLD));
	// Read together, to be there when they are posted to one after another.
	const before = await Promise.all([...accounts].map((account) => book.get("Account", { communityId, id: account })));
	for (const posting of entry.postings) await post(book, communityId, id, posting);
	await countMembers(book, context, await changesOf(book, context, entry));
	for (const account of before) await heedZero(book, context, account, entry.postings);
	return id;
}

/** Nothing is read where nobody crosses zero. */
async function heedZero(
	book: Book,
	context: Context,
	account: Row<"Account"> | undefined,
	postings: readonly Posting[],
): Promise<void> {
	if (account?.kind !== "member") return;
	let balance = account.balance;
	for (const { accountId, amount } of postings) if (accountId === account.id) balance += amount;
	const isBelow = balance < 0;
	if (isBelow !== account.balance < 0) await crossZero(book, context, account.id, isBelow, enter);
}

/** Reads what counting a thanks will need, whatever it will say. */
export async function readCounts(
	book: Book,
	communityId: number,
	entry: tally.Counted & { day: number },
	giverId: number,
	receiverId: number,
): Promise<void> {
	const pairs = tally.pairChanges(entry, giverId, receiverId, 1);
	const changes = pairs.flatMap((pair) => tally.boardChanges(pair, 0, 1));
	await Promise.all([
		book.get("Account", { communityId, id: receiverId }),
		book.get("GivenDay", { communityId, giverId, day: entry.day, receiverId }),
		...pairs.map((pair) => book.get("PairTally", pairKey(communityId, pair))),
		...[...changes, ...tally.walletChanges(entry, giverId, receiverId, 1)].map(({ scope, week, memberId }) =>
			book.get("MemberTally", { communityId, channelId: scope, week, memberId }),
		),
	]);
}

const pairKey = (communityId: number, { scope, week, giverId, receiverId }: tally.PairChange) => ({
	communityId,
	channelId: scope,
	week,
	giverId,
	receiverId,
});

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
	const mayOwe = account.kind === "member";
	mustHold(mayOwe || balance >= 0, `${account.kind} ${accountId} gives no more than it holds`);
	const seq = account.postings + 1;
	book.set("Account", { ...account, balance, postings: seq });
	book.add("Posting", { communityId, accountId, seq, entryId, amount, balanceAfter: balance, floor });
}

/** Counts what an entry says of pairs, and answers with what it changes for members. */
async function changesOf(book: Book, { communityId }: Context, entry: NewEntry): Promise<tally.MemberChange[]> {
	const giverId = entry.reverses ? entry.reverses.actorId : entry.actorId;
	const kind = entry.reverses?.kind ?? entry.kind;
	if (kind === "thanks" || kind === "reaction") {
		mustHold(giverId !== null, "thanks have a giver");
		const received = entry.postings.filter(({ accountId }) => accountId !== WORLD);
		const changes = await Promise.all(
			received.map(({ accountId, amount }) => countThanks(book, communityId, entry, giverId, accountId, amount)),
		);
		return changes.flat();
	}
	if (entry.favorId === undefined) return [];
	const favor = await book.get("Favor", { communityId, id: entry.favorId });
	mustHold(favor !== undefined, `favor ${entry.favorId} exists`);
	return tally.favorChanges(entry, favor);
}

async function countThanks(
	book: Book,
	communityId: number,
	entry: NewEntry,
	giverId: number,
	receiverId: number,
	credits: number,
): Promise<tally.MemberChange[]> {
	const dayKey = { communityId, giverId, day: entry.day, receiverId };
	const pairs = tally.pairChanges(entry, giverId, receiverId, credits);
	const [givenDay, ...known] = await Promise.all([
		book.get("GivenDay", dayKey),
		...pairs.map((pair) => book.get("PairTally", pairKey(communityId, pair))),
	]);
	const given = (givenDay?.credits ?? 0) + credits;
	mustHold(given >= 0, "no more is taken back than was given");
	book.set("GivenDay", { ...dayKey, credits: given });
	const onBoards = pairs.flatMap((pair, index) => {
		const before = known[index]?.credits ?? 0;
		book.set("PairTally", { ...pairKey(communityId, pair), credits: before + credits });
		return tally.boardChanges(pair, before, before + credits);
	});
	return [...onBoards, ...tally.walletChanges(entry, giverId, receiverId, credits)];
}

/** Adds up what changes the same row: each is read and written once, and not at all where nothing changes. */
async function countMembers(
	book: Book,
	{ communityId }: Context,
	changes: readonly tally.MemberChange[],
): Promise<void> {
	const byRow = new Map<string, Row<"MemberTally">>();
	for (const change of changes) {
		const { scope: channelId, week, memberId } = change;
		const text = `${channelId} ${week} ${memberId}`;
		const sum = byRow.get(text) ?? {
			communityId,
			channelId,
			week,
			memberId,
			thanked: 0,
			given: 0,
			thankedBy: 0,
			received: 0,
			kept: 0,
			asked: 0,
		};
		addTo(sum, change);
		byRow.set(text, sum);
	}
	const sums = [...byRow.values()].filter(isSomething);
	const rows = await Promise.all(sums.map((sum) => book.get("MemberTally", memberTallyKey(sum))));
	for (const [index, sum] of sums.entries()) {
		const row = rows[index];
		if (row) addTo(sum, row);
		book.set("MemberTally", sum);
	}
}

const memberTallyKey = ({ communityId, channelId, week, memberId }: Row<"MemberTally">) => ({
	communityId,
	channelId,
	week,
	memberId,
});

/** Spelled out: it runs for every count of every entry. */
function addTo(sum: tally.MemberCounts, counts: Partial<tally.MemberCounts>): void {
	sum.thanked += counts.thanked ?? 0;
	sum.given += counts.given ?? 0;
	sum.thankedBy += counts.thankedBy ?? 0;
	sum.received += counts.received ?? 0;
	sum.kept += counts.kept ?? 0;
	sum.asked += counts.asked ?? 0;
}

const isSomething = (sum: tally.MemberCounts): boolean =>
	sum.thanked !== 0 ||
	sum.given !== 0 ||
	sum.thankedBy !== 0 ||
	sum.received !== 0 ||
	sum.kept !== 0 ||
	sum.asked !== 0;
