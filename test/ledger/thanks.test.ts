// Giving thanks through the ledger: what moves, what counts where, and who is told.
import { describe, expect, test } from "vitest";
import { readNotice } from "../../src/ledger/notices.ts";
import { day, done, hour, openRig, personCalled, type Rig, refused } from "./rig.ts";

const told = async (rig: Rig, where: object = {}) =>
	(await rig.notices(where)).map((row) => ({
		...readNotice(row),
		to: row.channelId ?? row.memberId,
		state: row.state,
	}));

describe("a thanks", () => {
	test("mints for each receiver, answers with what is left, and keeps the words apart", async () => {
		const rig = await openRig();
		const reason = "for the review";
		const given = done(await rig.thank("Ana", ["Bo", "Cy"], { amount: 2, reason, tags: ["teamwork", "care"] }));
		expect(given).toMatchObject({ amount: 2, left: 1, perDay: 5, public: true });
		expect(given.receiverIds).toEqual([rig.idOf("Bo"), rig.idOf("Cy")]);
		expect(given.resetsAt).toEqual(new Date("2026-11-17T00:00:00Z"));
		expect(await rig.balances()).toMatchObject({ Ana: 0, Bo: 2, Cy: 2 });
		const words = await rig.storage.db.words.findMany();
		expect(words).toEqual([
			{ communityId: rig.communityId, kind: "thanks", ownerId: given.entryId, text: reason, tags: "teamwork care" },
		]);
		await rig.mustHold();
	});

	test("in a channel is one public line; where nothing can be posted, each receiver hears of it", async () => {
		const rig = await openRig();
		done(await rig.thank("Ana", ["Bo", "Cy"]));
		expect(await told(rig, { kind: "thanks" })).toMatchObject([{ to: rig.general.channelId }]);
		const silent = await rig.place("silent", "public", false);
		const { public: isPublic } = done(await rig.thank("Bo", ["Ana", "Cy"], { where: silent }));
		expect(isPublic).toBe(false);
		done(await rig.thank("Cy", "Dee", { where: rig.direct }));
		const privately = await told(rig, { kind: "thanks-privately" });
		expect(privately.map(({ to }) => to)).toEqual(["Ana", "Cy", "Dee"].map((name) => rig.idOf(name)));
	});

	test("explains the first credit once, and not to whoever wants it quiet", async () => {
		const rig = await openRig();
		await rig.storage.db.member.updateMany({ where: { name: "Cy" }, data: { quiet: "all" } });
		for (const from of ["Ana", "Dee"]) done(await rig.thank(from, ["Bo", "Cy"]));
		const first = await told(rig, { kind: "first-credit" });
		expect(first).toMatchObject([{ to: rig.idOf("Bo"), giverId: rig.idOf("Ana"), credits: 1 }]);
	});

	test("refused leaves no trace at all", async () => {
		const rig = await openRig();
		done(await rig.thank("Ana", "Bo"));
		const before = await rig.mustHold();
		const notices = await rig.notices();
		for (const refusedThanks of [
			rig.thank("Ana", "Ana"),
			rig.thank("Ana", ["Bo", "Nobody"]),
			rig.thank("Ana", "Cy", { amount: 4 }),
			rig.thank("Nobody", "Bo"),
			rig.thank("Ana", ["Bo", "Cy", "Dee", "Eli", "Fay"], { reason: "too many" }),
		]) {
			refused(await refusedThanks);
		}
		expect(await rig.mustHold()).toEqual(before);
		expect(await rig.notices()).toEqual(notices);
		expect(await rig.storage.db.words.count()).toBe(0);
	});
});

