// What a visitor can do, each with what it asks of the core and what the chat shows for it: the playground's counterpart of
// a platform's gateway. It decides nothing about favors or thanks, and paints nothing.
import type { Card } from "../../chat/card.ts";
import type { Command } from "../../chat/command.ts";
import type { Fields, Intent, Text } from "../../chat/request.ts";
import { type Chat, createTurns, hasReacted, type Message } from "./chat.ts";
import { type Counter, DONE, type Outcome } from "./counter.ts";
import { listensToCommands, unknownCommand } from "./hints.ts";
import { referenceTo } from "./surface.ts";
import { isDirect, type View } from "./team.ts";
import { readTyped } from "./typed.ts";

/** Where a button was: on a message, or on the wallet beside the chat. */
export type Pressed = { message: number } | "wallet";

/** Visitors choose from these; 💐 is the one that says thanks. */
export const EMOJI = ["💐", "👍", "❤️", "🎉", "👀", "😂"];

export type Desk = ReturnType<typeof createDesk>;

export function createDesk(deps: { counter: Counter; commands: readonly Command[]; chat: Chat }) {
	const { counter, commands, chat } = deps;
	const inTurn = createTurns();
	const { ask, show, whisper, wallet } = counter;

	return {
		async say(view: View, raw: string, once: string): Promise<Outcome> {
			const typed = readTyped(raw, commands);
			switch (typed.kind) {
				case "nothing":
					return DONE;
				case "command":
					return show(await ask(view, once, typed), view, once);
				case "unknown":
					await whisper(view, unknownCommand(typed.name, commands), once);
					return DONE;
				case "talk": {
					const said = { kind: "text", text: typed.text } as const;
					const saying = { conversation: view.conversation, author: view.user, said, nonce: `talk ${once}` };
					await inTurn(async () => {
						const { id } = await chat.say(saying);
						// Without a name in it a line thanks nobody.
						if (typed.text.some((part) => typeof part === "object" && "user" in part))
							await ask(view, once, plainMessage(id, typed.text));
					});
					if (isDirect(view.conversation)) await whisper(view, listensToCommands(commands), once);
					return DONE;
				}
			}
		},
		async press(view: View, where: Pressed, action: string, once: string): Promise<Outcome> {
			const message = where === "wallet" ? undefined : chat.find(view.user, where.message);
			const card = where === "wallet" ? await wallet(view.user) : cardIn(message);
			if (!card || !actionsOf(card).includes(action)) return { kind: "gone" };
			return show(await ask(view, once, { kind: "press", action }), view, once, message);
		},
		submit: async (view: View, form: string, context: string, fields: Fields, once: string): Promise<Outcome> =>
			show(await ask(view, once, { kind: "submit", form, context, fields }), view, once),
		/** Reactions go one at a time, as they would arrive from a platform that tells no order. */
		react: (view: View, id: number, emoji: string, on: boolean, once: string): Promise<Outcome> =>
			inTurn(async () => {
				const message = chat.find(view.user, id);
				if (!message || message.onlyFor || !EMOJI.includes(emoji)) return { kind: "gone" };
				if (hasReacted(message, view.user, emoji) === on) return DONE;
				const intent: Intent = {
					kind: "reaction",
					added: on,
					emoji,
					message: referenceTo(id),
					posts: [referenceTo(id)],
					author: message.author,
					order: undefined,
				};
				// In the book first: what the page shows has then happened.
				const reply = await ask(view, once, intent);
				await chat.react(id, view.user, emoji, on);
				return show(reply, view, once);
			}),
		async menu(view: View, name: "say_thanks" | "ask_favor", id: number, once: string): Promise<Outcome> {
			const message = chat.find(view.user, id);
			if (!message) return { kind: "gone" };
			return show(await ask(view, once, { kind: "menu", name, person: message.author }), view, once);
		},
		/** Takes back what one said oneself, and the thanks in it: in the book first, as with a reaction. */
		unsay: (view: View, id: number, once: string): Promise<Outcome> =>
			inTurn(async () => {
				const mine = chat.find(view.user, id);
				if (!mine || mine.author !== view.user) return { kind: "gone" };
				await ask(view, once, plainMessage(id, undefined));
				await chat.remove(id);
				return DONE;
			}),
		async dismiss(view: View, id: number): Promise<Outcome> {
			if (chat.find(view.user, id)?.onlyFor !== view.user) return { kind: "gone" };
			await chat.remove(id);
			return DONE;
		},
	};
}

/** Whether plain messages count is the community's to say: here nobody else has to allow that they are read. */
const plainMessage = (id: number, text: Text | undefined): Intent => ({
	kind: "message",
	message: String(id),
	text,
	order: undefined,
});

const cardIn = (message: Message | undefined): Card | undefined =>
	message?.said.kind === "card" ? message.said.card : undefined;

const actionsOf = (card: Card): string[] =>
	card.blocks.flatMap((block) => (block.kind === "buttons" ? block.buttons.map((button) => button.action) : []));
