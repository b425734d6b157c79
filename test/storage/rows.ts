// Rows to store in tests, complete and plain.
import type { Row } from "../../src/storage/tables.ts";

export const noon = new Date("2026-03-02T12:00:00.000Z");

export const community = (id: number): Row<"Community"> => ({
	id,
	name: "Team",
	timezone: "UTC",
	policy: "{}",
	clockOffsetMs: 0,
	createdAt: noon,
});

export const account = (id: number, balance = 0): Row<"Account"> => ({
	communityId: 1,
	id,
	kind: "member",
	balance,
	postings: 0,
});

export const entry = (id: number, more: Partial<Row<"Entry">> = {}): Row<"Entry"> => ({
	communityId: 1,
	id,
	kind: "thanks",
	at: noon,
	actorId: 2,
	channelId: null,
	everywhere: true,
	day: 20514,
	week: 20514,
	favorId: null,
	reverses: null,
	leadId: null,
	...more,
});

export const posting = (seq: number, entryId: number): Row<"Posting"> => ({
	communityId: 1,
	accountId: 2,
	seq,
	entryId,
	amount: 1,
	balanceAfter: seq,
	floor: null,
});

export const draft = (id: number, data = "words"): Row<"Draft"> => ({
	communityId: 1,
	id,
	memberId: 2,
	data,
	createdAt: noon,
});

export const reaction = (message: string, lastOrder: number): Row<"Reaction"> => ({
	communityId: 1,
	channelId: 2,
	message,
	reactorId: 2,
	emoji: "💐",
	lastOrder,
	receiverId: null,
	entryId: null,
});
