// One source of the database's shape: the schema, its migrations, and the list of tables must all say the same.
import { execFile } from "node:child_process";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import Database from "better-sqlite3";
import { describe, expect, test } from "vitest";
import { type ColumnKind, table, tableNames } from "../../src/storage/tables.ts";
import { freshFolder, freshStorage } from "./fresh.ts";

const run = promisify(execFile);

/** What the check says about a schema: nothing if its migrations lead to it. */
async function drift(schemaFile: string): Promise<string> {
	const command = ["prisma/migrate-new.mjs", "--check", "--schema", schemaFile];
	return run(process.execPath, command).then(
		() => "",
		({ stderr }: { stderr: string }) => stderr,
	);
}

describe("schema and migrations", () => {
	test("agree", async () => {
		expect(await drift("prisma/schema.prisma")).toBe("");
	});

	test.each([
		["a new column", "  balance     Int\n", "  balance     Int\n  colour      String?\n", 'ADD COLUMN     "colour"'],
		["a column that goes", "  balance     Int\n", "", 'CREATE TABLE "new_Account"'],
		[
			"a new index",
			"@@id([communityId, giverId, day",
			"@@index([day])\n  @@id([communityId, giverId, day",
			"CREATE INDEX",
		],
	])("differ by %s, and it is told", async (_name, before, after, sql) => {
		const schema = await readFile("prisma/schema.prisma", "utf8");
		const changed = schema.replace(before, after);
		expect(changed).not.toBe(schema);
		const file = join(await freshFolder(), "schema.prisma");
		await writeFile(file, changed);
		expect(await drift(file)).toContain(sql);
	});
});

test("a migration that makes the book's tables anew brings their triggers back", async () => {
	const folder = await freshFolder();
	const schema = (await readFile("prisma/schema.prisma", "utf8")).replace("  everywhere  Boolean\n", "");
	await writeFile(join(folder, "schema.prisma"), schema);
	await run("cp", ["-r", "prisma/migrations", folder]);
	const migrations = join(folder, "migrations");
	const paths = ["--schema", join(folder, "schema.prisma"), "--migrations", migrations];
	await run(process.execPath, ["prisma/migrate-new.mjs", "forget_everywhere", ...paths]);
	const database = join(folder, "migrated.db");
	await run(process.execPath, ["prisma/migrate.mjs", database, "--migrations", join(migrations, "sqlite")]);
	const handle = new Database(database);
	const triggers = handle.prepare("SELECT name FROM sqlite_master WHERE type = 'trigger' ORDER BY name").pluck().all();
	handle.close();
	expect(triggers).toEqual([
		...["Change_no_delete", "Change_no_update"],
		...["Entry_no_delete", "Entry_no_update", "Posting_no_delete", "Posting_no_update"],
	]);
	// PostgreSQL changes a table as it stands. Both are written by one command, and lead to the schema again.
	const [written] = (await readdir(join(migrations, "postgresql"))).filter((name) =>
		name.endsWith("_forget_everywhere"),
	);
	const sql = await readFile(join(migrations, "postgresql", written ?? "", "migration.sql"), "utf8");
	expect(sql).toContain('ALTER TABLE "Entry" DROP COLUMN "everywhere"');
	await run(process.execPath, ["prisma/migrate-new.mjs", "--check", ...paths]);
});

describe("the list of tables", () => {
	const declared: Record<ColumnKind, string> = {
		Int: "INTEGER",
		BigInt: "BIGINT",
		String: "TEXT",
		Boolean: "BOOLEAN",
		DateTime: "DATETIME",
		Bytes: "BLOB",
	};

	test("has each table of the database, its columns, their kinds and its key", async () => {
		const { path } = await freshStorage();
		const handle = new Database(path, { readonly: true });
		const made = handle
			.prepare(
				"SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT GLOB '_prisma*' AND name NOT GLOB 'sqlite*'",
			)
			.pluck()
			.all();
		expect(made.toSorted()).toEqual(tableNames.toSorted());
		for (const name of tableNames) {
			const columns = handle.pragma(`table_info("${name}")`) as { name: string; type: string; pk: number }[];
			const { kinds, key } = table(name);
			expect(columns.map((column) => [column.name, column.type])).toEqual(
				[...kinds].map(([column, kind]) => [column, declared[kind]]),
			);
			const primary = columns.filter(({ pk }) => pk > 0).toSorted((one, other) => one.pk - other.pk);
			expect(key).toEqual(primary.map((column) => column.name));
		}
		handle.close();
	});

	test("gives each column's name one meaning, so that a query knows how to convert it", () => {
		const converted = (kind: ColumnKind) => (["DateTime", "Boolean", "Bytes"].includes(kind) ? kind : "as it is");
		const meanings = new Map<string, string>();
		for (const name of tableNames)
			for (const [column, kind] of table(name).kinds) {
				expect(`${name}.${column}: ${meanings.get(column) ?? converted(kind)}`).toBe(
					`${name}.${column}: ${converted(kind)}`,
				);
				meanings.set(column, converted(kind));
			}
	});
});
