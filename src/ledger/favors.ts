// The verbs of a favor's life, and who hears of each step. What a step may be is the rules' business.
import { dayOf, weekOf } from "../rules/calendar.ts";
import * as rules from "../rules/favors.ts";
import { mustTakePart } from "../rules/people.ts";
import { refuse } from "../rules/refusal.ts";
import type { FavorSize, FavorState, Someone } from "../rules/types.ts";
import type { Row } from "../storage/tables.ts";
import type { Book } from "./book.ts";
import { call, callFor, retellCalled, suggestFor } from "./calls.ts";
import { isPublicAt, mustCount } from "./channels.ts";
import { floorFor } from "./floors.ts";
import type { Where } from "./giving.ts";
import type { Context, Verb } from "./list.ts";
import { type FavorEvent, tell } from "./notices.ts";
import { inPot } from "./pot.ts";
import { enter } from "./record.ts";
import { inStanding } from "./standing.ts";

export type AskInput = {
	asker: Someone;
	/** None for anyone. */
	target: Someone | undefined;
	size: FavorSize;
	text: string;
	/** The #tags in it, without the sign. */
	tags: string[];
	dueAt: Date | null;
	where: Where;
};
export type AskOutcome = {
	favorId: number;
	cost: number;
	targetId: number | null;
	/** How many were told privately because they may be able to help. */
	told: number;
	/** What could be spent after it, and the least that a favor costs. */
	left: number;
	least: number;
};

export const ask: Verb<AskInput, AskOutcome> = async (book, context, input) => {
	const { communityId, policy, now } = context;
	const { size, where, dueAt } = input;
	const asker = await inStanding(book, communityId, input.asker);
	const target = input.target && (await inStanding(book, communityId, input.target));
	const { id: memberId } = mustTakePart(asker);
	// A card for everybody is answered in the open, and changes there: the bot must be able to post and edit it.
	if (target === undefined && (where.channelId === null || !where.present)) refuse({ reason: "bot-not-here" });
	await mustCount(book, context, where);
	if (target === undefined && !(await isPublicAt(book, context, where))) refuse({ reason: "channel-quiet" });
	const [account, floor, openFavors, absence] = await Promise.all([
		book.get("Account", { communityId, id: memberId }),
		floorFor(book, context, memberId),
		countOf(book, communityId, { askerId: memberId }, NOT_OVER),
		absenceOf(book, context, target),
	]);
	if (!account) throw new Error(`member ${memberId} has no account`);
	const asking = { asker, target, balance: account.balance, floor, openFavors, size, absence };
	const { askerId, targetId, cost } = rules.decideAsk(asking, policy, now);
	const calls = targetId === null ? await callFor(book, context, where, askerId, input.tags) : [];

	const { workspaceId, channelId, everywhere } = where;
	const asked = { askerId, targetId, size, cost, dueAt, state: "open", fromPot: false } as const;
	const favorId = await addFavor(book, context, where, asked, input);
	const spending = [
		{ accountId: askerId, amount: -cost, floor },
		{ accountId: favorId, amount: cost },
	];
	const [day, week] = [dayOf(now, context.timezone), weekOf(now, context.timezone)];
	const entry = { kind: "favor-asked", actorId: askerId, channelId, everywhere, day, week, favorId } as const;
	if (cost > 0) await enter(book, context, { ...entry, postings: spending });
	const subject = `favor:${favorId}`;
	if (targetId !== null) {
		const notice = { kind: "favor", favorId, event: "asked", fresh: true } as const;
		await tell(book, context, { workspaceId, memberId: targetId }, notice, { subject });
	} else if (channelId !== null) {
		await tell(book, context, { workspaceId, channelId }, { kind: "favor-card", favorId }, { subject });
	}
	const told = await call(book, context, { id: favorId, workspaceId }, calls);
	const least = Math.min(policy.favor.small, policy.favor.normal, policy.favor.big);
	const left = Math.max(0, account.balance - cost - floor);
	return { favorId, cost, targetId, told, left, least };
};

