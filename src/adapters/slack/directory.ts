// Who is who and what is where: Slack's people and conversations as the chat core wants them, remembered and kept fresh
// by Slack's own events. It waits for a bounded time only, and guesses nothing that would be written down.
import type { WebClient } from "@slack/web-api";
import type { Group, Person, Place } from "../../chat/request.ts";
import type { Log } from "../../log.ts";
import { reason, slackCode } from "./errors.ts";
import { createLookup } from "./lookup.ts";
import type { SlackUser } from "./payloads.ts";
import type { GroupHint } from "./text.ts";

const peopleRemembered = 5_000;
const placesRemembered = 2_000;
const groupsRemembered = 500;
/** `user_change` tells of changes; this is for those that were missed. */
const personFreshMs = 6 * 3_600_000;
/** A channel's name or privacy may change without a word to us. */
const placeFreshMs = 10 * 60_000;
/** Who belongs to a group nobody tells us: whoever thanks it wants to see who that is now. */
const groupFreshMs = 60_000;
/** Out of the three seconds that Slack waits, what looking up may take. */
const lookupBudgetMs = 1_200;
/** Nobody thanks more people at once; the rest of a very long list stays unknown. */
const mostLookups = 30;

/** What a payload itself says of somebody. */
export type PersonHint = { id: string; name?: string | undefined; team?: string | undefined };

export type PlaceHint = { id: string; name?: string | undefined; private?: boolean };

export type Directory = {
	/** Who and where, as far as Slack told in time. `late`: something is still unknown and may be known in a moment. */
	find(actor: PersonHint, others: string[], place: PlaceHint | undefined, groups?: GroupHint[]): Promise<Found>;
	/** Learns of a change. None where it changes nothing that we know of them. */
	learn(user: SlackUser): Person | undefined;
	/** The bot came to a conversation or left it. */
	moved(channel: string): void;
};

export type Found = { people: Person[]; groups: Group[]; place: Place | undefined; late: boolean };

export function createDirectory(deps: {
	client: WebClient;
	team: string;
	/** The bot itself, so that nobody need ask who it is: it may have been removed already. */
	bot: Person;
	now: () => number;
	log: Log;
}): Directory {
	const { client, team, now, log } = deps;
	// `null`: Slack says that there is nobody (nothing) of this id for us to see.
	const people = createLookup<Person | null>({
		ask: (id) => askPerson(client, team, id),
		limit: peopleRemembered,
		freshMs: personFreshMs,
		now,
	});
	const places = createLookup<Place | null>({
		ask: (id) => askPlace(client, id),
		limit: placesRemembered,
		freshMs: placeFreshMs,
		now,
	});
	const members = createLookup<string[] | null>({
		ask: (id) => askGroup(client, id),
		limit: groupsRemembered,
		freshMs: groupFreshMs,
		now,
	});
	people.put(deps.bot.user, deps.bot);

	const inTime = async <T>(id: string, answer: Promise<T>): Promise<T | "late"> => {
		try {
			return await within(lookupBudgetMs, answer);
		} catch (error) {
			log.warn({ id, reason: reason(error) }, "Slack did not tell who or where this is");
			return "late";
		}
	};

	return {
		async find(actor, others, hint, named = []) {
			const told = await Promise.all(named.map(({ id }) => inTime(id, members.get(id))));
			const groups = named.map(({ id, name }, index): Group => {
				const found = told[index];
				return { id, name, members: Array.isArray(found) ? found : undefined };
			});
			const inGroups = groups.flatMap((group) => group.members ?? []);
			const ids = [...new Set([actor.id, ...others, ...inGroups])].slice(0, mostLookups);
			const asked = Promise.all(ids.map((id) => inTime(id, people.get(id))));
			const where = hint === undefined || isDirect(hint) ? null : await inTime(hint.id, places.get(hint.id));
			const answers = await asked;
			const found = answers.filter((answer) => answer !== "late" && answer !== null);
			if (answers[0] === null) found.unshift(unseen(actor, team));
			return {
				people: found,
				groups,
				place: hint && placeOf(hint, where === "late" ? null : where),
				late: where === "late" || answers.includes("late") || told.includes("late"),
			};
		},
		learn(user) {
			const known = people.peek(user.id);
			// Events leave the locale out.
			const person = { ...(known?.locale && { locale: known.locale }), ...readPerson(user, team) };
			people.put(user.id, person);
			return known && same(known, person) ? undefined : person;
		},
		moved: (channel) => places.forget(channel),
	};
}

