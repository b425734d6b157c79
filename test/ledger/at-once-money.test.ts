// Two who reach for the same credit at once, in different ways: one of them has it, from one process or from two.
import { describe, expect, test } from "vitest";
import { adjust, revert } from "../../src/ledger/corrections.ts";
import { propose } from "../../src/ledger/favors.ts";
import { settleLeaver } from "../../src/ledger/leavers.ts";
import type { Answer, Submit } from "../../src/ledger/list.ts";
import { meet } from "../../src/ledger/people.ts";
import { donate } from "../../src/ledger/pot.ts";
import { undoChange } from "../../src/ledger/undo-change.ts";
import { POT } from "../../src/rules/types.ts";
import { day, done, openRig, personCalled, type Rig, refused } from "./rig.ts";
import { wayOf, waysInto } from "./teller.ts";
import { worthOfAll } from "./worth.ts";

const SETTLED = { floor: { newcomerDays: 0 }, favor: { maxOpenPerAsker: 1_000 } };
const MANY = Array.from({ length: 20 }, (_, index) => `P${index}`);

const origin = (rig: Rig, key?: string) => ({
	communityId: rig.communityId,
	now: rig.clock.now,
	...(key === undefined ? {} : { key }),
});

/** Each way is gone by every second of all that is done, in turn. */
async function allAtOnce(
	rig: Rig,
	processes: 1 | 2,
	deeds: readonly ((send: Submit, index: number) => Promise<Answer<unknown>>)[],
	times = 20,
): Promise<Answer<unknown>[][]> {
	const { ways, end } = await waysInto(rig, processes);
	const rounds = Array.from({ length: times }, (_, index) =>
		Promise.all(deeds.map((deed, which) => deed(wayOf(ways, index + which), index))),
	);
	const answers = await Promise.all(rounds);
	await end();
	await rig.mustHold();
	return deeds.map((_deed, which) => answers.map((round) => round[which] as Answer<unknown>));
}

const countDone = (answers: readonly Answer<unknown>[] = []): number =>
	answers.filter(({ refused: no }) => no === undefined).length;

const admin = (rig: Rig) => ({ ...rig.person("Root"), admin: true });

