// The curves of simulated years for the chart: the mean wallet week by week, and the asks refused month by month.
import type { Chart, Line } from "./chart.ts";
import { rangeOf, refusedOf } from "./figures.ts";
import type { Ask, Year } from "./year.ts";

const WEEK = 7;
const MONTH = 30;

export function curvesOf(people: number, tried: Record<string, string>, years: readonly Year[]): Chart[] {
	const of = [`${people} people`, ...Object.entries(tried).map(([name, value]) => `${name} ${value}`)].join(", ");
	const days = years[0]?.evenings.length ?? 0;
	const wallets = line("mean wallet", every(WEEK, days), years, ({ evenings }, day) => {
		const evening = evenings[day - 1];
		return evening && evening.inWallets / evening.members;
	});
	const refused = (name: string, which: (ask: Ask) => boolean) =>
		line(name, every(MONTH, days), years, ({ asks }, day) => {
			const share = refusedOf(asks, (ask) => which(ask) && day - MONTH <= ask.day && ask.day < day);
			return share === undefined ? undefined : share * 100;
		});
	const highest = Math.max(1, ...(wallets.range?.most.map(([, credits]) => credits) ?? []));
	return [
		{ title: `Mean wallet: ${of}`, y: "credits", highest: niceAbove(highest), lines: [wallets] },
		{
			...{ title: `Asks refused in 30 days: ${of}`, y: "%", highest: 100 },
			lines: [
				refused("all", () => true),
				refused("free riders", ({ person }) => person.freeRider),
				refused("all others", ({ person }) => !person.freeRider),
			],
		},
	];
}

const every = (step: number, days: number): number[] =>
	Array.from({ length: Math.floor(days / step) }, (_, index) => (index + 1) * step);

function line(
	name: string,
	days: number[],
	years: readonly Year[],
	of: (year: Year, day: number) => number | undefined,
): Line {
	const ranges = days.map((day) => ({ day, ...rangeOf(years.map((year) => of(year, day))) }));
	const points = (which: "middle" | "least" | "most") =>
		ranges.flatMap((range) => (range[which] === undefined ? [] : [[range.day, range[which]] as const]));
	return { name, middle: points("middle"), range: { least: points("least"), most: points("most") } };
}

/** The next of 1, 2, 4 or 8 times a power of ten: what divides into four. */
function niceAbove(value: number): number {
	const power = 10 ** Math.floor(Math.log10(value));
	return ([1, 2, 4, 8, 10].find((step) => step * power >= value) ?? 10) * power;
}
