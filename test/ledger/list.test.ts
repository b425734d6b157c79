// The list that everything goes through: once for its key, together with whoever waits, and nobody harmed by another.
import { describe, expect, test } from "vitest";
import { createLedger } from "../../src/ledger/ledger.ts";
import { KeyReused, type Verb } from "../../src/ledger/list.ts";
import { refuse } from "../../src/rules/refusal.ts";
import { openStorage } from "../../src/storage/open.ts";
import { hold } from "../storage/by-hand.ts";
import { day, done, openRig, type Rig, refused } from "./rig.ts";

/** A verb that writes one draft. */
const note: Verb<{ words: string }, { noteId: number; keptAt: Date }> = async (
	book,
	{ communityId, now },
	{ words },
) => {
	const id = await book.nextId("Draft", communityId);
	book.add("Draft", { communityId, id, memberId: 2, data: words, createdAt: now });
	return { noteId: id, keptAt: now };
};
const noteThenRefuse: Verb<{ words: string }, unknown> = async (book, context, input) => {
	await note(book, context, input);
	refuse({ reason: "thanks-to-nobody" });
};
const noteThenThrow: Verb<{ words: string }, unknown> = async (book, context, input) => {
	await note(book, context, input);
	throw new Error("a bug");
};
/** Adds a row that is there already: only the database finds out. */
const clash: Verb<{ words: string }, null> = async (book, { communityId, now }, { words }) => {
	book.add("Draft", { communityId, id: 99, memberId: 2, data: words, createdAt: now });
	return null;
};
const badQuery: Verb<object, null> = async (book) => {
	await book.query("SELECT nothing FROM nowhere", []);
	return null;
};
const countNotes: Verb<object, { notes: number }> = async (book) => {
	const [row] = await book.query<{ count: number }>(`SELECT COUNT(*) AS "count" FROM "Draft"`, []);
	return { notes: row?.count ?? -1 };
};

const words = async ({ storage }: Rig) =>
	(await storage.db.draft.findMany({ orderBy: { id: "asc" } })).map(({ data }) => data);

