// From facts about a bank as a whole to figures, alarms and advice; every threshold on both of its sides.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
	type Advice,
	type Ask,
	type Figures,
	gives,
	type HealthFacts,
	halfLifeFor,
	inPublic,
	judgeHealth,
	STEADY,
	spreadOf,
	tellsOfTheBank,
} from "../../src/rules/health.ts";
import { defaultPolicy, type Policy, policySchema } from "../../src/rules/policy.ts";
import { day, hour, later, NOON } from "./given.ts";

/** A lively bank of thirty: enough credit for four favors each, growing slowly, most asks answered. */
const lively: HealthFacts = {
	people: 30,
	peopleBefore: 30,
	credits: 480,
	creditsBefore: 470,
	minted: 250,
	pot: 100,
	balances: Array.from({ length: 30 }, () => 16),
	asks: [],
	offers: 5,
	refused: 0,
	refusedNewcomers: 0,
	newcomers: 5,
	givers: 25,
	setAsideSince: [],
};

const ask = (change: Partial<Ask> = {}): Ask => ({
	askedAt: later(-10 * day),
	acceptedAt: null,
	endedAt: null,
	state: "open",
	newcomer: false,
	gave: true,
	...change,
});
const times = (count: number, one: Ask): Ask[] => Array.from({ length: count }, () => one);
const answeredIn = (hours: number): Ask =>
	ask({ state: "kept", acceptedAt: later(-10 * day + hours * hour), endedAt: later(-day) });
const silent = ask({ state: "expired", endedAt: later(-3 * day) });

const judge = (facts: Partial<HealthFacts>, policy: Policy = defaultPolicy) =>
	judgeHealth({ ...lively, ...facts }, policy, NOON);
const figures = (facts: Partial<HealthFacts>): Figures => judge(facts).figures;
const alarms = (facts: Partial<HealthFacts>, policy?: Policy) => judge(facts, policy).alarms.map(({ kind }) => kind);
const adviceFor = (facts: Partial<HealthFacts>, policy?: Policy): Advice[] =>
	judge(facts, policy).alarms.flatMap(({ advice }) => advice);

