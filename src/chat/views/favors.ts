// The words of a favor: the card that everybody sees, the cards of the one who asks and the one who helps.
// Each is painted from what the favor is now, so that an old card never offers what is over.

import type { ListedFavor } from "../../ledger/favor-lists.ts";
import type { FavorEvent } from "../../ledger/notices.ts";
import type { FavorCard } from "../../ledger/readings.ts";
import type { Block, Button, Card, Line } from "../card.ts";
import { short } from "../clean.ts";
import type { Names } from "../directory.ts";
import { UNIT, UNITS } from "../unit.ts";
import { askAgain, declinedCard, leftCard } from "./declined.ts";
import {
	amount,
	asSentence,
	buttons,
	credits,
	day,
	inLine,
	inWords,
	say,
	signed,
	small,
	text,
	when,
} from "./format.ts";

/** What the reader of a card may know of time: now, in their zone. */
export type Reader = { now: Date; timezone: string };

export const favorButton = {
	approve: (id: number): Button => ({ label: "Approve", action: `favor:approve:${id}`, style: "primary" }),
	help: (id: number): Button => ({ label: "I'll help", action: `favor:accept:${id}`, style: "primary" }),
	notNow: (id: number): Button => ({ label: "Not now", action: `favor:decline:${id}` }),
	/** To a favor for anyone: it tells nobody. */
	pass: (id: number): Button => ({ label: "Not now", action: `favor:pass:${id}` }),
	done: (id: number): Button => ({ label: "It's done", action: `favor:done:${id}`, style: "primary" }),
	onTheHouse: (id: number): Button => ({ label: "On the house", action: `favor:on-the-house:${id}` }),
	giveBack: (id: number): Button => ({ label: "Give it back", action: `favor:give-back:${id}` }),
	confirm: (id: number): Button => ({ label: "Confirm", action: `favor:confirm:${id}`, style: "primary" }),
	notYet: (id: number): Button => ({ label: "Not yet", action: `favor:not-yet:${id}` }),
	/** Harmless: all of it comes back. */
	cancel: (id: number): Button => ({ label: "Cancel", action: `favor:cancel:${id}` }),
	goOn: (id: number): Button => ({ label: "Still on", action: `favor:go-on:${id}`, style: "primary" }),
};

/** Where nothing is the one thing to do: a list of several favors, a favor that only just began. */
export const plain = ({ label, action }: Button): Button => ({ label, action });

/** The day as the asker said it, wherever the reader lives: everybody reads the same card. */
function due(favor: ListedFavor, { now }: Reader): string {
	if (!favor.dueAt) return "";
	const named = day(favor.dueAt, now, favor.askerTimezone);
	return named === "today" ? " · today" : ` · by ${named}`;
}

const price = ({ size, cost, fromPot }: ListedFavor): string => `${size} (${cost}${fromPot ? " from the pot" : ""})`;

/** "look at my PR · normal (4) · by Friday". */
export const favorLine = (favor: ListedFavor, reader: Reader, most = 200): string =>
	`${inLine(short(favor.text, most))} · ${price(favor)}${due(favor, reader)}`;

/** The card for everybody. */
export function favorPublicCard(favor: FavorCard, names: Names, reader: Reader): Card {
	const asker = { strong: names.of(favor.askerId).person };
	const helper = { strong: names.of(favor.helperId).person };
	const forAll = favor.fromPot ? " for the team" : "";
	const asks: Block = text(asker, ` asks for a hand${forAll}: `, favorLine(favor, reader, Number.POSITIVE_INFINITY));
	switch (favor.state) {
		case "proposed":
			return {
				blocks: [
					asks,
					...buttons(favorButton.approve(favor.id)),
					small("The pot pays, once anybody but ", asker, " approves. Whoever does leaves the helping to others."),
				],
			};
		case "open":
			return { blocks: [asks, ...approval(favor, names), ...buttons(favorButton.help(favor.id))] };
		case "accepted":
			return { blocks: [asks, small(helper, " is on it")] };
		case "done":
			return { blocks: [asks, small(helper, " says it is done")] };
		case "kept":
			return { blocks: [text(helper, " helped ", asker, `${forAll}: ${favor.text}`)] };
		case "cancelled":
			return { blocks: [small(asker, ` no longer needs a hand: ${favor.text}`)] };
		default:
			return { blocks: [small(asker, ` asked for a hand${forAll} and ${whyItEnded(favor)}: ${favor.text}`)] };
	}
}

