// One bot for one file: a second one would send every notice twice. The command line may look beside it.
// The lock is the operating system's, so that whatever ends a process ends its claim.
import Database from "better-sqlite3";
import { CannotOpen } from "./cannot-open.ts";

/** Claims a database file for this process; answers with how to let go. Throws CannotOpen when another bot has it. */
export function claim(path: string): () => void {
	const lock = new Database(`${path}.lock`, { timeout: 0 });
	try {
		lock.exec("BEGIN EXCLUSIVE");
	} catch (error) {
		lock.close();
		if (error instanceof Database.SqliteError && error.code.startsWith("SQLITE_BUSY")) {
			throw new CannotOpen(
				`Another Goodturn is running on ${path}. Stop that one first, or give this one a file of its own (DATABASE_URL).`,
			);
		}
		throw error;
	}
	return () => {
		if (lock.open) lock.close();
	};
}
