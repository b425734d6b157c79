// How the bank does: from facts about all together to figures, alarms and advice. Pure, and about nobody in particular.
// What each threshold is for is told in docs/health.md. It freezes nothing: whoever runs the bank decides.
import { after, days } from "./calendar.ts";
import type { Policy } from "./policy.ts";
import type { FavorState } from "./types.ts";

/** The figures look so far back. */
export const HEALTH_DAYS = 28;
/** A run is over, or known to all, before four weeks have passed. */
export const RUN_DAYS = 7;
/** So many normal favors' worth is a good wallet: enough to ask without counting. */
const WANTED_FAVORS = 5;

/** From here on figures are alarms; the smallest numbers that say anything stand beside them. */
export const ALARMS = {
	shortage: { refusedShare: 0.2, refused: 3 },
	glut: { favorsAHead: 2 * WANTED_FAVORS, growth: 0.3 },
	run: { asksPerOffer: 2, asks: 6 },
	unanswered: { share: 0.3, asks: 5 },
} as const;
/** Fewer people have no tenth to speak of: it would be a person. */
const PEOPLE_FOR_A_TENTH = 20;
/** What is said of fewer is said of somebody: of two wallets, whoever has one knows the other. */
export const PEOPLE_TO_HIDE_AMONG = 3;
/** An open ask that is younger is no silence yet. */
const PATIENCE_DAYS = 3;

export type Ask = {
	askedAt: Date;
	acceptedAt: Date | null;
	endedAt: Date | null;
	state: FavorState;
	/** Whether the asker was a newcomer then. */
	newcomer: boolean;
	/** Whether they gave in that week and the four before it. */
	gave: boolean;
};

/** Fewer credits of thanks in four weeks are said by somebody who only takes, too. */
const THANKS_OF_A_GIVER = 3;

/** Whether somebody gives: by what they thanked, in credits, and by the favors that they kept. */
export const gives = ({ thanked, helped }: { thanked: number; helped: number }): boolean =>
	helped > 0 || thanked >= THANKS_OF_A_GIVER;

/**
 * Whether an ask says something of the bank: who is new has not had the time to give, and who gives should be able to ask.
 * That somebody who only takes is refused is what the price is for.
 */
export const tellsOfTheBank = ({ newcomer, gave }: Pick<Ask, "newcomer" | "gave">): boolean => newcomer || gave;

export type HealthFacts = {
	/** Who takes part, now and four weeks ago. */
	people: number;
	peopleBefore: number;
	/** All credit outside of the pot (in wallets, set aside, tied up), now and four weeks ago. */
	credits: number;
	creditsBefore: number;
	/** What was made in these four weeks, less what was taken back. */
	minted: number;
	pot: number;
	balances: readonly number[];
	asks: readonly Ask[];
	/** Favors taken up in the last seven days. */
	offers: number;
	/** Asks refused for lack of credit, of those that tell of the bank, and how many of these were newcomers'. */
	refused: number;
	refusedNewcomers: number;
	/** How many newcomers there are now. */
	newcomers: number;
	/** How many people thanked or helped somebody. */
	givers: number;
	/** Since when credit is set aside, one by one. */
	setAsideSince: readonly Date[];
};

export type Figures = {
	people: number;
	givers: number;
	creditsAHead: number;
	favorsAHead: number;
	/** By how much credits a head grew in four weeks, as a share; null where there was nothing to grow from. */
	growth: number | null;
	/** What is made a day for each person. */
	mintPerDay: number;
	asked: number;
	/** Asks of which it can be told by now whether anybody answered, and those that somebody did. */
	decided: number;
	answered: number;
	answeredShare: number | null;
	medianHours: number | null;
	refused: number;
	/** Of the asks of whoever is new or gives. */
	refusedShare: number | null;
	/** Null where there are so few newcomers that it would be said of somebody. */
	newcomersRefusedShare: number | null;
	/** Share of the best filled tenth of all wallets; null where a tenth is a person. */
	topTenth: number | null;
	setAside: { count: number; oldestDays: number; p90Days: number } | null;
};

export type Advice =
	/** 0 days: nothing fades. */
	| { do: "half-life"; from: number; to: number }
	| { do: "cost"; from: number; to: number }
	| { do: "calls"; from: number; to: number }
	/** The pot has something for newcomers. */
	| { do: "top-up" }
	| { do: "wait" | "thank" | "help" | "ask" };

export type AlarmKind = keyof typeof ALARMS;
export type Alarm = { kind: AlarmKind; advice: Advice[] };
export type Health = { figures: Figures; alarms: Alarm[] };

export function judgeHealth(facts: HealthFacts, policy: Policy, now: Date): Health {
	const figures = figuresOf(facts, policy, now);
	const alarms: Alarm[] = [];
	if (isShort(figures)) alarms.push({ kind: "shortage", advice: adviceForShortage(figures, facts, policy) });
	if (isGlut(figures)) alarms.push({ kind: "glut", advice: adviceForGlut(figures, policy) });
	if (isRun(facts, now)) alarms.push({ kind: "run", advice: [{ do: "help" }, ...moreCalls(policy)] });
	if (isUnanswered(figures)) alarms.push({ kind: "unanswered", advice: [...moreCalls(policy), { do: "help" }] });
	return { figures, alarms };
}

