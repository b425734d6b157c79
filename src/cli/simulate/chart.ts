// Simulated years as an SVG: the mean wallet and the asks refused over the year, for each size of the team. Lines are the
// middle of the seeds, the band behind them their range. It draws what it is given.

export type Line = { name: string; middle: Points; range?: { least: Points; most: Points } };
export type Chart = { title: string; y: string; highest: number; lines: readonly Line[] };
type Points = readonly (readonly [day: number, value: number])[];

const WIDTH = 480;
const HEIGHT = 300;
const [LEFT, RIGHT, TOP, BOTTOM] = [56, 24, 62, 44];
/** Told apart without color by their dashes: https://jfly.uni-koeln.de/color. */
const COLORS = ["#0072b2", "#d55e00", "#009e73"];
const DASHES = ["", "7 4", "2 3"];

/** Two in a row. */
export function drawCharts(charts: readonly Chart[]): string {
	const [width, height] = [WIDTH * Math.min(2, charts.length), HEIGHT * Math.ceil(charts.length / 2)];
	const drawn = charts.map(
		(chart, index) =>
			`<g transform="translate(${(index % 2) * WIDTH} ${Math.floor(index / 2) * HEIGHT})">${draw(chart)}</g>`,
	);
	return [
		`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}"`,
		' font-family="system-ui, sans-serif" font-size="11" fill="#222">',
		`<rect width="${width}" height="${height}" fill="#fff"/>${drawn.join("\n")}</svg>\n`,
	].join("");
}

function draw({ title, y, highest, lines }: Chart): string {
	const days = Math.max(1, ...lines.flatMap(({ middle }) => middle.map(([day]) => day)));
	const place = ([day, value]: readonly [number, number]) => {
		const x = LEFT + (day / days) * (WIDTH - LEFT - RIGHT);
		return `${x.toFixed(1)} ${(HEIGHT - BOTTOM - (value / highest) * (HEIGHT - TOP - BOTTOM)).toFixed(1)}`;
	};
	const path = (points: Points) => points.map((point, index) => `${index === 0 ? "M" : "L"}${place(point)}`).join("");
	const ticks = [0, 0.25, 0.5, 0.75, 1];
	const grid = ticks.map((part) => {
		const value = highest * part;
		const label = value.toLocaleString("en", { maximumSignificantDigits: 3 });
		return `<path d="M${place([0, value])}L${place([days, value])}" stroke="#ddd"/>${at([0, value], label, "end", -6, 4)}`;
	});
	const weeks = ticks.map((part) => at([days * part, 0], String(Math.round(days * part)), "middle", 0, 16));
	return [
		...grid,
		...weeks,
		at([days / 2, 0], "day", "middle", 0, 34),
		`<text transform="translate(14 ${(TOP + HEIGHT - BOTTOM) / 2}) rotate(-90)" text-anchor="middle">${escaped(y)}</text>`,
		`<text x="${LEFT}" y="20" font-size="13" font-weight="600">${escaped(title)}</text>`,
		...lines.map(drawLine),
	].join("");

	function at(point: readonly [number, number], words: string, anchor: string, right: number, down: number): string {
		const [x, height] = place(point).split(" ").map(Number) as [number, number];
		return `<text x="${x + right}" y="${height + down}" text-anchor="${anchor}">${escaped(words)}</text>`;
	}

	function drawLine({ name, middle, range }: Line, index: number): string {
		const [color, dash] = [COLORS[index % COLORS.length], DASHES[index % DASHES.length]];
		const stroke = `fill="none" stroke="${color}" stroke-width="2" stroke-dasharray="${dash}"`;
		const band = range && `${path(range.least)}${path([...range.most].reverse()).replace("M", "L")}Z`;
		const shade = band ? `<path d="${band}" fill="${color}" opacity="0.15"/>` : "";
		const [x, baseline] = [LEFT + index * 140, 42];
		const legend = `<path d="M${x} ${baseline - 4}h24" ${stroke}/><text x="${x + 30}" y="${baseline}">${escaped(name)}</text>`;
		return `${shade}<path d="${path(middle)}" ${stroke}/>${legend}`;
	}
}

const escaped = (words: string): string => words.replace(/&/g, "&amp;").replace(/</g, "&lt;");
