// Whether a SQLite file and the log beside it are whole: what can be told from their first bytes before SQLite touches
// them, and what SQLite finds when it looks at every page. It mends nothing; it says what is wrong and what to do.
import { accessSync, closeSync, constants, existsSync, openSync, readSync, statSync } from "node:fs";
import Database from "better-sqlite3";
import { CannotOpen, Damaged } from "./cannot-open.ts";
import type { Storage } from "./storage.ts";

/**
 * A start must not read a book that has grown large: one up to this size is looked at whole (0.06 s), a larger one by
 * `goodturn verify` and with every `goodturn backup`.
 */
const LOOKED_AT_WHOLE_BYTES = 16_000_000;

/** What SQLite itself would pass over in silence, and lose what was booked. `alone`: nobody else is making this file. */
export function refuseSilentLoss(path: string, alone: boolean): void {
	// It would be opened for reading, and the first thanks would fail.
	if (alone && existsSync(path)) accessSync(path, constants.W_OK);
	const book = firstBytes(path, 100);
	const log = firstBytes(`${path}-wal`, 32);
	const logHoldsSomething = log !== undefined && log.length > 0;
	if (logHoldsSomething && (book === undefined || book.length === 0))
		throw new CannotOpen(
			`${path} is ${book ? "empty" : "missing"}, but its log ${path}-wal is there: opening it would throw the log away. Put the file and its log back together, or bring back the last good copy (${HOW}).`,
		);
	if (alone && book?.length === 0)
		throw new CannotOpen(
			`${path} is empty, where a book should be. If there was one, bring back the last good copy (${HOW}); to begin a new one, remove the empty file.`,
		);
	if (logHoldsSomething && book?.[VERSION_AT] === WITHOUT_LOG)
		throw new CannotOpen(
			`${path} was put in the place of another file, whose log ${path}-wal is still there: the two do not belong together. Move that log and ${path}-shm away, then start again (${HOW}).`,
		);
	if (log?.length === 32 && !isLogHeader(log))
		throw new Damaged(
			`${path}-wal, the log of ${path}, is damaged: what was booked last is in it. Keep a copy of both files and bring back the last good copy of the book; or, to go on without what was in the log, move it away (${HOW}).`,
		);
}

/** Throws Damaged when a page is not what it should be. `whole`: however large the file is. */
export function refuseDamaged(path: string, whole: boolean): void {
	if (!whole && statSync(path).size > LOOKED_AT_WHOLE_BYTES) return;
	const found = brokenPages(path);
	if (found !== undefined) throw new Damaged(damagedWords(path, found));
}

/** How `quick_check` says that the disk gave no answer, which is no word on what is written there. */
const UNREADABLE = /error code=(\d+)/;
const isUnreadable = (code: number): boolean => (code & 0xff) === 10;

/** What is wrong with the pages of a file, in SQLite's words; none if nothing is. Reads all of it, beside a running bot. */
export function brokenPages(path: string): string | undefined {
	// A connection of its own: the bot's would keep what it read in memory.
	const handle = new Database(path, { readonly: true });
	try {
		handle.pragma("cache_size = -500");
		const said = handle.prepare<[], string>("PRAGMA quick_check(1)").pluck().get();
		if (said === "ok") return undefined;
		if (isUnreadable(Number(UNREADABLE.exec(said ?? "")?.[1]))) throw unreadable(path);
		return said ?? "it cannot be read";
	} catch (error) {
		if (isDamage(error)) return error.message;
		throw error;
	} finally {
		handle.close();
	}
}

/** Runs this on a file; where it meets damage, the error names the file and says what to do. */
export function naming<T>(path: string, work: () => T): T {
	try {
		return work();
	} catch (error) {
		throw named(path, error);
	}
}

/** The same storage, whose errors name a damaged file; and once this process met one, it is ready no more. */
export function namingDamage(path: string, storage: Storage): Storage {
	met.delete(path);
	const watched = <T>(work: Promise<T>): Promise<T> =>
		work.catch((error: unknown) => {
			throw named(path, error);
		});
	return {
		...storage,
		transact: (communityIds, work) => watched(storage.transact(communityIds, work)),
		read: (work) => watched(storage.read(work)),
		snapshot: (work) => watched(storage.snapshot(work)),
		async *stream<R>(...[sql, params]: Parameters<Storage["stream"]>) {
			try {
				yield* storage.stream<R>(sql, params);
			} catch (error) {
				throw named(path, error);
			}
		},
		async ping() {
			const damaged = met.get(path);
			if (damaged) throw damaged;
			await watched(storage.ping());
		},
	};
}

/** What this process found damaged in the files that it has open. */
const met = new Map<string, Damaged>();

function named(path: string, error: unknown): unknown {
	if (!isDamage(error)) return error;
	const damaged = new Damaged(damagedWords(path, error.message), { cause: error });
	met.set(path, damaged);
	return damaged;
}

const unreadable = (path: string): CannotOpen =>
	new CannotOpen(`${path} cannot be read: the disk reports an error. Look at the disk; a copy may tell more (${HOW}).`);

const HOW = "docs/reliability.md";

const damagedWords = (path: string, found: string): string =>
	`${path} is damaged (${found.split("\n").at(-1)}). Stop everything that uses it, keep a copy, and bring back the last good one (${HOW}).`;

const isDamage = (error: unknown): error is Error =>
	error instanceof Database.SqliteError && /^SQLITE_(CORRUPT|NOTADB)/.test(error.code);

function firstBytes(path: string, count: number): Buffer | undefined {
	let file: number;
	try {
		file = openSync(path, "r");
	} catch {
		// Whatever keeps it from being read, opening it says.
		return undefined;
	}
	try {
		const bytes = Buffer.alloc(count);
		return bytes.subarray(0, readSync(file, bytes, 0, count, 0));
	} catch {
		return undefined;
	} finally {
		closeSync(file);
	}
}

/** https://www.sqlite.org/fileformat.html#file_format_version_numbers: 1 for a file that never has a log beside it. */
const VERSION_AT = 18;
const WITHOUT_LOG = 1;

/** https://www.sqlite.org/fileformat.html#wal_file_format. All zeros is a log whose first write never reached the disk. */
function isLogHeader(bytes: Buffer): boolean {
	if (bytes.every((byte) => byte === 0)) return true;
	const magic = bytes.readUInt32BE(0);
	if (magic !== 0x377f0682 && magic !== 0x377f0683) return false;
	const word = (at: number) => (magic === 0x377f0683 ? bytes.readUInt32BE(at) : bytes.readUInt32LE(at));
	let [one, two] = [0, 0];
	for (let at = 0; at < 24; at += 8) {
		one = (one + word(at) + two) >>> 0;
		two = (two + word(at + 4) + one) >>> 0;
	}
	return one === bytes.readUInt32BE(24) && two === bytes.readUInt32BE(28);
}
