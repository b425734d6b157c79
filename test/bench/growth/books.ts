// Books of a given number of entries, loaded into a file or a server, and what can be asked of them from outside: their size,
// whether they are in order, how soon a bot is ready on them. It removes what it made.
import { execFile } from "node:child_process";
import { readFile, rm, stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import pg from "pg";
import { openStorage } from "../../../src/storage/open.ts";
import type { Storage } from "../../../src/storage/storage.ts";
import type { PostgresServer } from "../../support/postgres-server.ts";
import type { Probed } from "../probe.ts";
import { launch } from "../process.ts";
import { surfaces } from "../surfaces.ts";
import { median } from "../table.ts";
import { loadPostgres } from "./load-postgres.ts";
import { loadSqlite } from "./load-sqlite.ts";
import { rowsOf } from "./rows.ts";
import { inventYear } from "./year.ts";

export type LoadedBook = {
	database: "SQLite" | "PostgreSQL";
	entries: number;
	url: string;
	rows: Record<string, number>;
	loadSeconds: number;
	/** Tables and indexes. */
	bytes: number;
	open(): Promise<Storage>;
	remove(): Promise<void>;
};

export async function loadFile(folder: string, entries: number): Promise<LoadedBook> {
	const path = resolve(join(folder, `growth-${entries}.db`));
	const url = `file:${path}`;
	const open = () => openStorage(url, { migrations: resolve("prisma/migrations/sqlite") });
	await promisify(execFile)(process.execPath, ["prisma/migrate.mjs", path]);
	const began = performance.now();
	const rows = Object.fromEntries(loadSqlite(path, rowsOf(inventYear(entries))));
	const loadSeconds = (performance.now() - began) / 1_000;
	return {
		...{ database: "SQLite", entries, url, rows, loadSeconds, open },
		bytes: (await stat(path)).size,
		async remove() {
			for (const end of ["", "-wal", "-shm"]) await rm(`${path}${end}`, { force: true });
		},
	};
}

export async function loadServer(server: PostgresServer, entries: number): Promise<LoadedBook> {
	const name = `growth_${entries}`;
	const url = server.url(name);
	const ask = async <R extends pg.QueryResultRow>(sql: string): Promise<R[]> => {
		const client = new pg.Client({ connectionString: server.url("postgres") });
		await client.connect();
		try {
			return (await client.query<R>(sql)).rows;
		} finally {
			await client.end();
		}
	};
	await ask(`CREATE DATABASE ${name}`);
	const open = () => openStorage(url, { migrations: resolve("prisma/migrations/postgresql") });
	await (await open()).close();
	const began = performance.now();
	const rows = Object.fromEntries(await loadPostgres(url, rowsOf(inventYear(entries))));
	const loadSeconds = (performance.now() - began) / 1_000;
	const [size] = await ask<{ bytes: string }>(`SELECT pg_database_size('${name}') AS "bytes"`);
	return {
		...{ database: "PostgreSQL", entries, url, rows, loadSeconds, open },
		bytes: Number(size?.bytes),
		async remove() {
			await ask(`DROP DATABASE ${name} WITH (FORCE)`);
		},
	};
}

export type VerifyFigures = { seconds: number; entriesPerSecond: number; peakRssMb: number };

/** By the command line, in a process of its own. Throws if the book is not in order. */
export async function verifyAlone(book: LoadedBook, folder: string): Promise<VerifyFigures> {
	const probeFile = resolve(join(folder, "verify-probe.json"));
	const began = performance.now();
	const { stdout } = await promisify(execFile)(
		process.execPath,
		["--import", probeUrl(), resolve("dist/cli/main.js"), "verify", "--json"],
		{ cwd: folder, env: { DATABASE_URL: book.url, BENCH_PROBE: probeFile } },
	).catch((error: { stdout?: string; message: string }) => {
		throw new Error(`the loaded book is not in order: ${error.stdout?.slice(0, 2_000)} ${error.message}`);
	});
	const seconds = (performance.now() - began) / 1_000;
	const { entries } = JSON.parse(stdout) as { entries: number };
	if (entries < book.entries) throw new Error(`${entries} entries where there should be ${book.entries}`);
	const { peakRssMb } = JSON.parse(await readFile(probeFile, "utf8")) as Probed;
	return { seconds, entriesPerSecond: entries / seconds, peakRssMb };
}

export const probeUrl = (): string => pathToFileURL(resolve("dist/bench/test/bench/probe.js")).href;

/** From the start of the process to being ready, on a platform that answers at once. */
export async function startOn(book: LoadedBook, folder: string, runs: number): Promise<number> {
	const surface = surfaces.find(({ name }) => name === "Slack, HTTP");
	if (!surface) throw new Error("there is no such surface");
	const times: number[] = [];
	for (let run = 0; run < runs; run++) {
		const { settings, close } = await surface.open();
		const bot = await launch({ ...settings, DATABASE_URL: book.url }, folder);
		times.push(bot.readyMs);
		await bot.stop();
		await close();
	}
	return median(times);
}
