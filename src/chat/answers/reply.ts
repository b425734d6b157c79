// Shared endings of an answer: a card, and a refusal in its own words.
import { openFavors } from "../../ledger/favor-lists.ts";
import type { Refusal } from "../../ledger/list.ts";
import type { Card } from "../card.ts";
import type { Reply } from "../request.ts";
import type { Turn } from "../turn.ts";
import { refusalCard } from "../views/refusals.ts";

export const card = (shown: Card): Reply => ({ kind: "card", card: shown });

/** How many favors a refusal suggests. */
const MOST_SUGGESTED = 3;

/** A refusal, shown to the actor alone; one for lack of credit comes with ways to earn some. */
export async function refused(turn: Turn, refusal: Refusal, draftId?: number): Promise<Reply> {
	if (refusal.reason !== "not-enough") return card(refusalCard(refusal, turn.now));
	const filter = { most: MOST_SUGGESTED, notOf: turn.actor.id ?? -1 };
	const couldDo = await turn.ledger.read((query) => openFavors(query, turn.communityId, filter));
	const names = await turn.names(couldDo.map(({ askerId }) => askerId));
	const reader = { now: turn.now, timezone: turn.actor.timezone };
	return card(refusalCard(refusal, turn.now, { draftId, couldDo, names, reader }));
}
