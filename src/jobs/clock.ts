// The tick: every minute it asks what is due, and does what was not done yet. It trusts no tick: a minute missed, or
// a week, is caught up at the next one.
import { schedule } from "node-cron";
import type { Ledger } from "../ledger/ledger.ts";
import type { Log } from "../log.ts";
import { type Community, type Job, jobs } from "./jobs.ts";

export type JobsDeps = { ledger: Ledger; now(communityId: number): Date; log: Log };

export type Jobs = {
	start(): void;
	/** Does what is due now, in every community. */
	tick(): Promise<void>;
	/** Waits for a tick that runs. */
	stop(): Promise<void>;
};

/** So many runs go side by side, and so many are looked up at a time. */
const RUNS_AT_ONCE = 8;
const LOOKED_UP_AT_ONCE = 200;

type Due = { community: Community; at: Date; period: string };

export function createJobs({ ledger, now, log }: JobsDeps): Jobs {
	/** The last period done, as far as this process knows. The book knows, too, and is asked only for a new one. */
	const last = new Map<string, string>();
	let running: Promise<void> | undefined;
	let task: ReturnType<typeof schedule> | undefined;

	async function runAll(): Promise<void> {
		const communities = await ledger.communities();
		for (const job of jobs) {
			const due = await dueFor(job, communities);
			for (let from = 0; from < due.length; from += LOOKED_UP_AT_ONCE) {
				const some = await notDoneYet(job, due.slice(from, from + LOOKED_UP_AT_ONCE));
				await inParallel(some, RUNS_AT_ONCE, (one) => runOne(job, one));
			}
		}
	}

	async function dueFor(job: Job, communities: Community[]): Promise<Due[]> {
		const times = new Map(communities.map(({ id }) => [id, now(id)]));
		const latest = Math.max(0, ...[...times.values()].map(Number));
		const waiting = await job.waiting?.(ledger, new Date(latest));
		const due = communities.flatMap((community): Due[] => {
			const { id } = community;
			const at = times.get(id) ?? now(id);
			if (waiting && !((waiting.get(id) ?? at) <= at && waiting.has(id))) return [];
			try {
				const period = job.period(ledger, community, at);
				return period === undefined || last.get(`${id}:${job.name}`) === period ? [] : [{ community, at, period }];
			} catch (error) {
				complain(error, job, id);
				return [];
			}
		});
		// Several processes begin at different places: none of them waits for what another does.
		const start = Math.floor(Math.random() * due.length);
		return [...due.slice(start), ...due.slice(0, start)];
	}

	/** Without those that any process did, asked of all of them together. */
	async function notDoneYet(job: Job, due: Due[]): Promise<Due[]> {
		const ran = await ledger.ran(
			job.name,
			due.map(({ community, period }) => ({ communityId: community.id, period })),
		);
		for (const { community, period } of due) if (ran.has(community.id)) last.set(`${community.id}:${job.name}`, period);
		return due.filter(({ community }) => !ran.has(community.id));
	}

	async function runOne(job: Job, { community, at, period }: Due): Promise<void> {
		try {
			const { ran, told } = await job.run(ledger, community, at, period);
			last.set(`${community.id}:${job.name}`, period);
			if (ran && told > 0) log.info({ job: job.name, community: community.id, period, told }, "a job ran");
		} catch (error) {
			complain(error, job, community.id);
		}
	}

	/** One community's trouble is not another's; the next tick tries again. */
	const complain = (error: unknown, job: Job, community: number): void =>
		log.error({ err: error, job: job.name, community }, "a job failed");

	/** One after another: whoever stops the clock waits for the one that runs, and there is no other. */
	async function tick(): Promise<void> {
		while (running) await running.catch(() => {});
		running = runAll().finally(() => {
			running = undefined;
		});
		await running;
	}

	return {
		tick,
		start() {
			task = schedule(
				"* * * * *",
				() => tick().catch((error: unknown) => log.error({ err: error }, "the tick failed")),
				{
					noOverlap: true,
					suppressMissedWarning: true,
				},
			);
			void tick().catch((error: unknown) => log.error({ err: error }, "the first tick failed"));
		},
		async stop() {
			await task?.destroy();
			await running;
		},
	};
}

async function inParallel<T>(items: readonly T[], width: number, work: (item: T) => Promise<void>): Promise<void> {
	const rest = [...items];
	const worker = async () => {
		for (let item = rest.shift(); item !== undefined; item = rest.shift()) await work(item);
	};
	await Promise.all(Array.from({ length: Math.min(width, items.length) }, worker));
}
