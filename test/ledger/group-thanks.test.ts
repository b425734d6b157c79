// Thanks to a group: prepared first, then sent once, to whoever is still there.
import { describe, expect, test } from "vitest";
import { cancelDraft, prepareThanks, sendPrepared } from "../../src/ledger/group-thanks.ts";
import { day, done, minute, openRig, personCalled, type Rig, refused } from "./rig.ts";

type Wanted = { amount?: number; reason?: string; privately?: boolean; key?: string };

const prepare = (
	rig: Rig,
	by: string,
	to: string[],
	{ amount = 1, reason = "", privately = false, key }: Wanted = {},
) => {
	const input = {
		giver: rig.person(by),
		receivers: to.map((name) => rig.person(name)),
		amount,
		reason,
		tags: [],
		where: rig.general,
		privately,
	};
	return rig.submit(prepareThanks, input, key === undefined ? {} : { key });
};

const send = (rig: Rig, by: string, draftId: number, key = `thanks-draft:${by}:${draftId}`) =>
	rig.submit(sendPrepared, { giver: rig.person(by), draftId, where: rig.general }, { key });

const cancel = (rig: Rig, by: string, draftId: number) => rig.submit(cancelDraft, { memberId: rig.idOf(by), draftId });

describe("prepared", () => {
	test("tells who would get how much, and gives nothing", async () => {
		const rig = await openRig();
		done(await rig.thank("Ana", "Fay"));
		const ready = done(await prepare(rig, "Ana", ["Bo", "Cy"], { amount: 2 }));
		const ids = ["Bo", "Cy"].map((name) => rig.idOf(name));
		expect(ready).toMatchObject({ receiverIds: ids, cappedIds: [], amount: 2, needs: 4, left: 4 });
		expect(await rig.balances()).toMatchObject({ Bo: 0, Cy: 0 });
		expect(await rig.storage.db.entry.count()).toBe(1);
		await rig.mustHold();
	});

	test("twice by the same event is one draft", async () => {
		const rig = await openRig();
		const both = await Promise.all([1, 2].map(() => prepare(rig, "Ana", ["Bo", "Cy"], { key: "k" })));
		expect(done(both[0] as never)).toEqual(done(both[1] as never));
		expect(await rig.storage.db.draft.count()).toBe(1);
	});

	test("what does not fit is refused, and nothing is kept", async () => {
		const rig = await openRig({ people: ["Ana", "Bo", "Cy", "Dee", "Eli", "Fay", "Gus"] });
		const all = ["Bo", "Cy", "Dee", "Eli", "Fay", "Gus"];
		expect(refused(await prepare(rig, "Ana", all))).toMatchObject({ reason: "allowance-used", needs: 6, left: 5 });
		expect(await rig.storage.db.draft.count()).toBe(0);
	});
});

describe("sent", () => {
	test("goes to all of them as one thanks, with its words, and once however often it is pressed", async () => {
		const rig = await openRig();
		const { draftId } = done(await prepare(rig, "Ana", ["Bo", "Cy", "Dee"], { reason: "for the launch" }));
		const outcomes = (await Promise.all([1, 2, 3].map(() => send(rig, "Ana", draftId)))).map(done);
		for (const outcome of outcomes) expect(outcome).toEqual(outcomes[0]);
		expect(outcomes[0]).toMatchObject({ left: 2, public: true, leftOutIds: [] });
		expect(await rig.balances()).toMatchObject({ Bo: 1, Cy: 1, Dee: 1 });
		expect((await rig.storage.db.words.findMany()).map(({ text }) => text)).toEqual(["for the launch"]);
		// What was typed is kept with the entry alone.
		expect((await rig.storage.db.draft.findMany()).map(({ data }) => data)).toEqual(["sent"]);
		await rig.mustHold();
	});

	test("under another key it is not sent again", async () => {
		const rig = await openRig();
		const { draftId } = done(await prepare(rig, "Ana", ["Bo", "Cy"]));
		done(await send(rig, "Ana", draftId));
		expect(refused(await send(rig, "Ana", draftId, "another")).reason).toBe("nothing-kept");
		expect(await rig.balance("Bo")).toBe(1);
	});

	test("leaves out who left meanwhile, and tells who that is", async () => {
		const rig = await openRig();
		const { draftId } = done(await prepare(rig, "Ana", ["Bo", "Cy"]));
		await rig.met([{ ...personCalled("Cy"), kind: "gone" }]);
		const outcome = done(await send(rig, "Ana", draftId));
		expect(outcome).toMatchObject({ receiverIds: [rig.idOf("Bo")], leftOutIds: [rig.idOf("Cy")] });
		expect(await rig.balances()).toMatchObject({ Bo: 1, Cy: 0 });
		await rig.mustHold();
	});

	test("is refused where the allowance went elsewhere meanwhile, and may be sent the day after", async () => {
		const rig = await openRig();
		const { draftId } = done(await prepare(rig, "Ana", ["Bo", "Cy", "Dee"]));
		done(await rig.thank("Ana", "Eli", { amount: 3 }));
		expect(refused(await send(rig, "Ana", draftId))).toMatchObject({ reason: "allowance-used", needs: 3, left: 2 });
		rig.pass(day - minute);
		expect(done(await send(rig, "Ana", draftId)).left).toBe(2);
		await rig.mustHold();
	});

	test("privately is for them alone", async () => {
		const rig = await openRig();
		const { draftId } = done(await prepare(rig, "Ana", ["Bo", "Cy"], { privately: true }));
		expect(done(await send(rig, "Ana", draftId))).toMatchObject({ public: false, privately: true });
		expect(await rig.notices({ kind: "thanks" })).toEqual([]);
	});

	test("is its giver's alone, for a day, and not once it was cancelled", async () => {
		const rig = await openRig();
		const { draftId } = done(await prepare(rig, "Ana", ["Bo", "Cy"]));
		expect(refused(await send(rig, "Dee", draftId)).reason).toBe("nothing-kept");
		expect(done(await cancel(rig, "Dee", draftId)).state).toBe("cancelled");
		expect(done(await send(rig, "Ana", draftId)).receiverIds).toHaveLength(2);
		expect(done(await cancel(rig, "Ana", draftId)).state).toBe("sent");

		const second = done(await prepare(rig, "Ana", ["Bo", "Cy"])).draftId;
		for (const _twice of [1, 2]) expect(done(await cancel(rig, "Ana", second)).state).toBe("cancelled");
		expect(refused(await send(rig, "Ana", second)).reason).toBe("nothing-kept");

		const third = done(await prepare(rig, "Dee", ["Bo", "Cy"])).draftId;
		rig.pass(day);
		expect(refused(await send(rig, "Dee", third)).reason).toBe("nothing-kept");
		expect(await rig.balance("Bo")).toBe(1);
		await rig.mustHold();
	});

	test("a draft of something else is none of it", async () => {
		const rig = await openRig();
		const data = JSON.stringify({ text: "look at my PR", targetId: null, dueAt: null });
		const { communityId, clock } = rig;
		const draft = { communityId, id: 77, memberId: rig.idOf("Ana"), data, createdAt: clock.now };
		await rig.storage.db.draft.create({ data: draft });
		expect(refused(await send(rig, "Ana", 77)).reason).toBe("nothing-kept");
	});
});
