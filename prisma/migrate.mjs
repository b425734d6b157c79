// Applies the missing migrations to one SQLite file, all or none of them, and prints their names as JSON.
// A process of its own: src/storage/migrate.ts starts it, and only when a migration is missing.
import { parseArgs } from "node:util";
import { openEngine } from "./engine.mjs";

const { values, positionals } = parseArgs({ options: { migrations: { type: "string" } }, allowPositionals: true });
const engine = await openEngine(positionals[0], { migrationsFolder: values.migrations });
try {
	console.log(JSON.stringify(await engine.apply()));
} catch (error) {
	console.error(error instanceof Error ? error.message : error);
	process.exitCode = 1;
} finally {
	await engine.dispose();
}
