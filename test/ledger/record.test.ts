// The one writer of entries: what breaks a law of the book is not written, and nothing of its verb is kept.
import { describe, expect, test } from "vitest";
import type { Verb } from "../../src/ledger/list.ts";
import { enter, LawBroken, type NewEntry } from "../../src/ledger/record.ts";
import { WORLD } from "../../src/rules/types.ts";
import { done, openRig, type Rig } from "./rig.ts";

const write: Verb<Partial<NewEntry>, { entryId: number }> = async (book, context, planted) => {
	const nowhere = { channelId: null, everywhere: false, day: 1, week: 0 };
	const entry = { kind: "adjustment" as const, actorId: null, ...nowhere, postings: [], ...planted };
	return { entryId: await enter(book, context, entry) };
};

/** Two people with ten credits each. */
async function openBook(): Promise<Rig & { ana: number; bo: number }> {
	const rig = await openRig();
	for (const name of ["Ana", "Bo"]) await rig.fund(name, 10);
	return { ...rig, ana: rig.idOf("Ana"), bo: rig.idOf("Bo") };
}

describe("an entry is refused by the book", () => {
	const [move, mint] = [
		(accountId: number, amount: number, floor?: number) => ({
			accountId,
			amount,
			...(floor === undefined ? {} : { floor }),
		}),
		WORLD,
	];

	test.each<[string, (book: { ana: number; bo: number }) => Partial<NewEntry>, string]>([
		["that moves nothing", () => ({ postings: [] }), "moves something"],
		["whose postings do not sum to zero", ({ ana, bo }) => ({ postings: [move(ana, -2), move(bo, 1)] }), "sum to zero"],
		["with one side alone", ({ ana }) => ({ postings: [move(ana, 5)] }), "sum to zero"],
		["with halves", ({ ana, bo }) => ({ postings: [move(ana, -0.5), move(bo, 0.5)] }), "whole"],
		["with no number", ({ ana, bo }) => ({ postings: [move(ana, Number.NaN), move(bo, 1)] }), "whole"],
		["with a posting of nothing", ({ ana, bo }) => ({ postings: [move(ana, 0), move(bo, 0)] }), "whole"],
		["of an account that is none", () => ({ postings: [move(mint, -1), move(999, 1)] }), "exists"],
		[
			"that spends below the floor",
			({ ana, bo }) => ({ postings: [move(ana, -11, 0), move(bo, 11)] }),
			"at its floor or above",
		],
		[
			"of thanks without a giver",
			({ ana }) => ({ kind: "thanks", postings: [move(mint, -1), move(ana, 1)] }),
			"thanks have a giver",
		],
		[
			"that takes back what was never given",
			({ ana, bo }) => ({ kind: "thanks", actorId: ana, postings: [move(bo, -1), move(mint, 1)] }),
			"no more is taken back than was given",
		],
		[
			"of a favor that is none",
			({ ana, bo }) => ({ kind: "favor-kept", favorId: 999, postings: [move(ana, -1), move(bo, 1)] }),
			"favor 999 exists",
		],
	])("%s", async (_what, planted, law) => {
		const book = await openBook();
		const before = await book.mustHold();
		const failing = book.submit(write, planted(book), { key: "k" });
		await expect(failing).rejects.toThrow(LawBroken);
		await expect(book.submit(write, planted(book), { key: "k" })).rejects.toThrow(law);
		expect(await book.balances()).toMatchObject({ Ana: 10, Bo: 10 });
		expect(await book.mustHold()).toEqual(before);
	});

	test("that takes more out of an escrow than it holds", async () => {
		const book = await openBook();
		const { favorId } = done(await book.ask("Ana"));
		const planted = { postings: [move(favorId, -5), move(book.bo, 5)] };
		await expect(book.submit(write, planted)).rejects.toThrow("gives no more than it holds");
		expect(await book.escrow(favorId)).toBe(4);
		await book.mustHold();
	});

	test("that reverses what was reversed", async () => {
		const book = await openBook();
		const { entryId } = done(await book.thank("Ana", "Bo"));
		done(await book.undo("Ana"));
		const original = await book.storage.db.entry.findFirstOrThrow({ where: { id: entryId } });
		// A giver with another thanks, so that only the second reversal is wrong.
		done(await book.thank("Ana", "Bo"));
		const { day, week, channelId, everywhere } = original;
		const postings = [move(book.bo, -1), move(mint, 1)];
		const again = { kind: "reversal" as const, day, week, channelId, everywhere, reverses: original, postings };
		await expect(book.submit(write, again)).rejects.toThrow(/unique/i);
		await book.mustHold();
	});
});

describe("a correction", () => {
	test("is no spending: it may leave a balance below the floor, and then nothing can be spent", async () => {
		const rig = await openRig({ policy: { floor: { newcomerDays: 0 } } });
		done(await rig.thank("Ana", "Bo", { amount: 3 }));
		done(await rig.ask("Bo", { size: "small" }));
		done(await rig.undo("Ana"));
		expect(await rig.balance("Bo")).toBe(-2);
		expect((await rig.ask("Bo", { size: "small" })).refused).toMatchObject({ reason: "not-enough", has: -2 });
		await rig.mustHold();
	});
});

describe("what was recorded", () => {
	const rewrite: Verb<{ entryId: number }, null> = async (book, { communityId }, { entryId }) => {
		const entry = await book.get("Entry", { communityId, id: entryId });
		if (entry) book.set("Entry", { ...entry, actorId: 99 });
		return null;
	};
	const inflate: Verb<{ memberId: number }, null> = async (book, { communityId }, { memberId }) => {
		const posting = await book.get("Posting", { communityId, accountId: memberId, seq: 1 });
		if (posting) book.set("Posting", { ...posting, amount: 1_000 });
		return null;
	};

	test("stays as it is: the database refuses whoever changes an entry or a posting, and nobody else is harmed", async () => {
		const book = await openBook();
		const { entryId } = done(await book.thank("Ana", "Bo"));
		const results = await Promise.allSettled([
			book.thank("Ana", "Cy"),
			book.submit(rewrite, { entryId }),
			book.submit(inflate, { memberId: book.ana }),
			book.thank("Ana", "Dee"),
		]);
		expect(results.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "rejected", "fulfilled"]);
		expect(String((results[1] as PromiseRejectedResult).reason)).toContain("append-only");
		expect(await book.balances()).toMatchObject({ Ana: 10, Bo: 11, Cy: 1, Dee: 1 });
		await book.mustHold();
	});

	test("numbers each account's postings without a gap, with the balance after each", async () => {
		const book = await openBook();
		await Promise.all(["Cy", "Dee", "Eli"].map((from) => book.thank(from, "Bo", { amount: 2 })));
		done(await book.ask("Bo"));
		const where = { communityId: book.communityId, accountId: book.bo };
		const postings = await book.storage.db.posting.findMany({ where, orderBy: { seq: "asc" } });
		expect(postings.map(({ seq, amount, balanceAfter }) => [seq, amount, balanceAfter])).toEqual([
			[1, 10, 10],
			[2, 2, 12],
			[3, 2, 14],
			[4, 2, 16],
			[5, -4, 12],
		]);
	});
});
