// The working copy: the rows that a list of verbs reads and changes, before they are written together.
// What one verb changes is seen by the next in the list once accepted, and is gone without a trace if discarded.
import type { SqlValue, Transaction } from "../storage/storage.ts";
import { table as described, type Key, type Row, type TableName, tableNames } from "../storage/tables.ts";

/** `isNew`: it must not be in the database yet; undefined while nobody looked. */
type Slot = { row: unknown; isNew: boolean | undefined; dirty: boolean };
type Slots = Map<TableName, Map<string, Slot>>;
type Numbered = Parameters<Transaction["nextId"]>[0];

export type Book = {
	get<T extends TableName>(table: T, key: Key<T>): Promise<Row<T> | undefined>;
	/** Every row whose columns equal these, the working copy's changes included. Meant for short lists behind an index. */
	list<T extends TableName>(table: T, where: Partial<Row<T>>): Promise<Row<T>[]>;
	/** Adds a row that must be new: one that is there fails what wrote it. */
	add<T extends TableName>(table: T, row: Row<T>): void;
	/** Adds a row, or changes all of it. */
	set<T extends TableName>(table: T, row: Row<T>): void;
	nextId(table: Numbered, communityId: number): Promise<number>;
	/** Writes what was accepted so far, then asks the database. Ask before the verb changes anything. */
	query<R>(sql: string, params: readonly SqlValue[]): Promise<R[]>;
};

/** What only the one who runs the list may do with it. */
export type OpenBook = Book & { accept(): void; discard(): void; flush(): Promise<void> };

/** A row's key as one string: a row is found by it however its key was put together. */
function keyText<T extends TableName>(table: T, key: Key<T>): string {
	const values = key as Record<string, unknown>;
	return described(table)
		.key.map((column) => {
			const value = values[column];
			return value instanceof Uint8Array ? Buffer.from(value).toString("hex") : String(value);
		})
		.join("\u0000");
}

export function createBook(tx: Transaction): OpenBook {
	const accepted: Slots = new Map();
	const pending: Slots = new Map();
	const slots = (of: Slots, table: TableName): Map<string, Slot> => {
		const found = of.get(table) ?? new Map<string, Slot>();
		of.set(table, found);
		return found;
	};
	const slot = (table: TableName, text: string): Slot | undefined =>
		pending.get(table)?.get(text) ?? accepted.get(table)?.get(text);

	async function get<T extends TableName>(table: T, key: Key<T>): Promise<Row<T> | undefined> {
		const text = keyText(table, key);
		const known = slot(table, text);
		if (known) return known.row as Row<T> | undefined;
		const [row] = await tx.find(table, [key]);
		slots(accepted, table).set(text, { row, isNew: row === undefined, dirty: false });
		return row;
	}

	async function list<T extends TableName>(table: T, where: Partial<Row<T>>): Promise<Row<T>[]> {
		const columns = Object.keys(where) as (keyof Row<T> & string)[];
		const condition = columns.map((column) => (where[column] === null ? `"${column}" IS NULL` : `"${column}" = ?`));
		const params = columns.map((column) => where[column] as SqlValue).filter((value) => value !== null);
		for (const row of await tx.query<Row<T>>(`SELECT * FROM "${table}" WHERE ${condition.join(" AND ")}`, params)) {
			const text = keyText(table, row);
			if (!slot(table, text)) slots(accepted, table).set(text, { row, isNew: false, dirty: false });
		}
		const merged = new Map([...(accepted.get(table) ?? []), ...(pending.get(table) ?? [])]);
		return [...merged.values()]
			.map((found) => found.row as Row<T> | undefined)
			.filter((row) => row !== undefined)
			.filter((row) => columns.every((column) => row[column] === where[column]));
	}

	function add<T extends TableName>(table: T, row: Row<T>): void {
		const text = keyText(table, row);
		if (slot(table, text)?.row !== undefined) throw new Error(`${table} has this row already`);
		slots(pending, table).set(text, { row, isNew: true, dirty: true });
	}

	function set<T extends TableName>(table: T, row: Row<T>): void {
		const text = keyText(table, row);
		slots(pending, table).set(text, { row, isNew: slot(table, text)?.isNew, dirty: true });
	}

	async function flush(): Promise<void> {
		// In the order of the schema: an entry is there before its postings.
		for (const table of tableNames) {
			const rows = accepted.get(table) ?? new Map<string, Slot>();
			const dirty = [...rows.values()].filter((found) => found.dirty);
			const rowsOf = (found: Slot[]) => found.map(({ row }) => row) as Row<typeof table>[];
			const added = dirty.filter(({ isNew }) => isNew);
			const changed = dirty.filter(({ isNew }) => !isNew);
			if (added.length > 0) await tx.insert(table, rowsOf(added));
			if (changed.length > 0) await tx.put(table, rowsOf(changed));
			for (const found of dirty) Object.assign(found, { isNew: false, dirty: false });
			// Whoever asks in the midst of changing such a row changes one that is there now.
			for (const [text, found] of pending.get(table) ?? []) found.isNew &&= rows.get(text)?.isNew ?? true;
		}
	}

	return {
		get,
		list,
		add,
		set,
		nextId: (table, communityId) => tx.nextId(table, communityId),
		async query(sql, params) {
			await flush();
			return tx.query(sql, params);
		},
		accept() {
			for (const [table, rows] of pending) for (const [text, found] of rows) slots(accepted, table).set(text, found);
			pending.clear();
		},
		discard: () => pending.clear(),
		flush,
	};
}
