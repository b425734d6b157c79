// Opening a PostgreSQL database: made ready by itself, by whoever comes first; what stands in the way is said in words, and
// never with a password.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { cp, mkdir, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { describe, expect, onTestFinished, test } from "vitest";
import { CannotOpen } from "../../src/storage/cannot-open.ts";
import { examineDatabase, type OpenOptions, openStorage } from "../../src/storage/open.ts";
import { freshFolder, freshStorage } from "./fresh.ts";
import { besides, databaseUrl, freshDatabase } from "./postgres-fresh.ts";
import { draft } from "./rows.ts";

const PASSWORD = "hush-hush";

async function refusal(url: string, options?: OpenOptions): Promise<string> {
	const error: unknown = await openStorage(url, options).then(
		(storage) => storage.close(),
		(reason: unknown) => reason,
	);
	expect(error).toBeInstanceOf(CannotOpen);
	const { message } = error as CannotOpen;
	expect(message).not.toContain(PASSWORD);
	return message;
}

/** The same server with something else about it. */
function changed(url: string, what: (url: URL) => void): string {
	const other = new URL(url);
	what(other);
	return other.href;
}

describe("opening", () => {
	test("makes the tables, and finds them the second time", async () => {
		const url = await freshDatabase("empty");
		const first = await openStorage(url);
		await first.db.draft.create({ data: draft(2) });
		await first.close();
		const second = await openStorage(url.replace("postgres:", "postgresql:"));
		expect(await second.db.draft.findMany()).toEqual([draft(2)]);
		await second.close();
	});

	test("in another schema keeps everything there", async () => {
		const url = await freshDatabase("empty");
		await besides(url, (client) => client.query("CREATE SCHEMA elsewhere"));
		const elsewhere = changed(url, (one) => one.searchParams.set("options", "-c search_path=elsewhere"));
		const storage = await openStorage(elsewhere);
		await storage.transact([1], (tx) => tx.insert("Draft", [draft(2)]));
		expect(await storage.db.draft.findMany()).toEqual([draft(2)]);
		await storage.close();
		const found = await besides(url, (client) => client.query('SELECT "id" FROM elsewhere."Draft"'));
		expect(found.rows).toEqual([{ id: 2 }]);
	});

	test("by four processes at once for the first time works for all, and is done once", async () => {
		const url = await freshDatabase("empty");
		const processes = Array.from({ length: 4 }, () =>
			spawn(process.execPath, ["test/storage/opener.mjs", url], { stdio: ["ignore", "pipe", "pipe"] }),
		);
		const ends = processes.map((child) => Promise.all([text(child.stdout), text(child.stderr)]));
		expect(await Promise.all(ends)).toEqual(Array(4).fill(["open\n", ""]));
		const { rows } = await besides(url, (client) =>
			client.query('SELECT "migration_name", COUNT(*)::int AS "times" FROM "_prisma_migrations" GROUP BY 1'),
		);
		expect(rows.length).toBeGreaterThan(0);
		expect(rows.filter(({ times }) => times !== 1)).toEqual([]);
	});

	test("loads nothing of SQLite, and opening a file nothing of PostgreSQL", async () => {
		const loaded = async (url: string) => {
			const child = spawn(process.execPath, ["test/storage/opener.mjs", url, "tell"], {
				stdio: ["ignore", "pipe", "inherit"],
			});
			return text(child.stdout);
		};
		const onServer = await loaded(await freshDatabase("migrated"));
		expect(onServer).toContain("node_modules/pg/");
		expect(onServer).not.toMatch(/better.sqlite3/);
		const onFile = await loaded(`file:${join(await freshFolder(), "goodturn.db")}`);
		expect(onFile).toMatch(/better.sqlite3/);
		expect(onFile).not.toContain("node_modules/pg/");
	});

	test("every COMMIT is on disk before it is acknowledged, whatever the server's default", async () => {
		const { url } = await freshStorage();
		const name = new URL(url).pathname.slice(1);
		const set = async (value: string) => {
			await besides(url, (client) => client.query(`ALTER DATABASE ${name} SET synchronous_commit = ${value}`));
			const storage = await openStorage(url);
			const rows = await storage.db.$queryRaw`SELECT current_setting('synchronous_commit') AS is`;
			await storage.close();
			return rows;
		};
		expect(await set("off")).toEqual([{ is: "on" }]);
		expect(await set("remote_apply")).toEqual([{ is: "remote_apply" }]);
	});
});

