// Prisma's own schema engine as WebAssembly, on one SQLite file: no download, no Prisma CLI.
// It must run in a process of its own: it keeps about 50 MB, and holds its database locked until disposed of.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { PrismaBetterSqlite3 } from "@prisma/adapter-better-sqlite3";
import { bindMigrationAwareSqlAdapterFactory } from "@prisma/driver-adapter-utils";
import * as bindings from "@prisma/schema-engine-wasm/schema_engine_bg";

const here = fileURLToPath(new URL(".", import.meta.url));
const nothingExternal = { externalTables: [], externalEnums: [] };

export const defaultSchemaFile = join(here, "schema.prisma");
export const defaultMigrationsFolder = join(here, "migrations", "sqlite");

/**
 * @param {string} databaseFile a path, or ":memory:"
 * @param {{ schemaFile?: string, migrationsFolder?: string }} [options]
 */
export async function openEngine(databaseFile, options = {}) {
	const schemaFile = options.schemaFile ?? defaultSchemaFile;
	const migrationsList = readMigrations(options.migrationsFolder ?? defaultMigrationsFolder);
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
			return stdout && !/^-- This is an empty migration\.\s*$/.test(stdout) ? stdout : "";
		},
		async dispose() {
			engine.free();
			await dispose();
		},
	};
}

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

function readMigrations(baseDir) {
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