describe("the allowance", () => {
	test("is five a day in the giver's own time, whatever the community's", async () => {
		const rig = await openRig({ timezone: "Pacific/Kiritimati" });
		const niue = { timezone: "Pacific/Niue" };
		for (const to of ["Bo", "Cy", "Dee", "Eli", "Fay"]) done(await rig.thank("Ana", to, niue));
		const refusal = refused(await rig.thank("Ana", "Bo", niue));
		expect(refusal).toMatchObject({ reason: "allowance-used", left: 0, timezone: "Pacific/Niue" });
		// 10:00 UTC is 23:00 of the day before in Niue.
		rig.pass(59 * 60_000);
		refused(await rig.thank("Ana", "Bo", niue));
		rig.pass(60_000);
		expect(done(await rig.thank("Ana", "Bo", niue)).left).toBe(4);
		await rig.mustHold();
	});

	test("on the day when clocks go back lasts 25 hours, and when they go forward 23", async () => {
		const autumn = await openRig({ now: new Date("2026-10-24T22:00:00Z") });
		const berlin = { timezone: "Europe/Berlin" };
		done(await autumn.thank("Ana", ["Bo", "Cy", "Dee", "Eli", "Fay"], berlin));
		autumn.pass(25 * hour - 1);
		refused(await autumn.thank("Ana", "Bo", berlin));
		autumn.pass(1);
		done(await autumn.thank("Ana", "Bo", berlin));

		const spring = await openRig({ now: new Date("2027-03-27T23:00:00Z") });
		done(await spring.thank("Ana", ["Bo", "Cy", "Dee", "Eli", "Fay"], berlin));
		spring.pass(23 * hour - 1);
		refused(await spring.thank("Ana", "Bo", berlin));
		spring.pass(1);
		done(await spring.thank("Ana", "Bo", berlin));
	});

	test("is no larger for whoever travels: each day's is given once, wherever it is that day", async () => {
		const rig = await openRig();
		let given = 0;
		const zones = ["Pacific/Kiritimati", "UTC", "Pacific/Niue", "Asia/Kathmandu", "America/New_York"];
		for (let hours = 0; hours < 72; hours += 3) {
			for (const timezone of zones) {
				for (const to of ["Bo", "Cy", "Dee", "Eli", "Fay"]) {
					given += (await rig.thank("Ana", to, { timezone })).done ? 1 : 0;
				}
			}
			rig.pass(3 * hour);
		}
		// 72 hours touch the days from the 15th to the 20th somewhere: five each, and no more.
		expect(given).toBeLessThanOrEqual(6 * 5);
		const days = await rig.storage.db.givenDay.groupBy({ by: ["day"], _sum: { credits: true } });
		for (const { _sum } of days) expect(_sum.credits).toBeLessThanOrEqual(5);
		await rig.mustHold();
	});

	test("of a policy that shrank in the midst of a day leaves nothing, and of one that grew the rest", async () => {
		const rig = await openRig();
		for (const to of ["Bo", "Cy", "Dee"]) done(await rig.thank("Ana", to));
		await rig.setPolicy({ thanks: { perDay: 2 } });
		expect(refused(await rig.thank("Ana", "Eli"))).toMatchObject({ left: 0, perDay: 2 });
		await rig.setPolicy({ thanks: { perDay: 4 } });
		expect(done(await rig.thank("Ana", "Eli")).left).toBe(0);
		await rig.mustHold();
	});

	test("is shared by thanks and reactions, and so is the cap for one receiver", async () => {
		const rig = await openRig();
		done(await rig.thank("Ana", "Bo", { amount: 2 }));
		expect(done(await rig.react("Ana", "Bo")).result).toBe("given");
		expect(refused(await rig.react("Ana", "Bo", { message: "M2" }))).toMatchObject({ reason: "pair-cap", left: 0 });
		done(await rig.thank("Ana", "Cy", { amount: 2 }));
		expect(refused(await rig.react("Ana", "Dee", { message: "M3" }))).toMatchObject({ reason: "allowance-used" });
		rig.pass(day);
		expect(done(await rig.react("Ana", "Bo", { message: "M2" })).result).toBe("given");
		await rig.mustHold();
	});
});

describe("people who left", () => {
	test("neither give nor get, and keep what they had", async () => {
		const rig = await openRig();
		done(await rig.thank("Ana", "Bo", { amount: 3 }));
		const bo = { ...personCalled("Bo"), kind: "gone" as const };
		await rig.met([bo]);
		rig.seen.splice(
			rig.seen.findIndex(({ name }) => name === "Bo"),
			1,
			bo,
		);
		expect(refused(await rig.thank("Cy", "Bo"))).toEqual({ reason: "outside", names: ["Bo"] });
		expect(refused(await rig.thank("Bo", "Cy"))).toEqual({ reason: "not-a-member" });
		expect(await rig.balance("Bo")).toBe(3);
		// What was given to them just before can still be taken back.
		done(await rig.undo("Ana"));
		expect(await rig.balance("Bo")).toBe(0);
		await rig.mustHold();
	});
});