describe("what cannot be opened is said in words:", () => {
	test.each([
		["postgres://", "must name a server and a database"],
		["postgres://host", "must name a server and a database"],
		["postgres://user:100%@host/db", "%40 %3A %2F %23 %25"],
		[`postgres://user:${PASSWORD}@127.0.0.1:1/db`, "the database db at 127.0.0.1:1 does not answer"],
		[`postgres://user:${PASSWORD}@nowhere.invalid/db`, "no machine has that name"],
		["postgres:///db?host=/nowhere/at/all", "does not answer"],
		["postgres://user@127.0.0.1:1/db?sslrootcert=/nowhere/ca.pem", "sslrootcert, sslcert or sslkey cannot be read"],
	])("%s", async (url, words) => {
		expect(await refusal(url)).toContain(words);
	});

	test("a wrong password, and none", async () => {
		const { url } = await freshStorage();
		const wrong = changed(url, (one) => {
			one.password = PASSWORD;
		});
		expect(await refusal(wrong)).toContain("refuses this user or password");
		const none = changed(url, (one) => {
			one.password = "";
		});
		expect(await refusal(none)).toContain("asks for a password");
	});

	test("a database that is none", async () => {
		expect(await refusal(databaseUrl("goodturn_is_not_here"))).toMatch(/goodturn_is_not_here at .* does not exist/);
	});

	test("a server that does not encrypt, or not so that it could be checked, where that is asked", async () => {
		const { url } = await freshStorage();
		const encrypted = changed(url, (one) => one.searchParams.set("sslmode", "require"));
		expect(await refusal(encrypted)).toMatch(/does not encrypt|has a certificate that cannot be checked/);
	});

	test("a server that is none", async () => {
		const server = createServer((socket) => socket.end("HTTP/1.1 400 Bad Request\r\n\r\n")).listen(0, "127.0.0.1");
		await once(server, "listening");
		onTestFinished(() => void server.close());
		const { port } = server.address() as { port: number };
		expect(await refusal(`postgres://user:${PASSWORD}@127.0.0.1:${port}/db`)).toMatch(/does not answer/);
	});

	test("one that only reads", async () => {
		const { url, storage } = await freshStorage();
		await storage.close();
		const name = new URL(url).pathname.slice(1);
		await besides(url, (client) => client.query(`ALTER DATABASE ${name} SET default_transaction_read_only = on`));
		expect(await refusal(url)).toContain("can only be read");
	});

	test("a user who may not make tables", async () => {
		const url = await freshDatabase("empty");
		const user = `goodturn_guest_${Math.random().toString(36).slice(2)}`;
		await besides(url, (client) => client.query(`CREATE ROLE ${user} LOGIN PASSWORD '${PASSWORD}'`));
		onTestFinished(() => besides(url, async (client) => void (await client.query(`DROP ROLE ${user}`))));
		const asGuest = changed(url, (one) => {
			one.username = user;
			one.password = PASSWORD;
		});
		expect(await refusal(asGuest)).toContain("does not let this user make tables");
	});

	test("another program's database, and one of a newer version, which are left alone", async () => {
		const other = await freshDatabase("empty");
		await besides(other, (client) => client.query("CREATE TABLE music (id INTEGER)"));
		expect(await refusal(other)).toContain("belongs to another program (it has a table music)");
		const { url } = await freshStorage();
		await besides(url, (client) =>
			client.query(`INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at)
				VALUES ('x', 'x', '29990101000000_future', now())`),
		);
		expect(await refusal(url)).toContain("newer version of Goodturn (29990101000000_future)");
	});
});

