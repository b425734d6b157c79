// Random people do random things, some of them delivered several times, at once and late, while the clock moves:
// the ledger and a plain model of the game agree on every answer and on what everybody has. A failure prints the seed
// with which it can be run again, and the shortest story that fails.
import fc from "fast-check";
import { expect, test } from "vitest";
import { jobs } from "../../src/jobs/jobs.ts";
import type { Answer } from "../../src/ledger/list.ts";
import { database } from "../storage/fresh.ts";
import { type Act, createModel, type Model, PEOPLE, STEPS, ZONES } from "./model.ts";
import { day, hour, minute, openRig, type Rig } from "./rig.ts";

/**
 * What somebody has a mind to do, in numbers: who and what exactly is found when it is done, so that most of it makes
 * sense. `times` it is delivered at once; `again` it is an earlier one, delivered once more.
 */
type Wish = {
	kind: Act["act"];
	by: number;
	which: number;
	what: number;
	plain: boolean;
	times: number;
	again: number | undefined;
};
type Round = { passMs: number; wishes: Wish[] };

const anyOf = (most: number) => fc.nat(most);

const wishes: fc.Arbitrary<Wish> = fc.record({
	kind: fc.constantFrom("thank", "thank", "react", "react", "undo", "ask", "step", "step", "step", "step" as const),
	by: anyOf(PEOPLE.length - 1),
	which: anyOf(999),
	what: anyOf(999),
	plain: fc.constantFrom(true, true, true, true, false),
	times: fc.constantFrom(1, 1, 1, 2, 3),
	again: fc.option(anyOf(60), { nil: undefined, freq: 6 }),
});
/** Without the small numbers that fast-check likes: each is as likely as the next. */
const rounds: fc.Arbitrary<Round[]> = fc.noBias(
	fc.array(
		fc.record({
			passMs: fc.constantFrom(
				0,
				0,
				minute,
				2 * minute,
				14 * minute,
				hour,
				3 * hour,
				11 * hour,
				2 * day,
				4 * day,
				8 * day,
			),
			wishes: fc.array(wishes, { minLength: 1, maxLength: 8 }),
		}),
		{ minLength: 1, maxLength: 30, size: "max" },
	),
);

const pick = <T>(items: readonly T[], index: number): T => items[index % items.length] as T;

/** From a wish to what is really done: mostly something that may be allowed. */
function actOf({ kind, by: index, which, what, plain }: Wish, model: Model, known: number): Act {
	const by = pick(PEOPLE, index);
	const others = plain ? PEOPLE.filter((name) => name !== by) : PEOPLE;
	switch (kind) {
		case "thank":
			return {
				act: "thank",
				by,
				to: others.filter((_name, at) => (which + 1) & (1 << at)).concat(plain ? [] : [by]),
				amount: plain ? 1 + (what % 3) : what % 5,
			};
		case "react":
			return {
				act: "react",
				by,
				author: pick(others, which),
				message: pick(["M1", "M2"], what),
				added: what % 5 < 3,
				order: plain ? 1_000 + (what % 30) : what,
			};
		case "undo":
			return { act: "undo", by };
		case "ask":
			return {
				act: "ask",
				by,
				of: which % 3 === 0 ? pick(others, what) : undefined,
				size: pick(["small", "small", "normal", "big"] as const, what),
			};
		case "step": {
			const underWay = model.underWay().filter((one) => one < known);
			const favor = plain && underWay.length > 0 ? pick(underWay, which) : which % 10;
			const { asker, helper, of, state } = model.favorAt(favor);
			const step = pick(plain ? (LIKELY[state] ?? STEPS) : STEPS, what + which);
			const role = ROLES[step] ?? "helper";
			const likely = { asker, helper: helper ?? of ?? by, either: pick([asker, helper ?? by], what) }[role];
			return { act: "step", by: plain ? likely : by, favor, step };
		}
	}
}

const ROLES: Record<string, "asker" | "either"> = {
	"not-yet": "asker",
	confirm: "asker",
	cancel: "asker",
	"go-on": "either",
};

const LIKELY: Record<string, readonly (typeof STEPS)[number][]> = {
	open: ["accept", "accept", "accept", "decline", "cancel"],
	accepted: ["done", "done", "done", "done", "give-back", "confirm", "on-the-house", "cancel", "go-on"],
	done: ["not-yet", "not-yet", "confirm", "on-the-house", "give-back", "cancel"],
};

/** What everybody begins with. */
const CREDITS = 6;

