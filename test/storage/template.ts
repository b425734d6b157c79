// Runs once before all tests: migrates one database that each test copies, in a folder that goes when all are done,
// and brings dist up to date for the tests that start processes.
import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import type { TestProject } from "vitest/node";
import { placeFor } from "../support/in-memory.ts";

declare module "vitest" {
	interface ProvidedContext {
		/** A folder for this run alone; it holds template.db. */
		temporary: string;
		/** Which database the project's tests run on. */
		database: "sqlite" | "postgresql";
	}
}

const tsc = "node_modules/typescript/bin/tsc";
/** What the tests of two files may take. */
const ROOM_BYTES = 2 ** 31;

const run = (parameters: string[]) => promisify(execFile)(process.execPath, parameters);

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
	const temporary = await mkdtemp(join(await placeFor(ROOM_BYTES), "goodturn-test-"));
	await run(["prisma/migrate.mjs", join(temporary, "template.db")]);
	// Type errors are for `npm run check` to tell: it writes all the same.
	await run([tsc, "-p", "tsconfig.build.json"]).catch(() => {});
	project.provide("temporary", temporary);
	return () => rm(temporary, { recursive: true, force: true });
}
