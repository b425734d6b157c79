// Taking thanks back: within a quarter of an hour, on the day on which they were given, and wherever they counted.
import { describe, expect, test } from "vitest";
import { done, minute, openRig, type Rig, refused } from "./rig.ts";

const NOTHING = { reason: "nothing-to-undo", withinMinutes: 15 };

/** What is left of all counts: rows that say something. */
async function counts({ storage }: Rig): Promise<number> {
	const { memberTally, pairTally, givenDay } = storage.db;
	const some = { OR: ["thanked", "given", "thankedBy", "received"].map((column) => ({ [column]: { not: 0 } })) };
	const credits = { credits: { not: 0 } };
	const found = [
		memberTally.count({ where: some }),
		pairTally.count({ where: credits }),
		givenDay.count({ where: credits }),
	];
	return (await Promise.all(found)).reduce((all, one) => all + one, 0);
}

describe("undo", () => {
	test("takes back the last thanks, all of it, and gives the allowance and the cap back", async () => {
		const rig = await openRig();
		done(await rig.thank("Ana", ["Bo", "Cy"], { amount: 2 }));
		const { entryId, receiverIds, credits } = done(await rig.undo("Ana"));
		expect(entryId).toBeGreaterThan(0);
		expect(receiverIds).toEqual([rig.idOf("Bo"), rig.idOf("Cy")]);
		expect(credits).toBe(4);
		expect(await rig.balances()).toMatchObject({ Bo: 0, Cy: 0 });
		expect((await rig.wallet("Ana")).thanks.left).toBe(5);
		expect(await counts(rig)).toBe(0);
		done(await rig.thank("Ana", "Bo", { amount: 3 }));
		await rig.mustHold();
	});

	test("again takes back the one before, and then there is nothing", async () => {
		const rig = await openRig();
		for (const to of ["Bo", "Cy", "Dee"]) done(await rig.thank("Ana", to));
		for (const from of ["Dee", "Cy", "Bo"]) {
			expect(done(await rig.undo("Ana")).receiverIds).toEqual([rig.idOf(from)]);
		}
		expect(refused(await rig.undo("Ana"))).toEqual(NOTHING);
		expect(await counts(rig)).toBe(0);
		await rig.mustHold();
	});

	test("is possible for a quarter of an hour", async () => {
		const rig = await openRig();
		done(await rig.thank("Ana", "Bo"));
		rig.pass(15 * minute + 1);
		expect(refused(await rig.undo("Ana"))).toEqual(NOTHING);
		rig.pass(-1);
		done(await rig.undo("Ana"));
		await rig.mustHold();
	});

	test("takes back nobody else's, and no reaction", async () => {
		const rig = await openRig();
		done(await rig.thank("Ana", "Bo"));
		done(await rig.react("Cy", "Bo"));
		expect(refused(await rig.undo("Bo"))).toEqual(NOTHING);
		expect(refused(await rig.undo("Cy"))).toEqual(NOTHING);
		expect(await rig.balance("Bo")).toBe(2);
	});

	test("delivered twice takes back one", async () => {
		const rig = await openRig();
		for (const to of ["Bo", "Cy"]) done(await rig.thank("Ana", to));
		const answers = await Promise.all([rig.undo("Ana", { key: "u" }), rig.undo("Ana", { key: "u" })]);
		expect(answers[0]).toEqual(answers[1]);
		expect(await rig.balances()).toMatchObject({ Bo: 1, Cy: 0 });
	});

	test("pressed many times at once takes back each thanks once", async () => {
		const rig = await openRig({ policy: { thanks: { perDay: 100 } } });
		for (const to of ["Bo", "Cy", "Dee"]) done(await rig.thank("Ana", [to], { amount: 2 }));
		const answers = await Promise.all(Array.from({ length: 10 }, () => rig.undo("Ana")));
		expect(answers.filter(({ refused: refusal }) => !refusal)).toHaveLength(3);
		expect(await counts(rig)).toBe(0);
		await rig.mustHold();
	});

	test("after midnight counts on the day before: yesterday's allowance is of no use today", async () => {
		const rig = await openRig({ now: new Date("2026-11-16T23:55:00Z") });
		done(await rig.thank("Ana", "Bo", { amount: 3 }));
		rig.pass(10 * minute);
		done(await rig.thank("Ana", "Cy", { amount: 3 }));
		done(await rig.undo("Ana"));
		done(await rig.undo("Ana"));
		expect((await rig.wallet("Ana")).thanks.left).toBe(5);
		expect(await counts(rig)).toBe(0);
		await rig.mustHold();
	});

	test("on a Monday of a thanks of Sunday takes it off last week's board", async () => {
		const rig = await openRig({ now: new Date("2026-11-22T23:55:00Z") });
		done(await rig.thank("Ana", "Bo"));
		rig.pass(10 * minute);
		done(await rig.undo("Ana"));
		const weeks = await rig.storage.db.pairTally.findMany({ where: { credits: { not: 0 } } });
		expect(weeks).toEqual([]);
		const reversal = await rig.storage.db.entry.findFirstOrThrow({ where: { kind: "reversal" } });
		const original = await rig.storage.db.entry.findFirstOrThrow({ where: { kind: "thanks" } });
		expect([reversal.day, reversal.week]).toEqual([original.day, original.week]);
		await rig.mustHold();
	});

	test("leaves the rest of what a pair gave, above and below the board's cap", async () => {
		const rig = await openRig({ policy: { thanks: { perDay: 100, perPairPerDay: 100 } } });
		for (const amount of [1, 3, 2]) done(await rig.thank("Ana", "Bo", { amount }));
		for (const [left, capped] of [
			[4, 3],
			[1, 1],
			[0, 0],
		] as const) {
			done(await rig.undo("Ana"));
			expect(await rig.balance("Bo")).toBe(left);
			const [row] = await rig.storage.db.memberTally.findMany({
				where: { memberId: rig.idOf("Bo"), channelId: 0, week: 0 },
			});
			expect([row?.received, row?.thankedBy]).toEqual([capped, left > 0 ? 1 : 0]);
			await rig.mustHold();
		}
	});
});

describe("what was said", () => {
	const states = async (rig: Rig) =>
		(await rig.notices({ kind: { in: ["thanks", "thanks-privately"] } })).map(({ state }) => state);

	test("and not sent yet is not sent any more, and what was sent is changed", async () => {
		const rig = await openRig();
		done(await rig.thank("Ana", "Bo"));
		done(await rig.undo("Ana"));
		// The second is the change, which finds nothing to change.
		expect(await states(rig)).toEqual(["dropped", "owed"]);
		done(await rig.thank("Ana", ["Bo", "Cy"], { where: rig.direct }));
		await rig.storage.db.notice.updateMany({ where: { kind: "thanks-privately" }, data: { state: "sent" } });
		done(await rig.undo("Ana"));
		expect((await states(rig)).slice(2)).toEqual(["sent", "sent", "owed", "owed"]);
	});

	test("of a first credit and not sent yet is explained with the next one", async () => {
		const rig = await openRig();
		done(await rig.thank("Ana", "Bo"));
		done(await rig.undo("Ana"));
		done(await rig.thank("Ana", "Bo"));
		await rig.storage.db.notice.updateMany({ where: { kind: "first-credit", state: "owed" }, data: { state: "sent" } });
		done(await rig.undo("Ana"));
		done(await rig.thank("Ana", "Bo"));
		const first = await rig.notices({ kind: "first-credit" });
		expect(first.map(({ state }) => state)).toEqual(["dropped", "sent"]);
	});
});