describe("figures", () => {
	test("of a lively bank", () => {
		expect(judge({ asks: [...times(4, answeredIn(5)), silent] })).toEqual({
			figures: {
				people: 30,
				givers: 25,
				creditsAHead: 16,
				favorsAHead: 4,
				growth: expect.closeTo(0.0213, 4),
				mintPerDay: expect.closeTo(0.2976, 4),
				asked: 5,
				decided: 5,
				answered: 4,
				answeredShare: 0.8,
				medianHours: 5,
				refused: 0,
				refusedShare: 0,
				newcomersRefusedShare: null,
				topTenth: expect.closeTo(0.1, 10),
				setAside: null,
			},
			alarms: [],
		});
	});

	test("of a bank in which nothing was and nobody is: no number that is none", () => {
		const empty = {
			...{ people: 0, peopleBefore: 0, credits: 0, creditsBefore: 0, minted: 0, pot: 0 },
			...{ balances: [], asks: [], offers: 0, givers: 0, setAsideSince: [] },
		};
		const found = judge(empty);
		expect(found.alarms).toEqual([]);
		for (const value of Object.values(found.figures)) expect(value === null || value === 0).toBe(true);
	});

	test("where a normal favor costs nothing, no wallet holds any number of them", () => {
		const free = policySchema.parse({ favor: { normal: 0 } });
		const found = judge({ credits: 9000 }, free);
		expect(found.figures.favorsAHead).toBe(0);
		expect(found.alarms).toEqual([]);
	});

	test("growth is a head's: a team that doubled with its credit did not grow richer", () => {
		expect(figures({ people: 30, peopleBefore: 15, credits: 400, creditsBefore: 200 }).growth).toBe(0);
		expect(figures({ creditsBefore: 0 }).growth).toBeNull();
		expect(figures({ peopleBefore: 0 }).growth).toBeNull();
	});

	test.each<[string, Ask, "answered" | "silence" | "neither"]>([
		["taken up", ask({ state: "accepted", acceptedAt: later(-9 * day) }), "answered"],
		["taken up, and then it went quiet", ask({ state: "expired", acceptedAt: later(-9 * day) }), "answered"],
		["a kind no", ask({ state: "declined", endedAt: later(-9 * day) }), "answered"],
		["expired", silent, "silence"],
		["open for three days", ask({ askedAt: later(-3 * day) }), "silence"],
		["open for less", ask({ askedAt: later(-3 * day + 1) }), "neither"],
		["taken back before anybody answered", ask({ state: "cancelled", endedAt: later(-9 * day) }), "neither"],
	])("an ask %s", (_what, one, is) => {
		const { answeredShare, decided, asked } = figures({ asks: [one] });
		expect(asked).toBe(1);
		expect(decided).toBe(is === "neither" ? 0 : 1);
		expect(answeredShare).toBe(is === "neither" ? null : is === "answered" ? 1 : 0);
	});

	test("half of the answers came within the median", () => {
		expect(figures({ asks: [answeredIn(2), answeredIn(30), answeredIn(4)] }).medianHours).toBe(4);
		expect(figures({ asks: [answeredIn(2), answeredIn(4)] }).medianHours).toBe(3);
		expect(figures({ asks: [answeredIn(9), answeredIn(1), answeredIn(2), answeredIn(5)] }).medianHours).toBe(3.5);
		expect(figures({ asks: [silent] }).medianHours).toBeNull();
		expect(figures({ asks: [ask({ state: "declined", endedAt: later(-10 * day + hour) })] }).medianHours).toBe(1);
	});

	test("newcomers' refusals are a share of newcomers' asks", () => {
		const asks = [...times(3, ask({ newcomer: true })), ...times(7, ask())];
		expect(figures({ asks, refused: 5, refusedNewcomers: 1 })).toMatchObject({
			refusedShare: 5 / 15,
			newcomersRefusedShare: 1 / 4,
		});
	});

	test("who is not new and gave nothing is no measure: what they asked is not counted among what could be refused", () => {
		const taker = ask({ gave: false });
		expect(figures({ asks: times(9, taker), refused: 1 })).toMatchObject({ asked: 9, refusedShare: 1 });
		const asks = [...times(9, taker), ask({ gave: false, newcomer: true }), ...times(2, ask())];
		expect(figures({ asks, refused: 1 })).toMatchObject({ asked: 12, refusedShare: 1 / 4 });
		expect(figures({ asks: times(9, taker) }).refusedShare).toBeNull();
		expect([taker, ask(), ask({ gave: false, newcomer: true })].map(tellsOfTheBank)).toEqual([false, true, true]);
	});

	test.each([
		["nothing", 0, 0, false],
		["a thanks now and then, as also who only takes says", 2, 0, false],
		["three thanks", 3, 0, true],
		["help", 0, 1, true],
	])("whoever gave %s, %i thanks and %i favors: gives, or not", (_what, thanked, helped, is) => {
		expect(gives({ thanked, helped })).toBe(is);
	});

	test("of newcomers' asks nothing is told where there are so few newcomers that it would be somebody's", () => {
		const asks = times(3, ask({ newcomer: true }));
		expect(figures({ asks, refused: 5, refusedNewcomers: 1, newcomers: 2 }).newcomersRefusedShare).toBeNull();
		expect(figures({ asks, refused: 5, refusedNewcomers: 1, newcomers: 3 }).newcomersRefusedShare).toBe(1 / 4);
	});

	test("the best filled tenth of twenty wallets is two, and of nineteen it would be a person", () => {
		const balances = [...Array.from({ length: 18 }, () => 5), 40, 70];
		expect(figures({ balances }).topTenth).toBe(0.55);
		expect(figures({ balances: balances.slice(1) }).topTenth).toBeNull();
		expect(figures({ balances: balances.map(() => -1) }).topTenth).toBeNull();
		// What is owed takes nothing from what the others hold, and makes nobody's tenth smaller.
		expect(figures({ balances: [...Array.from({ length: 19 }, () => -8), 40] }).topTenth).toBe(1);
	});

	test("what is set aside: how many, for how long", () => {
		const setAsideSince = [1, 2, 3, 4, 5, 6, 7, 8, 9, 30].map((days) => later(-days * day));
		expect(figures({ setAsideSince }).setAside).toEqual({ count: 10, oldestDays: 30, p90Days: 9 });
		expect(figures({ setAsideSince: [later(-day)] }).setAside).toEqual({ count: 1, oldestDays: 1, p90Days: 1 });
	});
});

