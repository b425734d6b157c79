// Plain messages as Slack tells of them: said, edited, deleted, each in its own shape. Pure. What no person said is
// ignored, and what cannot have to do with thanks is let go before anybody is asked about it.
import type { Ears } from "../../chat/plain-thanks.ts";
import type { Text } from "../../chat/request.ts";
import { type Happening, keyOf, microseconds, type Self } from "./inbound.ts";
import type { EventBody, MessageEvent, SlackMessage } from "./payloads.ts";
import { mentioned, readText } from "./text.ts";

/** What people say themselves; every other subtype is something that happened, or that an app said. */
const PLAIN = [undefined, "me_message", "file_share", "thread_broadcast"];

/** Where a message with replies was deleted, this stands in its place. */
const STONE = "tombstone";

type Told = {
	message: string;
	/** None where Slack does not say who wrote what is deleted. */
	author: string | undefined;
	text: Text | undefined;
	before?: Text;
};

/** None for what nobody said, or says no longer otherwise than before. */
function told(event: MessageEvent): Told | undefined {
	if (event.channel_type === "im" || event.channel_type === "mpim") return undefined;
	const { subtype, message, previous_message: previous } = event;
	const before = previous && { before: readText(previous.text ?? "") };
	if (subtype === "message_deleted" || message?.subtype === STONE) {
		const ts = event.deleted_ts ?? message?.ts;
		if (ts === undefined || (previous && !isByPerson(previous))) return undefined;
		return { message: ts, author: previous?.user, text: undefined, ...before };
	}
	const said = subtype === "message_changed" ? message : event;
	if (!said?.ts || !said.user || !isByPerson(said)) return undefined;
	// A link was unfolded, or an answer counted.
	if (previous && previous.text === said.text) return undefined;
	return { message: said.ts, author: said.user, text: readText(said.text ?? ""), ...before };
}

const isByPerson = ({ subtype, bot_id }: SlackMessage): boolean => bot_id === undefined && PLAIN.includes(subtype);

/** None for what cannot have to do with thanks, as far as one sees without asking anybody. */
export function readMessage(
	body: EventBody,
	event: MessageEvent,
	{ self, ears }: { self: Self; ears: Ears | undefined },
): Happening | undefined {
	const heard = ears?.open() ? told(event) : undefined;
	if (!heard || !ears || !isWorthHearing(heard, event, ears)) return undefined;
	const { author = self.bot.user, ...what } = heard;
	return {
		key: keyOf(self, body.event_id),
		actor: { id: author },
		others: mentioned(what.text ?? []),
		place: { id: event.channel },
		route: undefined,
		intent: { kind: "message", ...what, order: microseconds(event.event_ts) },
	};
}

function isWorthHearing({ text, before }: Told, { subtype }: MessageEvent, ears: Ears): boolean {
	if ([text, before].some((one) => one && ears.couldThank(one))) return true;
	// An edit or a deletion that does not say of what: the book knows whether it is one of ours.
	return before === undefined && (text === undefined || subtype === "message_changed");
}
