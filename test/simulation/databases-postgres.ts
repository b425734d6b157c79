// PostgreSQL to play on: the server that TEST_DATABASE_URL names, or one of its own, and a database for every story.
import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { startPostgres } from "../support/postgres-server.ts";
import type { Code } from "./code.ts";
import { type Theatre, warmUp } from "./databases.ts";
import type { Blocked } from "./world.ts";

/** What is tried is not the server: it may forget all when the machine stops. */
const SETTINGS = { fsync: "off", full_page_writes: "off", max_connections: "100" };

export async function openPostgres(code: Code): Promise<Theatre> {
	const { url, stop } = await server();
	const prefix = `goodturn_simulation_${randomBytes(4).toString("hex")}`;
	const template = `${prefix}_template`;
	const admin = await connect(url);
	const inDatabase = (name: string) => Object.assign(new URL(url), { pathname: `/${name}` }).href;
	await admin.query(`CREATE DATABASE ${template}`);
	await (await code.openStorage(inDatabase(template))).close();
	let count = 0;
	return {
		name: "postgresql",
		mostBots: 2,
		async open(playing, bots) {
			count += 1;
			const name = `${prefix}_${count}`;
			await admin.query(`CREATE DATABASE ${name} TEMPLATE ${template}`);
			const storages = await Promise.all(
				Array.from({ length: bots }, () => playing.openStorage(inDatabase(name), { asTheBot: true })),
			);
			for (const storage of storages) await warmUp(storage);
			const beside = await connect(inDatabase(name));
			return {
				storages,
				async isTold(communityId, noticeId) {
					const sql = `SELECT 1 FROM "Notice" WHERE "communityId" = $1 AND "id" = $2`;
					return (await beside.query(sql, [communityId, noticeId])).rows.length > 0;
				},
				blocked: blockedOn(beside),
				async leave() {
					await beside.end();
					for (const storage of storages) await storage.close();
					await admin.query(`DROP DATABASE ${name} WITH (FORCE)`);
				},
			};
		},
		async close() {
			await admin.query(`DROP DATABASE IF EXISTS ${template} WITH (FORCE)`);
			await admin.end();
			await stop();
		},
	};
}

/** The server itself says who waits for whom. */
const blockedOn =
	(beside: pg.Client): Blocked =>
	async (underWay, standing) => {
		if (standing === 0) return false;
		const { rows } = await beside.query<{ count: string }>(
			`SELECT COUNT(*) AS "count" FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
		);
		return Number(rows[0]?.count) >= underWay;
	};

async function connect(url: string): Promise<pg.Client> {
	const client = new pg.Client({ connectionString: url });
	await client.connect();
	return client;
}

async function server(): Promise<{ url: string; stop(): Promise<void> }> {
	const given = process.env["TEST_DATABASE_URL"];
	if (given !== undefined) return { url: given, stop: async () => {} };
	const folder = await mkdtemp(join(tmpdir(), "goodturn-simulation-"));
	const own = await startPostgres(folder, SETTINGS);
	return {
		url: own.url("postgres"),
		async stop() {
			await own.stop();
			await rm(folder, { recursive: true, force: true });
		},
	};
}
