// The strict Discord itself: that it sees what a well-behaved bot never does. Called by plain fetch, without discord.js.
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { pingedIn, reads } from "./strict/mentions.ts";
import { type Channel, type Guild, type StrictDiscord, startDiscord, type User } from "./strict-discord.ts";

let discord: StrictDiscord;
let acme: Guild;
let ana: User;
let bo: User;
let general: Channel;

beforeEach(async () => {
	discord = await startDiscord({
		timings: { callbackMs: 400, tokenMs: 1_200, finalMs: 500 },
		messageLimit: { count: 3, windowMs: 500 },
	});
	[ana, bo] = [discord.person("Ana"), discord.person("Bo")];
	acme = discord.server("Acme", { people: [ana, bo] });
	general = discord.channel(acme, "general");
	await call("PUT", `/applications/${discord.application}/commands`, [
		{ name: "wallet", description: "Yours", type: 1 },
	]);
});

afterEach(() => discord.stop());

type Answer = { status: number; code: number; body: Record<string, unknown> };
async function call(
	method: string,
	path: string,
	body?: unknown,
	headers: Record<string, string> = {},
): Promise<Answer> {
	const response = await fetch(`${discord.apiUrl}/v10${path}`, {
		method,
		headers: {
			"user-agent": "DiscordBot (https://example.com, 1)",
			authorization: `Bot ${discord.token}`,
			"content-type": "application/json",
			...headers,
		},
		...(body === undefined ? {} : { body: JSON.stringify(body) }),
	});
	const text = await response.text();
	const parsed = text === "" ? {} : (JSON.parse(text) as Record<string, unknown>);
	return { status: response.status, code: Number(parsed["code"] ?? 0), body: parsed };
}
const post = (body: object) => call("POST", `/channels/${general.id}/messages`, body);
const kinds = () => discord.violations.map(({ kind }) => kind);
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Somebody types /wallet; the bot, which is this test, learns of it as the strict server keeps it. */
async function typed(): Promise<{ path: string; token: string; outcome: Promise<unknown> }> {
	const outcome = discord.slash(ana, general, "wallet");
	const { id, token } = discord.lastInteraction();
	return { path: `/interactions/${id}/${token}/callback?with_response=false`, token, outcome };
}

describe("interactions", () => {
	test("one answer in time is fine, and what follows it", async () => {
		const { path, token } = await typed();
		expect((await call("POST", path, { type: 4, data: { content: "hi", flags: 64 } })).status).toBe(204);
		expect(
			(await call("PATCH", `/webhooks/${discord.application}/${token}/messages/%40original`, { content: "ho" })).status,
		).toBe(200);
		expect((await call("POST", `/webhooks/${discord.application}/${token}`, { content: "for all" })).status).toBe(200);
		expect(discord.ephemerals(ana).map(discord.reads)).toEqual(["ho"]);
		expect(discord.messagesIn(general).map(discord.reads)).toEqual(["for all"]);
		expect(kinds()).toEqual([]);
	});

	test("a second answer, a late one, none at all, a follow-up before any, one after the token's time", async () => {
		const twice = await typed();
		await call("POST", twice.path, { type: 5, data: { flags: 64 } });
		expect(await call("POST", twice.path, { type: 4, data: { content: "hi" } })).toMatchObject({
			status: 400,
			code: 40060,
		});
		const early = await typed();
		expect((await call("POST", `/webhooks/${discord.application}/${early.token}`, { content: "x" })).code).toBe(10015);
		await pause(450);
		expect((await call("POST", early.path, { type: 4, data: { content: "hi" } })).code).toBe(10062);
		await pause(850);
		expect((await call("POST", `/webhooks/${discord.application}/${twice.token}`, { content: "x" })).code).toBe(50027);
		expect(kinds()).toEqual(["twice", "misuse", "unanswered", "late", "late"]);
	});

	test("an answer of the wrong kind, flags on a waiting line, a follow-up that would take its place", async () => {
		const { path, token } = await typed();
		for (const wrong of [
			{ type: 8, data: { choices: [] } },
			{ type: 7, data: { content: "x" } },
			{ type: 5, data: { flags: 64 | 32768 } },
		]) {
			expect((await call("POST", path, wrong)).code).toBe(50035);
		}
		await call("POST", path, { type: 5, data: { flags: 64 } });
		await call("POST", `/webhooks/${discord.application}/${token}`, { content: "x" });
		expect(kinds()).toEqual(["form", "form", "form", "misuse"]);
	});
});

