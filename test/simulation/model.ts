// The game once more, as plainly as it can be written from its description and sharing no code with the rules: what one
// event does to what everybody has. It knows nothing of faults: an event happened or it did not.

export const COSTS = { small: 2, normal: 4, big: 8 };
export type Size = keyof typeof COSTS;

export const STEPS = [
	"accept",
	"give-back",
	"decline",
	"done",
	"not-yet",
	"confirm",
	"on-the-house",
	"cancel",
	"go-on",
] as const;
export type FavorStep = (typeof STEPS)[number];

/** What somebody does that the book keeps. Favors and thanks go by the word that was typed with them. */
export type Act =
	| { act: "thank"; by: string; to: string[]; amount: number; word: string; place: string }
	| {
			act: "react";
			by: string;
			author: string;
			message: string;
			place: string;
			added: boolean;
			order: number | undefined;
	  }
	| { act: "clear"; message: string }
	| { act: "undo"; by: string }
	| { act: "ask"; by: string; of: string | undefined; size: Size; word: string; canPost: boolean; only?: string }
	| { act: "step"; by: string; favor: string; step: FavorStep; place: string }
	| { act: "unlist"; by: string }
	| { act: "mute"; place: string }
	/** Time did it. */
	| { act: "by-itself"; favor: string }
	/** The week before this Monday, counted in days from 1970-01-01, in the community's zone. */
	| { act: "fade"; who: string; monday: number; zone: string };

export type Given = {
	by: string;
	to: string[];
	amount: number;
	day: string;
	at: number;
	back: boolean;
	/** What was typed with it; empty for a reaction. */
	word: string;
	place: string;
};
export type Favor = {
	asker: string;
	of: string | undefined;
	/** The private channel that it was asked in: it is taken up there alone. */
	only: string | undefined;
	helper: string | undefined;
	cost: number;
	state: "open" | "accepted" | "done" | "kept" | "declined" | "cancelled" | "expired";
	firstDone: number | undefined;
	notYet: boolean;
	questioned: boolean;
	next: number;
};

export type Book = {
	/** When each became a member. */
	joined: Map<string, number>;
	balances: Map<string, number>;
	/** Of each the last Monday on which something faded or was looked at, and what did not make a whole credit, in millionths. */
	faded: Map<string, { monday: number; carry: number }>;
	given: Given[];
	/** By message and reactor; `stands` is its place in `given`. */
	reactions: Map<string, { last: number; stands: number | undefined }>;
	favors: Map<string, Favor>;
	unlisted: Set<string>;
	muted: Set<string>;
	/** Keys of what was done. */
	done: Set<string>;
};

/** When it is, and in which zone each lives. */
export type Now = { at: number; zoneOf: (name: string) => string };

const MINUTE = 60_000;
const DAY = 1_440 * MINUTE;
const PER_DAY = 5;
const PER_PAIR = 3;

export const emptyBook = (): Book => ({
	joined: new Map(),
	balances: new Map(),
	faded: new Map(),
	given: [],
	reactions: new Map(),
	favors: new Map(),
	unlisted: new Set(),
	muted: new Set(),
	done: new Set(),
});

const copies = <T extends object>(map: Map<string, T>): Map<string, T> =>
	new Map([...map].map(([key, value]) => [key, { ...value }]));

export const copyOf = (book: Book): Book => ({
	joined: new Map(book.joined),
	balances: new Map(book.balances),
	faded: copies(book.faded),
	given: book.given.map((one) => ({ ...one })),
	reactions: copies(book.reactions),
	favors: copies(book.favors),
	unlisted: new Set(book.unlisted),
	muted: new Set(book.muted),
	done: new Set(book.done),
});

const formats = new Map<string, Intl.DateTimeFormat>();
/** The local date, as 2026-11-16. */
export function dayIn(timeZone: string, at: number): string {
	const format = formats.get(timeZone) ?? new Intl.DateTimeFormat("en-CA", { timeZone });
	formats.set(timeZone, format);
	return format.format(at);
}

const move = (book: Book, name: string, by: number): void =>
	void book.balances.set(name, (book.balances.get(name) ?? 0) + by);

function givenOn(book: Book, by: string, day: string, to?: string): number {
	return book.given
		.filter((one) => !one.back && one.by === by && one.day === day)
		.reduce((sum, one) => sum + one.amount * (to === undefined ? one.to.length : Number(one.to.includes(to))), 0);
}

