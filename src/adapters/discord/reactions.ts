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
import type { Handle, Intent, Person, Place, Request } from "../../chat/request.ts";
import type { Log } from "../../log.ts";
import { persistently } from "./again.ts";
import { isError } from "./errors.ts";
import { referencesTo } from "./ids.ts";
import type { Lanes } from "./lanes.ts";
import type { Directory } from "./people.ts";

export type ReactionDeps = {
	handle: Handle;
	log: Log;
	lanes: Lanes;
	directory: Directory;
	rest(): REST;
	guildName(guild: string): string | undefined;
	placeById(guild: string, channel: string): Promise<Place>;
	/** Who acts when nobody does: the bot. */
	self(): Person;
	/** Whether an emoji may say thanks: the others are not even looked up. */
	wantsReaction(emoji: string): boolean;
	/** Aborted when the bot stops: what waits for another attempt makes it now. */
	hurry: AbortSignal;
};

type OnMessage = { guild_id?: string; channel_id: string; message_id: string };
type Happened = { people: (Person | undefined)[]; actor: string; intent: Intent };

const lookUpMs = 10_000;
/** Who took part is known once Discord answers, and its outages last longer than the book's own troubles. */
const lookUpAgainAfterMs = [500, 2_000, 10_000, 30_000, 60_000];
const handleAgainAfterMs = [500, 5_000];

export type Reactions = ReturnType<typeof createReactions>;

export function createReactions(deps: ReactionDeps) {
	const { handle, log, lanes, directory, rest } = deps;

	/** Runs what happened on a message, `what` being worked out in its turn: whatever is behind it waits. */
	const settle = (on: OnMessage, guild: string, what: () => Promise<Happened>) => async (): Promise<void> => {
		const key = `discord:${guild}:${randomUUID()}`;
		const failed = (err: unknown, waitMs: number): void =>
			log.warn({ err, request: key, waitMs }, "a reaction failed and is tried again");
		const again = { hurry: deps.hurry, failed };
		try {
			const [{ people, actor, intent }, place] = await persistently(
				() => Promise.all([what(), deps.placeById(guild, on.channel_id)]),
				{ ...again, afterMs: lookUpAgainAfterMs },
			);
			const known = people.filter((person) => person !== undefined);
			const request: Request = {
				key,
				platform: "discord",
				workspace: { id: guild, name: deps.guildName(guild) ?? "" },
				actor,
				people: [...new Map(known.map((person) => [person.user, person])).values()],
				place,
				route: undefined,
				intent,
			};
			await persistently(() => handle(request), { ...again, afterMs: handleAgainAfterMs });
		} catch (err) {
			log.error({ err, request: key }, "a reaction could not be taken in");
		}
	};

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
			lanes.run(data.message_id, laneOf(data), settle(data, guild, what));
		},
		removed(data: GatewayMessageReactionRemoveDispatchData): void {
			const { guild_id: guild, user_id: actor } = data;
			if (guild === undefined || !deps.wantsReaction(emojiName(data.emoji))) return;
			const what = async (): Promise<Happened> => {
				const people = orBare([await directory.find(guild, actor)], actor);
				return { people, actor, intent: reaction(data, false, undefined) };
			};
			lanes.run(data.message_id, laneOf(data), settle(data, guild, what));
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
			lanes.clear(data.message_id, settle(data, guild, what));
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
