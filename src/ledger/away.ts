// Going away and coming back: what a member says of themselves. It moves no credit.
import { beAway, beBack, isAway } from "../rules/away.ts";
import { weekOf } from "../rules/calendar.ts";
import type { Row } from "../storage/tables.ts";
import type { Book } from "./book.ts";
import type { Context, Verb } from "./list.ts";

/** Away from now on, until an instant or, without one, until they are back. Said again it changes until when. */
export const goAway: Verb<{ memberId: number; until: Date | null }, null> = async (book, context, input) => {
	const member = await memberOf(book, context, input.memberId);
	const { now, timezone } = context;
	book.set("Member", { ...member, ...beAway(member, now, input.until, weekOf(now, timezone), timezone) });
	return null;
};

export const comeBack: Verb<{ memberId: number }, { wasAway: boolean }> = async (book, context, input) => {
	const member = await memberOf(book, context, input.memberId);
	const wasAway = isAway(member, context.now);
	if (wasAway) book.set("Member", { ...member, ...beBack(member, context.now) });
	return { wasAway };
};

async function memberOf(book: Book, { communityId }: Context, id: number): Promise<Row<"Member">> {
	const member = await book.get("Member", { communityId, id });
	if (!member) throw new Error(`there is no member ${id}`);
	return member;
}
