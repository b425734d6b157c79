import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Absence } from "../../src/rules/away.ts";
import * as rules from "../../src/rules/favors.ts";
import { type Policy, policySchema } from "../../src/rules/policy.ts";
import { Refused } from "../../src/rules/refusal.ts";
import { FAVOR_SIZES, type Favor, type FavorSize, type FavorState, type Someone } from "../../src/rules/types.ts";
import { ana, bo, cy, day, favor, gains, hour, later, NOON, refusalOf, someone, stranger, sum } from "./given.ts";

const policy = policySchema.parse({});

const STATES: FavorState[] = ["open", "accepted", "done", "kept", "declined", "cancelled", "expired"];
const UNDER_WAY: FavorState[] = ["open", "accepted", "done"];

/** A favor of Ana's in a state, with what that state brings; `targetId` 3 was asked of Bo alone. */
function inState(state: FavorState, change: Partial<Favor> = {}): Favor {
	const taken = state !== "open";
	return favor({
		state,
		helperId: taken ? (bo.id ?? null) : null,
		acceptedAt: taken ? NOON : null,
		doneAt: state === "done" || state === "kept" ? NOON : null,
		endedAt: UNDER_WAY.includes(state) ? null : NOON,
		nextAt: UNDER_WAY.includes(state) ? later(day) : null,
		...change,
	});
}

const ACTS = {
	accept: (of: Favor, by: Someone, now = NOON) => rules.accept(of, by, 0, policy, now),
	"give-back": (of: Favor, by: Someone, now = NOON) => rules.giveBack(of, by, policy, now),
	decline: (of: Favor, by: Someone, now = NOON) => rules.decline(of, by, now),
	done: (of: Favor, by: Someone, now = NOON) => rules.done(of, by, policy, now),
	"not-yet": (of: Favor, by: Someone, now = NOON) => rules.notYet(of, by, policy, now),
	confirm: (of: Favor, by: Someone, now = NOON) => rules.confirm(of, by, policy, now),
	"on-the-house": (of: Favor, by: Someone, now = NOON) => rules.onTheHouse(of, by, policy, now),
	cancel: (of: Favor, by: Someone, now = NOON) => rules.cancel(of, by, now),
	"go-on": (of: Favor, by: Someone, now = NOON) => rules.goOn(of, by, policy, now),
};
type Act = keyof typeof ACTS;
/** What the clock does; nobody is away unless it is said. */
const byItself = (of: Favor, now: Date, absences: readonly Absence[] = []) => rules.byItself(of, policy, now, absences);
const acts = Object.keys(ACTS) as Act[];

