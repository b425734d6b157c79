// The five traps of SQLite under Prisma. Each was seen to spring with the stock adapter.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { text } from "node:stream/consumers";
import { setImmediate as nextTurn } from "node:timers/promises";
import Database from "better-sqlite3";
import { describe, expect, test } from "vitest";
import { openStorage } from "../../src/storage/open.ts";
import { freshFolder, freshStorage } from "./fresh.ts";
import { account, draft, entry, posting } from "./rows.ts";

const startWriter = (url: string, way: "raw" | "prisma", times: number) =>
	spawn(process.execPath, ["test/storage/writer.mjs", url, way, String(times)], { stdio: ["ignore", "pipe", "pipe"] });

/** Somebody else's statements, at the moment when a transaction is open. */
async function inTheMiddleOf(open: (others: () => Promise<void>) => Promise<unknown>, others: () => Promise<unknown>) {
	let running: Promise<unknown> | undefined;
	const transaction = open(async () => {
		running = others();
		for (let turn = 0; turn < 5; turn++) await nextTurn();
	});
	const [ended] = await Promise.allSettled([transaction]);
	await running;
	return ended;
}

describe("what others do while a transaction is open", () => {
	test("stays out of Prisma's transaction: nothing acknowledged is rolled back with it, nothing of it is seen", async () => {
		const { storage } = await freshStorage();
		const ended = await inTheMiddleOf(
			(others) =>
				storage.db.$transaction(async (tx) => {
					await tx.draft.create({ data: draft(2) });
					await others();
					throw new Error("rolled back");
				}),
			async () => {
				const [seen] = await Promise.all([
					storage.db.draft.findFirst({ where: { id: 2 } }),
					storage.db.draft.create({ data: draft(3) }),
					storage.db.$executeRaw`INSERT INTO "Draft" VALUES (1, 4, 2, 'raw', 0)`,
					storage.db.$transaction([storage.db.draft.create({ data: draft(5) })]),
					storage.transact([1], (tx) => tx.insert("Draft", [draft(6)])),
				]);
				expect(seen).toBeNull();
			},
		);
		expect(ended?.status).toBe("rejected");
		const left = await storage.db.draft.findMany({ select: { id: true }, orderBy: { id: "asc" } });
		expect(left.map(({ id }) => id)).toEqual([3, 4, 5, 6]);
	});

	test("stays out of the raw path's transaction", async () => {
		const { storage } = await freshStorage();
		await inTheMiddleOf(
			(others) =>
				storage.transact([1], async (tx) => {
					await tx.insert("Draft", [draft(2)]);
					await others();
					throw new Error("rolled back");
				}),
			async () => {
				const [seen] = await Promise.all([storage.db.draft.count(), storage.db.draft.create({ data: draft(3) })]);
				expect(seen).toBe(0);
			},
		);
		expect(await storage.db.draft.findMany()).toEqual([draft(3)]);
	});
});

describe("a COMMIT that fails", () => {
	/** A row that only COMMIT finds wrong. */
	async function withLateFailure() {
		const fresh = await freshStorage();
		await fresh.storage.db.$executeRawUnsafe(`
			CREATE TABLE late (id INTEGER REFERENCES "Community" (id) DEFERRABLE INITIALLY DEFERRED)`);
		await fresh.storage.db.$executeRawUnsafe(`
			CREATE TRIGGER late_draft AFTER INSERT ON "Draft" WHEN NEW.data = 'late' BEGIN INSERT INTO late VALUES (99); END`);
		return fresh.storage;
	}

	test("is rolled back on the raw path, and the connection goes on", async () => {
		const storage = await withLateFailure();
		const failing = storage.transact([1], (tx) => tx.insert("Draft", [draft(2, "late")]));
		await expect(failing).rejects.toThrow("FOREIGN KEY constraint failed");
		await storage.transact([1], (tx) => tx.insert("Draft", [draft(3)]));
		expect(await storage.db.draft.findMany()).toEqual([draft(3)]);
	});

	test("is rolled back in Prisma's transaction, and the connection goes on", async () => {
		const storage = await withLateFailure();
		const failing = storage.db.$transaction(async (tx) => tx.draft.create({ data: draft(2, "late") }));
		await expect(failing).rejects.toThrow();
		await storage.db.$transaction(async (tx) => tx.draft.create({ data: draft(3) }));
		await storage.db.draft.create({ data: draft(4) });
		await storage.transact([1], (tx) => tx.insert("Draft", [draft(5)]));
		expect(await storage.db.draft.findMany()).toEqual([draft(3), draft(4), draft(5)]);
	});
});

