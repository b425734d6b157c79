// What a book file says, read beside a running bot: that its laws hold, and everybody's balance.
import { expect } from "vitest";
import { verify } from "../../src/ledger/verify.ts";
import { openStorage } from "../../src/storage/open.ts";

/** Balances by name. Fails the test when a law is broken. */
export async function balancesIn(url: string): Promise<Record<string, number>> {
	const storage = await openStorage(url, { migrate: false });
	try {
		expect((await verify(storage)).breaches).toEqual([]);
		const members = await storage.db.member.findMany({ orderBy: { name: "asc" } });
		const accounts = await storage.db.account.findMany({ where: { kind: "member" } });
		const balanceOf = (id: number, communityId: number) =>
			accounts.find((account) => account.id === id && account.communityId === communityId)?.balance ?? 0;
		return Object.fromEntries(members.map(({ id, communityId, name }) => [name, balanceOf(id, communityId)]));
	} finally {
		await storage.close();
	}
}
