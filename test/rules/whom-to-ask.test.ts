import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { dayOf } from "../../src/rules/calendar.ts";
import { policySchema } from "../../src/rules/policy.ts";
import { type Candidate, whomToCall, whomToSuggest } from "../../src/rules/whom-to-ask.ts";
import { day, hour, later, NOON } from "./given.ts";

const policy = policySchema.parse({});
const ANA = 2;

/** Somebody who could be told, and for whom there is no reason yet. */
const candidate = (memberId: number, change: Partial<Candidate> = {}): Candidate => ({
	memberId,
	kind: "person",
	leftAt: null,
	excluded: false,
	frozenAt: null,
	awaySince: null,
	awayUntil: null,
	quiet: "off",
	timezone: "UTC",
	balance: 10,
	underWay: 0,
	calledAt: null,
	saidNoAt: null,
	knows: [],
	helpedByAsker: false,
	askedLately: false,
	...change,
});
const sql = { knows: ["sql"] };
const low = { askedLately: true, balance: 3 };

const called = (candidates: Candidate[], calls = 3) =>
	whomToCall(candidates, ANA, policySchema.parse({ favor: { calls } }), NOON);
const ids = (calls: { memberId: number }[]) => calls.map(({ memberId }) => memberId);

describe("given reasons", () => {
	test("who kept favors with the same tag comes first, then whom the asker helped, then who runs low", () => {
		const all = [candidate(3, low), candidate(4, { helpedByAsker: true }), candidate(5, sql)];
		expect(called(all)).toEqual([
			{ memberId: 5, why: "tag", tag: "sql" },
			{ memberId: 4, why: "helped" },
			{ memberId: 3, why: "low" },
		]);
	});

	test("more of the tags count before one, and the first that was asked for is named", () => {
		const all = [candidate(3, { ...sql, helpedByAsker: true }), candidate(4, { knows: ["react", "sql"] })];
		expect(called(all)).toEqual([
			{ memberId: 4, why: "tag", tag: "react" },
			{ memberId: 3, why: "tag", tag: "sql" },
		]);
	});

	test("nobody is told without a reason", () => {
		expect(called([candidate(3), candidate(4, { balance: 0 })])).toEqual([]);
	});

	test("a low balance is one only for who asks for something themselves, and only below a normal favor", () => {
		expect(ids(called([candidate(3, { askedLately: true, balance: 4 }), candidate(4, low)]))).toEqual([4]);
	});

	test("among equals: who was told longest ago or never, then who has least, then who joined first", () => {
		const all = [
			candidate(3, { ...sql, calledAt: later(-2 * day) }),
			candidate(4, { ...sql, calledAt: later(-3 * day) }),
			candidate(5, { ...sql, balance: 2 }),
			candidate(7, { ...sql, balance: 1 }),
			candidate(6, { ...sql, balance: 1 }),
		];
		expect(ids(called(all, 5))).toEqual([6, 7, 5, 4, 3]);
	});

	/** What the order is must not hang on how they came. */
	const bothWays = (order: (all: Candidate[]) => number[], first: Candidate, second: Candidate) => {
		const found = [order([first, second]), order([second, first])];
		expect(found).toEqual([
			[first.memberId, second.memberId],
			[first.memberId, second.memberId],
		]);
	};
	const told = (all: Candidate[]) => ids(called(all));

	test.each<[string, Partial<Candidate>, Partial<Candidate>]>([
		["who runs low", { ...low, calledAt: later(-day) }, { balance: 3 }],
		["of two who run low, who was told longest ago", { ...low, calledAt: null }, { ...low, calledAt: later(-day) }],
		[
			"who was told longest ago, whatever they have",
			{ calledAt: later(-3 * day) },
			{ calledAt: later(-2 * day), balance: 5 },
		],
		["who was never told", { calledAt: null, balance: 11 }, { calledAt: later(-9 * day) }],
		["who has least", { balance: 9 }, { balance: 10 }],
	])("among equals first %s, also if they joined later", (_who, first, second) => {
		bothWays(told, candidate(9, { ...sql, ...first }), candidate(3, { ...sql, ...second }));
	});

	test.each<[string, Partial<Candidate>, Partial<Candidate>]>([
		["who kept favors with more of the tags", { knows: ["sql", "css"], calledAt: later(-day) }, sql],
		["whom the asker helped", { helpedByAsker: true, ...sql, calledAt: later(-day) }, sql],
		["who was told longest ago", { ...sql, calledAt: later(-3 * day) }, { ...sql, calledAt: later(-2 * day) }],
		["who was never told", sql, { ...sql, calledAt: later(-2 * day) }],
	])("suggested is first %s, also if they joined later", (_who, first, second) => {
		const suggested = (all: Candidate[]) => whomToSuggest(all, [ANA], policy, NOON);
		bothWays(suggested, candidate(9, first), candidate(3, second));
		bothWays(suggested, candidate(3, sql), candidate(9, sql));
	});

	test.each([0, 1, 2, 5])("no more than %i", (calls) => {
		const many = Array.from({ length: 20 }, (_, index) => candidate(index + 3, sql));
		expect(called(many, calls)).toHaveLength(calls);
	});
});

