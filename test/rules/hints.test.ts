// Who is hinted at what, and why: those who take and those who give alike, each kind only if they want it.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
	decideHints,
	type Hearer,
	HINTS,
	type HintFacts,
	type HintName,
	hearsHints,
	hintedSince,
	hintsIn,
	MOST_SHOWN,
	switchedOff,
} from "../../src/rules/hints.ts";
import { defaultPolicy, policySchema } from "../../src/rules/policy.ts";
import { day, later, NOON } from "./given.ts";

const quietLife: HintFacts = {
	balance: 20,
	askedLately: false,
	asked: 0,
	taken: 0,
	helped: 0,
	helping: 0,
	unthanked: [],
	ofHelpers: [],
	waiting: [],
};
const hints = (facts: Partial<HintFacts>, off: readonly HintName[] = []) =>
	decideHints({ ...quietLife, ...facts }, off, defaultPolicy);

describe("running low", () => {
	test.each([
		["asked lately, a credit short of a normal favor", { askedLately: true, balance: 3 }, true],
		["asked lately, just enough for one", { askedLately: true, balance: 4 }, false],
		["as poor, and asked nothing lately", { balance: 3 }, false],
		["below zero", { askedLately: true, balance: -4 }, true],
	])("%s", (_given, facts, told) => {
		expect(hints(facts)).toEqual(told ? [{ name: "running-low", balance: facts.balance, favorIds: [] }] : []);
	});

	test("with the first few favors that wait", () => {
		expect(hints({ askedLately: true, balance: 0, waiting: [7, 8, 9, 10] })).toEqual([
			{ name: "running-low", balance: 0, favorIds: [7, 8, 9] },
		]);
	});

	test("where a normal favor costs nothing, nobody runs low at zero", () => {
		const free = policySchema.parse({ favor: { normal: 0 } });
		expect(decideHints({ ...quietLife, askedLately: true, balance: 0 }, [], free)).toEqual([]);
	});
});

test("helped and not thanked: those who helped, a few of them", () => {
	expect(hints({ unthanked: [2, 3, 4, 5] })).toEqual([{ name: "say-thanks", memberIds: [2, 3, 4] }]);
});

test("somebody who helped them asks", () => {
	expect(hints({ ofHelpers: [30, 20] })).toEqual([{ name: "return-a-favor", favorIds: [30, 20] }]);
});

describe("those who take", () => {
	const taker = { asked: 3, taken: 3, waiting: [7, 8] };

	test("are shown favors they could do", () => {
		expect(hints(taker)).toEqual([{ name: "lend-a-hand", asked: 3, favorIds: [7, 8] }]);
	});

	test.each([
		["asked twice", { taken: 2 }],
		["asked three times, and one came back to them", { asked: 3, taken: 2 }],
		["helped once", { helped: 1 }],
		["are helping now", { helping: 1 }],
		["could do nothing just now", { waiting: [] }],
		["switched it off", {}],
	])("not if they %s", (given, change) => {
		expect(hints({ ...taker, ...change }, given === "switched it off" ? ["lend-a-hand"] : [])).toEqual([]);
	});

	test("are not told twice what they could do; who does not want to hear of running low hears it this way", () => {
		const poor = { ...taker, askedLately: true, balance: 0 };
		expect(hints(poor).map(({ name }) => name)).toEqual(["running-low"]);
		expect(hints(poor, ["running-low"]).map(({ name }) => name)).toEqual(["lend-a-hand"]);
	});
});

describe("those who give", () => {
	test("and never ask are told that they may", () => {
		expect(hints({ helped: 3 })).toEqual([{ name: "ask-for-something", helped: 3 }]);
	});

	test.each([
		["helped twice", { helped: 2 }],
		["asked once, and it came back to them", { helped: 5, asked: 1, taken: 0 }],
	])("not if they %s", (_given, change) => {
		expect(hints(change)).toEqual([]);
	});
});

const ids = fc.uniqueArray(fc.integer({ min: 100, max: 120 }), { maxLength: 12 });
const facts: fc.Arbitrary<HintFacts> = fc
	.record({
		balance: fc.integer({ min: -8, max: 12 }),
		askedLately: fc.boolean(),
		asked: fc.nat(6),
		back: fc.nat(6),
		helped: fc.nat(6),
		helping: fc.nat(2),
		unthanked: ids,
		ofHelpers: ids,
		waiting: ids,
	})
	.map(({ back, ...found }) => ({ ...found, taken: Math.max(0, found.asked - back) }));
