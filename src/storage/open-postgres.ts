// Opens a PostgreSQL database, ready for use: its server fit for a book, its tables as this version needs them.
// Throws CannotOpen, with words for whoever runs the bot, and never with a password in them.
import type pg from "pg";
import { CannotOpen } from "./cannot-open.ts";
import type { OpenOptions } from "./open.ts";
import { createPostgresStorage } from "./postgres.ts";
import { explainServer } from "./postgres-cannot-open.ts";
import { migratePostgres } from "./postgres-migrate.ts";
import { connectAlone, createPool } from "./postgres-pool.ts";
import type { Storage } from "./storage.ts";

/** The oldest that is tested, and that its makers still mend. */
const OLDEST_VERSION = 15;

export async function openPostgresStorage(databaseUrl: string, options: OpenOptions): Promise<Storage> {
	const { url, place } = readUrl(databaseUrl);
	try {
		const client = await connectAlone(url);
		try {
			await mustBeFit(client, place);
			await migratePostgres(client, { apply: options.migrate ?? true, folder: options.migrations, place });
		} finally {
			await client.end();
		}
		const pool = createPool(url, options.busyTimeoutMs);
		try {
			return await createPostgresStorage(url, pool);
		} catch (error) {
			await pool.end();
			throw error;
		}
	} catch (error) {
		throw explainServer(place, error) ?? error;
	}
}

async function mustBeFit(client: pg.Client, place: string): Promise<void> {
	const { rows } = await client.query<{ version: number; standby: boolean; schema: string | null }>(
		`SELECT current_setting('server_version_num')::int / 10000 AS "version", current_schema() AS "schema",
		pg_is_in_recovery() OR current_setting('transaction_read_only')::bool AS "standby"`,
	);
	const [{ version, standby, schema } = { version: 0, standby: false, schema: null }] = rows;
	if (version < OLDEST_VERSION)
		throw new CannotOpen(
			`${place} is PostgreSQL ${version}, and the oldest that works is ${OLDEST_VERSION}. Upgrade that server, or name another one in DATABASE_URL.`,
		);
	if (standby)
		throw new CannotOpen(
			`${place} can only be read: it is a standby, or set to be read only. Name the server that takes writes in DATABASE_URL.`,
		);
	if (schema === null)
		throw new CannotOpen(
			`${place} has no schema to make tables in. Make the one that the user's search_path names, such as: CREATE SCHEMA public;`,
		);
}

/** `place` is the database in words, without user and password. */
function readUrl(databaseUrl: string): { url: string; place: string } {
	const parsed = parse(databaseUrl);
	const database = parsed && decoded(parsed.pathname.slice(1));
	if (!parsed || !database || decoded(parsed.username) === undefined || decoded(parsed.password) === undefined)
		throw new CannotOpen(
			"DATABASE_URL must name a server and a database, such as postgres://user:password@host:5432/goodturn. Signs like @ : / # % in a password are written as %40 %3A %2F %23 %25.",
		);
	const host = parsed.searchParams.get("host") ?? parsed.host;
	return { url: checkedTls(databaseUrl), place: `the database ${database} at ${host || "this machine"}` };
}

function parse(databaseUrl: string): URL | undefined {
	// Without a host it is a socket of this machine, which URL does not take.
	const whole = databaseUrl.replace(/^(\w+:\/\/(?:[^/@]*@)?)(?=[/?])/, "$1localhost");
	return URL.canParse(whole) ? new URL(whole) : undefined;
}

function decoded(text: string): string | undefined {
	try {
		return decodeURIComponent(text);
	} catch {
		return undefined;
	}
}

/** The driver checks the server's certificate in all of these modes, and complains of those that sound as if it did not. */
const checkedTls = (url: string): string =>
	url.replace(/([?&]sslmode=)(?:prefer|require|verify-ca)(?=&|$)/, "$1verify-full");
