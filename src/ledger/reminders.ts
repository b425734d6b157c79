// The weekly reminders: keep the credit high. In channels what waits for somebody, in private only what concerns the
// one who reads it, never how many thanks somebody has left to give. Who is hinted at what is the rules' business.
import { after, days } from "../rules/calendar.ts";
import {
	decideHints,
	type Hearer,
	type Hint,
	hearsHints,
	hintedSince,
	hintsIn,
	LATELY_DAYS,
	MOST_SHOWN,
	QUARTER_DAYS,
	UNTHANKED_DAYS,
} from "../rules/hints.ts";
import { awakeAt, channelsWithBoard, type JobOutcome, openChannels } from "./boards.ts";
import type { Book } from "./book.ts";
import { openFavors } from "./favor-lists.ts";
import type { Context, Verb } from "./list.ts";
import { tell } from "./notices.ts";
import { mayTell } from "./told.ts";

export const remind: Verb<{ period: string; week: number; tip: number }, JobOutcome> = async (book, context, input) => {
	const { communityId, now, policy } = context;
	if (await book.get("JobRun", { communityId, job: "reminders", period: input.period })) return { ran: false, told: 0 };
	// Switched off, the week counts as done: switched on again, nothing stale comes.
	const told = policy.board.reminders ? await remindAll(book, context, input.week, input.tip) : 0;
	book.add("JobRun", { communityId, job: "reminders", period: input.period, ranAt: now });
	return { ran: true, told };
};

async function remindAll(book: Book, context: Context, week: number, tip: number): Promise<number> {
	// All is asked before anything is changed.
	const hinted = await hintsOfAll(book, context);
	const inChannels = await remindChannels(book, context, week, tip);
	await book.ahead((ahead) => Promise.all(hinted.map((one) => readAhead(ahead, context, one))));
	let told = 0;
	for (const { memberId, workspaceId, hints } of hinted) {
		// Whatever day the reminders are moved to, and whoever runs them.
		if (!(await mayTell(book, context, memberId, "hints", hintedSince(context.now)))) continue;
		await tell(book, context, { workspaceId, memberId }, { kind: "nudges", hints });
		told += 1;
	}
	return inChannels + told;
}

/** The channels that had a board this Monday. */
async function remindChannels(book: Book, context: Context, week: number, tip: number): Promise<number> {
	const { communityId } = context;
	const boarded = await channelsWithBoard(book.query, communityId, [week - 7]);
	let told = 0;
	for (const { id: channelId, workspaceId } of await openChannels(book.query, communityId)) {
		if (!boarded.has(channelId)) continue;
		const waiting = await openFavors(book.query, communityId, { channelId, most: MOST_SHOWN });
		const favorIds = waiting.map(({ id }) => id);
		const dueAt = await awakeAt(book.query, context, channelId, week - 7);
		await tell(book, context, { workspaceId, channelId }, { kind: "reminder", favorIds, tip }, { dueAt });
		told += 1;
	}
	return told;
}

type Candidate = Hearer & {
	memberId: number;
	workspaceId: number;
	balance: number;
	hintsOff: string;
	askedLately: number;
	asked: number;
	taken: number;
	helped: number;
	helping: number;
};

type Hinted = { memberId: number; workspaceId: number; hints: Hint[] };

const readAhead = (book: Book, { communityId }: Context, { memberId, workspaceId }: Hinted): Promise<unknown> =>
	Promise.all([
		book.get("Told", { communityId, memberId, kind: "hints" }),
		book.get("Destination", { communityId, workspaceId, name: `m${memberId}` }),
	]);

