// What a simulated year comes to, in figures; and of several years the middle and the range. It plays nothing.
import type { Policy } from "../../rules/policy.ts";
import type { Ask, Evening, Year } from "./year.ts";

/** undefined where there is nothing to tell: nobody of that kind asked. */
export type Figure = number | undefined;

/** Shares are from 0 to 1; the rest are credits, favors or credits per head. */
export type Figures = {
	/**
	 * Of all asks; of those that count in the bank's health; of those of everybody but free riders, and of these the
	 * newcomers', and all in the bank's first days.
	 */
	refused: { all: Figure; telling: Figure; givers: Figure; newcomers: Figure; freeRiders: Figure; firstMonth: Figure };
	/** Of the favors asked, those that came back because nobody took them up or got them done. */
	expired: Figure;
	/** Kept, for each member and 30 days. */
	favorsPerMonth: Figure;
	/** The mean wallet when a quarter, a half, three quarters and all of the time has passed. */
	meanWallet: [Figure, Figure, Figure, Figure];
	/** The part of all credit in wallets that the fullest tenth of them hold. */
	topTenth: Figure;
	pot: Figure;
	/** Made for each member and day: by thanks and for kept favors. */
	mintPerDay: Figure;
	/** Credit above one normal favor, per head, over the last quarter; and what the formula says it would come to. */
	canFade: Figure;
	byFormula: Figure;
};

/** For how long somebody is new, in the figures. */
const NEW_FOR_DAYS = 30;

export function figuresOf({ asks, evenings, wallets, expired }: Year, policy: Policy): Figures {
	const last = evenings.at(-1) as Evening;
	const memberDays = evenings.reduce((sum, { members }) => sum + members, 0);
	const mintPerDay = last.minted / memberDays;
	const lastQuarter = evenings.slice(Math.floor(evenings.length * 0.75));
	const { halfLifeDays } = policy.fading;
	const granted = asks.filter(({ refused }) => !refused).length;
	return {
		refused: {
			all: refusedOf(asks, () => true),
			telling: refusedOf(asks, ({ tells }) => tells),
			givers: refusedOf(asks, isGiver),
			newcomers: refusedOf(asks, (ask) => isGiver(ask) && isNew(ask) && ask.person.joinsOn > 0),
			freeRiders: refusedOf(asks, ({ person }) => person.freeRider),
			firstMonth: refusedOf(asks, (ask) => isGiver(ask) && ask.day < NEW_FOR_DAYS),
		},
		expired: granted === 0 ? undefined : expired / granted,
		favorsPerMonth: (last.kept / memberDays) * 30,
		meanWallet: [meanAt(0.25), meanAt(0.5), meanAt(0.75), meanAt(1)],
		topTenth: topTenthOf(wallets),
		pot: last.pot,
		mintPerDay,
		canFade: lastQuarter.reduce((sum, { canFade, members }) => sum + canFade / members, 0) / lastQuarter.length,
		byFormula: halfLifeDays === 0 ? undefined : (mintPerDay * halfLifeDays) / Math.LN2,
	};

	function meanAt(part: number): number {
		const { inWallets, members } = evenings[Math.round(evenings.length * part) - 1] ?? last;
		return inWallets / members;
	}
}

const isGiver = ({ person }: Ask): boolean => !person.freeRider;
const isNew = ({ day, person }: Ask): boolean => day - person.joinsOn < NEW_FOR_DAYS;

export function refusedOf(asks: readonly Ask[], which: (ask: Ask) => boolean): Figure {
	const those = asks.filter(which);
	return those.length === 0 ? undefined : those.filter(({ refused }) => refused).length / those.length;
}

function topTenthOf(wallets: readonly number[]): Figure {
	const full = wallets.filter((credits) => credits > 0).sort((one, other) => other - one);
	const sum = (of: readonly number[]) => of.reduce((total, credits) => total + credits, 0);
	return full.length === 0 ? undefined : sum(full.slice(0, Math.ceil(wallets.length / 10))) / sum(full);
}

/** The middle one of several years, and the least and the most. */
export type Range = { middle: Figure; least: Figure; most: Figure };

export function rangeOf(figures: readonly Figure[]): Range {
	const sorted = figures.filter((figure) => figure !== undefined).sort((one, other) => one - other);
	const half = sorted.length / 2;
	const [low, high] = [sorted[Math.ceil(half) - 1], sorted[Math.floor(half)]];
	const middle = low === undefined || high === undefined ? undefined : (low + high) / 2;
	return { middle, least: sorted[0], most: sorted.at(-1) };
}
