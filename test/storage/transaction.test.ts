import { describe, expect, test } from "vitest";
import type { Transaction } from "../../src/storage/storage.ts";
import { freshStorage } from "./fresh.ts";
import { account, community, draft, entry, noon, reaction } from "./rows.ts";

describe("rows", () => {
	test("come back as they were given, whatever their columns are", async () => {
		const { storage } = await freshStorage();
		const receipt = {
			communityId: 1,
			period: 686,
			key: Uint8Array.of(0, 255, 7),
			fingerprint: new Uint8Array(16),
			outcome: "{}",
			at: noon,
		};
		const last = reaction("1700000000.000123", 1_700_000_000_000_123);
		await storage.transact([1], async (tx) => {
			await tx.insert("Entry", [entry(2), entry(3, { everywhere: false, actorId: null })]);
			await tx.insert("Receipt", [receipt]);
			await tx.insert("Reaction", [last]);
		});
		await storage.transact([1], async (tx) => {
			expect(
				await tx.find(
					"Entry",
					[3, 9, 2].map((id) => ({ communityId: 1, id })),
				),
			).toEqual([entry(3, { everywhere: false, actorId: null }), entry(2)]);
			expect(await tx.find("Receipt", [{ communityId: 1, period: 686, key: Uint8Array.of(0, 255, 7) }])).toEqual([
				receipt,
			]);
			expect(await tx.find("Reaction", [last])).toEqual([last]);
		});
	});

	test("are put whole, and removed by key", async () => {
		const { storage } = await freshStorage();
		await storage.transact([1], (tx) => tx.put("Account", [account(2, 1), account(3, 1)]));
		await storage.transact([1], (tx) => tx.put("Account", [account(3, 5), account(4, 6)]));
		await storage.transact([1], (tx) => tx.remove("Account", [account(2), account(77)]));
		const left = await storage.transact([1], (tx) =>
			tx.find(
				"Account",
				[2, 3, 4].map((id) => ({ communityId: 1, id })),
			),
		);
		expect(left).toEqual([account(3, 5), account(4, 6)]);
	});

	test("that exist cannot be inserted, and nothing of the transaction stays", async () => {
		const { storage } = await freshStorage();
		await storage.transact([1], (tx) => tx.insert("Account", [account(2, 1)]));
		const twice = storage.transact([1], (tx) => tx.insert("Account", [account(3, 1), account(2, 9)]));
		await expect(twice).rejects.toThrow(/unique constraint/i);
		expect(await storage.db.account.findMany()).toEqual([account(2, 1)]);
	});

	test("with a column missing or a broken time are refused", async () => {
		const { storage } = await freshStorage();
		const { data: _, ...lacking } = draft(2);
		await expect(
			storage.transact([1], (tx) => tx.insert("Draft", [lacking as ReturnType<typeof draft>])),
		).rejects.toThrow("Draft.data has no value");
		const never = { ...draft(2), createdAt: new Date(Number.NaN) };
		await expect(storage.transact([1], (tx) => tx.insert("Draft", [never]))).rejects.toThrow(
			"Draft.createdAt is no valid time",
		);
	});
});

describe("ids", () => {
	test("are counted per community, from 1 where there are none", async () => {
		const { storage } = await freshStorage();
		await storage.transact([1], async (tx) => {
			expect([await tx.lastId("Account", 1), await tx.lastId("Account", 2)]).toEqual([1, 1]);
			await tx.insert("Account", [account(7)]);
			expect([await tx.lastId("Account", 1), await tx.lastId("Account", 2)]).toEqual([7, 1]);
		});
	});
});

describe("rows are found", () => {
	test("by some of their columns, and by what has no value", async () => {
		const { storage } = await freshStorage();
		const nobody = { actorId: null };
		await storage.transact([1], (tx) => tx.insert("Entry", [entry(2), entry(3, nobody), entry(4), entry(5, nobody)]));
		await storage.transact([1], async (tx) => {
			expect(await tx.find("Entry", [{ communityId: 1, actorId: null }])).toEqual([entry(3, nobody), entry(5, nobody)]);
			const everybodys = await tx.find("Entry", [
				{ communityId: 1, actorId: null },
				{ communityId: 1, actorId: entry(2).actorId },
			]);
			expect(everybodys.map(({ id }) => id).sort()).toEqual([2, 3, 4, 5]);
			expect(await tx.find("Entry", [{ communityId: 2, actorId: null }])).toEqual([]);
		});
	});
});

