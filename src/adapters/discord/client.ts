// discord.js as this adapter wants it: the least intents, a small memory, closed mentions, bounded waiting.
import { Client, GatewayIntentBits, Options, type RESTOptions } from "discord.js";

/** Waits for a rate limit up to this long; beyond it the caller is told, and may do something else meanwhile. */
const longestWaitMs = 10_000;

export const createClient = (apiUrl: string | undefined): Client =>
	new Client({
		// Neither is privileged. Interactions need none at all.
		intents: [GatewayIntentBits.Guilds, GatewayIntentBits.GuildMessageReactions],
		shards: "auto",
		allowedMentions: { parse: [], repliedUser: false },
		// Reactions and interactions are read from the gateway's own payloads, which name everybody by id: so no message,
		// reaction or member needs to be cached, nor a partial made of what is not.
		makeCache: Options.cacheWithLimits({
			AutoModerationRuleManager: 0,
			GuildBanManager: 0,
			GuildEmojiManager: 0,
			GuildInviteManager: 0,
			GuildMemberManager: { maxSize: 0, keepOverLimit: (member) => member.id === member.client.user.id },
			GuildScheduledEventManager: 0,
			GuildStickerManager: 0,
			MessageManager: 0,
			PresenceManager: 0,
			ReactionManager: 0,
			ReactionUserManager: 0,
			StageInstanceManager: 0,
			ThreadMemberManager: 0,
			VoiceStateManager: 0,
		}),
		rest: restOptions(apiUrl),
	});

export const restOptions = (apiUrl: string | undefined): Partial<RESTOptions> => ({
	...(apiUrl === undefined ? {} : { api: apiUrl }),
	timeout: 10_000,
	retries: 2,
	rejectOnRateLimit: ({ retryAfter, timeToReset }) => Math.max(retryAfter, timeToReset) > longestWaitMs,
});
