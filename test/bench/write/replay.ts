// The same changes by plain better-sqlite3: a prepared statement per row, one transaction per verb, nothing read, nothing
// decided, every value at hand.
import { createHash } from "node:crypto";
import Database from "better-sqlite3";
import { type DiskValue, toDisk } from "../../../src/storage/convert.ts";
import { openConnection } from "../../../src/storage/sqlite.ts";
import { table, tableNames } from "../../../src/storage/tables.ts";
import { type Change, parametersOf, statementOf } from "./changes.ts";

type Step = { statement: Database.Statement<DiskValue[]>; values: DiskValue[] };

export type Replay = {
	/** Statements are prepared and values laid out; running it binds, steps and commits, and nothing else. */
	prepare(transactions: readonly Change[][]): () => void;
	close(): void;
};

/** What SQLite calls `synchronous = FULL`. */
const FULL = 2;

export function openReplay(path: string): Replay {
	// The very settings that the bot uses, so that none of them makes a difference.
	const handle = openConnection(path, { mustExist: true, busyTimeoutMs: undefined });
	if (handle.pragma("synchronous", { simple: true }) !== FULL) throw new Error("commits would not wait for the disk");
	const kept = new Map<string, Database.Statement<DiskValue[]>>();
	const statementFor = (change: Change) => {
		const sql = statementOf(change, () => "?");
		const statement = kept.get(sql) ?? handle.prepare<DiskValue[]>(sql);
		kept.set(sql, statement);
		return statement;
	};
	const stepFor = (change: Change): Step => ({
		statement: statementFor(change),
		values: parametersOf(change).map((value) => toDisk(value, change.table)),
	});
	const transaction = handle.transaction((steps: Step[]) => {
		for (const { statement, values } of steps) statement.run(...values);
	});
	return {
		prepare(transactions) {
			const prepared = transactions.map((changes) => changes.map(stepFor));
			return () => {
				for (const steps of prepared) transaction.immediate(steps);
			};
		},
		close: () => void handle.close(),
	};
}

/** One fingerprint of every row of every table: two books are the same if it is. */
export function fingerprintOfFile(path: string): string {
	const handle = new Database(path, { readonly: true });
	const hash = createHash("sha256");
	for (const name of tableNames) {
		const order = table(name).key.map((column) => `"${column}"`);
		for (const row of handle.prepare<[], object>(`SELECT * FROM "${name}" ORDER BY ${order}`).iterate()) {
			hash.update(`${name} ${JSON.stringify(row)}\n`);
		}
	}
	handle.close();
	return hash.digest("hex");
}
