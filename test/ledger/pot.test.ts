// The pot in the book: who gives, who gets, and the favors that it pays.
import { describe, expect, test } from "vitest";
import { listAccounts } from "../../src/ledger/accounts.ts";
import { advance, propose } from "../../src/ledger/favors.ts";
import type { Where } from "../../src/ledger/giving.ts";
import { donate, readPot, topUp } from "../../src/ledger/pot.ts";
import type { FavorSize } from "../../src/rules/types.ts";
import { day, done, openRig, type Rig, refused } from "./rig.ts";

const holds = (rig: Rig) => rig.ledger.read((query) => readPot(query, rig.communityId));
const give = (rig: Rig, name: string, amount: number) => rig.submit(donate, { giver: rig.person(name), amount });
const forAll = (rig: Rig, name: string, size: FavorSize = "normal", where: Where = rig.general) =>
	rig.submit(propose, { asker: rig.person(name), size, text: "mend the build", tags: [], dueAt: null, where });
const start = (rig: Rig, admin: string, to: string, amount: number, isAdmin = true) =>
	rig.submit(topUp, {
		by: { ...rig.person(admin), admin: isAdmin },
		receiver: rig.person(to),
		amount,
		workspaceId: rig.workspaceId,
	});

/** Ana has given to the pot. */
async function filled(amount = 10): Promise<Rig> {
	const rig = await openRig();
	await rig.fund("Ana", amount);
	done(await give(rig, "Ana", amount));
	return rig;
}

describe("a donation", () => {
	test("goes from a wallet to the pot", async () => {
		const rig = await openRig();
		await rig.fund("Ana", 10);
		expect(await holds(rig)).toBe(0);
		expect(done(await give(rig, "Ana", 4))).toEqual({ left: 6, holds: 4 });
		expect(done(await give(rig, "Ana", 6))).toEqual({ left: 0, holds: 10 });
		expect(await holds(rig)).toBe(10);
		expect((await rig.wallet("Ana")).history.map(({ kind, amount }) => [kind, amount])).toEqual([
			["donation", -6],
			["donation", -4],
			["adjustment", 10],
		]);
		await rig.mustHold();
	});

	test("is never more than there is, whoever gives at once", async () => {
		const rig = await openRig();
		await rig.fund("Ana", 10);
		const answers = await Promise.all(Array.from({ length: 8 }, () => give(rig, "Ana", 3)));
		expect(answers.filter((answer) => answer.done)).toHaveLength(3);
		expect(refused(await give(rig, "Ana", 3))).toEqual({ reason: "donation-too-large", has: 1 });
		expect([await rig.balance("Ana"), await holds(rig)]).toEqual([1, 9]);
		await rig.mustHold();
	});

	test("of a newcomer is none on credit", async () => {
		const rig = await openRig();
		expect(refused(await give(rig, "Ana", 1))).toEqual({ reason: "donation-too-large", has: 0 });
	});
});

describe("a top-up", () => {
	test("goes from the pot to a newcomer, who hears of it", async () => {
		const rig = await filled();
		expect(done(await start(rig, "Ana", "Bo", 4))).toEqual({ holds: 6 });
		expect([await rig.balance("Bo"), await holds(rig)]).toEqual([4, 6]);
		const notices = await rig.notices({ kind: "top-up" });
		expect(notices.map(({ memberId, data }) => [memberId, data])).toEqual([
			[rig.idOf("Bo"), `{"credits":4,"byId":${rig.idOf("Ana")}}`],
		]);
		await rig.mustHold();
	});

	test("is refused by the rule, and leaves no trace", async () => {
		const rig = await filled();
		expect(refused(await start(rig, "Ana", "Bo", 4, false)).reason).toBe("admins-only");
		expect(refused(await start(rig, "Ana", "Bo", 11)).reason).toBe("pot-too-low");
		expect(refused(await start(rig, "Ana", "Zoe", 1)).reason).toBe("outside");
		rig.pass(60 * day);
		expect(refused(await start(rig, "Ana", "Bo", 4)).reason).toBe("not-a-newcomer");
		expect(await holds(rig)).toBe(10);
		expect(await rig.notices({ kind: "top-up" })).toEqual([]);
	});

	test("from a pot that was never filled is refused", async () => {
		const rig = await openRig();
		expect(refused(await start(rig, "Ana", "Bo", 1))).toEqual({ reason: "pot-too-low", needs: 1, holds: 0 });
	});
});

