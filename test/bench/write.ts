// Thanks a second through the ledger, at 1, 16 and 64 at once, beside the plain driver making the same row changes with one
// prepared transaction each: on a file and on a server. All write to the same disk and wait for it, in turns; at the end
// the books must be equal.
import { createLedger } from "../../src/ledger/ledger.ts";
import { verify } from "../../src/ledger/verify.ts";
import type { Storage } from "../../src/storage/storage.ts";
import { withPostgres } from "./server.ts";
import { number, printTable, type Spread, spread, written } from "./table.ts";
import { joinTeam, PEOPLE, type Team } from "./team.ts";
import { type Books, booksInFolder, booksOnServer } from "./write/books.ts";
import { type Change, recordChanges } from "./write/changes.ts";
import { openReplay } from "./write/replay.ts";
import { openServerReplay } from "./write/replay-postgres.ts";

export type WriteFigures = {
	database: string;
	rounds: number;
	thanksPerRound: number;
	/** What one thanks writes: rows by table, inserted and updated. */
	rows: { table: string; inserted: number; updated: number }[];
	ways: {
		name: string;
		/** Thanks a second. */
		rate: Spread;
		/** What this process computes for each, in µs: noise of the disk and of other processes apart. */
		cpuMicros: Spread;
		/** Beside one of the raw ways: of each round, so that a disturbance of one round spoils no other. */
		ratios: { to: string; ratio: Spread }[];
	}[];
};

export type WriteSizes = { rounds: number; thanksPerRound: number };

/** What is measured; `against` names the raw ways that it is held against. */
type Way = {
	name: string;
	against: string[];
	place: string;
	/** Gets ready; what it answers with is what takes the time. */
	prepare(from: number, count: number): () => Promise<void> | void;
	close(): Promise<void>;
};

export async function measureWrite(folder: string, sizes: WriteSizes): Promise<WriteFigures> {
	const books = booksInFolder(folder);
	return measureWays("SQLite", books, sizes, async (first, transactions) => {
		const raw = await books.make("raw", first);
		const replay = openReplay(raw);
		const rawWay: Way = {
			...{ name: RAW_FILE, against: [], place: raw },
			prepare: (from, count) => replay.prepare(transactions.slice(from, from + count)),
			close: async () => replay.close(),
		};
		return [rawWay, ...(await ledgerWays(books, first, () => [RAW_FILE]))];
	});
}

const RAW_FILE = "raw better-sqlite3, one transaction each";
const rawOn = (connections: number, pipelined: boolean): string =>
	`raw pg, ${connections} ${connections === 1 ? "connection" : "connections"}${pipelined ? ", pipelined" : ""}`;

/** The ledger may use four connections, one for each community at work: here there is one. */
const CONNECTIONS = [1, 4, 16];

export async function measureServerWrite(sizes: WriteSizes): Promise<WriteFigures> {
	return withPostgres((server) => {
		const books = booksOnServer(server);
		return measureWays("PostgreSQL", books, sizes, async (first, transactions) => {
			const ways: Way[] = [];
			for (const [connections, pipelined] of [
				...CONNECTIONS.map((count) => [count, false] as const),
				[1, true] as const,
			]) {
				const place = await books.make(`raw_${connections}${pipelined ? "_pipelined" : ""}`, first);
				const replay = await openServerReplay(place, connections, pipelined);
				ways.push({
					...{ name: rawOn(connections, pipelined), against: [], place },
					prepare: (from, count) => replay.prepare(transactions.slice(from, from + count)),
					close: () => replay.close(),
				});
			}
			const against = (width: number) => [rawOn(1, false), ...(width > 1 ? [rawOn(4, false), rawOn(16, false)] : [])];
			return [...ways, ...(await ledgerWays(books, first, against))];
		});
	});
}

const WIDTHS = [1, 16, 64];

async function ledgerWays(books: Books, first: string, against: (width: number) => string[]): Promise<Way[]> {
	const ways: Way[] = [];
	for (const width of WIDTHS) {
		const place = await books.make(`ledger_${width}`, first);
		const storage = await books.open(place);
		const team = await joinTeam(createLedger(storage));
		ways.push({
			...{ name: `ledger, ${width} at once`, against: against(width), place },
			prepare: (from, count) => () => thankTogether(team, PEOPLE + from, count, width),
			async close() {
				await mustBeInOrder(storage);
				await storage.close();
			},
		});
	}
	return ways;
}

type OpenWays = (first: string, transactions: Change[][]) => Promise<Way[]>;

