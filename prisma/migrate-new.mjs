// Writes the next migration: the SQL that leads from the migrations so far to the schema. `npm run migrate:new -- what_it_does`.
// With --check it writes nothing, and fails when schema and migrations have drifted apart. It touches no database.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { defaultMigrationsFolder, defaultSchemaFile, openEngine } from "./engine.mjs";

const { values, positionals } = parseArgs({
	options: {
		check: { type: "boolean", default: false },
		schema: { type: "string", default: defaultSchemaFile },
		migrations: { type: "string", default: defaultMigrationsFolder },
	},
	allowPositionals: true,
});

const engine = await openEngine(":memory:", { schemaFile: values.schema, migrationsFolder: values.migrations });
const sql = await engine.difference();
await engine.dispose();

if (values.check) check();
else if (sql === "") console.log("The migrations already lead to the schema: nothing to write.");
else write(positionals[0]);

function check() {
	if (sql === "") return;
	console.error(`prisma/schema.prisma and its migrations differ. Run: npm run migrate:new -- what_it_does\n\n${sql}`);
	process.exitCode = 1;
}

/** @param {string | undefined} name what the migration does, in snake_case */
function write(name) {
	if (!name || !/^[a-z0-9_]+$/.test(name)) {
		console.error("Name the migration in small letters and underscores: npm run migrate:new -- what_it_does");
		process.exitCode = 1;
		return;
	}
	const stamp = new Date().toISOString().replace(/\D/g, "").slice(0, 14);
	const folder = join(values.migrations, `${stamp}_${name}`);
	// A table that is made anew has lost its triggers, and the engine knows nothing of them.
	const touchesBook = /CREATE TABLE "(new_)?(Entry|Posting)"/.test(sql);
	const triggers = touchesBook ? `\n${readFileSync(new URL("append-only.sql", import.meta.url), "utf8")}` : "";
	mkdirSync(folder, { recursive: true });
	writeFileSync(join(folder, "migration.sql"), clustered(sql) + triggers);
	console.log(`Wrote ${folder}. Read it before you commit it.`);
}

/**
 * A table with a key of several columns is kept in the order of that key: without it SQLite keeps the rows in the order in
 * which they came, and the key once more beside them. Prisma does not know of it and does not mind.
 * @param {string} sql
 */
function clustered(sql) {
	return sql.replace(/(CREATE TABLE [^;]*?\n {4}PRIMARY KEY \([^;]*?\n\));/g, "$1 WITHOUT ROWID;");
}
