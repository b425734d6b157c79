// What the sender of notices asks of a platform. Each adapter implements it once.
import type { Card } from "./card.ts";
import type { Platform } from "./request.ts";

/** Platform ids. A message to a user is private to them. */
export type Destination = { workspace: string; channel: string } | { workspace: string; user: string };

export type SendOptions = { nonce: string; route: string | undefined; thread?: Thread | undefined };

/** The message that a thread hangs on, as `send` answered it, and what the thread is called where threads have names. */
export type Thread = { message: string; name: string };

export interface Surface {
	readonly platform: Platform;
	/**
	 * Posts a card and answers with the adapter's own reference to it, enough to edit it later, and the same that a
	 * reaction on it comes with (`posts`).
	 * `thread` makes it a reply to an earlier message of ours in the same channel; ThreadGone says that there is none any more.
	 * `nonce` (at most 25 characters) is the same when the same notice is tried again; `route` is the request's, if it had one.
	 * Throws `Undeliverable` for what will never work, `TryLater` for what the platform asks to wait for; anything else is an outage.
	 */
	send(to: Destination, card: Card, options: SendOptions): Promise<string | undefined>;
	/** Changes a card in place. Throws as `send` does. */
	edit(to: Destination, message: string, card: Card): Promise<void>;
}

/** It will never work: the channel is gone, the bot was removed, the person takes no messages. */
export class Undeliverable extends Error {
	override name = "Undeliverable";
}

/** The message that the thread hung on is gone, or nothing can be said below it: it takes another one. */
export class ThreadGone extends Undeliverable {
	override name = "ThreadGone";
}

/** The platform asks to wait. */
export class TryLater extends Error {
	override name = "TryLater";
	readonly afterMs: number;
	constructor(afterMs: number, reason: string) {
		super(reason);
		this.afterMs = afterMs;
	}
}
