// Giving thanks by command or by menu, and taking the last one back.
import type { Period } from "../rules/calendar.ts";
import type { Someone } from "../rules/types.ts";
import { mustBeUndoable } from "../rules/undo.ts";
import type { Row } from "../storage/tables.ts";
import { isPublicAt, isQuietAt, mustCount } from "./channels.ts";
import {
	decide,
	explainFirstCredit,
	foresee,
	type Giver,
	give,
	isFirst,
	lineOf,
	reverse,
	type Where,
} from "./giving.ts";
import type { Verb } from "./list.ts";
import { tell } from "./notices.ts";
import { findPile, keepPile } from "./piles.ts";

export type ThanksInput = {
	giver: Giver;
	receivers: Someone[];
	amount: number;
	reason: string;
	tags: string[];
	where: Where;
	/** To be read by the giver and those who are thanked alone: it counts in their wallets and on no board. */
	privately?: boolean;
};
export type ThanksOutcome = {
	entryId: number;
	receiverIds: number[];
	amount: number;
	left: number;
	perDay: number;
	period: Period;
	resetsAt: Date;
	/** Whether everybody sees it; otherwise the receivers hear of it privately. */
	public: boolean;
	/** Set where they hear of it privately because people asked for quiet in the channel. */
	quiet?: true;
	/** Whether it joined the line that stands there of earlier thanks to the same person. */
	joined: boolean;
	/** Whether the giver wanted it to be read by those concerned alone. */
	privately: boolean;
};

export const thanks: Verb<ThanksInput, ThanksOutcome> = async (book, context, input) => {
	const { amount, privately = false } = input;
	const where = placeOf(input.where, privately);
	await foresee(book, context, "thanks", input.giver, input.receivers, where);
	await mustCount(book, context, where);
	const isPublic = await isPublicAt(book, context, where);
	const quiet = !isPublic && (await isQuietAt(book, context, where));
	const decided = await decide(book, context, input.giver, input.receivers, amount);
	const pile = isPublic ? await findPile(book, context, where, decided.receiverIds) : undefined;
	const entryId = await give(book, context, "thanks", input.giver, where, decided, pile);
	if (pile) keepPile(book, context, pile, entryId);
	const { communityId } = context;
	if (input.reason !== "" || input.tags.length > 0) {
		const tags = input.tags.join(" ");
		book.set("Words", { communityId, kind: "thanks", ownerId: entryId, text: input.reason, tags });
	}
	const subject = `entry:${entryId}`;
	const { workspaceId, route } = where;
	const leadId = pile?.leadId ?? null;
	if (isPublic && where.channelId !== null) {
		const to = { workspaceId, channelId: where.channelId };
		const line = lineOf({ id: entryId, leadId });
		await tell(book, context, to, line, { subject: `entry:${line.entryId}`, route });
		await explainFirstCredit(book, context, workspaceId, decided.receiverIds, input.giver, amount, subject);
	} else {
		for (const memberId of decided.receiverIds) {
			const first = await isFirst(book, context, memberId);
			const notice = {
				kind: "thanks-privately",
				entryId,
				...(first && { first }),
				...(privately && { between: true as const }),
			} as const;
			await tell(book, context, { workspaceId, memberId }, notice, { subject });
		}
	}
	const { receiverIds, left, resetsAt } = decided;
	const { perDay, period } = context.policy.thanks;
	const joined = leadId !== null;
	const how = { public: isPublic, joined, privately, ...(quiet && { quiet }) };
	return { entryId, receiverIds, amount, left, perDay, period, resetsAt, ...how };
};

/** What is said privately was said nowhere that others could look. */
export const placeOf = (where: Where, privately: boolean): Where =>
	privately ? { ...where, channelId: null, everywhere: false } : where;

export type UndoOutcome = { entryId: number; receiverIds: number[]; credits: number };

/** Takes back the member's last thanks by command, while it may be taken back. */
export const undo: Verb<{ memberId: number }, UndoOutcome> = async (book, context, { memberId }) => {
	const { communityId, policy, now } = context;
	const [last] = await book.query<Row<"Entry">>(
		`SELECT e.* FROM "Entry" e WHERE e."communityId" = ? AND e."actorId" = ? AND e."kind" = 'thanks'
		AND NOT EXISTS (SELECT 1 FROM "Entry" r WHERE r."communityId" = e."communityId" AND r."reverses" = e."id")
		ORDER BY e."id" DESC LIMIT 1`,
		[communityId, memberId],
	);
	const entry = mustBeUndoable(last, policy, now);
	const postings = await reverse(book, context, entry, memberId);
	const received = postings.filter(({ amount }) => amount > 0);
	const credits = received.reduce((sum, { amount }) => sum + amount, 0);
	return { entryId: entry.id, receiverIds: received.map(({ accountId }) => accountId), credits };
};
