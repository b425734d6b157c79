// Leaving: what it undoes at once, what it settles after a while, and what somebody finds who comes back.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createJobs } from "../../src/jobs/clock.ts";
import { readBoard } from "../../src/ledger/boards.ts";
import { dueLeavers, settleLeaver } from "../../src/ledger/leavers.ts";
import { createLedger } from "../../src/ledger/ledger.ts";
import { readNotice } from "../../src/ledger/notices.ts";
import { meet } from "../../src/ledger/people.ts";
import type { Log } from "../../src/log.ts";
import { weekOf } from "../../src/rules/calendar.ts";
import { readPolicy } from "../../src/rules/policy.ts";
import { POT } from "../../src/rules/types.ts";
import { database } from "../storage/fresh.ts";
import { day, done, openRig, type Rig } from "./rig.ts";

const SETTLED = { floor: { newcomerDays: 0 }, favor: { maxOpenPerAsker: 100 }, fading: { halfLifeDays: 0 } };

async function openFunded(policy: object = SETTLED): Promise<Rig> {
	const rig = await openRig({ policy });
	for (const name of ["Ana", "Cy", "Dee"]) await rig.fund(name, 20);
	return rig;
}

const member = async (rig: Rig, name: string) => {
	const found = await rig.ledger.readings.member(rig.communityId, rig.idOf(name));
	if (!found) throw new Error(`${name} is no member`);
	return found;
};

const pot = async (rig: Rig) =>
	(await rig.storage.db.account.findFirst({ where: { communityId: rig.communityId, id: POT } }))?.balance ?? 0;

/** Runs the job of a day as the command line would. */
async function settleAll(rig: Rig): Promise<void> {
	const policy = await rig.ledger.readings.policy(rig.communityId);
	const ids = await rig.ledger.read((query) => dueLeavers(query, rig.communityId, policy, rig.clock.now));
	for (const memberId of ids) done(await rig.submit(settleLeaver, { memberId }));
}

/** Bo owes so much for favors that were kept. */
async function owe(rig: Rig, name: string, ...sizes: ("small" | "normal" | "big")[]): Promise<void> {
	for (const size of sizes) {
		const { favorId } = done(await rig.ask(name, { size }));
		done(await rig.step("Fay", favorId, "accept"));
		done(await rig.step(name, favorId, "confirm"));
	}
}

/** What was told, by name: of favors their event, of vouches theirs. */
async function told(rig: Rig, since = 0): Promise<[string, string][]> {
	const names = new Map(["Ana", "Bo", "Cy", "Dee", "Eli", "Fay"].map((name) => [rig.idOf(name), name]));
	return (await rig.notices()).slice(since).flatMap((row): [string, string][] => {
		const notice = readNotice(row);
		const fresh = notice.kind === "vouch" || (notice.kind === "favor" && notice.fresh);
		return fresh ? [[names.get(row.memberId ?? 0) ?? "#", notice.event]] : [];
	});
}

