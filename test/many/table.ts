// The figures of a run as a table, printed when it is done at length.
import { atLength } from "./length.ts";

type Notes = {
	/** Of whatever was done. */
	count?: number | undefined;
	statements?: number;
	stallMs?: number;
	memoryMb?: number;
};

/** Printed by `npm run many`, and wherever somebody asks for it. */
export function print(lines: string[]): void {
	if (atLength || process.env["MANY_TABLE"] !== undefined) process.stdout.write(`\n${lines.join("\n")}\n\n`);
}

export function createTable(title: string) {
	const lines = [
		`| ${title} | s | count | a second | statements | longest stall, ms | memory, MB |`,
		"|---|---|---|---|---|---|---|",
	];
	const remarks: string[] = [];
	return {
		add(what: string, ms: number, { count, statements, stallMs, memoryMb }: Notes): void {
			const rate = count === undefined ? "" : grouped((count / ms) * 1000);
			const cells = [
				what,
				(ms / 1000).toFixed(2),
				shown(count),
				rate,
				shown(statements),
				shown(stallMs),
				shown(memoryMb),
			];
			lines.push(`| ${cells.join(" | ")} |`);
		},
		growth(before: Map<string, number>, after: Map<string, number>, thanks: number): void {
			const grown = [...after].map(([name, bytes]) => [name, bytes - (before.get(name) ?? 0)] as const);
			const total = grown.reduce((sum, [, bytes]) => sum + bytes, 0);
			const each = grown.filter(([, bytes]) => bytes > 0).map(([name, bytes]) => `${name} ${grouped(bytes / thanks)}`);
			remarks.push(`A thanks takes ${grouped(total / thanks)} bytes: ${each.join(", ")}.`);
		},
		connections: (count: number) => void remarks.push(`Connections: ${count}.`),
		show: () => print([...lines, "", ...remarks]),
	};
}

const shown = (value: number | undefined): string => (value === undefined ? "" : grouped(value));
const grouped = (value: number): string => Math.round(value).toLocaleString("en");
