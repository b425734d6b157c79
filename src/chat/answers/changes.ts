// `/goodturn changes`: what admins changed last, and taking it back.
import { lastChanges } from "../../ledger/changes.ts";
import { undoChange } from "../../ledger/undo-change.ts";
import type { Reply } from "../request.ts";
import type { Turn } from "../turn.ts";
import { changesCard, inChanges } from "../views/changes.ts";
import { channelName } from "../views/settings.ts";
import { runnerOf } from "./admins.ts";
import { channelsSeen } from "./policy.ts";
import { card, refused } from "./reply.ts";

const MOST_CHANGES = 10;

export async function showChanges(turn: Turn): Promise<Reply> {
	if (!turn.admin) return refused(turn, { reason: "admins-only" });
	const { communityId, ledger } = turn;
	const changes = await ledger.read((query) => lastChanges(query, communityId, MOST_CHANGES));
	const channels = new Map((await channelsSeen(turn)).map((channel) => [channel.id, channelName(channel)]));
	const names = await turn.names(inChanges(changes));
	// The newest come first: whatever was changed since is above.
	const undoable = changes.filter(
		(change, index) =>
			change.what !== "entry reversal" &&
			!changes
				.slice(0, index)
				.some(
					({ what, subjectId, undoes }) =>
						undoes === change.id || (what === change.what && subjectId === change.subjectId),
				),
	);
	const view = { changes, undoable: new Set(undoable.map(({ id }) => id)), names, channels };
	return card(changesCard({ ...view, timezone: turn.actor.timezone }));
}

/** The list comes back as it is then. */
export async function takeBackChange(turn: Turn, changeId: number): Promise<Reply> {
	if (!turn.admin) return refused(turn, { reason: "admins-only" });
	const answer = await turn.ledger.submit(undoChange, turn.once, { by: runnerOf(turn), changeId });
	if (answer.refused) return refused(turn, answer.refused);
	const { what, subjectId } = answer.done;
	if (what === "member admin" && subjectId !== null)
		turn.directory.remembered.forgetMember(turn.communityId, subjectId);
	await turn.settingsChanged();
	return showChanges(turn);
}
