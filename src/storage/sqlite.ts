// A SQLite file as Storage: one connection for everything that writes, shared by Prisma and the raw write path under one lock.
// It must not create tables, and knows nothing of what rows mean.
import Database from "better-sqlite3";
import { createLock } from "./lock.ts";
import { createSafeAdapterFactory } from "./sqlite-adapter.ts";
import { createRows } from "./sqlite-rows.ts";
import { readSnapshot, streamAlone } from "./sqlite-snapshot.ts";
import { openTransaction } from "./sqlite-transaction.ts";
import type { Storage, Transaction } from "./storage.ts";

/** How long a write waits for another process, unless told otherwise. The event loop stands still meanwhile. */
const defaultBusyTimeoutMs = 5_000;
/** For Prisma's interactive transactions: how long one may wait for its turn, and how long it may take. */
const prismaLimits = { maxWait: 10_000, timeout: 10_000 };

export type ConnectionOptions = { mustExist: boolean; busyTimeoutMs: number | undefined };

/** Throws what SQLite or the file system throws; the folder must exist. */
export function openConnection(path: string, options: ConnectionOptions): Database.Database {
	const timeout = options.busyTimeoutMs ?? defaultBusyTimeoutMs;
	const handle = new Database(path, { timeout, fileMustExist: options.mustExist });
	try {
		// Readers and a writer do not wait for each other, and a COMMIT cannot fail because somebody reads.
		const mode = handle.pragma("journal_mode = WAL", { simple: true });
		if (mode !== "wal")
			throw new Error(`${path} cannot use a write-ahead log (it is in mode ${mode}): it needs a local disk`);
		// Every COMMIT is on disk before it is acknowledged.
		handle.pragma("synchronous = FULL");
		// Pages that many commits change are copied back once for all of them: the log may grow to 16 MB, and thanks that
		// arrive together are written a sixth faster than with SQLite's own 4 MB (`npm run bench -- write`).
		handle.pragma("wal_autocheckpoint = 4000");
		// In a book of millions of entries the pages of one thanks lie far apart. It takes only what is used.
		handle.pragma("cache_size = -65536");
		handle.pragma("foreign_keys = ON");
		// A REPLACE deletes, and the book's triggers must see it.
		handle.pragma("recursive_triggers = ON");
		return handle;
	} catch (error) {
		handle.close();
		throw error;
	}
}

/** Takes over the connection: `close` closes it. */
export async function createSqliteStorage(path: string, handle: Database.Database, alone: boolean): Promise<Storage> {
	const { PrismaClient } = await import("./generated/sqlite/client.ts");
	const lock = createLock();
	const rows = createRows(handle);
	const adapter = createSafeAdapterFactory(handle, lock);
	const db = new PrismaClient({ adapter, transactionOptions: prismaLimits, errorFormat: "minimal" });
	let closing: Promise<void> | undefined;

	async function close(): Promise<void> {
		const release = await lock.acquire();
		lock.close();
		handle.close();
		release();
		await db.$disconnect();
	}

	async function inTransaction<T>(begin: string, work: (tx: Transaction) => Promise<T>): Promise<T> {
		const release = await lock.acquire();
		try {
			handle.exec(begin);
			const { tx, end } = openTransaction(rows);
			const result = await work(tx);
			end();
			handle.exec("COMMIT");
			return result;
		} finally {
			if (handle.inTransaction) handle.exec("ROLLBACK");
			release();
		}
	}

	return {
		db,
		lanes: 1,
		alone,
		// Whoever writes in a file holds all of it, and so every community.
		transact: (_communityIds, work) => inTransaction("BEGIN IMMEDIATE", work),
		read: (work) => inTransaction("BEGIN", (tx) => work(tx.query)),
		stream: (sql, params) => streamAlone(path, sql, params),
		snapshot: (work) => readSnapshot(path, work),
		async ping() {
			handle.prepare('SELECT 1 FROM "_prisma_migrations"').get();
		},
		close() {
			closing ??= close();
			return closing;
		},
	};
}
