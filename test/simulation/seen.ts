// What is really in the book, read when everything stands still, in the terms of the model.
import { createHash } from "node:crypto";
import type { Storage } from "../../src/storage/storage.ts";
import type { Row } from "../../src/storage/tables.ts";

export type SeenFavor = Row<"Favor"> & {
	asker: string;
	of: string | undefined;
	helper: string | undefined;
	escrow: number;
};

export type Seen = {
	communityId: number;
	timezone: string;
	members: Map<string, Row<"Member"> & { balance: number }>;
	/** By word: its entry, the one whose line tells of it, and whether it stands. */
	thanks: Map<string, { entryId: number; lineId: number; stands: boolean }>;
	/** Those that stand, by message and reactor. */
	reactions: Set<string>;
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
		const favors = await all<Row<"Favor"> & { text: string; balance: number }>(
			`SELECT f.*, w."text", a."balance" FROM "Favor" f
			JOIN "Words" w ON w."communityId" = f."communityId" AND w."kind" = 'favor' AND w."ownerId" = f."id"
			JOIN "Account" a ON a."communityId" = f."communityId" AND a."id" = f."id" ORDER BY f."id"`,
		);
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
				favors.map(({ text, balance, ...favor }) => [
					wordsIn(text)[0] ?? text,
					{
						...favor,
						asker: named(favor.askerId) ?? "",
						of: named(favor.targetId),
						helper: named(favor.helperId),
						escrow: balance,
					},
				]),
			),
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
