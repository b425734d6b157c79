// Posts and changes cards for the sender of notices. Slack has no key that makes a repeated post one: a post that was
// cut off may appear twice, and the sender decides whether to repeat it.
import type { WebClient } from "@slack/web-api";
import { type Destination, type Surface, ThreadGone, Undeliverable } from "../../chat/surface.ts";
import { respond } from "./client.ts";
import { deliveryError, slackCode } from "./errors.ts";
import { readReference, writeReference } from "./references.ts";
import { paint } from "./render.ts";

/** What Slack answers where there is no message to reply to, or one that takes no replies. */
const noThread = new Set(["thread_not_found", "invalid_thread_ts", "message_not_found", "cannot_reply_to_message"]);

/** Of a reference, what a reply names. */
const timeOf = (message: string): string => message.split(":")[1] ?? "";

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
		async send(to, card, { route, thread }) {
			const channel = "channel" in to ? to.channel : to.user;
			const message = paint(card);
			try {
				const posted = await clientFor(to).chat.postMessage({
					channel,
					...message,
					...(thread && { thread_ts: timeOf(thread.message) }),
					parse: "none",
					link_names: false,
					unfurl_links: false,
					unfurl_media: false,
				});
				return posted.channel && posted.ts ? writeReference(posted.channel, posted.ts) : undefined;
			} catch (error) {
				const code = slackCode(error) ?? "";
				const absent = ["not_in_channel", "channel_not_found"].includes(code);
				if (absent) deps.left(channel);
				if (thread && noThread.has(code)) throw new ThreadGone(`Slack finds no thread: ${code}`, { cause: error });
				if (!absent || route === undefined) throw deliveryError(error);
				await respond(route, { response_type: "in_channel", replace_original: false, ...message });
				return undefined;
			}
		},
		async edit(to, message, card) {
			try {
				await clientFor(to).chat.update({
					...readReference(message),
					...paint(card),
					parse: "none",
					link_names: false,
				});
			} catch (error) {
				throw deliveryError(error);
			}
		},
	};
}
