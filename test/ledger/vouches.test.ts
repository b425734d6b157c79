// Vouching: credit that one ties up so that another may go further down, and how it comes back.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { listAccounts } from "../../src/ledger/accounts.ts";
import { advance } from "../../src/ledger/favors.ts";
import { createLedger } from "../../src/ledger/ledger.ts";
import { readNotice } from "../../src/ledger/notices.ts";
import { setMember } from "../../src/ledger/people.ts";
import { database } from "../storage/fresh.ts";
import { day, done, openRig, type Rig, refused } from "./rig.ts";

const SETTLED = { floor: { newcomerDays: 0 }, favor: { maxOpenPerAsker: 100, small: 1 } };

/** Ana, Cy and Dee have ten each, Bo nothing; nobody is a newcomer, and a small favor costs one. */
async function openFunded(policy: object = SETTLED): Promise<Rig> {
	const rig = await openRig({ policy });
	for (const name of ["Ana", "Cy", "Dee"]) await rig.fund(name, 10);
	return rig;
}

/** Bo goes so far down as if for favors that stay open. */
async function spend(rig: Rig, name: string, credits: number): Promise<number[]> {
	const ids = [];
	for (let count = 0; count < credits; count++) ids.push(done(await rig.ask(name, { size: "small" })).favorId);
	return ids;
}

const standing = (rig: Rig) => rig.storage.db.vouch.findMany({ where: { state: "standing" }, orderBy: { id: "asc" } });

/** What each was told of vouches, by name. */
async function told(rig: Rig): Promise<[string, string, number, number][]> {
	const names = new Map(["Ana", "Bo", "Cy", "Dee"].map((name) => [rig.idOf(name), name]));
	return (await rig.notices({ kind: "vouch" })).map((row) => {
		const notice = readNotice(row);
		if (notice.kind !== "vouch") throw new Error("not a vouch");
		expect([row.channelId, row.workspaceId]).toEqual([null, rig.workspaceId]);
		return [names.get(row.memberId ?? 0) ?? "", notice.event, notice.credits, notice.left];
	});
}

