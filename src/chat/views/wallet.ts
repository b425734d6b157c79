// The wallet: a member's own account, for their eyes only.

import type { ListedFavor } from "../../ledger/favor-lists.ts";
import type { ToThank } from "../../ledger/pair.ts";
import type { HistoryLine, Wallet } from "../../ledger/wallet.ts";
import { type Block, type Button, type Card, type Line, lineText } from "../card.ts";
import { short } from "../clean.ts";
import type { Names } from "../directory.ts";
import { UNIT_SIGN } from "../unit.ts";
import { favorLine, type Reader } from "./favors.ts";
import {
	amount,
	brief,
	buttons,
	counted,
	credits,
	inPeriod,
	joined,
	resets,
	shortDate,
	signed,
	small,
	text,
	when,
} from "./format.ts";
import { vouchesLine } from "./vouches.ts";

export type WalletView = {
	wallet: Wallet;
	normalCost: number;
	memberId: number;
	open: ListedFavor[];
	toThank: ToThank[];
	/** The emoji that says thanks here. */
	reaction: string | undefined;
	names: Names;
	reader: Reader;
};

/** How full it looks full: so many normal favors' worth. */
const FULL_FAVORS = 5;
const GAUGE_CELLS = 10;
/** How many open favors it names; the list has all. */
const MOST_OPEN = 5;

export function walletCard(view: WalletView): Card {
	const { wallet, normalCost } = view;
	const facts = [
		{ label: "Balance", value: [{ strong: `${credits(wallet.balance)}${UNIT_SIGN}` }] as Line },
		...(wallet.setAside > 0 ? [{ label: "Set aside", value: [credits(wallet.setAside)] as Line }] : []),
		{ label: "To spend", value: [credits(wallet.available)] as Line },
		{
			label: "Thanks left",
			value: [`${wallet.thanks.left} of ${wallet.thanks.perDay} ${inPeriod(wallet.thanks.period).now}`] as Line,
		},
	];
	return {
		blocks: [
			text(
				{ strong: "Your wallet" },
				` ${gauge(wallet.available, normalCost)} ${fullness(wallet.available, normalCost)}`,
			),
			{ kind: "facts", facts },
			small(...notes(view)),
			...vouchBlocks(view),
			...toThankBlocks(view),
			...openBlocks(view),
			...historyBlocks(view),
		],
	};
}

/** What the figures mean, in sentences. */
function notes({ wallet, reader }: WalletView): Line {
	const resetting = `New thanks come ${resets(wallet.thanks.resetsAt, reader.now, reader.timezone)}.`;
	const as = wallet.vouches.received.length === 0 ? "As a newcomer you" : "You";
	const floor = wallet.floor < 0 ? ` ${as} may go down to ${amount(wallet.floor)}.` : "";
	return [resetting, floor, ...fadingNote(wallet, reader), meter(wallet.meter)];
}

/** Only who has something that fades needs to know; who is away needs to know that it does not. */
function fadingNote({ balance, fading, away }: Wallet, reader: Reader): Line {
	if (away)
		return [` You are away${until(away.until, reader)}: nothing fades. `, { code: "/goodturn back" }, " ends it."];
	if (!fading || balance <= fading.above) return [];
	return [
		` What is above ${amount(fading.above)} fades by half in ${counted(fading.halfLifeDays, "day")}, into the pot.`,
	];
}

const until = (at: Date | null, { now, timezone }: Reader): string => (at ? ` until ${when(at, now, timezone)}` : "");

function vouchBlocks({ wallet, names }: WalletView): Block[] {
	const line = vouchesLine(wallet.vouches, names);
	return line === "" ? [] : [small(line)];
}

function gauge(available: number, normalCost: number): string {
	const full = Math.max(1, normalCost * FULL_FAVORS);
	const cells = Math.min(GAUGE_CELLS, Math.round((available / full) * GAUGE_CELLS));
	return "▰".repeat(cells) + "▱".repeat(GAUGE_CELLS - cells);
}

/** The gauge in words: how many favors one could ask. */
function fullness(available: number, normalCost: number): string {
	const favors = normalCost === 0 ? FULL_FAVORS : Math.floor(available / normalCost);
	if (favors === 0) return "running low";
	return favors >= FULL_FAVORS ? "full" : `enough for ${counted(favors, "normal favor")}`;
}

/** Four to one is a habit to aim at, a convention and no science. */
function meter({ given, kept, asked }: Wallet["meter"]): string {
	const did = [
		...(given > 0 ? [`gave ${counted(given, "thanks", "thanks")}`] : []),
		...(kept > 0 ? [`did ${counted(kept, "favor")}`] : []),
		...(asked > 0 ? [`asked for ${kept > 0 ? asked : counted(asked, "favor")}`] : []),
	];
	if (did.length === 0) return "";
	const habit = asked > 0 ? " Giving four times for each one asked is a good habit." : "";
	return ` In 90 days you ${lineText(joined(did))}.${habit}`;
}

