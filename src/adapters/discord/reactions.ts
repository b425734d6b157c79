// Reactions as Requests, in the order of arrival (see lanes.ts). It reads the gateway's own payloads: they name everybody
// by id, so that messages and people that were never cached count as well, and an addition names the message's author,
// which discord.js does not hand on.

import { randomUUID } from "node:crypto";
import {
	type APIMessage,
	type GatewayMessageReactionAddDispatchData,
	type GatewayMessageReactionRemoveAllDispatchData,
	type GatewayMessageReactionRemoveDispatchData,
	type GatewayMessageReactionRemoveEmojiDispatchData,
	type REST,
	Routes,
} from "discord.js";
import type { Intent, Person } from "../../chat/request.ts";
import type { Log } from "../../log.ts";
import { isError } from "./errors.ts";
import { referencesTo } from "./ids.ts";
import type { Lanes } from "./lanes.ts";
import type { Directory } from "./people.ts";
import type { Happened, Settle } from "./settle.ts";

export type ReactionDeps = {
	log: Log;
	settle: Settle;
	lanes: Lanes;
	directory: Directory;
	rest(): REST;
	/** Who acts when nobody does: the bot. */
	self(): Person;
	/** Whether an emoji may say thanks: the others are not even looked up. */
	wantsReaction(emoji: string): boolean;
};

type OnMessage = { guild_id?: string; channel_id: string; message_id: string };

const lookUpMs = 10_000;

export type Reactions = ReturnType<typeof createReactions>;

export function createReactions(deps: ReactionDeps) {
	const { log, settle, lanes, directory, rest } = deps;

	/** Every arrival is one of its own: nothing tells it from the one before. */
	const settleOn = (on: OnMessage, guild: string, what: () => Promise<Happened>) =>
		settle({ key: `discord:${guild}:${randomUUID()}`, guild, channel: on.channel_id }, what);

	async function authorOf(data: GatewayMessageReactionAddDispatchData): Promise<string | undefined> {
		if (data.message_author_id !== undefined) return data.message_author_id;
		try {
			const signal = AbortSignal.timeout(lookUpMs);
			const message = (await rest().get(Routes.channelMessage(data.channel_id, data.message_id), {
				signal,
			})) as APIMessage;
			return message.webhook_id === undefined ? message.author.id : undefined;
		} catch (err) {
			if (!nobodyTells.some((meaning) => isError(err, meaning))) throw err;
			log.debug({ err, channel: data.channel_id }, "the author of a message that got a reaction is not known");
			return undefined;
		}
	}

	return {
		added(data: GatewayMessageReactionAddDispatchData): void {
			const { guild_id: guild, member, user_id: actor } = data;
			if (guild === undefined || !deps.wantsReaction(emojiName(data.emoji))) return;
			const what = async (): Promise<Happened> => {
				const author = await authorOf(data);
				const reactor = member ? directory.see(guild, member.user, member) : directory.find(guild, actor);
				const people = await Promise.all([reactor, author === undefined ? undefined : directory.find(guild, author)]);
				return { people: orBare(people, actor), actor, intent: reaction(data, true, author) };
			};
			lanes.run(data.message_id, laneOf(data), settleOn(data, guild, what));
		},
		removed(data: GatewayMessageReactionRemoveDispatchData): void {
			const { guild_id: guild, user_id: actor } = data;
			if (guild === undefined || !deps.wantsReaction(emojiName(data.emoji))) return;
			const what = async (): Promise<Happened> => {
				const people = orBare([await directory.find(guild, actor)], actor);
				return { people, actor, intent: reaction(data, false, undefined) };
			};
			lanes.run(data.message_id, laneOf(data), settleOn(data, guild, what));
		},
		cleared(data: GatewayMessageReactionRemoveAllDispatchData | GatewayMessageReactionRemoveEmojiDispatchData): void {
			const { guild_id: guild } = data;
			if (guild === undefined) return;
			const emoji = "emoji" in data ? emojiName(data.emoji) : undefined;
			const what = async (): Promise<Happened> => ({
				people: [deps.self()],
				actor: deps.self().user,
				intent: { kind: "reactions-cleared", message: data.message_id, emoji },
			});
			lanes.clear(data.message_id, settleOn(data, guild, what));
		},
	};
}

/** Why a message's author cannot be found out, now or later. */
const nobodyTells = ["no permission", "unknown message", "unknown channel"] as const;

/** The actor is always among the people: if only as an id, where Discord itself knows nobody by it any more. */
const orBare = (people: (Person | undefined)[], actor: string): (Person | undefined)[] =>
	people.some((person) => person?.user === actor) ? people : [...people, { user: actor, name: actor, kind: "gone" }];

type Reacted = {
	user_id: string;
	channel_id: string;
	message_id: string;
	emoji: { id: string | null; name: string | null };
};

const laneOf = (data: Reacted): string => `${data.user_id}:${emojiName(data.emoji)}`;

const reaction = (data: Reacted, added: boolean, author: string | undefined): Intent => ({
	kind: "reaction",
	added,
	emoji: emojiName(data.emoji),
	message: data.message_id,
	posts: referencesTo(data.channel_id, data.message_id),
	author,
	order: undefined,
});

const skinTones = /[\u{1f3fb}-\u{1f3ff}]/gu;

/** A custom emoji that is gone from its server has an id alone. */
const emojiName = ({ id, name }: { id: string | null; name: string | null }): string =>
	id === null ? (name ?? "").replace(skinTones, "") : (name ?? id);
