// `/goodturn channel`: how it is in this channel, and how it is to be from now on.
import { modeOf, setMode } from "../../ledger/channels.ts";
import { asChannelMode } from "../../rules/channels.ts";
import type { Fields, Reply } from "../request.ts";
import type { Turn } from "../turn.ts";
import { channelCard, modeSetCard, unknownModeCard } from "../views/channels.ts";
import { say } from "../views/format.ts";
import { card, refused } from "./reply.ts";

/** Without a word it says how it is. */
export async function setChannel(turn: Turn, fields: Fields): Promise<Reply> {
	const { actor, ledger, communityId, request } = turn;
	const { channelId } = turn.where;
	if (actor.id === undefined) return refused(turn, { reason: "not-a-member" });
	if (channelId === null) return card(say("There is nothing to set here: I post in channels only."));
	const typed = String(fields["where"] ?? "").toLowerCase();
	const mode = asChannelMode(typed);
	const channel = await ledger.readings.channel(communityId, channelId);
	if (typed === "") return card(channelCard(modeOf(channel), channel?.muted ?? false));
	if (mode === undefined) return card(unknownModeCard(typed));
	const input = { channelId, mode, actorId: actor.id, admin: turn.admin };
	const answer = await ledger.submit(setMode, turn.once, input);
	if (answer.refused) return refused(turn, answer.refused);
	return card(modeSetCard(answer.done, request.place?.name ?? ""));
}
