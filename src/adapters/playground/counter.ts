// Where the playground asks the core: it makes the Request, and puts what comes back where its actor sees it.
// What happened, it is told; what it means, the core knows.
import type { Card } from "../../chat/card.ts";
import type { Form } from "../../chat/form.ts";
import type { Handle, Intent, Reply, Request } from "../../chat/request.ts";
import type { Changes } from "./changes.ts";
import type { Chat, Message } from "./chat.ts";
import { BOT, directOf, EVERYBODY, GROUPS, placeOf, type View, WORKSPACE } from "./team.ts";

/** What the page has to do beyond showing the conversation, which it does by itself. */
export type Outcome =
	| { kind: "done" }
	/** What was pressed is not there any more. */
	| { kind: "gone" }
	| { kind: "form"; form: Form }
	| { kind: "mend"; errors: Record<string, string>; card: Card };

export const DONE: Outcome = { kind: "done" };

export type Counter = ReturnType<typeof createCounter>;

export function createCounter(deps: { handle: Handle; chat: Chat; changes: Changes }) {
	const { handle, chat, changes } = deps;
	const wallets = new Map<string, { version: number; card: Promise<Card> }>();

	/** `once` names what happened: the same name again is the same thing again. */
	async function ask(view: View, once: string, intent: Intent): Promise<Reply> {
		const reply = await handle(requestOf(view, once, intent));
		changes.touch();
		return reply;
	}

	/** Says something in a conversation that one teammate alone sees. */
	const whisper = (view: View, card: Card, once: string): Promise<Message> =>
		chat.say({
			conversation: view.conversation,
			author: BOT,
			onlyFor: view.user,
			said: { kind: "card", card },
			nonce: `reply ${once}`,
		});

	/** `pressed` is the message whose button was pressed: a private one makes room for the answer. */
	async function show(reply: Reply, view: View, once: string, pressed?: Message): Promise<Outcome> {
		switch (reply.kind) {
			case "card":
				if (pressed?.onlyFor) await chat.rewrite(pressed.id, { kind: "card", card: reply.card });
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

	/** What /wallet says to this teammate, asked anew only after something happened. */
	async function wallet(user: string): Promise<Card> {
		const known = wallets.get(user);
		if (known?.version === changes.version()) return known.card;
		const view = { user, conversation: directOf(user) };
		const request = requestOf(view, `wallet-${crypto.randomUUID()}`, { kind: "command", name: "wallet", text: [] });
		const card = handle(request).then(cardOf);
		wallets.set(user, { version: changes.version(), card });
		card.catch(() => wallets.delete(user));
		return card;
	}

	return { ask, show, whisper, wallet };
}

const requestOf = (view: View, once: string, intent: Intent): Request => ({
	key: `playground:${WORKSPACE.id}:${once}`,
	platform: "playground",
	workspace: WORKSPACE,
	actor: view.user,
	people: [...EVERYBODY],
	groups: [...GROUPS],
	place: placeOf(view.conversation),
	route: undefined,
	intent,
});

function cardOf(reply: Reply): Card {
	if (reply.kind !== "card") throw new Error(`/wallet answered with ${reply.kind} instead of a card`);
	return reply.card;
}
