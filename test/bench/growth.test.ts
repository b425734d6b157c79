// A book that the bench loads must be one that the bot could have written, or what is measured on it says nothing.
import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { createLedger } from "../../src/ledger/ledger.ts";
import { verify } from "../../src/ledger/verify.ts";
import { openStorage } from "../../src/storage/open.ts";
import { freshFolder } from "../storage/fresh.ts";
import { busyMinute } from "./growth/busy.ts";
import { loadSqlite } from "./growth/load-sqlite.ts";
import { plansOfFile } from "./growth/plans.ts";
import { rowsOf } from "./growth/rows.ts";
import { createGiving } from "./growth/thanks.ts";
import { inventYear } from "./growth/year.ts";

/** Enough that some ask favors. */
const ENTRIES = 5_000;

test("a loaded year is lawful, and stays so when it is used; nothing that is asked of it reads all of it", async () => {
	const path = join(await freshFolder(), "year.db");
	await promisify(execFile)(process.execPath, ["prisma/migrate.mjs", path]);
	const year = inventYear(ENTRIES);
	const rows = loadSqlite(path, rowsOf(year));
	expect(rows.get("Entry")).toBe(ENTRIES);
	expect(year.favors).toBeGreaterThan(0);

	const storage = await openStorage(`file:${path}`);
	expect(await verify(storage)).toMatchObject({ ok: true, entries: ENTRIES, breaches: [] });
	await createGiving(createLedger(storage)).together(50, 16);
	expect(await verify(storage)).toMatchObject({ ok: true, entries: ENTRIES + 50 });
	await storage.close();

	const plans = await plansOfFile(path, busyMinute);
	expect(plans.length).toBeGreaterThan(30);
	expect(plans.filter(({ readsAll }) => readsAll).map(({ statement }) => statement)).toEqual([]);
}, 60_000);
