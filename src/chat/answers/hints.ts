// `/goodturn hints`: which weekly hints there are, and the buttons that switch them, on that list and on a hint itself.
import { switchHints } from "../../ledger/hints.ts";
import { type HintName, hintsIn } from "../../rules/hints.ts";
import type { Reply } from "../request.ts";
import type { Turn } from "../turn.ts";
import { hintsCard } from "../views/hints.ts";
import { card, refused } from "./reply.ts";

export async function showHints(turn: Turn, stopped: readonly HintName[] = []): Promise<Reply> {
	const { ledger, communityId, actor } = turn;
	const member = actor.id === undefined ? null : await ledger.readings.member(communityId, actor.id);
	if (!member) return refused(turn, { reason: "not-a-member" });
	const { board } = await ledger.readings.policy(communityId);
	const off = hintsIn(member.hintsOff);
	return card(hintsCard({ off, stopped, quiet: member.quiet !== "off", reminders: board.reminders }));
}

/** `how`: on, off, or stop (off, on a hint that came); `which`: names joined by a plus. Undefined for what no button says. */
export async function pressHints(turn: Turn, how: string, which: string): Promise<Reply | undefined> {
	const names = hintsIn(which.replaceAll("+", " "));
	if (names.length === 0 || !["on", "off", "stop"].includes(how)) return undefined;
	const { id: memberId } = turn.actor;
	if (memberId === undefined) return refused(turn, { reason: "not-a-member" });
	await turn.ledger.submit(switchHints, turn.freely, { memberId, names, on: how === "on" });
	return showHints(turn, how === "stop" ? names : []);
}
