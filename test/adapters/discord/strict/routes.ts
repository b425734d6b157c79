// Which call does what: the routes of the REST API that this bot may need.
import { ApplicationFlags, GatewayIntentBits } from "discord.js";
import { overwrite } from "./check-commands.ts";
import {
	badWebhookToken,
	closedToMessages,
	invalidForm,
	missingAccess,
	missingPermissions,
	noMutualServer,
	notTheAuthor,
	type Refusal,
	threadArchived,
	threadExists,
	unknownChannel,
	unknownGuild,
	unknownMember,
	unknownMessage,
	unknownUser,
	type Violation,
	wrongChannelType,
} from "./faults.ts";
import type { Interactions } from "./interactions.ts";
import { isObject, type Json, type JsonObject, list, object, text } from "./json.ts";
import { channelPayload, guildPayload, memberPayload, messagePayload, userPayload } from "./payloads.ts";
import type { Post } from "./post.ts";
import { type Channel, isThread, type Message, may, type World } from "./world.ts";

export type RoutesDeps = {
	world: World;
	post: Post;
	interactions: Interactions;
	application: string;
	gatewayUrl(): string;
	/** Privileged intents that were switched on in the portal: they open this API, too. */
	allowedIntents: number;
	violation(violation: Violation): void;
	/** The gateway tells of it, too. */
	tellOf(event: string, payload: JsonObject): void;
};

export type Answer = { status: number; body: Json };
type Handler = (path: string[], body: Json, query: URLSearchParams) => Answer;

const ok = (body: Json): Answer => ({ status: 200, body });
const noContent: Answer = { status: 204, body: null };

export type Routes = [method: string, pattern: RegExp, handler: Handler][] & { commands: JsonObject[] };