describe("asking", () => {
	const asking = (change: Partial<rules.Asking> = {}): rules.Asking => ({
		asker: ana,
		target: undefined,
		balance: 10,
		floor: 0,
		openFavors: 0,
		size: "normal",
		...change,
	});
	const ask = (change: Partial<rules.Asking> = {}, by: Policy = policy) => rules.decideAsk(asking(change), by, NOON);

	test.each([
		["small", 2],
		["normal", 4],
		["big", 8],
	] as const)("%s costs %i", (size, cost) => {
		expect(ask({ size })).toEqual({ askerId: 2, targetId: null, cost });
		expect(ask({ size, target: bo })).toEqual({ askerId: 2, targetId: 3, cost });
	});

	test("may use the last credit, down to the floor and no further", () => {
		expect(ask({ balance: 4 }).cost).toBe(4);
		expect(ask({ balance: 0, floor: -4 }).cost).toBe(4);
		expect(refusalOf(() => ask({ balance: 3 }))).toMatchObject({ reason: "not-enough", needs: 4, has: 3, floor: 0 });
		expect(refusalOf(() => ask({ balance: -1, floor: -4 }))).toMatchObject({ reason: "not-enough", has: -1 });
	});

	test.each([
		["normal", 3, true],
		["big", 2, true],
		["normal", 1, false],
		["small", 1, false],
	] as const)("%s with %i is refused; that small would do is %s", (size, balance, smallWouldDo) => {
		expect(refusalOf(() => ask({ size, balance }))).toEqual({
			reason: "not-enough",
			needs: policy.favor[size],
			has: balance,
			floor: 0,
			size,
			smallWouldDo,
			small: 2,
		});
	});

	test("for nothing is open to whoever is below the floor: nothing is spent", () => {
		const free = policySchema.parse({ favor: { small: 0 } });
		expect(ask({ size: "small", balance: -3 }, free).cost).toBe(0);
		expect(refusalOf(() => ask({ size: "normal", balance: -3 }, free))).toMatchObject({ smallWouldDo: true });
	});

	test("is granted whenever it leaves the floor or more, or costs nothing; and small would do when small is granted", () => {
		const costs = fc.nat(9);
		const sizes = fc.constantFrom<FavorSize>(...FAVOR_SIZES);
		const credit = fc.record({
			balance: fc.integer({ min: -9, max: 20 }),
			floor: fc.integer({ min: -9, max: 0 }),
			size: sizes,
		});
		fc.assert(
			fc.property(fc.record({ small: costs, normal: costs, big: costs }), credit, (favor, change) => {
				const by = policySchema.parse({ favor });
				const granted = (cost: number) => cost === 0 || change.balance - cost >= change.floor;
				const refusal = refusalOf(() => ask(change, by));
				if (granted(favor[change.size])) expect(refusal).toBeUndefined();
				else expect(refusal).toMatchObject({ reason: "not-enough", smallWouldDo: granted(favor.small) });
			}),
		);
	});

	test.each<[string, Partial<rules.Asking>, object]>([
		["of oneself", { target: ana }, { reason: "favor-of-yourself" }],
		["of a bot", { target: stranger("Botty", "bot") }, { reason: "not-a-person", names: ["Botty"] }],
		["of somebody outside", { target: stranger("Zoe", "stranger") }, { reason: "outside", names: ["Zoe"] }],
		["of somebody who left", { target: someone(3, "gone") }, { reason: "outside", names: ["Bo"] }],
		["of somebody who is paused", { target: { ...bo, frozen: true } }, { reason: "cannot-help", name: "Bo" }],
		["by somebody who left", { asker: someone(2, "gone") }, { reason: "not-a-member" }],
		["by a bot", { asker: stranger("Botty", "bot") }, { reason: "not-a-member" }],
		[
			"of somebody who is away until a day",
			{ target: bo, absence: { awaySince: NOON, awayUntil: later(day), timezone: "UTC" } },
			{ reason: "away", name: "Bo", until: later(day), timezone: "UTC" },
		],
		[
			"of somebody who is away",
			{ target: bo, balance: 0, absence: { awaySince: NOON, awayUntil: null, timezone: "UTC" } },
			{ reason: "away", name: "Bo", until: null, timezone: "UTC" },
		],
		["with three open", { openFavors: 3 }, { reason: "too-many-open", most: 3 }],
	])("%s is refused", (_what, change, refusal) => {
		expect(refusalOf(() => ask(change))).toEqual(refusal);
	});
});

test("whoever was away and is back may be asked", () => {
	const absence = { awaySince: later(-day), awayUntil: NOON, timezone: "UTC" };
	const asking = { asker: ana, target: bo, balance: 10, floor: 0, openFavors: 0, size: "normal", absence } as const;
	expect(rules.decideAsk(asking, policy, NOON).targetId).toBe(3);
});

