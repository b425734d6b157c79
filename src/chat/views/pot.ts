// The words of fading and of the pot. What it pays for is said wherever it is shown.

import type { ListedFavor } from "../../ledger/favor-lists.ts";
import type { Card } from "../card.ts";
import type { Names } from "../directory.ts";
import { UNITS } from "../unit.ts";
import { favorButton, favorLine, plain, type Reader } from "./favors.ts";
import { amount, brief, buttons, counted, credits, say, small, text } from "./format.ts";

/** The first time, in two lines: what happened, and how to pause it. */
export function fadingCard(faded: number, { above, halfLifeDays }: { above: number; halfLifeDays: number }): Card {
	return {
		blocks: [
			text(
				`${credits(faded)} of yours faded into the team's pot: what is above ${above} does, by half in ${halfLifeDays} days, so that ${UNITS} go round.`,
			),
			small("Off for a while? ", { code: "/goodturn away until friday" }, " pauses it. I explain this once."),
		],
	};
}

export type PotView = {
	holds: number;
	normalCost: number;
	fadesAbove: number | undefined;
	/** What others propose to pay from it. */
	proposed: ListedFavor[];
	names: Names;
	reader: Reader;
};

export function potCard({ holds, normalCost, fadesAbove, proposed, names, reader }: PotView): Card {
	const favors = normalCost === 0 ? 0 : Math.floor(holds / normalCost);
	const enough = favors === 0 ? "" : `, enough for ${counted(favors, "normal favor")}`;
	const fades = fadesAbove === undefined ? "" : `what is above ${fadesAbove} in a wallet fades into it, `;
	return {
		blocks: [
			text({ strong: "The team's pot" }, ` holds ${credits(holds)}${enough}.`),
			text(
				`It belongs to all: ${fades}what leavers had goes there, and anybody may give some with `,
				{ code: "/goodturn donate 5" },
				". It pays for what is good for the team: ",
				{ code: "/favor team …" },
				", once somebody else approves; and admins may give newcomers a start.",
			),
			...(proposed.length === 0 ? [] : [text({ strong: "Waiting to be approved" })]),
			...proposed.flatMap((favor) => [
				text({ strong: brief(names.of(favor.askerId).person) }, ": ", favorLine(favor, reader, 100)),
				...buttons(plain(favorButton.approve(favor.id))),
			]),
		],
	};
}

export const donatedCard = (given: number, { left, holds }: { left: number; holds: number }): Card =>
	say(`Thank you: ${credits(given)} for the team. You have ${amount(left)} left, and the pot holds ${holds}.`);

export const toppedUp = (name: string, given: number, holds: number): Card =>
	say({ strong: name }, ` has ${credits(given)} from the pot and knows it. The pot holds ${credits(holds)} now.`);

/** What the newcomer reads. */
export const toppedUpCard = (given: number, byId: number, names: Names): Card =>
	say(
		{ strong: names.of(byId).person },
		` gave you a start from the team's pot: +${credits(given)}. Ask for a hand when you need one: `,
		{ code: "/favor anyone …" },
	);
