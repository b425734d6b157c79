// Runs once before all tests: migrates one database that each test copies, in a folder that goes when all are done.
import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import type { TestProject } from "vitest/node";

declare module "vitest" {
	interface ProvidedContext {
		/** A folder for this run alone; it holds template.db. */
		temporary: string;
	}
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
	const temporary = await mkdtemp(join(tmpdir(), "goodturn-test-"));
	await promisify(execFile)(process.execPath, ["prisma/migrate.mjs", join(temporary, "template.db")]);
	project.provide("temporary", temporary);
	return () => rm(temporary, { recursive: true, force: true });
}
