// `goodturn job`: runs a job as the clock would, once for its period. It records; the running bot sends.
import { jobs } from "../jobs/jobs.ts";
import { createClocks } from "../ledger/clocks.ts";
import { createLedger } from "../ledger/ledger.ts";
import { type CliCommand, Usage } from "./asked.ts";

export const runJob: CliCommand = async ({ storage, options, names, print }) => {
	const job = jobs.find(({ name }) => name === names[0]);
	if (!job) throw new Usage(`Name a job: ${jobs.map(({ name }) => name).join(", ")}.`);
	const given = options.now === undefined ? undefined : new Date(options.now);
	if (given && Number.isNaN(given.getTime()))
		throw new Usage(`${JSON.stringify(options.now)} is no ISO time, such as 2026-11-23T09:00:00Z.`);
	const ledger = createLedger(storage);
	const clocks = await createClocks(storage, () => new Date());
	const all = await ledger.communities();
	const communities = all.filter(({ id }) => options.community === undefined || String(id) === options.community);
	if (options.community !== undefined && communities.length === 0)
		throw new Usage(`There is no community ${options.community}.`);
	const results = [];
	for (const community of communities) {
		const { id, name } = community;
		const wall = clocks.now(id);
		const now = given ?? wall;
		const period = job.period(ledger, community, now);
		const result = period === undefined ? { ran: false, told: 0 } : await job.run(ledger, community, now, period, wall);
		results.push({ community: id, name, period: period ?? null, ...result });
	}
	if (options.json) print(JSON.stringify(results));
	else for (const { name, period, ran, told } of results) print(describe(job.name, name, period, ran, told));
	return 0;
};

function describe(job: string, community: string, period: string | null, ran: boolean, told: number): string {
	if (period === null) return `${community}: ${job} is not due`;
	return ran
		? `${community}: ${job} ran for ${period}, ${told} to send`
		: `${community}: ${job} had run for ${period} already`;
}
