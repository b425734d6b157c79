// Who is who: communities, workspaces, members, channels, and what each set for themselves.
// It moves no credit.
import { isTimezone } from "../rules/calendar.ts";
import { isPostedIn } from "../rules/channels.ts";
import { takesPart } from "../rules/people.ts";
import type { PersonKind } from "../rules/types.ts";
import type { Storage } from "../storage/storage.ts";
import type { Row } from "../storage/tables.ts";
import type { Query } from "./boards.ts";
import { AS_PARENT, modeIn } from "./channels.ts";
import { comeBack, leave } from "./leavers.ts";
import type { Verb } from "./list.ts";
import { tell } from "./notices.ts";
import { isElsewhere, noteWhere } from "./presence.ts";

export type Seen = {
	user: string;
	name: string;
	kind: PersonKind;
	timezone?: string | undefined;
	locale?: string | undefined;
};

/** Makes members of people who take part and are new, and keeps what is known of them fresh. Answers with member ids by user. */
export const meet: Verb<{ workspaceId: number; people: Seen[]; onlyKnown?: boolean }, Record<string, number>> = async (
	book,
	context,
	{ workspaceId, people, onlyKnown = false },
) => {
	const { communityId, now } = context;
	const ids: Record<string, number> = {};
	for (const { user, name, kind, timezone, locale } of people) {
		const key = { communityId, workspaceId, user };
		const known = await book.get("Identity", key);
		const platformTimezone = timezone !== undefined && isTimezone(timezone) ? timezone : null;
		const seen = { name, kind, platformTimezone, locale: locale ?? null };
		if (known) {
			ids[user] = known.memberId;
			const member = await book.get("Member", { communityId, id: known.memberId });
			if (!member) continue;
			// Of a member, a platform may say that they are from outside: they left.
			const fresh = { ...member, ...seen, kind: kind === "stranger" ? ("gone" as const) : kind };
			// What an event leaves out stays as it is known: not each tells a locale, and of who left some tell the id alone.
			if (kind === "gone" && name === user) fresh.name = member.name;
			if (timezone === undefined) fresh.platformTimezone = member.platformTimezone;
			if (locale === undefined) fresh.locale = member.locale;
			await noteWhere(book, context, known, fresh.kind);
			if (fresh.kind === "gone" && member.leftAt === null) {
				if (!(await isElsewhere(book, communityId, known))) await leave(book, context, fresh);
			} else if (takesPart(kind) && member.leftAt !== null) await comeBack(book, context, fresh);
			else book.set("Member", fresh);
		} else if (!onlyKnown && takesPart(kind)) {
			const id = await book.nextId("Account", communityId);
			ids[user] = id;
			book.add("Account", { communityId, id, kind: "member", balance: 0, postings: 0 });
			book.add("Member", { communityId, id, ...seen, joinedAt: now, ...NEW_MEMBER });
			book.add("Identity", { ...key, memberId: id });
		}
	}
	return ids;
};

/** What nobody set yet. */
export const NEW_MEMBER = {
	ownTimezone: null,
	quiet: "off",
	unlisted: false,
	greetedAt: null,
	hintsOff: "",
	awaySince: null,
	awayUntil: null,
	fadeCarry: 0,
	fadedWeek: 0,
	leftAt: null,
	settledAt: null,
	admin: false,
	excluded: false,
	frozenAt: null,
};

export type SeenPlace = {
	workspaceId: number;
	external: string;
	name: string;
	kind: string;
	present: boolean;
	home: boolean;
	/** The platform's id of the channel that a thread hangs in. */
	parent?: string | undefined;
};

/** The channel's id; what is known of it is kept fresh. A thread goes as its channel until somebody sets it otherwise. */
export const meetPlace: Verb<SeenPlace, { channelId: number }> = async (book, { communityId }, seen) => {
	const { parent = null, ...place } = seen;
	const { workspaceId, external } = place;
	const [known] = await book.list("Channel", { communityId, workspaceId, external });
	if (known) {
		const home = place.present && (known.home || place.home);
		book.set("Channel", { ...known, ...place, home, name: place.name || known.name, parent: parent ?? known.parent });
		return { channelId: known.id };
	}
	const id = await book.nextId("Channel", communityId);
	const mode = parent === null ? "open" : AS_PARENT;
	book.add("Channel", { communityId, id, ...place, muted: false, mode, parent, greetedAt: null });
	return { channelId: id };
};

