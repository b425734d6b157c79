// A book whose communities are spread over partitions of each table, as a server does it for very large tables: the same bot
// works on it, unchanged, because every key holds the community. A distributed database asks the same of the keys, and more of
// the statements: see docs/scale.md.
import { afterAll, expect, test } from "vitest";
import { verify } from "../../src/ledger/verify.ts";
import { openStorage } from "../../src/storage/open.ts";
import { besides, dropDatabases, freshDatabase } from "../storage/postgres-fresh.ts";
import { fill } from "./communities.ts";
import { startWorker, together } from "./workers.ts";

afterAll(dropDatabases);

const PARTITIONS = 4;
const COMMUNITIES = 20;
const MEMBERS = 5;
const FRIDAY = new Date("2026-11-20T12:00:00Z");
const MONDAY = new Date("2026-11-23T09:00:00Z");

/** Those of communities; the two that lead to them stay whole. */
const TABLES = `SELECT relname AS "name" FROM pg_class WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace
	AND relname NOT IN ('Community', 'Workspace', '_prisma_migrations')`;

/** Made anew with the same columns, keys and indexes: the server refuses a unique key without the community. */
async function spread(databaseUrl: string): Promise<void> {
	await besides(databaseUrl, async (client) => {
		const { rows } = await client.query<{ name: string }>(TABLES);
		for (const { name } of rows) {
			await client.query(`ALTER TABLE "${name}" RENAME TO "whole"`);
			await client.query(`CREATE TABLE "${name}" (LIKE "whole" INCLUDING ALL) PARTITION BY HASH ("communityId")`);
			for (let part = 0; part < PARTITIONS; part++) {
				const values = `FOR VALUES WITH (MODULUS ${PARTITIONS}, REMAINDER ${part})`;
				await client.query(`CREATE TABLE "${name}_${part}" PARTITION OF "${name}" ${values}`);
			}
			await client.query(`DROP TABLE "whole" CASCADE`);
		}
		await client.query(
			`ALTER TABLE "Posting" ADD FOREIGN KEY ("communityId", "entryId") REFERENCES "Entry" ("communityId", "id")`,
		);
	});
}

test("a book in partitions is the same book", async () => {
	const url = await freshDatabase("migrated");
	await spread(url);
	await fill(url, COMMUNITIES, MEMBERS);
	const workers = await Promise.all([startWorker(url), startWorker(url)]);
	const half = COMMUNITIES / 2;
	await together(workers, FRIDAY, (index) => {
		return { act: "settle", from: index * half, to: (index + 1) * half, each: 3, members: MEMBERS, width: 16 };
	});
	const lines = await together(workers, FRIDAY, () => ({ act: "send" }));
	await together(workers, MONDAY, () => ({ act: "tick" }));
	const boards = await together(workers, MONDAY, () => ({ act: "send" }));
	await Promise.all(workers.map((worker) => worker.stop()));

	const sent = [...lines.each, ...boards.each].flatMap(({ sent: keys = [] }) => keys);
	expect(new Set(sent).size).toBe(sent.length);
	// The board, and the word of the month.
	expect(boards.each.flatMap(({ sent: keys = [] }) => keys)).toHaveLength(2 * COMMUNITIES);
	const storage = await openStorage(url, { migrate: false });
	expect(await verify(storage)).toMatchObject({ ok: true, breaches: [], entries: COMMUNITIES * 3 });
	await storage.close();
}, 120_000);
