// Reads of one consistent snapshot on a connection of its own, in constant memory: a cursor at the server, some rows at a
// time. It must not write.
import { explained } from "./postgres-out-of-reach.ts";
import { connectAlone } from "./postgres-pool.ts";
import { readingStatement } from "./postgres-statements.ts";
import { type FromServer, fromServer, toServer } from "./postgres-values.ts";
import type { Snapshot, SqlValue } from "./storage.ts";

const rowsAtATime = 2_000;

export async function readSnapshot<T>(url: string, work: (snapshot: Snapshot) => Promise<T>): Promise<T> {
	const { snapshot, close } = await openSnapshot(url);
	try {
		return await work(snapshot);
	} finally {
		await close();
	}
}

export async function* streamAlone<R>(url: string, sql: string, params: readonly SqlValue[]): AsyncGenerator<R> {
	const { snapshot, close } = await openSnapshot(url);
	try {
		yield* snapshot.stream<R>(sql, params);
	} finally {
		await close();
	}
}

async function openSnapshot(url: string): Promise<{ snapshot: Snapshot; close: () => Promise<void> }> {
	const client = await connectAlone(url).catch(rethrow);
	const ask = (text: string, values: (string | null)[] = []) => client.query(text, values).catch(rethrow);
	let cursors = 0;
	const snapshot: Snapshot = {
		async *stream<R>(sql: string, params: readonly SqlValue[]): AsyncGenerator<R> {
			const cursor = `reading_${++cursors}`;
			const values = params.map((value) => toServer(value, "a parameter"));
			await ask(`DECLARE ${cursor} NO SCROLL CURSOR FOR ${readingStatement(sql)}`, values);
			let read: FromServer | undefined;
			let count = rowsAtATime;
			while (count === rowsAtATime) {
				const { rows, fields } = await ask(`FETCH ${rowsAtATime} FROM ${cursor}`);
				read ??= fromServer(fields);
				for (const row of rows) yield read(row) as R;
				count = rows.length;
			}
			await ask(`CLOSE ${cursor}`);
		},
	};
	try {
		await ask("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
	} catch (error) {
		await client.end();
		throw error;
	}
	return { snapshot, close: () => client.end() };
}

function rethrow(error: unknown): never {
	throw explained(error);
}
