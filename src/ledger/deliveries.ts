// What is owed and due, in the order in which each destination must hear it, and what became of it.
import { after, hours, minutes } from "../rules/calendar.ts";
import type { Storage } from "../storage/storage.ts";
import type { Row } from "../storage/tables.ts";
import type { Query } from "./boards.ts";
import type { Book } from "./book.ts";
import type { Context, Verb } from "./list.ts";
import { earlier, lookBy, readNotice, tell } from "./notices.ts";

/** So long a process has a destination to itself, from one attempt to the next: longer than any attempt takes. */
export const LEASE_MS = minutes(1);
/** Nothing is due, nor held, for longer than this: what is further ahead was written by a clock that was wrong. */
const FURTHEST_AHEAD_MS = hours(2);
/** How many notices of one destination are taken at a time. */
const MOST_AT_ONCE = 200;

/** A channel's line or a member's: what goes to one goes in order, one process at a time. */
export type DestinationKey = Pick<Row<"Destination">, "workspaceId" | "name">;
/** A destination that this process has to itself. */
export type Lease = DestinationKey & { communityId: number; until: Date };

/**
 * Destinations on these platforms with something to send that no process is sending to, the longest waiting first: what
 * this process cannot reach, another one may. `only` narrows to one community, whose clock may differ.
 */
export async function dueDestinations(
	query: Query,
	platforms: readonly string[],
	now: Date,
	most: number,
	only?: number,
): Promise<(DestinationKey & { communityId: number })[]> {
	if (platforms.length === 0) return [];
	return query<DestinationKey & { communityId: number }>(
		`SELECT d."communityId", d."workspaceId", d."name" FROM "Destination" d
		JOIN "Workspace" w ON w."id" = d."workspaceId" AND w."platform" IN (${platforms.map(() => "?").join(", ")})
		WHERE d."nextAt" <= ? AND (d."heldUntil" IS NULL OR d."heldUntil" <= ?)
		${only === undefined ? "" : `AND d."communityId" = ?`} ORDER BY d."nextAt" LIMIT ?`,
		[...platforms, now, now, ...(only === undefined ? [] : [only]), most],
	);
}

/** When something is to be sent that cannot be sent now; none when nothing waits. */
export async function nextNoticeAt(query: Query, now: Date): Promise<Date | undefined> {
	const [row] = await query<{ nextAt: Date | null; heldUntil: Date | null }>(
		`SELECT (SELECT MIN("nextAt") FROM "Destination" WHERE "nextAt" > ?) AS "nextAt",
		(SELECT MIN("heldUntil") FROM "Destination" WHERE "nextAt" <= ? AND "heldUntil" > ?) AS "heldUntil"`,
		[now, now, now],
	);
	return earlier(row?.nextAt ?? null, row?.heldUntil ?? null) ?? undefined;
}

/** Whether anything waits for longer than anything may: a sooner one must not hide it. */
export async function isTooFarAhead(query: Query, now: Date): Promise<boolean> {
	const ahead = after(now, FURTHEST_AHEAD_MS);
	const found = await query(
		`SELECT 1 AS "one" FROM "Destination" WHERE "nextAt" > ? OR ("nextAt" <= ? AND "heldUntil" > ?) LIMIT 1`,
		[ahead, now, ahead],
	);
	return found.length > 0;
}

/** Takes those of these destinations that are still due and nobody's. Whoever dies with one gives it back when its time is over. */
export const lease: Verb<DestinationKey[], Lease[]> = async (book, { communityId, now }, keys) => {
	const until = after(now, LEASE_MS);
	const taken: Lease[] = [];
	for (const { workspaceId, name } of keys) {
		const row = await book.get("Destination", { communityId, workspaceId, name });
		if (!row?.nextAt || row.nextAt > now || (row.heldUntil && row.heldUntil > now)) continue;
		book.set("Destination", { ...row, nextAt: until, heldUntil: until });
		taken.push({ communityId, workspaceId, name, until });
	}
	return taken;
};

/** What a destination is owed and due, in the order in which it must hear it, and when the next is due after that. */
export async function owedAt(
	query: Query,
	{ communityId, workspaceId, name }: Lease,
	now: Date,
): Promise<{ due: Row<"Notice">[]; restAt: Date | null }> {
	const isChannel = name.startsWith("c");
	const rows = await query<Row<"Notice">>(
		`SELECT * FROM "Notice" WHERE "communityId" = ? AND "workspaceId" = ?
		AND ${isChannel ? `"channelId" = ?` : `"channelId" IS NULL AND "memberId" = ?`} AND "state" = 'owed'
		ORDER BY "dueAt", "id" LIMIT ?`,
		[communityId, workspaceId, Number(name.slice(1)), MOST_AT_ONCE],
	);
	// What waits for its time may wait for hours; what was stored by a clock ahead of time may not.
	const isDue = ({ dueAt, createdAt }: Row<"Notice">) => dueAt <= now || createdAt > after(now, FURTHEST_AHEAD_MS);
	const due = rows.filter(isDue);
	const next = rows.find((row) => !isDue(row));
	const restAt = rows.length === MOST_AT_ONCE ? now : next ? lookBy(next.dueAt, now) : null;
	return { due: due.sort((a, b) => a.id - b.id), restAt };
}

