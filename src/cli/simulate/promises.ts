// What a policy should keep for the people who live under it. Judged on the middle of several years; how the people live
// is assumed, so a promise missed says "look here", not "this is wrong".
import { type Figure, type Figures, rangeOf } from "./figures.ts";

/** Who gives should rarely be refused; who only takes should be, mostly. */
const REFUSED_AT_MOST = 0.2;
const FREE_RIDERS_REFUSED_AT_LEAST = 0.75;
/** From half time to the end the mean wallet may grow by so much and still count as bounded. */
const GROWTH_AT_MOST = 0.1;

export type Promised = { about: string; says: string; kept: boolean };

export function promisesOf(years: readonly Figures[]): Promised[] {
	const middle = (of: (year: Figures) => Figure) => rangeOf(years.map(of)).middle;
	const givers = middle(({ refused }) => refused.givers);
	const newcomers = middle(({ refused }) => refused.newcomers);
	const freeRiders = middle(({ refused }) => refused.freeRiders);
	const grown = middle(({ meanWallet: [, half, , end] }) => (half ? (end ?? 0) / half - 1 : undefined));
	const few = percent(REFUSED_AT_MOST);
	return [
		{
			about: "givers",
			says: `those who also give: under ${few} of their asks are refused`,
			kept: (givers ?? 0) < REFUSED_AT_MOST,
		},
		{
			about: "newcomers",
			says: `newcomers among them, in their first 30 days: under ${few}`,
			kept: (newcomers ?? 0) < REFUSED_AT_MOST,
		},
		{
			about: "free riders",
			says: `free riders: over ${percent(FREE_RIDERS_REFUSED_AT_LEAST)}`,
			kept: (freeRiders ?? 1) > FREE_RIDERS_REFUSED_AT_LEAST,
		},
		{
			about: "wallets",
			says: `the mean wallet: grows by no more than ${percent(GROWTH_AT_MOST)} from half time to the end`,
			kept: (grown ?? 0) <= GROWTH_AT_MOST,
		},
	];
}

const percent = (share: number): string => `${Math.round(share * 100)} %`;
