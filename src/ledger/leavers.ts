// Somebody leaves, comes back, or stays away for good. At once: nobody waits for them in a favor. After a while: what they
// had goes to the pot, and what was vouched for them pays their debt. Until then they find everything as they left it.
import { wasGone } from "../rules/away.ts";
import { after, days } from "../rules/calendar.ts";
import * as rules from "../rules/favors.ts";
import type { Policy } from "../rules/policy.ts";
import type { Favor } from "../rules/types.ts";
import { payDebt, unused } from "../rules/vouch.ts";
import type { Row } from "../storage/tables.ts";
import type { Query } from "./boards.ts";
import type { Book } from "./book.ts";
import { giveBack, inPrivate } from "./crossings.ts";
import { apply } from "./favors.ts";
import { floorFor, vouchesFor } from "./floors.ts";
import type { Context, Verb } from "./list.ts";
import { type FavorEvent, tellOfVouch, type VouchNews } from "./notices.ts";
import { potOf } from "./pot.ts";
import { enter } from "./record.ts";

/** Their own favors are cancelled, what was asked of them is returned, what they were on is open for others again. */
export async function leave(book: Book, context: Context, member: Row<"Member">): Promise<void> {
	const { communityId, policy, now } = context;
	book.set("Member", { ...member, leftAt: now, settledAt: null });
	const actor = { id: member.id, name: member.name, kind: "gone" } as const;
	const end = async (row: Row<"Favor">, step: rules.Step, event: FavorEvent) =>
		void (await apply(book, context, row, step, event, member.id));
	for (const row of await favorsWhere(book, communityId, { askerId: member.id }, ["proposed", "open", "accepted"])) {
		// What was said to be done is the helper's: it goes on by itself.
		if (row.doneAt === null) await end(row, rules.cancel(row, actor, now), "cancelled");
	}
	for (const row of await favorsWhere(book, communityId, { helperId: member.id }, ["accepted"])) {
		const step = rules.giveBack(row, actor, policy, now);
		await end(row, step, step.moves ? "left" : "given-back");
	}
	for (const row of await favorsWhere(book, communityId, { targetId: member.id }, ["open"])) {
		await end(row, rules.decline(row, actor, now), "left");
	}
}

type Listed = Row<"Favor"> & Pick<Favor, "state">;

async function favorsWhere(
	book: Book,
	communityId: number,
	who: { askerId: number } | { helperId: number } | { targetId: number },
	states: Favor["state"][],
): Promise<Listed[]> {
	const found: Listed[] = [];
	for (const state of states) {
		const rows = await book.list("Favor", { communityId, state, ...who });
		found.push(...rows.map((row) => ({ ...row, state })));
	}
	return found.sort((a, b) => a.id - b.id);
}

/** Whoever was settled begins anew, with the debt that others paid for them; for all others nothing happened. */
export async function comeBack(book: Book, context: Context, member: Row<"Member">): Promise<void> {
	const { communityId, now } = context;
	const absence = wasGone(member, member.leftAt ?? now, now);
	book.set("Member", { ...member, ...absence, leftAt: null, settledAt: null });
	if (member.settledAt === null) return;
	const vouches = await book.list("Vouch", { communityId, memberId: member.id });
	for (const vouch of vouches.filter(({ state }) => state === "paid").sort((a, b) => a.id - b.id)) {
		const { voucherId, paid: credits } = vouch;
		book.set("Vouch", { ...vouch, state: "repaid" });
		const postings = [
			{ accountId: member.id, amount: -credits },
			{ accountId: voucherId, amount: credits },
		];
		await enter(book, context, { kind: "vouch-repaid", actorId: member.id, ...inPrivate(context), postings });
		const news = { event: "repaid", voucherId, vouchedId: member.id, credits, left: 0 } as const;
		for (const id of [voucherId, member.id]) await tellOfVouch(book, context, id, news);
	}
}

/** Leavers whose time has come, those of whom nobody noted when they left, and those who have something again. */
export async function dueLeavers(query: Query, communityId: number, policy: Policy, now: Date): Promise<number[]> {
	const rows = await query<{ id: number }>(
		`SELECT m."id" FROM "Member" m JOIN "Account" a ON a."communityId" = m."communityId" AND a."id" = m."id"
		WHERE m."communityId" = ? AND m."kind" = 'gone' AND (m."leftAt" IS NULL
		OR (m."leftAt" <= ? AND (m."settledAt" IS NULL OR a."balance" > 0))) ORDER BY m."id"`,
		[communityId, after(now, -days(policy.leaving.settledAfterDays))],
	);
	return rows.map(({ id }) => id);
}