export type Settlement = {
	noticeId: number;
	state: "sent" | "parked" | "dropped" | "owed";
	error?: string;
	/** When to try again, for one that stays owed: until then its destination waits. */
	retryAt?: Date;
	/** Where the card stands now. */
	post?: Stand;
	/** Where the first message of the thread stands that was begun for it. */
	thread?: Stand;
};

/** Where a card stands. */
export type Stand = { subject: string; destination: string; workspaceId: number; message: string };

export type Settling = {
	lease: Lease;
	settlements: Settlement[];
	/** Set when this was the last of what was taken: when the next is due, as far as is known. */
	restAt?: Date | null;
};

/** Records what became of notices that were tried. Answers with the lease, if there is more to send and it is still held. */
export const settle: Verb<Settling, { lease: Lease | null }> = async (book, context, settling) => {
	const { communityId, now } = context;
	let retryAt: Date | undefined;
	for (const { noticeId, state, error = null, post, thread, ...again } of settling.settlements) {
		if (thread) book.set("Post", { communityId, ...thread });
		const row = await book.get("Notice", { communityId, id: noticeId });
		if (!row) continue;
		// Withdrawn while it was being tried: it is not tried again.
		if (state === "owed" && row.state !== "owed") continue;
		retryAt = again.retryAt ?? retryAt;
		const route = state === "owed" ? row.route : null;
		const sentAt = state === "sent" ? now : null;
		book.set("Notice", { ...row, state, attempts: row.attempts + 1, error, route, sentAt });
		if (post) book.set("Post", { communityId, ...post });
		if (state === "parked" || (state === "dropped" && error !== null)) await tellOtherwise(book, context, row);
	}
	return { lease: await goOn(book, context, settling, retryAt) };
};

/** The lease goes on, or ends with when the destination is looked at next. */
async function goOn(
	book: Book,
	{ communityId, now }: Context,
	{ lease, restAt }: Settling,
	retryAt: Date | undefined,
): Promise<Lease | null> {
	const { workspaceId, name } = lease;
	const row = await book.get("Destination", { communityId, workspaceId, name });
	// It was too slow, and another process has it now.
	if (row?.heldUntil?.getTime() !== lease.until.getTime()) return null;
	// What was told while it was held.
	const toldAt = row.nextAt && row.nextAt < lease.until ? row.nextAt : null;
	if (retryAt === undefined && restAt === undefined) {
		const until = after(now, LEASE_MS);
		book.set("Destination", { ...row, nextAt: toldAt ?? until, heldUntil: until });
		return { ...lease, until };
	}
	const nextAt = retryAt ?? earlier(toldAt, restAt ?? null);
	// What is told meanwhile waits behind what is tried again.
	book.set("Destination", { ...row, nextAt, heldUntil: retryAt ?? null });
	return null;
}

/** Nobody else can be sending: whatever is held is held by a process that is no more. */
export async function freeLeases({ db, read }: Storage, now: Date): Promise<void> {
	const held = await read((query) =>
		query<{ communityId: number }>(
			`SELECT DISTINCT "communityId" FROM "Destination" WHERE "nextAt" IS NOT NULL AND "heldUntil" IS NOT NULL`,
			[],
		),
	);
	for (const { communityId } of held) {
		const where = { communityId, heldUntil: { not: null } };
		await db.destination.updateMany({ where, data: { nextAt: now, heldUntil: null } });
	}
}

/** Makes due what a clock that was wrong put too far ahead. Answers with whether there was any. */
export async function comeBackFromTheFuture({ db }: Storage, now: Date, but: readonly number[]): Promise<boolean> {
	const ahead = { gt: after(now, FURTHEST_AHEAD_MS) };
	const { count } = await db.destination.updateMany({
		where: { communityId: { notIn: [...but] }, OR: [{ nextAt: ahead }, { heldUntil: ahead, nextAt: { not: null } }] },
		data: { nextAt: now, heldUntil: null },
	});
	return count > 0;
}

/** What could not be delivered and matters to somebody is told another way. */
async function tellOtherwise(book: Book, context: Context, row: Row<"Notice">): Promise<void> {
	const { communityId } = context;
	const { workspaceId, subject } = row;
	const notice = readNotice(row);
	const asks = notice.kind === "favor-card" || (notice.kind === "favor" && notice.event === "asked");
	if (asks && subject !== null) {
		const { favorId } = notice;
		const favor = await book.get("Favor", { communityId, id: favorId });
		if (favor?.state !== "open") return;
		const told = { kind: "favor", favorId, event: "unreachable", fresh: true } as const;
		await tell(book, context, { workspaceId, memberId: favor.askerId }, told, { subject });
	}
	if (notice.kind === "thanks" && subject !== null) {
		const entryId = notice.of ?? notice.entryId;
		for (const { accountId, amount } of await book.list("Posting", { communityId, entryId })) {
			if (amount < 0) continue;
			const told = { kind: "thanks-privately", entryId } as const;
			await tell(book, context, { workspaceId, memberId: accountId }, told, { subject: `entry:${entryId}` });
		}
	}
}
