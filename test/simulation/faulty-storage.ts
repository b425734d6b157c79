// A real database that goes wrong when the world says so: before a transaction, at a statement, at its COMMIT, after it.
// What it does otherwise is what the real one does.
import type { OutOfReach } from "../../src/storage/out-of-reach.ts";
import type { Storage, Transaction } from "../../src/storage/storage.ts";
import type { Life, World } from "./world.ts";

export type Faulty = { real: Storage; world: World; life: Life; OutOfReach: typeof OutOfReach };

export function createFaultyStorage(faulty: Faulty): Storage {
	const { real, world, life, OutOfReach: Unreachable } = faulty;
	return {
		...real,
		db: createFaultyClient(faulty),
		async transact(communityIds, work) {
			await world.point(life, "begins");
			if (world.strikes(life, "begin-fails")) throw new Unreachable("no connection");
			const inside = async (tx: Transaction) => {
				const { open, mustBeWhole } = openFaulty(tx, faulty);
				// A server is not waited for at the beginning: who holds the community would be a matter of chance.
				if (real.lanes > 1) await world.doing(() => tx.query(`SELECT 1 AS "one"`, []));
				const outcome = await work(open);
				mustBeWhole();
				await world.point(life, "commits", { inside: true });
				if (world.strikes(life, "commit-fails")) throw new Unreachable("the connection was lost at COMMIT");
				if (world.strikes(life, "commit-breaks")) throw new Error("disk I/O error");
				return outcome;
			};
			const result = await world.doing(() => real.transact(communityIds, (tx) => world.within(() => inside(tx))));
			await world.point(life, "has committed");
			if (world.strikes(life, "commit-lost")) throw new Unreachable("the connection was lost after COMMIT");
			return result;
		},
		async read(work) {
			await world.point(life, "reads");
			if (world.strikes(life, "read-fails")) throw new Unreachable("no connection");
			const result = await world.doing(() => real.read(work));
			await world.point(life, "has read");
			return result;
		},
	};
}

/** After a failure nothing works any more in a transaction, and it cannot be committed, even where it was caught. */
function openFaulty(tx: Transaction, { real, world, life, OutOfReach: Unreachable }: Faulty) {
	const doing = world.onOneConnection();
	let failure: { error: unknown } | undefined;
	const mustBeWhole = () => {
		if (failure) throw failure.error;
	};
	async function step<R>(what: string, work: () => Promise<R>): Promise<R> {
		mustBeWhole();
		try {
			// On one connection nobody can come in between two statements.
			if (real.lanes === 1) world.pass(life);
			else await world.point(life, what, { inside: true });
			if (world.strikes(life, "statement-fails")) throw new Unreachable("the connection was lost");
			return await doing(work);
		} catch (error) {
			failure = { error };
			throw error;
		}
	}
	const open: Transaction = {
		find: (table, wheres) => step(`finds ${table}`, () => tx.find(table, wheres)),
		insert: (table, rows) => step(`inserts ${table}`, () => tx.insert(table, rows)),
		put: (table, rows) => step(`puts ${table}`, () => tx.put(table, rows)),
		remove: (table, keys) => step(`removes ${table}`, () => tx.remove(table, keys)),
		lastId: (table, communityId) => step(`last ${table}`, () => tx.lastId(table, communityId)),
		query: (sql, params) => step("queries", () => tx.query(sql, params)),
	};
	return { open, mustBeWhole };
}

const READS = /^(?:find|count|aggregate|groupBy)/u;

/** Prisma's model API: each call is a point, and may fail; one that writes may be done and its answer lost. */
function createFaultyClient({ real, world, life }: Faulty): Storage["db"] {
	async function call(what: string, writes: boolean, work: () => Promise<unknown>): Promise<unknown> {
		await world.point(life, what);
		if (world.strikes(life, "read-fails")) throw new Error("no connection");
		const result = await world.doing(work);
		if (writes) await world.point(life, `has ${what}`);
		if (writes && world.strikes(life, "write-lost")) throw new Error("the connection was lost");
		return result;
	}
	const modelProxy = (name: string, model: Record<string, (input: unknown) => Promise<unknown>>) =>
		new Proxy(model, {
			get: (target, method) => {
				const act = target[String(method)];
				if (typeof act !== "function") return act;
				return (input: unknown) =>
					call(`${String(method)} ${name}`, !READS.test(String(method)), async () => act.call(target, input));
			},
		});
	return new Proxy(real.db, {
		get: (target, name) => {
			const found: unknown = Reflect.get(target, name);
			if (name === "$transaction") {
				const run = found as (work: unknown) => Promise<unknown>;
				return (work: unknown) => call("transaction", true, async () => run.call(target, work));
			}
			return typeof found === "object" && found !== null ? modelProxy(String(name), found as never) : found;
		},
	});
}
