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
export type Bug = {
	name: string;
	/** Where it can be seen; on SQLite unless told otherwise. */
	on?: "postgresql";
	/** The first story that is played; the first of all unless told otherwise. */
	from?: number;
	/** The law that it breaks. */
	breaks: RegExp;
	changes: Change[];
};

/** The first three are looked for in every run of the tests; all of them by hand. */
export const BUGS: Bug[] = [
	{
		name: "a generation forgotten: an older reaction event counts like a newer one",
		breaks: /reactions that stand/u,
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
		from: 23,
		breaks: /leaves a balance under the floor/u,
		changes: [
			{
				file: "src/chat/answers/favors.ts",
				from: "	const input = { asker: turn.actor, target, size, text, tags: tagsOf(text), dueAt, where };\n",
				to: `	const [read] = await turn.ledger.read((query) => query<{ balance: number }>(
		'SELECT "balance" FROM "Account" WHERE "communityId" = ? AND "id" = ?', [turn.communityId, turn.actor.id ?? 0]));
	const balance = read?.balance ?? 0;
	const input = { asker: turn.actor, target, size, text, tags: tagsOf(text), dueAt, where, balance };\n`,
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
		name: "a notice sent before commit: who sends waits for nobody, and reads what is not yet in the book",
		breaks: /sent before it was in the book/u,
		changes: [
			{
				file: "src/storage/sqlite.ts",
				from: `read: (work) => inTransaction("BEGIN", (tx) => work(tx.query)),`,
				to: "read: (work) => work(async (sql, params) => rows.query(sql, params)),",
			},
			{
				file: "src/chat/deliver.ts",
				from: "			const { done = [] } = await ledger.submit(lease, { communityId, now: now(communityId) }, keys);\n			return done;",
				to: `			const at = now(communityId);
			ledger.submit(lease, { communityId, now: at }, keys).catch(() => {});
			return keys.map((key) => ({ ...key, until: new Date(at.getTime() + 60_000) }));`,
			},
		],
	},
	{
		name: "a community that nobody holds: two bots decide on it at once",
		breaks: /failed by itself|balance/u,
		on: "postgresql",
		changes: [
			{ file: "src/storage/postgres-statements.ts", from: `ORDER BY "id" FOR UPDATE';`, to: `ORDER BY "id"';` },
		],
	},
	{
		name: "a receipt not kept: what is delivered twice counts twice",
		breaks: /balance|refused, and by the rules it is done|answered/u,
		changes: [{ file: "src/ledger/list.ts", from: "	receipt?.keep(outcome);\n", to: "" }],
	},
	{
		name: "an answer before commit: the list answers as soon as it has decided",
		breaks: /was done|stand|lost|balance/u,
		changes: [
			{
				file: "src/ledger/list.ts",
				from: "results.push(await decideOne(book, task));",
				to: "{\n		const result = await decideOne(book, task);\n		task.settle(result);\n		results.push(result);\n	}",
			},
		],
	},
	{
		name: "an undo that forgets: what was taken back can be taken back again",
		breaks: /more is taken back than was given|failed by itself/u,
		changes: [
			{
				file: "src/ledger/thanks.ts",
				from: `		AND NOT EXISTS (SELECT 1 FROM "Entry" r WHERE r."communityId" = e."communityId" AND r."reverses" = e."id")\n`,
				to: "",
			},
		],
	},
	{
		name: "a notice lost in a crash: it counts as sent before it is",
		breaks: /nobody|and m\d+ says|counts as sent/u,
		changes: [
			{
				file: "src/chat/deliver.ts",
				from: "		const settlements = await attemptInTime(deps, together);",
				to: `		held = await write({ lease: held, settlements: together.map(({ id }) => ({ noticeId: id, state: "sent" })) });
		if (!held) return;
		const settlements = await attemptInTime(deps, together);`,
			},
		],
	},
	{
		name: "a lease not respected: whoever looks takes what is due",
		on: "postgresql",
		breaks: /posted twice/u,
		changes: [
			{
				file: "src/ledger/deliveries.ts",
				from: `WHERE d."nextAt" <= ? AND (d."heldUntil" IS NULL OR d."heldUntil" <= ?)`,
				to: `WHERE (d."nextAt" <= ? OR d."heldUntil" > ?)`,
			},
			{
				file: "src/ledger/deliveries.ts",
				from: "if (!row?.nextAt || row.nextAt > now || (row.heldUntil && row.heldUntil > now)) continue;",
				to: "if (!row?.nextAt) continue;",
			},
		],
	},
	{
		name: "a job that forgets: the board of a week is posted again by whoever starts anew",
		breaks: /nobody looked|told twice/u,
		changes: [
			{
				file: "src/ledger/boards.ts",
				from: `	book.add("JobRun", { communityId, job: "leaderboard", period, ranAt: now });\n`,
				to: "",
			},
			{ file: "src/ledger/boards.ts", from: " && !posted.has(id)", to: "" },
		],
	},
	{
		name: "a floor off by one",
		breaks: /leaves a balance under the floor/u,
		changes: [
			{ file: "src/rules/favors.ts", from: "if (cost > available) {", to: "if (cost > available + 1) {" },
			{
				file: "src/ledger/record.ts",
				from: "mustHold(floor === null || balance >= floor,",
				to: "mustHold(floor === null || balance >= floor - 1,",
			},
		],
	},
	{
		name: "an escrow given back twice: a favor that is over can be declined",
		breaks: /gives no more than it holds/u,
		changes: [
			{
				file: "src/rules/favors.ts",
				from: `	mustBe(favor, ["open"], actor.id);\n	return refund`,
				to: "	return refund",
			},
		],
	},
	{
		name: "a day that ends elsewhere: the allowance follows one clock for all",
		breaks: /may give/u,
		changes: [
			{
				file: "src/ledger/giving.ts",
				from: "const day = periodOf(now, giver.timezone, policy.thanks.period);",
				to: `const day = periodOf(now, "UTC", policy.thanks.period);`,
			},
			{
				file: "src/rules/thanks.ts",
				from: "day: periodOf(now, timezone, period),",
				to: `day: periodOf(now, "UTC", period),`,
			},
		],
	},
	{
		name: "a message edited counts twice: what it said before is not taken back",
		breaks: /thanks that stand|balance of/u,
		changes: [
			{
				file: "src/ledger/messages.ts",
				from: "	if (stands) await reverse(book, context, stands, authorId);\n",
				to: "",
			},
		],
	},
	{
		name: "an older message wins: an edit that comes late undoes the one after it",
		breaks: /thanks that stand|thanks taken back|balance of/u,
		changes: [
			{
				file: "src/ledger/messages.ts",
				from: `	if (row && lastOrder <= row.lastOrder) return { result: "ignored" };\n`,
				to: "",
			},
		],
	},
	{
		name: "endorsing one's own: who is thanked on a line cannot add to it for the others",
		breaks: /refused, and by the rules it is done/u,
		changes: [{ file: "src/ledger/endorsing.ts", from: " && accountId !== reactorId", to: "" }],
	},
	{
		name: "a vouch taken back while it is used: the other is left below their floor",
		breaks: /vouches|balance of/u,
		changes: [
			{ file: "src/rules/vouch.ts", from: "	return Math.max(amount, stands - free);", to: "	return amount;" },
		],
	},
	{
		name: "a vouch that is never released: who is back at zero keeps it",
		breaks: /released once they are back/u,
		changes: [
			{
				file: "src/ledger/crossings.ts",
				from: "		else {\n			await giveBack(",
				to: "		else if (vouch.amount > 1_000) {\n			await giveBack(",
			},
		],
	},
	{
		name: "a favor for the team that its own asker approves",
		breaks: /was done, and by the rules it is refused|another than who asks/u,
		changes: [
			{
				file: "src/rules/favors.ts",
				from: `	if (approvedBy === favor.askerId) refuse({ reason: "approve-your-own" });\n`,
				to: "",
			},
		],
	},
	{
		name: "away and faded: the days away count like others",
		breaks: /balance of|what fades of/u,
		changes: [
			{
				file: "src/rules/fading.ts",
				from: " - daysAway(member, first, monday, zone);",
				to: " - 0 * daysAway(member, first, monday, zone);",
			},
		],
	},
	{
		name: "a leaver's favors that nobody ends: their credit stays set aside",
		breaks: /favor w|balance of/u,
		changes: [
			{
				file: "src/ledger/leavers.ts",
				from: `		if (row.doneAt === null) await end(row, rules.cancel(row, actor, now), "cancelled");\n`,
				to: "",
			},
		],
	},
	{
		name: "a leaver who is never heard of: coming back is forgotten",
		breaks: /has not heard of it/u,
		changes: [
			{
				file: "src/ledger/people.ts",
				from: "else if (takesPart(kind) && member.leftAt !== null) await comeBack(book, context, fresh);",
				to: 'else if (member.leftAt !== null) book.set("Member", { ...fresh, kind: member.kind });',
			},
		],
	},
	{
		name: "paused and giving all the same",
		breaks: /was done, and by the rules it is refused|thanks that stand|balance of/u,
		changes: [
			{
				file: "src/ledger/standing.ts",
				from: "	return member?.frozenAt ? { ...who, frozen: true } : who;",
				to: "	return member ? who : who;",
			},
		],
	},
	{
		name: "an undo of a change that was changed since",
		breaks: /was done, and by the rules it is refused|begins where the one before it ended/u,
		changes: [
			{ file: "src/ledger/undo-change.ts", from: `	if (newer) refuse({ reason: "changed-since" });\n`, to: "" },
		],
	},
	{
		name: "an entry taken back twice: what an admin took back is taken back again",
		breaks: /was done, and by the rules it is refused|reversed at most once|failed by itself/u,
		changes: [
			{
				file: "src/rules/corrections.ts",
				from: `	if (isTakenBack) refuse({ reason: "taken-back-already" });\n`,
				to: "",
			},
		],
	},
	{
		name: "a quiet channel in which lines are posted all the same",
		breaks: /is quiet, and notice/u,
		changes: [
			{
				file: "src/chat/delivery.ts",
				from: `	if (!isPostedIn(mode)) return "left alone";\n`,
				to: "",
			},
			{
				file: "src/ledger/channels.ts",
				from: "where.present : isPostedIn(mode);",
				to: "where.present : true;",
			},
		],
	},
];

const run = promisify(execFile);

/** Which files no longer have what a bug changes. */
export async function outdated({ changes }: Bug): Promise<string[]> {
	const found: string[] = [];
	for (const { file, from } of changes) if (!(await readFile(file, "utf8")).includes(from)) found.push(file);
	return found;
}

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
