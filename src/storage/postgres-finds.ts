// What many ask of a table in the same turn of the event loop, asked once: one statement for each table and set of columns,
// and each gets the rows of its own. It must not keep anything from one turn to the next.
import type { Line } from "./postgres-line.ts";
import { findIn, findOneIn, lastIdsOf } from "./postgres-statements.ts";
import { arrayOf, toServer } from "./postgres-values.ts";
import type { Numbered, SqlValue } from "./storage.ts";
import { type Table, type TableName, table } from "./tables.ts";

type Values = (string | null)[];
type RowsByValues = Map<string, object[]>;
/** Of one table by the same columns; `wanted` by its values as one string. */
type Group = {
	table: Table;
	columns: string[];
	nulls: string[];
	wanted: Map<string, Values>;
	answer: Promise<RowsByValues>;
	ask: () => void;
};
type LastIds = { wanted: Set<number>; answer: Promise<Map<number, number | null>>; ask: () => void };

export type Finds = {
	find(name: TableName, wheres: readonly object[]): Promise<object[]>;
	lastId(name: Numbered, communityId: number): Promise<number | null>;
	/** Sends what was collected, at once. */
	flush(): void;
};

export function createFinds(line: Line): Finds {
	const groups = new Map<string, Group>();
	const lastIds = new Map<Numbered, LastIds>();
	let turn: NodeJS.Immediate | undefined;

	function flush(): void {
		clearImmediate(turn);
		turn = undefined;
		const asked = [...groups.values(), ...lastIds.values()];
		groups.clear();
		lastIds.clear();
		for (const { ask } of asked) ask();
	}

	function later<T>(work: () => Promise<T>): { answer: Promise<T>; ask: () => void } {
		turn ??= setImmediate(flush);
		let settle: (answer: Promise<T>) => void = () => {};
		const answer = new Promise<T>((resolve) => {
			settle = resolve;
		});
		// Whoever asked is told; it may be that nobody waits any more.
		answer.catch(() => {});
		return { answer, ask: () => settle(work()) };
	}

	function groupOf(table: Table, columns: string[], nulls: string[]): Group {
		const name = [table.name, ...columns, "", ...nulls].join(" ");
		const found = groups.get(name);
		if (found) return found;
		const wanted = new Map<string, Values>();
		const group: Group = { table, columns, nulls, wanted, ...later(() => rowsOf(line, group)) };
		groups.set(name, group);
		return group;
	}

	return {
		flush,
		async find(name, wheres) {
			const described = table(name);
			const asked = wheres.map((where) => {
				const given = Object.entries(where) as [string, SqlValue | undefined][];
				const present = given.filter(([, value]) => value !== null);
				const values = present.map(([column, value]) => toServer(value, `${name}.${column}`));
				const group = groupOf(
					described,
					present.map(([column]) => column),
					given.filter(([, value]) => value === null).map(([column]) => column),
				);
				const text = textOf(values);
				group.wanted.set(text, values);
				return { group, text };
			});
			const found = await Promise.all(asked.map(async ({ group, text }) => (await group.answer).get(text) ?? []));
			// Rows of one's own, though another asked for the same.
			return found.flatMap((rows) => rows.map((row) => ({ ...row })));
		},
		async lastId(name, communityId) {
			let asked = lastIds.get(name);
			if (!asked) {
				const wanted = new Set<number>();
				asked = { wanted, ...later(() => lastIdsIn(line, name, wanted)) };
				lastIds.set(name, asked);
			}
			asked.wanted.add(communityId);
			return (await asked.answer).get(communityId) ?? null;
		},
	};
}

async function rowsOf(line: Line, { table, columns, nulls, wanted }: Group): Promise<RowsByValues> {
	const all = [...wanted.values()];
	const [only] = all;
	const { rows } =
		all.length === 1 && only
			? await line.send(findOneIn(table, columns, nulls), only)
			: await line.send(findIn(table, columns, nulls), arraysOf(table, columns, all));
	const found: RowsByValues = new Map();
	for (const row of rows as Record<string, SqlValue>[]) {
		const text = textOf(columns.map((column) => toServer(row[column], column)));
		const same = found.get(text);
		if (same) same.push(row);
		else found.set(text, [row]);
	}
	return found;
}

async function lastIdsIn(line: Line, name: Numbered, wanted: Set<number>): Promise<Map<number, number | null>> {
	const { rows } = await line.send(lastIdsOf(name), [arrayOf([...wanted].map(String), "Int")]);
	return new Map((rows as { communityId: number; last: number | null }[]).map((row) => [row.communityId, row.last]));
}

/** Rows of values as one array for each column. */
export const arraysOf = (table: Table, columns: readonly string[], rows: readonly Values[]): string[] =>
	columns.map((column, index) =>
		arrayOf(
			rows.map((row) => row[index] ?? null),
			table.kinds.get(column) ?? "Int",
		),
	);

const textOf = (values: Values): string => values.join("\u0000");
