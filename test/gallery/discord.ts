// Paints what the Discord adapter sends, about as Discord's own clients do: messages, Components V2, modals.
// Replies go through the adapter's own answers, so that what is painted is what Discord would have been given.
import {
	type APIButtonComponentWithCustomId,
	type APIComponentInContainer,
	type APIInteraction,
	type APILabelComponent,
	type APIMessageTopLevelComponent,
	type APIModalInteractionResponseCallbackData,
	ButtonStyle,
	ComponentType,
	InteractionResponseType,
	InteractionType,
	MessageFlags,
	type REST,
} from "discord.js";
import { createAnswers } from "../../src/adapters/discord/answers.ts";
import { modeFor, type Painted, paint } from "../../src/adapters/discord/render.ts";
import type { Handle, Reply, Request } from "../../src/chat/request.ts";
import { createLog } from "../../src/log.ts";
import { discordMarkdown } from "./discord-markdown.ts";
import { DISCORD_STYLE } from "./discord-style.ts";
import { cannotPaint, clock, escapeHtml, only, type Painter, type Shown } from "./shown.ts";

const GUILD = "1098000000000000999";

type Answered = { type: InteractionResponseType; data: unknown };

export const discordPainter: Painter = {
	platform: "discord",
	style: DISCORD_STYLE,
	async paint(shown, people) {
		const looks = { at: shown.at, people, viewer: shown.viewer };
		if (shown.said.kind === "message") return message(postOf(shown.said), looks);
		if (shown.said.kind === "home")
			return `<p class="none">Discord has no page for the bot: /wallet shows the same.</p>`;
		const answer = await answerOf(shown.said);
		switch (answer.type) {
			case InteractionResponseType.ChannelMessageWithSource:
				return message(answer.data as Painted, looks);
			case InteractionResponseType.Modal:
				return modal(answer.data as APIModalInteractionResponseCallbackData, people);
			case InteractionResponseType.ApplicationCommandAutocompleteResult:
				return choices(shown.said, answer.data as { choices: { name: string }[] });
			default:
				throw new Error(`the gallery cannot paint an answer of type ${answer.type}`);
		}
	},
	payload({ said }) {
		if (said.kind === "message") return postOf(said);
		return said.kind === "home" ? undefined : answerOf(said);
	},
	async own() {
		const looks = { at: new Date("2026-11-16T10:00:00Z"), people: new Map<string, string>(), viewer: "" };
		return (await ownAnswers()).map(([title, { data }]) => ({
			title,
			where: "only the one who asked sees it",
			html: message(data as Painted, looks),
		}));
	},
};

const postOf = ({ card, first, changed }: Extract<Shown["said"], { kind: "message" }>): Painted =>
	paint(card, modeFor(first), { guild: GUILD, pings: !changed });

/** What the adapter answers an interaction with. */
async function answerOf(said: Exclude<Shown["said"], { kind: "message" | "home" }>): Promise<Answered> {
	const type =
		said.kind === "choices"
			? InteractionType.ApplicationCommandAutocomplete
			: said.kind === "mend"
				? InteractionType.ModalSubmit
				: InteractionType.ApplicationCommand;
	const typed = said.kind === "mend" ? said.typed : [];
	return answered(
		type,
		async () => ({ request: REQUEST, guild: GUILD, typed }),
		async () => replyOf(said),
	);
}

const REQUEST = { key: "discord:gallery" } as Request;

type Understood = Parameters<typeof createAnswers>[0]["understand"];

/** An answer, caught where it would have gone out. */
async function answered(
	type: InteractionType,
	understand: Understood,
	handle: Handle,
	how: "answer" | "decline" = "answer",
): Promise<Answered> {
	let body: Answered | undefined;
	const rest = {
		post: async (_route: string, options: { body: Answered }) => {
			body = options.body;
		},
	};
	const log = createLog("error", { write: () => undefined });
	const answers = createAnswers({
		understand,
		handle,
		log,
		rest: () => rest as unknown as REST,
		waitingLineAfterMs: 60_000,
	});
	await answers[how]({ id: "1", token: "t", type, message: { flags: 0 } } as unknown as APIInteraction);
	if (!body) throw new Error("Discord was given no answer");
	return body;
}

