// The databases that a story may be played on, by name.
import type { Code } from "./code.ts";
import { openSqlite, type Theatre } from "./databases.ts";
import { openPostgres } from "./databases-postgres.ts";

/** sqlite, postgresql or both. */
export async function openTheatres(on: string, code: Code): Promise<Theatre[]> {
	if (on === "both") return [await openSqlite(code), await openPostgres(code)];
	if (on === "postgresql") return [await openPostgres(code)];
	if (on === "sqlite") return [await openSqlite(code)];
	throw new Error(`there is no stage called ${on}: it is sqlite, postgresql or both`);
}
