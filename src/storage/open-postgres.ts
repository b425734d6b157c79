// Opens a PostgreSQL database, ready for use: its server fit for a book, its tables as this version needs them.
// Throws CannotOpen, with words for whoever runs the bot, and never with a password in them.
import type { OpenOptions } from "./open.ts";
import { createPostgresStorage } from "./postgres.ts";
import { explainServer } from "./postgres-cannot-open.ts";
import { mustBeFit } from "./postgres-checkup.ts";
import { migratePostgres } from "./postgres-migrate.ts";
import { connectAlone, createPool } from "./postgres-pool.ts";
import { readUrl } from "./postgres-url.ts";
import type { Storage } from "./storage.ts";

export async function openPostgresStorage(databaseUrl: string, options: OpenOptions): Promise<Storage> {
	const { url, place } = readUrl(databaseUrl);
	try {
		const client = await connectAlone(url);
		try {
			await mustBeFit(client, place);
			await migratePostgres(client, { apply: options.migrate ?? true, folder: options.migrations, place });
		} finally {
			await client.end();
		}
		const pool = createPool(url, options.busyTimeoutMs);
		try {
			return await createPostgresStorage(url, pool);
		} catch (error) {
			await pool.end();
			throw error;
		}
	} catch (error) {
		throw explainServer(place, error) ?? error;
	}
}
