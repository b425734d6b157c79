// Fading in the book: a share of what is above one normal favor goes to the pot once a week, whoever runs the job.
import { describe, expect, test } from "vitest";
import { jobs } from "../../src/jobs/jobs.ts";
import { comeBack, goAway } from "../../src/ledger/away.ts";
import { type FadeOutcome, fade } from "../../src/ledger/fading.ts";
import { readPot } from "../../src/ledger/pot.ts";
import { dayOf, weekOf } from "../../src/rules/calendar.ts";
import { fadeWeek } from "../../src/rules/fading.ts";
import { defaultPolicy } from "../../src/rules/policy.ts";
import { day, done, hour, MONDAY, openRig, personCalled, type Rig } from "./rig.ts";

const job = jobs.find(({ name }) => name === "fading");

/** Runs the job as the clock would at this moment. */
async function runJob(rig: Rig) {
	const [community] = await rig.ledger.communities();
	if (!community) throw new Error("there is no community");
	const period = job?.period(rig.ledger, community, rig.clock.now);
	return period === undefined ? undefined : job?.run(rig.ledger, community, rig.clock.now, period);
}

const pot = (rig: Rig) => rig.ledger.read((query) => readPot(query, rig.communityId));
const member = (rig: Rig, name: string) =>
	rig.storage.db.member.findUniqueOrThrow({
		where: { communityId_id: { communityId: rig.communityId, id: rig.idOf(name) } },
	});
/** A Monday, some weeks after the beginning. */
const monday = (weeks: number, hours = 1): Date =>
	new Date(MONDAY.getTime() - 10 * hour + weeks * 7 * day + hours * hour);

async function fadeOne(rig: Rig, name: string): Promise<FadeOutcome> {
	const week = weekOf(rig.clock.now, "UTC");
	return done(await rig.submit(fade, { memberId: rig.idOf(name), week }));
}

describe("one member, one week", () => {
	test("what is above one normal favor fades into the pot, and the rest of a credit is carried", async () => {
		const rig = await openRig();
		await rig.fund("Ana", 104);
		const { credits, carry } = fadeWeek(104, 0, 7, defaultPolicy);
		rig.clock.now = monday(1);
		expect(await fadeOne(rig, "Ana")).toEqual({ faded: credits, told: true });
		expect(await rig.balance("Ana")).toBe(104 - credits);
		expect(await pot(rig)).toBe(credits);
		expect(await member(rig, "Ana")).toMatchObject({ fadeCarry: carry, fadedWeek: dayOf(monday(1), "UTC") });
		const [entry] = await rig.storage.db.entry.findMany({ where: { kind: "fading" } });
		expect(entry).toMatchObject({ actorId: null, channelId: null, everywhere: false, favorId: null });
		await rig.mustHold();
	});

	test("happens once, however often it is asked for, and again in the next", async () => {
		const rig = await openRig();
		await rig.fund("Ana", 104);
		rig.clock.now = monday(1);
		await Promise.all(Array.from({ length: 5 }, () => fadeOne(rig, "Ana")));
		expect(await rig.balance("Ana")).toBe(90);
		rig.clock.now = monday(2);
		await fadeOne(rig, "Ana");
		expect(await rig.balance("Ana")).toBeLessThan(90);
		await rig.mustHold();
	});

	test("small balances fade too, after some weeks", async () => {
		const rig = await openRig();
		await rig.fund("Ana", 6);
		const seen: number[] = [];
		for (let weeks = 1; weeks <= 6; weeks++) {
			rig.clock.now = monday(weeks);
			await fadeOne(rig, "Ana");
			seen.push(await rig.balance("Ana"));
		}
		expect(seen).toEqual([6, 6, 6, 6, 5, 5]);
		await rig.mustHold();
	});

	test.each([
		["a wallet that holds no more", 4],
		["a newcomer's debt", -3],
	])("%s stays as it is", async (_what, credits) => {
		const rig = await openRig();
		await rig.fund("Ana", credits);
		rig.clock.now = monday(1);
		expect(await fadeOne(rig, "Ana")).toEqual({ faded: 0, told: false });
		expect(await rig.balance("Ana")).toBe(credits);
		expect(await rig.storage.db.entry.count({ where: { kind: "fading" } })).toBe(0);
	});

	test("a leaver's stays as they left it", async () => {
		const rig = await openRig();
		await rig.fund("Ana", 104);
		await rig.storage.db.member.updateMany({ where: { id: rig.idOf("Ana") }, data: { leftAt: MONDAY } });
		rig.clock.now = monday(1);
		expect((await fadeOne(rig, "Ana")).faded).toBe(0);
		expect((await runJob(rig))?.ran).toBe(true);
		expect(await rig.balance("Ana")).toBe(104);
	});
});