test("a BEGIN that fails, because another process writes for too long, harms nobody after it", async () => {
	const { url, path } = await freshStorage();
	const storage = await openStorage(url, { busyTimeoutMs: 50 });
	const other = new Database(path);
	other.exec("BEGIN IMMEDIATE");
	await expect(storage.transact([1], (tx) => tx.insert("Draft", [draft(2)]))).rejects.toThrow("database is locked");
	await expect(storage.db.$transaction(async (tx) => tx.draft.create({ data: draft(2) }))).rejects.toThrow();
	other.exec("ROLLBACK");
	other.close();
	await storage.transact([1], (tx) => tx.insert("Draft", [draft(2)]));
	await storage.db.$transaction(async (tx) => tx.draft.create({ data: draft(3) }));
	expect(await storage.db.draft.count()).toBe(2);
	await storage.close();
});

/** However fast the disk is. */
const LONG_MS = 400;

test.each(["raw", "prisma"] as const)(
	"a long row of transactions (%s) leaves turns to timers and sockets",
	async (way) => {
		const { storage } = await freshStorage();
		let turns = 0;
		const timer = setInterval(() => (turns += 1), 1);
		const began = performance.now();
		for (let id = 2; performance.now() - began < LONG_MS; id++)
			await (way === "raw"
				? storage.transact([1], (tx) => tx.insert("Draft", [draft(id)]))
				: storage.db.$transaction(async (tx) => tx.draft.create({ data: draft(id) })));
		clearInterval(timer);
		expect(turns).toBeGreaterThan((performance.now() - began) / 60);
	},
);

describe("two processes on one file", () => {
	test("that read and then write lose nothing and do not fail, on either path", async () => {
		const { storage, url } = await freshStorage();
		await storage.transact([1], (tx) => tx.insert("Account", [account(2, 0)]));
		const writers = [startWriter(url, "raw", 150), startWriter(url, "raw", 150), startWriter(url, "prisma", 100)];
		const ends = writers.map(async (child) => {
			const [said, failed] = await Promise.all([text(child.stdout), text(child.stderr), once(child, "close")]);
			expect(failed).toBe("");
			return said.trim().split("\n").map(Number);
		});
		const acknowledged = (await Promise.all(ends)).flat();
		// Each acknowledged another balance than all others.
		expect(new Set(acknowledged).size).toBe(400);
		expect(await storage.db.account.findMany()).toEqual([account(2, 400)]);
	});

	test("one of them killed in the middle: all that it acknowledged is there", async () => {
		const { storage, url, reopen } = await freshStorage();
		await storage.transact([1], (tx) => tx.insert("Account", [account(2, 0)]));
		for (let round = 0; round < 3; round++) {
			const child = startWriter(url, "raw", 1_000_000);
			let last = 0;
			let lines = 0;
			for await (const line of createInterface(child.stdout)) {
				last = Number(line);
				lines += 1;
				if (lines === 40) child.kill("SIGKILL");
			}
			expect(lines).toBeGreaterThanOrEqual(40);
			const [row] = await storage.db.account.findMany();
			// One more may have been committed, its acknowledgement lost with the process.
			expect([last, last + 1]).toContain(row?.balance);
		}
		const [row] = await (await reopen()).db.$queryRaw<object[]>`PRAGMA integrity_check`;
		expect(row).toEqual({ integrity_check: "ok" });
	});
});

test("after migrating, the file is locked for nobody", async () => {
	const url = `file:${await freshFolder()}/new/deep/goodturn.db`;
	const storage = await openStorage(url);
	await storage.db.draft.create({ data: draft(2) });
	const other = new Database(url.slice("file:".length), { timeout: 50 });
	other.exec(`UPDATE "Draft" SET data = 'other'`);
	other.close();
	expect(await storage.db.draft.findMany()).toEqual([draft(2, "other")]);
	await storage.close();
});

