// The connections to a PostgreSQL server, each made ready in the same way. It must not run anything of the book's.
import pg from "pg";
import { types } from "./postgres-values.ts";

/** As many transactions of the book at once. */
export const LANES = 4;
/** With those of readings and of Prisma. */
export const MOST_CONNECTIONS = 10;

/**
 * How long things may take. A process that hangs while it holds a community loses it, before those who wait for it give up;
 * and whatever the line does, nobody waits for ever.
 */
const LIMITS_MS = { connect: 5_000, idleInTransaction: 3_000, lock: 4_000, statement: 10_000, answer: 15_000 };
/** A connection that nobody used for so long is closed. */
const IDLE_MS = 5 * 60_000;

const common = (url: string): pg.PoolConfig => ({
	connectionString: url,
	application_name: "goodturn",
	types,
	keepAlive: true,
	connectionTimeoutMillis: LIMITS_MS.connect,
});

/**
 * Statements are planned once for each connection, and always by keys: a plan that was made while a table was small must
 * not read all of it once it is large. All that the book asks for goes by keys and indexes.
 */
const ready = (lockMs: number): string[] => [
	...everywhere(),
	`SET statement_timeout = ${LIMITS_MS.statement}`,
	`SET lock_timeout = ${lockMs}`,
	`SET idle_in_transaction_session_timeout = ${LIMITS_MS.idleInTransaction}`,
	"SET plan_cache_mode = force_generic_plan",
	"SET enable_seqscan = off",
	"SET jit = off",
	// A COMMIT that is acknowledged is on disk, whatever the server's own setting. Who set more than that keeps it.
	"SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off'",
];

function everywhere(): string[] {
	// How values are written as text.
	return ["SET datestyle = 'ISO'", "SET bytea_output = 'hex'", "SET client_min_messages = 'error'"];
}

/** `lockMs`: how long a write waits for another process that holds its community. */
export function createPool(url: string, lockMs = LIMITS_MS.lock): pg.Pool {
	const pool = new pg.Pool({
		...common(url),
		max: MOST_CONNECTIONS,
		idleTimeoutMillis: IDLE_MS,
		query_timeout: LIMITS_MS.answer,
		// Statements go out without waiting for the answers of those before them.
		pipeline: true,
		onConnect: async (client) => void (await client.query(ready(lockMs).join("; "))),
	});
	// A connection that breaks while nobody uses it is replaced; one that somebody uses tells them by what they asked.
	pool.on("error", () => {});
	pool.on("connect", (client) => void client.on("error", () => {}));
	return pool;
}

/** For a long reading: it may take its time, and it is planned for all of its rows. */
export async function connectAlone(url: string): Promise<pg.Client> {
	const client = new pg.Client(common(url));
	client.on("error", () => {});
	try {
		await client.connect();
	} catch (error) {
		// The driver leaves a line open on which it has nothing to say, and the server waits for it.
		client.end().catch(() => {});
		throw error;
	}
	await client.query([...everywhere(), "SET statement_timeout = 0", "SET cursor_tuple_fraction = 1"].join("; "));
	return client;
}
