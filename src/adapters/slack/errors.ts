// What a failed call to Slack means for the message that it carried: never, later, or an outage.
// It decides nothing about retrying; the sender of notices does.
import { WebAPIPlatformError, WebAPIRateLimitedError } from "@slack/web-api";
import { TryLater, Undeliverable } from "../../chat/surface.ts";

/** Errors that Slack answers with while it is unwell; every other code says that the same call will fail again. */
const passing = new Set([
	"fatal_error",
	"internal_error",
	"service_unavailable",
	"request_timeout",
	"team_added_to_org",
]);

const limited = new Set(["ratelimited", "rate_limited", "message_limit_exceeded"]);

/** Where Slack asks to wait and does not say how long. */
const unsaidWaitMs = 30_000;

/** Slack's own code for what went wrong, if it answered at all. */
export function slackCode(error: unknown): string | undefined {
	if (!(error instanceof WebAPIPlatformError)) return undefined;
	const code: unknown = error.data.error;
	// A proxy's page in place of an answer ends up here too, as its whole text.
	return typeof code === "string" && /^[a-z_]{2,64}$/.test(code) ? code : undefined;
}

export function deliveryError(error: unknown): unknown {
	if (error instanceof WebAPIRateLimitedError) return new TryLater(error.retryAfter * 1000, "Slack asks to wait");
	const code = slackCode(error);
	if (code === undefined || passing.has(code)) return error;
	if (limited.has(code)) return new TryLater(unsaidWaitMs, `Slack asks to wait: ${code}`);
	return new Undeliverable(`Slack refuses it: ${code}`, { cause: error });
}

export const reason = (error: unknown): string => (error instanceof Error ? error.message : String(error));
