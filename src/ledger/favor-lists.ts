// Favors as lists: what waits for somebody, what I asked, what I agreed to do. Reading only.
import type { Row } from "../storage/tables.ts";
import type { Query } from "./boards.ts";
import { PASS } from "./calls.ts";

export type ListedFavor = Row<"Favor"> & {
	text: string;
	/** The zone that the asker lives in: their "by Friday" is everybody's. */
	askerTimezone: string;
};

const SELECT = `SELECT f.*, COALESCE(w."text", '') AS "text",
	COALESCE(m."platformTimezone", m."ownTimezone", c."timezone") AS "askerTimezone" FROM "Favor" f
	JOIN "Community" c ON c."id" = f."communityId"
	JOIN "Member" m ON m."communityId" = f."communityId" AND m."id" = f."askerId"
	LEFT JOIN "Words" w ON w."communityId" = f."communityId" AND w."kind" = 'favor' AND w."ownerId" = f."id"`;

export type OpenFilter = {
	most: number;
	/** For this member: only what they could do, so not their own; and last what they said "not now" to. */
	notOf?: number;
	/** Only those asked in this channel. */
	channelId?: number;
	/** Those for the team that wait to be approved, instead of those that wait for a helper. */
	proposed?: boolean;
	/** Read in this channel: what was asked in it shows, too, if it is private. */
	inChannel?: number;
};

const PASSED = `EXISTS (SELECT 1 FROM "Told" t WHERE t."communityId" = f."communityId" AND t."memberId" = ?
	AND t."kind" = '${PASS}' || CAST(f."id" AS TEXT))`;

/** Favors that wait for anybody, those that wait longest first. Those of a private channel show only there. */
export function openFavors(query: Query, communityId: number, filter: OpenFilter): Promise<ListedFavor[]> {
	const { notOf = -1, channelId = -1, inChannel = channelId, most } = filter;
	const state = filter.proposed ? "proposed" : "open";
	return query<ListedFavor>(
		`${SELECT} WHERE f."communityId" = ? AND f."state" = ? AND f."targetId" IS NULL AND f."askerId" <> ?
		AND (f."everywhere" OR f."channelId" = ?) AND (? = -1 OR f."channelId" = ?)
		ORDER BY CASE WHEN ${PASSED} THEN 1 ELSE 0 END, f."id" LIMIT ?`,
		[communityId, state, notOf, inChannel, channelId, channelId, notOf, most],
	);
}

/** A member's own: what they asked and is not over, and what they are asked or agreed to do. */
export async function favorsOf(query: Query, communityId: number, memberId: number) {
	const asked = await query<ListedFavor>(
		`${SELECT} WHERE f."communityId" = ? AND f."askerId" = ? AND f."state" IN ('proposed', 'open', 'accepted', 'done') ORDER BY f."id"`,
		[communityId, memberId],
	);
	const helping = await query<ListedFavor>(
		`${SELECT} WHERE f."communityId" = ? AND f."helperId" = ? AND f."state" IN ('accepted', 'done') ORDER BY f."id"`,
		[communityId, memberId],
	);
	const askedOfMe = await query<ListedFavor>(
		`${SELECT} WHERE f."communityId" = ? AND f."targetId" = ? AND f."state" = 'open' ORDER BY f."id"`,
		[communityId, memberId],
	);
	return { asked, helping, askedOfMe };
}

/** Favors whose time has come, of all states that something happens to by itself. */
export function dueFavors(
	query: Query,
	communityId: number,
	now: Date,
	most: number,
): Promise<{ id: number; nextAt: Date }[]> {
	return query(
		// The plus keeps SQLite to the index of what is due: by the community alone it would read all of its favors.
		`SELECT "id", "nextAt" FROM "Favor" WHERE "nextAt" <= ? AND +"communityId" = ? ORDER BY "nextAt" LIMIT ?`,
		[now, communityId, most],
	);
}

/** So many of the favors whose time has come are looked at to find their communities; the others have their turn next. */
const MOST_DUE = 5_000;

/** Communities in which some favor's time has come by then, and since when. */
export async function communitiesWithDueFavors(query: Query, until: Date): Promise<Map<number, Date>> {
	const rows = await query<{ communityId: number; nextAt: Date }>(
		`SELECT d."communityId", MIN(d."nextAt") AS "nextAt" FROM (SELECT "communityId", "nextAt" FROM "Favor"
		WHERE "nextAt" <= ? ORDER BY "nextAt" LIMIT ?) d GROUP BY d."communityId"`,
		[until, MOST_DUE],
	);
	return new Map(rows.map(({ communityId, nextAt }) => [communityId, nextAt]));
}
