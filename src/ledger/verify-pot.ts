// The laws of the pot: what goes in and out, and what it pays for. It must stay independent of what moves its credits.
import { POT, WORLD } from "../rules/types.ts";
import type { Law } from "./verify.ts";

/** What an entry moves towards the pot: a top-up is the one that takes from it. */
const TOWARDS = `CASE WHEN e."kind" = 'top-up' THEN -p."amount" ELSE p."amount" END`;

export const POT_LAWS: Law[] = [
	{
		law: "the pot is never below zero",
		sql: `SELECT "communityId", "entryId" AS "entry", "balanceAfter" AS "left" FROM "Posting"
			WHERE "accountId" = ${POT} AND "balanceAfter" < 0
			UNION ALL SELECT "communityId", 0, "balance" FROM "Account" WHERE "kind" = 'pot' AND "balance" < 0`,
	},
	{
		law: "what fades and what is donated goes from members to the pot, and a top-up from the pot to members",
		sql: `SELECT e."communityId", e."id" AS "entry", p."accountId" AS "account" FROM "Entry" e
			JOIN "Posting" p ON p."communityId" = e."communityId" AND p."entryId" = e."id"
			LEFT JOIN "Account" a ON a."communityId" = p."communityId" AND a."id" = p."accountId"
			WHERE e."kind" IN ('fading', 'donation', 'top-up') AND NOT (
				(p."accountId" = ${POT} AND ${TOWARDS} > 0) OR (COALESCE(a."kind", '') = 'member' AND ${TOWARDS} < 0))`,
	},
	{
		law: "a favor's credit comes from who pays for it, and goes back there or to the helper",
		sql: `SELECT e."communityId", e."id" AS "entry", p."accountId" AS "account" FROM "Entry" e
			JOIN "Favor" f ON f."communityId" = e."communityId" AND f."id" = e."favorId"
			JOIN "Posting" p ON p."communityId" = e."communityId" AND p."entryId" = e."id"
			WHERE e."favorId" IS NOT NULL AND p."accountId" NOT IN (${WORLD}, f."id")
			AND p."accountId" <> CASE WHEN f."fromPot" THEN ${POT} ELSE f."askerId" END
			AND NOT (e."kind" = 'favor-kept' AND p."accountId" = COALESCE(f."helperId", -1))`,
	},
	{
		law: "a favor for the team is paid from the pot once, when another than who asks and who helps approved it",
		sql: `SELECT f."communityId", f."id" AS "favor", f."state" AS "state", COALESCE(x."funded", 0) AS "funded" FROM "Favor" f
			LEFT JOIN (SELECT "communityId", "favorId", SUM(CASE WHEN "kind" = 'favor-funded' THEN 1 ELSE 0 END) AS "funded",
				SUM(CASE WHEN "kind" = 'favor-asked' THEN 1 ELSE 0 END) AS "asked"
				FROM "Entry" WHERE "kind" IN ('favor-funded', 'favor-asked') AND "favorId" IS NOT NULL
				GROUP BY "communityId", "favorId"
			) x ON x."communityId" = f."communityId" AND x."favorId" = f."id"
			WHERE f."approvedBy" = f."askerId" OR f."approvedBy" = f."helperId"
			OR (f."fromPot" AND (COALESCE(x."asked", 0) > 0
				OR COALESCE(x."funded", 0) <> CASE WHEN f."approvedBy" IS NULL OR f."cost" = 0 THEN 0 ELSE 1 END
				OR (f."approvedBy" IS NULL AND f."state" NOT IN ('proposed', 'cancelled', 'expired'))
				OR (f."approvedBy" IS NOT NULL AND f."state" = 'proposed')))
			OR (NOT f."fromPot" AND (COALESCE(x."funded", 0) > 0 OR f."approvedBy" IS NOT NULL OR f."state" = 'proposed'))`,
	},
];
