// `/thanks`, the menu entry "Say thanks" and its form.
import { thanks, undo } from "../../ledger/thanks.ts";
import { REASON_LENGTH } from "../commands.ts";
import type { Form } from "../form.ts";
import { receiversOf, splitTags } from "../parse.ts";
import { Problem } from "../problem.ts";
import type { Fields, Reply } from "../request.ts";
import type { Turn } from "../turn.ts";
import { counted } from "../views/format.ts";
import { sentCard, undoneCard } from "../views/thanks.ts";
import { card, refused } from "./reply.ts";

export async function giveThanks(turn: Turn, fields: Fields): Promise<Reply> {
	const receivers = receiversOf(fields).map((user) => turn.someone(user));
	const typed = String(fields["for"] ?? "").trim();
	const length = [...typed].length;
	if (length > REASON_LENGTH) {
		const line = [`A reason has up to ${REASON_LENGTH} characters, and this one has ${counted(length, "character")}. Shorten it and send it again.`];
		throw new Problem(line, { field: "for", typed });
	}
	const { reason, tags } = splitTags(typed);
	const amount = Number(fields["amount"] ?? 1);
	const input = { giver: turn.actor, receivers, amount, reason, tags, where: turn.where };
	const answer = await turn.ledger.submit(thanks, turn.once, input);
	if (answer.refused) return refused(turn, answer.refused);
	return card(sentCard(answer.done, await turn.names(answer.done.receiverIds), turn.now));
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