const approval = ({ approvedBy }: FavorCard, names: Names): Block[] =>
	approvedBy === null ? [] : [small("Approved by ", { strong: names.of(approvedBy).person }, ".")];

const neverApproved = ({ fromPot, approvedBy }: FavorCard): boolean => fromPot && approvedBy === null;

function whyItEnded(favor: FavorCard): string {
	if (neverApproved(favor)) return "nobody approved it in time";
	return favor.helperId === null ? "nobody could this time" : "it went quiet";
}

/** What the one who was asked, or who helps, reads; `fresh` is the message that just came. */
export function helperCard(favor: FavorCard, event: FavorEvent, names: Names, reader: Reader): Card {
	const asker = { strong: names.of(favor.askerId).person };
	const id = favor.id;
	const what: Block = { kind: "quote", text: favorLine(favor, reader) };
	switch (favor.state) {
		case "open":
			if (favor.targetId === null) return { blocks: [small("You gave it back. It is open for others again."), what] };
			return {
				blocks: [text(asker, " asks you for a hand:"), what, ...buttons(favorButton.help(id), favorButton.notNow(id))],
			};
		case "accepted":
			return {
				blocks: [
					helperHeadline(favor, event, asker, reader),
					what,
					...buttons(
						...(event === "question" ? [favorButton.goOn(id), plain(favorButton.done(id))] : [favorButton.done(id)]),
						favorButton.onTheHouse(id),
						favorButton.giveBack(id),
					),
				],
			};
		case "done":
			return {
				blocks: [
					text("You said it is done. ", asker, ` is asked to confirm; ${confirmsByItself(favor, reader)}`),
					what,
					...buttons(favorButton.onTheHouse(id)),
				],
			};
		case "kept":
			return { blocks: [helperEnd(favor, event, asker), what] };
		case "cancelled":
			return { blocks: [text(asker, " no longer needs this one. Thank you for being there."), what] };
		case "expired":
			return { blocks: [text("This one went quiet and is closed. No harm done."), what] };
		default:
			return { blocks: [text("You passed on this one. That is fine."), what] };
	}
}

/** What an earlier private card becomes once a newer one tells where the favor is. */
export const pastFavorCard = (favor: FavorCard, reader: Reader): Card => ({
	blocks: [small("Moved on: see the newer message below."), { kind: "quote", text: favorLine(favor, reader) }],
});

function helperHeadline(favor: FavorCard, event: FavorEvent, asker: { strong: string }, reader: Reader): Block {
	if (event === "not-yet") return text(asker, " says: not quite yet. Say so again when it is done.");
	if (event === "question") return text(`Is this one still on? Without a word it closes ${byItself(favor, reader)}.`);
	return text("You are on it for ", asker, ".");
}

function helperEnd(favor: FavorCard, event: FavorEvent, asker: { strong: string }): Block {
	if (event === "on-the-house")
		return text("On the house. ", payer(favor, asker), ` got the ${UNITS} back; one good turn deserves another.`);
	return text(`${signed(favor.gained)}. One good turn deserves another.`);
}

