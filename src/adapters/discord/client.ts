// discord.js as this adapter wants it: the least intents, a small memory, closed mentions, bounded waiting.
import { Client, GatewayIntentBits, Options, type RESTOptions } from "discord.js";

export type DiscordConfig = {
	token: string;
	/** Another root of the REST API, without a version. */
	apiUrl?: string | undefined;
	/** Whether plain messages are read: it takes a privileged intent that nothing else needs. */
	readMessages?: boolean;
};

/** Waits for a rate limit up to this long; beyond it the caller is told, and may do something else meanwhile. */
const longestWaitMs = 10_000;

/** Neither is privileged. Interactions need none at all. */
const INTENTS = [GatewayIntentBits.Guilds, GatewayIntentBits.GuildMessageReactions];
/** To read plain messages, too. The second is privileged: it must be switched on in Discord's portal. */
const READING_INTENTS = [GatewayIntentBits.GuildMessages, GatewayIntentBits.MessageContent];

export const createClient = ({
	apiUrl,
	readMessages = false,
}: Pick<DiscordConfig, "apiUrl" | "readMessages">): Client =>
	new Client({
		intents: readMessages ? [...INTENTS, ...READING_INTENTS] : INTENTS,
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
