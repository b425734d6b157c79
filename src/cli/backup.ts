// `goodturn backup`: a copy of the book, made beside the running bot and checked before it gets its name.
// It knows SQLite files alone; a server's copies are made with the server's own program.
import { existsSync, statSync } from "node:fs";
import { basename, dirname, extname, join, resolve } from "node:path";
import { type Environment, readConfig } from "../config.ts";
import { type Verified, verify } from "../ledger/verify.ts";
import { CannotOpen, Damaged } from "../storage/cannot-open.ts";
import { copyBook } from "../storage/copy.ts";
import { openStorage } from "../storage/open.ts";
import { pathOf } from "../storage/open-file.ts";
import { Usage } from "./asked.ts";

type Asked = { environment: Environment; names: string[]; json: boolean; now: Date; print(text: string): void };

/** Resolves with the exit code: 1 when the copy is one of a book whose laws are broken. */
export async function backup({ environment, names, json, now, print }: Asked): Promise<number> {
	if (names.length > 1) throw new Usage("Name one file to copy to.");
	const { databaseUrl } = readConfig(environment);
	if (/^postgres/.test(databaseUrl)) throw new CannotOpen(onAServer);
	const from = pathOf(databaseUrl);
	const to = target(from, names[0], now);
	const laws = await copyBook(from, to, checkLaws);
	const bytes = statSync(to).size;
	if (json) print(JSON.stringify({ path: to, bytes, ...laws }));
	else print(words(to, bytes, laws));
	return laws.ok === false ? 1 : 0;
}

const onAServer = `This book is on a PostgreSQL server, which has a program for that:

  pg_dump --format=custom --file=goodturn.dump "$DATABASE_URL"

and to bring it back into an empty database: pg_restore --dbname="$DATABASE_URL" goodturn.dump (docs/reliability.md).`;

/** The named file; in a named folder, or beside the book, one with the book's name and the time in UTC. */
function target(from: string, name: string | undefined, now: Date): string {
	const named = name === undefined ? dirname(from) : resolve(name);
	if (name !== undefined && !(existsSync(named) && statSync(named).isDirectory())) return named;
	const time = now
		.toISOString()
		.replace(/\.\d+Z$/, "Z")
		.replaceAll(":", "-");
	return join(named, `${basename(from, extname(from))}-${time}.db`);
}

type Laws = {
	ok: boolean | null;
	entries: number;
	postings: number;
	accounts: number;
	breaches: Verified["breaches"];
	note?: string;
};

/** A book of another version can be copied, before an update, but its laws are for that version to check. */
async function checkLaws(copy: string): Promise<Laws> {
	try {
		const storage = await openStorage(`file:${copy}`, { migrate: false });
		try {
			return await verify(storage);
		} finally {
			await storage.close();
		}
	} catch (error) {
		if (!(error instanceof CannotOpen) || error instanceof Damaged) throw error;
		return { ok: null, entries: 0, postings: 0, accounts: 0, breaches: [], note: error.message };
	}
}

function words(to: string, bytes: number, { ok, entries, breaches }: Laws): string {
	const size = `${(bytes / 1_000_000).toFixed(1)} MB`;
	if (ok === null)
		return `Copied to ${to}: ${size}. Its pages are whole; its laws were not checked, as it is another version's book.`;
	if (ok) return `Copied to ${to}: ${size}, ${entries} entries, checked: every law holds.`;
	return `Copied to ${to}: ${size}, ${entries} entries. It is the same as the book, but ${breaches.length} laws of the book do not hold: goodturn verify names them.`;
}
