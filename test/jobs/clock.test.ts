// What happens by itself, as the running bot does it: once for each period, by whatever process, late rather than never.
import { describe, expect, test } from "vitest";
import { createJobs } from "../../src/jobs/clock.ts";
import { postBoards } from "../../src/ledger/boards.ts";
import { readNotice } from "../../src/ledger/notices.ts";
import type { Log } from "../../src/log.ts";
import { weekOf } from "../../src/rules/calendar.ts";
import { day, done, hour, minute, openRig, type Rig } from "../ledger/rig.ts";

/** The clock of one process. What it logs as an error is kept. */
function clockOf(rig: Rig) {
	const errors: object[] = [];
	const log: Log = {
		debug: () => {},
		info: () => {},
		warn: () => {},
		error: (fields: object | string) => void errors.push(typeof fields === "string" ? { fields } : fields),
		child: () => log,
	};
	return { ...createJobs({ ledger: rig.ledger, now: () => rig.clock.now, log }), errors };
}

/** A week in which three people gave, and more of them if they like. It is Sunday evening then. */
async function aWeek(rig: Rig): Promise<void> {
	for (const from of ["Ana", "Bo", "Cy"]) done(await rig.thank(from, "Dee"));
	rig.pass(6 * day + 10 * hour);
}

const at = (rig: Rig, iso: string): void => {
	rig.clock.now = new Date(iso);
};

/** The weeks that boards were posted about, by their Mondays. */
async function boards(rig: Rig): Promise<string[]> {
	const notices = (await rig.notices({ kind: "board" })).map(readNotice);
	const weeks = notices.map((notice) => (notice.kind === "board" ? notice.board.week : 0));
	return weeks.map((week) => new Date(week * day).toISOString().slice(0, 10));
}

describe("the Monday board", () => {
	test("comes once, at nine, however often the clock looks", async () => {
		const rig = await openRig();
		await aWeek(rig);
		const clock = clockOf(rig);
		at(rig, "2026-11-23T08:59:00Z");
		await clock.tick();
		expect(await boards(rig)).toEqual([]);
		for (let minutes = 0; minutes < 5; minutes++) {
			rig.pass(minute);
			await clock.tick();
		}
		expect(await boards(rig)).toEqual(["2026-11-16"]);
		await rig.mustHold();
	});

	test("slept through comes once after waking", async () => {
		const rig = await openRig();
		await aWeek(rig);
		await clockOf(rig).tick();
		at(rig, "2026-11-25T15:00:00Z");
		const awake = clockOf(rig);
		for (let looks = 0; looks < 3; looks++) await awake.tick();
		expect(await boards(rig)).toEqual(["2026-11-16"]);
	});

	test("after three weeks down comes once, about last week, and the weeks before stay untold", async () => {
		const rig = await openRig();
		await aWeek(rig);
		for (let weeks = 0; weeks < 2; weeks++) {
			rig.pass(day);
			await aWeek(rig);
		}
		at(rig, "2026-12-09T12:00:00Z");
		const clock = clockOf(rig);
		for (let looks = 0; looks < 3; looks++) await clock.tick();
		expect(await boards(rig)).toEqual(["2026-11-30"]);
	});

	test("waking on a Monday before nine waits for nine", async () => {
		const rig = await openRig();
		await aWeek(rig);
		at(rig, "2026-11-23T07:00:00Z");
		const clock = clockOf(rig);
		await clock.tick();
		expect(await boards(rig)).toEqual([]);
		rig.pass(2 * hour);
		await clock.tick();
		expect(await boards(rig)).toEqual(["2026-11-16"]);
	});

	test("from several clocks at once, and from one that starts anew, is one", async () => {
		const rig = await openRig();
		await aWeek(rig);
		at(rig, "2026-11-23T09:00:00Z");
		await Promise.all(Array.from({ length: 4 }, () => clockOf(rig).tick()));
		await clockOf(rig).tick();
		expect(await boards(rig)).toEqual(["2026-11-16"]);
	});

	test("goes by the community's own zone", async () => {
		const rig = await openRig({ timezone: "Pacific/Kiritimati" });
		await aWeek(rig);
		const clock = clockOf(rig);
		at(rig, "2026-11-22T18:59:00Z");
		await clock.tick();
		expect(await boards(rig)).toEqual([]);
		rig.pass(minute);
		await clock.tick();
		expect(await boards(rig)).toEqual(["2026-11-16"]);
	});

	test("comes every week, while something is given", async () => {
		const rig = await openRig();
		const clock = clockOf(rig);
		for (let weeks = 0; weeks < 3; weeks++) {
			if (weeks !== 1) for (const from of ["Ana", "Bo", "Cy"]) done(await rig.thank(from, "Dee"));
			rig.pass(7 * day);
			await clock.tick();
			await clock.tick();
		}
		expect(await boards(rig)).toEqual(["2026-11-16", "2026-11-30"]);
	});
});

