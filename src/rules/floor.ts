// The lowest balance that spending may leave.
import { after, days } from "./calendar.ts";
import type { Policy } from "./policy.ts";

/** 0; for a newcomer's first days, minus one big favor: trust extends credit to those who have not earned it yet. */
export function ownFloorOf(member: { joinedAt: Date }, policy: Policy, now: Date): number {
	return isNewcomer(member, policy, now) ? -policy.favor[policy.floor.newcomerOwes] : 0;
}

export const isNewcomer = (member: { joinedAt: Date }, policy: Policy, now: Date): boolean =>
	now < after(member.joinedAt, days(policy.floor.newcomerDays));

/** A member's own floor, lowered by all that others vouch for them at the moment. */
export const floorOf = (member: { joinedAt: Date }, vouched: number, policy: Policy, now: Date): number =>
	ownFloorOf(member, policy, now) - vouched;
