// Leaderboards: who thanked the most different people, who was thanked by the most, who helped. Never a loser,
// never a balance; who opted out, was excluded, left or is no person is counted in the totals and not shown.

import { whenAwake, zoneOfMost } from "../rules/awake.ts";
import type { Policy } from "../rules/policy.ts";
import { EVER } from "../rules/tally.ts";
import type { SqlValue } from "../storage/storage.ts";
import type { Row } from "../storage/tables.ts";
import type { Book } from "./book.ts";
import { FOLLOWED } from "./channels.ts";
import type { Context, Verb } from "./list.ts";
import { type Board, type BoardRow, tell } from "./notices.ts";

export type Query = <R>(sql: string, params: readonly SqlValue[]) => Promise<R[]>;

export type BoardSpan = {
	/** 0 for the whole community. */
	channelId: number;
	/** The Monday of its last week. */
	week: number;
	/** How many weeks it covers; 0 for all time. */
	weeks: number;
};

type Lists = Pick<Board, "thanks" | "people" | "generous" | "appreciated" | "helpers">;

/** Reads one board from the roll-ups. */
export async function readBoard(query: Query, communityId: number, span: BoardSpan, rows: number): Promise<Board> {
	const { channelId, week, weeks } = span;
	const from = weeks === 0 ? EVER : week - 7 * (weeks - 1);
	const lists =
		weeks > 1
			? await listsOfWeeks(query, [communityId, channelId, from, week], rows)
			: await listsOfOne(query, [communityId, channelId, from], rows);
	return { week: from, weeks, channelId, ...lists };
}

/** One row a member is counted already, of a week or of all time: the database finds the best. */
async function listsOfOne(query: Query, where: SqlValue[], rows: number): Promise<Lists> {
	const [totals] = await query<{ people: number; thanks: number }>(
		`SELECT COUNT(*) AS "people", COALESCE(SUM("given"), 0) AS "thanks" FROM "MemberTally"
		WHERE "communityId" = ? AND "channelId" = ? AND "week" = ? AND ("given" > 0 OR "received" > 0)`,
		where,
	);
	const shown = `FROM "MemberTally" t JOIN "Member" m ON m."communityId" = t."communityId" AND m."id" = t."memberId"
		WHERE t."communityId" = ? AND t."channelId" = ? AND t."week" = ?
		AND m."kind" IN ('person', 'guest') AND NOT m."unlisted" AND NOT m."excluded"`;
	const bestBy = (people: "thanked" | "thankedBy", credits: "given" | "received") =>
		query<BoardRow>(
			`SELECT t."memberId", t."${people}" AS "people", t."${credits}" AS "credits" ${shown} AND t."${credits}" > 0
			ORDER BY t."${people}" DESC, t."${credits}" DESC, t."memberId" LIMIT ?`,
			[...where, rows],
		);
	const helpers = await query<{ memberId: number }>(
		`SELECT t."memberId" ${shown} AND t."kept" > 0 ORDER BY t."memberId"`,
		where,
	);
	return {
		thanks: totals?.thanks ?? 0,
		people: totals?.people ?? 0,
		generous: await bestBy("thanked", "given"),
		appreciated: await bestBy("thankedBy", "received"),
		helpers: helpers.map(({ memberId }) => memberId),
	};
}

type Sums = Record<"memberId" | "given" | "received" | "kept", number> &
	Pick<Row<"Member">, "kind" | "unlisted" | "excluded">;

/** Somebody thanked in two of the weeks is one person: what was counted week by week does not add up. */
async function listsOfWeeks(query: Query, where: SqlValue[], rows: number): Promise<Lists> {
	const sums = await query<Sums>(
		`SELECT t."memberId", m."kind", m."unlisted", m."excluded", SUM(t."given") AS "given", SUM(t."received") AS "received",
		SUM(t."kept") AS "kept"
		FROM "MemberTally" t JOIN "Member" m ON m."communityId" = t."communityId" AND m."id" = t."memberId"
		WHERE t."communityId" = ? AND t."channelId" = ? AND t."week" BETWEEN ? AND ?
		GROUP BY t."memberId", m."kind", m."unlisted", m."excluded"`,
		where,
	);
	const thanked = await countPeople(query, where, "giverId", "receiverId");
	const thankedBy = await countPeople(query, where, "receiverId", "giverId");
	const active = sums.filter((sum) => sum.given > 0 || sum.received > 0);
	const listed = sums.filter((sum) => !sum.unlisted && !sum.excluded);
	const shown = listed.filter((sum) => sum.kind === "person" || sum.kind === "guest");
	const bestBy = (people: Map<number, number>, credits: "given" | "received") =>
		best(
			shown.map((sum) => ({
				memberId: sum.memberId,
				people: people.get(sum.memberId) ?? 0,
				credits: sum[credits],
			})),
			rows,
		);
	return {
		thanks: active.reduce((total, sum) => total + sum.given, 0),
		people: active.length,
		generous: bestBy(thanked, "given"),
		appreciated: bestBy(thankedBy, "received"),
		helpers: shown
			.filter((sum) => sum.kept > 0)
			.map((sum) => sum.memberId)
			.sort((a, b) => a - b),
	};
}

/** How many different people each had to do with, in several weeks together. */
async function countPeople(
	query: Query,
	where: SqlValue[],
	who: "giverId" | "receiverId",
	whom: "giverId" | "receiverId",
): Promise<Map<number, number>> {
	const rows = await query<{ who: number; people: number }>(
		`SELECT "${who}" AS "who", COUNT(DISTINCT "${whom}") AS "people" FROM "PairTally"
		WHERE "communityId" = ? AND "channelId" = ? AND "week" BETWEEN ? AND ? AND "credits" > 0 GROUP BY "${who}"`,
		where,
	);
	return new Map(rows.map((row) => [row.who, row.people]));
}