/** What the one who asked reads. */
export function askerCard(
	favor: FavorCard,
	event: FavorEvent,
	names: Names,
	reader: Reader,
	suggested: readonly number[] = [],
): Card {
	const helper = { strong: names.of(favor.helperId ?? favor.targetId).person };
	const id = favor.id;
	const what: Block = { kind: "quote", text: favorLine(favor, reader) };
	const back = costIsBack(favor);
	switch (favor.state) {
		case "proposed":
			return { blocks: [text("Still waiting for somebody to approve it."), what, ...buttons(favorButton.cancel(id))] };
		case "open": {
			return {
				blocks: [
					stillOpen(event, favor.targetId, helper, names.of(favor.approvedBy).person),
					what,
					...buttons(favorButton.cancel(id)),
				],
			};
		}
		case "accepted":
			return {
				blocks: [
					event === "question"
						? text(
								`Is this one still on? Without a word it closes ${byItself(favor, reader)}, and ${favor.fromPot ? `the ${UNITS} go back to the pot` : `your ${UNITS} come back`}.`,
							)
						: text(helper, " is on it."),
					what,
					...buttons(
						...(event === "question" ? [favorButton.goOn(id)] : []),
						plain(favorButton.confirm(id)),
						...mayCancel(favor),
					),
				],
			};
		case "done":
			return {
				blocks: [
					text(helper, " says it is done."),
					what,
					...buttons(favorButton.confirm(id), ...(favor.notYet ? [] : [favorButton.notYet(id)])),
					small(asSentence(confirmsByItself(favor, reader).replace(/^w/u, "W"))),
				],
			};
		case "kept":
			return { blocks: [askerEnd(favor, event, helper, back), what] };
		case "declined":
			return event === "left" ? leftCard(favor, names, what, back) : declinedCard(favor, suggested, names, what, back);
		case "cancelled":
			return { blocks: [text("Cancelled.", back), what] };
		default:
			return {
				blocks: [text(favorEnded(favor), back), what, ...buttons(askAgain(id, "Ask again"))],
			};
	}
}

function favorEnded(favor: FavorCard): string {
	if (neverApproved(favor)) return "Nobody approved it in time.";
	return favor.helperId === null ? "Nobody could this time." : "This one went quiet and is closed.";
}

/** Where the cost of a favor that ended without help is now; of one that was never approved nothing was set aside. */
function costIsBack(favor: FavorCard, place = ""): string {
	const { cost } = favor;
	if (cost === 0 || neverApproved(favor)) return "";
	if (favor.fromPot) return ` ${credits(cost)} ${are(cost)} back in the pot.`;
	return ` ${place === "" ? "Your " : ""}${credits(cost)} ${are(cost)} back${place}.`;
}

/** Who has the cost back when the helper waived it. */
const payer = ({ fromPot }: FavorCard, asker: { strong: string }): Line[number] => (fromPot ? "The pot" : asker);

/** Once it was said to be done, there is no cancelling. */
export const mayCancel = ({ id, doneAt }: ListedFavor): Button[] => (doneAt === null ? [favorButton.cancel(id)] : []);

function stillOpen(event: FavorEvent, targetId: number | null, target: { strong: string }, approver: string): Block {
	if (event === "approved") return text({ strong: approver }, " approved it. It is open for everybody now.");
	if (event === "given-back") return text("It was given back, and is open for others again.");
	if (event === "unreachable" && targetId === null)
		return text("I could not post this in the channel, so nobody sees it there. Ask in another one, or cancel it.");
	if (event === "unreachable")
		return text("I could not reach ", target, " in private. Tell them yourself, or cancel and ask somebody else.");
	return text("Still waiting for somebody.");
}

/** When the clock takes the next step. */
function byItself({ nextAt }: FavorCard, { now, timezone }: Reader): string {
	if (!nextAt) return "in a while";
	return nextAt <= now ? "in a moment" : when(nextAt, now, timezone);
}
const confirmsByItself = (favor: FavorCard, reader: Reader): string =>
	`without a word it confirms by itself ${byItself(favor, reader)}.`;

