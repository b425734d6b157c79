// Corrections of the book by admins, each with its reason: credits more or less, and entries taken back. Each leaves a
// change that says who did it and why, and is told to whom it is about.
import { dayOf, weekOf } from "../rules/calendar.ts";
import { decideAdjustment, howToTakeBack, mustNotGain, undoneFavor } from "../rules/corrections.ts";
import { refuse } from "../rules/refusal.ts";
import { type EntryKind, POT, type Posting, type Someone } from "../rules/types.ts";
import { negated } from "../rules/undo.ts";
import type { Row } from "../storage/tables.ts";
import { memberNamed, mustRunNow, type Runner, tellOfChange } from "./admins.ts";
import type { Book } from "./book.ts";
import { note } from "./changes.ts";
import { reverse } from "./giving.ts";
import type { Context, Verb } from "./list.ts";
import { enter } from "./record.ts";

export type AdjustInput = { by: Runner; who: Someone; credits: number; reason: string };
export type Adjusted = { entryId: number; credits: number };

/** Credits that a member gets or loses: a correction has no floor. */
export const adjust: Verb<AdjustInput, Adjusted> = async (book, context, { by, who, credits, reason }) => {
	const { id: actorId } = await mustRunNow(book, context, by);
	const member = await memberNamed(book, context, who);
	const entryId = await correct(book, context, actorId, decideAdjustment(actorId, member.id, credits));
	const change = { what: "entry adjustment", subjectId: entryId, before: "", after: String(credits), reason } as const;
	const changeId = await note(book, context, actorId, change);
	await tellOfChange(book, context, member.id, changeId, credits);
	return { entryId, credits };
};

function correct(book: Book, context: Context, actorId: number, postings: Posting[]): Promise<number> {
	const { now, timezone } = context;
	const at = { channelId: null, everywhere: false, day: dayOf(now, timezone), week: weekOf(now, timezone) };
	return enter(book, context, { kind: "adjustment", actorId, ...at, postings });
}

export type RevertInput = { by: Runner; entryId: number; reason: string };
export type Reverted = { kind: EntryKind; moved: { memberId: number; credits: number }[] };

/** Takes an entry back, whoever made it and however long ago. */
export const revert: Verb<RevertInput, Reverted> = async (book, context, { by, entryId, reason }) => {
	const { id: actorId } = await mustRunNow(book, context, by);
	return takeBack(book, context, actorId, entryId, { reason, undoes: null });
};

/** `undoes`: the change that made the entry, where an undo of it takes it back. */
export async function takeBack(
	book: Book,
	context: Context,
	actorId: number,
	entryId: number,
	why: { reason: string; undoes: number | null },
): Promise<Reverted> {
	const { communityId } = context;
	const entry = await book.get("Entry", { communityId, id: entryId });
	if (!entry) return refuse({ reason: "no-such-entry" });
	const kind = entry.kind as EntryKind;
	const how = howToTakeBack(kind, await isTakenBack(book, entry));
	const back = await postingsBack(book, entry, how);
	await mustHoldInPot(book, context, kind, back);
	const moved = await movedOf(book, communityId, back);
	mustNotGain(actorId, moved);
	await letGo(book, entry);
	if (how === "reverse") await reverse(book, context, entry, actorId);
	const correction = how === "adjust" ? await correct(book, context, actorId, back) : await reversalOf(book, entry);
	const what = how === "adjust" ? "entry adjustment" : "entry reversal";
	const change = { what, subjectId: correction, before: String(entryId), after: kind, ...why } as const;
	const changeId = await note(book, context, actorId, change);
	for (const { memberId, credits } of moved) await tellOfChange(book, context, memberId, changeId, credits);
	const isGiven = kind === "thanks" || kind === "reaction";
	// Whoever takes back what they gave has it before their eyes.
	if (isGiven && entry.actorId !== null && entry.actorId !== actorId)
		await tellOfChange(book, context, entry.actorId, changeId);
	return { kind, moved };
}

async function isTakenBack(book: Book, { communityId, id }: Row<"Entry">): Promise<boolean> {
	if ((await book.list("Entry", { communityId, reverses: id })).length > 0) return true;
	// What gave a kept favor back is an entry of its own, and may have been taken back itself.
	const [standing] = await book.query<{ id: number }>(
		`SELECT c."id" FROM "Change" c LEFT JOIN "Entry" r ON r."communityId" = c."communityId" AND r."reverses" = c."subjectId"
		WHERE c."communityId" = ? AND c."what" = 'entry adjustment' AND c."before" = ? AND r."id" IS NULL LIMIT 1`,
		[communityId, String(id)],
	);
	return standing !== undefined;
}

async function postingsBack(book: Book, entry: Row<"Entry">, how: "reverse" | "adjust"): Promise<Posting[]> {
	const { communityId, id: entryId, favorId } = entry;
	const postings = await book.list("Posting", { communityId, entryId });
	if (how === "reverse") return negated(postings);
	const favor = favorId === null ? undefined : await book.get("Favor", { communityId, id: favorId });
	if (!favor) throw new Error(`entry ${entryId} has no favor`);
	return undoneFavor(postings, favor);
}

/** What was donated may be spent already: the pot never owes. */
async function mustHoldInPot(book: Book, { communityId }: Context, kind: EntryKind, back: Posting[]): Promise<void> {
	const out = back.find(({ accountId, amount }) => accountId === POT && amount < 0);
	if (!out) return;
	const pot = await book.get("Account", { communityId, id: POT });
	if ((pot?.balance ?? 0) + out.amount < 0) refuse({ reason: "cannot-take-back", kind });
}

/** Whose wallets it moves, and by how much. */
async function movedOf(book: Book, communityId: number, back: Posting[]): Promise<Reverted["moved"]> {
	const accounts = await Promise.all(back.map(({ accountId: id }) => book.get("Account", { communityId, id })));
	return back.flatMap(({ accountId, amount }, index) =>
		accounts[index]?.kind === "member" ? [{ memberId: accountId, credits: amount }] : [],
	);
}

/**
 * The reaction that an entry stood for stands for nothing any more. A message keeps it: edited into the same again, it
 * gives nothing anew.
 */
async function letGo(book: Book, { communityId, channelId, id: entryId }: Row<"Entry">): Promise<void> {
	if (channelId === null) return;
	for (const row of await book.list("Reaction", { communityId, channelId, entryId }))
		book.set("Reaction", { ...row, entryId: null });
}

async function reversalOf(book: Book, { communityId, id }: Row<"Entry">): Promise<number> {
	const [reversal] = await book.list("Entry", { communityId, reverses: id });
	if (!reversal) throw new Error(`entry ${id} was not reversed`);
	return reversal.id;
}