describe("at once", () => {
	test("their own favors are cancelled, and whoever was on one hears of it", async () => {
		const rig = await openFunded();
		const open = done(await rig.ask("Ana")).favorId;
		const asked = done(await rig.ask("Ana", { of: "Bo" })).favorId;
		const taken = done(await rig.ask("Ana")).favorId;
		done(await rig.step("Cy", taken, "accept"));
		const before = (await rig.notices()).length;
		await rig.isNow("Ana", "gone");
		for (const id of [open, asked, taken]) expect(await rig.favor(id)).toMatchObject({ state: "cancelled" });
		expect(await rig.balance("Ana")).toBe(20);
		expect(await told(rig, before)).toEqual([["Cy", "cancelled"]]);
		expect(await member(rig, "Ana")).toMatchObject({ kind: "gone", leftAt: rig.clock.now, settledAt: null });
		await rig.mustHold();
	});

	test("what was said to be done is the helper's: silence confirms it", async () => {
		const rig = await openFunded();
		const { favorId } = done(await rig.ask("Ana"));
		done(await rig.step("Bo", favorId, "accept"));
		done(await rig.step("Bo", favorId, "done"));
		await rig.isNow("Ana", "gone");
		expect(await rig.favor(favorId)).toMatchObject({ state: "done" });
		done(await rig.step("Ana", favorId, "not-yet"));
		await rig.isNow("Ana", "gone");
		expect(await rig.favor(favorId)).toMatchObject({ state: "accepted" });
		await rig.mustHold();
	});

	test("what was asked of them comes back, and what they were on is open for others again", async () => {
		const rig = await openFunded();
		const asked = done(await rig.ask("Ana", { of: "Bo" })).favorId;
		const agreed = done(await rig.ask("Ana", { of: "Bo" })).favorId;
		const anyone = done(await rig.ask("Cy")).favorId;
		const finished = done(await rig.ask("Cy")).favorId;
		for (const id of [agreed, anyone, finished]) done(await rig.step("Bo", id, "accept"));
		done(await rig.step("Bo", finished, "done"));
		const before = (await rig.notices()).length;
		await rig.isNow("Bo", "gone");
		for (const id of [asked, agreed]) expect(await rig.favor(id)).toMatchObject({ state: "declined" });
		expect(await rig.favor(anyone)).toMatchObject({ state: "open", helperId: null });
		expect(await rig.favor(finished)).toMatchObject({ state: "done", helperId: rig.idOf("Bo") });
		expect(await rig.balance("Ana")).toBe(20);
		expect((await told(rig, before)).sort()).toEqual([
			["Ana", "left"],
			["Ana", "left"],
			["Cy", "given-back"],
		]);
		done(await rig.step("Cy", finished, "confirm"));
		expect(await rig.balance("Bo")).toBe(5);
		await rig.mustHold();
	});

	test("they are on no board", async () => {
		const rig = await openFunded();
		done(await rig.thank("Ana", "Bo"));
		done(await rig.thank("Cy", "Bo"));
		const generous = async () => {
			const span = { channelId: 0, week: weekOf(rig.clock.now, "UTC"), weeks: 1 };
			return (await rig.ledger.read((query) => readBoard(query, rig.communityId, span, 5))).generous;
		};
		expect((await generous()).map(({ memberId }) => memberId)).toEqual([rig.idOf("Ana"), rig.idOf("Cy")]);
		await rig.isNow("Ana", "gone");
		expect((await generous()).map(({ memberId }) => memberId)).toEqual([rig.idOf("Cy")]);
	});

	test("told of it again and again, nothing more happens", async () => {
		const rig = await openFunded();
		done(await rig.ask("Ana"));
		await rig.isNow("Ana", "gone");
		const left = (await member(rig, "Ana")).leftAt;
		const before = await rig.mustHold();
		rig.pass(day);
		await Promise.all(Array.from({ length: 5 }, () => rig.isNow("Ana", "gone")));
		expect(await rig.mustHold()).toEqual(before);
		expect((await member(rig, "Ana")).leftAt).toEqual(left);
	});

	test("vouches stand, theirs and those for them", async () => {
		const rig = await openFunded();
		done(await rig.vouch("Ana", "Bo", 4));
		done(await rig.vouch("Cy", "Ana", 4));
		await rig.isNow("Ana", "gone");
		expect(await rig.storage.db.vouch.count({ where: { state: "standing" } })).toBe(2);
		// Whoever vouches for a leaver may take back what they did not use.
		done(await rig.vouch("Cy", "Ana", 0));
		expect(await rig.balance("Cy")).toBe(20);
		await rig.mustHold();
	});
});

