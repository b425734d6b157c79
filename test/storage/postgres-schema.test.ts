// The second folder of migrations leads to the one schema: on a server, tables made by the migrations are those that the
// schema asks for, and those that the list of tables has.
import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { promisify } from "node:util";
import type pg from "pg";
import { expect, test } from "vitest";
import { type ColumnKind, table, tableNames } from "../../src/storage/tables.ts";
import { freshStorage } from "./fresh.ts";
import { besides, freshDatabase } from "./postgres-fresh.ts";

const shape = async (client: pg.Client): Promise<Record<string, unknown>> => {
	const ask = async (sql: string) => (await client.query<Record<string, string>>(sql)).rows;
	return {
		columns:
			// A column that came later stands at the end.
			await ask(`SELECT table_name, column_name, data_type, datetime_precision, is_nullable, column_default
			FROM information_schema.columns WHERE table_schema = 'public' AND table_name <> '_prisma_migrations' ORDER BY 1, 2`),
		indexes: await ask(`SELECT tablename, indexname, indexdef FROM pg_indexes
			WHERE schemaname = 'public' AND tablename <> '_prisma_migrations' ORDER BY 1, 2`),
		references: await ask(
			`SELECT conname, pg_get_constraintdef(oid) AS definition FROM pg_constraint WHERE contype = 'f' ORDER BY 1`,
		),
	};
};

test("the migrations lead to the schema", async () => {
	const { url } = await freshStorage();
	const made = await besides(url, shape);
	const asked = await besides(await freshDatabase("empty"), async (client) => {
		await client.query(await fromNothing());
		return shape(client);
	});
	expect(made).toEqual(asked);
});

test("the schema kept beside the migrations is the one schema", async () => {
	const [kept, schema] = await Promise.all(
		["prisma/migrations/postgresql/schema.prisma", "prisma/schema.prisma"].map((path) => readFile(path, "utf8")),
	);
	expect(kept).toBe(schema);
});

/** In a process of its own, as the engine asks. */
async function fromNothing(): Promise<string> {
	const code = `import { readFileSync } from "node:fs";
		const { differenceOnPostgres } = await import("./prisma/engine.mjs");
		console.log(await differenceOnPostgres("", readFileSync("prisma/schema.prisma", "utf8")));`;
	const { stdout } = await promisify(execFile)(process.execPath, ["--input-type=module", "-e", code]);
	return stdout;
}

const declared: Record<ColumnKind, string> = {
	Int: "integer",
	BigInt: "bigint",
	String: "text",
	Boolean: "boolean",
	DateTime: "timestamp without time zone",
	Bytes: "bytea",
};

test("the list of tables has each table of the database, its columns, their kinds and its key", async () => {
	const { url } = await freshStorage();
	const [columns, keys] = await besides(url, async (client) => {
		const asked = await client.query<{ table_name: string; column_name: string; data_type: string }>(
			`SELECT table_name, column_name, data_type FROM information_schema.columns
			WHERE table_schema = 'public' AND table_name <> '_prisma_migrations' ORDER BY table_name, column_name`,
		);
		const primary = await client.query<{ table_name: string; column_name: string }>(
			`SELECT table_name, column_name FROM information_schema.key_column_usage
			WHERE constraint_name = table_name || '_pkey' AND table_name <> '_prisma_migrations' ORDER BY table_name, ordinal_position`,
		);
		return [asked.rows, primary.rows];
	});
	expect([...new Set(columns.map((column) => column.table_name))].toSorted()).toEqual(tableNames.toSorted());
	for (const name of tableNames) {
		const { kinds, key } = table(name);
		const own = columns.filter((column) => column.table_name === name);
		expect(own.map((column) => [column.column_name, column.data_type]).sort()).toEqual(
			[...kinds].map(([column, kind]) => [column, declared[kind]]).sort(),
		);
		expect(keys.filter((column) => column.table_name === name).map((column) => column.column_name)).toEqual(key);
	}
});
