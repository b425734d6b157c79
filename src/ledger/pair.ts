// What went between two members, and who could be thanked: for the one who asks alone. It reads no balance of anybody, and
// makes no score of what it finds.
import { after, dayOf, days } from "../rules/calendar.ts";
import type { Row } from "../storage/tables.ts";
import type { Query } from "./boards.ts";

export type Between = {
	kind: "thanks" | "reaction" | "favor";
	at: Date;
	/** Who gave, or helped. */
	byMe: boolean;
	/** For thanks. */
	credits: number;
	/** What was typed with it. */
	text: string;
};

export type Pair = {
	/** Thanks that stand, each way. */
	given: number;
	received: number;
	/** Favors kept, each way. */
	helped: number;
	wasHelped: number;
	/** Credit that one of the two ties up for the other. */
	vouchedByMe: number;
	vouchedForMe: number;
	/** The latest, the newest first. */
	latest: Between[];
};

export type PairOf = { communityId: number; memberId: number; otherId: number };

const LATEST = 5;
/** So many of somebody's last entries are looked through for thanks to the other. */
const ENTRIES_LOOKED_AT = 300;

export async function readPair(query: Query, { communityId, memberId, otherId }: PairOf): Promise<Pair> {
	const mine = { communityId, from: memberId, to: otherId, byMe: true };
	const theirs = { communityId, from: otherId, to: memberId, byMe: false };
	const [given, received] = [await thanksSum(query, mine), await thanksSum(query, theirs)];
	const [helped, wasHelped] = [await favorsCount(query, mine), await favorsCount(query, theirs)];
	const latest = [
		...(given > 0 ? await lastThanks(query, mine) : []),
		...(received > 0 ? await lastThanks(query, theirs) : []),
		...(helped > 0 ? await lastFavors(query, mine) : []),
		...(wasHelped > 0 ? await lastFavors(query, theirs) : []),
	];
	return {
		given,
		received,
		helped,
		wasHelped,
		vouchedByMe: await vouched(query, mine),
		vouchedForMe: await vouched(query, theirs),
		latest: latest.toSorted((a, b) => b.at.getTime() - a.at.getTime()).slice(0, LATEST),
	};
}

/** From one of the two to the other. */
type Way = { communityId: number; from: number; to: number; byMe: boolean };

/** Day by day, so that what was given anywhere is in it and what was taken back is not. */
async function thanksSum(query: Query, { communityId, from, to }: Way): Promise<number> {
	const [row] = await query<{ credits: number }>(
		`SELECT COALESCE(SUM("credits"), 0) AS "credits" FROM "GivenDay"
		WHERE "communityId" = ? AND "giverId" = ? AND "receiverId" = ?`,
		[communityId, from, to],
	);
	return row?.credits ?? 0;
}

/** What was done for the team was done for nobody in particular. */
const KEPT = `f."communityId" = ? AND f."state" = 'kept' AND f."helperId" = ? AND f."askerId" = ? AND NOT f."fromPot"`;

async function favorsCount(query: Query, { communityId, from, to }: Way): Promise<number> {
	const [row] = await query<{ favors: number }>(`SELECT COUNT(*) AS "favors" FROM "Favor" f WHERE ${KEPT}`, [
		communityId,
		from,
		to,
	]);
	return row?.favors ?? 0;
}

async function lastThanks(query: Query, { communityId, from, to, byMe }: Way): Promise<Between[]> {
	const rows = await query<{ kind: string; at: Date; credits: number; text: string }>(
		`SELECT e."kind" AS "kind", e."at" AS "at", p."amount" AS "credits", COALESCE(w."text", '') AS "text"
		FROM (SELECT "communityId", "id", "kind", "at" FROM "Entry" WHERE "communityId" = ? AND "actorId" = ?
			ORDER BY "id" DESC LIMIT ?) e
		JOIN "Posting" p ON p."communityId" = e."communityId" AND p."entryId" = e."id" AND p."accountId" = ? AND p."amount" > 0
		LEFT JOIN "Words" w ON w."communityId" = e."communityId" AND w."kind" = 'thanks' AND w."ownerId" = e."id"
		WHERE e."kind" IN ('thanks', 'reaction')
		AND NOT EXISTS (SELECT 1 FROM "Entry" r WHERE r."communityId" = e."communityId" AND r."reverses" = e."id")
		ORDER BY e."id" DESC LIMIT ?`,
		[communityId, from, ENTRIES_LOOKED_AT, to, LATEST],
	);
	return rows.map(({ kind, ...row }) => ({ ...row, kind: kind === "reaction" ? "reaction" : "thanks", byMe }));
}

