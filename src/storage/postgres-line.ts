// One connection while somebody has it: statements go out one behind the other without waiting, answers come back in the
// same order. It knows nothing of tables.
import type { PoolClient } from "pg";
import { explained } from "./postgres-out-of-reach.ts";
import { createNames, readingStatement } from "./postgres-statements.ts";
import { type FromServer, fromServer, toServer } from "./postgres-values.ts";
import type { SqlValue } from "./storage.ts";

type Answer = { command: string; rows: unknown[] };

export type Line = {
	/** Rows come converted. What fails first is thrown by everything after it, too. */
	send(text: string, values?: readonly (string | null)[]): Promise<Answer>;
	/** Any reading statement of the book's own SQL. */
	query<R>(sql: string, params: readonly SqlValue[]): Promise<R[]>;
	/** What failed first, as the ledger is to know it. */
	failure(): { error: unknown } | undefined;
};

const named = createNames("b");
const readers = new Map<string, FromServer>();
const readings = new Map<string, string>();

export function createLine(client: PoolClient): Line {
	const together = createTogether(client);
	let failure: { error: unknown } | undefined;

	async function send(text: string, values?: readonly (string | null)[]): Promise<Answer> {
		try {
			together();
			const name = named(text);
			const { command, rows, fields } = await client.query({ name, text, values: values as (string | null)[] });
			return { command, rows: rows.length === 0 ? rows : rows.map(readerOf(name, fields)) };
		} catch (error) {
			// What follows a failure fails because of it.
			failure ??= { error: explained(error) };
			throw failure.error;
		}
	}

	return {
		send,
		async query<R>(sql: string, params: readonly SqlValue[]) {
			const { rows } = await send(
				readingOf(sql),
				params.map((value) => toServer(value, "a parameter")),
			);
			return rows as R[];
		},
		failure: () => failure,
	};
}

/** What is sent before anything else gets a turn leaves in one piece: the server is woken once for all of it. */
function createTogether(client: PoolClient): () => void {
	const { stream } = client.connection;
	let corked = false;
	return () => {
		if (corked) return;
		corked = true;
		stream.cork();
		process.nextTick(() => {
			corked = false;
			stream.uncork();
		});
	};
}

function readerOf(name: string, fields: Parameters<typeof fromServer>[0]): FromServer {
	const known = readers.get(name);
	if (known) return known;
	const made = fromServer(fields);
	if (name !== "") readers.set(name, made);
	return made;
}

function readingOf(sql: string): string {
	const known = readings.get(sql);
	if (known !== undefined) return known;
	const made = readingStatement(sql);
	if (readings.size < 500) readings.set(sql, made);
	return made;
}

/**
 * For the rest of a transaction: the book's own SQL may read a few rows of one community and many of another, and is planned
 * for those that are asked for. What goes by keys is not: its plan is the same for all.
 */
export const planForWhatIsAsked = (line: Line): void => unawaited(line.send("SET LOCAL plan_cache_mode = auto"));

/** What fails is told by whatever comes next. */
export function unawaited(sent: Promise<unknown>): void {
	sent.catch(() => {});
}
