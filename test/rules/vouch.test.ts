import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { policySchema } from "../../src/rules/policy.ts";
import { decideVouch, payDebt, unused, type Vouching } from "../../src/rules/vouch.ts";
import { ana, bo, refusalOf, someone, stranger } from "./given.ts";

const policy = policySchema.parse({});
/** Ana has ten and vouches for Bo, who has nothing and no trust of his own. */
const vouching = (change: Partial<Vouching> = {}): Vouching => ({
	voucher: ana,
	has: 10,
	other: bo,
	otherHas: { balance: 0, floor: 0 },
	stands: 0,
	amount: 4,
	...change,
});
const decided = (change: Partial<Vouching> = {}) => decideVouch(vouching(change), policy);
const refusal = (change: Partial<Vouching>, rules = policy) => refusalOf(() => decideVouch(vouching(change), rules));

describe("given nothing stands", () => {
	test("when somebody vouches within the limit and their credit, it is as they say", () => {
		for (const amount of [1, 4, 8]) expect(decided({ amount })).toBe(amount);
	});

	test.each<[string, Partial<Vouching>, object]>([
		["for oneself", { other: ana }, { reason: "vouch-for-yourself" }],
		["for a bot", { other: stranger("Robo", "bot") }, { reason: "not-a-person", names: ["Robo"] }],
		["for somebody outside", { other: stranger("Zoe", "stranger") }, { reason: "outside", names: ["Zoe"] }],
		["for somebody who is gone", { other: someone(4, "gone") }, { reason: "outside", names: ["Cy"] }],
		["by somebody who is gone", { voucher: someone(4, "gone") }, { reason: "not-a-member" }],
		["by somebody who is paused", { voucher: { ...ana, frozen: true } }, { reason: "paused" }],
		["by somebody outside", { voucher: stranger("Zoe", "stranger") }, { reason: "not-a-member" }],
		["with more than the limit", { amount: 9 }, { reason: "vouch-out-of-range", most: 8 }],
		["with less than nothing", { amount: -1 }, { reason: "vouch-out-of-range", most: 8 }],
		["with a half", { amount: 0.5 }, { reason: "vouch-out-of-range", most: 8 }],
		["with no number", { amount: Number.NaN }, { reason: "vouch-out-of-range", most: 8 }],
		["with nothing", { amount: 0 }, { reason: "no-vouch", name: "Bo" }],
		["with more than one has", { has: 3 }, { reason: "not-enough-to-vouch", needs: 4, has: 3 }],
		["from below zero", { has: -6, amount: 1 }, { reason: "not-enough-to-vouch", needs: 1, has: -6 }],
	])("%s: refused", (_what, change, expected) => {
		expect(refusal(change)).toEqual(expected);
	});

	test("when a community vouches for nobody, nobody vouches", () => {
		const rules = policySchema.parse({ floor: { vouchMost: 0 } });
		expect(refusal({ amount: 1 }, rules)).toEqual({ reason: "vouch-out-of-range", most: 0 });
	});

	test("down to the last of one's own, and not of what trust would let one borrow", () => {
		expect(decided({ has: 4 })).toBe(4);
		expect(refusal({ has: 0, amount: 1 })?.reason).toBe("not-enough-to-vouch");
	});
});

