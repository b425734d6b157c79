// Databases on the PostgreSQL server of this run, each for one test. It drops what it made, and nothing else.
import { randomBytes } from "node:crypto";
import pg from "pg";
import { inject } from "vitest";

const made: string[] = [];

/** The URL of a new database: with all tables, or with nothing in it. */
export const freshDatabase = (content: "migrated" | "empty"): Promise<string> =>
	make(content === "migrated" ? `${inject("postgres").prefix}_template` : undefined);

/** The URL of a copy of one that nobody is connected to. */
export const copyOfDatabase = (url: string): Promise<string> => make(new URL(url).pathname.slice(1));

async function make(template: string | undefined): Promise<string> {
	const name = `${inject("postgres").prefix}_${randomBytes(6).toString("hex")}`;
	await onServer((client) => client.query(`CREATE DATABASE ${name}${template ? ` TEMPLATE ${template}` : ""}`));
	made.push(name);
	return databaseUrl(name);
}

/** All that this file made. */
export async function dropDatabases(): Promise<void> {
	if (made.length === 0) return;
	await onServer(async (client) => {
		for (const name of made.splice(0)) await client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
	});
}

/** The server's URL with another database in it. */
export function databaseUrl(name: string): string {
	const url = new URL(inject("postgres").url);
	url.pathname = `/${name}`;
	return url.href;
}

/** Asks the database of a URL something, beside whatever else is connected to it. */
export async function besides<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
	const client = new pg.Client({ connectionString: url });
	// Tests end connections by force.
	client.on("error", () => {});
	await client.connect();
	try {
		return await work(client);
	} finally {
		await client.end();
	}
}

const onServer = <T>(work: (client: pg.Client) => Promise<T>): Promise<T> => besides(inject("postgres").url, work);