/** What the adapter says when there is no card of the core's. */
async function ownAnswers(): Promise<[string, Answered][]> {
	const { ApplicationCommand, MessageComponent, ModalSubmit } = InteractionType;
	const heard: Understood = async () => ({ request: REQUEST, guild: GUILD, typed: [] });
	const nothing: Handle = async () => ({ kind: "nothing" });
	const form: Handle = async () => ({
		kind: "form",
		form: { id: "f", title: "F", submit: "S", context: "", fields: [] },
	});
	const breaks: Handle = async () => {
		throw new Error("broken on purpose");
	};
	return [
		["Nothing to say, and Discord wants a word", await answered(ApplicationCommand, heard, nothing)],
		["Something broke", await answered(ApplicationCommand, heard, breaks)],
		["A button from another time", await answered(MessageComponent, async () => ({ unclear: "outdated" }), nothing)],
		[
			"A button of a server that the bot left",
			await answered(MessageComponent, async () => ({ unclear: "not-on-server" }), nothing),
		],
		["A form cannot open after a form", await answered(ModalSubmit, heard, form)],
		["While the bot stops", await answered(ApplicationCommand, heard, nothing, "decline")],
	];
}

function replyOf(said: Exclude<Shown["said"], { kind: "message" | "home" }>): Reply {
	if (said.kind === "reply") return { kind: "card", card: said.card };
	if (said.kind === "form") return { kind: "form", form: said.form };
	if (said.kind === "choices") return { kind: "choices", choices: said.choices };
	return { kind: "mend", errors: said.errors, card: said.card };
}

type People = ReadonlyMap<string, string>;
type Looks = { at: Date; people: People; viewer: string };

function message({ content, components, flags, allowed_mentions, ...rest }: Painted, looks: Looks): string {
	only(rest, [], "a Discord message");
	only(allowed_mentions, ["parse", "users"], "allowed mentions");
	const isPrivate = (flags & MessageFlags.Ephemeral) !== 0;
	const isV2 = (flags & MessageFlags.IsComponentsV2) !== 0;
	const known = MessageFlags.Ephemeral | MessageFlags.IsComponentsV2 | MessageFlags.SuppressEmbeds;
	if ((flags & ~known) !== 0) throw new Error(`flags that the gallery does not know: ${flags}`);
	if (isV2 && content !== undefined) throw new Error("content beside Components V2");
	const said =
		content === undefined ? "" : `<div class="content">${discordMarkdown(content, looks.people, looks.viewer)}</div>`;
	const pings = (allowed_mentions.users ?? []).includes(looks.viewer);
	return `<div class="message${isPrivate ? " only-you" : ""}${pings ? " pinged" : ""}">
		<div class="avatar">g</div>
		<div class="body">
			<p class="by"><b>Goodturn</b><span class="tag">APP</span><time>${clock(looks.at)}</time></p>
			${said}${components.map((one) => component(one, looks)).join("")}
			${isPrivate ? `<p class="eye">◉ Only you can see this · <a>Dismiss message</a></p>` : ""}
		</div>
	</div>${isPrivate ? "" : `<p class="push"><b>Notification</b> ${content === undefined ? "(empty)" : escapeHtml(content.replaceAll("\n", " "))}</p>`}`;
}

type Part = APIMessageTopLevelComponent | APIComponentInContainer;

function component(one: Part, looks: Looks): string {
	switch (one.type) {
		case ComponentType.ActionRow:
			only(one, ["type", "components"], "a row");
			return `<div class="row">${one.components.map((part) => button(part as APIButtonComponentWithCustomId)).join("")}</div>`;
		case ComponentType.Container:
			only(one, ["type", "accent_color", "components"], "a container");
			return `<div class="container" style="--accent: #${(one.accent_color ?? 0).toString(16).padStart(6, "0")}">${one.components.map((part) => component(part, looks)).join("")}</div>`;
		case ComponentType.TextDisplay:
			only(one, ["type", "content"], "a text display");
			return `<div class="text">${discordMarkdown(one.content, looks.people, looks.viewer)}</div>`;
		case ComponentType.Section:
			only(one, ["type", "components", "accessory"], "a section");
			return `<div class="section"><div>${one.components.map((part) => component(part, looks)).join("")}</div>${button(one.accessory as APIButtonComponentWithCustomId)}</div>`;
		case ComponentType.Separator:
			only(one, ["type", "divider", "spacing"], "a separator");
			return `<hr>`;
		default:
			return cannotPaint(one);
	}
}