describe("a shortage", () => {
	test.each([
		["a fifth of the asks is refused", 8, 2, []],
		["more than a fifth", 11, 3, ["shortage"]],
		["a fifth of many", 12, 3, []],
		["all of two", 0, 2, []],
		["all of three", 0, 3, ["shortage"]],
	])("%s", (_what, asked, refused, found) => {
		expect(alarms({ asks: times(asked, answeredIn(1)), refused })).toEqual(found);
	});

	const short = { refused: 10, asks: times(10, answeredIn(1)) };

	test("less is made than five favors need: a longer half-life, or a lower cost", () => {
		// 0.3 a day: the formula's 46 days, where 30 hold.
		expect(adviceFor({ ...short, minted: 0.3 * 30 * 28 })).toEqual([
			{ do: "half-life", from: 30, to: 46 },
			{ do: "cost", from: 4, to: 3 },
			{ do: "thank" },
		]);
	});

	test("enough is made, or nothing fades: it does not reach everybody", () => {
		expect(adviceFor({ ...short, minted: 1 * 30 * 28 })).toEqual([{ do: "thank" }]);
		const unfading = policySchema.parse({ fading: { halfLifeDays: 0 } });
		expect(adviceFor({ ...short, minted: 0.3 * 30 * 28 }, unfading)).toEqual([{ do: "thank" }]);
		expect(adviceFor({ ...short, minted: 0 })).toEqual([{ do: "thank" }]);
	});

	test("just what five favors need is made: that is no reason to change the half-life, nor for who has too much", () => {
		// A half-life of thirty days holds five favors of four with so much a day.
		const minted = ((5 * 4 * Math.LN2) / 30) * 30 * 28;
		expect(adviceFor({ ...short, minted })).toEqual([{ do: "thank" }]);
		expect(adviceFor({ credits: 50 * 30, creditsBefore: 49 * 30, minted })).toEqual([{ do: "wait" }, { do: "ask" }]);
	});

	test("of newcomers: a start from the pot only for more than a fifth of what they asked", () => {
		const asks = [...times(8, ask({ newcomer: true, acceptedAt: later(-9 * day) })), ...times(12, answeredIn(1))];
		const enough = { asks, refused: 10, minted: 1 * 30 * 28 };
		expect(adviceFor({ ...enough, refusedNewcomers: 2 })).toEqual([{ do: "thank" }]);
		expect(adviceFor({ ...enough, refusedNewcomers: 3 })).toEqual([{ do: "top-up" }, { do: "thank" }]);
	});

	test("of newcomers: a start from the pot, if it holds anything", () => {
		const newcomers = { ...short, refusedNewcomers: 8, minted: 1 * 30 * 28 };
		expect(adviceFor(newcomers)).toEqual([{ do: "top-up" }, { do: "thank" }]);
		expect(adviceFor({ ...newcomers, pot: 0 })).toEqual([{ do: "thank" }]);
	});
});

