// Writes the next migration for each database: the SQL that leads from the migrations so far to the schema.
// `npm run migrate:new -- what_it_does`. With --check it writes nothing, and fails when schema and migrations have drifted
// apart. It touches no database: SQLite's migrations are replayed in memory, PostgreSQL's end at the schema kept beside them.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import {
	defaultMigrationsFolder,
	defaultSchemaFile,
	differenceOnPostgres,
	openEngine,
	readMigrations,
} from "./engine.mjs";
import { statisticsAfter } from "./statistics.mjs";

const { values, positionals } = parseArgs({
	options: {
		check: { type: "boolean", default: false },
		schema: { type: "string", default: defaultSchemaFile },
		migrations: { type: "string", default: defaultMigrationsFolder },
	},
	allowPositionals: true,
});

const schema = readFileSync(values.schema, "utf8");
/** The schema that PostgreSQL's migrations lead to. */
const reached = join(values.migrations, "postgresql", "schema.prisma");
const differences = { sqlite: clustered(await onSqlite()), postgresql: await onPostgres() };
const differing = Object.entries(differences).filter(([, sql]) => sql !== "");

if (values.check) check();
else if (differing.length === 0) console.log("The migrations already lead to the schema: nothing to write.");
else write(positionals[0]);

async function onSqlite() {
	const folder = join(values.migrations, "sqlite");
	const engine = await openEngine(":memory:", { schemaFile: values.schema, migrationsFolder: folder });
	const sql = await engine.difference();
	await engine.dispose();
	return sql;
}

function onPostgres() {
	return differenceOnPostgres(existsSync(reached) ? readFileSync(reached, "utf8") : "", schema);
}

function check() {
	if (differing.length === 0) return;
	const shown = differing.map(([database, sql]) => `-- ${database}\n${sql}`).join("\n");
	console.error(`prisma/schema.prisma and its migrations differ. Run: npm run migrate:new -- what_it_does\n\n${shown}`);
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
	for (const [database, sql] of differing) {
		const folder = join(values.migrations, database, `${stamp}_${name}`);
		const whole = sql + triggersFor(database, sql);
		const text = database === "sqlite" ? `${whole}\n${statisticsFor(whole)}` : whole;
		mkdirSync(folder, { recursive: true });
		writeFileSync(join(folder, "migration.sql"), text);
		console.log(`Wrote ${folder}. Read it before you commit it.`);
	}
	writeFileSync(reached, schema);
}

/** @param {string} added the new migration, which is not written yet */
function statisticsFor(added) {
	const earlier = readMigrations(join(values.migrations, "sqlite")).migrationDirectories;
	return statisticsAfter([...earlier.map(({ migrationFile }) => migrationFile.content.value), added]);
}

/**
 * A table that is made anew has lost its triggers, and the engine knows nothing of them.
 * @param {string} database
 * @param {string} sql
 */
function triggersFor(database, sql) {
	if (!/CREATE TABLE "(new_)?(Entry|Posting|Change)"/.test(sql)) return "";
	return `\n${readFileSync(new URL(`append-only.${database}.sql`, import.meta.url), "utf8")}`;
}

/**
 * A table with a key of several columns and no other index is kept in the order of that key: without it SQLite keeps the
 * rows in the order in which they came, and the key once more beside them. With other indexes it would do harm: SQLite,
 * which knows no figures of a book, would rather walk along such a key than use an index. Prisma does not know of it and
 * does not mind.
 * @param {string} sql
 */
function clustered(sql) {
	const indexed = new Set([...sql.matchAll(/CREATE (?:UNIQUE )?INDEX .* ON "(\w+)"/g)].map(([, table]) => table));
	return sql.replace(/CREATE TABLE "(?:new_)?(\w+)" [^;]*?\n {4}PRIMARY KEY \([^;]*?\n\);/g, (statement, table) =>
		indexed.has(table) ? statement : `${statement.slice(0, -1)} WITHOUT ROWID;`,
	);
}
