// Shared endings of an answer: a card, and a refusal in its own words. What somebody typed is given back with a no.
import { openFavors } from "../../ledger/favor-lists.ts";
import type { Refusal } from "../../ledger/list.ts";
import { type Card, lineText, plainText } from "../card.ts";
import { oneLine, short } from "../clean.ts";
import { toPlain } from "../parse.ts";
import type { Problem } from "../problem.ts";
import type { Reply } from "../request.ts";
import { namesIn, type Turn } from "../turn.ts";
import { say } from "../views/format.ts";
import { refusalCard } from "../views/refusals.ts";

export const card = (shown: Card): Reply => ({ kind: "card", card: shown });

/** How many favors a refusal suggests. */
const MOST_SUGGESTED = 3;

/** A refusal, shown to the actor alone; one for lack of credit comes with ways to earn some. */
export async function refused(turn: Turn, refusal: Refusal, draftId?: number): Promise<Reply> {
	if (refusal.reason !== "not-enough") return card(withTyped(turn, refusalCard(refusal, turn.now, draftId)));
	const filter = { most: MOST_SUGGESTED, notOf: turn.actor.id ?? -1 };
	const couldDo = await turn.ledger.read((query) => openFavors(query, turn.communityId, filter));
	const names = await turn.names(couldDo.map(({ askerId }) => askerId));
	const reader = { now: turn.now, timezone: turn.actor.timezone };
	return card(withTyped(turn, refusalCard(refusal, turn.now, draftId, { couldDo, names, reader })));
}

/** What cannot be understood, said to the actor alone; a form is told where to mend it. */
export function mend(turn: Turn, { line, field }: Problem): Reply {
	const said = withTyped(turn, say(...line));
	if (turn.request.intent.kind !== "submit") return card(said);
	return { kind: "mend", errors: { [field ?? "what"]: lineText(line) }, card: said };
}

/** As much as a card may hold in all. */
const CARD_LENGTH = 2500;

/** Platforms forget a command and a form that was sent: the words come back for another try. */
function withTyped(turn: Turn, { blocks: [first, ...rest] }: Card): Card {
	const said: Card = { blocks: first ? [first, ...rest] : rest };
	const typed = typedIn(turn);
	if (typed === "" || !first) return said;
	return { blocks: [first, { kind: "quote", text: short(typed, CARD_LENGTH - plainText(said).length - 1) }, ...rest] };
}

/** The commands and forms that people put words into. */
const WORDY = ["thanks", "favor", "decline"];
const WORDS = ["for", "what", "by", "because"];

function typedIn(turn: Turn): string {
	const { intent } = turn.request;
	const name = intent.kind === "submit" ? intent.form : intent.kind === "command" ? intent.name : "";
	if (!WORDY.includes(name)) return "";
	if ("fields" in intent) {
		const words = WORDS.map((field) => String(intent.fields[field] ?? ""));
		return words.filter((typed) => typed !== "").join("\n");
	}
	if (intent.kind !== "command" || !intent.text.some((span) => typeof span === "string" && oneLine(span) !== ""))
		return "";
	return `/${name} ${toPlain(intent.text, namesIn(turn))}`;
}
