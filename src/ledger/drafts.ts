// What somebody typed and may still want: kept for a day, for a button that needs more than a button can carry.

import { days } from "../rules/calendar.ts";
import type { Query } from "./boards.ts";
import type { Verb } from "./list.ts";

/** After so long what was typed is forgotten. */
export const DRAFT_KEPT_MS = days(1);

export const keepDraft: Verb<{ memberId: number; data: string }, { draftId: number }> = async (
	book,
	{ communityId, now },
	{ memberId, data },
) => {
	const id = await book.nextId("Draft", communityId);
	book.add("Draft", { communityId, id, memberId, data, createdAt: now });
	return { draftId: id };
};

/** A member's own draft; undefined once it is gone. */
export async function readDraft(
	query: Query,
	communityId: number,
	id: number,
	memberId: number,
): Promise<string | undefined> {
	const [row] = await query<{ data: string }>(
		`SELECT "data" FROM "Draft" WHERE "communityId" = ? AND "id" = ? AND "memberId" = ?`,
		[communityId, id, memberId],
	);
	return row?.data;
}
