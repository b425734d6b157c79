// Small readings that a message needs: who somebody is, what a favor or a thanks says. By hand: a message needs ten of
// them, and whatever time they take is taken from those who wait for an answer. It changes nothing.
import { DECLINE_REASONS, type DeclineReason } from "../rules/favors.ts";
import { defaultPolicy, type Policy } from "../rules/policy.ts";
import { reactionCredits } from "../rules/thanks.ts";
import type { SqlValue, Storage } from "../storage/storage.ts";
import type { Row } from "../storage/tables.ts";
import type { Query } from "./boards.ts";
import { type ChannelNow, channelNow, FOLLOWED } from "./channels.ts";
import type { ListedFavor } from "./favor-lists.ts";
import { policyOf } from "./list.ts";

export type ThanksLine = {
	giverId: number;
	receivers: { memberId: number; credits: number }[];
	text: string;
	tags: string[];
	/** Whether it was taken back, and whether by an admin instead of its giver. */
	undone: boolean;
	corrected: boolean;
};

export type FavorCard = ListedFavor & {
	/** What the helper got for it, bonus included; 0 until it is kept. */
	gained: number;
	declined: { why: DeclineReason; because: string; insteadId: number | null } | undefined;
};

type ChannelRead = Parameters<typeof channelNow>[0];

export type Readings = ReturnType<typeof createReadings>;

export function createReadings(storage: Storage) {
	const one = <R>(sql: string, ...params: SqlValue[]): Promise<R | null> =>
		storage.read((query) => first<R>(query, sql, params));
	const community = (id: number) => one<Row<"Community">>(`SELECT * FROM "Community" WHERE "id" = ?`, id);

	return {
		community,
		/** Whether a reaction with this emoji says thanks in a community. */
		async saysThanks(communityId: number, emoji: string): Promise<boolean> {
			const found = await community(communityId);
			return found !== null && reactionCredits(emoji, policyOf(found.policy)) !== undefined;
		},
		/**
		 * What says thanks in some community: every emoji, by sign and by name, and whether plain messages do in any. All
		 * else needs no second look.
		 */
		async saysThanksSomewhere(): Promise<{ emojis: Set<string>; messages: boolean }> {
			const rows = await storage.read((query) =>
				query<{ policy: string }>(`SELECT DISTINCT "policy" FROM "Community"`, []),
			);
			const policies = [...rows.flatMap(({ policy }) => readable(policy)), defaultPolicy];
			const names = policies.flatMap(({ reactions }) => reactions.flatMap(({ emoji, name }) => [emoji, name]));
			return { emojis: new Set(names), messages: policies.some(({ thanks }) => thanks.inMessages) };
		},
		/** Whether a message is remembered: it said thanks, once at least. `channel` as the platform calls it. */
		messageIsKnown: async (communityId: number, workspaceId: number, channel: string, message: string) =>
			(await one<{ known: number }>(
				`SELECT 1 AS "known" FROM "Channel" c
				JOIN "Message" m ON m."communityId" = c."communityId" AND m."channelId" = c."id" AND m."message" = ?
				WHERE c."communityId" = ? AND c."workspaceId" = ? AND c."external" = ?`,
				message,
				communityId,
				workspaceId,
				channel,
			)) !== null,
		async policy(communityId: number): Promise<Policy> {
			const found = await community(communityId);
			if (!found) throw new Error(`there is no community ${communityId}`);
			return policyOf(found.policy);
		},
		member: (communityId: number, id: number) =>
			one<Row<"Member">>(`SELECT * FROM "Member" WHERE "communityId" = ? AND "id" = ?`, communityId, id),
		/** A channel with the mode that holds there. */
		async channel(communityId: number, id: number): Promise<ChannelNow | null> {
			const sql = `SELECT c.*, f."mode" AS "followed" FROM "Channel" c ${FOLLOWED} WHERE c."communityId" = ? AND c."id" = ?`;
			const found = await one<ChannelRead>(sql, communityId, id);
			return found && channelNow(found);
		},
		/** Channels that the bot may post in, by name, and on which platform each is. */
		async channels(communityId: number): Promise<(ChannelNow & { platform: string })[]> {
			const sql = `SELECT c.*, f."mode" AS "followed", w."platform" AS "platform" FROM "Channel" c
				JOIN "Workspace" w ON w."id" = c."workspaceId" ${FOLLOWED}
				WHERE c."communityId" = ? AND c."present" AND c."kind" <> 'direct' AND w."leftAt" IS NULL
				ORDER BY c."name", c."id"`;
			const found = await storage.read((query) => query<ChannelRead & { platform: string }>(sql, [communityId]));
			return found.map(({ platform, ...channel }) => ({ ...channelNow(channel), platform }));
		},
		workspace: (id: number) => one<Row<"Workspace">>(`SELECT * FROM "Workspace" WHERE "id" = ?`, id),
		post: (communityId: number, subject: string, destination: string) =>
			one<Row<"Post">>(
				`SELECT * FROM "Post" WHERE "communityId" = ? AND "subject" = ? AND "destination" = ?`,
				communityId,
				subject,
				destination,
			),
		timezoneOf: (communityId: number, memberId: number) =>
			storage.read((query) => timezoneOf(query, communityId, memberId)),
		/** Names, and the platform's ids in one workspace, by member. */
		names: (communityId: number, workspaceId: number, memberIds: readonly number[]) =>
			storage.read((query) => namesOf(query, communityId, workspaceId, [...new Set(memberIds)])),
		thanksLine: (communityId: number, entryId: number) =>
			storage.read((query) => thanksLine(query, communityId, entryId)),
		change: (communityId: number, id: number) =>
			one<Row<"Change">>(`SELECT * FROM "Change" WHERE "communityId" = ? AND "id" = ?`, communityId, id),
		thanksTogether: (communityId: number, leadId: number) =>
			storage.read((query) => thanksTogether(query, communityId, leadId)),
		favor: (communityId: number, id: number) => storage.read((query) => favorCard(query, communityId, id)),
	};
}

