// Who might help with a favor, as the book knows it. Each reading is short in a book of any size: the newest favors alone
// are looked through for #tags, and a hundred members at most are looked at. Who of them is asked is the rules' business.
import { after, days } from "../rules/calendar.ts";
import type { Policy } from "../rules/policy.ts";
import type { PersonKind } from "../rules/types.ts";
import { type Call, type Candidate, whomToCall, whomToSuggest } from "../rules/whom-to-ask.ts";
import type { Row } from "../storage/tables.ts";
import type { Query } from "./boards.ts";

export type Wanted = {
	communityId: number;
	/** Where they would be told. */
	workspaceId: number;
	askerId: number;
	tags: readonly string[];
};

// Read while the book is held for the asker: whoever writes meanwhile waits for it.
/** So many of the newest favors tell who knows what; where no #tag was asked for, fewer tell who asks lately. */
const FAVORS_FOR_TAGS = 500;
const FAVORS_FOR_ASKERS = 150;
const MOST_HELPED = 100;
const MOST_CANDIDATES = 100;
const LATELY_MS = days(30);

export async function readCall(query: Query, wanted: Wanted, policy: Policy, now: Date): Promise<Call[]> {
	return whomToCall(await readCandidates(query, wanted, now), wanted.askerId, policy, now);
}

/** `not` are those who were asked already. */
export async function readSuggestions(
	query: Query,
	wanted: Wanted,
	not: readonly number[],
	policy: Policy,
	now: Date,
): Promise<number[]> {
	return whomToSuggest(await readCandidates(query, wanted, now), [wanted.askerId, ...not], policy, now);
}

type Known = Pick<Candidate, "knows" | "helpedByAsker" | "askedLately" | "saidNoAt">;
const NOTHING: Known = { knows: [], helpedByAsker: false, askedLately: false, saidNoAt: null };

async function readCandidates(query: Query, wanted: Wanted, now: Date): Promise<Candidate[]> {
	const known = new Map<number, Known>();
	const learn = (memberId: number, more: (before: Known) => Partial<Known>): void => {
		const before = known.get(memberId) ?? NOTHING;
		known.set(memberId, { ...before, ...more(before) });
	};
	for (const favor of await newestFavors(query, wanted)) {
		const { askerId, targetId, helperId, state, askedAt, endedAt, tags } = favor;
		if (askedAt >= after(now, -LATELY_MS)) learn(askerId, () => ({ askedLately: true }));
		if (state === "declined" && targetId !== null)
			learn(targetId, ({ saidNoAt }) => ({ saidNoAt: saidNoAt && endedAt && saidNoAt > endedAt ? saidNoAt : endedAt }));
		const shared = tags.split(" ");
		if (state !== "kept" || helperId === null || !wanted.tags.some((tag) => shared.includes(tag))) continue;
		// In the order in which they were asked for.
		learn(helperId, ({ knows }) => ({
			knows: wanted.tags.filter((tag) => knows.includes(tag) || shared.includes(tag)),
		}));
	}
	for (const memberId of await helpedBy(query, wanted)) learn(memberId, () => ({ helpedByAsker: true }));
	known.delete(wanted.askerId);
	const best = [...known].sort(([a, of], [b, other]) => likelihood(other) - likelihood(of) || a - b);
	const members = await readMembers(
		query,
		wanted,
		best.slice(0, MOST_CANDIDATES).map(([memberId]) => memberId),
	);
	return members.flatMap((member) => {
		const what = known.get(member.memberId);
		return what ? [{ ...member, ...what }] : [];
	});
}

/** Only to leave out the least likely of very many. */
const likelihood = ({ knows, helpedByAsker, askedLately }: Known): number =>
	4 * knows.length + 2 * Number(helpedByAsker) + Number(askedLately);

type Recent = Pick<Row<"Favor">, "askerId" | "targetId" | "helperId" | "state" | "askedAt" | "endedAt"> & {
	tags: string;
};

/** By their words, which lie in the order in which favors were asked. */
const newestFavors = (query: Query, { communityId, tags }: Wanted): Promise<Recent[]> =>
	query<Recent>(
		`SELECT f."askerId" AS "askerId", f."targetId" AS "targetId", f."helperId" AS "helperId", f."state" AS "state",
		f."askedAt" AS "askedAt", f."endedAt" AS "endedAt", w."tags" AS "tags" FROM (SELECT "communityId", "ownerId", "tags" FROM "Words"
			WHERE "communityId" = ? AND "kind" = 'favor' ORDER BY "ownerId" DESC LIMIT ?) w
		JOIN "Favor" f ON f."communityId" = w."communityId" AND f."id" = w."ownerId"`,
		[communityId, tags.length > 0 ? FAVORS_FOR_TAGS : FAVORS_FOR_ASKERS],
	);

/** Whom the asker helped, the last ones first. */
async function helpedBy(query: Query, { communityId, askerId }: Wanted): Promise<number[]> {
	const rows = await query<{ askerId: number }>(
		`SELECT "askerId" FROM "Favor" WHERE "communityId" = ? AND "state" = 'kept' AND "helperId" = ?
		ORDER BY "id" DESC LIMIT ?`,
		[communityId, askerId, MOST_HELPED],
	);
	return rows.map((row) => row.askerId);
}

type MemberOf = Omit<Candidate, keyof Known>;

/** Those of them who can be told in this workspace. */
async function readMembers(
	query: Query,
	{ communityId, workspaceId }: Wanted,
	ids: readonly number[],
): Promise<MemberOf[]> {
	if (ids.length === 0) return [];
	// One text for however many, so that it is prepared once.
	const padded = Array.from({ length: MOST_CANDIDATES }, (_, index) => ids[index] ?? -1);
	const rows = await query<Row<"Member"> & { balance: number; timezone: string; at: Date | null; underWay: number }>(
		`SELECT m.*, a."balance" AS "balance", t."at" AS "at",
		COALESCE(m."platformTimezone", m."ownTimezone", c."timezone") AS "timezone",
		(SELECT COUNT(*) FROM "Favor" f WHERE f."communityId" = m."communityId" AND f."state" IN ('accepted', 'done')
			AND f."helperId" = m."id") AS "underWay"
		FROM "Member" m
		JOIN "Community" c ON c."id" = m."communityId"
		JOIN "Account" a ON a."communityId" = m."communityId" AND a."id" = m."id"
		LEFT JOIN "Told" t ON t."communityId" = m."communityId" AND t."memberId" = m."id" AND t."kind" = '${CALL}'
		WHERE m."communityId" = ? AND m."id" IN (${padded.map(() => "?").join(", ")})
		AND EXISTS (SELECT 1 FROM "Identity" i WHERE i."communityId" = m."communityId" AND i."memberId" = m."id"
			AND i."workspaceId" = ?)`,
		[communityId, ...padded, workspaceId],
	);
	return rows.map(({ id: memberId, kind, at: calledAt, ...member }) => ({
		...member,
		memberId,
		kind: kind as PersonKind,
		calledAt,
	}));
}

/** What members are told at most once on a day of their own. */
export const CALL = "call";
