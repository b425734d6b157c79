// What the model keeps: everybody's credit, and what was said, asked, vouched and changed. It shares no code with the rules.

export type Size = "small" | "normal" | "big";

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
	/** In a plain message: nobody is told of it by the bot. */
	inMessage: boolean;
};

export type Favor = {
	asker: string;
	of: string | undefined;
	/** The private channel that it was asked in: it is taken up there alone. */
	only: string | undefined;
	helper: string | undefined;
	cost: number;
	state: "proposed" | "open" | "accepted" | "done" | "kept" | "declined" | "cancelled" | "expired";
	firstDone: number | undefined;
	notYet: boolean;
	questioned: boolean;
	next: number;
	/** The pot pays, once another approved it. */
	forTeam: boolean;
	approver: string | undefined;
	/** What was moved when it was kept, and the correction that moved it back. */
	moved: [string, number][];
	correction: Correction | undefined;
};

export type Vouch = {
	by: string;
	on: string;
	amount: number;
	state: "standing" | "released" | "paid" | "repaid";
	paid: number;
};

/** Since when, and until when if that is known; also when it is over. */
export type Absence = { since: number; until: number | undefined };

/** Credits out of nothing, or back into it, by an admin. */
export type Correction = { moved: [string, number][]; back: boolean };

/** What an admin changed, and how to take it back. */
export type Change = {
	what: string;
	/** Whom or what it is about; nobody for a number of the rules. */
	subject: string | undefined;
	by: string;
	before: unknown;
	after: unknown;
	correction?: Correction;
};

/** Where messages go, from the loudest on. */
export const MODES = ["open", "thread", "quiet", "off"] as const;
export type Mode = (typeof MODES)[number];

/** The numbers that are changed in stories, by their paths, with what they are in a new community. */
export const NUMBERS = {
	"thanks.perDay": 5,
	"thanks.perPairPerDay": 3,
	"thanks.maxAmount": 3,
	"thanks.undoWithinMinutes": 15,
	"thanks.inMessages": false,
	"favor.small": 2,
	"favor.normal": 4,
	"favor.big": 8,
	"favor.bonus": 1,
};
export type Numbers = { [path in keyof typeof NUMBERS]: (typeof NUMBERS)[path] extends boolean ? boolean : number };

export type Book = {
	/** When each became a member. */
	joined: Map<string, number>;
	balances: Map<string, number>;
	/** Of each the last Monday on which something faded or was looked at, and what did not make a whole credit, in millionths. */
	faded: Map<string, { monday: number; carry: number }>;
	given: Given[];
	/** By message and reactor; `stands` is its place in `given`. */
	reactions: Map<string, { last: number; stands: number | undefined }>;
	/** By place and message, alike. */
	messages: Map<string, { last: number; by: string; stands: number | undefined }>;
	favors: Map<string, Favor>;
	unlisted: Set<string>;
	muted: Set<string>;
	/** Kept off the boards, paused, made admins. */
	excluded: Set<string>;
	frozen: Set<string>;
	admins: Set<string>;
	modes: Map<string, Mode>;
	numbers: Numbers;
	changes: Change[];
	/** By the word in its reason. */
	adjusted: Map<string, Correction>;
	pot: number;
	donated: { by: string; amount: number; back: boolean }[];
	vouches: Vouch[];
	away: Map<string, Absence>;
	/** Of those who are gone: since when, and when their account was settled. */
	left: Map<string, { at: number; settled: number | undefined }>;
	/** How often each left something to the pot. */
	leavings: Map<string, number>;
	/** Keys of what was done. */
	done: Set<string>;
};

/** When it is, how the platform is at this moment, and what stands on public lines. */
export type Now = {
	at: number;
	/** In which zone each lives, and all of them together. */
	zoneOf: (name: string) => string;
	zone: string;
	/** Whether the platform says that they are here, and that they run the workspace. */
	isHere: (name: string) => boolean;
	runs: (name: string) => boolean;
	/** The words of the thanks on a public line of the bot's, the oldest first; none where it is none. */
	lineOf: (message: string) => readonly string[] | undefined;
};

export const MINUTE = 60_000;
export const DAY = 1_440 * MINUTE;
/** Where what faded and what was given for all is. */
export const POT = "the pot";

export const emptyBook = (): Book => ({
	joined: new Map(),
	balances: new Map(),
	faded: new Map(),
	given: [],
	reactions: new Map(),
	messages: new Map(),
	favors: new Map(),
	unlisted: new Set(),
	muted: new Set(),
	excluded: new Set(),
	frozen: new Set(),
	admins: new Set(),
	modes: new Map(),
	numbers: { ...NUMBERS },
	changes: [],
	adjusted: new Map(),
	pot: 0,
	donated: [],
	vouches: [],
	away: new Map(),
	left: new Map(),
	leavings: new Map(),
	done: new Set(),
});

