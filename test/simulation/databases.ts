// Databases to play on, and SQLite as one: a new file for every story, made from one that is ready.
import { existsSync } from "node:fs";
import { copyFile, mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Storage } from "../../src/storage/storage.ts";
import type { Code } from "./code.ts";
import type { Blocked } from "./world.ts";

export type Stage = {
	/** One for each bot that shares the database. */
	storages: Storage[];
	/** Whether a notice is in the book by what is committed now. */
	isTold(communityId: number, noticeId: number): Promise<boolean>;
	blocked: Blocked;
	leave(): Promise<void>;
};

export type Theatre = {
	name: "sqlite" | "postgresql";
	/** How many bots may share a database. */
	mostBots: number;
	open(code: Code, bots: number): Promise<Stage>;
	close(): Promise<void>;
};

/** What is tried is not the disk: where memory can hold files, a story takes a third of the time. */
const MEMORY = "/dev/shm";

export async function openSqlite(code: Code): Promise<Theatre> {
	const folder = await mkdtemp(join(existsSync(MEMORY) ? MEMORY : tmpdir(), "goodturn-simulation-"));
	const template = join(folder, "template.db");
	await (await code.openStorage(`file:${template}`)).close();
	let count = 0;
	return {
		name: "sqlite",
		mostBots: 1,
		async open(playing) {
			count += 1;
			const own = join(folder, String(count));
			await mkdir(own);
			const path = join(own, "goodturn.db");
			await copyFile(template, path);
			const storage = await playing.openStorage(`file:${path}`, { asTheBot: true });
			await warmUp(storage);
			return {
				storages: [storage],
				async isTold(communityId, noticeId) {
					const sql = `SELECT 1 AS "one" FROM "Notice" WHERE "communityId" = ? AND "id" = ?`;
					for await (const _row of storage.stream(sql, [communityId, noticeId])) return true;
					return false;
				},
				// One connection: whatever stands still waits for the transaction that holds it.
				blocked: async (_underWay, standing) => standing > 0,
				async leave() {
					await storage.close();
					await rm(own, { recursive: true, force: true });
				},
			};
		},
		close: () => rm(folder, { recursive: true, force: true }),
	};
}

/** Prisma compiles its engine at the first question. */
export const warmUp = async (storage: Storage): Promise<void> => void (await storage.db.community.findFirst());
