// The whole story over the real Bolt: strict Slack on one side, the whole bot on a real file on the other.
// Once by HTTP, once by Socket Mode; at the end strict Slack has nothing to complain about and the book is in order.
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type StrictSlack, startStrictSlack } from "../adapters/slack/strict-slack.ts";
import { freshStorage } from "../storage/fresh.ts";
import { balancesIn } from "../support/book.ts";
import { type RunningBot, startBot } from "../support/bot.ts";
import { DAY } from "../support/clock.ts";

/** A Wednesday, in Berlin where everybody in strict Slack lives. */
const WEDNESDAY = new Date("2026-11-18T09:00:00Z");

describe.each(["http", "socket"] as const)("over %s", (transport) => {
	let slack: StrictSlack;
	let bot: RunningBot;
	let url: string;
	let ana: string;
	let bo: string;
	let cy: string;
	let general: string;

	beforeEach(async () => {
		slack = await startStrictSlack();
		const fresh = await freshStorage();
		await fresh.storage.close();
		url = fresh.url;
		bot = await start();
		[ana, bo, cy] = [slack.addUser("ana"), slack.addUser("bo"), slack.addUser("cy")];
		general = slack.addChannel("general", { members: [ana, bo, cy] });
		await slack.invite(general, ana);
	});

	afterEach(async () => {
		await bot.stop();
		await slack.close();
	});

	async function start(now = WEDNESDAY): Promise<RunningBot> {
		const mode =
			transport === "http"
				? ({ kind: "http", signingSecret: slack.signingSecret } as const)
				: ({ kind: "socket", appToken: slack.appToken } as const);
		const started = await startBot(
			{ databaseUrl: url, slack: { botToken: slack.botToken, apiUrl: slack.apiUrl, mode } },
			now,
		);
		if (transport === "http") slack.sendTo(`${started.url}/slack/events`);
		return started;
	}

	test("a team thanks, asks, helps, reacts, and a week goes by", async () => {
		await slack.sees(ana, general, /bank of goodwill/);

		await slack.command(ana, general, "/thanks @bo for the review #teamwork");
		expect(slack.see(ana, general).at(-1)).toMatch(/Sent\. 4 thanks left today|Ana thanked/);
		const line = await slack.sees(cy, general, /Ana thanked @?Bo for the review · #teamwork/);
		expect(line.pings).toEqual([bo]);
		await slack.sees(bo, slack.dm(bo), /your first/i);

		await slack.command(ana, general, "/favor anyone look at my PR by friday");
		const card = await slack.sees(bo, general, /Ana asks for a hand: look at my PR · normal \(4\) · by Friday/);
		await slack.press(bo, card, "I'll help");
		await slack.sees(cy, general, /Bo is on it/);
		const helping = await slack.sees(bo, slack.dm(bo), /You are on it/);
		await slack.press(bo, helping, "It's done");
		const done = await slack.sees(ana, slack.dm(ana), /Bo says it is done/);
		await slack.press(ana, done, "Confirm");
		await slack.sees(cy, general, /Bo helped Ana/);
		await slack.sees(bo, slack.dm(bo), /\+5\. One good turn deserves another\./);

		const message = slack.say(cy, general, "The deploy is through.");
		await slack.react(bo, message, "bouquet");
		await slack.unreact(bo, message, "bouquet");
		await slack.react(ana, message, "bouquet::skin-tone-3");
		await slack.react(ana, message, "tada");
		await slack.command(cy, general, "/thanks @ana @bo");
		await slack.command(bo, general, "/thanks @cy for listening");

		await slack.openHome(bo);
		expect(slack.home(bo)).toMatch(/Balance[\s\S]*7 credits/);

		await bot.passTime(9 * DAY);
		await slack.sees(ana, general, /Last week in #general: 5 thanks between 3 people/);
		await slack.sees(ana, general, /Keep the credit high/);

		expect(await balancesIn(url)).toEqual({ Ana: -3, Bo: 7, Cy: 2 });
		expect(bot.complaints()).toEqual([]);
		expect(slack.violations).toEqual([]);
	});

	test("a favor by form, declined with a reason and somebody else's name, asked again", async () => {
		await slack.command(ana, general, "/favor");
		expect(slack.view(ana)).toBeDefined();
		await slack.submit(ana, { what: "translate a page", from: bo, size: "small", by: "never in my life" });
		expect(Object.values(slack.view(ana)?.errors ?? {}).join()).toMatch(/as a date/);
		await slack.submit(ana, { what: "translate a page", from: bo, size: "small", by: "friday" });
		const asked = await slack.sees(bo, slack.dm(bo), /Ana asks you for a hand/);
		await slack.press(bo, asked, "Not now");
		await slack.submit(bo, { why: "away", because: "on holiday", instead: cy });
		const declined = await slack.sees(
			ana,
			slack.dm(ana),
			/Bo is away for a while: on holiday[\s\S]*Bo says: ask Cy instead/,
		);
		await slack.press(ana, declined, "Ask Cy instead");
		await slack.submit(ana, {});
		await slack.sees(cy, slack.dm(cy), /translate a page/);
		expect(await balancesIn(url)).toMatchObject({ Ana: -2 });
		expect(slack.violations).toEqual([]);
	});

	test("a favor for anyone is told to who knows it, who may pass; and two see what went between them", async () => {
		await slack.command(ana, general, "/favor anyone explain this query #sql small");
		const card = await slack.sees(bo, general, /Ana asks for a hand: explain this query/);
		await slack.press(bo, card, "I'll help");
		const helped = await slack.sees(ana, slack.dm(ana), /Bo is on it/);
		await slack.press(ana, helped, "Confirm");
		await slack.command(cy, general, "/favor anyone add an index #sql");
		expect(slack.see(cy, general).join("\n")).toMatch(/Two people who may be able to help were told privately/);
		const call = await slack.sees(
			bo,
			slack.dm(bo),
			/Cy asks for a hand: add an index[\s\S]*You helped with #sql before/,
		);
		await slack.press(bo, call, "Not now");
		await slack.sees(bo, slack.dm(bo), /You passed on this one/);
		const other = await slack.sees(ana, slack.dm(ana), /Your wallet is running low, and this would fill it/);
		await slack.press(ana, other, "I'll help");
		await slack.sees(cy, general, /Ana is on it/);
		await slack.command(ana, general, "/wallet @bo");
		expect(slack.see(ana, general).at(-1)).toMatch(/You and Bo[\s\S]*Bo helped you once/);
		expect(slack.violations).toEqual([]);
	});

	test("two thanks share a line, which is endorsed; one stays between two; a group is seen before it is thanked", async () => {
		await slack.command(ana, general, "/thanks @bo for the review");
		const line = await slack.sees(cy, general, /Ana thanked @?Bo for the review/);
		await slack.command(cy, general, "/thanks @bo for the map");
		const grown = await slack.sees(ana, general, /Ana and Cy thanked @?Bo[\s\S]*Cy for the map/);
		expect(grown).toBe(line);
		expect(grown.edits).toBe(1);
		await slack.react(ana, grown, "bouquet");
		expect(await balancesIn(url)).toMatchObject({ Ana: 0, Bo: 3, Cy: 0 });
		await slack.unreact(ana, grown, "bouquet");
		expect(await balancesIn(url)).toMatchObject({ Bo: 2 });

		await slack.command(ana, general, "/thanks @cy privately for listening");
		await slack.sees(cy, slack.dm(cy), /Ana thanked you for listening[\s\S]*nobody else sees it/);

		slack.addGroup("designers", [ana, bo, cy]);
		await slack.command(ana, general, "/thanks @designers for the launch");
		const preview = await slack.sees(ana, general, /Bo and Cy get 1 credit each[\s\S]*Nothing is sent yet/);
		for (const _twice of [1, 2]) {
			if (slack.words(preview).includes("Nothing is sent yet")) await slack.press(ana, preview, "Send");
		}
		await slack.sees(bo, general, /Ana thanked @?Bo and @?Cy for the launch/);
		expect(await balancesIn(url)).toMatchObject({ Ana: 0, Bo: 3, Cy: 2 });
		expect(slack.see(bo, general).join("\n")).not.toMatch(/listening|Nothing is sent yet/);
		expect(slack.violations).toEqual([]);
	});

	test("a favor that one cannot do is asked of everybody, from a private message", async () => {
		await slack.command(ana, general, "/favor @bo water the plants small");
		const asked = await slack.sees(bo, slack.dm(bo), /Ana asks you for a hand/);
		await slack.press(bo, asked, "Not now");
		await slack.submit(bo, { why: "busy" });
		const declined = await slack.sees(ana, slack.dm(ana), /Bo would, but has too much on right now/);
		await slack.press(ana, declined, "Ask everybody");
		await slack.submit(ana, {});
		await slack.sees(cy, general, /Ana asks for a hand: water the plants/);
		expect(slack.violations).toEqual([]);
	});

	test("say thanks from a message's menu, and where the bot is not", async () => {
		const quiet = slack.addChannel("quiet", { members: [ana, bo] });
		const message = slack.say(bo, general, "I fixed the build.");
		await slack.shortcut(ana, message);
		await slack.submit(ana, { for: "for the build" });
		await slack.sees(cy, general, /Ana thanked @?Bo for the build/);
		await slack.command(ana, quiet, "/thanks @bo for being here");
		await slack.sees(bo, quiet, /Ana thanked @?Bo for being here/);
		await slack.command(ana, quiet, "/favor anyone hold the door");
		expect(slack.see(ana, quiet).at(-1)).toMatch(/Invite me to the channel first/);
		expect(slack.violations).toEqual([]);
	});

	test("stopped and started again, everything is still there", async () => {
		await slack.command(ana, general, "/thanks @bo x3");
		await bot.stop();
		bot = await start();
		await slack.command(ana, general, "/thanks @bo");
		expect(slack.see(ana, general).at(-1)).toMatch(/3 a day is the most for one person/);
		await slack.sees(cy, general, /Ana thanked @?Bo ×3/);
		expect(slack.violations).toEqual([]);
	});
});
