// What the sender of notices can rely on: cards arrive once, ping exactly whom they name, change in place, and what
// cannot work is told apart from what may work later.
import { PermissionFlagsBits } from "discord.js";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Card } from "../../../src/chat/card.ts";
import type { Handle } from "../../../src/chat/request.ts";
import { type Destination, type Surface, ThreadGone, TryLater, Undeliverable } from "../../../src/chat/surface.ts";
import { card, createRig, nothing, type Rig, says } from "./rig.ts";
import { object } from "./strict/json.ts";
import type { Channel, Guild, User } from "./strict-discord.ts";

let rig: Rig;
let handle: Handle;
let surface: Surface;
let acme: Guild;
let ana: User;
let bo: User;
let general: Channel;
let inGeneral: Destination;
let toBo: Destination;

beforeEach(async () => {
	handle = async () => nothing;
	rig = await createRig((request) => handle(request), { messageLimit: { count: 20, windowMs: 1_000 } });
	const { discord } = rig;
	[ana, bo] = [discord.person("Ana"), discord.person("Bo")];
	acme = discord.server("Acme", { people: [ana, bo] });
	general = discord.channel(acme, "general");
	await rig.adapter.start();
	({ surface } = rig.adapter);
	inGeneral = { workspace: acme.id, channel: general.id };
	toBo = { workspace: acme.id, user: bo.id };
});

afterEach(async () => {
	expect(rig.discord.violations).toEqual([]);
	expect(rig.complaints).toEqual([]);
	await rig.stop();
});

let count = 0;
const once = (route?: string) => ({ nonce: `n1-${++count}`, route });
const send = (to: Destination, what: Card | string) =>
	surface.send(to, typeof what === "string" ? card(what) : what, once());
const calls = (method: string, path: RegExp) =>
	rig.discord.calls.filter((call) => call.method === method && path.test(call.path));

const thanks = (person = bo): Card =>
	card([
		{ strong: "Ana" },
		" thanked ",
		{ person: person.globalName ?? "", user: person.id, ping: true },
		" for the review",
	]);

describe("arriving", () => {
	test("a thanks is one line of text whose mention is its only ping", async () => {
		await send(inGeneral, thanks());
		const [message] = rig.discord.messagesIn(general);
		expect(message?.content).toBe(`**Ana** thanked <@${bo.id}> for the review`);
		expect(message?.pings).toEqual([bo.id]);
		expect(message?.components).toEqual([]);
	});

	test("a private line goes to the person alone, by one conversation", async () => {
		await send(toBo, "Your wallet is running low.");
		await send(toBo, "One more.");
		expect(rig.discord.directMessages(bo).map(rig.discord.reads)).toEqual(["Your wallet is running low.", "One more."]);
		expect(calls("POST", /\/users\/@me\/channels/)).toHaveLength(1);
	});

	test("the same notice tried again is the same message; another community's is another", async () => {
		const options = { nonce: "n1-77", route: undefined };
		const first = await surface.send(inGeneral, card("Once."), options);
		expect(await surface.send(inGeneral, card("Once."), options)).toBe(first);
		expect(rig.discord.messagesIn(general)).toHaveLength(1);
		await surface.send({ workspace: acme.id, user: bo.id }, card("Once."), options);
		expect(rig.discord.directMessages(bo)).toHaveLength(1);
	});

	test("a message whose answer was lost on the way is not posted twice", async () => {
		rig.discord.trouble({
			method: "POST",
			path: /^\/channels\/\d+\/messages$/,
			times: 1,
			hangUp: true,
			afterwards: true,
		});
		await send(inGeneral, "Once.").catch(() => undefined);
		await surface.send(inGeneral, card("Once."), { nonce: `n1-${count}`, route: undefined });
		expect(rig.discord.messagesIn(general)).toHaveLength(1);
	});

	test("links show no preview", async () => {
		await send(inGeneral, "look at https://example.com/a_b_c please");
		const [message] = rig.discord.messagesIn(general);
		expect(message?.flags).toBe(4);
		expect(message?.content).toContain("https://example.com/a_b_c");
	});
});

