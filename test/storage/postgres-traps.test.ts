// The traps that Prisma and a server set, as they are on PostgreSQL. Those of SQLite's file are in traps.test.ts.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { setImmediate as nextTurn } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { freshStorage } from "./fresh.ts";
import { besides } from "./postgres-fresh.ts";
import { account, community, draft, entry, noon, posting } from "./rows.ts";

describe("what others do while a transaction is open", () => {
	test("stays out of it, and it out of theirs, whichever way each goes", async () => {
		const { storage } = await freshStorage();
		const others = async () => {
			const [seen] = await Promise.all([
				storage.db.draft.findFirst({ where: { id: 2 } }),
				storage.db.draft.create({ data: draft(3) }),
				storage.db.$executeRaw`INSERT INTO "Draft" VALUES (1, 4, 2, 'raw', now())`,
				storage.db.$transaction([storage.db.draft.create({ data: draft(5) })]),
				storage.transact([1], (tx) => tx.insert("Draft", [draft(6)])),
			]);
			expect(seen).toBeNull();
		};
		const byPrisma = storage.db.$transaction(async (tx) => {
			await tx.draft.create({ data: draft(2) });
			await others();
			throw new Error("rolled back");
		});
		await expect(byPrisma).rejects.toThrow("rolled back");
		await storage.db.draft.deleteMany();
		const byTheBook = storage.transact([1], async (tx) => {
			await tx.insert("Draft", [draft(2)]);
			await tx.find("Draft", [{ communityId: 1, id: 2 }]);
			await others();
			throw new Error("rolled back");
		});
		await expect(byTheBook).rejects.toThrow("rolled back");
		const left = await storage.db.draft.findMany({ select: { id: true }, orderBy: { id: "asc" } });
		expect(left.map(({ id }) => id)).toEqual([3, 4, 5, 6]);
	});
});

test("a COMMIT that fails is rolled back on either path, and the connections go on", async () => {
	const { storage, url } = await freshStorage();
	// A row that only COMMIT finds wrong.
	await besides(url, (client) =>
		client.query(`CREATE TABLE late (id INTEGER REFERENCES "Community" (id) DEFERRABLE INITIALLY DEFERRED);
			CREATE FUNCTION too_late() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO late VALUES (99); RETURN NEW; END $$;
			CREATE TRIGGER late_draft AFTER INSERT ON "Draft" FOR EACH ROW WHEN (NEW.data = 'late') EXECUTE FUNCTION too_late()`),
	);
	for (let round = 0; round < 12; round++) {
		await expect(storage.transact([1], (tx) => tx.insert("Draft", [draft(2, "late")]))).rejects.toThrow("foreign key");
		await expect(storage.db.$transaction(async (tx) => tx.draft.create({ data: draft(2, "late") }))).rejects.toThrow();
		await storage.transact([1], (tx) => tx.insert("Draft", [draft(10 + round)]));
		await storage.db.$transaction(async (tx) => tx.draft.create({ data: draft(100 + round) }));
		await storage.db.draft.create({ data: draft(1_000 + round) });
	}
	expect(await storage.db.draft.count()).toBe(36);
});

test("a connection that was left in the midst of something is not used for the next transaction", async () => {
	const { storage } = await freshStorage();
	// Ten of them, so that every connection of the pool was one.
	await Promise.allSettled(Array.from({ length: 10 }, () => storage.db.$executeRawUnsafe("BEGIN")));
	await storage.transact([1], (tx) => tx.insert("Draft", [draft(2)]));
	expect(await storage.read((query) => query('SELECT "id" FROM "Draft"', []))).toEqual([{ id: 2 }]);
});

/** However fast the server is. */
const LONG_MS = 400;

test("a long row of transactions leaves turns to timers and sockets", async () => {
	const { storage } = await freshStorage();
	let turns = 0;
	const timer = setInterval(() => (turns += 1), 1);
	const began = performance.now();
	for (let id = 2; performance.now() - began < LONG_MS; id++)
		await storage.transact([1], (tx) => tx.insert("Draft", [draft(id)]));
	clearInterval(timer);
	expect(turns).toBeGreaterThan((performance.now() - began) / 60);
});

