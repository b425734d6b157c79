// What the book owes to somebody: data, stored with the entry that caused it and worded when it is sent.

import { after, hours, type Period } from "../rules/calendar.ts";
import type { PublicHealth } from "../rules/health.ts";
import type { Hint } from "../rules/hints.ts";
import type { Reason } from "../rules/whom-to-ask.ts";
import type { Row } from "../storage/tables.ts";
import type { Book } from "./book.ts";
import type { Context } from "./list.ts";
import { isGoneFrom } from "./presence.ts";

/** What happened to a favor, as those who take part hear it. */
export type FavorEvent =
	| "asked"
	/** Somebody agreed that it is for the team: it is open now. */
	| "approved"
	| "accepted"
	| "given-back"
	| "declined"
	| "done"
	| "not-yet"
	| "kept"
	| "kept-by-silence"
	| "on-the-house"
	| "cancelled"
	| "expired"
	| "question"
	| "released"
	| "gone-on"
	/** The one asked cannot be reached in private. */
	| "unreachable"
	/** The one asked, or who was on it, is no longer here. */
	| "left";

/**
 * What happened to a vouch. `credits` is what moved, `left` what still stands after it. made and changed (to more):
 * tied up; withdrawn: the voucher took some back; settled: the voucher is gone, and what was not used went with them;
 * released: it came back by itself; paid: the other left in debt; repaid: they came back, and it is their debt again.
 */
export type VouchNews = {
	event: "made" | "changed" | "withdrawn" | "settled" | "released" | "paid" | "repaid";
	voucherId: number;
	vouchedId: number;
	credits: number;
	left: number;
};

export type BoardRow = { memberId: number; people: number; credits: number };
export type Board = {
	/** The Monday of its first week, and how many weeks it covers; 0 weeks for all time. */
	week: number;
	weeks: number;
	/** 0 for the whole community. */
	channelId: number;
	thanks: number;
	people: number;
	generous: BoardRow[];
	appreciated: BoardRow[];
	helpers: number[];
};

export type Notice =
	/**
	 * The public line of a thanks: subject entry:ID, changed in place when it is undone, or when others join it. `of` is
	 * the one that joined, where that is what is told.
	 */
	| { kind: "thanks"; entryId: number; of?: number }
	/**
	 * The same for a receiver, where there is no public place; the first credit somebody gets explains itself. `between`:
	 * the giver wanted it to stay between them.
	 */
	| { kind: "thanks-privately"; entryId: number; first?: true; between?: true }
	/** Gathered: the sender puts all that are due into one line. */
	| { kind: "reaction"; entryId: number; giverId: number; credits: number }
	| {
			kind: "reaction-refused";
			reason: "allowance-used" | "pair-cap";
			perDay: number;
			/** What it needed, where there was less left, but something. */
			needs?: number;
			left?: number;
			/** A day, where it does not say. */
			period?: Period;
			resetsAt: string;
			timezone: string;
			/** It was a plain message that gave nothing. */
			message?: true;
	  }
	/** A reaction, or a plain message, spent the last of today's thanks. */
	| { kind: "last-thanks"; perDay: number; period: Period; resetsAt: string; timezone: string; message?: true }
	/** A reaction, or thanks in a plain message, in a channel that is left alone. */
	| { kind: "left-alone"; channelId: number; message?: true }
	| { kind: "first-credit"; giverId: number; credits: number }
	/** The public card of a favor: subject favor:ID, changed in place. */
	| { kind: "favor-card"; favorId: number }
	/** A favor's private card: a message of its own when `fresh`, else the one that stands there is changed. */
	| {
			kind: "favor";
			favorId: number;
			event: FavorEvent;
			fresh: boolean;
			/** Whom the asker may ask instead, when the one asked cannot. */
			suggested?: number[];
	  }
	/** The private card of a favor for anyone, to somebody who may be able to help, and why to them; without `fresh` the one that stands there is changed. */
	| ({ kind: "favor-call"; favorId: number; fresh: boolean; passed?: true } & Reason)
	| { kind: "board"; board: Board }
	| { kind: "reminder"; favorIds: number[]; tip: number }
	/** The first time that somebody's credit fades, it is explained. */
	| { kind: "fading"; credits: number }
	/** An admin gave a newcomer credit from the pot. */
	| { kind: "top-up"; credits: number; byId: number }
	| ({ kind: "vouch" } & VouchNews)
	/** What one member is hinted at in a week, in one private message. */
	| { kind: "nudges"; hints: Hint[] }
	/** The month's word on how the bank does. */
	| { kind: "health"; health: PublicHealth }
	| { kind: "welcome" }
	/** To whom an admin's change is about: what it says is read from the change. `credits` is what it moved in their wallet. */
	| { kind: "change"; changeId: number; credits: number };

