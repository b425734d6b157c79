// Which migrations a database lacks, whatever database it is. It applies none.
import { readdirSync } from "node:fs";
import { CannotOpen } from "./cannot-open.ts";

/** In order. `place` is the database in words. Throws where it has others than those in the folder. */
export function missingMigrations(folder: string, applied: readonly string[], place: string): string[] {
	const known = readdirSync(folder, { withFileTypes: true })
		.filter((entry) => entry.isDirectory())
		.map((entry) => entry.name)
		.sort();
	const unknown = applied.filter((name) => !known.includes(name));
	if (unknown.length > 0)
		throw new CannotOpen(
			`${place} was made by a newer version of Goodturn (${unknown.join(", ")}). Install that version again, or a later one; nothing was changed.`,
		);
	return known.filter((name) => !applied.includes(name));
}

export const notReady = (place: string): CannotOpen =>
	new CannotOpen(`${place} is not ready for this version yet. Start the bot once: it prepares its database by itself.`);

export const belongsToAnother = (place: string, table: string, kind: "file" | "database"): CannotOpen =>
	new CannotOpen(
		`${place} belongs to another program (it has a table ${table}). Name another ${kind} in DATABASE_URL.`,
	);