type Delivered = { key: string; what: Act; answer: Answer<unknown> | undefined; at: number };

/** No platform delivers again so late, and no receipt is promised to be there. */
const LATEST_AGAIN_MS = 30 * day;

async function perform(rig: Rig, favorIds: readonly number[], { key, what }: Delivered): Promise<Answer<unknown>> {
	const said = { key, fingerprint: JSON.stringify(what) };
	const { by } = what;
	switch (what.act) {
		case "thank":
			return rig.thank(by, what.to, { amount: what.amount, timezone: ZONES[by] ?? "UTC", ...said });
		case "react":
			return rig.react(by, what.author, { ...what, timezone: ZONES[by] ?? "UTC", ...said });
		case "undo":
			return rig.undo(by, said);
		case "ask":
			return rig.ask(by, { size: what.size, ...(what.of === undefined ? {} : { of: what.of }), ...said });
		case "step": {
			const favorId = favorIds[what.favor] ?? 9_999;
			const decline = { step: "decline" as const, why: "other" as const, because: "", insteadId: null };
			return rig.step(by, favorId, what.step === "decline" ? decline : what.step, said);
		}
	}
}

/** Plays a story on a new book and on the model. Answers with how many deliveries it took. */
async function play(story: Round[]): Promise<number> {
	const rig = await openRig({ people: PEOPLE });
	for (const name of PEOPLE) await rig.fund(name, CREDITS);
	const model = createModel(rig.clock.now.getTime(), CREDITS);
	const community = { id: rig.communityId, timezone: "UTC" };
	const clock = jobs.find(({ name }) => name === "favors");
	const known: Delivered[] = [];
	const favorIds: number[] = [];
	let deliveries = 0;

	for (const { passMs, wishes } of story) {
		rig.pass(passMs);
		const now = rig.clock.now.getTime();
		await clock?.run(rig.ledger, community, rig.clock.now, "now");
		model.look(now);

		// What is asked in a batch has no id yet that the others of it could name.
		const askedBefore = favorIds.length;
		const batch: { delivered: Delivered; expected: boolean; first: boolean }[] = [];
		for (const wish of wishes) {
			const again = wish.again === undefined ? undefined : known[wish.again];
			const earlier = again && now - again.at < LATEST_AGAIN_MS ? again : undefined;
			const what = actOf(wish, model, askedBefore);
			const delivered = earlier ?? { key: `k${known.length}`, what, answer: undefined, at: now };
			if (!earlier) known.push(delivered);
			for (let time = 0; time < wish.times; time++) {
				// Once done, a key answers the same; refused, it is tried again.
				const wasDone = delivered.answer?.refused === undefined && delivered.answer !== undefined;
				const before = batch.find((one) => one.delivered === delivered && one.expected);
				const first = !wasDone && !before;
				batch.push({ delivered, first, expected: first ? model.play(delivered.what, now, askedBefore) : true });
			}
		}
		deliveries += batch.length;
		const answers = await Promise.all(batch.map(({ delivered }) => perform(rig, favorIds, delivered)));
		for (const [index, { delivered, expected, first }] of batch.entries()) {
			const answer = answers[index] as Answer<unknown>;
			expect({ what: delivered.what, done: answer.refused === undefined, why: answer.refused }).toMatchObject({
				done: expected,
			});
			if (!first && delivered.answer?.refused === undefined) expect(answer).toEqual(delivered.answer);
			if (first && expected && delivered.what.act === "ask")
				favorIds.push((answer.done as { favorId: number }).favorId);
			delivered.answer = answer;
		}

		expect(await rig.balances()).toEqual(model.balances());
		for (const name of PEOPLE) {
			expect([name, (await rig.wallet(name, ZONES[name])).thanks.left]).toEqual([name, model.left(name, now)]);
		}
		const favors = await Promise.all(
			favorIds.map(async (id) => ({ state: (await rig.favor(id)).state, escrow: await rig.escrow(id) })),
		);
		expect(favors).toEqual(model.favors());
	}
	await rig.mustHold();
	await rig.ledger.idle();
	await rig.storage.close();
	return deliveries;
}

test("the ledger and the model agree, whatever people do", async () => {
	let deliveries = 0;
	await fc.assert(
		fc.asyncProperty(rounds, async (story) => {
			deliveries += await play(story);
		}),
		{ numRuns: database === "sqlite" ? 50 : 20, interruptAfterTimeLimit: 60_000 },
	);
	expect(deliveries).toBeGreaterThan(500);
}, 90_000);
