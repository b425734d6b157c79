import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { periodOf } from "../../src/rules/calendar.ts";
import { type Policy, policySchema } from "../../src/rules/policy.ts";
import {
	allowanceLeft,
	decideForGroup,
	decideThanks,
	joinsLine,
	reactionCredits,
	type ThanksDecided,
} from "../../src/rules/thanks.ts";
import type { Someone } from "../../src/rules/types.ts";
import { ana, bo, cy, dee, gains, hour, later, NOON, refusalOf, someone, stranger, sum } from "./given.ts";

const policy = policySchema.parse({});
const giver = (who: Someone = ana, timezone = "UTC") => ({ ...who, timezone });
const given = (credits: Record<number, number> = {}) =>
	new Map(Object.entries(credits).map(([id, amount]) => [Number(id), amount]));

const decide = (
	receivers: Someone[],
	{ amount = 1, today = {}, by = giver(), rules = policy, now = NOON }: Partial<Options> = {},
): ThanksDecided => decideThanks({ giver: by, receivers, givenToday: given(today) }, amount, rules, now);
type Options = {
	amount: number;
	today: Record<number, number>;
	by: ReturnType<typeof giver>;
	rules: Policy;
	now: Date;
};

describe("given nothing yet today", () => {
	test("a thanks mints one credit for its receiver and takes one from the allowance", () => {
		const decided = decide([bo]);
		expect(gains(decided.postings)).toEqual({ world: -1, 3: 1 });
		expect(decided).toMatchObject({ receiverIds: [3], left: 4, day: 20_775 });
		expect(decided.resetsAt).toEqual(new Date("2026-11-19T00:00:00Z"));
	});

	test("each of several receivers gets the whole amount, and each counts", () => {
		const decided = decide([bo, cy], { amount: 2 });
		expect(gains(decided.postings)).toEqual({ world: -4, 3: 2, 4: 2 });
		expect(decided.left).toBe(1);
	});

	test("somebody named twice is thanked once", () => {
		expect(gains(decide([bo, bo, bo]).postings)).toEqual({ world: -1, 3: 1 });
	});

	test("all five may go out at once, and not six", () => {
		const people = [3, 4, 5, 6, 7, 8].map((id) => someone(id));
		expect(decide(people.slice(0, 5)).left).toBe(0);
		const refusal = refusalOf(() => decide(people));
		expect(refusal).toMatchObject({ reason: "allowance-used", needs: 6, left: 5, perDay: 5, timezone: "UTC" });
	});
});

describe("given something already today", () => {
	test("what is left is told, with when it resets in the giver's own time", () => {
		const by = giver(ana, "Asia/Kathmandu");
		expect(refusalOf(() => decide([bo], { amount: 2, today: { 4: 3, 5: 1 }, by }))).toEqual({
			reason: "allowance-used",
			needs: 2,
			left: 1,
			perDay: 5,
			period: "day",
			resetsAt: new Date("2026-11-18T18:15:00Z"),
			timezone: "Asia/Kathmandu",
		});
	});

	test("no more than three a day go to one person, and whoever is full is named", () => {
		expect(decide([bo], { amount: 1, today: { 3: 2 } }).left).toBe(2);
		expect(refusalOf(() => decide([bo, cy], { amount: 2, today: { 3: 2 }, rules: wide }))).toMatchObject({
			reason: "pair-cap",
			names: ["Bo"],
			left: 1,
			perDay: 3,
		});
		expect(refusalOf(() => decide([bo, cy, dee], { amount: 3, today: { 3: 3, 4: 1 }, rules: wide }))).toMatchObject({
			names: ["Bo", "Cy"],
			left: 0,
		});
	});

	test("an allowance that shrank meanwhile leaves nothing, not less", () => {
		expect(allowanceLeft(given({ 3: 3, 4: 3 }), policy)).toBe(0);
		expect(refusalOf(() => decide([bo], { today: { 4: 9 } }))).toMatchObject({ reason: "allowance-used", left: 0 });
	});

	test("a pair's cap that shrank meanwhile leaves nothing, not less", () => {
		const tight = policySchema.parse({ thanks: { perDay: 100, perPairPerDay: 1 } });
		expect(refusalOf(() => decide([bo], { today: { 3: 3 }, rules: tight }))).toMatchObject({ left: 0 });
	});
});

const wide = policySchema.parse({ thanks: { perDay: 100 } });