async function measureWays(database: string, books: Books, sizes: WriteSizes, open: OpenWays): Promise<WriteFigures> {
	const { rounds, thanksPerRound } = sizes;
	const first = await books.make("first");
	// Everybody has had their first thanks, which says more than the others, before anything is measured.
	await inBook(books, first, (team) => thankTogether(team, 0, PEOPLE, 16));
	const transactions = await record(books, await books.make("recorded", first), rounds * thanksPerRound);
	const ways = await open(first, transactions);
	const rates = new Map(ways.map(({ name }) => [name, [] as number[]]));
	const micros = new Map(ways.map(({ name }) => [name, [] as number[]]));
	for (let round = 0; round < rounds; round++) {
		// Each way is first, second and last equally often.
		for (let turn = 0; turn < ways.length; turn++) {
			const way = ways[(turn + round) % ways.length];
			if (!way) continue;
			const work = way.prepare(round * thanksPerRound, thanksPerRound);
			const [began, before] = [performance.now(), process.cpuUsage()];
			await work();
			rates.get(way.name)?.push(thanksPerRound / ((performance.now() - began) / 1_000));
			const { user, system } = process.cpuUsage(before);
			micros.get(way.name)?.push((user + system) / thanksPerRound);
		}
	}
	for (const way of ways) await way.close();
	await mustBeEqual(books, ways);
	const ratesOf = (name: string) => rates.get(name) ?? [];
	return {
		...{ database, rounds, thanksPerRound, rows: rowsPerThanks(transactions) },
		ways: ways.map(({ name, against }) => ({
			name,
			rate: spread(ratesOf(name)),
			cpuMicros: spread(micros.get(name) ?? []),
			ratios: against.map((to) => ({
				to,
				ratio: spread(ratesOf(name).map((rate, round) => rate / (ratesOf(to)[round] ?? Number.NaN))),
			})),
		})),
	};
}

export function printWrite({ database, rows, ways, rounds, thanksPerRound }: WriteFigures): void {
	const sum = (values: number[]) => values.reduce((a, b) => a + b, 0);
	printTable(`One thanks writes on ${database}`, [
		["table", "rows added", "rows changed"],
		...rows.map(({ table, inserted, updated }) => [table, number(inserted, 2), number(updated, 2)]),
		["all", number(sum(rows.map(({ inserted }) => inserted)), 2), number(sum(rows.map(({ updated }) => updated)), 2)],
	]);
	const raws = [...new Set(ways.flatMap(({ ratios }) => ratios.map(({ to }) => to)))];
	printTable(
		`Thanks a second on ${database}: medians (least–most) of ${rounds} alternating rounds of ${number(thanksPerRound)}`,
		[
			["way", "a second", "processor µs", ...raws.map((name) => `to ${name.replace(/, one transaction each/, "")}`)],
			...ways.map(({ name, rate, cpuMicros, ratios }) => [
				name,
				written(rate),
				number(cpuMicros.median),
				...raws.map((raw) => {
					const found = ratios.find(({ to }) => to === raw);
					return found ? written(found.ratio, 2) : "";
				}),
			]),
		],
	);
	process.stdout.write("\nAll books hold the same rows afterwards, and verify finds the ledger's in order.\n");
}

/** Thanks number `from` and those that follow, `width` of them at once. */
async function thankTogether(team: Team, from: number, count: number, width: number): Promise<void> {
	let next = from;
	const giveInTurn = async () => {
		while (next < from + count) await team.thank(next++);
	};
	await Promise.all(Array.from({ length: width }, giveInTurn));
}

async function inBook(books: Books, place: string, work: (team: Team) => Promise<void>): Promise<void> {
	const storage = await books.open(place);
	try {
		await work(await joinTeam(createLedger(storage)));
	} finally {
		await storage.close();
	}
}

async function record(books: Books, place: string, count: number): Promise<Change[][]> {
	const storage = await books.open(place);
	const recorder = recordChanges(storage);
	const team = await joinTeam(createLedger(recorder.storage));
	recorder.transactions.length = 0;
	await thankTogether(team, PEOPLE, count, 1);
	await storage.close();
	if (recorder.transactions.length !== count) throw new Error("a thanks alone should be one transaction");
	return recorder.transactions;
}

async function mustBeInOrder(storage: Storage): Promise<void> {
	const { ok, breaches } = await verify(storage);
	if (!ok) throw new Error(`the book is not in order: ${JSON.stringify(breaches[0])}`);
}

async function mustBeEqual(books: Books, ways: Way[]): Promise<void> {
	const fingerprints = new Set<string>();
	for (const { place } of ways) fingerprints.add(await books.fingerprint(place));
	if (fingerprints.size > 1) throw new Error("the books differ: the ways did not do the same");
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