/** One community whose policy is broken stands still; the others go on. */
function readable(policy: string): Policy[] {
	try {
		return [policyOf(policy)];
	} catch {
		return [];
	}
}

async function first<R>(query: Query, sql: string, params: readonly SqlValue[]): Promise<R | null> {
	const [row] = await query<R>(sql, params);
	return row ?? null;
}

/** The time that a person lives in: the platform's zone, else their own, else the community's. */
async function timezoneOf(query: Query, communityId: number, memberId: number): Promise<string> {
	const row = await first<{ timezone: string; platformTimezone: string | null; ownTimezone: string | null }>(
		query,
		`SELECT c."timezone", m."platformTimezone", m."ownTimezone" FROM "Community" c
		LEFT JOIN "Member" m ON m."communityId" = c."id" AND m."id" = ? WHERE c."id" = ?`,
		[memberId, communityId],
	);
	return row?.platformTimezone ?? row?.ownTimezone ?? row?.timezone ?? "UTC";
}

async function namesOf(query: Query, communityId: number, workspaceId: number, memberIds: readonly number[]) {
	const rows = await query<{ id: number; name: string; user: string | null }>(
		`SELECT m."id", m."name", i."user" FROM "Member" m
		LEFT JOIN "Identity" i ON i."communityId" = m."communityId" AND i."memberId" = m."id" AND i."workspaceId" = ?
		WHERE m."communityId" = ? AND m."id" IN (${memberIds.map(() => "?").join(", ")})`,
		[workspaceId, communityId, ...memberIds],
	);
	return new Map(rows.map(({ id, name, user }) => [id, { name, user: user ?? undefined }]));
}

async function thanksLine(query: Query, communityId: number, entryId: number): Promise<ThanksLine | undefined> {
	const [line] = await thanksLines(query, communityId, `e."id"`, entryId);
	return line;
}

