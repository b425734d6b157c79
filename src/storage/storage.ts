// The seam between the book and a database: what a transaction can do, and nothing about which database it is.
// It knows rows and keys; it must not know what they mean.
import type { PrismaClient } from "./generated/sqlite/client.ts";
import type { Key, Row, TableName } from "./tables.ts";

/** Some of a row's columns, and the values that they must have. */
export type Where<T extends TableName> = Partial<Row<T>>;

/** A value that both databases take and give back unchanged. Times are passed as Date, truth values as boolean. */
export type SqlValue = string | number | boolean | Date | Uint8Array | null;

/**
 * One open transaction. Everything in it is committed together or not at all.
 * It must be awaited step by step, and nothing slow (a network, a timer) may be awaited inside.
 */
export interface Transaction {
	/**
	 * The rows in which the columns of one of these have those values, in no promised order: by a key, or by the first
	 * columns of an index. All of `wheres` name the same columns; null finds what has no value.
	 */
	find<T extends TableName>(table: T, wheres: readonly Where<T>[]): Promise<Row<T>[]>;
	/** Adds rows that must be new: an existing key is an error and fails the transaction. */
	insert<T extends TableName>(table: T, rows: readonly Row<T>[]): Promise<void>;
	/** Adds rows, or overwrites all columns of those that exist. */
	put<T extends TableName>(table: T, rows: readonly Row<T>[]): Promise<void>;
	/** Deletes the rows with these keys; a key without a row is ignored. */
	remove<T extends TableName>(table: T, keys: readonly Key<T>[]): Promise<void>;
	/** The highest id of this table in this community, and 1 where it has none. */
	lastId(table: Numbered, communityId: number): Promise<number>;
	/**
	 * Any reading statement in the SQL that both databases share: `?` for parameters, "quoted" names.
	 * Columns that carry a table's column name come back converted as in `Row`; others as the database gives them.
	 */
	query<R>(sql: string, params: readonly SqlValue[]): Promise<R[]>;
}

/** Tables whose ids are counted per community. The row with the highest id is never removed, so that none is given twice. */
export type Numbered = "Account" | "Channel" | "Entry" | "Notice" | "Draft" | "Change";

/** What several readings of one moment can do: they agree with each other, whatever is written meanwhile. */
export interface Snapshot {
	/** Reads any number of rows in constant memory. Columns are converted as in `query`. */
	stream<R>(sql: string, params: readonly SqlValue[]): AsyncIterable<R>;
}

/** An open database. */
export interface Storage {
	/** Prisma's model API, for whatever is not the write path. Never to be used inside `transact`: it would wait for itself. */
	readonly db: PrismaClient;
	/**
	 * Runs `work` in one transaction that holds these communities: nobody else writes in them until it ends. What it
	 * changes belongs to them. Committed, to disk, when `work` resolves, rolled back when it throws. Throws OutOfReach for
	 * what may work in a moment, and then it may have been committed all the same.
	 */
	transact<T>(communityIds: readonly number[], work: (tx: Transaction) => Promise<T>): Promise<T>;
	/** Reads what is committed, all of it at one moment. It holds nobody up. */
	read<T>(work: (query: Transaction["query"]) => Promise<T>): Promise<T>;
	/** How many transactions run at once here. Beyond one, the database is a server: every statement is a journey. */
	readonly lanes: number;
	/** Whether no other process can be sending what this book owes. */
	readonly alone: boolean;
	/** Reads any number of rows in constant memory from one consistent snapshot, beside a running bot. */
	stream<R>(sql: string, params: readonly SqlValue[]): AsyncIterable<R>;
	/** Several such readings of one and the same snapshot, for what must add up. */
	snapshot<T>(work: (snapshot: Snapshot) => Promise<T>): Promise<T>;
	/** Answers if the database can be read now; throws what is wrong otherwise. */
	ping(): Promise<void>;
	/** Waits for what runs, then closes. Safe to call twice. */
	close(): Promise<void>;
}
