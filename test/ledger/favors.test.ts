// A favor's life through the ledger: credits set aside, moved or given back, limits, and who hears of what.
import { describe, expect, test } from "vitest";
import { advance, type FavorStep } from "../../src/ledger/favors.ts";
import { readNotice } from "../../src/ledger/notices.ts";
import { day, done, openRig, personCalled, type Rig, refused } from "./rig.ts";

const SETTLED = { floor: { newcomerDays: 0 } };
const notNow = (because = "", insteadId: number | null = null): FavorStep => ({
	step: "decline",
	why: "busy",
	because,
	insteadId,
});

/** Ana has ten credits and asks; whoever is named goes through the steps. */
async function story(rig: Rig, of: string | undefined, ...steps: [string, string | FavorStep][]) {
	const { favorId } = done(await rig.ask("Ana", of === undefined ? {} : { of }));
	for (const [by, step] of steps) done(await rig.step(by, favorId, step));
	return favorId;
}

async function openFunded(policy: object = SETTLED): Promise<Rig> {
	const rig = await openRig({ policy });
	for (const name of ["Ana", "Bo"]) await rig.fund(name, 10);
	return rig;
}

describe("asking", () => {
	test("sets the cost aside at once, in an escrow of its own", async () => {
		const rig = await openFunded();
		const { favorId, cost, targetId } = done(await rig.ask("Ana", { size: "big", text: "look at my PR" }));
		expect([cost, targetId]).toEqual([8, null]);
		expect([await rig.balance("Ana"), await rig.escrow(favorId)]).toEqual([2, 8]);
		expect(await rig.favor(favorId)).toMatchObject({ state: "open", size: "big", cost: 8, helperId: null });
		expect(await rig.wallet("Ana")).toMatchObject({ balance: 2, setAside: 8, available: 2, meter: { asked: 1 } });
		await rig.mustHold();
	});

	test("is refused with what is missing, and leaves no trace", async () => {
		const rig = await openFunded();
		done(await rig.ask("Ana", { size: "big" }));
		const before = await rig.mustHold();
		expect(refused(await rig.ask("Ana"))).toEqual({
			reason: "not-enough",
			needs: 4,
			has: 2,
			floor: 0,
			size: "normal",
			smallWouldDo: true,
			small: 2,
		});
		expect(await rig.mustHold()).toEqual(before);
		expect(await rig.storage.db.favor.count()).toBe(1);
	});

	test("on trust goes one big favor below zero in the first sixty days, not after", async () => {
		const rig = await openRig();
		done(await rig.ask("Ana", { size: "big" }));
		expect(await rig.balance("Ana")).toBe(-8);
		expect(refused(await rig.ask("Ana", { size: "small" }))).toMatchObject({ has: -8, floor: -8 });
		rig.pass(60 * day - 1);
		done(await rig.ask("Bo"));
		rig.pass(1);
		expect(refused(await rig.ask("Cy", { size: "small" }))).toMatchObject({ has: 0, floor: 0 });
		await rig.mustHold();
	});

	test("at most three are open, and one that ended makes room", async () => {
		const rig = await openFunded();
		const ids = [];
		for (let count = 0; count < 3; count++) ids.push(done(await rig.ask("Ana", { size: "small" })).favorId);
		expect(refused(await rig.ask("Ana", { size: "small" }))).toEqual({ reason: "too-many-open", most: 3 });
		// Taken up, it still counts as open.
		done(await rig.step("Bo", ids[0] ?? 0, "accept"));
		refused(await rig.ask("Ana", { size: "small" }));
		done(await rig.step("Ana", ids[0] ?? 0, "cancel"));
		done(await rig.ask("Ana", { size: "small" }));
		await rig.mustHold();
	});

	test("of anyone needs a channel where the bot is; of one person it does not", async () => {
		const rig = await openFunded();
		const away = await rig.place("away", "public", false);
		for (const where of [rig.direct, away]) {
			expect(refused(await rig.ask("Ana", { where }))).toEqual({ reason: "bot-not-here" });
			done(await rig.ask("Ana", { where, of: "Bo", size: "small" }));
		}
		await rig.mustHold();
	});

	test("by somebody who is none, or of somebody who is none, is refused", async () => {
		const rig = await openFunded();
		expect(refused(await rig.ask("Nobody")).reason).toBe("not-a-member");
		expect(refused(await rig.ask("Ana", { of: "Nobody" })).reason).toBe("outside");
		expect(refused(await rig.ask("Ana", { of: "Ana" })).reason).toBe("favor-of-yourself");
	});
});

