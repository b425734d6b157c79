// What is really in the book, read when everything stands still, in the terms of the model.
import { createHash } from "node:crypto";
import type { Place } from "../../src/chat/request.ts";
import type { Storage } from "../../src/storage/storage.ts";
import type { Row } from "../../src/storage/tables.ts";
import type { Reverted } from "./model/admins.ts";
import { PLACES } from "./people.ts";

export type SeenFavor = Row<"Favor"> & {
	asker: string;
	of: string | undefined;
	helper: string | undefined;
	approver: string | undefined;
	escrow: number;
};

export type Seen = {
	communityId: number;
	timezone: string;
	members: Map<string, Row<"Member"> & { balance: number }>;
	/** By word: its entry, the one whose line tells of it, and whether it stands. */
	thanks: Map<string, { entryId: number; lineId: number; stands: boolean }>;
	/** The same, also those that were said again, from the oldest on. */
	said: { entryId: number; word: string; stands: boolean }[];
	/** Those that stand, by message and reactor. */
	reactions: Set<string>;
	pot: number;
	/** Those that stand: who, for whom, and how much. */
	vouches: string[];
	donated: string[];
	/** How often each left something to the pot. */
	leavings: Map<string, number>;
	/** What admins may take back beside that, by its number. */
	entries: [number, Reverted][];
	/** What admins changed, and about whom or what. */
	changes: (Row<"Change"> & { subject: string | undefined })[];
	/** The rules' numbers, as they are stored. */
	policy: string;
	favors: Map<string, SeenFavor>;
	muted: Set<string>;
	notices: Row<"Notice">[];
	/** Where cards stand now. */
	posts: Row<"Post">[];
	jobRuns: Row<"JobRun">[];
	/** What was taken back, by its entry. */
	reversed: Set<number>;
	channels: Row<"Channel">[];
	/** Whether the book says that this was done. */
	isDone(key: string): boolean;
};

const WORD = /\bw\d+w\b/gu;
export const wordsIn = (text: string): string[] => text.match(WORD) ?? [];

/** Undefined as long as nobody did anything. Of notices, those from an id on: earlier ones change no more. */
export function look(storage: Storage, noticesFrom: number): Promise<Seen | undefined> {
	return storage.read(async (query) => {
		const all = async <R>(sql: string): Promise<R[]> => query<R>(sql, []);
		const [community] = await all<Row<"Community">>(`SELECT * FROM "Community"`);
		if (!community) return undefined;
		const identities = await all<Row<"Member"> & { user: string; balance: number }>(
			`SELECT m.*, i."user", a."balance" FROM "Member" m
			JOIN "Identity" i ON i."communityId" = m."communityId" AND i."memberId" = m."id"
			JOIN "Account" a ON a."communityId" = m."communityId" AND a."id" = m."id" ORDER BY m."id"`,
		);
		const userOf = new Map(identities.map(({ id, user }) => [id, user]));
		const named = (id: number | null) => (id === null ? undefined : userOf.get(id));
		const thanks = await all<{ text: string; ownerId: number; leadId: number | null; reversed: number }>(
			`SELECT w."text", w."ownerId", e."leadId", (SELECT COUNT(*) FROM "Entry" r WHERE r."communityId" = w."communityId"
			AND r."reverses" = w."ownerId") AS "reversed" FROM "Words" w
			JOIN "Entry" e ON e."communityId" = w."communityId" AND e."id" = w."ownerId"
			WHERE w."kind" = 'thanks' ORDER BY w."ownerId"`,
		);
		const reactions = await all<Row<"Reaction">>(`SELECT * FROM "Reaction" WHERE "entryId" IS NOT NULL`);
		const favors = await all<Row<"Favor"> & { text: string; balance: number; kept: number | null }>(
			`SELECT f.*, w."text", a."balance", (SELECT k."id" FROM "Entry" k WHERE k."communityId" = f."communityId"
			AND k."favorId" = f."id" AND k."kind" = 'favor-kept') AS "kept" FROM "Favor" f
			JOIN "Words" w ON w."communityId" = f."communityId" AND w."kind" = 'favor' AND w."ownerId" = f."id"
			JOIN "Account" a ON a."communityId" = f."communityId" AND a."id" = f."id" ORDER BY f."id"`,
		);
		const more = await lookFurther(all, named);
		const channels = await all<Row<"Channel">>(`SELECT * FROM "Channel"`);
		const reversals = await all<{ reverses: number }>(`SELECT "reverses" FROM "Entry" WHERE "reverses" IS NOT NULL`);
		const receipts = await all<Row<"Receipt">>(`SELECT * FROM "Receipt"`);
		const kept = new Set(receipts.map(({ key }) => Buffer.from(key).toString("hex")));
		return {
			communityId: community.id,
			timezone: community.timezone,
			members: new Map(identities.map((member) => [member.user, member])),
			thanks: new Map(
				thanks.map(({ text, ownerId, leadId, reversed }) => [
					wordsIn(text)[0] ?? text,
					{ entryId: ownerId, lineId: leadId ?? ownerId, stands: Number(reversed) === 0 },
				]),
			),
			reactions: new Set(reactions.map(({ message, reactorId }) => `${message} ${named(reactorId)}`)),
			favors: new Map(
				favors.map(({ text, balance, kept: _kept, ...favor }) => [
					wordsIn(text)[0] ?? text,
					{
						...favor,
						asker: named(favor.askerId) ?? "",
						of: named(favor.targetId),
						helper: named(favor.helperId),
						approver: named(favor.approvedBy),
						escrow: balance,
					},
				]),
			),
			...more,
			said: thanks.map(({ text, ownerId, reversed }) => ({
				...{ entryId: ownerId, word: wordsIn(text)[0] ?? text, stands: Number(reversed) === 0 },
			})),
			entries: [
				...more.entries,
				...reactions.map(({ message, reactorId, entryId }): [number, Reverted] => [
					entryId ?? 0,
					{ of: "reaction", word: `${message} ${named(reactorId)}` },
				]),
				...favors.flatMap(({ text, kept }): [number, Reverted][] =>
					kept === null ? [] : [[kept, { of: "favor", word: wordsIn(text)[0] ?? "" }]],
				),
			],
			changes: more.changes.map((change) => ({
				...change,
				subject:
					change.what === "channel mode"
						? channels.find(({ id }) => id === change.subjectId)?.external
						: change.what.startsWith("member ")
							? named(change.subjectId)
							: undefined,
			})),
			policy: community.policy,
			muted: new Set(channels.filter(({ muted }) => muted).map(({ external }) => external)),
			channels,
			reversed: new Set(reversals.map(({ reverses }) => reverses)),
			jobRuns: await all<Row<"JobRun">>(`SELECT * FROM "JobRun"`),
			posts: await all<Row<"Post">>(`SELECT * FROM "Post"`),
			notices: await query<Row<"Notice">>(`SELECT * FROM "Notice" WHERE "id" >= ? ORDER BY "id"`, [noticesFrom]),
			isDone: (key) => kept.has(createHash("sha256").update(key).digest("hex").slice(0, 32)),
		};
	});
}