export type NoticeTo = { workspaceId: number } & ({ channelId: number } | { memberId: number });

type Options = { subject?: string; route?: string | undefined; dueAt?: Date };

/** Stores a notice in the transaction of what caused it. */
export async function tell(
	book: Book,
	{ communityId, wall }: Context,
	to: NoticeTo,
	notice: Notice,
	options: Options = {},
): Promise<void> {
	const { kind, ...data } = notice;
	const dueAt = options.dueAt ?? wall;
	await callAt(book, communityId, to, dueAt, wall);
	book.add("Notice", {
		communityId,
		id: await book.nextId("Notice", communityId),
		kind,
		data: JSON.stringify(data),
		workspaceId: to.workspaceId,
		channelId: "channelId" in to ? to.channelId : null,
		memberId: "memberId" in to ? to.memberId : null,
		subject: options.subject ?? null,
		route: options.route ?? null,
		createdAt: wall,
		dueAt,
		state: "owed",
		attempts: 0,
		error: null,
		sentAt: null,
	});
}

/** For what is due later than this a destination is looked at in between: further ahead nothing waits but by mistake. */
const LONGEST_WAIT_MS = hours(1);

/** When to look for something that is due then. */
export const lookBy = (dueAt: Date, now: Date): Date => {
	const latest = after(now, LONGEST_WAIT_MS);
	return dueAt < latest ? dueAt : latest;
};

/** Whoever sends looks there by then, or as soon as the destination is free. */
async function callAt(book: Book, communityId: number, to: NoticeTo, dueAt: Date, wall: Date): Promise<void> {
	const name = "channelId" in to ? `c${to.channelId}` : `m${to.memberId}`;
	const key = { communityId, workspaceId: to.workspaceId, name };
	const { nextAt = null, heldUntil = null } = (await book.get("Destination", key)) ?? {};
	const soon = lookBy(dueAt, wall);
	// Whoever has the destination knows what was owed when they took it: they look once more, however late this is due.
	const lookAt = heldUntil && heldUntil < soon ? after(heldUntil, -1) : soon;
	if (nextAt === null || lookAt < nextAt) book.set("Destination", { ...key, nextAt: lookAt, heldUntil });
}

/**
 * The workspace that a member is told in where nothing says which: the first that they were met in, the bot is in, and they
 * are not gone from while they are in another.
 */
export async function homeOf(book: Book, communityId: number, memberId: number): Promise<number | undefined> {
	const identities = await book.list("Identity", { communityId, memberId });
	const ids = identities.map(({ workspaceId }) => workspaceId).sort((a, b) => a - b);
	const workspaces = await Promise.all(ids.map((id) => book.get("Workspace", { id })));
	const homes = workspaces.flatMap((workspace) => (workspace?.leftAt === null ? [workspace.id] : []));
	if (homes.length < 2) return homes[0];
	const gone = await Promise.all(homes.map((workspaceId) => isGoneFrom(book, communityId, { memberId, workspaceId })));
	return homes.find((_home, index) => !gone[index]) ?? homes[0];
}

/** In private, to one of the two whom it concerns. */
export async function tellOfVouch(book: Book, context: Context, memberId: number, news: VouchNews): Promise<void> {
	const workspaceId = await homeOf(book, context.communityId, memberId);
	if (workspaceId !== undefined) await tell(book, context, { workspaceId, memberId }, { kind: "vouch", ...news });
}

/** The earlier of two times, or the one there is. */
export const earlier = (a: Date | null, b: Date | null): Date | null => (a && b ? (a < b ? a : b) : (a ?? b));

export const readNotice = (row: Pick<Row<"Notice">, "kind" | "data">): Notice =>
	({ kind: row.kind, ...JSON.parse(row.data) }) as Notice;
