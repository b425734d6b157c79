// A real, migrated SQLite file of one's own, in a few milliseconds.
import { copyFile, mkdtemp } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, inject } from "vitest";
import { openStorage } from "../../src/storage/open.ts";
import type { Storage } from "../../src/storage/storage.ts";

export type Fresh = {
	storage: Storage;
	url: string;
	path: string;
	/** Closes it, opens the same file again, and puts it in place of `storage`. */
	reopen(): Promise<Storage>;
};

const opened: Fresh[] = [];

afterAll(async () => {
	for (const fresh of opened.splice(0)) await fresh.storage.close();
});

/** Closed after the file's tests, at the latest; the folder goes after the run. */
export async function freshStorage(): Promise<Fresh> {
	const path = join(await freshFolder(), "goodturn.db");
	await copyFile(join(inject("temporary"), "template.db"), path);
	const url = `file:${path}`;
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

/** An empty folder that goes after the run. */
export const freshFolder = (): Promise<string> => mkdtemp(join(inject("temporary"), "test-"));