/** Everything that a public line tells of: the thanks that it was posted for, and those that joined it. */
async function thanksTogether(query: Query, communityId: number, leadId: number): Promise<ThanksLine[]> {
	return [
		...(await thanksLines(query, communityId, `e."id"`, leadId)),
		...(await thanksLines(query, communityId, `e."leadId"`, leadId)),
	];
}

type SaidRow = {
	id: number;
	actorId: number | null;
	text: string | null;
	tags: string | null;
	undoneBy: number | null;
	undoneActor: number | null;
};

async function thanksLines(query: Query, communityId: number, column: string, is: number): Promise<ThanksLine[]> {
	const said = await query<SaidRow>(
		`SELECT e."id", e."actorId", w."text", w."tags", r."id" AS "undoneBy", r."actorId" AS "undoneActor" FROM "Entry" e
		LEFT JOIN "Words" w ON w."communityId" = e."communityId" AND w."kind" = 'thanks' AND w."ownerId" = e."id"
		LEFT JOIN "Entry" r ON r."communityId" = e."communityId" AND r."reverses" = e."id"
		WHERE e."communityId" = ? AND ${column} = ? ORDER BY e."id"`,
		[communityId, is],
	);
	if (said.length === 0) return [];
	const received = await query<{ entryId: number; memberId: number; credits: number }>(
		`SELECT "entryId", "accountId" AS "memberId", "amount" AS "credits" FROM "Posting"
		WHERE "communityId" = ? AND "entryId" IN (${said.map(() => "?").join(", ")}) AND "amount" > 0 ORDER BY "accountId"`,
		[communityId, ...said.map(({ id }) => id)],
	);
	return said.flatMap(({ id, actorId, text, tags, undoneBy, undoneActor }): ThanksLine[] => {
		if (actorId === null) return [];
		const receivers = received
			.filter(({ entryId }) => entryId === id)
			.map(({ memberId, credits }) => ({ memberId, credits }));
		const words = { text: text ?? "", tags: tags ? tags.split(" ") : [] };
		const undone = undoneBy !== null;
		return [{ giverId: actorId, receivers, ...words, undone, corrected: undone && undoneActor !== actorId }];
	});
}

async function favorCard(query: Query, communityId: number, id: number): Promise<FavorCard | undefined> {
	const favor = await first<Row<"Favor">>(query, `SELECT * FROM "Favor" WHERE "communityId" = ? AND "id" = ?`, [
		communityId,
		id,
	]);
	if (!favor) return undefined;
	const words = await query<Row<"Words">>(
		`SELECT * FROM "Words" WHERE "communityId" = ? AND "kind" IN ('favor', 'decline') AND "ownerId" = ?`,
		[communityId, id],
	);
	const text = words.find(({ kind }) => kind === "favor")?.text ?? "";
	const said = words.find(({ kind }) => kind === "decline");
	const declined = said && readDecline(said);
	const gained = await first<{ gained: number }>(
		query,
		`SELECT COALESCE(SUM(p."amount"), 0) AS "gained" FROM "Entry" e
		JOIN "Posting" p ON p."communityId" = e."communityId" AND p."entryId" = e."id"
		WHERE e."communityId" = ? AND e."favorId" = ? AND e."kind" = 'favor-kept' AND p."accountId" = ?`,
		[communityId, id, favor.helperId ?? -1],
	);
	const askerTimezone = await timezoneOf(query, communityId, favor.askerId);
	return { ...favor, askerTimezone, text, gained: gained?.gained ?? 0, declined };
}

/** In the place of tags: the choice that was made, and the member that was named. */
function readDecline({ text: because, tags }: Row<"Words">): NonNullable<FavorCard["declined"]> {
	const said = tags.split(" ");
	const named = said.find((word) => /^\d+$/u.test(word));
	return {
		why: DECLINE_REASONS.find((reason) => said.includes(reason)) ?? "other",
		because,
		insteadId: named === undefined ? null : Number(named),
	};
}
