// Whether two books say the same: every table that the rules know of, row by row, without what a platform or a moment of
// sending put there (its own ids, how a message was reached, when it went out).
import type { Storage } from "../../src/storage/storage.ts";
import type { Row, TableName } from "../../src/storage/tables.ts";

/** Every table with what orders it, and what two runs need not share. */
const TABLES: { table: TableName; by: string[]; but?: string[] }[] = [
	{ table: "Community", by: ["id"] },
	{ table: "Account", by: ["communityId", "id"] },
	{ table: "Member", by: ["communityId", "id"] },
	{ table: "Channel", by: ["communityId", "id"], but: ["external"] },
	{ table: "Entry", by: ["communityId", "id"] },
	{ table: "Posting", by: ["communityId", "accountId", "seq"] },
	{ table: "Words", by: ["communityId", "kind", "ownerId"] },
	{ table: "GivenDay", by: ["communityId", "giverId", "day", "receiverId"] },
	{ table: "PairTally", by: ["communityId", "channelId", "week", "giverId", "receiverId"] },
	{ table: "MemberTally", by: ["communityId", "channelId", "week", "memberId"] },
	{ table: "Favor", by: ["communityId", "id"] },
	{
		table: "Reaction",
		by: ["communityId", "channelId", "message", "reactorId", "emoji"],
		but: ["message", "lastOrder"],
	},
	{ table: "Message", by: ["communityId", "channelId", "message"], but: ["message", "lastOrder"] },
	{ table: "Identity", by: ["communityId", "workspaceId", "user"], but: ["user"] },
	{ table: "Vouch", by: ["communityId", "id"] },
	{ table: "Pile", by: ["communityId", "channelId", "receiverId"] },
	{ table: "Draft", by: ["communityId", "id"] },
	{ table: "Told", by: ["communityId", "memberId", "kind"] },
	{ table: "Change", by: ["communityId", "id"] },
	{ table: "RefusedAsks", by: ["communityId", "week"] },
	{ table: "JobRun", by: ["communityId", "job", "period"] },
	// Several that one event owes to several people come in no promised order.
	{ table: "Notice", by: ["communityId", "id"], but: ["id", "route", "sentAt", "attempts", "error"] },
];

export async function rowsOf<T extends TableName>(storage: Storage, table: T, by: string[]): Promise<Row<T>[]> {
	const order = by.map((column) => `"${column}"`).join(", ");
	return storage.read((query) => query<Row<T>>(`SELECT * FROM "${table}" ORDER BY ${order}`, []));
}

/** What is not the same, table by table: the first row of each. */
export async function differences(one: Storage, other: Storage): Promise<string[]> {
	const found: string[] = [];
	for (const { table, by, but = [] } of TABLES) {
		const [mine, yours] = await Promise.all([one, other].map((storage) => linesOf(storage, table, by, but)));
		if (!mine || !yours) continue;
		const at = Array.from({ length: Math.max(mine.length, yours.length) }, (_row, index) => index).find(
			(index) => mine[index] !== yours[index],
		);
		if (at !== undefined) found.push(`${table}: row ${at} is ${mine[at]} in one book and ${yours[at]} in the other`);
	}
	return found;
}

/** Sorted here: databases do not order text alike. */
async function linesOf(storage: Storage, table: TableName, by: string[], but: string[]): Promise<string[]> {
	const rows = (await rowsOf(storage, table, by)) as Record<string, unknown>[];
	const plain = rows.map((row) =>
		JSON.stringify(
			Object.fromEntries(
				Object.entries(row)
					.filter(([column]) => !but.includes(column))
					.map(([column, value]) => [column, typeof value === "bigint" ? Number(value) : value])
					.sort(([a], [b]) => (String(a) < String(b) ? -1 : 1)),
			),
		),
	);
	return plain.sort();
}
