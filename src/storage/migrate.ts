// Brings a database's tables to what this version needs, or says why it cannot. Looks with plain SQL, and starts Prisma's
// engine in a process of its own only when something is missing: it takes 50 MB and a lock that it does not give back.
import { spawn } from "node:child_process";
import { readdirSync } from "node:fs";
import { basename } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import type Database from "better-sqlite3";
import { CannotOpen } from "./cannot-open.ts";

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
	if (!options.apply)
		throw new CannotOpen(
			`${basename(path)} is not ready for this version yet. Start the bot once: it prepares its database by itself.`,
		);
	await runMigrator(path, folder);
	const left = missing(handle, path, folder);
	if (left.length > 0) throw new CannotOpen(`${path} still lacks ${left.join(", ")} after migrating`);
}

/** Which of the migrations the database lacks, in order. Throws where it has others than those. */
function missing(handle: Database.Database, path: string, folder: string): string[] {
	const known = readdirSync(folder, { withFileTypes: true })
		.filter((entry) => entry.isDirectory())
		.map((entry) => entry.name)
		.sort();
	const applied = appliedTo(handle, path);
	const unknown = applied.filter((name) => !known.includes(name));
	if (unknown.length > 0)
		throw new CannotOpen(
			`${path} was made by a newer version of Goodturn (${unknown.join(", ")}). Install that version again, or a later one; nothing was changed.`,
		);
	return known.filter((name) => !applied.includes(name));
}

function appliedTo(handle: Database.Database, path: string): string[] {
	const names = (sql: string) => handle.prepare<[], string>(sql).pluck().all();
	const tables = names("SELECT name FROM sqlite_master WHERE type = 'table'");
	if (tables.includes("_prisma_migrations"))
		return names(
			"SELECT migration_name FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL",
		);
	if (tables.length > 0)
		throw new CannotOpen(
			`${path} belongs to another program (it has a table ${tables[0]}). Name another file in DATABASE_URL.`,
		);
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