describe("a glut", () => {
	test.each([
		["ten normal favors' worth a head", 40 * 30, 39 * 30, []],
		["more", 40 * 30 + 1, 39 * 30, ["glut"]],
		["five, and a third more than before", 20 * 30, 15 * 30, []],
		["more than five, and a third more than before", 20 * 30 + 1, 15 * 30, ["glut"]],
		["more than five, and growing slowly", 25 * 30, 20 * 30, []],
		["a beginning that grows fast", 4 * 30, 30, []],
	])("%s", (_what, credits, creditsBefore, found) => {
		expect(alarms({ credits, creditsBefore })).toEqual(found);
	});

	const rich = { credits: 50 * 30, creditsBefore: 49 * 30 };

	test("one a day is made: the formula's 14 days where 30 hold, or a higher cost", () => {
		expect(adviceFor({ ...rich, minted: 30 * 28 })).toEqual([
			{ do: "half-life", from: 30, to: 14 },
			{ do: "cost", from: 4, to: 9 },
			{ do: "ask" },
		]);
	});

	test("a little too much is made: a day less, and the cost may stay as it is", () => {
		const minted = ((5 * 4 * Math.LN2) / 29) * 30 * 28;
		expect(adviceFor({ ...rich, minted })).toEqual([{ do: "half-life", from: 30, to: 29 }, { do: "ask" }]);
	});

	test("nothing fades: it should", () => {
		const unfading = policySchema.parse({ fading: { halfLifeDays: 0 } });
		expect(adviceFor({ ...rich, minted: 0.3 * 30 * 28 }, unfading)).toEqual([
			{ do: "half-life", from: 0, to: 46 },
			{ do: "ask" },
		]);
	});

	test("nothing is made: where it fades it is over by itself, where it does not there is but to ask", () => {
		expect(adviceFor({ ...rich, minted: 0 })).toEqual([{ do: "wait" }, { do: "ask" }]);
		const unfading = policySchema.parse({ fading: { halfLifeDays: 0 } });
		expect(adviceFor({ ...rich, minted: 0 }, unfading)).toEqual([{ do: "ask" }]);
	});

	test("left from before: it fades by itself", () => {
		expect(adviceFor({ ...rich, minted: 0.3 * 30 * 28 })).toEqual([{ do: "wait" }, { do: "ask" }]);
	});
});

describe("a run", () => {
	const today = ask({ askedAt: later(-3 * hour) });

	test.each([
		["six asks and three offers", 6, 3, []],
		["seven asks and three offers", 7, 3, ["run"]],
		["six asks and two offers", 6, 2, ["run"]],
		["five asks and no offer", 5, 0, []],
	])("%s", (_what, asked, offers, found) => {
		expect(alarms({ asks: times(asked, today), offers })).toEqual(found);
	});

	test("what was taken back is wanted no more", () => {
		expect(alarms({ asks: times(8, { ...today, state: "cancelled" }), offers: 0 })).toEqual([]);
	});

	test("of the last seven days alone", () => {
		const at = (ms: number) => alarms({ asks: times(8, { ...answeredIn(1), askedAt: later(ms) }), offers: 0 });
		expect(at(-7 * day)).toEqual(["run"]);
		expect(at(-7 * day - 1)).toEqual([]);
	});

	test("nothing is stopped: people are asked to help, and more of them are told", () => {
		expect(adviceFor({ asks: times(8, today), offers: 0 })).toEqual([{ do: "help" }, { do: "calls", from: 3, to: 5 }]);
		const all = policySchema.parse({ favor: { calls: 5 } });
		expect(adviceFor({ asks: times(8, today), offers: 0 }, all)).toEqual([{ do: "help" }]);
	});
});

describe("unanswered", () => {
	test.each([
		["three in ten", 7, 3, []],
		["four in ten", 6, 4, ["unanswered"]],
		["all of four", 0, 4, []],
		["all of five", 0, 5, ["unanswered"]],
	])("%s", (_what, answered, silence, found) => {
		expect(alarms({ asks: [...times(answered, answeredIn(1)), ...times(silence, silent)] })).toEqual(found);
	});

	test("more people are told of each", () => {
		const none = policySchema.parse({ favor: { calls: 0 } });
		expect(adviceFor({ asks: times(5, silent) }, none)).toEqual([{ do: "calls", from: 0, to: 2 }, { do: "help" }]);
	});
});

