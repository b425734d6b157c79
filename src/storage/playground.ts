// Where the playground keeps its chat, in the same database as the book: documents by kind and id, for one community.
import type { Storage } from "./storage.ts";

export function createPlaygroundStore({ db }: Storage, communityId: number) {
	return {
		async list(kind: string): Promise<{ id: string; data: unknown }[]> {
			const items = await db.playgroundItem.findMany({ where: { communityId, kind } });
			return items.map(({ id, data }) => ({ id, data: JSON.parse(data) as unknown }));
		},
		async put(kind: string, id: string, document: unknown): Promise<void> {
			const data = JSON.stringify(document);
			const where = { communityId_kind_id: { communityId, kind, id } };
			await db.playgroundItem.upsert({ where, create: { communityId, kind, id, data }, update: { data } });
		},
		async remove(kind: string, id: string): Promise<void> {
			await db.playgroundItem.deleteMany({ where: { communityId, kind, id } });
		},
	};
}
