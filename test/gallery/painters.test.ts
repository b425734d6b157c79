// The painters leave nothing out: an element or a property that they do not know is an error, not a gap in the picture.
import type { types } from "@slack/bolt";
import { describe, expect, test } from "vitest";
import type { Card } from "../../src/chat/card.ts";
import { discordPainter } from "./discord.ts";
import { discordMarkdown } from "./discord-markdown.ts";
import type { Shown } from "./shown.ts";
import { paintSlackBlocks, slackPainter } from "./slack.ts";

const people = new Map([
	["U1", "Ana"],
	["1098000000000000001", "Ana"],
]);
const strange = (block: object) => () => paintSlackBlocks([block as types.KnownBlock], people);

describe("Slack", () => {
	test.each([
		{ type: "video", title: {} },
		{ type: "section", text: { type: "mrkdwn", text: "*bold*" } },
		{ type: "divider", block_id: "b" },
		{ type: "context", elements: [{ type: "mrkdwn", text: "hello" }] },
		{ type: "rich_text", elements: [{ type: "rich_text_list", style: "bullet", elements: [] }] },
		{ type: "rich_text", elements: [{ type: "rich_text_section", elements: [{ type: "link", url: "http://a.b" }] }] },
		{
			type: "rich_text",
			elements: [{ type: "rich_text_section", elements: [{ type: "user", user_id: "U9" }] }],
		},
		{ type: "actions", elements: [{ type: "overflow", options: [] }] },
		{
			type: "actions",
			elements: [{ type: "button", text: { type: "plain_text", text: "Go", emoji: false }, url: "http://a.b" }],
		},
		{ type: "header", text: { type: "plain_text", text: ":tada:", emoji: true } },
	])("throws on $type it does not know: %j", (block) => {
		expect(strange(block)).toThrow();
	});
});

describe("Discord", () => {
	test.each([
		"hello @everyone",
		"<@1098000000000000009>",
		"<#123>",
		"*slanted*",
		"__under__",
		"~~gone~~",
		"||hidden||",
		"# Loud",
	])("throws on markup that Goodturn never means: %s", (text) => {
		expect(() => discordMarkdown(text, people, "")).toThrow();
	});
	test("reads what Goodturn writes", () => {
		expect(discordMarkdown("**Ana** thanked <@1098000000000000001> \\*so\\* much", people, "")).toBe(
			'<p class="line"><b>Ana</b> thanked <span class="mention">@Ana</span> *so* much</p>',
		);
	});
});

test("a card is painted with every word and every button on it, on both", async () => {
	const card: Card = {
		blocks: [
			{ kind: "heading", text: "A heading" },
			{ kind: "text", line: ["plain ", { strong: "strong" }, " ", { code: "/code" }] },
			{ kind: "list", items: [["first"], ["second"]] },
			{ kind: "facts", facts: [{ label: "Label", value: ["value"] }] },
			{ kind: "quote", text: "quoted" },
			{ kind: "divider" },
			{ kind: "small", line: ["small"] },
			{
				kind: "buttons",
				buttons: [
					{ label: "One", action: "a", style: "primary" },
					{ label: "Two", action: "b" },
				],
			},
		],
	};
	const words = [
		"A heading",
		"plain",
		"strong",
		"/code",
		"first",
		"second",
		"Label",
		"value",
		"quoted",
		"small",
		"One",
		"Two",
	];
	for (const kind of ["reply", "message"] as const) {
		const said: Shown["said"] = kind === "reply" ? { kind, card } : { kind, card, first: card, changed: false };
		for (const painter of [slackPainter, discordPainter]) {
			const html = await painter.paint({ title: "", where: "", viewer: "", at: new Date(0), said }, people);
			for (const word of words) expect(html).toContain(word);
		}
	}
});
