// A PostgreSQL server for as long as something is measured: its own settings, but for the memory that a server of its size
// would be given. It goes without a trace.
import { rmSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type PostgresServer, startPostgres } from "../support/postgres-server.ts";

const SETTINGS = { shared_buffers: "512MB", max_wal_size: "4GB" };

export async function withPostgres<T>(work: (server: PostgresServer) => Promise<T>): Promise<T> {
	// Not beside the build: the server does not run as root, and may not come there.
	const folder = await mkdtemp(join(tmpdir(), "goodturn-bench-"));
	const server = await startPostgres(folder, SETTINGS);
	const end = (): void => {
		// Whatever ends the benchmark ends the server.
		if (server.pid() > 0) process.kill(server.pid(), "SIGINT");
		rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
	};
	process.once("exit", end);
	try {
		return await work(server);
	} finally {
		process.off("exit", end);
		await server.stop();
		await rm(folder, { recursive: true, force: true });
	}
}