function askerEnd(favor: FavorCard, event: FavorEvent, helper: { strong: string }, back: string): Block {
	if (event === "on-the-house") return text(helper, " helped you, on the house.", back);
	if (event === "kept-by-silence") {
		return text(`Nothing was said, so it counts as done. ${credits(favor.cost)} went to `, helper, ".");
	}
	return text(helper, ` helped you. ${credits(favor.cost)} well spent.`);
}

/** What the one who asks for the team alone reads. */
export function proposedCard(
	{ favorId, cost, dueAt }: Omit<JustAsked, "told" | "left" | "least">,
	{ now, timezone }: Reader,
): Card {
	const until = dueAt ? [small(`Until ${when(dueAt, now, timezone)} (${timezone}).`)] : [];
	const pays = `Somebody else approves it; then the pot pays the ${credits(cost)}, and nothing is taken from you.`;
	return { blocks: [text(`Proposed. ${pays}`), ...until, ...buttons(favorButton.cancel(favorId))] };
}

export type JustAsked = {
	favorId: number;
	cost: number;
	dueAt: Date | null;
	told: number;
	left: number;
	least: number;
};

export function askedCard(
	{ favorId, cost, dueAt, told, left, least }: JustAsked,
	targetName: string | undefined,
	{ now, timezone }: Reader,
): Card {
	const setAside = cost === 0 ? "" : ` ${amount(cost)} set aside until it is done; all of it comes back if nobody can.`;
	const who: Line = targetName === undefined ? [] : [" Only ", { strong: targetName }, " sees it."];
	// A date in plain words may be taken for another: this is how it was understood.
	const until = dueAt ? [small(`Until ${when(dueAt, now, timezone)} (${timezone}).`)] : [];
	const others = told === 0 ? [] : [small(toldPrivately(told))];
	return {
		blocks: [
			text("Asked.", setAside, ...who),
			...until,
			...others,
			...lastCredit(cost, left, least),
			...buttons(favorButton.cancel(favorId)),
		],
	};
}

/** A word before the next one is refused. */
function lastCredit(cost: number, left: number, least: number): Block[] {
	if (cost === 0 || left >= least) return [];
	const rest =
		left === 0 ? `That was your last ${UNIT} to spend` : `You can spend ${left} more, less than any favor costs`;
	return [small(`${rest}; thanks and help bring new ones.`)];
}

/** How many, never who: nobody is to feel watched. */
const toldPrivately = (told: number): string =>
	`${inWords(told, "person", "people")} who may be able to help ${told === 1 ? "was" : "were"} told privately.`;

const are = (n: number): string => (n === 1 ? "is" : "are");

/** What somebody reads who just pressed a button. */
export function stepCard(favor: FavorCard, event: FavorEvent, gained: number, names: Names): Card {
	const asker = { strong: names.of(favor.askerId).person };
	const helper = { strong: names.of(favor.helperId).person };
	switch (event) {
		case "approved":
			return say("Approved: the pot pays, and it is open for everybody but you. ", asker, " knows.");
		case "accepted":
			return say("Thank you. ", asker, " knows that you are on it.");
		case "given-back":
			return say("Given back. It is open for others again.");
		case "declined":
			return say(asker, ` knows, and has the ${UNITS} back.`);
		case "done":
			return say("Nice. ", asker, " is asked to confirm.");
		case "not-yet":
			return say(helper, " knows that there is something left to do.");
		case "kept":
			return say("Confirmed. ", helper, ` has the ${UNITS}, and a word of thanks would be kind: `, {
				code: `/thanks @${helper.strong}`,
			});
		case "on-the-house":
			return say(
				`On the house: ${signed(gained)} for you, and `,
				favor.fromPot ? "the pot" : asker,
				` has the ${credits(favor.cost)} back.`,
			);
		case "cancelled":
			return say("Cancelled.", costIsBack(favor, " in your wallet"));
		default:
			return say("Good. It goes on.");
	}
}
