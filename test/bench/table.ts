// Figures as people read them: medians, and columns that line up.

export const median = (figures: readonly number[]): number => {
	const sorted = [...figures].sort((a, b) => a - b);
	const middle = sorted.length / 2;
	return ((sorted[Math.floor(middle)] ?? Number.NaN) + (sorted[Math.ceil(middle) - 1] ?? Number.NaN)) / 2;
};

export type Spread = { median: number; least: number; most: number };

export const spread = (figures: readonly number[]): Spread => ({
	median: median(figures),
	least: Math.min(...figures),
	most: Math.max(...figures),
});

/** `1,234 (1,200–1,300)` */
export const written = ({ median, least, most }: Spread, digits = 0): string =>
	`${number(median, digits)} (${number(least, digits)}–${number(most, digits)})`;

export const number = (figure: number, digits = 0): string =>
	figure.toLocaleString("en", { minimumFractionDigits: digits, maximumFractionDigits: digits });

/** The first column is text, the others are figures; the first row is the head. */
export function printTable(title: string, rows: readonly (readonly string[])[]): void {
	const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
	const line = (row: readonly string[]) =>
		row
			.map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)))
			.join("   ")
			.trimEnd();
	const [head = [], ...body] = rows;
	const rule = widths.map((width) => "─".repeat(width)).join("───");
	process.stdout.write(`\n${title}\n\n${[line(head), rule, ...body.map(line)].join("\n")}\n`);
}
