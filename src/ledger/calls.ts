// Telling a few members privately of a favor that anyone may do: each of them once a day at most. Their cards change with
// the favor, and "Not now" takes it out of their way.
import { startOfDay } from "../rules/calendar.ts";
import { pass } from "../rules/favors.ts";
import { refuse } from "../rules/refusal.ts";
import type { Favor, Someone } from "../rules/types.ts";
import type { Call } from "../rules/whom-to-ask.ts";
import type { Row } from "../storage/tables.ts";
import type { Book } from "./book.ts";
import { CALL, readCall, readSuggestions } from "./candidates.ts";
import type { Where } from "./giving.ts";
import type { Context, Verb } from "./list.ts";
import { type Notice, readNotice, tell } from "./notices.ts";
import { mayTell } from "./told.ts";

type CallNotice = Extract<Notice, { kind: "favor-call" }>;

/** Who is to be told of a favor asked here; it changes nothing. Nobody where not everybody can see the favor's card. */
export async function callFor(
	book: Book,
	{ communityId, policy, now }: Context,
	{ workspaceId, everywhere }: Pick<Where, "workspaceId" | "everywhere">,
	askerId: number,
	tags: readonly string[],
): Promise<Call[]> {
	if (!everywhere || policy.favor.calls === 0) return [];
	return readCall(book.query, { communityId, workspaceId, askerId, tags }, policy, now);
}

/** Tells them, and how many they are. */
export async function call(
	book: Book,
	context: Context,
	{ id: favorId, workspaceId }: Pick<Row<"Favor">, "id" | "workspaceId">,
	calls: readonly Call[],
): Promise<number> {
	let told = 0;
	for (const { memberId, ...reason } of calls) {
		const zone = await zoneOf(book, context, memberId);
		if (!(await mayTell(book, context, memberId, CALL, startOfDay(context.now, zone)))) continue;
		const notice: CallNotice = { kind: "favor-call", favorId, fresh: true, ...reason };
		await tell(book, context, { workspaceId, memberId }, notice, { subject: `favor:${favorId}` });
		told += 1;
	}
	return told;
}

async function zoneOf(book: Book, { communityId, timezone }: Context, id: number): Promise<string> {
	const member = await book.get("Member", { communityId, id });
	return member?.platformTimezone ?? member?.ownTimezone ?? timezone;
}

/** The cards of those who were told change with the favor; but whoever helps has a card of their own. */
export async function retellCalled(
	book: Book,
	context: Context,
	{ id: favorId, workspaceId }: Pick<Row<"Favor">, "id" | "workspaceId">,
	helpers: readonly (number | null)[],
): Promise<void> {
	for (const [memberId, notice] of await called(book, context, favorId)) {
		if (helpers.includes(memberId) || (await passed(book, context, favorId, memberId))) continue;
		const subject = `favor:${favorId}`;
		await tell(book, context, { workspaceId, memberId }, { ...notice, fresh: false }, { subject });
	}
}

/** Who was told of a favor, and why. */
async function called(book: Book, { communityId }: Context, favorId: number): Promise<Map<number, CallNotice>> {
	const told = new Map<number, CallNotice>();
	const rows = await book.list("Notice", { communityId, subject: `favor:${favorId}` });
	// In the order in which they were told, on any database.
	for (const row of rows.sort((a, b) => a.id - b.id)) {
		const notice = readNotice(row);
		if (notice.kind === "favor-call" && row.memberId !== null) told.set(row.memberId, notice);
	}
	return told;
}

/** What is noted of who said "not now", with the favor's id behind it. */
export const PASS = "pass:";
const passOf = (favorId: number): string => `${PASS}${favorId}`;

const passed = async (book: Book, { communityId }: Context, favorId: number, memberId: number): Promise<boolean> =>
	(await book.get("Told", { communityId, memberId, kind: passOf(favorId) })) !== undefined;

/** "Not now" to a favor for anyone: remembered for that favor. Nobody else hears of it. */
export const passOn: Verb<{ actor: Someone; favorId: number }, { favorId: number }> = async (
	book,
	context,
	{ actor, favorId },
) => {
	const { communityId, now } = context;
	const favor = await book.get("Favor", { communityId, id: favorId });
	if (!favor) refuse({ reason: "no-such-favor" });
	const memberId = pass(favor as Row<"Favor"> & Pick<Favor, "state">, actor);
	const told = await called(book, context, favorId);
	book.set("Told", { communityId, memberId, kind: passOf(favorId), at: now });
	const notice = told.get(memberId);
	if (notice) {
		const { workspaceId } = favor;
		const card: CallNotice = { ...notice, fresh: false, passed: true };
		await tell(book, context, { workspaceId, memberId }, card, { subject: `favor:${favorId}` });
	}
	return { favorId };
};

/** Who else may be able to help with a favor that one person could not do; it changes nothing. */
export async function suggestFor(
	book: Book,
	{ communityId, policy, now }: Context,
	{ id: favorId, workspaceId, askerId, targetId }: Row<"Favor">,
	insteadId: number | null,
): Promise<number[]> {
	const words = await book.get("Words", { communityId, kind: "favor", ownerId: favorId });
	const tags = words?.tags ? words.tags.split(" ") : [];
	const not = [targetId, insteadId].filter((id) => id !== null);
	return readSuggestions(book.query, { communityId, workspaceId, askerId, tags }, not, policy, now);
}
