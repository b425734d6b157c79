// Everything that must hold whenever the story stands still: the laws of the book, the book as the model has it, what
// everybody may still give, and what was said.
import type { Storage } from "../../src/storage/storage.ts";
import type { Row } from "../../src/storage/tables.ts";
import type { Arrival } from "./arrivals.ts";
import { whatBoardsAreWrong } from "./boards.ts";
import type { Code } from "./code.ts";
import { explain } from "./explain.ts";
import { whatIsToldWrongly, whatWasNotTold } from "./laws.ts";
import { allowanceLeft, type Book, emptyBook, type Now } from "./model.ts";
import type { People } from "./people.ts";
import type { Platform } from "./platform.ts";
import { look, type Seen, standingStill } from "./seen.ts";

export type Checks = {
	/** What is in the book by the model. */
	book(): Book;
	/** What was really in it when it was last looked at. */
	seen(): Seen | undefined;
	/** Answers with what is wrong after this was delivered; `ticked` says that a bot did its jobs, and nothing failed. */
	after(arrivals: readonly Arrival[], at: number, ticked: boolean): Promise<string[]>;
	/** The same when all is well again and everything had its time. */
	atTheEnd(at: number): string[];
	/** Whether a notice waits to be sent. */
	isOwed(): boolean;
};

export type ChecksDeps = { code: Code; real: Storage; people: People; platform: Platform };

export function createChecks({ code, real, people, platform }: ChecksDeps): Checks {
	const kept = new Map<number, Row<"Notice">>();
	let book = emptyBook();
	let seen: Seen | undefined;

	async function readAllowances({ communityId, timezone, members }: Seen, now: Now): Promise<string[]> {
		const wrong: string[] = [];
		for (const [name, { id }] of members) {
			const of = { communityId, memberId: id, timezone: now.zoneOf(name), communityTimezone: timezone };
			const wallet = await real.read((query) => code.readWallet(query, of, code.defaultPolicy, new Date(now.at)));
			const [is, should] = [wallet?.thanks.left, allowanceLeft(book, name, now)];
			if (is !== should) wrong.push(`${name} may give ${is}, and it should be ${should}`);
		}
		return wrong;
	}

	return {
		book: () => book,
		seen: () => seen,
		isOwed: () => [...kept.values()].some(({ state }) => state === "owed"),
		async after(arrivals, at, ticked) {
			const [before, was] = [book, seen];
			const owed = [...kept.values()].filter(({ state }) => state === "owed").map(({ id }) => id);
			seen = await look(real, Math.min(...owed, Math.max(0, ...kept.keys()) + 1));
			const { breaches } = await code.verify(standingStill(real));
			const wrong = breaches.map(({ law, what }) => `${law}: ${what}`);
			if (!seen) return wrong;
			for (const row of seen.notices) kept.set(row.id, row);
			const { timezone } = seen;
			const now: Now = { at, zoneOf: (name) => people.zoneOf(name, timezone) };
			const explained = explain(book, arrivals, seen, now);
			book = explained.book;
			wrong.push(...explained.differences);
			for (const { event, answer, happening } of arrivals) {
				if (answer === "done" && happening.acknowledged && event.act && !book.done.has(event.key))
					wrong.push(`${event.key} was acknowledged and is lost`);
			}
			wrong.push(...whatBoardsAreWrong({ before, after: book, was, is: seen, at }, ticked));
			wrong.push(...(await readAllowances(seen, now)));
			return [...wrong, ...whatIsToldWrongly({ platform, seen, book, kept })];
		},
		atTheEnd: (at) => (seen ? whatWasNotTold({ platform, seen, book, kept }, new Date(at)) : []),
	};
}