describe("vouching", () => {
	test("ties up the voucher's credit, and lets the other go as much further down", async () => {
		const rig = await openFunded();
		refused(await rig.ask("Bo", { size: "small" }));
		expect(done(await rig.vouch("Ana", "Bo", 4))).toEqual({
			memberId: rig.idOf("Bo"),
			before: 0,
			asked: 4,
			now: 4,
			left: 6,
		});
		expect(await rig.balances()).toMatchObject({ Ana: 6, Bo: 0 });
		expect(await rig.wallet("Ana")).toMatchObject({
			floor: 0,
			available: 6,
			vouches: { given: [{ memberId: rig.idOf("Bo"), amount: 4 }], received: [] },
		});
		expect(await rig.wallet("Bo")).toMatchObject({
			floor: -4,
			available: 4,
			vouches: { given: [], received: [{ memberId: rig.idOf("Ana"), amount: 4 }] },
		});
		const [ana, bo] = await listAccounts(rig.storage, rig.clock.now);
		expect([ana, bo]).toMatchObject([
			{ balance: 6, tiedUp: 4, floor: 0 },
			{ balance: 0, tiedUp: 0, floor: -4 },
		]);
		await spend(rig, "Bo", 4);
		expect(refused(await rig.ask("Bo", { size: "small" }))).toMatchObject({ has: -4, floor: -4 });
		await rig.mustHold();
	});

	test("is a spending of what one has: neither trust nor what others vouch is passed on", async () => {
		const rig = await openRig();
		await rig.fund("Ana", 4);
		done(await rig.vouch("Ana", "Bo", 4));
		const posting = await rig.storage.db.posting.findFirstOrThrow({
			where: { accountId: rig.idOf("Ana"), amount: -4 },
		});
		expect(posting).toMatchObject({ balanceAfter: 0, floor: 0 });
		// Both are newcomers, and Bo has Ana's four behind him besides: they may ask for favors with that, and no more.
		for (const [by, of] of [
			["Ana", "Cy"],
			["Bo", "Cy"],
			["Bo", "Ana"],
		] as const) {
			const refusal = { reason: "not-enough-to-vouch", needs: 1, has: 0 };
			expect(refused(await rig.vouch(by, of, 1))).toEqual(refusal);
		}
		done(await rig.ask("Bo", { size: "big" }));
		expect(refused(await rig.vouch("Bo", "Cy", 1))).toMatchObject({ has: -8 });
		await rig.mustHold();
	});

	test("is told to the other alone, in private", async () => {
		const rig = await openFunded();
		done(await rig.vouch("Ana", "Bo", 4));
		expect(await told(rig)).toEqual([["Bo", "made", 4, 4]]);
		expect(await rig.notices({ channelId: { not: null } })).toEqual([]);
	});

	test("again with another number changes it, and with the same one nothing", async () => {
		const rig = await openFunded();
		for (const [amount, ana] of [
			[2, 8],
			[5, 5],
			[5, 5],
			[3, 7],
			[0, 10],
		] as const) {
			done(await rig.vouch("Ana", "Bo", amount));
			expect(await rig.balance("Ana")).toBe(ana);
			expect((await rig.wallet("Bo")).floor).toBe(amount === 0 ? 0 : -amount);
			await rig.mustHold();
		}
		expect(await told(rig)).toEqual([
			["Bo", "made", 2, 2],
			["Bo", "changed", 3, 5],
			["Bo", "withdrawn", 2, 3],
			["Bo", "withdrawn", 3, 0],
		]);
		expect(await rig.storage.db.vouch.count()).toBe(1);
		done(await rig.vouch("Ana", "Bo", 1));
		expect(await rig.storage.db.vouch.count()).toBe(2);
		expect(refused(await rig.vouch("Cy", "Bo", 0))).toEqual({ reason: "no-vouch", name: "Bo" });
	});

	test("goes up to a limit for each pair; what several vouch adds up", async () => {
		const rig = await openFunded();
		done(await rig.vouch("Ana", "Bo", 8));
		expect(refused(await rig.vouch("Ana", "Bo", 9))).toEqual({ reason: "vouch-out-of-range", most: 8 });
		done(await rig.vouch("Ana", "Cy", 2));
		done(await rig.vouch("Cy", "Bo", 3));
		expect((await rig.wallet("Bo")).floor).toBe(-11);
		expect((await rig.wallet("Cy")).floor).toBe(-2);
		await rig.mustHold();
	});

	test("needs two people who take part, and the credit", async () => {
		const rig = await openFunded();
		expect(refused(await rig.vouch("Ana", "Ana", 1)).reason).toBe("vouch-for-yourself");
		expect(refused(await rig.vouch("Ana", "Nobody", 1)).reason).toBe("outside");
		expect(refused(await rig.vouch("Nobody", "Ana", 1)).reason).toBe("not-a-member");
		expect(refused(await rig.vouch("Bo", "Ana", 1)).reason).toBe("not-enough-to-vouch");
		expect(await rig.storage.db.vouch.count()).toBe(0);
		await rig.mustHold();
	});

	test("delivered twice counts once, and answers the same", async () => {
		const rig = await openFunded();
		const said = { key: "k1", fingerprint: "vouch 4" };
		const first = done(await rig.vouch("Ana", "Bo", 4, said));
		done(await rig.vouch("Ana", "Bo", 2));
		expect(done(await rig.vouch("Ana", "Bo", 4, said))).toEqual(first);
		expect(await rig.balance("Ana")).toBe(8);
	});

	test("shows in both histories with the other's name to be", async () => {
		const rig = await openFunded();
		done(await rig.vouch("Ana", "Bo", 4));
		done(await rig.vouch("Ana", "Bo", 1));
		const { history } = await rig.wallet("Ana");
		expect(history.map(({ kind, amount, otherId }) => [kind, amount, otherId]).slice(0, 2)).toEqual([
			["vouch-released", 3, rig.idOf("Bo")],
			["vouch", -4, rig.idOf("Bo")],
		]);
		expect((await rig.wallet("Bo")).history).toEqual([]);
	});
});

