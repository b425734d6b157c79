// Loads rows into a PostgreSQL database that the bot has migrated, by COPY: indexes are made afterwards, and what autovacuum
// would do to such a book in an hour is done at once.
import type { Connection, Submittable } from "pg";
import pg from "pg";
import type { DiskValue } from "../../../src/storage/convert.ts";
import { type ColumnKind, table } from "../../../src/storage/tables.ts";
import type { Piece } from "./rows.ts";

const CHUNK_CHARACTERS = 256 * 1024;

/** Answers with how many rows each table got. */
export async function loadPostgres(url: string, pieces: Iterable<Piece>): Promise<Map<string, number>> {
	const client = new pg.Client({ connectionString: url });
	await client.connect();
	try {
		// Foreign keys and the triggers that guard the book are for whoever changes it.
		await client.query("SET session_replication_role = replica; SET synchronous_commit = off");
		const { rows: later } = await client.query<{ name: string; sql: string }>(SECONDARY_INDEXES);
		for (const { name } of later) await client.query(`DROP INDEX "${name}"`);
		const counts = new Map<string, number>();
		for (const piece of pieces) {
			counts.set(piece.table, (counts.get(piece.table) ?? 0) + (await copy(client, piece)));
		}
		for (const { sql } of later) await client.query(sql);
		for (const name of ["Community", "Workspace"]) {
			await client.query(`SELECT setval(pg_get_serial_sequence('"${name}"', 'id'), (SELECT max("id") FROM "${name}"))`);
		}
		await client.query("VACUUM (ANALYZE)");
		await client.query("CHECKPOINT");
		return counts;
	} finally {
		await client.end();
	}
}

const SECONDARY_INDEXES = `SELECT i.indexname AS "name", i.indexdef AS "sql" FROM pg_indexes i
	JOIN pg_class c ON c.relname = i.indexname AND c.relnamespace = current_schema()::regnamespace
	WHERE i.schemaname = current_schema() AND NOT EXISTS (SELECT 1 FROM pg_constraint k WHERE k.conindid = c.oid)`;

/** The driver has no COPY of its own: this speaks it. */
type Copying = Connection & { sendCopyFromChunk(chunk: Buffer): void; endCopyFrom(): void };
type CopyIn = Submittable & {
	handleCopyInResponse(connection: Copying): void;
	handleCommandComplete(): void;
	handleReadyForQuery(): void;
	handleError(error: Error): void;
};

function copy(client: pg.Client, piece: Piece): Promise<number> {
	const { table: name, columns, rows } = piece;
	const kinds = columns.map((column) => table(name).kinds.get(column) ?? "Int");
	let count = 0;
	function* chunks(): Generator<Buffer> {
		let text = "";
		for (const row of rows) {
			text += `${row.map((value, index) => written(value, kinds[index] ?? "Int")).join("\t")}\n`;
			count += 1;
			if (text.length < CHUNK_CHARACTERS) continue;
			yield Buffer.from(text);
			text = "";
		}
		if (text !== "") yield Buffer.from(text);
	}
	return new Promise((resolve, reject) => {
		const query: CopyIn = {
			submit(connection) {
				connection.query(`COPY "${name}" (${columns.map((column) => `"${column}"`).join(", ")}) FROM STDIN`);
			},
			handleCopyInResponse(connection) {
				send(connection, chunks()).catch(reject);
			},
			handleCommandComplete() {},
			handleReadyForQuery: () => resolve(count),
			handleError: reject,
		};
		client.query(query);
	});
}

async function send(connection: Copying, chunks: Iterable<Buffer>): Promise<void> {
	const { stream } = connection;
	for (const chunk of chunks) {
		connection.sendCopyFromChunk(chunk);
		if (stream.writableNeedDrain) await new Promise((resume) => stream.once("drain", resume));
	}
	connection.endCopyFrom();
}

/** As COPY reads it: https://www.postgresql.org/docs/current/sql-copy.html#SQL-COPY-FILE-FORMATS */
function written(value: DiskValue, kind: ColumnKind): string {
	if (value === null) return "\\N";
	if (value instanceof Uint8Array) return `\\\\x${Buffer.from(value).toString("hex")}`;
	if (kind === "DateTime") return new Date(Number(value)).toISOString();
	return typeof value === "string" ? value.replace(/[\\\t\n\r]/g, (sign) => ESCAPES[sign] ?? sign) : String(value);
}

const ESCAPES: Record<string, string> = { "\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r" };
