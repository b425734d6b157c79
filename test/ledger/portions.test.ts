// What happens to a whole community at once, a portion at a time: others are served in between, and whatever was cut off
// is begun anew and tells nobody twice.
import { describe, expect, test } from "vitest";
import { type JobName, jobs } from "../../src/jobs/jobs.ts";
import { postBoards } from "../../src/ledger/boards.ts";
import { postHealth } from "../../src/ledger/health.ts";
import { NEW_MEMBER } from "../../src/ledger/people.ts";
import { type RemindedTo, remind } from "../../src/ledger/reminders.ts";
import { countRows } from "../storage/by-hand.ts";
import { day, done, openRig, type Rig } from "./rig.ts";
import { startTeller } from "./teller.ts";

const MEMBERS = 1_500;
const CHANNELS = 45;
const ROOMY = { thanks: { perDay: 10_000, perPairPerDay: 10_000 } };
const THURSDAY = { period: "2026-W47", week: 20_773, tip: 0 };

/** The job, from its beginning to its end, as the clock runs it. */
function run(rig: Rig, name: JobName, period: string) {
	const job = jobs.find((one) => one.name === name);
	if (!job) throw new Error(`there is no job ${name}`);
	return job.run(rig.ledger, { id: rig.communityId, timezone: "UTC" }, rig.clock.now, period);
}

/** How often each was told this: members, or channels. */
async function told(rig: Rig, kind: string, who: "memberId" | "channelId"): Promise<Map<number, number>> {
	const times = new Map<number, number>();
	for (const row of await rig.notices({ kind })) times.set(row[who] ?? 0, (times.get(row[who] ?? 0) ?? 0) + 1);
	return times;
}
const mustBeOnce = (times: Map<number, number>, count: number): void => {
	expect([...times.values()].filter((one) => one !== 1)).toEqual([]);
	expect(times.size).toBe(count);
};

/** Everybody has asked somebody for something lately, and has nothing left. */
async function addCrowd({ storage, communityId, workspaceId, clock, fresh }: Rig): Promise<void> {
	const now = clock.now;
	const all = <T>(count: number, row: (index: number) => T) => Array.from({ length: count }, (_, index) => row(index));
	const nobody = { platformTimezone: null, ownTimezone: null, locale: null, greetedAt: null };
	const settings = { ...NEW_MEMBER, ...nobody, kind: "person", joinedAt: now };
	const never = { targetId: null, channelId: null, dueAt: null, doneAt: null, questionedAt: null, nextAt: null };
	const favor = (index: number) => ({
		...{ ...never, communityId, workspaceId, id: 10_000 + index, size: "small", cost: 0, everywhere: true },
		...{ askerId: 1_000 + ((index * 7) % MEMBERS), helperId: 1_000 + ((index * 13 + 1) % MEMBERS) },
		...{ state: index % 50 === index % 7 ? "open" : "kept", askedAt: now, acceptedAt: now, endedAt: now, askedWeek: 0 },
		...{ notYet: false, fromPot: false, approvedBy: null },
	});
	await storage.transact([communityId], async (tx) => {
		const member = (index: number) => ({ communityId, id: 1_000 + index });
		await tx.insert(
			"Account",
			all(MEMBERS, (index) => ({ ...member(index), kind: "member", balance: 0, postings: 0 })),
		);
		await tx.insert(
			"Member",
			all(MEMBERS, (index) => ({ ...settings, ...member(index), name: `M${index}` })),
		);
		await tx.insert(
			"Identity",
			all(MEMBERS, (index) => ({ communityId, workspaceId, user: `U${index}`, memberId: 1_000 + index })),
		);
		await tx.insert("Favor", all(10 * MEMBERS, favor));
	});
	await countRows(fresh);
}

