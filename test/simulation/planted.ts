// Bugs that were planted: each is a small change of a copy of the code, as somebody might really write it. They show that
// the simulation finds such bugs. A change that no longer applies is an error: the bug is to be planted anew.
import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import type { Code } from "./code.ts";

type Change = { file: string; from: string; to: string };
export type Bug = { name: string; changes: Change[] };

export const BUGS: Bug[] = [
	{
		name: "a generation forgotten: an older reaction event counts like a newer one",
		changes: [
			{
				file: "src/ledger/reactions.ts",
				from: `if (row && lastOrder <= row.lastOrder) return { result: "ignored" };`,
				to: "",
			},
		],
	},
	{
		name: "a read-then-write floor: what somebody has is read before the transaction that spends it",
		changes: [
			{
				file: "src/chat/answers/favors.ts",
				from: "	const input = { asker: turn.actor, target, size, text, dueAt, where: turn.where };\n",
				to: `	const [read] = await turn.ledger.read((query) => query<{ balance: number }>(
		'SELECT "balance" FROM "Account" WHERE "communityId" = ? AND "id" = ?', [turn.communityId, turn.actor.id ?? 0]));
	const balance = read?.balance ?? 0;
	const input = { asker: turn.actor, target, size, text, dueAt, where: turn.where, balance };\n`,
			},
			{
				file: "src/ledger/favors.ts",
				from: "	dueAt: Date | null;\n	where: Where;\n};",
				to: "	dueAt: Date | null;\n	where: Where;\n	balance: number;\n};",
			},
			{ file: "src/ledger/favors.ts", from: "balance: account.balance, floor", to: "balance: input.balance, floor" },
			{
				file: "src/ledger/record.ts",
				from: "mustHold(floor === null || balance >= floor,",
				to: "mustHold(floor === null || balance >= floor - 1_000,",
			},
		],
	},
	{
		name: "a notice sent before commit: the sender gets it from the working copy",
		changes: [],
	},
];

const run = promisify(execFile);

/** Compiles a copy of the code with this bug; `remove` when it is no longer needed. */
export async function plant(bug: Bug): Promise<{ code: Code; remove(): Promise<void> }> {
	const folder = await mkdtemp(join(tmpdir(), "goodturn-planted-"));
	await cp("src", join(folder, "src"), { recursive: true });
	await mkdir(join(folder, "test/simulation"), { recursive: true });
	await cp("test/simulation/code.ts", join(folder, "test/simulation/code.ts"));
	for (const { file, from, to } of bug.changes) {
		const path = join(folder, file);
		const text = await readFile(path, "utf8");
		if (!text.includes(from)) throw new Error(`${file} has changed: plant "${bug.name}" anew`);
		await writeFile(
			path,
			text.replace(from, () => to),
		);
	}
	const compilerOptions = { noEmit: false, noCheck: true, noUnusedLocals: false, rootDir: ".", outDir: "dist" };
	const config = { extends: resolve("tsconfig.json"), compilerOptions, include: ["test/simulation/code.ts"] };
	await writeFile(join(folder, "tsconfig.json"), JSON.stringify(config));
	await writeFile(join(folder, "package.json"), JSON.stringify({ type: "module" }));
	for (const name of ["node_modules", "prisma"]) {
		await mkdir(join(folder, "dist"), { recursive: true });
		await symlink(resolve(name), join(folder, name === "prisma" ? "dist/prisma" : name));
	}
	await run(process.execPath, [resolve("node_modules/typescript/bin/tsc"), "-p", folder]);
	const { ownCode } = (await import(pathToFileURL(join(folder, "dist/test/simulation/code.js")).href)) as {
		ownCode: Code;
	};
	return { code: ownCode, remove: () => rm(folder, { recursive: true, force: true }) };
}