describe("the Thursday reminder", () => {
	test("comes once, in the channels that had a board", async () => {
		const rig = await openRig();
		await aWeek(rig);
		const clock = clockOf(rig);
		at(rig, "2026-11-26T08:59:00Z");
		await clock.tick();
		expect(await rig.notices({ kind: "reminder" })).toEqual([]);
		rig.pass(minute);
		await Promise.all([clock.tick(), clockOf(rig).tick()]);
		expect((await rig.notices({ kind: "reminder" })).map(({ channelId }) => channelId)).toEqual([
			rig.general.channelId,
		]);
	});
});

describe("the month's word", () => {
	const posted = async (rig: Rig) => (await rig.notices({ kind: "health" })).length;

	test("comes once, with the first board of a month, and once more a month later", async () => {
		const rig = await openRig();
		for (let weeks = 0; weeks < 2; weeks++) {
			await aWeek(rig);
			rig.pass(15 * hour);
			await clockOf(rig).tick();
		}
		// The 30th of November: this month began before anything was.
		at(rig, "2026-12-06T20:00:00Z");
		for (const from of ["Ana", "Bo", "Cy"]) done(await rig.thank(from, "Dee"));
		const clock = clockOf(rig);
		at(rig, "2026-12-07T08:59:00Z");
		await clock.tick();
		const before = await posted(rig);
		rig.pass(minute);
		await Promise.all([clock.tick(), clockOf(rig).tick()]);
		await clock.tick();
		expect((await posted(rig)) - before).toBe(1);
		at(rig, "2026-12-31T20:00:00Z");
		await clockOf(rig).tick();
		expect((await posted(rig)) - before).toBe(1);
		for (const from of ["Ana", "Bo", "Cy"]) done(await rig.thank(from, "Dee"));
		at(rig, "2027-01-04T09:00:00Z");
		await clock.tick();
		expect((await posted(rig)) - before).toBe(2);
	});

	test("slept through comes once after waking, and not at all once its month is over", async () => {
		const rig = await openRig();
		await clockOf(rig).tick();
		at(rig, "2026-12-03T10:00:00Z");
		for (const from of ["Ana", "Bo", "Cy"]) done(await rig.thank(from, "Dee"));
		at(rig, "2026-12-07T09:00:00Z");
		done(await rig.submit(postBoards, { period: "2026-W50", week: weekOf(rig.clock.now, "UTC") - 7 }));
		at(rig, "2026-12-20T15:00:00Z");
		const awake = clockOf(rig);
		for (let looks = 0; looks < 3; looks++) await awake.tick();
		expect(await posted(rig)).toBe(1);
		at(rig, "2027-01-03T15:00:00Z");
		await awake.tick();
		expect(await posted(rig)).toBe(1);
	});
});

