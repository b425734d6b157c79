// Strict Slack is strict: it notices what it is there to notice.
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { checkBlocks, checkView, type Fields, type Json } from "./strict/block-kit.ts";
import { pingsOf, unescapedIn } from "./strict/reading.ts";
import { type StrictSlack, startStrictSlack } from "./strict-slack.ts";

const plain = (text: string) => ({ type: "plain_text", text });
const richText = (...elements: Json[]) => ({ type: "rich_text", elements: [{ type: "rich_text_section", elements }] });
const button = (id: string, label = "OK") => ({ type: "button", action_id: id, text: plain(label), value: "v" });

describe("blocks", () => {
	test.each<[string, Json]>([
		["too many", Array.from({ length: 51 }, () => ({ type: "divider" }))],
		["of an unknown type", [{ type: "marquee" }]],
		["with unknown fields", [{ type: "divider", color: "red" }]],
		["a header too long", [{ type: "header", text: plain("x".repeat(151)) }]],
		["a header with markup", [{ type: "header", text: { type: "mrkdwn", text: "x" } }]],
		["an empty text", [{ type: "section", text: plain("") }]],
		["a text too long", [{ type: "section", text: plain("x".repeat(3001)) }]],
		["an empty section", [{ type: "section" }]],
		["an empty rich text", [richText({ type: "text", text: "" })]],
		["a rich text without elements", [richText()]],
		["an empty style", [richText({ type: "text", text: "x", style: {} })]],
		["a mention of nobody", [richText({ type: "user", user_id: "ana" })]],
		["no buttons", [{ type: "actions", elements: [] }]],
		["a button's label too long", [{ type: "actions", elements: [button("a", "x".repeat(76))] }]],
		["two buttons of one id", [{ type: "actions", elements: [button("a"), button("a")] }]],
		[
			"two blocks of one id",
			[
				{ type: "divider", block_id: "a" },
				{ type: "divider", block_id: "a" },
			],
		],
		["an input in a message", [{ type: "input", label: plain("x"), element: { type: "users_select" } }]],
	])("%s", (_, blocks) => {
		expect(checkBlocks(blocks, "message")).not.toEqual([]);
	});

	test.each<[string, Json]>([
		["a title too long", { type: "modal", title: plain("x".repeat(25)), blocks: [] }],
		["no title", { type: "modal", blocks: [] }],
		["inputs without submit", modal({ type: "plain_text_input", action_id: "v" }, {})],
		["too much to remember", { type: "home", blocks: [], private_metadata: "x".repeat(3001) }],
		["a text longer than allowed", modal({ type: "plain_text_input", max_length: 3, initial_value: "four" })],
		[
			"an option's value too long",
			modal({ type: "static_select", options: [{ text: plain("x"), value: "x".repeat(151) }] }),
		],
		[
			"a choice that is no option",
			modal({
				type: "static_select",
				options: [{ text: plain("x"), value: "x" }],
				initial_option: { text: plain("y"), value: "y" },
			}),
		],
		["no options", modal({ type: "static_select", options: [] })],
	])("a view: %s", (_, view) => {
		expect(checkView(view)).not.toEqual([]);
	});

	function modal(element: Fields, more: Fields = { submit: plain("Send") }): Fields {
		return { type: "modal", title: plain("T"), blocks: [{ type: "input", label: plain("L"), element }], ...more };
	}

	test("pings wherever they hide", () => {
		expect(pingsOf("<@U1|ana> <!here> <!channel|x> &lt;@U2&gt;", [])).toEqual(["U1", "!here", "!channel"]);
		const blocks = [
			richText({ type: "user", user_id: "U3" }, { type: "broadcast", range: "everyone" }),
			{ type: "section", text: { type: "mrkdwn", text: "<@U4>" } },
		];
		expect(pingsOf("", blocks)).toEqual(["U3", "!everyone", "U4"]);
		expect(pingsOf("", [richText({ type: "text", text: "<@U5>" }), { type: "header", text: plain("<@U6>") }])).toEqual(
			[],
		);
	});

	test("text that nobody escaped", () => {
		expect(["a < b", "a & b", "a > b", "<b>", "&nbsp;"].map(unescapedIn)).toEqual([true, true, true, true, true]);
		expect(["a &lt; b &amp; c", "<@U1> <https://a.example|x>"].map(unescapedIn)).toEqual([false, false]);
	});
});

