// What the asker reads when the one they asked cannot help: why, in kind words, and whom to ask instead.
// A refusal should still help.

import type { FavorCard } from "../../ledger/readings.ts";
import type { DeclineReason } from "../../rules/favors.ts";
import type { Block, Button, Card, Line, Span } from "../card.ts";
import { short } from "../clean.ts";
import type { Names } from "../directory.ts";
import { asSentence, brief, buttons, joined, text } from "./format.ts";

/** The choices as the one who declines reads them. */
export const DECLINE_LABELS: Record<DeclineReason, string> = {
	busy: "Too much on right now",
	field: "Not my field",
	away: "Away for a while",
	other: "Something else, or no reason",
};

/** The choices as the asker reads them, after the name. */
const SAID: Record<DeclineReason, string> = {
	busy: " would, but has too much on right now",
	field: " would, but it is not their field",
	away: " is away for a while",
	other: " can't this time",
};

/** `back` says that the credits are back; `what` is the favor. */
export function declinedCard(
	favor: FavorCard,
	suggested: readonly number[],
	names: Names,
	what: Block,
	back: string,
): Card {
	const name = (id: number | null): Span => ({ strong: brief(names.of(id).person) });
	const target: Span = { strong: names.of(favor.targetId).person };
	const { why = "other", because = "", insteadId = null } = favor.declined ?? {};
	const said: Line = [target, SAID[why], because === "" ? "." : `: ${asSentence(because)}`];
	const named: Block[] = insteadId === null ? [] : [text(target, " says: ask ", name(insteadId), " instead.")];
	const others: Block[] =
		suggested.length === 0
			? []
			: [text(...joined(suggested.map(name), "or"), ` may be able to help${insteadId === null ? "" : ", too"}.`)];
	const ids = insteadId === null ? suggested : [insteadId, ...suggested];
	const asks = ids.map((id) => askInstead(favor.id, id, names));
	return {
		blocks: [
			text(...said, back),
			...named,
			...others,
			what,
			...buttons(...(asks.length > 0 ? asks : [askAgain(favor.id, "Ask somebody else")]), askEverybody(favor.id)),
		],
	};
}

/** The one asked, or who was on it, is gone: nobody said no. */
export const leftCard = (favor: FavorCard, names: Names, what: Block, back: string): Card => ({
	blocks: [
		text({ strong: names.of(favor.targetId).person }, " is no longer here to help with this one.", back),
		what,
		...buttons(askAgain(favor.id, "Ask somebody else"), askEverybody(favor.id)),
	],
});

/** The form once more, with the same words and nobody named. */
export const askAgain = (favorId: number, label: string): Button => ({ label, action: `form:again:${favorId}:0` });

/** As much of a name as fits a button. */
const ON_BUTTON = 18;
const askInstead = (favorId: number, memberId: number, names: Names): Button => ({
	label: `Ask ${short(names.of(memberId).person, ON_BUTTON)} instead`,
	action: `form:again:${favorId}:${memberId}`,
});

const askEverybody = (favorId: number): Button => ({ label: "Ask everybody", action: `form:everybody:${favorId}` });
