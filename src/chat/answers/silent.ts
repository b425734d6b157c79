// What happens without anybody waiting for an answer: reactions, and thanks in plain messages. What is refused is worth a
// private word at most, once a day.
import { explainLeftAlone } from "../../ledger/channels.ts";
import type { Ledger } from "../../ledger/ledger.ts";
import type { Refusal } from "../../ledger/list.ts";
import { hearMessage } from "../../ledger/messages.ts";
import { clearReactions, explainReaction, react } from "../../ledger/reactions.ts";
import type { Policy } from "../../rules/policy.ts";
import { short } from "../clean.ts";
import { REASON_LENGTH } from "../commands.ts";
import type { WorkspaceKnown } from "../directory.ts";
import { splitTags } from "../parse.ts";
import { FOLDED_HANDS, plainThanks } from "../plain-thanks.ts";
import type { Intent, Place, Reply } from "../request.ts";
import { shownEmoji } from "../settings/kinds.ts";
import type { Turn } from "../turn.ts";

const NOTHING: Reply = { kind: "nothing" };

export async function reaction(turn: Turn, intent: Extract<Intent, { kind: "reaction" }>): Promise<Reply> {
	const { channelId } = turn.where;
	if (channelId === null) return NOTHING;
	const receiver = intent.author === undefined ? undefined : turn.someone(intent.author);
	const { emoji, message, posts, added, order } = intent;
	const where = { ...turn.where, channelId };
	const input = { reactor: turn.actor, receiver, emoji, message, posts, added, order, where };
	const answer = await turn.ledger.submit(react, turn.once, input);
	await explainSilently(turn, answer.refused);
	return NOTHING;
}

type MessageIntent = Extract<Intent, { kind: "message" }>;

/**
 * Whether a message says thanks, or did: looked at before anybody is met or anything is written down, so that nothing is
 * known of all the others.
 */
export async function concernsThanks(
	{ readings }: Ledger,
	{ id, communityId }: WorkspaceKnown,
	place: Place | undefined,
	{ message, text, before }: MessageIntent,
): Promise<boolean> {
	if (!place || place.kind === "direct") return false;
	const { thanks, reactions } = await readings.policy(communityId);
	if (!thanks.inMessages) return false;
	const signs = signsOf(reactions);
	// What it said is enough: the event that told of that may still be on its way, and must then find that it is outdated.
	if ([text, before].some((one) => one && plainThanks(one, signs, () => ""))) return true;
	return readings.messageIsKnown(communityId, id, place.id, message);
}

/** A message that says thanks is answered by nobody, either: what stands of it is in the book. */
export async function hear(turn: Turn, { message, text, order }: MessageIntent): Promise<Reply> {
	const { channelId } = turn.where;
	if (channelId === null) return NOTHING;
	const { thanks, reactions } = await turn.ledger.readings.policy(turn.communityId);
	const found = text && plainThanks(text, signsOf(reactions), (user) => turn.someone(user).name);
	const said = found && {
		...splitTags(short(found.reason, REASON_LENGTH), thanks.tags),
		amount: Math.min(found.amount, thanks.maxAmount),
	};
	const input = {
		author: turn.actor,
		message,
		said: said && { ...said, receivers: found.users.map((user) => turn.someone(user)) },
		order,
		where: { ...turn.where, channelId },
	};
	const { done } = await turn.ledger.submit(hearMessage, turn.once, input);
	await explainSilently(turn, done?.refused, { message: true });
	return NOTHING;
}

/** Folded hands say thanks in any team; the others are the community's own. A custom emoji's bare name is only a word. */
const signsOf = (reactions: Policy["reactions"]): string[] => [
	...FOLDED_HANDS,
	...reactions.flatMap(({ emoji, name }) => [shownEmoji(emoji), `:${name}:`]),
];

/** What nobody waits for is explained in private, where it is worth a word, once a day. */
async function explainSilently(turn: Turn, refusal: Refusal | undefined, what: { message?: true } = {}): Promise<void> {
	const { channelId } = turn.where;
	const memberId = turn.actor.id;
	if (channelId === null) return;
	if (memberId !== undefined && refusal?.reason === "channel-off") {
		const told = { memberId, channelId, workspaceId: turn.workspaceId, ...what };
		await turn.ledger.submit(explainLeftAlone, turn.freely, told);
	}
	// Whoever reacts does not wait for an answer: only a used-up allowance is worth a private word, once a day.
	if (memberId !== undefined && (refusal?.reason === "allowance-used" || refusal?.reason === "pair-cap")) {
		const key = `reaction-refused:${memberId}:${refusal.resetsAt.toISOString()}`;
		const { reason, perDay, left, period, resetsAt, timezone } = refusal;
		const needs = refusal.reason === "allowance-used" ? { needs: refusal.needs } : {};
		const told = {
			memberId,
			workspaceId: turn.workspaceId,
			refusal: { reason, perDay, left, ...needs, period, resetsAt, timezone },
			...what,
		};
		await turn.ledger.submit(explainReaction, { ...turn.freely, key }, told);
	}
}

export async function cleared(
	turn: Turn,
	{ message, emoji }: Extract<Intent, { kind: "reactions-cleared" }>,
): Promise<Reply> {
	const { channelId } = turn.where;
	if (channelId !== null) await turn.ledger.submit(clearReactions, turn.once, { channelId, message, emoji });
	return NOTHING;
}