/** Opens the form with their name in it. */
export const sayThanks = (memberId: number): Button => ({ label: "Say thanks", action: `form:thanks:${memberId}` });

function toThankBlocks({ toThank, names }: WalletView): Block[] {
	return toThank.flatMap(({ helperId, text: words }) => [
		text(
			{ strong: brief(names.of(helperId).person) },
			` helped you lately${words === "" ? "." : `: ${short(words, 50)}`}`,
		),
		...buttons(sayThanks(helperId)),
	]);
}

function openBlocks({ open, names, memberId, reader }: WalletView): Block[] {
	if (open.length === 0) return [];
	const items = open
		.slice(0, MOST_OPEN)
		.map((favor): Line => [`${part(favor, memberId, names)}: ${favorLine(favor, reader, 50)}`]);
	const more = open.length > MOST_OPEN ? [small(`And ${open.length - MOST_OPEN} more: `, { code: "/favors" })] : [];
	return [text({ strong: "Under way" }), { kind: "list", items }, ...more];
}

/** What the owner of the wallet has to do with a favor. */
function part({ askerId, helperId }: ListedFavor, memberId: number, names: Names): string {
	if (askerId === memberId) return "you asked";
	const asker = brief(names.of(askerId).person);
	return helperId === memberId ? `you help ${asker}` : `${asker} asks you`;
}

function historyBlocks({ wallet, names, memberId, reader }: WalletView): Block[] {
	if (wallet.history.length === 0) {
		return [text("Nothing has moved yet. Thanks and help fill it; saying thanks costs you nothing.")];
	}
	const items = wallet.history.map(
		(line): Line => [
			{ strong: signed(line.amount) },
			` ${happened(line, names, memberId)} · ${shortDate(line.at, reader.timezone)}`,
		],
	);
	return [text({ strong: "Lately" }), { kind: "list", items }];
}

/** Who the members in a history are, so that their names can be looked up. */
export const inHistory = (history: readonly HistoryLine[]): (number | null)[] =>
	history.flatMap(({ actorId, askerId, helperId, otherId }) => [actorId, askerId, helperId, otherId]);

/** What was taken back, by its giver or by an admin. */
const TAKEN_BACK = new Map([
	["thanks", "a thanks"],
	["reaction", "a reaction"],
	["adjustment", "a correction"],
	["donation", "a gift to the pot"],
	["top-up", "a start from the pot"],
]);

function happened(line: HistoryLine, names: Names, memberId: number): string {
	const name = (id: number | null) => brief(names.of(id).person);
	const about = line.text === "" ? "" : `: ${short(line.text, 50)}`;
	switch (line.kind) {
		case "thanks":
			return `thanks from ${name(line.actorId)}${/^: (?:for|because)\b/iu.test(about) ? about.slice(1) : about}`;
		case "reaction":
			return `a reaction from ${name(line.actorId)}`;
		case "favor-asked":
			return `you asked for a favor${about}`;
		case "favor-kept":
			return line.helperId === memberId
				? `you helped ${name(line.askerId)}${about}`
				: `back, on the house from ${name(line.helperId)}${about}`;
		case "favor-returned":
			return `back from a favor${about}`;
		case "fading":
			return "faded into the pot";
		case "donation":
			return "you gave to the pot";
		case "top-up":
			return `a start from the pot, by ${name(line.actorId)}`;
		case "vouch":
			return `tied up for ${name(line.otherId)}`;
		case "vouch-released":
			return `back from vouching for ${name(line.otherId)}`;
		case "vouch-paid":
			return `${name(line.otherId)}, who vouched for you, paid when you left`;
		case "vouch-repaid":
			return line.amount < 0
				? `returned to ${name(line.otherId)}, who had paid for you`
				: `returned by ${name(line.otherId)}, for whom you had paid`;
		case "leaving":
			return "left to all when you were gone";
		case "reversal":
			return `${name(line.actorId)} took back ${TAKEN_BACK.get(line.reversedKind ?? "") ?? "an entry"}`;
		default:
			return "a correction";
	}
}

/** The app's own page: the wallet, and what one can do from here. */
export function homeCard(view: WalletView): Card {
	return {
		blocks: [
			...walletCard(view).blocks,
			small("Only you see this."),
			{ kind: "divider" },
			...buttons(
				{ label: "Say thanks", action: "form:thanks", style: "primary" },
				{ label: "Ask a favor", action: "form:favor" },
				{ label: "Favors", action: "show:favors" },
			),
			small(
				"Thanks and help are deposits, asking is a withdrawal. Thanks: ",
				{ code: "/thanks" },
				view.reaction === undefined ? ". Favors: " : ` or a ${view.reaction} on a message. Favors: `,
				{ code: "/favor" },
				". More: ",
				{ code: "/goodturn help" },
			),
		],
	};
}
