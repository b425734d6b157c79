// Cards as Discord messages: how they look, and that no text that people typed becomes anything but itself.
import fc from "fast-check";
import { expect, test } from "vitest";
import { lineMarkdown, quoteMarkdown } from "../../../src/adapters/discord/markdown.ts";
import { paintModal } from "../../../src/adapters/discord/modal.ts";
import { modeFor, type Painted, paint, paintReply } from "../../../src/adapters/discord/render.ts";
import type { Block, Card, Span } from "../../../src/chat/card.ts";
import { favorForm } from "./rig.ts";
import { allowedIn, buttonsOf, checkMessage, countOf, textsOf } from "./strict/check-message.ts";
import { checkModal } from "./strict/check-modal.ts";
import type { JsonObject } from "./strict/json.ts";
import { pingedIn, reads } from "./strict/mentions.ts";

const guild = "1573924206528757760";
const bo = "1573924206528757761";
const eve = "1573924206528757762";
const body = (painted: Painted): JsonObject => JSON.parse(JSON.stringify(painted)) as JsonObject;
const wording = { maxLength: Number.POSITIVE_INFINITY, mentioned: undefined };
const text = (...line: Span[]): Block => ({ kind: "text", line });
const buttons = (...labels: string[]): Block => ({
	kind: "buttons",
	buttons: labels.map((label) => ({ label, action: `do:${label}` })),
});

test("a favor is a line, a quote, small print and its button, as content", () => {
	const card: Card = {
		blocks: [
			text({ strong: "Ana" }, " asks for a hand"),
			{ kind: "quote", text: "look at my PR\nplease" },
			{ kind: "small", line: ["normal (4) · by Friday"] },
			{ kind: "buttons", buttons: [{ label: "I'll help", action: "favor:accept:1", style: "primary" }] },
		],
	};
	expect(modeFor(card)).toBe("content");
	expect(paint(card, "content", { guild, pings: true })).toEqual({
		content: "**Ana** asks for a hand\n> look at my PR\n> please\n-# normal (4) · by Friday",
		components: [
			{
				type: 1,
				components: [{ type: 2, style: 1, label: "I'll help", custom_id: expect.stringContaining("favor:accept:1") }],
			},
		],
		flags: 4,
		allowed_mentions: { parse: [] },
	});
});

test("buttons that belong to single lines have the numbers of these in a notice, so that it has a preview", () => {
	const card: Card = { blocks: [text("both"), text("one"), buttons("A"), text("two"), buttons("A"), buttons("C")] };
	expect(modeFor(card)).toBe("content");
	expect(paint(card, "content", { guild, pings: true })).toMatchObject({
		content: "both\n**1.** one\n**2.** two",
		components: [{ type: 1, components: [{ label: "1. A" }, { label: "2. A" }, { label: "C" }] }],
	});
	const alone: Card = { blocks: [text("both"), text("one"), buttons("A"), buttons("C")] };
	expect(paint(alone, "content", { guild, pings: true })).toMatchObject({
		content: "both\none",
		components: [{ type: 1, components: [{ label: "A" }, { label: "C" }] }],
	});
});

test("buttons that belong to single lines stand beside them, as components", () => {
	const card: Card = { blocks: [text("one"), buttons("A"), text("two"), buttons("B"), buttons("C", "D")] };
	const { components, flags } = paint(card, "components", { guild, pings: true });
	expect(flags).toBe(1 << 15);
	expect(components).toMatchObject([
		{ type: 9, components: [{ type: 10, content: "one" }], accessory: { label: "A" } },
		{ type: 10, content: "two" },
		{ type: 1, components: [{ label: "B" }, { label: "C" }, { label: "D" }] },
	]);
});

test("a heading above such a line is no part of it", () => {
	const card: Card = { blocks: [text("Waiting"), text("one"), buttons("A"), text("two"), buttons("B")] };
	expect(paint(card, "components", { guild, pings: true }).components).toMatchObject([
		{ type: 10, content: "Waiting" },
		{ type: 9, components: [{ type: 10, content: "one" }], accessory: { label: "A" } },
		{ type: 9, components: [{ type: 10, content: "two" }], accessory: { label: "B" } },
	]);
});

test("small print behind the buttons does not cost a notice its preview; lists get air below", () => {
	const card: Card = {
		blocks: [
			{ kind: "list", items: [["1. one"], ["2. two"]] },
			text("Next"),
			buttons("Confirm"),
			{ kind: "small", line: ["It confirms by itself."] },
		],
	};
	expect(modeFor(card)).toBe("content");
	expect(paint(card, "content", { guild, pings: true }).content).toBe(
		"1\\. one\n2\\. two\n\nNext\n-# It confirms by itself.",
	);
});

