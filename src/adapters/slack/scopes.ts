// What the app asks of a workspace, and why: the manifest, the check at the start and the docs say the same.

/** https://docs.slack.dev/reference/scopes. Every one is used today. */
export const scopes: Record<string, string> = {
	commands: "slash commands, and the entry “Say thanks” on a message",
	"chat:write": "post cards in the conversations that the bot was invited to and privately to people, and change them",
	"reactions:read": "thanks by reaction",
	"usergroups:read": "who is in a user group that somebody thanks",
	"users:read": "names, time zones, and who is a bot, a guest or gone",
	"channels:read": "a public channel's name, whether the bot is in it, and being invited",
	"groups:read": "the same for private channels that the bot was invited to",
};

/** An app that was installed before it asked for these works without them, and does a little less. */
export const dispensable = ["usergroups:read"];

/** Only where whoever runs the bot lets it read messages; the manifests do not ask for them. */
export const readingScopes: Record<string, string> = {
	"channels:history": "thanks in plain messages of public channels",
	"groups:history": "the same in private channels",
};

/** To be subscribed to for the same; each brings one of these scopes along. */
export const readingEvents = ["message.channels", "message.groups"];

/** https://docs.slack.dev/reference/events */
export const events: Record<string, string> = {
	app_home_opened: "paint the app's own page",
	app_uninstalled: "know that we were removed",
	channel_left: "know that the bot was removed from a public channel",
	group_left: "know that the bot was removed from a private channel",
	member_joined_channel: "know that the bot was invited",
	reaction_added: "thanks by reaction",
	reaction_removed: "thanks taken back",
	tokens_revoked: "know that we were removed",
	user_change: "names, time zones and who left, kept fresh without asking",
};
