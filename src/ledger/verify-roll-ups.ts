// The laws of the roll-ups: what boards and wallets read is what the entries say. Each statement adds up what the
// entries say and takes away what is stored: whatever is left breaks the law. They sort everything, and are asked only where
// verify-sums.ts found that something is wrong.
import { EVER, EVERYWHERE, PAIR_CAP_PER_WEEK, WALLET } from "../rules/tally.ts";
import type { Law } from "./verify.ts";

/** Thanks by giver and receiver; what is taken back counts for the one who had given it. */
export const THANKS = `SELECT e."communityId", e."channelId", e."everywhere", e."day", e."week",
	COALESCE(o."actorId", e."actorId") AS "giverId", p."accountId" AS "receiverId", p."amount" AS "credits"
	FROM "Entry" e JOIN "Posting" p ON p."communityId" = e."communityId" AND p."entryId" = e."id"
	LEFT JOIN "Entry" o ON o."communityId" = e."communityId" AND o."id" = e."reverses"
	WHERE p."accountId" <> 0 AND COALESCE(o."kind", e."kind") IN ('thanks', 'reaction')`;

export const FAVORS = `SELECT e."communityId", e."kind", e."channelId", e."everywhere", e."week", f."askerId", f."helperId", f."fromPot"
	FROM "Entry" e JOIN "Favor" f ON f."communityId" = e."communityId" AND f."id" = e."favorId"`;

const NOTHING = { thanked: "0", given: "0", thankedBy: "0", received: "0", kept: "0", asked: "0" };

/** One SELECT of the computed side, in the columns of MemberTally. */
function counts(
	from: string,
	place: { scope: string; week: string; member: string },
	what: Partial<typeof NOTHING>,
): string {
	const { thanked, given, thankedBy, received, kept, asked } = { ...NOTHING, ...what };
	return `SELECT "communityId", ${place.scope} AS "channelId", ${place.week} AS "week", ${place.member} AS "memberId",
		${thanked} AS "thanked", ${given} AS "given", ${thankedBy} AS "thankedBy", ${received} AS "received",
		${kept} AS "kept", ${asked} AS "asked" FROM ${from}`;
}

const capped = `CASE WHEN "credits" > ${PAIR_CAP_PER_WEEK} THEN ${PAIR_CAP_PER_WEEK} ELSE "credits" END`;
const counted = `CASE WHEN "credits" > 0 THEN 1 ELSE 0 END`;

/** A pair's row of a week caps its credits; different people are counted from the row of the week, or of all time. */
const WEEKLY = `(SELECT * FROM "PairTally" WHERE "week" <> ${EVER}) t`;

const computed = [
	counts(`"PairTally"`, { scope: `"channelId"`, week: `"week"`, member: `"giverId"` }, { thanked: counted }),
	counts(`"PairTally"`, { scope: `"channelId"`, week: `"week"`, member: `"receiverId"` }, { thankedBy: counted }),
	...[`"week"`, String(EVER)].flatMap((week) => [
		counts(WEEKLY, { scope: `"channelId"`, week, member: `"giverId"` }, { given: capped }),
		counts(WEEKLY, { scope: `"channelId"`, week, member: `"receiverId"` }, { received: capped }),
		counts(
			`(${FAVORS} WHERE e."kind" = 'favor-kept' AND e."channelId" IS NOT NULL) k`,
			{ scope: `"channelId"`, week, member: `"helperId"` },
			{ kept: "1" },
		),
		counts(
			`(${FAVORS} WHERE e."kind" = 'favor-kept' AND e."everywhere") k`,
			{ scope: String(EVERYWHERE), week, member: `"helperId"` },
			{ kept: "1" },
		),
	]),
	counts(
		`(${FAVORS} WHERE e."kind" = 'favor-kept') k`,
		{ scope: String(WALLET), week: `"week"`, member: `"helperId"` },
		{ kept: "1" },
	),
	counts(
		`(${FAVORS} WHERE e."kind" = 'favor-asked') k`,
		{ scope: String(WALLET), week: `"week"`, member: `"askerId"` },
		{ asked: "1" },
	),
	counts(
		`(${FAVORS} WHERE e."kind" = 'favor-returned' AND NOT f."fromPot") k`,
		{ scope: String(WALLET), week: `"week"`, member: `"askerId"` },
		{ asked: "-1" },
	),
	counts(`(${THANKS}) t`, { scope: String(WALLET), week: `"week"`, member: `"giverId"` }, { given: `"credits"` }),
	counts(`(${THANKS}) t`, { scope: String(WALLET), week: `"week"`, member: `"receiverId"` }, { received: `"credits"` }),
];

const stored = counts(
	`"MemberTally"`,
	{ scope: `"channelId"`, week: `"week"`, member: `"memberId"` },
	{
		thanked: `-"thanked"`,
		given: `-"given"`,
		thankedBy: `-"thankedBy"`,
		received: `-"received"`,
		kept: `-"kept"`,
		asked: `-"asked"`,
	},
);

const PAIRS = [
	...[`"week"`, String(EVER)].flatMap((week) => [
		`SELECT "communityId", "channelId" AS "channelId", ${week} AS "week", "giverId", "receiverId", "credits"
			FROM (${THANKS}) t WHERE "channelId" IS NOT NULL`,
		`SELECT "communityId", ${EVERYWHERE} AS "channelId", ${week} AS "week", "giverId", "receiverId", "credits"
			FROM (${THANKS}) t WHERE "everywhere"`,
	]),
	`SELECT "communityId", "channelId", "week", "giverId", "receiverId", -"credits" FROM "PairTally"`,
].join(" UNION ALL ");

/** Of days, of pairs, of members. */
export const ROLL_UP_LAWS: Law[] = [
	{
		law: "what was given on a day is what the entries say",
		sql: `SELECT "communityId", "giverId" AS "giver", "day", "receiverId" AS "receiver", SUM("credits") AS "off" FROM (
			SELECT "communityId", "giverId", "day", "receiverId", "credits" FROM (${THANKS}) t
			UNION ALL SELECT "communityId", "giverId", "day", "receiverId", -"credits" FROM "GivenDay") d
			GROUP BY "communityId", "giverId", "day", "receiverId" HAVING SUM("credits") <> 0`,
	},
	{
		law: "who thanked whom in a week is what the entries say",
		sql: `SELECT "communityId", "channelId" AS "channel", "week", "giverId" AS "giver", "receiverId" AS "receiver", SUM("credits") AS "off"
			FROM (${PAIRS}) d GROUP BY "communityId", "channelId", "week", "giverId", "receiverId" HAVING SUM("credits") <> 0`,
	},
	{
		law: "the counts of boards and wallets are what the entries say",
		sql: `SELECT "communityId", "channelId" AS "channel", "week", "memberId" AS "member",
			SUM("given") AS "given", SUM("received") AS "received", SUM("kept") AS "kept", SUM("asked") AS "asked"
			FROM (${[...computed, stored].join(" UNION ALL ")}) d GROUP BY "communityId", "channelId", "week", "memberId"
			HAVING SUM("thanked") <> 0 OR SUM("given") <> 0 OR SUM("thankedBy") <> 0 OR SUM("received") <> 0
			OR SUM("kept") <> 0 OR SUM("asked") <> 0`,
	},
];
