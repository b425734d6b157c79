// Between values in code and PostgreSQL's text: times as timestamps without a zone that mean UTC, bytes as hexadecimal,
// many values of a column as one array. It changes no names.
import pg from "pg";
import type { SqlValue } from "./storage.ts";
import { type ColumnKind, kindOfColumn } from "./tables.ts";

/** What a column's values are called in a statement. */
export const typeOf: Record<ColumnKind, string> = {
	Int: "int4",
	BigInt: "int8",
	String: "text",
	Boolean: "bool",
	DateTime: "timestamp",
	Bytes: "bytea",
};

/** As a parameter. `name` is for the error alone: a value that is missing is a bug of the caller. */
export function toServer(value: SqlValue | undefined, name: string): string | null {
	if (value === undefined) throw new TypeError(`${name} has no value`);
	if (value === null) return null;
	if (typeof value === "string") return value;
	if (value instanceof Date) {
		if (Number.isNaN(value.getTime())) throw new TypeError(`${name} is no valid time`);
		// A year beyond four digits is written otherwise; no time of ours is that far away.
		return value.toISOString();
	}
	if (value instanceof Uint8Array) return `\\x${Buffer.from(value).toString("hex")}`;
	return String(value);
}

/** Many values as one parameter. */
export function arrayOf(values: readonly (string | null)[], kind: ColumnKind): string {
	const plain = kind === "Int" || kind === "BigInt" || kind === "Boolean";
	return `{${values.map((value) => (value === null ? "NULL" : plain ? value : quoted(value))).join(",")}}`;
}

const quoted = (value: string): string => `"${value.replace(/["\\]/g, "\\$&")}"`;

const OID = { bytea: 17, int8: 20, numeric: 1700, timestamp: 1114, bool: 16 } as const;

const parsers: Record<number, (text: string) => unknown> = {
	[OID.bytea]: (text) => Uint8Array.from(Buffer.from(text.slice(2), "hex")),
	[OID.int8]: Number,
	[OID.numeric]: Number,
	[OID.timestamp]: readTime,
};

/** How the driver reads values, for connections of ours alone. */
export const types = {
	getTypeParser(oid: number, format?: "text" | "binary") {
		return parsers[oid] ?? pg.types.getTypeParser(oid, format ?? "text");
	},
} as pg.CustomTypesConfig;

/** `2026-03-02 12:00:00.5`, in UTC. */
function readTime(text: string): Date {
	return new Date(`${text.slice(0, 10)}T${text.slice(11)}Z`);
}

type Field = { name: string; dataTypeID: number };

/** Converts a row in place, and gives it back. */
export type FromServer = (row: unknown) => unknown;

/**
 * For rows with these columns. What carries no column's name comes as SQLite gives it: times as milliseconds, truth as 0
 * or 1.
 */
export function fromServer(fields: readonly Field[]): FromServer {
	const special = fields.flatMap(({ name, dataTypeID }) => {
		const convert = conversion(kindOfColumn.get(name), dataTypeID);
		return convert ? [{ name, convert }] : [];
	});
	if (special.length === 0) return (row) => row;
	return (row) => {
		const values = row as Record<string, unknown>;
		for (const { name, convert } of special) if (values[name] !== null) values[name] = convert(values[name]);
		return row;
	};
}

function conversion(kind: ColumnKind | undefined, oid: number): ((value: unknown) => unknown) | undefined {
	if (oid === OID.timestamp && kind !== "DateTime") return (value) => (value as Date).getTime();
	if (oid === OID.bool && kind !== "Boolean") return Number;
	if (kind === "DateTime" && oid !== OID.timestamp) return (value) => new Date(Number(value));
	if (kind === "Boolean" && oid !== OID.bool) return Boolean;
	return undefined;
}
