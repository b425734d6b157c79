// Compares the roll-ups with the entries in one pass over each table, without sorting: all of them are sums by key, so that
// each side becomes one number, to which every row adds its amount times the hash of its key. Where the numbers differ,
// the laws in verify-roll-ups.ts say which row it is. It must stay independent of what writes the roll-ups.
import { EVER, EVERYWHERE, PAIR_CAP_PER_WEEK, WALLET } from "../rules/tally.ts";
import type { Snapshot } from "../storage/storage.ts";
import type { Row } from "../storage/tables.ts";
import { FAVORS, THANKS } from "./verify-roll-ups.ts";

/** What is left over of each: days, pairs, members; twice, with different hashes, so that no chance can hide a breach. */
type LeftOver = Int32Array;
const DAYS = 0;
const PAIRS = 1;
const MEMBERS = 2;
const KINDS = 3;
const SEEDS = [0x2545f491, 0x6c62272e] as const;

/** The counts of a member's row, each with a number of its own in the hash. */
const COUNTS = ["thanked", "given", "thankedBy", "received", "kept", "asked"] as const;
const [THANKED, GIVEN, THANKED_BY, RECEIVED, KEPT, ASKED] = [1, 2, 3, 4, 5, 6] as const;

/** Whether the roll-ups of days, of pairs and of members are what the entries say, over all communities. */
export async function rollUpsAgree(snapshot: Snapshot): Promise<[days: boolean, pairs: boolean, members: boolean]> {
	const sums = createSums();
	await addThanks(snapshot, sums);
	await addFavors(snapshot, sums);
	await takeRollUps(snapshot, sums);
	return [sums.isNothing(DAYS), sums.isNothing(PAIRS), sums.isNothing(MEMBERS)];
}

type Sums = ReturnType<typeof createSums>;

function createSums() {
	const communities = new Map<number, LeftOver>();
	const of = (communityId: number): LeftOver => {
		const found = communities.get(communityId) ?? new Int32Array(KINDS * SEEDS.length);
		communities.set(communityId, found);
		return found;
	};
	return {
		add(communityId: number, kind: number, amount: number, a: number, b: number, c: number, d: number): void {
			const left = of(communityId);
			for (let seed = 0; seed < SEEDS.length; seed++) {
				const at = kind * SEEDS.length + seed;
				left[at] = ((left[at] ?? 0) + Math.imul(amount, hashOf(SEEDS[seed] ?? 0, a, b, c, d))) | 0;
			}
		},
		isNothing: (kind: number): boolean =>
			[...communities.values()].every((left) => SEEDS.every((_seed, index) => left[kind * SEEDS.length + index] === 0)),
	};
}

/** Multiplies and mixes, so that keys next to each other are far apart. */
function hashOf(seed: number, a: number, b: number, c: number, d: number): number {
	let hash = Math.imul(seed ^ a, 0x85ebca6b);
	hash = Math.imul((hash ^ (hash >>> 13)) + b, 0xc2b2ae35);
	hash = Math.imul((hash ^ (hash >>> 16)) + c, 0x27d4eb2f);
	hash = Math.imul((hash ^ (hash >>> 15)) + d, 0x165667b1);
	return hash ^ (hash >>> 16);
}

type Thanks = Pick<Row<"Entry">, "communityId" | "channelId" | "everywhere" | "day" | "week"> &
	Record<"giverId" | "receiverId" | "credits", number>;

async function addThanks(snapshot: Snapshot, sums: Sums): Promise<void> {
	for await (const row of snapshot.stream<Thanks>(THANKS, [])) {
		const { communityId, channelId, everywhere, day, week, giverId, receiverId, credits } = row;
		sums.add(communityId, DAYS, credits, giverId, day, receiverId, 0);
		sums.add(communityId, MEMBERS, credits, WALLET, week, giverId, GIVEN);
		sums.add(communityId, MEMBERS, credits, WALLET, week, receiverId, RECEIVED);
		for (const when of [week, EVER]) {
			if (channelId !== null) sums.add(communityId, PAIRS, credits, channelId, when, giverId, receiverId);
			if (everywhere) sums.add(communityId, PAIRS, credits, EVERYWHERE, when, giverId, receiverId);
		}
	}
}

type FavorEntry = Pick<Row<"Entry">, "communityId" | "kind" | "channelId" | "everywhere" | "week"> &
	Pick<Row<"Favor">, "askerId" | "helperId" | "fromPot">;

async function addFavors(snapshot: Snapshot, sums: Sums): Promise<void> {
	for await (const row of snapshot.stream<FavorEntry>(FAVORS, [])) {
		const { communityId, kind, channelId, everywhere, week, askerId, helperId, fromPot } = row;
		if (kind === "favor-asked") sums.add(communityId, MEMBERS, 1, WALLET, week, askerId, ASKED);
		if (kind === "favor-returned" && !fromPot) sums.add(communityId, MEMBERS, -1, WALLET, week, askerId, ASKED);
		if (kind !== "favor-kept" || helperId === null) continue;
		sums.add(communityId, MEMBERS, 1, WALLET, week, helperId, KEPT);
		for (const when of [week, EVER]) {
			if (channelId !== null) sums.add(communityId, MEMBERS, 1, channelId, when, helperId, KEPT);
			if (everywhere) sums.add(communityId, MEMBERS, 1, EVERYWHERE, when, helperId, KEPT);
		}
	}
}

/** Takes away what is stored. A pair's row says what its two members' rows must say. */
async function takeRollUps(snapshot: Snapshot, sums: Sums): Promise<void> {
	for await (const row of snapshot.stream<Row<"GivenDay">>(`SELECT * FROM "GivenDay"`, [])) {
		sums.add(row.communityId, DAYS, -row.credits, row.giverId, row.day, row.receiverId, 0);
	}
	for await (const row of snapshot.stream<Row<"PairTally">>(`SELECT * FROM "PairTally"`, [])) {
		const { communityId, channelId, week, giverId, receiverId, credits } = row;
		sums.add(communityId, PAIRS, -credits, channelId, week, giverId, receiverId);
		const people = credits > 0 ? 1 : 0;
		sums.add(communityId, MEMBERS, people, channelId, week, giverId, THANKED);
		sums.add(communityId, MEMBERS, people, channelId, week, receiverId, THANKED_BY);
		if (week === EVER) continue;
		const capped = Math.min(credits, PAIR_CAP_PER_WEEK);
		for (const when of [week, EVER]) {
			sums.add(communityId, MEMBERS, capped, channelId, when, giverId, GIVEN);
			sums.add(communityId, MEMBERS, capped, channelId, when, receiverId, RECEIVED);
		}
	}
	for await (const row of snapshot.stream<Row<"MemberTally">>(`SELECT * FROM "MemberTally"`, [])) {
		for (const [index, count] of COUNTS.entries()) {
			if (row[count] === 0) continue;
			sums.add(row.communityId, MEMBERS, -row[count], row.channelId, row.week, row.memberId, index + 1);
		}
	}
}