describe("messages", () => {
	const row = (...ids: string[]) => ({
		type: 1,
		components: ids.map((custom_id) => ({ type: 2, style: 1, label: "x", custom_id })),
	});
	const text = (content: string) => ({ type: 10, content });
	const v2 = 1 << 15;

	test.each<[string, object]>([
		["too long", { content: "x".repeat(2001) }],
		["a field that is none", { content: "x", colour: 3 }],
		["a private flag in a channel", { content: "x", flags: 64 }],
		["a nonce of 26 characters", { content: "x", nonce: "n".repeat(26) }],
		["the same custom_id twice", { content: "x", components: [row("a", "a")] }],
		["a custom_id of 101 characters", { content: "x", components: [row("a".repeat(101))] }],
		["six buttons in a row", { content: "x", components: [row("a", "b", "c", "d", "e", "f")] }],
		["six rows", { content: "x", components: ["a", "b", "c", "d", "e", "f"].map((id) => row(id)) }],
		["texts without the flag for them", { components: [text("x")] }],
		["content beside components", { content: "x", flags: v2, components: [text("x")] }],
		["more than 40 components", { flags: v2, components: Array.from({ length: 41 }, () => text("x")) }],
		["more than 4,000 characters", { flags: v2, components: [text("x".repeat(2500)), text("x".repeat(1600))] }],
		["an empty text", { flags: v2, components: [text(" ")] }],
		["a section without its button", { flags: v2, components: [{ type: 9, components: [text("x")] }] }],
		["parse beside users", { content: "x", allowed_mentions: { parse: ["users"], users: [ana?.id ?? "1"] } }],
	])("%s is a violation", async (_, body) => {
		expect((await post(body)).code).toBe(50035);
		expect(kinds()).toEqual(["form"]);
	});

	test("an empty message is refused", async () => {
		expect((await post({ content: "" })).code).toBe(50006);
	});

	test("components cannot be switched off, content has to go first", async () => {
		const made = await post({ flags: v2, components: [text("x")] });
		const path = `/channels/${general.id}/messages/${made.body["id"]}`;
		expect((await call("PATCH", path, { flags: 4, content: "y" })).code).toBe(50035);
		const plain = await post({ content: "x" });
		const other = `/channels/${general.id}/messages/${plain.body["id"]}`;
		expect((await call("PATCH", other, { flags: v2, components: [text("y")] })).code).toBe(50035);
		expect((await call("PATCH", other, { flags: v2, content: null, components: [text("y")] })).status).toBe(200);
	});

	test("whoever is named is pinged, unless mentions are closed; nobody who does not look in", async () => {
		const hidden = discord.channel(acme, "hidden", { only: [ana, discord.bot] });
		const content = `<@${ana.id}> <@!${bo.id}> @everyone`;
		await post({ content });
		await post({ content, allowed_mentions: { parse: [], users: [bo.id] } });
		await call("POST", `/channels/${hidden.id}/messages`, { content });
		expect(discord.messagesIn(general).map(({ pings }) => pings)).toEqual([[ana.id, bo.id], [bo.id]]);
		expect(discord.messagesIn(hidden)[0]?.pings).toEqual([ana.id]);
		expect(pingedIn("@everyone", { parse: ["everyone"], users: [], roles: [] }, true)).toEqual(["everyone"]);
	});

	test("the same nonce, enforced, is the same message", async () => {
		const first = await post({ content: "x", nonce: "1", enforce_nonce: true });
		const second = await post({ content: "x", nonce: "1", enforce_nonce: true });
		expect(second.body["id"]).toBe(first.body["id"]);
		expect(discord.messagesIn(general)).toHaveLength(1);
	});
});

describe("calls", () => {
	test("without the right headers, of unknown kinds, or by somebody else", async () => {
		expect((await call("GET", "/gateway/bot", undefined, { "user-agent": "curl/8" })).code).toBe(40333);
		expect((await call("GET", "/gateway/bot", undefined, { authorization: "Bot other" })).status).toBe(401);
		expect((await call("GET", "/guilds/1/bans")).status).toBe(404);
		expect(kinds()).toEqual(["headers", "unknown call"]);
	});

	test("faster than the headers said", async () => {
		for (let n = 0; n < 3; n++) await post({ content: "x" });
		expect((await post({ content: "x" })).status).toBe(429);
		expect(kinds()).toEqual(["rate limit"]);
	});

	test("where the bot may not", async () => {
		const closed = discord.channel(acme, "closed", { only: [ana] });
		const mute = discord.channel(acme, "mute", { noPosting: true });
		const at = (channel: Channel) => call("POST", `/channels/${channel.id}/messages`, { content: "x" });
		expect([(await at(closed)).code, (await at(mute)).code]).toEqual([50001, 50013]);
		const { body } = await call("POST", "/users/@me/channels", { recipient_id: bo.id });
		bo.takesMessages = false;
		expect((await call("POST", `/channels/${body["id"]}/messages`, { content: "x" })).code).toBe(50007);
		expect(kinds()).toEqual([]);
	});

	test("commands that Discord would not take", async () => {
		const put = (...commands: object[]) => call("PUT", `/applications/${discord.application}/commands`, commands);
		const command = { name: "x", description: "y", type: 1 };
		const option = { type: 6, name: "who", description: "Who" };
		const wrong: object[][] = [
			[{ ...command, name: "Big" }],
			[{ ...command, description: "" }],
			[command, command],
			[{ ...command, options: [option, { ...option, name: "must", required: true }] }],
			[{ ...command, options: [option, option] }],
			[{ name: "Menu", type: 3, description: "none here" }],
		];
		for (const commands of wrong) expect((await put(...commands)).code).toBe(50035);
	});
});

test("a person reads a message without its markup", () => {
	const markdown =
		"### Hello **you**\n> *so* ~~far~~ \\*so\\* good\n-# `code` <@1573924206528757760> [x](https://e.example)";
	expect(reads(markdown, () => "Bo")).toBe("Hello you\nso far *so* good\ncode @Bo [masked link]");
});
