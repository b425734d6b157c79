// A simulated year is the same for the same seed, keeps the laws of the book, and shows what a policy is worth.
import { expect, test } from "vitest";
import { assumed } from "../../../src/cli/simulate/assumptions.ts";
import { figuresOf } from "../../../src/cli/simulate/figures.ts";
import { promisesOf } from "../../../src/cli/simulate/promises.ts";
import { playYear, type YearOf } from "../../../src/cli/simulate/year.ts";
import { type Policy, policySchema } from "../../../src/rules/policy.ts";

const under = (policy: object): Policy => policySchema.parse(policy);
const of = (changes: Partial<YearOf> = {}): YearOf => ({
	...{ people: 30, days: 365, policy: under({}), assumptions: assumed(), seed: 1 },
	...changes,
});
const SEEDS = [1, 2, 3, 4, 5, 6];
const played = (policy: Policy, changes: Partial<YearOf> = {}) =>
	SEEDS.map((seed) => figuresOf(playYear(of({ policy, seed, ...changes })), policy));
const broken = (policy: Policy) => promisesOf(played(policy)).filter(({ kept }) => !kept);

test("the same seed plays the same year, another seed another", () => {
	const year = of({ days: 120 });
	expect(playYear(year)).toEqual(playYear(year));
	expect(playYear({ ...year, seed: 2 }).wallets).not.toEqual(playYear(year).wallets);
});

test.each(SEEDS)("every credit that was made is somewhere: seed %i", (seed) => {
	const { evenings, held } = playYear(of({ seed }));
	const last = evenings.at(-1);
	expect(held).toBe(last?.minted);
	expect(last?.minted).toBeGreaterThan(0);
	expect(last?.pot).toBeGreaterThan(0);
});

test("nobody asks, is thanked or counts before they are there, and those who never ask do not", () => {
	const { people, asks, evenings } = playYear(of());
	expect(people.filter(({ freeRider }) => freeRider)).toHaveLength(3);
	expect(people.filter((person) => person.asks === 0)).toHaveLength(3);
	expect(people.filter(({ joinsOn }) => joinsOn > 0)).toHaveLength(6);
	expect(asks.filter(({ day, person }) => day < person.joinsOn || person.asks === 0)).toEqual([]);
	expect([evenings[0]?.members, evenings.at(-1)?.members]).toEqual([24, 30]);
});

test("people ask about as often as is assumed, and free riders three times as often", () => {
	const asks = SEEDS.flatMap(
		(seed) => playYear(of({ seed, assumptions: assumed({ laterShare: 0, absences: 0 }) })).asks,
	);
	const inAMonth = (freeRider: boolean, people: number) =>
		(asks.filter(({ person }) => person.freeRider === freeRider).length / people / SEEDS.length / 365) * 30;
	expect(inAMonth(false, 27)).toBeCloseTo(2, 0);
	expect(inAMonth(true, 3) / inAMonth(false, 27)).toBeCloseTo(3, 0);
});

test("the default policy keeps its promises", () => {
	expect(broken(under({}))).toEqual([]);
});

test("where nothing is made, people are refused", () => {
	const closed = played(under({ favor: { bonus: 0 } }), { assumptions: assumed({ thanksPerDay: 0 }) });
	expect(promisesOf(closed)[0]).toMatchObject({ about: "givers", kept: false });
	expect(closed.map(({ mintPerDay }) => mintPerDay)).toEqual(SEEDS.map(() => 0));
});

test("where credit fades within days, people are refused", () => {
	expect(broken(under({ fading: { halfLifeDays: 3 } })).map(({ about }) => about)).toContain("givers");
});

test("where nothing fades, wallets grow without bound and the price means nothing", () => {
	expect(broken(under({ fading: { halfLifeDays: 0 } })).map(({ about }) => about)).toContain("wallets");
});
