// The whole story over the real discord.js: strict Discord on one side, the whole bot on a real file on the other.
// At the end Discord holds nothing against the bot and the book is in order.
import { afterEach, beforeEach, expect, test } from "vitest";
import {
	type Channel,
	type Guild,
	type Message,
	type StrictDiscord,
	startDiscord,
	type User,
} from "../adapters/discord/strict-discord.ts";
import { freshStorage } from "../storage/fresh.ts";
import { balancesIn } from "../support/book.ts";
import { type RunningBot, startBot } from "../support/bot.ts";
import { DAY } from "../support/clock.ts";

const WEDNESDAY = new Date("2026-11-18T09:00:00Z");

let discord: StrictDiscord;
let bot: RunningBot;
let url: string;
let ana: User;
let bo: User;
let cy: User;
let acme: Guild;
let general: Channel;

beforeEach(async () => {
	discord = await startDiscord();
	[ana, bo, cy] = [discord.person("Ana"), discord.person("Bo"), discord.person("Cy")];
	acme = discord.server("Acme", { people: [ana, bo, cy] });
	general = discord.channel(acme, "general");
	const fresh = await freshStorage();
	await fresh.storage.close();
	url = fresh.url;
	bot = await start();
});

afterEach(async () => {
	await bot.stop();
	await discord.stop();
});

const start = () =>
	startBot({ databaseUrl: url, discord: { token: discord.token, apiUrl: discord.apiUrl } }, WEDNESDAY);

/** Waits for what everybody sees in a channel, or what somebody is told, to say this. */
const sees = (place: Channel | User, pattern: RegExp): Promise<Message> => {
	const all = () => ("guild" in place ? discord.messagesIn(place) : discord.directMessages(place));
	return discord.until(() => all().findLast((message) => pattern.test(discord.reads(message))), String(pattern));
};

