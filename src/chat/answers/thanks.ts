// `/thanks`, the menu entry "Say thanks" and its form.
import { thanks, undo } from "../../ledger/thanks.ts";
import type { Line } from "../card.ts";
import { short } from "../clean.ts";
import { REASON_LENGTH } from "../commands.ts";
import type { Participant } from "../directory.ts";
import type { Form } from "../form.ts";
import { NAMED, receiversOf, splitTags } from "../parse.ts";
import { mustFit, Problem } from "../problem.ts";
import type { Fields, Reply } from "../request.ts";
import type { Turn } from "../turn.ts";
import { counted } from "../views/format.ts";
import { sentCard, undoneCard } from "../views/thanks.ts";
import { card, refused } from "./reply.ts";

export async function giveThanks(turn: Turn, fields: Fields): Promise<Reply> {
	const receivers = receiversOf(fields).map((user) => turn.someone(user));
	const typed = String(fields["for"] ?? "");
	if (receivers.length === 0 && NAMED.test(typed)) throw new Problem(unknownName(NAMED.exec(typed)?.[0] ?? ""), "to");
	mustFit(typed, REASON_LENGTH, "A reason", "for");
	const { reason, tags } = splitTags(typed);
	const amount = fields["amount"] === undefined || fields["amount"] === "" ? 1 : Number(fields["amount"]);
	const input = { giver: turn.actor, receivers, amount, reason, tags, where: turn.where };
	const answer = await turn.ledger.submit(thanks, turn.once, input);
	if (answer.refused) return refused(turn, answer.refused);
	const { now, where } = turn;
	const seen = { now, inChannel: where.channelId !== null, timezone: turn.actor.timezone };
	return card(sentCard(answer.done, namesOf(receivers), seen));
}

export const unknownName = (name: string): Line => [
	"I do not know ",
	{ strong: short(name, 60) },
	" here. Pick the name from the list that comes as you type it.",
];

/** Those who were just named need no looking up. */
function namesOf(receivers: readonly Participant[]): (memberId: number) => string {
	const known = new Map(receivers.map(({ id, name }) => [id, name]));
	return (memberId) => known.get(memberId) ?? "somebody";
}

export async function takeBack(turn: Turn): Promise<Reply> {
	if (turn.actor.id === undefined) return refused(turn, { reason: "not-a-member" });
	const answer = await turn.ledger.submit(undo, turn.once, { memberId: turn.actor.id });
	if (answer.refused) return refused(turn, answer.refused);
	return card(undoneCard(answer.done, await turn.names(answer.done.receiverIds)));
}

export function thanksForm(to: string | undefined): Form {
	return {
		id: "thanks",
		title: "Say thanks",
		submit: "Send",
		context: "",
		fields: [
			{ id: "to", label: "To", kind: "person", optional: false, ...(to === undefined ? {} : { value: to }) },
			{
				id: "for",
				label: "What for",
				hint: "A reason makes it worth more. #tags are welcome.",
				kind: "text",
				multiline: true,
				maxLength: REASON_LENGTH,
				optional: true,
			},
			{
				id: "amount",
				label: "How much",
				kind: "choice",
				optional: true,
				value: "1",
				options: ["1", "2", "3"].map((value) => ({ label: counted(Number(value), "credit"), value })),
			},
		],
	};
}
