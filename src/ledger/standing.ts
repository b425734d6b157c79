// Who takes part and how, as admins decided it: kept off the boards, or paused. Each switch leaves a change that says who
// did it and why, and is told to whom it is about.
import { mustBeAnother } from "../rules/corrections.ts";
import type { Someone } from "../rules/types.ts";
import { memberNamed, mustRunNow, type Runner, tellOfChange } from "./admins.ts";
import type { Book } from "./book.ts";
import { note } from "./changes.ts";
import type { Verb } from "./list.ts";

/** Somebody with what the book knows of their standing: what a rule asks before it lets them give, ask or help. */
export async function inStanding<S extends Someone>(book: Book, communityId: number, who: S): Promise<S> {
	if (who.id === undefined) return who;
	const member = await book.get("Member", { communityId, id: who.id });
	return member?.frozenAt ? { ...who, frozen: true } : who;
}

/** `to`: what it shall be; without it, the other than it is. Two admins who want the same at once do not undo each other. */
export type SwitchInput = { by: Runner; who: Someone; reason: string; to?: boolean };

/** Off the boards, or on them again. */
export const switchExcluded: Verb<SwitchInput, { excluded: boolean }> = async (book, context, input) => {
	const { id: actorId } = await mustRunNow(book, context, input.by);
	const member = await memberNamed(book, context, input.who);
	const excluded = input.to ?? !member.excluded;
	if (excluded === member.excluded) return { excluded };
	book.set("Member", { ...member, excluded });
	const values = { before: String(member.excluded), after: String(excluded), reason: input.reason };
	const changeId = await note(book, context, actorId, { what: "member excluded", subjectId: member.id, ...values });
	await tellOfChange(book, context, member.id, changeId);
	return { excluded };
};

/** Paused: gives, asks and helps nobody; or goes on. What is under way can be finished. */
export const switchFrozen: Verb<SwitchInput, { frozen: boolean }> = async (book, context, input) => {
	const { id: actorId } = await mustRunNow(book, context, input.by);
	const member = await memberNamed(book, context, input.who);
	mustBeAnother(actorId, member.id);
	const frozen = input.to ?? member.frozenAt === null;
	if (frozen === (member.frozenAt !== null)) return { frozen };
	const frozenAt = frozen ? context.now : null;
	book.set("Member", { ...member, frozenAt });
	const values = { before: timeText(member.frozenAt), after: timeText(frozenAt), reason: input.reason };
	const changeId = await note(book, context, actorId, { what: "member frozen", subjectId: member.id, ...values });
	await tellOfChange(book, context, member.id, changeId);
	return { frozen };
};

const timeText = (at: Date | null): string => at?.toISOString() ?? "";
