// What must hold for everything that was posted, by the book and by the model beside it.
import type { Row } from "../../src/storage/tables.ts";
import { type Book, dayIn, type Favor, isPostedIn, modeOf } from "./model/book.ts";
import { isUnderWay } from "./model/favors.ts";
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
	"health",
	"reaction-refused",
	"last-thanks",
	"left-alone",
	"fading",
	"top-up",
	"vouch",
	"change",
];

/** A thanks that joined the line of another only changes a card. */
const isNews = (row: Row<"Notice"> | undefined): boolean =>
	row !== undefined && NEWS.includes(row.kind) && !row.data.includes(`"of":`);

export type Told = { platform: Platform; seen: Seen; book: Book; kept: ReadonlyMap<number, Row<"Notice">> };

/** While the story goes on. Answers with what is wrong. */
export function whatIsToldWrongly({ platform, seen, book, kept }: Told): string[] {
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
	return [...wrong, ...toldTwice(kept, seen), ...hintedTooOften(kept), ...outOfOrder(platform.posts, kept)];
}

/** Where people asked for quiet, nothing is posted, as long as nothing goes wrong and makes it late. */
export function whatIsPostedInQuiet(posts: readonly Post[], before: Book, after: Book): string[] {
	return posts.flatMap(({ nonce, to, faults }) => {
		const isQuiet = [before, after].every((book) => !isPostedIn(modeOf(book, to)));
		return isQuiet && faults === 0 ? [`${to} is quiet, and notice ${nonce} was posted there`] : [];
	});
}

/** What is told once: a week's posts, the first words to a channel and to a member, a day's refusal. */
function toldTwice(kept: Told["kept"], { timezone, reversed, members }: Seen): string[] {
	const zones = new Map([...members.values()].map((one) => [one.id, one.platformTimezone ?? one.ownTimezone]));
	const told = new Map<string, number>();
	const wrong: string[] = [];
	for (const row of kept.values()) {
		// What was withdrawn may be told another time, even if it was on its way by then.
		const [, entryId] = row.subject?.split("entry:") ?? [];
		const isOver = (row.state === "dropped" && row.error === null) || reversed.has(Number(entryId ?? 0));
		const once = isOver ? undefined : onceOf(row, timezone, zones.get(row.memberId ?? 0) ?? timezone);
		if (once === undefined) continue;
		const key = `${row.kind} ${row.channelId ?? ""} ${row.memberId ?? ""} ${once}`;
		if (told.has(key)) wrong.push(`${key} was told twice: by notices ${told.get(key)} and ${row.id}`);
		told.set(key, row.id);
	}
	return wrong;
}

/** `zone` is the community's, `own` the member's. */
const SIX_DAYS_MS = 6 * 86_400_000;

/** One message with hints a week for each member, and never two within six days. */
function hintedTooOften(kept: Told["kept"]): string[] {
	const last = new Map<number | null, number>();
	const wrong: string[] = [];
	for (const { id, kind, memberId, createdAt } of kept.values()) {
		if (kind !== "nudges") continue;
		const before = last.get(memberId);
		if (before !== undefined && Math.abs(createdAt.getTime() - before) <= SIX_DAYS_MS)
			wrong.push(`member ${memberId} was hinted at again within six days, by notice ${id}`);
		last.set(memberId, createdAt.getTime());
	}
	return wrong;
}

function onceOf({ kind, data, createdAt }: Row<"Notice">, zone: string, own: string): string | undefined {
	const said = JSON.parse(data) as { board?: { week: number }; resetsAt?: string; fresh?: boolean };
	if (kind === "board") return String(said.board?.week);
	if (kind === "reaction-refused") return said.resetsAt;
	// Of favors that they may be able to do, each hears once on a day of their own; what changes a card is no news.
	if (kind === "favor-call") return said.fresh ? dayIn(own, createdAt.getTime()) : undefined;
	if (kind === "reminder" || kind === "nudges") return dayIn(zone, createdAt.getTime());
	if (kind === "health") return dayIn(zone, createdAt.getTime()).slice(0, "2026-11".length);
	return kind === "welcome" || kind === "first-credit" ? "ever" : undefined;
}