describe("migrations", () => {
	async function withMigration(sql: string): Promise<string> {
		const folder = join(await freshFolder(), "migrations");
		await cp("prisma/migrations/postgresql", folder, { recursive: true });
		await mkdir(join(folder, "29990101000000_next"));
		await writeFile(join(folder, "29990101000000_next", "migration.sql"), sql);
		return folder;
	}

	test("that are missing are applied at the next start, by the bot alone, and rows stay", async () => {
		const { storage, url } = await freshStorage();
		await storage.transact([1], (tx) => tx.insert("Draft", [draft(2)]));
		const migrations = await withMigration(`ALTER TABLE "Draft" ADD COLUMN "colour" TEXT;
			CREATE FUNCTION two() RETURNS integer LANGUAGE plpgsql AS $$ BEGIN PERFORM 1; RETURN 2; END $$;`);
		expect(await refusal(url, { migrations, migrate: false })).toContain("Start the bot once");
		const migrated = await openStorage(url, { migrations });
		expect(await migrated.db.$queryRaw`SELECT "id", "colour", two() FROM "Draft"`).toEqual([
			{ id: 2, colour: null, two: 2 },
		]);
		await migrated.close();
		// A bot of the version before, at work beside it.
		await storage.transact([1], (tx) => tx.insert("Draft", [draft(3)]));
		expect(await storage.read((query) => query('SELECT "id" FROM "Draft" ORDER BY "id"', []))).toHaveLength(2);
	});

	test("that fail in the middle leave the database as it was", async () => {
		const { url } = await freshStorage();
		const migrations = await withMigration("CREATE TABLE half (id INTEGER); INSERT INTO nowhere VALUES (1);");
		expect(await refusal(url, { migrations })).toContain("it is as it was");
		const { rows } = await besides(url, (client) => client.query("SELECT to_regclass('half') AS half"));
		expect(rows).toEqual([{ half: null }]);
		await (await openStorage(url)).close();
	});
});

describe("the command line", () => {
	test("opens what the bot made, beside it, and makes nothing", async () => {
		const { storage, url } = await freshStorage();
		const beside = await openStorage(url, { migrate: false });
		await beside.transact([1], (tx) => tx.insert("Draft", [draft(2)]));
		expect(await storage.db.draft.count()).toBe(1);
		await beside.close();
		expect(await refusal(await freshDatabase("empty"), { migrate: false })).toContain("Start the bot once");
	});

	test("says what should be mended, although it works", async () => {
		const { url } = await freshStorage();
		const { well } = await examineDatabase(url);
		expect(well).toMatch(/^the database goodturn_test_\w+ at \S+, PostgreSQL \d+/);
		const user = `goodturn_guest_${Math.random().toString(36).slice(2)}`;
		await besides(url, (client) =>
			client.query(
				`CREATE ROLE ${user} LOGIN PASSWORD '${PASSWORD}'; GRANT SELECT ON ALL TABLES IN SCHEMA public TO ${user}`,
			),
		);
		onTestFinished(() =>
			besides(url, async (client) => void (await client.query(`DROP OWNED BY ${user}; DROP ROLE ${user}`))),
		);
		const asGuest = changed(url, (one) => {
			one.username = user;
			one.password = PASSWORD;
		});
		const problems = async () => (await examineDatabase(asGuest)).findings.map(({ problem }) => problem);
		expect(await problems()).toContainEqual(expect.stringContaining("may not write the book's tables"));
		await besides(url, (client) => client.query(`GRANT ALL ON ALL TABLES IN SCHEMA public TO ${user}`));
		expect(await problems()).toContainEqual(expect.stringContaining("does not own the book's tables"));
	});
});
