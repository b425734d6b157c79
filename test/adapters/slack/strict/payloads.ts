// The payloads that Slack sends for what people do, as documented: events, commands, interactions.
// https://docs.slack.dev/reference/events and .../reference/interaction-payloads
import type { Fields, Json } from "./block-kit.ts";
import type { SeenButton } from "./reading.ts";
import { userObject } from "./web-api.ts";
import type { OpenView, StrictMessage, World } from "./world.ts";

/** One thing to deliver: over HTTP and over Socket Mode the same payload in different envelopes. */
export type Parcel = { kind: "events_api" | "slash_commands" | "interactive"; payload: Fields };

/** A message of another kind, or in a thread. */
export type MessageMore = { subtype?: string; thread?: StrictMessage };

export type Payloads = ReturnType<typeof createPayloads>;

export function createPayloads(world: World, base: () => string) {
	const { team } = world;

	function responseUrl(channel: string, user: string, message?: string): string {
		const token = world.id("R");
		world.responseUrls.set(token, { channel, user, message, born: world.now(), uses: 0 });
		return `${base()}/response/${token}`;
	}

	const actor = (user: string): Fields => {
		const { name = "", team: of = team.id } = world.users.get(user) ?? {};
		return { id: user, username: name, name, team_id: of };
	};

	const channelFields = (channel: string): Fields => ({ id: channel, name: nameForCommands(world, channel) });

	const common = (user: string): Fields => ({
		api_app_id: "A0001",
		token: "verification",
		team: { id: team.id, domain: team.domain },
		user: actor(user),
		trigger_id: world.newTrigger(user),
	});

	const interactive = (payload: Fields): Parcel => ({ kind: "interactive", payload });

	return {
		event(event: Fields): Parcel {
			const payload = {
				token: "verification",
				team_id: team.id,
				context_team_id: team.id,
				api_app_id: "A0001",
				type: "event_callback",
				event_id: world.id("Ev"),
				event_time: Math.floor(world.now() / 1000),
				event: { event_ts: world.ts(), ...event },
				authorizations: [
					{ enterprise_id: null, team_id: team.id, user_id: world.bot, is_bot: true, is_enterprise_install: false },
				],
				is_ext_shared_channel: false,
			};
			return { kind: "events_api", payload };
		},
		reaction(user: string, message: StrictMessage, emoji: string, added: boolean): Parcel {
			return this.event({
				type: added ? "reaction_added" : "reaction_removed",
				user,
				reaction: emoji,
				item_user: message.author,
				item: { type: "message", channel: message.channel, ts: message.ts },
			});
		},
		/** What somebody typed, as Slack writes it down. */
		typed: (line: string): string => escapeTyped(world, line),
		said(message: StrictMessage, { subtype }: MessageMore = {}): Parcel {
			const about = { channel: message.channel, channel_type: typeOf(world, message.channel), event_ts: message.ts };
			return this.event({ ...saidObject(world, message), ...(subtype !== undefined && { subtype }), ...about });
		},
		changed(message: StrictMessage, before: StrictMessage): Parcel {
			return this.event({
				...hidden(world, message, "message_changed"),
				message: { ...saidObject(world, message), edited: { user: message.author, ts: world.ts() } },
				previous_message: saidObject(world, before),
			});
		},
		erased(message: StrictMessage): Parcel {
			return this.event({
				...hidden(world, message, "message_deleted"),
				deleted_ts: message.ts,
				previous_message: saidObject(world, message),
			});
		},
		/** A message with replies is no deletion to Slack: a stone takes its place. */
		stone(message: StrictMessage): Parcel {
			const text = "This message was deleted.";
			const stone = { type: "message", subtype: "tombstone", user: "USLACKBOT", hidden: true, ts: message.ts, text };
			return this.event({
				...hidden(world, message, "message_changed"),
				message: stone,
				previous_message: saidObject(world, message),
			});
		},
		userChange(user: string): Parcel {
			const changed = world.users.get(user);
			return this.event({ type: "user_change", user: changed ? userObject(changed) : null });
		},
		/** `line` as typed: `@name` of somebody here becomes a mention, the rest is escaped. */
		command(user: string, channel: string, line: string): Parcel {
			const [command = "", ...rest] = line.split(" ");
			const payload = {
				token: "verification",
				team_id: team.id,
				team_domain: team.domain,
				channel_id: channel,
				channel_name: nameForCommands(world, channel),
				user_id: user,
				user_name: world.users.get(user)?.name ?? "",
				command,
				text: escapeTyped(world, rest.join(" ")),
				api_app_id: "A0001",
				is_enterprise_install: "false",
				response_url: responseUrl(channel, user),
				trigger_id: world.newTrigger(user),
			};
			return { kind: "slash_commands", payload };
		},
		press(user: string, message: StrictMessage, button: SeenButton): Parcel {
			const { ts, channel, onlyFor, text, blocks } = message;
			const seen = { type: "message", user: world.bot, ts, text, blocks };
			return interactive({
				type: "block_actions",
				...common(user),
				container: { type: "message", message_ts: ts, channel_id: channel, is_ephemeral: onlyFor !== undefined },
				channel: channelFields(channel),
				// Slack does not send what an ephemeral message said.
				...(onlyFor === undefined && { message: seen }),
				response_url: responseUrl(channel, user, ts),
				actions: [actionOf(button, world.ts())],
			});
		},
		pressView(user: string, { id, view }: Pick<OpenView, "id" | "view">, button: SeenButton): Parcel {
			return interactive({
				type: "block_actions",
				...common(user),
				container: { type: "view", view_id: id },
				view: { id, ...view },
				actions: [actionOf(button, world.ts())],
			});
		},
		submission(user: string, { id, view }: OpenView, values: Json): Parcel {
			const sent = { id, ...view, state: { values } };
			return interactive({ type: "view_submission", ...common(user), view: sent, response_urls: [] });
		},
		shortcut(user: string, message: StrictMessage, callbackId: string): Parcel {
			const { ts, channel, author, text } = message;
			const person = author === "" ? { bot_id: "B0009", subtype: "bot_message" } : { user: author };
			return interactive({
				type: "message_action",
				callback_id: callbackId,
				...common(user),
				channel: channelFields(channel),
				message_ts: ts,
				message: { type: "message", ts, text, ...person },
				response_url: responseUrl(channel, user),
			});
		},
	};
}

