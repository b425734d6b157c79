// Block Kit as strict Slack takes it: the published limits, which blocks and elements may stand where, and what a
// reader sees of them. It knows only what Goodturn could sensibly send; anything else is a complaint.

/** https://docs.slack.dev/reference/block-kit and .../reference/views */
export const limits = {
	messageBlocks: 50,
	viewBlocks: 100,
	text: 3000,
	header: 150,
	sectionFields: 10,
	sectionField: 2000,
	contextElements: 10,
	actionElements: 25,
	buttonText: 75,
	buttonValue: 2000,
	optionText: 75,
	optionValue: 150,
	options: 100,
	placeholder: 150,
	label: 2000,
	hint: 2000,
	inputLength: 3000,
	id: 255,
	viewTitle: 24,
	privateMetadata: 3000,
	messageText: 40_000,
	advisedText: 4000,
} as const;

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
export type Fields = { [key: string]: Json };
export type Surface = "message" | "modal" | "home";

/** Everything that is wrong with a list of blocks; empty if Slack would take them. */
export function checkBlocks(blocks: Json | undefined, surface: Surface): string[] {
	if (!Array.isArray(blocks)) return ["blocks are not a list"];
	const most = surface === "message" ? limits.messageBlocks : limits.viewBlocks;
	const problems: string[] = [];
	if (blocks.length > most) problems.push(`${blocks.length} blocks, at most ${most}`);
	const seen = new Set<string>();
	for (const [index, block] of blocks.entries()) {
		if (!isFields(block)) {
			problems.push(`block ${index} is no object`);
			continue;
		}
		const note = (problem: string) => problems.push(`block ${index} (${block["type"]}): ${problem}`);
		unique(block["block_id"], seen, "block_id", note);
		checkBlock(block, surface, note);
	}
	return problems;
}

export function checkView(view: Json | undefined): string[] {
	if (!isFields(view)) return ["the view is no object"];
	const problems: string[] = [];
	const note = (problem: string) => problems.push(problem);
	if (view["type"] !== "modal" && view["type"] !== "home") return [`a view of type ${view["type"]}`];
	only(view, ["type", "title", "submit", "close", "blocks", "callback_id", "private_metadata", "clear_on_close"], note);
	length(view["private_metadata"], limits.privateMetadata, "private_metadata", note);
	length(view["callback_id"], limits.id, "callback_id", note);
	if (view["type"] === "modal") {
		textObject(view["title"], limits.viewTitle, ["plain_text"], "title", note);
		for (const part of ["submit", "close"]) {
			if (view[part] !== undefined) textObject(view[part], limits.viewTitle, ["plain_text"], part, note);
		}
		const asks =
			Array.isArray(view["blocks"]) && view["blocks"].some((block) => isFields(block) && block["type"] === "input");
		if (asks && view["submit"] === undefined) note("input blocks without submit");
	}
	return [...problems, ...checkBlocks(view["blocks"], view["type"])];
}

type Note = (problem: string) => void;

function checkBlock(block: Fields, surface: Surface, note: Note): void {
	switch (block["type"]) {
		case "header":
			only(block, ["type", "block_id", "text", "level"], note);
			return textObject(block["text"], limits.header, ["plain_text"], "text", note);
		case "divider":
			return only(block, ["type", "block_id"], note);
		case "section":
			return checkSection(block, note);
		case "context":
			only(block, ["type", "block_id", "elements"], note);
			for (const element of list(block["elements"], 1, limits.contextElements, "elements", note)) {
				textObject(element, limits.text, ["plain_text", "mrkdwn"], "element", note);
			}
			return;
		case "rich_text":
			return checkRichText(block, note);
		case "actions":
			return checkActions(block, note);
		case "input":
			if (surface === "message") note("an input in a message");
			return checkInput(block, note);
		default:
			note("unknown type");
	}
}

function checkSection(block: Fields, note: Note): void {
	only(block, ["type", "block_id", "text", "fields", "expand"], note);
	if (block["text"] === undefined && block["fields"] === undefined) note("neither text nor fields");
	if (block["text"] !== undefined) textObject(block["text"], limits.text, ["plain_text", "mrkdwn"], "text", note);
	if (block["fields"] === undefined) return;
	for (const field of list(block["fields"], 1, limits.sectionFields, "fields", note)) {
		textObject(field, limits.sectionField, ["plain_text", "mrkdwn"], "field", note);
	}
}

function checkRichText(block: Fields, note: Note): void {
	only(block, ["type", "block_id", "elements"], note);
	for (const part of list(block["elements"], 1, 100, "elements", note)) {
		if (!isFields(part) || !["rich_text_section", "rich_text_quote"].includes(String(part["type"]))) {
			note("a part of unknown type");
			continue;
		}
		for (const element of list(part["elements"], 1, 1000, "elements", note)) checkRichElement(element, note);
	}
}

