// Hands everything that Bolt dispatches to us. What a payload means is decided in inbound, not by Bolt.
import type { App } from "@slack/bolt";
import type { HearEvent } from "./events.ts";
import { readCommand, readPress, readShortcut, readSubmit, type Self } from "./inbound.ts";
import type { Serve } from "./interactions.ts";
import type { CommandBody, EventBody, PressBody, ShortcutBody, SubmitBody } from "./payloads.ts";

const any = /^/;

/** Bolt types what each kind of payload may be answered with; `serve` knows that itself. */
type Ack = (body?: object) => Promise<void>;

export function listen(app: App, self: Self, hear: HearEvent, serve: Serve): void {
	app.event(any, ({ body }) => hear(body as unknown as EventBody));
	app.command(any, ({ body, ack }) => serve(readCommand(body as CommandBody, self), ack as Ack));
	app.action(any, ({ body, ack }) => serve(readPress(body as unknown as PressBody, self), ack as Ack));
	app.view(any, ({ body, ack }) => serve(readSubmit(body as unknown as SubmitBody, self), ack as Ack));
	app.shortcut(any, async ({ body, ack }) => {
		const interaction = readShortcut(body as unknown as ShortcutBody, self);
		await (interaction ? serve(interaction, ack as Ack) : ack());
	});
	// A failed event must reach the receiver, which then leaves it unacknowledged.
	app.error(async (error) => {
		throw error;
	});
}