function figuresOf(facts: HealthFacts, policy: Policy, now: Date): Figures {
	const { people, givers, credits, asks, refused, refusedNewcomers } = facts;
	const creditsAHead = people === 0 ? 0 : credits / people;
	const before = facts.peopleBefore === 0 ? 0 : facts.creditsBefore / facts.peopleBefore;
	const answered = asks.filter((ask) => answeredAt(ask) !== null);
	const silent = asks.filter((ask) => answeredAt(ask) === null && isSilence(ask, now));
	const decided = answered.length + silent.length;
	const telling = asks.filter(tellsOfTheBank).length;
	const newcomers = asks.filter(({ newcomer }) => newcomer).length;
	return {
		people,
		givers,
		creditsAHead,
		favorsAHead: policy.favor.normal === 0 ? 0 : creditsAHead / policy.favor.normal,
		growth: before > 0 ? creditsAHead / before - 1 : null,
		mintPerDay: people === 0 ? 0 : facts.minted / people / HEALTH_DAYS,
		asked: asks.length,
		decided,
		answered: answered.length,
		answeredShare: shareOf(answered.length, decided),
		medianHours: median(
			answered.map((ask) => ((answeredAt(ask) ?? now).getTime() - ask.askedAt.getTime()) / 3_600_000),
		),
		refused,
		refusedShare: shareOf(refused, refused + telling),
		newcomersRefusedShare:
			facts.newcomers < PEOPLE_TO_HIDE_AMONG ? null : shareOf(refusedNewcomers, refusedNewcomers + newcomers),
		topTenth: topTenth(facts.balances),
		setAside: agesOf(facts.setAsideSince, now),
	};
}

/** When somebody took it up, or said that they cannot: a kind no is an answer, too. */
const answeredAt = (ask: Ask): Date | null => ask.acceptedAt ?? (ask.state === "declined" ? ask.endedAt : null);

/** Nobody said anything. Who took back what they asked, or asked just now, tells nothing of the others. */
function isSilence({ state, askedAt }: Ask, now: Date): boolean {
	return state === "expired" || (state === "open" && askedAt <= after(now, -days(PATIENCE_DAYS)));
}

const isShort = ({ refused, refusedShare }: Figures): boolean =>
	refused >= ALARMS.shortage.refused && (refusedShare ?? 0) > ALARMS.shortage.refusedShare;

/** A price means nothing to whoever could pay it ten times; and soon will mean nothing where it grows so fast. */
const isGlut = ({ favorsAHead, growth }: Figures): boolean =>
	favorsAHead > ALARMS.glut.favorsAHead || (favorsAHead > WANTED_FAVORS && (growth ?? 0) > ALARMS.glut.growth);

function isRun({ asks, offers }: HealthFacts, now: Date): boolean {
	const since = after(now, -days(RUN_DAYS));
	// What somebody took back is wanted no more.
	const asked = asks.filter(({ askedAt, state }) => askedAt >= since && state !== "cancelled").length;
	return asked >= ALARMS.run.asks && asked > ALARMS.run.asksPerOffer * offers;
}

const isUnanswered = ({ answered, decided }: Figures): boolean =>
	decided >= ALARMS.unanswered.asks && (decided - answered) / decided > ALARMS.unanswered.share;

/** Half-lives outside of these are no advice that anybody should follow. */
const HALF_LIFE = { least: 7, most: 365 };

/**
 * The half-life under which wallets come to hold so many favors' worth: what is made in a half-life, over the logarithm
 * of two, is what fading leaves. None where nothing is made.
 */
export function halfLifeFor(favors: number, cost: number, mintPerDay: number): number | null {
	if (mintPerDay <= 0 || cost === 0) return null;
	const found = Math.round((favors * cost * Math.LN2) / mintPerDay);
	return Math.min(HALF_LIFE.most, Math.max(HALF_LIFE.least, found));
}

/** The cost under which what is made fills wallets with so many favors at this half-life. */
function costFor(favors: number, halfLifeDays: number, mintPerDay: number): number {
	return Math.max(1, Math.round((mintPerDay * halfLifeDays) / Math.LN2 / favors));
}

function adviceForShortage(figures: Figures, { pot }: HealthFacts, policy: Policy): Advice[] {
	const { mintPerDay, newcomersRefusedShare } = figures;
	const { normal } = policy.favor;
	const from = policy.fading.halfLifeDays;
	const advice: Advice[] = [];
	const to = halfLifeFor(WANTED_FAVORS, normal, mintPerDay) ?? 0;
	if (from > 0 && to > from) {
		advice.push({ do: "half-life", from, to });
		const cost = costFor(WANTED_FAVORS, from, mintPerDay);
		if (cost < normal) advice.push({ do: "cost", from: normal, to: cost });
	}
	if ((newcomersRefusedShare ?? 0) > ALARMS.shortage.refusedShare && pot > 0) advice.push({ do: "top-up" });
	return [...advice, { do: "thank" }];
}