describe("for the team", () => {
	const proposed = (change: Partial<Favor> = {}) => inState("open", { state: "proposed", fromPot: true, ...change });
	const approved = (state: FavorState) => inState(state, { fromPot: true, approvedBy: 4 });
	const propose = (change: Partial<Parameters<typeof rules.decidePropose>[0]> = {}) =>
		rules.decidePropose({ asker: ana, openFavors: 0, size: "normal", holds: 4, ...change }, policy);

	test("anybody may propose what the pot can pay", () => {
		expect(propose()).toEqual({ askerId: 2, cost: 4 });
		expect(refusalOf(() => propose({ holds: 3 }))).toEqual({ reason: "pot-too-low", needs: 4, holds: 3 });
		expect(refusalOf(() => propose({ openFavors: 3 }))).toEqual({ reason: "too-many-open", most: 3 });
		expect(refusalOf(() => propose({ asker: someone(2, "gone") }))).toEqual({ reason: "not-a-member" });
	});

	test("another member approves: the pot pays, and it waits a full week for somebody", () => {
		const step = rules.approve(proposed(), cy, 4, policy, later(day));
		expect(step.change).toEqual({ state: "open", approvedBy: 4, nextAt: later(8 * day) });
		expect(step.moves?.kind).toBe("favor-funded");
		expect(gains(step.moves?.postings ?? [])).toEqual({ 1: -4, 100: 4 });
	});

	test.each<[string, () => unknown, object]>([
		["its asker", () => rules.approve(proposed(), ana, 9, policy, NOON), { reason: "approve-your-own" }],
		["who left", () => rules.approve(proposed(), someone(4, "gone"), 9, policy, NOON), { reason: "not-a-member" }],
		[
			"anybody, once the pot holds too little",
			() => rules.approve(proposed(), cy, 3, policy, NOON),
			{ reason: "pot-too-low", needs: 4, holds: 3 },
		],
		[
			"anybody, twice",
			() => rules.approve(approved("open"), bo, 9, policy, NOON),
			{ reason: "favor-moved-on", state: "open", byYou: false },
		],
		[
			"anybody, for what somebody pays themselves",
			() => rules.approve(inState("open"), cy, 9, policy, NOON),
			{ reason: "no-such-favor" },
		],
	])("not by %s", (_what, act, refusal) => {
		expect(refusalOf(act)).toEqual(refusal);
	});

	test("whoever approved does not help, and nobody helps before it is approved", () => {
		expect(refusalOf(() => ACTS.accept(approved("open"), cy))).toEqual({ reason: "approved-it" });
		expect(refusalOf(() => ACTS.accept(proposed(), bo))?.reason).toBe("favor-moved-on");
		expect(ACTS.accept(approved("open"), bo).change.helperId).toBe(3);
	});

	test("unapproved for seven days it expires, and holds nothing that could come back", () => {
		const waiting = proposed({ nextAt: rules.expiresAt(NOON, policy) });
		expect(byItself(waiting, later(7 * day - 1))).toBeUndefined();
		const over = { state: "expired", endedAt: later(7 * day), nextAt: null };
		expect(byItself(waiting, later(7 * day))).toEqual({ change: over });
		expect(ACTS.cancel(waiting, ana)).toEqual({ change: { ...over, state: "cancelled", endedAt: NOON } });
	});

	test.each<[string, () => rules.Step | undefined]>([
		["cancelled", () => ACTS.cancel(approved("open"), ana)],
		["unanswered", () => byItself(approved("open"), later(2 * day))],
	])("%s: all of it goes back to the pot", (_what, act) => {
		const step = act();
		expect(step?.moves?.kind).toBe("favor-returned");
		expect(gains(step?.moves?.postings ?? [])).toEqual({ 100: -4, 1: 4 });
	});

	test("kept, the helper gets the cost and the bonus; on the house the pot has the cost back", () => {
		expect(gains(ACTS.confirm(approved("done"), ana).moves?.postings ?? [])).toEqual({ 100: -4, 3: 5, world: -1 });
		const onTheHouse = ACTS["on-the-house"](approved("accepted"), bo);
		expect(gains(onTheHouse.moves?.postings ?? [])).toEqual({ 100: -4, 1: 4, 3: 1, world: -1 });
	});
});

