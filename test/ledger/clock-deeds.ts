// What happens to credit by itself: favors that go on or end, fading, and leavers who are settled.
import { expect } from "vitest";
import { fadable, fade } from "../../src/ledger/fading.ts";
import { dueFavors } from "../../src/ledger/favor-lists.ts";
import { advance } from "../../src/ledger/favors.ts";
import { dueLeavers, settleLeaver } from "../../src/ledger/leavers.ts";
import type { Answer } from "../../src/ledger/list.ts";
import { POT } from "../../src/rules/types.ts";
import { type Deeds, deed, policyOf } from "./deed.ts";
import { addTo, keptSince, type Worth, worthOf } from "./worth.ts";

const NOTHING: Answer<null> = { done: null };

export const clockDeeds: Deeds = {
	async favors({ rig }) {
		const before = new Map((await rig.storage.db.favor.findMany()).map(({ id, state }) => [id, state]));
		const { bonus } = (await policyOf(rig)).favor;
		return deed(
			async () => {
				const due = await rig.ledger.read((query) => dueFavors(query, rig.communityId, rig.clock.now, 100));
				await Promise.all(due.map(({ id: favorId }) => rig.submit(advance, { favorId })));
				return NOTHING;
			},
			() => keptSince(rig, before, bonus),
			{ alone: true, keyless: true },
		);
	},
	async fade({ rig }) {
		const { favor, fading } = await policyOf(rig);
		const { timezone } = await rig.storage.db.community.findUniqueOrThrow({ where: { id: rig.communityId } });
		const week = rig.ledger.weekOf(rig.clock.now, timezone);
		const accounts = await rig.storage.db.account.findMany({ where: { kind: "member" } });
		const gone = await rig.storage.db.member.findMany({ where: { leftAt: { not: null } } });
		const moved: Worth = new Map();
		return deed(
			async () => {
				const span = { week, above: favor.normal, from: 0, most: 100 };
				const members = await rig.ledger.read((query) => fadable(query, rig.communityId, span));
				for (const { id: memberId } of members) {
					const credits = (await rig.submit(fade, { memberId, week })).done?.faded ?? 0;
					addTo(addTo(moved, memberId, -credits), POT, credits);
				}
				return NOTHING;
			},
			() => {
				for (const { id, balance } of accounts) {
					const isSafe = fading.halfLifeDays === 0 || gone.some((one) => one.id === id);
					const most = isSafe ? 0 : Math.max(0, balance - favor.normal);
					expect(-(moved.get(id) ?? 0)).toBeGreaterThanOrEqual(0);
					expect(-(moved.get(id) ?? 0)).toBeLessThanOrEqual(most);
				}
				return moved;
			},
			{ alone: true, keyless: true },
		);
	},
	async settle({ rig }) {
		const { db } = rig.storage;
		const policy = await policyOf(rig);
		const due = await rig.ledger.read((query) => dueLeavers(query, rig.communityId, policy, rig.clock.now));
		const standing = await db.vouch.findMany({ where: { state: "standing" } });
		const last = (await db.entry.findFirst({ orderBy: { id: "desc" } }))?.id ?? 0;
		const settled = new Set<number>();
		return deed(
			async () => {
				for (const memberId of due)
					if ((await rig.submit(settleLeaver, { memberId })).done?.settled) settled.add(memberId);
				return NOTHING;
			},
			async () => {
				const moved: Worth = new Map();
				for (const { id } of await db.entry.findMany({ where: { id: { gt: last }, kind: "leaving" } }))
					for (const [owner, credits] of await worthOf(rig, id)) addTo(moved, owner, credits);
				const ended = await db.vouch.findMany({ where: { id: { in: standing.map(({ id }) => id) }, state: "paid" } });
				for (const { voucherId, memberId, paid } of ended) addTo(addTo(moved, voucherId, -paid), memberId, paid);
				for (const id of settled) {
					expect(await db.vouch.count({ where: { memberId: id, state: "standing" } })).toBe(0);
					expect((await db.account.findFirstOrThrow({ where: { id } })).balance).toBeLessThanOrEqual(0);
				}
				return moved;
			},
			{ alone: true, keyless: true },
		);
	},
};
