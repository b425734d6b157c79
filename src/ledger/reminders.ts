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
import { awakeAt, channelsToldOf, channelsWithBoard, type JobStep, openChannels } from "./boards.ts";
import type { Book } from "./book.ts";
import { PASS } from "./calls.ts";
import { openFavors } from "./favor-lists.ts";
import type { Context, Verb } from "./list.ts";
import { tell } from "./notices.ts";
import { mayTell } from "./told.ts";

/** So many channels and so many members have their turn at a time: between them others have theirs. */
const CHANNELS_AT_ONCE = 20;
const MEMBERS_AT_ONCE = 200;

/** The channel and the member after whom it goes on. */
export type RemindedTo = { channelId: number; memberId: number };
type Reminders = { period: string; week: number; tip: number; from?: RemindedTo | undefined };

/**
 * A portion of a week's reminders, and where the next one begins. Begun anew after it was interrupted, it tells nobody twice:
 * a channel has its line of the week, and a member is noted as told.
 */
export const remind: Verb<Reminders, JobStep<RemindedTo>> = async (book, context, input) => {
	const { communityId, now, policy } = context;
	const { period } = input;
	if (await book.get("JobRun", { communityId, job: "reminders", period })) return { ran: false, told: 0 };
	// Switched off, the week counts as done: switched on again, nothing stale comes.
	const { told, next } = policy.board.reminders ? await remindSome(book, context, input) : { told: 0 };
	if (next) return { ran: true, told, next };
	book.add("JobRun", { communityId, job: "reminders", period, ranAt: now });
	return { ran: true, told };
};

type Portion = { told: number; next?: RemindedTo };

async function remindSome(book: Book, context: Context, { week, tip, from }: Reminders): Promise<Portion> {
	const { channelId, memberId } = from ?? { channelId: 0, memberId: 0 };
	const channels = await channelsToRemind(book, context, week, channelId);
	const some = channels.slice(0, CHANNELS_AT_ONCE);
	const last = some.at(-1)?.id ?? channelId;
	if (some.length < channels.length)
		return { told: await remindChannels(book, context, some, week, tip), next: { channelId: last, memberId } };
	// All is asked before anything is changed.
	const members = await membersAfter(book, context, memberId);
	const hinted = members ? await hintsOf(book, context, members) : [];
	const inChannels = await remindChannels(book, context, some, week, tip);
	const told = inChannels + (await hintAt(book, context, hinted));
	return members?.more ? { told, next: { channelId: last, memberId: members.upTo } } : { told };
}

async function hintAt(book: Book, context: Context, hinted: readonly Hinted[]): Promise<number> {
	await book.ahead((ahead) => Promise.all(hinted.map((one) => readAhead(ahead, context, one))));
	let told = 0;
	for (const { memberId, workspaceId, hints } of hinted) {
		// Whatever day the reminders are moved to, and whoever runs them.
		if (!(await mayTell(book, context, memberId, "hints", hintedSince(context.now)))) continue;
		await tell(book, context, { workspaceId, memberId }, { kind: "nudges", hints });
		told += 1;
	}
	return told;
}

const subjectOf = (week: number): string => `reminder:${week}`;

type Open = Awaited<ReturnType<typeof openChannels>>;

/** The channels that had a board this Monday and were not reminded yet, after this one. */
async function channelsToRemind({ query }: Book, { communityId }: Context, week: number, after: number): Promise<Open> {
	const boarded = await channelsWithBoard(query, communityId, [week - 7]);
	const reminded = await channelsToldOf(query, communityId, [subjectOf(week)]);
	const open = await openChannels(query, communityId);
	return open.filter(({ id }) => id > after && boarded.has(id) && !reminded.has(id));
}

