// The events of Discord's gateway that concern Goodturn, handed on in the order of their arrival.
import { type APIInteraction, type Client, Events, GatewayDispatchEvents, type Guild } from "discord.js";
import type { Log } from "../../log.ts";
import { closeProblem } from "./problems.ts";
import type { Reactions } from "./reactions.ts";

export type GatewayListeners = {
	/** Channels and servers are known only from then on: what arrives earlier waits. */
	whenReady: Promise<void>;
	interaction(raw: APIInteraction): void;
	reactions: Reactions;
	joined(guild: Guild): void;
	left(guild: Guild): void;
	log: Log;
};

export function listen(
	client: Client,
	{ whenReady, interaction, reactions, joined, left, log }: GatewayListeners,
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
	client.on(Events.GuildCreate, joined);
	// An outage of Discord's comes as GuildUnavailable: only what was really left is heard here.
	client.on(Events.GuildDelete, left);
	client.on(Events.ShardDisconnect, ({ code }) => log.error({ code }, closeProblem(code)));
	client.on(Events.ShardReconnecting, (shard) => log.info({ shard }, "Discord's gateway is being reconnected"));
	client.on(Events.ShardResume, (shard, replayed) => log.info({ shard, replayed }, "Discord's gateway goes on"));
	client.on(Events.Warn, (warning) => log.warn({ warning }, "discord.js warns"));
	client.on(Events.Error, (err) => log.error({ err }, "discord.js failed"));
	client.on(Events.ShardError, (err, shard) => log.warn({ err, shard }, "Discord's gateway failed"));
}
