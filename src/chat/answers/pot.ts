// `/goodturn pot`, `donate` and `topup`.
import { openFavors } from "../../ledger/favor-lists.ts";
import { donate, readPot, topUp } from "../../ledger/pot.ts";
import { Problem } from "../problem.ts";
import type { Fields, Reply } from "../request.ts";
import type { Turn } from "../turn.ts";
import { donatedCard, potCard, toppedUp } from "../views/pot.ts";
import { runnerOf } from "./admins.ts";
import { card, refused } from "./reply.ts";

/** How many of the favors that wait to be approved are shown; the list has more. */
const MOST_PROPOSED = 3;

export async function showPot(turn: Turn): Promise<Reply> {
	const { communityId, ledger, now, actor } = turn;
	if (actor.id === undefined) return refused(turn, { reason: "not-a-member" });
	const { favor, fading } = await ledger.readings.policy(communityId);
	const filter = { most: MOST_PROPOSED, notOf: actor.id, inChannel: turn.where.channelId ?? -1, proposed: true };
	const { holds, proposed } = await ledger.read(async (query) => ({
		holds: await readPot(query, communityId),
		proposed: await openFavors(query, communityId, filter),
	}));
	const names = await turn.names(proposed.map(({ askerId }) => askerId));
	const fadesAbove = fading.halfLifeDays === 0 ? undefined : favor.normal;
	const reader = { now, timezone: actor.timezone };
	return card(potCard({ holds, normalCost: favor.normal, fadesAbove, proposed, names, reader }));
}

export async function giveToPot(turn: Turn, fields: Fields): Promise<Reply> {
	const amount = Number(fields["amount"]);
	const { id, name, kind } = turn.actor;
	const answer = await turn.ledger.submit(donate, turn.once, { giver: { id, name, kind }, amount });
	if (answer.refused) return refused(turn, answer.refused);
	return card(donatedCard(amount, answer.done));
}

export async function topUpNewcomer(turn: Turn, fields: Fields): Promise<Reply> {
	if (!turn.admin) return refused(turn, { reason: "admins-only" });
	const { who } = fields;
	if (typeof who !== "string" || who === "")
		throw new Problem(["Whom? Name a newcomer: ", { code: "/goodturn topup @name 4" }], "who");
	const amount = Number(fields["amount"]);
	const receiver = turn.someone(who);
	const input = { by: runnerOf(turn), receiver, amount, workspaceId: turn.workspaceId };
	const answer = await turn.ledger.submit(topUp, turn.once, input);
	if (answer.refused) return refused(turn, answer.refused);
	return card(toppedUp(receiver.name, amount, answer.done.holds));
}
