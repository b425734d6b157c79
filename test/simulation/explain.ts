// Finds out how the book came to be what it is: in which order what was delivered at once was done, and what of it that
// nobody answered for was done all the same. Where there is no such order, something is wrong.

import { compare } from "./compare.ts";
import type { Event } from "./events/event.ts";
import { type Book, copyOf, type Now } from "./model/book.ts";
import { isUnderWay } from "./model/favors.ts";
import { happen } from "./model.ts";
import type { Seen } from "./seen.ts";

/** One event that arrived, and what the ledger said. */
export type Delivery = {
	event: Event;
	/** What the ledger answered to its key; nothing when it did not come to that. */
	answer: "done" | "refused" | undefined;
	/** When it answered, among all. */
	turn: number;
	happening: { outcome: unknown };
};

type Item = { key: string; act: NonNullable<Event["act"]>; expected: boolean | undefined };

export type Explained = { book: Book; differences: string[] };

/** No more orders are tried: what is delivered at once is little. */
const MOST_TRIES = 40_000;

export function explain(before: Book, deliveries: readonly Delivery[], seen: Seen, now: Now): Explained {
	const start = copyOf(before);
	for (const [name, { joinedAt }] of seen.members) {
		if (start.joined.has(name)) continue;
		start.joined.set(name, joinedAt.getTime());
		start.balances.set(name, 0);
	}
	const items = itemsOf(start, deliveries, seen, now);
	let first: Explained | undefined;
	let tries = 0;

	function search(book: Book, left: readonly Item[]): Explained | undefined {
		if (left.length === 0) {
			const differences = compare(book, seen);
			first ??= { book, differences };
			return differences.length === 0 ? { book, differences } : undefined;
		}
		const tried = new Set<string>();
		for (const [index, item] of left.entries()) {
			// Which of several deliveries of one event comes first makes no difference.
			const same = `${item.key} ${item.expected}`;
			if (tried.has(same)) continue;
			tried.add(same);
			tries += 1;
			if (tries > MOST_TRIES) return undefined;
			const next = copyOf(book);
			const done = happen(next, item.key, item.act, now);
			if (item.expected !== undefined && item.expected !== done) {
				const why = `${item.key} was ${item.expected ? "done" : "refused"}, and by the rules it is ${done ? "done" : "refused"}`;
				if (!first && index === left.length - 1) first = { book: next, differences: [why] };
				continue;
			}
			const found = search(
				next,
				left.filter((other) => other !== item),
			);
			if (found) return found;
		}
		return undefined;
	}

	return (
		inTurn(start, items, seen, now) ??
		search(start, items) ??
		first ?? { book: start, differences: ["no order explains the answers"] }
	);
}

/**
 * As they answered, with whoever came or went at one place among them, and all that time did at another: nearly always it
 * was so, and it is soon tried.
 */
function inTurn(start: Book, items: readonly Item[], seen: Seen, now: Now): Explained | undefined {
	const isOneOf = (acts: readonly string[]) => (item: Item) => acts.includes(item.act.act);
	const others = items.filter((item) => !isOneOf([...MOVES, ...TIMELY])(item));
	const timely = items.filter(isOneOf(TIMELY));
	for (const some of placed(items.filter(isOneOf(MOVES)), others)) {
		for (const all of [...placed(timely, some), fitted(start, some, timely, seen, now)]) {
			const book = copyOf(start);
			const agrees = all.every(({ key, act, expected }) => {
				const done = happen(book, key, act, now);
				return expected === undefined || expected === done;
			});
			if (agrees && compare(book, seen).length === 0) return { book, differences: [] };
		}
	}
	return undefined;
}