const STYLES: Partial<Record<ButtonStyle, string>> = {
	[ButtonStyle.Primary]: "primary",
	[ButtonStyle.Secondary]: "secondary",
	[ButtonStyle.Success]: "success",
	[ButtonStyle.Danger]: "danger",
};

function button(one: APIButtonComponentWithCustomId): string {
	if (one.type !== ComponentType.Button) return cannotPaint(one);
	only(one, ["type", "style", "label", "custom_id"], "a button");
	const style = STYLES[one.style];
	if (!style || !one.label) return cannotPaint(one);
	return `<button class="${style}">${escapeHtml(one.label)}</button>`;
}

function modal(view: APIModalInteractionResponseCallbackData, people: People): string {
	only(view, ["custom_id", "title", "components"], "a modal");
	return `<div class="modal">
		<header><span class="avatar small">g</span><b>${escapeHtml(view.title)}</b><span class="close">✕</span></header>
		<div class="page">${view.components.map((one) => label(one as APILabelComponent, people)).join("")}</div>
		<footer><button class="secondary">Cancel</button><button class="primary">Submit</button></footer>
	</div>`;
}

function label(one: APILabelComponent, people: People): string {
	if (one.type !== ComponentType.Label) return cannotPaint(one);
	only(one, ["type", "label", "description", "component"], "a label");
	const { component: field } = one;
	const star = "required" in field && field.required ? `<i>*</i>` : "";
	const about = one.description ? `<p class="hint">${escapeHtml(one.description)}</p>` : "";
	return `<div class="input"><label>${escapeHtml(one.label)}${star}</label>${about}${control(field, people)}</div>`;
}

function control(field: APILabelComponent["component"], people: People): string {
	switch (field.type) {
		case ComponentType.TextInput: {
			only(field, ["type", "custom_id", "required", "style", "max_length", "value", "placeholder"], "a text input");
			const words = field.value
				? escapeHtml(field.value)
				: `<span class="placeholder">${escapeHtml(field.placeholder ?? "")}</span>`;
			return `<div class="field${field.style === 2 ? " multiline" : ""}" dir="auto">${words}</div>`;
		}
		case ComponentType.StringSelect: {
			only(field, ["type", "custom_id", "required", "min_values", "options"], "a select");
			for (const option of field.options) only(option, ["label", "value", "default"], "an option");
			const chosen = field.options.find((option) => option.default);
			const all = field.options.map((option) => escapeHtml(option.label)).join(" · ");
			return `<div class="field select">${chosen ? escapeHtml(chosen.label) : `<span class="placeholder">Make a selection</span>`}<span>⌄</span></div><p class="choices">${all}</p>`;
		}
		case ComponentType.UserSelect: {
			only(field, ["type", "custom_id", "required", "min_values", "default_values"], "a people select");
			const [chosen] = field.default_values ?? [];
			const name = chosen && people.get(chosen.id);
			if (chosen && !name) throw new Error(`nobody on stage is ${chosen.id}`);
			return `<div class="field select">${name ? escapeHtml(name) : `<span class="placeholder">Make a selection</span>`}<span>⌄</span></div>`;
		}
		default:
			return cannotPaint(field);
	}
}

function choices(said: Shown["said"], data: { choices: { name: string }[] }): string {
	const typed = said.kind === "choices" ? `${said.field}: ${said.text}` : "";
	return `<div class="complete"><ul>${data.choices.map(({ name }) => `<li>${escapeHtml(name)}</li>`).join("")}</ul><p>${escapeHtml(typed)}<i>|</i></p></div>`;
}
