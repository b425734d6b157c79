// Prepared statements by their text, the least recently used forgotten first.
// It must not run anything.
import type Database from "better-sqlite3";

const mostKept = 500;

export type Prepare = (sql: string) => Database.Statement<unknown[], unknown>;

/** `setUp` is called once per statement: raw rows, big integers. */
export function createStatements(handle: Database.Database, setUp: (statement: Database.Statement) => void): Prepare {
	const kept = new Map<string, Database.Statement<unknown[], unknown>>();
	return (sql) => {
		let statement = kept.get(sql);
		if (statement) {
			kept.delete(sql);
		} else {
			statement = handle.prepare<unknown[], unknown>(sql);
			setUp(statement);
			const oldest = kept.keys().next();
			if (kept.size >= mostKept && !oldest.done) kept.delete(oldest.value);
		}
		kept.set(sql, statement);
		return statement;
	};
}