describe("after ninety days", () => {
	test("what they had goes to the pot: not a moment earlier, and once", async () => {
		const rig = await openFunded();
		await rig.isNow("Ana", "gone");
		rig.pass(90 * day - 1);
		await settleAll(rig);
		expect([await rig.balance("Ana"), await pot(rig)]).toEqual([20, 0]);
		rig.pass(1);
		await settleAll(rig);
		expect([await rig.balance("Ana"), await pot(rig)]).toEqual([0, 20]);
		expect(await member(rig, "Ana")).toMatchObject({ settledAt: rig.clock.now });
		const before = await rig.mustHold();
		rig.pass(day);
		await settleAll(rig);
		expect(await rig.mustHold()).toEqual(before);
	});

	test("a debt is paid by what was vouched, the oldest first; the rest goes back, and what remains stays", async () => {
		const rig = await openFunded();
		done(await rig.vouch("Ana", "Bo", 3));
		done(await rig.vouch("Cy", "Bo", 4));
		done(await rig.vouch("Dee", "Bo", 2));
		await owe(rig, "Bo", "normal", "small");
		await rig.isNow("Bo", "gone");
		rig.pass(90 * day);
		const before = (await rig.notices()).length;
		await settleAll(rig);
		expect(await rig.balances()).toMatchObject({ Ana: 17, Cy: 17, Dee: 20, Bo: 0 });
		expect(await told(rig, before)).toEqual(
			expect.arrayContaining([
				["Ana", "paid"],
				["Cy", "paid"],
				["Dee", "released"],
			]),
		);
		expect(
			(await rig.storage.db.vouch.findMany({ orderBy: { id: "asc" } })).map(({ state, paid }) => [state, paid]),
		).toEqual([
			["paid", 3],
			["paid", 3],
			["released", 0],
		]);
		await rig.mustHold();
	});

	test("a debt larger than what was vouched stays in part", async () => {
		const rig = await openRig();
		await rig.fund("Ana", 3);
		done(await rig.vouch("Ana", "Bo", 3));
		await owe(rig, "Bo", "normal", "small");
		await rig.isNow("Bo", "gone");
		rig.pass(90 * day);
		await settleAll(rig);
		expect(await rig.balances()).toMatchObject({ Ana: 0, Bo: -3 });
		await rig.mustHold();
	});

	test("what they vouched comes back as far as it is not used, and pays what they owe; the rest is for the pot", async () => {
		const rig = await openFunded();
		done(await rig.vouch("Ana", "Bo", 5));
		done(await rig.vouch("Ana", "Eli", 3));
		await owe(rig, "Bo", "small");
		await rig.isNow("Ana", "gone");
		rig.pass(90 * day);
		const before = (await rig.notices()).length;
		await settleAll(rig);
		expect([await rig.balance("Ana"), await pot(rig)]).toEqual([0, 18]);
		expect(await told(rig, before)).toEqual([
			["Bo", "settled"],
			["Eli", "settled"],
		]);
		expect((await rig.wallet("Bo")).floor).toBe(-2);
		// Bo earns it back: it goes to Ana, who is gone, and with the next day's look to the pot.
		await rig.fund("Bo", 2);
		expect(await rig.balance("Ana")).toBe(2);
		rig.pass(day);
		await settleAll(rig);
		expect([await rig.balance("Ana"), await pot(rig)]).toEqual([0, 20]);
		await rig.mustHold();
	});

	test("the days are the community's own number", async () => {
		const rig = await openFunded({ ...SETTLED, leaving: { settledAfterDays: 2 } });
		await rig.isNow("Ana", "gone");
		rig.pass(2 * day);
		await settleAll(rig);
		expect(await pot(rig)).toBe(20);
	});

	test("somebody of whom nobody noted when they left is given their time from now on", async () => {
		const rig = await openFunded();
		const { favorId } = done(await rig.ask("Ana"));
		await rig.storage.db.member.updateMany({ where: { id: rig.idOf("Ana") }, data: { kind: "gone" } });
		rig.pass(200 * day);
		await settleAll(rig);
		expect(await rig.favor(favorId)).toMatchObject({ state: "cancelled" });
		expect(await member(rig, "Ana")).toMatchObject({ leftAt: rig.clock.now, settledAt: null });
		rig.pass(90 * day);
		await settleAll(rig);
		expect(await pot(rig)).toBe(20);
		await rig.mustHold();
	});

	test("two processes settle a leaver once", async () => {
		const rig = await openFunded();
		done(await rig.vouch("Cy", "Bo", 4));
		await owe(rig, "Bo", "normal");
		for (const name of ["Ana", "Bo"]) await rig.isNow(name, "gone");
		rig.pass(90 * day);
		const other = createLedger(rig.storage);
		const origin = { communityId: rig.communityId, now: rig.clock.now };
		await Promise.all(
			["Ana", "Bo", "Ana", "Bo"].map((name, index) =>
				(index % 2 ? other : rig.ledger).submit(settleLeaver, origin, { memberId: rig.idOf(name) }),
			),
		);
		expect(await rig.balances()).toMatchObject({ Ana: 0, Bo: 0, Cy: 16 });
		expect(await pot(rig)).toBe(20);
		await rig.mustHold();
	});

	test("the clock does it by itself, once a day", async () => {
		const rig = await openFunded();
		await rig.isNow("Ana", "gone");
		const quiet = () => {};
		const log: Log = { debug: quiet, info: quiet, warn: quiet, error: quiet, child: () => log };
		const jobs = createJobs({ ledger: rig.ledger, now: () => rig.clock.now, log });
		rig.pass(89 * day);
		await jobs.tick();
		expect(await pot(rig)).toBe(0);
		rig.pass(day);
		await jobs.tick();
		await jobs.tick();
		expect(await pot(rig)).toBe(20);
		expect(await rig.storage.db.jobRun.count({ where: { job: "leavers" } })).toBe(2);
		await rig.mustHold();
	});
});

