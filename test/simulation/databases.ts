// Databases to play on: a new one for every story, made from one that is ready.
import { existsSync } from "node:fs";
import { copyFile, mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Storage } from "../../src/storage/storage.ts";
import type { Code } from "./code.ts";
import type { Blocked } from "./world.ts";

export type DatabaseName = "sqlite" | "postgresql";

export type Theatre = {
	name: DatabaseName;
	open(code: Code): Promise<{ real: Storage; leave(): Promise<void> }>;
	blocked: Blocked;
	close(): Promise<void>;
};

/** By name, or both. */
export async function openTheatres(on: string, code: Code): Promise<Theatre[]> {
	if (on !== "sqlite") throw new Error(`there is no stage for ${on} yet`);
	return [await openSqlite(code)];
}

/** What is tried is not the disk: where memory can hold files, a story takes a third of the time. */
const MEMORY = "/dev/shm";

export async function openSqlite(code: Code): Promise<Theatre> {
	const folder = await mkdtemp(join(existsSync(MEMORY) ? MEMORY : tmpdir(), "goodturn-simulation-"));
	const template = join(folder, "template.db");
	await (await code.openStorage(`file:${template}`)).close();
	let count = 0;
	return {
		name: "sqlite",
		async open(playing) {
			count += 1;
			const own = join(folder, String(count));
			await mkdir(own);
			const path = join(own, "goodturn.db");
			await copyFile(template, path);
			const real = await playing.openStorage(`file:${path}`, { asTheBot: true });
			// Prisma compiles its engine at the first question.
			await real.db.community.findFirst();
			return {
				real,
				async leave() {
					await real.close();
					await rm(own, { recursive: true, force: true });
				},
			};
		},
		// One connection: whatever stands still waits for the transaction that holds it.
		blocked: async (_underWay, standing) => standing > 0,
		close: () => rm(folder, { recursive: true, force: true }),
	};
}
