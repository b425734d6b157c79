// The ledger over one database: the list that every verb goes through, and the readings. It never calls a platform:
// what other people must hear is stored as notices, and whoever sends them is woken after each commit.
import type { Storage } from "../storage/storage.ts";
import type { Query } from "./boards.ts";
import { createList, type Submit } from "./list.ts";
import { createReadings, type Readings } from "./readings.ts";

export type Ledger = {
	/** Does one verb, once for its key; resolves when it is on disk. Rejects with a bug or an outage. */
	submit: Submit;
	/** Reads with hand-written statements; sees what is committed. */
	read<T>(work: (query: Query) => Promise<T>): Promise<T>;
	readings: Readings;
	/** Called after every commit: there may be notices to send. */
	onCommit(wake: () => void): void;
	/** Resolves when nothing waits to be decided. */
	idle(): Promise<void>;
};

export function createLedger(storage: Storage): Ledger {
	const wakes: (() => void)[] = [];
	const { submit, idle } = createList(storage, () => {
		for (const wake of wakes) wake();
	});
	return {
		submit,
		idle,
		read: (work) => storage.transact((tx) => work((sql, params) => tx.query(sql, params))),
		readings: createReadings(storage),
		onCommit: (wake) => wakes.push(wake),
	};
}