describe("coming back", () => {
	test("in time, everything is as it was", async () => {
		const rig = await openFunded();
		done(await rig.vouch("Cy", "Bo", 4));
		await owe(rig, "Bo", "normal");
		const before = [await rig.balances(), (await member(rig, "Bo")).joinedAt];
		for (const name of ["Ana", "Bo"]) await rig.isNow(name, "gone");
		rig.pass(90 * day - 1);
		await settleAll(rig);
		for (const name of ["Ana", "Bo"]) await rig.isNow(name, name === "Ana" ? "person" : "guest");
		expect([await rig.balances(), (await member(rig, "Bo")).joinedAt]).toEqual(before);
		rig.pass(90 * day);
		await settleAll(rig);
		expect([await rig.balances(), (await member(rig, "Bo")).joinedAt]).toEqual(before);
		expect(await member(rig, "Ana")).toMatchObject({ leftAt: null, settledAt: null });
		await rig.mustHold();
	});

	test("later, they begin at zero, and nobody is a newcomer again", async () => {
		const rig = await openFunded({});
		await rig.isNow("Ana", "gone");
		rig.pass(120 * day);
		await settleAll(rig);
		await rig.isNow("Ana", "person");
		expect(await rig.wallet("Ana")).toMatchObject({ balance: 0, floor: 0, available: 0 });
		await rig.mustHold();
	});

	test("later, the debt that others paid is theirs again, once", async () => {
		const rig = await openFunded();
		done(await rig.vouch("Ana", "Bo", 3));
		done(await rig.vouch("Cy", "Bo", 4));
		await owe(rig, "Bo", "normal", "small");
		await rig.isNow("Bo", "gone");
		rig.pass(100 * day);
		await settleAll(rig);
		const before = (await rig.notices()).length;
		for (let times = 0; times < 3; times++) await rig.isNow("Bo", "person");
		expect(await rig.balances()).toMatchObject({ Ana: 20, Cy: 20, Bo: -6 });
		expect((await told(rig, before)).sort()).toEqual([
			["Ana", "repaid"],
			["Bo", "repaid"],
			["Bo", "repaid"],
			["Cy", "repaid"],
		]);
		const { history } = await rig.wallet("Bo");
		expect(history.slice(0, 2).map(({ kind, amount, otherId }) => [kind, amount, otherId])).toEqual([
			["vouch-repaid", -3, rig.idOf("Cy")],
			["vouch-repaid", -3, rig.idOf("Ana")],
		]);
		await rig.mustHold();
		// And gone once more, with nobody to pay this time.
		await rig.isNow("Bo", "gone");
		rig.pass(100 * day);
		await settleAll(rig);
		await rig.isNow("Bo", "person");
		expect(await rig.balances()).toMatchObject({ Ana: 20, Cy: 20, Bo: -6 });
		await rig.mustHold();
	});

	test("the days in between count as away", async () => {
		const rig = await openFunded();
		const left = rig.clock.now;
		await rig.isNow("Ana", "gone");
		rig.pass(10 * day);
		await rig.isNow("Ana", "person");
		expect(await member(rig, "Ana")).toMatchObject({ awaySince: left, awayUntil: rig.clock.now });
	});
});

