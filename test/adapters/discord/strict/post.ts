// Messages come into being, change and go: whichever call or answer asked for it.
import { MessageFlags, PermissionFlagsBits } from "discord.js";
import { allowedIn, checkMessage, type MessageRules, textsOf } from "./check-message.ts";
import { has, type JsonObject, list, number, text } from "./json.ts";
import { pingedIn } from "./mentions.ts";
import { nextId } from "./snowflakes.ts";
import { type Channel, type Message, may, permissionsOf, type User, type World } from "./world.ts";

export type NewMessage = { channel: Channel; author: User; onlyFor?: User | undefined; via: "channel" | "interaction" };

const kept = MessageFlags.SuppressEmbeds | MessageFlags.SuppressNotifications | MessageFlags.IsComponentsV2;

export function createPost(world: World) {
	const told = new Set<(message: Message) => void>();
	const tell = (message: Message): void => {
		for (const listener of told) listener(message);
	};

	/** Whoever it notifies must be there and see it; nobody is notified of what only one person sees. */
	function pingsOf(message: Message, body: JsonObject, via: "channel" | "interaction"): string[] {
		const { channel } = message;
		if (message.onlyFor) return [];
		const everyone = (permissionsOf(message.author, channel) & PermissionFlagsBits.MentionEveryone) !== 0n;
		const raw = [message.content, ...textsOf(message.components)].join("\n");
		return pingedIn(raw, allowedIn(body, via), everyone).filter((id) => {
			const user = world.users.get(id);
			return user ? channel.recipient === user || may(user, channel, "ViewChannel") : true;
		});
	}

	return {
		/** Calls back for every message that comes or changes, until it is told to stop. */
		onChange(listener: (message: Message) => void): () => void {
			told.add(listener);
			return () => told.delete(listener);
		},
		/** A message of the bot's, checked as Discord checks it. */
		create(body: JsonObject, { channel, author, onlyFor, via }: NewMessage): Message {
			checkMessage(body, { via });
			const message = this.blank({ channel, author, onlyFor, via });
			message.content = text(body["content"]);
			message.components = list(body["components"]);
			message.flags = (number(body["flags"]) & kept) | (onlyFor ? MessageFlags.Ephemeral : 0);
			message.nonce = has(body, "nonce") ? String(body["nonce"]) : undefined;
			message.pings = pingsOf(message, body, via);
			tell(message);
			return message;
		},
		blank({ channel, author, onlyFor, via }: NewMessage): Message {
			const message: Message = {
				id: nextId(),
				channel,
				author,
				onlyFor,
				content: "",
				flags: onlyFor ? MessageFlags.Ephemeral : 0,
				components: [],
				nonce: undefined,
				pings: [],
				edits: 0,
				deleted: false,
				reactions: new Map(),
				webhook: via === "interaction" ? "own" : undefined,
				waiting: false,
			};
			world.messages.set(message.id, message);
			return message;
		},
		/** What is not said stays. `fillsIn`: it was a waiting line, and becomes a message only now. */
		edit(message: Message, body: JsonObject, via: MessageRules["via"] = "edit"): Message {
			const fillsIn = message.waiting;
			checkMessage(body, { via, before: { flags: message.flags, content: message.content } });
			if (body["content"] !== undefined) message.content = text(body["content"]);
			if (body["components"] !== undefined) message.components = list(body["components"]);
			if (has(body, "flags")) message.flags = (message.flags & ~kept) | (number(body["flags"]) & kept);
			if (fillsIn) message.pings = pingsOf(message, body, "interaction");
			else message.edits += 1;
			message.waiting = false;
			tell(message);
			return message;
		},
		remove(message: Message): void {
			message.deleted = true;
			tell(message);
		},
	};
}

export type Post = ReturnType<typeof createPost>;
