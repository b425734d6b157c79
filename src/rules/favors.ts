// The life of a favor: open → accepted → done → kept, or declined, cancelled, expired. Every ending but kept refunds
// all of it. Each function is one step somebody (or the clock) takes: what changes, and what moves.
import { type Absence, isAway } from "./away.ts";
import { after, days, hours } from "./calendar.ts";
import { mustAllTakePart, mustTakePart } from "./people.ts";
import type { Policy } from "./policy.ts";
import { refuse } from "./refusal.ts";
import { type Favor, type FavorSize, POT, type Posting, type Someone, WORLD } from "./types.ts";

export type Step = {
	change: Partial<Favor>;
	/** What moves, if anything does: the kind of the entry and its postings. */
	moves?: { kind: "favor-funded" | "favor-kept" | "favor-returned"; postings: Posting[] };
};

export type Asking = {
	asker: Someone;
	target: Someone | undefined;
	balance: number;
	floor: number;
	openFavors: number;
	size: FavorSize;
	/** What is known of the one person's last absence. */
	absence?: (Absence & { timezone: string }) | undefined;
};

/** Asking is the withdrawal. Throws Refused; otherwise says the cost and who was asked. */
export function decideAsk(
	asking: Asking,
	policy: Policy,
	now: Date,
): { askerId: number; targetId: number | null; cost: number } {
	const asker = mustTakePart(asking.asker);
	const target = asking.target && mustAllTakePart([asking.target])[0];
	if (target?.frozen) refuse({ reason: "cannot-help", name: target.name });
	if (target?.id === asker.id) refuse({ reason: "favor-of-yourself" });
	// Before anything is set aside: it would wait for somebody who is not there.
	if (target && asking.absence && isAway(asking.absence, now)) {
		refuse({ reason: "away", name: target.name, until: asking.absence.awayUntil, timezone: asking.absence.timezone });
	}
	const { maxOpenPerAsker, small } = policy.favor;
	if (asking.openFavors >= maxOpenPerAsker) refuse({ reason: "too-many-open", most: maxOpenPerAsker });
	const cost = policy.favor[asking.size];
	// What costs nothing is no spending: even whoever is below the floor may ask for it.
	const available = Math.max(0, asking.balance - asking.floor);
	if (cost > available) {
		const { balance: has, floor, size } = asking;
		refuse({ reason: "not-enough", needs: cost, has, floor, size, smallWouldDo: small <= available, small });
	}
	return { askerId: asker.id, targetId: target?.id ?? null, cost };
}

/** A favor for the team: anybody may propose one, and sets nothing aside. Throws Refused; otherwise says the cost. */
export function decidePropose(
	{ asker, openFavors, size, holds }: Pick<Asking, "asker" | "openFavors" | "size"> & { holds: number },
	policy: Policy,
): { askerId: number; cost: number } {
	const { id: askerId } = mustTakePart(asker);
	const { maxOpenPerAsker } = policy.favor;
	if (openFavors >= maxOpenPerAsker) refuse({ reason: "too-many-open", most: maxOpenPerAsker });
	const cost = policy.favor[size];
	if (cost > holds) refuse({ reason: "pot-too-low", needs: cost, holds });
	return { askerId, cost };
}

/** Any other member says that it is for all: then the pot pays, as far as it holds enough. */
export function approve(favor: Favor, actor: Someone, holds: number, policy: Policy, now: Date): Step {
	const { id: approvedBy } = mustTakePart(actor);
	// Of a favor that is none of all, nobody learns by this how it stands.
	if (!favor.fromPot) refuse({ reason: "no-such-favor" });
	if (approvedBy === favor.askerId) refuse({ reason: "approve-your-own" });
	mustBe(favor, ["proposed"], approvedBy);
	if (favor.cost > holds) refuse({ reason: "pot-too-low", needs: favor.cost, holds });
	return {
		change: { state: "open", approvedBy, nextAt: expiresAt(now, policy) },
		moves: {
			kind: "favor-funded",
			postings: [
				{ accountId: POT, amount: -favor.cost, floor: 0 },
				{ accountId: favor.id, amount: favor.cost },
			],
		},
	};
}

