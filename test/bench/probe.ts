// Loaded into a process before anything else (`node --import`): when that process ends, it writes down the most memory it
// took and how long its event loop ever stood still. It must cost next to nothing.
import { writeFileSync } from "node:fs";
import { monitorEventLoopDelay } from "node:perf_hooks";

export type Probed = {
	/** The most resident memory there ever was, in MB. */
	peakRssMb: number;
	/** Beyond the timer's own interval; since the start, or since the last SIGUSR2. */
	stallMs: { most: number; p99: number };
	cpuSeconds: number;
};

const INTERVAL_MS = 10;
const delays = monitorEventLoopDelay({ resolution: INTERVAL_MS });
delays.enable();
// What a start takes at once is not what happens under load: whoever measures that begins anew.
process.on("SIGUSR2", () => delays.reset());

const stall = (nanoseconds: number): number => Math.max(0, nanoseconds / 1e6 - INTERVAL_MS);

process.on("exit", () => {
	const file = process.env["BENCH_PROBE"];
	if (file === undefined) return;
	const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
	const probed: Probed = {
		peakRssMb: maxRSS / 1024,
		stallMs: { most: stall(delays.max), p99: stall(delays.percentile(99)) },
		cpuSeconds: (userCPUTime + systemCPUTime) / 1e6,
	};
	writeFileSync(file, JSON.stringify(probed));
});
