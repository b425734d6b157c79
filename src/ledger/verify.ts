// Checks every law of the book over the whole database, beside a running bot. It reads, and never mends.
// Each law is one statement, so that it sees one moment; rows are streamed, so that memory stays constant.
import { WORLD } from "../rules/types.ts";
import type { Snapshot, Storage } from "../storage/storage.ts";
import { CHANGE_LAWS } from "./verify-changes.ts";
import { POT_LAWS } from "./verify-pot.ts";
import { ROLL_UP_LAWS } from "./verify-roll-ups.ts";
import { rollUpsAgree } from "./verify-sums.ts";
import { VOUCH_LAWS } from "./verify-vouches.ts";

export type Breach = { law: string; community: number; what: string };
export type Verified = { ok: boolean; entries: number; postings: number; accounts: number; breaches: Breach[] };

/**
 * A statement that finds what breaks a law: `communityId`, and whatever tells where. What has no index is gathered
 * before it is joined: row by row it would take the square of the book.
 */
export type Law = { law: string; sql: string };

type Report = (law: string, community: number, what: string) => void;

/** So many breaches tell enough: the first ones show where it began. */
const MOST_BREACHES = 100;

/** Throws only what the database throws. */
export async function verify(storage: Storage): Promise<Verified> {
	const breaches: Breach[] = [];
	const report: Report = (law, community, what) => {
		if (breaches.length < MOST_BREACHES) breaches.push({ law, community, what });
	};
	return storage.snapshot(async (snapshot) => {
		const agree = await rollUpsAgree(snapshot);
		for (const { law, sql } of [...LAWS, ...VOUCH_LAWS, ...ROLL_UP_LAWS.filter((_law, index) => !agree[index])]) {
			for await (const { communityId, ...row } of snapshot.stream<{ communityId: number }>(sql, [])) {
				report(law, communityId, describe(row));
			}
		}
		const { accounts, postings } = await checkBalances(snapshot, report);
		let entries = 0;
		for await (const row of snapshot.stream<{ count: number }>(`SELECT COUNT(*) AS "count" FROM "Entry"`, [])) {
			entries = Number(row.count);
		}
		return { ok: breaches.length === 0, entries, postings, accounts, breaches };
	});
}

const describe = (row: object): string =>
	Object.entries(row)
		.map(([name, value]) => `${name} ${value}`)
		.join(", ");

