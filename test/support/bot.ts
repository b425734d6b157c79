// The whole bot in this process, as main.ts starts it, with a clock that the test moves and a log that it reads.
import { type Config, readConfig } from "../../src/config.ts";
import { type Running, startGoodturn } from "../../src/goodturn.ts";
import { createLog } from "../../src/log.ts";
import { createTestClock, HOUR } from "./clock.ts";

export type RunningBot = Running & {
	/** Lets time go by in steps of six hours, with what comes due in each. */
	passTime(ms: number): Promise<void>;
	/** What was logged at warn and above. */
	complaints(): string[];
};

export async function startBot(settings: Partial<Config>, now: Date): Promise<RunningBot> {
	const lines: { level: string; msg: string }[] = [];
	const log = createLog("info", { write: (line) => void lines.push(JSON.parse(line) as (typeof lines)[number]) });
	const clock = createTestClock(now);
	const config: Config = { ...readConfig({ GOODTURN_PLAYGROUND: "off" }), port: 0, ...settings };
	const running = await startGoodturn(config, log, clock.now);
	return {
		...running,
		async passTime(ms) {
			for (let left = ms; left > 0; left -= 6 * HOUR) {
				clock.ahead(Math.min(6 * HOUR, left));
				await running.catchUp();
			}
		},
		complaints: () =>
			lines.filter(({ level }) => level === "warn" || level === "error").map((line) => JSON.stringify(line)),
	};
}