describe("queries", () => {
	test("convert columns by the names that tables have, and leave others as they are", async () => {
		const { storage } = await freshStorage();
		await storage.transact([1], (tx) => tx.insert("Entry", [entry(2), entry(3, { everywhere: false })]));
		const rows = await storage.transact([1], (tx) =>
			tx.query(
				'SELECT MAX("at") AS "at", MAX("at") AS latest, COUNT(*) AS n FROM "Entry" WHERE "everywhere" = ? AND "at" >= ?',
				[true, noon],
			),
		);
		expect(rows).toEqual([{ at: noon, latest: noon.getTime(), n: 1 }]);
	});

	test("only read", async () => {
		const { storage } = await freshStorage();
		await expect(storage.transact([1], (tx) => tx.query('DELETE FROM "Draft" RETURNING "id"', []))).rejects.toThrow(
			"only reading",
		);
	});
});

describe("a transaction", () => {
	test("that throws leaves no trace and a healthy connection", async () => {
		const { storage } = await freshStorage();
		const failing = storage.transact([1], async (tx) => {
			await tx.insert("Account", [account(2, 1)]);
			throw new Error("changed my mind");
		});
		await expect(failing).rejects.toThrow("changed my mind");
		await storage.transact([1], (tx) => tx.insert("Account", [account(2, 2)]));
		expect(await storage.db.account.findMany()).toEqual([account(2, 2)]);
	});

	test("is not committed once a statement of it failed, even if somebody caught that", async () => {
		const { storage } = await freshStorage();
		const careless = storage.transact([1], async (tx) => {
			await tx.insert("Account", [account(2, 1)]);
			await tx.insert("Account", [account(2, 1)]).catch(() => {});
			await tx.insert("Account", [account(3, 1)]).catch(() => {});
		});
		await expect(careless).rejects.toThrow(/unique constraint/i);
		expect(await storage.db.account.count()).toBe(0);
	});

	test("is of no use after its end", async () => {
		const { storage } = await freshStorage();
		let kept: Transaction | undefined;
		await storage.transact([1], async (tx) => {
			kept = tx;
		});
		await expect(kept?.insert("Account", [account(2)])).rejects.toThrow("has ended");
		expect(await storage.db.account.count()).toBe(0);
	});

	test("a hundred at once run one after the other, and none is lost", async () => {
		const { storage } = await freshStorage();
		await storage.db.community.create({ data: community(1) });
		await storage.transact([1], (tx) => tx.insert("Account", [account(2, 0)]));
		const addOne = () =>
			storage.transact([1], async (tx) => {
				const [before] = await tx.find("Account", [{ communityId: 1, id: 2 }]);
				await tx.put("Account", [account(2, (before?.balance ?? 0) + 1)]);
			});
		await Promise.all(Array.from({ length: 100 }, addOne));
		expect(await storage.db.account.findMany()).toEqual([account(2, 100)]);
	});
});

describe("reading beside the writer", () => {
	test("streams a consistent snapshot in turns, whatever is written meanwhile", async () => {
		const { storage } = await freshStorage();
		const ids = Array.from({ length: 5_000 }, (_, index) => index + 2);
		await storage.transact([1], (tx) =>
			tx.insert(
				"Draft",
				ids.map((id) => draft(id)),
			),
		);
		let count = 0;
		for await (const row of storage.stream<{ createdAt: Date }>('SELECT * FROM "Draft" ORDER BY "id"', [])) {
			if (count === 0)
				await storage.transact([1], (tx) =>
					tx.remove(
						"Draft",
						ids.map((id) => ({ communityId: 1, id })),
					),
				);
			if (count === 4_999) expect(row).toEqual(draft(5_001));
			count += 1;
		}
		expect(count).toBe(5_000);
		expect(await storage.db.draft.count()).toBe(0);
	});

	test("several readings of one snapshot agree", async () => {
		const { storage } = await freshStorage();
		await storage.transact([1], (tx) => tx.insert("Draft", [draft(2)]));
		const counts = await storage.snapshot(async (snapshot) => {
			const found: unknown[] = [];
			for await (const row of snapshot.stream('SELECT COUNT(*) AS n FROM "Draft"', [])) found.push(row);
			await storage.transact([1], (tx) => tx.insert("Draft", [draft(3)]));
			for await (const row of snapshot.stream('SELECT COUNT(*) AS n FROM "Draft"', [])) found.push(row);
			return found;
		});
		expect(counts).toEqual([{ n: 1 }, { n: 1 }]);
	});
});

describe("closing", () => {
	test("waits for what runs, refuses what comes, and can be done twice", async () => {
		const { storage, reopen } = await freshStorage();
		const running = storage.transact([1], (tx) => tx.insert("Draft", [draft(2)]));
		await Promise.all([running, storage.close(), storage.close()]);
		await expect(storage.transact([1], async () => {})).rejects.toThrow("closed");
		await expect(storage.ping()).rejects.toThrow();
		const again = await reopen();
		await again.ping();
		expect(await again.db.draft.count()).toBe(1);
	});
});