const same = (a: Person, b: Person): boolean =>
	a.name === b.name && a.kind === b.kind && a.timezone === b.timezone && a.locale === b.locale;

/** https://docs.slack.dev/reference/objects/user-object */
function readPerson(user: SlackUser, team: string): Person {
	const { profile } = user;
	const name = profile?.display_name || profile?.real_name || user.real_name || user.name || user.id;
	const kind = kindOf(user, team);
	return {
		user: user.id,
		name: name.trim(),
		kind,
		...(user.tz && { timezone: user.tz }),
		...(user.locale && { locale: user.locale }),
		// A stranger may run another workspace: that says nothing here.
		...(kind === "person" && (user.is_admin || user.is_owner) && { admin: true }),
	};
}

function kindOf(user: SlackUser, team: string): Person["kind"] {
	if (user.deleted) return "gone";
	// Slackbot says of itself that it is none.
	if (user.is_bot || user.id === "USLACKBOT") return "bot";
	const ofOurs = user.team_id === undefined || user.team_id === team || user.enterprise_user?.teams?.includes(team);
	if (user.is_stranger || !ofOurs) return "stranger";
	return user.is_restricted || user.is_ultra_restricted ? "guest" : "person";
}

/** Somebody who acts and whom Slack will not show us: of another workspace, or beyond what our token sees. */
const unseen = (hint: PersonHint, team: string): Person => ({
	user: hint.id,
	name: hint.name || hint.id,
	kind: hint.team === team ? "person" : "stranger",
});

async function askPerson(client: WebClient, team: string, id: string): Promise<Person | null> {
	try {
		const { user } = await client.users.info({ user: id, include_locale: true });
		return user?.id === undefined ? null : readPerson(user as SlackUser, team);
	} catch (error) {
		if (["user_not_found", "user_not_visible", "users_not_found"].includes(slackCode(error) ?? "")) return null;
		throw error;
	}
}

/** Who is in a user group; none where Slack does not tell us. */
async function askGroup(client: WebClient, id: string): Promise<string[] | null> {
	try {
		return (await client.usergroups.users.list({ usergroup: id })).users ?? null;
	} catch (error) {
		if (["no_such_subteam", "plan_upgrade_required", "missing_scope"].includes(slackCode(error) ?? "")) return null;
		throw error;
	}
}

async function askPlace(client: WebClient, id: string): Promise<Place | null> {
	try {
		const { channel } = await client.conversations.info({ channel: id });
		if (channel === undefined) return null;
		return {
			id,
			name: channel.is_im || channel.is_mpim ? "" : (channel.name ?? ""),
			kind: channel.is_im || channel.is_mpim ? "direct" : channel.is_private ? "private" : "public",
			present: channel.is_member === true && channel.is_archived !== true,
		};
	} catch (error) {
		// A private channel without the bot, or a conversation of a kind that our scopes leave out.
		if (["channel_not_found", "missing_scope"].includes(slackCode(error) ?? "")) return null;
		throw error;
	}
}

/** Between two, or a small group's: nothing to look up, and reading them would need scopes that nothing else needs. */
const isDirect = (hint: PlaceHint): boolean =>
	hint.id.startsWith("D") || hint.name === "directmessage" || hint.name?.startsWith("mpdm-") === true;

function placeOf(hint: PlaceHint, found: Place | null): Place {
	if (isDirect(hint)) return { id: hint.id, name: "", kind: "direct", present: false };
	if (found !== null) return found;
	// What Slack hides from a bot that is no member is private; `privategroup` is what it says in place of the name.
	const name = hint.name === "privategroup" ? "" : (hint.name ?? "");
	return { id: hint.id, name, kind: hint.private === false ? "public" : "private", present: false };
}

async function within<T>(ms: number, work: Promise<T>): Promise<T> {
	let timer: NodeJS.Timeout | undefined;
	const late = new Promise<never>((_, reject) => {
		timer = setTimeout(() => reject(new Error(`no answer within ${ms} ms`)), ms);
	});
	try {
		return await Promise.race([work, late]);
	} finally {
		clearTimeout(timer);
	}
}