export function routesOf(deps: RoutesDeps): Routes {
	const { world, post, interactions, application, gatewayUrl, allowedIntents, violation } = deps;
	const commands: JsonObject[] = [];
	const nonces = new Map<string, Message>();

	const channel = (id: string | undefined): Channel => {
		const found = world.channels.get(id ?? "");
		if (!found) throw unknownChannel();
		if (found.guild && !found.guild.members.has(world.bot.id)) throw missingAccess();
		if (!may(world.bot, found, "ViewChannel")) throw missingAccess();
		return found;
	};
	const message = (id: string | undefined, within?: Channel): Message => {
		const found = world.messages.get(id ?? "");
		if (!found || found.deleted || (within && found.channel !== within) || (within && found.onlyFor))
			throw unknownMessage();
		return found;
	};
	const shown = (one: Message): Answer => ok(messagePayload(one, application, one.author === world.bot));
	const mayPostIn = (place: Channel): void => {
		if (!may(world.bot, place, isThread(place) ? "SendMessagesInThreads" : "SendMessages")) throw missingPermissions();
		const { recipient } = place;
		if (recipient && !world.shareGuild(recipient, world.bot)) throw noMutualServer();
		if (recipient && !recipient.takesMessages) throw closedToMessages();
	};
	const sameNonce = (body: JsonObject): Message | undefined =>
		body["enforce_nonce"] === true ? nonces.get(String(body["nonce"])) : undefined;

	const all: [string, RegExp, Handler][] = [
		["GET", /^\/gateway\/bot$/, () => ok({ url: gatewayUrl(), shards: 1, session_start_limit: startLimit })],
		["GET", /^\/users\/@me\/guilds$/, () => ok(ownGuilds(world))],
		["GET", /^\/users\/@me$/, () => ok({ ...userPayload(world.bot), locale: "en-US", mfa_enabled: false })],
		[
			"GET",
			/^\/(?:oauth2\/)?applications\/@me$/,
			() => ok({ id: application, name: world.bot.username, flags: flagsOf(deps.allowedIntents), bot_public: true }),
		],
		["GET", /^\/users\/(\d+)$/, ([id]) => ok(userPayload(orThrow(world.users.get(id ?? ""), unknownUser)))],
		[
			"POST",
			/^\/users\/@me\/channels$/,
			(_, body) => {
				return ok(
					channelPayload(world.direct(orThrow(world.users.get(text(object(body)["recipient_id"])), unknownUser))),
				);
			},
		],
		[
			"GET",
			/^\/guilds\/(\d+)$/,
			([id]) => ok(guildPayload(orThrow(world.guilds.get(id ?? ""), unknownGuild), world.bot)),
		],
		[
			"GET",
			/^\/guilds\/(\d+)\/members\/(\d+)$/,
			([id, user]) => {
				const guild = orThrow(world.guilds.get(id ?? ""), unknownGuild);
				if (!guild.members.has(world.bot.id)) throw missingAccess();
				// Who exists and is not on the server is told apart from nobody at all.
				orThrow(world.users.get(user ?? ""), unknownUser);
				return ok(memberPayload(orThrow(guild.members.get(user ?? ""), unknownMember)));
			},
		],
		[
			"GET",
			/^\/guilds\/(\d+)\/members$/,
			([id], _body, query) => {
				const guild = orThrow(world.guilds.get(id ?? ""), unknownGuild);
				if ((allowedIntents & GatewayIntentBits.GuildMembers) === 0) throw missingAccess();
				if (!guild.members.has(world.bot.id)) throw missingAccess();
				const limit = Number(query.get("limit") ?? 1);
				if (!(limit >= 1 && limit <= 1000))
					throw invalidForm([{ path: "limit", code: "NUMBER_TYPE_MAX", message: "1 to 1000" }]);
				const after = BigInt(query.get("after") ?? 0);
				const members = [...guild.members.values()]
					.filter(({ user }) => BigInt(user.id) > after)
					.sort((a, b) => (BigInt(a.user.id) < BigInt(b.user.id) ? -1 : 1));
				return ok(members.slice(0, limit).map((member) => memberPayload(member)));
			},
		],
		["GET", /^\/channels\/(\d+)$/, ([id]) => ok(channelPayload(channel(id)))],
		[
			"POST",
			/^\/channels\/(\d+)\/messages$/,
			([id], given) => {
				const place = channel(id);
				const body = object(given);
				mayPostIn(place);
				const known = sameNonce(body);
				if (known) return shown(known);
				const made = post.create(body, { channel: place, author: world.bot, via: "channel" });
				place.archived = false;
				if (made.nonce !== undefined) nonces.set(made.nonce, made);
				return shown(made);
			},
		],
		[
			"GET",
			/^\/channels\/(\d+)\/messages\/(\d+)$/,
			([id, which]) => {
				const place = channel(id);
				if (!may(world.bot, place, "ReadMessageHistory")) throw missingPermissions();
				return shown(message(which, place));
			},
		],
		[
			"PATCH",
			/^\/channels\/(\d+)\/messages\/(\d+)$/,
			([id, which], body) => {
				const found = message(which, channel(id));
				if (found.author !== world.bot) throw notTheAuthor();
				if (found.channel.archived) throw threadArchived();
				return shown(post.edit(found, object(body)));
			},
		],
		[
			"POST",
			/^\/channels\/(\d+)\/messages\/(\d+)\/threads$/,
			([id, which], body) => ok(channelPayload(beginThread(deps, channel(id), which, object(body), message))),
		],
		[
			"PATCH",
			/^\/channels\/(\d+)$/,
			([id], given) => {
				const place = channel(id);
				const body = object(given);
				if (!isThread(place) || Object.keys(body).join() !== "archived" || body["archived"] !== false)
					violation({ kind: "misuse", what: "a channel changed in another way than a thread opened again" });
				if (!may(world.bot, place, "SendMessagesInThreads")) throw missingPermissions();
				place.archived = false;
				return ok(channelPayload(place));
			},
		],
		["GET", /^\/applications\/(\d+)\/commands$/, () => ok([...commands])],
		[
			"PUT",
			/^\/applications\/(\d+)\/commands$/,
			(_, body) => {
				const stored = overwrite(list(body).filter(isObject), commands, application);
				commands.splice(0, commands.length, ...stored);
				return ok([...commands]);
			},
		],
		[
			"POST",
			/^\/interactions\/(\d+)\/([^/]+)\/callback$/,
			([id, token], body, query) => {
				if (!query.has("with_response"))
					violation({ kind: "headers", what: "a callback that does not say with_response" });
				interactions.callback(id ?? "", token ?? "", object(body));
				return noContent;
			},
		],
		[
			"POST",
			/^\/webhooks\/(\d+)\/([^/]+)$/,
			([id, token], body) => {
				if (id !== application) throw badWebhookToken();
				return shown(interactions.followUp(token ?? "", object(body)));
			},
		],
		[
			"GET",
			/^\/webhooks\/\d+\/([^/]+)\/messages\/(@original|\d+)$/,
			([token, which]) => {
				return shown(interactions.read(token ?? "", which ?? "", message));
			},
		],
		[
			"PATCH",
			/^\/webhooks\/\d+\/([^/]+)\/messages\/(@original|\d+)$/,
			([token, which], body) => {
				return shown(interactions.edit(token ?? "", which ?? "", object(body), message));
			},
		],
		[
			"DELETE",
			/^\/webhooks\/\d+\/([^/]+)\/messages\/(@original|\d+)$/,
			([token, which]) => {
				interactions.remove(token ?? "", which ?? "", message);
				return noContent;
			},
		],
	];
	return Object.assign(all, { commands });
}

