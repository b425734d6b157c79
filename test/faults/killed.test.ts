// The whole bot is killed while people talk, again and again: what they were answered is there, once, and what is owed
// arrives after the restart.
import { join } from "node:path";
import { expect, test } from "vitest";
import { freshFolder } from "../storage/fresh.ts";
import { launch } from "./bot.ts";
import { mustHaveHeld, times } from "./report.ts";
import { openTown, settle } from "./town.ts";

const KILLS = times(3, 25);

test(`kill -9, ${KILLS} times`, async () => {
	const folder = await freshFolder();
	const databaseUrl = `file:${join(folder, "goodturn.db")}`;
	const town = await openTown();
	await settle(town, databaseUrl);
	const settings = { ...town.settings, DATABASE_URL: databaseUrl };
	const recovery: number[] = [];
	let bot = await launch({ folder, settings });
	town.aim(bot.url);
	town.begin();
	for (let kill = 0; kill < KILLS; kill++) {
		// At another moment each time: in the midst of a commit, a post, a checkpoint, a start that just ended.
		await town.untilMore(5 + ((kill * 37) % 90));
		town.aim(undefined);
		await bot.kill();
		const began = performance.now();
		bot = await launch({ folder, settings });
		town.aim(bot.url);
		await town.untilMore(1);
		recovery.push(performance.now() - began);
	}
	await town.calm();
	const count = await town.count(databaseUrl);
	expect(await bot.stop()).toBe(0);
	await town.close();
	mustHaveHeld("kill -9", count, recovery);
}, 300_000);