describe("a large community's reminders", () => {
	test("let others have their turn in between", async () => {
		const rig = await openRig({ policy: ROOMY });
		await addCrowd(rig);
		let isOver = false;
		const running = run(rig, "reminders", THURSDAY.period).finally(() => {
			isOver = true;
		});
		const toldMeanwhile = new Set<number>();
		while (!isOver) {
			done(await rig.thank("Ana", "Bo"));
			toldMeanwhile.add(await rig.storage.db.notice.count({ where: { kind: "nudges" } }));
		}
		expect(await running).toEqual({ ran: true, told: MEMBERS });
		// Again and again, while some were told and others were not.
		expect([...toldMeanwhile].filter((count) => count > 0 && count < MEMBERS).length).toBeGreaterThan(2);
		mustBeOnce(await told(rig, "nudges", "memberId"), MEMBERS);
		expect(await run(rig, "reminders", THURSDAY.period)).toEqual({ ran: false, told: 0 });
	});

	test("go on where they were when the process is killed", async () => {
		let rig = await openRig({ policy: ROOMY });
		await addCrowd(rig);
		const { communityId, clock } = rig;
		await rig.storage.close();
		const teller = await startTeller(rig.fresh.url);
		const portion = (from: RemindedTo | undefined) =>
			teller.submit(remind, { communityId, now: clock.now }, { ...THURSDAY, from });
		let from: RemindedTo | undefined;
		for (let portions = 0; portions < 3; portions++) {
			const { ran, next } = done(await portion(from));
			expect([ran, next === undefined]).toEqual([true, false]);
			from = next;
		}
		// In the midst of the fourth.
		void portion(from);
		await teller.kill();
		await rig.fresh.reopen();
		rig = await openRig({ policy: ROOMY, fresh: rig.fresh });
		const before = await told(rig, "nudges", "memberId");
		mustBeOnce(before, before.size);
		expect(before.size).toBeGreaterThan(MEMBERS / 10);
		expect(before.size).toBeLessThan(MEMBERS);
		expect(await run(rig, "reminders", THURSDAY.period)).toEqual({ ran: true, told: MEMBERS - before.size });
		mustBeOnce(await told(rig, "nudges", "memberId"), MEMBERS);
	});

	test("run by two at once tell everybody once", async () => {
		const rig = await openRig();
		await addCrowd(rig);
		await Promise.all([run(rig, "reminders", THURSDAY.period), run(rig, "reminders", THURSDAY.period)]);
		mustBeOnce(await told(rig, "nudges", "memberId"), MEMBERS);
	});
});

test("posts in many channels, cut off after the first portion, come in each channel once", async () => {
	const rig = await openRig({ policy: { ...ROOMY, board: { minGivers: 1 } } });
	for (let index = 0; index < CHANNELS; index++) {
		const where = await rig.place(`c${index}`, "public");
		if (index % 9 !== 4) done(await rig.thank("Ana", "Bo", { where }));
	}
	const active = CHANNELS - 5;
	rig.pass(7 * day);
	const monday = { period: "2026-W48", week: 20_773 };
	const cutOff = done(await rig.submit(postBoards, monday));
	expect(cutOff.next).toBeGreaterThan(0);
	expect(cutOff.told).toBeLessThan(active);
	expect(await run(rig, "leaderboard", monday.period)).toEqual({ ran: true, told: active - cutOff.told });
	mustBeOnce(await told(rig, "board", "channelId"), active);

	const month = { period: "2026-11", week: 20_780 };
	const word = done(await rig.submit(postHealth, month));
	expect(word.next).toMatchObject({ health: { gave: expect.any(String) } });
	expect(await run(rig, "health", month.period)).toEqual({ ran: true, told: active - word.told });
	mustBeOnce(await told(rig, "health", "channelId"), active);

	const thursday = { period: "2026-W48", week: 20_780, tip: 1 };
	const reminded = done(await rig.submit(remind, thursday));
	expect(reminded.next).toMatchObject({ memberId: 0 });
	expect(await run(rig, "reminders", thursday.period)).toEqual({ ran: true, told: active - reminded.told });
	mustBeOnce(await told(rig, "reminder", "channelId"), active);
	await rig.mustHold();
});