describe("refused", () => {
	test.each<[string, Someone[], Partial<Options>, object]>([
		["to nobody", [], {}, { reason: "thanks-to-nobody" }],
		["to oneself", [ana], {}, { reason: "thanks-to-yourself" }],
		["to oneself among others", [bo, ana], {}, { reason: "thanks-to-yourself" }],
		["to a bot", [stranger("Botty", "bot")], {}, { reason: "not-a-person", names: ["Botty"] }],
		["to somebody outside", [bo, stranger("Zoe", "stranger")], {}, { reason: "outside", names: ["Zoe"] }],
		["to somebody who left", [someone(3, "gone")], {}, { reason: "outside", names: ["Bo"] }],
		["by a bot", [bo], { by: giver(stranger("Botty", "bot")) }, { reason: "not-a-member" }],
		["by somebody who left", [bo], { by: giver(someone(2, "gone")) }, { reason: "not-a-member" }],
		["by somebody outside", [bo], { by: giver(stranger("Zoe", "stranger")) }, { reason: "not-a-member" }],
		["of nothing", [bo], { amount: 0 }, { reason: "amount-out-of-range", most: 3 }],
		["of less than nothing", [bo], { amount: -1 }, { reason: "amount-out-of-range", most: 3 }],
		["of too much", [bo], { amount: 4 }, { reason: "amount-out-of-range", most: 3 }],
		["of a half", [bo], { amount: 1.5 }, { reason: "amount-out-of-range", most: 3 }],
		["of no number", [bo], { amount: Number.NaN }, { reason: "amount-out-of-range", most: 3 }],
		["of without end", [bo], { amount: Number.POSITIVE_INFINITY }, { reason: "amount-out-of-range", most: 3 }],
		[
			"to more than ten",
			Array.from({ length: 11 }, (_, index) => someone(index + 3)),
			{},
			{ reason: "too-many-receivers", most: 10 },
		],
	])("%s", (_what, receivers, options, refusal) => {
		expect(refusalOf(() => decide(receivers, options))).toEqual(refusal);
	});

	test("ten people are not too many where the allowance covers them", () => {
		const ten = Array.from({ length: 10 }, (_, index) => someone(index + 3));
		expect(decide([...ten, ...ten], { rules: wide }).receiverIds).toHaveLength(10);
	});
});

describe("the day", () => {
	test("is the giver's own, on both sides of the date line", () => {
		expect(decide([bo], { by: giver(ana, "Pacific/Kiritimati") }).day).toBe(20_776);
		expect(decide([bo], { by: giver(ana, "Pacific/Niue"), now: later(-2 * 3_600_000) }).day).toBe(20_774);
	});
});

describe("by the week", () => {
	const weekly = policySchema.parse({ thanks: { period: "week" } });

	test("what is given counts from Monday on, and comes back on Monday, in the giver's own zone", () => {
		const decided = decide([bo], { rules: weekly, by: giver(ana, "Europe/Berlin") });
		expect(decided).toMatchObject({ day: 20_773, left: 4, resetsAt: new Date("2026-11-22T23:00:00Z") });
	});

	test("a refusal says that it is the week's", () => {
		expect(refusalOf(() => decide([bo], { rules: weekly, today: { 4: 5 } }))).toMatchObject({
			reason: "allowance-used",
			period: "week",
			resetsAt: new Date("2026-11-23T00:00:00Z"),
		});
		expect(refusalOf(() => decide([bo], { rules: weekly, today: { 3: 3 } }))).toMatchObject({
			reason: "pair-cap",
			period: "week",
		});
	});
});

describe("a reaction", () => {
	test("says thanks by its emoji or by its name, and is kept as the emoji", () => {
		expect(reactionCredits("💐", policy)).toEqual({ emoji: "💐", credits: 1 });
		expect(reactionCredits("bouquet", policy)).toEqual({ emoji: "💐", credits: 1 });
		expect(reactionCredits("👍", policy)).toBeUndefined();
		expect(reactionCredits("", policy)).toBeUndefined();
	});

	test("gives what the community says", () => {
		const rules = policySchema.parse({ reactions: [{ emoji: "party_parrot", name: "party_parrot", credits: 2 }] });
		expect(reactionCredits("party_parrot", rules)).toEqual({ emoji: "party_parrot", credits: 2 });
		expect(reactionCredits("💐", rules)).toBeUndefined();
	});
});