describe("how it ends, and who has what then", () => {
	test.each<[string, string | undefined, [string, string | FavorStep][], string, Record<string, number>]>([
		[
			"kept, from done",
			undefined,
			[
				["Bo", "accept"],
				["Bo", "done"],
				["Ana", "confirm"],
			],
			"kept",
			{ Ana: 6, Bo: 15 },
		],
		[
			"kept, from accepted",
			undefined,
			[
				["Bo", "accept"],
				["Ana", "confirm"],
			],
			"kept",
			{ Ana: 6, Bo: 15 },
		],
		[
			"kept, asked of one",
			"Bo",
			[
				["Bo", "accept"],
				["Bo", "done"],
				["Ana", "confirm"],
			],
			"kept",
			{ Ana: 6, Bo: 15 },
		],
		[
			"kept, after not yet",
			undefined,
			[
				["Bo", "accept"],
				["Bo", "done"],
				["Ana", "not-yet"],
				["Bo", "done"],
				["Ana", "confirm"],
			],
			"kept",
			{ Ana: 6, Bo: 15 },
		],
		[
			"on the house",
			undefined,
			[
				["Bo", "accept"],
				["Bo", "on-the-house"],
			],
			"kept",
			{ Ana: 10, Bo: 11 },
		],
		[
			"on the house, from done",
			"Bo",
			[
				["Bo", "accept"],
				["Bo", "done"],
				["Bo", "on-the-house"],
			],
			"kept",
			{ Ana: 10, Bo: 11 },
		],
		["declined", "Bo", [["Bo", notNow("on holiday")]], "declined", { Ana: 10, Bo: 10 }],
		[
			"given back by the one asked",
			"Bo",
			[
				["Bo", "accept"],
				["Bo", "give-back"],
			],
			"declined",
			{ Ana: 10, Bo: 10 },
		],
		["cancelled while open", undefined, [["Ana", "cancel"]], "cancelled", { Ana: 10, Bo: 10 }],
		[
			"cancelled while under way",
			undefined,
			[
				["Bo", "accept"],
				["Ana", "cancel"],
			],
			"cancelled",
			{ Ana: 10, Bo: 10 },
		],
		[
			"kept by another, after one gave it back",
			undefined,
			[
				["Cy", "accept"],
				["Cy", "give-back"],
				["Bo", "accept"],
				["Ana", "confirm"],
			],
			"kept",
			{ Ana: 6, Bo: 15, Cy: 0 },
		],
	])("%s", async (_what, of, steps, state, balances) => {
		const rig = await openFunded();
		const favorId = await story(rig, of, ...steps);
		expect((await rig.favor(favorId)).state).toBe(state);
		expect(await rig.balances()).toMatchObject(balances);
		expect(await rig.escrow(favorId)).toBe(0);
		const meter = (await rig.wallet("Ana")).meter;
		expect(meter.asked).toBe(state === "kept" ? 1 : 0);
		expect((await rig.wallet("Bo")).meter.kept).toBe(state === "kept" ? 1 : 0);
		await rig.mustHold();
		// It is over: whatever anybody does now is refused, and moves nothing.
		for (const by of ["Ana", "Bo", "Cy"]) {
			for (const step of ["accept", "give-back", "done", "not-yet", "confirm", "on-the-house", "cancel", "go-on"]) {
				refused(await rig.step(by, favorId, step));
			}
			refused(await rig.step(by, favorId, notNow()));
		}
		expect(await rig.balances()).toMatchObject(balances);
	});

	test("what the helper gained is told: the cost and the bonus, or the bonus alone", async () => {
		const rig = await openFunded();
		const kept = await story(rig, undefined, ["Bo", "accept"]);
		expect(done(await rig.step("Ana", kept, "confirm"))).toMatchObject({ event: "kept", gained: 5, cost: 4 });
		const house = await story(rig, undefined, ["Bo", "accept"]);
		expect(done(await rig.step("Bo", house, "on-the-house"))).toMatchObject({ event: "on-the-house", gained: 1 });
		const returned = await story(rig, undefined);
		expect(done(await rig.step("Ana", returned, "cancel"))).toMatchObject({ event: "cancelled", gained: 0 });
	});

	test("an answer that comes too late is told what it is now", async () => {
		const rig = await openFunded();
		const favorId = await story(rig, undefined, ["Bo", "accept"]);
		expect(refused(await rig.step("Cy", favorId, "accept"))).toEqual({
			reason: "favor-moved-on",
			state: "accepted",
			byYou: false,
		});
		expect(refused(await rig.step("Bo", favorId, "accept"))).toMatchObject({ byYou: true });
		expect(refused(await rig.step("Cy", 999, "accept"))).toEqual({ reason: "no-such-favor" });
		// A member's account is no favor, though its id is of the same kind.
		expect(refused(await rig.step("Cy", rig.idOf("Ana"), "accept"))).toEqual({ reason: "no-such-favor" });
	});
});