describe("taking it back", () => {
	test("goes as far as the other does not use it; the rest stays, and is said again in vain", async () => {
		const rig = await openFunded();
		done(await rig.vouch("Ana", "Bo", 4));
		await spend(rig, "Bo", 3);
		expect(done(await rig.vouch("Ana", "Bo", 0))).toMatchObject({ before: 4, asked: 0, now: 3 });
		expect(await rig.balance("Ana")).toBe(7);
		expect(refused(await rig.vouch("Ana", "Bo", 0))).toEqual({ reason: "vouch-in-use", name: "Bo" });
		await rig.mustHold();
	});

	test("of several that are used in part, whoever asks first gets theirs", async () => {
		const rig = await openFunded();
		for (const name of ["Ana", "Cy"]) done(await rig.vouch(name, "Bo", 4));
		await spend(rig, "Bo", 4);
		expect(done(await rig.vouch("Cy", "Bo", 0)).now).toBe(0);
		expect(refused(await rig.vouch("Ana", "Bo", 0)).reason).toBe("vouch-in-use");
		await rig.mustHold();
	});

	test("a newcomer's own trust is used before what others vouch", async () => {
		const policy = { favor: { small: 1, maxOpenPerAsker: 100 }, floor: { newcomerOwes: "normal" } };
		const rig = await openRig({ policy });
		await rig.fund("Ana", 10);
		done(await rig.vouch("Ana", "Bo", 4));
		await spend(rig, "Bo", 5);
		expect(done(await rig.vouch("Ana", "Bo", 0)).now).toBe(1);
		rig.pass(61 * day);
		// Bo no longer is one: now all of what is left is used.
		expect(refused(await rig.vouch("Ana", "Bo", 0)).reason).toBe("vouch-in-use");
		await rig.mustHold();
	});

	test("two at once never take the same credit", async () => {
		const rig = await openFunded();
		for (const name of ["Ana", "Cy", "Dee"]) done(await rig.vouch(name, "Bo", 4));
		await spend(rig, "Bo", 8);
		const other = createLedger(rig.storage);
		const answers = await Promise.all(
			["Ana", "Cy", "Dee", "Ana", "Cy", "Dee"].map((name, index) =>
				rig.through((index % 2 ? other : rig.ledger).submit).vouch(name, "Bo", 0),
			),
		);
		expect(answers.filter(({ done: one }) => one !== undefined).length).toBe(1);
		expect((await rig.wallet("Bo")).floor).toBe(-8);
		await rig.mustHold();
	});

	test("and being released by itself at once gives it back once", async () => {
		const rig = await openFunded();
		done(await rig.vouch("Ana", "Bo", 4));
		await spend(rig, "Bo", 2);
		const other = createLedger(rig.storage);
		await Promise.all([
			rig.thank("Cy", "Bo", { amount: 2 }),
			rig.through(other.submit).vouch("Ana", "Bo", 0),
			rig.vouch("Ana", "Bo", 0),
		]);
		expect(await rig.balance("Ana")).toBe(10);
		expect(await standing(rig)).toEqual([]);
		await rig.mustHold();
	});
});

describe("it comes back by itself once the other, having been below zero, is at zero or better:", () => {
	/** Bo is at minus two with four of Ana's behind him. */
	async function used(): Promise<{ rig: Rig; favors: number[] }> {
		const rig = await openFunded();
		done(await rig.vouch("Ana", "Bo", 4));
		return { rig, favors: await spend(rig, "Bo", 2) };
	}

	test.each<[string, (rig: Rig, favors: number[]) => Promise<unknown>]>([
		["by thanks", (rig) => rig.thank("Cy", "Bo", { amount: 2 })],
		[
			"by reactions",
			async (rig) => {
				done(await rig.react("Cy", "Bo", { message: "M1" }));
				return rig.react("Dee", "Bo", { message: "M1" });
			},
		],
		[
			"by helping",
			async (rig) => {
				const { favorId } = done(await rig.ask("Cy", { size: "small" }));
				done(await rig.step("Bo", favorId, "accept"));
				return rig.step("Cy", favorId, "confirm");
			},
		],
		[
			"by a refund",
			async (rig, favors) => {
				for (const favorId of favors) done(await rig.step("Bo", favorId, "cancel"));
				return { done: null };
			},
		],
		[
			"by time",
			async (rig, favors) => {
				rig.pass(8 * day);
				for (const favorId of favors) done(await rig.submit(advance, { favorId }));
				return { done: null };
			},
		],
		["by a correction", (rig) => rig.fund("Bo", 2).then(() => ({ done: null }))],
		["by more than enough", (rig) => rig.fund("Bo", 50).then(() => ({ done: null }))],
	])("%s", async (_how, act) => {
		const { rig, favors } = await used();
		expect(await standing(rig)).toMatchObject([{ used: true }]);
		await act(rig, favors);
		expect(await standing(rig)).toEqual([]);
		expect(await rig.balance("Ana")).toBe(10);
		expect((await rig.wallet("Bo")).floor).toBe(0);
		expect((await told(rig)).slice(1)).toEqual([
			["Ana", "released", 4, 0],
			["Bo", "released", 4, 0],
		]);
		await rig.mustHold();
	});

	test("not before", async () => {
		const { rig } = await used();
		done(await rig.thank("Cy", "Bo", { amount: 1 }));
		expect(await standing(rig)).toMatchObject([{ amount: 4, used: true }]);
		await rig.mustHold();
	});

	test("not while it was never needed", async () => {
		const rig = await openFunded();
		done(await rig.vouch("Ana", "Bo", 4));
		await rig.fund("Bo", 5);
		await spend(rig, "Bo", 5);
		expect(await standing(rig)).toMatchObject([{ amount: 4, used: false }]);
		await rig.mustHold();
	});

	test("also if the other was below zero when it was made", async () => {
		const rig = await openRig();
		await rig.fund("Ana", 4);
		done(await rig.ask("Bo", { size: "small" }));
		done(await rig.vouch("Ana", "Bo", 4));
		expect(await standing(rig)).toMatchObject([{ used: true }]);
		await rig.fund("Bo", 2);
		expect(await rig.balance("Ana")).toBe(4);
		await rig.mustHold();
	});

	test("and is used again from below, if what lifted them is taken back", async () => {
		const { rig } = await used();
		done(await rig.thank("Cy", "Bo", { amount: 2 }));
		done(await rig.undo("Cy"));
		expect(await rig.balance("Bo")).toBe(-2);
		done(await rig.vouch("Ana", "Bo", 1));
		expect(await standing(rig)).toMatchObject([{ amount: 1, used: true }]);
		await rig.mustHold();
	});

	test("all that several vouch comes back at once, and what that lifts to zero releases more", async () => {
		const rig = await openFunded();
		done(await rig.vouch("Dee", "Cy", 5));
		// Cy has ten and five behind him; what he vouches he takes from the ten, and then he asks for two more.
		done(await rig.vouch("Cy", "Eli", 7));
		done(await rig.vouch("Cy", "Bo", 3));
		await spend(rig, "Cy", 2);
		done(await rig.vouch("Ana", "Bo", 3));
		await spend(rig, "Bo", 6);
		expect(await rig.balances()).toMatchObject({ Ana: 7, Bo: -6, Cy: -2, Dee: 5 });
		await rig.fund("Bo", 6);
		expect(await rig.balances()).toMatchObject({ Ana: 10, Bo: 0, Cy: 1, Dee: 10 });
		expect(await standing(rig)).toMatchObject([{ voucherId: rig.idOf("Cy"), memberId: rig.idOf("Eli"), used: false }]);
		await rig.mustHold();
	});

	test("two who vouch for each other are not caught in it", async () => {
		const rig = await openFunded();
		done(await rig.vouch("Ana", "Cy", 8));
		done(await rig.vouch("Cy", "Ana", 8));
		await spend(rig, "Ana", 5);
		await spend(rig, "Cy", 4);
		expect(await rig.balances()).toMatchObject({ Ana: -3, Cy: -2 });
		await rig.mustHold();
		await rig.fund("Ana", 3);
		// Ana is at zero: Cy's eight come back, which lifts him above zero, which gives Ana's eight back.
		expect(await rig.balances()).toMatchObject({ Ana: 8, Cy: 6 });
		expect(await standing(rig)).toEqual([]);
		await rig.mustHold();
	});
});