describe("over the wire", () => {
	let slack: StrictSlack;
	let ana: string;
	let general: string;

	beforeEach(async () => {
		slack = await startStrictSlack();
		ana = slack.addUser("ana");
		general = slack.addChannel("general", { members: [ana, slack.bot] });
	});

	afterEach(() => slack.close());

	async function call(method: string, args: Record<string, unknown>): Promise<Fields> {
		const body = new URLSearchParams();
		for (const [key, value] of Object.entries(args))
			body.set(key, typeof value === "string" ? value : JSON.stringify(value));
		const headers = { authorization: `Bearer ${slack.botToken}` };
		const response = await fetch(slack.apiUrl + method, { method: "POST", headers, body });
		return (await response.json()) as Fields;
	}

	const view = { type: "modal", title: plain("T"), blocks: [{ type: "divider" }] };

	test("a trigger opens one page, within three seconds", async () => {
		const first = slack.world.newTrigger(ana);
		expect(await call("views.open", { trigger_id: first, view })).toMatchObject({ ok: true });
		expect(await call("views.open", { trigger_id: first, view })).toMatchObject({ error: "exchanged_trigger_id" });
		const second = slack.world.newTrigger(ana);
		slack.world.advance(3_100);
		expect(await call("views.open", { trigger_id: second, view })).toMatchObject({ error: "expired_trigger_id" });
		expect(slack.violations.length).toBe(2);
	});

	test("a response address works five times, and for half an hour", async () => {
		const { payload } = slack.compose.command(ana, general, "/wallet");
		const respond = async () =>
			(await fetch(String(payload["response_url"]), { method: "POST", body: JSON.stringify({ text: "x" }) })).status;
		for (const _ of [1, 2, 3, 4, 5]) expect(await respond()).toBe(200);
		expect(await respond()).toBe(404);
		expect(slack.violations).toEqual(["a response_url used more than five times"]);
	});

	test("a post says what it says in words too, pings nobody twice, and goes where the bot is", async () => {
		const blocks = [richText({ type: "user", user_id: ana })];
		expect(await call("chat.postMessage", { channel: general, blocks })).toMatchObject({ ok: true });
		expect(await call("chat.postMessage", { channel: general, text: `<@${ana}>`, blocks })).toMatchObject({ ok: true });
		expect(await call("chat.postMessage", { channel: general, text: "<!channel>" })).toMatchObject({ ok: true });
		expect(
			await call("chat.postMessage", { channel: general, text: "x", blocks: [{ type: "section" }] }),
		).toMatchObject({ error: "invalid_blocks" });
		expect(await call("chat.postMessage", { channel: "C9", text: "x" })).toMatchObject({ error: "channel_not_found" });
		expect(slack.violations.length).toBe(5);
		expect(await call("chat.postMessage", { channel: slack.addChannel("away"), text: "x" })).toMatchObject({
			error: "not_in_channel",
		});
		expect(await call("chat.scheduleMessage", {})).toMatchObject({ error: "unknown_method" });
		expect(slack.violations.length).toBe(6);
	});

	test("a wrong token and a missing scope are refused", async () => {
		const poor = await startStrictSlack({ scopes: ["commands"] });
		const headers = { authorization: `Bearer ${poor.botToken}` };
		const answer = async (init: RequestInit) =>
			(await fetch(`${poor.apiUrl}users.info`, { method: "POST", ...init })).json();
		expect(await answer({})).toMatchObject({ error: "invalid_auth" });
		expect(await answer({ headers })).toMatchObject({ error: "missing_scope", needed: "users:read" });
		await poor.close();
	});
});