/** The bot came to a channel: it says once what it is for. */
export const greet: Verb<{ channelId: number }, null> = async (book, context, { channelId }) => {
	const { communityId, now } = context;
	const channel = await book.get("Channel", { communityId, id: channelId });
	if (!channel || channel.greetedAt || !isPostedIn(await modeIn(book, channel))) return null;
	book.set("Channel", { ...channel, greetedAt: now });
	await tell(book, context, { workspaceId: channel.workspaceId, channelId }, { kind: "welcome" });
	return null;
};

export type OwnSettings = Partial<Pick<Row<"Member">, "quiet" | "ownTimezone">>;

export const setMember: Verb<{ memberId: number; settings: OwnSettings }, null> = async (
	book,
	{ communityId },
	{ memberId, settings },
) => {
	const member = await book.get("Member", { communityId, id: memberId });
	if (!member) throw new Error(`there is no member ${memberId}`);
	book.set("Member", { ...member, ...settings });
	return null;
};

/** Off the boards, or on them again. */
export const toggleUnlisted: Verb<{ memberId: number }, { unlisted: boolean }> = async (
	book,
	{ communityId },
	{ memberId },
) => {
	const member = await book.get("Member", { communityId, id: memberId });
	if (!member) throw new Error(`there is no member ${memberId}`);
	const unlisted = !member.unlisted;
	book.set("Member", { ...member, unlisted });
	return { unlisted };
};

/** No weekly posts in a channel, or again. */
export const toggleMuted: Verb<{ channelId: number }, { muted: boolean }> = async (
	book,
	{ communityId },
	{ channelId },
) => {
	const channel = await book.get("Channel", { communityId, id: channelId });
	if (!channel) throw new Error(`there is no channel ${channelId}`);
	const muted = !channel.muted;
	book.set("Channel", { ...channel, muted });
	return { muted };
};

export type WorkspaceRef = { platform: string; external: string; name: string };

/** The workspace, made with a community of its own when it is new; `comesBack` says that the bot is there (again). */
export async function workspaceFor(
	storage: Storage,
	{ platform, external, name }: WorkspaceRef,
	timezone: string,
	now: Date,
	comesBack: boolean,
): Promise<Row<"Workspace">> {
	const where = { platform_external: { platform, external } };
	const [found] = await storage.read((query) =>
		query<Row<"Workspace">>(`SELECT * FROM "Workspace" WHERE "platform" = ? AND "external" = ?`, [platform, external]),
	);
	if (found) {
		if (found.leftAt === null || !comesBack) return found;
		return storage.db.workspace.update({ where, data: { leftAt: null } });
	}
	try {
		return await storage.db.$transaction(async (tx) => {
			const data = { name: name || external, timezone, policy: "{}", clockOffsetMs: 0n, createdAt: now };
			const community = await tx.community.create({ data });
			const workspace = { communityId: community.id, platform, external, name: name || external, createdAt: now };
			return tx.workspace.create({ data: workspace });
		});
	} catch (error) {
		// Another process may have made it in the same moment: then it is there now.
		const made = await storage.db.workspace.findUnique({ where });
		if (made) return made;
		throw error;
	}
}

export async function leaveWorkspace(storage: Storage, id: number, now: Date): Promise<void> {
	await storage.db.workspace.update({ where: { id }, data: { leftAt: now } });
}

/** Communities with a workspace that the bot has not left. */
export const activeCommunities = (query: Query): Promise<Row<"Community">[]> =>
	query<Row<"Community">>(
		`SELECT c.* FROM "Community" c WHERE EXISTS (SELECT 1 FROM "Workspace" w
		WHERE w."communityId" = c."id" AND w."leftAt" IS NULL) ORDER BY c."id"`,
		[],
	);
