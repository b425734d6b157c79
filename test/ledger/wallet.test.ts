// What a member sees of their own account.
import { describe, expect, test } from "vitest";
import { listAccounts } from "../../src/ledger/accounts.ts";
import { day, done, openRig } from "./rig.ts";

describe("the balance", () => {
	test("is what is left after everything set aside, and what could be spent goes down to the floor", async () => {
		const rig = await openRig();
		await rig.fund("Ana", 5);
		done(await rig.ask("Ana", { size: "small" }));
		expect(await rig.wallet("Ana")).toMatchObject({ balance: 3, setAside: 2, floor: -8, available: 11 });
		rig.pass(60 * day);
		expect(await rig.wallet("Ana")).toMatchObject({ balance: 3, setAside: 2, floor: 0, available: 3 });
	});

	test("below the floor leaves nothing to spend, not less", async () => {
		const rig = await openRig();
		done(await rig.ask("Ana"));
		rig.pass(61 * day);
		expect(await rig.wallet("Ana")).toMatchObject({ balance: -4, floor: 0, available: 0 });
	});
});

describe("thanks to give", () => {
	test("are counted for today, in the owner's own time", async () => {
		const rig = await openRig({ now: new Date("2026-11-16T23:30:00Z") });
		done(await rig.thank("Ana", "Bo", { amount: 2, timezone: "Asia/Kathmandu" }));
		expect((await rig.wallet("Ana", "Asia/Kathmandu")).thanks).toEqual({
			left: 3,
			perDay: 5,
			period: "day",
			resetsAt: new Date("2026-11-17T18:15:00Z"),
		});
		// In Niue it is still yesterday, on which nothing was given.
		expect((await rig.wallet("Ana", "Pacific/Niue")).thanks.left).toBe(5);
	});
});

describe("the meter", () => {
	test("counts thanks given, favors kept for others and favors asked, over thirteen weeks", async () => {
		const rig = await openRig();
		await rig.fund("Ana", 100);
		const helped = async () => {
			const { favorId } = done(await rig.ask("Ana", { size: "small" }));
			done(await rig.step("Bo", favorId, "accept"));
			done(await rig.step("Ana", favorId, "confirm"));
		};
		done(await rig.thank("Ana", ["Bo", "Cy"], { amount: 2 }));
		done(await rig.react("Ana", "Dee"));
		await helped();
		rig.pass(7 * 7 * day);
		done(await rig.thank("Ana", "Bo"));
		await helped();
		expect((await rig.wallet("Ana")).meter).toEqual({ given: 6, kept: 0, asked: 2 });
		expect((await rig.wallet("Bo")).meter).toEqual({ given: 0, kept: 2, asked: 0 });
		// Monday of the fourteenth week: what was in the first week is over.
		rig.pass(6 * 7 * day - 10 * 3_600_000 - 1);
		expect((await rig.wallet("Ana")).meter.given).toBe(6);
		rig.pass(1);
		expect((await rig.wallet("Ana")).meter).toEqual({ given: 1, kept: 0, asked: 1 });
		expect((await rig.wallet("Bo")).meter.kept).toBe(1);
	});

	test("counts what was given in private, too, and nothing that was taken back or refunded", async () => {
		const rig = await openRig();
		done(await rig.thank("Ana", "Bo", { where: rig.direct }));
		done(await rig.thank("Ana", "Bo"));
		done(await rig.undo("Ana"));
		const { favorId } = done(await rig.ask("Ana"));
		expect((await rig.wallet("Ana")).meter).toEqual({ given: 1, kept: 0, asked: 1 });
		rig.pass(6 * day);
		done(await rig.step("Ana", favorId, "cancel"));
		expect((await rig.wallet("Ana")).meter).toEqual({ given: 1, kept: 0, asked: 0 });
		await rig.mustHold();
	});

	test("forgets a favor and its refund together, whenever it came back", async () => {
		const rig = await openRig();
		const { favorId } = done(await rig.ask("Ana"));
		rig.pass(6 * day + 20 * 3_600_000);
		done(await rig.step("Ana", favorId, "cancel"));
		// The week of asking is over thirteen weeks ago, the one of the refund is not.
		rig.pass(12 * 7 * day);
		expect((await rig.wallet("Ana")).meter).toEqual({ given: 0, kept: 0, asked: 0 });
		await rig.mustHold();
	});
});