describe("changing", () => {
	const favor = (words: string, ...labels: string[]) =>
		card(
			[words, " ", { person: "Bo", user: bo.id, ping: true }],
			...labels.map((label) => ({ label, action: `favor:${label}` })),
		);

	test("a card changes in place, and no change ever pings", async () => {
		const message = await send(inGeneral, favor("Ana asks", "I'll help"));
		await surface.edit(inGeneral, message ?? "", favor("Bo is on it:"));
		const [posted] = rig.discord.messagesIn(general);
		expect([posted?.edits, rig.discord.reads(posted), posted?.pings]).toEqual([1, "Bo is on it: @Bo", [bo.id]]);
		expect(rig.discord.buttons(posted as never)).toEqual([]);
		expect(calls("PATCH", /messages/).map(({ body }) => object(body)["allowed_mentions"])).toEqual([{ parse: [] }]);
	});

	test("a message stays what it was posted as, text or components, whatever becomes of the card", async () => {
		const long = (words: string): Card => ({ blocks: [{ kind: "quote", text: `${words} ${"and on ".repeat(300)}` }] });
		const short = await send(inGeneral, "short");
		await surface.edit(inGeneral, short ?? "", long("grew"));
		await surface.edit(inGeneral, short ?? "", card("short again"));
		const wide = await send(inGeneral, {
			blocks: [...card("one", { label: "A", action: "a" }).blocks, ...card("two").blocks],
		});
		await surface.edit(inGeneral, wide ?? "", card("two alone"));
		const [first, second] = rig.discord.messagesIn(general);
		expect([first?.flags, rig.discord.reads(first)]).toEqual([4, "short again"]);
		expect([second?.flags, rig.discord.reads(second)]).toEqual([1 << 15, "two alone"]);
	});

	test("what was deleted cannot be changed", async () => {
		const message = await send(toBo, "gone soon");
		for (const one of rig.discord.directMessages(bo)) one.deleted = true;
		await expect(surface.edit(toBo, message ?? "", card("new"))).rejects.toBeInstanceOf(Undeliverable);
		await expect(surface.edit(toBo, "nonsense", card("new"))).rejects.toBeInstanceOf(Undeliverable);
	});
});

