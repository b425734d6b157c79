// Reactions: on messages and by people that were never seen before, in the order of their arrival, through every weather.
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Handle } from "../../../src/chat/request.ts";
import { createRig, nothing, type Rig } from "./rig.ts";
import type { Channel, Guild, Message, User } from "./strict-discord.ts";

let rig: Rig;
let handle: Handle;
let acme: Guild;
let ana: User;
let bo: User;
let general: Channel;
let said: Message;

beforeEach(async () => {
	handle = async () => nothing;
	rig = await createRig((request) => handle(request));
	const { discord } = rig;
	[ana, bo] = [discord.person("Ana"), discord.person("Bo")];
	acme = discord.server("Acme", { people: [ana, bo] });
	general = discord.channel(acme, "general");
	// Written before the bot came: nothing that it could have cached.
	said = discord.say(bo, general, "here is the fix");
	await rig.adapter.start();
});

afterEach(async () => {
	expect(rig.discord.violations).toEqual([]);
	await rig.stop();
});

const reactions = (count: number) =>
	rig.discord.until(
		() => (rig.heard("reaction").length >= count ? rig.heard("reaction") : undefined),
		`${count} reactions`,
	);

test("an addition names reactor, author, message and place, though nobody was ever cached", async () => {
	rig.discord.react(ana, said, "💐");
	const [request] = await reactions(1);
	expect(request).toMatchObject({
		actor: ana.id,
		people: [
			{ user: ana.id, name: "Ana", kind: "person" },
			{ user: bo.id, name: "Bo", kind: "person" },
		],
		place: { id: general.id, name: "general", kind: "public", present: true },
		route: undefined,
		intent: { kind: "reaction", added: true, emoji: "💐", message: said.id, author: bo.id, order: undefined },
	});
	expect(rig.complaints).toEqual([]);
});

test("a removal by somebody never seen names them too, but no author", async () => {
	rig.discord.unreact(ana, said, "💐");
	const [request] = await reactions(1);
	expect(request?.intent).toMatchObject({ added: false, author: undefined });
	expect(request?.people).toEqual([{ user: ana.id, name: "Ana", kind: "person" }]);
});

test("an author whom Discord leaves out is looked up; a webhook is none; where reading is not allowed, none is known", async () => {
	const hook = rig.discord.say(rig.discord.person("Deploys", { bot: true }), general, "shipped");
	hook.webhook = "other";
	rig.discord.react(ana, said, "💐", { author: false });
	rig.discord.react(ana, hook, "💐", { author: false });
	expect((await reactions(2)).map(({ intent }) => intent.author).sort()).toEqual([bo.id, undefined]);
	acme.botRole.permissions &= ~65_536n;
	acme.everyone &= ~65_536n;
	rig.discord.react(bo, said, "💐", { author: false });
	expect((await reactions(3))[2]?.intent.author).toBeUndefined();
	expect(rig.complaints).toEqual([]);
});

test("who left is gone, a bot is a bot", async () => {
	const robot = rig.discord.person("Robot", { bot: true });
	rig.discord.join(acme, robot);
	rig.discord.leave(acme, bo);
	rig.discord.react(robot, said, "💐");
	const [request] = await reactions(1);
	expect(request?.people.map(({ kind }) => kind)).toEqual(["bot", "gone"]);
});

test("skin tones count as the emoji itself, a custom emoji by its name, a super reaction as any other", async () => {
	rig.discord.react(ana, said, "👏🏽");
	rig.discord.react(ana, said, "goodturn:1573924206528757760");
	rig.discord.react(ana, said, "💐", { burst: true });
	const seen = (await reactions(3)).map(({ intent }) => intent.emoji).sort();
	expect(seen).toEqual(["goodturn", "👏", "💐"]);
});

test("every arrival has a key of its own", async () => {
	for (const act of ["react", "unreact", "react"] as const) rig.discord[act](ana, said, "💐");
	const keys = (await reactions(3)).map(({ key }) => key);
	expect(new Set(keys).size).toBe(3);
	expect(keys[0]).toMatch(new RegExp(`^discord:${acme.id}:`));
});

