// The row changes of verbs, written down while a ledger makes them, and made again by plain better-sqlite3:
// a prepared statement per row, one transaction per verb, nothing read, nothing decided, every value at hand.
import { createHash } from "node:crypto";
import Database from "better-sqlite3";
import { type DiskValue, toDisk } from "../../src/storage/convert.ts";
import { openConnection } from "../../src/storage/sqlite.ts";
import type { SqlValue, Storage, Transaction, Where } from "../../src/storage/storage.ts";
import { type Row, type TableName, table, tableNames } from "../../src/storage/tables.ts";

export type Change = { table: TableName; act: "insert" | "update"; row: Record<string, DiskValue> };

/** The same storage, which also writes down what each transaction changes. */
export function recordChanges(storage: Storage): { storage: Storage; transactions: Change[][] } {
	const transactions: Change[][] = [];
	const recording = (tx: Transaction, changes: Change[]): Transaction => ({
		...tx,
		async insert(name, rows) {
			for (const row of rows) changes.push({ table: name, act: "insert", row: onDisk(row) });
			await tx.insert(name, rows);
		},
		async put<T extends TableName>(name: T, rows: readonly Row<T>[]) {
			for (const row of rows) {
				const [known] = await tx.find(name, [keyOf(name, row)]);
				changes.push({ table: name, act: known ? "update" : "insert", row: onDisk(row) });
			}
			await tx.put(name, rows);
		},
		async remove() {
			throw new Error("removals are not replayed");
		},
	});
	return {
		transactions,
		storage: {
			...storage,
			async transact(communityIds, work) {
				const changes: Change[] = [];
				const result = await storage.transact(communityIds, (tx) => work(recording(tx, changes)));
				transactions.push(changes);
				return result;
			},
		},
	};
}

const keyOf = <T extends TableName>(name: T, row: Row<T>): Where<T> =>
	Object.fromEntries(table(name).key.map((column) => [column, row[column as keyof Row<T>]])) as Where<T>;

const onDisk = (row: object): Record<string, DiskValue> =>
	Object.fromEntries(Object.entries(row).map(([column, value]) => [column, toDisk(value as SqlValue, column)]));

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
	const statementFor = ({ table: name, act }: Change) => {
		const statement = kept.get(`${act} ${name}`) ?? handle.prepare<DiskValue[]>(sqlOf[act](name));
		kept.set(`${act} ${name}`, statement);
		return statement;
	};
	const stepFor = (change: Change): Step => ({
		statement: statementFor(change),
		values: parametersOf[change.act](change.table).map((column) => change.row[column] ?? null),
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

const othersOf = (name: TableName) => table(name).columns.filter((column) => !table(name).key.includes(column));

const parametersOf = {
	insert: (name: TableName) => table(name).columns,
	update: (name: TableName) => [...othersOf(name), ...table(name).key],
};

const sqlOf = {
	insert: (name: TableName) => {
		const { columns } = table(name);
		return `INSERT INTO "${name}" (${columns.map((column) => `"${column}"`)}) VALUES (${columns.map(() => "?")})`;
	},
	update: (name: TableName) =>
		`UPDATE "${name}" SET ${othersOf(name).map((column) => `"${column}" = ?`)} WHERE ${table(name)
			.key.map((column) => `"${column}" = ?`)
			.join(" AND ")}`,
};

/** One fingerprint of every row of every table: two books are the same if it is. */
export function fingerprintOf(path: string): string {
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