describe("who may do what, when", () => {
	const roles: [string, Someone, "asker" | "bo" | "other"][] = [
		["the asker", ana, "asker"],
		["Bo, who helps or was asked", bo, "bo"],
		["somebody else", cy, "other"],
		["a stranger", stranger("Zoe", "stranger"), "other"],
	];
	/** Who may, in which states; written down once more, from the plan. */
	const MAY: Record<Act, { who: ("asker" | "bo")[]; states: FavorState[]; wrongWho: string }> = {
		accept: { who: ["bo"], states: ["open"], wrongWho: "asked-somebody-else" },
		"give-back": { who: ["bo"], states: ["accepted"], wrongWho: "only-the-helper" },
		decline: { who: ["bo"], states: ["open"], wrongWho: "only-the-one-asked" },
		done: { who: ["bo"], states: ["accepted"], wrongWho: "only-the-helper" },
		"not-yet": { who: ["asker"], states: ["done"], wrongWho: "only-the-asker" },
		confirm: { who: ["asker"], states: ["accepted", "done"], wrongWho: "only-the-asker" },
		"on-the-house": { who: ["bo"], states: ["accepted", "done"], wrongWho: "only-the-helper" },
		cancel: { who: ["asker"], states: ["open", "accepted"], wrongWho: "only-the-asker" },
		"go-on": { who: ["asker", "bo"], states: ["accepted"], wrongWho: "only-the-asker" },
	};
	const INTO: Record<Act, FavorState> = {
		accept: "accepted",
		"give-back": "declined",
		decline: "declined",
		done: "done",
		"not-yet": "accepted",
		confirm: "kept",
		"on-the-house": "kept",
		cancel: "cancelled",
		"go-on": "accepted",
	};
	const cases = acts.flatMap((act) => STATES.flatMap((state) => roles.map((role) => [act, state, ...role] as const)));

	test.each(cases)("%s, asked of Bo and %s: by %s", (act, state, _who, person, role) => {
		const asked = inState(state, { targetId: 3 });
		const { who, states, wrongWho } = MAY[act];
		const refusal = refusalOf(() => ACTS[act](asked, person));
		if ((who as string[]).includes(role) && states.includes(state)) {
			expect(refusal).toBeUndefined();
			expect(ACTS[act](asked, person).change.state ?? asked.state).toBe(INTO[act]);
			return;
		}
		const reason = (() => {
			if (act === "accept" && person.id === undefined) return "not-a-member";
			if (act === "accept" && role === "asker") return "own-favor";
			if (!(who as string[]).includes(role)) return wrongWho;
			// Whom an open favor was asked of does not help yet.
			if (state === "open" && wrongWho === "only-the-helper") return wrongWho;
			if (state === "open" && act === "go-on" && role === "bo") return wrongWho;
			return act === "cancel" && state === "done" ? "done-already" : "favor-moved-on";
		})();
		expect(refusal?.reason).toBe(reason);
	});

	test("asked of anyone: whoever comes first may help, and nobody may decline", () => {
		const open = inState("open");
		for (const helper of [bo, cy]) expect(ACTS.accept(open, helper).change.helperId).toBe(helper.id);
		for (const person of [ana, bo, cy]) {
			expect(refusalOf(() => ACTS.decline(open, person))?.reason).toBe("only-the-one-asked");
		}
		expect(refusalOf(() => ACTS.accept(inState("accepted"), cy))).toEqual({
			reason: "favor-moved-on",
			state: "accepted",
			byYou: false,
		});
		expect(refusalOf(() => ACTS.accept(inState("accepted"), bo))).toMatchObject({ byYou: true });
	});

	test.each(["gone", "bot", "stranger"] as const)("nobody takes up a favor as %s", (kind) => {
		expect(refusalOf(() => ACTS.accept(inState("open"), someone(4, kind)))?.reason).toBe("not-a-member");
	});

	test("nobody is under way with more than three", () => {
		expect(rules.accept(inState("open"), bo, 2, policy, NOON).change.state).toBe("accepted");
		expect(refusalOf(() => rules.accept(inState("open"), bo, 3, policy, NOON))).toEqual({
			reason: "too-many-under-way",
			most: 3,
		});
	});
});