describe("given four stand", () => {
	const four = (balance: number) => ({ stands: 4, otherHas: { balance, floor: -4 } });

	test("when more is said, only the difference is needed", () => {
		expect(decided({ ...four(0), amount: 8, has: 4 })).toBe(8);
		expect(refusal({ ...four(0), amount: 8, has: 3 })).toMatchObject({ needs: 4, has: 3 });
	});

	test("when the same is said, nothing is needed, not even that the other is still here", () => {
		expect(decided({ ...four(-4), has: -9, other: someone(3, "gone") })).toBe(4);
	});

	test.each([
		["none of it is used", 0, 0, 0],
		["a half is wanted back, and none used", 0, 2, 2],
		["one is used", -1, 0, 1],
		["three are used, and two wanted back", -3, 2, 3],
		["the other has plenty", 20, 0, 0],
	])("when %s, what is not used comes back", (_when, balance, amount, left) => {
		expect(decided({ ...four(balance), amount })).toBe(left);
	});

	test("when all of it is used, or more, nothing comes back, and no figure is told", () => {
		for (const balance of [-4, -9])
			expect(refusal({ ...four(balance), amount: 0 })).toEqual({ reason: "vouch-in-use", name: "Bo" });
	});

	test("when the voucher is paused, it may still be taken back", () => {
		for (const amount of [1, 4]) {
			expect(decided({ ...four(0), amount, voucher: { ...ana, frozen: true } })).toBe(amount);
		}
		expect(refusal({ ...four(0), amount: 5, voucher: { ...ana, frozen: true } })).toEqual({ reason: "paused" });
	});

	test("when the other is gone, it may still be taken back; no more may be given", () => {
		expect(decided({ ...four(0), amount: 0, other: someone(3, "gone") })).toBe(0);
		expect(refusal({ ...four(0), amount: 5, other: someone(3, "gone") })?.reason).toBe("outside");
	});

	test("when the limit shrank meanwhile, less may be said, and no more than there is", () => {
		const rules = policySchema.parse({ floor: { vouchMost: 1 } });
		expect(decideVouch(vouching({ ...four(0), amount: 3 }), rules)).toBe(3);
		expect(refusal({ ...four(0), amount: 5 }, rules)).toEqual({ reason: "vouch-out-of-range", most: 1 });
	});
});

const amounts = fc.array(fc.integer({ min: 1, max: 20 }), { maxLength: 8 });

test("whatever is decided, nobody who was within their floor is left below it", () => {
	fc.assert(
		fc.property(
			fc.record({
				stands: fc.nat(8),
				others: fc.nat(20),
				amount: fc.nat(10),
				balance: fc.integer({ min: -30, max: 30 }),
			}),
			fc.integer({ min: -8, max: 20 }),
			({ stands, others, amount, balance }, has) => {
				const floor = -stands - others;
				const change = { stands, amount, has, otherHas: { balance, floor } };
				if (refusal(change)) return;
				const willBe = decided(change);
				expect(willBe).toBeGreaterThanOrEqual(0);
				expect(willBe).toBeLessThanOrEqual(Math.max(8, stands));
				if (willBe > stands) expect(has - (willBe - stands)).toBeGreaterThanOrEqual(0);
				if (balance >= floor) expect(balance).toBeGreaterThanOrEqual(-willBe - others);
			},
		),
	);
});

describe("a debt that is left behind", () => {
	test("is paid by the oldest first; what is not needed goes back", () => {
		const vouches = [{ amount: 3 }, { amount: 4 }, { amount: 2 }];
		expect(payDebt(-5, vouches).map(({ pays, back }) => [pays, back])).toEqual([
			[3, 0],
			[2, 2],
			[0, 2],
		]);
	});

	test("is paid once: no more than it is, no more than there is, and no credit is lost or made", () => {
		fc.assert(
			fc.property(fc.integer({ min: -60, max: 20 }), amounts, (balance, all) => {
				const payments = payDebt(
					balance,
					all.map((amount) => ({ amount })),
				);
				const paid = payments.reduce((sum, { pays }) => sum + pays, 0);
				const tied = all.reduce((sum, amount) => sum + amount, 0);
				expect(paid).toBe(Math.min(Math.max(0, -balance), tied));
				for (const { vouch, pays, back } of payments) {
					expect(pays + back).toBe(vouch.amount);
					expect(Math.min(pays, back)).toBeGreaterThanOrEqual(0);
				}
				// One pays in part at the most, and whoever came later pays nothing then.
				const firstSpared = payments.findIndex(({ back }) => back > 0);
				if (firstSpared >= 0) for (const { pays } of payments.slice(firstSpared + 1)) expect(pays).toBe(0);
			}),
		);
	});
});

test("what is unused is never less than nothing", () => {
	fc.assert(
		fc.property(fc.integer(), fc.integer(), (balance, floor) => {
			expect(unused({ balance, floor })).toBe(balance > floor ? balance - floor : 0);
		}),
	);
});