test("whoever wants no private lines is not told; the book keeps it all the same", async () => {
	const rig = await openFunded();
	done(await rig.submit(setMember, { memberId: rig.idOf("Bo"), settings: { quiet: "all" } }));
	done(await rig.vouch("Ana", "Bo", 4));
	expect((await rig.wallet("Bo")).floor).toBe(-4);
});

/** One thing that somebody does; what makes no sense is refused. */
type Doing = { what: "vouch" | "spend" | "earn" | "lose"; by: number; of: number; credits: number };

const doings: fc.Arbitrary<Doing[]> = fc.array(
	fc.record({
		what: fc.constantFrom("vouch", "vouch", "spend", "earn", "lose" as const),
		by: fc.nat(3),
		of: fc.nat(3),
		credits: fc.nat(9),
	}),
	{ minLength: 10, maxLength: 40 },
);

test("whatever happens, no credit is made or lost, and what is tied up is what stands", async () => {
	const names = ["Ana", "Bo", "Cy", "Dee"];
	await fc.assert(
		fc.asyncProperty(doings, async (all) => {
			const rig = await openRig({ people: names, policy: { favor: { maxOpenPerAsker: 100, small: 1 } } });
			let made = 0;
			for (const { what, by: index, of, credits } of all) {
				const by = names[index] ?? "Ana";
				if (what === "vouch") await rig.vouch(by, names[of] ?? "Bo", credits);
				else if (what === "spend") await rig.ask(by, { size: "small" });
				else if (credits > 0) {
					const change = what === "earn" ? credits : -Math.min(2, credits);
					await rig.fund(by, change);
					made += change;
				}
			}
			await rig.mustHold();
			const accounts = await rig.storage.db.account.findMany();
			const sum = (kind: string) =>
				accounts.filter((one) => one.kind === kind).reduce((total, { balance }) => total + balance, 0);
			const tied = (await standing(rig)).reduce((total, { amount }) => total + amount, 0);
			expect(sum("vouch")).toBe(tied);
			expect(sum("member") + sum("escrow") + sum("vouch")).toBe(made);
			for (const vouch of await standing(rig))
				expect(vouch.used).toBe((await rig.balance(names[vouch.memberId - 2] ?? "")) < 0);
			await rig.ledger.idle();
			await rig.storage.close();
		}),
		{ numRuns: database === "postgresql" ? 2 : 12 },
	);
});
