// The list of favors: what I asked, what I agreed to do, what I was asked, what waits for somebody. Each with what its
// reader may do now.
import type { ListedFavor } from "../../ledger/favor-lists.ts";
import type { Button, Card, Line } from "../card.ts";
import type { Names } from "../directory.ts";
import { favorButton, favorLine, mayCancel, plain, type Reader } from "./favors.ts";
import { brief, buttons, small, text } from "./format.ts";

export type FavorLists = {
	asked: ListedFavor[];
	helping: ListedFavor[];
	askedOfMe: ListedFavor[];
	open: ListedFavor[];
	/** Asked for the team by others, and not approved yet. */
	proposed: ListedFavor[];
};

/** So many favors fit one message with their buttons; the rest is counted. */
const MOST_LISTED = 8;
/** And so much of what each says. */
const IN_LIST = 100;

export function favorsCard(lists: FavorLists, names: Names, reader: Reader): Card {
	let room = MOST_LISTED;
	let hidden = 0;
	const section = (
		title: string,
		favors: ListedFavor[],
		line: (favor: ListedFavor) => Line,
		act: (favor: ListedFavor) => Button[],
	) => {
		const shown = favors.slice(0, room);
		room -= shown.length;
		hidden += favors.length - shown.length;
		if (shown.length === 0) return [];
		const block = (favor: ListedFavor) => [text(...line(favor)), ...buttons(...act(favor).map(plain))];
		return [text({ strong: title }), ...shown.flatMap(block)];
	};
	const theirs = (favor: ListedFavor): Line => [
		{ strong: brief(names.of(favor.askerId).person) },
		": ",
		favorLine(favor, reader, IN_LIST),
	];
	const blocks = [
		...section(
			"You asked",
			lists.asked,
			(favor) => [favorLine(favor, reader, IN_LIST), ` · ${progress(favor, names)}`],
			(favor) => {
				if (favor.state === "open" || favor.state === "proposed") return [favorButton.cancel(favor.id)];
				if (favor.state === "accepted") return [favorButton.confirm(favor.id), ...mayCancel(favor)];
				return [favorButton.confirm(favor.id), ...(favor.notYet ? [] : [favorButton.notYet(favor.id)])];
			},
		),
		...section("You are helping", lists.helping, theirs, (favor) =>
			favor.state === "done"
				? [favorButton.onTheHouse(favor.id)]
				: [favorButton.done(favor.id), favorButton.onTheHouse(favor.id), favorButton.giveBack(favor.id)],
		),
		...section("You were asked", lists.askedOfMe, theirs, (favor) => [
			favorButton.help(favor.id),
			favorButton.notNow(favor.id),
		]),
		...section("Waiting for somebody", lists.open, theirs, (favor) => [favorButton.help(favor.id)]),
		...section("For the team, to be approved", lists.proposed, theirs, (favor) => [favorButton.approve(favor.id)]),
	];
	if (blocks.length === 0) {
		return {
			blocks: [
				text(
					"Nothing is open. Ask for a hand with ",
					{ code: "/favor anyone …" },
					"; people say yes more often than you think.",
				),
			],
		};
	}
	return { blocks: [...blocks, ...(hidden > 0 ? [small(`And ${hidden} more.`)] : [])] };
}

function progress(favor: ListedFavor, names: Names): string {
	const helper = brief(names.of(favor.helperId).person);
	if (favor.state === "proposed") return "waiting for somebody to approve it";
	if (favor.state === "accepted") return `${helper} is on it`;
	if (favor.state === "done") return `${helper} says it is done`;
	return favor.targetId === null ? "waiting for somebody" : `waiting for ${brief(names.of(favor.targetId).person)}`;
}
