// Whether the token works and the bot may do on its servers what it has to, for the doctor. It reads and changes nothing,
// and opens no gateway, so that it can run beside the bot.
import {
	type APIApplication,
	type APIUser,
	ApplicationFlags,
	REST,
	type RESTGetAPICurrentUserGuildsResult,
	type RESTGetAPIGatewayBotResult,
	Routes,
} from "discord.js";
import { type DiscordConfig, restOptions } from "./client.ts";
import { inviteUrl, missingFrom } from "./invite.ts";
import { type Finding, findingOf, noMessageContent } from "./problems.ts";

export async function checkDiscord(config: DiscordConfig): Promise<{ well: string; findings: Finding[] }> {
	const { token, apiUrl, readMessages = false } = config;
	const rest = new REST({ version: "10", ...restOptions(apiUrl) }).setToken(token);
	try {
		const me = (await rest.get(Routes.user())) as APIUser;
		const application = (await rest.get(Routes.currentApplication())) as APIApplication;
		const gateway = (await rest.get(Routes.gatewayBot())) as RESTGetAPIGatewayBotResult;
		const guilds = (await rest.get(Routes.userGuilds())) as RESTGetAPICurrentUserGuildsResult;
		const findings = [
			...startsLeft(gateway),
			...(readMessages ? mayRead(application) : []),
			...onServers(guilds, inviteUrl(application.id)),
		];
		return { well: `${me.username}, on ${guilds.length} ${guilds.length === 1 ? "server" : "servers"}`, findings };
	} catch (error) {
		return { well: "", findings: [findingOf(error, config)] };
	} finally {
		rest.clearHandlerSweeper();
		rest.clearHashSweeper();
	}
}

/** Discord has one flag for verified applications and one for all others. */
const MESSAGE_CONTENT = ApplicationFlags.GatewayMessageContent | ApplicationFlags.GatewayMessageContentLimited;

const mayRead = ({ flags }: APIApplication): Finding[] => ((flags & MESSAGE_CONTENT) !== 0 ? [] : [noMessageContent]);

function startsLeft({ session_start_limit: { remaining, reset_after } }: RESTGetAPIGatewayBotResult): Finding[] {
	if (remaining > 0) return [];
	const hours = Math.ceil(reset_after / 3_600_000);
	return [{ problem: "The bot was started too often today.", fix: `Discord takes it again in about ${hours} hours.` }];
}

function onServers(guilds: RESTGetAPICurrentUserGuildsResult, url: string): Finding[] {
	if (guilds.length === 0) return [{ problem: "The bot is on no server yet.", fix: `Open ${url} and choose yours.` }];
	return guilds.flatMap(({ name, permissions }) => {
		const missing = missingFrom(BigInt(permissions));
		if (missing.length === 0) return [];
		const fix = `Give its role these under Server Settings, Roles, or open ${url} once more.`;
		return [{ problem: `On ${name} the bot lacks ${missing.join(", ")}.`, fix }];
	});
}