test("a team thanks, asks, helps, reacts, and a week goes by", async () => {
	const sent = await discord.slash(ana, general, "thanks", { to: bo, for: "the review #teamwork" });
	expect(discord.reads(sent.message)).toMatch(/Sent\. 4 thanks left today/);
	const line = await sees(
		general,
		/Ana thanked @?Bo: the review · #teamwork|Ana thanked @?Bo for the review · #teamwork/,
	);
	expect(line.pings).toEqual([bo.id]);

	await discord.slash(ana, general, "favor", { what: "look at my PR", by: "friday" });
	const card = await sees(general, /Ana asks for a hand: look at my PR · normal \(4\) · by Friday/);
	await discord.press(bo, card, "I'll help");
	await sees(general, /Bo is on it/);
	const helping = await sees(bo, /You are on it/);
	await discord.press(bo, helping, "It's done");
	const done = await sees(ana, /Bo says it is done/);
	await discord.press(ana, done, "Confirm");
	await sees(general, /Bo helped Ana/);
	await sees(bo, /\+5\. One good turn deserves another\./);

	const message = discord.say(cy, general, "The deploy is through.");
	discord.react(bo, message, "💐");
	discord.unreact(bo, message, "💐");
	discord.react(ana, message, "💐");
	discord.react(ana, message, "🎉");
	await discord.slash(cy, general, "thanks", { to: ana, and: bo });
	await discord.slash(bo, general, "thanks", { to: cy, for: "listening" });
	await discord.until(async () => (await wallet(cy)).includes("2 credits"), "Cy's two credits");

	const aside = discord.say(bo, general, "I fixed the lights.");
	discord.react(cy, aside, "💐");
	discord.react(ana, aside, "💐");
	await discord.until(async () => (await wallet(bo)).includes("9 credits"), "Bo's nine credits");
	discord.clearReactions(aside);
	await discord.until(async () => (await wallet(bo)).includes("7 credits"), "Bo's seven credits");

	await bot.passTime(9 * DAY);
	await sees(general, /Last week in #general: 5 thanks between 3 people/);
	await sees(general, /Keep the credit high/);

	expect(await balancesIn(url)).toEqual({ Ana: -3, Bo: 7, Cy: 2 });
	expect(bot.complaints()).toEqual([]);
	expect(discord.violations).toEqual([]);
});

const wallet = async (user: User): Promise<string> =>
	discord.reads((await discord.slash(user, general, "wallet")).message);

test("a favor by form, declined with a reason and somebody else's name, asked again", async () => {
	const form = await discord.slash(ana, general, "favor");
	const refused = await discord.submit(ana, general, form.modal, {
		what: "translate a page",
		from: bo,
		size: "small",
		by: "never in my life",
	});
	expect(discord.reads(refused.message)).toMatch(/as a date[\s\S]*never in my life/);
	const again = await discord.menu(ana, general, "Ask a favor", bo);
	await discord.submit(ana, general, again.modal, { what: "translate a page", size: "small", by: "friday" });
	const asked = await sees(bo, /Ana asks you for a hand/);
	const why = await discord.press(bo, asked, "Not now");
	await discord.submit(bo, asked.channel, why.modal, { why: "away", because: "on holiday", instead: cy });
	const declined = await sees(ana, /Bo is away for a while: on holiday[\s\S]*Bo says: ask Cy instead/);
	const filled = await discord.press(ana, declined, "Ask Cy instead");
	await discord.submit(ana, declined.channel, filled.modal);
	await sees(cy, /translate a page/);
	expect(await balancesIn(url)).toMatchObject({ Ana: -2 });
	expect(discord.violations).toEqual([]);
});

test("a favor for anyone is told to who knows it, who may pass; and two see what went between them", async () => {
	await discord.slash(ana, general, "favor", { what: "explain this query #sql", size: "small" });
	const card = await sees(general, /Ana asks for a hand: explain this query/);
	await discord.press(bo, card, "I'll help");
	const helped = await sees(ana, /Bo is on it/);
	await discord.press(ana, helped, "Confirm");
	const asked = await discord.slash(cy, general, "favor", { what: "add an index #sql" });
	expect(discord.reads(asked.message)).toMatch(/Two people who may be able to help were told privately/);
	const call = await sees(bo, /Cy asks for a hand: add an index[\s\S]*You helped with #sql before/);
	await discord.press(bo, call, "Not now");
	await sees(bo, /You passed on this one/);
	const other = await sees(ana, /Your wallet is running low, and this would fill it/);
	await discord.press(ana, other, "I'll help");
	await sees(general, /Ana is on it/);
	const between = await discord.slash(ana, general, "wallet", { with: bo });
	expect(discord.reads(between.message)).toMatch(/You and Bo[\s\S]*Bo helped you once/);
	expect(discord.violations).toEqual([]);
});

test("a favor that one cannot do is asked of everybody, from a private message", async () => {
	await discord.slash(ana, general, "favor", { what: "water the plants", from: bo, size: "small" });
	const asked = await sees(bo, /Ana asks you for a hand/);
	const why = await discord.press(bo, asked, "Not now");
	await discord.submit(bo, asked.channel, why.modal, { why: "busy" });
	const declined = await sees(ana, /Bo would, but has too much on right now/);
	const filled = await discord.press(ana, declined, "Ask everybody");
	await discord.submit(ana, declined.channel, filled.modal);
	await sees(general, /Ana asks for a hand: water the plants/);
	expect(discord.violations).toEqual([]);
});

test("say thanks from a message's menu; two servers are two communities", async () => {
	const message = discord.say(bo, general, "I fixed the build.");
	const form = await discord.menu(ana, general, "Say thanks", message);
	await discord.submit(ana, general, form.modal, { for: "for the build" });
	await sees(general, /Ana thanked @?Bo for the build/);
	const other = discord.server("Other", { people: [ana, bo] });
	const lobby = discord.channel(other, "lobby");
	const empty = await discord.slash(bo, lobby, "wallet");
	expect(discord.reads(empty.message)).toMatch(/0 credits/);
	expect(discord.violations).toEqual([]);
});

test("whom a reason mentions is named, and not pinged", async () => {
	await discord.slash(ana, general, "thanks", { to: bo, for: `standing in for <@${cy.id}> in <#${general.id}>` });
	const line = await sees(general, /standing in for @?Cy in a channel/);
	expect(line.pings).toEqual([bo.id]);
	expect(discord.violations).toEqual([]);
});

test("stopped and started again, everything is still there", async () => {
	await discord.slash(ana, general, "thanks", { to: bo, amount: 3 });
	await bot.stop();
	bot = await start();
	const refused = await discord.slash(ana, general, "thanks", { to: bo });
	expect(discord.reads(refused.message)).toMatch(/3 a day is the most for one person/);
	await sees(general, /Ana thanked @?Bo ×3/);
	expect(discord.violations).toEqual([]);
});
