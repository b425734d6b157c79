// Reads of one consistent snapshot on a connection of its own, beside whoever writes, in constant memory.
// It must not write.
import { setImmediate as nextTurn } from "node:timers/promises";
import Database from "better-sqlite3";
import { createReadings, parameter } from "./sqlite-rows.ts";
import type { Snapshot, SqlValue } from "./storage.ts";

/** A turn of the event loop after so many rows: about every ten milliseconds. */
const rowsPerTurn = 2_000;

export async function readSnapshot<T>(path: string, work: (snapshot: Snapshot) => Promise<T>): Promise<T> {
	const handle = new Database(path, { readonly: true });
	try {
		handle.exec("BEGIN");
		return await work(createSnapshot(handle));
	} finally {
		handle.close();
	}
}

export async function* streamAlone<R>(path: string, sql: string, params: readonly SqlValue[]): AsyncGenerator<R> {
	const handle = new Database(path, { readonly: true });
	try {
		yield* createSnapshot(handle).stream<R>(sql, params);
	} finally {
		handle.close();
	}
}

function createSnapshot(handle: Database.Database): Snapshot {
	const prepare = createReadings(handle);
	return {
		async *stream<R>(sql: string, params: readonly SqlValue[]): AsyncGenerator<R> {
			const { statement, read } = prepare(sql);
			let count = 0;
			for (const row of statement.iterate(...params.map(parameter))) {
				yield read(row) as R;
				count += 1;
				if (count % rowsPerTurn === 0) await nextTurn();
			}
		},
	};
}
