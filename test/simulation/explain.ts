// Finds out how the book came to be what it is: in which order what was delivered at once was done, and what of it that
// nobody answered for was done all the same. Where there is no such order, something is wrong.
import type { Event } from "./events.ts";
import { type Book, copyOf, happen, isUnderWay, type Now } from "./model.ts";
import type { Seen } from "./seen.ts";

/** One event that arrived, and what the ledger said. */
export type Delivery = {
	event: Event;
	/** What the ledger answered to its key; nothing when it did not come to that. */
	answer: "done" | "refused" | undefined;
	/** When it answered, among all. */
	turn: number;
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

/** As they answered, with all that faded at one place among them: nearly always it was so, and it is soon tried. */
function inTurn(start: Book, items: readonly Item[], seen: Seen, now: Now): Explained | undefined {
	const fades = items.filter(({ act }) => act.act === "fade");
	const others = items.filter(({ act }) => act.act !== "fade");
	for (let place = 0; fades.length > 0 && place <= others.length; place++) {
		const book = copyOf(start);
		const agrees = others.toSpliced(place, 0, ...fades).every(({ key, act, expected }) => {
			const done = happen(book, key, act, now);
			return expected === undefined || expected === done;
		});
		if (agrees && compare(book, seen).length === 0) return { book, differences: [] };
	}
	return undefined;
}

function itemsOf(book: Book, deliveries: readonly Delivery[], seen: Seen, now: Now): Item[] {
	const inTurn = [...deliveries].sort((a, b) => a.turn - b.turn);
	const items = inTurn.flatMap(({ event, answer }): Item[] => {
		if (!event.act) return [];
		// Without an answer it was done if the book says so; refused, it would have left nothing.
		if (answer === undefined && !seen.isDone(event.key)) return [];
		return [{ key: event.key, act: event.act, expected: answer === undefined ? undefined : answer === "done" }];
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
	return [...items, ...byItself, ...fading];
}

/** What is in the book and should not be, or the other way round. */
function compare(book: Book, seen: Seen): string[] {
	const differences: string[] = [];
	const same = (what: string, is: unknown, should: unknown) => {
		if (JSON.stringify(is) !== JSON.stringify(should))
			differences.push(`${what}: ${JSON.stringify(is)}, and it should be ${JSON.stringify(should)}`);
	};
	for (const [name, { balance, unlisted, fadeCarry }] of seen.members) {
		same(`balance of ${name}`, balance, book.balances.get(name) ?? 0);
		same(`what fades of ${name}`, fadeCarry, book.faded.get(name)?.carry ?? 0);
		same(`unlisted ${name}`, unlisted, book.unlisted.has(name));
	}
	const inBook = [...seen.thanks].map(([word, { stands }]): [string, boolean] => [word, stands]);
	const commanded = book.given.filter(({ word }) => word !== "");
	same("thanks that stand", standing(inBook), standing(commanded.map(({ word, back }) => [word, !back])));
	same(
		"thanks taken back",
		standing(inBook, false),
		standing(
			commanded.map(({ word, back }) => [word, !back]),
			false,
		),
	);
	const reactions = [...book.reactions].filter(([, { stands }]) => stands !== undefined).map(([key]) => key);
	same("reactions that stand", [...seen.reactions].sort(), reactions.sort());
	same("muted", [...seen.muted].sort(), [...book.muted].sort());
	same("favors", [...seen.favors.keys()].sort(), [...book.favors.keys()].sort());
	for (const [word, favor] of book.favors) {
		const is = seen.favors.get(word);
		if (!is) continue;
		const { asker, of, helper, cost, state, notYet, questioned } = favor;
		const should = { asker, of, helper, cost, state, notYet, questioned, escrow: isUnderWay(favor) ? cost : 0 };
		const { notYet: said, questionedAt, escrow } = is;
		const seenFavor = {
			asker: is.asker,
			of: is.of,
			helper: is.helper,
			cost: is.cost,
			state: is.state,
			notYet: said,
			questioned: questionedAt !== null,
			escrow,
		};
		same(`favor ${word}`, seenFavor, should);
	}
	return differences;
}

const standing = (thanks: [string, boolean][], stands = true): string[] =>
	thanks
		.filter(([, is]) => is === stands)
		.map(([word]) => word)
		.sort();
