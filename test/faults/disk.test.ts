// Disks that are full or fail, under the whole bot while people talk: whoever was answered is in the book, whoever was
// not was told so, and it goes on by itself once the disk does.
import { execFileSync } from "node:child_process";
import { closeSync, copyFileSync, openSync, readFileSync, rmSync, writeSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { freshFolder } from "../storage/fresh.ts";
import { type Bot, launch, until } from "./bot.ts";
import type { Count } from "./count.ts";
import { mayMount, need } from "./needs.ts";
import { mustHaveHeld, times } from "./report.ts";
import { openTown, settle, type Town } from "./town.ts";

type FullDisk = { bot: Bot; fill(): void; free(): void; book(): string };

/** A small disk of its own in memory, seen by the bot alone: any user may have one where the kernel lets them. */
async function onSmallDisk(town: Town): Promise<FullDisk> {
	const [outside, inside] = [await freshFolder(), await freshFolder()];
	await settle(town, `file:${join(outside, "goodturn.db")}`);
	const mount = 'mount -t tmpfs -o size=32m tmpfs "$1" && cp "$0"/* "$1" && shift && exec "$@"';
	const under = ["unshare", "-rm", "sh", "-c", mount, outside, inside];
	const settings = { ...town.settings, DATABASE_URL: `file:${join(inside, "goodturn.db")}` };
	const bot = await launch({ folder: outside, settings, under });
	const seen = `/proc/${bot.pid}/root${inside}`;
	const filler = join(seen, "filler");
	return {
		bot,
		fill: () => fillUp(filler),
		free: () => rmSync(filler),
		// SQLite would follow that path out of the bot's own view of the disk: it gets a copy, made while nobody writes.
		book() {
			for (const end of ["", "-wal"]) copyFileSync(join(seen, `goodturn.db${end}`), join(outside, `copy.db${end}`));
			return `file:${join(outside, "copy.db")}`;
		},
	};
}

function fillUp(path: string): void {
	const file = openSync(path, "a");
	for (let size = 1 << 20; size >= 512; ) {
		try {
			if (writeSync(file, Buffer.alloc(size)) < size) size /= 2;
		} catch {
			size /= 2;
		}
	}
	closeSync(file);
}

/** Where nobody may mount anything: from now on no file of the bot's may grow. */
async function onLimitedFiles(town: Town): Promise<FullDisk> {
	const folder = await freshFolder();
	const databaseUrl = `file:${join(folder, "goodturn.db")}`;
	await settle(town, databaseUrl);
	const bot = await launch({ folder, settings: { ...town.settings, DATABASE_URL: databaseUrl } });
	const limit = (bytes: string) => execFileSync("prlimit", ["--pid", String(bot.pid), `--fsize=${bytes}:`]);
	return { bot, fill: () => void limit("0"), free: () => void limit("unlimited"), book: () => databaseUrl };
}

test("a full disk", async (context) => {
	const small = mayMount();
	if (!small) need("prlimit", context);
	const town = await openTown();
	const { bot, fill, free, book } = await (small ? onSmallDisk : onLimitedFiles)(town);
	town.aim(bot.url);
	town.begin();
	const recovery: number[] = [];
	for (let time = 0; time < times(2, 20); time++) {
		await town.untilMore(20);
		const before = failures(bot);
		fill();
		await until("somebody is told that it failed", () => failures(bot) > before + 2);
		free();
		const began = performance.now();
		await town.untilMore(1);
		recovery.push(performance.now() - began);
	}
	await town.calm();
	await town.untilQuiet();
	const databaseUrl = book();
	await bot.stop();
	const count = await countAfterRestart(town, databaseUrl);
	mustHaveHeld(small ? "a full disk" : "files that may not grow", count, recovery);
}, 300_000);

/** With a disk that is well again, a new start sends what is still owed. */
async function countAfterRestart(town: Town, databaseUrl: string): Promise<Count> {
	const bot = await launch({ folder: await freshFolder(), settings: { ...town.settings, DATABASE_URL: databaseUrl } });
	const count = await town.count(databaseUrl, { withinMs: 120_000 });
	expect(await bot.stop()).toBe(0);
	expect(bot.complaints()).toEqual([]);
	await town.close();
	return count;
}

const failures = (bot: Bot): number => bot.log.filter(({ level }) => level === "error").length;

/** What the kernel answers instead of doing it, to every so-manieth call on the book or its log. */
const errors = [
	{ fault: "EIO on fsync", calls: "fsync,fdatasync", error: "EIO", from: 20, every: 20 },
	{ fault: "EIO on write", calls: "pwrite64", error: "EIO", from: 150, every: 150 },
	{ fault: "ENOSPC on write", calls: "pwrite64", error: "ENOSPC", from: 150, every: 150 },
	// A start reads a small book whole.
	{ fault: "EIO on read", calls: "pread64", error: "EIO", from: 400, every: 40 },
] as const;

test.each(errors)(
	"$fault",
	async ({ fault, calls, error, from, every }) => {
		const folder = await freshFolder();
		const path = join(folder, "goodturn.db");
		const trace = join(folder, "trace");
		const town = await openTown();
		await settle(town, `file:${path}`);
		const settings = { ...town.settings, DATABASE_URL: `file:${path}` };
		const injected = () => (readFileSync(trace, "utf8").match(/^.*INJECTED.*$/gm) ?? []).map(atMs);
		const inject = [`--trace=${calls}`, `--inject=${calls}:error=${error}:when=${from}+${every}`];
		const paths = [path, `${path}-wal`].flatMap((file) => ["-P", file]);
		const strace = ["strace", "-D", "-f", "-qq", "-ttt", "--seccomp-bpf", "-o", trace, ...paths, ...inject];
		const bot = await launch({ folder, settings, under: strace });
		town.aim(bot.url);
		town.begin();
		const wanted = times(3, 20);
		await until(`${wanted} times ${fault}`, () => injected().length >= wanted, 120_000);
		// It goes on failing, and everybody gets an answer all the same.
		await town.calm();
		await bot.stop();
		const failed = injected();
		const count = await countAfterRestart(town, `file:${path}`);
		const recovery = failed
			.flatMap((at) => town.answeredAt.find((answered) => answered > at) ?? [])
			.map((at, index) => at - (failed[index] ?? at));
		mustHaveHeld(fault, count, recovery, { happened: failed.length });
	},
	300_000,
);

/** The time in a line of strace: seconds since 1970. */
const atMs = (line: string): number => Number(/(\d{10}\.\d+)/.exec(line)?.[1]) * 1000;