async function remindChannels(book: Book, context: Context, some: Open, week: number, tip: number): Promise<number> {
	const { communityId } = context;
	for (const { id: channelId, workspaceId } of some) {
		const waiting = await openFavors(book.query, communityId, { channelId, most: MOST_SHOWN });
		const favorIds = waiting.map(({ id }) => id);
		const dueAt = await awakeAt(book.query, context, channelId, week - 7);
		const options = { subject: subjectOf(week), dueAt };
		await tell(book, context, { workspaceId, channelId }, { kind: "reminder", favorIds, tip }, options);
	}
	return some.length;
}

/** The members whose turn it is, by their ids: those after one, up to another. */
type Members = { after: number; upTo: number; more: boolean };

async function membersAfter(book: Book, { communityId }: Context, after: number): Promise<Members | undefined> {
	const rows = await book.query<{ id: number }>(
		`SELECT "id" FROM "Member" WHERE "communityId" = ? AND "id" > ? ORDER BY "id" LIMIT ?`,
		[communityId, after, MEMBERS_AT_ONCE],
	);
	const last = rows.at(-1);
	return last && { after, upTo: last.id, more: rows.length === MEMBERS_AT_ONCE };
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

/** What concerns several is read once for all of them: one by one, it would take many times as long. */
async function hintsOf(book: Book, context: Context, members: Members): Promise<Hinted[]> {
	const { communityId, policy, now } = context;
	// One's own are not offered: so many of these can be. And as many again may be told of for another reason.
	const most = 2 * MOST_SHOWN + policy.favor.maxOpenPerAsker;
	const open = await openFavors(book.query, communityId, { most });
	const unthanked = await helpersNotThanked(book, context, members);
	const askers = await helpersWhoAsk(book, context, members);
	const passed = await passedOn(book, context, members);
	const found: Hinted[] = [];
	for (const { memberId, workspaceId, hintsOff, ...member } of await candidates(book, context, members)) {
		if (!hearsHints(member, now)) continue;
		const not = passed.get(memberId);
		const isOffered = (favorId: number): boolean => !not?.has(favorId);
		const facts = {
			...member,
			askedLately: member.askedLately > 0,
			unthanked: unthanked.get(memberId) ?? [],
			ofHelpers: (askers.get(memberId) ?? []).filter(isOffered),
			waiting: open.flatMap(({ id, askerId }) => (askerId !== memberId && isOffered(id) ? [id] : [])),
		};
		// All that there is to say to one member this week is one message; nothing for most.
		const hints = decideHints(facts, hintsIn(hintsOff), policy);
		if (hints.length > 0) found.push({ memberId, workspaceId, hints });
	}
	return found;
}

/** By the index of states and people: every state there is, so that nothing is read of anybody else. */
const ASKED = `"state" IN ('proposed', 'open', 'accepted', 'done', 'kept', 'declined', 'cancelled', 'expired')`;

/** What they asked for themselves and did for others, each in the workspace they were met in first. */
function candidates(book: Book, { communityId, now }: Context, { after: from, upTo }: Members): Promise<Candidate[]> {
	const lately = after(now, -days(LATELY_DAYS));
	const quarter = after(now, -days(QUARTER_DAYS));
	const who = [communityId, from, upTo];
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
			WHERE "communityId" = ? AND ${ASKED} AND "askerId" > ? AND "askerId" <= ? AND "askedAt" >= ? AND NOT "fromPot"
			GROUP BY "askerId") x ON x."askerId" = m."id"
		LEFT JOIN (SELECT "helperId", SUM(CASE WHEN "state" = 'kept' AND "endedAt" >= ? THEN 1 ELSE 0 END) AS "helped",
			SUM(CASE WHEN "state" IN ('accepted', 'done') THEN 1 ELSE 0 END) AS "helping" FROM "Favor"
			WHERE "communityId" = ? AND "state" IN ('accepted', 'done', 'kept') AND "helperId" > ? AND "helperId" <= ?
			GROUP BY "helperId") k ON k."helperId" = m."id"
		WHERE m."communityId" = ? AND m."id" > ? AND m."id" <= ? AND m."quiet" = 'off' AND m."kind" IN ('person', 'guest')
		GROUP BY m."id", m."communityId", a."balance", m."kind", m."quiet", m."hintsOff", m."awaySince", m."awayUntil",
			m."leftAt", m."frozenAt" ORDER BY m."id"`,
		[lately, ...who, quarter, quarter, ...who, ...who],
	);
}

type Found = Promise<Map<number, number[]>>;

/** By member, who helped them in the last week, is still here, and has not heard a thanks from them since that stands. */
async function helpersNotThanked(book: Book, { communityId, now }: Context, { after: from, upTo }: Members): Found {
	const rows = await book.query<{ askerId: number; helperId: number }>(
		// Ids rise with time: nothing from before the favor was asked is read, however long somebody has been thanking, or
		// was thanked.
		`SELECT f."askerId" AS "askerId", f."helperId" AS "helperId" FROM "Favor" f
		JOIN "Member" h ON h."communityId" = f."communityId" AND h."id" = f."helperId" AND h."kind" IN ('person', 'guest')
		WHERE f."communityId" = ? AND f."state" = 'kept' AND f."askerId" > ? AND f."askerId" <= ? AND f."endedAt" >= ?
		AND NOT EXISTS (
			SELECT 1 FROM "Entry" e CROSS JOIN "Posting" p
			WHERE e."communityId" = f."communityId" AND e."actorId" = f."askerId" AND e."id" > COALESCE((
				SELECT MIN(q."id") FROM "Entry" q WHERE q."communityId" = f."communityId" AND q."favorId" = f."id"), 0)
			AND e."kind" IN ('thanks', 'reaction') AND e."at" >= f."acceptedAt"
			AND p."communityId" = e."communityId" AND p."entryId" = e."id" AND p."accountId" = f."helperId"
			AND NOT EXISTS (SELECT 1 FROM "Entry" r WHERE r."communityId" = e."communityId" AND r."reverses" = e."id"))`,
		[communityId, from, upTo, after(now, -days(UNTHANKED_DAYS))],
	);
	const pairs = rows.map(({ askerId, helperId }) => [askerId, helperId] as const);
	return inOrder(pairs, (a, b) => a - b);
}

/** By member, open favors of people who helped them before, asked where everybody may see them: the newest. */
async function helpersWhoAsk(book: Book, { communityId }: Context, { after: from, upTo }: Members): Found {
	const rows = await book.query<{ memberId: number; id: number }>(
		// Neither sorted nor made distinct here, and in this order: SQLite would walk every pair of favors for it.
		`SELECT k."askerId" AS "memberId", f."id" AS "id" FROM "Favor" k
		CROSS JOIN "Favor" f
		WHERE k."communityId" = ? AND k."state" = 'kept' AND k."askerId" > ? AND k."askerId" <= ?
		AND f."communityId" = k."communityId" AND f."state" = 'open' AND f."askerId" = k."helperId"
		AND f."targetId" IS NULL AND f."everywhere"`,
		[communityId, from, upTo],
	);
	const pairs = rows.map(({ memberId, id }) => [memberId, id] as const);
	return inOrder(pairs, (a, b) => b - a);
}

/** By member, the favors to which they said "not now": those are offered to them no more. */
async function passedOn(book: Book, { communityId }: Context, { after: from, upTo }: Members) {
	const rows = await book.query<{ memberId: number; kind: string }>(
		`SELECT "memberId", "kind" FROM "Told"
		WHERE "communityId" = ? AND "memberId" > ? AND "memberId" <= ? AND "kind" LIKE '${PASS}%'`,
		[communityId, from, upTo],
	);
	const passed = new Map<number, Set<number>>();
	for (const { memberId, kind } of rows) {
		passed.set(memberId, (passed.get(memberId) ?? new Set()).add(Number(kind.slice(PASS.length))));
	}
	return passed;
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
