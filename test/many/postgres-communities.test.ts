// Many communities in one book, and several processes that give, let the clock tick and send: every board once, every notice
// once, and the figures of how it scales.
import { afterAll, expect, test } from "vitest";
import { verify } from "../../src/ledger/verify.ts";
import { openStorage } from "../../src/storage/open.ts";
import { besides, dropDatabases, freshDatabase } from "../storage/postgres-fresh.ts";
import { fill, sizes } from "./communities.ts";
import { times } from "./length.ts";
import { createTable } from "./table.ts";
import { startWorker, type Together, together } from "./workers.ts";

const COMMUNITIES = times(200, 10_000);
const PROCESSES = times(2, 4);
const MEMBERS = 10;
/** Enough for a board in each. */
const THANKS_EACH = 4;
const WIDTH = 64;
const TALK_MS = times(1_000, 10_000);

const FRIDAY = new Date("2026-11-20T12:00:00Z");
const SATURDAY = new Date("2026-11-21T12:00:00Z");
const MONDAY = new Date("2026-11-23T09:00:00Z");

afterAll(dropDatabases);

test(`${COMMUNITIES} communities, ${PROCESSES} processes: every board once, every notice once`, async () => {
	const table = createTable(`${COMMUNITIES} communities of ${MEMBERS} members`);
	const url = await freshDatabase("migrated");
	await fill(url, COMMUNITIES, MEMBERS);
	const workers = await Promise.all(Array.from({ length: PROCESSES }, () => startWorker(url)));
	const [first] = workers;
	if (!first) throw new Error("no process");
	const note = (what: string, { wallMs, statements, stallMs, memoryMb }: Together, count?: number) =>
		table.add(what, wallMs, { count, statements, stallMs, memoryMb });

	// A week of thanks: a few in every community, then as people are.
	const before = await sizes(url);
	const share = COMMUNITIES / PROCESSES;
	const settled = await together(workers, FRIDAY, (index) => ({
		act: "settle",
		from: Math.floor(share * index),
		to: Math.floor(share * (index + 1)),
		each: THANKS_EACH,
		members: MEMBERS,
		width: WIDTH,
	}));
	note(`thanks, even, ${PROCESSES} processes`, settled, COMMUNITIES * THANKS_EACH);
	table.growth(before, await sizes(url), COMMUNITIES * THANKS_EACH);
	for (let processes = 1; processes <= PROCESSES; processes *= 2) {
		const some = workers.slice(0, processes);
		const talked = await together(some, FRIDAY, (index) => ({
			act: "talk",
			communities: COMMUNITIES,
			members: MEMBERS,
			width: WIDTH,
			ms: TALK_MS,
			seed: processes * 100 + index,
		}));
		const count = talked.each.reduce((sum, { done = 0, refused = 0 }) => sum + done + refused, 0);
		const p99 = Math.max(...talked.each.map(({ p99Ms = 0 }) => p99Ms));
		note(`thanks and favors, Zipf, ${processes} process(es), p99 ${p99} ms`, talked, count);
	}

	// All lines are sent, by one process and by all of them.
	const lines = await together([first], FRIDAY, () => ({ act: "send" }));
	const sentFirst = sentBy(lines);
	note("lines sent, 1 process", lines, sentFirst.length);

	// Reminders and tidying are due everywhere, then nothing is.
	note(`first tick: reminders and tidying in all, ${PROCESSES} processes`, await together(workers, SATURDAY, tick));
	note(`tick with nothing due, ${PROCESSES} processes`, await together(workers, SATURDAY, tick));
	const reminded = await together(workers, SATURDAY, () => ({ act: "send" }));
	note(`what was told by then is sent, ${PROCESSES} processes`, reminded, sentBy(reminded).length);

	// Monday at nine, everywhere.
	note(`Monday's boards in all, ${PROCESSES} processes`, await together(workers, MONDAY, tick), COMMUNITIES);
	const boards = await together(workers, MONDAY, () => ({ act: "send" }));
	note(`boards sent, ${PROCESSES} processes`, boards, sentBy(boards).length);

	const all = [...sentFirst, ...sentBy(reminded), ...sentBy(boards)];
	expect(new Set(all).size).toBe(all.length);
	const [counted] = await besides(url, async (client) => (await client.query(COUNTS)).rows);
	expect(counted).toEqual({ boards: COMMUNITIES, runs: COMMUNITIES, owed: 0, parked: 0 });
	table.connections(await connectionsTo(url));
	await Promise.all(workers.map((worker) => worker.stop()));
	const storage = await openStorage(url, { migrate: false });
	const began = performance.now();
	expect(await verify(storage)).toMatchObject({ ok: true, breaches: [] });
	table.add("verify", performance.now() - began, {});
	await storage.close();
	table.show();
}, 900_000);

const tick = () => ({ act: "tick" }) as const;
const sentBy = ({ each }: Together): string[] => each.flatMap(({ sent = [] }) => sent);

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
