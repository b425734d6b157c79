// Brings a database's tables to what this version needs, or says why it cannot. Looks with plain SQL, and starts Prisma's
// engine in a process of its own only when something is missing: it takes 50 MB and a lock that it does not give back.
import { spawn } from "node:child_process";
import { basename } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import type Database from "better-sqlite3";
import { CannotOpen } from "./cannot-open.ts";
import { belongsToAnother, missingMigrations, notReady } from "./migrations.ts";

// The same distance from src/storage and from dist/storage.
const migrator = fileURLToPath(new URL("../../prisma/migrate.mjs", import.meta.url));
const ownMigrations = fileURLToPath(new URL("../../prisma/migrations/sqlite", import.meta.url));

export type MigrateOptions = {
	/** Whether missing migrations are applied; otherwise they are a reason not to open it. */
	apply: boolean;
	/** Where the migrations are; this version's own by default. */
	folder?: string | undefined;
};

export async function migrate(handle: Database.Database, path: string, options: MigrateOptions): Promise<void> {
	const folder = options.folder ?? ownMigrations;
	if (missing(handle, path, folder).length === 0) return;
	if (!options.apply) throw notReady(basename(path));
	await runMigrator(path, folder);
	const left = missing(handle, path, folder);
	if (left.length > 0) throw new CannotOpen(`${path} still lacks ${left.join(", ")} after migrating`);
}

const missing = (handle: Database.Database, path: string, folder: string): string[] =>
	missingMigrations(folder, appliedTo(handle, path), path);

function appliedTo(handle: Database.Database, path: string): string[] {
	const names = (sql: string) => handle.prepare<[], string>(sql).pluck().all();
	const tables = names("SELECT name FROM sqlite_master WHERE type = 'table'");
	if (tables.includes("_prisma_migrations"))
		return names(
			"SELECT migration_name FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL",
		);
	if (tables[0] !== undefined) throw belongsToAnother(path, tables[0], "file");
	return [];
}

async function runMigrator(path: string, folder: string): Promise<void> {
	const child = spawn(process.execPath, [migrator, path, "--migrations", folder], {
		stdio: ["ignore", "ignore", "pipe"],
	});
	const ended = new Promise<number | null>((resolve, reject) => child.once("error", reject).once("close", resolve));
	const [said, code] = await Promise.all([text(child.stderr), ended]);
	if (code !== 0)
		throw new CannotOpen(`${path} could not be prepared for this version; it is as it was.\n${said.trim()}`);
}
