// The public line that several thanks to the same person share: which line a thanks joins, and what of it still stands.
// It records no entry and words nothing.
import { joinsLine } from "../rules/thanks.ts";
import type { Row } from "../storage/tables.ts";
import type { Book } from "./book.ts";
import type { Where } from "./giving.ts";
import type { Context } from "./list.ts";

/** The line that a thanks shares; `leadId` is the thanks that it was posted for, none for one that begins a line. */
export type Pile = { channelId: number; receiverId: number; leadId: number | null };

type Receivers = readonly (number | undefined)[];

/** Only a thanks to one person, in a place where the bot can change what it posted, has a line that others may join. */
function placeOf(where: Where, receiverIds: Receivers): { channelId: number; receiverId: number } | undefined {
	const [receiverId, ...others] = receiverIds;
	const { channelId, present } = where;
	if (!present || channelId === null || receiverId === undefined || others.length > 0) return undefined;
	return { channelId, receiverId };
}

/** Reads what `findPile` will need. */
export async function readPile(
	book: Book,
	{ communityId, policy }: Context,
	where: Where,
	receiverIds: Receivers,
): Promise<void> {
	const place = placeOf(where, receiverIds);
	if (place && policy.thanks.pileMinutes > 0) await book.get("Pile", { communityId, ...place });
}

/** None where every thanks has a line of its own. */
export async function findPile(
	book: Book,
	{ communityId, policy, now }: Context,
	where: Where,
	receiverIds: Receivers,
): Promise<Pile | undefined> {
	const place = placeOf(where, receiverIds);
	if (!place || policy.thanks.pileMinutes === 0) return undefined;
	const last = await book.get("Pile", { communityId, ...place });
	return { ...place, leadId: last && joinsLine(last, policy, now) ? last.leadId : null };
}

/** From now on others join the line that this thanks joined, or begins. */
export function keepPile(book: Book, { communityId, now }: Context, { leadId, ...place }: Pile, entryId: number): void {
	book.set("Pile", { communityId, ...place, leadId: leadId ?? entryId, lastAt: now });
}

/** The thanks that a line tells of and that were not taken back, the oldest first. */
export async function standingOn(book: Book, communityId: number, leadId: number): Promise<Row<"Entry">[]> {
	const [lead, joined] = await Promise.all([
		book.get("Entry", { communityId, id: leadId }),
		book.list("Entry", { communityId, leadId }),
	]);
	const all = [...(lead ? [lead] : []), ...joined.sort((a, b) => a.id - b.id)];
	const reversals = await Promise.all(all.map(({ id }) => book.list("Entry", { communityId, reverses: id })));
	return all.filter((_entry, index) => reversals[index]?.length === 0);
}

/** After a thanks was taken back: a line on which nothing stands is joined by nobody. */
export async function leavePile(
	book: Book,
	{ communityId }: Context,
	original: Row<"Entry">,
	receiverIds: readonly number[],
): Promise<void> {
	const [receiverId, ...others] = receiverIds;
	const { channelId } = original;
	if (original.kind !== "thanks" || channelId === null || receiverId === undefined || others.length > 0) return;
	const pile = await book.get("Pile", { communityId, channelId, receiverId });
	const leadId = original.leadId ?? original.id;
	if (pile?.leadId !== leadId || (await standingOn(book, communityId, leadId)).length > 0) return;
	book.set("Pile", { ...pile, lastAt: new Date(0) });
}
