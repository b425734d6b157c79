// The weekly reminders: keep the credit high. In channels what waits for somebody, in private only what concerns the
// one who reads it, never how many thanks somebody has left to give.
import { after, days } from "../rules/calendar.ts";
import { awakeAt, channelsWithBoard, type JobOutcome, openChannels } from "./boards.ts";
import type { Book } from "./book.ts";
import { openFavors } from "./favor-lists.ts";
import type { Context, Verb } from "./list.ts";
import { type Notice, tell } from "./notices.ts";

/** How many favors, or helpers, one reminder shows. */
const MOST_FAVORS = 3;
/** Who helped for so long without asking once is told that they may ask. */
const ALWAYS_HELPS_KEPT = 3;

export const remind: Verb<{ period: string; week: number; tip: number }, JobOutcome> = async (book, context, input) => {
	const { communityId, now } = context;
	if (await book.get("JobRun", { communityId, job: "reminders", period: input.period })) return { ran: false, told: 0 };
	const inChannels = await remindChannels(book, context, input.week, input.tip);
	const inPrivate = await remindMembers(book, context);
	book.add("JobRun", { communityId, job: "reminders", period: input.period, ranAt: now });
	return { ran: true, told: inChannels + inPrivate };
};

/** The channels that had a board this Monday. */
async function remindChannels(book: Book, context: Context, week: number, tip: number): Promise<number> {
	const { communityId } = context;
	const boarded = await channelsWithBoard(book.query, communityId, week - 7);
	let told = 0;
	for (const { id: channelId, workspaceId } of await openChannels(book.query, communityId)) {
		if (!boarded.has(channelId)) continue;
		const waiting = await openFavors(book.query, communityId, { channelId, most: MOST_FAVORS });
		const favorIds = waiting.map(({ id }) => id);
		const dueAt = await awakeAt(book.query, context, channelId, week - 7);
		await tell(book, context, { workspaceId, channelId }, { kind: "reminder", favorIds, tip }, { dueAt });
		told += 1;
	}
	return told;
}

type Candidate = {
	memberId: number;
	workspaceId: number;
	balance: number;
	askedLately: number;
	keptLately: number;
	askedEver: number;
};

/** What concerns many is read once for all of them: one by one, a large community would stand still meanwhile. */
async function remindMembers(book: Book, context: Context): Promise<number> {
	const { communityId, policy } = context;
	// One's own are not offered: so many of these can be.
	const most = MOST_FAVORS + policy.favor.maxOpenPerAsker;
	const waiting = await openFavors(book.query, communityId, { most });
	const unthanked = await helpersNotThanked(book, context);
	const askers = await helpersWhoAsk(book, context);
	let told = 0;
	for (const member of await candidates(book, context)) {
		const { memberId, workspaceId } = member;
		const nudges: Notice = { kind: "nudges" };
		if (member.askedLately > 0 && member.balance < policy.favor.normal) {
			const couldDo = waiting.filter(({ askerId }) => askerId !== memberId).slice(0, MOST_FAVORS);
			nudges.low = { balance: member.balance, favorIds: couldDo.map(({ id }) => id) };
		}
		if (unthanked.has(memberId)) nudges.unthanked = unthanked.get(memberId) ?? [];
		if (askers.has(memberId)) nudges.askers = askers.get(memberId) ?? [];
		if (member.keptLately >= ALWAYS_HELPS_KEPT && member.askedEver === 0) nudges.askYourself = true;
		// All that there is to say to one member this week is one message; nothing for most.
		if (Object.keys(nudges).length === 1) continue;
		await tell(book, context, { workspaceId, memberId }, nudges);
		told += 1;
	}
	return told;
}

