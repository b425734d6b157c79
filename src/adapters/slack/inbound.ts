// What a payload of Slack says, before anybody was looked up: its key, who did what where, and whom it speaks of.
// Pure: it asks nobody and answers nothing.
import type { Intent, Text } from "../../chat/request.ts";
import type { PersonHint, PlaceHint } from "./directory.ts";
import { type Origin, readFields, readMetadata } from "./modal.ts";
import type { CommandBody, EventBody, PressBody, ShortcutBody, SubmitBody } from "./payloads.ts";
import { writeReference } from "./references.ts";
import { type GroupHint, mentioned, mentionedGroups, readText } from "./text.ts";

export type Happening = {
	key: string;
	actor: PersonHint;
	/** User ids of everybody else it speaks of. */
	others: string[];
	/** User groups that it names. */
	groups?: GroupHint[];
	place: PlaceHint | undefined;
	route: string | undefined;
	intent: Intent;
};

/** The workspace and the bot, as Slack named them at the start. */
export type Self = { team: { id: string; name: string }; bot: { user: string; id: string; name: string } };

/** The platform's own id of what happened, the same each time that it is delivered. */
export const keyOf = (self: Self, id: string): string => `slack:${self.team.id}:${id}`;

/** None for what is not for us. `user_change` is the directory's to read, plain messages are read by themselves. */
export function readEvent(body: EventBody, self: Self): Happening | undefined {
	const { event } = body;
	const key = keyOf(self, body.event_id);
	const bot = { id: self.bot.user };
	const nobody = { key, actor: bot, others: [], place: undefined, route: undefined };
	switch (event.type) {
		case "reaction_added":
		case "reaction_removed": {
			const { item, item_user: author } = event;
			const added = event.type === "reaction_added";
			if (item.type !== "message" || !item.channel || !item.ts || (added && !author)) return undefined;
			return {
				...nobody,
				actor: { id: event.user },
				others: author ? [author] : [],
				place: { id: item.channel },
				intent: {
					kind: "reaction",
					added,
					emoji: withoutSkinTone(event.reaction),
					message: item.ts,
					posts: [writeReference(item.channel, item.ts)],
					author,
					order: microseconds(event.event_ts),
				},
			};
		}
		case "member_joined_channel":
			if (event.user !== self.bot.user) return undefined;
			return {
				...nobody,
				actor: event.inviter ? { id: event.inviter } : bot,
				place: { id: event.channel },
				intent: { kind: "present", present: true },
			};
		case "channel_left":
		case "group_left":
			return {
				...nobody,
				place: { id: event.channel, private: event.type === "group_left" },
				intent: { kind: "present", present: false },
			};
		case "app_home_opened":
			if (event.tab !== "home") return undefined;
			return { ...nobody, actor: { id: event.user }, intent: { kind: "home" } };
		case "tokens_revoked":
			return event.tokens?.bot?.length ? { ...nobody, intent: { kind: "uninstalled" } } : undefined;
		case "app_uninstalled":
			return { ...nobody, intent: { kind: "uninstalled" } };
		default:
			return undefined;
	}
}

export const withoutSkinTone = (reaction: string): string => reaction.replace(/::skin-tone-\d$/, "");

/** Slack's `1700000000.000200` as a whole number. */
export function microseconds(timestamp: string): number {
	const [seconds = "0", fraction = ""] = timestamp.split(".");
	return Number(seconds) * 1_000_000 + Number(fraction.slice(0, 6).padEnd(6, "0"));
}

/** An interaction: something that a person did and that is answered to them alone. */
export type Interaction = Happening & {
	/** What it came from, which decides how it is answered. */
	from: "command" | "message" | "view" | "submit";
	/** Opens one form, within three seconds. */
	trigger: string | undefined;
	/** Only the actor sees the message that was pressed. */
	ephemeral: boolean;
	/** The page that was pressed or sent. */
	view: SubmitBody["view"] | undefined;
	/** What a form that is opened now must remember. */
	origin: Origin;
};

export function readCommand(body: CommandBody, self: Self): Interaction {
	const text: Text = readText(body.text ?? "");
	return {
		key: keyOf(self, body.trigger_id),
		actor: { id: body.user_id, name: body.user_name, team: body.team_id },
		others: mentioned(text),
		groups: mentionedGroups(body.text ?? ""),
		place: { id: body.channel_id, name: body.channel_name },
		route: body.response_url,
		intent: { kind: "command", name: body.command.replace(/^\//, ""), text },
		from: "command",
		trigger: body.trigger_id,
		ephemeral: false,
		view: undefined,
		origin: { channel: body.channel_id, channelName: body.channel_name, responseUrl: body.response_url },
	};
}

/** A button: on a message, on the app's own page, or on a page of its own that we opened. */
export function readPress(body: PressBody, self: Self): Interaction {
	const { view } = body;
	const origin: Origin = view
		? { ...readMetadata(view).origin, ...(view.type === "home" && { home: true }) }
		: { channel: body.channel?.id, channelName: body.channel?.name, responseUrl: body.response_url };
	return {
		key: keyOf(self, body.trigger_id),
		actor: actorOf(body),
		others: [],
		place: placeOf(origin),
		route: origin.responseUrl,
		intent: { kind: "press", action: body.actions[0]?.value ?? "" },
		from: view ? "view" : "message",
		trigger: body.trigger_id,
		ephemeral: body.container?.is_ephemeral === true,
		view,
		origin,
	};
}

export function readSubmit(body: SubmitBody, self: Self): Interaction {
	const { context, origin } = readMetadata(body.view);
	const { fields, people } = readFields(body.view);
	return {
		// The same for every attempt at one form: one that was refused leaves no trace, and one that was not is closed.
		// A page keeps its id when another form takes its place, so the form is named too.
		key: keyOf(self, `${body.view.id}:${body.view.callback_id ?? ""}:${context}`),
		actor: actorOf(body),
		others: people,
		place: placeOf(origin),
		route: origin.responseUrl,
		intent: { kind: "submit", form: body.view.callback_id ?? "", context, fields },
		from: "submit",
		trigger: body.trigger_id,
		ephemeral: false,
		view: body.view,
		origin,
	};
}

/** None for a menu entry that we do not have. */
export function readShortcut(body: ShortcutBody, self: Self): Interaction | undefined {
	if (body.callback_id !== "say_thanks") return undefined;
	const person = body.message?.user;
	return {
		key: keyOf(self, body.trigger_id),
		actor: actorOf(body),
		others: person ? [person] : [],
		place: body.channel && { id: body.channel.id, name: body.channel.name },
		route: body.response_url,
		intent: { kind: "menu", name: "say_thanks", person },
		from: "message",
		trigger: body.trigger_id,
		ephemeral: false,
		view: undefined,
		origin: { channel: body.channel?.id, channelName: body.channel?.name, responseUrl: body.response_url },
	};
}

const actorOf = (body: { user: PressBody["user"] }): PersonHint => ({
	id: body.user.id,
	name: body.user.name ?? body.user.username,
	team: body.user.team_id,
});

const placeOf = (origin: Origin): PlaceHint | undefined =>
	origin.channel === undefined ? undefined : { id: origin.channel, name: origin.channelName };