/** What one destination hears of first must have been due first, and of what is due at one time have been in the book first. */
function outOfOrder(posts: readonly Post[], kept: Told["kept"]): string[] {
	const last = new Map<string, number>();
	const seen = new Set<string>();
	const wrong: string[] = [];
	const dueBy = (id: number): number => kept.get(id)?.dueAt.getTime() ?? 0;
	for (const { nonce, to } of posts) {
		const id = noticeIdOf(nonce);
		if (seen.has(nonce) || !isNews(kept.get(id))) continue;
		seen.add(nonce);
		const before = last.get(to) ?? 0;
		const isLate = dueBy(id) === dueBy(before) ? id < before : dueBy(id) < dueBy(before);
		if (isLate) wrong.push(`${to} heard of notice ${id} after notice ${before}`);
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
	// A plain message has said it already.
	const told = book.given.filter(({ word, inMessage }) => word !== "" && !inMessage);
	const standing = told.filter(({ back }) => !back).map(({ word }) => word);
	const open = [...book.favors].filter(([, favor]) => isUnderWay(favor)).map(([word]) => word);
	for (const word of [...standing, ...open]) {
		if (!platform.messages.some(({ text }) => wordsIn(text).includes(word)) && !wasGivenUp(word, seen, kept))
			wrong.push(`nobody heard of ${word}`);
	}
	return [...wrong, ...cardsThatAreWrong({ platform, seen, book, kept })];
}

const PUBLIC_CARDS: Record<Favor["state"], string> = {
	proposed: "asks for a hand",
	open: "asks for a hand",
	accepted: "is on it",
	done: "says it is done",
	kept: " helped ",
	cancelled: "no longer needs a hand",
	declined: "asked for a hand",
	expired: "asked for a hand",
};

/** A public card says how things are now, where the platform did not refuse it for good. */
function cardsThatAreWrong({ platform, seen, book, kept }: Told): string[] {
	const refused = new Set([...kept.values()].filter(({ state }) => state === "parked").map(({ subject }) => subject));
	const cardOf = (subject: string) => {
		const post = seen.posts.find((one) => one.subject === subject && one.destination.startsWith("c"));
		return refused.has(subject) ? undefined : platform.messages.find(({ id }) => id === post?.message);
	};
	const wrong: string[] = [];
	for (const { word, back, inMessage } of book.given) {
		if (inMessage) continue;
		const lineId = seen.thanks.get(word)?.lineId;
		const card = lineId === undefined ? undefined : cardOf(`entry:${lineId}`);
		const isTold = card !== undefined && wordsIn(card.text).includes(word);
		if (back && isTold) wrong.push(`${card.id} still tells of ${word}, which was taken back`);
		if (!back && word !== "" && card && !isTold) wrong.push(`${card.id} does not tell of ${word}, which stands`);
	}
	for (const [word, { of, state }] of book.favors) {
		const card = of === undefined ? cardOf(`favor:${seen.favors.get(word)?.id}`) : undefined;
		if (card && !card.text.includes(PUBLIC_CARDS[state]))
			wrong.push(`${word} is ${state}, and ${card.id} says: ${card.text}`);
	}
	return wrong;
}

/** Whether everything about it was parked or came too late. */
function wasGivenUp(word: string, { favors, thanks }: Seen, kept: Told["kept"]): boolean {
	const favor = favors.get(word);
	const { entryId, lineId } = thanks.get(word) ?? {};
	const subject = favor ? `favor:${favor.id}` : `entry:${entryId}`;
	// Of a line that several share, only what tells of this one.
	const joined = lineId === entryId ? undefined : `"of":${entryId}}`;
	// The first credit explains itself in a line of its own, without these words.
	const about = [...kept.values()].filter(
		(row) => (row.subject === subject && row.kind !== "first-credit") || (joined && row.data.includes(joined)),
	);
	return about.length > 0 && about.every(({ state }) => state === "parked" || state === "dropped");
}
