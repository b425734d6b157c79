// The nouns of the game as the rules see them: plain data, no row of a database and no id of a platform.

/** See DESIGN in docs: a guest counts as a person; the others take no part. */
export type PersonKind = "person" | "guest" | "bot" | "stranger" | "gone";

/** Somebody that a request speaks of; only those who take part have a member's id. */
export type Someone = {
	id: number | undefined;
	name: string;
	kind: PersonKind;
	/** Paused by an admin: gives, asks and helps nobody. Where it matters, the book is asked for it. */
	frozen?: boolean;
};

/** Where credits are made: it has no stored balance. */
export const WORLD = 0;

/** What faded and what was donated, for all: a community's own account. */
export const POT = 1;

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
	/** A favor for the team was approved: the pot pays. */
	| "favor-funded"
	| "favor-kept"
	| "favor-returned"
	| "fading"
	/** A member gives to the pot. */
	| "donation"
	/** The pot gives to a newcomer. */
	| "top-up"
	/** Credit tied up for another; given back; spent on the debt they left; got back from who came back. */
	| "vouch"
	| "vouch-released"
	| "vouch-paid"
	| "vouch-repaid"
	/** What a leaver had goes to the pot. */
	| "leaving"
	| "adjustment"
	| "reversal";

export const FAVOR_SIZES = ["small", "normal", "big"] as const;
export type FavorSize = (typeof FAVOR_SIZES)[number];

/** proposed: asked for the team, and not approved yet. */
export type FavorState = "proposed" | "open" | "accepted" | "done" | "kept" | "declined" | "cancelled" | "expired";

export type Favor = {
	id: number;
	askerId: number;
	/** The one person asked; null for anyone. */
	targetId: number | null;
	helperId: number | null;
	cost: number;
	state: FavorState;
	/** Paid from the pot, for the common good. */
	fromPot: boolean;
	approvedBy: number | null;
	dueAt: Date | null;
	acceptedAt: Date | null;
	doneAt: Date | null;
	notYet: boolean;
	questionedAt: Date | null;
	endedAt: Date | null;
	nextAt: Date | null;
};