/** Whose credit a favor's cost is: it goes back there. */
const payerOf = ({ fromPot, askerId }: Favor): number => (fromPot ? POT : askerId);

export const expiresAt = (from: Date, policy: Policy): Date => after(from, days(policy.favor.expiresAfterDays));

/** When an accepted favor counts as quiet: days after it was taken up, or some days past the due date. */
function quietAt(acceptedAt: Date, dueAt: Date | null, policy: Policy): Date {
	const { quietAfterDays, quietAfterDueDays } = policy.favor;
	const byAge = after(acceptedAt, days(quietAfterDays));
	if (!dueAt) return byAge;
	const later = new Date(Math.max(dueAt.getTime(), acceptedAt.getTime()));
	const byDue = after(later, days(quietAfterDueDays));
	return new Date(Math.min(byDue.getTime(), byAge.getTime()));
}

export function accept(favor: Favor, actor: Someone, underWay: number, policy: Policy, now: Date): Step {
	const helper = mustTakePart(actor);
	if (helper.id === favor.askerId) refuse({ reason: "own-favor" });
	if (favor.targetId !== null && favor.targetId !== helper.id) refuse({ reason: "asked-somebody-else" });
	// Nobody grants themselves what belongs to all.
	if (favor.approvedBy === helper.id) refuse({ reason: "approved-it" });
	mustBe(favor, ["open"], helper.id);
	const most = policy.favor.maxUnderWayPerHelper;
	if (underWay >= most) refuse({ reason: "too-many-under-way", most });
	return {
		change: { state: "accepted", helperId: helper.id, acceptedAt: now, nextAt: quietAt(now, favor.dueAt, policy) },
	};
}

/** Asked of anyone it is open again, for another full wait; asked of one person it ends. */
export function giveBack(favor: Favor, actor: Someone, policy: Policy, now: Date): Step {
	mustBeHelper(favor, actor);
	mustBe(favor, ["accepted"], actor.id);
	if (favor.targetId !== null) return refund(favor, "declined", now);
	return {
		change: {
			state: "open",
			helperId: null,
			acceptedAt: null,
			doneAt: null,
			notYet: false,
			questionedAt: null,
			nextAt: expiresAt(now, policy),
		},
	};
}

export function decline(favor: Favor, actor: Someone, now: Date): Step {
	if (actor.id !== favor.targetId) refuse({ reason: "only-the-one-asked" });
	mustBe(favor, ["open"], actor.id);
	return refund(favor, "declined", now);
}

/** What somebody who cannot help may say with one choice. */
export const DECLINE_REASONS = ["busy", "field", "away", "other"] as const;
export type DeclineReason = (typeof DECLINE_REASONS)[number];

/** "Not now" to a favor for anyone: it changes nothing but what the one who says so is told of it. */
export function pass(favor: Favor, actor: Someone): number {
	const member = mustTakePart(actor);
	if (member.id === favor.askerId) refuse({ reason: "own-favor" });
	if (favor.targetId !== null) refuse({ reason: "asked-somebody-else" });
	mustBe(favor, ["open"], member.id);
	return member.id;
}

/** Said again after "not yet", the silence still counts from the first time. */
export function done(favor: Favor, actor: Someone, policy: Policy, now: Date): Step {
	mustBeHelper(favor, actor);
	mustBe(favor, ["accepted"], actor.id);
	const doneAt = favor.doneAt ?? now;
	const nextAt = after(doneAt, hours(policy.favor.confirmsAfterHours));
	return { change: { state: "done", doneAt, questionedAt: null, nextAt } };
}

export function notYet(favor: Favor, actor: Someone, policy: Policy, now: Date): Step {
	mustBeAsker(favor, actor);
	mustBe(favor, ["done"], actor.id);
	if (favor.notYet) refuse({ reason: "not-yet-said" });
	return { change: { state: "accepted", notYet: true, nextAt: quietAt(now, favor.dueAt, policy) } };
}

export function confirm(favor: Favor, actor: Someone, policy: Policy, now: Date): Step {
	mustBeAsker(favor, actor);
	mustBe(favor, ["accepted", "done"], actor.id);
	return keep(favor, policy, now);
}

