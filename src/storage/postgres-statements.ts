// The SQL of the write path on PostgreSQL: for each table and act one text, whatever the number of rows, so that a server
// prepares it once. It must not run anything.
import { typeOf } from "./postgres-values.ts";
import type { Table } from "./tables.ts";

const quote = (name: string): string => `"${name}"`;
const list = (columns: readonly string[], of = ""): string =>
	columns.map((column) => `${of}${quote(column)}`).join(", ");

/** `$1::int4[], $2::text[]`: one array for each column. */
const arrays = (table: Table, columns: readonly string[]): string =>
	columns.map((column, index) => `$${index + 1}::${typeOf[table.kinds.get(column) ?? "Int"]}[]`).join(", ");

export function insertInto(table: Table): string {
	const { columns } = table;
	return `INSERT INTO ${quote(table.name)} (${list(columns)}) SELECT * FROM unnest(${arrays(table, columns)})`;
}

export function putInto(table: Table): string {
	const change = table.columns
		.filter((column) => !table.key.includes(column))
		.map((column) => `${quote(column)} = excluded.${quote(column)}`)
		.join(", ");
	return `${insertInto(table)} ON CONFLICT (${list(table.key)}) DO ${change ? `UPDATE SET ${change}` : "NOTHING"}`;
}

/**
 * Row by row through the key. Whatever the server knows of the table's size, it can do it in no other way: OFFSET 0 keeps
 * it from turning the lookup into a join over all of the table.
 */
const lookUp = (table: Table, wanted: string, columns: readonly string[], nulls: readonly string[]): string =>
	`unnest(${arrays(table, columns)}) AS k(${list(columns)}), LATERAL (SELECT ${wanted} FROM ${quote(table.name)} t WHERE ${[
		...columns.map((column) => `t.${quote(column)} = k.${quote(column)}`),
		...nulls.map((column) => `t.${quote(column)} IS NULL`),
	].join(" AND ")} OFFSET 0) found`;

export const removeFrom = (table: Table): string =>
	`DELETE FROM ${quote(table.name)} WHERE ctid = ANY (ARRAY(SELECT found.ctid FROM ${lookUp(table, "t.ctid", table.key, [])}))`;

/** Rows by the values of some columns, and by others that have none. Each column's values come as one array. */
export const findIn = (table: Table, columns: readonly string[], nulls: readonly string[]): string =>
	`SELECT found.* FROM ${lookUp(table, list(table.columns, "t."), columns, nulls)}`;

/** The same for one set of values. */
export function findOneIn(table: Table, columns: readonly string[], nulls: readonly string[]): string {
	const conditions = [
		...columns.map((column, index) => `${quote(column)} = $${index + 1}`),
		...nulls.map((column) => `${quote(column)} IS NULL`),
	];
	return `SELECT ${list(table.columns)} FROM ${quote(table.name)} WHERE ${conditions.join(" AND ")}`;
}

export const lastIdsOf = (name: string): string =>
	`SELECT c AS "communityId", (SELECT MAX("id") FROM ${quote(name)} WHERE "communityId" = c) AS "last" FROM unnest($1::int4[]) c`;

/** Holds communities, always in the same order, so that two lists never wait for each other in a circle. */
export const holdCommunities = 'SELECT "id" FROM "Community" WHERE "id" = ANY ($1::int4[]) ORDER BY "id" FOR UPDATE';

/** `?` becomes `$1`, `$2` …, except within quotes. Throws for a statement that does more than read. */
export function readingStatement(sql: string): string {
	let count = 0;
	let bare = "";
	const text = sql.replace(/'(?:[^']|'')*'|"(?:[^"]|"")*"|\?|[^'"?]+/g, (part) => {
		if (part === "?") return `$${++count}`;
		if (!/^['"]/.test(part)) bare += part;
		return part;
	});
	if (!/^\s*(SELECT|WITH)\b/i.test(bare) || /\b(INSERT|UPDATE|DELETE|MERGE|INTO|TRUNCATE|SHARE)\b/i.test(bare))
		throw new Error(`only reading statements may be asked here: ${sql}`);
	return text;
}

const mostNamed = 500;

/** Names for statements by their text, for a server to keep them prepared; none once there are too many. */
export function createNames(prefix: string): (text: string) => string {
	const names = new Map<string, string>();
	return (text) => {
		const known = names.get(text);
		if (known !== undefined) return known;
		if (names.size >= mostNamed) return "";
		const name = `${prefix}${names.size + 1}`;
		names.set(text, name);
		return name;
	};
}
