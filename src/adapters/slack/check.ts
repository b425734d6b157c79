// Whether our tokens work, and what to mend if not: said by the start and by the doctor in the same words.
// It reads and changes nothing.
import type { WebClient } from "@slack/web-api";
import { WebAPIHTTPError, WebAPIRequestError } from "@slack/web-api";
import type { Log } from "../../log.ts";
import { clientOptions, createClient, type SlackConfig, slackLogger } from "./client.ts";
import { reason, slackCode } from "./errors.ts";
import type { Self } from "./inbound.ts";
import { dispensable, readingEvents, readingScopes, scopes } from "./scopes.ts";

/** A setting that keeps us from starting, with what to do about it. */
export class SlackSetupError extends Error {
	override name = "SlackSetupError";
	readonly fix: string;
	constructor(problem: string, fix: string, options?: ErrorOptions) {
		super(`${problem} ${fix}`, options);
		this.fix = fix;
	}
}

const botTokenFix =
	"Copy the Bot User OAuth Token (xoxb-…) from https://api.slack.com/apps, your app, “OAuth & Permissions”, into SLACK_BOT_TOKEN.";
const appTokenFix =
	"Make one at https://api.slack.com/apps, your app, “Basic Information”, “App-Level Tokens”, with the scope connections:write, and put it (xapp-…) into SLACK_APP_TOKEN.";
const installFix = "Install the app again: https://api.slack.com/apps, your app, “Install App”.";

const readingFix = `Under “Event Subscriptions”, “Subscribe to bot events” of your app at https://api.slack.com/apps add ${readingEvents.join(" and ")}, which brings the scopes along, and save. ${installFix} Or leave GOODTURN_READ_MESSAGES out.`;

/** Who we are where. Throws SlackSetupError for what somebody has to mend, anything else for an outage. */
export async function identify(client: WebClient, { readMessages = false }: Reading = {}): Promise<Self> {
	const who = await client.auth.test().catch((error: unknown) => {
		throw setupError(error, "SLACK_BOT_TOKEN", botTokenFix);
	});
	if (!who.bot_id || !who.user_id || !who.team_id) {
		throw new SlackSetupError("SLACK_BOT_TOKEN is not a bot's token.", botTokenFix);
	}
	const granted = who.response_metadata?.scopes;
	const lacks = (wanted: Record<string, string>): string =>
		Object.entries(wanted)
			.filter(([scope]) => !dispensable.includes(scope) && granted !== undefined && !granted.includes(scope))
			.map(([scope, why]) => `${scope} (${why})`)
			.join(", ");
	const [missing, unread] = [lacks(scopes), readMessages ? lacks(readingScopes) : ""];
	if (missing !== "") {
		throw new SlackSetupError(
			`The app in Slack lacks ${missing}.`,
			`Paste the current manifest at https://api.slack.com/apps, your app, “App Manifest”. ${installFix}`,
		);
	}
	if (unread !== "") throw new SlackSetupError(`To read messages, the app in Slack lacks ${unread}.`, readingFix);
	return {
		team: { id: who.team_id, name: who.team ?? who.team_id },
		bot: { user: who.user_id, id: who.bot_id, name: who.user ?? "Goodturn" },
	};
}

type Reading = Pick<SlackConfig, "readMessages">;

/** What is wrong with an app-level token, if that is what an error says. */
export const appTokenError = (error: unknown): unknown => setupError(error, "SLACK_APP_TOKEN", appTokenFix);

function setupError(error: unknown, variable: string, fix: string): unknown {
	switch (slackCode(error)) {
		case undefined:
			return error;
		case "invalid_auth":
		case "not_authed":
			return new SlackSetupError(`Slack does not know ${variable}.`, fix, { cause: error });
		case "not_allowed_token_type":
			return new SlackSetupError(`${variable} is a token of another kind.`, fix, { cause: error });
		case "missing_scope":
			return new SlackSetupError(`${variable} lacks a scope.`, fix, { cause: error });
		case "account_inactive":
		case "token_revoked":
		case "token_expired":
			return new SlackSetupError("The app was removed from the workspace.", `${installFix} ${fix}`, { cause: error });
		default:
			return error;
	}
}

export type Finding = { problem: string; fix: string };

/** For the doctor: who we are, or everything that is wrong. */
export async function checkSlack(config: SlackConfig, log: Log): Promise<{ self?: Self; findings: Finding[] }> {
	const options = clientOptions(config.apiUrl, slackLogger(log));
	const findings: Finding[] = [];
	const note = (error: unknown): undefined => {
		findings.push(finding(error));
	};
	const self = await identify(createClient(config.botToken, options), config).catch(note);
	if (config.mode.kind === "socket") {
		const open = createClient(config.mode.appToken, options).apps.connections.open();
		await open.catch((error: unknown) => note(appTokenError(error)));
	}
	return { ...(self && { self }), findings };
}

function finding(error: unknown): Finding {
	if (error instanceof SlackSetupError) return { problem: error.message.replace(` ${error.fix}`, ""), fix: error.fix };
	const unreachable = error instanceof WebAPIRequestError || error instanceof WebAPIHTTPError;
	return {
		problem: `${unreachable ? "Slack cannot be reached" : "Slack refuses"}: ${reason(error)}`,
		fix: unreachable
			? "Check the network, a proxy, and SLACK_API_URL if it is set."
			: "See https://docs.slack.dev/reference/methods/auth.test.",
	};
}
