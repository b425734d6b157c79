// A thanks to a group, in two steps: prepared, so that its giver sees what it would do, and sent from what was kept of it.
import { after, type Period } from "../rules/calendar.ts";
import { takesPart } from "../rules/people.ts";
import { refuse } from "../rules/refusal.ts";
import { allowanceLeft, decideForGroup } from "../rules/thanks.ts";
import type { PersonKind, Someone } from "../rules/types.ts";
import { isPublicAt, mustCount } from "./channels.ts";
import { DRAFT_KEPT_MS } from "./drafts.ts";
import { type Giver, readGiven, type Where } from "./giving.ts";
import type { Verb } from "./list.ts";
import { placeOf, type ThanksInput, type ThanksOutcome, thanks } from "./thanks.ts";

type Words = Pick<ThanksInput, "amount" | "reason" | "tags"> & { privately: boolean };
type Kept = Words & { kind: "thanks"; receiverIds: number[] };

/** What is left of a draft that has served. */
const SENT = "sent";
const CANCELLED = "cancelled";

export type PreparedOutcome = {
	draftId: number;
	receiverIds: number[];
	/** Who can get no more from the giver today, and is left out. */
	cappedIds: number[];
	/** To each: what was asked for, or the most that fits. */
	amount: number;
	needs: number;
	/** Before it is sent. */
	left: number;
	period: Period;
	/** Whether everybody in the channel would see it. */
	public: boolean;
};

/** Decides what a thanks would do, and keeps it; nothing is given yet. */
export const prepareThanks: Verb<
	Words & { giver: Giver; receivers: Someone[]; where: Where },
	PreparedOutcome
> = async (book, context, { giver, receivers, where: place, ...words }) => {
	const where = placeOf(place, words.privately);
	await mustCount(book, context, where);
	const isPublic = await isPublicAt(book, context, where);
	const { communityId, now, policy } = context;
	const given = await readGiven(book, context, giver, receivers);
	const { amount, cappedIds, receiverIds } = decideForGroup(given, words.amount, policy, now);
	const draftId = await book.nextId("Draft", communityId);
	const kept: Kept = { kind: "thanks", receiverIds, ...words, amount };
	book.add("Draft", {
		communityId,
		id: draftId,
		memberId: giver.id ?? 0,
		data: JSON.stringify(kept),
		createdAt: now,
	});
	const left = allowanceLeft(given.givenToday, policy);
	const needs = amount * receiverIds.length;
	return { draftId, receiverIds, cappedIds, amount, needs, left, period: policy.thanks.period, public: isPublic };
};

/** Sends it to those who are still here. What was typed is forgotten with it. */
export const sendPrepared: Verb<
	{ giver: Giver; draftId: number; where: Where },
	ThanksOutcome & { leftOutIds: number[] }
> = async (book, context, { giver, draftId, where }) => {
	const { communityId } = context;
	const draft = await book.get("Draft", { communityId, id: draftId });
	const isFresh = draft !== undefined && after(draft.createdAt, DRAFT_KEPT_MS) > context.now;
	const kept = isFresh && draft.memberId === giver.id ? readKept(draft.data) : undefined;
	if (!draft || !kept) refuse({ reason: "nothing-kept" });
	const members = await Promise.all(kept.receiverIds.map((id) => book.get("Member", { communityId, id })));
	const here = members.flatMap((member): Someone[] =>
		member && takesPart(member.kind as PersonKind)
			? [{ id: member.id, name: member.name, kind: member.kind as PersonKind }]
			: [],
	);
	const { amount, reason, tags, privately, receiverIds } = kept;
	const outcome = await thanks(book, context, { giver, receivers: here, amount, reason, tags, privately, where });
	book.set("Draft", { ...draft, data: SENT });
	return { ...outcome, leftOutIds: receiverIds.filter((id) => !here.some((one) => one.id === id)) };
};

/** A draft that its owner does not want: it cannot be sent any more. */
export const cancelDraft: Verb<{ memberId: number; draftId: number }, { state: "sent" | "cancelled" }> = async (
	book,
	{ communityId },
	{ memberId, draftId },
) => {
	const draft = await book.get("Draft", { communityId, id: draftId });
	if (draft?.memberId !== memberId || draft.data === CANCELLED) return { state: "cancelled" };
	if (draft.data === SENT) return { state: "sent" };
	book.set("Draft", { ...draft, data: CANCELLED });
	return { state: "cancelled" };
};

function readKept(data: string): Kept | undefined {
	if (!data.startsWith("{")) return undefined;
	const kept = JSON.parse(data) as Partial<Kept>;
	return kept.kind === "thanks" ? (kept as Kept) : undefined;
}
