// The tables as types and as data: what a row looks like in code, and what the raw write path must convert.
// All of it comes from prisma/schema.prisma by `npm run generate`: a new column is written there and nowhere else.
import { tables } from "./generated/tables.ts";

type Tables = typeof tables;

export type TableName = keyof Tables;

/** How a column is in code. Whole numbers that need more than 32 bits are still numbers here: all of ours are safe integers. */
type Values = { Int: number; BigInt: number; String: string; Boolean: boolean; DateTime: Date; Bytes: Uint8Array };

export type ColumnKind = keyof Values;

type Value<K> = K extends `${infer Base extends ColumnKind}?`
	? Values[Base] | null
	: K extends ColumnKind
		? Values[K]
		: never;

/** All columns of a row; a column without a value is null. */
export type Row<T extends TableName> = { -readonly [C in keyof Tables[T]["columns"]]: Value<Tables[T]["columns"][C]> };

/** What identifies a row. A whole row is a key, too. */
export type Key<T extends TableName> = Pick<Row<T>, Tables[T]["key"][number] & keyof Row<T>>;

export type Table = {
	name: TableName;
	key: readonly string[];
	columns: readonly string[];
	kinds: ReadonlyMap<string, ColumnKind>;
};

export const tableNames = Object.keys(tables) as TableName[];

const described = Object.fromEntries(tableNames.map((name) => [name, describe(name)])) as Record<TableName, Table>;

export const table = (name: TableName): Table => described[name];

/** The kind of a column by its name alone: a name means the same in every table. */
export const kindOfColumn: ReadonlyMap<string, ColumnKind> = new Map(
	tableNames.flatMap((name) => [...table(name).kinds]),
);

function describe(name: TableName): Table {
	const { key, columns } = tables[name];
	const kinds = Object.entries<string>(columns).map(
		([column, kind]) => [column, kind.replace("?", "") as ColumnKind] as const,
	);
	return { name, key, columns: Object.keys(columns), kinds: new Map(kinds) };
}
