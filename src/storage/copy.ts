// A copy of a SQLite book beside the bot that writes it: all of it as it was at one moment, in one file, on disk when it
// has its name. It changes nothing in the book, and never writes over a file.
import { chmodSync, closeSync, existsSync, fsyncSync, linkSync, openSync, renameSync, rmSync, statSync } from "node:fs";
import { dirname } from "node:path";
import Database from "better-sqlite3";
import { CannotOpen, Damaged, explainOpening } from "./cannot-open.ts";
import { brokenPages } from "./damage.ts";

/**
 * Copies the book at `from` to a new file `to`. `check` looks at the copy before it gets its name; what it throws leaves
 * no copy. Throws CannotOpen, with words for whoever runs the bot.
 */
export async function copyBook<T>(from: string, to: string, check: (copy: string) => Promise<T>): Promise<T> {
	if (!existsSync(from)) throw new CannotOpen(`There is no database at ${from}: nothing to copy.`);
	if (existsSync(to)) throw new CannotOpen(`${to} exists. Name another file, or move that one away.`);
	if (!existsSync(dirname(to)))
		throw new CannotOpen(`There is no folder ${dirname(to)}. Make it, or name another one.`);
	const draft = `${to}.${process.pid}.part`;
	try {
		await copyPages(from, draft);
		const broken = brokenPages(draft);
		if (broken !== undefined) throw damagedSource(from, broken);
		const result = await check(draft);
		standAlone(draft, statSync(from).mode);
		giveName(draft, to);
		return result;
	} catch (error) {
		throw explainOpening(to, error, "the copy") ?? error;
	} finally {
		for (const end of ["", "-wal", "-shm", "-journal"]) rmSync(`${draft}${end}`, { force: true });
	}
}

const damagedSource = (from: string, found: string): Damaged =>
	new Damaged(
		`${from} is damaged (${found.split("\n").at(-1)}): its copy would be, too, and was not kept. What to do: docs/reliability.md.`,
	);

/**
 * In one step, which reads one moment: in several, every commit of the bot's between them would begin the copy anew, and
 * beside a busy bot it would never end. The bot goes on writing meanwhile; only its log is not emptied.
 */
async function copyPages(from: string, draft: string): Promise<void> {
	const everything = 0x7fff_ffff;
	let handle: Database.Database | undefined;
	try {
		handle = new Database(from, { readonly: true, fileMustExist: true });
		// Whatever keeps the book from being read is said of the book, and not of its copy.
		handle.prepare("SELECT 1 FROM sqlite_master").get();
	} catch (error) {
		handle?.close();
		throw explainOpening(from, error) ?? error;
	}
	try {
		await handle.backup(draft, { progress: () => everything });
	} finally {
		handle.close();
	}
}

/** One file that needs nothing beside it, and that no log of another file can be taken for: see damage.ts. */
function standAlone(draft: string, mode: number): void {
	const handle = new Database(draft);
	try {
		handle.pragma("journal_mode = DELETE");
	} finally {
		handle.close();
	}
	chmodSync(draft, mode);
	sync(draft);
}

function giveName(draft: string, to: string): void {
	try {
		// Unlike a rename, it fails where meanwhile somebody made a file of that name.
		linkSync(draft, to);
	} catch (error) {
		if (existsSync(to)) throw new CannotOpen(`${to} was made by somebody else meanwhile. Name another file.`);
		if (!isWithoutLinks(error)) throw error;
		renameSync(draft, to);
	}
	sync(dirname(to));
}

/** Some file systems know no second name for a file. */
const isWithoutLinks = (error: unknown): boolean =>
	error instanceof Error &&
	"code" in error &&
	["EPERM", "ENOTSUP", "EOPNOTSUPP", "ENOSYS"].includes(String(error.code));

/** On disk, not only with the operating system. */
function sync(path: string): void {
	const file = openSync(path, "r");
	try {
		fsyncSync(file);
	} finally {
		closeSync(file);
	}
}
