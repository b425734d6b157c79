// How the database goes about what the bot asks of it: every statement of a busy minute, caught on its way, with its plan.
// A plan that reads a whole table or a whole community is an error, whatever it cost this time.
import Database from "better-sqlite3";
import type pg from "pg";
import type { Ledger } from "../../../src/ledger/ledger.ts";
import { createLedger } from "../../../src/ledger/ledger.ts";
import { createPostgresStorage } from "../../../src/storage/postgres.ts";
import { createPool } from "../../../src/storage/postgres-pool.ts";
import { createSqliteStorage } from "../../../src/storage/sqlite.ts";

/** Runs what happens once a week: it may read all of a community. */
export type Seldom = (work: () => Promise<unknown>) => Promise<void>;
export type Busy = (ledger: Ledger, seldom: Seldom) => Promise<void>;

export type Plan = { statement: string; steps: string[]; readsAll: boolean };

/** What grows with the book; the others grow with the team. */
const GROWING = [
	"Entry",
	"Posting",
	"Words",
	"Receipt",
	"GivenDay",
	"PairTally",
	"MemberTally",
	"Favor",
	"Reaction",
	"Notice",
	"Post",
];

/** Runs `busy` on a file and tells the plan of each reading statement that it led to. What it changes stays. */
export async function plansOfFile(path: string, busy: Busy): Promise<Plan[]> {
	const statements = new Map<string, { sql: string; often: boolean }>();
	const watch = createWatch();
	const keep = (sql: unknown): void => {
		const text = String(sql);
		if (!/^\s*(SELECT|WITH)/i.test(text)) return;
		const statement = withoutValues(text);
		statements.set(statement, { sql: text, often: watch.often() || statements.get(statement)?.often === true });
	};
	const handle = new Database(path, { verbose: keep });
	const storage = await createSqliteStorage(path, handle, true);
	try {
		await busy(createLedger(storage), watch.seldom);
		// What is in a snapshot, or read by a connection of its own, is not caught: verify reads all on purpose.
		const found = [...statements];
		return found.map(([statement, { sql, often }]) => {
			const steps = handle.prepare<[], { detail: string }>(`EXPLAIN QUERY PLAN ${sql}`).all();
			const details = steps.map(({ detail }) => detail);
			return { statement, steps: details, readsAll: often && details.some((detail) => readsAllOfIt(detail, sql)) };
		});
	} finally {
		await storage.close();
	}
}

/** The same on a server, with what each statement did (EXPLAIN ANALYZE, BUFFERS). */
export async function plansOfServer(url: string, busy: Busy): Promise<Plan[]> {
	const statements = new Map<string, { values: unknown[]; often: boolean }>();
	const watch = createWatch();
	const pool = createPool(url);
	pool.on("connect", (client) => {
		const query = client.query.bind(client) as (...given: unknown[]) => unknown;
		client.query = ((asked: unknown, ...rest: unknown[]) => {
			const { text, values = [] } = typeof asked === "string" ? { text: asked } : (asked as pg.QueryConfig);
			if (/^\s*(SELECT|WITH)/i.test(text) && !/FOR UPDATE|set_config/.test(text)) {
				statements.set(text, { values, often: watch.often() || statements.get(text)?.often === true });
			}
			return query(asked, ...rest);
		}) as typeof client.query;
	});
	const storage = await createPostgresStorage(url, pool);
	const found: Plan[] = [];
	try {
		await busy(createLedger(storage), watch.seldom);
		// On a connection that is set up as the bot's are, so that it plans alike.
		for (const [statement, { values, often }] of [...statements]) {
			const { rows } = await pool.query<{ "QUERY PLAN": string }>({
				text: `EXPLAIN (ANALYZE, BUFFERS, COSTS OFF, TIMING OFF, SUMMARY OFF) ${statement}`,
				values,
			});
			const steps = rows.map((row) => row["QUERY PLAN"]);
			found.push({ statement: withoutValues(statement), steps, readsAll: often && steps.some(readsAllOfServer) });
		}
	} finally {
		await storage.close();
	}
	return found;
}

/** A sequential scan, or an index that is gone through by the community alone: but for the first or the last of it. */
function readsAllOfServer(step: string, place: number, steps: readonly string[]): boolean {
	const table = GROWING.find((name) => step.includes(`on "${name}"`));
	if (table === undefined) return false;
	if (step.includes("Seq Scan")) return true;
	const condition = steps.slice(place + 1, place + 3).find((line) => line.includes("Index Cond:")) ?? "";
	const limited = steps.slice(0, place).some((line) => line.includes("Limit"));
	return /Index Cond: \((\w+\.)?"?communityId"? = [^)]*\)$/.test(condition.trim()) && !limited;
}

function createWatch(): { seldom: Seldom; often(): boolean } {
	let isSeldom = false;
	return {
		async seldom(work) {
			isSeldom = true;
			await work();
			isSeldom = false;
		},
		often: () => !isSeldom,
	};
}

/** So that the same statement with other values is the same. */
const withoutValues = (sql: string): string =>
	sql
		.replace(/'(?:[^']|'')*'/g, "?")
		.replace(/\bx\?/gi, "?")
		.replace(/(?<![\w"])-?\d+(?:\.\d+)?\b/g, "?")
		.replace(/\s+/g, " ")
		.trim();

/** `SCAN Entry`, or a search by the community alone: but the first or the last by the key is found at once. */
function readsAllOfIt(step: string, sql: string): boolean {
	const alias = /^(?:SCAN|SEARCH) (\w+)/.exec(step)?.[1] ?? "";
	const table = GROWING.find(
		(name) => name === alias || new RegExp(`"${name}"\\s+(?:AS\\s+)?"?${alias}"?\\b`).test(sql),
	);
	if (table === undefined || /USING (COVERING )?INDEX \w*nextAt/.test(step)) return false;
	const byCommunityAlone = /\(communityId=\?( AND id[<>]\?)?\)/.test(step);
	if (!step.startsWith("SCAN") && !byCommunityAlone) return false;
	const byKey = /USING (PRIMARY KEY|(COVERING )?INDEX sqlite_autoindex)/.test(step);
	return !(byKey && /MAX\("?id"?\)|LIMIT (1|\?)\b/i.test(sql));
}
