// Those who run it, on both platforms' strict servers with the whole bot behind: every form of the settings opens, is sent
// and is saved; what was set holds at once; what was corrected is told; and who runs nothing is refused.
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { sections } from "../../src/chat/settings/sections.ts";
import { type Guild, type StrictDiscord, startDiscord, type User } from "../adapters/discord/strict-discord.ts";
import { type StrictSlack, startStrictSlack } from "../adapters/slack/strict-slack.ts";
import { freshStorage } from "../storage/fresh.ts";
import { balancesIn } from "../support/book.ts";
import { type RunningBot, startBot } from "../support/bot.ts";

const WEDNESDAY = new Date("2026-11-18T09:00:00Z");

const freshUrl = async (): Promise<string> => {
	const fresh = await freshStorage();
	await fresh.storage.close();
	return fresh.url;
};

describe("on Slack", () => {
	let slack: StrictSlack;
	let bot: RunningBot;
	let url: string;
	let [root, ana, bo, general] = ["", "", "", ""];

	beforeEach(async () => {
		slack = await startStrictSlack();
		url = await freshUrl();
		const { botToken, apiUrl, signingSecret } = slack;
		const mode = { kind: "http", signingSecret } as const;
		bot = await startBot({ databaseUrl: url, slack: { botToken, apiUrl, mode } }, WEDNESDAY);
		slack.sendTo(`${bot.url}/slack/events`);
		root = slack.addUser("root", { admin: true });
		[ana, bo] = [slack.addUser("ana"), slack.addUser("bo")];
		general = slack.addChannel("general", { members: [root, ana, bo] });
		await slack.invite(general, ana);
	});

	afterEach(async () => {
		await bot.stop();
		expect(slack.violations).toEqual([]);
		await slack.close();
	});

	const last = (user: string): string => slack.see(user, general).at(-1) ?? "";

	test("every form opens and is sent", async () => {
		await slack.command(ana, general, "/goodturn settings");
		expect(last(ana)).toMatch(/for those who run this workspace/);
		await slack.command(root, general, "/goodturn settings");
		const card = await slack.sees(root, general, /Settings of Goodturn/);
		for (const { label } of sections) {
			await slack.press(root, card, label);
			expect(slack.view(root)).toBeDefined();
			await slack.submit(root, {});
			expect(last(root)).toMatch(/Nothing to change/);
		}
		await slack.press(root, card, "Channels");
		await slack.submit(root, { mode: "quiet" });
		expect(last(root)).toMatch(/Messages of #general go in private only/);
		expect(bot.complaints()).toEqual([]);
	});

	test("what cannot be is said at its field, and what is saved holds at once", async () => {
		await slack.command(root, general, "/goodturn settings");
		const card = await slack.sees(root, general, /Settings of Goodturn/);
		await slack.press(root, card, "Allowance");
		await slack.submit(root, { perDay: "0", maxAmount: "lots" });
		expect(slack.view(root)?.errors).toEqual({
			perDay: "1 is the least.",
			maxAmount: "Write a whole number, such as 5.",
		});
		await slack.submit(root, { perDay: "2", maxAmount: "3" });
		expect(last(root)).toMatch(/Saved/);
		await slack.command(ana, general, "/thanks @bo for the review");
		await slack.sees(ana, general, /Sent\. 1 thanks left today/);

		await slack.press(root, card, "Reactions");
		await slack.submit(root, { reactions: ":tada: 1" });
		const message = slack.say(bo, general, "The deploy is through.");
		await slack.react(ana, message, "tada");
		expect(await balancesIn(url)).toMatchObject({ Bo: 2 });
	});

	test("whoever ran the workspace when a form opened, and does no more, saves nothing with it", async () => {
		await slack.command(root, general, "/goodturn settings");
		const card = await slack.sees(root, general, /Settings of Goodturn/);
		await slack.press(root, card, "Allowance");
		await slack.change(root, { admin: false });
		await slack.submit(root, { perDay: "2" });
		expect(last(root)).toMatch(/for those who run this workspace/);
		await slack.press(root, card, "Allowance");
		expect(slack.view(root)).toBeUndefined();
		await slack.command(ana, general, "/wallet");
		await slack.sees(ana, general, /5 of 5 today/);
		expect(bot.complaints()).toEqual([]);
	});

	test("who runs another workspace that shares a channel runs nothing here", async () => {
		const zoe = slack.addUser("zoe", { admin: true, team: "T0OTHER" });
		for (const line of [
			"settings",
			"health",
			"changes",
			"entries @bo",
			"freeze @bo because of this",
			"adjust @bo +5 so",
		]) {
			await slack.command(zoe, general, `/goodturn ${line}`);
			expect(last(zoe), line).toMatch(/for those who run this workspace|I do not know you as one of them/);
		}
		expect(await balancesIn(url)).not.toHaveProperty("Zoe");
	});

	test("a correction is told, and its author found in the changes", async () => {
		await slack.command(root, general, "/goodturn adjust @bo +5 because the book was down");
		await slack.sees(bo, slack.dm(bo), /Root corrected your wallet by \+5 credits: the book was down/);
		await slack.command(root, general, "/goodturn admin @ana");
		await slack.command(ana, general, "/goodturn changes");
		const changes = await slack.sees(ana, general, /adjusted the wallet of Bo by \+5/);
		await slack.press(ana, changes, "Undo 2");
		expect(await balancesIn(url)).toMatchObject({ Bo: 0 });
		expect(bot.complaints()).toEqual([]);
	});
});

test("a community whose stored policy is broken stops nobody else's bot", async () => {
	const { storage, url } = await freshStorage();
	const community = { name: "Broken", timezone: "UTC", policy: '{"thanks":{"perDay":0}}', clockOffsetMs: 0n };
	await storage.db.community.create({ data: { ...community, createdAt: WEDNESDAY } });
	await storage.close();
	const slack = await startStrictSlack();
	const { botToken, apiUrl, signingSecret } = slack;
	const mode = { kind: "http", signingSecret } as const;
	const bot = await startBot({ databaseUrl: url, slack: { botToken, apiUrl, mode } }, WEDNESDAY);
	slack.sendTo(`${bot.url}/slack/events`);
	const ana = slack.addUser("ana");
	const general = slack.addChannel("general", { members: [ana] });
	await slack.command(ana, general, "/wallet");
	expect(slack.see(ana, general).at(-1)).toMatch(/Your wallet/);
	await bot.catchUp();
	await bot.stop();
	await slack.close();
});

describe("on Discord", () => {
	let discord: StrictDiscord;
	let bot: RunningBot;
	let url: string;
	let [root, ana, bo]: User[] = [];
	let acme: Guild;

	beforeEach(async () => {
		discord = await startDiscord();
		[root, ana, bo] = ["Root", "Ana", "Bo"].map((name) => discord.person(name));
		// The first one named owns the server.
		acme = discord.server("Acme", { people: [who(root), who(ana), who(bo)] });
		url = await freshUrl();
		const { token, apiUrl } = discord;
		bot = await startBot({ databaseUrl: url, discord: { token, apiUrl } }, WEDNESDAY);
	});

	afterEach(async () => {
		await bot.stop();
		expect(discord.violations).toEqual([]);
		await discord.stop();
	});

	function who(user: User | undefined): User {
		if (!user) throw new Error("nobody");
		return user;
	}

	test("whoever ran the server when a form opened, and does no more, saves nothing with it", async () => {
		const general = discord.channel(acme, "general");
		const { message: card } = await discord.slash(who(root), general, "goodturn settings");
		if (!card) throw new Error("no settings");
		const { modal } = await discord.press(who(root), card, "Allowance");
		acme.owner = who(bo);
		const { message } = await discord.submit(who(root), general, modal, { perDay: "2" });
		expect(discord.reads(message)).toMatch(/for those who run this workspace/);
		const again = await discord.press(who(root), card, "Allowance");
		expect([again.modal, discord.reads(again.message)]).toEqual([
			undefined,
			expect.stringMatching(/for those who run/),
		]);
		expect(discord.reads((await discord.slash(who(bo), general, "goodturn changes")).message)).toMatch(
			/Nothing was changed/,
		);
	});

	test("more than three at once, where a community lets them; and a thread goes as its channel", async () => {
		const general = discord.channel(acme, "general");
		const thread = discord.channel(acme, "plans", { kind: "public thread", parent: general });
		const read = async (user: User | undefined, where: typeof general, name: string, typed = {}) =>
			discord.reads((await discord.slash(who(user), where, name, typed)).message);
		expect(await read(ana, general, "thanks", { to: bo, amount: 4 })).toMatch(
			/One thanks gives 1 to 3 credits to each/,
		);
		const { message: card } = await discord.slash(who(root), general, "goodturn settings");
		if (!card) throw new Error("no settings");
		const { modal } = await discord.press(who(root), card, "Allowance");
		await discord.submit(who(root), general, modal, { maxAmount: "5", perPairPerDay: "5" });
		expect(await read(ana, general, "thanks", { to: bo, amount: 5 })).toMatch(/^Sent\. That was your last for today/);

		expect(await read(bo, thread, "goodturn channel")).toMatch(/^I post in this channel/);
		expect(await read(bo, general, "goodturn channel", { where: "off" })).toMatch(/I leave this channel alone/);
		expect(await read(bo, thread, "thanks", { to: ana })).toMatch(
			/^I leave this channel alone, so nothing counts here/,
		);
		expect(await read(bo, thread, "goodturn channel")).toMatch(/^I leave this channel alone/);
		expect(await read(root, thread, "goodturn channel", { where: "open" })).toMatch(/I post in this channel/);
		expect(await read(bo, thread, "thanks", { to: ana })).toMatch(/^Sent/);
		expect(await read(bo, general, "thanks", { to: ana })).toMatch(/^I leave this channel alone/);
		expect(bot.complaints()).toEqual([]);
	});

	test("every form opens and is sent, what is saved holds at once, and a correction is told", async () => {
		const general = discord.channel(acme, "general");
		const slash = async (user: User | undefined, name: string, typed = {}) =>
			(await discord.slash(who(user), general, name, typed)).message;
		const read = async (user: User | undefined, name: string, typed = {}) =>
			discord.reads(await slash(user, name, typed));
		expect(await read(ana, "goodturn settings")).toMatch(/for those who run this workspace/);
		const card = await slash(root, "goodturn settings");
		if (!card) throw new Error("no settings");
		const press = async (label: string, values = {}) => {
			const { modal } = await discord.press(who(root), card, label);
			return discord.reads((await discord.submit(who(root), general, modal, values)).message);
		};
		for (const { label } of sections) expect(await press(label)).toMatch(/Nothing to change/);
		expect(await press("Allowance", { perDay: "none" })).toMatch(/Thanks to give in that time: Write a whole number/);
		expect(await press("Allowance", { perDay: "2" })).toMatch(/Thanks to give in that time: 5 → 2/);
		expect(await press("Reactions", { reactions: "💐 1, 🎉 2" })).toMatch(/🎉 2/);
		expect(await read(ana, "thanks", { to: bo, for: "the review" })).toMatch(/1 thanks left today/);
		const message = discord.say(who(ana), general, "The deploy is through.");
		discord.react(who(bo), message, "🎉");
		await discord.until(async () => (await balancesIn(url))["Ana"] === 2, "the new reaction");
		expect(await press("Channels", { mode: "quiet" })).toMatch(/Messages of #general go in private only/);

		expect(await read(root, "goodturn adjust", { who: bo, by: -1, why: "counted twice" })).toMatch(
			/Corrected: Bo −1 credit/,
		);
		const told = () => discord.directMessages(who(bo)).map((one) => discord.reads(one));
		await discord.until(
			() => told().some((text) => /Root corrected your wallet by −1 credit: counted twice/.test(text)),
			"the word to Bo",
		);
		expect(await balancesIn(url)).toMatchObject({ Bo: 0 });
		expect(await read(root, "goodturn freeze", { who: ana, why: "a word first" })).toMatch(/Ana is paused/);
		expect(await read(ana, "thanks", { to: bo })).toMatch(/Your account is paused/);
		expect(bot.complaints()).toEqual([]);
	});
});
