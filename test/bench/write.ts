// Thanks a second through the ledger, at 1 and at 16 at once, beside plain better-sqlite3 making the same row changes with
// one prepared transaction each. All write to the same disk with synchronous=FULL, in turns; at the end the books must be equal.
import { execFile } from "node:child_process";
import { copyFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { createLedger } from "../../src/ledger/ledger.ts";
import { verify } from "../../src/ledger/verify.ts";
import { openStorage } from "../../src/storage/open.ts";
import type { Storage } from "../../src/storage/storage.ts";
import { type Change, fingerprintOf, openReplay, recordChanges } from "./replay.ts";
import { number, printTable, type Spread, spread, written } from "./table.ts";
import { joinTeam, PEOPLE, type Team } from "./team.ts";

export type WriteFigures = {
	rounds: number;
	thanksPerRound: number;
	/** What one thanks writes: rows by table, inserted and updated. */
	rows: { table: string; inserted: number; updated: number }[];
	/** Thanks a second. */
	raw: Spread;
	one: Spread;
	sixteen: Spread;
	/** Of each round, so that a disturbance of one round spoils no other. */
	oneToRaw: Spread;
	sixteenToRaw: Spread;
};

type Sizes = { rounds: number; thanksPerRound: number };
type Round = { raw: number; one: number; sixteen: number };

export async function measureWrite(folder: string, { rounds, thanksPerRound }: Sizes): Promise<WriteFigures> {
	const first = join(folder, "first.db");
	await promisify(execFile)(process.execPath, ["prisma/migrate.mjs", first]);
	// Everybody has had their first thanks, which says more than the others, before anything is measured.
	await inBook(first, async ({ team }) => thankTogether(team, 0, PEOPLE, 16));
	const total = rounds * thanksPerRound;
	const transactions = await record(await copyOf(first, "recorded"), total);

	const paths = {
		raw: await copyOf(first, "raw"),
		one: await copyOf(first, "one"),
		sixteen: await copyOf(first, "sixteen"),
	};
	const measured = await inBook(paths.one, (one) =>
		inBook(paths.sixteen, async (sixteen) => {
			const replay = openReplay(paths.raw);
			const all: Round[] = [];
			for (let round = 0; round < rounds; round++) {
				const from = PEOPLE + round * thanksPerRound;
				const commit = replay.prepare(transactions.slice(round * thanksPerRound, (round + 1) * thanksPerRound));
				const ways = [
					{ way: "raw", work: commit },
					{ way: "one", work: () => thankTogether(one.team, from, thanksPerRound, 1) },
					{ way: "sixteen", work: () => thankTogether(sixteen.team, from, thanksPerRound, 16) },
				] as const;
				const rates: Round = { raw: 0, one: 0, sixteen: 0 };
				// Each way is first, second and last equally often.
				for (let turn = 0; turn < ways.length; turn++) {
					const { way, work } = ways[(turn + round) % ways.length] ?? ways[0];
					const began = performance.now();
					await work();
					rates[way] = thanksPerRound / ((performance.now() - began) / 1_000);
				}
				all.push(rates);
			}
			replay.close();
			await mustBeInOrder(one.storage);
			await mustBeInOrder(sixteen.storage);
			return all;
		}),
	);
	mustBeEqual(Object.values(paths));
	return {
		rounds,
		thanksPerRound,
		rows: rowsPerThanks(transactions),
		raw: spread(measured.map(({ raw }) => raw)),
		one: spread(measured.map(({ one }) => one)),
		sixteen: spread(measured.map(({ sixteen }) => sixteen)),
		oneToRaw: spread(measured.map(({ one, raw }) => one / raw)),
		sixteenToRaw: spread(measured.map(({ sixteen, raw }) => sixteen / raw)),
	};
}

export function printWrite(figures: WriteFigures): void {
	const { rows, raw, one, sixteen, oneToRaw, sixteenToRaw, rounds, thanksPerRound } = figures;
	const sum = (values: number[]) => values.reduce((a, b) => a + b, 0);
	printTable("One thanks writes", [
		["table", "rows added", "rows changed"],
		...rows.map(({ table, inserted, updated }) => [table, number(inserted, 2), number(updated, 2)]),
		["all", number(sum(rows.map(({ inserted }) => inserted)), 2), number(sum(rows.map(({ updated }) => updated)), 2)],
	]);
	printTable(`Thanks a second: medians (least–most) of ${rounds} alternating rounds of ${number(thanksPerRound)}`, [
		["way", "a second", "ratio to raw"],
		["raw better-sqlite3, one transaction each", written(raw), "1"],
		["ledger, 1 at once", written(one), written(oneToRaw, 2)],
		["ledger, 16 at once", written(sixteen), written(sixteenToRaw, 2)],
	]);
	process.stdout.write("\nAll three books hold the same rows afterwards, and verify finds the ledger's in order.\n");
}

/** Thanks number `from` and those that follow, `width` of them at once. */
async function thankTogether(team: Team, from: number, count: number, width: number): Promise<void> {
	let next = from;
	const giveInTurn = async () => {
		while (next < from + count) await team.thank(next++);
	};
	await Promise.all(Array.from({ length: width }, giveInTurn));
}

async function inBook<T>(path: string, work: (book: { storage: Storage; team: Team }) => Promise<T>): Promise<T> {
	const storage = await openStorage(`file:${path}`, { migrations: resolve("prisma/migrations/sqlite") });
	try {
		return await work({ storage, team: await joinTeam(createLedger(storage)) });
	} finally {
		await storage.close();
	}
}

async function record(path: string, count: number): Promise<Change[][]> {
	const storage = await openStorage(`file:${path}`, { migrations: resolve("prisma/migrations/sqlite") });
	const recorder = recordChanges(storage);
	const team = await joinTeam(createLedger(recorder.storage));
	recorder.transactions.length = 0;
	await thankTogether(team, PEOPLE, count, 1);
	await storage.close();
	if (recorder.transactions.length !== count) throw new Error("a thanks alone should be one transaction");
	return recorder.transactions;
}

/** Also of what is still in the log beside the file: whoever closed it last has emptied that. */
async function copyOf(path: string, name: string): Promise<string> {
	const copy = join(path, "..", `${name}.db`);
	await copyFile(path, copy);
	return copy;
}

async function mustBeInOrder(storage: Storage): Promise<void> {
	const { ok, breaches } = await verify(storage);
	if (!ok) throw new Error(`the book is not in order: ${JSON.stringify(breaches[0])}`);
}

function mustBeEqual(paths: string[]): void {
	if (new Set(paths.map(fingerprintOf)).size > 1) throw new Error("the books differ: the ways did not do the same");
}

function rowsPerThanks(transactions: Change[][]): WriteFigures["rows"] {
	const changes = transactions.flat();
	const rate = (table: string, act: Change["act"]) =>
		changes.filter((change) => change.table === table && change.act === act).length / transactions.length;
	return [...new Set(changes.map(({ table }) => table))].map((table) => ({
		table,
		inserted: rate(table, "insert"),
		updated: rate(table, "update"),
	}));
}
