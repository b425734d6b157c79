// What Discord's errors mean to whoever waits for an answer: it will never work, it wants us to wait, or it is an outage.
// Codes: https://docs.discord.com/developers/topics/opcodes-and-status-codes#json
import { DiscordAPIError, RateLimitError, RESTJSONErrorCodes } from "discord.js";
import { TryLater, Undeliverable } from "../../chat/surface.ts";

const known = {
	"not on the server": [RESTJSONErrorCodes.UnknownMember, RESTJSONErrorCodes.UnknownUser],
	"unknown user": [RESTJSONErrorCodes.UnknownUser],
	"unknown channel": [RESTJSONErrorCodes.UnknownChannel],
	"unknown message": [RESTJSONErrorCodes.UnknownMessage],
	"no permission": [RESTJSONErrorCodes.MissingAccess, RESTJSONErrorCodes.MissingPermissions],
	"closed to messages": [
		RESTJSONErrorCodes.CannotSendMessagesToThisUser,
		RESTJSONErrorCodes.CannotSendMessagesToThisUserDueToHavingNoMutualGuilds,
	],
	"too late": [
		RESTJSONErrorCodes.UnknownInteraction,
		RESTJSONErrorCodes.UnknownWebhook,
		RESTJSONErrorCodes.InvalidWebhookToken,
	],
	"no threads here": [RESTJSONErrorCodes.CannotExecuteActionOnThisChannelType],
	"thread is there": [RESTJSONErrorCodes.ThreadAlreadyCreatedForMessage],
	"thread is archived": [RESTJSONErrorCodes.InvalidActionOnArchivedThread],
	"answered already": [RESTJSONErrorCodes.InteractionHasAlreadyBeenAcknowledged],
} as const satisfies Record<string, RESTJSONErrorCodes[]>;

export function isError(error: unknown, meaning: keyof typeof known): boolean {
	const codes: readonly RESTJSONErrorCodes[] = known[meaning];
	return error instanceof DiscordAPIError && codes.some((code) => code === error.code);
}

/** Refusals that pass by themselves, and how long they take. Discord words them as errors, not as rate limits. */
const passing = new Map<string | number, number>([
	[RESTJSONErrorCodes.ActionCannotBePerformedDueToSlowmodeRateLimit, 60_000],
	[RESTJSONErrorCodes.AnnouncementEditLimitExceeded, 60 * 60_000],
	[RESTJSONErrorCodes.ChannelSendRateLimit, 60_000],
	[RESTJSONErrorCodes.ServerSendRateLimit, 60_000],
	[RESTJSONErrorCodes.MaximumNumberOfEditsToMessagesOlderThanOneHourReached, 10 * 60_000],
	[RESTJSONErrorCodes.OpeningDirectMessagesTooFast, 10 * 60_000],
	[RESTJSONErrorCodes.SendMessagesHasBeenTemporarilyDisabled, 10 * 60_000],
	[RESTJSONErrorCodes.APIResourceOverloaded, 60_000],
]);

/** Discord's own no: asking again brings the same. An outage, a lost connection, a time-out and a rate limit pass. */
export const isFinal = (error: unknown): boolean => error instanceof DiscordAPIError && !passing.has(error.code);

/** What the sender of notices is told. Anything that is neither is an outage, and is handed on as it is. */
export function deliveryError(error: unknown): unknown {
	if (error instanceof RateLimitError) {
		const afterMs = Math.max(error.retryAfter, error.timeToReset, error.sublimitTimeout);
		return new TryLater(afterMs, `Discord asks to wait ${Math.ceil(afterMs / 1000)} s`);
	}
	if (!(error instanceof DiscordAPIError)) return error;
	const reason = `Discord ${error.code}: ${error.message}`;
	const waitMs = passing.get(error.code);
	if (waitMs !== undefined) return new TryLater(waitMs, reason);
	if (error.status === 401) return error;
	return new Undeliverable(reason, { cause: error });
}
