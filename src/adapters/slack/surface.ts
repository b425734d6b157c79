// Posts and changes cards for the sender of notices. Slack has no key that makes a repeated post one: a post that was
// cut off may appear twice, and the sender decides whether to repeat it.
import type { WebClient } from "@slack/web-api";
import { type Destination, type Surface, Undeliverable } from "../../chat/surface.ts";
import { respond } from "./client.ts";
import { deliveryError, slackCode } from "./errors.ts";
import { paint } from "./render.ts";

export function createSurface(deps: {
	client: WebClient;
	/** None before the start. */
	team: () => string | undefined;
	/** The bot turned out not to be there (any more). */
	left: (channel: string) => void;
}): Surface {
	function clientFor(to: Destination): WebClient {
		const team = deps.team();
		if (team === undefined) throw new Error("not on Slack yet");
		if (to.workspace !== team) throw new Undeliverable(`no token for the workspace ${to.workspace}`);
		return deps.client;
	}

	return {
		platform: "slack",
		async send(to, card, { route }) {
			const channel = "channel" in to ? to.channel : to.user;
			const message = paint(card);
			try {
				const posted = await clientFor(to).chat.postMessage({
					channel,
					...message,
					parse: "none",
					link_names: false,
					unfurl_links: false,
					unfurl_media: false,
				});
				return posted.channel && posted.ts ? `${posted.channel}:${posted.ts}` : undefined;
			} catch (error) {
				const code = slackCode(error) ?? "";
				const absent = ["not_in_channel", "channel_not_found"].includes(code);
				if (absent) deps.left(channel);
				if (!absent || route === undefined) throw deliveryError(error);
				await respond(route, { response_type: "in_channel", replace_original: false, ...message });
				return undefined;
			}
		},
		async edit(to, message, card) {
			const [channel = "", ts = ""] = message.split(":");
			try {
				await clientFor(to).chat.update({ channel, ts, ...paint(card), parse: "none", link_names: false });
			} catch (error) {
				throw deliveryError(error);
			}
		},
	};
}
