// What the chat hears of things that happen on Discord: who, where, what.
import { PermissionFlagsBits } from "discord.js";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { card, createRig, favorForm, type Rig } from "./rig.ts";
import type { Channel, Guild, User } from "./strict-discord.ts";

let rig: Rig;
let acme: Guild;
let ana: User;
let bo: User;
let general: Channel;

beforeEach(async () => {
	rig = await createRig(async ({ intent }) =>
		intent.kind === "menu" ? { kind: "form", form: favorForm } : { kind: "card", card: card("Heard.") },
	);
	const { discord } = rig;
	[ana, bo] = [discord.person("Ana", { locale: "de" }), discord.person("Bo")];
	acme = discord.server("Acme", { people: [ana, bo] });
	general = discord.channel(acme, "general");
	await rig.adapter.start();
});

afterEach(async () => {
	expect(rig.discord.violations).toEqual([]);
	expect(rig.complaints).toEqual([]);
	await rig.stop();
});

const last = () => rig.requests.at(-1);

describe("who", () => {
	test("the actor and the people named, by what the server calls them", async () => {
		rig.discord.join(acme, bo, "Bo the Builder");
		await rig.discord.slash(ana, general, "thanks", { to: bo, for: "the review", amount: 2 });
		expect(last()).toMatchObject({
			platform: "discord",
			workspace: { id: acme.id, name: "Acme" },
			actor: ana.id,
			people: [
				{ user: ana.id, name: "Ana", kind: "person", locale: "de" },
				{ user: bo.id, name: "Bo the Builder", kind: "person" },
			],
			intent: { kind: "command", name: "thanks", fields: { to: bo.id, for: "the review", amount: 2 } },
		});
	});

	test("a bot is a bot, and who is not on the server is a stranger", async () => {
		const robot = rig.discord.person("Robot", { bot: true });
		rig.discord.join(acme, robot);
		const stray = rig.discord.person("Stray");
		await rig.discord.slash(ana, general, "thanks", { to: robot, and: stray });
		expect(last()?.people.map(({ name, kind }) => `${name} ${kind}`)).toEqual([
			"Ana person",
			"robot bot",
			"Stray stranger",
		]);
	});

	test("who may manage the server runs it; in a direct message, where nobody says so, nobody does", async () => {
		await rig.discord.slash(ana, general, "thanks", { to: bo });
		expect(last()?.people.map(({ admin }) => admin)).toEqual([true, undefined]);
		await rig.discord.slash(bo, general, "wallet");
		expect(last()?.people.map(({ admin }) => admin)).toEqual([undefined]);
		acme.everyone |= PermissionFlagsBits.ManageGuild;
		await rig.discord.slash(bo, general, "wallet");
		expect(last()?.people.map(({ admin }) => admin)).toEqual([true]);
		await rig.adapter.surface.send({ workspace: acme.id, user: bo.id }, card("Look.", { label: "Go", action: "go" }), {
			nonce: "1",
			route: undefined,
		});
		await rig.discord.press(bo, await rig.discord.until(() => rig.discord.directMessages(bo)[0], "the message"), "Go");
		expect(last()?.people.map(({ admin }) => admin)).toEqual([undefined]);
	});

	test("once named, a language is kept: others speak of them without it", async () => {
		await rig.discord.slash(ana, general, "wallet");
		await rig.discord.slash(bo, general, "thanks", { to: ana });
		expect(last()?.people.find(({ user }) => user === ana.id)?.locale).toBe("de");
	});

	test("oneself is named once", async () => {
		await rig.discord.slash(ana, general, "thanks", { to: ana });
		expect(last()?.people).toHaveLength(1);
	});
});

