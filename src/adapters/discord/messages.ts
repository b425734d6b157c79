// Plain messages as Requests, where the bot may read them: said, edited, deleted, one after another for each message. It
// reads the gateway's own payloads, which name whoever wrote and whoever is mentioned, so that nobody need be looked up.
import {
	type APIUser,
	type GatewayMessageCreateDispatchData,
	type GatewayMessageDeleteBulkDispatchData,
	type GatewayMessageDeleteDispatchData,
	type GatewayMessageUpdateDispatchData,
	MessageType,
} from "discord.js";
import type { Ears } from "../../chat/plain-thanks.ts";
import type { Person, Text } from "../../chat/request.ts";
import type { Lanes } from "./lanes.ts";
import { readContent } from "./mentions.ts";
import type { Directory } from "./people.ts";
import type { Happened, Settle } from "./settle.ts";

export type MessageDeps = {
	ears: Ears;
	settle: Settle;
	lanes: Lanes;
	directory: Directory;
	/** Who acts where Discord does not tell who wrote what is deleted: the bot. */
	self(): Person;
};

type Said = GatewayMessageCreateDispatchData | GatewayMessageUpdateDispatchData;

/** Everything else of a message's type is something that happened, not something that somebody said. */
const PLAIN: readonly MessageType[] = [MessageType.Default, MessageType.Reply];

export type Messages = ReturnType<typeof createMessages>;

export function createMessages({ ears, settle, lanes, directory, self }: MessageDeps) {
	const hear = (guild: string, channel: string, message: string, when: string, what: () => Promise<Happened>): void => {
		// Told twice, or to two processes, it is the same.
		const key = `discord:${guild}:message:${message}:${when}`;
		lanes.run(message, "said", settle({ key, guild, channel }, what));
	};

	function hearSaid(guild: string, data: Said, text: Text, at: string): void {
		hear(guild, data.channel_id, data.id, at, async () => {
			const { author, member } = data;
			const people = await peopleIn(guild, data, text);
			const writer = member ? directory.see(guild, author, member) : await directory.find(guild, author.id);
			const actor = writer ?? { user: author.id, name: author.id, kind: "gone" as const };
			const intent = { kind: "message" as const, message: data.id, text, order: microseconds(at) };
			return { people: [actor, ...people], actor: author.id, intent };
		});
	}

	/** Whom it mentions, as it says of them itself; the rest is looked up, if it may say thanks at all. */
	function peopleIn(guild: string, { mentions }: Said, text: Text): Promise<(Person | undefined)[]> {
		if (!ears.couldThank(text)) return Promise.resolve([]);
		const named = new Map(mentions.map((user) => [user.id, user as Mentioned]));
		const users = new Set(text.flatMap((span) => (typeof span === "object" && "user" in span ? [span.user] : [])));
		return Promise.all(
			[...users].map((user) => {
				const { member, ...found } = named.get(user) ?? {};
				return member && "id" in found ? directory.see(guild, found, member) : directory.find(guild, user);
			}),
		);
	}

	function gone(guild: string | undefined, channel: string, message: string): void {
		if (guild === undefined || !ears.open()) return;
		const intent = { kind: "message", message, text: undefined, order: undefined } as const;
		hear(guild, channel, message, "gone", async () => ({ people: [self()], actor: self().user, intent }));
	}

	return {
		said(data: GatewayMessageCreateDispatchData): void {
			const { guild_id: guild, content, timestamp } = data;
			if (guild === undefined || !isByPerson(data)) return;
			const text = readContent(content);
			if (ears.couldThank(text)) hearSaid(guild, data, text, timestamp);
		},
		/** Whether it said thanks before, the book knows. What Discord adds to a message by itself is no edit. */
		edited(data: GatewayMessageUpdateDispatchData): void {
			const { guild_id: guild, content, edited_timestamp: at } = data;
			if (guild === undefined || !at || content === undefined || !ears.open() || !isByPerson(data)) return;
			hearSaid(guild, data, readContent(content), at);
		},
		deleted: ({ guild_id, channel_id, id }: GatewayMessageDeleteDispatchData): void => gone(guild_id, channel_id, id),
		deletedAtOnce({ guild_id, channel_id, ids }: GatewayMessageDeleteBulkDispatchData): void {
			for (const id of ids) gone(guild_id, channel_id, id);
		},
	};
}

/** A user as a message mentions them: with what they are on the server, which the library's type leaves out. */
type Mentioned = APIUser & { member?: Parameters<Directory["see"]>[2] };

const isByPerson = ({ author, webhook_id, type }: Said): boolean =>
	author !== undefined && !author.bot && !author.system && webhook_id === undefined && PLAIN.includes(type);

/** Discord's `2026-01-01T00:00:00.000000+00:00` as a whole number. */
const microseconds = (timestamp: string): number =>
	Date.parse(timestamp) * 1_000 + Number(/\.\d{3}(\d{3})/.exec(timestamp)?.[1] ?? 0);
