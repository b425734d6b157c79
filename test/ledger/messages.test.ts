// Thanks in plain messages: what stands is what the message says in the end, however a platform tells of it.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { revert } from "../../src/ledger/corrections.ts";
import { hearMessage, type MessageInput } from "../../src/ledger/messages.ts";
import { undo } from "../../src/ledger/thanks.ts";
import { day, done, openRig, type Rig } from "./rig.ts";

type Says = { to?: string[]; amount?: number; reason?: string; order?: number; message?: string; by?: string };

function hear(rig: Rig, { to, amount = 1, reason = "", order, message = "M1", by = "Ana" }: Says) {
	const { channelId } = rig.general;
	if (channelId === null) throw new Error("the channel has an id");
	const said = to && { receivers: to.map((name) => rig.person(name)), amount, reason, tags: [] };
	const where = { ...rig.general, channelId };
	const input: MessageInput = { author: rig.person(by), message, said, order, where };
	return rig.submit(hearMessage, input).then(done);
}

describe("a message that says thanks", () => {
	test("counts once, however often it is told", async () => {
		const rig = await openRig();
		expect(await hear(rig, { to: ["Bo"], order: 1 })).toEqual({ result: "given" });
		expect(await hear(rig, { to: ["Bo"], order: 1 })).toEqual({ result: "ignored" });
		expect(await hear(rig, { to: ["Bo"], order: 2 })).toEqual({ result: "unchanged" });
		expect(await rig.balance("Bo")).toBe(1);
		await rig.mustHold();
	});

	test("edited, it corrects what was given; deleted, it takes it back", async () => {
		const rig = await openRig();
		await hear(rig, { to: ["Bo"], order: 1, reason: "for the review" });
		expect(await hear(rig, { to: ["Cy"], amount: 2, order: 2 })).toEqual({ result: "corrected" });
		expect([await rig.balance("Bo"), await rig.balance("Cy")]).toEqual([0, 2]);
		expect((await rig.wallet("Ana")).thanks.left).toBe(3);
		expect(await hear(rig, { order: 3 })).toEqual({ result: "taken-back" });
		expect(await rig.balance("Cy")).toBe(0);
		expect((await rig.wallet("Ana")).thanks.left).toBe(5);
		await rig.mustHold();
	});

	test("an edit into what cannot be given takes back what was, and says why", async () => {
		const rig = await openRig();
		await hear(rig, { to: ["Bo"], order: 1 });
		const answer = await hear(rig, { to: ["Ana"], order: 2 });
		expect(answer).toEqual({ result: "taken-back", refused: { reason: "thanks-to-yourself" } });
		expect(await rig.balance("Bo")).toBe(0);
		await rig.mustHold();
	});

	test("the last of the day is told to its author in private, once, before anything is refused", async () => {
		const rig = await openRig();
		const told = async () =>
			(await rig.notices({ kind: "last-thanks" })).map(({ memberId, data }) => ({ memberId, data }));
		await hear(rig, { to: ["Bo"], amount: 3, order: 1 });
		expect(await told()).toEqual([]);
		await hear(rig, { to: ["Cy"], amount: 2, message: "M2", order: 2 });
		await hear(rig, { to: ["Dee"], amount: 2, message: "M2", order: 3 });
		const [only, ...more] = await told();
		expect([only?.memberId, more]).toEqual([rig.idOf("Ana"), []]);
		expect(JSON.parse(only?.data ?? "")).toMatchObject({
			perDay: 5,
			message: true,
			resetsAt: "2026-11-17T00:00:00.000Z",
		});
	});

	test("taken back by /goodturn undo it stays so, until it is edited into something else", async () => {
		const rig = await openRig();
		await hear(rig, { to: ["Bo"], order: 1 });
		done(await rig.submit(undo, { memberId: rig.idOf("Ana") }));
		expect(await hear(rig, { order: 2 })).toEqual({ result: "ignored" });
		expect(await hear(rig, { to: ["Cy"], order: 3 })).toEqual({ result: "given" });
		expect([await rig.balance("Bo"), await rig.balance("Cy")]).toEqual([0, 1]);
		await rig.mustHold();
	});

	test("taken back in another way it stays so, whatever else of it is edited and however often it is told", async () => {
		for (const takeBack of [
			(rig: Rig) => rig.submit(undo, { memberId: rig.idOf("Ana") }),
			async (rig: Rig) => {
				const { id: entryId } = await rig.storage.db.entry.findFirstOrThrow({ where: { kind: "thanks" } });
				return rig.submit(revert, { by: { ...rig.person("Dee"), admin: true }, entryId, reason: "it was a joke" });
			},
		]) {
			const rig = await openRig();
			await hear(rig, { to: ["Bo"], order: 1, reason: "for the revie" });
			done<unknown>(await takeBack(rig));
			// A preview of a link was added to it: all of it is told again.
			expect(await hear(rig, { to: ["Bo"], order: 2, reason: "for the revie" })).toEqual({ result: "unchanged" });
			expect(await hear(rig, { to: ["Bo"], order: 3, reason: "for the review" })).toEqual({ result: "unchanged" });
			expect(await rig.balance("Bo")).toBe(0);
			expect(await hear(rig, { to: ["Bo", "Cy"], order: 4 })).toEqual({ result: "given" });
			expect([await rig.balance("Bo"), await rig.balance("Cy")]).toEqual([1, 1]);
			await rig.mustHold();
		}
	});

	test("another reason is no other thanks: it stays given when it was, whatever is left of today", async () => {
		const rig = await openRig();
		await hear(rig, { to: ["Bo"], amount: 2, order: 1, reason: "for the revie" });
		rig.pass(day);
		done(await rig.thank("Ana", ["Cy", "Dee"], { amount: 2 }));
		done(await rig.thank("Ana", "Eli"));
		expect(await hear(rig, { to: ["Bo"], amount: 2, order: 2, reason: "for the review" })).toEqual({
			result: "corrected",
		});
		expect(await rig.balance("Bo")).toBe(2);
		expect((await rig.wallet("Bo")).history).toMatchObject([{ kind: "thanks", amount: 2, text: "for the review" }]);
		expect(await hear(rig, { to: ["Bo"], amount: 2, order: 3 })).toEqual({ result: "corrected" });
		expect((await rig.wallet("Bo")).history).toMatchObject([{ kind: "thanks", amount: 2, text: "" }]);
		await rig.mustHold();
	});

	test("tells nobody: the message did; but a first credit explains itself", async () => {
		const rig = await openRig();
		const kinds = async () => (await rig.notices()).map(({ kind }) => kind);
		await hear(rig, { to: ["Bo"], message: "M1" });
		expect(await kinds()).toEqual(["first-credit"]);
		await hear(rig, { to: ["Bo"], message: "M2" });
		expect(await kinds()).toEqual(["first-credit"]);
	});

	test("in whatever order its versions arrive, the latest is what stands", async () => {
		const versions: Says[] = [{ to: ["Bo"] }, { to: ["Cy"], amount: 2 }, {}, { to: ["Bo", "Cy"] }];
		const arrival = fc.shuffledSubarray([0, 1, 2, 3, 0, 1, 2, 3], { minLength: 1 });
		await fc.assert(
			fc.asyncProperty(arrival, async (indexes) => {
				const rig = await openRig();
				for (const index of indexes) await hear(rig, { ...versions[index], order: index + 1 });
				const { to = [], amount = 1 } = versions[Math.max(...indexes)] ?? {};
				for (const name of ["Bo", "Cy"]) expect(await rig.balance(name)).toBe(to.includes(name) ? amount : 0);
				await rig.mustHold();
			}),
			{ numRuns: 25 },
		);
	});
});
