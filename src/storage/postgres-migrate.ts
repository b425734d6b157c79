// Brings a PostgreSQL database's tables to what this version needs, or says why it cannot. All of what is missing or nothing,
// in one transaction, by one process at a time. No engine is needed here: a migration is sent whole, as it was written.
import { createHash, randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type pg from "pg";
import { CannotOpen } from "./cannot-open.ts";
import { belongsToAnother, missingMigrations, notReady } from "./migrations.ts";

// The same distance from src/storage and from dist/storage.
const ownMigrations = fileURLToPath(new URL("../../prisma/migrations/postgresql", import.meta.url));

/** Prisma's own command line holds this one, too, while it migrates. */
const MIGRATION_LOCK = 72_707_369;
/** Bots of the version before may be at work: what they hold is free again sooner than that. */
const LONGEST_WAIT_MS = 30_000;

export type MigrateOptions = { apply: boolean; folder?: string | undefined; place: string };

export async function migratePostgres(client: pg.Client, { apply, folder, place }: MigrateOptions): Promise<void> {
	const from = folder ?? ownMigrations;
	const missing = async () => missingMigrations(from, await appliedTo(client, place), place);
	if ((await missing()).length === 0) return;
	if (!apply) throw notReady(place);
	try {
		await client.query("BEGIN");
		await client.query("SELECT pg_advisory_xact_lock($1)", [MIGRATION_LOCK]);
		await client.query(`SET LOCAL lock_timeout = ${LONGEST_WAIT_MS}`);
		await client.query(HISTORY);
		// Another process may have been first.
		for (const name of await missing()) await applyOne(client, from, name);
		await client.query("COMMIT");
	} catch (error) {
		await client.query("ROLLBACK").catch(() => {});
		if (error instanceof CannotOpen || (error instanceof Error && "code" in error && error.code === "42501"))
			throw error;
		const said = error instanceof Error ? error.message : String(error);
		throw new CannotOpen(`${place} could not be prepared for this version; it is as it was.\n${said}`, {
			cause: error,
		});
	}
}

async function applyOne(client: pg.Client, folder: string, name: string): Promise<void> {
	const script = readFileSync(join(folder, name, "migration.sql"), "utf8");
	await client.query(script);
	const checksum = createHash("sha256").update(script).digest("hex");
	await client.query(
		`INSERT INTO "_prisma_migrations" ("id", "checksum", "migration_name", "finished_at", "applied_steps_count")
		VALUES ($1, $2, $3, now(), 1)`,
		[randomUUID(), checksum, name],
	);
}

async function appliedTo(client: pg.Client, place: string): Promise<string[]> {
	const { rows: tables } = await client.query<{ name: string }>(TABLES);
	if (!tables.some(({ name }) => name === "_prisma_migrations")) {
		if (tables[0]) throw belongsToAnother(place, tables[0].name, "database");
		return [];
	}
	const { rows } = await client.query<{ name: string }>(
		`SELECT "migration_name" AS "name" FROM "_prisma_migrations" WHERE "finished_at" IS NOT NULL AND "rolled_back_at" IS NULL`,
	);
	return rows.map(({ name }) => name);
}

/** Of the schema that tables are made in; those that an extension brought are nobody's. */
const TABLES = `SELECT c.relname AS "name" FROM pg_class c WHERE c.relnamespace = current_schema()::regnamespace
	AND c.relkind IN ('r', 'p') AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass
	AND d.objid = c.oid AND d.deptype = 'e') ORDER BY 1`;

/** Prisma's own table of what was applied. */
const HISTORY = `CREATE TABLE IF NOT EXISTS "_prisma_migrations" ("id" VARCHAR(36) PRIMARY KEY, "checksum" VARCHAR(64) NOT NULL,
	"finished_at" TIMESTAMPTZ, "migration_name" VARCHAR(255) NOT NULL, "logs" TEXT, "rolled_back_at" TIMESTAMPTZ,
	"started_at" TIMESTAMPTZ NOT NULL DEFAULT now(), "applied_steps_count" INTEGER NOT NULL DEFAULT 0)`;
