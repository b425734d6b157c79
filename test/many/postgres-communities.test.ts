// Many communities in one book, and several processes that give, let the clock tick and send: every board once, every notice
// once, and the figures of how it scales.
import { afterAll, expect, test } from "vitest";
import { verify } from "../../src/ledger/verify.ts";
import { openStorage } from "../../src/storage/open.ts";
import { besides, dropDatabases, freshDatabase } from "../storage/postgres-fresh.ts";
import { fill, sizes } from "./communities.ts";
import { times } from "./length.ts";
import { serverMs } from "./server-time.ts";
import { createTable } from "./table.ts";
import { type Act, startWorker, type Together, together, type Worker } from "./workers.ts";

const COMMUNITIES = times(100, 10_000);
const PROCESSES = times(2, 4);
const MEMBERS = 10;
/** Enough for a board in each. */
const THANKS_EACH = 3;
const WIDTH = 64;
const TALK_MS = times(1_000, 10_000);

const FRIDAY = new Date("2026-11-20T12:00:00Z");
const SATURDAY = new Date("2026-11-21T12:00:00Z");
const MONDAY = new Date("2026-11-23T09:00:00Z");

const table = createTable(`${COMMUNITIES} communities of ${MEMBERS} members`);

afterAll(async () => {
	table.show();
	await dropDatabases();
});

test(`${COMMUNITIES} communities, ${PROCESSES} processes: every board once, every notice once`, async () => {
	const url = await freshDatabase("migrated");
	await fill(url, COMMUNITIES, MEMBERS);
	const workers = await Promise.all(Array.from({ length: PROCESSES }, () => startWorker(url)));
	const [first] = workers;
	if (!first) throw new Error("no process");
	/** All of these processes do it at the same moment; what that took is noted. */
	async function measure(what: string, some: Worker[], at: Date, actOf: (index: number) => Act) {
		const used = await serverMs(url);
		const done = await together(some, at, actOf);
		const count = countOf(done);
		table.add(what, done.wallMs, { ...done, ...(count > 0 && { count }), serverMs: (await serverMs(url)) - used });
		return done;
	}

	// A week of thanks: a few in every community, then as people are.
	const before = await sizes(url);
	const share = COMMUNITIES / PROCESSES;
	await measure(`thanks, everywhere alike, ${PROCESSES} processes`, workers, FRIDAY, (index) => ({
		act: "settle",
		from: Math.floor(share * index),
		to: Math.floor(share * (index + 1)),
		each: THANKS_EACH,
		members: MEMBERS,
		width: WIDTH,
	}));
	table.growth(before, await sizes(url), COMMUNITIES * THANKS_EACH);
	for (let processes = 1; processes <= PROCESSES; processes *= 2) {
		const what = `thanks and favors by Zipf's law, ${processes} process(es)`;
		const talked = await measure(what, workers.slice(0, processes), FRIDAY, (index) => ({
			act: "talk",
			communities: COMMUNITIES,
			members: MEMBERS,
			width: WIDTH,
			ms: TALK_MS,
			seed: processes * 100 + index,
		}));
		const p99 = Math.max(...talked.each.map(({ p99Ms = 0 }) => p99Ms));
		table.remark(`Answered at 99 of 100, ${WIDTH} at once in each of ${processes} process(es): ${p99} ms.`);
	}

	// Lines are sent: by one process for a while, then by all. Of the others it is taken for granted.
	const sendSome = () => ({ act: "send", ms: TALK_MS }) as const;
	const lines = [
		await measure("lines sent, 1 process", [first], FRIDAY, sendSome),
		await measure(`lines sent, ${PROCESSES} processes`, workers, FRIDAY, sendSome),
	];
	await besides(url, (client) => client.query(SENT));

	// Reminders and tidying are due everywhere, then nothing is.
	await measure(`first tick: reminders and tidying everywhere, ${PROCESSES} processes`, workers, SATURDAY, tick);
	await measure(`tick with nothing due, ${PROCESSES} processes`, workers, SATURDAY, tick);
	lines.push(await measure(`told by then and sent, ${PROCESSES} processes`, workers, SATURDAY, send));

	// Monday at nine, everywhere.
	await measure(`Monday's boards and tidying everywhere, ${PROCESSES} processes`, workers, MONDAY, tick);
	lines.push(await measure(`boards sent, ${PROCESSES} processes`, workers, MONDAY, send));

	const all = lines.flatMap(sentBy);
	expect(new Set(all).size).toBe(all.length);
	const [counted] = await besides(url, async (client) => (await client.query(COUNTS)).rows);
	expect(counted).toEqual({ boards: COMMUNITIES, runs: COMMUNITIES, owed: 0, parked: 0 });
	table.remark(`Connections of ${PROCESSES} processes: ${await connectionsTo(url)}.`);
	await Promise.all(workers.map((worker) => worker.stop()));
	const storage = await openStorage(url, { migrate: false });
	const began = performance.now();
	expect(await verify(storage)).toMatchObject({ ok: true, breaches: [] });
	table.add("verify", performance.now() - began, {});
	await storage.close();
}, 1_800_000);

const tick = () => ({ act: "tick" }) as const;
const send = () => ({ act: "send" }) as const;
const sentBy = ({ each }: Together): string[] => each.flatMap(({ sent = [] }) => sent);

/** Of what was given, asked, refused or sent. */
const countOf = ({ each }: Together): number =>
	each.reduce((sum, { done = 0, refused = 0, sent = [] }) => sum + done + refused + sent.length, 0);

const SENT = `UPDATE "Notice" SET "state" = 'sent', "sentAt" = "dueAt" WHERE "state" = 'owed';
	UPDATE "Destination" SET "nextAt" = NULL, "heldUntil" = NULL`;

const COUNTS = `SELECT
	(SELECT count(*)::int FROM "Notice" WHERE "kind" = 'board' AND "state" = 'sent') AS "boards",
	(SELECT count(*)::int FROM "JobRun" WHERE "job" = 'leaderboard' AND "period" = '2026-W48') AS "runs",
	(SELECT count(*)::int FROM "Notice" WHERE "state" = 'owed' AND "dueAt" <= '2026-11-23 09:00') AS "owed",
	(SELECT count(*)::int FROM "Notice" WHERE "state" = 'parked') AS "parked"`;

const connectionsTo = (url: string): Promise<number> =>
	besides(url, async (client) => {
		const { rows } = await client.query<{ count: number }>(
			"SELECT count(*)::int FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'goodturn'",
		);
		return rows[0]?.count ?? 0;
	});