describe("not now", () => {
	test("may be said by anybody but the asker, of what is open to anyone", () => {
		for (const person of [bo, cy, someone(6, "guest")]) expect(rules.pass(inState("open"), person)).toBe(person.id);
	});

	test.each<[string, () => unknown, object]>([
		["the asker", () => rules.pass(inState("open"), ana), { reason: "own-favor" }],
		["whom it was asked of", () => rules.pass(inState("open", { targetId: 3 }), bo), { reason: "asked-somebody-else" }],
		["others than that one", () => rules.pass(inState("open", { targetId: 3 }), cy), { reason: "asked-somebody-else" }],
		["who left", () => rules.pass(inState("open"), someone(4, "gone")), { reason: "not-a-member" }],
		["a stranger", () => rules.pass(inState("open"), stranger("Zoe", "stranger")), { reason: "not-a-member" }],
		[
			"anybody, once it was taken up",
			() => rules.pass(inState("accepted"), cy),
			{ reason: "favor-moved-on", state: "accepted", byYou: false },
		],
		[
			"whoever took it up",
			() => rules.pass(inState("accepted"), bo),
			{ reason: "favor-moved-on", state: "accepted", byYou: true },
		],
	])("is not said by %s", (_who, act, refusal) => {
		expect(refusalOf(act)).toEqual(refusal);
	});
});

describe("what moves", () => {
	test("kept: the cost to the helper, and the bonus is minted", () => {
		const kept = ACTS.confirm(inState("done"), ana);
		expect(kept.moves?.kind).toBe("favor-kept");
		expect(gains(kept.moves?.postings ?? [])).toEqual({ 100: -4, 3: 5, world: -1 });
	});

	test("on the house: the cost back to the asker, the bonus to the helper", () => {
		const kept = ACTS["on-the-house"](inState("accepted"), bo);
		expect(kept.moves?.kind).toBe("favor-kept");
		expect(gains(kept.moves?.postings ?? [])).toEqual({ 100: -4, 2: 4, 3: 1, world: -1 });
	});

	test.each<[Act, FavorState, Someone]>([
		["decline", "open", bo],
		["give-back", "accepted", bo],
		["cancel", "open", ana],
		["cancel", "accepted", ana],
	])("%s while %s: all of it comes back", (act, state, by) => {
		const ended = ACTS[act](inState(state, { targetId: 3 }), by);
		expect(ended.moves?.kind).toBe("favor-returned");
		expect(gains(ended.moves?.postings ?? [])).toEqual({ 100: -4, 2: 4 });
		expect(ended.change).toMatchObject({ endedAt: NOON, nextAt: null });
	});

	test("nothing, while it is under way", () => {
		for (const [act, state, by] of [
			["accept", "open", bo],
			["done", "accepted", bo],
			["not-yet", "done", ana],
			["go-on", "accepted", ana],
			["give-back", "accepted", bo],
		] as const) {
			expect(ACTS[act](inState(state), by).moves).toBeUndefined();
		}
	});

	test("nothing, where nobody helped: that is a mistake of ours, not one that a person can mend", () => {
		const impossible = inState("done", { helperId: null });
		for (const end of [() => ACTS.confirm(impossible, ana), () => byItself(impossible, later(2 * day))]) {
			expect(end).toThrow(/favor 100\b.*\bdone\b.*\bhelper/u);
			expect(end).not.toThrow(Refused);
		}
	});

	test("no bonus where the community mints none", () => {
		const plain = policySchema.parse({ favor: { bonus: 0 } });
		expect(gains(rules.confirm(inState("done"), ana, plain, NOON).moves?.postings ?? [])).toEqual({ 100: -4, 3: 4 });
		expect(gains(rules.onTheHouse(inState("done"), bo, plain, NOON).moves?.postings ?? [])).toEqual({ 100: -4, 2: 4 });
	});
});

describe("given back by whoever took it up", () => {
	test("it waits for anyone again, a full week, as if nobody had come", () => {
		const accepted = inState("accepted", { notYet: true, doneAt: NOON, questionedAt: NOON });
		expect(ACTS["give-back"](accepted, bo, later(3 * day)).change).toEqual({
			state: "open",
			helperId: null,
			acceptedAt: null,
			doneAt: null,
			notYet: false,
			questionedAt: null,
			nextAt: later(10 * day),
		});
	});
});

