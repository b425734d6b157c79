// What is to be known of a bank as a whole: read for whoever runs it, and posted once a month in words. It tells nobody's
// balance, and nothing of who was refused. A large book is never read from its beginning: ids rise with time.
import { after, days, weekOf } from "../rules/calendar.ts";
import { isNewcomer } from "../rules/floor.ts";
import {
	type Ask,
	gives,
	HEALTH_DAYS,
	type Health,
	type HealthFacts,
	inPublic,
	judgeHealth,
	type PublicHealth,
	RUN_DAYS,
	tellsOfTheBank,
} from "../rules/health.ts";
import type { Policy } from "../rules/policy.ts";
import { WALLET } from "../rules/tally.ts";
import { POT, WORLD } from "../rules/types.ts";
import type { Row } from "../storage/tables.ts";
import { awakeAt, channelsToldOf, channelsWithBoard, type JobStep, openChannels, type Query } from "./boards.ts";
import type { Book } from "./book.ts";
import type { Context, Verb } from "./list.ts";
import { tell } from "./notices.ts";

/** `timezone` is the community's. */
export type HealthOf = { communityId: number; timezone: string; policy: Policy };

export async function readHealth(query: Query, of: HealthOf, now: Date): Promise<Health> {
	return judgeHealth(await readFacts(query, of, now), of.policy, now);
}

async function readFacts(query: Query, { communityId, timezone, policy }: HealthOf, now: Date): Promise<HealthFacts> {
	const since = after(now, -days(HEALTH_DAYS));
	const fromWeek = weekOf(since, timezone);
	return {
		...(await readPeople(query, communityId, since, policy, now)),
		...(await readCredits(query, communityId, since)),
		...(await readAsks(query, communityId, fromWeek, policy, now)),
		...(await readRefused(query, communityId, fromWeek)),
		givers: await countGivers(query, communityId, fromWeek),
	};
}

type People = Pick<HealthFacts, "people" | "peopleBefore" | "balances" | "newcomers">;

async function readPeople(query: Query, communityId: number, since: Date, policy: Policy, now: Date): Promise<People> {
	const rows = await query<Pick<Row<"Member">, "kind" | "joinedAt" | "leftAt"> & { balance: number }>(
		`SELECT m."kind", m."joinedAt", m."leftAt", a."balance" FROM "Member" m
		JOIN "Account" a ON a."communityId" = m."communityId" AND a."id" = m."id" WHERE m."communityId" = ?`,
		[communityId],
	);
	const here = rows.filter(({ kind, leftAt }) => leftAt === null && (kind === "person" || kind === "guest"));
	const leftSince = rows.filter(({ leftAt }) => leftAt !== null && leftAt > since);
	return {
		people: here.length,
		peopleBefore: [...here, ...leftSince].filter(({ joinedAt }) => joinedAt <= since).length,
		balances: here.map(({ balance }) => balance),
		newcomers: here.filter((member) => isNewcomer(member, policy, now)).length,
	};
}

type Credits = Pick<HealthFacts, "credits" | "creditsBefore" | "minted" | "pot" | "setAsideSince">;

/** All that is outside of the pot. What was there before is what there is now without what came and went since. */
async function readCredits(query: Query, communityId: number, since: Date): Promise<Credits> {
	const sum = async (sql: string, ...params: (number | Date)[]): Promise<number> =>
		(await query<{ credits: number }>(sql, [communityId, ...params]))[0]?.credits ?? 0;
	const inWallets = await sum(
		`SELECT COALESCE(SUM(a."balance"), 0) AS "credits" FROM "Member" m
		JOIN "Account" a ON a."communityId" = m."communityId" AND a."id" = m."id" WHERE m."communityId" = ?`,
	);
	const setAside = await query<{ askedAt: Date; cost: number }>(
		`SELECT "askedAt", "cost" FROM "Favor"
		WHERE "communityId" = ? AND "state" IN ('open', 'accepted', 'done') AND "cost" > 0`,
		[communityId],
	);
	const tiedUp = await sum(
		`SELECT COALESCE(SUM("amount"), 0) AS "credits" FROM "Vouch" WHERE "communityId" = ? AND "state" = 'standing'`,
	);
	const before = await lastBefore(query, communityId, ENTRIES, since);
	const minted = await sum(
		`SELECT COALESCE(-SUM("amount"), 0) AS "credits" FROM "Posting"
		WHERE "communityId" = ? AND "accountId" = ${WORLD} AND "seq" > ?`,
		before,
	);
	const pot = await sum(`SELECT "balance" AS "credits" FROM "Account" WHERE "communityId" = ? AND "id" = ${POT}`);
	const potBefore = await sum(
		`SELECT "balanceAfter" AS "credits" FROM "Posting" WHERE "communityId" = ? AND "accountId" = ${POT} AND "entryId" <= ?
		ORDER BY "seq" DESC LIMIT 1`,
		before,
	);
	const credits = inWallets + setAside.reduce((total, { cost }) => total + cost, 0) + tiedUp;
	const creditsBefore = credits + pot - minted - potBefore;
	return { credits, creditsBefore, minted, pot, setAsideSince: setAside.map(({ askedAt }) => askedAt) };
}

