// A step in words, for whoever wants to know what happened.
import type { Arrival } from "./arrivals.ts";
import type { Step } from "./plan.ts";
import { FAULT_KINDS } from "./world.ts";

/** `trace` holds what went wrong in it, among all that happened. */
export function tellStep(
	number: number,
	at: number,
	step: Step,
	arrivals: readonly Arrival[],
	trace: readonly string[],
): string[] {
	const time = new Date(at).toISOString().slice(0, 16).replace("T", " ");
	const faults = new Set<string>(FAULT_KINDS);
	const wentWrong = trace
		.filter((line) => line.startsWith(`${number}: `))
		.map((line) => line.slice(line.indexOf(" ") + 1))
		.filter((line) => faults.has(line.slice(line.indexOf(" ") + 1)));
	return [
		`${number}. ${time}${step.down ? " · the bot was down and is back" : ""}`,
		...arrivals.map(({ event, bot, answer, failed }) => {
			const how = failed === undefined ? "" : ` (failed: ${failed instanceof Error ? failed.message : failed})`;
			return `   ${event.key} at ${bot.life.name}, ${event.told} → ${answer ?? "no answer"}${how}`;
		}),
		...(step.tick ? ["   jobs look"] : []),
		...(step.flush ? ["   the sender is waited for"] : []),
		...wentWrong.map((fault) => `   ! ${fault}`),
	];
}
