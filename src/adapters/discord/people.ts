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
	/**
	 * Everybody who has a role. None where Discord does not tell: it shows a server's members only to applications with
	 * the members intent, and the largest servers are not read through. Throws where it does not answer.
	 */
	holders(guild: string, role: string, withinMs: number): Promise<Person[] | undefined>;
	forget(guild: string): void;
};

const freshForMs = 60 * 60_000;
/** Whoever is not on the server may be back at any time. */
const awayForMs = 60_000;
const lookUpMs = 10_000;
const maxKnown = 20_000;
/** A server's members come in pages of so many; beyond so many pages it is too large to be read through. */
const pageSize = 1_000;
const maxPages = 5;
/** Who has which role is asked again after so long; after a no, only after this long. */
const rolesFreshMs = 60_000;
const refusedForMs = 10 * 60_000;

export function createDirectory(rest: () => REST): Directory {
	/** Nobody is known, too: what a webhook wrote may get many reactions. */
	const known = new Map<string, { person: Person | undefined; at: number }>();
	/** Look-ups under way: many may react to one message at once. */
	const asked = new Map<string, Promise<Person | undefined>>();

	const rolls = createRolls(rest);

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
		async holders(guild, role, withinMs) {
			const roll = await inTime(rolls.of(guild), withinMs);
			const found = roll?.filter(({ roles }) => roles.includes(role));
			return found?.map((member) => remember(guild, asPerson(member.user, member)));
		},
		forget(guild) {
			rolls.forget(guild);
			for (const key of known.keys()) if (key.startsWith(`${guild}:`)) known.delete(key);
		},
	};
}

/** The members of servers, as far as Discord shows them; none where it does not. */
function createRolls(rest: () => REST) {
	const known = new Map<string, { roll: Promise<APIGuildMember[] | undefined>; until: number }>();

	async function read(guild: string): Promise<APIGuildMember[] | undefined> {
		const all: APIGuildMember[] = [];
		for (let page = 0; page < maxPages; page++) {
			const query = new URLSearchParams({ limit: String(pageSize), after: all.at(-1)?.user.id ?? "0" });
			const signal = AbortSignal.timeout(lookUpMs);
			const members = (await rest().get(Routes.guildMembers(guild), { query, signal })) as APIGuildMember[];
			all.push(...members);
			if (members.length < pageSize) return all;
		}
		return undefined;
	}

	async function ask(guild: string): Promise<APIGuildMember[] | undefined> {
		try {
			return await read(guild);
		} catch (error) {
			if (!isError(error, "no permission")) {
				known.delete(guild);
				throw error;
			}
			// Asked again and again, Discord would shut us out for a while.
			known.set(guild, { roll: Promise.resolve(undefined), until: performance.now() + refusedForMs });
			return undefined;
		}
	}

	return {
		of(guild: string): Promise<APIGuildMember[] | undefined> {
			const found = known.get(guild);
			if (found && performance.now() < found.until) return found.roll;
			const roll = ask(guild);
			known.set(guild, { roll, until: performance.now() + rolesFreshMs });
			return roll;
		},
		forget: (guild: string) => known.delete(guild),
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