const actionOf = (button: SeenButton, ts: string): Fields => ({
	type: "button",
	action_id: button.action,
	block_id: button.block,
	text: { type: "plain_text", text: button.label, emoji: false },
	value: button.value,
	action_ts: ts,
});

/** A message as events carry it: an app's says so, and every one has its author's team. */
function saidObject({ users, team }: World, { ts, author, text, thread }: StrictMessage): Fields {
	const byApp = users.get(author)?.bot === true && { subtype: "bot_message", bot_id: "B0009" };
	const of = { user: author, team: users.get(author)?.team ?? team.id };
	return { type: "message", ts, text, ...of, ...byApp, ...(thread !== undefined && { thread_ts: thread }) };
}

const hidden = (world: World, { channel }: StrictMessage, subtype: string): Fields => ({
	type: "message",
	subtype,
	hidden: true,
	channel,
	channel_type: typeOf(world, channel),
	ts: world.ts(),
});

const channelTypes = { public: "channel", private: "group", im: "im", mpim: "mpim" } as const;
const typeOf = (world: World, channel: string): string => channelTypes[world.channels.get(channel)?.kind ?? "public"];

/** What Slack puts in place of a name that it does not tell. */
function nameForCommands(world: World, id: string): string {
	const channel = world.channels.get(id);
	if (channel?.kind === "im") return "directmessage";
	if (channel?.kind === "private") return "privategroup";
	return channel?.name ?? "";
}

const entities = (text: string): string =>
	text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

/** How Slack sends on what somebody typed, with `should_escape`. */
function escapeTyped(world: World, typed: string): string {
	const pattern = /@([\p{L}\p{N}._-]+)|#([\p{L}\p{N}_-]+)|(https?:\/\/[^\s<>]+)/gu;
	let escaped = "";
	let end = 0;
	for (const match of typed.matchAll(pattern)) {
		const [whole, handle, channel, link] = match;
		escaped += entities(typed.slice(end, match.index));
		end = match.index + whole.length;
		const user = [...world.users.values()].find(({ name }) => name === handle);
		const place = [...world.channels.values()].find(({ name, kind }) => name === channel && kind === "public");
		const group = [...world.groups.values()].find((one) => one.handle === handle && !one.disabled);
		if (user) escaped += `<@${user.id}|${user.name}>`;
		else if (group) escaped += `<!subteam^${group.id}|@${group.handle}>`;
		else if (handle && ["here", "channel", "everyone"].includes(handle)) escaped += `<!${handle}>`;
		else if (place) escaped += `<#${place.id}|${place.name}>`;
		else if (link) escaped += `<${entities(link)}>`;
		else escaped += entities(whole);
	}
	return escaped + entities(typed.slice(end));
}
