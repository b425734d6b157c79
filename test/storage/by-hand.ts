// What somebody with all rights does to a database by hand, past the bot: plants what the database itself would refuse, holds
// what the bot wants to write, lets the server count its rows.
import { copyFile } from "node:fs/promises";
import { join } from "node:path";
import Database from "better-sqlite3";
import pg from "pg";
import { database, type Fresh, freshFolder } from "./fresh.ts";
import { besides, copyOfDatabase } from "./postgres-fresh.ts";

/** The URL of a copy of a closed database. */
export async function copyOf(fresh: Fresh): Promise<string> {
	if (database === "postgresql") return copyOfDatabase(fresh.url);
	const path = join(await freshFolder(), "copy.db");
	await copyFile(fresh.path, path);
	return `file:${path}`;
}

/** Runs statements without what protects the book. */
export async function plant(url: string, sql: string): Promise<void> {
	if (database === "postgresql") {
		await besides(url, async (client) => client.query(`${UNPROTECT}; ${sql}`));
		return;
	}
	const handle = new Database(url.replace("file:", ""));
	handle.pragma("foreign_keys = OFF");
	const triggers = handle.prepare("SELECT name FROM sqlite_master WHERE type = 'trigger'").pluck().all() as string[];
	for (const trigger of triggers) handle.exec(`DROP TRIGGER "${trigger}"`);
	handle.exec(sql);
	handle.close();
}

const UNPROTECT = `DROP TRIGGER "Entry_append_only" ON "Entry"; DROP TRIGGER "Posting_append_only" ON "Posting";
	DROP TRIGGER "Change_append_only" ON "Change";
	ALTER TABLE "Posting" DROP CONSTRAINT "Posting_communityId_entryId_fkey"`;

/** Nobody else can write in a community until it is let go. */
export async function hold(fresh: Fresh, communityId: number): Promise<() => Promise<void>> {
	if (database === "postgresql") {
		const client = new pg.Client({ connectionString: fresh.url });
		await client.connect();
		await client.query("BEGIN");
		await client.query('SELECT FROM "Community" WHERE "id" = $1 FOR UPDATE', [communityId]);
		return () => client.end();
	}
	const other = new Database(fresh.path);
	other.exec("BEGIN IMMEDIATE");
	return async () => {
		other.exec("ROLLBACK");
		other.close();
	};
}

/** What a server does by itself once a minute: looks how large its tables are. */
export async function countRows(fresh: Fresh): Promise<void> {
	if (database === "postgresql") await besides(fresh.url, async (client) => client.query("ANALYZE"));
}
