// How long a PostgreSQL server on this machine has worked: what its processes used of the processor, which tells the same on a
// busy machine. Where the system does not tell, it is 0.
import { readdir, readFile } from "node:fs/promises";
import { besides } from "../storage/postgres-fresh.ts";

type Process = { pid: number; parent: number; ms: number; childrenMs: number };

export function serverMs(databaseUrl: string): Promise<number> {
	return besides(databaseUrl, async (client) => {
		const { rows } = await client.query<{ pid: number }>("SELECT pg_backend_pid() AS pid");
		const all = await processes();
		// Whoever serves this connection is a child of the server's first process, as all others are.
		const first = all.find(({ pid }) => pid === all.find((one) => one.pid === rows[0]?.pid)?.parent);
		if (!first) return 0;
		const children = all.filter(({ parent }) => parent === first.pid);
		return children.reduce((sum, { ms }) => sum + ms, first.ms + first.childrenMs);
	});
}

/** https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html, in ticks of 10 ms. */
async function processes(): Promise<Process[]> {
	const pids = (await readdir("/proc").catch(() => [])).filter((name) => /^\d+$/.test(name));
	const all = await Promise.all(
		pids.map(async (pid) => {
			const stat = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => "");
			const fields = stat
				.slice(stat.lastIndexOf(")") + 2)
				.split(" ")
				.map(Number);
			const [parent = 0, user = 0, system = 0, childrenUser = 0, childrenSystem = 0] = [1, 11, 12, 13, 14].map(
				(index) => fields[index] ?? 0,
			);
			return { pid: Number(pid), parent, ms: (user + system) * 10, childrenMs: (childrenUser + childrenSystem) * 10 };
		}),
	);
	return all;
}
