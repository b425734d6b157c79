// Loads rows into a SQLite file that the bot has migrated, as fast as it can: nothing is kept safe meanwhile, indexes are
// made afterwards. What it leaves is a file as the bot would have it, with the figures that its migrations gave it.
import type Database from "better-sqlite3";
import type { DiskValue } from "../../../src/storage/convert.ts";
import { openConnection } from "../../../src/storage/sqlite.ts";
import type { Piece } from "./rows.ts";

type Figures = { tbl: string; idx: string | null; stat: string };

const MOST_VARIABLES = 900;
const ROWS_PER_TRANSACTION = 500_000;

/** Answers with how many rows each table got. */
export function loadSqlite(path: string, pieces: Iterable<Piece>): Map<string, number> {
	const handle = openConnection(path, { mustExist: true, busyTimeoutMs: undefined });
	try {
		handle.pragma("synchronous = OFF");
		handle.pragma("journal_mode = MEMORY");
		handle.pragma("foreign_keys = OFF");
		handle.pragma("cache_size = -200000");
		const later = handle
			.prepare<[], { name: string; sql: string }>(
				`SELECT "name", "sql" FROM sqlite_master WHERE "type" = 'index' AND "sql" IS NOT NULL`,
			)
			.all();
		// Those of an index go with it.
		const figures = handle.prepare<[], Figures>(`SELECT "tbl", "idx", "stat" FROM "sqlite_stat1"`).all();
		for (const { name } of later) handle.exec(`DROP INDEX "${name}"`);
		const counts = new Map<string, number>();
		for (const piece of pieces) {
			counts.set(piece.table, (counts.get(piece.table) ?? 0) + insert(handle, piece));
		}
		for (const { sql } of later) handle.exec(sql);
		handle.exec(`DELETE FROM "sqlite_stat1"`);
		const keep = handle.prepare(`INSERT INTO "sqlite_stat1" ("tbl", "idx", "stat") VALUES (@tbl, @idx, @stat)`);
		for (const of of figures) keep.run(of);
		handle.pragma("journal_mode = WAL");
		return counts;
	} finally {
		handle.close();
	}
}

function insert(handle: Database.Database, { table, columns, rows }: Piece): number {
	const prepare = (count: number) => {
		const row = `(${columns.map(() => "?").join(", ")})`;
		const names = columns.map((column) => `"${column}"`).join(", ");
		return handle.prepare(`INSERT INTO "${table}" (${names}) VALUES ${Array(count).fill(row).join(", ")}`);
	};
	const together = Math.floor(MOST_VARIABLES / columns.length);
	const many = prepare(together);
	let [count, waiting] = [0, [] as DiskValue[]];
	handle.exec("BEGIN");
	for (const row of rows) {
		waiting.push(...row);
		count += 1;
		if (count % together === 0) {
			many.run(waiting);
			waiting = [];
		}
		if (count % ROWS_PER_TRANSACTION === 0) handle.exec("COMMIT; BEGIN");
	}
	const rest = waiting.length / columns.length;
	if (rest > 0) prepare(rest).run(waiting);
	handle.exec("COMMIT");
	return count;
}
