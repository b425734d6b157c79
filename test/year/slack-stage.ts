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
import { CHANNELS, PATIENCE_MS, type Posted, type Stage } from "./stage.ts";

export type SlackStage = Stage & { slack: StrictSlack; invite(): Promise<void> };

const EMOJI = "bouquet";
/** Slack is told before its three seconds are over that something will come; a slow bot goes on after that. */
const SLOW_MS = 2_000;
const SLOW_ENDS_MS = 6_000;

export async function openSlackStage(): Promise<SlackStage> {
	const slack = await startStrictSlack({ scopes: [...defaultScopes, ...readingScopes], deadlineMs: PATIENCE_MS });
	const { world } = slack;
	const people = new Map<string, string>();
	const channels = new Map(CHANNELS.map((name) => [name as string, slack.addChannel(name, { members: [] })]));
	const said: StrictMessage[] = [];

	const userOf = (name: string): string => found(people.get(name), name);
	const placeOf = (channel: string): string => found(channels.get(channel), channel);
	const typed = (words: string): string =>
		words.replaceAll(/\{(\w+)\}/g, (_all, name: string) => `@${name.toLowerCase()}`);
	/** Whoever was answered late is waited for: the next act begins when this one is over. */
	const over = async ({ attempts }: Outcome): Promise<void> => {
		if (attempts.some(({ afterMs }) => afterMs >= SLOW_MS)) await pause(SLOW_ENDS_MS);
	};
	const deliver = async (parcel: Parcel, twice: boolean): Promise<void> => {
		await over(await slack.deliver(parcel));
		if (twice) await over(await slack.deliver(parcel));
	};
	const admin = (): boolean => people.size === 0;

	return {
		platform: "slack",
		slack,
		async invite() {
			for (const channel of channels.values()) await slack.invite(channel, found([...people.values()][0], "anybody"));
		},
		join(name) {
			const user = slack.addUser(name.toLowerCase(), { displayName: name, admin: admin() });
			people.set(name, user);
			for (const channel of channels.values()) world.channels.get(channel)?.members.add(user);
		},
		async leave(name) {
			await slack.change(userOf(name), { deleted: true });
		},
		async comeBack(name) {
			await slack.change(userOf(name), { deleted: false });
		},
		async type(who, channel, line) {
			await over(await slack.command(userOf(who), placeOf(channel), line.slack));
		},
		async press(who, action, values = {}) {
			const user = userOf(who);
			const places = [slack.dm(user), ...channels.values()];
			const seen = world.messages.findLast(
				(message) =>
					places.includes(message.channel) &&
					(message.onlyFor === undefined || message.onlyFor === user) &&
					world.buttons(message.blocks).some(({ value }) => value === action),
			);
			const button = seen && world.buttons(seen.blocks).find(({ value }) => value === action);
			if (!seen || !button) return "no button";
			const before = slack.view(user);
			await deliver(slack.compose.press(user, seen, button), false);
			const opened = slack.view(user);
			if (!opened || opened === before) return "pressed";
			await over(await slack.submit(user, values));
			return "form sent";
		},
		async set(who, section, values) {
			const [user, place] = [userOf(who), placeOf("general")];
			await slack.command(user, place, "/goodturn settings");
			await slack.press(user, await slack.sees(user, place, /Settings/), section);
			await slack.submit(user, values);
		},
		async say(who, channel, words, twice) {
			const message = slack.say(userOf(who), placeOf(channel), slack.compose.typed(typed(words)));
			await deliver(slack.compose.said(message), twice);
			return said.push(message) - 1;
		},
		async edit(index, words) {
			await slack.rewrite(found(said[index], "message"), typed(words));
		},
		async erase(index) {
			await slack.erase(found(said[index], "message"));
		},
		async react(who, index, on, twice) {
			const [user, message] = [userOf(who), found(said[index], "message")];
			const mark = `${user}:${EMOJI}`;
			if (on) message.reactions.add(mark);
			else message.reactions.delete(mark);
			await deliver(slack.compose.reaction(user, message, EMOJI, on), twice);
		},
		posted(): Posted[] {
			const names = new Map([...people].map(([name, user]) => [user, name]));
			return world.messages
				.filter(({ author, onlyFor }) => author === world.bot && onlyFor === undefined)
				.map(({ channel, blocks, text }) => {
					const place = world.channels.get(channel);
					const other = [...(place?.members ?? [])].find((member) => member !== world.bot) ?? "";
					const to = place?.kind === "im" ? `@${names.get(other)}` : `#${place?.name}`;
					return { to, words: world.words(blocks) || text };
				});
		},
		violations: () => slack.violations,
		close: () => slack.close(),
	};
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

export function found<T>(thing: T | undefined, what: string): T {
	if (thing === undefined) throw new Error(`there is no ${what}`);
	return thing;
}
