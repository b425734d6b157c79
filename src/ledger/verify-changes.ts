// The laws of what admins change: every correction of the book names who made it, and what is set is what was changed last.
import { POT } from "../rules/types.ts";
import type { Law } from "./verify.ts";

/** A correction's entry and its change, each with the other. */
const CORRECTIONS = `SELECT c."communityId", c."id" AS "change", c."subjectId" AS "entry", c."actorId", e."kind",
	e."actorId" AS "by", CASE WHEN c."what" = 'entry reversal' THEN 'reversal' ELSE 'adjustment' END AS "wanted"
	FROM "Change" c LEFT JOIN "Entry" e ON e."communityId" = c."communityId" AND e."id" = c."subjectId"
	WHERE c."what" IN ('entry adjustment', 'entry reversal')`;

/** What gave a kept favor back, and the entry by which it was kept: the change names both. */
const GIVEN_BACK = `SELECT "communityId", "subjectId" AS "entry",
	CAST(CASE WHEN "what" = 'entry adjustment' AND "before" <> '' THEN "before" ELSE '0' END AS INTEGER) AS "kept"
	FROM "Change" WHERE "what" = 'entry adjustment' AND "before" <> ''`;

export const CHANGE_LAWS: Law[] = [
	{
		law: "a correction of the book has a change that says who made it",
		sql: `SELECT e."communityId", e."id" AS "entry", e."kind" AS "kind" FROM "Entry" e
			LEFT JOIN "Entry" o ON o."communityId" = e."communityId" AND o."id" = e."reverses"
			LEFT JOIN (SELECT "communityId", "subjectId", "what", MAX("id") AS "id" FROM "Change"
				WHERE "what" LIKE 'entry %' GROUP BY "communityId", "subjectId", "what"
			) c ON c."communityId" = e."communityId" AND c."subjectId" = e."id" AND c."what" = CASE WHEN e."kind" = 'reversal' THEN 'entry reversal' ELSE 'entry adjustment' END
			WHERE c."id" IS NULL AND (e."kind" = 'adjustment' OR (e."kind" = 'reversal' AND e."actorId" IS NOT NULL
			AND (o."kind" NOT IN ('thanks', 'reaction') OR e."actorId" <> o."actorId")))`,
	},
	{
		law: "a change that corrects the book has its entry, made by the same admin",
		sql: `SELECT x."communityId", x."change", x."entry" FROM (${CORRECTIONS}) x
			WHERE x."kind" IS NULL OR x."kind" <> x."wanted" OR COALESCE(x."by", -1) <> x."actorId"`,
	},
	{
		law: "a kept favor is given back once, by what it moved",
		sql: `SELECT b."communityId", MAX(b."entry") AS "entry", b."kept" AS "of", 0 AS "account", COUNT(*) AS "off" FROM (${GIVEN_BACK}) b
			LEFT JOIN "Entry" r ON r."communityId" = b."communityId" AND r."reverses" = b."entry" WHERE r."id" IS NULL
			GROUP BY b."communityId", b."kept" HAVING COUNT(*) > 1
			UNION ALL SELECT x."communityId", x."entry", x."kept", x."account", SUM(x."amount") FROM (
				SELECT b."communityId", b."entry", b."kept", p."accountId" AS "account", p."amount" FROM (${GIVEN_BACK}) b
				JOIN "Posting" p ON p."communityId" = b."communityId" AND p."entryId" = b."entry"
				UNION ALL SELECT b."communityId", b."entry", b."kept",
				CASE WHEN p."accountId" <> f."id" THEN p."accountId" WHEN f."fromPot" THEN ${POT} ELSE f."askerId" END, p."amount"
				FROM (${GIVEN_BACK}) b
				JOIN "Entry" k ON k."communityId" = b."communityId" AND k."id" = b."kept" AND k."kind" = 'favor-kept'
				JOIN "Favor" f ON f."communityId" = k."communityId" AND f."id" = k."favorId"
				JOIN "Posting" p ON p."communityId" = k."communityId" AND p."entryId" = k."id"
			) x GROUP BY x."communityId", x."entry", x."kept", x."account" HAVING SUM(x."amount") <> 0`,
	},
	{
		law: "a change begins where the one before it ended",
		sql: `SELECT x."communityId", x."id" AS "change", x."what" AS "what" FROM (
			SELECT c.*, LAG(c."after") OVER (PARTITION BY c."communityId", c."what", COALESCE(c."subjectId", 0) ORDER BY c."id") AS "last"
			FROM "Change" c WHERE c."what" NOT LIKE 'entry %'
		) x WHERE x."last" IS NOT NULL AND x."last" <> x."before"`,
	},
	{
		law: "a channel's mode is what was changed last",
		sql: `SELECT c."communityId", c."subjectId" AS "channel", c."after" AS "said" FROM "Change" c
			JOIN (SELECT "communityId", "subjectId", MAX("id") AS "id" FROM "Change" WHERE "what" = 'channel mode'
				GROUP BY "communityId", "subjectId"
			) n ON n."communityId" = c."communityId" AND n."id" = c."id"
			LEFT JOIN "Channel" h ON h."communityId" = c."communityId" AND h."id" = c."subjectId"
			WHERE h."id" IS NULL OR h."mode" <> c."after"`,
	},
	{
		law: "what is set of a member is what was changed last",
		sql: `SELECT m."communityId", m."id" AS "member", w."what" AS "what" FROM "Member" m
			CROSS JOIN (SELECT 'member admin' AS "what" UNION ALL SELECT 'member excluded' UNION ALL SELECT 'member frozen') w
			LEFT JOIN (SELECT c."communityId", c."subjectId", c."what", c."after" FROM "Change" c JOIN (
				SELECT "communityId", "subjectId", "what", MAX("id") AS "id" FROM "Change" WHERE "what" LIKE 'member %'
				GROUP BY "communityId", "subjectId", "what"
			) n ON n."communityId" = c."communityId" AND n."id" = c."id") l
			ON l."communityId" = m."communityId" AND l."subjectId" = m."id" AND l."what" = w."what"
			WHERE (COALESCE(l."after", '') NOT IN ('', 'false')) <> (CASE w."what" WHEN 'member admin' THEN m."admin"
				WHEN 'member excluded' THEN m."excluded" ELSE m."frozenAt" IS NOT NULL END)`,
	},
];
