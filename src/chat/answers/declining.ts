// Saying no and what comes of it: the form of the one who cannot help, and asking again of somebody else or of everybody.
import { passOn } from "../../ledger/calls.ts";
import { DECLINE_REASONS } from "../../rules/favors.ts";
import type { Line } from "../card.ts";
import { REASON_LENGTH } from "../commands.ts";
import type { Participant } from "../directory.ts";
import type { Form } from "../form.ts";
import { mustFit, Problem } from "../problem.ts";
import type { Fields, Reply } from "../request.ts";
import type { Turn } from "../turn.ts";
import { DECLINE_LABELS } from "../views/declined.ts";
import { say } from "../views/format.ts";
import { askedWhere, favorForm, sizeOf, step } from "./favors.ts";
import { card, refused } from "./reply.ts";

export function declineForm(favorId: number): Form {
	return {
		id: "decline",
		title: "Not now",
		submit: "Send",
		context: String(favorId),
		fields: [
			{
				id: "why",
				label: "What is in the way?",
				kind: "choice",
				optional: true,
				value: "other",
				options: DECLINE_REASONS.map((value) => ({ label: DECLINE_LABELS[value], value })),
			},
			{
				id: "because",
				label: "In your own words, if you like",
				hint: "A word helps: until Monday, ask me again next week.",
				kind: "text",
				multiline: false,
				maxLength: REASON_LENGTH,
				optional: true,
			},
			{
				id: "instead",
				label: "Ask … instead",
				hint: "Somebody who may be able to help.",
				kind: "person",
				optional: true,
			},
		],
	};
}

export async function declineFavor(turn: Turn, favorId: number, fields: Fields): Promise<Reply> {
	const typed = String(fields["because"] ?? "");
	mustFit(typed, REASON_LENGTH, "A reason", "because");
	const why = DECLINE_REASONS.find((reason) => reason === fields["why"]) ?? "other";
	const instead = fields["instead"] ? turn.someone(String(fields["instead"])) : undefined;
	if (instead) await mustBeAskable(turn, favorId, instead);
	const because = typed.replace(/\.$/u, "");
	return step(turn, favorId, { step: "decline", why, because, insteadId: instead?.id ?? null });
}

/** Somebody else who could be asked: a colleague, and neither of the two. */
async function mustBeAskable(turn: Turn, favorId: number, { id, name, kind }: Participant): Promise<void> {
	const favor = await turn.ledger.readings.favor(turn.communityId, favorId);
	if (id === undefined || (kind !== "person" && kind !== "guest")) {
		throw new Problem(
			[{ strong: name }, " cannot be asked here. Name a colleague of this workspace, or nobody."],
			"instead",
		);
	}
	if (id === turn.actor.id) throw new Problem(["That would be you again. Name somebody else, or nobody."], "instead");
	if (id === favor?.askerId)
		throw new Problem([{ strong: name }, " is the one who asks. Name somebody else, or nobody."], "instead");
}

/** Asks again after a no: the form, filled with what was asked before; of nobody in particular for 0. */
export async function askAgain(turn: Turn, favorId: number, memberId: number): Promise<Reply> {
	const favor = await turn.ledger.readings.favor(turn.communityId, favorId);
	if (!favor || favor.askerId !== turn.actor.id) return refused(turn, { reason: "only-the-asker" });
	const from = memberId === 0 ? undefined : (await turn.names([memberId])).user(memberId);
	const draft = { what: favor.text, from, size: sizeOf(favor.size), by: "", again: favorId, forTeam: favor.fromPot };
	return { kind: "form", form: await favorForm(turn, draft) };
}

/** Asks anyone in the channel in which the favor was asked of one person. */
export async function askEverybody(turn: Turn, favorId: number): Promise<Reply> {
	const favor = await turn.ledger.readings.favor(turn.communityId, favorId);
	if (!favor || favor.askerId !== turn.actor.id) return refused(turn, { reason: "only-the-asker" });
	const where = await askedWhere(turn, favorId);
	if (!where) {
		const how: Line = ["Go to a channel that I am in, and type ", { code: "/favor anyone …" }, " with your words:"];
		const { blocks } = say("You asked this where nobody else reads along. ", ...how);
		return card({ blocks: [...blocks, { kind: "quote", text: favor.text }] });
	}
	if (!where.present) return refused(turn, { reason: "bot-not-here" });
	return askAgain(turn, favorId, 0);
}

/** "Not now" to a favor that anyone may do. */
export async function passOnFavor(turn: Turn, favorId: number): Promise<Reply> {
	const { id, name, kind } = turn.actor;
	const answer = await turn.ledger.submit(passOn, turn.once, { actor: { id, name, kind }, favorId });
	if (answer.refused) return refused(turn, answer.refused);
	return card(say("That is fine. Nobody hears of it."));
}
