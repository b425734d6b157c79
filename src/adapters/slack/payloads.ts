// What we read of Slack's payloads, and nothing more: every field that Slack may leave out is optional here.
// https://docs.slack.dev/reference/events and https://docs.slack.dev/reference/interaction-payloads

export type SlackUser = {
	id: string;
	team_id?: string;
	name?: string;
	real_name?: string;
	deleted?: boolean;
	is_bot?: boolean;
	is_admin?: boolean;
	is_owner?: boolean;
	is_restricted?: boolean;
	is_ultra_restricted?: boolean;
	is_stranger?: boolean;
	tz?: string | null;
	locale?: string;
	profile?: { display_name?: string; real_name?: string };
	/** On Enterprise Grid a colleague's own team may be another of the organisation's. */
	enterprise_user?: { teams?: string[] };
};

/** https://docs.slack.dev/reference/events/message. Who wrote it is missing where it was no person. */
export type SlackMessage = { ts?: string; user?: string; text?: string; subtype?: string; bot_id?: string };

export type MessageEvent = SlackMessage & {
	type: "message";
	channel: string;
	/** "channel", "group", "im" or "mpim". */
	channel_type?: string;
	event_ts: string;
	/** Of `message_changed`. */
	message?: SlackMessage;
	/** Of `message_changed` and `message_deleted`. */
	previous_message?: SlackMessage;
	deleted_ts?: string;
};

type SlackEvent =
	| MessageEvent
	| {
			type: "reaction_added" | "reaction_removed";
			user: string;
			reaction: string;
			/** Missing where the message has no author, as an incoming webhook's. */
			item_user?: string;
			item: { type: string; channel?: string; ts?: string };
			event_ts: string;
	  }
	| { type: "member_joined_channel"; user: string; channel: string; inviter?: string }
	| { type: "channel_left" | "group_left"; channel: string }
	| { type: "user_change"; user: SlackUser }
	| { type: "app_home_opened"; user: string; tab?: string }
	| { type: "tokens_revoked"; tokens?: { bot?: string[] } }
	| { type: "app_uninstalled" };

export type EventBody = {
	event_id: string;
	event: SlackEvent;
	authorizations?: { team_id?: string | null; is_enterprise_install?: boolean }[];
};

export type CommandBody = {
	command: string;
	text?: string;
	trigger_id: string;
	response_url: string;
	user_id: string;
	user_name?: string;
	team_id?: string;
	channel_id: string;
	channel_name?: string;
};

type Actor = { id: string; name?: string; username?: string; team_id?: string };

type Conversation = { id: string; name?: string };

export type StateValue = {
	type?: string;
	value?: string | null;
	selected_option?: { value: string } | null;
	selected_user?: string | null;
};

export type View = {
	id: string;
	type: string;
	callback_id?: string;
	private_metadata?: string;
	blocks?: { type: string; block_id?: string }[];
	state?: { values: Record<string, Record<string, StateValue>> };
};

export type PressBody = {
	type: "block_actions";
	trigger_id: string;
	user: Actor;
	channel?: Conversation;
	response_url?: string;
	container?: { type?: string; is_ephemeral?: boolean };
	view?: View;
	actions: { value?: string }[];
};

export type SubmitBody = { type: "view_submission"; user: Actor; view: View; trigger_id?: string };

export type ShortcutBody = {
	type: string;
	callback_id: string;
	trigger_id: string;
	response_url?: string;
	user: Actor;
	channel?: Conversation;
	message?: { user?: string };
};
