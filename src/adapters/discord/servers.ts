// What happens to the bot itself: it comes to a server, or it is removed from one. Nobody acts then but the bot.
import { randomUUID } from "node:crypto";
import type { Client, Guild } from "discord.js";
import type { Handle, Intent, Person, Place } from "../../chat/request.ts";
import type { Log } from "../../log.ts";
import { mayPost, placeOf } from "./places.ts";

export type ServerDeps = { client: Client; handle: Handle; log: Log; self(): Person };

export function createServers({ client, handle, log, self }: ServerDeps) {
	async function tell(guild: Guild, intent: Intent, place: Place | undefined): Promise<void> {
		const key = `discord:${guild.id}:${randomUUID()}`;
		const workspace = { id: guild.id, name: guild.name ?? "" };
		const about = { key, platform: "discord", workspace, place, route: undefined, intent } as const;
		try {
			await handle({ ...about, actor: self().user, people: [self()] });
		} catch (err) {
			log.error({ err, request: key }, "a request failed");
		}
	}

	return {
		/** A server names one channel for news of this kind, if it wants any; nobody invites a bot to a channel here. */
		async joined(guild: Guild): Promise<void> {
			const { systemChannel } = guild;
			if (!systemChannel || mayPost(client, systemChannel.id) !== true) return;
			const { id, name, type } = systemChannel;
			await tell(
				guild,
				{ kind: "present", present: true, invited: false },
				placeOf(client, guild.id, { id, name, type, parent: undefined }),
			);
		},
		left: (guild: Guild): Promise<void> => tell(guild, { kind: "uninstalled" }, undefined),
	};
}