describe("not yet", () => {
	test("does not make what was said to be done one to cancel", () => {
		const back = { ...inState("done"), ...ACTS["not-yet"](inState("done"), ana).change };
		expect(back.state).toBe("accepted");
		expect(refusalOf(() => ACTS.cancel(back, ana))).toEqual({ reason: "done-already" });
		expect(refusalOf(() => ACTS.cancel(inState("kept"), ana))?.reason).toBe("favor-moved-on");
	});

	test("is said once", () => {
		expect(ACTS["not-yet"](inState("done"), ana).change).toMatchObject({ state: "accepted", notYet: true });
		expect(refusalOf(() => ACTS["not-yet"](inState("done", { notYet: true }), ana))).toEqual({
			reason: "not-yet-said",
		});
	});

	test("and the silence still counts from the first done", () => {
		const back = inState("accepted", { notYet: true, doneAt: NOON });
		expect(ACTS.done(back, bo, later(30 * hour)).change).toMatchObject({
			state: "done",
			doneAt: NOON,
			nextAt: later(72 * hour),
		});
	});
});

describe("by itself", () => {
	test("nothing happens before its time, nor after its end", () => {
		for (const state of STATES) {
			expect(byItself(inState(state, { nextAt: later(1) }), NOON)).toBeUndefined();
			expect(byItself(inState(state, { nextAt: null }), later(1000 * day))).toBeUndefined();
		}
		for (const state of STATES.filter((one) => !UNDER_WAY.includes(one))) {
			expect(byItself(inState(state, { nextAt: NOON }), NOON)).toBeUndefined();
		}
	});

	test("unanswered for seven days, it expires and all comes back", () => {
		const asked = favor({ nextAt: rules.expiresAt(NOON, policy) });
		expect(byItself(asked, later(7 * day - 1))).toBeUndefined();
		const step = byItself(asked, later(7 * day));
		expect(step?.change).toEqual({ state: "expired", endedAt: later(7 * day), nextAt: null });
		expect(gains(step?.moves?.postings ?? [])).toEqual({ 100: -4, 2: 4 });
	});

	test("done and silent for 72 hours, it is kept", () => {
		const { change } = ACTS.done(inState("accepted"), bo);
		const done = { ...inState("accepted"), ...change };
		expect(byItself(done, later(72 * hour - 1))).toBeUndefined();
		const step = byItself(done, later(72 * hour));
		expect(step?.change.state).toBe("kept");
		expect(gains(step?.moves?.postings ?? [])).toEqual({ 100: -4, 3: 5, world: -1 });
	});

	describe("accepted and quiet", () => {
		const accepted = (dueAt: Date | null) => ({ ...favor({ dueAt }), ...ACTS.accept(favor({ dueAt }), bo).change });

		test.each<[string, Date | null, number]>([
			["without a date, after fourteen days", null, 14],
			["three days past its date", later(5 * day), 8],
			["its date long gone when it was taken up: three days on", later(-30 * day), 3],
			["its date far away: after fourteen days all the same", later(60 * day), 14],
		])("%s", (_what, dueAt, days) => {
			const quiet = accepted(dueAt);
			expect(byItself(quiet, later(days * day - 1))).toBeUndefined();
			const asked = byItself(quiet, later(days * day));
			expect(asked).toEqual({ change: { questionedAt: later(days * day), nextAt: later((days + 3) * day) } });
			const released = byItself({ ...quiet, ...asked?.change }, later((days + 3) * day));
			expect(released?.change.state).toBe("expired");
			expect(gains(released?.moves?.postings ?? [])).toEqual({ 100: -4, 2: 4 });
		});

		test("while one of the two is away, the question waits a day, and comes once both are back", () => {
			const due = accepted(null);
			const here: Absence = { awaySince: null, awayUntil: null };
			const away: Absence = { awaySince: later(13 * day), awayUntil: later(14 * day + hour) };
			for (const absences of [
				[away, here],
				[here, away],
			]) {
				expect(byItself(due, later(14 * day), absences)).toEqual({ change: { nextAt: later(15 * day) } });
				expect(byItself(due, later(14 * day + hour), absences)?.change.questionedAt).toEqual(later(14 * day + hour));
			}
			expect(byItself(due, later(14 * day), [here, here])?.change.questionedAt).toEqual(later(14 * day));
		});

		test("asked already, it ends in its time, whoever is away by then", () => {
			const questioned = inState("accepted", { questionedAt: NOON, nextAt: later(3 * day) });
			const away = { awaySince: later(day), awayUntil: null };
			expect(byItself(questioned, later(3 * day), [away])?.change.state).toBe("expired");
		});

		test("either of the two may say that it goes on, for another fourteen days", () => {
			const questioned = inState("accepted", { questionedAt: NOON, nextAt: later(3 * day) });
			for (const person of [ana, bo]) {
				const { change } = ACTS["go-on"](questioned, person, later(day));
				expect(change).toEqual({ questionedAt: null, nextAt: later(15 * day) });
			}
		});

		test("done in time answers the question, too", () => {
			const questioned = inState("accepted", { questionedAt: NOON, nextAt: later(3 * day) });
			expect(ACTS.done(questioned, bo, later(day)).change).toMatchObject({ questionedAt: null });
		});
	});
});

