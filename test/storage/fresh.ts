// A real, migrated database of one's own, in a few milliseconds: a SQLite file or a PostgreSQL database, by the project that
// the test runs in.
import { copyFile, mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, inject } from "vitest";
import { openStorage } from "../../src/storage/open.ts";
import type { Storage } from "../../src/storage/storage.ts";
import { dropDatabases, freshDatabase } from "./postgres-fresh.ts";

export type Fresh = {
	storage: Storage;
	url: string;
	/** The SQLite file; of no use on PostgreSQL. */
	path: string;
	/** Closes it, opens the same database again, and puts it in place of `storage`. */
	reopen(): Promise<Storage>;
};

/** Which database these tests run on. */
export const database: "sqlite" | "postgresql" = inject("database") ?? "sqlite";

const opened: Fresh[] = [];
const folders: string[] = [];

afterAll(async () => {
	for (const fresh of opened.splice(0)) await fresh.storage.close();
	await dropDatabases();
	// What is still in use goes after the run.
	for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true }).catch(() => {});
});

/** Closed after the file's tests, at the latest; what it is kept in goes, too. */
export async function freshStorage(): Promise<Fresh> {
	const { url, path } = await freshUrl();
	const fresh: Fresh = {
		storage: await openStorage(url),
		url,
		path,
		async reopen() {
			await fresh.storage.close();
			fresh.storage = await openStorage(url);
			return fresh.storage;
		},
	};
	opened.push(fresh);
	return fresh;
}

/** A migrated database that nobody has opened yet. */
async function freshUrl(): Promise<{ url: string; path: string }> {
	if (database === "postgresql") return { url: await freshDatabase("migrated"), path: "" };
	const path = join(await freshFolder(), "goodturn.db");
	await copyFile(join(inject("temporary"), "template.db"), path);
	return { url: `file:${path}`, path };
}

/** An empty folder that goes after the file's tests. */
export async function freshFolder(): Promise<string> {
	const folder = await mkdtemp(join(inject("temporary"), "test-"));
	folders.push(folder);
	return folder;
}
