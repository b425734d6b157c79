// Who gets which private hint, and why: for those who take and do not give as for those who give and never ask, alike.
// Pure: facts in, hints out. It compares nobody with anybody, and counts nothing that is not their own.
import { type Absence, isAway } from "./away.ts";
import { after, days } from "./calendar.ts";
import type { Policy } from "./policy.ts";
import type { PersonKind } from "./types.ts";

/** In the order in which they are said. Members switch each off by its name. */
export const HINTS = ["running-low", "say-thanks", "return-a-favor", "lend-a-hand", "ask-for-something"] as const;
export type HintName = (typeof HINTS)[number];

/** A hint, with the reason for which somebody gets it. Favors and members are the few that it shows. */
export type Hint =
	/** Asked in the last 30 days, and less is left than a normal favor costs. */
	| { name: "running-low"; balance: number; favorIds: number[] }
	/** These helped them in the last week, and have heard no thanks since. */
	| { name: "say-thanks"; memberIds: number[] }
	/** These are asked by people who helped them before. */
	| { name: "return-a-favor"; favorIds: number[] }
	/** Asked so often in 90 days, and helped with nothing. */
	| { name: "lend-a-hand"; asked: number; favorIds: number[] }
	/** Helped so often in 90 days, and asked for nothing. */
	| { name: "ask-for-something"; helped: number };

/** How many favors, or helpers, one hint shows. */
export const MOST_SHOWN = 3;
/** So often in 90 days is often, for asking as for helping. */
const OFTEN = 3;
/** So far back "lately" reaches: for running low, for asking or helping often, and for what somebody was not thanked for. */
export const LATELY_DAYS = 30;
export const QUARTER_DAYS = 90;
export const UNTHANKED_DAYS = 7;
/** One message a week: whatever day the reminders are moved to, the next comes no earlier. */
const HINTS_APART_DAYS = 6;

export type HintFacts = {
	balance: number;
	/** Whether they asked for anything in the last 30 days. */
	askedLately: boolean;
	/** Favors they asked for themselves in 90 days: all of them, and those that did not come back to them. */
	asked: number;
	taken: number;
	/** Favors they kept for others in 90 days, and those they are on now. */
	helped: number;
	helping: number;
	/** Who helped them in the last week and heard no thanks since. */
	unthanked: readonly number[];
	/** Favors that people who helped them ask for, and favors that wait for anybody; none of their own. */
	ofHelpers: readonly number[];
	waiting: readonly number[];
};

/** What this member is told this week; nothing for most. No favor is shown twice. */
export function decideHints(facts: HintFacts, off: readonly HintName[], policy: Policy): Hint[] {
	const shown = new Set<number>();
	const show = (favorIds: readonly number[]): number[] => {
		const some = favorIds.filter((id) => !shown.has(id)).slice(0, MOST_SHOWN);
		for (const id of some) shown.add(id);
		return some;
	};
	const wants = (name: HintName): boolean => !off.includes(name);
	const hints: Hint[] = [];
	const { balance } = facts;
	const isLow = wants("running-low") && facts.askedLately && balance < policy.favor.normal;
	if (isLow) hints.push({ name: "running-low", balance, favorIds: show(facts.waiting) });
	const memberIds = facts.unthanked.slice(0, MOST_SHOWN);
	if (wants("say-thanks") && memberIds.length > 0) hints.push({ name: "say-thanks", memberIds });
	const returns = wants("return-a-favor") ? show(facts.ofHelpers) : [];
	if (returns.length > 0) hints.push({ name: "return-a-favor", favorIds: returns });
	// Somebody who runs low is shown what they could do already; and with nothing to do there is nothing to say.
	const takes = facts.taken >= OFTEN && facts.helped === 0 && facts.helping === 0;
	const favorIds = wants("lend-a-hand") && takes && !isLow ? show(facts.waiting) : [];
	if (favorIds.length > 0) hints.push({ name: "lend-a-hand", asked: facts.taken, favorIds });
	const gives = facts.helped >= OFTEN && facts.asked === 0;
	if (wants("ask-for-something") && gives) hints.push({ name: "ask-for-something", helped: facts.helped });
	return hints;
}

export type Hearer = Absence & {
	kind: PersonKind;
	/** off | reminders | all */
	quiet: string;
	leftAt: Date | null;
	frozenAt: Date | null;
};

/** Whether a member is to be hinted at anything at all: here, taking part, and not wanting it quiet. */
export function hearsHints(member: Hearer, now: Date): boolean {
	if (member.kind !== "person" && member.kind !== "guest") return false;
	return member.quiet === "off" && member.leftAt === null && member.frozenAt === null && !isAway(member, now);
}

/** Who was told something at or after this moment is told nothing now. */
export const hintedSince = (now: Date): Date => after(now, -days(HINTS_APART_DAYS));

/** The hints that a list of names, separated by blanks, speaks of; what is none is passed over. */
export const hintsIn = (names: string): HintName[] => {
	const named = new Set<string>(names.split(" "));
	return HINTS.filter((name) => named.has(name));
};

/** What is off after some of them were switched. */
export function switchedOff(off: string, names: readonly HintName[], on: boolean): string {
	const before = hintsIn(off);
	return HINTS.filter((name) => (names.includes(name) ? !on : before.includes(name))).join(" ");
}