test("one reaction's events keep their order, however long each takes; others do not wait", async () => {
	const finished: string[] = [];
	handle = async ({ actor, intent }) => {
		if (intent.kind !== "reaction") return nothing;
		await new Promise((resolve) => setTimeout(resolve, intent.added && actor === ana.id ? 120 : 5));
		finished.push(`${actor === ana.id ? "Ana" : "Bo"} ${intent.added ? "adds" : "removes"}`);
		return nothing;
	};
	for (const act of ["react", "unreact", "react", "unreact"] as const) rig.discord[act](ana, said, "💐");
	rig.discord.react(bo, said, "💐");
	await rig.discord.until(() => finished.length === 5, "all five");
	expect(finished).toEqual(["Bo adds", "Ana adds", "Ana removes", "Ana adds", "Ana removes"]);
});

test("what clears a message comes after all before it, and before all after it", async () => {
	const finished: string[] = [];
	handle = async ({ actor, intent }) => {
		await new Promise((resolve) => setTimeout(resolve, finished.length === 0 ? 80 : 1));
		const who = actor === ana.id ? "Ana" : actor === bo.id ? "Bo" : "cleared";
		finished.push(intent.kind === "reactions-cleared" ? `${who} ${intent.emoji ?? "all"}` : who);
		return nothing;
	};
	rig.discord.react(ana, said, "💐");
	rig.discord.react(bo, said, "💐");
	rig.discord.clearReactions(said);
	rig.discord.react(bo, said, "💐");
	rig.discord.clearReactions(said, "💐");
	await rig.discord.until(() => finished.length === 5, "all five");
	expect(finished.slice(0, 2).sort()).toEqual(["Ana", "Bo"]);
	expect(finished.slice(2)).toEqual(["cleared all", "Bo", "cleared 💐"]);
	expect(rig.heard("reactions-cleared")[0]).toMatchObject({ actor: rig.discord.bot.id, people: [{ kind: "bot" }] });
});

test("in a channel that the bot was never told of, the place is asked for", async () => {
	const thread = rig.discord.channel(acme, "side talk", { kind: "private thread", parent: general });
	rig.discord.react(ana, rig.discord.say(bo, thread, "psst"), "💐");
	const [request] = await reactions(1);
	expect(request?.place).toMatchObject({ id: thread.id, name: "side talk", kind: "private" });
});

test("a reaction that fails is tried again, with the same key", async () => {
	let failures = 1;
	handle = async () => {
		if (failures-- > 0) throw new Error("the database is away");
		return nothing;
	};
	rig.discord.react(ana, said, "💐");
	const [first, second] = await reactions(2);
	expect(first?.key).toBe(second?.key);
	expect(rig.complaints.filter((line) => line.includes('"level":"error"'))).toEqual([]);
});

test("a dropped connection misses nothing: what happened meanwhile is played back, in order", async () => {
	rig.discord.react(ana, said, "💐");
	await reactions(1);
	rig.discord.dropGateway();
	rig.discord.unreact(ana, said, "💐");
	rig.discord.react(bo, said, "💐");
	rig.discord.react(ana, said, "💐");
	expect(rig.adapter.ready()).toBe(true);
	const all = await rig.discord.until(
		() => rig.heard("reaction").length === 4 && rig.heard("reaction"),
		"all four",
		15_000,
	);
	expect(all.filter(({ actor }) => actor === ana.id).map(({ intent }) => intent.added)).toEqual([true, false, true]);
	expect(rig.discord.gateway).toMatchObject({ identifies: 1, resumes: 1 });
	await rig.discord.until(() => rig.adapter.ready(), "readiness");
});

test("after a forgotten session the bot is back, ready, and hears what comes then", async () => {
	rig.discord.dropGateway({ forget: true });
	await rig.discord.until(() => !rig.adapter.ready(), "the loss of the connection");
	await rig.discord.until(() => rig.adapter.ready(), "readiness", 15_000);
	rig.discord.react(ana, said, "💐");
	await reactions(1);
	expect(rig.discord.gateway.identifies).toBe(2);
	// What is known of the server is still known, and nobody is greeted twice.
	expect(rig.heard("reaction")[0]?.place).toMatchObject({ kind: "public", present: true });
});
