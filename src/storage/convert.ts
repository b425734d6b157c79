// Between values in code and values on disk: times as epoch milliseconds, truth as 0 or 1. It changes no names.
import type { SqlValue } from "./storage.ts";
import type { ColumnKind } from "./tables.ts";

export type DiskValue = string | number | Uint8Array | null;

/** `name` is for the error alone: a value that is missing is a bug of the caller. */
export function toDisk(value: SqlValue | undefined, name: string): DiskValue {
	if (value === undefined) throw new TypeError(`${name} has no value`);
	if (typeof value === "boolean") return value ? 1 : 0;
	if (!(value instanceof Date)) return value;
	if (Number.isNaN(value.getTime())) throw new TypeError(`${name} is no valid time`);
	return value.getTime();
}

/** Converts a row in place, and gives it back. */
export type FromDisk = (row: unknown) => unknown;

/** For rows with these columns. */
export function fromDisk(columns: Iterable<string>, kinds: ReadonlyMap<string, ColumnKind>): FromDisk {
	const special = [...columns].flatMap((column) => {
		const convert = conversions[kinds.get(column) ?? "Int"];
		return convert ? [{ column, convert }] : [];
	});
	return (row) => {
		const values = row as Record<string, unknown>;
		for (const { column, convert } of special) if (values[column] !== null) values[column] = convert(values[column]);
		return row;
	};
}

const conversions: Partial<Record<ColumnKind, (value: unknown) => unknown>> = {
	DateTime: (value) => new Date(Number(value)),
	Boolean: (value) => Boolean(value),
	// The driver gives a Buffer, which is not equal to the same bytes given.
	Bytes: (value) => (value instanceof Uint8Array ? Uint8Array.from(value) : value),
};