type All = <R>(sql: string) => Promise<R[]>;

/** What came with the pot, with trust, and with those who run the bank. */
async function lookFurther(all: All, named: (id: number | null) => string | undefined) {
	const [pot] = await all<{ balance: number }>(`SELECT "balance" FROM "Account" WHERE "kind" = 'pot'`);
	const vouches = await all<Row<"Vouch">>(`SELECT * FROM "Vouch" WHERE "state" = 'standing'`);
	const moved = await all<{ id: number; kind: string; from: number; amount: number; reversed: number }>(
		`SELECT e."id", e."kind", p."accountId" AS "from", -p."amount" AS "amount",
		(SELECT COUNT(*) FROM "Entry" r WHERE r."communityId" = e."communityId" AND r."reverses" = e."id") AS "reversed"
		FROM "Entry" e JOIN "Posting" p ON p."communityId" = e."communityId" AND p."entryId" = e."id" AND p."amount" < 0
		WHERE e."kind" IN ('donation', 'leaving') ORDER BY e."id"`,
	);
	const changes = await all<Row<"Change">>(`SELECT * FROM "Change" ORDER BY "id"`);
	const donations = moved.filter(({ kind }) => kind === "donation");
	const leavings = new Map<string, number>();
	for (const { kind, from } of moved) {
		const name = named(from) ?? "";
		if (kind === "leaving") leavings.set(name, (leavings.get(name) ?? 0) + 1);
	}
	const adjusted = changes.filter(({ what, before }) => what === "entry adjustment" && before === "");
	return {
		pot: pot?.balance ?? 0,
		vouches: vouches.map(({ voucherId, memberId, amount }) => `${named(voucherId)} ${amount} for ${named(memberId)}`),
		donated: donations.map(
			({ from, amount, reversed }) => `${named(from)} ${amount}${Number(reversed) > 0 ? " back" : ""}`,
		),
		leavings,
		changes,
		entries: [
			...donations.map(({ id }, nth): [number, Reverted] => [id, { of: "donation", nth }]),
			...adjusted.map(({ subjectId, reason }): [number, Reverted] => [
				subjectId ?? 0,
				{ of: "adjustment", word: /\br\d+r\b/u.exec(reason)?.[0] ?? "" },
			]),
		],
	};
}

/** Public lines that stand in channels, by message, with the words of the thanks on them from the oldest on. */
export function linesOf({ posts, channels, thanks }: Seen): Map<string, { place: Place; words: string[] }> {
	const lines = new Map<string, { place: Place; words: string[] }>();
	for (const { subject, destination, message } of posts) {
		const channel = channels.find(({ id }) => destination === `c${id}`);
		const place = PLACES.find(({ id }) => id === channel?.external);
		if (!place || !subject.startsWith("entry:")) continue;
		const words = [...thanks].filter(([, { lineId }]) => subject === `entry:${lineId}`);
		const inOrder = words.sort(([, a], [, b]) => a.entryId - b.entryId).map(([word]) => word);
		lines.set(message, { place, words: inOrder });
	}
	return lines;
}

/** As a verifier sees a database that stands still: through its one connection, with statements that it knows. */
export const standingStill = (storage: Storage): Storage => ({
	...storage,
	snapshot: (work) =>
		work({
			async *stream<R>(sql: string, params: Parameters<Storage["stream"]>[1]) {
				yield* await storage.read((query) => query<R>(sql, params));
			},
		}),
});