describe("times", () => {
	test("are whole milliseconds on disk, whoever writes them, and compare alike for both", async () => {
		const { storage } = await freshStorage();
		const at = (second: number) => new Date(Date.UTC(2026, 2, 2, 12, 0, second, 7));
		await storage.db.draft.create({ data: { ...draft(2), createdAt: at(1) } });
		await storage.transact([1], (tx) => tx.insert("Draft", [{ ...draft(3), createdAt: at(2) }]));
		await storage.db.draft.createMany({ data: [{ ...draft(4), createdAt: at(3) }] });
		await storage.db.draft.update({
			where: { communityId_id: { communityId: 1, id: 2 } },
			data: { createdAt: at(4) },
		});
		const kinds = await storage.db.$queryRaw`SELECT DISTINCT typeof("createdAt") AS kind FROM "Draft"`;
		expect(kinds).toEqual([{ kind: "integer" }]);
		const byPrisma = await storage.db.draft.findMany({
			where: { createdAt: { gte: at(3), lt: at(5) } },
			orderBy: { createdAt: "desc" },
		});
		expect(byPrisma.map(({ id, createdAt }) => [id, createdAt])).toEqual([
			[2, at(4)],
			[4, at(3)],
		]);
		const raw = await storage.transact([1], (tx) =>
			tx.query(
				'SELECT "id", "createdAt" FROM "Draft" WHERE "createdAt" >= ? AND "createdAt" < ? ORDER BY "createdAt" DESC',
				[at(3), at(5)],
			),
		);
		expect(raw).toEqual(byPrisma.map(({ id, createdAt }) => ({ id, createdAt })));
	});

	test("and big numbers, truth and bytes are the same on both paths", async () => {
		const { storage } = await freshStorage();
		await storage.db.reaction.create({
			data: { communityId: 1, channelId: 2, message: "m", reactorId: 3, emoji: "e", lastOrder: 1_700_000_000_000_123n },
		});
		await storage.transact([1], (tx) => tx.insert("Entry", [entry(2, { everywhere: false })]));
		const [raw] = await storage.transact([1], (tx) =>
			tx.query<{ lastOrder: number }>('SELECT "lastOrder" FROM "Reaction"', []),
		);
		expect(raw?.lastOrder).toBe(1_700_000_000_000_123);
		expect(await storage.db.entry.findMany({ where: { everywhere: false } })).toEqual([
			entry(2, { everywhere: false }),
		]);
	});
});

describe("the book is append-only", () => {
	const forbidden = [
		`UPDATE "Entry" SET "kind" = 'x'`,
		`DELETE FROM "Entry"`,
		`UPDATE "Posting" SET "amount" = 100`,
		`DELETE FROM "Posting"`,
		`REPLACE INTO "Posting" SELECT "communityId", "accountId", "seq", "entryId", 100, "balanceAfter" FROM "Posting"`,
	];

	test("whoever asks", async () => {
		const { storage, path } = await freshStorage();
		await storage.transact([1], async (tx) => {
			await tx.insert("Entry", [entry(2)]);
			await tx.insert("Posting", [posting(1, 2)]);
		});
		for (const sql of forbidden) await expect(storage.db.$executeRawUnsafe(sql)).rejects.toThrow();
		await expect(storage.db.entry.deleteMany()).rejects.toThrow();
		await expect(storage.db.posting.updateMany({ data: { amount: 100 } })).rejects.toThrow();
		await expect(storage.transact([1], (tx) => tx.put("Entry", [entry(2, { kind: "x" })]))).rejects.toThrow(
			"append-only",
		);
		await expect(storage.transact([1], (tx) => tx.remove("Posting", [posting(1, 2)]))).rejects.toThrow("append-only");
		const other = new Database(path);
		for (const sql of forbidden.slice(0, 4)) expect(() => other.exec(sql)).toThrow("the book is append-only");
		other.close();
		expect(await storage.db.posting.findMany()).toEqual([posting(1, 2)]);
	});

	test("what an admin changed stays, and why may be erased", async () => {
		const { storage } = await freshStorage();
		await storage.transact([1], (tx) => tx.insert("Change", [CHANGE]));
		for (const sql of [`UPDATE "Change" SET "after" = '10'`, `DELETE FROM "Change"`])
			await expect(storage.db.$executeRawUnsafe(sql)).rejects.toThrow("append-only");
		await storage.db.$executeRawUnsafe(`UPDATE "Change" SET "reason" = ''`);
		expect(await storage.db.change.findMany()).toEqual([{ ...CHANGE, reason: "" }]);
	});

	test("and a posting needs its entry", async () => {
		const { storage } = await freshStorage();
		await expect(storage.transact([1], (tx) => tx.insert("Posting", [posting(1, 99)]))).rejects.toThrow("FOREIGN KEY");
		await expect(storage.db.posting.create({ data: posting(1, 99) })).rejects.toThrow();
	});
});

const CHANGE = {
	communityId: 1,
	id: 2,
	at: new Date(0),
	actorId: 2,
	what: "policy favor.big",
	subjectId: null,
	before: "8",
	after: "9",
	reason: "a word",
	undoes: null,
};
