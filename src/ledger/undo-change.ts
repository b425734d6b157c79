// Taking back what an admin changed: the value is what it was before, by a change of its own. What was changed once more
// since stays as it is.
import { mustBeAnother } from "../rules/corrections.ts";
import { refuse } from "../rules/refusal.ts";
import { mustRunNow, type Runner, tellOfChange } from "./admins.ts";
import type { Book } from "./book.ts";
import { type Change, changedSince, note, type What } from "./changes.ts";
import { takeBack } from "./corrections.ts";
import type { Context, Verb } from "./list.ts";
import { setSettings } from "./policy.ts";

/** What was taken back. What was typed with it is not repeated: an answer is kept, and what is typed can be erased. */
type Undone = Pick<Change, "what" | "subjectId">;

export const undoChange: Verb<{ by: Runner; changeId: number }, Undone> = async (book, context, { by, changeId }) => {
	const { communityId } = context;
	const { id: actorId } = await mustRunNow(book, context, by);
	const change = await book.get("Change", { communityId, id: changeId });
	if (!change) return refuse({ reason: "no-such-change" });
	if (change.what === "entry reversal") refuse({ reason: "cannot-undo" });
	const newer = await changedSince(book.query, change);
	if (newer) refuse({ reason: "changed-since" });
	const { what, subjectId, before, after } = change;
	if (what === "entry adjustment") {
		const why = { reason: "", undoes: changeId };
		await takeBack(book, context, actorId, subjectId ?? 0, why);
		return { what, subjectId };
	}
	if (what === "member frozen") mustBeAnother(actorId, subjectId ?? 0);
	await setBack(book, context, change);
	const undoing = { what: what as What, subjectId, before: after, after: before, undoes: changeId };
	const id = await note(book, context, actorId, undoing);
	if (what.startsWith("member ") && subjectId !== null && subjectId !== actorId) {
		await tellOfChange(book, context, subjectId, id);
	}
	return { what, subjectId };
};

/** Sets what was changed to what it was. */
async function setBack(book: Book, context: Context, { what, subjectId, before }: Change): Promise<void> {
	const { communityId } = context;
	if (what.startsWith("policy ") || what === "timezone") {
		return setSettings(book, context, [[what.replace(/^policy /u, ""), JSON.parse(before)]]);
	}
	const id = subjectId ?? 0;
	if (what === "channel mode") {
		const channel = await book.get("Channel", { communityId, id });
		if (!channel) return refuse({ reason: "cannot-undo" });
		return book.set("Channel", { ...channel, mode: before });
	}
	const member = await book.get("Member", { communityId, id });
	if (!member) return refuse({ reason: "cannot-undo" });
	if (what === "member admin") return book.set("Member", { ...member, admin: before === "true" });
	if (what === "member excluded") return book.set("Member", { ...member, excluded: before === "true" });
	if (what === "member frozen") {
		return book.set("Member", { ...member, frozenAt: before === "" ? null : new Date(before) });
	}
	return refuse({ reason: "cannot-undo" });
}
