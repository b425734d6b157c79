// The last entries of somebody's account, by number, for an admin who corrects something: what moved and from whom, never
// a balance, never what anybody wrote, and not who said thanks in private.
import type { HistoryLine } from "../../ledger/wallet.ts";
import type { Card, Line } from "../card.ts";
import type { Names } from "../directory.ts";
import { brief, momentOf, say, signed, small, text } from "./format.ts";

export function entriesCard(name: string, lines: readonly HistoryLine[], names: Names, timezone: string): Card {
	if (lines.length === 0) return say("Nothing has moved for ", { strong: name }, " yet.");
	const items = lines.map(
		(line): Line => [
			{ strong: String(line.entryId) },
			` · ${signed(line.amount)} · ${whatHappened(line, names)} · ${momentOf(line.at, timezone)}`,
		],
	);
	return {
		blocks: [
			text("The last entries of ", { strong: name }, ", by number:"),
			{ kind: "list", items },
			small("To take one back, say why: ", { code: "/goodturn revert 123 because …" }),
		],
	};
}

const KINDS = new Map([
	["favor-asked", "set aside for a favor"],
	["favor-returned", "back from a favor"],
	["fading", "faded"],
	["donation", "given to the pot"],
	["top-up", "from the pot"],
	["vouch", "tied up for somebody"],
	["vouch-released", "free again"],
	["vouch-paid", "paid for somebody"],
	["vouch-repaid", "paid back"],
	["leaving", "to the pot on leaving"],
]);

function whatHappened({ kind, actorId, reversedKind, channelId }: HistoryLine, names: Names): string {
	const by = brief(names.of(actorId).person);
	const wasPrivate = channelId === null && (reversedKind ?? kind) === "thanks";
	if (wasPrivate) return kind === "thanks" ? "thanks in private" : "thanks in private taken back";
	switch (kind) {
		case "thanks":
			return `thanks from ${by}`;
		case "reaction":
			return `reaction from ${by}`;
		case "favor-kept":
			return "a kept favor";
		case "adjustment":
			return actorId === null ? "an adjustment" : `adjusted by ${by}`;
		case "reversal":
			return `${reversedKind ?? "entry"} taken back${actorId === null ? "" : ` by ${by}`}`;
		default:
			return KINDS.get(kind) ?? kind;
	}
}
