// What happens to a server and to the way there, and to processes that share it: nothing acknowledged is lost, nothing is
// done twice, and whoever can go on goes on.
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import pg from "pg";
import { describe, expect, onTestFinished, test } from "vitest";
import { createLedger } from "../../src/ledger/ledger.ts";
import { openStorage } from "../../src/storage/open.ts";
import { OutOfReach } from "../../src/storage/out-of-reach.ts";
import type { Storage } from "../../src/storage/storage.ts";
import { openRig } from "../ledger/rig.ts";
import { type Cut, startProxy } from "../support/postgres-proxy.ts";
import { hold } from "./by-hand.ts";
import { type Fresh, freshStorage } from "./fresh.ts";
import { besides } from "./postgres-fresh.ts";
import { account, community, draft } from "./rows.ts";

async function opened(url: string, options?: Parameters<typeof openStorage>[1]): Promise<Storage> {
	const storage = await openStorage(url, options);
	onTestFinished(() => storage.close());
	return storage;
}

async function proxied(url: string, cutAt: (commit: number) => Cut = () => undefined) {
	const proxy = await startProxy(url, cutAt);
	onTestFinished(() => proxy.close());
	return proxy;
}

/** As a server does that shuts down. */
const endConnections = (url: string) =>
	besides(url, (client) =>
		client.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
			WHERE datname = current_database() AND pid <> pg_backend_pid()`),
	);

async function withAccount(balance: number): Promise<Fresh> {
	const fresh = await freshStorage();
	await fresh.storage.db.community.create({ data: community(1) });
	await fresh.storage.transact([1], (tx) => tx.insert("Account", [account(2, balance)]));
	return fresh;
}

describe("the line is cut at COMMIT", () => {
	test("before the server hears of it: it is out of reach, nothing was done, and the next goes through", async () => {
		const { storage, url } = await freshStorage();
		const proxy = await proxied(url, (commit) => (commit === 1 ? "before" : undefined));
		const through = await opened(proxy.url);
		await expect(through.transact([1], (tx) => tx.insert("Draft", [draft(2)]))).rejects.toThrow(OutOfReach);
		await through.transact([1], (tx) => tx.insert("Draft", [draft(3)]));
		expect((await storage.db.draft.findMany()).map(({ id }) => id)).toEqual([3]);
	});

	test("after it has landed: it is out of reach just the same, and was done", async () => {
		const { storage, url } = await freshStorage();
		const proxy = await proxied(url, (commit) => (commit === 1 ? "after" : undefined));
		const through = await opened(proxy.url);
		await expect(through.transact([1], (tx) => tx.insert("Draft", [draft(2)]))).rejects.toThrow(OutOfReach);
		expect((await storage.db.draft.findMany()).map(({ id }) => id)).toEqual([2]);
	});

	test("of every third list, for two hundred thanks: all are acknowledged, none is lost, none counts twice", async () => {
		const people = Array.from({ length: 8 }, (_, index) => `P${index}`);
		const rig = await openRig({ people, policy: { thanks: { perDay: 10_000, perPairPerDay: 10_000 } } });
		const ways: Cut[] = ["before", undefined, undefined, "after", undefined, undefined];
		const proxy = await proxied(rig.fresh.url, (commit) => ways[commit % ways.length]);
		const storage = await opened(proxy.url);
		const { submit } = createLedger(storage);
		const thank = (index: number) =>
			rig.through(submit).thank(people[index % 8] as string, people[(index + 1) % 8] as string, { key: `k${index}` });
		for (let index = 0; index < 200; index += 5) {
			const answers = await Promise.all([0, 1, 2, 3, 4].map((more) => thank(index + more)));
			expect(answers.filter(({ refused }) => refused)).toEqual([]);
		}
		expect(proxy.commits()).toBeGreaterThan(40);
		const balances = Object.values(await rig.balances());
		expect(balances.reduce((sum, one) => sum + one, 0)).toBe(200);
		await rig.mustHold();
	});
});

test("a server that ends every connection is found again, by the book and by everything else", async () => {
	const rig = await openRig();
	for (let round = 0; round < 5; round++) {
		const running = rig.thank("Ana", "Bo", { key: `before${round}` });
		await endConnections(rig.fresh.url);
		const members = await rig.storage.read((query) => query('SELECT COUNT(*) AS "count" FROM "Member"', []));
		expect(members).toEqual([{ count: 6 }]);
		await endConnections(rig.fresh.url);
		await rig.thank("Bo", "Ana", { key: `after${round}` });
		await running;
		await rig.storage.ping();
		expect(await rig.storage.db.member.count()).toBe(6);
	}
	await rig.mustHold();
});

test("a server that is away for a moment delays what it is asked, and loses nothing of it", async () => {
	const rig = await openRig();
	const proxy = await proxied(rig.fresh.url);
	const storage = await opened(proxy.url);
	proxy.refuse(true);
	proxy.cutAll();
	setTimeout(() => proxy.refuse(false), 400);
	const { submit } = createLedger(storage);
	expect((await rig.through(submit).thank("Ana", "Bo", { key: "k" })).refused).toBeUndefined();
	expect(await rig.balance("Bo")).toBe(1);
});

test("a server that only reads is out of reach until it writes again", async () => {
	const { storage, url } = await freshStorage();
	const name = new URL(url).pathname.slice(1);
	const through = await opened(url);
	await besides(url, (client) => client.query(`ALTER DATABASE ${name} SET default_transaction_read_only = on`));
	await endConnections(url);
	const add = () => through.transact([1], (tx) => tx.insert("Draft", [draft(2)]));
	await expect(add()).rejects.toThrow(OutOfReach);
	await expect(add()).rejects.toThrow(OutOfReach);
	await besides(url, async (client) => {
		await client.query("SET default_transaction_read_only = off");
		await client.query(`ALTER DATABASE ${name} RESET default_transaction_read_only`);
	});
	await endConnections(url);
	await expect.poll(() => add().then(() => "added")).toBe("added");
	expect(await storage.db.draft.count()).toBe(1);
});

describe("what overdraws, with 300 debits of 1 at once on a balance of 100", () => {
	const debit = async (client: pg.Client, how: "absolute" | "decrement"): Promise<boolean> => {
		await client.query("BEGIN");
		const { rows } = await client.query<{ balance: number }>('SELECT "balance" FROM "Account" WHERE "id" = 2');
		const balance = rows[0]?.balance ?? 0;
		const left = how === "absolute" ? balance - 1 : '"balance" - 1';
		if (balance >= 1) await client.query(`UPDATE "Account" SET "balance" = ${left} WHERE "id" = 2`);
		await client.query("COMMIT");
		return balance >= 1;
	};

	test.each(["absolute", "decrement"] as const)("reading, checking and writing (%s) by hand does", async (how) => {
		const { storage, url } = await withAccount(100);
		const clients = await Promise.all(
			Array.from({ length: 10 }, async () => {
				const client = new pg.Client({ connectionString: url });
				await client.connect();
				return client;
			}),
		);
		const debits = clients.map(async (client) => {
			let granted = 0;
			for (let time = 0; time < 30; time++) granted += Number(await debit(client, how));
			return granted;
		});
		const granted = (await Promise.all(debits)).reduce((sum, one) => sum + one, 0);
		await Promise.all(clients.map((client) => client.end()));
		expect(granted).toBeGreaterThan(100);
		const [row] = await storage.db.account.findMany();
		// What was granted was not all taken, or more was taken than there was.
		expect(row?.balance).not.toBe(0);
	});

	test("the book's transactions, read, checked and written just so, do not, from two pools", async () => {
		const { storage, url } = await withAccount(100);
		const ways = [storage, await opened(url)];
		const granted = await Promise.all(
			Array.from({ length: 300 }, (_, index) =>
				(ways[index % 2] as Storage).transact([1], async (tx) => {
					const [row] = await tx.find("Account", [{ communityId: 1, id: 2 }]);
					if (!row || row.balance < 1) return false;
					await tx.put("Account", [{ ...row, balance: row.balance - 1 }]);
					return true;
				}),
			),
		);
		expect(granted.filter((one) => one)).toHaveLength(100);
		expect(await storage.db.account.findMany()).toEqual([account(2, 0)]);
	});
});

test("lists that hold the same communities the other way round never wait for each other in a circle", async () => {
	const { storage, url } = await freshStorage();
	for (const id of [1, 2]) await storage.db.community.create({ data: community(id) });
	const ways = [storage, await opened(url)];
	const both = Array.from({ length: 100 }, (_, index) =>
		(ways[index % 2] as Storage).transact(index % 2 ? [1, 2] : [2, 1], async (tx) => {
			for (const communityId of index % 2 ? [1, 2] : [2, 1])
				await tx.put("Account", [{ ...account(2, index), communityId }]);
		}),
	);
	expect((await Promise.allSettled(both)).filter(({ status }) => status === "rejected")).toEqual([]);
});

test("whoever hangs while they hold a community lose it, and what they had begun; the others go on", async () => {
	const { storage, url } = await withAccount(0);
	const child = spawn(process.execPath, ["test/storage/holder.mjs", url], { stdio: ["ignore", "pipe", "inherit"] });
	onTestFinished(() => void child.kill("SIGKILL"));
	const said = createInterface(child.stdout)[Symbol.asyncIterator]();
	expect((await said.next()).value).toBe("holds it");
	child.kill("SIGSTOP");
	const add = () =>
		storage.transact([1], async (tx) => {
			const [row] = await tx.find("Account", [{ communityId: 1, id: 2 }]);
			await tx.put("Account", [account(2, (row?.balance ?? 0) + 1)]);
		});
	await expect.poll(() => add().then(() => "added"), { timeout: 15_000 }).toBe("added");
	child.kill("SIGCONT");
	expect((await said.next()).value).toBe("OutOfReach");
	expect(await storage.db.account.findMany()).toEqual([account(2, 1)]);
});

test("a community that somebody holds for too long is out of reach, and the others are not", async () => {
	const fresh = await withAccount(0);
	await fresh.storage.db.community.create({ data: community(2) });
	const impatient = await opened(fresh.url, { busyTimeoutMs: 100 });
	const letGo = await hold(fresh, 1);
	await expect(impatient.transact([1], async () => {})).rejects.toThrow(OutOfReach);
	await impatient.transact([2], (tx) => tx.insert("Draft", [{ ...draft(2), communityId: 2 }]));
	await letGo();
	await impatient.transact([1], (tx) => tx.insert("Draft", [draft(2)]));
	expect(await fresh.storage.db.draft.count()).toBe(2);
});