describe("whatever is asked", () => {
	const policies = fc
		.record({
			period: fc.constantFrom("day", "week"),
			perDay: fc.integer({ min: 1, max: 12 }),
			perPairPerDay: fc.integer({ min: 1, max: 6 }),
			maxAmount: fc.integer({ min: 1, max: 5 }),
			maxReceivers: fc.integer({ min: 1, max: 5 }),
		})
		.map((thanks) => policySchema.parse({ thanks }));
	const kinds = fc.constantFrom("person", "person", "person", "guest", "bot", "stranger", "gone" as const);
	const people = fc.array(
		fc.record({
			id: fc.option(fc.integer({ min: 2, max: 7 }), { nil: undefined, freq: 8 }),
			name: fc.string(),
			kind: kinds,
		}),
		{ maxLength: 6 },
	);
	const wishes = fc.array(
		fc.record({
			receivers: people,
			amount: fc.integer({ min: -1, max: 5 }),
			afterHours: fc.integer({ min: 0, max: 20 }),
		}),
		{ maxLength: 25 },
	);
	const zones = fc.constantFrom("UTC", "Asia/Kathmandu", "Pacific/Niue", "Europe/Berlin");

	test("in a day, or a week, nobody gives more than the allowance, nor more than the cap to one, and what is minted is what is received", () => {
		fc.assert(
			fc.property(policies, zones, wishes, (rules, zone, many) => {
				const periods = new Map<number, Map<number, number>>();
				let now = NOON;
				for (const { receivers, amount, afterHours } of many) {
					now = later(afterHours * hour, now);
					const period = periodOf(now, zone, rules.thanks.period);
					const today = periods.get(period) ?? new Map<number, number>();
					periods.set(period, today);
					const before = allowanceLeft(today, rules);
					let decided: ThanksDecided | undefined;
					const refusal = refusalOf(() => {
						decided = decideThanks({ giver: giver(ana, zone), receivers, givenToday: today }, amount, rules, now);
					});
					if (!decided) {
						expect(refusal).toBeDefined();
						continue;
					}
					expect(decided.day).toBe(period);
					expect(periodOf(decided.resetsAt, zone, rules.thanks.period)).toBeGreaterThan(period);
					expect(sum(decided.postings)).toBe(0);
					expect(decided.postings.every(({ amount: moved }) => Number.isInteger(moved) && moved !== 0)).toBe(true);
					expect(decided.left).toBe(before - amount * decided.receiverIds.length);
					expect(new Set(decided.receiverIds).size).toBe(decided.receiverIds.length);
					expect(decided.receiverIds).not.toContain(ana.id);
					for (const id of decided.receiverIds) today.set(id, (today.get(id) ?? 0) + amount);
				}
				for (const today of periods.values()) {
					expect([...today.values()].reduce((all, one) => all + one, 0)).toBeLessThanOrEqual(rules.thanks.perDay);
					for (const credits of today.values()) expect(credits).toBeLessThanOrEqual(rules.thanks.perPairPerDay);
				}
			}),
		);
	});
});

describe("given a line that others may join", () => {
	const minutesAgo = (minutes: number) => ({ lastAt: later(-60_000 * minutes) });
	const rules = (pileMinutes: number) => policySchema.parse({ thanks: { pileMinutes } });

	test("within the hour a thanks joins it, and then no more", () => {
		expect(joinsLine(minutesAgo(0), policy, NOON)).toBe(true);
		expect(joinsLine(minutesAgo(59.99), policy, NOON)).toBe(true);
		expect(joinsLine(minutesAgo(60), policy, NOON)).toBe(false);
	});

	test("a clock that is a little behind does not matter, one that was far ahead does", () => {
		expect(joinsLine(minutesAgo(-1), policy, NOON)).toBe(true);
		expect(joinsLine(minutesAgo(-60), policy, NOON)).toBe(false);
	});

	test("the time is the community's; with none, every thanks has its own line", () => {
		expect(joinsLine(minutesAgo(4), rules(5), NOON)).toBe(true);
		expect(joinsLine(minutesAgo(5), rules(5), NOON)).toBe(false);
		expect(joinsLine(minutesAgo(0), rules(0), NOON)).toBe(false);
	});
});