async function lastFavors(query: Query, { communityId, from, to, byMe }: Way): Promise<Between[]> {
	const rows = await query<{ endedAt: Date; text: string }>(
		`SELECT f."endedAt" AS "endedAt", COALESCE(w."text", '') AS "text" FROM "Favor" f
		LEFT JOIN "Words" w ON w."communityId" = f."communityId" AND w."kind" = 'favor' AND w."ownerId" = f."id"
		WHERE ${KEPT} ORDER BY f."endedAt" DESC, f."id" DESC LIMIT ?`,
		[communityId, from, to, LATEST],
	);
	return rows.map(({ endedAt, text }) => ({ kind: "favor", at: endedAt, byMe, credits: 0, text }));
}

async function vouched(query: Query, { communityId, from, to }: Way): Promise<number> {
	const [row] = await query<{ amount: number }>(
		`SELECT COALESCE(SUM("amount"), 0) AS "amount" FROM "Vouch"
		WHERE "communityId" = ? AND "voucherId" = ? AND "memberId" = ? AND "state" = 'standing'`,
		[communityId, from, to],
	);
	return row?.amount ?? 0;
}

/** Somebody who helped lately and has not heard a thanks since they began. */
export type ToThank = { helperId: number; text: string };

const LATELY_MS = days(14);
const MOST_TO_THANK = 3;

/** Whom a member could thank, who helped last first. `timezone` is the one that their days are counted in. */
export async function readToThank(
	query: Query,
	{ communityId, memberId, timezone }: { communityId: number; memberId: number; timezone: string },
	now: Date,
): Promise<ToThank[]> {
	const kept = await query<Pick<Row<"Favor">, "acceptedAt"> & { helperId: number; text: string }>(
		`SELECT f."helperId" AS "helperId", f."acceptedAt" AS "acceptedAt", COALESCE(w."text", '') AS "text" FROM "Favor" f
		JOIN "Member" h ON h."communityId" = f."communityId" AND h."id" = f."helperId" AND h."kind" IN ('person', 'guest')
		LEFT JOIN "Words" w ON w."communityId" = f."communityId" AND w."kind" = 'favor' AND w."ownerId" = f."id"
		WHERE f."communityId" = ? AND f."state" = 'kept' AND f."askerId" = ? AND f."endedAt" >= ? AND NOT f."fromPot"
		ORDER BY f."endedAt" DESC, f."id" DESC`,
		[communityId, memberId, after(now, -LATELY_MS)],
	);
	if (kept.length === 0) return [];
	const begun = kept.map(({ acceptedAt }) => dayOf(acceptedAt ?? now, timezone));
	const given = await query<{ receiverId: number; day: number }>(
		`SELECT "receiverId", MAX("day") AS "day" FROM "GivenDay"
		WHERE "communityId" = ? AND "giverId" = ? AND "day" >= ? AND "credits" > 0 GROUP BY "receiverId"`,
		[communityId, memberId, Math.min(...begun)],
	);
	const lastThanked = new Map(given.map(({ receiverId, day }) => [receiverId, day]));
	const found = new Map<number, ToThank>();
	for (const [index, { helperId, text }] of kept.entries()) {
		const thanked = lastThanked.get(helperId);
		if (thanked !== undefined && thanked >= (begun[index] ?? 0)) continue;
		if (!found.has(helperId)) found.set(helperId, { helperId, text });
	}
	return [...found.values()].slice(0, MOST_TO_THANK);
}
