// The tick: every minute it asks what is due, and does what was not done yet. It trusts no tick: a minute missed, or
// a week, is caught up at the next one.
import { schedule } from "node-cron";
import type { Ledger } from "../ledger/ledger.ts";
import type { Log } from "../log.ts";
import { jobs } from "./jobs.ts";

export type JobsDeps = { ledger: Ledger; now(communityId: number): Date; log: Log };

export type Jobs = {
	start(): void;
	/** Does what is due now, in every community. */
	tick(): Promise<void>;
	/** Waits for a tick that runs. */
	stop(): Promise<void>;
};

export function createJobs({ ledger, now, log }: JobsDeps): Jobs {
	/** The last period done by this process: the book knows, too, and is asked only for a new one. */
	const last = new Map<string, string>();
	let running: Promise<void> | undefined;
	let task: ReturnType<typeof schedule> | undefined;

	async function runAll(): Promise<void> {
		for (const community of await ledger.communities()) {
			for (const job of jobs) {
				const at = now(community.id);
				const key = `${community.id}:${job.name}`;
				try {
					const period = await job.period(ledger, community, at);
					if (period === undefined || last.get(key) === period) continue;
					const { ran, told } = await job.run(ledger, community, at, period);
					last.set(key, period);
					if (ran && told > 0) log.info({ job: job.name, community: community.id, period, told }, "a job ran");
				} catch (error) {
					// One community's trouble is not another's; the next tick tries again.
					log.error({ err: error, job: job.name, community: community.id }, "a job failed");
				}
			}
		}
	}

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
