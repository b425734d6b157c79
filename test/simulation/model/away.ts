// Being away in the model, and what fades meanwhile of those who are not.
import { type Absence, type Book, balanceOf, DAY, dayNumberIn, move, type Now, POT } from "./book.ts";

const covers = ({ since, until }: Absence, at: number): boolean => since <= at && (until === undefined || at < until);

export function isAway(book: Book, { at }: Now, name: string): boolean {
	const absence = book.away.get(name);
	return absence !== undefined && covers(absence, at);
}

/** How many of the days from one to before another they were away from the first minute to the last. */
function daysAway(absence: Absence | undefined, first: number, end: number, zone: string): number {
	if (!absence) return 0;
	const left = dayNumberIn(zone, absence.since);
	const since = dayNumberIn(zone, absence.since - 1) < left ? left : left + 1;
	const until = absence.until === undefined ? end : Math.min(end, dayNumberIn(zone, absence.until));
	return Math.max(0, until - Math.max(first, since));
}

/** Days that they were away already in this week count as if they had been away in one piece. */
export function goAway(book: Book, { at, zone }: Now, name: string, until: number | undefined): true {
	const last = book.away.get(name);
	if (last && covers(last, at)) last.until = until;
	else {
		const today = dayNumberIn(zone, at);
		const monday = today - ((today + 3) % 7);
		book.away.set(name, { since: at - daysAway(last, monday, today, zone) * DAY, until });
	}
	return true;
}

export function comeBack(book: Book, { at }: Now, name: string): true {
	const absence = book.away.get(name);
	if (absence && covers(absence, at)) absence.until = at;
	return true;
}

/** Whoever was gone was away, as far as they were not already. */
export function wasGone(book: Book, { at }: Now, name: string, left: number): void {
	const absence = book.away.get(name);
	if (absence && covers(absence, at)) return;
	const since = absence && covers(absence, left) ? absence.since : left;
	book.away.set(name, { since, until: at });
}

const HALF_LIFE_DAYS = 30;

/** What is above one normal favor loses half of it in thirty days; parts of a credit wait for the rest. */
export function fade(book: Book, who: string, monday: number, zone: string): true {
	const { carry } = book.faded.get(who) ?? { carry: 0 };
	const first = Math.max(monday - 7, dayNumberIn(zone, book.joined.get(who) ?? 0));
	const days = Math.max(0, monday - first) - daysAway(book.away.get(who), first, monday, zone);
	const above = Math.max(0, balanceOf(book, who) - book.numbers["favor.normal"]) * 1_000_000 - carry;
	const share = BigInt(Math.round((1 - 2 ** (-days / HALF_LIFE_DAYS)) * 1e9));
	const gone = above > 0 && days > 0 ? Number((BigInt(above) * share) / 1_000_000_000n) : 0;
	const whole = above > 0 && days > 0 ? Math.floor((carry + gone) / 1_000_000) : 0;
	move(book, [who, -whole], [POT, whole]);
	book.faded.set(who, { monday, carry: carry + gone - whole * 1_000_000 });
	return true;
}
