// Whether the token works and the bot may do on its servers what it has to, for the doctor. It reads and changes nothing,
// and opens no gateway, so that it can run beside the bot.
import {
	type APIApplication,
	type APIUser,
	REST,
	type RESTGetAPICurrentUserGuildsResult,
	type RESTGetAPIGatewayBotResult,
	Routes,
} from "discord.js";
import { restOptions } from "./client.ts";
import type { DiscordConfig } from "./index.ts";
import { inviteUrl, missingFrom } from "./invite.ts";
import { type Finding, findingOf } from "./problems.ts";

export async function checkDiscord({ token, apiUrl }: DiscordConfig): Promise<{ well: string; findings: Finding[] }> {
	const rest = new REST({ version: "10", ...restOptions(apiUrl) }).setToken(token);
	try {
		const me = (await rest.get(Routes.user())) as APIUser;
		const application = (await rest.get(Routes.currentApplication())) as APIApplication;
		const gateway = (await rest.get(Routes.gatewayBot())) as RESTGetAPIGatewayBotResult;
		const guilds = (await rest.get(Routes.userGuilds())) as RESTGetAPICurrentUserGuildsResult;
		const findings = [...startsLeft(gateway), ...onServers(guilds, inviteUrl(application.id))];
		return { well: `${me.username}, on ${guilds.length} ${guilds.length === 1 ? "server" : "servers"}`, findings };
	} catch (error) {
		return { well: "", findings: [findingOf(error, apiUrl)] };
	} finally {
		rest.clearHandlerSweeper();
		rest.clearHashSweeper();
	}
}

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