describe("where", () => {
	const placeOf = async (channel: Channel) => {
		await rig.discord.slash(ana, channel, "wallet");
		return last()?.place;
	};

	test("public where everybody looks in, private where not; present where the bot may post", async () => {
		const { discord } = rig;
		const only = { only: [ana, discord.bot] };
		expect(await placeOf(general)).toEqual({ id: general.id, name: "general", kind: "public", present: true });
		expect(await placeOf(discord.channel(acme, "board", only))).toMatchObject({ kind: "private", present: true });
		expect(await placeOf(discord.channel(acme, "closed", { only: [ana] }))).toMatchObject({
			kind: "private",
			present: false,
		});
		expect(await placeOf(discord.channel(acme, "news", { noPosting: true }))).toMatchObject({
			kind: "public",
			present: false,
		});
		expect(await placeOf(discord.channel(acme, "Lounge", { kind: "voice" }))).toMatchObject({
			kind: "public",
			present: true,
		});
	});

	test("a thread is as public as its channel, a private thread never", async () => {
		const { discord } = rig;
		const board = discord.channel(acme, "board", { only: [ana, discord.bot] });
		const thread = (name: string, kind: "public thread" | "private thread", parent: Channel) =>
			discord.channel(acme, name, { kind, parent });
		expect(await placeOf(thread("one", "public thread", general))).toMatchObject({
			name: "one",
			kind: "public",
			present: true,
			parent: general.id,
		});
		expect(await placeOf(thread("two", "public thread", board))).toMatchObject({ kind: "private" });
		expect(await placeOf(thread("three", "private thread", general))).toMatchObject({ kind: "private" });
	});

	test("a thread that the bot began is its channel, one that somebody else began there is not", async () => {
		const { discord } = rig;
		const to = { workspace: acme.id, channel: general.id };
		const message = await rig.adapter.surface.send(to, card("the week"), { nonce: "n1", route: undefined });
		const options = { nonce: "n2", route: undefined, thread: { message: message ?? "", name: "the week" } };
		await rig.adapter.surface.send(to, card("a line"), options);
		const own = discord.channelOf(message?.split("/")[1] ?? "");
		if (!own) throw new Error("there is no thread");
		expect(await placeOf(own)).toEqual({ id: general.id, name: "general", kind: "public", present: true });
		const other = discord.channel(acme, "side talk", { kind: "public thread", parent: general });
		expect(await placeOf(other)).toMatchObject({ id: other.id });
		discord.react(ana, discord.say(bo, own, "well done"), "💐");
		await discord.until(() => rig.heard("reaction").length === 1, "the reaction");
		expect(rig.heard("reaction")[0]?.place).toMatchObject({ id: general.id });
	});

	test("a change of permissions is noticed", async () => {
		rig.discord.close(general, "SendMessages");
		expect(await placeOf(general)).toMatchObject({ present: false });
	});

	test("several servers are told apart", async () => {
		const zeta = rig.discord.server("Zeta", { people: [ana] });
		const lobby = rig.discord.channel(zeta, "lobby");
		await rig.discord.slash(ana, lobby, "wallet");
		expect(last()?.workspace).toEqual({ id: zeta.id, name: "Zeta" });
		await rig.discord.slash(ana, general, "wallet");
		expect(last()?.workspace).toEqual({ id: acme.id, name: "Acme" });
	});
});

describe("what", () => {
	test("a subcommand is the command's second word", async () => {
		await rig.discord.slash(ana, general, "goodturn quiet", { what: "reminders" });
		expect(last()?.intent).toEqual({ kind: "command", name: "goodturn quiet", fields: { what: "reminders" } });
		await rig.discord.slash(ana, general, "goodturn undo");
		expect(last()?.intent).toEqual({ kind: "command", name: "goodturn undo", fields: {} });
	});

	test("every interaction has a key of its own, and a way to answer in public", async () => {
		await rig.discord.slash(ana, general, "wallet");
		await rig.discord.slash(ana, general, "wallet");
		const [first, second] = rig.requests;
		expect(first?.key).toMatch(new RegExp(`^discord:${acme.id}:\\d{17,}$`));
		expect(first?.key).not.toBe(second?.key);
		expect(first?.route).toBeDefined();
	});

	test("the menu on a message names its author, with what the server calls them", async () => {
		rig.discord.join(acme, bo, "Bo the Builder");
		const said = rig.discord.say(bo, general, "here is the fix");
		const { modal } = await rig.discord.menu(ana, general, "Say thanks", said);
		expect(modal?.title).toBe("Ask a favor");
		expect(last()?.intent).toEqual({ kind: "menu", name: "say_thanks", person: bo.id });
		expect(last()?.people[1]).toEqual({ user: bo.id, name: "Bo the Builder", kind: "person" });
	});

	test("who wrote a message and left since is gone, a webhook is nobody", async () => {
		const said = rig.discord.say(bo, general, "bye");
		rig.discord.leave(acme, bo);
		await rig.discord.menu(ana, general, "Say thanks", said);
		expect(last()?.people[1]).toMatchObject({ user: bo.id, kind: "gone" });
		const hook = rig.discord.say(rig.discord.person("Deploys", { bot: true }), general, "shipped");
		hook.webhook = "other";
		await rig.discord.menu(ana, general, "Say thanks", hook);
		expect(last()?.intent).toEqual({ kind: "menu", name: "say_thanks", person: undefined });
	});

	test("the menu on a person names them", async () => {
		await rig.discord.menu(ana, general, "Ask a favor", bo);
		expect(last()?.intent).toEqual({ kind: "menu", name: "ask_favor", person: bo.id });
		expect(last()?.people[1]).toMatchObject({ name: "Bo", kind: "person" });
	});

	test("the bot comes to a server and leaves it; an outage is neither", async () => {
		const { discord } = rig;
		const zeta = discord.server("Zeta", { people: [ana], bot: false });
		const lobby = discord.channel(zeta, "lobby", { system: true });
		discord.inviteBot(zeta);
		const present = await discord.until(() => rig.heard("present")[0], "the arrival");
		expect(present).toMatchObject({
			workspace: { id: zeta.id, name: "Zeta" },
			place: { id: lobby.id, name: "lobby", kind: "public", present: true },
			// Nobody chose that channel for the bot: a server has one for news.
			intent: { present: true, invited: false },
			actor: discord.bot.id,
			people: [{ user: discord.bot.id, kind: "bot" }],
		});
		discord.outage(zeta, true);
		discord.outage(zeta, false);
		discord.removeBot(acme);
		await discord.until(() => rig.heard("uninstalled")[0], "the removal");
		expect(rig.heard("uninstalled").map(({ workspace }) => workspace.name)).toEqual(["Acme"]);
		expect(rig.heard("present")).toHaveLength(1);
	});
});
