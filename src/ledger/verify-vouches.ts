// The laws of what is tied up by vouching, and of what leavers leave behind. As the other laws: statements that find what
// breaks one.
import { POT } from "../rules/types.ts";
import type { Law } from "./verify.ts";

/** Both sides of an entry that moves something from one account to another; one with more sides is in it more than once. */
const MOVED = `"Entry" e
	JOIN "Posting" o ON o."communityId" = e."communityId" AND o."entryId" = e."id" AND o."amount" < 0
	JOIN "Posting" i ON i."communityId" = e."communityId" AND i."entryId" = e."id" AND i."amount" > 0`;

export const VOUCH_LAWS: Law[] = [
	{
		law: "a vouch's account holds what it ties up while it stands, and nothing afterwards",
		sql: `SELECT v."communityId", v."id" AS "vouch", v."state" AS "state", v."amount" AS "amount", a."balance" AS "tied"
			FROM "Vouch" v LEFT JOIN "Account" a ON a."communityId" = v."communityId" AND a."id" = v."id"
			WHERE a."balance" IS NULL OR a."kind" <> 'vouch' OR v."amount" < 1
			OR a."balance" <> CASE WHEN v."state" = 'standing' THEN v."amount" ELSE 0 END
			UNION ALL SELECT a."communityId", a."id", 'none', 0, a."balance" FROM "Account" a
			LEFT JOIN "Vouch" v ON v."communityId" = a."communityId" AND v."id" = a."id"
			WHERE a."kind" = 'vouch' AND v."id" IS NULL`,
	},
	{
		law: "a vouch is ended by what its state says",
		sql: `SELECT v."communityId", v."id" AS "vouch", v."state" AS "state", v."paid" AS "paid"
			FROM "Vouch" v LEFT JOIN (SELECT p."communityId", p."accountId", SUM(-p."amount") AS "paid" FROM "Entry" e
				JOIN "Posting" p ON p."communityId" = e."communityId" AND p."entryId" = e."id" AND p."amount" < 0
				WHERE e."kind" = 'vouch-paid' GROUP BY p."communityId", p."accountId"
			) x ON x."communityId" = v."communityId" AND x."accountId" = v."id"
			WHERE v."state" NOT IN ('standing', 'released', 'paid', 'repaid') OR v."paid" <> COALESCE(x."paid", 0)
			OR v."paid" > v."amount" OR (v."paid" > 0) <> (v."state" IN ('paid', 'repaid'))
			OR (v."endedAt" IS NULL) <> (v."state" = 'standing')`,
	},
	{
		law: "what came back from somebody whose debt was paid is what was paid",
		sql: `SELECT "communityId", "voucherId" AS "voucher", "memberId" AS "member", SUM("credits") AS "off" FROM (
			SELECT "communityId", "voucherId", "memberId", "paid" AS "credits" FROM "Vouch" WHERE "state" = 'repaid'
			UNION ALL SELECT e."communityId", i."accountId", o."accountId", -i."amount" FROM ${MOVED}
			WHERE e."kind" = 'vouch-repaid') d
			GROUP BY "communityId", "voucherId", "memberId" HAVING SUM("credits") <> 0`,
	},
	{
		law: "what is tied up goes from the voucher into the vouch, and back or to the one vouched for",
		sql: `SELECT e."communityId", e."id" AS "entry", e."kind" AS "kind" FROM ${MOVED}
			LEFT JOIN "Vouch" v ON v."communityId" = e."communityId"
				AND v."id" = CASE WHEN e."kind" = 'vouch' THEN i."accountId" ELSE o."accountId" END
			WHERE e."kind" IN ('vouch', 'vouch-released', 'vouch-paid') AND (v."id" IS NULL OR o."amount" + i."amount" <> 0
			OR CASE e."kind" WHEN 'vouch' THEN o."accountId" ELSE i."accountId" END
				<> CASE WHEN e."kind" = 'vouch-paid' THEN v."memberId" ELSE v."voucherId" END)
			UNION ALL SELECT p."communityId", p."entryId", e."kind" FROM "Vouch" v
			JOIN "Posting" p ON p."communityId" = v."communityId" AND p."accountId" = v."id"
			JOIN "Entry" e ON e."communityId" = p."communityId" AND e."id" = p."entryId"
			WHERE e."kind" NOT IN ('vouch', 'vouch-released', 'vouch-paid')`,
	},
	{
		law: "nobody vouches for themselves, or twice for the same one at once",
		sql: `SELECT "communityId", "voucherId" AS "voucher", "memberId" AS "member", COUNT(*) AS "vouches" FROM "Vouch"
			WHERE "state" = 'standing' GROUP BY "communityId", "voucherId", "memberId"
			HAVING COUNT(*) > 1 OR "voucherId" = "memberId"`,
	},
	{
		law: "what is vouched for somebody is used while they are below zero, and released once they are back",
		sql: `SELECT v."communityId", v."id" AS "vouch", a."balance" AS "balance" FROM "Vouch" v
			LEFT JOIN "Account" a ON a."communityId" = v."communityId" AND a."id" = v."memberId" AND a."kind" = 'member'
			WHERE v."state" = 'standing' AND (a."id" IS NULL OR v."used" <> (a."balance" < 0))`,
	},
	{
		law: "what a leaver left goes from their account to the pot",
		sql: `SELECT e."communityId", e."id" AS "entry" FROM ${MOVED}
			LEFT JOIN "Member" m ON m."communityId" = e."communityId" AND m."id" = o."accountId"
			WHERE e."kind" = 'leaving' AND (m."id" IS NULL OR i."accountId" <> ${POT} OR o."amount" + i."amount" <> 0)`,
	},
	{
		law: "whoever was settled is gone, and left before",
		sql: `SELECT "communityId", "id" AS "member" FROM "Member" WHERE ("settledAt" IS NOT NULL AND "leftAt" IS NULL)
			OR ("leftAt" IS NOT NULL AND "kind" IN ('person', 'guest')) OR "settledAt" < "leftAt"`,
	},
];
