// What is wrong with a database that cannot be opened, in words for whoever runs the bot, with what to do about it.
// Everything else that a database throws is passed on as it is.

export class CannotOpen extends Error {
	override name = "CannotOpen";
}

/** The file is not what was written to it. No request that met this was acknowledged. */
export class Damaged extends CannotOpen {
	override name = "Damaged";
}

/** Words for what the file system or SQLite said about this file; undefined for what is not about opening it. `as` says where it was named. */
export function explainOpening(path: string, error: unknown, as = "DATABASE_URL"): CannotOpen | undefined {
	if (error instanceof CannotOpen) return error;
	const code = error instanceof Error && "code" in error ? String(error.code) : "";
	const found = reasons.find(([pattern]) => pattern.test(code));
	if (!found) return undefined;
	return new CannotOpen(`${found[1].replace("%", path)} (${as}; ${code})`, { cause: error });
}

const reasons: [RegExp, string][] = [
	[/^SQLITE_NOTADB/, "% is not a SQLite database. Name another file, or move that one away."],
	[
		/^SQLITE_CORRUPT/,
		"% is damaged. Stop everything that uses it, keep a copy, and bring back the last good one: docs/reliability.md.",
	],
	[
		/^(SQLITE_READONLY|EACCES|EPERM|EROFS|SQLITE_PERM)/,
		"% cannot be written. Let this user write the file and its folder, or name another one.",
	],
	[/^SQLITE_BUSY/, "% is locked by another program. Wait for it to finish, or stop it."],
	[/^SQLITE_FULL|^ENOSPC/, "% cannot grow: the disk is full. Make room on it."],
	[
		/^(SQLITE_CANTOPEN|ENOTDIR|EEXIST|EISDIR|ENOENT|ENAMETOOLONG)/,
		"% cannot be opened. It must be a file in a folder that this user may read and write.",
	],
	[/^SQLITE_IOERR/, "% cannot be read or written: the disk reports an error. A database needs a local disk."],
];