/** Two bots may have let each member's credit fade at another place: each where it comes to what is in the book. */
function fitted(start: Book, some: readonly Item[], timely: readonly Item[], seen: Seen, now: Now): Item[] {
	const book = copyOf(start);
	const order: Item[] = [];
	const left = new Set(timely);
	for (const item of [...some, undefined]) {
		for (const one of left) {
			const tried = copyOf(book);
			happen(tried, one.key, one.act, now);
			const who = one.act.act === "fade" ? one.act.who : "";
			if (tried.faded.get(who)?.carry !== seen.members.get(who)?.fadeCarry) continue;
			happen(book, one.key, one.act, now);
			order.push(one);
			left.delete(one);
		}
		if (!item) break;
		happen(book, item.key, item.act, now);
		order.push(item);
	}
	return [...order, ...left];
}

/** Some things at every place among others. */
const placed = (some: readonly Item[], others: readonly Item[]): (readonly Item[])[] =>
	some.length === 0
		? [others]
		: Array.from({ length: others.length + 1 }, (_none, place) => others.toSpliced(place, 0, ...some));

const MOVES: readonly string[] = ["leave", "return"];
const TIMELY: readonly string[] = ["fade", "settle"];

function itemsOf(book: Book, deliveries: readonly Delivery[], seen: Seen, now: Now): Item[] {
	const inTurn = [...deliveries].sort((a, b) => a.turn - b.turn);
	const items = inTurn.flatMap(({ event, answer, happening }): Item[] => {
		if (!event.act) return [];
		const act = asItWasMeant(event.act, answer, happening.outcome, seen);
		// Without an answer it was done if the book says so; refused, it would have left nothing.
		if (answer === undefined && !seen.isDone(event.key)) return [];
		return [{ key: event.key, act, expected: answer === undefined ? undefined : answer === "done" }];
	});
	const byItself = [...book.favors].flatMap(([word, favor]): Item[] => {
		const is = seen.favors.get(word);
		// By itself a favor only ends, or both are asked about it.
		const ended = is && is.state !== favor.state && (is.state === "kept" || is.state === "expired");
		const moved = ended || (is && is.questionedAt !== null && !favor.questioned);
		// It may have come due only by what was delivered with it: then it comes after that.
		if (!isUnderWay(favor) || !moved) return [];
		return [{ key: `by-itself ${word} ${now.at}`, act: { act: "by-itself", favor: word }, expected: undefined }];
	});
	const fading = [...seen.members].flatMap(([name, { fadedWeek }]): Item[] => {
		if (fadedWeek <= (book.faded.get(name)?.monday ?? 0)) return [];
		const act = { act: "fade", who: name, monday: fadedWeek, zone: seen.timezone } as const;
		return [{ key: `fade ${name} ${fadedWeek}`, act, expected: undefined }];
	});
	return [...items, ...byItself, ...fading, ...comingAndGoing(book, seen)];
}

/** Whom to make an admin, or no longer one, is found when the bot looks who they are: its answer says what it found. */
function asItWasMeant(act: Item["act"], answer: Delivery["answer"], outcome: unknown, { members }: Seen): Item["act"] {
	if (act.act !== "switch" || act.what !== "admin") return act;
	const said = (outcome as { admin?: boolean } | undefined)?.admin;
	const is = answer === undefined ? members.get(act.who)?.admin : act.to;
	return { ...act, to: said ?? is ?? act.to };
}

/** Whom the bot met as gone, or here again, and what was settled of those who are gone. */
function comingAndGoing(book: Book, seen: Seen): Item[] {
	return [...seen.members].flatMap(([who, { leftAt, settledAt }]): Item[] => {
		const known = book.left.get(who);
		const at = leftAt?.getTime();
		if (at === undefined)
			return known ? [{ key: `return ${who} ${known.at}`, act: { act: "return", who }, expected: true }] : [];
		const leaves = { key: `leave ${who} ${at}`, act: { act: "leave", who, at }, expected: true } as const;
		const left = seen.leavings.get(who) ?? 0;
		const isSettled = left > (book.leavings.get(who) ?? 0) || settledAt?.getTime() !== known?.settled;
		const key = `settle ${who} ${settledAt?.getTime()} ${left}`;
		const settles =
			settledAt !== null && isSettled ? [{ key, act: { act: "settle", who }, expected: true } as const] : [];
		return [...(known?.at === at ? [] : [leaves]), ...settles];
	});
}
