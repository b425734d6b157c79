// What is wrong with a PostgreSQL server that a book cannot be opened on, in words for whoever runs the bot, with what to do
// about it. It must not repeat a password.
import { CannotOpen } from "./cannot-open.ts";

/** Undefined for what is not about opening it. `place` is the database in words. */
export function explainServer(place: string, error: unknown): CannotOpen | undefined {
	if (error instanceof CannotOpen || !(error instanceof Error)) return undefined;
	const code = "code" in error ? String(error.code) : "";
	if ("syscall" in error && error.syscall === "open")
		return new CannotOpen(
			`A file that DATABASE_URL names with sslrootcert, sslcert or sslkey cannot be read. Correct its path, or let this user read it. (${code})`,
			{ cause: error },
		);
	const found = reasons.find(([pattern]) => pattern.test(code) || pattern.test(error.message));
	if (!found) return undefined;
	return new CannotOpen(`${found[1].replace("%", place)} (DATABASE_URL; ${code || error.message})`, { cause: error });
}

/** By code, or by the driver's words where it gives none. */
const reasons: [RegExp, string][] = [
	[
		/no encryption|SSL off/,
		"% takes only encrypted connections from here. Add ?sslmode=require, or ?sslmode=no-verify where its certificate cannot be checked.",
	],
	[/^28P01$|^28000$/, "% refuses this user or password. Correct them, or let the user in (pg_hba.conf)."],
	[/password must be a (non-empty )?string/, "% asks for a password. Name it: postgres://user:password@…"],
	[/^3D000$/, "% does not exist. Make it, for example with createdb, and let this user own it."],
	[
		/^42501$/,
		"% does not let this user make tables. Let the user own the database: ALTER DATABASE … OWNER TO …, or grant CREATE on its schema.",
	],
	[/^57P0[1-5]$/, "% is starting or stopping just now. Try again in a moment."],
	[/^53300$/, "% has no connection left. Raise its max_connections, or stop something else that uses it."],
	[
		/does not support SSL connections/,
		"% does not encrypt. Take sslmode out where the way to it is safe, or let the server encrypt.",
	],
	[
		/CERT|SELF_SIGNED|UNABLE_TO_(GET|VERIFY)|HOSTNAME_MISMATCH/,
		"% has a certificate that cannot be checked. Name its authority with ?sslmode=verify-full&sslrootcert=/path/ca.pem, or take it as it is with ?sslmode=no-verify.",
	],
	[/^(ENOTFOUND|EAI_AGAIN)$/, "% cannot be found: no machine has that name."],
	[
		/^(ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOENT|EACCES)$|^timeout e|^Connection terminated/,
		"% does not answer. Start the server, or correct its host and port; a firewall may be in between.",
	],
	[/^08P01$|^(EPROTO|ERR_SSL)/, "% does not answer as PostgreSQL does. Correct its host and port."],
];
