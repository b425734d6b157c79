// The seam between the book and a database: what a transaction can do, and nothing about which database it is.
// It knows rows and keys; it must not know what they mean.
import type { PrismaClient } from "./generated/sqlite/client.ts";
import type { Key, Row, TableName } from "./tables.ts";

/** A value that both databases take and give back unchanged. Times are passed as Date, truth values as boolean. */
export type SqlValue = string | number | boolean | Date | Uint8Array | null;

/**
 * One open transaction. Everything in it is committed together or not at all.
 * It must be awaited step by step, and nothing slow (a network, a timer) may be awaited inside.
 */
export interface Transaction {
	/** The rows with these keys, in no promised order; a key without a row is left out. */
	find<T extends TableName>(table: T, keys: readonly Key<T>[]): Promise<Row<T>[]>;
	/** Adds rows that must be new: an existing key is an error and fails the transaction. */
	insert<T extends TableName>(table: T, rows: readonly Row<T>[]): Promise<void>;
	/** Adds rows, or overwrites all columns of those that exist. */
	put<T extends TableName>(table: T, rows: readonly Row<T>[]): Promise<void>;
	/** Deletes the rows with these keys; a key without a row is ignored. */
	remove<T extends TableName>(table: T, keys: readonly Key<T>[]): Promise<void>;
	/**
	 * A whole number, from 2 upwards, above every id of this table in this community, and above those given before in
	 * this transaction. It is new for ever as long as the row with the highest id is never removed.
	 */
	nextId(table: "Account" | "Channel" | "Entry" | "Notice" | "Draft", communityId: number): Promise<number>;
	/**
	 * Any reading statement in the SQL that both databases share: `?` for parameters, "quoted" names.
	 * Columns that carry a table's column name come back converted as in `Row`; others as the database gives them.
	 */
	query<R>(sql: string, params: readonly SqlValue[]): Promise<R[]>;
}

/** What several readings of one moment can do: they agree with each other, whatever is written meanwhile. */
export interface Snapshot {
	/** Reads any number of rows in constant memory. Columns are converted as in `query`. */
	stream<R>(sql: string, params: readonly SqlValue[]): AsyncIterable<R>;
}

/** An open database. */
export interface Storage {
	/** Prisma's model API, for whatever is not the write path. Never to be used inside `transact`: it would wait for itself. */
	readonly db: PrismaClient;
	/** Runs `work` in one transaction, committed with synchronous=FULL when it resolves, rolled back when it throws. One at a time per process on SQLite. */
	transact<T>(work: (tx: Transaction) => Promise<T>): Promise<T>;
	/** Reads any number of rows in constant memory from one consistent snapshot, beside a running bot. */
	stream<R>(sql: string, params: readonly SqlValue[]): AsyncIterable<R>;
	/** Several such readings of one and the same snapshot, for what must add up. */
	snapshot<T>(work: (snapshot: Snapshot) => Promise<T>): Promise<T>;
	/** Answers if the database can be read now; throws what is wrong otherwise. */
	ping(): Promise<void>;
	/** Waits for what runs, then closes. Safe to call twice. */
	close(): Promise<void>;
}
