// Whether Discord's token works and what the bot can do with it, for the doctor. It reads and changes nothing.
import { type APIApplication, type APIGatewayBotInfo, DiscordAPIError, type RESTAPIPartialCurrentUserGuild, REST, Routes } from "discord.js";
import type { DiscordConfig } from "./index.ts";

export type Finding = { problem: string; fix: string };

const PORTAL = "https://discord.com/developers/applications";
const LOOK_MS = 5_000;

export async function checkDiscord({ token, apiUrl }: DiscordConfig): Promise<{ well: string; findings: Finding[] }> {
	const rest = new REST({ timeout: LOOK_MS, retries: 0, ...(apiUrl === undefined ? {} : { api: apiUrl }) }).setToken(token);
	const findings: Finding[] = [];
	try {
		const application = (await rest.get(Routes.currentApplication())) as APIApplication;
		const gateway = (await rest.get(Routes.gatewayBot())) as APIGatewayBotInfo;
		const guilds = (await rest.get(Routes.userGuilds())) as RESTAPIPartialCurrentUserGuild[];
		const commands = (await rest.get(Routes.applicationCommands(application.id))) as { name: string }[];
		if (gateway.session_start_limit.remaining < 10) {
			findings.push({ problem: "The bot has almost used up today's connections.", fix: "Find out what restarts it again and again." });
		}
		if (guilds.length === 0) {
			findings.push({ problem: "The bot is in no server.", fix: `Open ${PORTAL}, the application, Installation, and follow its install link.` });
		}
		if (commands.length === 0) {
			findings.push({ problem: "No commands are registered.", fix: "Start the bot once: it registers them by itself." });
		}
		const servers = guilds.length === 1 ? "one server" : `${guilds.length} servers`;
		return { well: `${application.name} in ${servers}, ${commands.length} commands, no privileged intent needed`, findings };
	} catch (error) {
		return { well: "", findings: [...findings, explain(error)] };
	}
}

function explain(error: unknown): Finding {
	if (error instanceof DiscordAPIError && error.status === 401) {
		return { problem: "Discord does not accept DISCORD_TOKEN.", fix: `Open ${PORTAL}, the application, Bot, Reset Token, and put the new one into DISCORD_TOKEN.` };
	}
	const reason = error instanceof Error ? error.message : String(error);
	return { problem: `Discord cannot be reached: ${reason}`, fix: "Check the network, a proxy, and DISCORD_API_URL if it is set." };
}
