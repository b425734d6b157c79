// What a PostgreSQL server or the way to it says when the same may work in a moment: it restarts, another takes its place,
// the line is cut, somebody holds what is needed for too long. Everything else is passed on as it is.
import { OutOfReach } from "./out-of-reach.ts";

/** https://www.postgresql.org/docs/current/errcodes-appendix.html */
const passingStates = [
	/^08/, // the connection
	/^57P0[1-5]$/, // it shuts down, crashed, starts, was dropped, was idle for too long
	"57014", // a statement took too long
	"53300", // too many connections
	"25006", // a standby: another is the primary now
	"25P03", // idle within a transaction for too long
	"25P04", // a transaction took too long
	"40001", // could not be put in order with another
	"40P01", // a deadlock
	"55P03", // a lock was not to be had in time
	"26000", // a prepared statement that the connection has forgotten
];

const passingCodes = [
	"ECONNREFUSED",
	"ECONNRESET",
	"ECONNABORTED",
	"EPIPE",
	"ETIMEDOUT",
	"EHOSTUNREACH",
	"ENETUNREACH",
	"ENETDOWN",
	"ENOTFOUND",
	"EAI_AGAIN",
	"ENOENT",
];

/** What the driver says without a code. */
const passingWords =
	/^(Connection terminated|timeout e|Query read timeout|Client has encountered a connection error|Client was closed|cached plan must not change)/;

/** The failure as the ledger knows it: OutOfReach where it may pass, itself otherwise. */
export function explained(error: unknown): unknown {
	if (!(error instanceof Error) || !mayPass(error)) return error;
	return new OutOfReach(`the database is out of reach: ${error.message || codeOf(error)}`, { cause: error });
}

function mayPass(error: Error): boolean {
	const code = codeOf(error);
	return (
		passingStates.some((state) => (typeof state === "string" ? state === code : state.test(code))) ||
		passingCodes.includes(code) ||
		passingWords.test(error.message)
	);
}

const codeOf = (error: Error): string => ("code" in error ? String(error.code) : "");
