// The whole bot on a PostgreSQL server of its own that is really killed, restarted and replaced, and on lines to it that
// are cut at a COMMIT. The server writes to disk what it says it wrote.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterEach, beforeEach, expect, test } from "vitest";
import { freeLeases } from "../../src/ledger/deliveries.ts";
import { openStorage } from "../../src/storage/open.ts";
import { type Cut, startProxy } from "../support/postgres-proxy.ts";
import { type PostgresServer, startPostgres } from "../support/postgres-server.ts";
import { type Bot, launch, until } from "./bot.ts";
import { atLength, mustHaveHeld, seconds, times } from "./report.ts";
import { openTown, settle, type Town } from "./town.ts";

/** Whoever died sending leaves a place to others after a minute. */
const LEASE_IS_OVER_MS = 150_000;
/** What a standby has not yet asked for is kept. */
const SETTINGS = { wal_keep_size: "512MB", max_connections: "50" };

let folder: string;
let server: PostgresServer;
let town: Town;

beforeEach(async () => {
	folder = await mkdtemp(join(tmpdir(), "goodturn-faults-"));
	server = await startPostgres(folder, SETTINGS);
	town = await openTown();
	await settle(town, server.url("postgres"));
});

afterEach(async () => {
	await town.close();
	await server.stop("immediate");
	await rm(folder, { recursive: true, force: true });
});

async function start(databaseUrl: string): Promise<Bot> {
	const bot = await launch({ folder, settings: { ...town.settings, DATABASE_URL: databaseUrl } });
	town.aim(bot.url);
	return bot;
}

/** Makes a fault happen again and again while people talk: how long nobody was answered, each time. */
async function whileTheyTalk(wanted: number, fault: (time: number) => Promise<void>): Promise<number[]> {
	const recovery: number[] = [];
	town.begin();
	for (let time = 0; time < wanted; time++) {
		// At another moment each time.
		await town.untilMore(5 + ((time * 37) % 50));
		const began = performance.now();
		await fault(time);
		await town.untilMore(1, 60_000);
		recovery.push(performance.now() - began);
	}
	return recovery;
}

/** Everybody gets an answer, all that is owed is sent, and it is counted. */
async function settleUp(bot: Bot, fault: string, recovery: number[], made = recovery.length): Promise<void> {
	const lastFault = performance.now();
	await town.calm(60_000);
	const patience = { withinMs: LEASE_IS_OVER_MS };
	await town.untilSent(server.url("postgres"), patience).catch(() => {});
	const note = `; all sent ${seconds(performance.now() - lastFault)} after the last`;
	const count = await town.count(server.url("postgres"), patience);
	expect(await bot.stop()).toBe(0);
	expect(town.slack.violations).toEqual([]);
	mustHaveHeld(`PostgreSQL: ${fault}`, count, recovery, { happened: made, note });
}

test("the bot is killed", async () => {
	const url = server.url("postgres");
	let bot = await start(url);
	const recovery = await whileTheyTalk(times(2, 20), async () => {
		town.aim(undefined);
		await bot.kill();
		bot = await start(url);
	});
	if (!atLength) bot = await freeAtOnce(bot, url);
	await settleUp(bot, "kill -9 of the bot", recovery);
}, 400_000);

/** Nobody has a minute here: where no bot runs, what is held is held by the dead. */
async function freeAtOnce(bot: Bot, url: string): Promise<Bot> {
	await town.calm();
	expect(await bot.stop()).toBe(0);
	const storage = await openStorage(url, { migrate: false });
	await freeLeases(storage, new Date());
	await storage.close();
	return start(url);
}

test.each(["before", "after"] as const)(
	"the line is cut at a COMMIT, %s it landed",
	async (when) => {
		let next: Cut;
		let cuts = 0;
		const proxy = await startProxy(server.url("postgres"), () => {
			const cut = next;
			if (cut) cuts += 1;
			next = undefined;
			return cut;
		});
		let bot = await start(proxy.url);
		const recovery = await whileTheyTalk(times(2, 20), async (time) => {
			next = when;
			await until("it was cut", () => cuts > time);
		});
		if (!atLength) bot = await freeAtOnce(bot, proxy.url);
		await settleUp(bot, `cut at a COMMIT, ${when} it landed`, recovery, cuts);
		await proxy.close();
	},
	400_000,
);

test("the server crashes and recovers", async () => {
	const bot = await start(server.url("postgres"));
	const recovery = await whileTheyTalk(times(2, 20), async () => {
		await server.stop("immediate");
		await server.start();
	});
	await settleUp(bot, "the server is restarted (immediate)", recovery);
}, 600_000);

test("another server takes over", async () => {
	const proxy = await startProxy(server.url("postgres"));
	const bot = await start(proxy.url);
	let standby = await follow(server, 0);
	const recovery: number[] = [];
	town.begin();
	const wanted = times(2, 20);
	for (let time = 0; time < wanted; time++) {
		await town.untilMore(5 + ((time * 37) % 50));
		const began = performance.now();
		await server.stop("kill");
		await standby.promote();
		proxy.leadTo(standby.url("postgres"));
		await town.untilMore(1, 60_000);
		recovery.push(performance.now() - began);
		await server.remove();
		server = standby;
		if (time + 1 < wanted) standby = await follow(server, time + 1);
	}
	await settleUp(bot, "failed over to a standby", recovery);
	await proxy.close();
}, 900_000);

/** A standby that has everything before it is acknowledged. */
async function follow(primary: PostgresServer, number: number): Promise<PostgresServer> {
	const standby = await primary.startStandby(`standby${number}`);
	const client = new pg.Client({ connectionString: primary.url("postgres") });
	await client.connect();
	await client.query("ALTER SYSTEM SET synchronous_standby_names = '*'");
	await client.query("SELECT pg_reload_conf()");
	const isSynchronous = async () => {
		const { rows } = await client.query("SELECT 1 FROM pg_stat_replication WHERE sync_state = 'sync'");
		return rows.length > 0;
	};
	await until("the standby follows", isSynchronous);
	await client.end();
	return standby;
}
