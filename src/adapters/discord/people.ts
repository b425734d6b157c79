// Who is who on a server: people as events name them, kept for a while, and looked up only when nobody named them yet.
// Without the privileged members intent Discord tells no changes, so every event that names somebody refreshes them.
import {
	type APIGuildMember,
	type APIInteractionGuildMember,
	type APIUser,
	GuildMemberFlags,
	type REST,
	Routes,
} from "discord.js";
import type { Person } from "../../chat/request.ts";
import { isError } from "./errors.ts";

export type MemberLike = Pick<APIGuildMember | APIInteractionGuildMember, "nick" | "flags">;

export type Directory = {
	/** What an event says of somebody. Without `member` they do not belong to the server. Only the actor has a `locale`. */
	see(guild: string, user: APIUser, member: MemberLike | undefined, locale?: string): Person;
	/** Somebody by id: known, or looked up within `withinMs`. None where Discord does not know them or does not answer. */
	find(guild: string, user: string, withinMs: number): Promise<Person | undefined>;
	forget(guild: string): void;
};

const freshForMs = 60 * 60_000;
const maxKnown = 20_000;

export function createDirectory(rest: () => REST): Directory {
	const known = new Map<string, { person: Person; at: number }>();

	const remember = (guild: string, told: Person): Person => {
		const key = `${guild}:${told.user}`;
		const locale = told.locale ?? known.get(key)?.person.locale;
		const person = locale === undefined ? told : { ...told, locale };
		known.delete(key);
		known.set(key, { person, at: performance.now() });
		const [oldest] = known.keys();
		if (known.size > maxKnown && oldest !== undefined) known.delete(oldest);
		return person;
	};

	async function lookUp(guild: string, user: string, withinMs: number): Promise<Person | undefined> {
		const signal = AbortSignal.timeout(withinMs);
		try {
			const member = (await rest().get(Routes.guildMember(guild, user), { signal })) as APIGuildMember;
			return remember(guild, asPerson(member.user, member));
		} catch (error) {
			if (!isError(error, "unknown member")) return undefined;
		}
		try {
			const found = (await rest().get(Routes.user(user), { signal })) as APIUser;
			return remember(guild, { ...asPerson(found, undefined), kind: found.bot ? "bot" : "gone" });
		} catch {
			return undefined;
		}
	}

	return {
		see: (guild, user, member, locale) =>
			remember(guild, { ...asPerson(user, member), ...(locale === undefined ? {} : { locale }) }),
		async find(guild, user, withinMs) {
			const found = known.get(`${guild}:${user}`);
			if (found && performance.now() - found.at < freshForMs) return found.person;
			return (await lookUp(guild, user, withinMs)) ?? found?.person;
		},
		forget(guild) {
			for (const key of known.keys()) if (key.startsWith(`${guild}:`)) known.delete(key);
		},
	};
}

function asPerson(user: APIUser, member: MemberLike | undefined): Person {
	return { user: user.id, name: member?.nick || user.global_name || user.username, kind: kindOf(user, member) };
}

function kindOf(user: APIUser, member: MemberLike | undefined): Person["kind"] {
	if (user.bot || user.system) return "bot";
	if (!member) return "stranger";
	return (member.flags & GuildMemberFlags.IsGuest) !== 0 ? "guest" : "person";
}