function adviceForGlut({ mintPerDay }: Figures, policy: Policy): Advice[] {
	const { normal } = policy.favor;
	const from = policy.fading.halfLifeDays;
	const to = halfLifeFor(WANTED_FAVORS, normal, mintPerDay);
	const advice: Advice[] = [];
	if (to !== null && (from === 0 || to < from)) {
		advice.push({ do: "half-life", from, to });
		// Where nothing fades no cost holds what is made, and none comes of this.
		const cost = costFor(WANTED_FAVORS, from, mintPerDay);
		if (cost > normal) advice.push({ do: "cost", from: normal, to: cost });
	} else if (from > 0) advice.push({ do: "wait" });
	return [...advice, { do: "ask" }];
}

const MOST_CALLS = 5;
const moreCalls = ({ favor: { calls } }: Policy): Advice[] =>
	calls < MOST_CALLS ? [{ do: "calls", from: calls, to: Math.min(MOST_CALLS, calls + 2) }] : [];

const shareOf = (part: number, all: number): number | null => (all === 0 ? null : part / all);

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

const rising = (numbers: readonly number[]): number[] => [...numbers].sort((a, b) => a - b);

function median(numbers: readonly number[]): number | null {
	const sorted = rising(numbers);
	const middle = sorted.slice(Math.floor((sorted.length - 1) / 2), Math.floor(sorted.length / 2) + 1);
	return shareOf(sum(middle), middle.length);
}

function topTenth(balances: readonly number[]): number | null {
	if (balances.length < PEOPLE_FOR_A_TENTH) return null;
	const filled = rising(balances.map((balance) => Math.max(0, balance)));
	return shareOf(sum(filled.slice(-Math.floor(balances.length / 10))), sum(filled));
}

function agesOf(since: readonly Date[], now: Date): Figures["setAside"] {
	const ages = rising(since.map((at) => Math.max(0, (now.getTime() - at.getTime()) / days(1))));
	const oldestDays = ages.at(-1);
	if (oldestDays === undefined) return null;
	const p90Days = ages[Math.ceil(ages.length * 0.9) - 1] ?? oldestDays;
	return { count: ages.length, oldestDays, p90Days };
}

/** What everybody may read: no number, and nothing that could be anybody's. */
export type PublicHealth = {
	gave: "nearly-all" | "most" | "many" | "some";
	answered: "nearly-all" | "most" | "some" | null;
	speed: "hours" | "a-day" | "days" | null;
	/** What wallets hold beside what they held four weeks ago, and how it is spread. */
	trend: "more" | "same" | "less" | null;
	spread: Spread | null;
	/** For how long what is set aside for favors waits. */
	waits: "days" | "weeks" | null;
	alarms: AlarmKind[];
};

/** Less growth than this is no trend. */
export const STEADY = 0.05;

/** How much of all the best filled tenth of wallets holds: a tenth where all have the same, about a third in a lively bank. */
export type Spread = "even" | "usual" | "in-few";
export const spreadOf = (topTenth: number): Spread => (topTenth < 0.25 ? "even" : topTenth < 0.5 ? "usual" : "in-few");

/** What is set aside for longer waits for weeks. */
const WEEKS_FROM_DAYS = 14;

/** Fewer asks say nothing in words. */
const ASKS_FOR_WORDS = 3;

/** Undefined where nobody gave anything: then there is nothing to tell. */
export function inPublic({ figures, alarms }: Health): PublicHealth | undefined {
	const { givers, people, answeredShare, decided, medianHours, topTenth } = figures;
	if (givers === 0) return undefined;
	const gave = givers / Math.max(givers, people);
	const hours = medianHours;
	const answered = decided < ASKS_FOR_WORDS ? null : answeredShare;
	return {
		gave: gave >= 0.9 ? "nearly-all" : gave > 0.5 ? "most" : gave > 0.25 ? "many" : "some",
		answered: answered === null ? null : answered >= 0.9 ? "nearly-all" : answered > 0.5 ? "most" : "some",
		speed: answered === null || hours === null ? null : hours <= 8 ? "hours" : hours <= 24 ? "a-day" : "days",
		trend: trendOf(figures),
		spread: topTenth === null ? null : spreadOf(topTenth),
		waits: waitsOf(figures),
		alarms: alarms.map(({ kind }) => kind),
	};
}

function trendOf({ people, growth }: Figures): PublicHealth["trend"] {
	if (growth === null || people < PEOPLE_TO_HIDE_AMONG) return null;
	if (growth >= STEADY) return "more";
	return growth <= -STEADY ? "less" : "same";
}

/** Of fewer favors it would be said of somebody's. */
function waitsOf({ setAside }: Figures): PublicHealth["waits"] {
	if (!setAside || setAside.count < ASKS_FOR_WORDS) return null;
	return setAside.p90Days < WEEKS_FROM_DAYS ? "days" : "weeks";
}
