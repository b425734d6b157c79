// A PostgreSQL URL, looked at before anything is asked of its server. It must not tell user or password.
import { CannotOpen } from "./cannot-open.ts";

/** `place` is the database in words, without user and password. */
export function readUrl(databaseUrl: string): { url: string; place: string } {
	const parsed = parse(databaseUrl);
	const database = parsed && decoded(parsed.pathname.slice(1));
	if (!parsed || !database || decoded(parsed.username) === undefined || decoded(parsed.password) === undefined)
		throw new CannotOpen(
			"DATABASE_URL must name a server and a database, such as postgres://user:password@host:5432/goodturn. Signs like @ : / # % in a password are written as %40 %3A %2F %23 %25.",
		);
	const host = parsed.searchParams.get("host") ?? parsed.host;
	return { url: checkedTls(databaseUrl), place: `the database ${database} at ${host || "this machine"}` };
}

function parse(databaseUrl: string): URL | undefined {
	// Without a host it is a socket of this machine, which URL does not take.
	const whole = databaseUrl.replace(/^(\w+:\/\/(?:[^/@]*@)?)(?=[/?])/, "$1localhost");
	return URL.canParse(whole) ? new URL(whole) : undefined;
}

function decoded(text: string): string | undefined {
	try {
		return decodeURIComponent(text);
	} catch {
		return undefined;
	}
}

/** The driver checks the server's certificate in all of these modes, and complains of those that sound as if it did not. */
const checkedTls = (url: string): string =>
	url.replace(/([?&]sslmode=)(?:prefer|require|verify-ca)(?=&|$)/, "$1verify-full");