describe("the history", () => {
	test("is the last ten, the newest first, each entry one line with its words", async () => {
		const rig = await openRig({ policy: { thanks: { perDay: 100, perPairPerDay: 100 } } });
		await rig.fund("Ana", 20);
		for (let count = 1; count <= 12; count++) done(await rig.thank("Bo", "Ana", { reason: `for ${count}` }));
		const { history } = await rig.wallet("Ana");
		expect(history.map(({ text }) => text)).toEqual(Array.from({ length: 10 }, (_, index) => `for ${12 - index}`));
		expect(history[0]).toMatchObject({ kind: "thanks", amount: 1, actorId: rig.idOf("Bo"), favorId: null });
	});

	test("shows a kept favor as one line for the helper, bonus included, however many there are", async () => {
		const rig = await openRig({ policy: { favor: { maxOpenPerAsker: 100, maxUnderWayPerHelper: 100 } } });
		await rig.fund("Ana", 100);
		for (let count = 0; count < 12; count++) {
			const { favorId } = done(await rig.ask("Ana", { text: `number ${count}` }));
			done(await rig.step("Bo", favorId, "accept"));
			done(await rig.step("Ana", favorId, "confirm"));
		}
		const { history } = await rig.wallet("Bo");
		expect(history).toHaveLength(10);
		for (const { kind, amount, helperId } of history) {
			expect([kind, amount, helperId]).toEqual(["favor-kept", 5, rig.idOf("Bo")]);
		}
		expect(history.map(({ text }) => text)).toEqual(Array.from({ length: 10 }, (_, index) => `number ${11 - index}`));
		const asked = (await rig.wallet("Ana")).history;
		expect(asked.map(({ kind, amount }) => [kind, amount])).toEqual(Array(10).fill(["favor-asked", -4]));
	});

	test("says of what was taken back what it had been, and of a refund that it came back", async () => {
		const rig = await openRig();
		done(await rig.thank("Bo", "Ana", { reason: "for nothing" }));
		done(await rig.undo("Bo"));
		const { favorId } = done(await rig.ask("Ana", { text: "a hand" }));
		done(await rig.step("Ana", favorId, "cancel"));
		const { history } = await rig.wallet("Ana");
		expect(history.map(({ kind, amount, reversedKind, text }) => [kind, amount, reversedKind, text])).toEqual([
			["favor-returned", 4, null, "a hand"],
			["favor-asked", -4, null, "a hand"],
			["reversal", -1, "thanks", ""],
			["thanks", 1, null, "for nothing"],
		]);
	});
});

test("somebody without an account has no wallet", async () => {
	const rig = await openRig();
	await expect(rig.wallet("Nobody")).rejects.toThrow("is no member");
});

test("for whoever runs the bot: every account, what is set aside, and who they are where", async () => {
	const rig = await openRig({ people: ["Ana", "Bo"] });
	await rig.fund("Ana", 10);
	const { favorId } = done(await rig.ask("Ana"));
	done(await rig.step("Bo", favorId, "accept"));
	done(await rig.ask("Ana", { size: "small" }));
	const identity = (user: string) => [{ platform: "slack", workspace: "T1", user }];
	const common = { community: rig.communityId, tiedUp: 0, floor: -8 };
	expect(await listAccounts(rig.storage, rig.clock.now)).toEqual([
		{ ...common, member: rig.idOf("Ana"), name: "Ana", balance: 4, setAside: 6, identities: identity("U-Ana") },
		{ ...common, member: rig.idOf("Bo"), name: "Bo", balance: 0, setAside: 0, identities: identity("U-Bo") },
	]);
});