describe("favors", () => {
	test("expire and are confirmed at the next look, whenever that is", async () => {
		const rig = await openRig();
		await rig.fund("Ana", 10);
		const open = done(await rig.ask("Ana")).favorId;
		const helped = done(await rig.ask("Ana")).favorId;
		done(await rig.step("Bo", helped, "accept"));
		done(await rig.step("Bo", helped, "done"));
		const clock = clockOf(rig);
		rig.pass(72 * hour);
		await clock.tick();
		expect([(await rig.favor(open)).state, (await rig.favor(helped)).state]).toEqual(["open", "kept"]);
		rig.pass(40 * day);
		await Promise.all([clock.tick(), clockOf(rig).tick()]);
		expect((await rig.favor(open)).state).toBe("expired");
		expect(await rig.balances()).toMatchObject({ Ana: 6, Bo: 5 });
		await rig.mustHold();
	});
});

describe("one community's trouble", () => {
	test("is not another's: it is logged, and tried again", async () => {
		const rig = await openRig();
		const broken = await rig.ledger.workspaceFor(
			{ platform: "slack", external: "T0", name: "Broken" },
			"UTC",
			rig.clock.now,
		);
		const { communityId } = broken;
		// It is looked at first.
		await rig.storage.db.workspace.updateMany({ where: { id: rig.workspaceId }, data: { communityId: 3 } });
		await rig.storage.db.community.create({
			data: { id: 3, name: "Later", timezone: "UTC", policy: "{}", clockOffsetMs: 0n, createdAt: rig.clock.now },
		});
		await rig.storage.db.community.update({
			where: { id: communityId },
			data: { policy: '{"schedule":{"boardHour":99}}' },
		});
		at(rig, "2026-11-23T09:00:00Z");
		const clock = clockOf(rig);
		await clock.tick();
		expect(clock.errors).toMatchObject(
			["fading", "leaderboard", "reminders", "leavers", "health", "tidy"].map((job) => ({
				community: communityId,
				job,
			})),
		);
		const weekly = { where: { job: { in: ["leaderboard", "reminders"] } } };
		const ran = await rig.storage.db.jobRun.findMany(weekly);
		expect(ran.map(({ communityId: id, job }) => [id, job])).toEqual([[3, "leaderboard"]]);
		await rig.storage.db.community.update({ where: { id: communityId }, data: { policy: "{}" } });
		await clock.tick();
		expect(await rig.storage.db.jobRun.count(weekly)).toBe(2);
	});

	test("a database that is closed is an error of the tick, not the end of the clock", async () => {
		const rig = await openRig();
		const clock = clockOf(rig);
		await rig.storage.close();
		await expect(clock.tick()).rejects.toThrow();
		await expect(clock.tick()).rejects.toThrow();
	});
});

describe("started and stopped", () => {
	test("it looks at once, and stopping waits for what it does", async () => {
		const rig = await openRig();
		await aWeek(rig);
		at(rig, "2026-11-23T09:00:00Z");
		const clock = clockOf(rig);
		clock.start();
		await clock.stop();
		expect(await boards(rig)).toEqual(["2026-11-16"]);
		expect(clock.errors).toEqual([]);
	});

	test("ticks at once come one after another", async () => {
		const rig = await openRig();
		await aWeek(rig);
		at(rig, "2026-11-23T09:00:00Z");
		const clock = clockOf(rig);
		const ticks = Promise.all([clock.tick(), clock.tick(), clock.tick()]);
		await clock.stop();
		await ticks;
		expect(clock.errors).toEqual([]);
		expect(await boards(rig)).toEqual(["2026-11-16"]);
	});
});

test("once a day what has served is forgotten", async () => {
	const rig = await openRig();
	await aWeek(rig);
	const clock = clockOf(rig);
	await rig.storage.db.notice.updateMany({ where: {}, data: { state: "sent" } });
	const before = (await rig.notices()).length;
	await clock.tick();
	expect(await rig.notices()).toHaveLength(before);
	rig.pass(31 * day);
	await clock.tick();
	// The newest stays: ids are counted from it.
	expect(await rig.notices()).toHaveLength(1);
});
