// The nouns of the game as the rules see them: plain data, no row of a database and no id of a platform.

/** See DESIGN in docs: a guest counts as a person; the others take no part. */
export type PersonKind = "person" | "guest" | "bot" | "stranger" | "gone";

/** Somebody that a request speaks of; only those who take part have a member's id. */
export type Someone = { id: number | undefined; name: string; kind: PersonKind };

/** Where credits are made: it has no stored balance. */
export const WORLD = 0;

export type Posting = {
	accountId: number;
	/** Whole credits; negative when they leave the account. */
	amount: number;
	/** Set when the posting is a spending: the balance may not fall below it. */
	floor?: number;
};

export type EntryKind =
	| "thanks"
	| "reaction"
	| "favor-asked"
	| "favor-kept"
	| "favor-returned"
	| "adjustment"
	| "reversal";

export const FAVOR_SIZES = ["small", "normal", "big"] as const;
export type FavorSize = (typeof FAVOR_SIZES)[number];

export type FavorState = "open" | "accepted" | "done" | "kept" | "declined" | "cancelled" | "expired";

export type Favor = {
	id: number;
	askerId: number;
	/** The one person asked; null for anyone. */
	targetId: number | null;
	helperId: number | null;
	cost: number;
	state: FavorState;
	dueAt: Date | null;
	acceptedAt: Date | null;
	doneAt: Date | null;
	notYet: boolean;
	questionedAt: Date | null;
	endedAt: Date | null;
	nextAt: Date | null;
};
