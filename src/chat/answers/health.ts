// `/goodturn health`: how the bank does, for those who run it.
import { readHealth } from "../../ledger/health.ts";
import type { Reply } from "../request.ts";
import type { Turn } from "../turn.ts";
import { healthCard } from "../views/health.ts";
import { card, refused } from "./reply.ts";

export async function showHealth(turn: Turn): Promise<Reply> {
	const { ledger, communityId, communityTimezone: timezone, now } = turn;
	if (turn.actor.id === undefined) return refused(turn, { reason: "not-a-member" });
	if (!turn.admin) return refused(turn, { reason: "admins-only" });
	const policy = await ledger.readings.policy(communityId);
	const health = await ledger.read((query) => readHealth(query, { communityId, timezone, policy }, now));
	return card(healthCard(health));
}
