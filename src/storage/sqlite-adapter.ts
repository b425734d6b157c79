// Prisma's own SQLite adapter made safe for one connection with many users: every statement waits its turn, a transaction
// takes the write lock at once, and whatever ends it leaves the connection clean. It must not be used beside another lock.
// The stock adapter (7.10) lets statements of others run inside an open transaction, and stays poisoned after a COMMIT
// that failed (https://github.com/prisma/orm/issues/29933); once both are mended there, this file can go.
import { PrismaBetterSqlite3 } from "@prisma/adapter-better-sqlite3";
import {
	DriverAdapterError,
	type IsolationLevel,
	type SqlDriverAdapter,
	type SqlDriverAdapterFactory,
	type SqlQuery,
	type Transaction,
} from "@prisma/driver-adapter-utils";
import type Database from "better-sqlite3";
import { naming } from "./damage.ts";
import type { Lock } from "./lock.ts";
import { createStatements } from "./statements.ts";

export function createSafeAdapterFactory(handle: Database.Database, lock: Lock): SqlDriverAdapterFactory {
	const stock = new PrismaBetterSqlite3({ url: ":memory:" }, { timestampFormat: "unixepoch-ms" });
	return {
		provider: stock.provider,
		adapterName: stock.adapterName,
		async connect() {
			const inner = await stock.connect();
			await inner.dispose();
			// What the stock adapter asks of a handle is prepare, exec and close: it gets ours, with statements kept.
			Object.assign(inner, { client: createClient(handle) });
			return createAdapter(inner, handle, lock);
		},
	};
}

function createAdapter(inner: SqlDriverAdapter, handle: Database.Database, lock: Lock): SqlDriverAdapter {
	const { provider, adapterName } = inner;
	return {
		provider,
		adapterName,
		queryRaw: (query) => lock.run(() => inner.queryRaw(query)),
		executeRaw: (query) => lock.run(() => inner.executeRaw(query)),
		executeScript: (script) => lock.run(() => inner.executeScript(script)),
		async startTransaction(isolation?: IsolationLevel) {
			if (isolation && isolation !== "SERIALIZABLE")
				throw new DriverAdapterError({ kind: "InvalidIsolationLevel", level: isolation });
			const release = await lock.acquire();
			try {
				await inner.executeRaw(plain("BEGIN IMMEDIATE"));
			} catch (error) {
				release();
				throw error;
			}
			return createTransaction(inner, handle, release);
		},
		// The handle is not Prisma's to close.
		dispose: async () => {},
	};
}

function createTransaction(inner: SqlDriverAdapter, handle: Database.Database, release: () => void): Transaction {
	let ended = false;
	const whileOpen = <A, B>(work: (argument: A) => Promise<B>) => {
		return async (argument: A): Promise<B> => {
			if (ended) throw new DriverAdapterError({ kind: "TransactionAlreadyClosed", cause: "it has ended" });
			return work(argument);
		};
	};
	// Prisma sends COMMIT or ROLLBACK itself before it calls this, and calls it just the same when that failed.
	const end = async () => {
		if (ended) return;
		ended = true;
		try {
			if (handle.inTransaction) handle.exec("ROLLBACK");
		} finally {
			release();
		}
	};
	const executeRaw = whileOpen((query: SqlQuery) => inner.executeRaw(query));
	const execute = async (sql: string): Promise<void> => void (await executeRaw(plain(sql)));
	return {
		provider: inner.provider,
		adapterName: inner.adapterName,
		options: { usePhantomQuery: false },
		queryRaw: whileOpen((query: SqlQuery) => inner.queryRaw(query)),
		executeRaw,
		commit: end,
		rollback: end,
		createSavepoint: (name) => execute(`SAVEPOINT ${name}`),
		rollbackToSavepoint: (name) => execute(`ROLLBACK TO ${name}`),
		releaseSavepoint: (name) => execute(`RELEASE SAVEPOINT ${name}`),
	};
}

const plain = (sql: string): SqlQuery => ({ sql, args: [], argTypes: [] });

function createClient(handle: Database.Database) {
	const prepare = createStatements(handle, (statement) => {
		statement.safeIntegers(true);
		if (statement.reader) statement.raw(true);
	});
	return {
		prepare: (sql: string) => ({
			bind(args: unknown[]) {
				const statement = prepare(sql);
				return {
					reader: statement.reader,
					columns: () => statement.columns(),
					raw: () => ({ all: () => naming(handle.name, () => statement.all(...args)) }),
					run: () => naming(handle.name, () => statement.run(...args)),
				};
			},
		}),
		exec: (script: string) => handle.exec(script),
		close: () => {},
	};
}