const LAWS: Law[] = [
	...CHANGE_LAWS,
	{
		law: "an entry's postings sum to zero",
		sql: `SELECT e."communityId", e."id" AS "entry", COALESCE(SUM(p."amount"), 0) AS "sum" FROM "Entry" e
			LEFT JOIN "Posting" p ON p."communityId" = e."communityId" AND p."entryId" = e."id"
			GROUP BY e."communityId", e."id" HAVING COALESCE(SUM(p."amount"), 0) <> 0 OR COUNT(p."amount") = 0`,
	},
	{
		law: "a posting belongs to an entry and an account, and moves something",
		sql: `SELECT p."communityId", p."accountId" AS "account", p."seq" AS "seq" FROM "Posting" p
			LEFT JOIN "Entry" e ON e."communityId" = p."communityId" AND e."id" = p."entryId"
			LEFT JOIN "Account" a ON a."communityId" = p."communityId" AND a."id" = p."accountId"
			WHERE e."id" IS NULL OR p."amount" = 0 OR (p."accountId" <> ${WORLD} AND a."id" IS NULL)`,
	},
	{
		law: "an entry of a favor has its favor",
		sql: `SELECT e."communityId", e."id" AS "entry", e."favorId" AS "favor" FROM "Entry" e
			LEFT JOIN "Favor" f ON f."communityId" = e."communityId" AND f."id" = e."favorId"
			WHERE f."id" IS NULL AND (e."favorId" IS NOT NULL OR e."kind" IN ('favor-asked', 'favor-funded', 'favor-kept', 'favor-returned'))`,
	},
	{
		law: "a favor's escrow is its cost while it is open, and zero afterwards",
		sql: `SELECT f."communityId", f."id" AS "favor", f."state" AS "state", f."cost" AS "cost", a."balance" AS "escrow"
			FROM "Favor" f LEFT JOIN "Account" a ON a."communityId" = f."communityId" AND a."id" = f."id"
			WHERE a."balance" IS NULL OR a."kind" <> 'escrow' OR a."balance" <>
			CASE WHEN f."state" IN ('open', 'accepted', 'done') THEN f."cost" ELSE 0 END`,
	},
	{
		law: "a favor is resolved once, by the entry that its state says",
		sql: `SELECT f."communityId", f."id" AS "favor", f."state" AS "state", COALESCE(x."kept", 0) AS "kept",
			COALESCE(x."returned", 0) AS "returned" FROM "Favor" f LEFT JOIN (SELECT "communityId", "favorId",
				SUM(CASE WHEN "kind" = 'favor-kept' THEN 1 ELSE 0 END) AS "kept",
				SUM(CASE WHEN "kind" = 'favor-returned' THEN 1 ELSE 0 END) AS "returned"
				FROM "Entry" WHERE "favorId" IS NOT NULL GROUP BY "communityId", "favorId"
			) x ON x."communityId" = f."communityId" AND x."favorId" = f."id"
			WHERE COALESCE(x."kept", 0) > CASE WHEN f."state" = 'kept' THEN 1 ELSE 0 END
			OR COALESCE(x."returned", 0) > CASE WHEN f."state" IN ('declined', 'cancelled', 'expired') THEN 1 ELSE 0 END
			OR (f."cost" > 0 AND f."state" NOT IN ('proposed', 'open', 'accepted', 'done')
				AND COALESCE(x."kept", 0) + COALESCE(x."returned", 0) <>
				CASE WHEN f."fromPot" AND f."approvedBy" IS NULL THEN 0 ELSE 1 END)`,
	},
	{
		law: "an entry is reversed at most once, by the same postings negated",
		sql: `SELECT r."communityId", r."id" AS "reversal", p."accountId" AS "account", SUM(p."amount") AS "left"
			FROM (SELECT "communityId", "id", "id" AS "half" FROM "Entry" WHERE "reverses" IS NOT NULL
				UNION ALL SELECT "communityId", "id", "reverses" FROM "Entry" WHERE "reverses" IS NOT NULL) r
			JOIN "Posting" p ON p."communityId" = r."communityId" AND p."entryId" = r."half"
			GROUP BY r."communityId", r."id", p."accountId" HAVING SUM(p."amount") <> 0
			UNION ALL SELECT "communityId", "reverses", 0, COUNT(*) FROM "Entry" WHERE "reverses" IS NOT NULL
			GROUP BY "communityId", "reverses" HAVING COUNT(*) > 1`,
	},
	{
		law: "a reversal takes back an entry that is none itself, and counts where and when that one did",
		sql: `SELECT r."communityId", r."id" AS "reversal" FROM "Entry" r
			LEFT JOIN "Entry" o ON o."communityId" = r."communityId" AND o."id" = r."reverses"
			WHERE (r."reverses" IS NOT NULL OR r."kind" = 'reversal') AND (o."id" IS NULL OR o."kind" = 'reversal'
			OR r."kind" <> 'reversal' OR o."day" <> r."day" OR o."week" <> r."week" OR o."everywhere" <> r."everywhere" OR COALESCE(o."channelId", -1) <> COALESCE(r."channelId", -1))`,
	},
	{
		law: "a reaction that stands has its entry, and an entry of a reaction that stands has its reaction",
		sql: `SELECT e."communityId", e."id" AS "entry", COALESCE(x."count", 0) AS "reactions" FROM "Entry" e
			LEFT JOIN "Entry" r ON r."communityId" = e."communityId" AND r."reverses" = e."id"
			LEFT JOIN (SELECT "communityId", "entryId", COUNT(*) AS "count" FROM "Reaction"
				WHERE "entryId" IS NOT NULL GROUP BY "communityId", "entryId"
			) x ON x."communityId" = e."communityId" AND x."entryId" = e."id"
			WHERE e."kind" = 'reaction' AND COALESCE(x."count", 0) <> CASE WHEN r."id" IS NULL THEN 1 ELSE 0 END
			UNION ALL SELECT x."communityId", x."entryId", 1 FROM "Reaction" x
			LEFT JOIN "Entry" e ON e."communityId" = x."communityId" AND e."id" = x."entryId" AND e."kind" = 'reaction'
			WHERE x."entryId" IS NOT NULL AND e."id" IS NULL`,
	},
	{
		law: "thanks in a message are one entry, and its author's",
		sql: `SELECT m."communityId", m."entryId" AS "entry", COUNT(*) AS "messages" FROM "Message" m
			LEFT JOIN "Entry" e ON e."communityId" = m."communityId" AND e."id" = m."entryId"
			WHERE m."entryId" IS NOT NULL GROUP BY m."communityId", m."entryId" HAVING COUNT(*) > 1
			OR MIN(CASE WHEN e."kind" = 'thanks' AND e."actorId" = m."authorId" THEN 1 ELSE 0 END) = 0`,
	},
	{
		law: "a thanks that joined a line was given where and to whom the line's first one was",
		sql: `SELECT e."communityId", e."id" AS "entry", e."leadId" AS "line" FROM "Entry" e
			LEFT JOIN "Entry" l ON l."communityId" = e."communityId" AND l."id" = e."leadId"
			WHERE e."leadId" IS NOT NULL AND (l."id" IS NULL OR l."id" >= e."id" OR l."leadId" IS NOT NULL
			OR l."kind" <> 'thanks' OR e."kind" <> 'thanks' OR e."channelId" IS NULL OR COALESCE(l."channelId", -1) <> e."channelId"
			OR 1 <> (SELECT COUNT(*) FROM "Posting" p WHERE p."communityId" = e."communityId" AND p."entryId" = l."id" AND p."amount" > 0)
			OR 1 <> (SELECT COUNT(*) FROM "Posting" p WHERE p."communityId" = e."communityId" AND p."entryId" = e."id" AND p."amount" > 0)
			OR NOT EXISTS (SELECT 1 FROM "Posting" p JOIN "Posting" q ON q."communityId" = p."communityId"
				AND q."accountId" = p."accountId" AND q."amount" > 0 AND q."entryId" = l."id"
				WHERE p."communityId" = e."communityId" AND p."entryId" = e."id" AND p."amount" > 0))`,
	},
	{
		law: "no spending leaves a balance under the floor that its member had then",
		sql: `SELECT p."communityId", p."entryId" AS "entry", p."balanceAfter" AS "left", p."floor" AS "floor"
			FROM "Posting" p JOIN "Entry" e ON e."communityId" = p."communityId" AND e."id" = p."entryId"
			WHERE e."kind" IN ('favor-asked', 'favor-funded', 'vouch', 'fading', 'donation', 'top-up') AND p."amount" < 0
			AND (p."floor" IS NULL OR p."balanceAfter" < p."floor")`,
	},
	...POT_LAWS,
	{
		law: "every member has an account",
		sql: `SELECT m."communityId", m."id" AS "member" FROM "Member" m
			LEFT JOIN "Account" a ON a."communityId" = m."communityId" AND a."id" = m."id" AND a."kind" = 'member'
			WHERE a."id" IS NULL`,
	},
];

