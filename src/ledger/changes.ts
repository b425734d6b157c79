// What admins change, kept for ever: who, when, from what to what, and why. It decides nothing and tells nobody.
import type { Row } from "../storage/tables.ts";
import type { Query } from "./boards.ts";
import type { Book } from "./book.ts";
import type { Context } from "./list.ts";

/**
 * What was changed. `policy` is followed by the number's path ("policy favor.big"), with JSON before and after; the others
 * are about their subject: a channel, a member, or the entry that corrects the book.
 */
export type What =
	| `policy ${string}`
	| "timezone"
	| "channel mode"
	| "member admin"
	| "member excluded"
	| "member frozen"
	| "entry adjustment"
	| "entry reversal";

export type Change = Row<"Change">;

export type NewChange = {
	what: What;
	subjectId?: number | null;
	before: string;
	after: string;
	reason?: string;
	undoes?: number | null;
};

/** Notes a change in the transaction that makes it. Answers with its id. */
export async function note(book: Book, context: Context, actorId: number, change: NewChange): Promise<number> {
	const { communityId, now } = context;
	const id = await book.nextId("Change", communityId);
	const { what, subjectId = null, before, after, reason = "", undoes = null } = change;
	book.add("Change", { communityId, id, at: now, actorId, what, subjectId, before, after, reason, undoes });
	return id;
}

/** With the member whose wallet an adjustment changed. */
export type ListedChange = Change & { walletOf: number | null };

/** The last changes, the newest first. */
export const lastChanges = (query: Query, communityId: number, most: number): Promise<ListedChange[]> =>
	query<ListedChange>(
		`SELECT c.*, (SELECT MAX(p."accountId") FROM "Posting" p WHERE p."communityId" = c."communityId"
			AND p."entryId" = c."subjectId" AND c."what" = 'entry adjustment' AND c."before" = '') AS "walletOf"
		FROM "Change" c WHERE c."communityId" = ? ORDER BY c."id" DESC LIMIT ?`,
		[communityId, most],
	);

/** Of the same value: whatever was changed after this change. */
export async function changedSince(
	query: Query,
	{ communityId, id, what, subjectId }: Change,
): Promise<Change | undefined> {
	const about = subjectId === null ? `"subjectId" IS NULL` : `"subjectId" = ?`;
	const [newer] = await query<Change>(
		`SELECT * FROM "Change" WHERE "communityId" = ? AND "id" > ? AND "what" = ? AND ${about} ORDER BY "id" DESC LIMIT 1`,
		[communityId, id, what, ...(subjectId === null ? [] : [subjectId])],
	);
	return newer;
}
