// The same changes by plain pg: a named prepared statement per row, one transaction per verb, on so many connections;
// nothing read, nothing decided, every value at hand.
import { createHash } from "node:crypto";
import pg from "pg";
import { toServer } from "../../../src/storage/postgres-values.ts";
import { table, tableNames } from "../../../src/storage/tables.ts";
import { type Change, parametersOf, statementOf } from "./changes.ts";

export type ServerReplay = {
	/** Values are laid out; running it sends and commits, and nothing else. */
	prepare(transactions: readonly Change[][]): () => Promise<void>;
	close(): Promise<void>;
};

/** `pipeline`: statements go out without waiting for the answers of those before them, as fast as the driver can. */
export async function openServerReplay(url: string, connections: number, pipeline: boolean): Promise<ServerReplay> {
	const clients = await Promise.all(
		Array.from({ length: connections }, async () => {
			const client = new pg.Client({ connectionString: url, pipeline });
			await client.connect();
			const { rows } = await client.query<{ on: boolean }>(
				`SELECT current_setting('fsync')::bool AND current_setting('synchronous_commit') = 'on' AS "on"`,
			);
			if (!rows[0]?.on) throw new Error("commits would not wait for the disk");
			return client;
		}),
	);
	const names = new Map<string, string>();
	const nameOf = (text: string): string => {
		const name = names.get(text) ?? `r${names.size}`;
		names.set(text, name);
		return name;
	};
	const stepFor = (change: Change) => {
		const text = statementOf(change, (place) => `$${place}`);
		return { name: nameOf(text), text, values: parametersOf(change).map((value) => toServer(value, change.table)) };
	};
	const plain = (text: string) => ({ name: text, text });
	return {
		prepare(transactions) {
			const prepared = transactions.map((changes) => [plain("BEGIN"), ...changes.map(stepFor), plain("COMMIT")]);
			return async () => {
				let next = 0;
				const onOne = async (client: pg.Client) => {
					for (let steps = prepared[next++]; steps; steps = prepared[next++]) {
						if (pipeline) await Promise.all(steps.map((step) => client.query(step)));
						else for (const step of steps) await client.query(step);
					}
				};
				await Promise.all(clients.map(onOne));
			};
		},
		async close() {
			for (const client of clients) await client.end();
		},
	};
}

export async function fingerprintOfServer(url: string): Promise<string> {
	const client = new pg.Client({ connectionString: url });
	await client.connect();
	const hash = createHash("sha256");
	for (const name of tableNames) {
		const order = table(name).key.map((column) => `"${column}"`);
		const { rows } = await client.query<{ row: string }>(`SELECT t::text AS "row" FROM "${name}" t ORDER BY ${order}`);
		for (const { row } of rows) hash.update(`${name} ${row}\n`);
	}
	await client.end();
	return hash.digest("hex");
}
