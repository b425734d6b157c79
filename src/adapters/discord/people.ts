// Who is who on a server: people as events name them, kept for a while, and looked up only when nobody named them yet.
// Without the privileged members intent Discord tells no changes, so every event that names somebody refreshes them.
import {
	type APIGuildMember,
	type APIInteractionGuildMember,
	type APIUser,
	GuildMemberFlags,
	PermissionFlagsBits,
	type REST,
	Routes,
} from "discord.js";
import type { Person } from "../../chat/request.ts";
import { isError } from "./errors.ts";

export type MemberLike = Pick<APIGuildMember | APIInteractionGuildMember, "nick" | "flags"> & {
	/** What they may do, where an interaction tells. */
	permissions?: string;
};

export type Directory = {
	/**
	 * What an event says of somebody. Without `member` they do not belong to the server. Only the actor has a `locale`.
	 * Whether they run the server is true of this moment alone, and never remembered.
	 */
	see(guild: string, user: APIUser, member: MemberLike | undefined, locale?: string): Person;
	/**
	 * Somebody by id: known, or looked up within `withinMs`. None where nobody has that id (a webhook's, say).
	 * Throws where Discord does not answer: that says nothing about anybody.
	 */
	find(guild: string, user: string, withinMs?: number): Promise<Person | undefined>;
	/** Looked up now, whatever is known. Answers and throws as `find` does. */
	refresh(guild: string, user: string): Promise<Person | undefined>;
	forget(guild: string): void;
};

const freshForMs = 60 * 60_000;
/** Whoever is not on the server may be back at any time. */
const awayForMs = 60_000;
const lookUpMs = 10_000;
const maxKnown = 20_000;

export function createDirectory(rest: () => REST): Directory {
	/** Nobody is known, too: what a webhook wrote may get many reactions. */
	const known = new Map<string, { person: Person | undefined; at: number }>();
	/** Look-ups under way: many may react to one message at once. */
	const asked = new Map<string, Promise<Person | undefined>>();

	const keep = (key: string, person: Person | undefined): void => {
		known.delete(key);
		known.set(key, { person, at: performance.now() });
		const [oldest] = known.keys();
		if (known.size > maxKnown && oldest !== undefined) known.delete(oldest);
	};

	const remember = (guild: string, told: Person): Person => {
		const key = `${guild}:${told.user}`;
		const locale = told.locale ?? known.get(key)?.person?.locale;
		const person = locale === undefined ? told : { ...told, locale };
		keep(key, person);
		return person;
	};

	async function lookUp(guild: string, user: string): Promise<Person | undefined> {
		const signal = AbortSignal.timeout(lookUpMs);
		const key = `${guild}:${user}`;
		try {
			const member = (await rest().get(Routes.guildMember(guild, user), { signal })) as APIGuildMember;
			return remember(guild, asPerson(member.user, member));
		} catch (error) {
			if (!isError(error, "not on the server")) throw error;
		}
		const before = known.get(key)?.person;
		if (before) return remember(guild, whoLeft(before));
		try {
			const found = (await rest().get(Routes.user(user), { signal })) as APIUser;
			return remember(guild, whoLeft(asPerson(found, undefined)));
		} catch (error) {
			if (!isError(error, "unknown user")) throw error;
			keep(key, undefined);
			return undefined;
		}
	}

	function ask(guild: string, user: string): Promise<Person | undefined> {
		const key = `${guild}:${user}`;
		const running = asked.get(key);
		if (running) return running;
		const answer = lookUp(guild, user).finally(() => asked.delete(key));
		asked.set(key, answer);
		return answer;
	}

	return {
		see(guild, user, member, locale) {
			const person = remember(guild, { ...asPerson(user, member), ...(locale === undefined ? {} : { locale }) });
			return runsServer(member) ? { ...person, admin: true } : person;
		},
		async find(guild, user, withinMs = lookUpMs) {
			const found = known.get(`${guild}:${user}`);
			const here = found?.person && !isAway(found.person);
			if (found && performance.now() - found.at < (here ? freshForMs : awayForMs)) return found.person;
			try {
				return await inTime(ask(guild, user), withinMs);
			} catch (error) {
				// As they were a while ago is good enough while Discord does not answer.
				if (here) return found.person;
				throw error;
			}
		},
		refresh: ask,
		forget(guild) {
			for (const key of known.keys()) if (key.startsWith(`${guild}:`)) known.delete(key);
		},
	};
}

const isAway = ({ kind }: Person): boolean => kind === "gone" || kind === "stranger";
const whoLeft = (person: Person): Person => (person.kind === "bot" ? person : { ...person, kind: "gone" });

function inTime<T>(answer: Promise<T>, ms: number): Promise<T> {
	return new Promise((resolve, reject) => {
		const timer = setTimeout(() => reject(new Error(`Discord did not say within ${ms} ms who somebody is`)), ms);
		answer.then(resolve, reject).finally(() => clearTimeout(timer));
	});
}

function asPerson(user: APIUser, member: MemberLike | undefined): Person {
	return { user: user.id, name: member?.nick || user.global_name || user.username, kind: kindOf(user, member) };
}

const RUNS_SERVER = PermissionFlagsBits.Administrator | PermissionFlagsBits.ManageGuild;

/** The owner may do everything, and Discord says so. */
const runsServer = (member: MemberLike | undefined): boolean =>
	member?.permissions !== undefined && (BigInt(member.permissions) & RUNS_SERVER) !== 0n;

function kindOf(user: APIUser, member: MemberLike | undefined): Person["kind"] {
	if (user.bot || user.system) return "bot";
	if (!member) return "stranger";
	return (member.flags & GuildMemberFlags.IsGuest) !== 0 ? "guest" : "person";
}
