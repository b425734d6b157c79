// What a member sees of their own account. Private to its owner: whoever shows it makes sure of that.
import { type Absence, isAway } from "../rules/away.ts";
import { endOfPeriod, type Period, periodOf, weekOf } from "../rules/calendar.ts";
import type { Policy } from "../rules/policy.ts";
import { WALLET } from "../rules/tally.ts";
import { allowanceLeft } from "../rules/thanks.ts";
import type { Query } from "./boards.ts";
import { readFloor } from "./floors.ts";

export type HistoryLine = {
	entryId: number;
	kind: string;
	at: Date;
	amount: number;
	actorId: number | null;
	/** Of the entry that was taken back, for a reversal. */
	reversedKind: string | null;
	favorId: number | null;
	/** Where it counts; none for what was said in private. */
	channelId: number | null;
	askerId: number | null;
	helperId: number | null;
	/** Of what is vouched: the other of the two. */
	otherId: number | null;
	/** What was typed with it. */
	text: string;
};

export type Wallet = {
	balance: number;
	/** Set aside for favors that are under way. */
	setAside: number;
	floor: number;
	/** What is tied up by vouching for others, and what others vouch for this member. */
	vouches: { given: { memberId: number; amount: number }[]; received: { memberId: number; amount: number }[] };
	/** What could be spent now. */
	available: number;
	thanks: { left: number; perDay: number; period: Period; resetsAt: Date };
	/** What is above this fades by half in so many days; none where nothing does. */
	fading: { above: number; halfLifeDays: number } | undefined;
	/** While they are away: until when, if they said so. */
	away: { until: Date | null } | undefined;
	/** Over the last 90 days (thirteen weeks). */
	meter: { given: number; kept: number; asked: number };
	history: HistoryLine[];
};

const METER_WEEKS = 13;
const HISTORY_LINES = 10;

export type WalletOf = { communityId: number; memberId: number; timezone: string; communityTimezone: string };

/** Reads a wallet; undefined for somebody who has none. */
export async function readWallet(query: Query, of: WalletOf, policy: Policy, now: Date): Promise<Wallet | undefined> {
	const { communityId, memberId } = of;
	const [account] = await query<{ balance: number; joinedAt: Date } & Absence>(
		`SELECT a."balance", m."joinedAt", m."awaySince", m."awayUntil" FROM "Account" a
		JOIN "Member" m ON m."communityId" = a."communityId" AND m."id" = a."id" WHERE a."communityId" = ? AND a."id" = ?`,
		[communityId, memberId],
	);
	if (!account) return undefined;
	const [escrow] = await query<{ setAside: number }>(
		`SELECT COALESCE(SUM(a."balance"), 0) AS "setAside" FROM "Favor" f
		JOIN "Account" a ON a."communityId" = f."communityId" AND a."id" = f."id"
		WHERE f."communityId" = ? AND f."askerId" = ? AND NOT f."fromPot" AND f."state" IN ('open', 'accepted', 'done')`,
		[communityId, memberId],
	);
	const given = await query<{ receiverId: number; credits: number }>(
		`SELECT "receiverId", "credits" FROM "GivenDay" WHERE "communityId" = ? AND "giverId" = ? AND "day" = ?`,
		[communityId, memberId, periodOf(now, of.timezone, policy.thanks.period)],
	);
	const thisWeek = weekOf(now, of.communityTimezone);
	// One by one, so that each is a look-up: everybody's rows of a week lie together.
	const weeks = Array.from({ length: METER_WEEKS }, (_, back) => thisWeek - 7 * back);
	const [meter] = await query<{ given: number; kept: number; asked: number }>(
		`SELECT COALESCE(SUM("given"), 0) AS "given", COALESCE(SUM("kept"), 0) AS "kept", COALESCE(SUM("asked"), 0) AS "asked"
		FROM "MemberTally" WHERE "communityId" = ? AND "channelId" = ? AND "memberId" = ?
		AND "week" IN (${weeks.map(() => "?").join(", ")})`,
		[communityId, WALLET, memberId, ...weeks],
	);
	const member = { communityId, id: memberId, joinedAt: account.joinedAt };
	const { floor, vouches } = await readFloor(query, member, policy, now);
	const givenToday = new Map(given.map((row) => [row.receiverId, row.credits]));
	return {
		balance: account.balance,
		setAside: escrow?.setAside ?? 0,
		floor,
		vouches: {
			given: vouches.filter(({ voucherId }) => voucherId === memberId),
			received: vouches
				.filter((one) => one.memberId === memberId)
				.map(({ voucherId, amount }) => ({ memberId: voucherId, amount })),
		},
		available: Math.max(0, account.balance - floor),
		thanks: {
			left: allowanceLeft(givenToday, policy),
			perDay: policy.thanks.perDay,
			period: policy.thanks.period,
			resetsAt: endOfPeriod(now, of.timezone, policy.thanks.period),
		},
		fading: fadingOf(policy),
		away: isAway(account, now) ? { until: account.awayUntil } : undefined,
		meter: meter ?? { given: 0, kept: 0, asked: 0 },
		history: await readHistory(query, communityId, memberId),
	};
}

const fadingOf = ({ fading, favor }: Policy): Wallet["fading"] =>
	fading.halfLifeDays === 0 ? undefined : { above: favor.normal, halfLifeDays: fading.halfLifeDays };

/** The last entries that moved the balance, the newest first; what one entry moved is one line. */
export async function readHistory(query: Query, communityId: number, memberId: number): Promise<HistoryLine[]> {
	const postings = await query<HistoryLine>(
		`SELECT e."id" AS "entryId", e."kind" AS "kind", e."at" AS "at", p."amount" AS "amount",
		e."actorId" AS "actorId", o."kind" AS "reversedKind", e."favorId" AS "favorId", e."channelId" AS "channelId",
		f."askerId" AS "askerId", f."helperId" AS "helperId", COALESCE(w."text", '') AS "text",
		CASE WHEN v."id" IS NULL THEN q."accountId" WHEN v."voucherId" = p."accountId" THEN v."memberId"
			ELSE v."voucherId" END AS "otherId"
		FROM "Posting" p
		JOIN "Entry" e ON e."communityId" = p."communityId" AND e."id" = p."entryId"
		LEFT JOIN "Entry" o ON o."communityId" = e."communityId" AND o."id" = e."reverses"
		LEFT JOIN "Favor" f ON f."communityId" = e."communityId" AND f."id" = e."favorId"
		LEFT JOIN "Words" w ON w."communityId" = e."communityId"
			AND ((w."kind" = 'thanks' AND w."ownerId" = e."id") OR (w."kind" = 'favor' AND w."ownerId" = e."favorId"))
		LEFT JOIN "Posting" q ON q."communityId" = e."communityId" AND q."entryId" = e."id"
			AND q."accountId" <> p."accountId" AND e."kind" IN ('vouch', 'vouch-released', 'vouch-paid', 'vouch-repaid')
		LEFT JOIN "Vouch" v ON v."communityId" = q."communityId" AND v."id" = q."accountId"
		WHERE p."communityId" = ? AND p."accountId" = ? ORDER BY p."seq" DESC LIMIT ?`,
		[communityId, memberId, 2 * HISTORY_LINES],
	);
	const lines = new Map<number, HistoryLine>();
	for (const posting of postings) {
		const line = lines.get(posting.entryId);
		if (line) line.amount += posting.amount;
		else lines.set(posting.entryId, { ...posting });
	}
	return [...lines.values()].slice(0, HISTORY_LINES);
}
