// The private card of a favor for anyone, to the few who may be able to help: what it is, why it comes to them, and the
// way to say no without a word to anybody.
import type { Notice } from "../../ledger/notices.ts";
import type { FavorCard } from "../../ledger/readings.ts";
import type { Block, Card, Line } from "../card.ts";
import type { Names } from "../directory.ts";
import { favorButton, favorLine, plain, type Reader } from "./favors.ts";
import { brief, buttons, small, text } from "./format.ts";

export type CallNotice = Extract<Notice, { kind: "favor-call" }>;

export function favorCallCard(favor: FavorCard, notice: CallNotice, names: Names, reader: Reader): Card {
	const asker = { strong: names.of(favor.askerId).person };
	const what: Block = { kind: "quote", text: favorLine(favor, reader) };
	if (notice.passed) return { blocks: [small("You passed on this one. That is fine."), what] };
	if (favor.state !== "open") return { blocks: [small(...over(favor, asker, names)), what] };
	return {
		blocks: [
			text(asker, " asks for a hand: ", favorLine(favor, reader, Number.POSITIVE_INFINITY)),
			small(
				reasonFor(notice, asker.strong),
				" One such line a day at most; ",
				{ code: "/goodturn quiet reminders" },
				" stops them.",
			),
			...buttons(favorButton.help(favor.id), plain(favorButton.pass(favor.id))),
		],
	};
}

function reasonFor(notice: CallNotice, asker: string): string {
	switch (notice.why) {
		case "tag":
			return `You helped with #${notice.tag} before.`;
		case "helped":
			return `${brief(asker)} helped you before.`;
		case "low":
			return "Your wallet is running low, and this would fill it.";
	}
}

/** Why there is nothing to do any more. */
function over({ state, helperId }: FavorCard, asker: { strong: string }, names: Names): Line {
	const helper = { strong: names.of(helperId).person };
	if (state === "accepted" || state === "done") return [helper, " is on it. Thank you all the same."];
	if (state === "kept") return [helper, " helped ", asker, "."];
	if (state === "cancelled") return [asker, " no longer needs a hand."];
	return ["This one is over."];
}
