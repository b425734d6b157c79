// Whether a PostgreSQL server is fit for a book: what it must be, and what should be mended although it works.
// It changes nothing.
import type pg from "pg";
import { CannotOpen } from "./cannot-open.ts";
import { connectAlone, MOST_CONNECTIONS } from "./postgres-pool.ts";
import { readUrl } from "./postgres-url.ts";

/** The oldest that is tested, and that its makers still mend. */
const OLDEST_VERSION = 15;

/** Throws CannotOpen. `place` is the database in words. */
export async function mustBeFit(client: pg.Client, place: string): Promise<void> {
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

/** What makes a server less than what a book deserves, although it can be opened; `well` is what it is. */
export async function examineServer(databaseUrl: string): Promise<Examined> {
	const { url, place } = readUrl(databaseUrl);
	const client = await connectAlone(url);
	try {
		const { rows } = await client.query<Server>(SERVER);
		const server = rows[0] as Server;
		const findings = shortcomings.filter(({ of }) => of(server)).map(({ problem, fix }) => ({ problem, fix }));
		return { well: `${place}, PostgreSQL ${server.version}`, findings };
	} finally {
		await client.end();
	}
}

export type Examined = { well: string; findings: { problem: string; fix: string }[] };

type Server = { version: string; fsync: boolean; owner: boolean; writes: boolean; room: number };

/** The tables of the book are those that this version knows; Entry stands for all of them, as one migration makes them all. */
const SERVER = `SELECT current_setting('server_version') AS "version", current_setting('fsync')::bool AS "fsync",
	pg_has_role(c.relowner, 'USAGE') AND has_schema_privilege(current_schema(), 'CREATE') AS "owner",
	has_table_privilege(c.oid, 'SELECT') AND has_table_privilege(c.oid, 'INSERT') AS "writes",
	current_setting('max_connections')::int - (SELECT COUNT(*)::int FROM pg_stat_activity WHERE backend_type = 'client backend') AS "room"
	FROM pg_class c WHERE c.oid = '"Entry"'::regclass`;

const shortcomings: { of: (server: Server) => boolean; problem: string; fix: string }[] = [
	{
		of: ({ fsync }) => !fsync,
		problem: "The server runs with fsync = off: after a power cut the book may be damaged or gone",
		fix: "Set fsync = on in its postgresql.conf, and reload it.",
	},
	{
		of: ({ writes }) => !writes,
		problem: "The user in DATABASE_URL may not write the book's tables",
		fix: "Let it own the tables, or grant it SELECT, INSERT, UPDATE and DELETE on them.",
	},
	{
		of: ({ owner, writes }) => writes && !owner,
		problem: "The user in DATABASE_URL does not own the book's tables, and cannot bring them to the next version",
		fix: "Let it own the database and its tables: ALTER DATABASE … OWNER TO …, REASSIGN OWNED BY … TO ….",
	},
	{
		of: ({ room }) => room < MOST_CONNECTIONS,
		problem: "The server has hardly a connection left, and a bot uses up to ten",
		fix: "Raise its max_connections, or stop something else that uses it.",
	},
];
