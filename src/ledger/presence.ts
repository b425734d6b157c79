// In which workspaces of a community somebody is no more. Who is gone from one is gone only when they are in no other one:
// what they asked for and what they have is the community's, wherever they said it. It decides nothing else of leaving.
import { takesPart } from "../rules/people.ts";
import type { PersonKind } from "../rules/types.ts";
import type { Row } from "../storage/tables.ts";
import type { Book } from "./book.ts";
import type { Context } from "./list.ts";

/** What is noted of a member, with the workspace behind it: since when they are gone from there. */
const goneFrom = (workspaceId: number): string => `gone:${workspaceId}`;

type Where = Pick<Row<"Identity">, "memberId" | "workspaceId">;

const noteOf = (book: Book, communityId: number, { memberId, workspaceId }: Where) =>
	book.get("Told", { communityId, memberId, kind: goneFrom(workspaceId) });

/** At no time: they are back. */
const NEVER = new Date(0);

export async function isGoneFrom(book: Book, communityId: number, where: Where): Promise<boolean> {
	const note = await noteOf(book, communityId, where);
	return note !== undefined && note.at > NEVER;
}

/** Notes what a workspace's directory says of one of its own. */
export async function noteWhere(
	book: Book,
	{ communityId, now }: Context,
	where: Where,
	kind: PersonKind,
): Promise<void> {
	const isGone = await isGoneFrom(book, communityId, where);
	const { memberId, workspaceId } = where;
	const key = { communityId, memberId, kind: goneFrom(workspaceId) };
	if (kind === "gone" && !isGone) book.set("Told", { ...key, at: now });
	if (takesPart(kind) && isGone) book.set("Told", { ...key, at: NEVER });
}

/** Whether somebody is still in another workspace that the bot is in. */
export async function isElsewhere(book: Book, communityId: number, { memberId, workspaceId }: Where): Promise<boolean> {
	const identities = await book.list("Identity", { communityId, memberId });
	for (const other of identities) {
		if (other.workspaceId === workspaceId || (await isGoneFrom(book, communityId, other))) continue;
		if ((await book.get("Workspace", { id: other.workspaceId }))?.leftAt === null) return true;
	}
	return false;
}
