// Reactions: on messages and by people that were never seen before, in the order of their arrival, through every weather.
import { afterEach, beforeEach, describe, expect, test } from "vitest";
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
	expect(errors()).toEqual([]);
});

const errors = () => rig.complaints.filter((line) => line.includes('"level":"error"'));
const away = { status: 503, body: { message: "Service Unavailable", code: 0 } };

describe("while Discord does not say who is who", () => {
	test("an addition waits for its author, and what comes after it in its lane waits too", async () => {
		rig.discord.trouble({ path: /\/(members|users)\/\d+$/, times: 4, ...away });
		for (const act of ["react", "unreact", "react"] as const) rig.discord[act](ana, said, "💐");
		const all = await reactions(3);
		expect(all.map(({ intent }) => intent.added)).toEqual([true, false, true]);
		expect(all[0]?.people).toMatchObject([{ user: ana.id }, { user: bo.id, name: "Bo", kind: "person" }]);
		expect(rig.complaints.join("")).toContain(all[0]?.key);
		expect(errors()).toEqual([]);
	});

	test("a removal invents nobody: neither a name nor that they are gone", async () => {
		rig.discord.trouble({ path: /\/(members|users)\/\d+$/, times: 4, ...away });
		rig.discord.unreact(ana, said, "💐");
		const [request] = await reactions(1);
		expect(request?.people).toEqual([{ user: ana.id, name: "Ana", kind: "person" }]);
		expect(errors()).toEqual([]);
	});

	test("who left is told from a look-up that failed half-way", async () => {
		rig.discord.leave(acme, ana);
		rig.discord.trouble({ path: /\/users\/\d+$/, times: 4, ...away });
		rig.discord.unreact(ana, said, "💐");
		const [request] = await reactions(1);
		expect(request?.people).toEqual([{ user: ana.id, name: "Ana", kind: "gone" }]);
	});

	test("a message's author and a place that are asked for are asked for again", async () => {
		const { discord } = rig;
		const thread = discord.channel(acme, "side talk", { kind: "private thread", parent: general });
		const inThread = discord.say(bo, thread, "psst");
		discord.trouble({ path: /\/messages\/\d+$/, times: 1, hangUp: true });
		discord.trouble({ path: new RegExp(`/channels/${thread.id}$`), times: 4, ...away });
		discord.react(ana, said, "💐", { author: false });
		discord.react(ana, inThread, "💐");
		const all = await reactions(2);
		expect(all.find(({ place }) => place?.id === general.id)?.intent.author).toBe(bo.id);
		expect(all.find(({ place }) => place?.id === thread.id)?.place).toMatchObject({ name: "side talk", present: true });
		expect(discord.calls.filter(({ path }) => path === `/channels/${thread.id}`)).toHaveLength(5);
	});

	test("a rate limit and a lost line pass as well", async () => {
		const { discord } = rig;
		const headers = { "retry-after": "30", "x-ratelimit-scope": "shared" };
		const body = { message: "You are being rate limited.", retry_after: 30, global: false };
		discord.trouble({ path: /\/members\/\d+$/, times: 1, status: 429, headers, body });
		discord.trouble({ path: /\/members\/\d+$/, times: 1, hangUp: true });
		discord.react(ana, said, "💐");
		expect((await reactions(1))[0]?.people).toHaveLength(2);
		expect(errors()).toEqual([]);
	});

	test("many reactions to one message ask for its author once", async () => {
		const everybody = Array.from({ length: 30 }, (_, n) => rig.discord.person(`Person ${n}`));
		for (const user of everybody) rig.discord.join(acme, user);
		for (const user of everybody) rig.discord.react(user, said, "💐");
		await reactions(30);
		expect(rig.discord.calls.filter(({ path }) => path.includes("/members/"))).toHaveLength(1);
	});

	test("what will never be told is not asked twice: it is an error with the request's id", async () => {
		rig.discord.trouble({
			path: /\/members\/\d+$/,
			times: 1,
			status: 403,
			body: { message: "Missing Access", code: 50001 },
		});
		rig.discord.react(ana, said, "💐");
		await rig.discord.until(() => errors()[0], "the error");
		expect(errors()[0]).toMatch(new RegExp(`"request":"discord:${acme.id}:[0-9a-f-]{36}".*could not be taken in`));
		expect(rig.heard("reaction")).toEqual([]);
	});

	test("the bot's stop cuts the wait short: once more, and then it is an error", async () => {
		rig.discord.trouble({ path: /\/members\/\d+$/, times: 99, ...away });
		rig.discord.react(ana, said, "💐");
		await rig.discord.until(() => rig.complaints.length === 2, "the second attempt");
		await rig.adapter.stop();
		expect(errors().map((line) => line.includes("could not be taken in"))).toEqual([true]);
		expect(rig.discord.calls.filter(({ path }) => path.includes("/members/"))).toHaveLength(9);
	});
});

test("nobody's id is nobody: a webhook that is named as the author, an account that is no more", async () => {
	const { discord } = rig;
	const hook = discord.say({ ...bo, id: "1573924206528757761" }, general, "shipped");
	for (const user of [ana, bo]) discord.react(user, hook, "💐");
	discord.unreact({ ...ana, id: "1573924206528757762" }, said, "💐");
	const all = await reactions(3);
	const added = all.filter(({ intent }) => intent.added);
	expect(added.map(({ actor, people }) => [actor, ...people.map(({ user }) => user)])).toEqual([
		[ana.id, ana.id],
		[bo.id, bo.id],
	]);
	expect(discord.calls.filter(({ path }) => path.endsWith("/1573924206528757761"))).toHaveLength(2);
	// Of whom Discord itself knows nothing, the id is all there is.
	const [gone] = all.find(({ intent }) => !intent.added)?.people ?? [];
	expect(gone).toEqual({ user: "1573924206528757762", name: "1573924206528757762", kind: "gone" });
	expect(rig.complaints).toEqual([]);
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
