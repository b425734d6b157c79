// What everybody has, however it is tied up: in the wallet, set aside for a favor, or vouched for somebody. Nothing but
// giving, taking and correcting changes it, so that tests can say what each deed makes of it.
import { POT, WORLD } from "../../src/rules/types.ts";
import type { Rig } from "./rig.ts";

/** Credits by member's id, and the pot's. */
export type Worth = Map<number, number>;

export const addTo = (worth: Worth, id: number, credits: number): Worth =>
	worth.set(id, (worth.get(id) ?? 0) + credits);

export const each = (ids: readonly number[], credits: number): Worth => new Map(ids.map((id) => [id, credits]));

/** Read from the accounts themselves, whatever the rows of favors and vouches say that they hold. */
export async function worthOfAll({ storage, communityId }: Rig): Promise<Worth> {
	const where = { communityId };
	const owners = new Map<number, number>();
	for (const { id, askerId, fromPot } of await storage.db.favor.findMany({ where }))
		owners.set(id, fromPot ? POT : askerId);
	for (const { id, voucherId } of await storage.db.vouch.findMany({ where })) owners.set(id, voucherId);
	const worth: Worth = new Map([[POT, 0]]);
	for (const { id, balance } of await storage.db.account.findMany({ where }))
		addTo(worth, owners.get(id) ?? id, balance);
	return worth;
}

/** What an entry gave and took, what was set aside being its owner's. */
export async function worthOf({ storage, communityId }: Rig, entryId: number): Promise<Worth> {
	const { db } = storage;
	const { favorId } = await db.entry.findUniqueOrThrow({ where: { communityId_id: { communityId, id: entryId } } });
	const favor = favorId === null ? null : await db.favor.findFirst({ where: { communityId, id: favorId } });
	const moved: Worth = new Map();
	for (const { accountId, amount } of await db.posting.findMany({ where: { communityId, entryId } })) {
		if (accountId === WORLD) continue;
		const owner = accountId === favor?.id ? (favor.fromPot ? POT : favor.askerId) : accountId;
		addTo(moved, owner, amount);
	}
	return moved;
}

/** Of favors that were kept since they were in these states: the helper has the cost and the bonus, and whoever paid has it no more. */
export async function keptSince(rig: Rig, before: ReadonlyMap<number, string>, bonus: number): Promise<Worth> {
	const moved: Worth = new Map();
	for (const favor of await rig.storage.db.favor.findMany({ where: { communityId: rig.communityId, state: "kept" } })) {
		if (before.get(favor.id) === "kept" || favor.helperId === null) continue;
		addTo(moved, favor.helperId, favor.cost + bonus);
		addTo(moved, favor.fromPot ? POT : favor.askerId, -favor.cost);
	}
	return moved;
}
