// Strict Slack's Web API and response addresses: the few methods that Goodturn calls, with the scopes they need, the
// errors they answer and a complaint about whatever a well-behaved app would not send.
import { checkBlocks, checkView, type Fields, isFields, type Json, limits } from "./block-kit.ts";
import type { StrictMessage, StrictUser, World } from "./world.ts";

export type ApiCall = { method: string; args: Fields; answer: Fields; at: number };

const responseUrlUses = 5;
const responseUrlMs = 30 * 60_000;
const triggerMs = 3000;

type Method = (args: Fields) => Fields;

const fail = (error: string, more: Fields = {}): Fields => ({ ok: false, error, ...more });

export function createMethods(world: World, scopes: Set<string>, socketUrl: () => string): Record<string, Method> {
	const needs = (scope: string): Fields | undefined =>
		scopes.has(scope) ? undefined : fail("missing_scope", { needed: scope, provided: [...scopes].join(",") });

	const readScope = { public: "channels:read", private: "groups:read", im: "im:read", mpim: "mpim:read" } as const;

	/** The conversation to post to, or why not. */
	function target(channel: string): string | Fields {
		const user = world.users.get(channel);
		if (user) return openDirect(world, user);
		const there = world.channels.get(channel);
		if (!there) {
			world.violate(`a post to ${channel}, which nobody ever mentioned`);
			return fail("channel_not_found");
		}
		if (!there.members.has(world.bot)) return fail(there.kind === "public" ? "not_in_channel" : "channel_not_found");
		return there.archived ? fail("is_archived") : there.id;
	}

	return {
		"auth.test": () => ({
			ok: true,
			url: `https://${world.team.domain}.slack.com/`,
			team: world.team.name,
			team_id: world.team.id,
			user: "goodturn",
			user_id: world.bot,
			bot_id: "B0001",
		}),
		"apps.connections.open": () => ({ ok: true, url: socketUrl() }),
		"users.info": ({ user: id }) => {
			const user = world.users.get(String(id));
			return needs("users:read") ?? (user ? { ok: true, user: userObject(user) } : fail("user_not_found"));
		},
		"usergroups.users.list": ({ usergroup, include_disabled: withDisabled }) => {
			const group = world.groups.get(String(usergroup));
			const lacking = needs("usergroups:read");
			if (lacking) return lacking;
			if (!world.plan.groups) return fail("plan_upgrade_required");
			if (!group || (group.disabled && withDisabled !== true)) return fail("no_such_subteam");
			return { ok: true, users: [...group.members] };
		},
		"conversations.info": ({ channel: id }) => {
			const channel = world.channels.get(String(id));
			if (!channel) return fail("channel_not_found");
			const lacking = needs(readScope[channel.kind]);
			if (lacking) return lacking;
			const member = channel.members.has(world.bot);
			if (channel.kind !== "public" && !member) return fail("channel_not_found");
			return { ok: true, channel: channelObject(world, channel.id) };
		},
		"conversations.open": ({ users }) => {
			const user = world.users.get(String(users));
			if (!user) return needs("im:write") ?? fail("user_not_found");
			const channel = openDirect(world, user);
			return needs("im:write") ?? (typeof channel === "string" ? { ok: true, channel: { id: channel } } : channel);
		},
		"chat.postMessage": (args) => {
			const lacking = needs("chat:write") ?? checkMessage(world, args, "chat.postMessage");
			if (lacking) return lacking;
			const channel = target(String(args["channel"]));
			if (typeof channel !== "string") return channel;
			const thread = args["thread_ts"] === undefined ? undefined : String(args["thread_ts"]);
			const refused = thread === undefined ? undefined : checkThread(world, channel, thread);
			if (refused) return refused;
			const message = world.post(channel, world.bot, String(args["text"]), listOf(args["blocks"]));
			message.thread = thread;
			return { ok: true, channel, ts: message.ts };
		},
		"chat.postEphemeral": (args) => {
			const lacking = needs("chat:write") ?? checkMessage(world, args, "chat.postEphemeral");
			if (lacking) return lacking;
			const channel = target(String(args["channel"]));
			if (typeof channel !== "string") return channel;
			const user = String(args["user"]);
			if (!world.channels.get(channel)?.members.has(user)) return fail("user_not_in_channel");
			return {
				ok: true,
				message_ts: world.post(channel, world.bot, String(args["text"]), listOf(args["blocks"]), user).ts,
			};
		},
		"chat.update": (args) => {
			const lacking = needs("chat:write") ?? checkMessage(world, args, "chat.update");
			if (lacking) return lacking;
			const message = world.messages.find(({ channel, ts }) => channel === args["channel"] && ts === args["ts"]);
			if (!message) return fail("message_not_found");
			if (message.author !== world.bot || message.onlyFor) return fail("cant_update_message");
			world.edit(message, String(args["text"]), listOf(args["blocks"]));
			return { ok: true, channel: message.channel, ts: message.ts };
		},
		"views.open": (args) => openView(world, args, false),
		"views.push": (args) => openView(world, args, true),
		"views.update": (args) => {
			const open = world.views.find(({ id }) => id === args["view_id"]);
			if (!open) return fail("not_found");
			return setView(world, args["view"], (view) => Object.assign(open, { view, errors: {} }), open.id);
		},
		"views.publish": (args) => {
			const user = String(args["user_id"]);
			if (!world.users.has(user)) return fail("user_not_found");
			return setView(world, args["view"], (view) => world.homes.set(user, view), world.id("V"));
		},
	};
}

