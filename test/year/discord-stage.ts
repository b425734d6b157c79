// A server on strict Discord as a stage. Discord waits for no answer to what it tells of messages and reactions: whoever
// plays asks the bot something that it does answer, and knows then that all that was told before has arrived.
import { GatewayIntentBits } from "discord.js";
import { buttonsOf } from "../adapters/discord/strict/check-message.ts";
import type { Outcome } from "../adapters/discord/strict/interactions.ts";
import {
	type Channel,
	type Message,
	type StrictDiscord,
	startDiscord,
	type User,
} from "../adapters/discord/strict-discord.ts";
import {
	ASKED_AGAIN,
	CHANNELS,
	does,
	found,
	PATIENCE_MS,
	type Posted,
	type Pressed,
	type Stage,
	type Typed,
	type Values,
} from "./stage.ts";

export type DiscordStage = Stage & { discord: StrictDiscord };

const EMOJI = "💐";
type Role = ReturnType<StrictDiscord["role"]>;

export async function openDiscordStage(): Promise<DiscordStage> {
	const discord = await startDiscord({
		allowedIntents: GatewayIntentBits.MessageContent | GatewayIntentBits.GuildMembers,
		timings: { callbackMs: PATIENCE_MS, finalMs: PATIENCE_MS },
		messageLimit: { count: 1_000_000, windowMs: 5_000 },
	});
	const root = discord.person("Root");
	const guild = discord.server("Strict Guild", { people: [root] });
	const channels = new Map(CHANNELS.map((name) => [name as string, discord.channel(guild, name)]));
	const people = new Map<string, User>();
	const groups = new Map<string, Role>();
	const said: Message[] = [];

	const userOf = (name: string): User => found(people.get(name), name);
	const placeOf = (channel: string): Channel => found(channels.get(channel), channel);
	const messageOf = (index: number): Message => found(said[index], "message");
	const typed = (words: string): string =>
		words.replaceAll(/\{(\w+)\}/g, (_all, name: string) => `<@${userOf(name).id}>`);
	const named = (value: Typed[string]) => {
		if (typeof value !== "object") return value;
		return "person" in value ? userOf(value.person) : found(groups.get(value.group), value.group);
	};
	const fieldsOf = (fields: Typed | Values) =>
		Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, named(value)]));
	/** A channel with its threads, the newest first. */
	const around = (place: Channel): Channel[] => [
		place,
		...[...guild.channels.values()].filter(({ parent }) => parent === place).reverse(),
	];
	const allPlaces = (): Channel[] => [...channels.values()].flatMap(around);
	/** Whatever Discord told before has arrived when this is answered. */
	const heard = async (): Promise<void> => {
		const [first] = people.values();
		await discord.autocomplete(found(first, "anybody"), placeOf("general"), "goodturn timezone", "zone", "Eur");
	};
	async function tell(twice: boolean, event: () => void): Promise<void> {
		event();
		if (twice) event();
		await heard();
	}
	/** Does it again for as long as the bot asks for that. */
	async function patiently(act: () => Promise<Outcome>): Promise<Outcome> {
		for (;;) {
			const outcome = await act();
			if (!outcome.message || !ASKED_AGAIN.test(discord.reads(outcome.message))) return outcome;
		}
	}

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
		group: (name, names) => void groups.set(name, discord.role(guild, name, names.map(userOf))),
		async type(who, channel, line) {
			await patiently(() => discord.slash(userOf(who), placeOf(channel), line.discord, fieldsOf(line.typed)));
		},
		async press(who, action, values = {}): Promise<Pressed> {
			const user = userOf(who);
			const buttonOf = ({ components }: Message) =>
				buttonsOf(components).find(
					// What a button does stands behind the server and its place on the card.
					({ customId, disabled }) => !disabled && does(action, customId.split(".").slice(2).join(".")),
				);
			const newestIn = (messages: Message[]): Message | undefined =>
				messages.findLast((message) => !message.deleted && buttonOf(message) !== undefined);
			// Where one came before the other on two places is not the same in every theatre.
			const places = [discord.directMessages(user), discord.ephemerals(user), ...allPlaces().map(discord.messagesIn)];
			const [seen] = places.map(newestIn).filter((one) => one !== undefined);
			const button = seen && buttonOf(seen);
			if (!seen || !button) return "no button";
			const { modal } = await patiently(() => discord.press(user, seen, button.customId));
			if (!modal) return "pressed";
			await discord.submit(user, seen.channel, modal, fieldsOf(values));
			return "form sent";
		},
		async set(who, section, values) {
			const [user, place] = [userOf(who), placeOf("general")];
			const { message } = await patiently(() => discord.slash(user, place, "goodturn settings"));
			const { modal } = await patiently(() => discord.press(user, found(message, "settings"), section));
			await discord.submit(user, place, modal, fieldsOf(values));
		},
		async say(who, channel, words, twice) {
			const message = discord.say(userOf(who), placeOf(channel), typed(words));
			said.push(message);
			if (twice) discord.sayAgain(message);
			await heard();
		},
		async edit(index, words, twice) {
			discord.edit(messageOf(index), typed(words));
			if (twice) discord.unfurl(messageOf(index));
			await heard();
		},
		erase: (index, twice) => tell(twice, () => discord.remove(messageOf(index))),
		react: (who, index, on, twice) =>
			tell(twice, () => (on ? discord.react : discord.unreact)(userOf(who), messageOf(index), EMOJI)),
		async endorse(who, words, on, twice) {
			const [message] = allPlaces()
				.map((place) => discord.messagesIn(place).findLast((one) => discord.reads(one).includes(words)))
				.filter((one) => one !== undefined);
			if (!message) return "no message";
			await tell(twice, () => (on ? discord.react : discord.unreact)(userOf(who), message, EMOJI));
			return "reacted";
		},
		posted(): Posted[] {
			const read = (to: string) => (message: Message) => ({ to, words: discord.reads(message) });
			return [
				...[...channels].flatMap(([name, place]) =>
					around(place)
						.flatMap(discord.messagesIn)
						.map(read(`#${name}`)),
				),
				...[...people].flatMap(([name, user]) => discord.directMessages(user).map(read(`@${name}`))),
			];
		},
		channelOf(id) {
			const place = found(guild.channels.get(id), id);
			return (place.parent ?? place).name;
		},
		size: (id) => around(found(guild.channels.get(id), id)).flatMap(discord.messagesIn).length,
		violations: () => discord.violations.map((violation) => JSON.stringify(violation)),
		close: () => discord.stop(),
	};
}
