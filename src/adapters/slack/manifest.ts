// The app manifest that Slack asks for when an app is made, from the command table. Pure: a test writes it to the two
// files at the top of the repository and fails when they are stale. https://docs.slack.dev/reference/app-manifest
import type { Command } from "../../chat/command.ts";
import { events, scopes } from "./scopes.ts";

/** Socket Mode needs no address; over HTTP Slack wants one in each place, to be replaced by the operator. */
export type ManifestMode = "socket" | "http";

export const placeholderUrl = "https://YOUR-HOST/slack/events";

export function createManifest(commands: Command[], mode: ManifestMode) {
	const url = mode === "http" ? placeholderUrl : undefined;
	return {
		display_information: {
			name: "Goodturn",
			description: "One good turn deserves another: thanks and favors, kept in a friendly bank of goodwill.",
			background_color: "#1f4d3a",
			long_description: [
				"Goodturn is a bank of goodwill for your team. Saying thanks and giving help are deposits. Asking for a favor is a withdrawal.",
				"Thank colleagues with /thanks or with a reaction, ask for a hand with /favor, and see your own account with /wallet.",
				"Thanks and help are public; balances are for their owner only.",
			].join("\n\n"),
		},
		features: {
			// People read notices there; the bot reads no messages, so nobody should write into silence.
			app_home: { home_tab_enabled: true, messages_tab_enabled: true, messages_tab_read_only_enabled: true },
			bot_user: { display_name: "Goodturn", always_online: true },
			shortcuts: [
				{
					name: "Say thanks",
					type: "message",
					callback_id: "say_thanks",
					description: "Thank the one who wrote this message",
				},
			],
			slash_commands: commands.map((command) => ({
				command: `/${command.name}`,
				...(url && { url }),
				description: command.summary,
				...(command.usage && { usage_hint: command.usage }),
				// Mentions arrive as ids only so.
				should_escape: true,
			})),
		},
		oauth_config: { scopes: { bot: Object.keys(scopes) } },
		settings: {
			event_subscriptions: { ...(url && { request_url: url }), bot_events: Object.keys(events) },
			interactivity: { is_enabled: true, ...(url && { request_url: url }) },
			org_deploy_enabled: false,
			socket_mode_enabled: mode === "socket",
			token_rotation_enabled: false,
		},
	};
}
