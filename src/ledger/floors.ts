// How far a member may go down now: their own floor, and what others vouch for them. Whoever needs a floor asks here, a
// verb by the working copy, a reading by the database.
import { floorOf } from "../rules/floor.ts";
import type { Policy } from "../rules/policy.ts";
import type { Row } from "../storage/tables.ts";
import type { Query } from "./boards.ts";
import type { Book } from "./book.ts";
import type { Context } from "./list.ts";

/** The vouches that stand for a member, the oldest first. */
export async function vouchesFor(book: Book, communityId: number, memberId: number): Promise<Row<"Vouch">[]> {
	const vouches = await book.list("Vouch", { communityId, memberId });
	return vouches.filter(({ state }) => state === "standing").sort((a, b) => a.id - b.id);
}

const sumOf = (vouches: readonly Pick<Row<"Vouch">, "amount">[]): number =>
	vouches.reduce((sum, { amount }) => sum + amount, 0);

/** Throws for somebody who is no member. */
export async function floorFor(book: Book, { communityId, policy, now }: Context, memberId: number): Promise<number> {
	const [member, vouches] = await Promise.all([
		book.get("Member", { communityId, id: memberId }),
		vouchesFor(book, communityId, memberId),
	]);
	if (!member) throw new Error(`there is no member ${memberId}`);
	return floorOf(member, sumOf(vouches), policy, now);
}

type StandingVouch = { id: number; voucherId: number; memberId: number; amount: number };

/** The vouches that stand from and for a member, the oldest first. */
function standingVouches(query: Query, communityId: number, memberId: number): Promise<StandingVouch[]> {
	return query<StandingVouch>(
		// Apart, so that each half is found by its index; nobody vouches for themselves.
		`SELECT "id", "voucherId", "memberId", "amount" FROM "Vouch"
		WHERE "communityId" = ? AND "memberId" = ? AND "state" = 'standing'
		UNION ALL SELECT "id", "voucherId", "memberId", "amount" FROM "Vouch"
		WHERE "communityId" = ? AND "voucherId" = ? AND "state" = 'standing' ORDER BY "id"`,
		[communityId, memberId, communityId, memberId],
	);
}

type Floored = { communityId: number; id: number; joinedAt: Date };

/** The same as `floorFor`, as it is committed, with the vouches that made it so. */
export async function readFloor(
	query: Query,
	member: Floored,
	policy: Policy,
	now: Date,
): Promise<{ floor: number; vouches: StandingVouch[] }> {
	const vouches = await standingVouches(query, member.communityId, member.id);
	const forThem = vouches.filter(({ memberId }) => memberId === member.id);
	return { floor: floorOf(member, sumOf(forThem), policy, now), vouches };
}
