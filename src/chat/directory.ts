// Turns a platform's ids into the ledger's: workspaces, people, places. It remembers what it told the ledger,
// so that a familiar face costs no transaction.
import type { Ledger } from "../ledger/ledger.ts";
import { meet, meetPlace } from "../ledger/people.ts";
import type { PersonSpan } from "./card.ts";
import { createRemembered } from "./remembered.ts";
import type { Intent, Person, Place, Request } from "./request.ts";

export type Participant = { id: number | undefined; name: string; kind: Person["kind"] };

/** How a member is named in a workspace. */
export type Names = {
	/** Their name; a mention that pings them where `ping` is set and the workspace knows them. */
	of(memberId: number | null, ping?: boolean): PersonSpan;
	user(memberId: number): string | undefined;
};

type WorkspaceOf = Pick<Request, "platform" | "workspace"> & Partial<Pick<Request, "actor" | "people" | "intent">>;

/** What a platform may still tell after the bot was removed. */
const LATE: Intent["kind"][] = ["reaction", "reactions-cleared", "message", "people", "uninstalled"];

export type WorkspaceKnown = { id: number; communityId: number; timezone: string };

export type Directory = ReturnType<typeof createDirectory>;

/** What another process may have changed is asked again after so long. */
const ASK_AGAIN_MS = 60_000;
/** Faces, too, but whoever uses the bot every day is met once a day: another process may have heard that they left. */
const MEET_AGAIN_MS = 24 * 3_600_000;
/** So many faces are remembered; beyond it, all are forgotten and met again. */
const MOST_FACES = 50_000;

export type DirectoryDeps = {
	ledger: Ledger;
	/** A new community's time zone, where the platform tells none. */
	timezone: string;
	/** The time in a community; without one, the time on the wall. */
	now(communityId?: number): Date;
};

export function createDirectory({ ledger, timezone, now }: DirectoryDeps) {
	const workspaces = new Map<string, WorkspaceKnown>();
	const people = new Map<string, { id: number | undefined; told: string }>();
	const places = new Map<string, Place & { channelId: number; home: boolean }>();
	const remembered = createRemembered(ledger);
	const [askAgain, meetAgain] = [onceIn(ASK_AGAIN_MS, now), onceIn(MEET_AGAIN_MS, now)];

	function forgetWhatMayHaveChanged(): void {
		if (meetAgain()) people.clear();
		if (!askAgain()) return;
		workspaces.clear();
		remembered.forgetAll();
	}

	/** A new community lives in the zone of the first person seen there, where the platform tells one. */
	async function workspace(request: WorkspaceOf): Promise<WorkspaceKnown> {
		forgetWhatMayHaveChanged();
		const { platform, workspace: ref } = request;
		const key = `${platform}:${ref.id}`;
		const known = workspaces.get(key);
		if (known) return known;
		const told = request.people?.find(({ user }) => user === request.actor)?.timezone;
		const zone = told !== undefined && ledger.isTimezone(told) ? told : timezone;
		// What arrives late from a workspace that was left does not bring the bot back; people's doings there do.
		const comesBack = request.intent === undefined || !LATE.includes(request.intent.kind);
		const row = await ledger.workspaceFor({ platform, external: ref.id, name: ref.name }, zone, now(), comesBack);
		const community = await ledger.readings.community(row.communityId);
		const found = { id: row.id, communityId: row.communityId, timezone: community?.timezone ?? timezone };
		// One that was left is looked up until somebody's doing there brings the bot back.
		if (row.leftAt === null) workspaces.set(key, found);
		return found;
	}

	/** Members by user id: whoever takes part gets one, unless only what is known is to be kept fresh. */
	async function membersOf(
		{ id: workspaceId, communityId }: WorkspaceKnown,
		seen: readonly Person[],
		onlyKnown = false,
	) {
		const key = (person: Person) => `${workspaceId}:${person.user}`;
		const ids = new Map(seen.map((person) => [person.user, people.get(key(person))?.id]));
		// A change is told whatever is remembered: another process may have told of the one before it.
		const news = seen.filter((person) => onlyKnown || people.get(key(person))?.told !== told(person));
		if (news.length === 0) return ids;
		const { done } = await ledger.submit(
			meet,
			{ communityId, now: now(communityId) },
			{ workspaceId, people: news, onlyKnown },
		);
		if (people.size > MOST_FACES) people.clear();
		for (const person of news) {
			const id = done?.[person.user];
			ids.set(person.user, id);
			if (id !== undefined) remembered.forgetMember(communityId, id);
			// Who takes part and is no member yet may become one: only the others are remembered without an id.
			if (id !== undefined || !["person", "guest"].includes(person.kind))
				people.set(key(person), { id, told: told(person) });
		}
		return ids;
	}

	/** The channel's id; null for what has no audience. `home` says that the bot was asked to be there. */
	async function channelOf(
		{ id: workspaceId, communityId }: WorkspaceKnown,
		place: Place | undefined,
		home: boolean,
	): Promise<number | null> {
		if (!place || place.kind === "direct") return null;
		const key = `${workspaceId}:${place.id}`;
		const known = places.get(key);
		if (known && saysNothingNew(known, place, home)) return known.channelId;
		const { name, kind, present, parent } = place;
		const seen = { workspaceId, external: place.id, name, kind, present, home, parent };
		const { done } = await ledger.submit(meetPlace, { communityId, now: now(communityId) }, seen);
		if (!done) throw new Error(`place ${place.id} was refused`);
		const stays = present && known?.present === true && known.home;
		places.set(key, { ...place, name: name || (known?.name ?? ""), channelId: done.channelId, home: home || stays });
		return done.channelId;
	}

	const forget = ({ platform, workspace: ref }: Pick<Request, "platform" | "workspace">): void => {
		workspaces.delete(`${platform}:${ref.id}`);
	};

	/** A community's settings changed: it may live in another time zone now. */
	function forgetCommunity(communityId: number): void {
		for (const [key, known] of workspaces) if (known.communityId === communityId) workspaces.delete(key);
		remembered.forgetAll();
	}

	const names = (communityId: number, workspaceId: number, ids: readonly (number | null)[]): Promise<Names> =>
		namesFrom(ledger, communityId, workspaceId, ids);

	return { workspace, forget, membersOf, channelOf, forgetCommunity, names, remembered };
}

/** True once in so long, from now on. */
function onceIn(ms: number, now: () => Date): () => boolean {
	let since = now().getTime();
	return () => {
		const at = now().getTime();
		if (at - since < ms) return false;
		since = at;
		return true;
	};
}

/** What a platform told of somebody. */
const told = (person: Person): string => JSON.stringify([person.name, person.kind, person.timezone, person.locale]);

async function namesFrom(
	ledger: Ledger,
	communityId: number,
	workspaceId: number,
	ids: readonly (number | null)[],
): Promise<Names> {
	const wanted = ids.filter((id) => id !== null);
	const found = wanted.length === 0 ? undefined : await ledger.readings.names(communityId, workspaceId, wanted);
	return {
		of(memberId, ping = false) {
			const known = memberId === null ? undefined : found?.get(memberId);
			return { person: known?.name ?? "somebody", user: known?.user, ping };
		},
		user: (memberId) => found?.get(memberId)?.user,
	};
}

/** Not every event tells a channel's name, and not every event asks the bot in: what is known already stays so. */
const saysNothingNew = (known: Place & { home: boolean }, { name, kind, present }: Place, home: boolean): boolean =>
	(name === "" || name === known.name) && kind === known.kind && present === known.present && (known.home || !home);
