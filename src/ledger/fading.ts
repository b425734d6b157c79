// Fading: what is above one normal favor goes to the pot, a share each week. One member at a time, once a week each,
// whoever asks for it and however often.
import { dayOf, hourOf } from "../rules/calendar.ts";
import { daysHere, fadeWeek } from "../rules/fading.ts";
import { POT } from "../rules/types.ts";
import type { Row } from "../storage/tables.ts";
import type { Query } from "./boards.ts";
import type { Book } from "./book.ts";
import type { Context, Verb } from "./list.ts";
import { homeOf, tell } from "./notices.ts";
import { potOf } from "./pot.ts";
import { enter } from "./record.ts";
import { mayTell } from "./told.ts";

export type FadeOutcome = { faded: number; told: boolean };

/** `week` is the Monday on which the seven days before it are looked at. */
export const fade: Verb<{ memberId: number; week: number }, FadeOutcome> = async (book, context, input) => {
	const { communityId, policy, now, timezone } = context;
	const { memberId, week } = input;
	const member = await book.get("Member", { communityId, id: memberId });
	const account = await book.get("Account", { communityId, id: memberId });
	if (!member || !account || member.fadedWeek >= week || member.leftAt) return { faded: 0, told: false };
	const here = daysHere(member, week, timezone);
	const { credits, carry } = fadeWeek(account.balance, member.fadeCarry, here, policy);
	const workspaceId = credits > 0 && member.quiet !== "all" ? await homeOf(book, communityId, memberId) : undefined;
	book.set("Member", { ...member, fadeCarry: carry, fadedWeek: week });
	if (credits === 0) return { faded: 0, told: false };
	await potOf(book, communityId);
	const postings = [
		{ accountId: memberId, amount: -credits, floor: policy.favor.normal },
		{ accountId: POT, amount: credits },
	];
	const place = { actorId: null, channelId: null, everywhere: false, day: dayOf(now, timezone), week };
	await enter(book, context, { kind: "fading", ...place, postings });
	const told = workspaceId !== undefined && (await explain(book, context, memberId, workspaceId, week, credits));
	return { faded: credits, told };
};

/** The first time it is explained, at the hour of the week's first post: nobody is woken for it. */
async function explain(
	book: Book,
	context: Context,
	memberId: number,
	workspaceId: number,
	week: number,
	credits: number,
): Promise<boolean> {
	if (!(await mayTell(book, context, memberId, "fading", new Date(0)))) return false;
	const morning = hourOf(week, context.policy.schedule.boardHour, context.timezone);
	const dueAt = new Date(Math.max(morning.getTime(), context.wall.getTime()));
	await tell(book, context, { workspaceId, memberId }, { kind: "fading", credits }, { dueAt });
	return true;
}

export type Fadable = Pick<Row<"Member">, "id">;

/** The next members, in the order of their ids, who have something that fades and were not looked at this week. */
export function fadable(
	query: Query,
	communityId: number,
	{ week, above, from, most }: { week: number; above: number; from: number; most: number },
): Promise<Fadable[]> {
	return query<Fadable>(
		`SELECT m."id" FROM "Member" m
		JOIN "Account" a ON a."communityId" = m."communityId" AND a."id" = m."id" AND a."balance" > ?
		WHERE m."communityId" = ? AND m."id" > ? AND m."fadedWeek" < ? AND m."leftAt" IS NULL ORDER BY m."id" LIMIT ?`,
		[above, communityId, from, week, most],
	);
}
