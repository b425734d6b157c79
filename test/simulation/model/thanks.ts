// Thanks in the model: by command, by reaction (also on a public line of the bot's), in plain messages, and taken back.
import { type Book, dayIn, type Given, MINUTE, mayAct, modeOf, move, type Now, takesPart } from "./book.ts";

export type React = {
	act: "react";
	by: string;
	author: string;
	message: string;
	place: string;
	added: boolean;
	order: number | undefined;
};
export type Say = {
	act: "say";
	/** Nobody where the platform does not tell who wrote what is gone. */
	by: string | undefined;
	message: string;
	place: string;
	/** What thanks it says now. */
	said: { to: string[]; amount: number; word: string } | undefined;
	order: number | undefined;
	/** Whether it can be told from what is delivered that it says thanks, or did. */
	isThanks: boolean;
};

function givenOn(book: Book, by: string, day: string, to?: string): number {
	return book.given
		.filter((one) => !one.back && one.by === by && one.day === day)
		.reduce((sum, one) => sum + one.amount * (to === undefined ? one.to.length : Number(one.to.includes(to))), 0);
}

export const allowanceLeft = (book: Book, name: string, { at, zoneOf }: Pick<Now, "at" | "zoneOf">): number =>
	Math.max(0, book.numbers["thanks.perDay"] - givenOn(book, name, dayIn(zoneOf(name), at)));

type Gift = Pick<Given, "by" | "amount" | "word" | "place"> & {
	to: readonly string[];
	inMessage?: boolean;
	/** Nobody named them: whether they are here is what the book knows. */
	byTheBook?: boolean;
};

export function give(book: Book, now: Now, gift: Gift): boolean {
	const { by, to: named, amount, word, place, inMessage = false, byTheBook = false } = gift;
	const { at, zoneOf } = now;
	const to = [...new Set(named)];
	const day = dayIn(zoneOf(by), at);
	if (modeOf(book, place) === "off" || !mayAct(book, now, by)) return false;
	if (to.length === 0 || to.includes(by) || to.some((name) => !byTheBook && !takesPart(book, now, name))) return false;
	const numbers = book.numbers;
	if (amount < 1 || amount > numbers["thanks.maxAmount"]) return false;
	if (amount * to.length > allowanceLeft(book, by, now)) return false;
	if (to.some((one) => givenOn(book, by, day, one) + amount > numbers["thanks.perPairPerDay"])) return false;
	book.given.push({ by, to, amount, day, at, back: false, word, place, inMessage });
	move(book, ...to.map((one) => [one, amount] as const));
	return true;
}

export function takeBack(book: Book, entry: Given | undefined): void {
	if (!entry) return;
	entry.back = true;
	move(book, ...entry.to.map((one) => [one, -entry.amount] as const));
}

const LINE_AUTHOR = "Robo";

/** Whom a reaction thanks: the author, or whoever the public line is for. */
function thankedBy(book: Book, now: Now, { by, author, message }: React): string[] {
	const line = author === LINE_AUTHOR ? now.lineOf(message) : undefined;
	if (!line) return [author];
	const standing = line
		.map((word) => book.given.find((one) => one.word === word && !one.inMessage && !one.back))
		.find((one) => one !== undefined);
	return standing?.to.filter((name) => name !== by && !book.left.has(name)) ?? [];
}

export function react(book: Book, now: Now, act: React): boolean {
	const key = `${act.message} ${act.by}`;
	const known = book.reactions.get(key);
	const order = act.order ?? (known?.last ?? 0) + 1;
	if (known && order <= known.last) return true;
	let stands = known?.stands;
	if (act.added && stands === undefined) {
		const to = thankedBy(book, now, act);
		if (to.length === 0) return true;
		const byTheBook = !to.includes(act.author);
		if (!give(book, now, { ...act, to, amount: 1, word: "", byTheBook })) return false;
		stands = book.given.length - 1;
	} else if (!act.added && stands !== undefined) {
		takeBack(book, book.given[stands]);
		stands = undefined;
	}
	book.reactions.set(key, { last: order, stands });
	return true;
}

export function clear(book: Book, message: string): true {
	for (const [key, row] of book.reactions) {
		if (!key.startsWith(`${message} `) || row.stands === undefined) continue;
		takeBack(book, book.given[row.stands]);
		row.stands = undefined;
	}
	return true;
}

/** A message says thanks, or no longer, or other ones; nobody waits for an answer, so it is never refused. */
export function say(book: Book, now: Now, { by: author, message, place, said, order }: Say): true {
	const key = `${place} ${message}`;
	const known = book.messages.get(key);
	const by = author ?? known?.by;
	if (by === undefined) return true;
	const last = order ?? (known?.last ?? 0) + 1;
	if (known && last <= known.last) return true;
	const before = known?.stands === undefined ? undefined : book.given[known.stands];
	if (said && before && givesTheSame(before, said)) {
		// Other words are no other thanks; and what was taken back in another way stays so.
		if (!before.back) before.word = said.word;
		book.messages.set(key, { last, by, stands: known?.stands });
		return true;
	}
	takeBack(book, before?.back ? undefined : before);
	const isGiven = said !== undefined && give(book, now, { ...said, by, place, inMessage: true });
	book.messages.set(key, { last, by, stands: isGiven ? book.given.length - 1 : undefined });
	return true;
}

const givesTheSame = (entry: Given, said: NonNullable<Say["said"]>): boolean =>
	entry.amount === said.amount && [...entry.to].sort().join() === [...new Set(said.to)].sort().join();

export function undo(book: Book, by: string, { at }: Now): boolean {
	const last = book.given.findLast((one) => one.by === by && !one.back && one.word !== "");
	if (!last || at - last.at > book.numbers["thanks.undoWithinMinutes"] * MINUTE) return false;
	takeBack(book, last);
	return true;
}
