// Several thanks to one person in one channel: one public line that grows, shrinks and goes with what stands.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { revert } from "../../src/ledger/corrections.ts";
import { readNotice } from "../../src/ledger/notices.ts";
import { database } from "../storage/fresh.ts";
import { day, done, hour, minute, openRig, type Rig } from "./rig.ts";

const ROOMY = { thanks: { perDay: 1_000, perPairPerDay: 1_000, undoWithinMinutes: 10_000 } };

/** Who stands on the line of a thanks, as it would be worded. */
async function lineOf(rig: Rig, leadId: number): Promise<string[]> {
	const lines = await rig.ledger.readings.thanksTogether(rig.communityId, leadId);
	const names = new Map(["Ana", "Bo", "Cy", "Dee", "Eli", "Fay"].map((name) => [rig.idOf(name), name]));
	return lines.filter(({ undone }) => !undone).map(({ giverId }) => names.get(giverId) ?? "?");
}

const leadOf = async (rig: Rig, entryId: number): Promise<number> => {
	const { communityId } = rig;
	const entry = await rig.storage.db.entry.findUniqueOrThrow({
		where: { communityId_id: { communityId, id: entryId } },
	});
	return entry.leadId ?? entry.id;
};

const publicLines = async (rig: Rig) =>
	(await rig.notices({ kind: "thanks" })).map(({ subject, state }) => ({ subject, state }));

describe("several people thank the same one", () => {
	test("in the same channel: they share the first one's line, and hear that they joined it", async () => {
		const rig = await openRig();
		const first = done(await rig.thank("Bo", "Ana", { reason: "for the review" }));
		rig.pass(20 * minute);
		const second = done(await rig.thank("Cy", "Ana"));
		rig.pass(50 * minute);
		const third = done(await rig.thank("Dee", "Ana"));
		expect([first.joined, second.joined, third.joined]).toEqual([false, true, true]);
		expect(await lineOf(rig, first.entryId)).toEqual(["Bo", "Cy", "Dee"]);
		const subject = `entry:${first.entryId}`;
		expect(await publicLines(rig)).toEqual([1, 2, 3].map(() => ({ subject, state: "owed" })));
		expect(await rig.balance("Ana")).toBe(3);
		await rig.mustHold();
	});

	test("an hour after the last one a new line begins", async () => {
		const rig = await openRig();
		const first = done(await rig.thank("Bo", "Ana"));
		rig.pass(hour);
		const second = done(await rig.thank("Cy", "Ana"));
		expect(second.joined).toBe(false);
		rig.pass(minute);
		const third = done(await rig.thank("Dee", "Ana"));
		expect(await leadOf(rig, third.entryId)).toBe(second.entryId);
		expect(await lineOf(rig, first.entryId)).toEqual(["Bo"]);
		await rig.mustHold();
	});

	test("elsewhere, to somebody else, to two at once, or where the bot is not: each has a line of its own", async () => {
		const rig = await openRig();
		const absent = { ...(await rig.place("absent", "public")), present: false };
		done(await rig.thank("Bo", "Ana"));
		for (const thanked of [
			rig.thank("Cy", "Ana", { where: rig.secret }),
			rig.thank("Cy", "Dee"),
			rig.thank("Dee", ["Ana", "Bo"]),
			rig.thank("Eli", "Ana", { where: absent }),
			rig.thank("Fay", "Ana", { where: rig.direct }),
		]) {
			expect(done(await thanked).joined).toBe(false);
		}
		// What two people share is no line for one of them.
		expect(done(await rig.thank("Eli", "Bo")).joined).toBe(false);
		expect(done(await rig.thank("Fay", "Ana", { where: absent })).joined).toBe(false);
		await rig.mustHold();
	});

	test("as long as the policy says; with none, never", async () => {
		const rig = await openRig({ policy: { thanks: { pileMinutes: 0 } } });
		done(await rig.thank("Bo", "Ana"));
		expect(done(await rig.thank("Cy", "Ana")).joined).toBe(false);
		expect(await rig.storage.db.pile.count()).toBe(0);
		await rig.setPolicy({ thanks: { pileMinutes: 5 } });
		done(await rig.thank("Dee", "Ana"));
		rig.pass(4 * minute);
		expect(done(await rig.thank("Eli", "Ana")).joined).toBe(true);
		rig.pass(5 * minute);
		expect(done(await rig.thank("Fay", "Ana")).joined).toBe(false);
		await rig.mustHold();
	});

	test("at the same moment: one line, whoever comes first", async () => {
		const rig = await openRig();
		const givers = ["Bo", "Cy", "Dee", "Eli", "Fay"];
		const outcomes = (await Promise.all(givers.map((name) => rig.thank(name, "Ana", { key: name })))).map(done);
		expect(outcomes.filter(({ joined }) => !joined)).toHaveLength(1);
		const leads = new Set(await Promise.all(outcomes.map(({ entryId }) => leadOf(rig, entryId))));
		expect(leads.size).toBe(1);
		await rig.mustHold();
	});

	test("the first credit is explained once, and again only where that was never said", async () => {
		const rig = await openRig();
		done(await rig.thank("Bo", "Ana"));
		done(await rig.thank("Cy", "Ana"));
		expect(await rig.notices({ kind: "first-credit", state: "owed" })).toHaveLength(1);
		done(await rig.undo("Bo"));
		expect(await rig.notices({ kind: "first-credit", state: "owed" })).toEqual([]);
		done(await rig.thank("Dee", "Ana"));
		expect(await rig.notices({ kind: "first-credit", state: "owed" })).toHaveLength(1);
	});
});

