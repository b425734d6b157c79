// Thanks in plain messages from end to end, on both strict platforms: said, corrected and taken back with the message; and
// with reading off nothing is asked for, nothing is heard and nothing is stored.
import { GatewayIntentBits } from "discord.js";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openStorage } from "../../src/storage/open.ts";
import { type Channel, type StrictDiscord, startDiscord, type User } from "../adapters/discord/strict-discord.ts";
import { defaultScopes, readingScopes, type StrictSlack, startStrictSlack } from "../adapters/slack/strict-slack.ts";
import { freshStorage } from "../storage/fresh.ts";
import { balancesIn } from "../support/book.ts";
import { type RunningBot, startBot } from "../support/bot.ts";

const WEDNESDAY = new Date("2026-11-18T09:00:00Z");

let url: string;
let bot: RunningBot;

beforeEach(async () => {
	const fresh = await freshStorage();
	await fresh.storage.close();
	url = fresh.url;
});

/** What the book holds of messages: ids, and the words after "for". */
async function stored(): Promise<{ messages: number; words: string[] }> {
	const storage = await openStorage(url, { migrate: false });
	try {
		const words = await storage.db.words.findMany({ orderBy: { ownerId: "asc" } });
		return { messages: await storage.db.message.count(), words: words.map(({ text }) => text) };
	} finally {
		await storage.close();
	}
}

describe.each(["http", "socket"] as const)("on Slack over %s", (transport) => {
	let slack: StrictSlack;
	let [ana, bo, cy, boss, general] = ["", "", "", "", ""];

	async function up({ reading }: { reading: boolean }): Promise<void> {
		slack = await startStrictSlack({ scopes: reading ? [...defaultScopes, ...readingScopes] : defaultScopes });
		const mode =
			transport === "http"
				? ({ kind: "http", signingSecret: slack.signingSecret } as const)
				: ({ kind: "socket", appToken: slack.appToken } as const);
		const settings = { botToken: slack.botToken, apiUrl: slack.apiUrl, mode };
		bot = await startBot({ databaseUrl: url, slack: settings, readMessages: reading }, WEDNESDAY);
		if (transport === "http") slack.sendTo(`${bot.url}/slack/events`);
		[ana, bo, cy] = [slack.addUser("ana"), slack.addUser("bo"), slack.addUser("cy")];
		boss = slack.addUser("boss", { admin: true });
		general = slack.addChannel("general", { members: [ana, bo, cy, boss] });
		await slack.invite(general, ana);
	}

	afterEach(async () => {
		expect(slack.violations).toEqual([]);
		expect(bot.complaints()).toEqual([]);
		await bot.stop();
		await slack.close();
	});

	async function letMessagesCount(): Promise<string> {
		await slack.command(boss, general, "/goodturn settings");
		const card = await slack.sees(boss, general, /Settings/);
		await slack.press(boss, card, "Ways");
		await slack.submit(boss, { inMessages: "yes" });
		return slack.see(boss, general).at(-1) ?? "";
	}

	test("said, edited, deleted; told twice and out of order, what it says in the end is what stands", async () => {
		await up({ reading: true });
		const before = await slack.write(ana, general, "thanks @bo for what does not count yet");
		expect(await letMessagesCount()).not.toMatch(/do not reach me/);
		await slack.erase(before);

		const message = await slack.write(ana, general, "The build is green. Thanks @bo for the late night\nLunch?");
		expect(await balancesIn(url)).toMatchObject({ Bo: 1 });
		await slack.rewrite(message, "@cy ++ for the late night");
		expect(await balancesIn(url)).toMatchObject({ Bo: 0, Cy: 1 });
		const chat = await slack.write(bo, general, "@cy did you see that?");
		// Of what nobody thanked in nothing is kept; of the one that was deleted, that it is over.
		expect((await stored()).messages).toBe(2);
		await slack.rewrite(chat, "@cy +++");
		expect(await balancesIn(url)).toMatchObject({ Cy: 3 });
		await slack.erase(message);
		await slack.rewrite(chat, "@cy, did you?");
		expect(await balancesIn(url)).toMatchObject({ Bo: 0, Cy: 0 });

		// Its deletion overtakes it, and everything comes twice.
		const swift = slack.say(ana, general, slack.compose.typed("thanks @bo"));
		const [said, gone] = [slack.compose.said(swift), slack.compose.erased(swift)];
		for (const parcel of [gone, said, said, gone]) await slack.deliver(parcel);
		expect(await balancesIn(url)).toMatchObject({ Bo: 0 });
		// And one that stays, twice and at once.
		const stays = slack.compose.said(slack.say(bo, general, slack.compose.typed("thanks @ana and @cy for lunch")));
		await Promise.all([slack.deliver(stays), slack.deliver(stays)]);
		expect(await balancesIn(url)).toMatchObject({ Ana: 1, Cy: 1 });
		expect((await stored()).words).toEqual(["for the late night", "for the late night", "for lunch"]);
	});

	test("with reading off nothing is heard or stored, and an admin is told what is missing", async () => {
		await up({ reading: false });
		expect(await letMessagesCount()).toMatch(/do not reach me yet[\s\S]*GOODTURN_READ_MESSAGES=on/);
		const message = await slack.write(ana, general, "thanks @bo");
		await slack.deliver(slack.compose.said(message));
		expect((await balancesIn(url))["Bo"] ?? 0).toBe(0);
		expect(await stored()).toEqual({ messages: 0, words: [] });
	});
});