/** What rises with the ids of a table. */
type Rising = { table: "Entry" | "Favor"; column: "at" | "askedWeek" };
const ENTRIES: Rising = { table: "Entry", column: "at" };
const FAVORS: Rising = { table: "Favor", column: "askedWeek" };

/** The id of the last row before a moment or a week, 0 for none: found by halving. */
async function lastBefore(
	query: Query,
	communityId: number,
	{ table, column }: Rising,
	moment: Date | number,
): Promise<number> {
	const upTo = async (id: number) => {
		const [row] = await query<{ id: number; at?: Date; askedWeek?: number }>(
			`SELECT "id", "${column}" FROM "${table}" WHERE "communityId" = ? AND "id" <= ? ORDER BY "id" DESC LIMIT 1`,
			[communityId, id],
		);
		return row;
	};
	let [low, high] = [0, (await upTo(LAST_ID))?.id ?? 0];
	while (low < high) {
		const middle = Math.ceil((low + high) / 2);
		const row = await upTo(middle);
		if (row && (row[column] ?? 0) >= moment) high = row.id - 1;
		else low = middle;
	}
	return low;
}

const LAST_ID = 2 ** 31 - 1;

type Asks = Pick<HealthFacts, "asks" | "offers">;

/** What was asked since the beginning of a week, and how much was taken up of late. Favors for the team are nobody's ask. */
async function readAsks(query: Query, communityId: number, fromWeek: number, policy: Policy, now: Date): Promise<Asks> {
	const since = after(now, -days(RUN_DAYS));
	const lately = (column: "given" | "kept") =>
		`COALESCE((SELECT SUM(t."${column}") FROM "MemberTally" t WHERE t."communityId" = f."communityId"
		AND t."channelId" = ${WALLET} AND t."week" IN (${WEEKS_BACK.map((back) => `f."askedWeek" - ${back}`).join(", ")})
		AND t."memberId" = f."askerId"), 0)`;
	const rows = await query<Row<"Favor"> & { joinedAt: Date; thanked: number; helped: number }>(
		`SELECT f."askedAt", f."acceptedAt", f."endedAt", f."state", f."fromPot", m."joinedAt",
		${lately("given")} AS "thanked", ${lately("kept")} AS "helped" FROM "Favor" f
		JOIN "Member" m ON m."communityId" = f."communityId" AND m."id" = f."askerId"
		WHERE f."communityId" = ? AND f."id" > ? AND f."id" <= ?`,
		[communityId, await lastBefore(query, communityId, FAVORS, fromWeek), LAST_ID],
	);
	const asked = rows.filter(({ fromPot }) => !fromPot);
	return {
		offers: rows.filter(({ acceptedAt }) => acceptedAt !== null && acceptedAt >= since).length,
		asks: asked.map(({ joinedAt, askedAt, acceptedAt, endedAt, state, ...given }): Ask => {
			const newcomer = isNewcomer({ joinedAt }, policy, askedAt);
			return { askedAt, acceptedAt, endedAt, state: state as Ask["state"], newcomer, gave: gives(given) };
		}),
	};
}

/** A week and those of the four weeks before it, by their Mondays. */
const WEEKS_BACK = [0, 7, 14, 21, HEALTH_DAYS];

async function readRefused(
	query: Query,
	communityId: number,
	fromWeek: number,
): Promise<Pick<HealthFacts, "refused" | "refusedNewcomers">> {
	const [found] = await query<{ refused: number; newcomers: number }>(
		`SELECT COALESCE(SUM("refused"), 0) AS "refused", COALESCE(SUM("newcomers"), 0) AS "newcomers" FROM "RefusedAsks"
		WHERE "communityId" = ? AND "week" >= ?`,
		[communityId, fromWeek],
	);
	return { refused: found?.refused ?? 0, refusedNewcomers: found?.newcomers ?? 0 };
}

