// Opens a SQLite file, ready for use: its folder made, its tables as this version needs them.
// Throws CannotOpen, with words for whoever runs the bot.
import { existsSync, mkdirSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { claim } from "./alone.ts";
import { CannotOpen, explainOpening } from "./cannot-open.ts";
import { namingDamage, refuseDamaged, refuseSilentLoss } from "./damage.ts";
import { migrate } from "./migrate.ts";
import type { OpenOptions } from "./open.ts";
import { createSqliteStorage, openConnection } from "./sqlite.ts";
import type { Storage } from "./storage.ts";

/** `file:` with a path, relative to the working folder or absolute. */
export async function openFileStorage(databaseUrl: string, options: OpenOptions): Promise<Storage> {
	const path = pathOf(databaseUrl);
	const mayCreate = options.migrate ?? true;
	if (!mayCreate && !existsSync(path))
		throw new CannotOpen(`There is no database at ${path} yet. Start the bot once: it makes one by itself.`);
	try {
		if (mayCreate) mkdirSync(dirname(path), { recursive: true });
		const letGo = options.asTheBot ? claim(path) : () => {};
		try {
			return closingWith(letGo, await openFile(path, options));
		} catch (error) {
			letGo();
			throw error;
		}
	} catch (error) {
		throw explainOpening(path, error) ?? error;
	}
}

async function openFile(path: string, options: OpenOptions) {
	const { migrate: mayCreate = true, migrations, busyTimeoutMs, asTheBot = false, whole = false } = options;
	refuseSilentLoss(path, asTheBot);
	const handle = openConnection(path, { mustExist: !mayCreate, busyTimeoutMs });
	try {
		if (asTheBot || whole) refuseDamaged(path, whole);
		await migrate(handle, path, { apply: mayCreate, folder: migrations });
		return namingDamage(path, await createSqliteStorage(path, handle, asTheBot));
	} catch (error) {
		handle.close();
		throw error;
	}
}

const closingWith = (letGo: () => void, storage: Storage): Storage => ({
	...storage,
	close: () => storage.close().finally(letGo),
});

/** Where the file is that this address names. Throws CannotOpen for what names none. */
export function pathOf(databaseUrl: string): string {
	const path = databaseUrl.match(/^file:(.+)$/)?.[1];
	if (!path || path === ":memory:")
		throw new CannotOpen(
			`DATABASE_URL must name a file, such as file:./data/goodturn.db, or a PostgreSQL database, such as postgres://user:password@host:5432/goodturn; it is ${JSON.stringify(databaseUrl)}.`,
		);
	return path.startsWith("//") ? fileURLToPath(databaseUrl) : resolve(path);
}
