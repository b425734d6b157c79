// One open transaction as the book sees it, over the rows of a raw handle. It must not begin or end the transaction itself.
import type { Rows } from "./sqlite-rows.ts";
import type { Transaction } from "./storage.ts";

export type OpenTransaction = {
	tx: Transaction;
	/** Whoever still holds `tx` can do nothing with it any more. Throws what failed in it, even if that was caught. */
	end(): void;
};

/** After a failure SQLite goes on, and may have rolled back by itself: here, nothing works any more, and it cannot be committed. */
export function openTransaction(rows: Rows): OpenTransaction {
	let failure: { error: unknown } | undefined;
	let ended = false;

	async function step<R>(work: () => R): Promise<R> {
		if (ended) throw new Error("this transaction has ended");
		if (failure) throw failure.error;
		try {
			return work();
		} catch (error) {
			failure = { error };
			throw error;
		}
	}

	const tx: Transaction = {
		find: (table, wheres) => step(() => rows.find(table, wheres)),
		insert: (table, added) => step(() => rows.insert(table, added)),
		put: (table, changed) => step(() => rows.put(table, changed)),
		remove: (table, keys) => step(() => rows.remove(table, keys)),
		query: (sql, params) => step(() => rows.query(sql, params)),
		lastId: (table, communityId) => step(() => rows.lastId(table, communityId) ?? 1),
	};
	return {
		tx,
		end() {
			ended = true;
			if (failure) throw failure.error;
		},
	};
}
