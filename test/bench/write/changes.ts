// The row changes of verbs, written down while a ledger makes them, so that a plain driver can make the very same ones.
import type { SqlValue, Storage, Transaction, Where } from "../../../src/storage/storage.ts";
import { type Row, type TableName, table } from "../../../src/storage/tables.ts";

export type Change = { table: TableName; act: "insert" | "update"; row: Readonly<Record<string, SqlValue>> };

/** The same storage, which also writes down what each transaction changes. */
export function recordChanges(storage: Storage): { storage: Storage; transactions: Change[][] } {
	const transactions: Change[][] = [];
	const recording = (tx: Transaction, changes: Change[]): Transaction => ({
		...tx,
		async insert(name, rows) {
			for (const row of rows) changes.push({ table: name, act: "insert", row: { ...row } });
			await tx.insert(name, rows);
		},
		async put<T extends TableName>(name: T, rows: readonly Row<T>[]) {
			for (const row of rows) {
				const [known] = await tx.find(name, [keyOf(name, row)]);
				changes.push({ table: name, act: known ? "update" : "insert", row: { ...row } });
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

const quote = (name: string): string => `"${name}"`;
const othersOf = (name: TableName) => table(name).columns.filter((column) => !table(name).key.includes(column));

/** The values of a change in the order of its statement's parameters. */
export const parametersOf = ({ table: name, act, row }: Change): SqlValue[] =>
	(act === "insert" ? table(name).columns : [...othersOf(name), ...table(name).key]).map(
		(column) => row[column] ?? null,
	);

/** One statement for each table and act; `parameter` writes the place of its nth value, from 1. */
export function statementOf({ table: name, act }: Change, parameter: (place: number) => string): string {
	const { columns, key } = table(name);
	if (act === "insert") {
		const places = columns.map((_, index) => parameter(index + 1));
		return `INSERT INTO ${quote(name)} (${columns.map(quote)}) VALUES (${places})`;
	}
	const others = othersOf(name);
	const set = others.map((column, index) => `${quote(column)} = ${parameter(index + 1)}`);
	const where = key.map((column, index) => `${quote(column)} = ${parameter(others.length + index + 1)}`);
	return `UPDATE ${quote(name)} SET ${set} WHERE ${where.join(" AND ")}`;
}