/** Different people who thanked or helped somebody and are here. */
async function countGivers(query: Query, communityId: number, fromWeek: number): Promise<number> {
	const [found] = await query<{ givers: number }>(
		`SELECT COUNT(DISTINCT t."memberId") AS "givers" FROM "MemberTally" t
		JOIN "Member" m ON m."communityId" = t."communityId" AND m."id" = t."memberId"
		WHERE t."communityId" = ? AND t."channelId" = ? AND t."week" >= ? AND (t."given" > 0 OR t."kept" > 0)
		AND m."kind" IN ('person', 'guest') AND m."leftAt" IS NULL`,
		[communityId, WALLET, fromWeek],
	);
	return found?.givers ?? 0;
}

/** Counts an ask that was refused for lack of credit, for the week, where that says something of the bank: not whose it was. */
export const noteRefusedAsk: Verb<{ memberId: number }, null> = async (book, context, { memberId }) => {
	const { communityId, now, policy, timezone } = context;
	const key = { communityId, week: weekOf(now, timezone) };
	const [member, known, ...lately] = await Promise.all([
		book.get("Member", { communityId, id: memberId }),
		book.get("RefusedAsks", key),
		...WEEKS_BACK.map((back) =>
			book.get("MemberTally", { communityId, channelId: WALLET, week: key.week - back, memberId }),
		),
	]);
	const newcomer = member !== undefined && isNewcomer(member, policy, now);
	const sum = (column: "given" | "kept") => lately.reduce((total, tally) => total + (tally?.[column] ?? 0), 0);
	if (!tellsOfTheBank({ newcomer, gave: gives({ thanked: sum("given"), helped: sum("kept") }) })) return null;
	const { refused = 0, newcomers = 0 } = known ?? {};
	book.set("RefusedAsks", { ...key, refused: refused + 1, newcomers: newcomers + (newcomer ? 1 : 0) });
	return null;
};

/** Boards are posted where something happened: the month's word goes where there was one in the last four weeks. */
const BOARD_WEEKS = [7, 14, 21, 28];

/** So many channels have their turn at a time: between them others have theirs. */
const CHANNELS_AT_ONCE = 20;

/** The channel after which it goes on, and what was read: all channels are told the same. */
export type HealthToldTo = { channelId: number; health: PublicHealth };
type MonthsWord = { period: string; week: number; from?: HealthToldTo | undefined };

/**
 * A month's word on how the bank does, once for a period, in the channels that have boards. `week` is the Monday of now.
 * Begun anew after it was interrupted, it is said in no channel twice.
 */
export const postHealth: Verb<MonthsWord, JobStep<HealthToldTo>> = async (book, context, input) => {
	const { communityId, now, policy } = context;
	const { period, from } = input;
	if (await book.get("JobRun", { communityId, job: "health", period })) return { ran: false, told: 0 };
	const channels = policy.board.monthly ? await channelsToTell(book, context, input) : [];
	// Read once: all channels are told the same.
	const read = async () => from?.health ?? inPublic(await readHealth(book.query, context, now));
	const health = channels.length > 0 ? await read() : undefined;
	const some = health ? channels.slice(0, CHANNELS_AT_ONCE) : [];
	if (health) await tellAll(book, context, some, health, input);
	const [told, last] = [some.length, some.at(-1)];
	if (health && last && told < channels.length) return { ran: true, told, next: { channelId: last.id, health } };
	book.add("JobRun", { communityId, job: "health", period, ranAt: now });
	return { ran: true, told };
};

async function tellAll(
	book: Book,
	context: Context,
	channels: Channels,
	health: PublicHealth,
	{ period, week }: MonthsWord,
): Promise<void> {
	for (const { id: channelId, workspaceId } of channels) {
		const dueAt = await awakeAt(book.query, context, channelId, week - 7);
		const options = { subject: subjectOf(period), dueAt };
		await tell(book, context, { workspaceId, channelId }, { kind: "health", health }, options);
	}
}

type Channels = Awaited<ReturnType<typeof openChannels>>;

const subjectOf = (period: string): string => `health:${period}`;

async function channelsToTell(
	book: Book,
	{ communityId }: Context,
	{ period, week, from }: MonthsWord,
): Promise<Channels> {
	const weeks = BOARD_WEEKS.map((back) => week - back);
	const boarded = await channelsWithBoard(book.query, communityId, weeks);
	const told = await channelsToldOf(book.query, communityId, [subjectOf(period)]);
	const open = await openChannels(book.query, communityId);
	return open.filter(({ id }) => id > (from?.channelId ?? 0) && boarded.has(id) && !told.has(id));
}