describe("a key", () => {
	test("is used once: delivered again it changes nothing and answers the same, dates included", async () => {
		const rig = await openRig();
		const first = done(await rig.thank("Ana", "Bo", { key: "k1", fingerprint: "f" }));
		rig.pass(day);
		const again = done(await rig.thank("Ana", "Bo", { key: "k1", fingerprint: "f" }));
		expect(again).toEqual(first);
		expect(again.resetsAt).toBeInstanceOf(Date);
		expect(await rig.balance("Bo")).toBe(1);
		await rig.mustHold();
	});

	test("delivered many times at once counts once", async () => {
		const rig = await openRig();
		const answers = await Promise.all(Array.from({ length: 200 }, () => rig.thank("Ana", "Bo", { key: "k1" })));
		expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
		expect(await rig.balance("Bo")).toBe(1);
	});

	test("is still known when the database was closed and opened again", async () => {
		const rig = await openRig();
		const first = done(await rig.thank("Ana", "Bo", { key: "k1" }));
		await rig.ledger.idle();
		await rig.fresh.reopen();
		const reopened = await openRig({ fresh: rig.fresh });
		expect(done(await reopened.thank("Ana", "Bo", { key: "k1" }))).toEqual(first);
		expect(await reopened.balance("Bo")).toBe(1);
	});

	test("with another content is an error, and changes nothing", async () => {
		const rig = await openRig();
		done(await rig.thank("Ana", "Bo", { key: "k1", fingerprint: "to Bo" }));
		await expect(rig.thank("Ana", "Cy", { key: "k1", fingerprint: "to Cy" })).rejects.toThrow(KeyReused);
		expect(await rig.balances()).toMatchObject({ Bo: 1, Cy: 0 });
		const both = await Promise.allSettled([
			rig.thank("Ana", "Bo", { key: "k2", fingerprint: "to Bo" }),
			rig.thank("Ana", "Cy", { key: "k2", fingerprint: "to Cy" }),
		]);
		expect(both.map(({ status }) => status)).toEqual(["fulfilled", "rejected"]);
	});

	test("of one community says nothing in another", async () => {
		const rig = await openRig();
		const ref = { platform: "slack", external: "T2", name: "Others" };
		const other = await rig.ledger.workspaceFor(ref, "UTC", rig.clock.now);
		const origin = (communityId: number) => ({ communityId, now: rig.clock.now, key: "k" });
		done(await rig.ledger.submit(note, origin(rig.communityId), { words: "here" }));
		done(await rig.ledger.submit(note, origin(other.communityId), { words: "there" }));
		expect(await words(rig)).toEqual(["here", "there"]);
	});

	test("that was refused is not remembered: it may succeed when it is sent again", async () => {
		const rig = await openRig({ policy: { thanks: { perDay: 1 } } });
		done(await rig.thank("Ana", "Cy"));
		expect(refused(await rig.thank("Ana", "Bo", { key: "k1", fingerprint: "f" })).reason).toBe("allowance-used");
		rig.pass(day);
		done(await rig.thank("Ana", "Bo", { key: "k1", fingerprint: "f" }));
		expect(await rig.balance("Bo")).toBe(1);
	});

	test("whose verb threw is not remembered either", async () => {
		const rig = await openRig();
		await expect(rig.submit(noteThenThrow, { words: "lost" }, { key: "k1" })).rejects.toThrow("a bug");
		done(await rig.submit(note, { words: "kept" }, { key: "k1" }));
		expect(await words(rig)).toEqual(["kept"]);
	});

	test("is not kept as it was sent: what the platform's ids are is nobody's business", async () => {
		const rig = await openRig();
		done(await rig.thank("Ana", "Bo", { key: "slack:T1:Ev123", fingerprint: "secret words" }));
		const [receipt] = await rig.storage.db.receipt.findMany();
		expect(receipt?.key).toHaveLength(16);
		expect(receipt?.fingerprint).toHaveLength(16);
		expect(JSON.stringify(receipt)).not.toContain("secret");
	});
});

