// Which boards of a week must have been posted, by the model: one for a channel in which three people gave, told when the
// week's turn came, late rather than never.
import type { Row } from "../../src/storage/tables.ts";
import { type Book, dayIn, isPostedIn, modeOf } from "./model/book.ts";
import type { Seen } from "./seen.ts";

const DAY = 86_400_000;
const FEWEST_GIVERS = 3;
const HOUR_OF_BOARDS = 9;

/** The Monday of a local week, in days since 1970-01-01. */
function mondayOf(at: number, zone: string): number {
	const day = Date.parse(`${dayIn(zone, at)}T00:00:00Z`) / DAY;
	return day - ((day + 3) % 7);
}

const hourIn = (zone: string, at: number): number =>
	Number(new Intl.DateTimeFormat("en-GB", { timeZone: zone, hour: "2-digit", hourCycle: "h23" }).format(at));

/** Whether this week's board is due: from nine on Monday on. */
function isBoardTime(at: number, zone: string): boolean {
	const isMonday = mondayOf(at, zone) === Date.parse(`${dayIn(zone, at)}T00:00:00Z`) / DAY;
	return !isMonday || hourIn(zone, at) >= HOUR_OF_BOARDS;
}

/** What changes from one look at the book to the next. */
export type Weeks = { before: Book; after: Book; was: Seen | undefined; is: Seen; at: number };

/** Answers with what is wrong about boards told since the last look; `ticked` says that a bot looked and nothing failed. */
export function whatBoardsAreWrong({ before, after, was, is, at }: Weeks, ticked: boolean): string[] {
	const { timezone } = is;
	const week = mondayOf(at, timezone) - 7;
	const ran = (seen: Seen | undefined): boolean =>
		seen?.jobRuns.some((run) => run.job === "leaderboard" && runOf(run, timezone) === week) ?? false;
	const told = new Set(
		is.notices.filter((row) => row.kind === "board" && weekOf(row) === week).map((row) => row.channelId),
	);
	const wrong: string[] = [];
	if (ticked && was && isBoardTime(at, timezone) && !ran(is)) wrong.push("the week's boards are due and nobody looked");
	if (!ran(is) || ran(was)) return wrong;
	for (const { id, external, present, home, muted, kind } of is.channels) {
		const isOpen = [before, after].every((book) => isPostedIn(modeOf(book, external)));
		const mayHave = present && home && !muted && kind !== "direct" && isOpen;
		const given = [before, after].map((book) => giversIn(book, external, week, timezone) >= FEWEST_GIVERS);
		const wasMuted = was?.muted.has(external) ?? false;
		if (mayHave && !wasMuted && given.every((enough) => enough) && !told.has(id))
			wrong.push(`${external} has no board`);
		if (!given.some((enough) => enough) && told.has(id)) wrong.push(`${external} has a board of too few`);
	}
	return wrong;
}

function giversIn(book: Book, place: string, week: number, zone: string): number {
	const standing = book.given.filter((one) => !one.back && one.place === place && mondayOf(one.at, zone) === week);
	return new Set(standing.map(({ by }) => by)).size;
}

const weekOf = ({ data }: Row<"Notice">): number => (JSON.parse(data) as { board: { week: number } }).board.week;

const runOf = ({ ranAt }: Row<"JobRun">, zone: string): number => mondayOf(ranAt.getTime(), zone) - 7;
