// Posts and edits cards for the sender of notices: in channels, in direct messages, and, where the bot may not post,
// by the token of the interaction that asked for it. It waits for Discord's rate limits only briefly.
import { createHash } from "node:crypto";
import { type APIDMChannel, type APIMessage, type REST, Routes } from "discord.js";
import type { Card } from "../../chat/card.ts";
import { type Destination, type Surface, type Thread, Undeliverable } from "../../chat/surface.ts";
import { deliveryError, isError } from "./errors.ts";
import { type Mode, readReference, readRoute, writeReference } from "./ids.ts";
import { nonceLength } from "./limits.ts";
import { modeFor, paint } from "./render.ts";
import { createThreads } from "./threads.ts";

export type SurfaceDeps = {
	rest(): REST;
	/** Whether the bot may post in a channel, as far as is known. */
	mayPost(channel: string): boolean | undefined;
	/** Resolves when the interaction with this token was answered: before that, Discord takes no further message for it. */
	answered(token: string): Promise<void>;
	/** Somebody takes no messages: told once for each that could not be sent. Resolves when it was found out whether they left. */
	unreachable(guild: string, user: string): Promise<void>;
};

const patienceMs = 20_000;
const maxDirectChannels = 10_000;

export function createSurface({ rest, mayPost, answered, unreachable }: SurfaceDeps): Surface {
	const directChannels = new Map<string, string>();
	const threads = createThreads(rest);

	async function directChannel(user: string): Promise<string> {
		const known = directChannels.get(user);
		if (known) return known;
		const body = { recipient_id: user };
		const channel = (await rest().post(Routes.userChannels(), { body, signal: patience() })) as APIDMChannel;
		if (directChannels.size >= maxDirectChannels) directChannels.clear();
		directChannels.set(user, channel.id);
		return channel.id;
	}

	async function post(to: Destination, card: Card, nonce: string, mode: Mode, thread?: Thread): Promise<string> {
		if (thread) return threads.below(thread, (channel) => postIn(channel, to, card, nonce, mode));
		return postIn("channel" in to ? to.channel : await directChannel(to.user), to, card, nonce, mode);
	}

	async function postIn(channel: string, to: Destination, card: Card, nonce: string, mode: Mode): Promise<string> {
		const body = {
			...paint(card, mode, { guild: to.workspace, pings: true }),
			nonce: uniqueNonce(to, nonce),
			enforce_nonce: true,
		};
		const message = (await rest().post(Routes.channelMessages(channel), { body, signal: patience() })) as APIMessage;
		return writeReference({ channel, message: message.id, mode, route: undefined });
	}

	async function postByRoute(to: Destination, card: Card, route: string, mode: Mode): Promise<string> {
		const way = readRoute(route);
		if (!way || way.expiresAt <= Date.now())
			throw new Undeliverable("the bot may not post there, and its way to answer expired");
		await answered(way.token);
		const body = paint(card, mode, { guild: to.workspace, pings: true });
		const address = Routes.webhook(way.application, way.token);
		const message = (await rest().post(address, { body, auth: false, signal: patience() })) as APIMessage;
		return writeReference({ channel: message.channel_id, message: message.id, mode, route });
	}

	return {
		platform: "discord",
		async send(to, card, { nonce, route, thread }) {
			const mode = modeFor(card);
			try {
				if (!("channel" in to) || mayPost(to.channel) !== false) return await post(to, card, nonce, mode, thread);
				if (route === undefined) throw new Undeliverable("the bot may not post in that channel");
			} catch (error) {
				// Whoever hears that they cannot be reached is told nothing that their leaving has overtaken.
				if ("user" in to && isError(error, "closed to messages")) await unreachable(to.workspace, to.user);
				// What belongs into a thread is not said in the channel for want of one.
				if (route === undefined || thread || !isError(error, "no permission")) throw asDeliveryError(error);
			}
			return postByRoute(to, card, route, mode).catch(rethrow);
		},
		async edit(to, message, card) {
			const reference = readReference(message);
			if (!reference) throw new Undeliverable(`no message of Discord: ${message}`);
			const body = paint(card, reference.mode, { guild: to.workspace, pings: false });
			const way = reference.route === undefined ? undefined : readRoute(reference.route);
			if (way && way.expiresAt > Date.now()) {
				const address = Routes.webhookMessage(way.application, way.token, reference.message);
				await rest().patch(address, { body, auth: false, signal: patience() }).catch(rethrow);
				return;
			}
			const address = Routes.channelMessage(reference.channel, reference.message);
			const change = () => rest().patch(address, { body, signal: patience() });
			await threads.opened(reference.channel, change).catch(rethrow);
		},
	};
}

const patience = (): AbortSignal => AbortSignal.timeout(patienceMs);

const asDeliveryError = (error: unknown): unknown => (error instanceof Undeliverable ? error : deliveryError(error));
const rethrow = (error: unknown): never => {
	throw asDeliveryError(error);
};

/** Discord compares nonces per author, whatever the channel: one notice's must not be another community's. */
function uniqueNonce(to: Destination, nonce: string): string {
	const where = "channel" in to ? `c${to.channel}` : `u${to.user}`;
	return createHash("sha256").update(`${to.workspace}:${where}:${nonce}`).digest("base64url").slice(0, nonceLength);
}
