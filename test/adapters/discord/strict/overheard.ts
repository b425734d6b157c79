// Plain messages as the gateway tells of them: said, edited, deleted, where the bot can look in, to sessions that asked for
// them, and with their words only for those that may read what people write.
import { GatewayIntentBits } from "discord.js";
import type { Gateway } from "./gateway.ts";
import type { JsonObject } from "./json.ts";
import { memberPayload, messagePayload, userPayload } from "./payloads.ts";
import type { Post } from "./post.ts";
import { bornAt } from "./snowflakes.ts";
import { type Channel, type Message, may, type User, type World } from "./world.ts";

export function createOverheard({
	world,
	post,
	gateway,
	application,
}: {
	world: World;
	post: Post;
	gateway: Gateway;
	application: string;
}) {
	const { bot } = world;
	const isHeard = ({ channel, onlyFor }: Message): boolean =>
		channel.guild !== undefined && onlyFor === undefined && may(bot, channel, "ViewChannel");

	function tell(event: string, message: Message): void {
		if (!isHeard(message)) return;
		const { channel, author } = message;
		const member = message.webhook === undefined ? channel.guild?.members.get(author.id) : undefined;
		const around = {
			guild_id: channel.guild?.id ?? "",
			...(member ? { member: memberPayload(member, false) } : {}),
			mentions: mentionsIn(message),
		};
		const told = (words: boolean): JsonObject => ({ ...messagePayload(message, application, words), ...around });
		// What it wrote itself, and what mentions it, a bot may always read.
		const own = author === bot || message.content.includes(bot.id);
		gateway.dispatch(event, told(own), GatewayIntentBits.GuildMessages, told(true));
	}

	/** Whoever is mentioned comes with what they are on the server. */
	const mentionsIn = ({ content, channel }: Message): JsonObject[] =>
		[...content.matchAll(/<@!?(\d+)>/g)].flatMap(([, id = ""]) => {
			const user = world.users.get(id);
			const member = channel.guild?.members.get(id);
			return user ? [{ ...userPayload(user), ...(member ? { member: memberPayload(member, false) } : {}) }] : [];
		});

	const gone = (message: Message): JsonObject => ({
		id: message.id,
		channel_id: message.channel.id,
		guild_id: message.channel.guild?.id ?? "",
	});

	// The bot hears itself, too.
	const known = new Set<Message>();
	post.onChange((message) => {
		if (message.deleted) gateway.dispatch("MESSAGE_DELETE", gone(message), GatewayIntentBits.GuildMessages);
		else tell(known.has(message) ? "MESSAGE_UPDATE" : "MESSAGE_CREATE", message);
		known.add(message);
	});

	return {
		/** Somebody writes something; `<@id>` is a mention. `webhook`: another program does, under that name. */
		say(user: User, place: Channel, content: string, more: { webhook?: true } = {}): Message {
			const message = post.blank({ channel: place, author: user, via: "channel" });
			message.content = content;
			if (more.webhook) message.webhook = "other";
			tell("MESSAGE_CREATE", message);
			return message;
		},
		edit(message: Message, content: string): void {
			message.content = content;
			message.edits += 1;
			message.editedAt = Math.max(Date.now(), (message.editedAt ?? bornAt(message.id)) + 1);
			tell("MESSAGE_UPDATE", message);
		},
		/** Discord shows what a link leads to: the message changes, though nobody edited it. */
		unfurl: (message: Message): void => tell("MESSAGE_UPDATE", message),
		/** Tells of a message once more, as it was said. */
		sayAgain: (message: Message): void => tell("MESSAGE_CREATE", message),
		remove(message: Message): void {
			message.deleted = true;
			if (isHeard(message)) gateway.dispatch("MESSAGE_DELETE", gone(message), GatewayIntentBits.GuildMessages);
		},
		/** Somebody with the right to it deletes several at once. */
		removeAll(messages: readonly Message[]): void {
			const [first] = messages;
			if (!first || !isHeard(first)) return;
			for (const message of messages) message.deleted = true;
			const { id: _, ...where } = gone(first);
			const several = { ...where, ids: messages.map(({ id }) => id) };
			gateway.dispatch("MESSAGE_DELETE_BULK", several, GatewayIntentBits.GuildMessages);
		},
	};
}
