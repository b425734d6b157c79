// `/thanks`, the menu entry "Say thanks" and its form.
import { thanks, undo } from "../../ledger/thanks.ts";
import type { Line } from "../card.ts";
import { short } from "../clean.ts";
import { REASON_LENGTH } from "../commands.ts";
import type { Participant } from "../directory.ts";
import type { Form } from "../form.ts";
import { groupsOf, NAMED, receiversOf } from "../parse.ts";
import { Problem } from "../problem.ts";
import type { Fields, Reply } from "../request.ts";
import type { Turn } from "../turn.ts";
import { credits } from "../views/format.ts";
import { sentCard, undoneCard } from "../views/thanks.ts";
import { NO_TAG, readGratitude, sentFrom } from "./gratitude.ts";
import { previewThanks } from "./group-thanks.ts";
import { card, refused } from "./reply.ts";

export async function giveThanks(turn: Turn, fields: Fields): Promise<Reply> {
	const receivers = receiversOf(fields).map((user) => turn.someone(user));
	const groups = groupsOf(fields);
	const typed = String(fields["for"] ?? "");
	if (receivers.length + groups.length === 0 && NAMED.test(typed))
		throw new Problem(unknownName(NAMED.exec(typed)?.[0] ?? ""), "to");
	const { gratitude, tags } = await readGratitude(turn, fields);
	if (groups.length > 0) return previewThanks(turn, { receivers, groups, gratitude, tags });
	const input = { giver: turn.actor, receivers, ...gratitude, where: turn.where };
	const answer = await turn.ledger.submit(thanks, turn.once, input);
	if (answer.refused) return refused(turn, answer.refused);
	return card(sentCard(answer.done, namesOf(receivers), { ...sentFrom(turn), tags }));
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

/** A form offers so many at most. */
const MOST_OPTIONS = 25;

export async function thanksForm(turn: Turn, to: string | undefined): Promise<Form> {
	const { tags, maxAmount } = (await turn.ledger.readings.policy(turn.communityId)).thanks;
	const amounts = Array.from({ length: Math.min(maxAmount, MOST_OPTIONS) }, (_, index) => index + 1);
	const offered = tags.slice(0, MOST_OPTIONS - 1).map((tag) => tag.toLowerCase());
	const options = [{ label: "No tag", value: NO_TAG }, ...offered.map((tag) => ({ label: `#${tag}`, value: tag }))];
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
				hint: tags.length > 0 ? "A reason makes it worth more." : "A reason makes it worth more. #tags are welcome.",
				kind: "text",
				multiline: true,
				maxLength: REASON_LENGTH,
				optional: true,
			},
			...(offered.length > 0
				? [{ id: "tag", label: "Tag", kind: "choice", optional: true, value: NO_TAG, options } as const]
				: []),
			{
				id: "amount",
				label: "How much",
				kind: "choice",
				optional: true,
				value: "1",
				options: amounts.map((amount) => ({ label: credits(amount), value: String(amount) })),
			},
			{
				id: "privately",
				label: "Who reads it",
				kind: "choice",
				optional: true,
				value: "no",
				options: [
					{ label: "Everybody in the channel", value: "no" },
					{ label: "Only the two of us", value: "yes" },
				],
			},
		],
	};
}
