// Small readings that a message needs: who somebody is, what a favor or a thanks says. Prisma's model API: speed does
// not matter here. It changes nothing.
import { defaultPolicy, type Policy, readPolicy } from "../rules/policy.ts";
import { reactionCredits } from "../rules/thanks.ts";
import type { Storage } from "../storage/storage.ts";
import type { Row } from "../storage/tables.ts";
import type { ListedFavor } from "./favor-lists.ts";

export type ThanksLine = {
	giverId: number;
	receivers: { memberId: number; credits: number }[];
	text: string;
	tags: string[];
	/** Whether it was taken back. */
	undone: boolean;
};

export type FavorCard = ListedFavor & {
	/** What the helper got for it, bonus included; 0 until it is kept. */
	gained: number;
	declined: { because: string; insteadId: number | null } | undefined;
};

export type Readings = ReturnType<typeof createReadings>;

export function createReadings({ db }: Storage) {
	return {
		timezoneOf,
		/** Whether a reaction with this emoji says thanks in a community. */
		async saysThanks(communityId: number, emoji: string): Promise<boolean> {
			const community = await db.community.findUnique({ where: { id: communityId } });
			return community !== null && reactionCredits(emoji, readPolicy(community.policy)) !== undefined;
		},
		/** Every emoji that says thanks in some community, by sign and by name: the others need no second look. */
		async thanksEmojis(): Promise<Set<string>> {
			const policies = (await db.community.findMany({ distinct: ["policy"] })).map(({ policy }) => readPolicy(policy));
			return new Set(
				[...policies, defaultPolicy].flatMap(({ reactions }) => reactions.flatMap(({ emoji, name }) => [emoji, name])),
			);
		},
		async policy(communityId: number): Promise<Policy> {
			const community = await db.community.findUniqueOrThrow({ where: { id: communityId } });
			return readPolicy(community.policy);
		},
		community: (id: number) => db.community.findUnique({ where: { id } }),
		member: (communityId: number, id: number) =>
			db.member.findUnique({ where: { communityId_id: { communityId, id } } }),
		channel: (communityId: number, id: number) =>
			db.channel.findUnique({ where: { communityId_id: { communityId, id } } }),
		workspace: (id: number) => db.workspace.findUnique({ where: { id } }),
		post: (communityId: number, subject: string, destination: string) =>
			db.post.findUnique({ where: { communityId_subject_destination: { communityId, subject, destination } } }),

		/** Names, and the platform's ids in one workspace, by member. */
		async names(communityId: number, workspaceId: number, memberIds: readonly number[]) {
			const ids = [...new Set(memberIds)];
			const members = await db.member.findMany({ where: { communityId, id: { in: ids } } });
			const identities = await db.identity.findMany({ where: { communityId, workspaceId, memberId: { in: ids } } });
			const users = new Map(identities.map(({ memberId, user }) => [memberId, user]));
			return new Map(members.map(({ id, name }) => [id, { name, user: users.get(id) }]));
		},

		async thanksLine(communityId: number, entryId: number): Promise<ThanksLine | undefined> {
			const where = { communityId_id: { communityId, id: entryId } };
			const entry = await db.entry.findUnique({ where, include: { postings: { orderBy: { accountId: "asc" } } } });
			if (!entry || entry.actorId === null) return undefined;
			const words = await wordsOf(communityId, "thanks", entryId);
			const reversal = await db.entry.findFirst({ where: { communityId, reverses: entryId } });
			const received = entry.postings.filter(({ amount }) => amount > 0);
			return {
				giverId: entry.actorId,
				receivers: received.map(({ accountId, amount }) => ({ memberId: accountId, credits: amount })),
				text: words?.text ?? "",
				tags: words?.tags ? words.tags.split(" ") : [],
				undone: reversal !== null,
			};
		},

		async favor(communityId: number, id: number): Promise<FavorCard | undefined> {
			const favor = await db.favor.findUnique({ where: { communityId_id: { communityId, id } } });
			if (!favor) return undefined;
			const words = await wordsOf(communityId, "favor", id);
			const said = await wordsOf(communityId, "decline", id);
			const declined = said
				? { because: said.text, insteadId: said.tags === "" ? null : Number(said.tags) }
				: undefined;
			const kept = await db.entry.findFirst({
				where: { communityId, favorId: id, kind: "favor-kept" },
				include: { postings: { where: { accountId: favor.helperId ?? -1 } } },
			});
			const gained = (kept?.postings ?? []).reduce((sum, { amount }) => sum + amount, 0);
			const askerTimezone = await timezoneOf(communityId, favor.askerId);
			return { ...favor, askerTimezone, text: words?.text ?? "", gained, declined };
		},
	};

	function wordsOf(communityId: number, kind: string, ownerId: number): Promise<Row<"Words"> | null> {
		return db.words.findUnique({ where: { communityId_kind_ownerId: { communityId, kind, ownerId } } });
	}

	/** The time that a person lives in: the platform's zone, else their own, else the community's. */
	async function timezoneOf(communityId: number, memberId: number): Promise<string> {
		const member = await db.member.findUnique({ where: { communityId_id: { communityId, id: memberId } } });
		const own = member?.platformTimezone ?? member?.ownTimezone;
		if (own) return own;
		const community = await db.community.findUnique({ where: { id: communityId } });
		return community?.timezone ?? "UTC";
	}
}
