// What somebody wants to say with a thanks, read from a command's or a form's fields: how much, why, under which of the
// team's tags, and for whose eyes. Whom it is for is another question.
import { REASON_LENGTH } from "../commands.ts";
import { splitTags, tagsIn } from "../parse.ts";
import { mustFit, Problem } from "../problem.ts";
import type { Fields } from "../request.ts";
import type { Turn } from "../turn.ts";
import type { SentView } from "../views/thanks.ts";

/** As it goes to the ledger. */
export type Gratitude = { amount: number; reason: string; tags: string[]; privately: boolean };

/** Where and when it was sent. */
export const sentFrom = ({ now, where, actor: { timezone } }: Turn): SentView => ({
	now,
	inChannel: where.channelId !== null,
	timezone,
});

export async function readGratitude(
	turn: Turn,
	fields: Fields,
): Promise<{ gratitude: Gratitude; tags: SentView["tags"] }> {
	const typed = String(fields["for"] ?? "");
	mustFit(typed, REASON_LENGTH, "A reason", "for");
	const chosen = tagNamed(String(fields["tag"] ?? ""));
	const all = [...tagsIn(typed), ...chosen];
	const fixed = all.length === 0 ? [] : (await turn.ledger.readings.policy(turn.communityId)).thanks.tags;
	const { reason, ...said } = splitTags(typed, fixed);
	const apart = splitTags(chosen.map((tag) => `#${tag}`).join(" "), fixed);
	const amount = fields["amount"] === undefined || fields["amount"] === "" ? 1 : Number(fields["amount"]);
	const privately = YES.includes(String(fields["privately"] ?? ""));
	return {
		gratitude: { amount, reason, tags: [...new Set([...said.tags, ...apart.tags])], privately },
		tags: { unknown: [...new Set([...said.unknown, ...apart.unknown])], fixed },
	};
}

/** What a form says for none: no tag looks like it. */
export const NO_TAG = "-";

/** How a form and a switch say it. */
const YES = ["yes", "true"];

/** A tag that was chosen or typed apart, with its sign or without. */
function tagNamed(typed: string): string[] {
	const word = typed.trim().replace(/^#/u, "");
	if (word === "" || word === NO_TAG) return [];
	const [tag] = tagsIn(`#${word}`);
	if (tag === undefined || tag !== word.toLowerCase())
		throw new Problem(["A tag is one word that begins with a letter: ", { code: "#teamwork" }], "tag");
	return [tag];
}
