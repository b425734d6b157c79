// The weekly reminders: keep the credit high. In channels what waits for somebody, in private only what concerns the
// one who reads it, never how many thanks somebody has left to give.
import { after, days } from "../rules/calendar.ts";
import { hadBoard, type JobOutcome, openChannels } from "./boards.ts";
import type { Book } from "./book.ts";
import { openFavors } from "./favor-lists.ts";
import type { Context, Verb } from "./list.ts";
import { type Notice, tell } from "./notices.ts";

/** How many favors one reminder shows. */
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
	let told = 0;
	for (const { id: channelId, workspaceId } of await openChannels(book.query, communityId)) {
		if (!(await hadBoard(book.query, communityId, channelId, week - 7))) continue;
		const waiting = await openFavors(book.query, communityId, { channelId, most: MOST_FAVORS });
		const favorIds = waiting.map(({ id }) => id);
		await tell(book, context, { workspaceId, channelId }, { kind: "reminder", favorIds, tip });
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

async function remindMembers(book: Book, context: Context): Promise<number> {
	let told = 0;
	for (const member of await candidates(book, context)) {
		const nudges = await nudgesFor(book, context, member);
		if (!nudges) continue;
		await tell(book, context, { workspaceId: member.workspaceId, memberId: member.memberId }, nudges);
		told += 1;
	}
	return told;
}

/** Members who take part and want to hear, each in the workspace they were met in first. */
async function candidates(book: Book, { communityId, now }: Context): Promise<Candidate[]> {
	const month = after(now, -days(30));
	const quarter = after(now, -days(90));
	return book.query<Candidate>(
		`SELECT m."id" AS "memberId", MIN(i."workspaceId") AS "workspaceId", a."balance" AS "balance",
		(SELECT COUNT(*) FROM "Favor" f WHERE f."communityId" = m."communityId" AND f."askerId" = m."id" AND f."askedAt" >= ?) AS "askedLately",
		(SELECT COUNT(*) FROM "Favor" f WHERE f."communityId" = m."communityId" AND f."helperId" = m."id" AND f."state" = 'kept' AND f."endedAt" >= ?) AS "keptLately",
		(SELECT COUNT(*) FROM "Favor" f WHERE f."communityId" = m."communityId" AND f."askerId" = m."id") AS "askedEver"
		FROM "Member" m
		JOIN "Account" a ON a."communityId" = m."communityId" AND a."id" = m."id"
		JOIN "Identity" i ON i."communityId" = m."communityId" AND i."memberId" = m."id"
		JOIN "Workspace" w ON w."id" = i."workspaceId" AND w."leftAt" IS NULL
		WHERE m."communityId" = ? AND m."quiet" = 'off' AND m."kind" IN ('person', 'guest')
		GROUP BY m."id", m."communityId", a."balance" ORDER BY m."id"`,
		[month, quarter, communityId],
	);
}

/** All that there is to say to one member this week, in one message; nothing for most. */
async function nudgesFor(book: Book, context: Context, member: Candidate): Promise<Notice | undefined> {
	const { communityId, policy } = context;
	const nudges: Notice = { kind: "nudges" };
	if (member.askedLately > 0 && member.balance < policy.favor.normal) {
		const couldDo = await openFavors(book.query, communityId, { notOf: member.memberId, most: MOST_FAVORS });
		nudges.low = { balance: member.balance, favorIds: couldDo.map(({ id }) => id) };
	}
	const unthanked = await helpersNotThanked(book, context, member.memberId);
	if (unthanked.length > 0) nudges.unthanked = unthanked;
	const askers = await helpersWhoAsk(book, context, member.memberId);
	if (askers.length > 0) nudges.askers = askers;
	if (member.keptLately >= ALWAYS_HELPS_KEPT && member.askedEver === 0) nudges.askYourself = true;
	return Object.keys(nudges).length > 1 ? nudges : undefined;
}

/** Who helped them in the last week, is still here, and has not heard a thanks from them since that stands. */
async function helpersNotThanked(book: Book, { communityId, now }: Context, memberId: number): Promise<number[]> {
	const rows = await book.query<{ helperId: number }>(
		`SELECT DISTINCT f."helperId" AS "helperId" FROM "Favor" f
		JOIN "Member" h ON h."communityId" = f."communityId" AND h."id" = f."helperId" AND h."kind" IN ('person', 'guest')
		WHERE f."communityId" = ? AND f."state" = 'kept' AND f."askerId" = ? AND f."endedAt" >= ? AND NOT EXISTS (
			SELECT 1 FROM "Entry" e JOIN "Posting" p ON p."communityId" = e."communityId" AND p."entryId" = e."id"
			WHERE e."communityId" = f."communityId" AND e."actorId" = f."askerId" AND e."kind" IN ('thanks', 'reaction')
			AND e."at" >= f."acceptedAt" AND p."accountId" = f."helperId"
			AND NOT EXISTS (SELECT 1 FROM "Entry" r WHERE r."communityId" = e."communityId" AND r."reverses" = e."id"))
		ORDER BY f."helperId" LIMIT 3`,
		[communityId, memberId, after(now, -days(7))],
	);
	return rows.map(({ helperId }) => helperId);
}

/** Open favors of people who helped them before, asked where everybody may see them. Answers with the favors. */
async function helpersWhoAsk(book: Book, { communityId }: Context, memberId: number): Promise<number[]> {
	const rows = await book.query<{ id: number }>(
		`SELECT f."id" AS "id" FROM "Favor" f
		WHERE f."communityId" = ? AND f."state" = 'open' AND f."targetId" IS NULL AND f."everywhere" AND f."askerId" IN (
			SELECT k."helperId" FROM "Favor" k WHERE k."communityId" = ? AND k."state" = 'kept' AND k."askerId" = ?)
		ORDER BY f."id" DESC LIMIT 3`,
		[communityId, communityId, memberId],
	);
	return rows.map(({ id }) => id);
}