describe("many at once", () => {
	test("of those who reach for one favor, one gets it", async () => {
		const rig = await openFunded();
		const favorId = await story(rig, undefined);
		const answers = await Promise.all(["Bo", "Cy", "Dee", "Eli", "Fay"].map((by) => rig.step(by, favorId, "accept")));
		expect(answers.filter(({ refused: refusal }) => !refusal)).toHaveLength(1);
	});

	test("confirmed, cancelled and waived in one moment, it ends once", async () => {
		const rig = await openFunded();
		for (let round = 0; round < 10; round++) {
			const favorId = await story(rig, undefined, ["Bo", "accept"]);
			const steps = [
				rig.step("Ana", favorId, "confirm"),
				rig.step("Ana", favorId, "cancel"),
				rig.step("Bo", favorId, "on-the-house"),
				rig.step("Bo", favorId, "give-back"),
			];
			const answers = await Promise.all([...steps.slice(round % 4), ...steps.slice(0, round % 4)]);
			expect(answers.filter(({ refused: refusal }) => !refusal)).toHaveLength(1);
			await rig.fund("Ana", 4);
		}
		await rig.mustHold();
	});

	test("nobody is under way with more than three, and one given back makes room", async () => {
		const rig = await openFunded({ ...SETTLED, favor: { maxOpenPerAsker: 10 } });
		await rig.fund("Ana", 100);
		const ids = [];
		for (let count = 0; count < 5; count++) ids.push(await story(rig, undefined));
		const answers = await Promise.all(ids.map((id) => rig.step("Bo", id, "accept")));
		expect(answers.filter(({ refused: refusal }) => refusal?.reason === "too-many-under-way")).toHaveLength(2);
		done(await rig.step("Bo", ids[0] ?? 0, "done"));
		refused(await rig.step("Bo", ids[3] ?? 0, "accept"));
		done(await rig.step("Bo", ids[1] ?? 0, "give-back"));
		done(await rig.step("Bo", ids[3] ?? 0, "accept"));
		await rig.mustHold();
	});
});

describe("a community where favors cost or mint nothing", () => {
	test.each([
		["a cost of nothing", { small: 0, bonus: 1 }, { Ana: 10, Bo: 11 }],
		["no bonus", { small: 2, bonus: 0 }, { Ana: 8, Bo: 12 }],
		["neither", { small: 0, bonus: 0 }, { Ana: 10, Bo: 10 }],
	])("%s: every ending, and the book holds", async (_what, favor, kept) => {
		const rig = await openFunded({ ...SETTLED, favor });
		const ask = async (of?: string) => done(await rig.ask("Ana", { size: "small", ...(of ? { of } : {}) })).favorId;
		const keptId = await ask();
		done(await rig.step("Bo", keptId, "accept"));
		done(await rig.step("Ana", keptId, "confirm"));
		expect(await rig.balances()).toMatchObject(kept);
		await rig.mustHold();
		const house = await ask("Bo");
		done(await rig.step("Bo", house, "accept"));
		done(await rig.step("Bo", house, "on-the-house"));
		done(await rig.step("Ana", await ask(), "cancel"));
		done(await rig.step("Bo", await ask("Bo"), notNow()));
		expect((await rig.balances())["Ana"]).toBe(kept.Ana);
		await rig.mustHold();
	});
});

