// Paints cards and forms as the playground does: with its own components and its own stylesheet, whatever they are by now.

import type { Message } from "../../src/adapters/playground/chat.ts";
import { listensToCommands, unknownCommand } from "../../src/adapters/playground/hints.ts";
import { STYLE } from "../../src/adapters/playground/look/style.ts";
import { FormDialog, mendId } from "../../src/adapters/playground/paint/form.tsx";
import { MessageView } from "../../src/adapters/playground/paint/message.tsx";
import { BOT, directOf } from "../../src/adapters/playground/team.ts";
import { createTimes } from "../../src/adapters/playground/times.ts";
import type { Card } from "../../src/chat/card.ts";
import { commands } from "../../src/chat/commands.ts";
import type { Form } from "../../src/chat/form.ts";
import { escapeHtml, type Painter, type Shown } from "./shown.ts";

export const playgroundPainter: Painter = {
	platform: "playground",
	// The page's own frame has no place here: a figure is as wide as its column.
	style: `${STYLE}
.playground .stage { background: var(--paper); color: var(--ink); font: 15px/1.5 var(--sans), "Noto Color Emoji"; }
.playground dialog { position: static; display: block; max-height: none; margin: 14px auto; }
.playground ol { padding: 6px 0; }
.playground .complete { margin: 12px 24px; }
body { display: block; height: auto; overflow: visible; }
html { overflow: visible; }
`,
	paint(shown) {
		const { said, viewer } = shown;
		switch (said.kind) {
			case "message":
				return message(shown, said.card, false);
			case "reply":
				return message(shown, said.card, true);
			case "form":
				return dialog(said.form, viewer, {});
			case "mend":
				return dialog(said.form, viewer, said.errors);
			case "home":
				return `<p class="small complete">The playground has no page of its own for the bot: the wallet stands beside the chat.</p>`;
			case "choices":
				return `<p class="small complete">The playground completes commands, their words and people only.</p>`;
		}
	},
	payload: () => undefined,
	async own() {
		const cards: [string, Card][] = [
			["A command that nobody has", unknownCommand("thankz", commands)],
			["Talking to the bot", listensToCommands(commands)],
		];
		const shown = { title: "", where: "only Ana sees it", viewer: "ana", at: new Date("2026-11-16T10:00:00Z") };
		return cards.map(([title, card]) => ({
			title,
			where: shown.where,
			html: message({ ...shown, said: { kind: "reply", card } }, card, true),
		}));
	},
};

function message({ at, viewer, where }: Shown, card: Card, isPrivate: boolean): string {
	const conversation = where.startsWith("to ") ? directOf(viewer) : "general";
	const shown: Message = {
		id: 1,
		conversation,
		author: BOT,
		at: at.getTime(),
		said: { kind: "card", card },
		reactions: [],
		revision: 0,
		...(isPrivate ? { onlyFor: viewer } : {}),
	};
	const times = createTimes("UTC");
	return `<ol>${String(<MessageView message={shown} before={undefined} view={{ user: viewer, conversation }} times={times} />)}</ol>`;
}

/** The page's script fills in what needs mending: here it is written where the script would. */
function dialog(form: Form, viewer: string, errors: Record<string, string>): string {
	let html = String(<FormDialog form={form} view={{ user: viewer, conversation: "general" }} />);
	for (const [field, error] of Object.entries(errors)) {
		const spot = `id="${form.fields.some(({ id }) => id === field) ? mendId(field) : "mend"}"`;
		const filled = html.replace(new RegExp(`(${spot}[^>]*>)`), (tag) => tag + escapeHtml(error));
		if (filled === html) throw new Error(`no place for an error of ${field}`);
		html = filled;
	}
	return html;
}