describe("in two workspaces of one community", () => {
	/** Bo is in both; what the second one's directory says of him is told by `there`. */
	async function inTwo() {
		const rig = await openFunded();
		const { communityId, storage, clock } = rig;
		const second = { platform: "discord", external: "G1", name: "Guild", communityId, createdAt: clock.now };
		const { id: workspaceId } = await storage.db.workspace.create({ data: second });
		const memberId = rig.idOf("Bo");
		await storage.db.identity.create({ data: { communityId, workspaceId, user: "bo", memberId } });
		const there = async (kind: "person" | "gone" | "stranger") =>
			void done(await rig.submit(meet, { workspaceId, people: [{ user: "bo", name: "Bo there", kind }] }));
		return { rig, workspaceId, there };
	}

	test("who is gone from one is not gone, and nothing of theirs ends, however often it is told", async () => {
		const { rig, workspaceId, there } = await inTwo();
		const { favorId } = done(await rig.ask("Ana", { of: "Bo" }));
		done(await rig.step("Bo", favorId, "accept"));
		for (const kind of ["gone", "stranger", "gone"] as const) await there(kind);
		expect(await member(rig, "Bo")).toMatchObject({ name: "Bo", kind: "person", leftAt: null });
		expect((await rig.favor(favorId)).state).toBe("accepted");
		await rig.isNow("Bo", "person");
		// Told where they are: they left the one in which they were met first, and are back in the other.
		await there("person");
		await rig.isNow("Bo", "gone");
		expect(await member(rig, "Bo")).toMatchObject({ kind: "person", leftAt: null });
		done(await rig.vouch("Ana", "Bo", 1));
		expect((await rig.notices({ kind: "vouch" })).map((row) => row.workspaceId)).toEqual([workspaceId]);
		await rig.mustHold();
	});

	test("who is gone from all is, since the last of them; back in one is back", async () => {
		const { rig, there } = await inTwo();
		const { favorId } = done(await rig.ask("Ana", { of: "Bo" }));
		await rig.isNow("Bo", "gone");
		rig.pass(80 * day);
		await there("gone");
		expect(await member(rig, "Bo")).toMatchObject({ kind: "gone", leftAt: rig.clock.now });
		expect((await rig.favor(favorId)).state).toBe("declined");
		rig.pass(20 * day);
		await settleAll(rig);
		expect((await member(rig, "Bo")).settledAt).toBeNull();
		await there("person");
		expect(await member(rig, "Bo")).toMatchObject({ kind: "person", leftAt: null });
		await there("gone");
		expect((await member(rig, "Bo")).kind).toBe("gone");
		await rig.mustHold();
	});

	test("one that the bot has left is none", async () => {
		const { rig, workspaceId } = await inTwo();
		await rig.ledger.leaveWorkspace(workspaceId, rig.clock.now);
		await rig.isNow("Bo", "gone");
		expect((await member(rig, "Bo")).kind).toBe("gone");
	});
});

/** One day in the life of a team: somebody leaves or is back, vouches, owes, is settled. */
type Doing = { what: "leave" | "back" | "vouch" | "owe" | "earn" | "wait"; who: number; of: number; credits: number };

test("whatever comes in whatever order, no credit is made or lost, and a debt is paid at most once", async () => {
	const names = ["Ana", "Bo", "Cy"];
	const doings: fc.Arbitrary<Doing[]> = fc.array(
		fc.record({
			what: fc.constantFrom("leave", "back", "vouch", "vouch", "owe", "owe", "earn", "wait", "wait" as const),
			who: fc.nat(2),
			of: fc.nat(2),
			credits: fc.integer({ min: 1, max: 8 }),
		}),
		{ minLength: 10, maxLength: 40 },
	);
	await fc.assert(
		fc.asyncProperty(doings, async (all) => {
			const rig = await openRig({ people: [...names, "Fay"] });
			let made = 0;
			for (const { what, who, of, credits } of all) {
				const name = names[who] ?? "Ana";
				const here = (await member(rig, name)).kind === "person";
				if (what === "leave") await rig.isNow(name, "gone");
				else if (what === "back") await rig.isNow(name, "person");
				else if (what === "vouch" && here) await rig.vouch(name, names[of] ?? "Bo", credits);
				else if (what === "owe" && here) made += await kept(rig, name);
				else if (what === "earn" && here) {
					await rig.fund(name, credits);
					made += credits;
				} else if (what === "wait") {
					rig.pass(50 * day);
					await settleAll(rig);
				}
				if (what === "wait" || what === "back") await rig.mustHold();
			}
			await rig.mustHold();
			const accounts = await rig.storage.db.account.findMany();
			expect(accounts.reduce((sum, { balance }) => sum + balance, 0)).toBe(made);
			for (const { paid, amount } of await rig.storage.db.vouch.findMany()) expect(paid).toBeLessThanOrEqual(amount);
			await rig.ledger.idle();
			await rig.storage.close();
		}),
		{ numRuns: database === "postgresql" ? 2 : 10 },
	);
});

/** Fay helps, if there is credit to ask with. Answers with what that minted. */
async function kept(rig: Rig, name: string): Promise<number> {
	const { done: asked } = await rig.ask(name, { size: "small" });
	if (!asked) return 0;
	done(await rig.step("Fay", asked.favorId, "accept"));
	done(await rig.step(name, asked.favorId, "confirm"));
	return readPolicy("{}").favor.bonus;
}
