import { cp, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import Database from "better-sqlite3";
import { describe, expect, test } from "vitest";
import { CannotOpen } from "../../src/storage/cannot-open.ts";
import { type OpenOptions, openStorage } from "../../src/storage/open.ts";
import { freshFolder, freshStorage } from "./fresh.ts";
import { draft } from "./rows.ts";

async function refusal(url: string, options?: OpenOptions): Promise<string> {
	const error: unknown = await openStorage(url, options).then(
		(storage) => storage.close(),
		(reason: unknown) => reason,
	);
	expect(error).toBeInstanceOf(CannotOpen);
	return (error as CannotOpen).message;
}

describe("opening", () => {
	test("makes the folder, the file and the tables, and finds them the second time", async () => {
		const url = `file:${await freshFolder()}/a/b/goodturn.db`;
		const first = await openStorage(url);
		await first.db.draft.create({ data: draft(2) });
		await first.close();
		const second = await openStorage(url);
		expect(await second.db.draft.findMany()).toEqual([draft(2)]);
		await second.close();
	});

	test("takes absolute file URLs with escapes", async () => {
		const { path, storage } = await freshStorage();
		await storage.close();
		await cp(path, `${path} copy`);
		const copy = await openStorage(`file://${path}%20copy`);
		await copy.ping();
		await copy.close();
	});

	test("makes every COMMIT durable, and readers and writers independent", async () => {
		const { storage } = await freshStorage();
		const pragma = (name: string) => storage.db.$queryRawUnsafe(`PRAGMA ${name}`);
		expect(await pragma("journal_mode")).toEqual([{ journal_mode: "wal" }]);
		expect(await pragma("synchronous")).toEqual([{ synchronous: 2n }]);
		expect(await pragma("foreign_keys")).toEqual([{ foreign_keys: 1n }]);
		expect(await pragma("recursive_triggers")).toEqual([{ recursive_triggers: 1n }]);
	});

	test("by two processes at once for the first time works for both", async () => {
		const url = `file:${await freshFolder()}/goodturn.db`;
		const both = await Promise.all([openStorage(url), openStorage(url)]);
		for (const storage of both) await storage.close();
	});
});

describe("what cannot be opened is said in words", () => {
	test("memory, and what is no URL", async () => {
		expect(await refusal("file::memory:")).toContain("must name a file");
		expect(await refusal("./data/goodturn.db")).toContain("must name a file");
	});

	test("another kind of file", async () => {
		const path = join(await freshFolder(), "notes.txt");
		await writeFile(path, "not a database, but long enough to look at its first hundred bytes. ".repeat(20));
		expect(await refusal(`file:${path}`)).toContain(`${path} is not a SQLite database`);
		expect(await readFile(path, "utf8")).toContain("not a database");
	});

	test("a folder, and a folder below a file", async () => {
		const folder = await freshFolder();
		expect(await refusal(`file:${folder}`)).toContain("cannot be opened");
		await writeFile(join(folder, "file"), "");
		expect(await refusal(`file:${folder}/file/below/goodturn.db`)).toContain("cannot be opened");
	});

	test("a folder that cannot be written", async () => {
		// Not even root may make a folder there.
		expect(await refusal("file:/sys/goodturn/goodturn.db")).toContain("cannot be written");
	});

	test("another program's database", async () => {
		const path = join(await freshFolder(), "other.db");
		new Database(path).exec("CREATE TABLE music (id INTEGER)").close();
		expect(await refusal(`file:${path}`)).toContain("belongs to another program");
	});

	test("a database of a newer version, which is left alone", async () => {
		const { storage, url, path } = await freshStorage();
		await storage.close();
		const handle = new Database(path);
		handle.exec(`INSERT INTO _prisma_migrations (id, checksum, migration_name, started_at, finished_at)
			VALUES ('x', 'x', '29990101000000_future', '2999', '2999')`);
		handle.close();
		expect(await refusal(url)).toContain("newer version of Goodturn (29990101000000_future)");
		expect(await refusal(url, { migrate: false })).toContain("newer version of Goodturn");
	});
});

describe("the command line", () => {
	test("opens what the bot made, beside it", async () => {
		const { storage, url } = await freshStorage();
		const beside = await openStorage(url, { migrate: false });
		await beside.transact([1], (tx) => tx.insert("Draft", [draft(2)]));
		await storage.transact([1], (tx) => tx.insert("Draft", [draft(3)]));
		expect(await beside.db.draft.count()).toBe(2);
		await beside.close();
	});

	test("makes and migrates nothing, and says what to do", async () => {
		const path = join(await freshFolder(), "goodturn.db");
		expect(await refusal(`file:${path}`, { migrate: false })).toContain("Start the bot once");
		new Database(path).close();
		await writeFile(path, "");
		expect(await refusal(`file:${path}`, { migrate: false })).toContain("Start the bot once");
	});
});

describe("migrations", () => {
	async function withMigration(sql: string): Promise<string> {
		const folder = join(await freshFolder(), "migrations");
		await cp("prisma/migrations/sqlite", folder, { recursive: true });
		await mkdir(join(folder, "29990101000000_next"));
		await writeFile(join(folder, "29990101000000_next", "migration.sql"), sql);
		return folder;
	}

	test("that are missing are applied at the next start, and rows stay", async () => {
		const { storage, url } = await freshStorage();
		await storage.transact([1], (tx) => tx.insert("Draft", [draft(2)]));
		await storage.close();
		const migrations = await withMigration('ALTER TABLE "Draft" ADD COLUMN "colour" TEXT;');
		expect(await refusal(url, { migrations, migrate: false })).toContain("Start the bot once");
		const migrated = await openStorage(url, { migrations });
		expect(await migrated.db.$queryRaw`SELECT "id", "colour" FROM "Draft"`).toEqual([{ id: 2, colour: null }]);
		await migrated.close();
	});

	test("that fail in the middle leave the database as it was", async () => {
		const { storage, url } = await freshStorage();
		await storage.close();
		const migrations = await withMigration(`CREATE TABLE half (id INTEGER); INSERT INTO nowhere VALUES (1);`);
		expect(await refusal(url, { migrations })).toContain("it is as it was");
		const as = await openStorage(url);
		expect(await as.db.$queryRaw`SELECT name FROM sqlite_master WHERE name = 'half'`).toEqual([]);
		await as.close();
	});
});
