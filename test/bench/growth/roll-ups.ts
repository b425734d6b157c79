// The roll-ups of a year, one place after another in the order of their keys: sorted numbers in place of maps, as a map of
// ten million pairs would take the memory of the machine.
import { EVER, EVERYWHERE, PAIR_CAP_PER_WEEK, WALLET } from "../../../src/rules/tally.ts";
import type { DiskValue } from "../../../src/storage/convert.ts";
import { ASKED, CHANNELS, FIRST_ID, grouped, KEPT, PEOPLE, REACTION, THANKS, type Year } from "./year.ts";

export type Piece = { table: "GivenDay" | "PairTally" | "MemberTally"; rows: Iterable<DiskValue[]> };

const isGiven = (kind: number | undefined): boolean => kind === THANKS || kind === REACTION;

export function* rollUps(communityId: number, year: Year): Generator<Piece> {
	yield { table: "GivenDay", rows: givenDays(communityId, year) };
	yield { table: "MemberTally", rows: wallets(communityId, year) };
	yield* scope(communityId, EVERYWHERE, year, undefined);
	const byChannel = grouped(year.entries, CHANNELS, (entry) => year.channel[entry] ?? 0);
	for (let channel = 0; channel < CHANNELS; channel++) {
		const entries = byChannel.order.subarray(byChannel.starts[channel], byChannel.starts[channel + 1]);
		yield* scope(communityId, channel + FIRST_ID, year, entries);
	}
}

/** Numbers in order, each with how often it is there. */
function* counted(numbers: Float64Array): Generator<[value: number, times: number]> {
	numbers.sort();
	for (let from = 0, next = 0; from < numbers.length; from = next) {
		for (next = from + 1; next < numbers.length && numbers[next] === numbers[from]; ) next += 1;
		yield [numbers[from] ?? 0, next - from];
	}
}

/** What given thanks pack into, one number each. */
function pack(year: Year, entries: Int32Array | undefined, into: (entry: number) => number): Float64Array {
	const length = entries?.length ?? year.entries;
	const packed = new Float64Array(length);
	let count = 0;
	for (let index = 0; index < length; index++) {
		const entry = entries ? (entries[index] ?? 0) : index;
		if (isGiven(year.kind[entry])) packed[count++] = into(entry);
	}
	return packed.subarray(0, count);
}

const pairOf = (year: Year, entry: number): number => (year.from[entry] ?? 0) * PEOPLE + (year.to[entry] ?? 0);

function* givenDays(communityId: number, year: Year): Generator<DiskValue[]> {
	const first = year.day[0] ?? 0;
	const span = (year.day[year.entries - 1] ?? 0) - first + 1;
	const packed = pack(
		year,
		undefined,
		(entry) => ((year.from[entry] ?? 0) * span + (year.day[entry] ?? 0) - first) * PEOPLE + (year.to[entry] ?? 0),
	);
	for (const [value, credits] of counted(packed)) {
		const receiver = value % PEOPLE;
		const rest = (value - receiver) / PEOPLE;
		const day = rest % span;
		yield [communityId, (rest - day) / span + FIRST_ID, day + first, receiver + FIRST_ID, credits];
	}
}

type Counts = Record<"thanked" | "given" | "thankedBy" | "received" | "kept" | "asked", Int32Array>;

const noCounts = (weeks: number): Counts => {
	const zeros = () => new Int32Array(weeks * PEOPLE);
	return { thanked: zeros(), given: zeros(), thankedBy: zeros(), received: zeros(), kept: zeros(), asked: zeros() };
};

const add = (counts: Int32Array, place: number, by: number): void => {
	counts[place] = (counts[place] ?? 0) + by;
};

/** Week 0 is ever; the others are counted from the year's first. */
function* memberRows(communityId: number, scopeId: number, firstWeek: number, counts: Counts): Generator<DiskValue[]> {
	const { thanked, given, thankedBy, received, kept, asked } = counts;
	for (let place = 0; place < thanked.length; place++) {
		const values = [thanked, given, thankedBy, received, kept, asked].map((all) => all[place] ?? 0);
		if (values.every((value) => value === 0)) continue;
		const week = Math.floor(place / PEOPLE);
		yield [
			communityId,
			scopeId,
			week === 0 ? EVER : firstWeek + 7 * (week - 1),
			(place % PEOPLE) + FIRST_ID,
			...values,
		];
	}
}

const weekIndex = (year: Year, entry: number): number => ((year.week[entry] ?? 0) - (year.week[0] ?? 0)) / 7 + 1;

const weeksOf = (year: Year): number => weekIndex(year, year.entries - 1) + 1;

function* wallets(communityId: number, year: Year): Generator<DiskValue[]> {
	const counts = noCounts(weeksOf(year));
	for (let entry = 0; entry < year.entries; entry++) {
		const week = weekIndex(year, entry) * PEOPLE;
		const from = week + (year.from[entry] ?? 0);
		const kind = year.kind[entry];
		if (kind === ASKED) add(counts.asked, from, 1);
		else if (kind === KEPT) add(counts.kept, from, 1);
		else {
			add(counts.given, from, 1);
			add(counts.received, week + (year.to[entry] ?? 0), 1);
		}
	}
	yield* memberRows(communityId, WALLET, year.week[0] ?? 0, counts);
}

/** One channel's roll-ups, or everybody's without `entries`. */
function* scope(communityId: number, scopeId: number, year: Year, entries: Int32Array | undefined): Generator<Piece> {
	if (entries?.length === 0) return;
	const firstWeek = year.week[0] ?? 0;
	const counts = noCounts(weeksOf(year));
	function* pairs(): Generator<DiskValue[]> {
		for (const [pair, credits] of counted(pack(year, entries, (entry) => pairOf(year, entry)))) {
			const to = pair % PEOPLE;
			const from = (pair - to) / PEOPLE;
			add(counts.thanked, from, 1);
			add(counts.thankedBy, to, 1);
			yield [communityId, scopeId, EVER, from + FIRST_ID, to + FIRST_ID, credits];
		}
		const weekly = pack(year, entries, (entry) => weekIndex(year, entry) * PEOPLE * PEOPLE + pairOf(year, entry));
		for (const [value, credits] of counted(weekly)) {
			const to = value % PEOPLE;
			const rest = (value - to) / PEOPLE;
			const from = rest % PEOPLE;
			const week = (rest - from) / PEOPLE;
			add(counts.thanked, week * PEOPLE + from, 1);
			add(counts.thankedBy, week * PEOPLE + to, 1);
			for (const place of [week * PEOPLE, 0]) {
				add(counts.given, place + from, Math.min(credits, PAIR_CAP_PER_WEEK));
				add(counts.received, place + to, Math.min(credits, PAIR_CAP_PER_WEEK));
			}
			yield [communityId, scopeId, firstWeek + 7 * (week - 1), from + FIRST_ID, to + FIRST_ID, credits];
		}
	}
	yield { table: "PairTally", rows: pairs() };
	for (let favor = 0; favor < year.favors; favor++) {
		const kept = year.kept[favor] ?? -1;
		if (kept < 0 || (entries && year.channel[kept] !== scopeId - FIRST_ID)) continue;
		for (const place of [weekIndex(year, kept) * PEOPLE, 0]) add(counts.kept, place + (year.from[kept] ?? 0), 1);
	}
	yield { table: "MemberTally", rows: memberRows(communityId, scopeId, firstWeek, counts) };
}
