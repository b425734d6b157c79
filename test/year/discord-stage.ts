// A server on strict Discord as a stage. Discord waits for no answer to what it tells of messages and reactions: whoever
// plays says when it was heard.
import { GatewayIntentBits } from "discord.js";
import { buttonsOf } from "../adapters/discord/strict/check-message.ts";
import { type Message, type StrictDiscord, startDiscord, type User } from "../adapters/discord/strict-discord.ts";
import { found } from "./slack-stage.ts";
import { CHANNELS, type Line, PATIENCE_MS, type Posted, type Stage } from "./stage.ts";

export type DiscordStage = Stage & { discord: StrictDiscord };

const EMOJI = "💐";

/** Waits until what the book knows of a message is no longer this. */
export type Book = { knows(message: string): Promise<string>; changes(message: string, from: string): Promise<void> };

const SAYS_THANKS = /thanks|\+\+/i;

export async function openDiscordStage(book: Book): Promise<DiscordStage> {
	const discord = await startDiscord({
		allowedIntents: GatewayIntentBits.MessageContent,
		timings: { callbackMs: PATIENCE_MS, finalMs: PATIENCE_MS },
		messageLimit: { count: 1_000_000, windowMs: 5_000 },
	});
	const root = discord.person("Root");
	const guild = discord.server("Strict Guild", { people: [root] });
	const channels = new Map(CHANNELS.map((name) => [name as string, discord.channel(guild, name)]));
	const people = new Map<string, User>();
	const said: Message[] = [];

	const userOf = (name: string): User => found(people.get(name), name);
	const placeOf = (channel: string) => found(channels.get(channel), channel);
	const typed = (words: string): string =>
		words.replaceAll(/\{(\w+)\}/g, (_all, name: string) => `<@${userOf(name).id}>`);
	const fieldsOf = ({ typed: fields }: Line) =>
		Object.fromEntries(
			Object.entries(fields).map(([name, value]) => [name, typeof value === "object" ? userOf(value.person) : value]),
		);
	const all = (user: User): Message[] =>
		[
			...discord.directMessages(user),
			...discord.ephemerals(user),
			...[...channels.values()].flatMap(discord.messagesIn),
		].sort((a, b) => (BigInt(a.id) < BigInt(b.id) ? -1 : 1));

	return {
		platform: "discord",
		discord,
		join(name) {
			const user = discord.person(name);
			people.set(name, user);
			discord.join(guild, user);
			if (people.size === 1) guild.owner = user;
		},
		async leave(name) {
			discord.leave(guild, userOf(name));
		},
		async comeBack(name) {
			discord.join(guild, userOf(name));
		},
		async type(who, channel, line) {
			await discord.slash(userOf(who), placeOf(channel), line.discord, fieldsOf(line));
		},
		async press(who, action, values = {}) {
			const user = userOf(who);
			const does = ({ customId, disabled }: { customId: string; disabled: boolean }): boolean =>
				!disabled && customId.endsWith(`.${action}`);
			const seen = all(user).findLast(({ components, deleted }) => !deleted && buttonsOf(components).some(does));
			const button = seen && buttonsOf(seen.components).find(does);
			if (!seen || !button) return "no button";
			const { modal } = await discord.press(user, seen, button.label);
			if (!modal) return "pressed";
			await discord.submit(user, seen.channel, modal, values);
			return "form sent";
		},
		async set(who, section, values) {
			const [user, place] = [userOf(who), placeOf("general")];
			const { message } = await discord.slash(user, place, "goodturn settings");
			const { modal } = await discord.press(user, found(message, "settings"), section);
			await discord.submit(user, place, modal, values);
		},
		async say(who, channel, words, twice) {
			const message = discord.say(userOf(who), placeOf(channel), typed(words));
			if (twice) discord.sayAgain(message);
			if (SAYS_THANKS.test(words)) await book.changes(message.id, "");
			return said.push(message) - 1;
		},
		async edit(index, words) {
			const message = found(said[index], "message");
			const before = await book.knows(message.id);
			discord.edit(message, typed(words));
			if (before !== "" || SAYS_THANKS.test(words)) await book.changes(message.id, before);
		},
		async erase(index) {
			const message = found(said[index], "message");
			const before = await book.knows(message.id);
			discord.remove(message);
			if (before !== "") await book.changes(message.id, before);
		},
		async react(who, index, on) {
			const [user, message] = [userOf(who), found(said[index], "message")];
			const before = await book.knows(message.id);
			(on ? discord.react : discord.unreact)(user, message, EMOJI);
			if (on || before !== "") await book.changes(message.id, before);
		},
		posted(): Posted[] {
			const read = (to: string) => (message: Message) => ({ to, words: discord.reads(message) });
			return [
				...[...channels].flatMap(([name, place]) => discord.messagesIn(place).map(read(`#${name}`))),
				...[...people].flatMap(([name, user]) => discord.directMessages(user).map(read(`@${name}`))),
			];
		},
		violations: () => discord.violations.map((violation) => JSON.stringify(violation)),
		close: () => discord.stop(),
	};
}