describe("never", () => {
	test.each<[string, Partial<Candidate>]>([
		["the one who asks", { memberId: ANA }],
		["a bot", { kind: "bot" }],
		["who is gone", { kind: "gone" }],
		["a guest, who may not see the channel", { kind: "guest" }],
		["who left", { leftAt: later(-day) }],
		["who was excluded", { excluded: true }],
		["who is frozen", { frozenAt: later(-day) }],
		["who is away", { awaySince: later(-hour) }],
		["who is away until tomorrow", { awaySince: later(-hour), awayUntil: later(day) }],
		["who is on as many favors as may be", { underWay: 3 }],
		["who wants no reminders", { quiet: "reminders" }],
		["who wants quiet", { quiet: "all" }],
		["who was told today", { calledAt: later(-hour) }],
		["who said no within a day", { saidNoAt: later(-23 * hour) }],
	])("%s", (_, change) => {
		expect(called([candidate(9, { ...sql, ...low, helpedByAsker: true, ...change })])).toEqual([]);
	});

	test("but who is back, has room for one more, was told yesterday and said no then is", () => {
		const back = { awaySince: later(-2 * day), awayUntil: NOON, saidNoAt: later(-day) };
		expect(ids(called([candidate(9, { ...sql, ...back, underWay: 2, calledAt: later(-day) })]))).toEqual([9]);
	});

	test("twice on one day of their own, wherever they live", () => {
		const again = (hoursAgo: number, timezone: string) =>
			ids(called([candidate(9, { ...sql, calledAt: later(-hoursAgo * hour), timezone })]));
		// Noon in UTC is two at night in Kiritimati's zone, and nine in the evening in Tokyo's.
		expect([again(1, "Pacific/Kiritimati"), again(3, "Pacific/Kiritimati")]).toEqual([[], [9]]);
		expect([again(11, "Asia/Tokyo"), again(22, "Asia/Tokyo")]).toEqual([[], [9]]);
		expect([again(11, "UTC"), again(13, "UTC")]).toEqual([[], [9]]);
	});
});

describe("suggested to the asker, by name", () => {
	const suggested = (candidates: Candidate[], not: number[] = [ANA]) => whomToSuggest(candidates, not, policy, NOON);

	test("two at most, guests too, and none of those who were asked already", () => {
		const all = [candidate(3, sql), candidate(4, { ...sql, kind: "guest" }), candidate(5, { helpedByAsker: true })];
		expect(suggested(all)).toEqual([3, 4]);
		expect(suggested(all, [ANA, 3])).toEqual([4, 5]);
	});

	test("a balance is no reason, and changes no order", () => {
		expect(suggested([candidate(3, low)])).toEqual([]);
		expect(suggested([candidate(3, { ...sql, balance: 90 }), candidate(4, { ...sql, ...low })])).toEqual([3, 4]);
	});

	test("never who may not be told", () => {
		expect(suggested([candidate(3, { ...sql, awaySince: later(-day) })])).toEqual([]);
		expect(suggested([candidate(3, { ...sql, quiet: "all" })])).toEqual([]);
		expect(suggested([candidate(3, { ...sql, kind: "bot" })])).toEqual([]);
	});
});

