// Paints what the Slack adapter sends, about as Slack's own clients do: Block Kit to HTML, written anew from how it looks.
// It throws on any block, element or property that it does not know.
import type { types } from "@slack/bolt";
import { ephemeral } from "../../src/adapters/slack/answer.ts";
import { formErrors, formView, homeView } from "../../src/adapters/slack/modal.ts";
import { paint } from "../../src/adapters/slack/render.ts";
import { broken, moment, tooLate, unknownPeople } from "../../src/adapters/slack/words.ts";
import type { Card } from "../../src/chat/card.ts";
import type { Reply } from "../../src/chat/request.ts";
import { cannotPaint, clock, escapeHtml, only, type Painter } from "./shown.ts";
import { SLACK_STYLE } from "./slack-style.ts";

type People = ReadonlyMap<string, string>;

export const slackPainter: Painter = {
	platform: "slack",
	style: SLACK_STYLE,
	paint(shown, people) {
		const { said, at, viewer } = shown;
		switch (said.kind) {
			case "message":
				return message(paint(said.card), { at, people, viewer });
			case "reply": {
				const { response_type, replace_original, ...painted } = ephemeral(said.card);
				if (response_type !== "ephemeral" || replace_original) throw new Error("a reply that others see");
				return message(painted as ReturnType<typeof paint>, { at, people, viewer, onlyYou: true });
			}
			case "form":
				return modal(formView(said.form, {}), people, {});
			case "mend": {
				const view = formView(said.form, {});
				return modal(
					view,
					people,
					formErrors(
						{ id: "", type: view.type, blocks: view.blocks as { type: string; block_id?: string }[] },
						said.errors,
					),
				);
			}
			case "home":
				return home(homeView(said.card), people);
			case "choices":
				return `<p class="none">Slack does not complete fields.</p>`;
		}
	},
	payload({ said }) {
		if (said.kind === "message") return paint(said.card);
		if (said.kind === "reply") return ephemeral(said.card);
		if (said.kind === "form" || said.kind === "mend") return formView(said.form, {});
		return said.kind === "home" ? homeView(said.card) : undefined;
	},
	async own() {
		const looks = { at: new Date("2026-11-16T10:00:00Z"), people: new Map<string, string>(), viewer: "" };
		const cards: [string, Card][] = [
			["The core takes long", moment],
			["A form came too late", tooLate],
			["Slack did not say who people are", cardOf(unknownPeople)],
			["Something broke", cardOf(broken("1a2b3c4d"))],
		];
		return cards.map(([title, card]) => ({
			title,
			where: "only the one who asked sees it",
			html: message(paint(card), { ...looks, onlyYou: true }),
		}));
	},
};

function cardOf(reply: Reply): Card {
	if (!("card" in reply)) throw new Error("no card to show");
	return reply.card;
}

type Looks = { at: Date; people: People; viewer: string; onlyYou?: boolean };

function message({ text, blocks, ...rest }: ReturnType<typeof paint>, { at, people, viewer, onlyYou }: Looks): string {
	only(rest, [], "a Slack message");
	return `<div class="message${onlyYou ? " only-you" : ""}">
		<div class="avatar">g</div>
		<div class="body">
			${onlyYou ? `<p class="eye">◉ Only visible to you</p>` : ""}
			<p class="by"><b>Goodturn</b><span class="tag">APP</span><time>${clock(at)}</time></p>
			${paintSlackBlocks(blocks, people, viewer)}
		</div>
	</div>${onlyYou ? "" : `<p class="push"><b>Notification</b> ${escapeHtml(unescaped(text))}</p>`}`;
}

const unescaped = (text: string): string =>
	text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");

export const paintSlackBlocks = (blocks: readonly types.KnownBlock[], people: People, viewer = ""): string =>
	blocks.map((block) => paintBlock(block, people, viewer)).join("");

function paintBlock(block: types.KnownBlock, people: People, viewer: string): string {
	switch (block.type) {
		case "header":
			only(block, ["type", "text"], "a header");
			return `<h3 dir="auto">${plain(block.text)}</h3>`;
		case "divider":
			only(block, ["type"], "a divider");
			return "<hr>";
		case "context":
			only(block, ["type", "elements"], "a context");
			return `<p class="context" dir="auto">${block.elements.map((element) => (element.type === "plain_text" ? plain(element) : cannotPaint(element))).join(" ")}</p>`;
		case "rich_text":
			only(block, ["type", "elements"], "a rich text");
			return block.elements.map((part) => richPart(part, people, viewer)).join("");
		case "actions":
			only(block, ["type", "elements"], "actions");
			return `<div class="actions">${block.elements.map((element) => (element.type === "button" ? button(element) : cannotPaint(element))).join("")}</div>`;
		default:
			return cannotPaint(block);
	}
}

