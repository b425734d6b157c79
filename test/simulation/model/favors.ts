// Favors in the model: asked of one, of anyone or for the team, and every step until they are over.

import { isAway } from "./away.ts";
import {
	type Book,
	balanceOf,
	DAY,
	type Favor,
	floorOf,
	isPostedIn,
	mayAct,
	modeOf,
	move,
	type Now,
	POT,
	type Size,
	takesPart,
} from "./book.ts";

export const STEPS = [
	"accept",
	"give-back",
	"decline",
	"done",
	"not-yet",
	"confirm",
	"on-the-house",
	"cancel",
	"go-on",
	"approve",
] as const;
export type FavorStep = (typeof STEPS)[number];

export type Ask = {
	act: "ask";
	by: string;
	of: string | undefined;
	/** The pot is to pay. */
	forTeam?: boolean;
	size: Size;
	word: string;
	place: string;
	canPost: boolean;
	/** Set where it is a private channel. */
	only?: string;
};
export type Step = { act: "step"; by: string; favor: string; step: FavorStep; place: string };

const NOT_OVER: readonly string[] = ["proposed", "open", "accepted", "done"];
export const isUnderWay = ({ state }: Favor): boolean => NOT_OVER.includes(state);
/** What lies in its escrow. */
export const setAside = (favor: Favor): number => (isUnderWay(favor) && favor.state !== "proposed" ? favor.cost : 0);

const untouched = { helper: undefined, firstDone: undefined, notYet: false, questioned: false };
const MOST = 3;

export function ask(book: Book, now: Now, { by, of, forTeam = false, size, word, place, canPost, only }: Ask): boolean {
	const cost = book.numbers[`favor.${size}`];
	const mode = modeOf(book, place);
	if (!mayAct(book, now, by) || mode === "off") return false;
	if (of === undefined && !(canPost && isPostedIn(mode))) return false;
	if (of !== undefined && !mayBeAsked(book, now, by, of)) return false;
	if ([...book.favors.values()].filter((one) => one.asker === by && isUnderWay(one)).length >= MOST) return false;
	if (forTeam ? cost > book.pot : cost > Math.max(0, balanceOf(book, by) - floorOf(book, now, by))) return false;
	const common = { asker: by, of, only, cost, next: now.at + 7 * DAY, forTeam, approver: undefined };
	const state = forTeam ? "proposed" : "open";
	book.favors.set(word, { ...common, state, moved: [], correction: undefined, ...untouched });
	if (!forTeam) move(book, [by, -cost]);
	return true;
}

const mayBeAsked = (book: Book, now: Now, by: string, of: string): boolean =>
	of !== by && takesPart(book, now, of) && !book.frozen.has(of) && !isAway(book, now, of);

const payerOf = ({ forTeam, asker }: Favor): string => (forTeam ? POT : asker);

export function refund(book: Book, favor: Favor, state: "declined" | "cancelled" | "expired"): true {
	const back = setAside(favor);
	favor.state = state;
	move(book, [payerOf(favor), back]);
	return true;
}

function keep(book: Book, favor: Favor, onTheHouse: boolean): true {
	favor.state = "kept";
	const bonus = book.numbers["favor.bonus"];
	const helper = favor.helper ?? "";
	const moves: [string, number][] = onTheHouse
		? [
				[payerOf(favor), favor.cost],
				[helper, bonus],
			]
		: [[helper, favor.cost + bonus]];
	// As if nobody had asked: who paid has it again.
	favor.moved = onTheHouse ? [[helper, bonus]] : [...moves, [payerOf(favor), -favor.cost]];
	move(book, ...moves);
	return true;
}

export function giveFavorBack(book: Book, { at }: Now, favor: Favor): true {
	if (favor.of !== undefined) return refund(book, favor, "declined");
	Object.assign(favor, { state: "open", next: at + 7 * DAY, ...untouched });
	return true;
}

export function step(book: Book, now: Now, act: Step): boolean {
	const { by, step: what, place } = act;
	const favor = book.favors.get(act.favor);
	if (!favor) return false;
	const { state } = favor;
	const { at } = now;
	const [isAsker, isHelper] = [by === favor.asker, by === favor.helper];
	const change = (changes: Partial<Favor>): true => Object.assign(favor, changes) && true;
	switch (what) {
		case "approve": {
			if (!mayAct(book, now, by) || isAsker || state !== "proposed" || favor.cost > book.pot) return false;
			if (!isInReach(favor, place)) return false;
			move(book, [POT, -favor.cost]);
			return change({ state: "open", approver: by, next: at + 7 * DAY });
		}
		case "accept": {
			const all = [...book.favors.values()];
			const busy = all.filter((one) => one.helper === by && ["accepted", "done"].includes(one.state)).length;
			if (!mayAct(book, now, by) || state !== "open" || isAsker || busy >= MOST) return false;
			if ((favor.of !== undefined && favor.of !== by) || favor.approver === by || !isInReach(favor, place))
				return false;
			return change({ state: "accepted", helper: by, next: at + 14 * DAY });
		}
		case "decline":
			return state === "open" && favor.of === by && refund(book, favor, "declined");
		case "cancel": {
			const mayBe = isAsker && favor.firstDone === undefined && ["proposed", "open", "accepted"].includes(state);
			return mayBe && refund(book, favor, "cancelled");
		}
		case "give-back":
			return isHelper && state === "accepted" && giveFavorBack(book, now, favor);
		case "done": {
			if (!isHelper || state !== "accepted") return false;
			const firstDone = favor.firstDone ?? at;
			return change({ state: "done", firstDone, questioned: false, next: firstDone + 3 * DAY });
		}
		case "not-yet":
			if (!isAsker || state !== "done" || favor.notYet) return false;
			return change({ state: "accepted", notYet: true, next: at + 14 * DAY });
		case "go-on":
			return (isAsker || isHelper) && state === "accepted" && change({ questioned: false, next: at + 14 * DAY });
		case "confirm":
			return isAsker && ["accepted", "done"].includes(state) && keep(book, favor, false);
		case "on-the-house":
			return isHelper && ["accepted", "done"].includes(state) && keep(book, favor, true);
	}
}

const isInReach = ({ of, only }: Favor, place: string): boolean =>
	of !== undefined || only === undefined || only === place;

export function byItself(book: Book, now: Now, favor: Favor | undefined): boolean {
	const { at } = now;
	if (!favor || !isUnderWay(favor) || favor.next > at) return false;
	if (favor.state === "open" || favor.state === "proposed") return refund(book, favor, "expired");
	if (favor.state === "done") return keep(book, favor, false);
	if (favor.questioned) return refund(book, favor, "expired");
	// Whoever is away is asked nothing: it waits until both are back.
	if ([favor.asker, favor.helper ?? ""].some((name) => isAway(book, now, name))) return false;
	Object.assign(favor, { questioned: true, next: at + 3 * DAY });
	return true;
}
