// What is tied up for somebody goes back: taken back, or by itself once they, having been below zero, are back at zero or
// better. Whether it may be taken back is the rules' business.
import { dayOf, weekOf } from "../rules/calendar.ts";
import type { Row } from "../storage/tables.ts";
import type { Book } from "./book.ts";
import { vouchesFor } from "./floors.ts";
import type { Context } from "./list.ts";
import { tellOfVouch } from "./notices.ts";
import type { enter } from "./record.ts";

type Enter = typeof enter;

/** An entry of what happens between people alone: no board counts it. */
export const inPrivate = ({ now, timezone }: Context) => ({
	channelId: null,
	everywhere: false,
	day: dayOf(now, timezone),
	week: weekOf(now, timezone),
});

/** Somebody's balance went below zero, or is back: what stands for them is used from now on, or goes back. */
export async function crossZero(
	book: Book,
	context: Context,
	memberId: number,
	isBelow: boolean,
	record: Enter,
): Promise<void> {
	for (const vouch of await vouchesFor(book, context.communityId, memberId)) {
		if (isBelow) book.set("Vouch", { ...vouch, used: true });
		else {
			await giveBack(book, context, vouch, vouch.amount, null, record);
			const { voucherId, amount: credits } = vouch;
			const told = { event: "released", voucherId, vouchedId: memberId, credits, left: 0 } as const;
			for (const id of [voucherId, memberId]) await tellOfVouch(book, context, id, told);
		}
	}
}

/** Gives a part of a vouch back to whoever tied it up, or all of it, which ends it. */
export async function giveBack(
	book: Book,
	context: Context,
	vouch: Row<"Vouch">,
	credits: number,
	actorId: number | null,
	record: Enter,
): Promise<void> {
	// First the row: what comes back may lift the voucher to zero, and more be released by that.
	if (credits === vouch.amount) book.set("Vouch", { ...vouch, state: "released", endedAt: context.now });
	else book.set("Vouch", { ...vouch, amount: vouch.amount - credits });
	await record(book, context, {
		kind: "vouch-released",
		actorId,
		...inPrivate(context),
		postings: [
			{ accountId: vouch.id, amount: -credits },
			{ accountId: vouch.voucherId, amount: credits },
		],
	});
}
