// `/goodturn away` and `/goodturn back`.
import { comeBack, goAway } from "../../ledger/away.ts";
import type { Fields, Reply } from "../request.ts";
import type { Turn } from "../turn.ts";
import { awayCard, backCard } from "../views/away.ts";
import { readDate } from "./date.ts";
import { card, refused } from "./reply.ts";

/** "until friday", "till friday", or the date alone. */
const UNTIL = /^(?:until|till|til)(?:\s+|$)/iu;

export async function sayAway(turn: Turn, fields: Fields): Promise<Reply> {
	const { id: memberId } = turn.actor;
	if (memberId === undefined) return refused(turn, { reason: "not-a-member" });
	const typed = String(fields["until"] ?? "").trim();
	const until = await readDate(turn, typed.replace(UNTIL, ""), "until");
	await turn.ledger.submit(goAway, turn.once, { memberId, until });
	return card(awayCard(until, { now: turn.now, timezone: turn.actor.timezone }));
}

export async function sayBack(turn: Turn): Promise<Reply> {
	const { id: memberId } = turn.actor;
	if (memberId === undefined) return refused(turn, { reason: "not-a-member" });
	const { done } = await turn.ledger.submit(comeBack, turn.once, { memberId });
	return card(backCard(done?.wasAway ?? false));
}