describe("the first time", () => {
	test("it is explained, once, at the hour of the board", async () => {
		const rig = await openRig();
		await rig.fund("Ana", 104);
		for (const weeks of [1, 2]) {
			rig.clock.now = monday(weeks);
			await runJob(rig);
		}
		const notices = await rig.notices({ kind: "fading" });
		expect(notices.map(({ memberId, data, dueAt }) => [memberId, data, dueAt])).toEqual([
			[rig.idOf("Ana"), `{"credits":14}`, monday(1, 9)],
		]);
	});

	test("late on a Monday it is told at once", async () => {
		const rig = await openRig();
		await rig.fund("Ana", 104);
		rig.clock.now = monday(1, 15);
		await runJob(rig);
		expect((await rig.notices({ kind: "fading" })).map(({ dueAt }) => dueAt)).toEqual([monday(1, 15)]);
	});

	test("whoever wants to hear nothing does not", async () => {
		const rig = await openRig();
		await rig.fund("Ana", 104);
		await rig.storage.db.member.updateMany({ where: { id: rig.idOf("Ana") }, data: { quiet: "all" } });
		rig.clock.now = monday(1);
		expect(await fadeOne(rig, "Ana")).toEqual({ faded: 14, told: false });
		expect(await rig.notices({ kind: "fading" })).toEqual([]);
	});
});

describe("while away", () => {
	const away = (rig: Rig, until: Date | null = null) => rig.submit(goAway, { memberId: rig.idOf("Ana"), until });
	const back = (rig: Rig) => rig.submit(comeBack, { memberId: rig.idOf("Ana") });
	const afterDays = async (days: number): Promise<number> => {
		const rig = await openRig();
		await rig.fund("Ana", 104);
		const policy = await rig.ledger.readings.policy(rig.communityId);
		await rig.ledger.idle();
		return 104 - fadeWeek(104, 0, days, policy).credits;
	};

	test("nothing fades", async () => {
		const rig = await openRig();
		await rig.fund("Ana", 104);
		rig.clock.now = monday(0, 0);
		done(await away(rig));
		for (const weeks of [1, 2, 3]) {
			rig.clock.now = monday(weeks);
			expect((await fadeOne(rig, "Ana")).faded).toBe(0);
		}
		expect(await rig.balance("Ana")).toBe(104);
	});

	test("coming back on Sunday still counts the days away", async () => {
		const rig = await openRig();
		await rig.fund("Ana", 104);
		rig.clock.now = monday(0, 0);
		done(await away(rig));
		rig.clock.now = monday(0, 6 * 24 + 18);
		expect(done(await back(rig))).toEqual({ wasAway: true });
		expect(done(await back(rig))).toEqual({ wasAway: false });
		rig.clock.now = monday(1);
		await fadeOne(rig, "Ana");
		expect(await rig.balance("Ana")).toBe(await afterDays(1));
	});

	test("twice in a week, both count", async () => {
		const rig = await openRig();
		await rig.fund("Ana", 104);
		for (const [leaves, comes] of [
			[0, 2 * 24],
			[3 * 24 + 10, 6 * 24],
		] as const) {
			rig.clock.now = monday(0, leaves);
			done(await away(rig));
			rig.clock.now = monday(0, comes);
			done(await back(rig));
		}
		rig.clock.now = monday(1);
		await fadeOne(rig, "Ana");
		// Monday and Tuesday, Friday and Saturday.
		expect(await rig.balance("Ana")).toBe(await afterDays(3));
	});

	test("until a day, it is over by itself", async () => {
		const rig = await openRig();
		await rig.fund("Ana", 104);
		rig.clock.now = monday(0, 0);
		done(await away(rig, monday(0, 3 * 24)));
		rig.clock.now = monday(1);
		await fadeOne(rig, "Ana");
		expect(await rig.balance("Ana")).toBe(await afterDays(4));
	});

	test("nobody is asked privately to wait for somebody who is away, and nothing is set aside", async () => {
		const rig = await openRig();
		await rig.fund("Bo", 10);
		done(await away(rig, monday(1)));
		const answer = await rig.ask("Bo", { of: "Ana" });
		expect(answer.refused).toEqual({ reason: "away", name: "Ana", until: monday(1), timezone: "UTC" });
		expect(await rig.balance("Bo")).toBe(10);
		// Whoever is away may still ask, thank and help.
		done(await rig.thank("Ana", "Bo"));
		done(await rig.ask("Ana", { of: "Bo" }));
		done(await rig.step("Ana", done(await rig.ask("Bo")).favorId, "accept"));
		done(await back(rig));
		done(await rig.ask("Bo", { of: "Ana" }));
		await rig.mustHold();
	});
});

