// The people of one simulated year: who they are is drawn once, what they do is drawn day by day elsewhere.
import type { Absence } from "../../rules/away.ts";
import { after, days } from "../../rules/calendar.ts";
import type { Assumptions } from "./assumptions.ts";
import type { Random } from "./random.ts";

export type Person = {
	/** Also their account. */
	id: number;
	kind: "person";
	name: string;
	timezone: string;
	freeRider: boolean;
	/** The first day on which they are there; 0 for founders. */
	joinsOn: number;
	joinedAt: Date;
	/** How often on one working day. */
	thanks: number;
	asks: number;
	/** How likely it is they who help, and they who are thanked, compared with the others. */
	helps: number;
	thanked: number;
	/** Days from and until which they are not there. */
	away: readonly { from: number; until: number }[];
	saysAway: boolean;
};

/** A Monday. */
export const START = new Date("2024-01-01T00:00:00Z");
/** The ids before are those of WORLD and POT. */
const FIRST_ID = 2;
const WORKING_DAYS = 5 / 7;

export function createPeople(count: number, daysLong: number, assumptions: Assumptions, random: Random): Person[] {
	const { freeRiderShare, neverAskShare, laterShare } = assumptions;
	const everybody = Array.from({ length: count }, (_, index) => index);
	const mixed = random.shuffled(everybody);
	const freeRiders = Math.round(count * freeRiderShare);
	const freeRiding = new Set(mixed.slice(0, freeRiders));
	const reserved = new Set(mixed.slice(freeRiders, freeRiders + Math.round(count * neverAskShare)));
	const later = new Set(random.shuffled(everybody).slice(0, Math.round(count * laterShare)));
	const asking = 1 - reserved.size / Math.max(1, count - freeRiders);
	return everybody.map((index) => {
		const freeRider = freeRiding.has(index);
		const asksInADay = assumptions.asksPerMonth / 30 / WORKING_DAYS;
		const thanksInADay = assumptions.thanksPerDay / WORKING_DAYS;
		const others = { asks: varied(assumptions, random) / asking, thanks: varied(assumptions, random) };
		const helps = varied(assumptions, random);
		const { asks, thanks } = freeRider
			? { asks: assumptions.freeRiderAsks, thanks: assumptions.freeRiderThanks }
			: { ...others, asks: reserved.has(index) ? 0 : others.asks };
		const joinsOn = later.has(index) ? 1 + random.below(daysLong - 1) : 0;
		const forHelp = assumptions.thanksForHelpShare;
		return {
			id: FIRST_ID + index,
			kind: "person",
			name: `Person ${index + 1}`,
			timezone: "UTC",
			freeRider,
			joinsOn,
			joinedAt: after(START, days(joinsOn)),
			thanks: thanks * thanksInADay,
			asks: asks * asksInADay,
			helps: freeRider ? 0 : helps,
			thanked: 1 - forHelp + (freeRider ? 0 : forHelp * helps),
			away: drawAbsences(daysLong, assumptions, random),
			saysAway: random.chance(assumptions.awaySaid),
		};
	});
}

/** Around 1, evenly: the most is `spread` times the least. */
function varied({ spread }: Assumptions, random: Random): number {
	const least = 2 / (1 + spread);
	return least + random.next() * (2 - 2 * least);
}

function drawAbsences(daysLong: number, { absences, absenceDays }: Assumptions, random: Random): Person["away"] {
	return Array.from({ length: Math.round((absences * daysLong) / 365) }, () => {
		const from = random.below(daysLong);
		return { from, until: from + absenceDays };
	});
}

export const isAway = (person: Person, day: number): boolean =>
	person.away.some(({ from, until }) => from <= day && day < until);

/** The last absence, as the bank knows it: nothing of who does not say so. */
export function absenceOf({ away, saysAway }: Person, day: number): Absence {
	const begun = away.filter(({ from }) => saysAway && from <= day).sort((one, other) => other.from - one.from);
	const [last] = begun;
	if (!last) return { awaySince: null, awayUntil: null };
	return { awaySince: after(START, days(last.from)), awayUntil: after(START, days(last.until)) };
}
