// A PostgreSQL database as Storage: one pool for the raw write path and for Prisma. Whoever writes in a community holds its
// row, so that everything in one community is serial and communities do not wait for each other, from any number of processes.
// It must not create tables, and knows nothing of what rows mean.
import { setTimeout as pause } from "node:timers/promises";
import type pg from "pg";
import type { PrismaClient } from "./generated/sqlite/client.ts";
import { createLock } from "./lock.ts";
import { OutOfReach } from "./out-of-reach.ts";
import { createLine, type Line, planForWhatIsAsked, unawaited } from "./postgres-line.ts";
import { explained } from "./postgres-out-of-reach.ts";
import { LANES } from "./postgres-pool.ts";
import { readSnapshot, streamAlone } from "./postgres-snapshot.ts";
import { createNames, holdCommunities } from "./postgres-statements.ts";
import { openTransaction } from "./postgres-transaction.ts";
import { arrayOf } from "./postgres-values.ts";
import type { Storage, Transaction } from "./storage.ts";

/** For Prisma's interactive transactions: how long one may wait for a connection, and how long it may take. */
const prismaLimits = { maxWait: 10_000, timeout: 10_000 };

/** Takes over the pool: `close` ends it. `url` is for readings that have a connection of their own. */
export async function createPostgresStorage(url: string, pool: pg.Pool): Promise<Storage> {
	const db = await createPrisma(pool);
	const places = createLock(LANES);
	const running = new Set<Promise<unknown>>();
	let closing: Promise<void> | undefined;

	/** Whatever begins before the end is waited for. */
	function whileOpen<T>(work: () => Promise<T>): Promise<T> {
		if (closing) return Promise.reject(new Error("the storage is closed"));
		const run = work();
		const ended = run.then(
			() => {},
			() => {},
		);
		running.add(ended);
		void ended.then(() => running.delete(ended));
		return run;
	}

	async function close(): Promise<void> {
		await Promise.all(running);
		places.close();
		await db.$disconnect();
		await pool.end();
	}

	return {
		db,
		lanes: LANES,
		// Any number of bots share a server.
		alone: false,
		transact: (communityIds, work) =>
			whileOpen(() => places.run(() => withLine(pool, (line) => transact(line, communityIds, work)))),
		read: (work) => whileOpen(() => patiently(() => withLine(pool, (line) => readTogether(line, work)))),
		stream: (sql, params) => streamAlone(url, sql, params),
		snapshot: (work) => whileOpen(() => readSnapshot(url, work)),
		ping: () =>
			whileOpen(async () => {
				await withLine(pool, (line) => line.send('SELECT 1 FROM "_prisma_migrations" LIMIT 1'));
			}),
		close() {
			closing ??= close();
			return closing;
		},
	};
}

/** As long as the ledger waits with what it writes. */
const READ_AGAIN_AFTER_MS: readonly number[] = [50, 150, 400, 900];

/** Who only reads can read again: a connection that broke while nobody used it is nobody's business. */
async function patiently<T>(read: () => Promise<T>, waits = READ_AGAIN_AFTER_MS): Promise<T> {
	const [wait, ...rest] = waits;
	try {
		return await read();
	} catch (error) {
		if (!(error instanceof OutOfReach) || wait === undefined) throw error;
		await pause(wait);
		return patiently(read, rest);
	}
}

async function createPrisma(pool: pg.Pool): Promise<PrismaClient> {
	const [{ PrismaPg }, client] = await Promise.all([
		import("@prisma/adapter-pg"),
		import("./generated/postgresql/client.ts"),
	]);
	const { rows } = await pool.query<{ schema: string }>('SELECT current_schema() AS "schema"');
	const name = createNames("p");
	const adapter = new PrismaPg(pool, {
		schema: rows[0]?.schema ?? "public",
		statementNameGenerator: ({ sql }) => name(sql),
	});
	const db = new client.PrismaClient({ adapter, transactionOptions: prismaLimits, errorFormat: "minimal" });
	// The code is typed against SQLite's client, which can do less: what it can do, this one does alike.
	return db as unknown as PrismaClient;
}

/** What was asked on a connection that broke, or that may still be in the midst of something, takes it along. */
async function withLine<T>(pool: pg.Pool, work: (line: Line) => Promise<T>): Promise<T> {
	const client = await connect(pool);
	const line = createLine(client);
	try {
		return await work(line);
	} finally {
		client.release(line.failure()?.error instanceof OutOfReach || client.getTransactionStatus() !== "I");
	}
}

async function connect(pool: pg.Pool): Promise<pg.PoolClient> {
	const client = await pool.connect().catch((error: unknown) => {
		throw explained(error);
	});
	if (client.getTransactionStatus() === "I") return client;
	// Somebody left it in the midst of something: what is done on it now would be part of that.
	client.release(true);
	return connect(pool);
}

/**
 * Nothing is waited for that does not have to be: the community is held before anything is read, because statements are
 * answered in their order, and what is read after that is what the last holder committed.
 */
async function transact<T>(
	line: Line,
	communityIds: readonly number[],
	work: (tx: Transaction) => Promise<T>,
): Promise<T> {
	const { tx, end } = openTransaction(line);
	unawaited(line.send("BEGIN ISOLATION LEVEL READ COMMITTED"));
	unawaited(line.send(holdCommunities, [arrayOf(communityIds.map(String), "Int")]));
	try {
		const result = await work(tx);
		end();
		const { command } = await line.send("COMMIT");
		// A server that knows of a failure answers COMMIT with ROLLBACK.
		const failure = line.failure();
		if (failure) throw failure.error;
		if (command !== "COMMIT") throw new Error(`COMMIT was answered with ${command}`);
		return result;
	} catch (error) {
		const cause = line.failure()?.error ?? error;
		if (!(cause instanceof OutOfReach)) await rollBack(line);
		throw cause;
	}
}

async function readTogether<T>(line: Line, work: (query: Transaction["query"]) => Promise<T>): Promise<T> {
	unawaited(line.send("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"));
	planForWhatIsAsked(line);
	try {
		return await work(line.query);
	} finally {
		await rollBack(line);
	}
}

/** Where that fails, the connection goes, and the server rolls back by itself. */
const rollBack = (line: Line): Promise<unknown> => line.send("ROLLBACK").catch(() => {});