/** Settles one leaver, once their time has come. Answers with how many others hear of it. */
export const settleLeaver: Verb<{ memberId: number }, { settled: boolean; told: number }> = async (
	book,
	context,
	{ memberId },
) => {
	const { communityId, policy, now } = context;
	const member = await book.get("Member", { communityId, id: memberId });
	if (member?.kind !== "gone") return { settled: false, told: 0 };
	if (member.leftAt === null) {
		await leave(book, context, member);
		return { settled: false, told: 0 };
	}
	if (now < after(member.leftAt, days(policy.leaving.settledAfterDays))) return { settled: false, told: 0 };
	book.set("Member", { ...member, settledAt: member.settledAt ?? now });
	// What they vouched themselves comes back first: it may be what they owe.
	const told = (await endVouchesOf(book, context, memberId)) + (await endVouchesFor(book, context, memberId));
	const { balance } = (await book.get("Account", { communityId, id: memberId })) ?? { balance: 0 };
	if (balance > 0) await leaveToPot(book, context, memberId, balance);
	return { settled: true, told };
};

/** What others do not use of it comes back; what they use stays tied until they no longer do. */
async function endVouchesOf(book: Book, context: Context, memberId: number): Promise<number> {
	const { communityId } = context;
	const given = await book.list("Vouch", { communityId, voucherId: memberId });
	let told = 0;
	for (const { id } of given.sort((a, b) => a.id - b.id)) {
		// Looked at again: ending one may have ended another.
		const vouch = await book.get("Vouch", { communityId, id });
		if (vouch?.state !== "standing") continue;
		const account = await book.get("Account", { communityId, id: vouch.memberId });
		const free = unused({ balance: account?.balance ?? 0, floor: await floorFor(book, context, vouch.memberId) });
		const credits = Math.min(free, vouch.amount);
		if (credits === 0) continue;
		const left = vouch.amount - credits;
		await tellOfVouch(book, context, vouch.memberId, newsOf(vouch, "settled", credits, left));
		await giveBack(book, context, vouch, credits, null, enter);
		told += 1;
	}
	return told;
}

/** Their debt is paid by what was vouched for them; what is not needed for it goes back. */
async function endVouchesFor(book: Book, context: Context, memberId: number): Promise<number> {
	const { communityId, now } = context;
	const account = await book.get("Account", { communityId, id: memberId });
	const standing = await vouchesFor(book, communityId, memberId);
	const payments = payDebt(account?.balance ?? 0, standing).filter(({ pays }) => pays > 0);
	for (const { vouch, pays, back } of payments) {
		book.set("Vouch", { ...vouch, state: "paid", paid: pays, endedAt: now });
		await move(book, context, "vouch-paid", vouch.id, memberId, pays);
		if (back > 0) await move(book, context, "vouch-released", vouch.id, vouch.voucherId, back);
		await tellOfVouch(book, context, vouch.voucherId, newsOf(vouch, "paid", pays, back));
	}
	// Whoever paid the last of it brought them to zero: that released the others. Without a debt, nothing has yet.
	for (const vouch of await vouchesFor(book, communityId, memberId)) {
		await giveBack(book, context, vouch, vouch.amount, null, enter);
		await tellOfVouch(book, context, vouch.voucherId, newsOf(vouch, "released", vouch.amount, 0));
	}
	return standing.length;
}

const newsOf = (vouch: Row<"Vouch">, event: VouchNews["event"], credits: number, left: number): VouchNews => ({
	event,
	voucherId: vouch.voucherId,
	vouchedId: vouch.memberId,
	credits,
	left,
});

async function leaveToPot(book: Book, context: Context, memberId: number, credits: number): Promise<void> {
	const pot = await potOf(book, context.communityId);
	await move(book, context, "leaving", memberId, pot.id, credits);
}

async function move(
	book: Book,
	context: Context,
	kind: "vouch-paid" | "vouch-released" | "leaving",
	fromId: number,
	toId: number,
	credits: number,
): Promise<void> {
	const postings = [
		{ accountId: fromId, amount: -credits },
		{ accountId: toId, amount: credits },
	];
	await enter(book, context, { kind, actorId: null, ...inPrivate(context), postings });
}
