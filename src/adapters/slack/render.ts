// Paints a Card as Block Kit. Text goes into rich_text and plain_text, which take it literally: whatever a person
// typed can neither ping, link nor format. Only a span with `ping` becomes a mention.
import type { types } from "@slack/bolt";
import {
	type Block,
	type Button,
	type Card,
	type Line,
	lineText,
	plainText,
	type Span,
	spokenLabels,
} from "../../chat/card.ts";
import { clean, cut, escapeText } from "./text.ts";

/** https://docs.slack.dev/reference/block-kit */
const limits = { header: 150, plainText: 3000, button: 75, value: 2000, fallback: 3000, advisedText: 4000, blocks: 50 };

/** A message: `text` says the same without blocks, for notifications and screen readers. */
export type Painted = { text: string; blocks: types.KnownBlock[] };

export function paint(card: Card): Painted {
	return { text: fallback(clean(plainText(card))) || "Goodturn", blocks: paintBlocks(card) };
}

/** All of it, unless escaping makes it longer than Slack advises. */
function fallback(said: string): string {
	let most = limits.fallback;
	let text = escapeText(cut(said, most));
	while (text.length > limits.advisedText) {
		most = Math.floor((most * limits.advisedText) / text.length);
		text = escapeText(cut(said, most));
	}
	return text;
}

export function paintBlocks(card: Card): types.KnownBlock[] {
	let buttons = 0;
	const spoken = spokenLabels(card);
	const button = (one: Button) => paintButton(one, `press-${buttons++}`, spoken.get(one));
	const blocks = card.blocks.flatMap((block): types.KnownBlock[] => {
		const painted = paintBlock(block, button);
		return painted === undefined ? [] : [painted];
	});
	return blocks.slice(0, limits.blocks);
}

function paintBlock(block: Block, paintOne: (button: Button) => types.Button): types.KnownBlock | undefined {
	switch (block.kind) {
		case "heading":
			return { type: "header", text: plain(block.text, limits.header) };
		case "text":
			return section([block.line]);
		case "list":
			return section(block.items);
		case "facts":
			return section(block.facts.map((fact) => [{ strong: fact.label }, "  ", ...fact.value]));
		case "quote":
			return { type: "rich_text", elements: [{ type: "rich_text_quote", elements: elements([[block.text]]) }] };
		case "small":
			// A context block has no rich text, and its plain text no mention.
			return block.line.some(isPing)
				? section([block.line])
				: { type: "context", elements: [plain(lineText(block.line), limits.plainText)] };
		case "divider":
			return { type: "divider" };
		case "buttons":
			return block.buttons.length === 0 ? undefined : { type: "actions", elements: block.buttons.map(paintOne) };
	}
}

const section = (lines: Line[]): types.RichTextBlock => ({
	type: "rich_text",
	elements: [{ type: "rich_text_section", elements: [...fromTheLeft(lines), ...elements(lines)] }],
});

/** Slack reads a text from where its first letter does: a name from right to left would turn all lines with it. */
const fromTheLeft = (lines: Line[]): types.RichTextText[] =>
	startsFromTheRight.test(lines.map(lineText).join("\n")) ? [literal("\u200E")] : [];

const startsFromTheRight =
	/^\P{L}*[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u;

function elements(lines: Line[]): types.RichTextElement[] {
	const painted = lines.flatMap((line, index) => [...(index === 0 ? [] : [literal("\n")]), ...line.map(paintSpan)]);
	const said = painted.filter((element) => element.type !== "text" || element.text !== "");
	return said.length > 0 ? said : [literal(" ")];
}

function paintSpan(span: Span): types.RichTextElement {
	if (typeof span === "string") return literal(span);
	if ("strong" in span) return literal(span.strong, { bold: true });
	if ("code" in span) return literal(span.code, { code: true });
	if (span.ping && span.user !== undefined) return { type: "user", user_id: span.user };
	return literal(span.person, { bold: true });
}

const isPing = (span: Span): boolean => typeof span !== "string" && "person" in span && span.ping;

function literal(text: string, style?: { bold?: true; code?: true }): types.RichTextText {
	return { type: "text", text: cut(clean(text), limits.plainText), ...(style && { style }) };
}

/** Without `emoji`, so that a typed `:name:` stays what it is. */
export function plain(text: string, limit: number): types.PlainTextElement {
	return { type: "plain_text", text: cut(clean(text), limit) || " ", emoji: false };
}

const paintButton = (button: Button, id: string, spoken: string | undefined): types.Button => ({
	type: "button",
	action_id: id,
	text: plain(button.label, limits.button),
	value: cut(button.action, limits.value),
	...(spoken && { accessibility_label: cut(clean(spoken), limits.button) }),
	...(button.style && { style: button.style }),
});