test("a name from right to left stands apart, so that the sentence keeps its direction", () => {
	const card: Card = { blocks: [text({ person: "שלום", user: undefined, ping: false }, " thanked you")] };
	expect(paint(card, "content", { guild, pings: true }).content).toBe("**\u2068שלום\u2069** thanked you");
});

test("a wallet is a framed card, for its owner alone", () => {
	const card: Card = {
		blocks: [
			{ kind: "heading", text: "Your wallet" },
			{
				kind: "facts",
				facts: [
					{ label: "Balance", value: ["12 credits"] },
					{ label: "Set aside", value: ["4"] },
				],
			},
			{ kind: "divider" },
			{
				kind: "list",
				items: [
					["1. thanks from ", { person: "Bo", user: bo, ping: true }],
					["2. ", { code: "/favor" }],
				],
			},
		],
	};
	const { components, flags, allowed_mentions } = paintReply(card, { guild, fresh: true });
	expect([flags, allowed_mentions]).toEqual([(1 << 15) | 64, { parse: [] }]);
	expect(components).toMatchObject([
		{
			type: 17,
			components: [
				{ type: 10, content: "### Your wallet\nBalance: 12 credits\nSet aside: 4" },
				{ type: 14, divider: true },
				{ type: 10, content: "1\\. thanks from **Bo**\n2\\. `/favor`" },
			],
		},
	]);
});

test("only who is to be pinged is mentioned, and only they may be notified", () => {
	const line: Span[] = [
		{ person: "Ana", user: eve, ping: false },
		" thanked ",
		{ person: "Bo", user: bo, ping: true },
		{ person: "nobody", user: undefined, ping: true },
		{ person: "strange", user: "not-an-id", ping: true },
		` <@${eve}> @everyone @here <@&${guild}>`,
	];
	const painted = paint({ blocks: [text(...line)] }, "content", { guild, pings: true });
	expect(painted.allowed_mentions).toEqual({ parse: [], users: [bo] });
	expect(pingedIn(painted.content ?? "", allowedIn(body(painted), "channel"), true)).toEqual([bo]);
	expect(reads(painted.content ?? "", () => "Bo")).toBe(
		`Ana thanked @Bonobodystrange <@${eve}> @everyone @here <@&${guild}>`,
	);
});

