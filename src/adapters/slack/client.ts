// How we speak to Slack: the Web API client with our own ideas of patience, and the response address of an interaction.
// It holds no state and retries nothing: what a failure means, its caller knows.
import type { Logger, types } from "@slack/bolt";
import { LogLevel } from "@slack/bolt";
import { WebClient, type WebClientOptions } from "@slack/web-api";
import { TryLater, Undeliverable } from "../../chat/surface.ts";
import type { Log } from "../../log.ts";

export type SlackConfig = {
	botToken: string;
	/** The Web API's root, with its `/api/`; Slack's own if none. */
	apiUrl?: string | undefined;
	mode: { kind: "socket"; appToken: string } | { kind: "http"; signingSecret: string };
	/** Whether plain messages are read: it takes scopes and events that nothing else needs. */
	readMessages?: boolean;
};

const callTimeoutMs = 10_000;
const responseTimeoutMs = 5_000;

/**
 * No retries inside the client: its default repeats a post ten times over half an hour. And a rate limit rejects the one call,
 * where the default pauses all of them.
 */
export function clientOptions(apiUrl: string | undefined, logger: Logger): WebClientOptions {
	return {
		...(apiUrl !== undefined && { slackApiUrl: apiUrl }),
		retryConfig: { retries: 0 },
		rejectRateLimitedCalls: true,
		timeout: callTimeoutMs,
		logger,
	};
}

export const createClient = (token: string, options: WebClientOptions): WebClient =>
	new WebClient(token, { ...options });

export type Response = {
	response_type: "ephemeral" | "in_channel";
	replace_original?: boolean;
	text: string;
	blocks: types.KnownBlock[];
};

/** Posts by an interaction's own address: up to five times within half an hour. Throws as Surface.send does. */
export async function respond(url: string, message: Response): Promise<void> {
	const answer = await fetch(url, {
		method: "POST",
		headers: { "content-type": "application/json; charset=utf-8" },
		body: JSON.stringify(message),
		redirect: "error",
		signal: AbortSignal.timeout(responseTimeoutMs),
	});
	const said = (await answer.text()).slice(0, 200);
	if (answer.ok) return;
	if (answer.status === 429) throw new TryLater(waitMs(answer), "Slack asks to wait");
	if (answer.status >= 500) throw new Error(`Slack's response address answered ${answer.status}`);
	throw new Undeliverable(`Slack's response address answered ${answer.status}: ${said}`);
}

const waitMs = (answer: globalThis.Response): number => (Number(answer.headers.get("retry-after")) || 1) * 1000;

/**
 * The libraries' own words, in our log. Their debug lines carry whole payloads, so those go nowhere; what they call an
 * error may be mended by the next attempt, and where it is not we say so ourselves.
 */
export function slackLogger(log: Log): Logger {
	const say =
		(level: "info" | "warn") =>
		(...words: unknown[]) =>
			log[level]({ from: "slack" }, words.map(String).join(" "));
	return {
		debug: () => {},
		info: say("info"),
		warn: say("warn"),
		error: say("warn"),
		setLevel: () => {},
		getLevel: () => LogLevel.INFO,
		setName: () => {},
	};
}