describe("when people leave", () => {
	const leave = async (rig: Rig, name: string) => {
		const gone = { ...personCalled(name), kind: "gone" as const };
		await rig.met([gone]);
		rig.seen.splice(
			rig.seen.findIndex((one) => one.name === name),
			1,
			gone,
		);
	};

	test("what was said to be done can still be confirmed, whoever is gone", async () => {
		const rig = await openFunded();
		const [byBo, ofAna] = [
			await story(rig, undefined, ["Bo", "accept"], ["Bo", "done"]),
			await story(rig, undefined, ["Cy", "accept"], ["Cy", "done"]),
		];
		await leave(rig, "Bo");
		done(await rig.step("Ana", byBo, "confirm"));
		await leave(rig, "Ana");
		done(await rig.step("Cy", ofAna, "on-the-house"));
		expect(await rig.balances()).toMatchObject({ Ana: 6, Bo: 15, Cy: 1 });
		await rig.mustHold();
	});

	test("silence confirms what a helper said before the asker was gone", async () => {
		const rig = await openFunded();
		const favorId = await story(rig, undefined, ["Bo", "accept"], ["Bo", "done"]);
		await leave(rig, "Ana");
		rig.pass(3 * day);
		done(await rig.submit(advance, { favorId }));
		expect(await rig.favor(favorId)).toMatchObject({ state: "kept" });
		expect(await rig.balance("Bo")).toBe(15);
		await rig.mustHold();
	});
});

describe("who hears", () => {
	/** Fresh messages, as "event to name", in order. */
	async function heard(rig: Rig): Promise<string[]> {
		const notices = await rig.notices({ kind: "favor" });
		return notices.flatMap((row) => {
			const notice = readNotice(row);
			if (notice.kind !== "favor" || !notice.fresh) return [];
			const name = ["Ana", "Bo", "Cy"].find((one) => rig.idOf(one) === row.memberId);
			return [`${notice.event} to ${name}`];
		});
	}

	test("asked of one person: that one, then each of the other's steps, never one's own", async () => {
		const rig = await openFunded();
		await story(rig, "Bo", ["Bo", "accept"], ["Bo", "done"], ["Ana", "not-yet"], ["Bo", "done"], ["Ana", "confirm"]);
		expect(await heard(rig)).toEqual([
			"asked to Bo",
			"accepted to Ana",
			"done to Ana",
			"not-yet to Bo",
			"done to Ana",
			"kept to Bo",
		]);
		// What goes to one person is nobody else's business.
		expect(await rig.notices({ kind: "favor-card" })).toEqual([]);
	});

	test("asked of anyone: the card in the channel at every step, and whoever takes it up gets the buttons", async () => {
		const rig = await openFunded();
		await story(rig, undefined, ["Bo", "accept"], ["Ana", "cancel"]);
		expect(await heard(rig)).toEqual(["accepted to Ana", "accepted to Bo", "cancelled to Bo"]);
		const cards = await rig.notices({ kind: "favor-card" });
		expect(cards.map(({ channelId }) => channelId)).toEqual(Array(3).fill(rig.general.channelId));
	});

	test("a decline brings its reason, and whom to ask instead, to the asker", async () => {
		const rig = await openFunded();
		const favorId = await story(rig, "Bo", ["Bo", notNow("on holiday", rig.idOf("Cy"))]);
		expect(await heard(rig)).toEqual(["asked to Bo", "declined to Ana"]);
		const card = await rig.ledger.readings.favor(rig.communityId, favorId);
		expect(card?.declined).toEqual({ why: "busy", because: "on holiday", insteadId: rig.idOf("Cy") });
	});
});
