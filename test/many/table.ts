// The figures of a run as a table, printed when it is done at length.
import { cpus, loadavg } from "node:os";
import { atLength } from "./length.ts";

type Notes = {
	/** Of whatever was done. */
	count?: number | undefined;
	statements?: number;
	/** What the processes, and the server, used of the processor. */
	cpuMs?: number;
	serverMs?: number;
	stallMs?: number;
	memoryMb?: number;
};

/** Printed by `npm run many`, and wherever somebody asks for it. */
export function print(lines: string[]): void {
	if (atLength || process.env["MANY_TABLE"] !== undefined) process.stdout.write(`\n${lines.join("\n")}\n\n`);
}

export function createTable(title: string) {
	const lines = [
		`| ${title} | s | count | a second | statements | processes' CPU, s | server's CPU, s | longest stall, ms | memory, MB |`,
		"|---|---|---|---|---|---|---|---|---|",
	];
	const remarks: string[] = [];
	return {
		add(what: string, ms: number, { count, statements, cpuMs, serverMs, stallMs, memoryMb }: Notes): void {
			const rate = count === undefined ? undefined : (count / ms) * 1000;
			const figures = [count, rate, statements, seconds(cpuMs), seconds(serverMs), stallMs, memoryMb].map(shown);
			const cells = [what, (ms / 1000).toFixed(2), ...figures];
			lines.push(`| ${cells.join(" | ")} |`);
		},
		growth(before: Map<string, number>, after: Map<string, number>, thanks: number): void {
			const grown = [...after].map(([name, bytes]) => [name, bytes - (before.get(name) ?? 0)] as const);
			const total = grown.reduce((sum, [, bytes]) => sum + bytes, 0);
			const each = grown.filter(([, bytes]) => bytes > 0).map(([name, bytes]) => `${name} ${grouped(bytes / thanks)}`);
			remarks.push(`A thanks takes ${grouped(total / thanks)} bytes: ${each.join(", ")}.`);
		},
		remark: (text: string) => void remarks.push(text),
		/** With how busy the machine was: of two cores a load of six leaves a third. */
		show: () =>
			print([
				...lines,
				"",
				...remarks,
				`Cores: ${cpus().length}, load: ${loadavg()
					.map((load) => load.toFixed(1))
					.join(", ")}.`,
			]),
	};
}

const seconds = (ms: number | undefined): string | undefined => (ms === undefined ? undefined : (ms / 1000).toFixed(2));
const shown = (value: number | string | undefined): string =>
	typeof value === "number" ? grouped(value) : (value ?? "");
const grouped = (value: number): string => Math.round(value).toLocaleString("en");