/** Members who take part and want to hear, each in the workspace they were met in first. */
function candidates(book: Book, { communityId, now }: Context): Promise<Candidate[]> {
	const month = after(now, -days(30));
	const quarter = after(now, -days(90));
	return book.query<Candidate>(
		`SELECT m."id" AS "memberId", MIN(i."workspaceId") AS "workspaceId", a."balance" AS "balance",
		COALESCE(MAX(x."lately"), 0) AS "askedLately", COALESCE(MAX(x."ever"), 0) AS "askedEver",
		COALESCE(MAX(k."lately"), 0) AS "keptLately"
		FROM "Member" m
		JOIN "Account" a ON a."communityId" = m."communityId" AND a."id" = m."id"
		JOIN "Identity" i ON i."communityId" = m."communityId" AND i."memberId" = m."id"
		JOIN "Workspace" w ON w."id" = i."workspaceId" AND w."leftAt" IS NULL
		LEFT JOIN (SELECT "askerId", COUNT(*) AS "ever", SUM(CASE WHEN "askedAt" >= ? THEN 1 ELSE 0 END) AS "lately"
			FROM "Favor" WHERE "communityId" = ? AND NOT "fromPot" GROUP BY "askerId") x ON x."askerId" = m."id"
		LEFT JOIN (SELECT "helperId", COUNT(*) AS "lately" FROM "Favor"
			WHERE "communityId" = ? AND "state" = 'kept' AND "endedAt" >= ? GROUP BY "helperId") k ON k."helperId" = m."id"
		WHERE m."communityId" = ? AND m."quiet" = 'off' AND m."kind" IN ('person', 'guest')
		AND (m."awaySince" IS NULL OR m."awayUntil" <= ?)
		GROUP BY m."id", m."communityId", a."balance" ORDER BY m."id"`,
		[month, communityId, communityId, quarter, communityId, now],
	);
}

/** By member, who helped them in the last week, is still here, and has not heard a thanks from them since that stands. */
async function helpersNotThanked(book: Book, { communityId, now }: Context): Promise<Map<number, number[]>> {
	const rows = await book.query<{ askerId: number; helperId: number }>(
		`SELECT f."askerId" AS "askerId", f."helperId" AS "helperId" FROM "Favor" f
		JOIN "Member" h ON h."communityId" = f."communityId" AND h."id" = f."helperId" AND h."kind" IN ('person', 'guest')
		WHERE f."communityId" = ? AND f."state" = 'kept' AND f."endedAt" >= ? AND NOT EXISTS (
			SELECT 1 FROM "Entry" e JOIN "Posting" p ON p."communityId" = e."communityId" AND p."entryId" = e."id"
			WHERE e."communityId" = f."communityId" AND e."actorId" = f."askerId" AND e."kind" IN ('thanks', 'reaction')
			AND e."at" >= f."acceptedAt" AND p."accountId" = f."helperId"
			AND NOT EXISTS (SELECT 1 FROM "Entry" r WHERE r."communityId" = e."communityId" AND r."reverses" = e."id"))`,
		[communityId, after(now, -days(7))],
	);
	const pairs = rows.map(({ askerId, helperId }) => [askerId, helperId] as const);
	return firstOf(pairs, (a, b) => a - b);
}

/** By member, open favors of people who helped them before, asked where everybody may see them: the newest. */
async function helpersWhoAsk(book: Book, { communityId }: Context): Promise<Map<number, number[]>> {
	const rows = await book.query<{ memberId: number; id: number }>(
		// Neither sorted nor made distinct here: SQLite would walk every pair of favors for it.
		`SELECT k."askerId" AS "memberId", f."id" AS "id" FROM "Favor" f
		JOIN "Favor" k ON k."communityId" = f."communityId" AND k."state" = 'kept' AND k."helperId" = f."askerId"
		WHERE f."communityId" = ? AND f."state" = 'open' AND f."targetId" IS NULL AND f."everywhere"`,
		[communityId],
	);
	const pairs = rows.map(({ memberId, id }) => [memberId, id] as const);
	return firstOf(pairs, (a, b) => b - a);
}

/** Of each member the first few in this order, each once. */
function firstOf(
	pairs: (readonly [memberId: number, one: number])[],
	order: (a: number, b: number) => number,
): Map<number, number[]> {
	const all = new Map<number, Set<number>>();
	for (const [memberId, one] of pairs) all.set(memberId, (all.get(memberId) ?? new Set()).add(one));
	return new Map([...all].map(([memberId, ones]) => [memberId, [...ones].sort(order).slice(0, MOST_FAVORS)]));
}
