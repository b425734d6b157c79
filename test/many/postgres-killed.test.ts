// Several whole bots on one database while one of them is killed again and again: what people were answered is in the book,
// once, every line arrives, every board is posted, and what appears twice was being sent when its sender died.
import { afterAll, expect, test } from "vitest";
import { freeLeases } from "../../src/ledger/deliveries.ts";
import { openStorage } from "../../src/storage/open.ts";
import type { Storage } from "../../src/storage/storage.ts";
import { startStrictSlack } from "../adapters/slack/strict-slack.ts";
import { pause } from "../faults/bot.ts";
import { freshFolder } from "../storage/fresh.ts";
import { besides, dropDatabases, freshDatabase } from "../storage/postgres-fresh.ts";
import { startBalancer } from "./balancer.ts";
import { type Count, countAll, spread } from "./count.ts";
import { gatherCrowd } from "./crowd.ts";
import { type Fleet, startFleet } from "./fleet.ts";
import { atLength, times } from "./length.ts";
import { print } from "./table.ts";
import { settleTown } from "./town.ts";

const BOTS = 4;
const KILLS = times(3, 60);
const EVERY_MS = times(2_000, 5_000);
const TALKERS = times(6, 8);
/** How many people talk at once, and the pause of each between two things that they say. */
const BREATH_MS = times(30, 60);
/** What a killed process held is another's after a minute. */
const REST_MS = times(60_000, 300_000);

afterAll(dropDatabases);

test.each(["HTTP", "Socket Mode"] as const)(
	`four bots over %s, one killed and started anew ${KILLS} times`,
	async (way) => {
		const databaseUrl = await freshDatabase("migrated");
		const slack = await startStrictSlack({ retryAfterMs: [] });
		const town = await settleTown({ slack, databaseUrl, people: 24, channels: times(6, 24) });
		const balancer = way === "HTTP" ? await startBalancer() : undefined;
		if (balancer) slack.sendTo(`${balancer.url}/slack/events`);
		const reached = balancer ? { SLACK_SIGNING_SECRET: slack.signingSecret } : { SLACK_APP_TOKEN: slack.appToken };
		const settings = { DATABASE_URL: databaseUrl, SLACK_BOT_TOKEN: slack.botToken, ...reached };
		const folder = await freshFolder();
		const fleet = await startFleet({ bots: BOTS, folder, slackApi: slack.apiUrl, settings, balancer });
		const connections = watchConnections(databaseUrl);
		const crowd = gatherCrowd(town, TALKERS, BREATH_MS);
		const began = Date.now();
		crowd.begin();
		await pause(500);
		await town.boardsAreDue();
		await fleet.disturb(KILLS, EVERY_MS);
		await crowd.calm();
		const seconds = (Date.now() - began) / 1000;
		const storage = await openStorage(databaseUrl, { migrate: false });
		const { happened } = crowd;
		if (!atLength) await freeAtOnce(fleet, storage);
		const count = await countAll({ storage, slack, happened, fleet, channels: town.channels }, REST_MS);
		await storage.close();
		const most = await connections.stop();
		expect(await fleet.stop()).not.toContain(1);
		await balancer?.close();
		await slack.close();
		show(way, { count, fleet, seconds, connections: most, failed: balancer?.failed() ?? 0 });
		mustHold(count);
	},
	REST_MS + times(150_000, 400_000),
);

/** Nobody has a minute here: where no bot runs, what is held is held by the dead, and one bot sends the rest. */
async function freeAtOnce(fleet: Fleet, storage: Storage): Promise<void> {
	expect(await fleet.stop()).toEqual(Array.from({ length: BOTS }, () => 0));
	await freeLeases(storage, new Date());
	await fleet.begin(0);
}

function mustHold(count: Count): void {
	const { breaches, lost, doubled, owed, sentTwice, boards } = count;
	expect(breaches).toEqual([]);
	expect({ lost, doubled, owed, sentTwice }).toEqual({ lost: 0, doubled: 0, owed: 0, sentTwice: [] });
	expect(boards).toEqual({ due: boards.due, posted: boards.due, inTheBook: boards.due });
	expect(count.acknowledged).toBeGreaterThan(0);
}

/** The most connections of bots to this database at any one moment that was looked at. */
function watchConnections(databaseUrl: string): { stop(): Promise<number> } {
	let most = 0;
	let stopped = false;
	const watched = besides(databaseUrl, async (client) => {
		while (!stopped) {
			const { rows } = await client.query<{ count: string }>(
				"SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'goodturn'",
			);
			most = Math.max(most, Number(rows[0]?.count));
			await pause(500);
		}
	});
	return {
		async stop() {
			stopped = true;
			await watched;
			return most;
		},
	};
}

type Shown = { count: Count; fleet: Fleet; seconds: number; connections: number; failed: number };

function show(way: string, { count, fleet, seconds, connections, failed }: Shown): void {
	const { answerMs, lineMs, boards } = count;
	const caughtUp = spread(count.caughtUpMs);
	const openAgain = spread(count.openAgainMs);
	const rows: [string, string | number][] = [
		[`over ${way}: bots, kills, seconds of load`, `${BOTS}, ${fleet.kills.length}, ${seconds.toFixed(0)}`],
		[
			"acknowledged (a second), refused",
			`${count.acknowledged} (${(count.acknowledged / seconds).toFixed(0)}), ${count.refused}`,
		],
		["without an answer; requests that met a dead bot", `${count.unanswered}; ${failed}`],
		["lost, doubled, owed at the end", `${count.lost}, ${count.doubled}, ${count.owed}`],
		["boards: due, posted, in the book", `${boards.due}, ${boards.posted}, ${boards.inTheBook}`],
		["appeared again: by a kill under way, otherwise", `${count.sentAgainAfterKill}, ${count.sentTwice.length}`],
		["answer in ms: median, p99, longest", `${answerMs.median}, ${answerMs.p99}, ${answerMs.longest}`],
		["line in s: median, p99, longest", [lineMs.median, lineMs.p99, lineMs.longest].map(inSeconds).join(", ")],
		["open again in s: median, longest", [openAgain.median, openAgain.longest].map(inSeconds).join(", ")],
		[
			"all sent that was due at a kill, in s: median, longest",
			[caughtUp.median, caughtUp.longest].map(inSeconds).join(", "),
		],
		["most connections, most memory of a bot in MB", `${connections}, ${fleet.mostMemoryMb}`],
		["verify", count.breaches.length === 0 ? "ok" : `${count.breaches.length} breaches`],
	];
	for (const [words, times] of fleet.complaints()) rows.push([`logged: ${words}`, times]);
	print(rows.map(([name, value]) => `| ${name} | ${value} |`));
}

const inSeconds = (ms: number): string => (ms / 1000).toFixed(1);
