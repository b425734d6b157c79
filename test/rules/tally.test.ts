import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
	boardChanges,
	type Counted,
	EVER,
	EVERYWHERE,
	favorChanges,
	PAIR_CAP_PER_WEEK,
	pairChanges,
	scopesOf,
	WALLET,
	walletChanges,
} from "../../src/rules/tally.ts";
import { WORLD } from "../../src/rules/types.ts";

const entry = (change: Partial<Counted> = {}): Counted => ({
	kind: "thanks",
	channelId: 9,
	everywhere: true,
	week: 20_773,
	...change,
});

describe("where something counts", () => {
	test("the numbers that books in use hold for everywhere, the wallets, ever and the world stay what they are", () => {
		expect({ EVERYWHERE, WALLET, EVER, WORLD }).toEqual({ EVERYWHERE: 0, WALLET: -1, EVER: 0, WORLD: 0 });
	});
	test("said in public: in its channel and everywhere", () => {
		expect(scopesOf(entry())).toEqual([9, EVERYWHERE]);
	});
	test("said in a private channel: only there", () => {
		expect(scopesOf(entry({ everywhere: false }))).toEqual([9]);
	});
	test("said in a direct message: nowhere, and in the wallets all the same", () => {
		const direct = entry({ channelId: null, everywhere: false });
		expect(pairChanges(direct, 2, 3, 1)).toEqual([]);
		expect(walletChanges(direct, 2, 3, 1)).toEqual([
			{ scope: WALLET, week: 20_773, memberId: 2, given: 1 },
			{ scope: WALLET, week: 20_773, memberId: 3, received: 1 },
		]);
	});
});

describe("a favor", () => {
	const kept = entry({ kind: "favor-kept" });
	const own = { askerId: 2, helperId: 3, fromPot: false };
	test("asked counts for the meter until it comes back", () => {
		const [asked] = favorChanges(entry({ kind: "favor-asked" }), { ...own, helperId: null });
		const [returned] = favorChanges(entry({ kind: "favor-returned" }), own);
		expect(asked).toEqual({ scope: WALLET, week: 20_773, memberId: 2, asked: 1 });
		expect(returned).toEqual({ ...asked, asked: -1 });
	});
	test("kept counts for the helper: on the boards of where it was asked, and in the wallet once", () => {
		expect(favorChanges(kept, own)).toEqual([
			{ scope: 9, week: 20_773, memberId: 3, kept: 1 },
			{ scope: 9, week: EVER, memberId: 3, kept: 1 },
			{ scope: EVERYWHERE, week: 20_773, memberId: 3, kept: 1 },
			{ scope: EVERYWHERE, week: EVER, memberId: 3, kept: 1 },
			{ scope: WALLET, week: 20_773, memberId: 3, kept: 1 },
		]);
		expect(favorChanges(kept, { ...own, helperId: null })).toEqual([]);
	});
	test("for the team does not count as asked, and counts for its helper like any other", () => {
		const forAll = { ...own, fromPot: true };
		expect(favorChanges(entry({ kind: "favor-funded" }), forAll)).toEqual([]);
		expect(favorChanges(entry({ kind: "favor-returned" }), forAll)).toEqual([]);
		expect(favorChanges(kept, forAll)).toEqual(favorChanges(kept, own));
	});
	test("and what is none changes nothing", () => {
		expect(favorChanges(entry({ kind: "adjustment" }), own)).toEqual([]);
	});
});

describe("on a board", () => {
	const pair = { scope: 9, week: 20_773, giverId: 2, receiverId: 3 };
	/** What each member's count of a week becomes, all changes taken together. */
	function total(changes: ReturnType<typeof boardChanges>): Record<string, number> {
		const found: Record<string, number> = {};
		for (const { scope: _scope, week, memberId, ...counts } of changes) {
			for (const [what, change] of Object.entries(counts)) {
				const name = `${memberId} ${what} ${week === EVER ? "ever" : "week"}`;
				found[name] = (found[name] ?? 0) + change;
			}
		}
		return Object.fromEntries(Object.entries(found).filter(([, change]) => change !== 0));
	}

	test("the first thanks of a week adds a person, the next ones only credits, up to the cap", () => {
		expect(total(boardChanges(pair, 0, 1))).toEqual({
			"2 thanked week": 1,
			"3 thankedBy week": 1,
			"2 given week": 1,
			"3 received week": 1,
			"2 given ever": 1,
			"3 received ever": 1,
		});
		expect(total(boardChanges(pair, 1, PAIR_CAP_PER_WEEK + 5))).toMatchObject({ "2 given week": 2, "2 given ever": 2 });
		expect(total(boardChanges(pair, PAIR_CAP_PER_WEEK, PAIR_CAP_PER_WEEK + 1))).toEqual({});
	});

	test("for all time somebody thanked again in another week is no other person", () => {
		const ever = { ...pair, week: EVER };
		expect(total(boardChanges(ever, 0, 1))).toEqual({ "2 thanked ever": 1, "3 thankedBy ever": 1 });
		expect(total(boardChanges(ever, 1, 2))).toEqual({});
		expect(total(boardChanges(ever, 1, 0))).toEqual({ "2 thanked ever": -1, "3 thankedBy ever": -1 });
	});

	test("taking back is the mirror of giving, wherever the cap was", () => {
		const weeks = fc.constantFrom(pair.week, EVER);
		fc.assert(
			fc.property(weeks, fc.nat(9), fc.nat(9), (week, before, after) => {
				const there = boardChanges({ ...pair, week }, before, after);
				const back = boardChanges({ ...pair, week }, after, before);
				expect(total([...there, ...back])).toEqual({});
			}),
		);
	});

	test("what steps add up to depends on where they end alone, and is never below nothing", () => {
		fc.assert(
			fc.property(fc.array(fc.nat(9), { minLength: 1 }), (counts) => {
				const steps = counts.flatMap((after, index) => boardChanges(pair, counts[index - 1] ?? 0, after));
				const last = counts.at(-1) ?? 0;
				expect(total(steps)).toEqual(total(boardChanges(pair, 0, last)));
				expect(total(steps)["2 given week"] ?? 0).toBe(Math.min(last, PAIR_CAP_PER_WEEK));
				expect(total(steps)["2 thanked week"] ?? 0).toBe(last > 0 ? 1 : 0);
			}),
		);
	});
});

test("a thanks counts for its pair in the week and ever, wherever it shows", () => {
	expect(pairChanges(entry(), 2, 3, -2)).toEqual(
		[9, EVERYWHERE].flatMap((scope) =>
			[20_773, EVER].map((week) => ({ scope, week, giverId: 2, receiverId: 3, credits: -2 })),
		),
	);
});