describe("the job", () => {
	const PEOPLE = Array.from({ length: 130 }, (_, index) => `P${index}`);

	test("finds everybody who has something that fades, in a large community too, and runs once a week", async () => {
		const rig = await openRig({ people: PEOPLE });
		for (const name of PEOPLE) await rig.fund(name, 104);
		rig.clock.now = monday(1);
		const runs = await Promise.all([runJob(rig), runJob(rig)]);
		expect(runs.filter((run) => run?.ran)).toHaveLength(1);
		expect(runs.reduce((sum, run) => sum + (run?.told ?? 0), 0)).toBe(130);
		expect(await pot(rig)).toBe(130 * 14);
		rig.pass(day);
		expect(await runJob(rig)).toEqual({ ran: false, told: 0 });
		expect(new Set(Object.values(await rig.balances()))).toEqual(new Set([90]));
		await rig.mustHold();
	});

	test("begun by a process that died, it is finished by another, and fades nobody twice", async () => {
		const rig = await openRig();
		for (const name of ["Ana", "Bo", "Cy"]) await rig.fund(name, 104);
		rig.clock.now = monday(1);
		await fadeOne(rig, "Bo");
		expect((await runJob(rig))?.ran).toBe(true);
		expect(await rig.balances()).toMatchObject({ Ana: 90, Bo: 90, Cy: 90 });
	});

	test("late rather than never, and no week twice for those that were missed", async () => {
		const rig = await openRig();
		await rig.fund("Ana", 104);
		rig.clock.now = monday(4, 3 * 24);
		await runJob(rig);
		await runJob(rig);
		expect(await rig.balance("Ana")).toBe(90);
	});

	test("is not due where nothing fades", async () => {
		const rig = await openRig({ policy: { fading: { halfLifeDays: 0 } } });
		await rig.fund("Ana", 104);
		rig.clock.now = monday(1);
		expect(await runJob(rig)).toBeUndefined();
		expect(await rig.balance("Ana")).toBe(104);
	});

	test("goes by the community's Monday", async () => {
		const rig = await openRig({ timezone: "Pacific/Kiritimati" });
		await rig.fund("Ana", 104);
		rig.clock.now = new Date("2026-11-22T09:59:00Z");
		await runJob(rig);
		expect(await rig.balance("Ana")).toBe(104);
		rig.clock.now = new Date("2026-11-22T10:00:00Z");
		await runJob(rig);
		// It was Tuesday there when they came.
		expect(await rig.balance("Ana")).toBe(104 - fadeWeek(104, 0, 6, defaultPolicy).credits);
	});

	test("nobody else has to wait for it: members who come meanwhile are met", async () => {
		const rig = await openRig({ people: PEOPLE });
		for (const name of PEOPLE) await rig.fund(name, 50);
		rig.clock.now = monday(1);
		const [run] = await Promise.all([runJob(rig), rig.met([personCalled("Zoe")]), rig.thank("P1", "P2")]);
		expect(run?.ran).toBe(true);
		await rig.mustHold();
	});
});
