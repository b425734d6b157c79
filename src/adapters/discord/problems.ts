// What keeps Discord from working, in words that say what to do about it. It never repeats the token.
import { DiscordAPIError, DiscordjsError, DiscordjsErrorCodes, GatewayCloseCodes } from "discord.js";
import type { DiscordConfig } from "./client.ts";

/** Something that whoever runs the bot has to mend. */
export class DiscordSetupError extends Error {
	override name = "DiscordSetupError";
	readonly problem: string;
	readonly fix: string;
	constructor({ problem, fix }: Finding, options?: ErrorOptions) {
		super(`${problem} ${fix}`, options);
		this.problem = problem;
		this.fix = fix;
	}
}

export type Finding = { problem: string; fix: string };

const portal = "https://discord.com/developers/applications";

const badToken: Finding = {
	problem: "Discord does not accept DISCORD_TOKEN.",
	fix: `Open ${portal}, choose the application, then Bot, then Reset Token, and put the new token into DISCORD_TOKEN.`,
};
const badIntents: Finding = {
	problem: "Discord refuses the intents Guilds and Guild Message Reactions, though none of them is privileged.",
	fix: `See in ${portal} whether the application of this DISCORD_TOKEN is restricted.`,
};

export const noMessageContent: Finding = {
	problem: "To read messages, the application in Discord lacks the Message Content intent.",
	fix: `Open ${portal}, choose the application, then Bot, then under Privileged Gateway Intents switch Message Content Intent on, and save. Or leave GOODTURN_READ_MESSAGES out.`,
};

/** What was asked for decides what is wrong where Discord refuses it. */
type Asked = Pick<DiscordConfig, "apiUrl" | "readMessages">;

export function startProblem(error: unknown, asked: Asked): DiscordSetupError {
	return new DiscordSetupError(findingOf(error, asked), { cause: error });
}

export function findingOf(error: unknown, { apiUrl, readMessages }: Asked): Finding {
	if (error instanceof DiscordjsError && error.code === DiscordjsErrorCodes.TokenInvalid) return badToken;
	if (error instanceof DiscordAPIError && error.status === 401) return badToken;
	const reason = reasonOf(error);
	if (/authentication failed/i.test(reason)) return badToken;
	if (/(?:disallowed|invalid) intents/i.test(reason)) return readMessages ? noMessageContent : badIntents;
	if (error instanceof DiscordAPIError) {
		return { problem: `Discord refuses: ${reason}.`, fix: `See the application in ${portal}.` };
	}
	return {
		problem: `Discord at ${apiUrl ?? "https://discord.com/api"} does not let the bot in: ${reason}.`,
		fix: "Check the network, a proxy, and DISCORD_API_URL if it is set.",
	};
}

/** Why the gateway closed for good, while the bot was running. */
export function closeProblem(code: number, { readMessages }: Asked): string {
	const intents = readMessages ? noMessageContent : badIntents;
	const finding = new Map<number, Finding>([
		[GatewayCloseCodes.AuthenticationFailed, badToken],
		[GatewayCloseCodes.DisallowedIntents, intents],
		[GatewayCloseCodes.InvalidIntents, intents],
	]).get(code);
	if (finding) return `${finding.problem} ${finding.fix}`;
	return `Discord closed the connection for good (${code} ${GatewayCloseCodes[code] ?? "unknown"}).`;
}

/** undici says "fetch failed" and keeps the reason to itself. */
function reasonOf(error: unknown): string {
	if (!(error instanceof Error)) return String(error);
	return error.cause instanceof Error ? `${error.message} (${error.cause.message})` : error.message;
}
