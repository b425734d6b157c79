// The working copy: each verb sees what was accepted before it and what it changed itself, as if it were written.
import { describe, expect, test } from "vitest";
import { createBook, type OpenBook } from "../../src/ledger/book.ts";
import { freshStorage } from "../storage/fresh.ts";
import { account, draft } from "../storage/rows.ts";

async function withBook<T>(work: (book: OpenBook) => Promise<T>) {
	const { storage } = await freshStorage();
	await storage.transact([1], (tx) => tx.insert("Draft", [draft(2, "two"), draft(3, "three")]));
	const result = await storage.transact([1], async (tx) => {
		const book = createBook(tx);
		const answer = await work(book);
		await book.flush();
		return answer;
	});
	const drafts = await storage.db.draft.findMany({ orderBy: { id: "asc" } });
	return { result, drafts: drafts.map(({ id, data }) => `${id} ${data}`) };
}

const key = (id: number) => ({ communityId: 1, id });
const listed = async (book: OpenBook, memberId = 2) =>
	(await book.list("Draft", { communityId: 1, memberId })).map(({ id, data }) => `${id} ${data}`).sort();

describe("a verb", () => {
	test("sees its own changes by key and in lists, before anything is written", async () => {
		const { result, drafts } = await withBook(async (book) => {
			book.set("Draft", draft(2, "changed"));
			book.add("Draft", draft(4, "added"));
			const seen = [await book.get("Draft", key(2)), await book.get("Draft", key(4))];
			return [seen.map((row) => row?.data), await listed(book)];
		});
		expect(result).toEqual([
			["changed", "added"],
			["2 changed", "3 three", "4 added"],
		]);
		// It was never accepted.
		expect(drafts).toEqual(["2 two", "3 three"]);
	});

	test("leaves no trace when it is discarded, and everything when it is accepted", async () => {
		const { result, drafts } = await withBook(async (book) => {
			book.set("Draft", draft(2, "lost"));
			book.add("Draft", draft(4, "lost"));
			book.discard();
			const after = await listed(book);
			book.set("Draft", draft(3, "kept"));
			book.add("Draft", draft(5, "kept"));
			book.accept();
			return after;
		});
		expect(result).toEqual(["2 two", "3 three"]);
		expect(drafts).toEqual(["2 two", "3 kept", "5 kept"]);
	});

	test("that moves a row out of a list no longer finds it there", async () => {
		const { result } = await withBook(async (book) => {
			book.set("Draft", { ...draft(2, "moved"), memberId: 9 });
			return [await listed(book), await listed(book, 9)];
		});
		expect(result).toEqual([["3 three"], ["2 moved"]]);
	});

	test("overwrites a row that it never looked at, and adds one that it looked for in vain", async () => {
		const { drafts } = await withBook(async (book) => {
			book.set("Draft", draft(2, "overwritten"));
			expect(await book.get("Draft", key(7))).toBeUndefined();
			book.set("Draft", draft(7, "new"));
			book.accept();
		});
		expect(drafts).toEqual(["2 overwritten", "3 three", "7 new"]);
	});

	test("that asks the database sees what was accepted, not what it changed itself", async () => {
		const { result } = await withBook(async (book) => {
			book.set("Draft", draft(2, "accepted"));
			book.accept();
			book.set("Draft", draft(3, "pending"));
			const rows = await book.query<{ data: string }>(`SELECT "data" FROM "Draft" ORDER BY "id"`, []);
			return rows.map(({ data }) => data);
		});
		expect(result).toEqual(["accepted", "three"]);
	});

	test("that changes a row before it asks changes what the question wrote, once", async () => {
		const { drafts } = await withBook(async (book) => {
			book.add("Draft", draft(4, "by the one before"));
			book.accept();
			book.set("Draft", draft(4, "changed"));
			await book.query(`SELECT 1 AS "one"`, []);
			book.accept();
		});
		expect(drafts).toEqual(["2 two", "3 three", "4 changed"]);
	});

	test("that adds what another added, or what it knows to be there, fails", async () => {
		await withBook(async (book) => {
			book.add("Draft", draft(4, "by the one before"));
			book.accept();
			expect(() => book.add("Draft", draft(4, "again"))).toThrow("has this row already");
			await book.get("Draft", key(2));
			expect(() => book.add("Draft", draft(2, "again"))).toThrow("has this row already");
		});
		await expect(
			withBook(async (book) => {
				book.add("Draft", draft(2, "not looked for"));
				book.accept();
			}),
		).rejects.toThrow(/unique/i);
	});

	test("that looks for rows without a value finds them", async () => {
		const { result } = await withBook(async (book) => {
			book.add("Favor", { ...favor(8), targetId: null });
			book.add("Favor", { ...favor(9), targetId: 3 });
			book.accept();
			const [open] = await book.query<{ count: number }>(`SELECT COUNT(*) AS "count" FROM "Favor"`, []);
			const found = await book.list("Favor", { communityId: 1, targetId: null });
			return [open?.count, found.map(({ id }) => id)];
		});
		expect(result).toEqual([2, [8]]);
	});
});

test("ids go on from the highest, and are not given twice within a list", async () => {
	const { result } = await withBook(async (book) => {
		const given = [await book.nextId("Draft", 1), await book.nextId("Draft", 1), await book.nextId("Draft", 2)];
		book.add("Account", account(40));
		book.accept();
		await book.flush();
		return [...given, await book.nextId("Account", 1)];
	});
	expect(result).toEqual([4, 5, 2, 41]);
});

const favor = (id: number) => ({
	communityId: 1,
	id,
	askerId: 2,
	targetId: null,
	helperId: null,
	size: "small",
	cost: 0,
	state: "open",
	workspaceId: 1,
	channelId: null,
	everywhere: false,
	askedAt: new Date(0),
	askedWeek: 0,
	dueAt: null,
	acceptedAt: null,
	doneAt: null,
	notYet: false,
	questionedAt: null,
	endedAt: null,
	nextAt: null,
	fromPot: false,
	approvedBy: null,
});