describe("the half-life for so many favors", () => {
	test.each([
		[5, 4, 0.3, 46],
		[5, 4, 1, 14],
		[5, 4, 100, 7],
		[5, 4, 0.001, 365],
		[5, 4, 0, null],
		[5, 0, 1, null],
		[5, 4, -1, null],
	])("%i favors of %i, %d made a day: %j days", (favors, cost, mint, found) => {
		expect(halfLifeFor(favors, cost, mint)).toBe(found);
	});

	test("followed, what is made and what fades balance at that many favors", () => {
		fc.assert(
			fc.property(fc.integer({ min: 1, max: 12 }), fc.double({ min: 0.05, max: 3, noNaN: true }), (cost, mint) => {
				const found = halfLifeFor(5, cost, mint) ?? 0;
				fc.pre(found > 7 && found < 365);
				let level = 0;
				for (let days = 0; days < found * 20; days++) level = level * 2 ** (-1 / found) + mint;
				expect(Math.abs(level / (5 * cost) - 1)).toBeLessThan(0.15);
			}),
		);
	});
});

const someFacts: fc.Arbitrary<HealthFacts> = fc
	.record({
		people: fc.nat(400),
		peopleBefore: fc.nat(400),
		credits: fc.integer({ min: -500, max: 100_000 }),
		creditsBefore: fc.integer({ min: -500, max: 100_000 }),
		minted: fc.integer({ min: -100, max: 50_000 }),
		pot: fc.nat(10_000),
		balances: fc.array(fc.integer({ min: -8, max: 300 }), { maxLength: 60 }),
		asks: fc.array(
			fc.record({
				askedAt: fc.integer({ min: -30, max: 0 }).map((days) => later(days * day)),
				acceptedAt: fc.option(fc.constant(NOON)),
				endedAt: fc.constant(NOON),
				state: fc.constantFrom("open" as const, "kept" as const, "expired" as const, "declined" as const),
				newcomer: fc.boolean(),
				gave: fc.boolean(),
			}),
		),
		offers: fc.nat(50),
		refused: fc.nat(50),
		refusedNewcomers: fc.nat(50),
		newcomers: fc.nat(20),
		givers: fc.nat(400),
		setAsideSince: fc.array(fc.integer({ min: -40, max: 0 }).map((days) => later(days * day))),
	})
	.map((facts) => ({ ...facts, refusedNewcomers: Math.min(facts.refused, facts.refusedNewcomers) }));

describe("whatever the facts", () => {
	test("figures are numbers or none, shares are shares, each alarm comes once and has advice that changes something", () => {
		fc.assert(
			fc.property(someFacts, (facts) => {
				const { figures: found, alarms: rung } = judgeHealth(facts, defaultPolicy, NOON);
				const { setAside, ...plain } = found;
				for (const value of [...Object.values(plain), ...Object.values(setAside ?? {})])
					expect(value === null || Number.isFinite(value)).toBe(true);
				for (const share of [found.answeredShare, found.refusedShare, found.newcomersRefusedShare, found.topTenth])
					if (share !== null) expect(share >= 0 && share <= 1).toBe(true);
				expect(new Set(rung.map(({ kind }) => kind)).size).toBe(rung.length);
				for (const { advice } of rung) {
					expect(advice.length).toBeGreaterThan(0);
					for (const one of advice) if ("to" in one) expect(one.to).not.toBe(one.from);
				}
			}),
		);
	});

	test("advice for a shortage never takes credit away, and for a glut never adds any", () => {
		fc.assert(
			fc.property(someFacts, (facts) => {
				for (const { kind, advice } of judgeHealth(facts, defaultPolicy, NOON).alarms) {
					for (const one of advice) {
						if (one.do === "half-life") expect(one.to > one.from).toBe(kind === "shortage");
						if (one.do === "cost") expect(one.to < one.from).toBe(kind === "shortage");
					}
				}
			}),
		);
	});

	test("in words for all there is no number", () => {
		fc.assert(
			fc.property(someFacts, (facts) => {
				const said = inPublic(judgeHealth(facts, defaultPolicy, NOON));
				expect(said === undefined).toBe(facts.givers === 0);
				expect(JSON.stringify(said ?? "")).not.toMatch(/\d/u);
			}),
		);
	});
});

