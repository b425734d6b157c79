// Prisma's own schema engine as WebAssembly: no download, no Prisma CLI. On SQLite it works on one file, for PostgreSQL it
// compares schemas without a server. It must run in a process of its own: it keeps about 50 MB, and holds its file locked
// until disposed of.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { PrismaBetterSqlite3 } from "@prisma/adapter-better-sqlite3";
import { bindMigrationAwareSqlAdapterFactory } from "@prisma/driver-adapter-utils";
import * as bindings from "@prisma/schema-engine-wasm/schema_engine_bg";

const here = fileURLToPath(new URL(".", import.meta.url));
const nothingExternal = { externalTables: [], externalEnums: [] };

export const defaultSchemaFile = join(here, "schema.prisma");
/** With a folder for each database. */
export const defaultMigrationsFolder = join(here, "migrations");

/**
 * @param {string} databaseFile a path, or ":memory:"
 * @param {{ schemaFile?: string, migrationsFolder?: string }} [options] the folder with SQLite's migrations
 */
export async function openEngine(databaseFile, options = {}) {
	const schemaFile = options.schemaFile ?? defaultSchemaFile;
	const migrationsList = readMigrations(options.migrationsFolder ?? join(defaultMigrationsFolder, "sqlite"));
	const schema = { files: [{ path: schemaFile, content: readFileSync(schemaFile, "utf8") }] };
	const { adapters, commit, dispose } = trackAdapters(databaseFile);
	await loadEngine();
	const engine = await bindings.SchemaEngine.new(
		{ datamodels: [[schemaFile, schema.files[0].content]] },
		() => {},
		bindMigrationAwareSqlAdapterFactory(adapters),
	);
	return {
		/** Applies all that is missing or, when something fails, nothing. Returns the names of what it applied. */
		async apply() {
			const { appliedMigrationNames } = await engine.applyMigrations({ migrationsList, filters: nothingExternal });
			await commit();
			return appliedMigrationNames;
		},
		/** The SQL that leads from the migrations to the schema; empty when they agree. */
		async difference() {
			const { stdout } = await engine.diff({
				from: { tag: "migrations", ...migrationsList },
				to: { tag: "schemaDatamodel", ...schema },
				script: true,
				exitCode: null,
				filters: nothingExternal,
			});
			return scriptIn(stdout);
		},
		async dispose() {
			engine.free();
			await dispose();
		},
	};
}

/**
 * The SQL for PostgreSQL that leads from one schema to another; empty when it has nothing to do.
 * @param {string} before a schema's text, or nothing at all
 * @param {string} after
 */
export async function differenceOnPostgres(before, after) {
	const named = (text) => ({ path: "schema.prisma", content: forDatabase(text, "postgresql") });
	await loadEngine();
	const engine = await bindings.SchemaEngine.new(
		{ datamodels: [["schema.prisma", named(after).content]] },
		() => {},
		bindMigrationAwareSqlAdapterFactory(noServer),
	);
	const { stdout } = await engine.diff({
		from: before === "" ? { tag: "empty" } : { tag: "schemaDatamodel", files: [named(before)] },
		to: { tag: "schemaDatamodel", files: [named(after)] },
		script: true,
		exitCode: null,
		filters: nothingExternal,
	});
	engine.free();
	// The tables belong where the connection looks for them, which is not "public" everywhere.
	return scriptIn(stdout).replace(/^-- CreateSchema\n.*\n\n/, "");
}

/**
 * The one schema as another database's.
 * @param {string} schema
 * @param {string} database a provider of Prisma
 */
const forDatabase = (schema, database) =>
	schema.replace(/^(\s*provider\s*=\s*)"sqlite"/m, (_line, start) => `${start}"${database}"`);

const scriptIn = (stdout) => (stdout && !/^-- This is an empty migration\.\s*$/.test(stdout) ? stdout : "");

/** To compare two schemas the engine asks a server for its version and for nothing else; an empty answer will do. */
const noServer = {
	provider: "postgres",
	adapterName: "no server",
	connect: async () => silent,
	connectToShadowDb: async () => silent,
};
const silent = {
	provider: "postgres",
	adapterName: "no server",
	queryRaw: async () => ({ columnNames: [], columnTypes: [], rows: [] }),
	executeRaw: async () => 0,
	executeScript: async () => {},
	dispose: async () => {},
	getConnectionInfo: () => ({ schemaName: "public", supportsRelationJoins: true }),
};

let loaded;

/** Once per process: its bindings hold one instance. */
function loadEngine() {
	loaded ??= (async () => {
		// Where the engine tells why it panicked, before it throws a bare RuntimeError.
		globalThis.PRISMA_WASM_PANIC_REGISTRY = { set_message: (message) => console.error(message) };
		const script = fileURLToPath(import.meta.resolve("@prisma/schema-engine-wasm/schema_engine_bg"));
		const { instance } = await WebAssembly.instantiate(readFileSync(script.replace(/\.js$/, ".wasm")), {
			"./schema_engine_bg.js": bindings,
		});
		bindings.__wbg_set_wasm(instance.exports);
		instance.exports.__wbindgen_start();
	})();
	return loaded;
}

export function readMigrations(baseDir) {
	const names = readdirSync(baseDir, { withFileTypes: true })
		.filter((entry) => entry.isDirectory())
		.map((entry) => entry.name)
		.sort();
	const read = (name) => readFileSync(join(baseDir, name, "migration.sql"), "utf8");
	return {
		baseDir,
		lockfile: { path: "migration_lock.toml", content: readFileSync(join(baseDir, "migration_lock.toml"), "utf8") },
		shadowDbInitScript: "",
		migrationDirectories: names.map((name) => ({
			path: name,
			migrationFile: { path: "migration.sql", content: { tag: "ok", value: read(name) } },
		})),
	};
}

/** The engine never closes what it opens, so that every connection is remembered here. */
function trackAdapters(databaseFile) {
	const inner = new PrismaBetterSqlite3({ url: databaseFile, timeout: 30_000 }, { shadowDatabaseUrl: ":memory:" });
	const main = [];
	const shadow = [];
	const connect = async () => {
		const adapter = await inner.connect();
		main.push(adapter);
		// The engine opens no transaction around its migrations on SQLite: with one, a crash leaves nothing half done.
		// Rebuilding a table must not follow foreign keys, and inside a transaction that can no longer be switched.
		await adapter.executeScript("PRAGMA foreign_keys = OFF; BEGIN IMMEDIATE");
		return adapter;
	};
	const connectToShadowDb = async () => {
		const adapter = await inner.connectToShadowDb();
		shadow.push(adapter);
		// The engine asks for a partial index's text with its name in double quotes, which this build of SQLite takes for a column.
		const query = adapter.queryRaw.bind(adapter);
		adapter.queryRaw = ({ sql, ...rest }) =>
			query({ sql: sql.replace(/ AND name = "(\w+)";$/, " AND name = '$1';"), ...rest });
		// It replays whole migrations as if each were one statement, which the adapter cannot prepare.
		adapter.executeRaw = async (query) => {
			await adapter.executeScript(query.sql);
			return 0;
		};
		return adapter;
	};
	return {
		adapters: { provider: inner.provider, adapterName: inner.adapterName, connect, connectToShadowDb },
		async commit() {
			for (const adapter of main) await adapter.executeScript("COMMIT");
		},
		async dispose() {
			for (const adapter of [...main, ...shadow]) await adapter.dispose();
		},
	};
}