describe("whoever the candidates are", () => {
	const instant = fc.integer({ min: -5 * 24, max: 0 }).map((hours) => later(hours * hour));
	const perhaps = fc.option(instant, { nil: null });
	/** What keeps somebody from being asked is rare: most of those who come are to be put in an order. */
	const rarely = fc.oneof({ weight: 9, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: instant });
	const one: fc.Arbitrary<Candidate> = fc.record({
		memberId: fc.integer({ min: 2, max: 40 }),
		kind: fc.constantFrom(
			"person",
			"person",
			"person",
			"person",
			"person",
			"person",
			"guest",
			"bot",
			"stranger",
			"gone",
		),
		leftAt: rarely,
		excluded: fc.constantFrom(false, false, false, false, false, false, false, true),
		frozenAt: rarely,
		awaySince: fc.oneof(rarely, perhaps),
		awayUntil: fc.option(fc.integer({ min: -48, max: 48 }).map((hours) => later(hours * hour))),
		quiet: fc.constantFrom("off", "off", "off", "off", "off", "off", "reminders", "all"),
		timezone: fc.constantFrom("UTC", "Pacific/Kiritimati", "America/Santiago", "Asia/Kathmandu"),
		balance: fc.integer({ min: -8, max: 30 }),
		underWay: fc.constantFrom(0, 0, 0, 1, 1, 2, 2, 3, 4),
		calledAt: perhaps,
		saidNoAt: rarely,
		knows: fc.subarray(["sql", "react", "css"]),
		helpedByAsker: fc.boolean(),
		askedLately: fc.boolean(),
	});
	const many = fc.uniqueArray(one, { maxLength: 25, selector: ({ memberId }) => memberId });
	const mostCalls = fc.nat({ max: 5 });

	/** In other words than the rule's. */
	function mayHear(who: Candidate): boolean {
		const isAway = who.awaySince !== null && (who.awayUntil === null || who.awayUntil.getTime() > NOON.getTime());
		const localDay = dayOf(NOON, who.timezone);
		const today = who.calledAt !== null && dayOf(who.calledAt, who.timezone) === localDay;
		const saidNo = who.saidNoAt !== null && NOON.getTime() - who.saidNoAt.getTime() < day;
		const hidden = saidNo || who.excluded || who.frozenAt !== null || who.leftAt !== null;
		return !isAway && !today && !hidden && who.quiet === "off" && who.underWay < 3;
	}

	test("never more than the policy says, nobody twice, nobody who may not be told, nobody without a reason", () => {
		fc.assert(
			fc.property(many, mostCalls, (candidates, calls) => {
				const found = called(candidates, calls);
				expect(found.length).toBeLessThanOrEqual(calls);
				expect(new Set(ids(found)).size).toBe(found.length);
				for (const { memberId, ...reason } of found) {
					const who = candidates.find((other) => other.memberId === memberId);
					expect(who && mayHear(who) && who.kind === "person" && memberId !== ANA).toBe(true);
					if (reason.why === "tag") expect(who?.knows).toContain(reason.tag);
					else if (reason.why === "helped") expect(who?.helpedByAsker).toBe(true);
					else expect(who?.askedLately && who.balance < policy.favor.normal).toBe(true);
				}
			}),
			{ numRuns: 400 },
		);
	});

	test("the same order however they come, and with fewer calls the first of the same", () => {
		fc.assert(
			fc.property(many, mostCalls, fc.nat(), (candidates, calls, turn) => {
				const at = turn % Math.max(1, candidates.length);
				const turned = [...candidates.slice(at), ...candidates.slice(0, at)].reverse();
				expect(called(turned, calls)).toEqual(called(candidates, calls));
				const suggested = (all: Candidate[]) => whomToSuggest(all, [ANA], policy, NOON);
				expect(suggested(turned)).toEqual(suggested(candidates));
				expect(called(candidates, calls)).toEqual(called(candidates, 5).slice(0, calls));
			}),
			{ numRuns: 200 },
		);
	});

	test("suggestions are two others at most, who may be told, and say nothing of balances", () => {
		fc.assert(
			fc.property(many, fc.integer({ min: -8, max: 30 }), (candidates, balance) => {
				const found = whomToSuggest(candidates, [ANA, 3], policy, NOON);
				expect(found.length).toBeLessThanOrEqual(2);
				for (const memberId of found) {
					const who = candidates.find((other) => other.memberId === memberId);
					expect(who && mayHear(who) && ![ANA, 3].includes(memberId)).toBe(true);
					expect(who?.kind === "person" || who?.kind === "guest").toBe(true);
				}
				const alike = candidates.map((who) => ({ ...who, balance }));
				expect(whomToSuggest(alike, [ANA, 3], policy, NOON)).toEqual(found);
			}),
			{ numRuns: 300 },
		);
	});
});
