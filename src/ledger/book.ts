// The working copy: the rows that a list of verbs reads and changes, before they are written together.
// What one verb changes is seen by the next in the list once accepted, and is gone without a trace if discarded.
import type { Numbered, SqlValue, Transaction, Where } from "../storage/storage.ts";
import { table as described, type Key, type Row, type TableName, tableNames } from "../storage/tables.ts";

/** `isNew`: it must not be in the database yet; undefined while nobody looked. */
type Slot = { row: unknown; isNew: boolean | undefined; dirty: boolean };
type Slots = Map<TableName, Map<string, Slot>>;

export type Book = {
	get<T extends TableName>(table: T, key: Key<T>): Promise<Row<T> | undefined>;
	/** Every row whose columns equal these, the working copy's changes included. Meant for short lists behind an index. */
	list<T extends TableName>(table: T, where: Where<T>): Promise<Row<T>[]>;
	/** Adds a row that must be new: one that is there fails what wrote it. */
	add<T extends TableName>(table: T, row: Row<T>): void;
	/** Adds a row, or changes all of it. */
	set<T extends TableName>(table: T, row: Row<T>): void;
	/** A whole number, from 2 upwards, above every id of this table in this community and above those given before. */
	nextId(table: Numbered, communityId: number): Promise<number>;
	/**
	 * Reads all at once what will be needed soon, where every statement is a journey to a server; elsewhere it does nothing.
	 * What is written in it is forgotten.
	 */
	ahead(read: (book: Book) => Promise<unknown>): Promise<void>;
	/** Writes what was accepted so far, then asks the database. Ask before the verb changes anything. */
	query<R>(sql: string, params: readonly SqlValue[]): Promise<R[]>;
};

/** What only the one who runs the list may do with it. */
export type OpenBook = Book & {
	accept(): void;
	discard(): void;
	flush(): Promise<void>;
	/** A book to read ahead with: what is read stays for the others, what is written is forgotten. */
	rehearsal(): Book;
};

/** A rehearsal ends where the database would have to be asked about what was not written. */
class RehearsalEnds extends Error {
	override name = "RehearsalEnds";
}

const partOf = (value: unknown): string =>
	value instanceof Uint8Array ? Buffer.from(value).toString("hex") : String(value);

/** A row's key as one string: a row is found by it however its key was put together. */
function keyText(table: TableName, key: object): string {
	let text = "";
	for (const column of described(table).key) text += `${partOf((key as Record<string, unknown>)[column])}\u0000`;
	return text;
}

/** What the database says, each thing asked once. */
type Read = { slots: Slots; listed: Set<string>; lastIds: Map<string, Promise<number>> };

/** `distant`: the database is a server. */
export function createBook(tx: Transaction, distant = false): OpenBook {
	const read: Read = { slots: new Map(), listed: new Set(), lastIds: new Map() };
	const pending: Slots = new Map();
	const given = new Map<string, number>();

	async function flush(): Promise<void> {
		// In the order of the schema: an entry is there before its postings.
		for (const table of tableNames) {
			const rows = read.slots.get(table) ?? new Map<string, Slot>();
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

	function rehearsal(): Book {
		const book: Book = {
			...workingCopy(tx, read, new Map(), new Map()),
			async ahead(reading) {
				await reading(rehearsal());
			},
			query() {
				throw new RehearsalEnds();
			},
		};
		return book;
	}

	return {
		...workingCopy(tx, read, pending, given),
		async ahead(reading) {
			if (distant) await reading(rehearsal());
		},
		async query(sql, params) {
			await flush();
			return tx.query(sql, params);
		},
		accept() {
			for (const [table, rows] of pending)
				for (const [text, found] of rows) slotsOf(read.slots, table).set(text, found);
			pending.clear();
		},
		discard: () => pending.clear(),
		flush,
		rehearsal,
	};
}

function slotsOf(of: Slots, table: TableName): Map<string, Slot> {
	const found = of.get(table) ?? new Map<string, Slot>();
	of.set(table, found);
	return found;
}

/** `pending` is what was changed and not accepted yet, `given` the highest ids given so far. */
function workingCopy(
	tx: Transaction,
	read: Read,
	pending: Slots,
	given: Map<string, number>,
): Omit<Book, "query" | "ahead"> {
	const slot = (table: TableName, text: string): Slot | undefined =>
		pending.get(table)?.get(text) ?? read.slots.get(table)?.get(text);

	/** Whatever was known of it, or was changed while the database was asked, stays. */
	function remember<T extends TableName>(table: T, text: string, row: Row<T> | undefined): void {
		const slots = slotsOf(read.slots, table);
		if (!slots.has(text)) slots.set(text, { row, isNew: row === undefined, dirty: false });
	}

	async function get<T extends TableName>(table: T, key: Key<T>): Promise<Row<T> | undefined> {
		const text = keyText(table, key);
		if (!slot(table, text)) {
			const [row] = await tx.find(table, [keyOf(table, key)]);
			remember(table, text, row);
		}
		return slot(table, text)?.row as Row<T> | undefined;
	}

	async function list<T extends TableName>(table: T, where: Where<T>): Promise<Row<T>[]> {
		const columns = Object.keys(where) as (keyof Row<T> & string)[];
		const asked = [table, ...columns, ...columns.map((column) => partOf(where[column]))].join("\u0000");
		if (!read.listed.has(asked)) {
			for (const row of await tx.find(table, [where])) remember(table, keyText(table, row), row);
			read.listed.add(asked);
		}
		const merged = new Map([...(read.slots.get(table) ?? []), ...(pending.get(table) ?? [])]);
		return [...merged.values()]
			.map((found) => found.row as Row<T> | undefined)
			.filter((row) => row !== undefined)
			.filter((row) => columns.every((column) => row[column] === where[column]));
	}

	return {
		get,
		list,
		add(table, row) {
			const text = keyText(table, row);
			if (slot(table, text)?.row !== undefined) throw new Error(`${table} has this row already`);
			slotsOf(pending, table).set(text, { row, isNew: true, dirty: true });
		},
		set(table, row) {
			const text = keyText(table, row);
			slotsOf(pending, table).set(text, { row, isNew: slot(table, text)?.isNew, dirty: true });
		},
		async nextId(table, communityId) {
			const place = `${table} ${communityId}`;
			const last = read.lastIds.get(place) ?? tx.lastId(table, communityId);
			read.lastIds.set(place, last);
			const next = Math.max(await last, given.get(place) ?? 1) + 1;
			given.set(place, next);
			return next;
		},
	};
}

/** Of a whole row, its key alone. */
function keyOf<T extends TableName>(table: T, key: Key<T>): Where<T> {
	const values = key as Record<string, SqlValue>;
	if (Object.keys(values).length === described(table).key.length) return key as Where<T>;
	return Object.fromEntries(described(table).key.map((column) => [column, values[column]])) as Where<T>;
}
