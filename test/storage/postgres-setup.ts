// Runs once before the tests on PostgreSQL: a server of their own, or the one that TEST_DATABASE_URL names, and in it a
// migrated database that each test copies. What was made here goes when all are done, and nothing else.
import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import pg from "pg";
import type { TestProject } from "vitest/node";
import { openStorage } from "../../src/storage/open.ts";
import { placeFor } from "../support/in-memory.ts";
import { startPostgres } from "../support/postgres-server.ts";

declare module "vitest" {
	interface ProvidedContext {
		/** A server's URL, any of its databases in it, and what the names of this run's databases begin with. */
		postgres: { url: string; prefix: string };
	}
}

/** Nobody switches the machine off while tests run: what a killed server has written is there without it. */
const SETTINGS = { fsync: "off", full_page_writes: "off", max_connections: "200", max_wal_size: "512MB" };
/** A database takes eight megabytes, and one file's tests make up to a hundred and twenty. */
const ROOM_BYTES = 2 ** 32;

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
	const given = process.env["TEST_DATABASE_URL"];
	const { url, stop } = given ? { url: given, stop: async () => {} } : await startOwn();
	const prefix = `goodturn_test_${randomBytes(4).toString("hex")}`;
	const template = `${prefix}_template`;
	try {
		await ask(url, `CREATE DATABASE ${template}`);
		const storage = await openStorage(inDatabase(url, template));
		await storage.close();
	} catch (error) {
		await stop();
		throw error;
	}
	project.provide("postgres", { url, prefix });
	return async () => {
		if (given) await dropAll(url, prefix);
		await stop();
	};
}

async function startOwn() {
	const folder = await mkdtemp(join(await placeFor(ROOM_BYTES), "goodturn-postgres-"));
	const server = await startPostgres(folder, SETTINGS);
	return {
		url: server.url("postgres"),
		async stop() {
			await server.stop();
			await rm(folder, { recursive: true, force: true });
		},
	};
}

/** Those of this run, by a name that nobody else can have given. */
async function dropAll(url: string, prefix: string): Promise<void> {
	const names = await ask(url, `SELECT datname AS name FROM pg_database WHERE starts_with(datname, '${prefix}')`);
	for (const { name } of names) await ask(url, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
}

async function ask(url: string, sql: string): Promise<{ name: string }[]> {
	const client = new pg.Client({ connectionString: url });
	await client.connect();
	try {
		return (await client.query<{ name: string }>(sql)).rows;
	} finally {
		await client.end();
	}
}

function inDatabase(url: string, database: string): string {
	const other = new URL(url);
	other.pathname = `/${database}`;
	return other.href;
}
