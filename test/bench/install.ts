// What `npm ci --omit=dev` puts on a disk, from nothing but the committed kind of files, and what takes the room. That the bot
// then starts is part of the measurement: an install that does not run has no size.
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { cp, lstat, readdir, rm } from "node:fs/promises";
import { basename, join } from "node:path";
import { createInterface } from "node:readline";
import { promisify } from "node:util";
import { number, printTable } from "./table.ts";

export type InstallFigures = {
	/** How many packages, those inside of others included. */
	packages: number;
	totalMb: number;
	/** With what each brings inside of itself; the largest first. `""` is what the build made. */
	parts: { name: string; mb: number }[];
};

/** As many as fit beside each other on a page. */
const SHOWN = 15;
const NOT_COPIED = new Set(["node_modules", "dist", "data", "gallery", "generated", ".git", ".env"]);

/** `folder` must be empty or not there, on the disk to be measured; it is removed. Packages come from npm's registry or its cache. */
export async function measureInstall(folder: string): Promise<InstallFigures> {
	const copy = join(folder, "install");
	try {
		// One by one: a folder cannot be copied into itself.
		for (const name of await readdir(".")) {
			if (NOT_COPIED.has(name)) continue;
			await cp(name, join(copy, name), {
				recursive: true,
				filter: (source) => !NOT_COPIED.has(basename(source)),
			});
		}
		await promisify(execFile)("npm", ["ci", "--omit=dev"], { cwd: copy });
		await mustStart(copy);
		const installed = join(copy, "node_modules");
		const names = await packagesIn(installed);
		const sizes = names.map(async (name) => ({ name, mb: await megabytes(join(installed, name)) }));
		const built = { name: "", mb: await megabytes(join(copy, "dist")) };
		const parts = [...(await Promise.all(sizes)), built].sort((a, b) => b.mb - a.mb);
		return {
			packages: await countPackages(installed),
			totalMb: parts.reduce((sum, { mb }) => sum + mb, 0),
			parts,
		};
	} finally {
		await rm(copy, { recursive: true, force: true });
	}
}

export function printInstall({ packages, totalMb, parts }: InstallFigures): void {
	const share = (mb: number) => `${number((100 * mb) / totalMb)} %`;
	const row = (name: string, mb: number) => [name, number(mb, 1), share(mb)];
	const rest = parts.slice(SHOWN);
	printTable(`Installed by npm ci --omit=dev: ${number(totalMb)} MB in ${packages} packages`, [
		["package", "MB on disk", "share"],
		...parts.slice(0, SHOWN).map(({ name, mb }) => row(name || "(the build)", mb)),
		row(
			`(${rest.length} more)`,
			rest.reduce((sum, { mb }) => sum + mb, 0),
		),
	]);
}

async function mustStart(copy: string): Promise<void> {
	// Of the environment only what finds programs: nobody's tokens are used.
	const env = { PATH: process.env["PATH"] ?? "", GOODTURN_PLAYGROUND: "on", PORT: "0" };
	const bot = spawn(process.execPath, ["dist/main.js"], { cwd: copy, env, stdio: ["ignore", "ignore", "pipe"] });
	const closed = once(bot, "close");
	let open = false;
	const said: string[] = [];
	for await (const line of createInterface({ input: bot.stderr })) {
		said.push(line);
		if (open || !line.includes('"url":')) continue;
		open = true;
		bot.kill("SIGTERM");
	}
	const [code] = await closed;
	if (!open || code !== 0) throw new Error(`what was installed does not run (${code}): ${said.join("\n")}`);
}

/** As named in package.json: `zod`, `@slack/bolt`. */
async function packagesIn(modules: string): Promise<string[]> {
	const names = (await readdir(modules)).filter((name) => !name.startsWith("."));
	const found = names.map(async (name) =>
		name.startsWith("@") ? (await readdir(join(modules, name))).map((inner) => `${name}/${inner}`) : [name],
	);
	return (await Promise.all(found)).flat();
}

async function countPackages(modules: string): Promise<number> {
	const names = await packagesIn(modules).catch(() => []);
	const inside = await Promise.all(names.map((name) => countPackages(join(modules, name, "node_modules"))));
	return inside.reduce((sum, count) => sum + count, names.length);
}

/** What it takes on the disk, in whole blocks, as `du` counts. */
async function megabytes(folder: string): Promise<number> {
	const entries = await readdir(folder, { recursive: true });
	const stats = await Promise.all([folder, ...entries.map((entry) => join(folder, entry))].map((path) => lstat(path)));
	return stats.reduce((sum, { blocks }) => sum + blocks * 512, 0) / 2 ** 20;
}
