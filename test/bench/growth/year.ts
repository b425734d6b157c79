// A year of a team that was never there: who thanked whom, where and when, in arrays, so that ten million fit in memory.
// The same count gives the same year. It knows no table.
import { dayOf, weekOf } from "../../../src/rules/calendar.ts";

export const PEOPLE = 2_000;
export const CHANNELS = 200;
export const ZONE = "Europe/Berlin";
/** Ids are given from 2 upwards. */
export const FIRST_ID = 2;
export const FAVOR_COST = 4;
export const FAVOR_BONUS = 1;

const YEAR_MS = 365 * 86_400_000;
/** When the year ends, and what is measured begins. */
export const NOW = Date.UTC(2026, 10, 20, 9);

export const THANKS = 0;
export const REACTION = 1;
export const ASKED = 2;
export const KEPT = 3;

/** Out of a thousand entries; the others are thanks by command. */
const REACTIONS_PER_MILLE = 250;
const FAVORS_PER_MILLE = 10;
/** Most people mostly thank those around them. */
const COLLEAGUES = 50;
const NEARBY = 0.8;
/** Favors asked in the last days may still be open. */
const STILL_OPEN_MS = 3 * 86_400_000;

/** One place in each array per entry: its id is the place and FIRST_ID. People and channels are numbered from 0. */
export type Year = {
	entries: number;
	kind: Uint8Array;
	/** The giver, the asker, or the helper who kept a favor. */
	from: Uint16Array;
	/** The receiver; for a favor, whom it is with: the helper, or the asker once it is kept. */
	to: Uint16Array;
	channel: Uint8Array;
	at: Float64Array;
	day: Int32Array;
	week: Int32Array;
	/** The favor's number, from 0, for what belongs to one. */
	favor: Int32Array;
	favors: number;
	/** Of each favor: the entries that asked for it and kept it, the latter -1 while it is open. */
	asked: number[];
	kept: number[];
};

export function inventYear(entries: number): Year {
	const random = createRandom(20_260_101);
	const year: Year = {
		entries,
		kind: new Uint8Array(entries),
		from: new Uint16Array(entries),
		to: new Uint16Array(entries),
		channel: new Uint8Array(entries),
		at: new Float64Array(entries),
		day: new Int32Array(entries),
		week: new Int32Array(entries),
		favor: new Int32Array(entries).fill(-1),
		favors: 0,
		asked: [],
		kept: [],
	};
	const balance = new Int32Array(PEOPLE);
	for (let index = 0; index < entries; index++) {
		const at = Math.floor(NOW - YEAR_MS + (index * YEAR_MS) / entries);
		put(year, index, at);
		const pair = choosePair(random);
		year.from[index] = pair.from;
		year.to[index] = pair.to;
		year.channel[index] = chooseChannel(random);
		const dice = Math.floor(random() * 1_000);
		if (dice < FAVORS_PER_MILLE && (balance[pair.from] ?? 0) >= FAVOR_COST && index + 1 < entries) {
			balance[pair.from] = (balance[pair.from] ?? 0) - FAVOR_COST;
			const stays = NOW - at < STILL_OPEN_MS && random() < 0.5;
			ask(year, index);
			if (!stays) {
				index += 1;
				keep(year, index);
				balance[pair.to] = (balance[pair.to] ?? 0) + FAVOR_COST + FAVOR_BONUS;
			}
			continue;
		}
		year.kind[index] = dice < FAVORS_PER_MILLE + REACTIONS_PER_MILLE ? REACTION : THANKS;
		balance[pair.to] = (balance[pair.to] ?? 0) + 1;
	}
	return year;
}

function put(year: Year, index: number, at: number): void {
	const when = new Date(at);
	year.at[index] = at;
	year.day[index] = dayOf(when, ZONE);
	year.week[index] = weekOf(when, ZONE);
}

function ask(year: Year, index: number): void {
	year.kind[index] = ASKED;
	year.favor[index] = year.favors;
	year.asked.push(index);
	year.kept.push(-1);
	year.favors += 1;
}

/** The helper keeps it a moment later, in the same channel. */
function keep(year: Year, index: number): void {
	const before = index - 1;
	const favor = year.favors - 1;
	put(year, index, year.at[before] ?? 0);
	year.kind[index] = KEPT;
	year.from[index] = year.to[before] ?? 0;
	year.to[index] = year.from[before] ?? 0;
	year.channel[index] = year.channel[before] ?? 0;
	year.favor[index] = favor;
	year.kept[favor] = index;
}

export function choosePair(random: () => number): { from: number; to: number } {
	const from = Math.floor(random() * PEOPLE);
	const reach = random() < NEARBY ? COLLEAGUES : PEOPLE - 1;
	return { from, to: (from + 1 + Math.floor(random() * reach)) % PEOPLE };
}

/** By Zipf: the second busiest channel has half of the busiest one's thanks, the third a third. */
const shares = Array.from({ length: CHANNELS }, (_, index) => 1 / (index + 1));
const whole = shares.reduce((sum, share) => sum + share, 0);
const bounds = Float64Array.from(
	shares.map((_, index) => shares.slice(0, index + 1).reduce((a, b) => a + b, 0) / whole),
);

export function chooseChannel(random: () => number): number {
	const at = random();
	let [low, high] = [0, CHANNELS - 1];
	while (low < high) {
		const middle = (low + high) >> 1;
		if ((bounds[middle] ?? 1) > at) high = middle;
		else low = middle + 1;
	}
	return low;
}

/** Mulberry32: small, quick, the same everywhere. */
export function createRandom(seed: number): () => number {
	let state = seed;
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
	};
}

/** A counting sort: places in order of their group, within a group in their own order. */
export function grouped(count: number, groups: number, groupOf: (place: number) => number) {
	const starts = new Int32Array(groups + 1);
	for (let place = 0; place < count; place++) {
		const next = groupOf(place) + 1;
		starts[next] = (starts[next] ?? 0) + 1;
	}
	for (let group = 0; group < groups; group++) starts[group + 1] = (starts[group + 1] ?? 0) + (starts[group] ?? 0);
	const next = Int32Array.from(starts);
	const order = new Int32Array(count);
	for (let place = 0; place < count; place++) {
		const group = groupOf(place);
		const at = next[group] ?? 0;
		order[at] = place;
		next[group] = at + 1;
	}
	return { order, starts };
}
