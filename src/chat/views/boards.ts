// Boards and reminders: a team total first, then who was generous, who was appreciated, who helped. No losers,
// no debts, no balances; names, never mentions.

import type { ListedFavor } from "../../ledger/favor-lists.ts";
import type { Board, BoardRow } from "../../ledger/notices.ts";
import type { Block, Card, Line } from "../card.ts";
import type { Names } from "../directory.ts";
import { UNIT, UNITS } from "../unit.ts";
import { favorButton, favorLine, plain, type Reader } from "./favors.ts";
import { brief, buttons, counted, inWords, mondayOf, people, say, small, text } from "./format.ts";

export type BoardTitle = { period: "last week" | "this week" | "the last four weeks" | "all time"; place: string };

const ALL_TIME: BoardTitle["period"] = "all time";
/** Beyond it, their number says enough. */
const MOST_HELPERS = 20;
/** A board is a glance, whatever a policy says. */
const MOST_ROWS = 10;

export function boardCard(board: Board, title: BoardTitle, names: Names): Card {
	const period =
		title.period === ALL_TIME ? "Since the beginning" : title.period[0]?.toUpperCase() + title.period.slice(1);
	const total = `${counted(board.thanks, "thanks", "thanks")} between ${counted(board.people, "person", "people")}`;
	if (board.thanks === 0 && board.helpers.length === 0) {
		return { blocks: [text(`${period} in ${title.place}: nothing yet. The first thanks is yours to give.`)] };
	}
	const helpers: Block[] =
		board.helpers.length === 0
			? []
			: [
					text(
						{ strong: "Helpers" },
						": ",
						...people(
							board.helpers.map((id) => brief(names.of(id).person)),
							MOST_HELPERS,
						),
					),
				];
	return {
		blocks: [
			text({ strong: `${period} in ${title.place}` }, board.thanks === 0 ? "" : `: ${total}.`),
			...ranking("Most generous", board.generous, names, "thanked"),
			...ranking("Most appreciated", board.appreciated, names, "thanked by"),
			...helpers,
		],
	};
}

function ranking(title: string, rows: BoardRow[], names: Names, verb: string): Block[] {
	if (rows.length === 0) return [];
	const items = rows.slice(0, MOST_ROWS).map((row): Line => {
		// How many thanks it was is told only where it decides who stands first.
		const decides = rows.some((other) => other.people === row.people && other.credits !== row.credits);
		const volume = decides ? ` with ${counted(row.credits, "thanks", "thanks")}` : "";
		return [
			`${place(rows, row)}. `,
			brief(names.of(row.memberId).person),
			` · ${verb} ${counted(row.people, "person", "people")}${volume}`,
		];
	});
	return [text({ strong: title }), { kind: "list", items }];
}

/** Ties share a place. */
const place = (rows: BoardRow[], row: BoardRow): number =>
	rows.findIndex(({ people, credits }) => people === row.people && credits === row.credits) + 1;

/** Everybody that a board names. */
export const onBoard = (board: Board): number[] => [
	...board.generous.map(({ memberId }) => memberId),
	...board.appreciated.map(({ memberId }) => memberId),
	...board.helpers,
];

/** `reaction` is the emoji that says thanks here; none where none does. */
const tips = (reaction: string | undefined): Line[] => [
	["A thanks says most when it says what for: ", { code: "/thanks @name for …" }],
	[
		reaction === undefined
			? "“Say thanks” in a message's menu is a thanks, too."
			: `A ${reaction} on a message is a thanks, too.`,
	],
	[
		"Stuck? ",
		{ code: "/favor anyone …" },
		" asks the whole channel. People say yes about twice as often as askers expect.",
	],
	["A favor can be small: ", { code: "/favor … small" }, " costs half."],
	[`You can help on the house: the asker gets the ${UNITS} back, and you still get the bonus.`],
	["Thank somebody you have never thanked: different people count before volume."],
];

export const TIP_COUNT = tips(undefined).length;

/** Thursday, in a channel. */
export function reminderCard(
	favors: readonly ListedFavor[],
	tip: number,
	reaction: string | undefined,
	names: Names,
	reader: Reader,
): Card {
	const all = tips(reaction);
	const waiting = favors.length === 0 ? "" : ` ${inWords(favors.length, "favor waits", "favors wait")} for somebody:`;
	return {
		blocks: [
			text({ strong: `Keep the ${UNIT} high.` }, waiting),
			...couldDo(favors, names, reader),
			small(...(all[tip % all.length] ?? [])),
		],
	};
}

export function couldDo(favors: readonly ListedFavor[], names: Names, reader: Reader): Block[] {
	return favors.flatMap((favor) => [
		text({ strong: brief(names.of(favor.askerId).person) }, ": ", favorLine(favor, reader)),
		...buttons(favors.length > 1 ? plain(favorButton.help(favor.id)) : favorButton.help(favor.id)),
	]);
}

/** What a week's thread is called, where threads have names. */
export const threadName = (week: number): string => `Thanks and favors, week of ${mondayOf(week)}`;

/** The one message of a week in a channel that keeps the rest below it. */
export const weekCard = (week: number): Card =>
	say({ strong: "Thanks and favors" }, ` of the week of ${mondayOf(week)} are in this thread.`);

export function welcomeCard(): Card {
	return {
		blocks: [
			text(
				"Hello. I keep this team's bank of goodwill: ",
				{ code: "/thanks @name" },
				" is a deposit, ",
				{ code: "/favor anyone …" },
				" a withdrawal. Begin with a thanks; ",
				{ code: "/goodturn help" },
				" tells the rest.",
			),
		],
	};
}