describe.each([1, 2] as const)("from %i process(es)", (processes) => {
	test("vouching and asking: together no more than there is", async () => {
		const rig = await openRig({ people: ["Ana", ...MANY], policy: SETTLED });
		await rig.fund("Ana", 9);
		const [vouched, asked] = await allAtOnce(rig, processes, [
			(send, index) => rig.through(send).vouch("Ana", `P${index}`, 2),
			(send) => rig.through(send).ask("Ana", { size: "small" }),
		]);
		expect(countDone(vouched) + countDone(asked)).toBe(4);
		expect(await rig.balance("Ana")).toBe(1);
		expect((await worthOfAll(rig)).get(rig.idOf("Ana"))).toBe(9);
	});

	test("taking back a vouch and using it: whoever is first has it, and nobody is left below their floor", async () => {
		const rig = await openRig({ people: ["Ana", "Bo", "Cy"], policy: SETTLED });
		for (const name of ["Ana", "Cy"]) {
			await rig.fund(name, 8);
			done(await rig.vouch(name, "Bo", 8));
		}
		const [asked, taken] = await allAtOnce(rig, processes, [
			(send) => rig.through(send).ask("Bo", { size: "small" }),
			(send, index) => rig.through(send).vouch(index % 2 ? "Ana" : "Cy", "Bo", Math.max(0, 7 - index)),
		]);
		const standing = await rig.storage.db.vouch.findMany({ where: { state: "standing" } });
		const tied = standing.reduce((sum, { amount }) => sum + amount, 0);
		expect(await rig.balance("Bo")).toBe(-2 * countDone(asked));
		expect(countDone(taken)).toBeGreaterThan(0);
		expect(2 * countDone(asked)).toBeLessThanOrEqual(tied);
		for (const name of ["Ana", "Cy"]) expect((await worthOfAll(rig)).get(rig.idOf(name))).toBe(8);
	});

	test("donating and asking: together no more than there is", async () => {
		const rig = await openRig({ people: ["Ana", "Bo"], policy: SETTLED });
		await rig.fund("Ana", 10);
		const [given, asked] = await allAtOnce(rig, processes, [
			(send) => send(donate, origin(rig), { giver: rig.person("Ana"), amount: 1 }),
			(send) => rig.through(send).ask("Ana", { size: "small" }),
		]);
		expect(countDone(given) + 2 * countDone(asked)).toBe(10);
		expect(await rig.balance("Ana")).toBe(0);
		expect((await worthOfAll(rig)).get(POT)).toBe(countDone(given));
	});

	test("approving and cancelling: the pot pays once at most, and has it back", async () => {
		const rig = await withPot(8);
		const favorId = await forAll(rig);
		const [approved, cancelled] = await allAtOnce(rig, processes, [
			(send, index) => rig.through(send).step(`P${index}`, favorId, "approve"),
			(send, index) =>
				index < 3
					? rig.through(send).step(`P${index}`, favorId, "approve")
					: rig.through(send).step("Ana", favorId, "cancel"),
		]);
		expect(countDone(cancelled?.slice(3))).toBe(1);
		expect(countDone(approved) + countDone(cancelled?.slice(0, 3))).toBeLessThanOrEqual(1);
		expect(await rig.favor(favorId)).toMatchObject({ state: "cancelled" });
		expect(await potOf(rig)).toBe(8);
	});

	test("of two favors for the team that the pot can pay one of, one is approved", async () => {
		const rig = await withPot(7);
		const favorIds = [await forAll(rig), await forAll(rig)];
		const answers = await allAtOnce(rig, processes, [
			(send, index) => rig.through(send).step(`P${index}`, favorIds[index % 2] ?? 0, "approve"),
		]);
		expect(countDone(answers.flat())).toBe(1);
		expect(await potOf(rig)).toBe(3);
	});

	test("undone by who gave it and reverted by an admin: taken back once", async () => {
		const rig = await openRig({ people: ["Root", "Ana", "Bo"] });
		const { entryId } = done(await rig.thank("Ana", "Bo", { amount: 3 }));
		const input = { by: admin(rig), entryId, reason: "it was a test" };
		const answers = await allAtOnce(rig, processes, [
			(send) => rig.through(send).undo("Ana"),
			(send) => send(revert, origin(rig), input),
		]);
		expect(countDone(answers.flat())).toBe(1);
		expect(await rig.balance("Bo")).toBe(0);
		expect((await rig.wallet("Ana")).thanks.left).toBe(5);
	});

	test("an adjustment reverted and its change undone: taken back once", async () => {
		const rig = await openRig({ people: ["Root", "Ana"] });
		const fix = { by: admin(rig), who: rig.person("Ana"), credits: 6, reason: "it was owed" };
		const { entryId } = done(await rig.submit(adjust, fix));
		const [change] = await rig.storage.db.change.findMany();
		const answers = await allAtOnce(rig, processes, [
			(send) => send(revert, origin(rig), { by: admin(rig), entryId, reason: "it was not" }),
			(send) => send(undoChange, origin(rig), { by: admin(rig), changeId: change?.id ?? 0 }),
		]);
		expect(countDone(answers.flat())).toBe(1);
		for (const { refused: no } of answers.flat()) if (no) expect(no).toEqual({ reason: "taken-back-already" });
		expect(await rig.balance("Ana")).toBe(0);
	});

	test("settled and back: what was paid for them is theirs again, whichever is first", async () => {
		const rig = await openRig({ people: ["Ana", "Bo"], policy: SETTLED });
		await rig.fund("Ana", 10);
		await rig.fund("Bo", -5);
		done(await rig.vouch("Ana", "Bo", 6));
		await rig.isNow("Bo", "gone");
		rig.pass(90 * day);
		const people = [personCalled("Bo")];
		await allAtOnce(rig, processes, [
			(send) => send(settleLeaver, origin(rig), { memberId: rig.idOf("Bo") }),
			(send) => send(meet, origin(rig), { workspaceId: rig.workspaceId, people }),
		]);
		const worth = await worthOfAll(rig);
		expect([worth.get(rig.idOf("Ana")), worth.get(rig.idOf("Bo")), worth.get(POT)]).toEqual([10, -5, 0]);
		const bo = await rig.storage.db.member.findFirstOrThrow({ where: { name: "Bo" } });
		expect(bo).toMatchObject({ kind: "person", leftAt: null, settledAt: null });
		expect(refused(await rig.ask("Bo", { size: "big" })).reason).toBe("not-enough");
	});
});

async function withPot(credits: number): Promise<Rig> {
	const rig = await openRig({ people: ["Ana", "Bo", ...MANY], policy: SETTLED });
	await rig.fund("Bo", credits);
	done(await rig.submit(donate, { giver: rig.person("Bo"), amount: credits }));
	return rig;
}

async function forAll(rig: Rig): Promise<number> {
	const asker = rig.person("Ana");
	const asked = { asker, size: "normal" as const, text: "for all", tags: [], dueAt: null, where: rig.general };
	return done(await rig.submit(propose, asked)).favorId;
}

const potOf = async (rig: Rig): Promise<number | undefined> =>
	(await rig.storage.db.account.findFirst({ where: { id: POT } }))?.balance;
