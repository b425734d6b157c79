// What time it is in a community. The wall's time everywhere but in the playground, whose clock can be moved and
// stays moved: its offset is stored with its community.
import { after } from "../rules/calendar.ts";
import type { Storage } from "../storage/storage.ts";
import type { Row } from "../storage/tables.ts";

export type Clocks = {
	/** The time in a community; without one, the time on the wall. */
	now(communityId?: number): Date;
	/** The communities whose clock was moved. */
	moved(): number[];
	/** Moves a community's clock on; it is on disk when this resolves. */
	move(communityId: number, byMs: number): Promise<void>;
};

export async function createClocks({ db, read }: Storage, wall: () => Date): Promise<Clocks> {
	const rows = await read((query) =>
		query<Pick<Row<"Community">, "id" | "clockOffsetMs">>(
			`SELECT "id", "clockOffsetMs" FROM "Community" WHERE "clockOffsetMs" <> 0`,
			[],
		),
	);
	const offsets = new Map(rows.map(({ id, clockOffsetMs }) => [id, clockOffsetMs]));
	return {
		now: (communityId) => after(wall(), (communityId !== undefined && offsets.get(communityId)) || 0),
		moved: () => [...offsets.keys()],
		async move(communityId, byMs) {
			const offset = (offsets.get(communityId) ?? 0) + byMs;
			await db.community.update({ where: { id: communityId }, data: { clockOffsetMs: BigInt(offset) } });
			offsets.set(communityId, offset);
		},
	};
}
