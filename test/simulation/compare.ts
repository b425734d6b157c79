// The book as it is, against the book as the model has it.
import { type Book, type Change, modeOf } from "./model/book.ts";
import { setAside } from "./model/favors.ts";
import type { Seen } from "./seen.ts";

/** What is in the book and should not be, or the other way round. */
export function compare(book: Book, seen: Seen): string[] {
	const differences: string[] = [];
	const same = (what: string, is: unknown, should: unknown) => {
		if (JSON.stringify(is) !== JSON.stringify(should))
			differences.push(`${what}: ${JSON.stringify(is)}, and it should be ${JSON.stringify(should)}`);
	};
	for (const [name, { balance, unlisted, fadeCarry, excluded, frozenAt, admin, ...member }] of seen.members) {
		same(`balance of ${name}`, balance, book.balances.get(name) ?? 0);
		same(`what fades of ${name}`, fadeCarry, book.faded.get(name)?.carry ?? 0);
		same(`unlisted ${name}`, unlisted, book.unlisted.has(name));
		same(`excluded ${name}`, excluded, book.excluded.has(name));
		same(`paused ${name}`, frozenAt !== null, book.frozen.has(name));
		same(`admin ${name}`, admin, book.admins.has(name));
		const away = book.away.get(name);
		same(`away ${name}`, [member.awaySince, member.awayUntil].map(timeOf), [away?.since ?? null, away?.until ?? null]);
		const left = book.left.get(name);
		same(`left ${name}`, [member.leftAt, member.settledAt].map(timeOf), [left?.at ?? null, left?.settled ?? null]);
		same(`left to the pot by ${name}`, seen.leavings.get(name) ?? 0, book.leavings.get(name) ?? 0);
	}
	same("the pot", seen.pot, book.pot);
	const standingVouches = book.vouches.filter(({ state }) => state === "standing");
	same(
		"vouches",
		[...seen.vouches].sort(),
		standingVouches.map(({ by, on, amount }) => `${by} ${amount} for ${on}`).sort(),
	);
	same(
		"donated",
		seen.donated,
		book.donated.map(({ by, amount, back }) => `${by} ${amount}${back ? " back" : ""}`),
	);
	same("changes", seen.changes.map(seenChange), book.changes.map(changeInWords));
	for (const { external, mode } of seen.channels) same(`mode of ${external}`, mode, modeOf(book, external));
	const inBook = seen.said.map(({ word, stands }): [string, boolean] => [word, stands]);
	const commanded = book.given.filter(({ word }) => word !== "");
	same("thanks that stand", standing(inBook), standing(commanded.map(({ word, back }) => [word, !back])));
	same(
		"thanks taken back",
		standing(inBook, false),
		standing(
			commanded.map(({ word, back }) => [word, !back]),
			false,
		),
	);
	const reactions = [...book.reactions].filter(([, { stands }]) => stands !== undefined).map(([key]) => key);
	same("reactions that stand", [...seen.reactions].sort(), reactions.sort());
	same("muted", [...seen.muted].sort(), [...book.muted].sort());
	same("favors", [...seen.favors.keys()].sort(), [...book.favors.keys()].sort());
	for (const [word, favor] of book.favors) {
		const is = seen.favors.get(word);
		if (!is) continue;
		const { asker, of, helper, approver, cost, state, notYet, questioned } = favor;
		const should = { asker, of, helper, approver, cost, state, notYet, questioned, escrow: setAside(favor) };
		const { notYet: said, questionedAt, escrow } = is;
		const seenFavor = {
			asker: is.asker,
			of: is.of,
			helper: is.helper,
			approver: is.approver,
			cost: is.cost,
			state: is.state,
			notYet: said,
			questioned: questionedAt !== null,
			escrow,
		};
		same(`favor ${word}`, seenFavor, should);
	}
	return differences;
}

const standing = (thanks: [string, boolean][], stands = true): string[] =>
	thanks
		.filter(([, is]) => is === stands)
		.map(([word]) => word)
		.sort();

const timeOf = (at: Date | null): number | null => at?.getTime() ?? null;

/** Of what was paused it is kept since when; of entries, their numbers. */
const seenChange = ({ what, subject, after }: Seen["changes"][number]): string =>
	`${what} ${subject ?? ""} ${what === "member frozen" ? after !== "" : after}`;

const changeInWords = ({ what, subject, after }: Change): string => `${what} ${subject ?? ""} ${after}`;
