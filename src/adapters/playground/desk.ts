// What a visitor does, made into Requests, and what comes back, put where the visitor sees it: the playground's counterpart
// of a platform's gateway. It decides nothing about favors or thanks, and paints nothing.
import type { Card } from "../../chat/card.ts";
import type { Command } from "../../chat/command.ts";
import type { Form } from "../../chat/form.ts";
import type { Fields, Handle, Intent, Reply, Request } from "../../chat/request.ts";
import type { Changes } from "./changes.ts";
import { type Chat, createTurns, hasReacted, type Message } from "./chat.ts";
import { listensToCommands, unknownCommand } from "./hints.ts";
import { BOT, directOf, EVERYBODY, isDirect, placeOf, type View, WORKSPACE } from "./team.ts";
import { readTyped } from "./typed.ts";

/** What the page has to do beyond showing the conversation, which it does by itself. */
export type Outcome =
	| { kind: "done" }
	/** What was pressed is not there any more. */
	| { kind: "gone" }
	| { kind: "form"; form: Form }
	| { kind: "mend"; errors: Record<string, string>; card: Card };

/** Where a button was: on a message, or on the wallet beside the chat. */
export type Pressed = { message: number } | "wallet";

/** Visitors choose from these; 💐 is the one that says thanks. */
export const EMOJI = ["💐", "👍", "❤️", "🎉", "👀", "😂"];

const DONE: Outcome = { kind: "done" };

export type Desk = ReturnType<typeof createDesk>;

export function createDesk(deps: { handle: Handle; commands: readonly Command[]; chat: Chat; changes: Changes }) {
	const { commands, chat, changes } = deps;
	const inTurn = createTurns();
	const wallets = new Map<string, { version: number; card: Promise<Card> }>();

	const request = (view: View, once: string, intent: Intent): Request => ({
		key: `playground:${WORKSPACE.id}:${once}`,
		platform: "playground",
		workspace: WORKSPACE,
		actor: view.user,
		people: [...EVERYBODY],
		place: placeOf(view.conversation),
		route: undefined,
		intent,
	});
	const ask = async (view: View, once: string, intent: Intent): Promise<Reply> => {
		const reply = await deps.handle(request(view, once, intent));
		changes.touch();
		return reply;
	};
	const whisper = (view: View, card: Card, once: string): Promise<Message> =>
		chat.say({
			conversation: view.conversation,
			author: BOT,
			onlyFor: view.user,
			said: { kind: "card", card },
			nonce: `reply ${once}`,
		});

	async function show(reply: Reply, view: View, once: string, replaces?: Message): Promise<Outcome> {
		switch (reply.kind) {
			case "card":
				if (replaces?.onlyFor) await chat.rewrite(replaces.id, { kind: "card", card: reply.card });
				else await whisper(view, reply.card, once);
				return DONE;
			case "form":
			case "mend":
				return reply;
			case "choices":
			case "nothing":
				return DONE;
		}
	}

	async function wallet(user: string): Promise<Card> {
		const known = wallets.get(user);
		if (known?.version === changes.version()) return known.card;
		const view = { user, conversation: directOf(user) };
		const once = `wallet-${crypto.randomUUID()}`;
		const card = deps.handle(request(view, once, { kind: "command", name: "wallet", text: [] })).then(cardOf);
		wallets.set(user, { version: changes.version(), card });
		card.catch(() => wallets.delete(user));
		return card;
	}

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
					await chat.say({ conversation: view.conversation, author: view.user, said, nonce: `talk ${once}` });
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
					message: String(id),
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
		async dismiss(view: View, id: number): Promise<Outcome> {
			if (chat.find(view.user, id)?.onlyFor !== view.user) return { kind: "gone" };
			await chat.remove(id);
			return DONE;
		},
		wallet,
	};
}

const cardIn = (message: Message | undefined): Card | undefined =>
	message?.said.kind === "card" ? message.said.card : undefined;

const actionsOf = (card: Card): string[] =>
	card.blocks.flatMap((block) => (block.kind === "buttons" ? block.buttons.map((button) => button.action) : []));

function cardOf(reply: Reply): Card {
	if (reply.kind !== "card") throw new Error(`/wallet answered with ${reply.kind} instead of a card`);
	return reply.card;
}
