// A channel whose messages go into one thread a week: it finds the week's first message, or posts it, and sends the rest
// as replies. Whoever sends to a channel has it to itself, so that there is one; what was posted is written down even
// where what it was posted for has to wait.
import type { Stand } from "../ledger/deliveries.ts";
import type { Ledger } from "../ledger/ledger.ts";
import type { Card } from "./card.ts";
import { type Destination, type SendOptions, type Surface, ThreadGone, Undeliverable } from "./surface.ts";
import { threadName, weekCard } from "./views/boards.ts";
import type { Owed } from "./word.ts";

export type InThread = {
	ledger: Ledger;
	surface: Surface;
	to: Destination;
	card: Card;
	options: SendOptions;
	now: Date;
	/** The community's: its weeks are the channel's. */
	timezone: string;
	/** Where the week's first message stands, once it was posted for this. */
	begun: { thread?: Stand };
};

export async function sendInThread(send: InThread, row: Owed): Promise<string | undefined> {
	const { ledger, surface, to, card, options, now, timezone, begun } = send;
	const { id, communityId, workspaceId, channelId } = row;
	const week = ledger.weekOf(now, timezone);
	const [subject, destination] = [`thread:${week}`, `c${channelId}`];

	async function begin(nonce: string): Promise<string> {
		const message = await surface.send(to, weekCard(week), { nonce, route: undefined });
		if (message === undefined) throw new Undeliverable("the week's message left no way to reply to it");
		begun.thread = { subject, destination, workspaceId, message };
		return message;
	}
	const reply = (message: string) =>
		surface.send(to, card, { ...options, thread: { message, name: threadName(week) } });

	const known = await ledger.readings.post(communityId, subject, destination);
	try {
		return await reply(known?.message ?? (await begin(`t${communityId}-${id}`)));
	} catch (error) {
		if (!(error instanceof ThreadGone)) throw error;
		// Somebody deleted it: the week goes on below another one.
		return reply(await begin(`r${communityId}-${id}`));
	}
}