export const allowanceLeft = (book: Book, name: string, { at, zoneOf }: Now): number =>
	PER_DAY - givenOn(book, name, dayIn(zoneOf(name), at));

/** Whether somebody takes part; bots and people from outside never join. */
const takesPart = (book: Book, name: string): boolean => book.joined.has(name);

type Gift = Pick<Given, "by" | "amount" | "word" | "place"> & { to: readonly string[] };

function give(book: Book, { at, zoneOf }: Now, { by, to: named, amount, word, place }: Gift): boolean {
	const to = [...new Set(named)];
	const day = dayIn(zoneOf(by), at);
	if (to.length === 0 || to.includes(by) || [by, ...to].some((name) => !takesPart(book, name))) return false;
	if (amount < 1 || amount > 3 || amount * to.length > PER_DAY - givenOn(book, by, day)) return false;
	if (to.some((one) => givenOn(book, by, day, one) + amount > PER_PAIR)) return false;
	for (const one of to) move(book, one, amount);
	book.given.push({ by, to, amount, day, at, back: false, word, place });
	return true;
}

function takeBack(book: Book, entry: Given | undefined): void {
	if (!entry) return;
	entry.back = true;
	for (const one of entry.to) move(book, one, -entry.amount);
}

const reactionKey = (message: string, by: string): string => `${message} ${by}`;

function react(book: Book, now: Now, act: Extract<Act, { act: "react" }>): boolean {
	const key = reactionKey(act.message, act.by);
	const known = book.reactions.get(key);
	const order = act.order ?? (known?.last ?? 0) + 1;
	if (known && order <= known.last) return true;
	let stands = known?.stands;
	if (act.added && stands === undefined) {
		if (!give(book, now, { ...act, to: [act.author], amount: 1, word: "" })) return false;
		stands = book.given.length - 1;
	} else if (!act.added && stands !== undefined) {
		takeBack(book, book.given[stands]);
		stands = undefined;
	}
	book.reactions.set(key, { last: order, stands });
	return true;
}

function clear(book: Book, message: string): true {
	for (const [key, row] of book.reactions) {
		if (!key.startsWith(`${message} `) || row.stands === undefined) continue;
		takeBack(book, book.given[row.stands]);
		row.stands = undefined;
	}
	return true;
}

function undo(book: Book, by: string, { at }: Now): boolean {
	const last = book.given.findLast((one) => one.by === by && !one.back && one.word !== "");
	if (!last || at - last.at > 15 * MINUTE) return false;
	takeBack(book, last);
	return true;
}

export const isUnderWay = ({ state }: Favor): boolean => ["open", "accepted", "done"].includes(state);
const untouched = { helper: undefined, firstDone: undefined, notYet: false, questioned: false };

function ask(book: Book, { at }: Now, { by, of, size, word, canPost, only }: Extract<Act, { act: "ask" }>): boolean {
	const floor = at < (book.joined.get(by) ?? at) + 60 * DAY ? -COSTS.big : 0;
	const cost = COSTS[size];
	if (!takesPart(book, by) || of === by || (of === undefined ? !canPost : !takesPart(book, of))) return false;
	if ([...book.favors.values()].filter((one) => one.asker === by && isUnderWay(one)).length >= 3) return false;
	if ((book.balances.get(by) ?? 0) - cost < floor) return false;
	move(book, by, -cost);
	book.favors.set(word, { asker: by, of, only, cost, state: "open", next: at + 7 * DAY, ...untouched });
	return true;
}

function end(book: Book, favor: Favor, state: Favor["state"], toHelper = 0, toAsker = 0): true {
	favor.state = state;
	move(book, favor.asker, toAsker);
	if (favor.helper !== undefined) move(book, favor.helper, toHelper);
	return true;
}

