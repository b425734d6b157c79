// What those who run the bank change and correct, in the model. Every change is kept, and can be taken back unless it was
// changed once more.
import {
	type Book,
	type Change,
	type Correction,
	MODES,
	type Mode,
	modeOf,
	move,
	type Now,
	type Numbers,
	POT,
	takesPart,
} from "./book.ts";
import { takeBack } from "./thanks.ts";

export type Switch = "excluded" | "frozen" | "admin";
export type Reverted =
	| { of: "reaction" | "favor" | "adjustment"; word: string }
	/** By its number in the book of the model. */
	| { of: "thanks" | "donation"; nth: number };

export const mayRun = (book: Book, now: Now, by: string): boolean =>
	takesPart(book, now, by) && (now.runs(by) || book.admins.has(by));

function note(book: Book, change: Change): true {
	book.changes.push(change);
	return true;
}

function correct(book: Book, by: string, moved: [string, number][], after: string): Correction {
	const correction = { moved, back: false };
	note(book, { what: "entry adjustment", subject: undefined, by, before: "", after, correction });
	move(book, ...moved);
	return correction;
}

export function adjust(book: Book, now: Now, by: string, who: string, credits: number, word: string): boolean {
	if (!mayRun(book, now, by) || !book.joined.has(who) || who === by || credits === 0) return false;
	book.adjusted.set(word, correct(book, by, [[who, credits]], String(credits)));
	return true;
}

const reversed = (book: Book, by: string, kind: string): true =>
	note(book, { what: "entry reversal", subject: undefined, by, before: "", after: kind });

export function revert(book: Book, now: Now, by: string, what: Reverted): boolean {
	if (!mayRun(book, now, by)) return false;
	switch (what.of) {
		case "thanks": {
			const given = book.given[what.nth];
			if (!given || given.back) return false;
			takeBack(book, given);
			return reversed(book, by, "thanks");
		}
		case "reaction": {
			const row = book.reactions.get(what.word);
			if (row?.stands === undefined) return false;
			takeBack(book, book.given[row.stands]);
			row.stands = undefined;
			return reversed(book, by, "reaction");
		}
		case "favor": {
			const favor = book.favors.get(what.word);
			const moved = favor?.moved.filter(([, credits]) => credits !== 0) ?? [];
			if (moved.some(([name, credits]) => name === by && credits < 0)) return false;
			if (favor?.state !== "kept" || (favor.correction && !favor.correction.back) || moved.length === 0) return false;
			const back = moved.map(([name, credits]): [string, number] => [name, -credits]);
			favor.correction = correct(book, by, back, "favor-kept");
			return true;
		}
		case "adjustment":
			return takeBackCorrection(book, by, book.adjusted.get(what.word));
		case "donation": {
			const donation = book.donated[what.nth];
			if (!donation || donation.back || donation.amount > book.pot || donation.by === by) return false;
			donation.back = true;
			move(book, [POT, -donation.amount], [donation.by, donation.amount]);
			return reversed(book, by, "donation");
		}
	}
}

function takeBackCorrection(book: Book, by: string, correction: Correction | undefined): boolean {
	if (!correction || correction.back) return false;
	const back = correction.moved.map(([name, credits]): [string, number] => [name, -credits]);
	if (back.some(([name, credits]) => name === POT && book.pot + credits < 0)) return false;
	// Nobody takes back to their own gain.
	if (back.some(([name, credits]) => name === by && credits > 0)) return false;
	correction.back = true;
	move(book, ...back);
	return reversed(book, by, "adjustment");
}

const setOf = (book: Book, what: Switch): Set<string> => (what === "admin" ? book.admins : book[what]);

export type SwitchTo = { act: "switch"; by: string; who: string; what: Switch; to: boolean };

/** Asked for what is so already, it stays so. */
export function switchTo(book: Book, now: Now, { by, who, what, to }: SwitchTo): boolean {
	if (!mayRun(book, now, by) || !book.joined.has(who) || (what === "frozen" && who === by)) return false;
	const before = setOf(book, what).has(who);
	if (what === "admin" && to && !takesPart(book, now, who)) return false;
	if (before === to) return true;
	turn(book, what, who, to);
	return note(book, { what: `member ${what}`, subject: who, by, before, after: to });
}

function turn(book: Book, what: Switch, who: string, on: boolean): void {
	if (on) setOf(book, what).add(who);
	else setOf(book, what).delete(who);
}

export type Value = { [path in keyof Numbers]: readonly [path: path, value: Numbers[path]] }[keyof Numbers];

/** `seen`: what the form showed. Whoever was faster is not overwritten. */
export type Save = { act: "save"; by: string; values: Value[]; seen: Value[] };

export function save(book: Book, now: Now, { by, values, seen }: Save): boolean {
	if (!mayRun(book, now, by) || seen.some(([path, value]) => book.numbers[path] !== value)) return false;
	for (const [path, after] of values) {
		const before = book.numbers[path];
		if (before === after) continue;
		Object.assign(book.numbers, { [path]: after });
		note(book, { what: `policy ${path}`, subject: undefined, by, before, after });
	}
	return true;
}

/** Anybody may ask for less of the bot; for more only admins, or who asked for less last. */
export function setMode(book: Book, now: Now, by: string, place: string, mode: Mode): boolean {
	const before = modeOf(book, place);
	const isLouder = (one: Mode, than: Mode) => MODES.indexOf(one) < MODES.indexOf(than);
	const last = book.changes.findLast(({ what, subject }) => what === "channel mode" && subject === place);
	const ownBefore = last?.by === by ? (last.before as Mode) : undefined;
	const isBack = ownBefore !== undefined && !isLouder(mode, ownBefore);
	if (isLouder(mode, before) && !now.runs(by) && !book.admins.has(by) && !isBack) return false;
	if (mode === before) return true;
	book.modes.set(place, mode);
	return note(book, { what: "channel mode", subject: place, by, before, after: mode });
}

/** By its number among all changes. */
export function undoChange(book: Book, now: Now, by: string, nth: number): boolean {
	const change = book.changes[nth];
	if (!mayRun(book, now, by) || !change || change.what === "entry reversal") return false;
	if (change.correction) return takeBackCorrection(book, by, change.correction);
	const { what, subject, before, after } = change;
	if (book.changes.slice(nth + 1).some((one) => one.what === what && one.subject === subject)) return false;
	if (what === "member frozen" && subject === by) return false;
	const [kind = "", name = ""] = what.split(" ");
	if (kind === "policy") Object.assign(book.numbers, { [name]: before });
	else if (kind === "member") turn(book, name as Switch, subject ?? "", before === true);
	else book.modes.set(subject ?? "", before as Mode);
	return note(book, { what, subject, by, before: after, after: before });
}
