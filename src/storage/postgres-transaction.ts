// One open transaction on a connection as the book sees it. Reads of one turn go together; writes are not waited for: what
// failed is told by whatever comes next, and at the end. It must not begin or end the transaction itself.
import { arraysOf, createFinds } from "./postgres-finds.ts";
import { type Line, planForWhatIsAsked, unawaited } from "./postgres-line.ts";
import { insertInto, putInto, removeFrom } from "./postgres-statements.ts";
import { toServer } from "./postgres-values.ts";
import type { SqlValue, Transaction } from "./storage.ts";
import { type Row, type Table, type TableName, table } from "./tables.ts";

export type OpenTransaction = {
	tx: Transaction;
	/** Whoever still holds `tx` can do nothing with it any more. Throws what is known to have failed, even if that was caught. */
	end(): void;
};

export function openTransaction(line: Line): OpenTransaction {
	const finds = createFinds(line);
	let failure: { error: unknown } | undefined;
	let ended = false;
	let planned = false;

	function mustBeOpen(): void {
		if (ended) throw new Error("this transaction has ended");
		failure ??= line.failure();
		if (failure) throw failure.error;
	}

	async function step<R>(work: () => Promise<R> | R): Promise<R> {
		mustBeOpen();
		try {
			return await work();
		} catch (error) {
			failure ??= { error };
			throw error;
		}
	}

	/** Behind all that was asked before. */
	function write(
		text: (table: Table) => string,
		name: TableName,
		rows: readonly object[],
		columns?: readonly string[],
	) {
		return step(() => {
			if (rows.length === 0) return;
			const described = table(name);
			const written = columns ?? described.columns;
			const distinct = text === putInto ? lastOfEach(described, rows) : rows;
			const values = distinct.map((row) => valuesOf(described, written, row));
			finds.flush();
			unawaited(line.send(text(described), arraysOf(described, written, values)));
		});
	}

	const tx: Transaction = {
		find: <T extends TableName>(name: T, wheres: readonly object[]) =>
			step(() => finds.find(name, wheres) as Promise<Row<T>[]>),
		insert: (name, rows) => write(insertInto, name, rows),
		put: (name, rows) => write(putInto, name, rows),
		remove: (name, keys) => write(removeFrom, name, keys, table(name).key),
		query: (sql, params) =>
			step(() => {
				finds.flush();
				if (!planned) planForWhatIsAsked(line);
				planned = true;
				return line.query(sql, params);
			}),
		lastId: (name, communityId) => step(async () => (await finds.lastId(name, communityId)) ?? 1),
	};
	return {
		tx,
		end() {
			finds.flush();
			ended = true;
			failure ??= line.failure();
			if (failure) throw failure.error;
		},
	};
}

const valuesOf = (described: Table, columns: readonly string[], row: object): (string | null)[] =>
	columns.map((column) =>
		toServer((row as Record<string, SqlValue | undefined>)[column], `${described.name}.${column}`),
	);

/** A statement may change a row once. */
function lastOfEach(described: Table, rows: readonly object[]): readonly object[] {
	if (rows.length < 2) return rows;
	return [...new Map(rows.map((row) => [valuesOf(described, described.key, row).join("\u0000"), row])).values()];
}
