// The texts of a card: blocks as markdown, shortened where escaping made them too long for Discord.
import type { Block } from "../../chat/card.ts";
import { escapeText, lineMarkdown, quoteMarkdown, shorten, type Wording } from "./markdown.ts";

/** A new thought after a list, after facts or after small print gets some air. */
export function blocksText(blocks: readonly Block[], wording: Wording): string {
	let said = "";
	let above: Block["kind"] | undefined;
	for (const block of blocks) {
		const part = blockText(block, wording);
		if (part === "") continue;
		const apart = block.kind === "text" && (above === "list" || above === "facts" || above === "small");
		said += above === undefined ? part : `${apart ? "\n\n" : "\n"}${part}`;
		above = block.kind;
	}
	return said.trim();
}

function blockText(block: Block, wording: Wording): string {
	switch (block.kind) {
		case "heading":
			return `### ${escapeText(shorten(block.text, wording.maxLength).replace(/\s*\n\s*/g, " "))}`;
		case "text":
			return lineMarkdown(block.line, wording);
		case "list":
			return block.items.map((item) => lineMarkdown(item, wording)).join("\n");
		case "facts":
			return block.facts.map(({ label, value }) => `${escapeText(label)}: ${lineMarkdown(value, wording)}`).join("\n");
		case "quote":
			return quoteMarkdown(block.text, wording);
		case "small":
			return `-# ${lineMarkdown(block.line, wording)}`;
		case "divider":
		case "buttons":
			return "";
	}
}

/** Escaping makes texts longer than a card promises: then what people wrote is shortened until all of it fits. */
export function fitted(
	limit: number,
	mentioned: Set<string> | undefined,
	write: (wording: Wording) => string[],
): string[] {
	let texts: string[] = [];
	for (const maxLength of [Number.POSITIVE_INFINITY, 1000, 500, 250, 120, 60, 30]) {
		mentioned?.clear();
		texts = write({ maxLength, mentioned });
		if (texts.reduce((sum, part) => sum + part.length, 0) <= limit) return texts;
	}
	return cut(texts, limit);
}

/** The last resort, for a card of very many lines: those that fit. */
function cut(texts: readonly string[], limit: number): string[] {
	let length = 0;
	return texts.map((part) => {
		const kept = part.split("\n").filter((line) => {
			length += line.length + 1;
			return length <= limit;
		});
		return kept.join("\n");
	});
}
