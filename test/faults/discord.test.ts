// Discord is unwell when lines are posted, under the whole bot while people talk: everything that is owed arrives in the end,
// and once, because Discord knows a repeated post by its nonce.
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Trouble } from "../adapters/discord/strict/rest.ts";
import { freshFolder } from "../storage/fresh.ts";
import { launch, until } from "./bot.ts";
import { openDiscordTown } from "./discord-town.ts";
import { mustHaveHeld, sideBySide, times } from "./report.ts";

const limited = (seconds: number): Partial<Trouble> => ({
	status: 429,
	headers: { "retry-after": String(seconds), "x-ratelimit-scope": "shared" },
	body: { message: "The resource is being rate limited.", retry_after: seconds, global: false },
});

const faults: { fault: string; how: Partial<Trouble> }[] = [
	{ fault: "429, a second", how: limited(1) },
	{ fault: "429, twelve seconds", how: limited(12) },
	{ fault: "500", how: { status: 500 } },
	{ fault: "no answer", how: { delayMs: 40_000, status: 500 } },
	{ fault: "a line that is cut", how: { hangUp: true } },
	{ fault: "posted, and the line is cut", how: { hangUp: true, afterwards: true } },
];

/** Its client asks three times before it gives up and the bot has to try again later: in one channel, once or twice in a row. */
const TOGETHER = times(3, 6);

test.each(faults)("Discord answers posts with: $fault", { timeout: 600_000, ...sideBySide }, async ({ fault, how }) => {
	const folder = await freshFolder();
	const town = await openDiscordTown(`file:${join(folder, "goodturn.db")}`);
	const { discord } = town;
	const bot = await launch({ folder, settings: town.settings });
	await until("the bot is connected", () => discord.connected());
	town.begin();
	await town.untilMore(8);
	const unwell = town.channels.slice(0, times(1, 4));
	for (const { id } of unwell) {
		discord.trouble({ method: "POST", path: new RegExp(`^/channels/${id}/messages$`), times: TOGETHER, ...how });
	}
	await town.untilMore(8 * unwell.length);
	// Nobody talks while a channel waits: what would pile up there would have to be sent as slowly as Discord takes it.
	await town.calm();
	await until("it was met", () => discord.troubled.length >= TOGETHER * unwell.length, 240_000);
	const count = await town.count({ withinMs: 180_000 });
	expect(await bot.stop()).toBe(0);
	// From the fault until that very message was posted.
	const recovery = discord.troubled.flatMap(({ path, body, at }) => {
		const nonce = nonceOf(body);
		const post = discord.calls.find(
			(call) => call.at >= at && call.path === path && call.status === 200 && nonceOf(call.body) === nonce,
		);
		return post ? [post.at - at] : [];
	});
	await town.close();
	expect(discord.violations).toEqual([]);
	mustHaveHeld(`Discord at posting: ${fault}`, count, recovery, { happened: discord.troubled.length });
	expect(count.repeatedPosts).toBe(0);
});

const nonceOf = (body: unknown): unknown => (body as { nonce?: unknown } | null)?.nonce;