describe("given a group", () => {
	const group = (
		receivers: Someone[],
		{ amount = 1, today = {}, rules = policy, by = giver() }: Partial<Options> = {},
	) => decideForGroup({ giver: by, receivers, givenToday: given(today) }, amount, rules, NOON);
	const six = [3, 4, 5, 6, 7, 8].map((id) => someone(id));

	test("all of them get what was wanted, where that fits", () => {
		const decided = group([bo, cy, bo], { amount: 2 });
		expect(decided).toMatchObject({ amount: 2, receiverIds: [3, 4], cappedIds: [], left: 1 });
	});

	test("less to each goes before leaving somebody out", () => {
		expect(group([bo, cy, dee], { amount: 3 })).toMatchObject({ amount: 1, receiverIds: [3, 4, 5], left: 2 });
		expect(group([bo, cy], { amount: 2, today: { 3: 2 } })).toMatchObject({ amount: 1, receiverIds: [3, 4] });
	});

	test("who can get no more today is left out and told apart", () => {
		const decided = group([bo, cy], { amount: 2, today: { 3: 3 } });
		expect(decided).toMatchObject({ amount: 2, receiverIds: [4], cappedIds: [3], left: 0 });
		const one = group([bo, cy], { amount: 1, today: { 3: 3 } });
		expect(one).toMatchObject({ amount: 1, receiverIds: [4], cappedIds: [3], left: 1 });
	});

	test("where nobody can get what was wanted, those who can get less do", () => {
		const decided = group([bo, cy], { amount: 2, today: { 3: 2, 4: 3 }, rules: wide });
		expect(decided).toMatchObject({ amount: 1, receiverIds: [3], cappedIds: [4] });
	});

	test("what does not fit even so is refused, as one to each would be", () => {
		expect(refusalOf(() => group(six, { amount: 3 }))).toMatchObject({ reason: "allowance-used", needs: 6, left: 5 });
		expect(refusalOf(() => group([bo, cy], { today: { 3: 3, 4: 2 }, amount: 2 }))).toMatchObject({
			reason: "allowance-used",
			left: 0,
		});
		const roomy = policySchema.parse({ thanks: { perDay: 100 } });
		expect(refusalOf(() => group([bo, cy], { today: { 3: 3, 4: 3 }, rules: roomy }))).toMatchObject({
			reason: "pair-cap",
			left: 0,
		});
	});

	test("the other limits stand: too many, nobody, oneself, a bot, and amounts that are none", () => {
		const eleven = Array.from({ length: 11 }, (_, index) => someone(3 + index));
		const roomy = policySchema.parse({ thanks: { perDay: 100 } });
		expect(refusalOf(() => group(eleven, { rules: roomy }))).toEqual({ reason: "too-many-receivers", most: 10 });
		// They stay too many, though not all of them could get any.
		expect(refusalOf(() => group(eleven, { rules: roomy, today: { 3: 3 } }))?.reason).toBe("too-many-receivers");
		expect(group(eleven.slice(1), { rules: roomy }).receiverIds).toHaveLength(10);
		expect(refusalOf(() => group([bo, cy], { by: giver(someone(2, "gone")) }))?.reason).toBe("not-a-member");
		expect(refusalOf(() => group([]))?.reason).toBe("thanks-to-nobody");
		expect(refusalOf(() => group([bo, ana]))?.reason).toBe("thanks-to-yourself");
		expect(refusalOf(() => group([bo, stranger("Bot", "bot")]))?.reason).toBe("not-a-person");
		for (const amount of [0, -1, 1.5, 4, Number.NaN]) {
			expect(refusalOf(() => group([bo, cy], { amount }))?.reason).toBe("amount-out-of-range");
		}
	});

	test("whatever was given before: never more than wanted, left, or the cap allows; nobody is lost", () => {
		fc.assert(
			fc.property(
				fc.uniqueArray(fc.integer({ min: 3, max: 12 }), { minLength: 1, maxLength: 10 }),
				fc.integer({ min: 1, max: 3 }),
				fc.array(fc.tuple(fc.integer({ min: 3, max: 12 }), fc.integer({ min: 1, max: 3 })), { maxLength: 4 }),
				fc.integer({ min: 1, max: 20 }),
				(ids, amount, before, perDay) => {
					const rules = policySchema.parse({ thanks: { perDay } });
					const today = Object.fromEntries(before);
					const left = allowanceLeft(given(today), rules);
					const open = ids.filter((id) => (today[id] ?? 0) < 3);
					const people = ids.map((id) => someone(id));
					const toAll = (): ReturnType<typeof group> => group(people, { amount, today, rules });
					// Not even one credit to each who may get one fits.
					if (open.length === 0 || open.length > left) return void refusalOf(toAll);
					const decided = toAll();
					expect(decided.amount).toBeLessThanOrEqual(amount);
					expect(decided.left).toBe(left - decided.amount * decided.receiverIds.length);
					expect(decided.left).toBeGreaterThanOrEqual(0);
					for (const id of decided.receiverIds) expect((today[id] ?? 0) + decided.amount).toBeLessThanOrEqual(3);
					expect([...decided.receiverIds, ...decided.cappedIds].sort()).toEqual([...ids].sort());
				},
			),
		);
	});
});