describe("whoever waits together", () => {
	test("is decided in the order of arrival, each on what the one before left", async () => {
		const rig = await openRig();
		const answers = await Promise.all(
			Array.from({ length: 150 }, (_, index) => rig.submit(note, { words: `${index}` })),
		);
		const ids = answers.map((answer) => done(answer).noteId);
		expect(ids).toEqual([...ids].sort((a, b) => a - b));
		expect(await words(rig)).toEqual(Array.from({ length: 150 }, (_, index) => `${index}`));
	});

	test("is committed together: many cost few transactions", async () => {
		const rig = await openRig();
		let commits = 0;
		rig.ledger.onCommit(() => (commits += 1));
		await Promise.all(Array.from({ length: 128 }, (_, index) => rig.submit(note, { words: `${index}` })));
		expect(commits).toBeLessThanOrEqual(3);
	});

	test("is not touched by somebody's refusal, nor by somebody's bug", async () => {
		const rig = await openRig();
		const results = await Promise.allSettled([
			rig.submit(note, { words: "first" }),
			rig.submit(noteThenRefuse, { words: "refused" }),
			rig.submit(noteThenThrow, { words: "thrown" }),
			rig.submit(note, { words: "last" }),
		]);
		expect(results.map(({ status }) => status)).toEqual(["fulfilled", "fulfilled", "rejected", "fulfilled"]);
		expect(await words(rig)).toEqual(["first", "last"]);
	});

	test("is not touched by what only the database finds wrong: it fails alone, the rest is done in order", async () => {
		const rig = await openRig();
		await rig.storage.db.draft.create({
			data: { communityId: rig.communityId, id: 99, memberId: 2, data: "there", createdAt: rig.clock.now },
		});
		const results = await Promise.allSettled([
			rig.submit(note, { words: "first" }, { key: "a" }),
			rig.submit(clash, { words: "clash" }, { key: "b" }),
			rig.submit(countNotes, {}),
			rig.submit(note, { words: "second" }, { key: "c" }),
			rig.submit(badQuery, {}),
			rig.submit(note, { words: "last" }),
		]);
		expect(results.map(({ status }) => status)).toEqual([
			"fulfilled",
			"rejected",
			"fulfilled",
			"fulfilled",
			"rejected",
			"fulfilled",
		]);
		expect(await words(rig)).toEqual(["there", "first", "second", "last"]);
		// The one that failed left no receipt: sent again it is tried again.
		await expect(rig.submit(clash, { words: "clash" }, { key: "b" })).rejects.toThrow(/unique/i);
		done(await rig.submit(note, { words: "never" }, { key: "a" }));
		expect(await words(rig)).toHaveLength(4);
	});

	test("asks the database and sees what was decided before, and nothing that was refused", async () => {
		const rig = await openRig();
		const [, , counted] = await Promise.all([
			rig.submit(note, { words: "first" }),
			rig.submit(noteThenRefuse, { words: "refused" }),
			rig.submit(countNotes, {}),
		]);
		expect(done(counted)).toEqual({ notes: 1 });
	});

	test("of other communities is not in the way", async () => {
		const rig = await openRig();
		const unknown = { communityId: 999, now: rig.clock.now };
		const [failed, kept] = await Promise.allSettled([
			rig.ledger.submit(note, unknown, { words: "nowhere" }),
			rig.submit(note, { words: "here" }),
		]);
		expect(failed.status).toBe("rejected");
		expect(kept.status).toBe("fulfilled");
	});

	test("is served when it arrives while a list is being decided, and after the list ran dry", async () => {
		const rig = await openRig();
		for (let round = 0; round < 30; round++) {
			const first = rig.submit(note, { words: `${round}` });
			for (let turns = 0; turns < round % 6; turns++) await Promise.resolve();
			if (round % 3 === 0) await first;
			if (round % 7 === 0) await new Promise(setImmediate);
			await Promise.all([first, rig.submit(note, { words: `${round} too` })]);
		}
		expect(await words(rig)).toHaveLength(60);
		await rig.ledger.idle();
	});
});

describe("what goes wrong outside", () => {
	test("a database that is closed rejects, and does not hang", async () => {
		const rig = await openRig();
		await rig.ledger.idle();
		await rig.storage.close();
		await expect(rig.submit(note, { words: "late" })).rejects.toThrow("closed");
		await expect(rig.submit(note, { words: "later" })).rejects.toThrow("closed");
	});

	test("a broken policy is a bug of its community alone", async () => {
		const rig = await openRig();
		const other = await rig.ledger.workspaceFor(
			{ platform: "slack", external: "T2", name: "Others" },
			"UTC",
			rig.clock.now,
		);
		await rig.storage.db.community.update({
			where: { id: rig.communityId },
			data: { policy: '{"thanks":{"perDay":0}}' },
		});
		const [broken, sound] = await Promise.allSettled([
			rig.submit(note, { words: "here" }),
			rig.ledger.submit(note, { communityId: other.communityId, now: rig.clock.now }, { words: "there" }),
		]);
		expect([broken.status, sound.status]).toEqual(["rejected", "fulfilled"]);
	});

	test("while another process writes for too long, everybody waits no longer than one would", async () => {
		const rig = await openRig();
		const impatient = await openStorage(rig.fresh.url, { busyTimeoutMs: 200 });
		const ledger = createLedger(impatient);
		const letGo = await hold(rig.fresh, rig.communityId);
		const origin = { communityId: rig.communityId, now: rig.clock.now };
		const wait = async (many: number) => {
			const began = performance.now();
			const notes = Array.from({ length: many }, (_, index) => ledger.submit(note, origin, { words: `${index}` }));
			const results = await Promise.allSettled(notes);
			expect(results.every(({ status }) => status === "rejected")).toBe(true);
			return performance.now() - began;
		};
		const one = await wait(1);
		expect(await wait(30)).toBeLessThan(3 * one);
		await letGo();
		done(await ledger.submit(note, origin, { words: "after" }));
		await impatient.close();
	});
});