function openDirect(world: World, user: StrictUser): string | Fields {
	if (user.bot) return fail("cannot_dm_bot");
	if (user.deleted) return fail("user_disabled");
	return user.closed ? fail("messages_tab_disabled") : world.direct(world.bot, user.id);
}

/** Whether there is a message to reply to. */
function checkThread(world: World, channel: string, ts: string): Fields | undefined {
	const root = world.messages.find((message) => message.channel === channel && message.ts === ts);
	if (!root) return fail("thread_not_found");
	if (root.onlyFor !== undefined) return fail("cannot_reply_to_message");
	if (root.thread !== undefined) world.violate("a reply to a reply: Slack wants the thread's first message");
	return undefined;
}

function checkMessage(world: World, message: Fields, where: string): Fields | undefined {
	const { text, blocks } = message;
	if (typeof text !== "string" || text === "") {
		world.violate(`${where}: no text for those who do not see blocks`);
		if (blocks === undefined) return fail("no_text");
	} else if (text.length > limits.advisedText) world.violate(`${where}: a text of ${text.length}`);
	const problems = blocks === undefined ? [] : checkBlocks(blocks, "message");
	for (const problem of problems) world.violate(`${where}: ${problem}`);
	return problems.length > 0 ? fail("invalid_blocks", { response_metadata: { messages: problems } }) : undefined;
}

function openView(world: World, args: Fields, push: boolean): Fields {
	const trigger = world.triggers.get(String(args["trigger_id"]));
	if (!trigger) return fail("invalid_trigger_id");
	if (trigger.used) world.violate("a trigger_id used twice");
	if (trigger.used) return fail("exchanged_trigger_id");
	if (world.now() - trigger.born > triggerMs) {
		world.violate("a trigger_id used after three seconds");
		return fail("expired_trigger_id");
	}
	trigger.used = true;
	const id = world.id("V");
	return setView(
		world,
		args["view"],
		(view) => {
			if (!push) closeViews(world, trigger.user);
			world.views.push({ id, user: trigger.user, view, errors: {} });
		},
		id,
	);
}

export function closeViews(world: World, user: string): void {
	for (const open of world.views.filter((view) => view.user === user)) world.views.splice(world.views.indexOf(open), 1);
}

/** Checks a view and puts it in place, if Slack would. */
export function setView(world: World, view: Json | undefined, put: (view: Fields) => void, id: string): Fields {
	const problems = checkView(view);
	for (const problem of problems) world.violate(`view: ${problem}`);
	if (problems.length > 0 || !isFields(view)) return fail("invalid_arguments");
	put(view);
	world.changed();
	return { ok: true, view: { id } };
}

/** What a POST to a response address does. */
export function useResponseUrl(world: World, token: string, body: Fields): { status: number; text: string } {
	const address = world.responseUrls.get(token);
	if (!address) return { status: 404, text: "no_service" };
	if (world.now() - address.born > responseUrlMs) return { status: 404, text: "expired_url" };
	address.uses += 1;
	if (address.uses > responseUrlUses) {
		world.violate("a response_url used more than five times");
		return { status: 404, text: "used_url" };
	}
	if (checkMessage(world, body, "response_url")) return { status: 400, text: "invalid_blocks" };
	const original = world.messages.find(({ ts }) => ts === address.message);
	if (body["replace_original"] === true && original) {
		if (original.onlyFor === undefined)
			world.violate("an answer to one person took the place of a card that others see");
		world.edit(original, String(body["text"]), listOf(body["blocks"]));
	} else postResponse(world, address, body);
	return { status: 200, text: "ok" };
}

/** A message in answer to an interaction: to the one person unless it says `in_channel`. */
export function postResponse(world: World, to: { channel: string; user: string }, body: Fields): StrictMessage {
	const onlyFor = body["response_type"] === "in_channel" ? undefined : to.user;
	return world.post(to.channel, world.bot, String(body["text"] ?? ""), listOf(body["blocks"]), onlyFor);
}

export const checkResponse = (world: World, body: Fields): void => void checkMessage(world, body, "acknowledgement");

export function userObject(user: StrictUser): Fields {
	return {
		id: user.id,
		team_id: user.team,
		name: user.name,
		deleted: user.deleted,
		real_name: user.displayName,
		tz: user.timezone,
		locale: user.locale,
		profile: { display_name: user.displayName, real_name: user.displayName },
		is_bot: user.id !== "USLACKBOT" && user.bot,
		is_admin: user.admin,
		is_owner: false,
		is_restricted: user.guest,
		is_ultra_restricted: false,
	};
}

function channelObject(world: World, id: string): Fields {
	const channel = world.channels.get(id);
	return {
		id,
		name: channel?.name ?? "",
		is_channel: channel?.kind === "public",
		is_im: channel?.kind === "im",
		is_mpim: channel?.kind === "mpim",
		is_private: channel?.kind !== "public",
		is_archived: channel?.archived ?? false,
		is_member: channel?.members.has(world.bot) ?? false,
	};
}

const listOf = (value: Json | undefined): Json[] => (Array.isArray(value) ? value : []);
