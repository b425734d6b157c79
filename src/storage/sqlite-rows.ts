// Rows of the tables on a raw SQLite handle, synchronously: one prepared statement per table and act, run per row.
// It must not begin or end transactions; whoever calls it holds the connection.
import type Database from "better-sqlite3";
import { type DiskValue, type FromDisk, fromDisk, toDisk } from "./convert.ts";
import { createStatements } from "./statements.ts";
import type { SqlValue, Where } from "./storage.ts";
import { kindOfColumn, type Row, type Table, type TableName, table } from "./tables.ts";

type Statement = Database.Statement<unknown[], unknown>;
type Acts = { table: Table; insert: Statement; put: Statement; remove: Statement; read: FromDisk };

export type Rows = ReturnType<typeof createRows>;

export function createRows(handle: Database.Database) {
	const known = new Map<TableName, Acts>();
	const acts = (name: TableName): Acts => {
		const found = known.get(name) ?? prepareActs(handle, table(name));
		known.set(name, found);
		return found;
	};
	const query = createQuery(handle);
	const prepareFind = createFind(handle);
	return {
		query,
		find<T extends TableName>(name: T, wheres: readonly Where<T>[]): Row<T>[] {
			const { table, read } = acts(name);
			return wheres.flatMap((where) => {
				const { statement, values } = prepareFind(table, where);
				return statement.all(...values).map((row) => read(row) as Row<T>);
			});
		},
		insert(name: TableName, rows: readonly object[]): void {
			const { table, insert } = acts(name);
			for (const row of rows) insert.run(...values(table, table.columns, row));
		},
		put(name: TableName, rows: readonly object[]): void {
			const { table, put } = acts(name);
			for (const row of rows) put.run(...values(table, table.columns, row));
		},
		remove(name: TableName, keys: readonly object[]): void {
			const { table, remove } = acts(name);
			for (const key of keys) remove.run(...values(table, table.key, key));
		},
		lastId(name: TableName, communityId: number): number | null {
			const sql = `SELECT MAX("id") AS "last" FROM "${name}" WHERE "communityId" = ?`;
			return query<{ last: number | null }>(sql, [communityId])[0]?.last ?? null;
		},
	};
}

/** Runs reading statements, converting each column that is named as a table's. */
function createQuery(handle: Database.Database) {
	const prepare = createReadings(handle);
	return <R>(sql: string, params: readonly SqlValue[]): R[] => {
		const { statement, read } = prepare(sql);
		return statement.all(...params.map(parameter)).map((row) => read(row) as R);
	};
}

/** Prepares, once for each set of columns and which of them are null, the statement that finds rows by them. */
function createFind(handle: Database.Database) {
	const known = new Map<string, Statement>();
	return (table: Table, where: object): { statement: Statement; values: DiskValue[] } => {
		let shape: string = table.name;
		const values: DiskValue[] = [];
		for (const [column, value] of Object.entries(where) as [string, SqlValue | undefined][]) {
			shape += value === null ? ` !${column}` : ` ${column}`;
			if (value !== null) values.push(toDisk(value, column));
		}
		const statement = known.get(shape) ?? handle.prepare<unknown[], unknown>(findBy(table, where));
		known.set(shape, statement);
		return { statement, values };
	};
}

function findBy(table: Table, where: object): string {
	const conditions = Object.entries(where).map(([column, value]) =>
		value === null ? `"${column}" IS NULL` : `"${column}" = ?`,
	);
	const columns = table.columns.map((column) => `"${column}"`).join(", ");
	return `SELECT ${columns} FROM "${table.name}" WHERE ${conditions.join(" AND ")}`;
}

/** Prepares reading statements, each with what converts its rows. */
export function createReadings(handle: Database.Database) {
	const reads = new WeakMap<Statement, FromDisk>();
	const prepare = createStatements(handle, (statement) => {
		if (!statement.readonly) throw new Error(`only reading statements may be asked here: ${statement.source}`);
		reads.set(
			statement,
			fromDisk(
				statement.columns().map((column) => column.name),
				kindOfColumn,
			),
		);
	});
	return (sql: string): { statement: Statement; read: FromDisk } => {
		const statement = prepare(sql);
		return { statement, read: reads.get(statement) ?? ((row) => row) };
	};
}

export const parameter = (value: SqlValue): DiskValue => toDisk(value, "a parameter");

const values = (table: Table, columns: readonly string[], row: object): DiskValue[] =>
	columns.map((column) => toDisk((row as Record<string, SqlValue | undefined>)[column], `${table.name}.${column}`));

function prepareActs(handle: Database.Database, table: Table): Acts {
	const name = `"${table.name}"`;
	const list = (columns: readonly string[]) => columns.map((column) => `"${column}"`).join(", ");
	const isKey = `WHERE ${table.key.map((column) => `"${column}" = ?`).join(" AND ")}`;
	const others = table.columns.filter((column) => !table.key.includes(column));
	const change = others.map((column) => `"${column}" = excluded."${column}"`).join(", ");
	const insert = `INSERT INTO ${name} (${list(table.columns)}) VALUES (${table.columns.map(() => "?").join(", ")})`;
	return {
		table,
		insert: handle.prepare(insert),
		put: handle.prepare(`${insert} ON CONFLICT (${list(table.key)}) DO ${change ? `UPDATE SET ${change}` : "NOTHING"}`),
		remove: handle.prepare(`DELETE FROM ${name} ${isKey}`),
		read: fromDisk(table.columns, table.kinds),
	};
}