describe("in words for all", () => {
	const words = (facts: Partial<HealthFacts>) => inPublic(judge(facts));

	test.each([
		[0, undefined],
		[1, "some"],
		[7, "some"],
		[8, "many"],
		[15, "many"],
		[16, "most"],
		[26, "most"],
		[27, "nearly-all"],
		[30, "nearly-all"],
	])("%i of thirty gave", (givers, gave) => {
		expect(words({ givers })?.gave).toBe(gave);
	});

	test("a fourth of all is some, not many", () => {
		expect(words({ people: 28, givers: 7 })?.gave).toBe("some");
	});

	test("nine in ten answered is nearly all, and within a day is within a day", () => {
		expect(words({ asks: [...times(9, answeredIn(24)), silent] })).toMatchObject({
			answered: "nearly-all",
			speed: "a-day",
		});
		expect(words({ asks: [...times(8, answeredIn(24.1)), ...times(2, silent)] })).toMatchObject({
			answered: "most",
			speed: "days",
		});
	});

	test("how many were answered, and how fast: where there were enough to say", () => {
		expect(words({ asks: times(2, answeredIn(1)) })).toMatchObject({ answered: null, speed: null });
		expect(words({ asks: times(3, answeredIn(8)) })).toMatchObject({ answered: "nearly-all", speed: "hours" });
		expect(words({ asks: [...times(3, answeredIn(9)), silent] })).toMatchObject({ answered: "most", speed: "a-day" });
		expect(words({ asks: [...times(2, answeredIn(25)), silent, silent] })).toMatchObject({
			answered: "some",
			speed: "days",
		});
		expect(words({ asks: times(4, silent) })).toMatchObject({ answered: "some", speed: null });
	});

	test.each([
		[470, 480, "same"],
		[400, 480, "more"],
		[600, 480, "less"],
		[0, 480, null],
	])("wallets that held %i and hold %i hold: %s", (creditsBefore, credits, trend) => {
		expect(words({ creditsBefore, credits })?.trend).toBe(trend);
		// Of two wallets, whoever has one would know of the other.
		expect(words({ creditsBefore, credits, people: 2, peopleBefore: 2 })?.trend).toBeNull();
	});

	test.each([
		[STEADY, "more"],
		[STEADY - 0.001, "same"],
		[0, "same"],
		[0.001 - STEADY, "same"],
		[-STEADY, "less"],
	])("a growth of %d is %s, from three people on", (growth, trend) => {
		const health = judge({ people: 3 });
		expect(inPublic({ ...health, figures: { ...health.figures, growth } })?.trend).toBe(trend);
	});

	test("a tenth that holds a fourth is usual, one that holds a half is few", () => {
		expect([0.1, 0.249, 0.25, 0.499, 0.5, 1].map(spreadOf)).toEqual([
			...["even", "even", "usual"],
			...["usual", "in-few", "in-few"],
		]);
	});

	test("how it is spread, where a tenth is no person", () => {
		const wallets = (count: number, holds: number) => Array.from({ length: count }, () => holds);
		const most = (few: number, all: number) => [...wallets(3, few), ...wallets(27, all)];
		expect(words({ balances: most(16, 16) })?.spread).toBe("even");
		expect(words({ balances: most(60, 16) })?.spread).toBe("usual");
		expect(words({ balances: most(400, 16) })?.spread).toBe("in-few");
		expect(words({ balances: wallets(19, 16) })?.spread).toBeNull();
	});

	test("how long what is set aside waits, where it is not one favor's", () => {
		const since = (...ages: number[]) => words({ setAsideSince: ages.map((age) => later(-age * day)) })?.waits;
		expect([since(), since(30, 30), since(1, 2, 13), since(1, 2, 14)]).toEqual([null, null, "days", "weeks"]);
	});

	test("alarms by name alone", () => {
		expect(words({ asks: times(5, silent) })?.alarms).toEqual(["unanswered"]);
	});
});