export type ProposeInput = Omit<AskInput, "target">;

/** Asks for the team: the pot pays, once somebody else approved. */
export const propose: Verb<ProposeInput, { favorId: number; cost: number }> = async (book, context, input) => {
	const { communityId, policy } = context;
	const { size, where, dueAt } = input;
	const asker = await inStanding(book, communityId, input.asker);
	const { id: memberId } = mustTakePart(asker);
	const { workspaceId, channelId } = where;
	if (channelId === null || !where.present) refuse({ reason: "bot-not-here" });
	await mustCount(book, context, where);
	if (!(await isPublicAt(book, context, where))) refuse({ reason: "channel-quiet" });
	const openFavors = await countOf(book, communityId, { askerId: memberId }, NOT_OVER);
	const holds = await inPot(book, communityId);
	const { askerId, cost } = rules.decidePropose({ asker, openFavors, size, holds }, policy);
	const asked = { askerId, targetId: null, size, cost, dueAt, state: "proposed", fromPot: true } as const;
	const favorId = await addFavor(book, context, where, asked, input);
	await tell(
		book,
		context,
		{ workspaceId, channelId },
		{ kind: "favor-card", favorId },
		{ subject: `favor:${favorId}` },
	);
	return { favorId, cost };
};

/** The favor, its words and its escrow, which is empty yet. */
async function addFavor(
	book: Book,
	{ communityId, policy, now, timezone }: Context,
	{ workspaceId, channelId, everywhere }: Where,
	asked: Pick<Row<"Favor">, "askerId" | "targetId" | "size" | "cost" | "dueAt" | "state" | "fromPot">,
	{ text, tags }: Pick<AskInput, "text" | "tags">,
): Promise<number> {
	const id = await book.nextId("Account", communityId);
	book.add("Account", { communityId, id, kind: "escrow", balance: 0, postings: 0 });
	book.add("Favor", {
		communityId,
		id,
		...asked,
		helperId: null,
		approvedBy: null,
		workspaceId,
		channelId,
		everywhere,
		askedAt: now,
		askedWeek: weekOf(now, timezone),
		acceptedAt: null,
		doneAt: null,
		notYet: false,
		questionedAt: null,
		endedAt: null,
		nextAt: rules.expiresAt(now, policy),
	});
	book.set("Words", { communityId, kind: "favor", ownerId: id, text, tags: tags.join(" ") });
	return id;
}

/** When somebody was away last, and the zone in which they said until when. */
async function absenceOf(book: Book, { communityId, timezone }: Context, target: Someone | undefined) {
	if (target?.id === undefined) return undefined;
	const member = await book.get("Member", { communityId, id: target.id });
	return member && { ...member, timezone: member.platformTimezone ?? member.ownTimezone ?? timezone };
}

/** What somebody may do with a favor, as buttons carry it. */
export type FavorStep =
	| { step: (typeof PLAIN_STEPS)[number] }
	| { step: "decline"; why: rules.DeclineReason; because: string; insteadId: number | null };

const PLAIN_STEPS = [
	"approve",
	"accept",
	"give-back",
	"done",
	"not-yet",
	"confirm",
	"on-the-house",
	"cancel",
	"go-on",
] as const;

/** A step that needs no more than its name. */
export function favorStepOf(name: string): FavorStep | undefined {
	const step = PLAIN_STEPS.find((plain) => plain === name);
	return step && { step };
}

export type FavorInput = { actor: Someone; favorId: number } & FavorStep;
export type FavorOutcome = { favorId: number; event: FavorEvent; cost: number; gained: number };

type Taken = { step: rules.Step; event: FavorEvent };