const nasty = fc.constantFrom(
	...[
		"*",
		"**",
		"_",
		"__",
		"~~",
		"||",
		"`",
		"```",
		"\\",
		"#",
		"# ",
		"## ",
		"-# ",
		"- ",
		"> ",
		">>> ",
		"1. ",
		"+ ",
		"[",
		"](",
		")",
	],
	...[
		`<@${eve}>`,
		`<@!${eve}>`,
		`<@&${guild}>`,
		`<#${guild}>`,
		`</thanks:${guild}>`,
		"<t:1700000000:R>",
		"<id:home>",
		`<:x:${guild}>`,
	],
	...[
		"@everyone",
		"@here",
		"https://evil.example/a_b*c",
		"[click](https://evil.example)",
		"<https://x.example>",
		"\n",
		" ",
		"<3",
	],
	...["hello", "Ω", "🎉", "👩‍👩‍👧", "שלום", "‮", "x", "1", "snake_case_name"],
);
const typed = fc.oneof(
	fc.array(nasty, { maxLength: 12 }).map((parts) => parts.join("")),
	fc.string({ unit: "grapheme", maxLength: 60 }),
	fc.string({ maxLength: 60 }),
);
const controls = /[\u202a-\u202e\u2066-\u2069]/g;
/** In links some characters are written otherwise, which their reader does not mind, and a bracket stands apart from them. */
const plain = (said: string): string =>
	said
		.replace(controls, "")
		.replace(/(https?:\/\/[^\s<]+)</g, "$1 <")
		.replace(/https?:\/\/[^\s<]+/g, (url) =>
			url.replace(/[*`|[\]\\>]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`),
		);

test("whatever people type in a line reads as they typed it", () => {
	fc.assert(
		fc.property(typed, (said) => {
			const flat = said
				.replace(/\r\n?/g, "\n")
				.replace(/\s*\n\s*/g, " ")
				.replaceAll("\u200b", "");
			expect(reads(lineMarkdown([flat], wording))).toBe(plain(flat));
		}),
		{ numRuns: 3_000 },
	);
});

test("whatever people type over several lines reads as they typed it, in a quote", () => {
	fc.assert(
		fc.property(typed, (said) => {
			const lines = said.replace(/\r\n?/g, "\n").replaceAll("\u200b", "").trim();
			expect(reads(quoteMarkdown(lines, wording))).toBe(plain(lines));
		}),
		{ numRuns: 3_000 },
	);
});

const span: fc.Arbitrary<Span> = fc.oneof(
	typed,
	fc.record({ strong: typed }),
	fc.record({ code: typed }),
	fc.record({ person: typed, user: fc.constantFrom(bo, undefined), ping: fc.boolean() }),
);
const line = fc.array(span, { maxLength: 5 });
const label = fc.string({ unit: "grapheme-ascii", minLength: 1, maxLength: 30 }).filter((one) => one.trim() !== "");
const block: fc.Arbitrary<Block> = fc.oneof(
	fc.record({ kind: fc.constant("heading" as const), text: typed }),
	fc.record({ kind: fc.constant("text" as const), line }),
	fc.record({ kind: fc.constant("list" as const), items: fc.array(line, { maxLength: 8 }) }),
	fc.record({
		kind: fc.constant("facts" as const),
		facts: fc.array(fc.record({ label, value: line }), { maxLength: 10 }),
	}),
	fc.record({
		kind: fc.constant("quote" as const),
		text: fc.oneof(typed, fc.string({ minLength: 1500, maxLength: 2500 })),
	}),
	fc.record({ kind: fc.constant("small" as const), line }),
	fc.record({ kind: fc.constant("divider" as const) }),
	fc.record({
		kind: fc.constant("buttons" as const),
		buttons: fc.array(fc.record({ label, action: fc.string({ maxLength: 80 }) }), { maxLength: 5 }),
	}),
);
/** Whatever the chat may say, and somewhat more. */
const anyCard: fc.Arbitrary<Card> = fc.record({ blocks: fc.array(block, { minLength: 1, maxLength: 25 }) });

test("every card fits, in each of its shapes, and pings nobody that it does not name", () => {
	fc.assert(
		fc.property(anyCard, (card) => {
			const named = new Set<string>([bo]);
			for (const mode of ["content", "components"] as const) {
				const painted = body(paint(card, mode, { guild, pings: true }));
				if (
					textsOf(painted["components"] as never).length > 0 ||
					painted["content"] ||
					countOf(painted["components"] as never)
				) {
					checkMessage(painted, { via: "channel" });
				}
				const raw = [String(painted["content"] ?? ""), ...textsOf(painted["components"] as never)].join("\n");
				for (const user of pingedIn(raw, allowedIn(painted, "channel"), true)) expect(named).toContain(user);
				const change = body(paint(card, mode, { guild, pings: false }));
				expect(pingedIn(raw, allowedIn(change, "edit"), true)).toEqual([]);
			}
			const reply = body(paintReply(card, { guild, fresh: true }));
			if (countOf(reply["components"] as never) > 0) checkMessage(reply, { via: "interaction" });
			const said = textsOf(reply["components"] as never).join("\n");
			expect(
				pingedIn(said, { parse: ["users", "roles", "everyone"], users: [], roles: [] }, true).filter((id) => id === bo),
			).toEqual([]);
		}),
		{ numRuns: 400 },
	);
});

test("4,000 characters that all need escaping are shortened, never refused", () => {
	const card: Card = { blocks: [{ kind: "quote", text: "*_".repeat(2_000) }, text("the end")] };
	for (const mode of ["content", "components"] as const) {
		const painted = body(paint(card, mode, { guild, pings: true }));
		checkMessage(painted, { via: "channel" });
		const raw = [String(painted["content"] ?? ""), ...textsOf(painted["components"] as never)].join("\n");
		expect(raw).toMatch(/…\nthe end/);
	}
});

test("buttons with the same action differ for Discord, and too long an action is refused here", () => {
	const twice: Block = {
		kind: "buttons",
		buttons: [1, 2].map((n) => ({ label: `Take ${n}`, action: "favor:accept:7" })),
	};
	const ids = buttonsOf(body(paint({ blocks: [twice] }, "content", { guild, pings: true }))["components"] as never);
	expect(new Set(ids.map(({ customId }) => customId)).size).toBe(2);
	const long: Block = { kind: "buttons", buttons: [{ label: "x", action: "a".repeat(90) }] };
	expect(() => paint({ blocks: [long] }, "content", { guild, pings: true })).toThrow(/too long/);
});

test("a form is a modal that Discord takes, filled in as far as it is known", () => {
	const fields = favorForm.fields.map((field) => {
		if (field.kind === "text") return { ...field, value: "v".repeat(field.maxLength + 9), hint: "h".repeat(140) };
		return field.kind === "person" ? { ...field, value: bo } : field;
	});
	const modal = checkModal(body(paintModal({ ...favorForm, fields }, guild) as never));
	expect(modal.fields.map(({ id, value }) => [id, value?.length])).toEqual([
		["what", 500],
		["from", 19],
		["size", 6],
		["by", 60],
	]);
	expect(() => paintModal({ ...favorForm, context: "c".repeat(90) }, guild)).toThrow(/too long/);
});
