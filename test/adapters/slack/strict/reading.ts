// What a person gets to see of a message's blocks: the words, the buttons, and whom it pings.
import { type Fields, isFields, type Json } from "./block-kit.ts";

export type SeenButton = { label: string; value: string; action: string; block: string };

/** The visible words, a line for each block, buttons as `[label]`; a mention is `@` and the name. */
export function wordsOf(blocks: Json[], nameOf: (user: string) => string): string {
	return blocks
		.filter(isFields)
		.map((block) => {
			switch (block["type"]) {
				case "header":
					return textIn(block["text"]);
				case "section":
					return [block["text"], ...listOf(block["fields"])].map(textIn).filter(Boolean).join(" · ");
				case "context":
					return listOf(block["elements"]).map(textIn).join(" ");
				case "rich_text":
					return listOf(block["elements"])
						.map((part) => richWords(part, nameOf))
						.join("\n");
				case "actions":
					return buttonsOf([block])
						.map((button) => `[${button.label}]`)
						.join(" ");
				case "input":
					return `${textIn(block["label"])}: ____`;
				default:
					return "";
			}
		})
		.filter(Boolean)
		.join("\n");
}

function richWords(part: Json, nameOf: (user: string) => string): string {
	if (!isFields(part)) return "";
	const words = listOf(part["elements"])
		.filter(isFields)
		.map((element) =>
			element["type"] === "user" ? `@${nameOf(String(element["user_id"]))}` : String(element["text"] ?? ""),
		)
		.join("");
	return part["type"] === "rich_text_quote" ? `“${words}”` : words;
}

export function buttonsOf(blocks: Json[]): SeenButton[] {
	return blocks.filter(isFields).flatMap((block, index) =>
		block["type"] !== "actions"
			? []
			: listOf(block["elements"])
					.filter(isFields)
					.map((button) => ({
						label: textIn(button["text"]),
						value: String(button["value"] ?? ""),
						action: String(button["action_id"] ?? ""),
						block: String(block["block_id"] ?? `b${index}`),
					})),
	);
}

/** Every ping, as often as it is there: user ids, and `!here`, `!channel`, `!everyone`, `!subteam…`. */
export function pingsOf(text: string, blocks: Json[]): string[] {
	return [...pingsInMarkup(text), ...blocks.filter(isFields).flatMap(pingsIn)];
}

function pingsIn(node: Fields): string[] {
	if (node["type"] === "mrkdwn") return pingsInMarkup(String(node["text"] ?? ""));
	if (node["type"] === "user") return [String(node["user_id"])];
	if (node["type"] === "broadcast" || node["type"] === "usergroup")
		return [`!${node["range"] ?? node["usergroup_id"]}`];
	return Object.values(node).flatMap((value) =>
		Array.isArray(value) ? value.filter(isFields).flatMap(pingsIn) : isFields(value) ? pingsIn(value) : [],
	);
}

const pingsInMarkup = (text: string): string[] =>
	[...text.matchAll(/<(?:@([UW][A-Z0-9]+)|(![a-z]+))[^>]*>/g)].map(([, user, special]) => user ?? special ?? "");

/** Angle brackets or ampersands that nobody escaped, in what Slack reads as markup. */
export function unescapedIn(text: string): boolean {
	const rest = text.replace(/<[@#!][^<>]+>|<https?:[^<>]+>|<mailto:[^<>]+>/g, "").replace(/&(amp|lt|gt);/g, "");
	return /[<>&]/.test(rest);
}

const listOf = (value: Json | undefined): Json[] => (Array.isArray(value) ? value : []);

const textIn = (value: Json | undefined): string => (isFields(value) ? String(value["text"] ?? "") : "");