const some = fc.subarray([...HINTS]);

describe("whoever it is", () => {
	test("each hint comes at most once, in one order, is never empty, and shows no favor that another shows", () => {
		fc.assert(
			fc.property(facts, some, (given, off) => {
				const found = decideHints(given, off, defaultPolicy);
				const names = found.map(({ name }) => name);
				expect(names).toEqual(HINTS.filter((name) => names.includes(name)));
				const favors = found.flatMap((hint) => ("favorIds" in hint ? hint.favorIds : []));
				expect(new Set(favors).size).toBe(favors.length);
				for (const hint of found) {
					if ("favorIds" in hint) expect(hint.favorIds.length).toBeLessThanOrEqual(MOST_SHOWN);
					if (hint.name !== "running-low" && "favorIds" in hint) expect(hint.favorIds).not.toEqual([]);
					if ("memberIds" in hint) expect(hint.memberIds).not.toEqual([]);
				}
			}),
		);
	});

	test("what is off never comes, and switching one off brings no other kind but favors to do", () => {
		fc.assert(
			fc.property(facts, some, (given, off) => {
				const all = decideHints(given, [], defaultPolicy).map(({ name }) => name);
				const found = decideHints(given, off, defaultPolicy).map(({ name }) => name);
				expect(found.filter((name) => off.includes(name))).toEqual([]);
				const instead = off.includes("running-low") ? ["lend-a-hand"] : [];
				const shown = off.some((name) => all.includes(name)) ? ["return-a-favor", "lend-a-hand"] : [];
				expect(found.filter((name) => ![...all, ...instead, ...shown].includes(name))).toEqual([]);
			}),
		);
	});

	test("nobody is told both that they take and that they give", () => {
		fc.assert(
			fc.property(facts, (given) => {
				const names = decideHints(given, [], defaultPolicy).map(({ name }) => name);
				expect(names.includes("lend-a-hand") && names.includes("ask-for-something")).toBe(false);
			}),
		);
	});
});

describe("who hears hints", () => {
	const member: Hearer = {
		kind: "person",
		quiet: "off",
		awaySince: null,
		awayUntil: null,
		leftAt: null,
		frozenAt: null,
	};

	test.each<[string, Partial<Hearer>, boolean]>([
		["a person", {}, true],
		["a guest", { kind: "guest" }, true],
		["a bot", { kind: "bot" }, false],
		["somebody gone", { kind: "gone" }, false],
		["who wants no reminders", { quiet: "reminders" }, false],
		["who wants it quiet", { quiet: "all" }, false],
		["who left", { leftAt: NOON }, false],
		["who is frozen", { frozenAt: NOON }, false],
		["who is away for good", { awaySince: NOON }, false],
		["who is away until tomorrow", { awaySince: NOON, awayUntil: later(day) }, false],
		["who is back", { awaySince: later(-day), awayUntil: NOON }, true],
	])("%s", (_who, change, hears) => {
		expect(hearsHints({ ...member, ...change }, NOON)).toBe(hears);
	});

	test("once in six days", () => {
		expect(hintedSince(NOON)).toEqual(later(-6 * day));
	});
});

describe("switched", () => {
	test("off and on, by name; what is no hint is passed over", () => {
		expect(hintsIn("ask-for-something dance running-low")).toEqual(["running-low", "ask-for-something"]);
		expect(switchedOff("", ["say-thanks"], false)).toBe("say-thanks");
		expect(switchedOff("say-thanks dance", ["running-low"], false)).toBe("running-low say-thanks");
		expect(switchedOff("running-low say-thanks", ["running-low"], true)).toBe("say-thanks");
	});

	test("twice is once, and off and on again is as it was", () => {
		fc.assert(
			fc.property(some, some, fc.boolean(), (off, names, on) => {
				const before = HINTS.filter((name) => off.includes(name)).join(" ");
				const once = switchedOff(before, names, on);
				expect(switchedOff(once, names, on)).toBe(once);
				for (const name of HINTS)
					expect(hintsIn(once).includes(name)).toBe(names.includes(name) ? !on : off.includes(name));
			}),
		);
	});
});
