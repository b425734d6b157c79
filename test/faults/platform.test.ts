// A platform that is unwell, under the whole bot while people talk: everything that is owed arrives in the end, and
// nobody who could be answered waits for what cannot.
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Misbehaviour } from "../adapters/slack/strict-slack.ts";
import { freshFolder } from "../storage/fresh.ts";
import { launch, until } from "./bot.ts";
import { mustHaveHeld, sideBySide, times } from "./report.ts";
import { openTown, settle, type Town } from "./town.ts";

const faults: { fault: string; how: Misbehaviour }[] = [
	{ fault: "429 with Retry-After", how: { retryAfterSeconds: 1 } },
	{ fault: "429 without it", how: { status: 429 } },
	{ fault: "500", how: { status: 500 } },
	{ fault: "no answer", how: { silent: true } },
	{ fault: "a line that is cut", how: { hangUp: true } },
];

test.each(faults)("Slack answers posts with: $fault", { timeout: 600_000, ...sideBySide }, async ({ fault, how }) => {
	const { town, databaseUrl, start } = await openPlace();
	const { slack } = town;
	const bot = await start();
	town.aim(bot.url);
	town.begin();
	const wanted = times(2, 20);
	// A few at a time: they meet different channels and people, and the same one again.
	for (let asked = 0; asked < wanted; asked += 2) {
		await town.untilMore(8);
		slack.misbehave("chat.postMessage", how, 2);
		await until("it misbehaved", () => slack.misbehaved.length >= asked + 2, 60_000);
	}
	const failed = [...slack.misbehaved];
	await town.calm();
	const count = await town.count(databaseUrl, { withinMs: 90_000 });
	expect(await bot.stop()).toBe(0);
	// From the fault until that very message was posted.
	const recovery = failed.flatMap(({ args, at }) => {
		const post = slack.calls.find((call) => call.at >= at && call.args["text"] === args["text"] && call.answer["ok"]);
		return post ? [post.at - at] : [];
	});
	await town.close();
	expect(slack.violations).toEqual([]);
	mustHaveHeld(`Slack at posting: ${fault}`, count, recovery, { happened: failed.length });
});

test.each(faults)(
	"Slack answers look-ups with: $fault",
	{ timeout: 600_000, ...sideBySide },
	async ({ fault, how }) => {
		const { town, databaseUrl, start } = await openPlace();
		const { slack } = town;
		const recovery: number[] = [];
		const wanted = times(4, 20);
		while (slack.misbehaved.length < wanted) {
			// Who is new to the bot is looked up: all are, after a start.
			const bot = await start();
			slack.misbehave("users.info", how, 2);
			slack.misbehave("conversations.info", how, 2);
			const began = performance.now();
			town.aim(bot.url);
			town.begin();
			await town.untilMore(4);
			recovery.push(performance.now() - began);
			await town.calm();
			expect(await bot.stop()).toBe(0);
		}
		const bot = await start();
		const count = await town.count(databaseUrl, { withinMs: 90_000 });
		expect(await bot.stop()).toBe(0);
		await town.close();
		mustHaveHeld(`Slack at looking up: ${fault}`, count, recovery, { happened: slack.misbehaved.length });
	},
);

async function openPlace(): Promise<{ town: Town; databaseUrl: string; start: () => ReturnType<typeof launch> }> {
	const folder = await freshFolder();
	const databaseUrl = `file:${join(folder, "goodturn.db")}`;
	const town = await openTown();
	await settle(town, databaseUrl);
	return {
		town,
		databaseUrl,
		start: () => launch({ folder, settings: { ...town.settings, DATABASE_URL: databaseUrl } }),
	};
}
