// A line chart as a plain SVG: logarithmic to the right, from zero upwards, with the points that were measured.
// It draws what it is given and computes no figures.

export type Line = { name: string; points: readonly (readonly [x: number, y: number])[] };
export type Chart = { title: string; x: string; y: string; lines: readonly Line[] };

const WIDTH = 460;
const HEIGHT = 300;
const LEFT = 62;
const RIGHT = 36;
const TOP = 58;
const BOTTOM = 48;
/** Told apart without colour by their marks, and with it: https://jfly.uni-koeln.de/color. */
const COLOURS = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#666666"];

/** Charts side by side, two in a row. */
export function drawCharts(charts: readonly Chart[]): string {
	const rows = Math.ceil(charts.length / 2);
	const [width, height] = [WIDTH * Math.min(2, charts.length), HEIGHT * rows];
	const drawn = charts.map(
		(chart, index) =>
			`<g transform="translate(${(index % 2) * WIDTH} ${Math.floor(index / 2) * HEIGHT})">${draw(chart)}</g>`,
	);
	return [
		`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}"`,
		` font-family="system-ui, sans-serif" font-size="11" fill="#222">`,
		`<rect width="${width}" height="${height}" fill="#fff"/>${drawn.join("")}</svg>\n`,
	].join("");
}

function draw({ title, x, y, lines }: Chart): string {
	const points = lines.flatMap((line) => line.points);
	const [least, most] = [Math.min(...points.map(([at]) => at)), Math.max(...points.map(([at]) => at))];
	const highest = niceAbove(Math.max(...points.map(([, value]) => value)));
	const [decades, start] = [Math.log10(most / least) || 1, Math.log10(least)];
	const toX = (at: number) => LEFT + ((Math.log10(at) - start) / decades) * (WIDTH - LEFT - RIGHT);
	const toY = (value: number) => HEIGHT - BOTTOM - (value / highest) * (HEIGHT - TOP - BOTTOM);
	const ticksX = [...new Set(points.map(([at]) => at))].filter((at) => Number.isInteger(Math.log10(at)));
	const ticksY = Array.from({ length: 5 }, (_, index) => (highest * index) / 4);
	const axes = [
		...ticksY.map((value) => grid(toY(value)) + text(LEFT - 6, toY(value) + 4, short(value), "end")),
		...ticksX.map((at) => text(toX(at), HEIGHT - BOTTOM + 16, at.toLocaleString("en"), "middle")),
		text((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 10, x, "middle"),
		`<text transform="translate(14 ${(TOP + HEIGHT - BOTTOM) / 2}) rotate(-90)" text-anchor="middle">${escaped(y)}</text>`,
		`<text x="${LEFT}" y="18" font-size="13" font-weight="600">${escaped(title)}</text>`,
	];
	return [...axes, ...lines.map((line, index) => drawLine(line, index, toX, toY))].join("");
}

function drawLine(
	{ name, points }: Line,
	index: number,
	toX: (x: number) => number,
	toY: (y: number) => number,
): string {
	const colour = COLOURS[index % COLOURS.length] ?? "#222";
	const path = points.map(([x, y], at) => `${at === 0 ? "M" : "L"}${toX(x).toFixed(1)} ${toY(y).toFixed(1)}`).join("");
	const dots = points.map(([x, y]) => mark(index, toX(x), toY(y), colour)).join("");
	const [legendX, legendY] = [LEFT + (index % 2) * 190, 34 + Math.floor(index / 2) * 14];
	const legend = mark(index, legendX + 5, legendY - 4, colour) + text(legendX + 14, legendY, name, "start");
	return `<path d="${path}" fill="none" stroke="${colour}" stroke-width="2"/>${dots}${legend}`;
}

function mark(index: number, x: number, y: number, colour: string): string {
	const [a, b] = [x.toFixed(1), y.toFixed(1)];
	if (index % 3 === 0) return `<circle cx="${a}" cy="${b}" r="3.5" fill="${colour}"/>`;
	if (index % 3 === 1)
		return `<rect x="${(x - 3.5).toFixed(1)}" y="${(y - 3.5).toFixed(1)}" width="7" height="7" fill="${colour}"/>`;
	return `<path d="M${a} ${(y - 4.5).toFixed(1)}l4.5 8h-9z" fill="${colour}"/>`;
}

const grid = (y: number): string =>
	`<line x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${y.toFixed(1)}" y2="${y.toFixed(1)}" stroke="#ddd"/>`;

const text = (x: number, y: number, words: string, anchor: string): string =>
	`<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" text-anchor="${anchor}">${escaped(words)}</text>`;

const escaped = (words: string): string => words.replace(/&/g, "&amp;").replace(/</g, "&lt;");

const short = (value: number): string => value.toLocaleString("en", { maximumSignificantDigits: 3 });

/** The next of 1, 2, 4 or 8 times a power of ten: what divides into four. */
function niceAbove(value: number): number {
	const power = 10 ** Math.floor(Math.log10(value || 1));
	return ([1, 2, 4, 8, 10].find((step) => step * power >= value) ?? 10) * power;
}