/** Different people before volume; who is equal in both shares a place, in the order of joining. */
function best(rows: BoardRow[], most: number): BoardRow[] {
	return rows
		.filter((row) => row.credits > 0)
		.sort((a, b) => b.people - a.people || b.credits - a.credits || a.memberId - b.memberId)
		.slice(0, most);
}

/** The job that a period had already run for, or was run for now. */
export type JobOutcome = { ran: boolean; told: number };

/** A portion of a job: between one and the next others have their turn. Without `next` it was the last. */
export type JobStep<From> = JobOutcome & { next?: From };

/** So many channels have their turn at a time. */
const CHANNELS_AT_ONCE = 20;

/** `after`: the channel after which it goes on. */
type Boards = { period: string; week: number; after?: number | undefined };

/**
 * Posts last week's board, once for a period, in each channel that asked for the bot and where enough people gave. Begun
 * anew after it was interrupted, it posts in no channel twice.
 */
export const postBoards: Verb<Boards, JobStep<number>> = async (book, context, { period, week, after = 0 }) => {
	const { communityId, now, policy } = context;
	if (await book.get("JobRun", { communityId, job: "leaderboard", period })) return { ran: false, told: 0 };
	// Switched off, the week counts as done: switched on again, nothing stale comes.
	const open = policy.board.weekly ? await openChannels(book.query, communityId) : [];
	const posted = await channelsWithBoard(book.query, communityId, [week]);
	const channels = open.filter(({ id }) => id > after && !posted.has(id));
	const some = channels.slice(0, CHANNELS_AT_ONCE);
	let told = 0;
	for (const channel of some) if (await postBoard(book, context, channel, week)) told += 1;
	const last = some.at(-1);
	if (last && some.length < channels.length) return { ran: true, told, next: last.id };
	book.add("JobRun", { communityId, job: "leaderboard", period, ranAt: now });
	return { ran: true, told };
};

async function postBoard(book: Book, context: Context, channel: Row<"Channel">, week: number): Promise<boolean> {
	const { communityId, policy } = context;
	const { id: channelId, workspaceId } = channel;
	if (!(await enoughGave(book.query, communityId, channelId, week, policy))) return false;
	const board = await readBoard(book.query, communityId, { channelId, week, weeks: 1 }, policy.board.rows);
	const dueAt = await awakeAt(book.query, context, channelId, week);
	await tell(book, context, { workspaceId, channelId }, { kind: "board", board }, { subject: subjectOf(week), dueAt });
	return true;
}

/** Channels that weekly posts may go to. */
export const openChannels = (query: Query, communityId: number): Promise<Row<"Channel">[]> =>
	query<Row<"Channel">>(
		`SELECT c.* FROM "Channel" c JOIN "Workspace" w ON w."id" = c."workspaceId" ${FOLLOWED}
		WHERE c."communityId" = ? AND c."present" AND c."home" AND c."kind" <> 'direct' AND w."leftAt" IS NULL
		AND NOT c."muted" AND c."mode" NOT IN ('quiet', 'off')
		AND (f."id" IS NULL OR (NOT f."muted" AND f."mode" NOT IN ('quiet', 'off')))
		ORDER BY c."id"`,
		[communityId],
	);

/** When the people who gave or got something in a channel in a week are awake next, from now on. */
export async function awakeAt(
	query: Query,
	{ communityId, timezone, wall }: Context,
	channelId: number,
	week: number,
): Promise<Date> {
	const zones = await query<{ zone: string; people: number }>(
		`SELECT z."zone", COUNT(*) AS "people" FROM (
			SELECT COALESCE(m."platformTimezone", m."ownTimezone", ?) AS "zone" FROM "MemberTally" t
			JOIN "Member" m ON m."communityId" = t."communityId" AND m."id" = t."memberId"
			WHERE t."communityId" = ? AND t."channelId" = ? AND t."week" = ? AND (t."given" > 0 OR t."received" > 0)
		) z GROUP BY z."zone"`,
		[timezone, communityId, channelId, week],
	);
	return whenAwake(wall, zoneOfMost(zones, timezone));
}

const subjectOf = (week: number): string => `board:${week}`;

/** The channels that had the board of one of these weeks. Notices live longer than a month. */
export const channelsWithBoard = (query: Query, communityId: number, weeks: readonly number[]): Promise<Set<number>> =>
	channelsToldOf(query, communityId, weeks.map(subjectOf));

/** The channels that were told of one of these subjects. */
export async function channelsToldOf(
	query: Query,
	communityId: number,
	subjects: readonly string[],
): Promise<Set<number>> {
	const rows = await query<{ channelId: number }>(
		`SELECT "channelId" FROM "Notice" WHERE "communityId" = ? AND "subject" IN (${subjects.map(() => "?").join(", ")})
		AND "channelId" IS NOT NULL`,
		[communityId, ...subjects],
	);
	return new Set(rows.map(({ channelId }) => channelId));
}

/** Whether enough different people gave in a channel in a week for a board to say something. */
async function enoughGave(
	query: Query,
	communityId: number,
	channelId: number,
	week: number,
	policy: Policy,
): Promise<boolean> {
	const [row] = await query<{ givers: number }>(
		`SELECT COUNT(*) AS "givers" FROM "MemberTally"
		WHERE "communityId" = ? AND "channelId" = ? AND "week" = ? AND "given" > 0`,
		[communityId, channelId, week],
	);
	return (row?.givers ?? 0) >= policy.board.minGivers;
}
