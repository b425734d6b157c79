// What is owed and due, in the order in which each destination must hear it, and what became of it.
import { after, days } from "../rules/calendar.ts";
import type { Storage } from "../storage/storage.ts";
import type { Row } from "../storage/tables.ts";
import type { Query } from "./boards.ts";
import type { Book } from "./book.ts";
import type { Context, Verb } from "./list.ts";
import { readNotice, tell } from "./notices.ts";

/** How many notices one look takes: enough to keep every destination busy, little enough to stay fresh. */
const MOST_AT_ONCE = 200;

/**
 * Notices that may be sent now, oldest first. One that is being retried holds back what came after it for the same
 * destination, until it is settled: even when it is due again, as no look may take the later ones alone. Those that
 * were told together stay together.
 * `only` narrows to one community, whose clock may differ.
 */
export function owedNotices(query: Query, now: Date, only?: number): Promise<Row<"Notice">[]> {
	return query<Row<"Notice">>(
		`WITH retried AS (SELECT "communityId", "workspaceId", COALESCE("channelId", 0) AS "channel",
			COALESCE("memberId", 0) AS "member", MIN("id") AS "first" FROM "Notice"
			WHERE "state" = 'owed' AND "attempts" > 0 GROUP BY "communityId", "workspaceId", "channelId", "memberId")
		SELECT n.* FROM "Notice" n LEFT JOIN retried r ON r."communityId" = n."communityId" AND r."workspaceId" = n."workspaceId"
			AND r."channel" = COALESCE(n."channelId", 0) AND r."member" = COALESCE(n."memberId", 0)
		WHERE n."state" = 'owed' AND n."dueAt" <= ? AND (n."attempts" > 0 OR n."id" <= COALESCE(r."first", n."id"))
		${only === undefined ? "" : `AND n."communityId" = ?`} ORDER BY n."dueAt", n."id" LIMIT ?`,
		[now, ...(only === undefined ? [] : [only]), MOST_AT_ONCE],
	);
}

/** When the next notice is due that is not due now; none when nothing waits. */
export async function nextNoticeAt(query: Query, now: Date): Promise<Date | undefined> {
	const [row] = await query<{ dueAt: Date }>(
		`SELECT "dueAt" FROM "Notice" WHERE "state" = 'owed' AND "dueAt" > ? ORDER BY "dueAt" LIMIT 1`,
		[now],
	);
	return row?.dueAt;
}

export type Settlement = {
	noticeId: number;
	state: "sent" | "parked" | "dropped" | "owed";
	error?: string;
	/** When to try again, for one that stays owed. */
	dueAt?: Date;
	/** Where the card stands now. */
	post?: { subject: string; destination: string; workspaceId: number; message: string };
};

/** Records what became of notices that were tried. */
export const settle: Verb<Settlement[], null> = async (book, context, settlements) => {
	const { communityId, now } = context;
	for (const { noticeId, state, error = null, dueAt, post } of settlements) {
		const row = await book.get("Notice", { communityId, id: noticeId });
		if (!row) continue;
		// Withdrawn while it was being tried: it is not tried again.
		if (state === "owed" && row.state !== "owed") continue;
		const attempts = row.attempts + 1;
		const over = state !== "owed";
		const route = over ? null : row.route;
		const sentAt = state === "sent" ? now : null;
		book.set("Notice", { ...row, state, attempts, error, route, sentAt, dueAt: dueAt ?? row.dueAt });
		if (post) book.set("Post", { communityId, ...post });
		if (state === "parked" || (state === "dropped" && error !== null)) await tellOtherwise(book, context, row);
	}
	return null;
};

/** What could not be delivered and matters to somebody is told another way. */
async function tellOtherwise(book: Book, context: Context, row: Row<"Notice">): Promise<void> {
	const { communityId } = context;
	const { workspaceId, subject } = row;
	const notice = readNotice(row);
	if (notice.kind === "favor" && notice.event === "asked" && subject !== null) {
		const { favorId } = notice;
		const favor = await book.get("Favor", { communityId, id: favorId });
		if (favor?.state !== "open") return;
		const told = { kind: "favor", favorId, event: "unreachable", fresh: true } as const;
		await tell(book, context, { workspaceId, memberId: favor.askerId }, told, { subject });
	}
	if (notice.kind === "thanks" && subject !== null) {
		const { entryId } = notice;
		for (const { accountId, amount } of await book.list("Posting", { communityId, entryId })) {
			if (amount < 0) continue;
			const told = { kind: "thanks-privately", entryId } as const;
			await tell(book, context, { workspaceId, memberId: accountId }, told, { subject });
		}
	}
}

/** Delivered notices are kept for so long, to look into what went wrong; drafts for a day. */
const SENT_KEPT_MS = days(30);
const DRAFT_KEPT_MS = days(1);

export async function tidy({ db }: Storage, communityId: number, now: Date): Promise<void> {
	const newest = { where: { communityId }, orderBy: { id: "desc" }, select: { id: true } } as const;
	// The newest row of each stays: the next id is counted from it, and an id must never be given twice.
	const [notice, draft] = [await db.notice.findFirst(newest), await db.draft.findFirst(newest)];
	const state = { in: ["sent", "dropped"] };
	const sentBefore = after(now, -SENT_KEPT_MS);
	await db.notice.deleteMany({
		where: { communityId, id: { lt: notice?.id ?? 0 }, state, createdAt: { lt: sentBefore } },
	});
	const typedBefore = after(now, -DRAFT_KEPT_MS);
	await db.draft.deleteMany({ where: { communityId, id: { lt: draft?.id ?? 0 }, createdAt: { lt: typedBefore } } });
}
