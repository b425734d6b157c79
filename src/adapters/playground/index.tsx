// The playground: a small team chat on this machine where anybody can try Goodturn without an account. It is an adapter
// like the others, over the same Request and Card, and the only place where the clock can be moved.
import type { Hono } from "hono";
import type { Card } from "../../chat/card.ts";
import type { Command } from "../../chat/command.ts";
import type { Handle } from "../../chat/request.ts";
import type { Surface } from "../../chat/surface.ts";
import type { Log } from "../../log.ts";
import { createChanges } from "./changes.ts";
import { createTurns, openChat } from "./chat.ts";
import { createCounter } from "./counter.ts";
import { createDesk } from "./desk.ts";
import { createLive } from "./live.tsx";
import { Page } from "./paint/page.tsx";
import { markup } from "./paint/partial.ts";
import type { Unread } from "./paint/side.tsx";
import { createRoutes } from "./routes.tsx";
import type { PlaygroundStore } from "./store.ts";
import { createSurface } from "./surface.ts";
import type { View } from "./team.ts";
import { createTimes } from "./times.ts";

export type PlaygroundDeps = {
	handle: Handle;
	commands: readonly Command[];
	store: PlaygroundStore;
	clock: {
		now(): Date;
		/** Moves the clock and does what is due on the way; resolves when the notices of it are out. */
		move(byMs: number): Promise<void>;
	};
	/** The community's IANA zone: the one in which Mondays begin. */
	timezone: string;
	log: Log;
};

export type Playground = {
	/** To be mounted at /; it needs the connection that @hono/node-server passes along, and refuses all without it. */
	app: Hono;
	surface: Surface;
	/** Ends the live connections, so that the server can close. */
	stop(): Promise<void>;
};

export async function createPlayground(deps: PlaygroundDeps): Promise<Playground> {
	const { clock, commands, log } = deps;
	const changes = createChanges();
	const chat = await openChat({ store: deps.store, changes, now: clock.now });
	const counter = createCounter({ handle: deps.handle, chat, changes });
	const desk = createDesk({ counter, commands, chat });
	const times = createTimes(deps.timezone);
	const unread: Unread = { in: chat.unread, privately: chat.unreadPrivately };
	const wallet = async (user: string): Promise<Card | undefined> => {
		try {
			return await counter.wallet(user);
		} catch (error) {
			log.error({ err: error, user }, "the playground could not read a wallet");
			return undefined;
		}
	};
	const live = createLive({ chat, changes, unread, wallet, now: clock.now, times });

	async function page(view: View): Promise<string> {
		const card = await wallet(view.user);
		// From here on in one go: what the page shows is then exactly what its version says.
		const shown = { view, wallet: card, now: clock.now(), times, unread, commands, version: live.version() };
		return `<!doctype html>${markup(<Page {...shown} messages={chat.seenBy(view)} />)}`;
	}
	/** One leap at a time: a second one begins where the first has landed. */
	const inTurn = createTurns();
	const move = (byMs: number): Promise<void> =>
		inTurn(async () => {
			await clock.move(byMs);
			changes.touch();
		});

	return {
		app: createRoutes({ desk, live, page, move, log }),
		surface: createSurface(chat),
		stop: () => live.stop(),
	};
}
