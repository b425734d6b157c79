// `goodturn backup` beside a bot that people talk to: the copy is the book as it was at one moment, and a bot that starts
// on it goes on from there.
import { chmod, copyFile, open, readdir, readFile, rename, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import Database from "better-sqlite3";
import { describe, expect, test, vi } from "vitest";
import { openStorage } from "../../src/storage/open.ts";
import { openRig } from "../ledger/rig.ts";
import { freshFolder } from "../storage/fresh.ts";
import { balancesIn } from "../support/book.ts";
import { launch } from "./bot.ts";
import { goodturn, type Run } from "./command-line.ts";
import { times } from "./report.ts";
import { openTown, settle } from "./town.ts";

// Processes start here, on a machine that may have others to do.
vi.setConfig({ testTimeout: 60_000 });

const COPIES = times(2, 20);

const on = (path: string) => ({ DATABASE_URL: `file:${path}` });
const read = ({ out }: Run) => JSON.parse(out) as { path: string; bytes: number; ok: boolean; entries: number };

/** Every entry of a book with what it moved, in order: a thanks moves two amounts. */
async function entriesIn(path: string): Promise<string[]> {
	const storage = await openStorage(`file:${path}`, { migrate: false });
	const entries: string[] = [];
	const rows = storage.stream<object>(
		`SELECT e.*, p."accountId", p."seq", p."amount", p."balanceAfter" FROM "Entry" e JOIN "Posting" p
		ON p."communityId" = e."communityId" AND p."entryId" = e."id" ORDER BY e."id", p."accountId"`,
		[],
	);
	for await (const row of rows) entries.push(JSON.stringify(row));
	await storage.close();
	return entries;
}

test(`${COPIES} copies beside a busy bot: each is a moment of the book, and a bot goes on from it`, async () => {
	const folder = await freshFolder();
	const path = join(folder, "goodturn.db");
	const town = await openTown();
	await settle(town, `file:${path}`);
	const bot = await launch({ folder, settings: { ...town.settings, ...on(path) } });
	town.aim(bot.url);
	town.begin();
	await town.untilMore(30);
	const copies: { path: string; entries: number }[] = [];
	for (let copy = 0; copy < COPIES; copy++) {
		const before = town.answeredAt.length;
		const run = await goodturn(["backup", join(folder, `copy${copy}.db`), "--json"], on(path));
		expect([run.code, run.err]).toEqual([0, ""]);
		const said = read(run);
		expect(said).toMatchObject({ ok: true, path: join(folder, `copy${copy}.db`), breaches: [] });
		expect(said.bytes).toBe((await stat(said.path)).size);
		// Whoever was answered before it began is in it; and people were answered while it was made.
		expect(said.entries).toBeGreaterThanOrEqual(before);
		expect(town.answeredAt.length).toBeGreaterThan(before);
		copies.push(said);
	}
	await town.calm();
	const count = await town.count(`file:${path}`);
	expect(count).toMatchObject({ lost: 0, doubled: 0, stuck: 0, breaches: [] });
	expect(bot.complaints()).toEqual([]);
	expect(await bot.stop()).toBe(0);
	expect((await readdir(folder)).filter((name) => /part|copy.*-(wal|shm)/.test(name))).toEqual([]);

	// The book is only ever added to: a moment of it is its beginning up to there, nothing missing in between.
	const whole = await entriesIn(path);
	for (const copy of copies) expect(await entriesIn(copy.path)).toEqual(whole.slice(0, 2 * copy.entries));

	// Restored in another place, the bot goes on: new things are booked, and the laws hold.
	const last = copies.at(-1);
	const copied = last?.entries ?? 0;
	const restored = join(await freshFolder(), "goodturn.db");
	await copyFile(last?.path ?? "", restored);
	const balances = await balancesIn(`file:${last?.path}`);
	expect(await balancesIn(`file:${restored}`)).toEqual(balances);
	const again = await launch({ folder, settings: { ...town.settings, ...on(restored) } });
	town.aim(again.url);
	town.begin();
	await town.untilMore(20);
	await town.calm();
	expect(await again.stop()).toBe(0);
	expect(again.complaints()).toEqual([]);
	expect((await entriesIn(restored)).slice(0, 2 * copied)).toEqual(whole.slice(0, 2 * copied));
	await balancesIn(`file:${restored}`);
	await town.close();
}, 300_000);

describe("the copy", () => {
	async function book(): Promise<string> {
		const rig = await openRig();
		for (const to of ["Bo", "Cy", "Dee"]) await rig.thank("Ana", to);
		await rig.storage.close();
		return rig.fresh.path;
	}

	test("is one file, as private as the book, that says what it is; its name tells the time when none is given", async () => {
		const path = await book();
		await chmod(path, 0o600);
		const { code, out } = await goodturn(["backup"], on(path));
		expect(code).toBe(0);
		const [, made = ""] = /^Copied to (.*): [\d.]+ MB, 3 entries, checked: every law holds\.\n$/.exec(out) ?? [];
		expect(made).toMatch(/goodturn-\d{4}-\d\d-\d\dT\d\d-\d\d-\d\dZ\.db$/);
		expect((await stat(made)).mode & 0o777).toBe(0o600);
		const handle = new Database(made, { readonly: true });
		expect(handle.pragma("journal_mode", { simple: true })).toBe("delete");
		handle.close();
		const folder = await freshFolder();
		await goodturn(["backup", folder], on(path));
		expect(await readdir(folder)).toEqual([expect.stringMatching(/^goodturn-.*Z\.db$/)]);
	});

	test("is never written over a file, nor half written", async () => {
		const path = await book();
		const folder = await freshFolder();
		const taken = join(folder, "copy.db");
		await writeFile(taken, "something else");
		const { code, out, err } = await goodturn(["backup", taken], on(path));
		expect([code, out]).toEqual([2, ""]);
		expect(err).toContain(`${taken} exists. Name another file`);
		expect(await readFile(taken, "utf8")).toBe("something else");
		const nowhere = await goodturn(["backup", join(folder, "none", "copy.db")], on(path));
		expect(nowhere.err).toContain("There is no folder");
		const unwritable = await goodturn(["backup", "/sys/copy.db"], on(path));
		expect([unwritable.code, unwritable.err]).toEqual([2, expect.stringContaining("/sys/copy.db cannot be")]);
		expect(await readdir(folder)).toEqual(["copy.db"]);
	});

	test("of a damaged book is not kept, and the book is named", async () => {
		const path = await book();
		const file = await open(path, "r+");
		await file.write(Buffer.alloc(4096, 7), 0, 4096, 4096 * 20);
		await file.close();
		const folder = await freshFolder();
		const { code, out, err } = await goodturn(["backup", join(folder, "copy.db")], on(path));
		expect([code, out]).toEqual([2, ""]);
		expect(err).toContain(`${path} is damaged`);
		expect(await readdir(folder)).toEqual([]);
	});

	test("of a book whose laws are broken is kept, and ends with 1", async () => {
		const path = await book();
		const handle = new Database(path);
		handle.exec('UPDATE "Account" SET "balance" = "balance" + 1 WHERE "kind" = \'member\'');
		handle.close();
		const { code, out } = await goodturn(["backup", join(await freshFolder(), "copy.db")], on(path));
		expect(code).toBe(1);
		expect(out).toContain("laws of the book do not hold: goodturn verify names them");
	});

	test("of another version's book can be made, before an update", async () => {
		const path = await book();
		const handle = new Database(path);
		handle.exec("UPDATE _prisma_migrations SET rolled_back_at = '2026'");
		handle.close();
		const { code, out } = await goodturn(["backup", join(await freshFolder(), "copy.db")], on(path));
		expect([code, out]).toEqual([0, expect.stringContaining("its laws were not checked")]);
	});

	test("of nothing, and two names, are told", async () => {
		const path = join(await freshFolder(), "none.db");
		expect((await goodturn(["backup"], on(path))).err).toContain("nothing to copy");
		const two = await goodturn(["backup", "a", "b"], on(path));
		expect([two.code, two.err]).toEqual([2, expect.stringContaining("goodturn backup [FILE]")]);
	});

	test("of a book on a server is that server's own program's work", async () => {
		const { code, err } = await goodturn(["backup"], { DATABASE_URL: "postgres://bot:secret@localhost/book" });
		expect(code).toBe(2);
		expect(err).not.toContain("secret");
	});
});

describe("restoring", () => {
	test("beside the old log: the bot refuses to mix the two, and starts once the log is away", async () => {
		const folder = await freshFolder();
		const path = join(folder, "goodturn.db");
		const town = await openTown();
		await settle(town, `file:${path}`);
		const bot = await launch({ folder, settings: { ...town.settings, ...on(path) } });
		town.aim(bot.url);
		town.begin();
		await town.untilMore(10);
		await goodturn(["backup", join(folder, "copy.db")], on(path));
		await town.untilMore(10);
		town.aim(undefined);
		await bot.kill();
		await town.close();
		// As somebody does who forgot that a killed bot leaves a log behind.
		await copyFile(join(folder, "copy.db"), path);
		const refused = launch({ folder, settings: { ...town.settings, ...on(path) } });
		await expect(refused).rejects.toThrow(/was put in the place of another file.*Move that log/);
		for (const end of ["-wal", "-shm"]) await rename(`${path}${end}`, join(folder, `old${end}`));
		expect(await balancesIn(`file:${path}`)).toEqual(await balancesIn(`file:${join(folder, "copy.db")}`));
	});
});