test("processes that read and then write lose nothing and do not fail", async () => {
	const { storage, url } = await freshStorage();
	await storage.db.community.create({ data: community(1) });
	await storage.transact([1], (tx) => tx.insert("Account", [account(2, 0)]));
	const writers = [150, 150].map((times) =>
		spawn(process.execPath, ["test/storage/writer.mjs", url, "raw", String(times)], {
			stdio: ["ignore", "pipe", "pipe"],
		}),
	);
	const ends = writers.map(async (child) => {
		const [said, failed] = await Promise.all([text(child.stdout), text(child.stderr), once(child, "close")]);
		expect(failed).toBe("");
		return said.trim().split("\n").map(Number);
	});
	const acknowledged = (await Promise.all(ends)).flat();
	// Each acknowledged another balance than all others.
	expect(new Set(acknowledged).size).toBe(300);
	expect(await storage.db.account.findMany()).toEqual([account(2, 300)]);
});

describe("values", () => {
	const at = (second: number) => new Date(Date.UTC(2026, 2, 2, 12, 0, second, 7));

	test("times are the same moment on both paths, whatever zone the server and the process are in", async () => {
		const { storage, url } = await freshStorage();
		const name = new URL(url).pathname.slice(1);
		await besides(url, (client) => client.query(`ALTER DATABASE ${name} SET timezone = 'Asia/Kolkata'`));
		await besides(url, (client) => client.query(`ALTER DATABASE ${name} SET datestyle = 'SQL, DMY'`));
		const { openStorage } = await import("../../src/storage/open.ts");
		const other = await openStorage(url);
		await storage.db.draft.create({ data: { ...draft(2), createdAt: at(1) } });
		await other.transact([1], (tx) => tx.insert("Draft", [{ ...draft(3), createdAt: at(2) }]));
		await other.db.draft.create({ data: { ...draft(4), createdAt: at(3) } });
		const raw = await other.transact([1], (tx) =>
			tx.query('SELECT "id", "createdAt" FROM "Draft" WHERE "createdAt" >= ? ORDER BY "createdAt"', [at(1)]),
		);
		expect(raw).toEqual([1, 2, 3].map((second) => ({ id: second + 1, createdAt: at(second) })));
		expect(await storage.db.draft.findMany({ where: { createdAt: at(2) } })).toEqual([
			{ ...draft(3), createdAt: at(2) },
		]);
		await other.close();
	});

	test("bytes, big numbers, quotes, braces, backslashes and nothing come back as they were, one row or many", async () => {
		const { storage } = await freshStorage();
		const receipt = (byte: number) => ({
			communityId: 1,
			period: 7,
			key: Uint8Array.from({ length: 16 }, (_, index) => (byte * 11 + index * 16) % 256),
			fingerprint: new Uint8Array(16).fill(255),
			outcome: `{"a":"\\ " ' {x,y} NULL","b":null} 💐 \n`,
			at: noon,
		});
		const receipts = Array.from({ length: 20 }, (_, index) => receipt(index));
		await storage.transact([1], async (tx) => {
			await tx.insert("Receipt", receipts.slice(0, 1));
			await tx.insert("Receipt", receipts.slice(1));
			const keys = receipts.map(({ communityId, period, key }) => ({ communityId, period, key }));
			expect(await tx.find("Receipt", keys)).toEqual(receipts);
			expect(await tx.find("Receipt", keys.slice(3, 4))).toEqual(receipts.slice(3, 4));
		});
		const [row] = await storage.read((query) => query<{ key: Uint8Array }>('SELECT * FROM "Receipt" LIMIT 1', []));
		expect(Buffer.isBuffer(row?.key)).toBe(false);
		const words = ["NULL", "", "null", "{}", '"', "\\", "a,b"].map((data, index) => draft(index + 2, data));
		await storage.transact([1], (tx) => tx.insert("Draft", words));
		expect(await storage.db.draft.findMany({ orderBy: { id: "asc" } })).toEqual(words);
	});

	test("sums and counts are numbers, of nothing, too; what carries no column's name comes as from SQLite", async () => {
		const { storage } = await freshStorage();
		await storage.transact([1], (tx) => tx.insert("Entry", [entry(2)]));
		const [row] = await storage.read((query) =>
			query(
				`SELECT COUNT(*) AS n, SUM("id") AS sum, SUM("favorId") AS nothing, COALESCE(SUM("favorId"), 0) AS zero,
				MAX("at") AS latest, "kind" = 'thanks' AS yes, "everywhere" FROM "Entry" GROUP BY "kind", "everywhere"`,
				[],
			),
		);
		expect(row).toEqual({ n: 1, sum: 2, nothing: null, zero: 0, latest: noon.getTime(), yes: 1, everywhere: true });
	});

	test("a number that is too large for its column is refused, not cut", async () => {
		const { storage } = await freshStorage();
		await expect(storage.transact([1], (tx) => tx.insert("Account", [account(2, 3_000_000_000)]))).rejects.toThrow(
			"out of range",
		);
	});
});