describe("taken back", () => {
	test("one of them leaves the line; the first one, too; then the last", async () => {
		const rig = await openRig();
		const { entryId } = done(await rig.thank("Bo", "Ana"));
		for (const name of ["Cy", "Dee"]) done(await rig.thank(name, "Ana"));
		done(await rig.undo("Cy"));
		expect(await lineOf(rig, entryId)).toEqual(["Bo", "Dee"]);
		done(await rig.undo("Bo"));
		expect(await lineOf(rig, entryId)).toEqual(["Dee"]);
		// Somebody still stands on it: others join.
		expect(done(await rig.thank("Eli", "Ana")).joined).toBe(true);
		for (const name of ["Dee", "Eli"]) done(await rig.undo(name));
		expect(await lineOf(rig, entryId)).toEqual([]);
		// Nobody does: the next one begins a line.
		expect(done(await rig.thank("Fay", "Ana")).joined).toBe(false);
		await rig.mustHold();
	});

	test("each of them has the line changed, and what is owed of the others stays owed", async () => {
		const rig = await openRig();
		const { entryId } = done(await rig.thank("Bo", "Ana"));
		done(await rig.thank("Cy", "Ana"));
		done(await rig.undo("Bo"));
		const subject = `entry:${entryId}`;
		expect(await publicLines(rig)).toEqual([
			{ subject, state: "dropped" },
			{ subject, state: "owed" },
			{ subject, state: "owed" },
		]);
	});

	test("by an admin weeks later it is the same", async () => {
		const rig = await openRig();
		const { entryId } = done(await rig.thank("Bo", "Ana"));
		const joined = done(await rig.thank("Cy", "Ana"));
		rig.pass(20 * day);
		const by = { ...rig.person("Dee"), admin: true };
		done(await rig.submit(revert, { by, entryId: joined.entryId, reason: "a test" }));
		expect(await lineOf(rig, entryId)).toEqual(["Bo"]);
		const told = (await rig.notices({ kind: "thanks" })).map(readNotice);
		expect(told.at(-1)).toEqual({ kind: "thanks", entryId, of: joined.entryId });
		await rig.mustHold();
	});
});

describe("whatever happens in whatever order, however often it is delivered", () => {
	type Act = { by: number; passMs: number; back: boolean; times: number };
	const acts: fc.Arbitrary<Act[]> = fc.array(
		fc.record({
			by: fc.nat(3),
			passMs: fc.constantFrom(0, 0, minute, 30 * minute, 59 * minute, hour),
			back: fc.boolean(),
			times: fc.constantFrom(1, 1, 2, 3),
		}),
		{ minLength: 1, maxLength: 20 },
	);
	const GIVERS = ["Bo", "Cy", "Dee", "Eli"];

	test("the lines are those of a plain list, and the book holds", async () => {
		await fc.assert(
			fc.asyncProperty(acts, async (story) => {
				const rig = await openRig({ policy: ROOMY });
				/** Each line: who stands on it, in order, and when somebody joined it last. */
				const lines: { on: { by: string; stands: boolean }[]; lastAt: number; leadId: number }[] = [];
				for (const [index, { by: who, passMs, back, times }] of story.entries()) {
					rig.pass(passMs);
					const now = rig.clock.now.getTime();
					const by = GIVERS[who] ?? "Bo";
					const key = `k${index}`;
					if (back) {
						await Promise.all(Array.from({ length: times }, () => rig.undo(by, { key })));
						const all = lines.flatMap(({ on }) => on);
						const last = all.findLast((one) => one.by === by && one.stands);
						if (last) last.stands = false;
						continue;
					}
					const answers = await Promise.all(Array.from({ length: times }, () => rig.thank(by, "Ana", { key })));
					const [first, ...again] = answers.map(done);
					for (const one of again) expect(one).toEqual(first);
					const open = lines.at(-1);
					const joins = open !== undefined && now - open.lastAt < hour && open.on.some(({ stands }) => stands);
					expect(first?.joined).toBe(joins);
					const line = joins ? open : { on: [], lastAt: now, leadId: first?.entryId ?? 0 };
					if (!joins) lines.push(line);
					line.on.push({ by, stands: true });
					line.lastAt = now;
				}
				for (const { on, leadId } of lines) {
					const standing = on.filter(({ stands }) => stands).map(({ by }) => by);
					expect(await lineOf(rig, leadId)).toEqual(standing);
				}
				await rig.mustHold();
				await rig.ledger.idle();
				await rig.storage.close();
			}),
			{ numRuns: database === "sqlite" ? 40 : 12, interruptAfterTimeLimit: 40_000 },
		);
	}, 60_000);
});