/** The helper waives the cost; the bonus stays. */
export function onTheHouse(favor: Favor, actor: Someone, policy: Policy, now: Date): Step {
	const helper = mustBeHelper(favor, actor);
	mustBe(favor, ["accepted", "done"], actor.id);
	return {
		change: { state: "kept", endedAt: now, nextAt: null },
		moves: {
			kind: "favor-kept",
			postings: [
				{ accountId: favor.id, amount: -favor.cost },
				{ accountId: payerOf(favor), amount: favor.cost },
				...bonus(helper, policy),
			],
		},
	};
}

export function cancel(favor: Favor, actor: Someone, now: Date): Step {
	mustBeAsker(favor, actor);
	// Once it was said to be done, also after "not yet", somebody did something: it is no longer to be cancelled.
	if (favor.doneAt !== null && favor.endedAt === null) refuse({ reason: "done-already" });
	mustBe(favor, ["proposed", "open", "accepted"], actor.id);
	return refund(favor, "cancelled", now);
}

/** "Still on": one of the two answered the question about a quiet favor. */
export function goOn(favor: Favor, actor: Someone, policy: Policy, now: Date): Step {
	if (actor.id !== favor.helperId) mustBeAsker(favor, actor);
	mustBe(favor, ["accepted"], actor.id);
	return { change: { questionedAt: null, nextAt: after(now, days(policy.favor.quietAfterDays)) } };
}

/** Whoever is away is asked nothing: so much later it is looked at again whether they are back. */
const ASKED_AGAIN_MS = days(1);

/**
 * What happens by itself once `nextAt` has come; undefined when nothing is due (any more). `absences` are those of the one
 * who asks and the one who helps: while one of the two is away, the question about a quiet favor waits.
 */
export function byItself(favor: Favor, policy: Policy, now: Date, absences: readonly Absence[]): Step | undefined {
	if (favor.nextAt === null || now < favor.nextAt) return undefined;
	if (favor.state === "open" || favor.state === "proposed") return refund(favor, "expired", now);
	if (favor.state === "done") return keep(favor, policy, now);
	if (favor.state !== "accepted") return undefined;
	if (favor.questionedAt) return refund(favor, "expired", now);
	if (absences.some((absence) => isAway(absence, now))) return { change: { nextAt: after(now, ASKED_AGAIN_MS) } };
	return { change: { questionedAt: now, nextAt: after(now, days(policy.favor.releasedAfterQuestionDays)) } };
}

function keep(favor: Favor, policy: Policy, now: Date): Step {
	const helper = favor.helperId;
	if (helper === null) throw new Error(`favor ${favor.id} is ${favor.state} without a helper`);
	return {
		change: { state: "kept", endedAt: now, nextAt: null },
		moves: {
			kind: "favor-kept",
			postings: [
				{ accountId: favor.id, amount: -favor.cost },
				{ accountId: helper, amount: favor.cost },
				...bonus(helper, policy),
			],
		},
	};
}

/** Help adds more than it moves: the bonus is minted. */
function bonus(helper: number, policy: Policy): Posting[] {
	const amount = policy.favor.bonus;
	return amount === 0
		? []
		: [
				{ accountId: WORLD, amount: -amount },
				{ accountId: helper, amount },
			];
}

function refund(favor: Favor, state: "declined" | "cancelled" | "expired", now: Date): Step {
	const change = { state, endedAt: now, nextAt: null };
	// What was not approved holds nothing.
	if (favor.state === "proposed") return { change };
	return {
		change,
		moves: {
			kind: "favor-returned",
			postings: [
				{ accountId: favor.id, amount: -favor.cost },
				{ accountId: payerOf(favor), amount: favor.cost },
			],
		},
	};
}

function mustBe(favor: Favor, states: Favor["state"][], actorId: number | undefined): void {
	if (states.includes(favor.state)) return;
	refuse({ reason: "favor-moved-on", state: favor.state, byYou: favor.helperId === actorId });
}

function mustBeAsker(favor: Favor, actor: Someone): void {
	if (actor.id !== favor.askerId) refuse({ reason: "only-the-asker" });
}

function mustBeHelper(favor: Favor, actor: Someone): number {
	if (actor.id !== favor.helperId) refuse({ reason: "only-the-helper" });
	return actor.id;
}