/** What concerns many is read once for all of them: one by one, a large community would stand still meanwhile. */
async function hintsOfAll(book: Book, context: Context): Promise<Hinted[]> {
	const { communityId, policy, now } = context;
	// One's own are not offered: so many of these can be. And as many again may be told of for another reason.
	const most = 2 * MOST_SHOWN + policy.favor.maxOpenPerAsker;
	const open = await openFavors(book.query, communityId, { most });
	const unthanked = await helpersNotThanked(book, context);
	const askers = await helpersWhoAsk(book, context);
	const found: Hinted[] = [];
	for (const { memberId, workspaceId, hintsOff, ...member } of await candidates(book, context)) {
		if (!hearsHints(member, now)) continue;
		const facts = {
			...member,
			askedLately: member.askedLately > 0,
			unthanked: unthanked.get(memberId) ?? [],
			ofHelpers: askers.get(memberId) ?? [],
			waiting: open.filter(({ askerId }) => askerId !== memberId).map(({ id }) => id),
		};
		// All that there is to say to one member this week is one message; nothing for most.
		const hints = decideHints(facts, hintsIn(hintsOff), policy);
		if (hints.length > 0) found.push({ memberId, workspaceId, hints });
	}
	return found;
}

/** Everybody with what they asked for themselves and did for others, each in the workspace they were met in first. */
function candidates(book: Book, { communityId, now }: Context): Promise<Candidate[]> {
	const lately = after(now, -days(LATELY_DAYS));
	const quarter = after(now, -days(QUARTER_DAYS));
	return book.query<Candidate>(
		`SELECT m."id" AS "memberId", MIN(i."workspaceId") AS "workspaceId", a."balance" AS "balance",
		m."kind", m."quiet", m."hintsOff", m."awaySince", m."awayUntil", m."leftAt", m."frozenAt",
		COALESCE(MAX(x."lately"), 0) AS "askedLately", COALESCE(MAX(x."asked"), 0) AS "asked",
		COALESCE(MAX(x."taken"), 0) AS "taken",
		COALESCE(MAX(k."helped"), 0) AS "helped", COALESCE(MAX(k."helping"), 0) AS "helping"
		FROM "Member" m
		JOIN "Account" a ON a."communityId" = m."communityId" AND a."id" = m."id"
		JOIN "Identity" i ON i."communityId" = m."communityId" AND i."memberId" = m."id"
		JOIN "Workspace" w ON w."id" = i."workspaceId" AND w."leftAt" IS NULL
		LEFT JOIN (SELECT "askerId", COUNT(*) AS "asked", SUM(CASE WHEN "askedAt" >= ? THEN 1 ELSE 0 END) AS "lately",
			SUM(CASE WHEN "state" IN ('declined', 'cancelled', 'expired') THEN 0 ELSE 1 END) AS "taken" FROM "Favor"
			WHERE "communityId" = ? AND "askedAt" >= ? AND NOT "fromPot" GROUP BY "askerId") x ON x."askerId" = m."id"
		LEFT JOIN (SELECT "helperId", SUM(CASE WHEN "state" = 'kept' AND "endedAt" >= ? THEN 1 ELSE 0 END) AS "helped",
			SUM(CASE WHEN "state" IN ('accepted', 'done') THEN 1 ELSE 0 END) AS "helping" FROM "Favor"
			WHERE "communityId" = ? AND "state" IN ('accepted', 'done', 'kept') GROUP BY "helperId"
		) k ON k."helperId" = m."id"
		WHERE m."communityId" = ? AND m."quiet" = 'off' AND m."kind" IN ('person', 'guest')
		GROUP BY m."id", m."communityId", a."balance", m."kind", m."quiet", m."hintsOff", m."awaySince", m."awayUntil",
			m."leftAt", m."frozenAt" ORDER BY m."id"`,
		[lately, communityId, quarter, quarter, communityId, communityId],
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
		[communityId, after(now, -days(UNTHANKED_DAYS))],
	);
	const pairs = rows.map(({ askerId, helperId }) => [askerId, helperId] as const);
	return inOrder(pairs, (a, b) => a - b);
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
	return inOrder(pairs, (a, b) => b - a);
}

/** Of each member all in this order, each once. */
function inOrder(
	pairs: (readonly [memberId: number, one: number])[],
	order: (a: number, b: number) => number,
): Map<number, number[]> {
	const all = new Map<number, Set<number>>();
	for (const [memberId, one] of pairs) all.set(memberId, (all.get(memberId) ?? new Set()).add(one));
	return new Map([...all].map(([memberId, ones]) => [memberId, [...ones].sort(order)]));
}