describe("whatever people and the clock do", () => {
	type Move = { act: Act | "clock"; by: number; afterMs: number };
	const moves = fc.array(
		fc.record({
			act: fc.constantFrom<Act | "clock">(...acts, "clock", "clock"),
			by: fc.integer({ min: 2, max: 4 }),
			afterMs: fc.integer({ min: 0, max: 6 * day }),
		}),
		{ maxLength: 30 },
	);
	const starts = fc.record({
		targetId: fc.constantFrom(null, 3),
		cost: fc.integer({ min: 0, max: 9 }),
		dueAt: fc.option(fc.integer({ min: -day, max: 30 * day }).map((ms) => later(ms))),
	});

	/** Plays the moves that are allowed. Answers with the favor, its escrow, and how often it ended. */
	function play(start: Partial<Favor>, many: Move[]) {
		let now = NOON;
		let current = favor({ ...start, nextAt: rules.expiresAt(NOON, policy) });
		let escrow = current.cost;
		let endings = 0;
		let bonus = 0;
		for (const { act, by, afterMs } of many) {
			now = later(afterMs, now);
			let step: rules.Step | undefined;
			const refusal = refusalOf(() => {
				step = act === "clock" ? byItself(current, now) : ACTS[act](current, someone(by), now);
			});
			if (refusal) expect(step).toBeUndefined();
			if (!step) continue;
			expect(UNDER_WAY).toContain(current.state);
			current = { ...current, ...step.change };
			if (!step.moves) continue;
			endings += 1;
			expect(sum(step.moves.postings)).toBe(0);
			const moved = gains(step.moves.postings);
			escrow += moved["100"] ?? 0;
			bonus -= moved["world"] ?? 0;
		}
		return { current, escrow, endings, bonus, now };
	}

	test("a favor ends once at most, its escrow is its cost until then and nothing afterwards, never less", () => {
		fc.assert(
			fc.property(starts, moves, (start, many) => {
				const { current, escrow, endings, bonus } = play(start, many);
				const isOver = !UNDER_WAY.includes(current.state);
				expect(endings).toBe(isOver ? 1 : 0);
				expect(escrow).toBe(isOver ? 0 : current.cost);
				expect(bonus).toBe(current.state === "kept" ? policy.favor.bonus : 0);
				expect(current.nextAt === null).toBe(isOver);
				expect(current.endedAt !== null).toBe(isOver);
				expect(current.helperId !== null || !["accepted", "done", "kept"].includes(current.state)).toBe(true);
			}),
			{ numRuns: 400 },
		);
	});

	test("left alone, every favor comes to an end", () => {
		fc.assert(
			fc.property(starts, moves, (start, many) => {
				let { current, now } = play(start, many);
				for (let times = 0; current.nextAt !== null; times++) {
					expect(times).toBeLessThan(3);
					now = new Date(Math.max(now.getTime(), current.nextAt.getTime()));
					const step = byItself(current, now);
					expect(step).toBeDefined();
					current = { ...current, ...step?.change };
				}
				expect(UNDER_WAY).not.toContain(current.state);
			}),
			{ numRuns: 400 },
		);
	});
});