export const takeStep: Verb<FavorInput, FavorOutcome> = async (book, context, input) => {
	const { communityId, policy, now } = context;
	const { actor, favorId } = input;
	const favor = await book.get("Favor", { communityId, id: favorId });
	if (!favor) refuse({ reason: "no-such-favor" });
	const underWay = () => countOf(book, communityId, { helperId: actor.id ?? 0 }, ["accepted", "done"]);
	// Whoever is paused finishes what is under way, and begins nothing.
	const standing = () => inStanding(book, communityId, actor);
	const taken = async (): Promise<Taken> => {
		switch (input.step) {
			case "approve": {
				const holds = await inPot(book, communityId);
				return { step: rules.approve(state(favor), await standing(), holds, policy, now), event: "approved" };
			}
			case "accept":
				return { step: rules.accept(state(favor), await standing(), await underWay(), policy, now), event: "accepted" };
			case "give-back": {
				const step = rules.giveBack(state(favor), actor, policy, now);
				return { step, event: step.moves ? "declined" : "given-back" };
			}
			case "decline":
				return { step: rules.decline(state(favor), actor, now), event: "declined" };
			case "done":
				return { step: rules.done(state(favor), actor, policy, now), event: "done" };
			case "not-yet":
				return { step: rules.notYet(state(favor), actor, policy, now), event: "not-yet" };
			case "confirm":
				return { step: rules.confirm(state(favor), actor, policy, now), event: "kept" };
			case "on-the-house":
				return { step: rules.onTheHouse(state(favor), actor, policy, now), event: "on-the-house" };
			case "cancel":
				return { step: rules.cancel(state(favor), actor, now), event: "cancelled" };
			case "go-on":
				return { step: rules.goOn(state(favor), actor, policy, now), event: "gone-on" };
		}
	};
	const { step, event } = await taken();
	const insteadId = input.step === "decline" ? input.insteadId : null;
	const calls = event === "approved" ? await callForTeam(book, context, favor, actor.id) : [];
	const suggested = event === "declined" ? await suggestFor(book, context, favor, insteadId) : [];
	if (input.step === "decline") {
		const { why, because: text } = input;
		book.set("Words", { communityId, kind: "decline", ownerId: favorId, text, tags: declineTags(why, insteadId) });
	}
	const gained = await apply(book, context, favor, step, event, actor.id ?? null, suggested);
	await call(book, context, favor, calls);
	return { favorId, event, cost: favor.cost, gained };
};

/** What is for the team is told to those who may help, once it is open; but not to who approved it. */
async function callForTeam(book: Book, context: Context, favor: Row<"Favor">, approverId: number | undefined) {
	const words = await book.get("Words", { communityId: context.communityId, kind: "favor", ownerId: favor.id });
	const tags = words?.tags ? words.tags.split(" ") : [];
	const all = await callFor(book, context, favor, favor.askerId, tags);
	return all.filter(({ memberId }) => memberId !== approverId);
}

/** The choice that was made and the member that was named, in the place of tags. */
const declineTags = (why: rules.DeclineReason, insteadId: number | null): string =>
	insteadId === null ? why : `${why} ${insteadId}`;

/** What the clock does with a favor whose time has come; nothing when it moved on meanwhile. */
export const advance: Verb<{ favorId: number }, { event: FavorEvent | null }> = async (book, context, { favorId }) => {
	const { communityId, policy, now } = context;
	const favor = await book.get("Favor", { communityId, id: favorId });
	if (!favor) return { event: null };
	const members = await Promise.all(
		[favor.askerId, favor.helperId].map((id) => (id === null ? undefined : book.get("Member", { communityId, id }))),
	);
	const step = rules.byItself(
		state(favor),
		policy,
		now,
		members.filter((member) => member !== undefined),
	);
	if (!step) return { event: null };
	const event = eventByItself(favor, step);
	if (event === null) {
		book.set("Favor", { ...favor, ...step.change });
		return { event };
	}
	await apply(book, context, favor, step, event, null);
	return { event };
};

/** None for what is put off: nobody hears of that. */
function eventByItself(favor: Row<"Favor">, step: rules.Step): FavorEvent | null {
	if (step.moves?.kind === "favor-kept") return "kept-by-silence";
	if (step.change.state === undefined) return step.change.questionedAt ? "question" : null;
	return favor.state === "accepted" ? "released" : "expired";
}

