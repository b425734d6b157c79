// The figures of simulated years as plain text: everything about one policy, with the range of the seeds, or a line for
// each of several. It computes no figures.
import { defaultPolicy } from "../../rules/policy.ts";
import { assumed } from "./assumptions.ts";
import type { Figure, Figures } from "./figures.ts";
import { promisesOf } from "./promises.ts";
import { aligned, middleInWords, rangeInWords, type Unit } from "./table.ts";
import { differences, type Variant } from "./variants.ts";

export type Played = Variant & { people: number; years: Figures[] };
type Setting = { days: number; seeds: number; played: readonly Played[] };
type Row = [name: string, unit: Unit, of: (year: Figures) => Figure];

const rowsFor = (days: number): (string | Row)[] => [
	"Asks refused",
	["of all", "share", ({ refused }) => refused.all],
	["of those that count in /goodturn health", "share", ({ refused }) => refused.telling],
	["of those who also give", "share", ({ refused }) => refused.givers],
	["  in the bank's first 30 days", "share", ({ refused }) => refused.firstMonth],
	["  of newcomers, in their first 30 days", "share", ({ refused }) => refused.newcomers],
	["of free riders", "share", ({ refused }) => refused.freeRiders],
	"Mean wallet",
	...([0, 1, 2, 3] as const).map((index): Row => {
		const day = Math.round((days * (index + 1)) / 4);
		return [`after ${day} days`, "credits", ({ meanWallet }) => meanWallet[index]];
	}),
	["that can fade, in the last quarter", "credits", ({ canFade }) => canFade],
	["the same, by the formula", "credits", ({ byFormula }) => byFormula],
	"The bank",
	["favors kept, per person in 30 days", "number", ({ favorsPerMonth }) => favorsPerMonth],
	["favors that came back unanswered", "share", ({ expired }) => expired],
	["credits made, per person and day", "number", ({ mintPerDay }) => mintPerDay],
	["held by the fullest tenth of wallets", "share", ({ topTenth }) => topTenth],
	["in the pot at the end", "credits", ({ pot }) => pot],
];

/** One policy, a column for each size of the team. */
export function report({ days, seeds, played }: Setting): string {
	const rows = rowsFor(days).map((row) => {
		if (typeof row === "string") return [`\n${row}`];
		const [name, unit, of] = row;
		return [`  ${name}`, ...played.map(({ years }) => rangeInWords(years.map(of), unit))];
	});
	const changes = played[0] ? changesOf(played[0]) : [];
	return [
		`${days} days, ${inSeeds(seeds)}: the middle, and the range.`,
		changes.length === 0 ? "The default policy, and people as assumed." : `Changed: ${changes.join(" · ")}`,
		"",
		aligned([["", ...played.map(({ people }) => `${people} people`)], ...rows]),
		...played.flatMap(({ people, years }) => [
			`\nPromises, ${people} people`,
			...promisesOf(years).map(({ says, kept }) => `  ${kept ? "kept  " : "MISSED"} ${says}`),
		]),
	].join("\n");
}

const changesOf = ({ policy, assumptions }: Variant): string[] => [
	...differences(policy, defaultPolicy),
	...differences(assumptions, assumed()),
];

const inSeeds = (seeds: number): string => `${seeds} ${seeds === 1 ? "seed" : "seeds"}`;

const COLUMNS: Row[] = [
	["refused", "share", ({ refused }) => refused.all],
	["givers", "share", ({ refused }) => refused.givers],
	["newcomers", "share", ({ refused }) => refused.newcomers],
	["free riders", "share", ({ refused }) => refused.freeRiders],
	["favors", "number", ({ favorsPerMonth }) => favorsPerMonth],
	["wallet at half", "credits", ({ meanWallet }) => meanWallet[1]],
	["at the end", "credits", ({ meanWallet }) => meanWallet[3]],
	["made a day", "number", ({ mintPerDay }) => mintPerDay],
	["can fade", "credits", ({ canFade }) => canFade],
	["formula", "credits", ({ byFormula }) => byFormula],
];

/** Several policies or assumptions, a line each: the middle of the seeds. */
export function comparison({ days, seeds, played }: Setting): string {
	const tried = Object.keys(played[0]?.tried ?? {});
	const heads = ["people", ...tried, ...COLUMNS.map(([name]) => name), "promises"];
	const lines = played.map(({ people, years, ...variant }) => {
		const missed = promisesOf(years).filter(({ kept }) => !kept);
		return [
			String(people),
			...tried.map((name) => variant.tried[name] ?? ""),
			...COLUMNS.map(([, unit, of]) => middleInWords(years.map(of), unit)),
			missed.length === 0 ? "kept" : `missed: ${missed.map(({ about }) => about).join(", ")}`,
		];
	});
	return `${days} days, ${inSeeds(seeds)}: the middle of each.\n\n${aligned([heads, ...lines])}`;
}