function step(book: Book, { at }: Now, act: Extract<Act, { act: "step" }>): boolean {
	const { by, step: what, place } = act;
	const favor = book.favors.get(act.favor);
	if (!favor) return false;
	const { state, cost } = favor;
	const [isAsker, isHelper] = [by === favor.asker, by === favor.helper];
	const change = (changes: Partial<Favor>): true => Object.assign(favor, changes) && true;
	switch (what) {
		case "accept": {
			const all = [...book.favors.values()];
			const busy = all.filter((one) => one.helper === by && ["accepted", "done"].includes(one.state)).length;
			if (!takesPart(book, by) || state !== "open" || isAsker || busy >= 3) return false;
			if (favor.of !== undefined && favor.of !== by) return false;
			if (favor.of === undefined && favor.only !== undefined && favor.only !== place) return false;
			return change({ state: "accepted", helper: by, next: at + 14 * DAY });
		}
		case "decline":
			return state === "open" && favor.of === by && end(book, favor, "declined", 0, cost);
		case "cancel": {
			const mayBe = isAsker && favor.firstDone === undefined && ["open", "accepted"].includes(state);
			return mayBe && end(book, favor, "cancelled", 0, cost);
		}
		case "give-back":
			if (!isHelper || state !== "accepted") return false;
			if (favor.of !== undefined) return end(book, favor, "declined", 0, cost);
			return change({ state: "open", next: at + 7 * DAY, ...untouched });
		case "done": {
			if (!isHelper || state !== "accepted") return false;
			const firstDone = favor.firstDone ?? at;
			return change({ state: "done", firstDone, questioned: false, next: firstDone + 3 * DAY });
		}
		case "not-yet":
			if (!isAsker || state !== "done" || favor.notYet) return false;
			return change({ state: "accepted", notYet: true, next: at + 14 * DAY });
		case "go-on":
			return (isAsker || isHelper) && state === "accepted" && change({ questioned: false, next: at + 14 * DAY });
		case "confirm":
			return isAsker && ["accepted", "done"].includes(state) && end(book, favor, "kept", cost + 1, 0);
		case "on-the-house":
			return isHelper && ["accepted", "done"].includes(state) && end(book, favor, "kept", 1, cost);
	}
}

/** Whether something happens to a favor by itself now. */
const isDue = (favor: Favor, { at }: Now): boolean => isUnderWay(favor) && favor.next <= at;

function byItself(book: Book, now: Now, favor: Favor | undefined): boolean {
	if (!favor || !isDue(favor, now)) return false;
	if (favor.state === "open") return end(book, favor, "expired", 0, favor.cost);
	if (favor.state === "done") return end(book, favor, "kept", favor.cost + 1, 0);
	if (favor.questioned) return end(book, favor, "expired", 0, favor.cost);
	Object.assign(favor, { questioned: true, next: now.at + 3 * DAY });
	return true;
}

const HALF_LIFE_DAYS = 30;

/** What is above one normal favor loses half of it in thirty days; parts of a credit wait for the rest. */
function fade(book: Book, who: string, monday: number, zone: string): boolean {
	const { carry } = book.faded.get(who) ?? { carry: 0 };
	const balance = book.balances.get(who) ?? 0;
	const joined = Date.parse(`${dayIn(zone, book.joined.get(who) ?? 0)}T00:00:00Z`) / DAY;
	const days = Math.min(7, monday - joined);
	const above = (balance - COSTS.normal) * 1_000_000 - carry;
	const share = BigInt(Math.round((1 - 2 ** (-days / HALF_LIFE_DAYS)) * 1e9));
	const gone = above > 0 && days > 0 ? Number((BigInt(above) * share) / 1_000_000_000n) : 0;
	const whole = Math.floor((carry + gone) / 1_000_000);
	book.balances.set(who, balance - whole);
	book.faded.set(who, { monday, carry: carry + gone - whole * 1_000_000 });
	return true;
}

const toggle = (set: Set<string>, name: string): true => {
	if (!set.delete(name)) set.add(name);
	return true;
};

/** Does it if it is allowed, once for its key, and tells whether it is done. What is refused leaves no trace. */
export function happen(book: Book, key: string, act: Act, now: Now): boolean {
	if (book.done.has(key)) return true;
	const done = outcome(book, act, now);
	if (done) book.done.add(key);
	return done;
}

function outcome(book: Book, act: Act, now: Now): boolean {
	switch (act.act) {
		case "thank":
			return give(book, now, act);
		case "react":
			return react(book, now, act);
		case "clear":
			return clear(book, act.message);
		case "undo":
			return undo(book, act.by, now);
		case "ask":
			return ask(book, now, act);
		case "step":
			return step(book, now, act);
		case "unlist":
			return toggle(book.unlisted, act.by);
		case "mute":
			return toggle(book.muted, act.place);
		case "by-itself":
			return byItself(book, now, book.favors.get(act.favor));
		case "fade":
			return fade(book, act.who, act.monday, act.zone);
	}
}