const state = (row: Row<"Favor">) => row as Row<"Favor"> & { state: FavorState };

/** Records a step that was decided, and tells those who hear of it. Answers with what the helper gained. */
export async function apply(
	book: Book,
	context: Context,
	favor: Row<"Favor">,
	step: rules.Step,
	event: FavorEvent,
	actorId: number | null,
	suggested: readonly number[] = [],
): Promise<number> {
	const next = { ...favor, ...step.change };
	book.set("Favor", next);
	const { id: favorId, channelId, everywhere } = favor;
	if (step.moves) {
		const { kind } = step.moves;
		const postings = step.moves.postings.filter(({ amount }) => amount !== 0);
		const day = dayOf(context.now, context.timezone);
		// What was refunded no longer counts as asked, in the week in which it was.
		const week = kind === "favor-returned" ? favor.askedWeek : weekOf(context.now, context.timezone);
		const entry = { kind, actorId, channelId, everywhere, day, week, favorId, postings };
		if (postings.length > 0) await enter(book, context, entry);
	}
	await tellOfStep(book, context, favor, next, event, actorId, suggested);
	const helperId = next.helperId;
	const gains = step.moves?.postings.filter(({ accountId }) => accountId === helperId) ?? [];
	return gains.reduce((sum, { amount }) => sum + amount, 0);
}

/** Who gets a message of their own for an event; for the others the card that they have changes. */
const HEARS: Record<FavorEvent, ("asker" | "helper")[]> = {
	asked: ["helper"],
	approved: ["asker"],
	accepted: ["asker"],
	"given-back": ["asker"],
	declined: ["asker"],
	done: ["asker"],
	"not-yet": ["helper"],
	kept: ["helper"],
	"kept-by-silence": ["asker", "helper"],
	"on-the-house": ["asker"],
	cancelled: ["helper"],
	expired: ["asker"],
	question: ["asker", "helper"],
	released: ["asker", "helper"],
	"gone-on": [],
	unreachable: [],
	left: ["asker"],
};

async function tellOfStep(
	book: Book,
	context: Context,
	before: Row<"Favor">,
	after: Row<"Favor">,
	event: FavorEvent,
	actorId: number | null,
	suggested: readonly number[],
): Promise<void> {
	const { id: favorId, workspaceId, channelId } = after;
	const subject = `favor:${favorId}`;
	const helperId = after.helperId ?? before.helperId ?? after.targetId;
	const tellOne = (memberId: number, fresh: boolean, more: { suggested?: number[] } = {}) =>
		tell(book, context, { workspaceId, memberId }, { kind: "favor", favorId, event, fresh, ...more }, { subject });
	const instead = suggested.length > 0 ? { suggested: [...suggested] } : {};
	await tellOne(after.askerId, HEARS[event].includes("asker") && actorId !== after.askerId, instead);
	if (helperId !== null) {
		// Who took up a favor for anyone has no card yet: it brings them the buttons they need.
		const firstCard = event === "accepted" && after.targetId === null;
		// Who was asked and had not answered yet sees the card change: nothing is worth a message.
		const hears =
			HEARS[event].includes("helper") && actorId !== helperId && (event !== "cancelled" || before.helperId !== null);
		await tellOne(helperId, firstCard || hears);
	}
	if (after.targetId === null && channelId !== null) {
		await tell(book, context, { workspaceId, channelId }, { kind: "favor-card", favorId }, { subject });
		await retellCalled(book, context, after, [before.helperId, after.helperId]);
	}
}

/** The states in which a favor counts among those that an asker may have. */
const NOT_OVER: readonly FavorState[] = ["proposed", "open", "accepted", "done"];

async function countOf(
	book: Book,
	communityId: number,
	who: { askerId: number } | { helperId: number },
	states: readonly string[],
): Promise<number> {
	let count = 0;
	for (const favorState of states)
		count += (await book.list("Favor", { communityId, state: favorState, ...who })).length;
	return count;
}
