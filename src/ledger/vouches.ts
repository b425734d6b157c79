// Vouching for somebody, changing it and taking it back: one verb, since to say a number again changes it. Both hear of
// it in private, nobody else does. How it ends by itself is in crossings.ts.
import { mustTakePart } from "../rules/people.ts";
import type { Someone } from "../rules/types.ts";
import { decideVouch } from "../rules/vouch.ts";
import type { Row } from "../storage/tables.ts";
import type { Book } from "./book.ts";
import { giveBack, inPrivate } from "./crossings.ts";
import { floorFor, vouchesFor } from "./floors.ts";
import type { Context, Verb } from "./list.ts";
import { tellOfVouch } from "./notices.ts";
import { enter } from "./record.ts";
import { inStanding } from "./standing.ts";

/** `amount`: what the voucher shall vouch from now on; 0 takes all of it back. */
type VouchInput = { voucher: Someone; other: Someone; amount: number };
/** What stood before, what was asked for and what stands now: more than was asked where the other uses it. */
export type VouchOutcome = {
	memberId: number;
	before: number;
	asked: number;
	now: number;
	/** What the voucher has after it. */
	left: number;
};

export const vouch: Verb<VouchInput, VouchOutcome> = async (book, context, { voucher: who, other, amount }) => {
	const { communityId } = context;
	const { id: voucherId } = mustTakePart(who);
	const voucher = await inStanding(book, communityId, who);
	const memberId = other.id ?? 0;
	const standing = (await vouchesFor(book, communityId, memberId)).find((one) => one.voucherId === voucherId);
	const stands = standing?.amount ?? 0;
	const has = (await accountOf(book, context, voucherId)).balance;
	const otherHas = other.id === undefined ? { balance: 0, floor: 0 } : await standingOf(book, context, memberId);
	const willBe = decideVouch({ voucher, has, other, otherHas, stands, amount }, context.policy);
	const left = Math.max(0, has - (willBe - stands));
	const outcome = { memberId, before: stands, asked: amount, now: willBe, left };
	if (willBe === stands) return outcome;
	const news = { voucherId, vouchedId: memberId, credits: Math.abs(willBe - stands), left: willBe };
	if (willBe > stands) {
		const fresh = { communityId, voucherId, memberId, used: otherHas.balance < 0 };
		await tieUp(book, context, standing ?? (await newVouch(book, context, fresh)), news.credits);
		await tellOfVouch(book, context, memberId, { ...news, event: standing ? "changed" : "made" });
	} else if (standing) {
		await tellOfVouch(book, context, memberId, { ...news, event: "withdrawn" });
		await giveBack(book, context, standing, news.credits, voucherId, enter);
		// What came back may have set free what the voucher's own voucher had tied up, and so on, as far as the other.
		const after = await book.get("Vouch", { communityId, id: standing.id });
		return { ...outcome, now: after?.state === "standing" ? after.amount : 0 };
	}
	return outcome;
};

/** What a member has, and how far they may go down. */
async function standingOf(book: Book, context: Context, id: number): Promise<{ balance: number; floor: number }> {
	const [{ balance }, floor] = await Promise.all([accountOf(book, context, id), floorFor(book, context, id)]);
	return { balance, floor };
}

async function accountOf(book: Book, { communityId }: Context, id: number): Promise<Row<"Account">> {
	const account = await book.get("Account", { communityId, id });
	if (!account) throw new Error(`member ${id} has no account`);
	return account;
}

type Fresh = Pick<Row<"Vouch">, "communityId" | "voucherId" | "memberId" | "used">;

async function newVouch(book: Book, { now }: Context, fresh: Fresh): Promise<Row<"Vouch">> {
	const { communityId } = fresh;
	const id = await book.nextId("Account", communityId);
	book.add("Account", { communityId, id, kind: "vouch", balance: 0, postings: 0 });
	return { ...fresh, id, amount: 0, state: "standing", paid: 0, madeAt: now, endedAt: null };
}

/** Tying up is a spending, of what one has. */
async function tieUp(book: Book, context: Context, row: Row<"Vouch">, credits: number): Promise<void> {
	const { id, voucherId } = row;
	book.set("Vouch", { ...row, amount: row.amount + credits });
	await enter(book, context, {
		kind: "vouch",
		actorId: voucherId,
		...inPrivate(context),
		postings: [
			{ accountId: voucherId, amount: -credits, floor: 0 },
			{ accountId: id, amount: credits },
		],
	});
}
