// What keeps a book short that grows for years: what has served is forgotten, a little at a time. It touches no entry.
import { after, days } from "../rules/calendar.ts";
import type { Storage } from "../storage/storage.ts";
import type { Query } from "./boards.ts";
import { PASS } from "./calls.ts";
import { DRAFT_KEPT_MS } from "./drafts.ts";
import { receiptPeriod, type Verb } from "./list.ts";

/** Which of these communities a job ran in for that period. */
export async function ran(
	query: Query,
	job: string,
	periods: readonly { communityId: number; period: string }[],
): Promise<Set<number>> {
	if (periods.length === 0) return new Set();
	const wanted = new Map(periods.map(({ communityId, period }) => [communityId, period]));
	const rows = await query<{ communityId: number; period: string }>(
		`SELECT "communityId", "period" FROM "JobRun" WHERE "job" = ? AND "communityId" IN (${periods.map(() => "?").join(", ")})
		AND "period" IN (${periods.map(() => "?").join(", ")})`,
		[job, ...wanted.keys(), ...wanted.values()],
	);
	return new Set(
		rows.filter(({ communityId, period }) => wanted.get(communityId) === period).map(({ communityId }) => communityId),
	);
}

/** Notes that a job begins for a period. `ran` is false where some process did so before. */
export const noteRun: Verb<{ job: string; period: string }, { ran: boolean }> = async (
	book,
	{ communityId, now },
	{ job, period },
) => {
	if (await book.get("JobRun", { communityId, job, period })) return { ran: false };
	book.add("JobRun", { communityId, job, period, ranAt: now });
	return { ran: true };
};

/** Delivered notices are kept for so long, to look into what went wrong. */
const SENT_KEPT_MS = days(30);

/** So many rows go at a time: nobody waits long for a large book to be tidied. */
const TIDIED_AT_ONCE = 500;

/** "Not now" to one favor is remembered for longer than any favor waits. */
const PASS_KEPT_MS = days(90);

/** A job's runs are known for so long: the same period never comes back. */
const RUN_KEPT_MS = days(60);

export async function tidy({ db }: Storage, communityId: number, now: Date): Promise<void> {
	await tidyNotices(db, communityId, after(now, -SENT_KEPT_MS));
	// The newest row stays: the next id is counted from it, and an id must never be given twice.
	const newest = await db.draft.findFirst({ where: { communityId }, orderBy: { id: "desc" }, select: { id: true } });
	const typedBefore = after(now, -DRAFT_KEPT_MS);
	const oldDrafts = { communityId, id: { lt: newest?.id ?? 0 }, createdAt: { lt: typedBefore } };
	await db.draft.deleteMany({ where: oldDrafts });
	const oldReceipts = { communityId, period: { lt: receiptPeriod(now) - 1 } };
	const limit = TIDIED_AT_ONCE;
	while ((await db.receipt.deleteMany({ where: oldReceipts, limit })).count === limit);
	const oldPasses = { communityId, kind: { startsWith: PASS }, at: { lt: after(now, -PASS_KEPT_MS) } };
	await db.told.deleteMany({ where: oldPasses });
	await db.jobRun.deleteMany({ where: { communityId, ranAt: { lt: after(now, -RUN_KEPT_MS) } } });
}

/** From the oldest on, and no further than the first that is young enough: ids rise with time. */
async function tidyNotices(db: Storage["db"], communityId: number, before: Date): Promise<void> {
	const newest = await db.notice.findFirst({ where: { communityId }, orderBy: { id: "desc" }, select: { id: true } });
	for (let from = 0, done = false; !done; ) {
		const rows = await db.notice.findMany({
			where: { communityId, id: { gt: from, lt: newest?.id ?? 0 } },
			orderBy: { id: "asc" },
			take: TIDIED_AT_ONCE,
			select: { id: true, state: true, createdAt: true },
		});
		const old = rows.filter(({ createdAt }) => createdAt < before);
		const over = old.filter(({ state }) => state === "sent" || state === "dropped").map(({ id }) => id);
		if (over.length > 0) await db.notice.deleteMany({ where: { communityId, id: { in: over } } });
		from = rows.at(-1)?.id ?? 0;
		done = rows.length < TIDIED_AT_ONCE || old.length < rows.length;
	}
}
