// Opens the database that a URL names, ready for use: its tables are as this version needs them. Only what that database
// needs is loaded. Throws CannotOpen, with words for whoever runs the bot.
import type { Examined } from "./postgres-checkup.ts";
import type { Storage } from "./storage.ts";

export type OpenOptions = {
	/** Whether to make the file and bring it to this version's tables (the default), or to leave both to the bot. */
	migrate?: boolean;
	/** Another folder of migrations than this version's. */
	migrations?: string;
	/** How long a write may wait for another process that writes. */
	busyTimeoutMs?: number;
	/** Whether this process is the bot, of which a file has one. */
	asTheBot?: boolean;
	/** Whether every page of a file is looked at, however long that takes. */
	whole?: boolean;
};

/** `file:` with a path, relative to the working folder or absolute, or `postgres:` with a server and a database. */
export async function openStorage(databaseUrl: string, options: OpenOptions = {}): Promise<Storage> {
	if (isPostgres(databaseUrl)) {
		const { openPostgresStorage } = await import("./open-postgres.ts");
		return openPostgresStorage(databaseUrl, options);
	}
	const { openFileStorage } = await import("./open-file.ts");
	return openFileStorage(databaseUrl, options);
}

/** What an opened database is, without a password, and what should be mended although it works. */
export async function examineDatabase(databaseUrl: string): Promise<Examined> {
	if (!isPostgres(databaseUrl)) return { well: databaseUrl, findings: [] };
	const { examineServer } = await import("./postgres-checkup.ts");
	return examineServer(databaseUrl);
}

const isPostgres = (databaseUrl: string): boolean => /^postgres(ql)?:/.test(databaseUrl);
