// A wall clock that jumps while people talk, and is put right again: nothing is lost or counted twice, what is owed is
// sent, no pile of old posts appears, and everybody has the allowance of one day.
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Config, readConfig } from "../../src/config.ts";
import { type Running, startGoodturn } from "../../src/goodturn.ts";
import { createLog } from "../../src/log.ts";
import { freshFolder } from "../storage/fresh.ts";
import { DAY, HOUR } from "../support/clock.ts";
import { launch } from "./bot.ts";
import { LATEST_MS } from "./count.ts";
import { need } from "./needs.ts";
import { mustHaveHeld, times } from "./report.ts";
import { openTown, settle, type Town } from "./town.ts";

/** How far ahead may be waited for what was told while the clock was ahead; what is further ahead is known to be wrong. */
const jumps = [
	{ jump: "back an hour", ms: -HOUR, latestMs: LATEST_MS },
	{ jump: "back a week", ms: -7 * DAY, latestMs: LATEST_MS },
	{ jump: "ahead an hour", ms: HOUR, latestMs: LATEST_MS + HOUR },
	{ jump: "ahead a year", ms: 365 * DAY, latestMs: 2 * HOUR },
];
/** A clock that is wrong by more forgets which events it had. */
const LONGEST_MEMORY_MS = 30 * DAY;

const OFFSETS = [-3_600, -7 * 86_400, 3_600];

let town: Town;
let databaseUrl: string;
let folder: string;

beforeEach(async () => {
	folder = await freshFolder();
	databaseUrl = `file:${join(folder, "goodturn.db")}`;
	town = await openTown();
	await settle(town, databaseUrl);
});

afterEach(() => town.close());

async function startWith(wall: () => Date): Promise<{ bot: Running; errors: string[] }> {
	const errors: string[] = [];
	const log = createLog("warn", { write: (line) => void (line.includes('"level":"error"') && errors.push(line)) });
	const environment = { ...town.settings, GOODTURN_PLAYGROUND: "off", DATABASE_URL: databaseUrl };
	const config: Config = { ...readConfig(environment), port: 0 };
	return { bot: await startGoodturn(config, log, wall), errors };
}

test.each(jumps)(
	"the clock jumps $jump, and back",
	async ({ jump, ms, latestMs }) => {
		const clock = { offsetMs: 0 };
		const { bot, errors } = await startWith(() => new Date(Date.now() + clock.offsetMs));
		town.aim(bot.url);
		const recovery: number[] = [];
		const wanted = times(2, 20);
		for (let time = 0; time < wanted; time++) {
			town.begin();
			await town.untilMore(8);
			clock.offsetMs = time % 2 === 0 ? ms : 0;
			const began = performance.now();
			await town.untilMore(1);
			recovery.push(performance.now() - began);
			// The platform delivers again what it already had an answer for, on either side of the jump.
			if (ms < LONGEST_MEMORY_MS) await town.repeat(5);
			// What was told in a time to come, and was not sent before the clock was right, would wait for that time.
			await town.calm();
			await bot.catchUp();
		}
		clock.offsetMs = 0;
		const posts = town.slack.calls.filter(({ method }) => method === "chat.postMessage").length;
		const count = await town.count(databaseUrl, { withinMs: 120_000, latestMs });
		await bot.stop();
		expect(errors).toEqual([]);
		// A thanks has one public line and at most two private ones; nothing else was due in these days.
		expect(posts).toBeLessThan(3 * town.happened.length);
		mustHaveHeld(`the clock jumps ${jump}, and back`, count, recovery, { happened: wanted });
	},
	300_000,
);

test("the machine's own clock jumps, as the whole process sees it", async (context) => {
	need("faketime", context);
	const file = join(folder, "clock");
	writeFileSync(file, "+0");
	const settings = {
		...town.settings,
		DATABASE_URL: databaseUrl,
		// The program of that name would fix the time for good; its library reads it anew each time.
		LD_PRELOAD: execFileSync("faketime", ["-f", "+0", "printenv", "LD_PRELOAD"], { encoding: "utf8" }).trim(),
		FAKETIME_TIMESTAMP_FILE: file,
		FAKETIME_NO_CACHE: "1",
		FAKETIME_DONT_FAKE_MONOTONIC: "1",
	};
	const bot = await launch({ folder, settings });
	town.aim(bot.url);
	const recovery: number[] = [];
	const wanted = times(2, 20);
	for (let time = 0; time < wanted; time++) {
		town.begin();
		await town.untilMore(8);
		const seconds = time % 2 === 0 ? (OFFSETS[(time / 2) % OFFSETS.length] as number) : 0;
		writeFileSync(file, `${seconds < 0 ? "" : "+"}${seconds}`);
		// Slack's signatures carry the time, and a bot believes them for five minutes only.
		town.clock.offsetMs = seconds * 1_000;
		const began = performance.now();
		await town.untilMore(1);
		recovery.push(performance.now() - began);
	}
	await town.calm();
	writeFileSync(file, "+0");
	town.clock.offsetMs = 0;
	const count = await town.count(databaseUrl, { withinMs: 120_000, latestMs: LATEST_MS + 3_600_000 });
	// What Slack sent in the moment of a jump looks like an old letter: refused, said, and sent again.
	expect(bot.complaints().filter(({ msg }) => !msg.includes("is stale"))).toEqual([]);
	expect(await bot.stop()).toBe(0);
	mustHaveHeld("the machine's clock jumps", count, recovery, { happened: wanted });
}, 300_000);