describe("a favor for the team", () => {
	test("waits to be approved, holds nothing until then, and is the pot's afterwards", async () => {
		const rig = await filled();
		const { favorId, cost } = done(await forAll(rig, "Bo"));
		expect(cost).toBe(4);
		expect(await rig.favor(favorId)).toMatchObject({ state: "proposed", fromPot: true, approvedBy: null });
		expect([await rig.escrow(favorId), await holds(rig), await rig.balance("Bo")]).toEqual([0, 10, 0]);
		expect(refused(await rig.step("Cy", favorId, "accept"))).toMatchObject({
			reason: "favor-moved-on",
			state: "proposed",
		});
		expect(done(await rig.step("Cy", favorId, "approve"))).toMatchObject({ event: "approved" });
		expect(await rig.favor(favorId)).toMatchObject({ state: "open", approvedBy: rig.idOf("Cy") });
		expect([await rig.escrow(favorId), await holds(rig)]).toEqual([4, 6]);
		await rig.mustHold();
		done(await rig.step("Dee", favorId, "accept"));
		done(await rig.step("Bo", favorId, "confirm"));
		expect([await rig.balance("Dee"), await rig.balance("Bo"), await holds(rig)]).toEqual([5, 0, 6]);
		await rig.mustHold();
	});

	test("is told to everybody once, and the asker hears that it was approved", async () => {
		const rig = await filled();
		const { favorId } = done(await forAll(rig, "Bo"));
		done(await rig.step("Cy", favorId, "approve"));
		const told = await rig.notices({ subject: `favor:${favorId}` });
		expect(told.map(({ kind, channelId, memberId }) => [kind, channelId, memberId])).toEqual([
			["favor-card", rig.general.channelId, null],
			["favor", null, rig.idOf("Bo")],
			["favor-card", rig.general.channelId, null],
		]);
		expect(told[1]?.data).toContain(`"event":"approved","fresh":true`);
	});

	test("is nobody's ask: neither the meter nor what is set aside counts it", async () => {
		const rig = await filled();
		const { favorId } = done(await forAll(rig, "Bo"));
		done(await rig.step("Cy", favorId, "approve"));
		expect(await rig.wallet("Bo")).toMatchObject({ setAside: 0, meter: { asked: 0 } });
		expect((await listAccounts(rig.storage, rig.clock.now)).map(({ setAside }) => setAside)).not.toContain(4);
		done(await rig.step("Bo", favorId, "cancel"));
		expect(await rig.wallet("Bo")).toMatchObject({ meter: { asked: 0 } });
		expect(await holds(rig)).toBe(10);
		await rig.mustHold();
	});

	test("on the house the pot has its cost back, and the helper the bonus", async () => {
		const rig = await filled();
		const { favorId } = done(await forAll(rig, "Bo"));
		done(await rig.step("Cy", favorId, "approve"));
		done(await rig.step("Dee", favorId, "accept"));
		expect(done(await rig.step("Dee", favorId, "on-the-house")).gained).toBe(1);
		expect([await rig.balance("Dee"), await rig.balance("Bo"), await holds(rig)]).toEqual([1, 0, 10]);
		await rig.mustHold();
	});

	test("is approved by one, by another than who asks, and done by another than who approved", async () => {
		const rig = await filled();
		const { favorId } = done(await forAll(rig, "Bo"));
		expect(refused(await rig.step("Bo", favorId, "approve"))).toEqual({ reason: "approve-your-own" });
		const answers = await Promise.all(["Cy", "Dee", "Eli"].map((name) => rig.step(name, favorId, "approve")));
		expect(answers.filter((answer) => answer.done)).toHaveLength(1);
		const { approvedBy } = await rig.favor(favorId);
		const approver = ["Cy", "Dee", "Eli"].find((name) => rig.idOf(name) === approvedBy) ?? "";
		expect(refused(await rig.step(approver, favorId, "accept"))).toEqual({ reason: "approved-it" });
		expect(await holds(rig)).toBe(6);
		await rig.mustHold();
	});

	test("is refused where the pot holds too little, when it is asked and when it is approved", async () => {
		const rig = await filled(6);
		expect(refused(await forAll(rig, "Bo", "big"))).toEqual({ reason: "pot-too-low", needs: 8, holds: 6 });
		const [first, second] = [done(await forAll(rig, "Bo")), done(await forAll(rig, "Cy"))];
		done(await rig.step("Dee", first.favorId, "approve"));
		expect(refused(await rig.step("Dee", second.favorId, "approve"))).toEqual({
			reason: "pot-too-low",
			needs: 4,
			holds: 2,
		});
		expect(await holds(rig)).toBe(2);
		await rig.mustHold();
	});

	test("unapproved for seven days is over, and nothing has moved", async () => {
		const rig = await filled();
		const { favorId } = done(await forAll(rig, "Bo"));
		rig.pass(7 * day);
		expect(done(await rig.submit(advance, { favorId }))).toEqual({ event: "expired" });
		expect(await rig.favor(favorId)).toMatchObject({ state: "expired", approvedBy: null });
		expect(await rig.storage.db.entry.count({ where: { favorId } })).toBe(0);
		expect(refused(await rig.step("Cy", favorId, "approve"))).toMatchObject({ reason: "favor-moved-on" });
		await rig.mustHold();
	});

	test("approved and unanswered goes back to the pot", async () => {
		const rig = await filled();
		const { favorId } = done(await forAll(rig, "Bo"));
		rig.pass(6 * day);
		done(await rig.step("Cy", favorId, "approve"));
		rig.pass(6 * day);
		expect(done(await rig.submit(advance, { favorId }))).toEqual({ event: null });
		rig.pass(day);
		expect(done(await rig.submit(advance, { favorId }))).toEqual({ event: "expired" });
		expect([await holds(rig), await rig.balance("Bo")]).toEqual([10, 0]);
		await rig.mustHold();
	});

	test("for nothing needs no credit and is approved all the same", async () => {
		const rig = await openRig({ policy: { favor: { small: 0 } } });
		const { favorId } = done(await forAll(rig, "Bo", "small"));
		done(await rig.step("Cy", favorId, "approve"));
		done(await rig.step("Dee", favorId, "accept"));
		done(await rig.step("Bo", favorId, "confirm"));
		expect(await rig.balance("Dee")).toBe(1);
		await rig.mustHold();
	});

	test("counts among the three that one may have open, and needs a place where all can see it", async () => {
		const rig = await filled(100);
		for (let index = 0; index < 3; index++) done(await forAll(rig, "Bo"));
		expect(refused(await forAll(rig, "Bo"))).toEqual({ reason: "too-many-open", most: 3 });
		expect(refused(await forAll(rig, "Cy", "small", rig.direct))).toEqual({ reason: "bot-not-here" });
	});
});
