// A workspace on strict Slack, over HTTP, as a stage.
import type { Outcome } from "../adapters/slack/strict/delivery.ts";
import {
	defaultScopes,
	type Parcel,
	readingScopes,
	type StrictMessage,
	type StrictSlack,
	startStrictSlack,
} from "../adapters/slack/strict-slack.ts";
import {
	ASKED_AGAIN,
	CHANNELS,
	does,
	found,
	type Idle,
	PATIENCE_MS,
	type Posted,
	type Pressed,
	type Stage,
	type Values,
} from "./stage.ts";

export type SlackStage = Stage & { slack: StrictSlack; invite(): Promise<void> };

const EMOJI = "bouquet";
/** Most live here, some elsewhere. */
const ZONES = ["Europe/Berlin", "Europe/Berlin", "Europe/Berlin", "America/New_York", "Asia/Kolkata"];
/** Slack is told before its three seconds are over that something will come: who is answered so late is waited for. */
const SLOW_MS = 2_000;

export async function openSlackStage(idle: Idle): Promise<SlackStage> {
	const slack = await startStrictSlack({ scopes: [...defaultScopes, ...readingScopes], deadlineMs: PATIENCE_MS });
	const { world } = slack;
	const people = new Map<string, string>();
	const channels = new Map(CHANNELS.map((name) => [name as string, slack.addChannel(name, { members: [] })]));
	const said: StrictMessage[] = [];

	const userOf = (name: string): string => found(people.get(name), name);
	const placeOf = (channel: string): string => found(channels.get(channel), channel);
	const messageOf = (index: number): StrictMessage => found(said[index], "message");
	const typed = (words: string): string =>
		words.replaceAll(/\{(\w+)\}/g, (_all, name: string) => `@${name.toLowerCase()}`);
	const filled = (values: Values): Record<string, string> =>
		Object.fromEntries(
			Object.entries(values).map(([field, value]) => [
				field,
				typeof value === "string" ? value : userOf("person" in value ? value.person : value.group),
			]),
		);
	const over = async ({ attempts }: Outcome): Promise<void> => {
		if (attempts.some(({ afterMs }) => afterMs >= SLOW_MS)) await idle();
	};
	const deliver = async (parcel: Parcel, twice: boolean): Promise<void> => {
		await over(await slack.deliver(parcel));
		if (twice) await over(await slack.deliver(parcel));
	};
	const asked = (user: string): number =>
		world.messages.filter(({ onlyFor, text }) => onlyFor === user && ASKED_AGAIN.test(text)).length;
	/** Does it again for as long as the bot asks for that. */
	async function patiently<T>(user: string, act: () => Promise<T>): Promise<T> {
		for (;;) {
			const before = asked(user);
			const came = await act();
			if (asked(user) === before) return came;
		}
	}
	const isOwn = ({ author, onlyFor }: StrictMessage): boolean => author === world.bot && onlyFor === undefined;
	const mark = (user: string, message: StrictMessage, on: boolean): void =>
		void (on ? message.reactions.add(`${user}:${EMOJI}`) : message.reactions.delete(`${user}:${EMOJI}`));

	async function press(user: string, action: string, values: Values): Promise<Pressed> {
		const buttonOf = ({ blocks }: StrictMessage) => world.buttons(blocks).find(({ value }) => does(action, value));
		const sees = ({ onlyFor }: StrictMessage): boolean => onlyFor === undefined || onlyFor === user;
		const newestIn = (place: string): StrictMessage | undefined =>
			world.messages.findLast((one) => one.channel === place && sees(one) && buttonOf(one) !== undefined);
		// Where one came before the other on two places is not the same in every theatre.
		const [seen] = [slack.dm(user), ...channels.values()].map(newestIn).filter((one) => one !== undefined);
		const button = seen && buttonOf(seen);
		if (!seen || !button) return "no button";
		const before = slack.view(user);
		await deliver(slack.compose.press(user, seen, button), false);
		const opened = slack.view(user);
		if (!opened || opened === before) return "pressed";
		await over(await slack.submit(user, filled(values)));
		return "form sent";
	}

	return {
		platform: "slack",
		slack,
		async invite() {
			for (const channel of channels.values()) await slack.invite(channel, found([...people.values()][0], "anybody"));
		},
		join(name) {
			const user = slack.addUser(name.toLowerCase(), {
				displayName: name,
				admin: people.size === 0,
				timezone: ZONES[people.size % ZONES.length] ?? "UTC",
			});
			people.set(name, user);
			for (const channel of channels.values()) world.channels.get(channel)?.members.add(user);
		},
		async leave(name) {
			await slack.change(userOf(name), { deleted: true });
		},
		async comeBack(name) {
			await slack.change(userOf(name), { deleted: false });
		},
		group: (name, names) => void slack.addGroup(name, names.map(userOf)),
		async type(who, channel, line, twice = false) {
			const user = userOf(who);
			await patiently(user, () => deliver(slack.compose.command(user, placeOf(channel), line.slack), twice));
		},
		press(who, action, values = {}) {
			const user = userOf(who);
			return patiently(user, () => press(user, action, values));
		},
		async set(who, section, values) {
			const [user, place] = [userOf(who), placeOf("general")];
			await patiently(user, () => deliver(slack.compose.command(user, place, "/goodturn settings"), false));
			await over(await slack.press(user, await slack.sees(user, place, /Settings/), section));
			await over(await slack.submit(user, filled(values)));
		},
		async say(who, channel, words, twice) {
			const message = slack.say(userOf(who), placeOf(channel), slack.compose.typed(typed(words)));
			said.push(message);
			await deliver(slack.compose.said(message), twice);
		},
		async edit(index, words, twice) {
			const message = messageOf(index);
			const before = { ...message };
			message.text = slack.compose.typed(typed(words));
			await deliver(slack.compose.changed(message, before), twice);
		},
		async erase(index, twice) {
			const before = { ...messageOf(index) };
			const stone = world.remove(messageOf(index));
			await deliver(stone ? slack.compose.stone(before) : slack.compose.erased(before), twice);
		},
		async react(who, index, on, twice) {
			mark(userOf(who), messageOf(index), on);
			await deliver(slack.compose.reaction(userOf(who), messageOf(index), EMOJI, on), twice);
		},
		async endorse(who, words, on, twice) {
			const places = [...channels.values()];
			const message = world.messages.findLast(
				(one) => isOwn(one) && places.includes(one.channel) && world.words(one.blocks).includes(words),
			);
			if (!message) return "no message";
			mark(userOf(who), message, on);
			await deliver(slack.compose.reaction(userOf(who), message, EMOJI, on), twice);
			return "reacted";
		},
		posted(): Posted[] {
			const names = new Map([...people].map(([name, user]) => [user, name]));
			return world.messages.filter(isOwn).map(({ channel, blocks, text }) => {
				const place = world.channels.get(channel);
				const other = [...(place?.members ?? [])].find((member) => member !== world.bot) ?? "";
				const to = place?.kind === "im" ? `@${names.get(other)}` : `#${place?.name}`;
				return { to, words: world.words(blocks) || text };
			});
		},
		channelOf: (id) => found(world.channels.get(id), id).name,
		size: (id) => world.messages.filter((one) => one.channel === id && isOwn(one)).length,
		violations: () => slack.violations,
		close: () => slack.close(),
	};
}
