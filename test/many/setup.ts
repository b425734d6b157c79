// Runs once before the long form: a PostgreSQL of its own that writes to disk what it says it wrote, so that its figures count.
// Where TEST_DATABASE_URL names a server, it is that one.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import setupTemplate from "../storage/postgres-setup.ts";
import { startPostgres } from "../support/postgres-server.ts";

/** All others are PostgreSQL's own. */
const SETTINGS = { max_connections: "200", shared_buffers: "512MB" };

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
	if (process.env["TEST_DATABASE_URL"]) return setupTemplate(project);
	const folder = await mkdtemp(join(tmpdir(), "goodturn-many-"));
	const server = await startPostgres(folder, SETTINGS);
	process.env["TEST_DATABASE_URL"] = server.url("postgres");
	const end = await setupTemplate(project);
	return async () => {
		await end();
		await server.stop();
		await rm(folder, { recursive: true, force: true });
	};
}
