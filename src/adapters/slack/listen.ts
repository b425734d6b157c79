// Hands everything that Bolt dispatches to us. What a payload means is decided in inbound, not by Bolt. A failure is
// logged here, once, and goes on to the receiver.
import type { App } from "@slack/bolt";
import type { Desk } from "./ask.ts";
import type { HearEvent } from "./events.ts";
import { keyOf, readCommand, readPress, readShortcut, readSubmit } from "./inbound.ts";
import type { Serve } from "./interactions.ts";
import type { CommandBody, EventBody, PressBody, ShortcutBody, SubmitBody } from "./payloads.ts";
import { shortId } from "./words.ts";

const any = /^/;

/** Bolt types what each kind of payload may be answered with; `serve` knows that itself. */
type Ack = (body?: object) => Promise<void>;

export function listen(app: App, { self, track, log }: Desk, hear: HearEvent, serve: Serve): void {
	app.event(any, ({ body }) => track(hear(body as unknown as EventBody)));
	app.command(any, ({ body, ack }) => serve(readCommand(body as CommandBody, self), ack as Ack));
	app.action(any, ({ body, ack }) => serve(readPress(body as unknown as PressBody, self), ack as Ack));
	app.view(any, ({ body, ack }) => serve(readSubmit(body as unknown as SubmitBody, self), ack as Ack));
	app.shortcut(any, async ({ body, ack }) => {
		const interaction = readShortcut(body as unknown as ShortcutBody, self);
		await (interaction ? serve(interaction, ack as Ack) : ack());
	});
	// A failed event must reach the receiver, which then leaves it unacknowledged.
	app.error(async ({ error, body }: { error: Error; body: object }) => {
		const key = keyOf(self, "event_id" in body ? String(body.event_id) : "interaction");
		const err = "original" in error ? error.original : error;
		log.error({ key, id: shortId(key), reason: error.message, err }, "left unacknowledged, to be sent again");
		throw error;
	});
}
