// What went between two members, and who could be thanked.
import { describe, expect, test } from "vitest";
import { readPair, readToThank } from "../../src/ledger/pair.ts";
import { day, done, hour, openRig, type Rig } from "./rig.ts";

const pairOf = (rig: Rig, name: string, other: string) => {
	const of = { communityId: rig.communityId, memberId: rig.idOf(name), otherId: rig.idOf(other) };
	return rig.ledger.read((query) => readPair(query, of));
};
const toThank = async (rig: Rig, name: string, timezone = "UTC") => {
	const of = { communityId: rig.communityId, memberId: rig.idOf(name), timezone };
	const found = await rig.ledger.read((query) => readToThank(query, of, rig.clock.now));
	return found.map(({ helperId, text }) => `${rig.seen.find((one) => rig.idOf(one.name) === helperId)?.name}: ${text}`);
};

async function kept(rig: Rig, asker: string, helper: string, text: string): Promise<void> {
	const { favorId } = done(await rig.ask(asker, { size: "small", text, of: helper }));
	done(await rig.step(helper, favorId, "accept"));
	rig.pass(hour);
	done(await rig.step(asker, favorId, "confirm"));
}

describe("between two", () => {
	test("nothing yet", async () => {
		const rig = await openRig();
		done(await rig.thank("Ana", "Cy"));
		const nothing = { given: 0, received: 0, helped: 0, wasHelped: 0, vouchedByMe: 0, vouchedForMe: 0, latest: [] };
		expect(await pairOf(rig, "Ana", "Bo")).toEqual(nothing);
	});

	test("thanks each way, wherever they were said, without those that were taken back", async () => {
		const rig = await openRig();
		done(await rig.thank("Ana", "Bo", { amount: 2, reason: "for tea", where: rig.direct }));
		rig.pass(hour);
		done(await rig.react("Ana", "Bo", { where: rig.secret }));
		rig.pass(hour);
		done(await rig.thank("Bo", ["Ana", "Cy"], { reason: "the map" }));
		rig.pass(day);
		done(await rig.thank("Bo", "Ana", { reason: "a slip" }));
		done(await rig.undo("Bo"));
		const pair = await pairOf(rig, "Ana", "Bo");
		expect(pair).toMatchObject({ given: 3, received: 1, helped: 0, wasHelped: 0 });
		expect(pair.latest).toEqual([
			{ kind: "thanks", at: new Date("2026-11-16T12:00:00Z"), byMe: false, credits: 1, text: "the map" },
			{ kind: "reaction", at: new Date("2026-11-16T11:00:00Z"), byMe: true, credits: 1, text: "" },
			{ kind: "thanks", at: new Date("2026-11-16T10:00:00Z"), byMe: true, credits: 2, text: "for tea" },
		]);
		expect(await pairOf(rig, "Bo", "Ana")).toMatchObject({ given: 1, received: 3 });
	});

	test("favors kept each way, and only those; the latest five of all, the newest first", async () => {
		const rig = await openRig();
		for (const name of ["Ana", "Bo"]) await rig.fund(name, 20);
		for (const text of ["one", "two", "three"]) await kept(rig, "Ana", "Bo", text);
		await kept(rig, "Bo", "Ana", "four");
		await kept(rig, "Ana", "Cy", "somebody else's");
		done(await rig.ask("Ana", { of: "Bo", text: "not yet" }));
		done(await rig.thank("Ana", "Bo", { reason: "five" }));
		rig.pass(hour);
		done(await rig.thank("Ana", "Bo", { reason: "six" }));
		const pair = await pairOf(rig, "Bo", "Ana");
		expect(pair).toMatchObject({ given: 0, received: 2, helped: 3, wasHelped: 1 });
		const lines = pair.latest.map(({ kind, byMe, text }) => `${kind} ${byMe ? "by me" : "by them"}: ${text}`);
		expect(lines).toEqual([
			"thanks by them: six",
			"thanks by them: five",
			"favor by them: four",
			"favor by me: three",
			"favor by me: two",
		]);
	});

	test("credit that one of the two ties up for the other, while it stands", async () => {
		const rig = await openRig();
		const vouch = (id: number, voucher: string, member: string, amount: number, state: string) =>
			rig.storage.db.vouch.create({
				data: {
					communityId: rig.communityId,
					id,
					voucherId: rig.idOf(voucher),
					memberId: rig.idOf(member),
					amount,
					state,
					used: false,
					madeAt: rig.clock.now,
				},
			});
		await vouch(901, "Ana", "Bo", 4, "standing");
		await vouch(902, "Ana", "Bo", 3, "released");
		await vouch(903, "Bo", "Ana", 2, "standing");
		await vouch(904, "Ana", "Cy", 5, "standing");
		expect(await pairOf(rig, "Ana", "Bo")).toMatchObject({ vouchedByMe: 4, vouchedForMe: 2 });
	});
});

describe("who could be thanked", () => {
	test("who helped in the last two weeks, the last first, three at most, each once", async () => {
		const rig = await openRig();
		await rig.fund("Ana", 40);
		await kept(rig, "Ana", "Fay", "too long ago");
		rig.pass(15 * day);
		for (const name of ["Bo", "Cy", "Bo", "Dee", "Eli"]) await kept(rig, "Ana", name, `with ${name}`);
		expect(await toThank(rig, "Ana")).toEqual(["Eli: with Eli", "Dee: with Dee", "Bo: with Bo"]);
		expect(await toThank(rig, "Bo")).toEqual([]);
	});

	test("not who was thanked since they began, in whatever way; a thanks that was taken back is none", async () => {
		const rig = await openRig();
		await rig.fund("Ana", 40);
		done(await rig.thank("Ana", "Dee"));
		rig.pass(day);
		for (const name of ["Bo", "Cy", "Dee"]) await kept(rig, "Ana", name, "it");
		done(await rig.thank("Ana", "Bo"));
		done(await rig.react("Ana", "Cy"));
		expect(await toThank(rig, "Ana")).toEqual(["Dee: it"]);
		done(await rig.undo("Ana"));
		expect(await toThank(rig, "Ana")).toEqual(["Dee: it", "Bo: it"]);
	});

	test("not who left", async () => {
		const rig = await openRig();
		await rig.fund("Ana", 40);
		await kept(rig, "Ana", "Bo", "it");
		await rig.met([{ user: "U-Bo", name: "Bo", kind: "gone" }]);
		expect(await toThank(rig, "Ana")).toEqual([]);
	});
});
