// The words of vouching: what the one who does it reads, what both hear, and what their wallets say of it. All of it is
// between the two: nothing here is ever posted in a channel.

import type { VouchNews } from "../../ledger/notices.ts";
import type { VouchOutcome } from "../../ledger/vouches.ts";
import type { Wallet } from "../../ledger/wallet.ts";
import { type Card, type Line, lineText } from "../card.ts";
import type { Names } from "../directory.ts";
import { UNIT, UNITS } from "../unit.ts";
import { amount, brief, buttons, credits, joined, say, small, text } from "./format.ts";

/** What somebody reads who just vouched, changed it or took it back. */
export function vouchedCard({ before, asked, now, left }: VouchOutcome, name: string): Card {
	const other = { strong: name };
	const takesBack: Line = ["You can take back what they do not use: ", { code: `/goodturn unvouch @${name}` }];
	if (now === before)
		return { blocks: [text(`You vouch ${amount(now)} for `, other, " already."), small(...takesBack)] };
	if (now > before) {
		return {
			blocks: [
				text(
					`You vouch ${amount(now)} for `,
					other,
					`. So many of your ${UNITS} are tied up, and they may go as much further below zero.`,
				),
				...(left === 0 ? [small(`That was the last ${UNIT} of your own; thanks and help bring new ones.`)] : []),
				small(
					"It comes back once they used it and are at zero again; if they leave in debt, it pays for them. Only the two of you know. ",
					...takesBack,
				),
			],
		};
	}
	const back = `${credits(before - now)} ${before - now === 1 ? "is" : "are"} back in your wallet.`;
	if (now > asked) {
		return say(back, " ", other, ` relies on the other ${amount(now)} just now; that comes back by itself in time.`);
	}
	return now === 0
		? say(back, " You no longer vouch for ", other, ".")
		: say(back, ` You vouch ${amount(now)} for `, other, " from now on.");
}

/** What one of the two hears; `reader` is their member id. */
export function vouchCard(
	{ event, voucherId, vouchedId, credits: moved, left }: VouchNews,
	reader: number,
	names: Names,
): Card {
	const voucher = { strong: names.of(voucherId).person };
	const vouched = { strong: names.of(vouchedId).person };
	const isVoucher = reader === voucherId;
	switch (event) {
		case "made":
		case "changed":
			return {
				blocks: [
					text(
						voucher,
						` vouches ${amount(left)} for you: you may go as much further below zero when you ask for a favor.`,
					),
					small(
						`These are their own ${UNITS}, and come back to them once you are at zero again. Only the two of you know.`,
					),
				],
			};
		case "withdrawn":
			return say(voucher, ` needs ${credits(moved)} back that ${was(moved)} vouched for you.`, ...stillStands(left));
		case "settled":
			return say(
				voucher,
				" is no longer here, and what you did not use of their vouch went back.",
				...stillStands(left),
			);
		case "released":
			return isVoucher
				? say(
						`The ${credits(moved)} that you tied up for `,
						vouched,
						` ${moved === 1 ? "is" : "are"} back in your wallet. Thank you for standing by them.`,
					)
				: {
						blocks: [
							text("You are at zero again, so what ", voucher, " vouched for you is theirs again."),
							...buttons({ label: "Say thanks", action: "form:thanks" }),
						],
					};
		case "paid":
			return say(
				vouched,
				` left with a debt, and ${credits(moved)} that you vouched for them paid for it.`,
				left > 0 ? ` The other ${amount(left)} ${left === 1 ? "is" : "are"} back in your wallet.` : "",
				" Should they come back, it is theirs to return.",
			);
		case "repaid":
			return isVoucher
				? say(vouched, ` is here again, and the ${credits(moved)} that paid for them ${was(moved)} returned to you.`)
				: say(
						`Good to have you back. ${credits(moved)} of `,
						voucher,
						` paid for you when you left; they went back from your wallet.`,
					);
	}
}

const was = (n: number): string => (n === 1 ? "was" : "were");
const stillStands = (left: number): Line =>
	left > 0
		? [` ${amount(left)} still stand${left === 1 ? "s" : ""}.`]
		: [" What you asked for already stays as it is."];

/** How many people a wallet names; the others are a sum. */
const MOST_NAMED = 5;

/** "2 tied up for Bo and 4 for Cy. Dee vouches 4 for you." Empty where nobody vouches. */
export function vouchesLine({ given, received }: Wallet["vouches"], names: Names): string {
	const tied = named(given, names).map(
		({ name, sum }, index) => `${sum} ${index === 0 ? "tied up for" : "for"} ${name ?? "others"}`,
	);
	const got = named(received, names).map(({ name, sum }) =>
		name === undefined ? `others vouch ${sum}` : `${name} vouches ${sum}`,
	);
	const sentences = [tied.length === 0 ? "" : `${list(tied)}.`, got.length === 0 ? "" : `${list(got)} for you.`];
	return sentences.filter((sentence) => sentence !== "").join(" ");
}

/** Each by name, and those beyond the most as one sum without. */
function named(vouches: readonly { memberId: number; amount: number }[], names: Names) {
	const all: { name: string | undefined; sum: number }[] = vouches
		.slice(0, MOST_NAMED)
		.map((one) => ({ name: brief(names.of(one.memberId).person), sum: one.amount }));
	const others = vouches.slice(MOST_NAMED).reduce((sum, one) => sum + one.amount, 0);
	return others === 0 ? all : [...all, { name: undefined, sum: others }];
}

const list = (words: readonly string[]): string => lineText(joined(words));

/** Who the members in a wallet's vouches are, so that their names can be looked up. */
export const inVouches = ({ given, received }: Wallet["vouches"]): number[] =>
	[...given, ...received].map(({ memberId }) => memberId);
