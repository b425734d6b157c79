// Two whole bots on one database: a hundred requests at once cannot spend one credit twice, and both clocks together post
// one board.
import { afterAll, expect, test } from "vitest";
import { verify } from "../../src/ledger/verify.ts";
import { openStorage } from "../../src/storage/open.ts";
import { type StrictSlack, startStrictSlack } from "../adapters/slack/strict-slack.ts";
import { until } from "../faults/bot.ts";
import { freshFolder } from "../storage/fresh.ts";
import { dropDatabases, freshDatabase } from "../storage/postgres-fresh.ts";
import { startBalancer } from "./balancer.ts";
import { startFleet } from "./fleet.ts";
import { settleTown } from "./town.ts";

afterAll(dropDatabases);

/** Each person has two credits from each channel: enough for ten normal favors. */
const CHANNELS = 20;

test("100 favors at once on a balance for 10, and a Monday for both", async () => {
	const databaseUrl = await freshDatabase("migrated");
	const slack = await startStrictSlack({ retryAfterMs: [] });
	const town = await settleTown({ slack, databaseUrl, people: 4, channels: CHANNELS });
	await town.boardsAreDue();
	const balancer = await startBalancer();
	slack.sendTo(`${balancer.url}/slack/events`);
	const settings = {
		DATABASE_URL: databaseUrl,
		SLACK_BOT_TOKEN: slack.botToken,
		SLACK_SIGNING_SECRET: slack.signingSecret,
	};
	const folder = await freshFolder();
	// Both look for what is due as they start.
	const fleet = await startFleet({ bots: 2, folder, slackApi: slack.apiUrl, settings, balancer });
	const [asker = ""] = town.people;
	const channelOf = (index: number) => town.channels[index % CHANNELS] ?? "";
	const answers = await Promise.all(
		Array.from({ length: 100 }, (_, index) =>
			slack.command(asker, channelOf(index), "/favor anyone look at my PR normal"),
		),
	);
	// On a machine with much else to do an answer may come too late: what counts is in the book.
	const said = answers.map(({ body }) => String((body as { text?: string } | undefined)?.text ?? "late"));
	const words = ["Asked", "That needs 4", "late"];
	expect(said.filter((text) => !words.some((word) => text.includes(word)))).toEqual([]);
	expect(said.filter((text) => text.startsWith("Asked")).length).toBeLessThanOrEqual(10);

	const boards = () => boardsIn(slack, town.channels);
	await until("a board in each channel", () => boards().size === CHANNELS);
	const storage = await openStorage(databaseUrl, { migrate: false });
	await until("all is sent", async () => (await storage.db.notice.count({ where: { state: "owed" } })) === 0);
	expect([...boards().values()]).toEqual(town.channels.map(() => 1));
	expect(await storage.db.notice.count({ where: { kind: "board" } })).toBe(CHANNELS);
	expect(await fleet.stop()).toEqual([0, 0]);
	expect(await storage.db.favor.count()).toBe(10);
	expect(await verify(storage)).toMatchObject({ ok: true, breaches: [] });
	await storage.close();
	await balancer.close();
	await slack.close();
	expect(slack.violations.filter((what) => !/within three seconds|slash_commands failed/.test(what))).toEqual([]);
}, 120_000);

/** How many boards each channel shows, of those that show one. */
function boardsIn({ world }: StrictSlack, channels: string[]): Map<string, number> {
	const found = new Map<string, number>();
	for (const { author, text, channel } of world.messages) {
		const isBoard = author === world.bot && channels.includes(channel) && text.startsWith("Last week in");
		if (isBoard) found.set(channel, (found.get(channel) ?? 0) + 1);
	}
	return found;
}
