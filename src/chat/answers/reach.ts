// Whether whoever presses a button could see what it is on. Buttons cannot be forged, and are checked all the same.
import type { Turn } from "../turn.ts";

/**
 * Whether somebody may take part in a favor for anyone from where they are: what was asked in a private channel is for
 * those who are in it, so that it is answered there, or in a thread of it.
 */
export async function isInReach({ ledger, communityId, actor, where, request }: Turn, favorId: number) {
	const favor = await ledger.readings.favor(communityId, favorId);
	if (!favor || favor.everywhere || favor.targetId !== null || favor.channelId === null) return true;
	if (favor.askerId === actor.id || favor.helperId === actor.id || favor.channelId === where.channelId) return true;
	const parent = request.place?.parent;
	if (parent === undefined) return false;
	const channel = await ledger.readings.channel(communityId, favor.channelId);
	return channel?.external === parent;
}
