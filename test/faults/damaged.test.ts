// Files that are not what was written: each is found, named, and said what to do about; none is opened in silence with
// less in it than people were told.
import { randomBytes } from "node:crypto";
import { copyFile, mkdir, open, readFile, rename, rm, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import Database from "better-sqlite3";
import { beforeAll, describe, expect, test, vi } from "vitest";
import { createLedger } from "../../src/ledger/ledger.ts";
import { CannotOpen } from "../../src/storage/cannot-open.ts";
import { type OpenOptions, openStorage } from "../../src/storage/open.ts";
import { openRig } from "../ledger/rig.ts";
import { freshFolder } from "../storage/fresh.ts";
import { launch, until } from "./bot.ts";
import { goodturn } from "./command-line.ts";
import { openTown, settle } from "./town.ts";

// Processes start here, on a machine that may have others to do.
vi.setConfig({ testTimeout: 60_000 });

const BOT: OpenOptions = { asTheBot: true };
const COMMAND_LINE: OpenOptions = { migrate: false };
const PAGE = 4096;

/** A closed book of some hundred entries, copied for each test. */
let book: string;

beforeAll(async () => {
	const rig = await openRig({ policy: { thanks: { perDay: 1000, perPairPerDay: 1000 } } });
	for (let index = 0; index < 300; index++) await rig.thank("Ana", "Bo", { reason: `for thing ${index}` });
	await rig.storage.close();
	book = rig.fresh.path;
});

async function copyOfBook(): Promise<string> {
	const path = join(await freshFolder(), "goodturn.db");
	await copyFile(book, path);
	return path;
}

async function refusal(path: string, options: OpenOptions): Promise<string> {
	const error: unknown = await openStorage(`file:${path}`, options).then(
		(storage) => storage.close().then(() => "opened"),
		(reason: unknown) => reason,
	);
	expect(error).toBeInstanceOf(CannotOpen);
	return (error as CannotOpen).message;
}

async function overwrite(path: string, at: number, bytes: Buffer): Promise<void> {
	const file = await open(path, "r+");
	await file.write(bytes, 0, bytes.length, at);
	await file.close();
}

const pagesOf = async (path: string): Promise<number> => (await readFile(path)).length / PAGE;

describe("a start refuses, and says what to do about", () => {
	test.each([0.1, 0.5, 0.9, 0.999])("a file cut off after %d of it", async (share) => {
		const path = await copyOfBook();
		await truncate(path, Math.floor((await pagesOf(path)) * share) * PAGE);
		expect(await refusal(path, BOT)).toMatch(/goodturn\.db is damaged.*docs\/reliability\.md/);
		expect(await refusal(path, COMMAND_LINE)).toContain("goodturn.db is damaged");
	});

	test("a first page that was overwritten", async () => {
		const path = await copyOfBook();
		await overwrite(path, 0, randomBytes(PAGE));
		expect(await refusal(path, BOT)).toContain("goodturn.db is not a SQLite database");
		await overwrite(path, 0, (await readFile(book)).subarray(0, 100));
		expect(await refusal(path, BOT)).toMatch(/goodturn\.db is damaged.*docs\/reliability\.md/);
	});

	test.each(["random", "zero"] as const)("pages in its middle that were overwritten with %s bytes", async (what) => {
		const pages = await pagesOf(book);
		for (const at of [2, Math.floor(pages / 2), pages - 1]) {
			const path = await copyOfBook();
			await overwrite(path, at * PAGE, what === "random" ? randomBytes(PAGE) : Buffer.alloc(PAGE));
			expect(await refusal(path, BOT)).toMatch(/goodturn\.db is damaged \(.*docs\/reliability\.md/);
		}
	});

	test("an empty file where a book should be", async () => {
		const path = await copyOfBook();
		await truncate(path, 0);
		expect(await refusal(path, BOT)).toMatch(/is empty, where a book should be.*remove the empty file/);
		expect((await readFile(path)).length).toBe(0);
		await rm(path);
		const begun = await openStorage(`file:${path}`, BOT);
		await begun.close();
	});

	test("another program's database, and a folder, which stay as they were", async () => {
		const path = join(await freshFolder(), "goodturn.db");
		new Database(path).exec("CREATE TABLE music (id INTEGER)").close();
		expect(await refusal(path, BOT)).toContain("belongs to another program");
		const folder = join(await freshFolder(), "goodturn.db");
		await mkdir(folder);
		expect(await refusal(folder, BOT)).toContain("cannot be opened");
	});
});

describe("the log beside the book", () => {
	/** A book whose last entries are in its log alone, as after a kill. */
	async function killed(): Promise<{ path: string; log: string }> {
		const path = await copyOfBook();
		const storage = await openStorage(`file:${path}`, BOT);
		const ref = { platform: "discord", external: "G1", name: "In the log" };
		await createLedger(storage).workspaceFor(ref, "UTC", new Date());
		const left = join(await freshFolder(), "goodturn.db");
		for (const end of ["", "-wal"]) await copyFile(`${path}${end}`, `${left}${end}`);
		await storage.close();
		return { path: left, log: `${left}-wal` };
	}

	const workspaces = async (path: string): Promise<string[]> => {
		const storage = await openStorage(`file:${path}`, BOT);
		const found = await storage.db.workspace.findMany();
		await storage.close();
		return found.map(({ name }) => name);
	};

	test("whole, it is read back", async () => {
		expect(await workspaces((await killed()).path)).toContain("In the log");
	});

	test("of garbage, or with a broken first page, it is refused: SQLite would throw it away without a word", async () => {
		for (const length of [32, PAGE, 100_000]) {
			const { path, log } = await killed();
			await writeFile(log, randomBytes(length));
			expect(await refusal(path, BOT)).toMatch(/goodturn\.db-wal, the log of .* is damaged.*move it away/);
			expect((await readFile(log)).length).toBe(length);
		}
		const { path, log } = await killed();
		await overwrite(log, 12, Buffer.from([1]));
		expect(await refusal(path, BOT)).toContain("is damaged");
		await rename(log, `${log}.kept`);
		expect(await workspaces(path)).toEqual(["Team"]);
	});

	test("without its book, or with an empty one, it is refused: SQLite would delete it", async () => {
		const { path, log } = await killed();
		await rename(path, `${path}.away`);
		expect(await refusal(path, BOT)).toMatch(/is missing, but its log .* is there/);
		await writeFile(path, "");
		expect(await refusal(path, BOT)).toMatch(/is empty, but its log .* is there/);
		expect((await readFile(log)).length).toBeGreaterThan(PAGE);
		await rename(`${path}.away`, path);
		expect(await workspaces(path)).toContain("In the log");
	});

	test("that never reached the disk, or that holds nothing yet, stops nobody", async () => {
		for (const bytes of [Buffer.alloc(0), Buffer.alloc(20), Buffer.alloc(PAGE)]) {
			const path = await copyOfBook();
			await writeFile(`${path}-wal`, bytes);
			expect(await workspaces(path)).toEqual(["Team"]);
		}
	});
});

describe("met while the bot runs", () => {
	test("nobody is acknowledged who met it, the log names the file, and the bot is ready no more", async () => {
		const folder = await freshFolder();
		const path = join(folder, "goodturn.db");
		const town = await openTown();
		await settle(town, `file:${path}`);
		const bot = await launch({ folder, settings: { ...town.settings, DATABASE_URL: `file:${path}` } });
		expect((await fetch(`${bot.url}/readyz`)).status).toBe(200);
		const pages = await pagesOf(path);
		for (let page = 1; page < pages; page++) await overwrite(path, page * PAGE, randomBytes(PAGE));
		town.aim(bot.url);
		town.begin();
		await until("it is met", () => bot.complaints().length >= 4);
		const named = bot.log.filter(
			({ err }) => err && /goodturn\.db is damaged .*docs\/reliability\.md/.test(err.message),
		);
		expect(named.length).toBeGreaterThan(0);
		expect(named.some(({ id, msg }) => id !== undefined && /failed|left unacknowledged/.test(msg))).toBe(true);
		expect((await fetch(`${bot.url}/readyz`)).status).toBe(503);
		expect(town.answeredAt).toEqual([]);
		await town.close();
		await bot.kill();
	});

	test("whichever way it is read", async () => {
		const path = await copyOfBook();
		const storage = await openStorage(`file:${path}`, BOT);
		const pages = await pagesOf(path);
		for (let page = 1; page < pages; page++) await overwrite(path, page * PAGE, randomBytes(PAGE));
		const damaged = /goodturn\.db is damaged .*docs\/reliability\.md/;
		const readings: (() => Promise<unknown>)[] = [
			() => storage.db.words.findMany(),
			() => storage.db.channel.updateMany({ data: { muted: true } }),
			() => storage.read((query) => query('SELECT * FROM "Entry"', [])),
			() => storage.transact([1], (tx) => tx.find("Member", [{ communityId: 1, id: 2 }])),
			() => storage.stream('SELECT * FROM "Posting"', [])[Symbol.asyncIterator]().next(),
			() => storage.ping(),
		];
		for (const reading of readings) await expect(reading()).rejects.toThrow(damaged);
		await storage.close().catch(() => {});
	});
});

describe("the command line", () => {
	test("verify looks at every page, and names the file", async () => {
		const path = await copyOfBook();
		expect((await goodturn(["verify"], { DATABASE_URL: `file:${path}` })).code).toBe(0);
		await overwrite(path, Math.floor((await pagesOf(path)) / 2) * PAGE, randomBytes(PAGE));
		const { code, out, err } = await goodturn(["verify", "--json"], { DATABASE_URL: `file:${path}` });
		expect([code, out]).toEqual([2, ""]);
		expect(err).toMatch(/goodturn\.db is damaged \(.*docs\/reliability\.md/);
		expect(err).not.toMatch(/ at .*\.js:/);
	});
});
