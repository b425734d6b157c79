// The pot: what faded, what leavers left and what was donated, for the common good. One account per community.
import { dayOf, weekOf } from "../rules/calendar.ts";
import { mustTakePart } from "../rules/people.ts";
import { decideDonation, decideTopUp } from "../rules/pot.ts";
import { POT, type Someone } from "../rules/types.ts";
import type { Row } from "../storage/tables.ts";
import { mustRunNow, type Runner } from "./admins.ts";
import type { Query } from "./boards.ts";
import type { Book } from "./book.ts";
import type { Context, Verb } from "./list.ts";
import { tell } from "./notices.ts";
import { enter } from "./record.ts";
import { inStanding } from "./standing.ts";

/** The pot's account, which is there from the first time that anybody asks for it. */
export async function potOf(book: Book, communityId: number): Promise<Row<"Account">> {
	const known = await book.get("Account", { communityId, id: POT });
	const pot = known ?? { communityId, id: POT, kind: "pot", balance: 0, postings: 0 };
	if (!known) book.add("Account", pot);
	return pot;
}

/** What it holds, without making it. */
export const inPot = async (book: Book, communityId: number): Promise<number> =>
	(await book.get("Account", { communityId, id: POT }))?.balance ?? 0;

/** Reads what the pot of a community holds. */
export async function readPot(query: Query, communityId: number): Promise<number> {
	const [pot] = await query<{ balance: number }>(
		`SELECT "balance" FROM "Account" WHERE "communityId" = ? AND "id" = ?`,
		[communityId, POT],
	);
	return pot?.balance ?? 0;
}

export type Donated = { left: number; holds: number };

/** Gives to the pot. */
export const donate: Verb<{ giver: Someone; amount: number }, Donated> = async (
	book,
	context,
	{ giver: who, amount },
) => {
	const { communityId } = context;
	const giver = await inStanding(book, communityId, who);
	const { id } = mustTakePart(giver);
	const account = await book.get("Account", { communityId, id });
	if (!account) throw new Error(`member ${id} has no account`);
	const postings = decideDonation(giver, account.balance, amount);
	const pot = await potOf(book, communityId);
	await enter(book, context, { kind: "donation", actorId: id, ...nowhere(context), postings });
	return { left: account.balance - amount, holds: pot.balance + amount };
};

export type TopUpInput = {
	by: Runner;
	receiver: Someone;
	amount: number;
	/** Where the receiver is told. */
	workspaceId: number;
};

/** An admin gives a newcomer a start. Answers with what the pot still holds. */
export const topUp: Verb<TopUpInput, { holds: number }> = async (book, context, input) => {
	const { communityId, policy, now } = context;
	const { by, receiver, amount, workspaceId } = input;
	const { id: actorId } = await mustRunNow(book, context, by);
	const member = receiver.id === undefined ? undefined : await book.get("Member", { communityId, id: receiver.id });
	const holds = await inPot(book, communityId);
	// Who has no row takes no part: the rule refuses them, whenever they came.
	const joinedAt = member?.joinedAt ?? now;
	const postings = decideTopUp({ actorId, receiver, joinedAt, holds, amount }, policy, now);
	await enter(book, context, { kind: "top-up", actorId, ...nowhere(context), postings });
	if (member && member.quiet !== "all") {
		const notice = { kind: "top-up", credits: amount, byId: actorId } as const;
		await tell(book, context, { workspaceId, memberId: member.id }, notice);
	}
	return { holds: holds - amount };
};

/** What concerns nobody's board. */
const nowhere = ({ now, timezone }: Context) => ({
	channelId: null,
	everywhere: false,
	day: dayOf(now, timezone),
	week: weekOf(now, timezone),
});
