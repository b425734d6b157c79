// Any number of people at once leave exactly what the rules allow, from one process or from two on the same file.
import { describe, expect, test } from "vitest";
import type { Answer, Submit } from "../../src/ledger/list.ts";
import { done, openRig, type Rig, random, shuffled } from "./rig.ts";
import { wayOf, waysInto } from "./teller.ts";

const MANY = Array.from({ length: 100 }, (_, index) => `P${index}`);
const reasons = (answers: Answer<unknown>[]) => {
	const found: Record<string, number> = {};
	for (const { refused } of answers) found[refused?.reason ?? "done"] = (found[refused?.reason ?? "done"] ?? 0) + 1;
	return found;
};

describe.each([1, 2] as const)("from %i process(es)", (processes) => {
	test("100 favors on a balance that covers 10: exactly 10", async () => {
		const policy = { favor: { maxOpenPerAsker: 1_000 }, floor: { newcomerDays: 0 } };
		const rig = await openRig({ people: ["Ana", "Bo"], policy });
		await rig.fund("Ana", 40);
		const { ways, end } = await waysInto(rig, processes);
		const answers = await Promise.all(
			MANY.map((_name, index) => rig.through(wayOf(ways, index)).ask("Ana", { key: `k${index}` })),
		);
		expect(reasons(answers)).toEqual({ done: 10, "not-enough": 90 });
		await end();
		expect(await rig.wallet("Ana")).toMatchObject({ balance: 0, setAside: 40 });
		expect(await rig.storage.db.favor.count()).toBe(10);
		await rig.mustHold();
	});

	test("100 thanks to different people on an allowance of 5: exactly 5", async () => {
		const rig = await openRig({ people: ["Ana", ...MANY] });
		const { ways, end } = await waysInto(rig, processes);
		const answers = await Promise.all(
			MANY.map((name, index) => rig.through(wayOf(ways, index)).thank("Ana", name, { key: `k${index}` })),
		);
		expect(reasons(answers)).toEqual({ done: 5, "allowance-used": 95 });
		await end();
		const balances = Object.values(await rig.balances());
		expect(balances.reduce((sum, one) => sum + one, 0)).toBe(5);
		await rig.mustHold();
	});

	test("of 40 who reach for one favor, one gets it, and of 40 who press, one ends it", async () => {
		const rig = await openRig({ people: ["Ana", ...MANY] });
		const { favorId } = done(await rig.ask("Ana"));
		const { ways, end } = await waysInto(rig, processes);
		const some = MANY.slice(0, 40);
		const taken = await Promise.all(
			some.map((name, index) => rig.through(wayOf(ways, index)).step(name, favorId, "accept")),
		);
		expect(reasons(taken)).toEqual({ done: 1, "favor-moved-on": 39 });
		const ended = await Promise.all(
			some.map((_name, index) =>
				rig.through(wayOf(ways, index)).step("Ana", favorId, index % 3 ? "confirm" : "cancel"),
			),
		);
		expect(reasons(ended)).toEqual({ done: 1, "favor-moved-on": 39 });
		await end();
		await rig.mustHold();
	});

	test("one key delivered 60 times is done once, and all are answered alike", async () => {
		const rig = await openRig();
		const { ways, end } = await waysInto(rig, processes);
		const answers = await Promise.all(
			Array.from({ length: 60 }, (_, index) => rig.through(wayOf(ways, index)).thank("Ana", "Bo", { key: "k" })),
		);
		expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
		await end();
		expect(await rig.balance("Bo")).toBe(1);
		await rig.mustHold();
	});

	test("thanks and reactions delivered three times each, shuffled: the same balances as once, in order", async () => {
		const policy = { thanks: { perDay: 10_000, perPairPerDay: 10_000 } };
		const people = ["Ana", "Bo", "Cy", "Dee", "Eli"];
		const seed = 20_261_116;
		const next = random(seed);
		const pick = () => people[Math.floor(next() * people.length)] as string;
		const events = Array.from({ length: 150 }, (_, index) => ({
			key: `e${index}`,
			from: pick(),
			to: [pick(), pick()],
			amount: 1 + Math.floor(next() * 3),
			// About half are reactions: a few messages, each added and removed over and over by the same people.
			reaction:
				next() < 0.5 ? { message: `M${Math.floor(next() * 6)}`, added: next() < 0.6, order: index + 1 } : undefined,
		}));
		type Event = (typeof events)[number];
		const deliver = (rig: Rig, way: Submit, { key, from, to, amount, reaction }: Event): Promise<Answer<unknown>> =>
			reaction
				? // A message has one author.
					rig
						.through(way)
						.react(from, people[Number(reaction.message.slice(1)) % people.length] as string, { key, ...reaction })
				: rig.through(way).thank(from, to, { key, amount });

		const once = await openRig({ people, policy });
		for (const event of events) await deliver(once, once.ledger.submit, event);
		const expected = await once.balances();
		expect(Object.values(expected).every((balance) => balance > 5)).toBe(true);

		const rig = await openRig({ people, policy });
		const { ways, end } = await waysInto(rig, processes);
		const deliveries = shuffled([...events, ...events, ...events], seed);
		const results = await Promise.allSettled(deliveries.map((event, index) => deliver(rig, wayOf(ways, index), event)));
		expect(results.filter(({ status }) => status === "rejected")).toEqual([]);
		await end();
		expect(await rig.balances(), `with seed ${seed}`).toEqual(expected);
		await rig.mustHold();
	});
});
