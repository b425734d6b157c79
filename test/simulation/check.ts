// Everything that must hold whenever the story stands still: the laws of the book, the book as the model has it, what
// everybody may still give, and what was said.
import type { Storage } from "../../src/storage/storage.ts";
import type { Row } from "../../src/storage/tables.ts";
import type { Arrival } from "./arrivals.ts";
import { whatBoardsAreWrong } from "./boards.ts";
import type { Code } from "./code.ts";
import { explain } from "./explain.ts";
import { whatIsPostedInQuiet, whatIsToldWrongly, whatWasNotTold } from "./laws.ts";
import { type Book, emptyBook, type Now } from "./model/book.ts";
import { allowanceLeft } from "./model/thanks.ts";
import { type People, RUNNERS } from "./people.ts";
import type { Platform } from "./platform.ts";
import { linesOf, look, type Seen, standingStill } from "./seen.ts";

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

const TIDIED_AFTER_MS = 30 * 86_400_000;

export type ChecksDeps = { code: Code; real: Storage; people: People; platform: Platform };

export function createChecks({ code, real, people, platform }: ChecksDeps): Checks {
	const kept = new Map<number, Row<"Notice">>();
	let book = emptyBook();
	let seen: Seen | undefined;
	let posted = 0;

	async function readAllowances({ communityId, timezone, members, policy }: Seen, now: Now): Promise<string[]> {
		const wrong: string[] = [];
		for (const [name, { id }] of members) {
			const of = { communityId, memberId: id, timezone: now.zoneOf(name), communityTimezone: timezone };
			const wallet = await real.read((query) => code.readWallet(query, of, code.readPolicy(policy), new Date(now.at)));
			const [is, should] = [wallet?.thanks.left, allowanceLeft(book, name, now)];
			if (is !== should) wrong.push(`${name} may give ${is}, and it should be ${should}`);
		}
		return wrong;
	}

	function nowAt(at: number, was: Seen | undefined, is: Seen): Now {
		// A line may have been posted in this step, or anew: whichever of them it is, its thanks are the same.
		const lines = [is, ...(was ? [was] : [])].map((one) => linesOf(one));
		const { timezone: zone } = is;
		return {
			...{ at, zone, zoneOf: (name) => people.zoneOf(name, zone) },
			...{ isHere: people.isHere, runs: (name) => RUNNERS.includes(name) },
			lineOf: (message) => lines.find((one) => one.has(message))?.get(message)?.words,
		};
	}

	/** What was told long ago is forgotten by the book in time: maybe in the same step in which it was sent at last. */
	function forgetTidied(owed: readonly number[], { notices }: Seen, at: number): string[] {
		return owed.flatMap((id) => {
			const row = kept.get(id);
			if (!row || notices.some((one) => one.id === id)) return [];
			kept.set(id, { ...row, state: "dropped" });
			return at - row.createdAt.getTime() > TIDIED_AFTER_MS ? [] : [`notice ${id} is gone`];
		});
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
			wrong.push(...forgetTidied(owed, seen, at));
			const now = nowAt(at, was, seen);
			const explained = explain(book, arrivals, seen, now);
			book = explained.book;
			wrong.push(...explained.differences, ...whatNumbersAreWrong(code, seen, book));
			wrong.push(...whatWasNotHeard(arrivals, before, book, seen, now));
			for (const { event, answer, happening } of arrivals) {
				if (answer === "done" && happening.acknowledged && event.act && !book.done.has(event.key))
					wrong.push(`${event.key} was acknowledged and is lost`);
			}
			wrong.push(...whatBoardsAreWrong({ before, after: book, was, is: seen, at }, ticked));
			wrong.push(...(await readAllowances(seen, now)));
			wrong.push(...whatIsPostedInQuiet(platform.posts.slice(posted), before, book));
			posted = platform.posts.length;
			return [...wrong, ...whatIsToldWrongly({ platform, seen, book, kept })];
		},
		atTheEnd: (at) => (seen ? whatWasNotTold({ platform, seen, book, kept }, new Date(at)) : []),
	};
}

/** The rules' numbers, as they are stored and as they should be. */
function whatNumbersAreWrong(code: Code, { policy }: Seen, { numbers }: Book): string[] {
	const stored = code.readPolicy(policy);
	return Object.entries(numbers).flatMap(([path, should]) => {
		const is = code.valueAt(stored, path);
		return is === should ? [] : [`${path} is ${is}, and it should be ${should}`];
	});
}

/** What a platform was told to have arrived has arrived, also where nobody waits for an answer. */
function whatWasNotHeard(
	arrivals: readonly Arrival[],
	before: Book,
	after: Book,
	seen: Seen,
	{ isHere }: Now,
): string[] {
	return arrivals.flatMap(({ event: { key, act, about }, answer, over, failed, bot }) => {
		if (!over || failed !== undefined || bot.life.dead) return [];
		const counts = [before, after].every(({ numbers }) => numbers["thanks.inMessages"]);
		if (act?.act === "say" && act.isThanks && counts && answer === undefined) return [`${key} was not heard`];
		const member = about === undefined ? undefined : seen.members.get(about);
		if (about === undefined || !member || (member.leftAt === null) === isHere(about)) return [];
		return [`${about} is ${isHere(about) ? "here" : "gone"}, and the book has not heard of it`];
	});
}
