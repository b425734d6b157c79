// Who runs the bank: whoever the platform says runs the workspace, and whom they made one of them. The book is asked at
// every use, so that nobody runs it a moment longer than they may.
import { type Member, mustAllTakePart, mustRun } from "../rules/people.ts";
import { refuse } from "../rules/refusal.ts";
import type { Someone } from "../rules/types.ts";
import type { Row } from "../storage/tables.ts";
import type { Book } from "./book.ts";
import { note } from "./changes.ts";
import type { Context, Verb } from "./list.ts";
import { homeOf, tell } from "./notices.ts";

/** Somebody who acts as an admin: `admin` is what the platform says of them. */
export type Runner = Someone & { admin: boolean };

/** The actor as a member who may run the bank now, or a refusal. */
export async function mustRunNow(book: Book, { communityId }: Context, by: Runner): Promise<Member> {
	const known = by.id === undefined ? undefined : await book.get("Member", { communityId, id: by.id });
	return mustRun(by, by.admin || known?.admin === true);
}

/** Somebody whom an admin named: a member, also one who left. */
export async function memberNamed(book: Book, { communityId }: Context, who: Someone): Promise<Row<"Member">> {
	const member = who.id === undefined ? undefined : await book.get("Member", { communityId, id: who.id });
	if (member) return member;
	mustAllTakePart([who]);
	return refuse({ reason: "outside", names: [who.name] });
}

/** Tells somebody of a change that is about them, in a workspace where they are. */
export async function tellOfChange(book: Book, context: Context, memberId: number, changeId: number, credits = 0) {
	const workspaceId = await homeOf(book, context.communityId, memberId);
	if (workspaceId === undefined) return;
	await tell(book, context, { workspaceId, memberId }, { kind: "change", changeId, credits });
}

/** Makes somebody an admin, or no longer one; `to` says which, without it the other than it is. */
export const switchAdmin: Verb<{ by: Runner; who: Someone; to?: boolean }, { admin: boolean }> = async (
	book,
	context,
	{ by, who, to },
) => {
	const { id: actorId } = await mustRunNow(book, context, by);
	const member = await memberNamed(book, context, who);
	const admin = to ?? !member.admin;
	if (admin) mustAllTakePart([who]);
	if (admin === member.admin) return { admin };
	book.set("Member", { ...member, admin });
	const change = { what: "member admin", subjectId: member.id, before: String(!admin), after: String(admin) } as const;
	const changeId = await note(book, context, actorId, change);
	if (member.id !== actorId) await tellOfChange(book, context, member.id, changeId);
	return { admin };
};
