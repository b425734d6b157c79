// Giving to all, vouching for somebody, leaving and coming back, in the model.
import * as away from "./away.ts";
import {
	type Book,
	balanceOf,
	DAY,
	floorOf,
	giveBack,
	isNew,
	mayAct,
	move,
	type Now,
	POT,
	standingFor,
	takesPart,
} from "./book.ts";
import { giveFavorBack, refund } from "./favors.ts";

export function donate(book: Book, now: Now, by: string, amount: number): boolean {
	if (!mayAct(book, now, by) || amount < 1 || amount > Math.max(0, balanceOf(book, by))) return false;
	book.donated.push({ by, amount, back: false });
	move(book, [by, -amount], [POT, amount]);
	return true;
}

export function topUp(book: Book, now: Now, to: string, amount: number): boolean {
	if (!takesPart(book, now, to) || !isNew(book, now, to) || amount < 1 || amount > book.pot) return false;
	move(book, [POT, -amount], [to, amount]);
	return true;
}

const MOST_VOUCHED = 8;
const unusedBy = (book: Book, now: Now, name: string): number =>
	Math.max(0, balanceOf(book, name) - floorOf(book, now, name));

/** From now on so much is tied up for the other: more of one's own, or less as far as they do not use it. */
export function vouch(book: Book, now: Now, by: string, on: string, amount: number): boolean {
	const standing = standingFor(book, on).find((one) => one.by === by);
	const stands = standing?.amount ?? 0;
	if (!takesPart(book, now, by) || on === by) return false;
	if (amount < 0 || amount > Math.max(MOST_VOUCHED, stands) || (amount === 0 && stands === 0)) return false;
	if (amount > stands) {
		const more = amount - stands;
		if (!mayAct(book, now, by) || !takesPart(book, now, on) || more > balanceOf(book, by)) return false;
		if (standing) standing.amount = amount;
		else book.vouches.push({ by, on, amount, state: "standing", paid: 0 });
		move(book, [by, -more]);
		return true;
	}
	if (!standing || amount === stands) return true;
	const free = unusedBy(book, now, on);
	if (free === 0) return false;
	giveBack(book, standing, Math.min(stands - amount, free));
	return true;
}

/** Nobody waits for them in a favor any more. */
export function leave(book: Book, now: Now, who: string, at: number): true {
	book.left.set(who, { at, settled: undefined });
	const all = [...book.favors.values()];
	for (const favor of all) {
		const isWaiting = ["proposed", "open", "accepted"].includes(favor.state) && favor.firstDone === undefined;
		if (favor.asker === who && isWaiting) refund(book, favor, "cancelled");
	}
	for (const favor of all) if (favor.helper === who && favor.state === "accepted") giveFavorBack(book, now, favor);
	for (const favor of all) if (favor.of === who && favor.state === "open") refund(book, favor, "declined");
	return true;
}

/** Whoever was settled begins anew, with the debt that others paid for them. */
export function comeBack(book: Book, now: Now, who: string): boolean {
	const left = book.left.get(who);
	if (!left) return false;
	away.wasGone(book, now, who, left.at);
	book.left.delete(who);
	if (left.settled === undefined) return true;
	for (const one of book.vouches.filter(({ on, state }) => on === who && state === "paid")) {
		one.state = "repaid";
		move(book, [who, -one.paid], [one.by, one.paid]);
	}
	return true;
}

const SETTLED_AFTER = 90 * DAY;

/** What they had goes to the pot, and what was vouched for them pays what they owe. */
export function settle(book: Book, now: Now, who: string): boolean {
	const left = book.left.get(who);
	if (!left || now.at < left.at + SETTLED_AFTER) return false;
	left.settled ??= now.at;
	for (const one of book.vouches) {
		const free = one.by === who && one.state === "standing" ? unusedBy(book, now, one.on) : 0;
		if (free > 0) giveBack(book, one, Math.min(free, one.amount));
	}
	let owes = Math.max(0, -balanceOf(book, who));
	for (const one of standingFor(book, who)) {
		const pays = Math.min(owes, one.amount);
		owes -= pays;
		if (pays === 0) continue;
		Object.assign(one, { state: "paid", paid: pays });
		move(book, [one.by, one.amount - pays]);
		move(book, [who, pays]);
	}
	for (const one of standingFor(book, who)) giveBack(book, one, one.amount);
	const has = balanceOf(book, who);
	if (has <= 0) return true;
	book.leavings.set(who, (book.leavings.get(who) ?? 0) + 1);
	move(book, [who, -has], [POT, has]);
	return true;
}