function richPart(part: types.RichTextBlockElement, people: People, viewer: string): string {
	if (part.type !== "rich_text_section" && part.type !== "rich_text_quote") return cannotPaint(part);
	only(part, ["type", "elements"], part.type);
	const inside = part.elements.map((element) => rich(element, people, viewer)).join("");
	return part.type === "rich_text_quote"
		? `<blockquote dir="auto">${inside}</blockquote>`
		: `<p class="rich" dir="auto">${inside}</p>`;
}

function rich(element: types.RichTextElement, people: People, viewer: string): string {
	if (element.type === "user") {
		only(element, ["type", "user_id"], "a mention");
		const name = people.get(element.user_id);
		if (name === undefined) throw new Error(`a mention of nobody on stage: ${element.user_id}`);
		return `<span class="mention${element.user_id === viewer ? " me" : ""}">@${escapeHtml(name)}</span>`;
	}
	if (element.type !== "text") return cannotPaint(element);
	only(element, ["type", "text", "style"], "a text");
	only(element.style ?? {}, ["bold", "code"], "a style");
	const text = escapeHtml(element.text);
	if (element.style && "code" in element.style && element.style.code) return `<code>${text}</code>`;
	return element.style?.bold ? `<b>${text}</b>` : text;
}

function plain({ type, text, emoji, ...rest }: types.PlainTextElement): string {
	only(rest, [], "a plain text");
	if (type !== "plain_text" || emoji) throw new Error("a text that Slack would format");
	return escapeHtml(text);
}

function button(element: types.Button): string {
	only(element, ["type", "text", "action_id", "value", "style", "accessibility_label"], "a button");
	return `<button class="${element.style ?? "default"}">${plain(element.text)}</button>`;
}

function home(view: types.HomeView, people: People): string {
	only(view, ["type", "blocks"], "a home page");
	return `<div class="home"><p class="tabs"><b>Home</b><span>Messages</span><span>About</span></p><div class="page">${paintSlackBlocks(view.blocks as types.KnownBlock[], people)}</div></div>`;
}

function modal(view: types.ModalView, people: People, errors: Record<string, string>): string {
	only(view, ["type", "callback_id", "private_metadata", "title", "submit", "close", "blocks"], "a modal");
	const body = view.blocks
		.map((block) =>
			block.type === "input"
				? input(block as types.InputBlock, people, errors[(block as types.InputBlock).block_id ?? ""])
				: paintBlock(block as types.KnownBlock, people, ""),
		)
		.join("");
	return `<div class="modal">
		<header><span class="avatar small">g</span><b>${plain(view.title)}</b><span class="close">✕</span></header>
		<div class="page">${body}</div>
		<footer>${view.close ? `<button class="default">${plain(view.close)}</button>` : ""}${view.submit ? `<button class="primary">${plain(view.submit)}</button>` : ""}</footer>
	</div>`;
}

function input(block: types.InputBlock, people: People, error: string | undefined): string {
	only(block, ["type", "block_id", "label", "optional", "element", "hint"], "an input");
	const label = `<label>${plain(block.label)}${block.optional ? ` <span class="optional">(optional)</span>` : ""}</label>`;
	const wrong = error ? `<p class="error">⚠ ${escapeHtml(error)}</p>` : "";
	const hint = block.hint ? `<p class="hint">${plain(block.hint)}</p>` : "";
	return `<div class="input${error ? " wrong" : ""}">${label}${control(block.element, people)}${wrong}${hint}</div>`;
}

function control(element: types.InputBlock["element"], people: People): string {
	switch (element.type) {
		case "plain_text_input": {
			only(element, ["type", "action_id", "multiline", "max_length", "initial_value", "placeholder"], "a text input");
			const words = element.initial_value
				? escapeHtml(element.initial_value)
				: `<span class="placeholder">${element.placeholder ? plain(element.placeholder) : ""}</span>`;
			const left = (element.max_length ?? 3000) - (element.initial_value?.length ?? 0);
			return `<div class="field${element.multiline ? " multiline" : ""}" dir="auto">${words}${left < 20 ? `<span class="left">${left}</span>` : ""}</div>`;
		}
		case "static_select": {
			only(element, ["type", "action_id", "options", "initial_option"], "a select");
			for (const option of element.options ?? []) only(option, ["text", "value"], "an option");
			const chosen = element.initial_option
				? plain(element.initial_option.text as types.PlainTextElement)
				: `<span class="placeholder">Select an option</span>`;
			const all = (element.options ?? []).map(({ text }) => plain(text as types.PlainTextElement)).join(" · ");
			return `<div class="field select">${chosen}<span>⌄</span></div><p class="choices">${all}</p>`;
		}
		case "users_select": {
			only(element, ["type", "action_id", "initial_user"], "a people select");
			const name = element.initial_user && people.get(element.initial_user);
			if (element.initial_user && !name) throw new Error(`nobody on stage is ${element.initial_user}`);
			return `<div class="field select">${name ? escapeHtml(name) : `<span class="placeholder">Select a user</span>`}<span>⌄</span></div>`;
		}
		default:
			return cannotPaint(element);
	}
}
