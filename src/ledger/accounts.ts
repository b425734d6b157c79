// Every member's account, for whoever runs the bot.
import { readPolicy } from "../rules/policy.ts";
import type { Storage } from "../storage/storage.ts";
import { readFloor } from "./floors.ts";

export type AccountLine = {
	member: number;
	community: number;
	name: string;
	/** What is left after everything set aside. */
	balance: number;
	setAside: number;
	/** Tied up by vouching for others: it comes back. */
	tiedUp: number;
	floor: number;
	identities: { platform: string; workspace: string; user: string }[];
};

export async function listAccounts({ db, read }: Storage, now: Date): Promise<AccountLine[]> {
	const policies = new Map((await db.community.findMany()).map(({ id, policy }) => [id, readPolicy(policy)]));
	const workspaces = new Map((await db.workspace.findMany()).map((workspace) => [workspace.id, workspace]));
	const members = await db.member.findMany({ orderBy: [{ communityId: "asc" }, { id: "asc" }] });
	const lines: AccountLine[] = [];
	for (const member of members) {
		const { communityId, id } = member;
		const policy = policies.get(communityId);
		const account = await db.account.findUnique({ where: { communityId_id: { communityId, id } } });
		if (!policy || !account) continue;
		const underWay = { communityId, askerId: id, fromPot: false, state: { in: ["open", "accepted", "done"] } };
		const { _sum } = await db.favor.aggregate({ where: underWay, _sum: { cost: true } });
		const { floor, vouches } = await read((query) => readFloor(query, member, policy, now));
		const given = vouches.filter(({ voucherId }) => voucherId === id);
		const identities = await db.identity.findMany({ where: { communityId, memberId: id } });
		lines.push({
			member: id,
			community: communityId,
			name: member.name,
			balance: account.balance,
			setAside: _sum.cost ?? 0,
			tiedUp: given.reduce((sum, { amount }) => sum + amount, 0),
			floor,
			identities: identities.flatMap(({ workspaceId, user }) => {
				const workspace = workspaces.get(workspaceId);
				return workspace ? [{ platform: workspace.platform, workspace: workspace.external, user }] : [];
			}),
		});
	}
	return lines;
}
