// The events of Discord's gateway that concern Goodturn, handed on in the order of their arrival.
import { type APIInteraction, type Client, Events, GatewayDispatchEvents, type Guild } from "discord.js";
import type { Log } from "../../log.ts";
import type { DiscordConfig } from "./client.ts";
import type { Messages } from "./messages.ts";
import { closeProblem } from "./problems.ts";
import type { Reactions } from "./reactions.ts";

export type GatewayListeners = {
	/** Channels and servers are known only from then on: what arrives earlier waits. */
	whenReady: Promise<void>;
	interaction(raw: APIInteraction): void;
	reactions: Reactions;
	/** None where no message is read. */
	messages: Messages | undefined;
	/** What the connection was opened with. */
	config: DiscordConfig;
	joined(guild: Guild): void;
	left(guild: Guild): void;
	log: Log;
};

export function listen(
	client: Client,
	{ whenReady, interaction, reactions, messages, config, joined, left, log }: GatewayListeners,
): void {
	const on = <Data>(event: GatewayDispatchEvents, heard: (data: Data) => void): void => {
		client.ws.on(event, (data: Data) => {
			whenReady
				.then(() => heard(data))
				.catch((err: unknown) => log.error({ err, event }, "an event could not be taken in"));
		});
	};
	on(GatewayDispatchEvents.InteractionCreate, interaction);
	on(GatewayDispatchEvents.MessageReactionAdd, reactions.added);
	on(GatewayDispatchEvents.MessageReactionRemove, reactions.removed);
	on(GatewayDispatchEvents.MessageReactionRemoveAll, reactions.cleared);
	on(GatewayDispatchEvents.MessageReactionRemoveEmoji, reactions.cleared);
	if (messages) {
		on(GatewayDispatchEvents.MessageCreate, messages.said);
		on(GatewayDispatchEvents.MessageUpdate, messages.edited);
		on(GatewayDispatchEvents.MessageDelete, messages.deleted);
		on(GatewayDispatchEvents.MessageDeleteBulk, messages.deletedAtOnce);
	}
	client.on(Events.GuildCreate, joined);
	// An outage of Discord's comes as GuildUnavailable: only what was really left is heard here.
	client.on(Events.GuildDelete, left);
	client.on(Events.ShardDisconnect, ({ code }) => log.error({ code }, closeProblem(code, config)));
	client.on(Events.ShardReconnecting, (shard) => log.info({ shard }, "Discord's gateway is being reconnected"));
	client.on(Events.ShardResume, (shard, replayed) => log.info({ shard, replayed }, "Discord's gateway goes on"));
	client.on(Events.Warn, (warning) => log.warn({ warning }, "discord.js warns"));
	client.on(Events.Error, (err) => log.error({ err }, "discord.js failed"));
	client.on(Events.ShardError, (err, shard) => log.warn({ err, shard }, "Discord's gateway failed"));
}
