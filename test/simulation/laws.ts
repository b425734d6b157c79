// What must hold for everything that was posted, by the book and by the model beside it.
import type { Row } from "../../src/storage/tables.ts";
import { type Book, isUnderWay } from "./model.ts";
import type { Platform, Post } from "./platform.ts";
import { type Seen, wordsIn } from "./seen.ts";

const noticeIdOf = (nonce: string): number => Number(nonce.split("-").at(-1));

/** Notices that always make a message of their own; what only changes a card may be told together with what comes later. */
const NEWS = [
	"thanks",
	"thanks-privately",
	"first-credit",
	"board",
	"reminder",
	"welcome",
	"nudges",
	"reaction-refused",
];

export type Told = { platform: Platform; seen: Seen; book: Book; kept: ReadonlyMap<number, Row<"Notice">> };

/** While the story goes on. Answers with what is wrong. */
export function whatIsToldWrongly({ platform, book, kept }: Told): string[] {
	const wrong: string[] = [];
	for (const { id, text, to } of platform.messages) {
		for (const word of wordsIn(text)) {
			const happened = book.favors.has(word) || book.given.some((one) => one.word === word);
			if (!happened) wrong.push(`${id} tells ${to} of ${word}, which is not in the book`);
		}
	}
	const posted = new Map<string, Post>();
	for (const post of platform.posts) {
		const before = posted.get(post.nonce);
		if (before && before.faults === post.faults)
			wrong.push(`notice ${post.nonce} was posted twice, and nothing went wrong in between`);
		posted.set(post.nonce, post);
	}
	const boards = [...kept.values()]
		.filter(({ kind }) => kind === "board")
		.map((row) => `${row.channelId} ${weekOf(row)}`);
	if (new Set(boards).size < boards.length) wrong.push(`a board was told twice: ${boards.join(", ")}`);
	return [...wrong, ...outOfOrder(platform.posts, kept)];
}

const weekOf = ({ data }: Row<"Notice">): number => (JSON.parse(data) as { board: { week: number } }).board.week;

/** What one destination hears of first must have been in the book first. */
function outOfOrder(posts: readonly Post[], kept: Told["kept"]): string[] {
	const last = new Map<string, number>();
	const seen = new Set<string>();
	const wrong: string[] = [];
	for (const { nonce, to } of posts) {
		const id = noticeIdOf(nonce);
		if (seen.has(nonce) || !NEWS.includes(kept.get(id)?.kind ?? "")) continue;
		seen.add(nonce);
		if (id < (last.get(to) ?? 0)) wrong.push(`${to} heard of notice ${id} after notice ${last.get(to)}`);
		last.set(to, id);
	}
	return wrong;
}

/** When all is well again and everything had its time. */
export function whatWasNotTold({ platform, seen, book, kept }: Told, now: Date): string[] {
	const wrong: string[] = [];
	for (const row of kept.values()) {
		if (row.state === "owed" && row.dueAt <= now) wrong.push(`notice ${row.id} (${row.kind}) is still owed`);
	}
	const posted = new Set(platform.posts.map(({ nonce }) => noticeIdOf(nonce)));
	for (const row of kept.values()) {
		if (row.state === "sent" && NEWS.includes(row.kind) && row.subject === null && !posted.has(row.id))
			wrong.push(`notice ${row.id} (${row.kind}) counts as sent, and nobody saw it`);
	}
	const standing = book.given.filter(({ back, word }) => !back && word !== "").map(({ word }) => word);
	const open = [...book.favors].filter(([, favor]) => isUnderWay(favor)).map(([word]) => word);
	for (const word of [...standing, ...open]) {
		if (!platform.messages.some(({ text }) => wordsIn(text).includes(word)) && !wasGivenUp(word, seen, kept))
			wrong.push(`nobody heard of ${word}`);
	}
	return wrong;
}

/** Whether everything about it was parked or came too late. */
function wasGivenUp(word: string, { favors, thanks }: Seen, kept: Told["kept"]): boolean {
	const favor = favors.get(word);
	const subject = favor ? `favor:${favor.id}` : `entry:${thanks.get(word)?.entryId}`;
	const about = [...kept.values()].filter((row) => row.subject === subject);
	return about.length > 0 && about.every(({ state }) => state === "parked" || state === "dropped");
}
