// Copies of one book for the ways that are measured, on a file or on a server: each begins with the same rows.
import { execFile } from "node:child_process";
import { copyFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import pg from "pg";
import { openStorage } from "../../../src/storage/open.ts";
import type { Storage } from "../../../src/storage/storage.ts";
import type { PostgresServer } from "../../support/postgres-server.ts";
import { fingerprintOfFile } from "./replay.ts";
import { fingerprintOfServer } from "./replay-postgres.ts";

export type Books = {
	/** An empty book, or a copy of one that nobody has open. Answers with where it is. */
	make(name: string, of?: string): Promise<string>;
	open(place: string): Promise<Storage>;
	fingerprint(place: string): Promise<string>;
};

export function booksInFolder(folder: string): Books {
	const pathOf = (name: string) => resolve(join(folder, `${name}.db`));
	return {
		async make(name, of) {
			const path = pathOf(name);
			// Also of what is in the log beside the file: whoever closed it last has emptied that.
			if (of) await copyFile(of, path);
			else await promisify(execFile)(process.execPath, ["prisma/migrate.mjs", path]);
			return path;
		},
		open: (path) => openStorage(`file:${path}`, { migrations: resolve("prisma/migrations/sqlite") }),
		fingerprint: async (path) => fingerprintOfFile(path),
	};
}

export function booksOnServer(server: PostgresServer): Books {
	const open = (url: string) => openStorage(url, { migrations: resolve("prisma/migrations/postgresql") });
	return {
		async make(name, of) {
			const client = new pg.Client({ connectionString: server.url("postgres") });
			await client.connect();
			await client.query(`CREATE DATABASE ${name}${of ? ` TEMPLATE ${new URL(of).pathname.slice(1)}` : ""}`);
			await client.end();
			const url = server.url(name);
			if (!of) await (await open(url)).close();
			return url;
		},
		open,
		fingerprint: fingerprintOfServer,
	};
}
