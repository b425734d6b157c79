// A small Discord on the loopback address, as strict as the real one: gateway, REST API, people and what they do.
// Point the adapter's `apiUrl` at it, let people act, look at what they see, and at what Discord would hold against the bot.
//
//   const discord = await startDiscord();
//   const ana = discord.person("Ana"), bo = discord.person("Bo");
//   const acme = discord.server("Acme", { people: [ana, bo] });
//   const general = discord.channel(acme, "general");
//   … start the bot with { token: discord.token, apiUrl: discord.apiUrl } …
//   const { message } = await discord.slash(ana, general, "thanks", { to: bo, for: "the review" });
//   discord.reads(message);                          // what Ana alone reads: "Sent. 4 thanks left today."
//   const posted = await discord.posted(general, 1); // what everybody reads first, and posted.pings
//   await discord.stop();                            // discord.violations is empty
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { GatewayIntentBits } from "discord.js";
import { createActs } from "./strict/acts.ts";
import type { Violation } from "./strict/faults.ts";
import { createGateway } from "./strict/gateway.ts";
import { createInteractions, type Timings } from "./strict/interactions.ts";
import type { JsonObject } from "./strict/json.ts";
import { createLooks } from "./strict/looks.ts";
import { createOverheard } from "./strict/overheard.ts";
import { createPlaces, usualPermissions } from "./strict/places.ts";
import { createPost } from "./strict/post.ts";
import { createRest } from "./strict/rest.ts";
import { nextId } from "./strict/snowflakes.ts";
import { type Channel, createWorld, type Guild, type Message, type User } from "./strict/world.ts";

export type { Channel, Guild, Message, User, Violation };
export type StrictDiscord = Awaited<ReturnType<typeof startDiscord>>;

export type StrictOptions = {
	/** Real by default: 3 s for a first answer, 15 min for a token; `finalMs` bounds how long a waiting line may stand. */
	timings?: Partial<Timings>;
	heartbeatMs?: number;
	/** How many messages a channel takes in a while. Discord's own is about 5 in 5 s. */
	messageLimit?: { count: number; windowMs: number };
	/** What the bot's role may do on every server, as its invitation says. */
	botMay?: bigint;
	/** Privileged intents that were switched on in the portal. */
	allowedIntents?: number;
};

export async function startDiscord(options: StrictOptions = {}) {
	const token = `MTk4NjIyNDgzNDcxOTI1MjQ4.Cl2FMQ.${nextId()}ZnCjm1XVW7vRze4b7Cq4se7kKWs`;
	const application = nextId();
	const violations: Violation[] = [];
	const violation = (found: Violation): void => void violations.push(found);
	const world = createWorld(botUser(application));
	const post = createPost(world);
	const timings = { callbackMs: 3_000, tokenMs: 15 * 60_000, finalMs: 10_000, ...options.timings };
	const interactions = createInteractions(post, world.bot, timings, violation);
	const server = createServer((request, response) => {
		rest.take(request, response).catch((error: unknown) => {
			violation({ kind: "misuse", what: `the strict server itself failed: ${String(error)}` });
			response.destroy();
		});
	});
	server.listen(0, "127.0.0.1");
	await once(server, "listening");
	const origin = `127.0.0.1:${(server.address() as AddressInfo).port}`;
	const gatewayUrl = () => `ws://${origin}/gateway`;
	const messageLimit = options.messageLimit ?? { count: 50, windowMs: 5_000 };
	const tellOf = (event: string, payload: JsonObject): void =>
		gateway.dispatch(event, payload, GatewayIntentBits.Guilds);
	const allowedIntents = options.allowedIntents ?? 0;
	const portal = { token, application, allowedIntents };
	const rest = createRest({ world, post, interactions, ...portal, gatewayUrl, messageLimit, violation, tellOf });
	const gateway = createGateway(server, {
		world,
		...portal,
		heartbeatMs: options.heartbeatMs ?? 41_250,
		violation,
		url: gatewayUrl,
	});

	return {
		token,
		apiUrl: `http://${origin}/api`,
		application,
		bot: world.bot,
		/** What the bot did that no well-behaved bot does. */
		violations,
		/** Every call to the REST API, in order. */
		calls: rest.calls,
		/** What the gateway was asked. */
		gateway: gateway.seen,
		/** The application commands that Discord has. */
		registered: rest.commands,
		...createPlaces(world, gateway, options.botMay ?? usualPermissions),
		...createOverheard({ world, post, gateway, application }),
		...createActs({ world, gateway, interactions, application, commands: rest.commands }),
		...createLooks(world),
		/** The id and the token of what somebody did last. */
		lastInteraction: interactions.last,
		/** Something goes wrong on Discord's side. */
		trouble: rest.trouble,
		/** Every call that met it. */
		troubled: rest.troubled,
		/** The connection breaks. With `forget`, the session too, and with it what happens until the bot is back. */
		dropGateway: (how: { forget?: boolean } = {}): void => gateway.drop({ forget: how.forget ?? false }),
		/** Discord closes the connection for a reason: 4004 and 4014 for good. */
		closeGateway: gateway.closeAll,
		refuseIdentify: gateway.refuse,
		connected: gateway.connected,
		async stop(): Promise<void> {
			interactions.stop();
			await gateway.stop();
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
		},
	};
}

const botUser = (id: string): User => ({
	id,
	username: "Goodturn",
	globalName: "Goodturn",
	bot: true,
	locale: "en-US",
	takesMessages: false,
});
