// What a fault did, as a row: how often it was made to happen, what became of all that was said meanwhile, and how long
// it took until somebody was answered again. The rows are printed together when a file's tests are done,
// and added to the file that FAULTS_TABLE names as they come.
import { appendFileSync } from "node:fs";
import { afterAll, expect } from "vitest";
import type { Count } from "./count.ts";

/** `npm run faults` does everything at length; in the ordinary suite two or three times show that it works. */
export const atLength = process.env["FAULTS"] === "long";
/** What mostly waits goes side by side then; at length each is measured alone. */
export const sideBySide = { concurrent: !atLength };
export const times = (short: number, long: number): number => (atLength ? long : short);

export type Row = { fault: string; times: number; recoveryMs: number[]; note: string } & Omit<Count, "breaches">;

const rows: Row[] = [];

/** Nothing may be lost, doubled or stuck, whatever happened; then the row is kept for the table. */
export function mustHaveHeld(
	fault: string,
	count: Count,
	recoveryMs: number[],
	{ happened = recoveryMs.length, note = "" }: { happened?: number; note?: string } = {},
): void {
	const { breaches, ...numbers } = count;
	const row = { fault, times: happened, recoveryMs, note, ...numbers };
	rows.push(row);
	const file = process.env["FAULTS_TABLE"];
	if (file) appendFileSync(file, `${line(row)}\n`);
	expect(breaches).toEqual([]);
	expect({ lost: numbers.lost, doubled: numbers.doubled, stuck: numbers.stuck }).toEqual({
		lost: 0,
		doubled: 0,
		stuck: 0,
	});
	expect(numbers.acknowledged).toBeGreaterThan(0);
}

const HEADING =
	"| fault | times | acknowledged | lost | doubled | stuck | posts repeated | recovery, median and longest |";

afterAll(() => {
	if (rows.length === 0) return;
	const lines = rows.splice(0).map(line);
	process.stdout.write(`\n${HEADING}\n|---|---|---|---|---|---|---|---|\n${lines.join("\n")}\n\n`);
});

const line = ({ fault, times, acknowledged, lost, doubled, stuck, repeatedPosts, recoveryMs, note }: Row): string =>
	`| ${[fault, times, acknowledged, lost, doubled, stuck, repeatedPosts, spread(recoveryMs) + note].join(" | ")} |`;

function spread(ms: number[]): string {
	if (ms.length === 0) return "none needed";
	const sorted = [...ms].sort((a, b) => a - b);
	const [median = 0, longest = 0] = [sorted[Math.floor(sorted.length / 2)], sorted.at(-1)];
	return `${seconds(median)}, ${seconds(longest)}`;
}

export const seconds = (ms: number): string => `${(ms / 1000).toFixed(2)} s`;