type BalanceRow = {
	communityId: number;
	id: number;
	balance: number;
	postings: number;
	seq: number | null;
	amount: number | null;
	balanceAfter: number | null;
};

/** Walks every account's postings in order: gap-free, each running balance right, the last one the account's. */
async function checkBalances(snapshot: Snapshot, report: Report): Promise<{ accounts: number; postings: number }> {
	const rows = snapshot.stream<BalanceRow>(
		`SELECT a."communityId", a."id", a."balance", a."postings", p."seq", p."amount", p."balanceAfter"
		FROM "Account" a LEFT JOIN "Posting" p ON p."communityId" = a."communityId" AND p."accountId" = a."id"
		ORDER BY a."communityId", a."id", p."seq"`,
		[],
	);
	let accounts = 0;
	let postings = 0;
	let account: BalanceRow | undefined;
	let running = 0;
	let seq = 0;
	const close = () => {
		if (!account) return;
		const { communityId, id, balance } = account;
		if (running !== balance)
			report("a balance is the sum of its postings", communityId, `account ${id}: ${balance}, not ${running}`);
		if (seq !== account.postings)
			report("postings are counted without a gap", communityId, `account ${id}: ${account.postings}, not ${seq}`);
	};
	for await (const row of rows) {
		if (account?.id !== row.id || account.communityId !== row.communityId) {
			close();
			[account, running, seq] = [row, 0, 0];
			accounts += 1;
		}
		if (row.seq === null || row.amount === null) continue;
		postings += 1;
		seq += 1;
		running += row.amount;
		const at = `account ${row.id}, posting ${row.seq}`;
		if (row.seq !== seq) report("postings are counted without a gap", row.communityId, at);
		if (row.balanceAfter !== running) report("a running balance is the sum so far", row.communityId, at);
	}
	close();
	return { accounts, postings };
}
