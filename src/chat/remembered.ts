// Small facts of the book that nearly every request asks for, remembered for a moment: what this process changes is asked
// anew at once, what another one changes within a minute.
import type { Ledger } from "../ledger/ledger.ts";
import type { Unit } from "./unit.ts";

export function createRemembered({ readings }: Ledger) {
	/** Each by community and member. */
	const zones = new Map<string, string>();
	const admins = new Map<string, boolean>();
	/** By community. */
	const units = new Map<number, Unit>();
	const keyOf = (communityId: number, memberId: number): string => `${communityId}:${memberId}`;

	return {
		/** The zone of somebody of whom the platform tells none: their own, else the community's. */
		async zoneOf(communityId: number, memberId: number): Promise<string> {
			const key = keyOf(communityId, memberId);
			const known = zones.get(key) ?? (await readings.timezoneOf(communityId, memberId));
			zones.set(key, known);
			return known;
		},
		/** Whether somebody was made an admin here. */
		async isAdmin(communityId: number, memberId: number): Promise<boolean> {
			const key = keyOf(communityId, memberId);
			const known = admins.get(key) ?? (await readings.member(communityId, memberId))?.admin ?? false;
			admins.set(key, known);
			return known;
		},
		/** What a community calls its credit. */
		async unitOf(communityId: number): Promise<Unit> {
			const known = units.get(communityId) ?? (await readings.policy(communityId)).credit;
			units.set(communityId, known);
			return known;
		},
		/** Something of this member changed. */
		forgetMember(communityId: number, memberId: number): void {
			zones.delete(keyOf(communityId, memberId));
			admins.delete(keyOf(communityId, memberId));
		},
		forgetAll(): void {
			zones.clear();
			admins.clear();
			units.clear();
		},
	};
}
