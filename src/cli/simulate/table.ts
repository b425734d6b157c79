// Figures in words, and rows of words in columns. It knows nothing of what they are about.
import { type Figure, rangeOf } from "./figures.ts";

export type Unit = "share" | "credits" | "number";

/** `18 %`, and `-` where there was nothing to tell. */
export function middleInWords(figures: readonly Figure[], unit: Unit): string {
	const { middle } = rangeOf(figures);
	return middle === undefined ? "-" : plainly(middle, unit) + signOf(unit);
}

/** `18 % (12 to 23 %)`. */
export function rangeInWords(figures: readonly Figure[], unit: Unit): string {
	const { middle, least, most } = rangeOf(figures);
	if (middle === undefined || least === undefined || most === undefined) return "-";
	const sign = signOf(unit);
	return `${plainly(middle, unit)}${sign} (${plainly(least, unit)} to ${plainly(most, unit)}${sign})`;
}

const signOf = (unit: Unit): string => (unit === "share" ? " %" : "");

function plainly(figure: number, unit: Unit): string {
	if (unit === "share") return (figure * 100).toFixed(0);
	if (unit === "number") return figure.toFixed(2);
	return figure.toFixed(Math.abs(figure) < 100 ? 1 : 0);
}

/** First column to the left, the rest to the right. A row of one cell is a heading. */
export function aligned(rows: readonly string[][]): string {
	const widths: number[] = [];
	for (const row of rows)
		if (row.length > 1)
			for (const [column, cell] of row.entries()) widths[column] = Math.max(cell.length, widths[column] ?? 0);
	const padded = (cell: string, column: number) =>
		column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart((widths[column] ?? 0) + 2);
	return rows.map((row) => (row.length === 1 ? row[0] : row.map(padded).join("").trimEnd())).join("\n");
}
