// What happens by itself: a table of jobs. Each says what it would run for at a moment, and runs it, once for its
// period: by whatever process, late rather than never, and never for a period that is long over.

import { TIP_COUNT } from "../chat/views/boards.ts";
import { type JobStep, postBoards } from "../ledger/boards.ts";
import { fadable, fade } from "../ledger/fading.ts";
import { communitiesWithDueFavors, dueFavors } from "../ledger/favor-lists.ts";
import { advance } from "../ledger/favors.ts";
import { type HealthToldTo, postHealth } from "../ledger/health.ts";
import { dueLeavers, settleLeaver } from "../ledger/leavers.ts";
import type { Ledger } from "../ledger/ledger.ts";
import type { Answer } from "../ledger/list.ts";
import { type RemindedTo, remind } from "../ledger/reminders.ts";
import { noteRun } from "../ledger/upkeep.ts";
import { latestDaily, latestMonthly, latestWeekly } from "./schedule.ts";

export type JobName = "fading" | "leaderboard" | "reminders" | "favors" | "leavers" | "health" | "tidy";

export type Community = Awaited<ReturnType<Ledger["communities"]>>[number];
export type JobResult = { ran: boolean; told: number };

export type Job = {
	name: JobName;
	/** The period that is due at a moment; none when nothing is. The same period is never done twice. */
	period(ledger: Ledger, community: Community, now: Date): string | undefined;
	/** For a job that finds its own work: since when there is some, by community, as far as `until`. */
	waiting?(ledger: Ledger, until: Date): Promise<Map<number, Date>>;
	/** `wall` is the real time, where `now` is a moment that somebody named. */
	run(
		ledger: Ledger,
		community: Pick<Community, "id" | "timezone">,
		now: Date,
		period: string,
		wall?: Date,
	): Promise<JobResult>;
};

/** So many favors are moved on at a time. */
const FAVORS_AT_ONCE = 100;
/** And so many members' credit fades at a time: between them others have their turn. */
const FADED_AT_ONCE = 50;

export const jobs: Job[] = [
	{
		name: "fading",
		/** As soon as the week is over: the days away in it are counted whole. */
		period(ledger, { timezone, policy }, now) {
			const { fading } = ledger.policyOf(policy);
			return fading.halfLifeDays === 0 ? undefined : latestWeekly(now, timezone, 1, 0);
		},
		async run(ledger, { id: communityId, timezone }, now, period, wall = now) {
			const origin = { communityId, now, wall };
			if ((await ledger.ran("fading", [{ communityId, period }])).size > 0) return { ran: false, told: 0 };
			const { favor } = await ledger.readings.policy(communityId);
			const span = { week: ledger.weekOf(now, timezone), above: favor.normal, most: FADED_AT_ONCE };
			let told = 0;
			for (let from = 0; ; ) {
				const members = await ledger.read((query) => fadable(query, communityId, { ...span, from }));
				const answers = members.map(({ id }) => ledger.submit(fade, origin, { memberId: id, week: span.week }));
				told += (await Promise.all(answers)).filter(({ done }) => done?.told).length;
				const last = members.at(-1);
				if (!last) break;
				from = last.id;
			}
			const { done } = await ledger.submit(noteRun, origin, { job: "fading", period });
			return { ran: done?.ran ?? false, told };
		},
	},
	{
		name: "leaderboard",
		period(ledger, { timezone, policy }, now) {
			const { schedule, board } = ledger.policyOf(policy);
			return board.weekly ? latestWeekly(now, timezone, schedule.boardWeekday, schedule.boardHour) : undefined;
		},
		async run(ledger, { id, timezone }, now, period, wall = now) {
			// The board of a Monday is about the week before it.
			const week = ledger.weekOf(now, timezone) - 7;
			const origin = { communityId: id, now, wall };
			return inPortions<number>((after) => ledger.submit(postBoards, origin, { period, week, after }));
		},
	},
	{
		name: "reminders",
		period(ledger, { timezone, policy }, now) {
			const { schedule, board } = ledger.policyOf(policy);
			if (!board.reminders) return undefined;
			return latestWeekly(now, timezone, schedule.reminderWeekday, schedule.reminderHour);
		},
		async run(ledger, { id, timezone }, now, period, wall = now) {
			const week = ledger.weekOf(now, timezone);
			const tip = Math.floor(week / 7) % TIP_COUNT;
			const origin = { communityId: id, now, wall };
			return inPortions<RemindedTo>((from) => ledger.submit(remind, origin, { period, week, tip, from }));
		},
	},
	{
		name: "favors",
		period: (_ledger, _community, now) => now.toISOString(),
		waiting: (ledger, until) => ledger.read((query) => communitiesWithDueFavors(query, until)),
		async run(ledger, { id }, now, _period, wall = now) {
			let told = 0;
			for (;;) {
				const due = await ledger.read((query) => dueFavors(query, id, now, FAVORS_AT_ONCE));
				const steps = await Promise.all(
					due.map((favor) => ledger.submit(advance, { communityId: id, now, wall }, { favorId: favor.id })),
				);
				const moved = steps.filter(({ done }) => done?.event).length;
				told += moved;
				if (moved === 0) return { ran: told > 0, told };
			}
		},
	},
	{
		name: "leavers",
		period: (_ledger, { id }, now) => latestDaily(now, id),
		async run(ledger, { id }, now, period, wall = now) {
			const policy = await ledger.readings.policy(id);
			let told = 0;
			for (const memberId of await ledger.read((query) => dueLeavers(query, id, policy, now))) {
				const { done } = await ledger.submit(settleLeaver, { communityId: id, now, wall }, { memberId });
				told += done?.told ?? 0;
			}
			// Last: what was not finished is looked at again, and whoever was settled is not settled twice.
			const { done } = await ledger.submit(noteRun, { communityId: id, now }, { job: "leavers", period });
			return { ran: done?.ran ?? false, told };
		},
	},
	{
		// After the board of that day: a channel that has its first one then has this, too.
		name: "health",
		period(ledger, { timezone, policy, createdAt }, now) {
			const { boardWeekday, boardHour } = ledger.policyOf(policy).schedule;
			const period = latestMonthly(now, timezone, boardWeekday, boardHour);
			// Who came after this month's day has nothing to look back on yet.
			return latestMonthly(createdAt, timezone, boardWeekday, boardHour) === period ? undefined : period;
		},
		async run(ledger, { id, timezone }, now, period, wall = now) {
			const week = ledger.weekOf(now, timezone);
			const origin = { communityId: id, now, wall };
			return inPortions<HealthToldTo>((from) => ledger.submit(postHealth, origin, { period, week, from }));
		},
	},
	{
		name: "tidy",
		period: (_ledger, { id }, now) => latestDaily(now, id),
		async run(ledger, { id }, now, period) {
			const { done } = await ledger.submit(noteRun, { communityId: id, now }, { job: "tidy", period });
			if (done?.ran) await ledger.tidy(id, now);
			return { ran: done?.ran ?? false, told: 0 };
		},
	},
];

/** One portion after another: between them others have their turn. What was not finished is begun anew by the next tick. */
async function inPortions<From>(work: (from: From | undefined) => Promise<Answer<JobStep<From>>>): Promise<JobResult> {
	let told = 0;
	for (let from: From | undefined; ; ) {
		const { done } = await work(from);
		if (!done) throw new Error("a job was refused");
		told += done.told;
		if (done.next === undefined) return { ran: done.ran, told };
		from = done.next;
	}
}