/** https://docs.discord.com/developers/resources/channel#start-thread-from-message */
function beginThread(
	{ world, tellOf }: RoutesDeps,
	place: Channel,
	which: string | undefined,
	body: JsonObject,
	message: (id: string | undefined, within?: Channel) => Message,
): Channel {
	if (isThread(place) || !place.guild || place.kind === "voice") throw wrongChannelType();
	if (!may(world.bot, place, "CreatePublicThreads")) throw missingPermissions();
	const root = message(which, place);
	const name = text(body["name"]);
	const lasts = [60, 1440, 4320, 10_080].includes(Number(body["auto_archive_duration"]));
	if (name.length < 1 || name.length > 100)
		throw invalidForm([{ path: "name", code: "BASE_TYPE_BAD_LENGTH", message: "Must be 1 to 100 in length." }]);
	if (!lasts) throw invalidForm([{ path: "auto_archive_duration", code: "ENUM", message: "Not one of the times." }]);
	if (root.threaded) throw threadExists();
	root.threaded = true;
	const made = { id: root.id, guild: place.guild, kind: "public thread", name, parent: place } as const;
	const thread = world.channel({ ...made, overwrites: [], recipient: undefined, begunBy: world.bot });
	tellOf("THREAD_CREATE", channelPayload(thread));
	return thread;
}

/** What an application that is not verified says of its privileged intents. */
const flagsOf = (intents: number): number =>
	(intents & GatewayIntentBits.MessageContent) === 0 ? 0 : ApplicationFlags.GatewayMessageContentLimited;

/** The servers that the bot is on, with what it may do there. */
const ownGuilds = ({ guilds, bot }: World): Json[] =>
	[...guilds.values()]
		.filter((guild) => guild.members.has(bot.id))
		.map((guild) => ({
			id: guild.id,
			name: guild.name,
			icon: null,
			owner: false,
			permissions: (guild.everyone | guild.botRole.permissions).toString(),
			features: [],
		}));

const startLimit = { total: 1000, remaining: 999, reset_after: 14_400_000, max_concurrency: 1 };

function orThrow<T>(value: T | undefined, refusal: () => Refusal): T {
	if (value === undefined) throw refusal();
	return value;
}