function checkRichElement(element: Json, note: Note): void {
	if (!isFields(element)) return note("an element that is no object");
	if (element["type"] === "user") {
		only(element, ["type", "user_id", "style"], note);
		if (!/^[UW][A-Z0-9]+$/.test(String(element["user_id"]))) note("a mention of no user id");
	} else if (element["type"] === "text") {
		only(element, ["type", "text", "style"], note);
		if (typeof element["text"] !== "string" || element["text"] === "") note("an empty text element");
		else length(element["text"], limits.text, "text", note);
		const style = element["style"];
		if (style !== undefined && (!isFields(style) || Object.keys(style).length === 0)) note("an empty style");
	} else note(`an element of type ${element["type"]}`);
}

function checkActions(block: Fields, note: Note): void {
	only(block, ["type", "block_id", "elements"], note);
	const ids = new Set<string>();
	for (const element of list(block["elements"], 1, limits.actionElements, "elements", note)) {
		if (!isFields(element) || element["type"] !== "button") {
			note("an action that is no button");
			continue;
		}
		only(element, ["type", "action_id", "text", "value", "style", "accessibility_label"], note);
		textObject(element["text"], limits.buttonText, ["plain_text"], "button", note);
		length(element["value"], limits.buttonValue, "value", note);
		length(element["action_id"], limits.id, "action_id", note);
		unique(element["action_id"], ids, "action_id", note);
		if (element["style"] !== undefined && !["primary", "danger"].includes(String(element["style"])))
			note("unknown style");
	}
}

function checkInput(block: Fields, note: Note): void {
	only(block, ["type", "block_id", "label", "element", "hint", "optional", "dispatch_action"], note);
	textObject(block["label"], limits.label, ["plain_text"], "label", note);
	if (block["hint"] !== undefined) textObject(block["hint"], limits.hint, ["plain_text"], "hint", note);
	const element = block["element"];
	if (!isFields(element)) return note("no element");
	if (element["placeholder"] !== undefined) {
		textObject(element["placeholder"], limits.placeholder, ["plain_text"], "placeholder", note);
	}
	switch (element["type"]) {
		case "plain_text_input": {
			only(
				element,
				["type", "action_id", "multiline", "max_length", "min_length", "initial_value", "placeholder"],
				note,
			);
			const most = Number(element["max_length"] ?? limits.inputLength);
			if (most < 1 || most > limits.inputLength) note(`max_length ${most}`);
			return length(element["initial_value"], most, "initial_value", note);
		}
		case "users_select":
			return only(element, ["type", "action_id", "initial_user", "placeholder"], note);
		case "static_select": {
			only(element, ["type", "action_id", "options", "initial_option", "placeholder"], note);
			const options = list(element["options"], 1, limits.options, "options", note);
			for (const option of options) {
				if (!isFields(option)) return note("an option that is no object");
				textObject(option["text"], limits.optionText, ["plain_text"], "option", note);
				length(option["value"], limits.optionValue, "option value", note);
			}
			const first = element["initial_option"];
			const same = (option: Json) => JSON.stringify(option) === JSON.stringify(first);
			if (first !== undefined && !options.some(same)) note("initial_option is none of the options");
			return;
		}
		default:
			note(`an input of type ${element["type"]}`);
	}
}

export const isFields = (value: Json | undefined): value is Fields =>
	typeof value === "object" && value !== null && !Array.isArray(value);

function only(object: Fields, known: string[], note: Note): void {
	const strange = Object.keys(object).filter((key) => !known.includes(key));
	if (strange.length > 0) note(`unknown ${strange.join(", ")}`);
}

function list(value: Json | undefined, least: number, most: number, name: string, note: Note): Json[] {
	if (!Array.isArray(value)) {
		note(`${name} are not a list`);
		return [];
	}
	if (value.length < least || value.length > most) note(`${value.length} ${name}, ${least} to ${most}`);
	return value;
}

function textObject(value: Json | undefined, most: number, types: string[], name: string, note: Note): void {
	if (!isFields(value) || !types.includes(String(value["type"]))) return note(`${name} is no ${types.join(" or ")}`);
	only(value, value["type"] === "mrkdwn" ? ["type", "text", "verbatim"] : ["type", "text", "emoji"], note);
	const text = value["text"];
	if (typeof text !== "string" || text.length < 1 || text.length > most)
		note(`${name} of ${String(text).length}, 1 to ${most}`);
}

function length(value: Json | undefined, most: number, name: string, note: Note): void {
	if (value === undefined) return;
	if (typeof value !== "string" || value.length > most) note(`${name} of ${String(value).length}, at most ${most}`);
}

function unique(value: Json | undefined, seen: Set<string>, name: string, note: Note): void {
	if (typeof value !== "string") return;
	if (seen.has(value)) note(`${name} ${value} twice`);
	seen.add(value);
}
