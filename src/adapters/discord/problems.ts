// What keeps Discord from starting, in words that say what to do. It never repeats the token.
import { DiscordjsError, DiscordjsErrorCodes, GatewayCloseCodes } from "discord.js";

const portal = "https://discord.com/developers/applications";

const badToken =
	`Discord does not accept DISCORD_TOKEN. Open ${portal}, choose the application, then Bot, then Reset Token, ` +
	"and put the new token into DISCORD_TOKEN (the bot's token, not the client secret or the public key).";
const badIntents =
	"Discord refuses the intents that were asked for. Goodturn asks for Guilds and Guild Message Reactions alone, none of " +
	`them privileged: see that DISCORD_TOKEN belongs to a bot in ${portal} that is not restricted.`;

export function startProblem(error: unknown, apiUrl: string | undefined): Error {
	if (error instanceof DiscordjsError && error.code === DiscordjsErrorCodes.TokenInvalid) return new Error(badToken);
	const message = error instanceof Error ? error.message : String(error);
	if (/disallowed intents|invalid intents/i.test(message)) return new Error(badIntents);
	return new Error(`Discord at ${apiUrl ?? "https://discord.com/api"} did not let the bot in: ${reasonOf(error)}`, { cause: error });
}

/** Why the gateway closed for good, while the bot was running. */
export function closeProblem(code: number): string {
	if (code === GatewayCloseCodes.AuthenticationFailed) return badToken;
	if (code === GatewayCloseCodes.DisallowedIntents || code === GatewayCloseCodes.InvalidIntents) return badIntents;
	return `Discord closed the connection for good (${code} ${GatewayCloseCodes[code] ?? "unknown"}).`;
}

/** undici says "fetch failed" and keeps the reason to itself. */
function reasonOf(error: unknown): string {
	if (!(error instanceof Error)) return String(error);
	return error.cause instanceof Error ? `${error.message} (${error.cause.message})` : error.message;
}
