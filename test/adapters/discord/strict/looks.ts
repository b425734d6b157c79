// What people see: the bot's messages in channels, in direct messages, and those that are for one pair of eyes.
import { buttonsOf, textsOf } from "./check-message.ts";
import { reads as readMarkdown } from "./mentions.ts";
import type { Channel, Message, User, World } from "./world.ts";

/** Nothing yet, or what was looked for. */
type Seen<T> = T | undefined | false | null;

export function createLooks(world: World) {
	const { bot } = world;
	const nameOf = (channel: Channel) => (user: string) =>
		channel.guild?.members.get(user)?.nick ?? world.users.get(user)?.globalName ?? user;

	/** All messages of the bot's in a channel that everybody there sees, oldest first. */
	const messagesIn = (place: Channel): Message[] =>
		[...world.messages.values()].filter(
			(one) => one.channel === place && one.author === bot && !one.onlyFor && !one.deleted && !one.waiting,
		);

	/** The bot's direct messages to somebody. */
	const directMessages = (user: User): Message[] =>
		[...world.messages.values()].filter((one) => one.channel.recipient === user && one.author === bot && !one.onlyFor);

	/** What only they see, of the bot's. */
	const ephemerals = (user: User): Message[] =>
		[...world.messages.values()].filter((one) => one.onlyFor === user && !one.deleted && !one.waiting);

	/** The whole of a message as a person reads it: markup done away with, mentions as @names, without the buttons. */
	function reads(message: Message | undefined): string {
		if (!message) return "";
		return readMarkdown(markdownOf(message), nameOf(message.channel));
	}

	const markdownOf = (message: Message): string =>
		[message.content, ...textsOf(message.components)].filter((part) => part !== "").join("\n");

	/** Waits until something is as it should be, and answers with it. To look may take its own time. */
	async function until<T>(look: () => Seen<T> | Promise<Seen<T>>, what: string, withinMs = 5_000): Promise<T> {
		const deadline = performance.now() + withinMs;
		for (;;) {
			const found = await look();
			if (found !== undefined && found !== false && found !== null) return found;
			if (performance.now() > deadline) throw new Error(`${what} did not come within ${withinMs} ms`);
			await new Promise((resolve) => setTimeout(resolve, 5));
		}
	}

	/** The next message of the bot's in a channel, or to a person: the `count`th in all. */
	const posted = (place: Channel, count = messagesIn(place).length + 1): Promise<Message> =>
		until(() => messagesIn(place)[count - 1], `message ${count} in #${place.name}`);
	const told = (user: User, count = directMessages(user).length + 1): Promise<Message> =>
		until(() => directMessages(user)[count - 1], `direct message ${count} to ${user.username}`);

	return {
		channelOf: (id: string): Channel | undefined => world.channels.get(id),
		messagesIn,
		directMessages,
		ephemerals,
		reads,
		markdown: markdownOf,
		buttons: (message: Message): string[] => buttonsOf(message.components).map(({ label }) => label),
		until,
		posted,
		told,
	};
}