const copies = <T extends object>(map: Map<string, T>): Map<string, T> =>
	new Map([...map].map(([key, value]) => [key, { ...value }]));

export function copyOf(book: Book): Book {
	// A correction is reached in three ways, and is one.
	const corrections = new Map<Correction, Correction>();
	const copied = <C extends Correction | undefined>(one: C): C => {
		if (!one) return one;
		const copy = corrections.get(one) ?? { ...one };
		corrections.set(one, copy);
		return copy as C;
	};
	return {
		joined: new Map(book.joined),
		balances: new Map(book.balances),
		faded: copies(book.faded),
		given: book.given.map((one) => ({ ...one })),
		reactions: copies(book.reactions),
		messages: copies(book.messages),
		favors: new Map([...book.favors].map(([word, one]) => [word, { ...one, correction: copied(one.correction) }])),
		unlisted: new Set(book.unlisted),
		muted: new Set(book.muted),
		excluded: new Set(book.excluded),
		frozen: new Set(book.frozen),
		admins: new Set(book.admins),
		modes: new Map(book.modes),
		numbers: { ...book.numbers },
		changes: book.changes.map(({ correction, ...one }) =>
			correction ? { ...one, correction: copied(correction) } : one,
		),
		adjusted: new Map([...book.adjusted].map(([word, one]) => [word, copied(one)])),
		pot: book.pot,
		donated: book.donated.map((one) => ({ ...one })),
		vouches: book.vouches.map((one) => ({ ...one })),
		away: copies(book.away),
		left: copies(book.left),
		leavings: new Map(book.leavings),
		done: new Set(book.done),
	};
}

const formats = new Map<string, Intl.DateTimeFormat>();
/** The local date, as 2026-11-16. */
export function dayIn(timeZone: string, at: number): string {
	const format = formats.get(timeZone) ?? new Intl.DateTimeFormat("en-CA", { timeZone });
	formats.set(timeZone, format);
	return format.format(at);
}

/** The same in days since 1970-01-01. */
export const dayNumberIn = (timeZone: string, at: number): number =>
	Date.parse(`${dayIn(timeZone, at)}T00:00:00Z`) / DAY;

/** Whether somebody takes part; bots and people from outside never join, and who is gone does no more. */
export const takesPart = (book: Book, { isHere }: Now, name: string): boolean => book.joined.has(name) && isHere(name);

/** Whether they may begin something: admins may have paused them. */
export const mayAct = (book: Book, now: Now, name: string): boolean =>
	takesPart(book, now, name) && !book.frozen.has(name);

export const balanceOf = (book: Book, name: string): number => book.balances.get(name) ?? 0;

/** What moves at once. Whoever comes back to zero by it needs what was vouched for them no more: it goes back. */
export function move(book: Book, ...moves: (readonly [string, number])[]): void {
	const before = new Map<string, number>();
	for (const [name, by] of moves) {
		if (name === POT) {
			book.pot += by;
			continue;
		}
		if (!before.has(name)) before.set(name, balanceOf(book, name));
		book.balances.set(name, balanceOf(book, name) + by);
	}
	for (const [name, was] of before) if (was < 0 && balanceOf(book, name) >= 0) releaseAll(book, name);
}

function releaseAll(book: Book, name: string): void {
	for (const vouch of standingFor(book, name)) giveBack(book, vouch, vouch.amount);
}

export const standingFor = (book: Book, name: string): Vouch[] =>
	book.vouches.filter(({ on, state }) => on === name && state === "standing");

export function giveBack(book: Book, vouch: Vouch, credits: number): void {
	if (credits === vouch.amount) vouch.state = "released";
	else vouch.amount -= credits;
	move(book, [vouch.by, credits]);
}

const NEW_DAYS = 60;
export const isNew = (book: Book, { at }: Now, name: string): boolean =>
	at < (book.joined.get(name) ?? at) + NEW_DAYS * DAY;

/** How far somebody may go down. */
export const floorOf = (book: Book, now: Now, name: string): number =>
	(isNew(book, now, name) ? -book.numbers["favor.big"] : 0) -
	standingFor(book, name).reduce((sum, { amount }) => sum + amount, 0);

export const modeOf = (book: Book, place: string): Mode => book.modes.get(place) ?? "open";
export const isPostedIn = (mode: Mode): boolean => mode === "open" || mode === "thread";
