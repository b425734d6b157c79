// Any number of communities in a database, each with a workspace, a channel and a few members, as if the bot had met them all.
import { besides } from "../storage/postgres-fresh.ts";

/** Each community's workspace has its number, its channel is 2, its members are 2 and on. */
export async function fill(databaseUrl: string, communities: number, members: number): Promise<void> {
	const policy = `{"thanks":{"perDay":10000,"perPairPerDay":10000,"pileMinutes":0},"favor":{"maxOpenPerAsker":10000}}`;
	const since = "TIMESTAMP '2026-10-01 12:00:00'";
	const all = `generate_series(1, ${communities}) AS c`;
	const everybody = `${all}, generate_series(2, ${members + 1}) AS m`;
	await besides(databaseUrl, async (client) => {
		for (const sql of [
			`INSERT INTO "Community" SELECT c, 'Team ' || c, 'UTC', '${policy}', 0, ${since} FROM ${all}`,
			`INSERT INTO "Workspace" SELECT c, c, 'slack', 'T' || c, 'Team ' || c, ${since}, NULL FROM ${all}`,
			`INSERT INTO "Channel" SELECT c, 2, c, 'C' || c, 'general', 'public', true, true, false, ${since} FROM ${all}`,
			`INSERT INTO "Account" SELECT c, m, 'member', 0, 0 FROM ${everybody}`,
			`INSERT INTO "Member" SELECT c, m, 'Person ' || m, 'person', 'UTC', NULL, 'en-US', ${since}, 'off', false, ${since} FROM ${everybody}`,
			`INSERT INTO "Identity" SELECT c, c, 'U' || m, m FROM ${everybody}`,
			...["Community", "Workspace"].map((name) => `SELECT setval('"${name}_id_seq"', ${communities})`),
			"ANALYZE",
		]) {
			await client.query(sql);
		}
	});
}

/** What the book takes on disk, by table with its indexes, in bytes. */
export async function sizes(databaseUrl: string): Promise<Map<string, number>> {
	return besides(databaseUrl, async (client) => {
		const { rows } = await client.query<{ name: string; bytes: string }>(
			`SELECT relname AS "name", pg_total_relation_size(oid) AS "bytes" FROM pg_class
			WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace`,
		);
		return new Map(rows.map(({ name, bytes }) => [name, Number(bytes)]));
	});
}
