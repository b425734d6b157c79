// What happens on a server without anybody's doing: the bot comes, it is removed, somebody turns out to have left.
import { randomUUID } from "node:crypto";
import type { Client, Guild } from "discord.js";
import type { Handle, Intent, Person, Place } from "../../chat/request.ts";
import type { Log } from "../../log.ts";
import type { Directory } from "./people.ts";
import { mayPost, placeOf } from "./places.ts";

export type ServerDeps = { client: Client; handle: Handle; log: Log; directory: Directory; self(): Person };

export function createServers({ client, handle, log, directory, self }: ServerDeps) {
	type Told = { place?: Place; people?: Person[] };

	async function tell(guild: Guild, intent: Intent, { place, people = [] }: Told = {}): Promise<void> {
		const key = `discord:${guild.id}:${randomUUID()}`;
		const workspace = { id: guild.id, name: guild.name ?? "" };
		const about = { key, platform: "discord", workspace, place, route: undefined, intent } as const;
		try {
			await handle({ ...about, actor: self().user, people: [self(), ...people] });
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
			const place = placeOf(client, guild.id, { id, name, type, parent: undefined });
			await tell(guild, { kind: "present", present: true, invited: false }, { place });
		},
		left: (guild: Guild): Promise<void> => tell(guild, { kind: "uninstalled" }),
		/** Who takes no messages may have left: of that Discord tells only whoever asks. */
		async unreachable(id: string, user: string): Promise<void> {
			const guild = client.guilds.cache.get(id);
			if (!guild) return;
			try {
				const person = await directory.refresh(id, user);
				if (person?.kind === "gone") await tell(guild, { kind: "people" }, { people: [person] });
			} catch (err) {
				log.warn({ err }, "Discord does not say whether somebody left who takes no messages");
			}
		},
	};
}