describe("in the playground", () => {
	const post = (path: string, fields: Record<string, string>): Promise<Response> =>
		fetch(`${bot.url}/as/${path}`, {
			method: "POST",
			headers: { origin: bot.url, "sec-fetch-site": "same-origin" },
			body: new URLSearchParams(fields),
		});
	const page = async (path: string): Promise<string> => (await fetch(`${bot.url}/as/${path}`)).text();
	const newest = async (path: string): Promise<string> =>
		[...(await page(path)).matchAll(/<li id="m(\d+)"/g)].at(-1)?.[1] ?? "";

	test("a plain line thanks once an admin lets it, and no longer when it is deleted by whoever said it", async () => {
		bot = await startBot({ databaseUrl: url, playground: true }, WEDNESDAY);
		await post("ana/general/say", { text: "thanks @Bo" });
		await post("eli/general/say", { text: "/goodturn settings" });
		const where = await newest("eli/general");
		const form = await (await post("eli/general/press", { where, pressed: "settings:ways" })).text();
		const context = /name="context" value="([^"]+)"/.exec(form)?.[1] ?? "";
		const fields = [...form.matchAll(/name="(field\.[^"]+)"[^>]*value="([^"]*)"/g)].map(([, name = "", value = ""]) => [
			name,
			value,
		]);
		await post("eli/general/submit", {
			...Object.fromEntries(fields),
			of: "settings",
			context,
			"field.inMessages": "yes",
		});
		expect(await page("eli/general")).toMatch(/Saved, for everybody/);
		expect(await page("eli/general")).not.toMatch(/do not reach me/);

		await post("ana/general/say", { text: "@Cy look at this" });
		await post("ana/general/say", { text: "thanks @Bo for the lamp", once: "said-once-1" });
		await post("ana/general/say", { text: "thanks @Bo for the lamp", once: "said-once-1" });
		const message = await newest("ana/general");
		expect((await balancesIn(url))["Bo"]).toBe(1);
		expect((await post("bo/general/unsay", { message })).status).toBe(409);
		expect((await post("ana/general/unsay", { message })).status).toBe(204);
		expect((await balancesIn(url))["Bo"]).toBe(0);
		expect(await page("bo/general")).not.toContain(`id="m${message}"`);
		expect(bot.complaints()).toEqual([]);
		await bot.stop();
	});
});

describe("on Discord", () => {
	let discord: StrictDiscord;
	let [ana, bo, cy, boss]: User[] = [];
	let general: Channel;

	async function up({ reading }: { reading: boolean }): Promise<void> {
		discord = await startDiscord({ allowedIntents: reading ? GatewayIntentBits.MessageContent : 0 });
		[ana, bo, cy, boss] = ["Ana", "Bo", "Cy", "Boss"].map((name) => discord.person(name));
		const acme = discord.server("Acme", { people: [boss, ana, bo, cy].filter((one) => one !== undefined) });
		general = discord.channel(acme, "general");
		const settings = { token: discord.token, apiUrl: discord.apiUrl };
		bot = await startBot({ databaseUrl: url, discord: settings, readMessages: reading }, WEDNESDAY);
	}

	afterEach(async () => {
		expect(discord.violations).toEqual([]);
		expect(bot.complaints()).toEqual([]);
		await bot.stop();
		await discord.stop();
	});

	const one = (user: User | undefined): User => {
		if (!user) throw new Error("everybody is there");
		return user;
	};
	const at = (user: User | undefined): string => `<@${one(user).id}>`;
	const balances = (wanted: Record<string, number>) =>
		discord.until(async () => {
			const now = await balancesIn(url);
			return Object.entries(wanted).every(([name, balance]) => (now[name] ?? 0) === balance);
		}, JSON.stringify(wanted));

	async function letMessagesCount(): Promise<string> {
		const shown = await discord.slash(one(boss), general, "goodturn settings");
		if (!shown.message) throw new Error("the settings are a message");
		const form = await discord.press(one(boss), shown.message, "Ways");
		const saved = await discord.submit(one(boss), general, form.modal, { inMessages: "yes" });
		return discord.reads(saved.message);
	}

	test("said, edited, deleted, one or several at once, and told twice", async () => {
		await up({ reading: true });
		expect(await letMessagesCount()).not.toMatch(/do not reach me/);
		const message = discord.say(one(ana), general, `Thanks ${at(bo)} for the late night`);
		discord.sayAgain(message);
		await balances({ Bo: 1 });
		discord.edit(message, `${at(cy)} ++ for the late night`);
		discord.unfurl(message);
		await balances({ Bo: 0, Cy: 1 });
		const chat = discord.say(one(bo), general, `${at(cy)} did you see that?`);
		discord.edit(chat, `${at(cy)} +++`);
		await balances({ Cy: 3 });
		discord.edit(chat, `${at(cy)} did you?`);
		discord.remove(message);
		await balances({ Cy: 0 });
		const several = [bo, cy].map((user) => discord.say(one(ana), general, `${at(user)} 🙏`));
		await balances({ Bo: 1, Cy: 1 });
		discord.removeAll(several);
		await balances({ Bo: 0, Cy: 0 });
		discord.say(one(bo), general, "nothing to thank for");
		discord.say(one(bo), general, `${at(ana)} 💐`);
		await balances({ Ana: 1 });
		expect((await stored()).words).toEqual(["for the late night", "for the late night"]);
	});

	test("with reading off nothing is asked for, heard or stored, and an admin is told what is missing", async () => {
		await up({ reading: false });
		expect(discord.gateway.intents & GatewayIntentBits.GuildMessages).toBe(0);
		expect(await letMessagesCount()).toMatch(/do not reach me yet[\s\S]*GOODTURN_READ_MESSAGES=on/);
		discord.say(one(ana), general, `Thanks ${at(bo)}`);
		const seen = discord.say(one(bo), general, "the end");
		discord.react(one(ana), seen, "💐");
		await balances({ Bo: 1 });
		expect(await stored()).toEqual({ messages: 0, words: [] });
	});
});