test("the book is append-only, whoever asks, and a posting needs its entry", async () => {
	const { storage, url } = await freshStorage();
	await storage.transact([1], async (tx) => {
		await tx.insert("Entry", [entry(2)]);
		await tx.insert("Posting", [posting(1, 2)]);
	});
	const forbidden = [
		`UPDATE "Entry" SET "kind" = 'x'`,
		`DELETE FROM "Entry"`,
		`TRUNCATE "Entry" CASCADE`,
		`UPDATE "Posting" SET "amount" = 100`,
		`DELETE FROM "Posting"`,
		`TRUNCATE "Posting"`,
	];
	for (const sql of forbidden) {
		await expect(storage.db.$executeRawUnsafe(sql)).rejects.toThrow();
		await expect(besides(url, (client) => client.query(sql))).rejects.toThrow("the book is append-only");
	}
	await expect(storage.db.posting.updateMany({ data: { amount: 100 } })).rejects.toThrow();
	await expect(storage.transact([1], (tx) => tx.put("Entry", [entry(2, { kind: "x" })]))).rejects.toThrow(
		"append-only",
	);
	await expect(storage.transact([1], (tx) => tx.remove("Posting", [posting(1, 2)]))).rejects.toThrow("append-only");
	expect(await storage.db.posting.findMany()).toEqual([posting(1, 2)]);
	await expect(storage.transact([1], (tx) => tx.insert("Posting", [posting(2, 99)]))).rejects.toThrow("foreign key");
});

test("what an admin changed stays, whoever asks, and why may be erased", async () => {
	const { storage } = await freshStorage();
	const change = {
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
	await storage.transact([1], (tx) => tx.insert("Change", [change]));
	for (const sql of [`UPDATE "Change" SET "after" = '10'`, `DELETE FROM "Change"`, `TRUNCATE "Change"`])
		await expect(storage.db.$executeRawUnsafe(sql)).rejects.toThrow();
	await storage.db.$executeRawUnsafe(`UPDATE "Change" SET "reason" = ''`);
	expect(await storage.db.change.findMany()).toEqual([{ ...change, reason: "" }]);
});

test("what many ask in one turn goes together, and each gets the rows of its own", async () => {
	const { storage } = await freshStorage();
	const ids = Array.from({ length: 300 }, (_, index) => index + 2);
	await storage.transact([1], (tx) =>
		tx.insert(
			"Account",
			ids.map((id) => account(id, id)),
		),
	);
	await storage.transact([1], async (tx) => {
		const found = await Promise.all([
			...ids.map((id) => tx.find("Account", [{ communityId: 1, id }])),
			tx.find("Account", [
				{ communityId: 1, id: 5 },
				{ communityId: 1, id: 5 },
			]),
			tx.find("Account", []),
			tx.find("Entry", [{ communityId: 1, actorId: null }]),
			tx.find("Account", [{ communityId: 9, id: 5 }]),
		]);
		expect(found.slice(0, 300)).toEqual(ids.map((id) => [account(id, id)]));
		expect(found.slice(300)).toEqual([[account(5, 5), account(5, 5)], [], [], []]);
		expect(await Promise.all([1, 2, 1].map((communityId) => tx.lastId("Account", communityId)))).toEqual([301, 1, 301]);
		// What is written after a question was asked does not change its answer, and what is asked after it does.
		const before = tx.find("Account", [{ communityId: 1, id: 2 }]);
		await tx.put("Account", [account(2, -1), account(2, -2)]);
		const after = tx.find("Account", [{ communityId: 1, id: 2 }]);
		expect([await before, await after]).toEqual([[account(2, 2)], [account(2, -2)]]);
		await nextTurn();
	});
});
