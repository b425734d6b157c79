// Vouching: a member ties up credit of their own, and another may go so much further below zero. What may be tied up and
// taken back, and who pays when the other leaves in debt.
import { mustAllTakePart, mustTakePart } from "./people.ts";
import type { Policy } from "./policy.ts";
import { refuse } from "./refusal.ts";
import type { Someone } from "./types.ts";

export type Vouching = {
	voucher: Someone;
	/** What the voucher has. */
	has: number;
	other: Someone;
	/** What the other has, and how far they may go down with all that stands for them. */
	otherHas: { balance: number; floor: number };
	/** What the voucher vouches for the other already; 0 for nothing. */
	stands: number;
	/** What it shall be from now on. */
	amount: number;
};

/** What it will be: more as it was asked, less as far as the other does not use it. Throws Refused. */
export function decideVouch(vouching: Vouching, policy: Policy): number {
	const { other, stands, amount, has, otherHas } = vouching;
	// Whoever is paused may still take back what is theirs.
	const { frozen = false, ...voucher } = vouching.voucher;
	mustTakePart(amount > stands ? { ...voucher, frozen } : voucher);
	if (other.id === voucher.id) refuse({ reason: "vouch-for-yourself" });
	const most = policy.floor.vouchMost;
	// A limit that shrank meanwhile never stands in the way of taking something back.
	if (!Number.isInteger(amount) || amount < 0 || amount > Math.max(most, stands)) {
		refuse({ reason: "vouch-out-of-range", most });
	}
	if (amount > stands) {
		mustAllTakePart([other]);
		const needs = amount - stands;
		// Only what one has: nobody lends on what trust lets themselves borrow, nor passes on what others vouch.
		if (needs > has) refuse({ reason: "not-enough-to-vouch", needs, has });
	}
	if (amount === 0 && stands === 0) refuse({ reason: "no-vouch", name: other.name });
	const free = unused(otherHas);
	if (amount < stands && free === 0) refuse({ reason: "vouch-in-use", name: other.name });
	return Math.max(amount, stands - free);
}

/** How far somebody could still go down: so much of what is vouched for them they do not use. */
export const unused = ({ balance, floor }: { balance: number; floor: number }): number => Math.max(0, balance - floor);

type Payment<V> = { vouch: V; pays: number; back: number };

/** Who leaves in debt is paid for by what was vouched for them, the oldest first; what is not needed goes back. */
export function payDebt<V extends { amount: number }>(balance: number, vouches: readonly V[]): Payment<V>[] {
	let debt = Math.max(0, -balance);
	return vouches.map((vouch) => {
		const pays = Math.min(debt, vouch.amount);
		debt -= pays;
		return { vouch, pays, back: vouch.amount - pays };
	});
}
