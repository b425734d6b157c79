// Runs once before all tests: migrates one database that each test copies, in a folder that goes when all are done,
// and brings dist up to date for the tests that start processes.
import { execFile } from "node:child_process";
import { mkdtemp, rm, statfs } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import type { TestProject } from "vitest/node";

declare module "vitest" {
	interface ProvidedContext {
		/** A folder for this run alone; it holds template.db. */
		temporary: string;
		/** Which database the project's tests run on. */
		database: "sqlite" | "postgresql";
	}
}

const tsc = "node_modules/typescript/bin/tsc";
const run = (parameters: string[]) => promisify(execFile)(process.execPath, parameters);

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
	const temporary = await mkdtemp(join(await place(), "goodturn-test-"));
	await run(["prisma/migrate.mjs", join(temporary, "template.db")]);
	// Type errors are for `npm run check` to tell: it writes all the same.
	await run([tsc, "-p", "tsconfig.build.json"]).catch(() => {});
	project.provide("temporary", temporary);
	return () => rm(temporary, { recursive: true, force: true });
}

/** The machine's memory as a folder, and the room that two files' tests may take in it. */
const [IN_MEMORY, ROOM_BYTES] = ["/dev/shm", 2 ** 31];

/**
 * In memory, where there is room: nobody switches the machine off while tests run, and to wait for its disk at each commit
 * would be most of their time. TMPDIR names another place.
 */
async function place(): Promise<string> {
	const { bavail, bsize } = await statfs(IN_MEMORY).catch(() => ({ bavail: 0, bsize: 0 }));
	return process.env["TMPDIR"] === undefined && bavail * bsize > ROOM_BYTES ? IN_MEMORY : tmpdir();
}
