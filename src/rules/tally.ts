// What an entry changes in the counts that boards and wallets read. One description for the writer and for verify.
import type { EntryKind } from "./types.ts";

/** A channel's id is a scope of its own; these two are the others. */
export const EVERYWHERE = 0;
export const WALLET = -1;

/** A week's number in which everything ever is counted. */
export const EVER = 0;

/** At most so many credits a week from one giver to one receiver count on a board, or two friends could fill it. */
export const PAIR_CAP_PER_WEEK = 3;

export type Counted = {
	kind: EntryKind;
	channelId: number | null;
	everywhere: boolean;
	week: number;
};

export type PairChange = { scope: number; week: number; giverId: number; receiverId: number; credits: number };
export type MemberCounts = {
	thanked: number;
	given: number;
	thankedBy: number;
	received: number;
	kept: number;
	asked: number;
};
export type MemberChange = { scope: number; week: number; memberId: number } & Partial<MemberCounts>;

/** Where an entry shows on boards: its channel, and the community's if it was public. */
export const scopesOf = (entry: Counted): number[] => [
	...(entry.channelId === null ? [] : [entry.channelId]),
	...(entry.everywhere ? [EVERYWHERE] : []),
];

/** Thanks given by one to another, in its week and ever; `credits` is negative when it is taken back. */
export function pairChanges(entry: Counted, giverId: number, receiverId: number, credits: number): PairChange[] {
	const places = scopesOf(entry).flatMap((scope) => [entry.week, EVER].map((week) => ({ scope, week })));
	return places.map((place) => ({ ...place, giverId, receiverId, credits }));
}

/**
 * What a pair's count going from `before` to `after` changes on boards. Credits are capped within a week and add up for
 * all time; people do not: somebody thanked in two weeks is one person.
 */
export function boardChanges(pair: Omit<PairChange, "credits">, before: number, after: number): MemberChange[] {
	const { scope, week, giverId, receiverId } = pair;
	const people = Number(after > 0) - Number(before > 0);
	const different = [
		{ scope, week, memberId: giverId, thanked: people },
		{ scope, week, memberId: receiverId, thankedBy: people },
	];
	if (week === EVER) return different;
	const credits = Math.min(after, PAIR_CAP_PER_WEEK) - Math.min(before, PAIR_CAP_PER_WEEK);
	const volume = [week, EVER].flatMap((place) => [
		{ scope, week: place, memberId: giverId, given: credits },
		{ scope, week: place, memberId: receiverId, received: credits },
	]);
	return [...different, ...volume];
}

/** The private counts of giver and receiver: nothing capped, nothing left out. */
export function walletChanges(entry: Counted, giverId: number, receiverId: number, credits: number): MemberChange[] {
	return [
		{ scope: WALLET, week: entry.week, memberId: giverId, given: credits },
		{ scope: WALLET, week: entry.week, memberId: receiverId, received: credits },
	];
}

export type CountedFavor = { askerId: number; helperId: number | null; fromPot: boolean };

/**
 * A favor asked counts against the meter until all of it comes back, unless it was for the team; one kept counts for its
 * helper, where it was asked.
 */
export function favorChanges(entry: Counted, { askerId, helperId, fromPot }: CountedFavor): MemberChange[] {
	const asked = { scope: WALLET, week: entry.week, memberId: askerId };
	if (entry.kind === "favor-asked") return [{ ...asked, asked: 1 }];
	if (entry.kind === "favor-returned") return fromPot ? [] : [{ ...asked, asked: -1 }];
	if (entry.kind !== "favor-kept" || helperId === null) return [];
	const boards = scopesOf(entry).flatMap((scope) => [entry.week, EVER].map((week) => ({ scope, week })));
	return [...boards, { scope: WALLET, week: entry.week }].map((place) => ({ ...place, memberId: helperId, kept: 1 }));
}
