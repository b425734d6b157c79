// The pretend chat itself: what was said where, who reacted, who has read what. It is kept in memory and written through,
// so that what it has shown is on disk. It knows nothing of credits, and nothing of pages.
import type { Card } from "../../chat/card.ts";
import type { Text } from "../../chat/request.ts";
import type { Changes } from "./changes.ts";
import type { PlaygroundStore } from "./store.ts";
import { BOT, CHANNELS, directOf, isDirect, type View } from "./team.ts";

export type Said = { kind: "text"; text: Text } | { kind: "card"; card: Card };

export type Reactions = { emoji: string; users: string[] }[];

export type Message = {
	/** Rises with every message, across restarts too. */
	id: number;
	conversation: string;
	author: string;
	/** The one teammate who sees it, as with an ephemeral message. */
	onlyFor?: string;
	/** Epoch milliseconds on the playground's clock. */
	at: number;
	said: Said;
	/** The message that this one is a reply to. */
	parent?: number;
	reactions: Reactions;
	/** How often its card was changed in place. */
	revision: number;
	/** What makes saying it twice the same as once. */
	nonce?: string;
};

export type NewMessage = Pick<Message, "conversation" | "author" | "said" | "onlyFor" | "nonce" | "parent">;

/** What a page shows of a conversation; older messages stay stored. */
const SHOWN_MESSAGES = 200;

export type Chat = Awaited<ReturnType<typeof openChat>>;

export async function openChat(deps: { store: PlaygroundStore; changes: Changes; now: () => Date }) {
	const { store, changes } = deps;
	const messages = new Map<number, Message>();
	const byNonce = new Map<string, number>();
	const read = new Map<string, number>();
	let lastId = 0;

	function remember(message: Message): void {
		messages.set(message.id, message);
		if (message.nonce) byNonce.set(message.nonce, message.id);
		lastId = Math.max(lastId, message.id);
	}
	const stored = (await store.list("message")).map(({ data }) => data as Message);
	for (const message of stored.sort((a, b) => a.id - b.id)) remember(message);
	for (const { id, data } of await store.list("read")) read.set(id, data as number);

	const inTurn = createTurns();
	const put = async (how: "added" | "changed", message: Message): Promise<Message> => {
		await store.put("message", String(message.id), message);
		remember(message);
		changes.add(how, message);
		return message;
	};
	/** Changes a message that is still there; answers with nothing if it is gone. */
	const change = (id: number, to: (message: Message) => Message): Promise<Message | undefined> =>
		inTurn(async () => {
			const message = messages.get(id);
			return message && put("changed", to(message));
		});
	const unreadIn = (view: View): Message[] =>
		seenBy(view).filter((message) => message.id > (read.get(readKey(view)) ?? 0) && message.author !== view.user);
	const seenBy = (view: View): Message[] =>
		[...messages.values()]
			.filter((message) => message.conversation === view.conversation && isVisible(message, view.user))
			.slice(-SHOWN_MESSAGES);

	return {
		/** Says something, once per nonce. */
		say: (what: NewMessage): Promise<Message> =>
			inTurn(async () => {
				const before = messages.get(byNonce.get(what.nonce ?? "") ?? 0);
				if (before) return before;
				const at = deps.now().getTime();
				return put("added", { ...what, id: Math.max(lastId + 1, at), at, reactions: [], revision: 0 });
			}),
		/** Puts something else in the place of what was said. */
		rewrite: (id: number, said: Said) =>
			change(id, (message) => ({ ...message, said, revision: message.revision + 1 })),
		react: (id: number, user: string, emoji: string, on: boolean) =>
			change(id, (message) => ({ ...message, reactions: withReaction(message.reactions, user, emoji, on) })),
		remove: (id: number): Promise<void> =>
			inTurn(async () => {
				const message = messages.get(id);
				if (!message) return;
				await store.remove("message", String(id));
				messages.delete(id);
				changes.add("removed", message);
			}),
		/** Whether a message is there, for everybody in that conversation. */
		has(id: number, conversation: string): boolean {
			const message = messages.get(id);
			return message?.conversation === conversation && message.onlyFor === undefined;
		},
		/** A message, if this teammate can see it. */
		find(user: string, id: number): Message | undefined {
			const message = messages.get(id);
			return message && isVisible(message, user) ? message : undefined;
		},
		/** The end of a conversation, as one teammate sees it. */
		seenBy,
		markRead: (view: View): Promise<void> =>
			inTurn(async () => {
				const newest = unreadIn(view).at(-1);
				if (!newest) return;
				await store.put("read", readKey(view), newest.id);
				read.set(readKey(view), newest.id);
				changes.touch();
			}),
		unread: (view: View): number => unreadIn(view).length,
		/** What the bot said to one teammate alone, wherever it is, and is not read yet. */
		unreadPrivately: (user: string): number =>
			[...CHANNELS.map((channel) => channel.id), directOf(user)]
				.flatMap((conversation) => unreadIn({ user, conversation }))
				.filter((message) => message.author === BOT && (message.onlyFor || isDirect(message.conversation))).length,
	};
}

const readKey = (view: View): string => `${view.user} ${view.conversation}`;

const isVisible = (message: Message, user: string): boolean =>
	(message.onlyFor === undefined || message.onlyFor === user) &&
	(!isDirect(message.conversation) || message.conversation === directOf(user));

export const hasReacted = (message: Message, user: string, emoji: string): boolean =>
	message.reactions.some((one) => one.emoji === emoji && one.users.includes(user));

function withReaction(reactions: Reactions, user: string, emoji: string, on: boolean): Reactions {
	const known = reactions.some((one) => one.emoji === emoji) ? reactions : [...reactions, { emoji, users: [] }];
	return known
		.map((one) => {
			if (one.emoji !== emoji) return one;
			const others = one.users.filter((other) => other !== user);
			return { emoji, users: on ? [...others, user] : others };
		})
		.filter((one) => one.users.length > 0);
}

/** One at a time: messages appear in the order of their ids, and two reactions cannot overwrite each other. */
export function createTurns() {
	let last: Promise<unknown> = Promise.resolve();
	return <T>(work: () => Promise<T>): Promise<T> => {
		const mine = last.then(work);
		last = mine.catch(() => undefined);
		return mine;
	};
}