describe("where the bot may not post", () => {
	let news: Channel;
	let inNews: Destination;

	beforeEach(() => {
		news = rig.discord.channel(acme, "news", { noPosting: true });
		inNews = { workspace: acme.id, channel: news.id };
	});

	test("Discord is not even asked", async () => {
		await rig.discord.slash(ana, news, "wallet");
		await expect(send(inNews, "no")).rejects.toBeInstanceOf(Undeliverable);
		expect(calls("POST", /^\/channels\//)).toEqual([]);
	});

	test("a thanks goes out by the interaction that gave it, pings its receiver, and can be changed", async () => {
		await rig.discord.slash(ana, news, "thanks", { to: bo });
		const route = rig.requests.at(-1)?.route;
		const message = await surface.send(inNews, thanks(), once(route));
		const [posted] = rig.discord.messagesIn(news);
		expect([rig.discord.reads(posted), posted?.pings]).toEqual(["Ana thanked @Bo for the review", [bo.id]]);
		await surface.edit(inNews, message ?? "", card("Ana took back a thanks."));
		expect(rig.discord.reads(posted)).toBe("Ana took back a thanks.");
	});

	test("that waits for the interaction to be answered first", async () => {
		let sent: Promise<unknown> = Promise.resolve();
		handle = async ({ route }) => {
			sent = surface.send(inNews, thanks(), once(route));
			await new Promise((resolve) => setTimeout(resolve, 2_300));
			return says("Sent.");
		};
		const outcome = await rig.discord.slash(ana, news, "thanks", { to: bo });
		await sent;
		expect([outcome.deferred, rig.discord.reads(outcome.message)]).toEqual([true, "Sent."]);
		expect(rig.discord.messagesIn(news)).toHaveLength(1);
	});

	test("a permission lost meanwhile is noticed by Discord's answer", async () => {
		await rig.discord.slash(ana, general, "thanks", { to: bo });
		const route = rig.requests.at(-1)?.route;
		for (const code of [50001, 50013]) {
			rig.discord.trouble({
				method: "POST",
				path: /^\/channels/,
				times: 1,
				status: 403,
				body: { code, message: "no" },
			});
			await surface.send(inGeneral, thanks(), once(route));
		}
		expect(rig.discord.messagesIn(general)).toHaveLength(2);
		rig.discord.trouble({
			method: "POST",
			path: /^\/channels/,
			times: 1,
			status: 403,
			body: { code: 50013, message: "no" },
		});
		await expect(send(inGeneral, "no")).rejects.toBeInstanceOf(Undeliverable);
	});

	test("a way that has expired leads nowhere; a card sent by it is changed by the bot's own right", async () => {
		await rig.discord.slash(ana, news, "thanks", { to: bo });
		const [application, , token] = rig.requests.at(-1)?.route?.split(".") ?? [];
		const expired = [application, Date.now() - 1, token].join(".");
		await expect(surface.send(inNews, thanks(), once(expired))).rejects.toBeInstanceOf(Undeliverable);
		const [channel, message] =
			(await surface.send(inNews, thanks(), once(rig.requests.at(-1)?.route)))?.split("/") ?? [];
		await surface.edit(inNews, [channel, message, "content", expired].join("/"), card("changed late"));
		expect(rig.discord.messagesIn(news).map(rig.discord.reads)).toEqual(["changed late"]);
	});
});

describe("what will never work", () => {
	test.each([
		["a person who takes no messages", () => Object.assign(bo, { takesMessages: false })],
		["a person who shares no server with the bot any more", () => rig.discord.leave(acme, bo)],
	])("%s", async (_, happens) => {
		happens();
		await expect(send(toBo, "hello")).rejects.toBeInstanceOf(Undeliverable);
	});

	test("a person who turns out to have left is told of, by the name that they had; others who take no messages are not", async () => {
		await rig.discord.slash(bo, general, "wallet");
		await rig.discord.slash(ana, general, "wallet");
		rig.discord.leave(acme, bo);
		ana.takesMessages = false;
		await expect(send(toBo, "hello")).rejects.toThrow(/50278/);
		await expect(send({ workspace: acme.id, user: ana.id }, "hello")).rejects.toThrow(/50007/);
		// Before anybody hears that they could not be reached.
		expect(calls("GET", /members/)).toHaveLength(2);
		expect(rig.heard("people").map(({ workspace, place, people }) => ({ workspace, place, people }))).toEqual([
			{
				workspace: { id: acme.id, name: "Acme" },
				place: undefined,
				people: [
					{ user: rig.discord.bot.id, name: "Goodturn", kind: "bot" },
					{ user: bo.id, name: "Bo", kind: "gone", locale: "en-US" },
				],
			},
		]);
	});

	test("whether they left is not said where Discord does not say it", async () => {
		rig.discord.leave(acme, bo);
		rig.discord.trouble({ path: /members/, times: 3, status: 503 });
		await expect(send(toBo, "hello")).rejects.toBeInstanceOf(Undeliverable);
		await rig.adapter.stop();
		expect(rig.heard("people")).toEqual([]);
		expect(rig.complaints.splice(0).map((line) => line.includes('"level":"warn"'))).toEqual([true]);
	});

	test("a channel that is gone, a person who never was", async () => {
		await expect(send({ workspace: acme.id, channel: "1573924206528757760" }, "hello")).rejects.toBeInstanceOf(
			Undeliverable,
		);
		await expect(send({ workspace: acme.id, user: "1573924206528757760" }, "hello")).rejects.toBeInstanceOf(
			Undeliverable,
		);
	});

	test("words that the server's moderation blocks", async () => {
		const body = { code: 200000, message: "Message was blocked by automatic moderation" };
		rig.discord.trouble({ path: /messages$/, times: 1, status: 400, body });
		await expect(send(inGeneral, "hello")).rejects.toThrow(/200000.*moderation/);
	});
});

describe("what may work later", () => {
	test("a short rate limit is waited for", async () => {
		const body = { message: "You are being rate limited.", retry_after: 0.3, global: false };
		const headers = { "retry-after": "0.3", "x-ratelimit-scope": "user" };
		rig.discord.trouble({ path: /messages$/, times: 1, status: 429, body, headers });
		await send(inGeneral, "patience");
		expect(rig.discord.messagesIn(general)).toHaveLength(1);
	});

	test("a long one is handed back, with the time to wait", async () => {
		const body = { message: "You are being rate limited.", retry_after: 90, global: false };
		const headers = { "retry-after": "90", "x-ratelimit-scope": "user" };
		rig.discord.trouble({ path: /messages$/, times: 1, status: 429, body, headers });
		const error = await send(inGeneral, "patience").catch((thrown: unknown) => thrown);
		expect(error).toBeInstanceOf(TryLater);
		expect((error as TryLater).afterMs).toBeGreaterThan(80_000);
	});

	test("a channel's own limit is kept without Discord having to say so", async () => {
		await Promise.all(Array.from({ length: 24 }, (_, n) => send(inGeneral, `line ${n}`)));
		expect(rig.discord.messagesIn(general)).toHaveLength(24);
		expect(rig.discord.calls.filter(({ status }) => status === 429).length).toBeLessThanOrEqual(1);
	});

	test.each([
		[20016, 400],
		[40003, 400],
		[30046, 400],
	])("Discord's %i passes by itself", async (code, status) => {
		rig.discord.trouble({ path: /messages$/, times: 1, status, body: { code, message: "slow down" } });
		await expect(send(inGeneral, "hello")).rejects.toBeInstanceOf(TryLater);
	});

	test("an outage is neither", async () => {
		rig.discord.trouble({ path: /messages$/, times: 9, status: 500 });
		const error = await send(inGeneral, "hello").catch((thrown: unknown) => thrown);
		expect(error).not.toBeInstanceOf(Undeliverable);
		expect(error).not.toBeInstanceOf(TryLater);
		expect(error).toBeInstanceOf(Error);
	});
});

describe("a thread", () => {
	const below = (message: string | undefined, what: Card | string, name = "Thanks and favors, week of 16 November") =>
		surface.send(inGeneral, typeof what === "string" ? card(what) : what, {
			...once(),
			thread: { message: message ?? "", name },
		});
	const threadOf = (message: string | undefined): Channel => {
		const thread = rig.discord.channelOf(message?.split("/")[1] ?? "");
		if (!thread) throw new Error("there is no thread");
		return thread;
	};

	test("hangs on the message, is begun once, and has a name", async () => {
		const root = await send(inGeneral, "This week");
		await below(root, thanks());
		await below(root, "and more");
		const thread = threadOf(root);
		expect([thread.kind, thread.name, thread.parent]).toEqual([
			"public thread",
			"Thanks and favors, week of 16 November",
			general,
		]);
		expect(rig.discord.messagesIn(general).map(rig.discord.reads)).toEqual(["This week"]);
		expect(rig.discord.messagesIn(thread).map(rig.discord.reads)).toEqual([
			"Ana thanked @Bo for the review",
			"and more",
		]);
		expect(rig.discord.messagesIn(thread)[0]?.pings).toEqual([bo.id]);
		expect(calls("POST", /\/threads$/)).toHaveLength(1);
	});

	test("a name that is too long is cut", async () => {
		const root = await send(inGeneral, "This week");
		await below(root, "one", "week ".repeat(40));
		expect(threadOf(root).name).toHaveLength(100);
	});

	test("what stands in it changes there, and opens it again where Discord has archived it", async () => {
		const root = await send(inGeneral, "This week");
		const reply = await below(root, "Ana asks");
		const thread = threadOf(root);
		await surface.edit(inGeneral, reply ?? "", card("Bo is on it"));
		thread.archived = true;
		await surface.edit(inGeneral, reply ?? "", card("Bo helped Ana"));
		expect(rig.discord.messagesIn(thread).map(rig.discord.reads)).toEqual(["Bo helped Ana"]);
		expect(thread.archived).toBe(false);
		thread.archived = true;
		await below(root, "one more");
		expect(thread.archived).toBe(false);
	});

	test("goes on where its first message was deleted", async () => {
		const root = await send(inGeneral, "This week");
		await below(root, "one");
		for (const message of rig.discord.messagesIn(general)) message.deleted = true;
		await below(root, "two");
		expect(rig.discord.messagesIn(threadOf(root)).map(rig.discord.reads)).toEqual(["one", "two"]);
	});

	test("is gone where its message was deleted before it began, or where it was deleted itself", async () => {
		const root = await send(inGeneral, "This week");
		for (const message of rig.discord.messagesIn(general)) message.deleted = true;
		await expect(below(root, "lost")).rejects.toBeInstanceOf(ThreadGone);
		const other = await send(inGeneral, "Once more");
		await below(other, "one");
		rig.discord.removeThread(threadOf(other));
		await expect(below(other, "lost")).rejects.toBeInstanceOf(ThreadGone);
		await expect(below("nonsense", "lost")).rejects.toBeInstanceOf(ThreadGone);
	});

	test("a thread has none: there lines follow the message", async () => {
		const talk = rig.discord.channel(acme, "talk", { kind: "public thread", parent: general });
		const inTalk = { workspace: acme.id, channel: talk.id };
		const root = await send(inTalk, "This week");
		await surface.send(inTalk, card("one"), { ...once(), thread: { message: root ?? "", name: "week" } });
		expect(rig.discord.messagesIn(talk).map(rig.discord.reads)).toEqual(["This week", "one"]);
	});

	test("without the permission nothing is said in the channel instead, by no way to answer either", async () => {
		await rig.discord.slash(ana, general, "thanks", { to: bo });
		const route = rig.requests.at(-1)?.route;
		acme.everyone &= ~PermissionFlagsBits.CreatePublicThreads;
		acme.botRole.permissions &= ~PermissionFlagsBits.CreatePublicThreads;
		const root = await send(inGeneral, "This week");
		const thread = { message: root ?? "", name: "week" };
		await expect(surface.send(inGeneral, thanks(), { ...once(route), thread })).rejects.toBeInstanceOf(Undeliverable);
		expect(rig.discord.messagesIn(general).map(rig.discord.reads)).toEqual(["This week"]);
	});

	test("an answer that was lost when it began: it is there, and nothing is said twice", async () => {
		const root = await send(inGeneral, "This week");
		rig.discord.trouble({ method: "POST", path: /\/threads$/, times: 1, hangUp: true, afterwards: true });
		await below(root, "one").catch(() => undefined);
		await surface.send(inGeneral, card("one"), {
			nonce: `n1-${count}`,
			route: undefined,
			thread: { message: root ?? "", name: "week" },
		});
		expect(rig.discord.messagesIn(threadOf(root)).map(rig.discord.reads)).toEqual(["one"]);
	});
});
