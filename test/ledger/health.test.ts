// How the bank does, read from a real book; every alarm lived through; and the month's word, once, where there are boards.
import { describe, expect, test } from "vitest";
import { postBoards } from "../../src/ledger/boards.ts";
import { noteRefusedAsk, postHealth, readHealth } from "../../src/ledger/health.ts";
import { readNotice } from "../../src/ledger/notices.ts";
import { toggleMuted } from "../../src/ledger/people.ts";
import { donate } from "../../src/ledger/pot.ts";
import { vouch } from "../../src/ledger/vouches.ts";
import type { Figures, Health } from "../../src/rules/health.ts";
import { readPolicy } from "../../src/rules/policy.ts";
import { WORLD } from "../../src/rules/types.ts";
import { day, done, hour, openRig, personCalled, type Rig } from "./rig.ts";

async function health(rig: Rig): Promise<Health> {
	const { communityId } = rig;
	const { timezone, policy } = await rig.storage.db.community.findUniqueOrThrow({ where: { id: communityId } });
	const of = { communityId, timezone, policy: readPolicy(policy) };
	return rig.ledger.read((query) => readHealth(query, of, rig.clock.now));
}
const figures = async (rig: Rig): Promise<Figures> => (await health(rig)).figures;
const alarms = async (rig: Rig): Promise<string[]> => (await health(rig)).alarms.map(({ kind }) => kind);

async function helped(rig: Rig, asker: string, helper: string): Promise<void> {
	const { favorId } = done(await rig.ask(asker, { size: "small" }));
	done(await rig.step(helper, favorId, "accept"));
	done(await rig.step(asker, favorId, "confirm"));
}

const give = (rig: Rig, name: string, amount: number) => rig.submit(donate, { giver: rig.person(name), amount });

const expire = (rig: Rig) =>
	rig.storage.db.favor.updateMany({ where: { state: "open" }, data: { state: "expired", nextAt: null } });

describe("figures", () => {
	test("of a book in which nothing is", async () => {
		expect(await health(await openRig())).toMatchObject({
			figures: { people: 6, givers: 0, creditsAHead: 0, growth: null, asked: 0, refused: 0, setAside: null },
			alarms: [],
		});
	});

	test("credits a head count what is in wallets and set aside, and not what the pot holds", async () => {
		const rig = await openRig();
		await rig.fund("Ana", 30);
		done(await rig.ask("Ana"));
		expect(await figures(rig)).toMatchObject({ people: 6, creditsAHead: 5, growth: null });
		done(await give(rig, "Ana", 12));
		expect(await figures(rig)).toMatchObject({ creditsAHead: 3, growth: null });
	});

	test("the trend is against what there was four weeks ago, whatever was made, faded and taken back since", async () => {
		const rig = await openRig();
		await rig.fund("Ana", 30);
		done(await give(rig, "Ana", 6));
		// 24 credits then; everything after it is within the four weeks.
		rig.pass(day);
		await rig.fund("Bo", 20);
		done(await give(rig, "Ana", 8));
		done(await rig.thank("Bo", "Ana", { amount: 3 }));
		done(await rig.undo("Bo"));
		await helped(rig, "Ana", "Bo");
		rig.pass(28 * day - hour);
		const found = await figures(rig);
		expect(found.creditsAHead * 6).toBeCloseTo(37, 9);
		expect(found.growth).toBeCloseTo(37 / 24 - 1, 9);
		expect(found.mintPerDay).toBeCloseTo(21 / 6 / 28, 9);
		rig.pass(2 * hour);
		expect(await figures(rig)).toMatchObject({ growth: 0, mintPerDay: 0 });
	});

	test("credits are all that the world made and the pot has not: in wallets, set aside, tied up for others", async () => {
		const rig = await openRig();
		await rig.fund("Ana", 30);
		await rig.fund("Bo", 10);
		done(await rig.submit(vouch, { voucher: rig.person("Ana"), other: rig.person("Cy"), amount: 5 }));
		done(await rig.ask("Cy", { size: "big" }));
		await helped(rig, "Bo", "Dee");
		done(await give(rig, "Ana", 7));
		done(await rig.thank("Dee", "Ana", { amount: 2 }));
		const { people, creditsAHead } = await figures(rig);
		const world = await rig.storage.db.posting.aggregate({ where: { accountId: WORLD }, _sum: { amount: true } });
		expect(creditsAHead * people).toBeCloseTo(-(world._sum.amount ?? 0) - 7, 9);
		expect(creditsAHead * people).toBeCloseTo(36, 9);
		await rig.mustHold();
	});

	test("people are those who are here: who left is none of them, who came is", async () => {
		const rig = await openRig();
		rig.pass(40 * day);
		await rig.met([{ ...personCalled("Fay"), kind: "gone" }, personCalled("Gus"), personCalled("Bot", "bot")]);
		expect(await figures(rig)).toMatchObject({ people: 6 });
	});

	test("who gave: thanks or help, in whole weeks from the one four weeks ago, each person once, taken back counts not", async () => {
		const rig = await openRig();
		done(await rig.thank("Ana", "Bo"));
		done(await rig.thank("Ana", "Cy"));
		await helped(rig, "Ana", "Bo");
		done(await rig.thank("Dee", "Bo", { where: rig.direct }));
		done(await rig.thank("Eli", "Bo"));
		done(await rig.undo("Eli"));
		expect((await figures(rig)).givers).toBe(3);
		rig.pass(34 * day);
		expect((await figures(rig)).givers).toBe(3);
		rig.pass(day);
		expect((await figures(rig)).givers).toBe(0);
	});

	test("asks: how many were answered and how fast; favors for the team are none", async () => {
		const rig = await openRig({ policy: { favor: { maxOpenPerAsker: 10 } } });
		await rig.fund("Ana", 50);
		const ids: number[] = [];
		for (let count = 0; count < 4; count++) ids.push(done(await rig.ask("Ana", { size: "small" })).favorId);
		const [first = 0, second = 0, third = 0, fourth = 0] = ids;
		rig.pass(2 * hour);
		done(await rig.step("Bo", first, "accept"));
		rig.pass(4 * hour);
		done(await rig.step("Cy", second, "accept"));
		await rig.storage.db.favor.updateMany({ where: { id: third }, data: { fromPot: true } });
		expect(await figures(rig)).toMatchObject({ asked: 3, decided: 2, answered: 2, medianHours: 4 });
		rig.pass(4 * day);
		expect(await figures(rig)).toMatchObject({ asked: 3, decided: 3, answered: 2 });
		done(await rig.step("Ana", fourth, "cancel"));
		expect(await figures(rig)).toMatchObject({ asked: 3, decided: 2, answered: 2 });
		expect((await figures(rig)).setAside).toMatchObject({ count: 3, oldestDays: 4.25, p90Days: 4.25 });
	});

	const joinedLongAgo = (rig: Rig, ...names: string[]) =>
		rig.storage.db.member.updateMany({
			where: { id: { in: names.map(rig.idOf) } },
			data: { joinedAt: new Date(rig.clock.now.getTime() - 60 * day) },
		});
	const refuse = async (rig: Rig, name: string, key: string) =>
		done(await rig.submit(noteRefusedAsk, { memberId: rig.idOf(name) }, { key: `refused:${key}` }));

	test("refused asks are counted by weeks, newcomers apart, and no name with them", async () => {
		const rig = await openRig();
		await joinedLongAgo(rig, "Ana");
		done(await rig.thank("Ana", "Dee", { amount: 3, where: rig.direct }));
		await refuse(rig, "Ana", "1");
		await refuse(rig, "Bo", "2");
		// Delivered once more.
		await refuse(rig, "Bo", "2");
		rig.pass(7 * day);
		await refuse(rig, "Ana", "3");
		const rows = await rig.storage.db.refusedAsks.findMany({ orderBy: { week: "asc" } });
		expect(rows.map(({ communityId: _community, ...row }) => row)).toEqual([
			{ week: 20_773, refused: 2, newcomers: 1 },
			{ week: 20_780, refused: 1, newcomers: 0 },
		]);
		done(await rig.ask("Cy"));
		expect(await figures(rig)).toMatchObject({ refused: 3, refusedShare: 0.75, newcomersRefusedShare: 0.5 });
		rig.pass(28 * day);
		expect(await figures(rig)).toMatchObject({ refused: 1 });
		await rig.mustHold();
	});

	test("who is not new and gave next to nothing for four weeks counts neither when refused nor when granted", async () => {
		const rig = await openRig({ policy: { favor: { maxOpenPerAsker: 10 } } });
		await rig.fund("Ana", 40);
		await rig.fund("Bo", 40);
		await joinedLongAgo(rig, "Ana", "Bo", "Cy");
		for (let times = 0; times < 3; times++) await refuse(rig, "Cy", `taker ${times}`);
		for (let times = 0; times < 5; times++) done(await rig.ask("Ana", { size: "small" }));
		expect(await figures(rig)).toMatchObject({ asked: 5, refused: 0, refusedShare: null });
		expect(await alarms(rig)).toEqual([]);
		// Helping is giving as thanking is, also for what was asked and refused earlier in that week, as far as it is stored.
		await helped(rig, "Bo", "Ana");
		done(await rig.thank("Cy", "Dee", { amount: 2, where: rig.direct }));
		await refuse(rig, "Cy", "two thanks");
		expect(await figures(rig)).toMatchObject({ asked: 6, refused: 0 });
		done(await rig.thank("Cy", "Ana", { where: rig.direct }));
		await refuse(rig, "Cy", "giver");
		expect(await figures(rig)).toMatchObject({ asked: 6, refused: 1, refusedShare: 1 / 6 });
		// In the fourth week after it they are still one who gives, in the fifth no more.
		rig.pass(28 * day);
		await refuse(rig, "Cy", "in the fourth week after");
		expect((await rig.storage.db.refusedAsks.findMany({})).map(({ refused }) => refused)).toEqual([1, 1]);
		rig.pass(7 * day);
		await refuse(rig, "Cy", "in the fifth");
		done(await rig.ask("Ana", { size: "small" }));
		expect((await figures(rig)).refused).toBe(1);
		expect((await figures(rig)).refusedShare).toBe(1);
		await rig.mustHold();
	});

	test("what was taken back was not given", async () => {
		const rig = await openRig();
		await joinedLongAgo(rig, "Ana");
		done(await rig.thank("Ana", "Bo", { amount: 3 }));
		done(await rig.undo("Ana"));
		await refuse(rig, "Ana", "1");
		expect(await rig.storage.db.refusedAsks.findMany({})).toEqual([]);
	});

	test("of one community alone", async () => {
		const rig = await openRig();
		const other = await rig.ledger.workspaceFor(
			{ platform: "slack", external: "T9", name: "Other" },
			"UTC",
			rig.clock.now,
		);
		await rig.fund("Ana", 600);
		await helped(rig, "Ana", "Bo");
		const of = { communityId: other.communityId, timezone: "UTC", policy: readPolicy("{}") };
		expect(await rig.ledger.read((query) => readHealth(query, of, rig.clock.now))).toMatchObject({
			figures: { people: 0, givers: 0, creditsAHead: 0, asked: 0, setAside: null },
			alarms: [],
		});
	});
});

describe("alarms, lived through", () => {
	test("a shortage: nobody has anything, and more than one ask in five is refused", async () => {
		const rig = await openRig({ policy: { floor: { newcomerOwes: "normal" } } });
		await rig.fund("Ana", 40);
		const asks = async (name: string) => {
			const answer = await rig.ask(name);
			if (answer.refused) done(await rig.submit(noteRefusedAsk, { memberId: rig.idOf(name) }));
			else await rig.step(name, answer.done.favorId, "cancel");
		};
		for (let times = 0; times < 8; times++) await asks("Ana");
		await rig.storage.db.account.updateMany({ where: { id: rig.idOf("Bo") }, data: { balance: 0 } });
		for (const name of ["Bo", "Cy"]) {
			done(await rig.ask(name));
			await asks(name);
		}
		expect(await alarms(rig)).toEqual([]);
		await asks("Bo");
		const { alarms: rung, figures: found } = await health(rig);
		expect(rung.map(({ kind }) => kind)).toEqual(["shortage"]);
		expect(found.newcomersRefusedShare).toBeCloseTo(3 / 13, 9);
		// Days later it is the same; five weeks later it is over.
		rig.pass(10 * day);
		await expire(rig);
		expect(await alarms(rig)).toEqual(["shortage"]);
		rig.pass(28 * day);
		expect(await alarms(rig)).toEqual([]);
	});

	test("a glut: so much was given that asking costs nobody anything", async () => {
		const rig = await openRig({ policy: { thanks: { perDay: 1000, perPairPerDay: 1000, maxAmount: 1000 } } });
		const names = ["Ana", "Bo", "Cy", "Dee", "Eli", "Fay"];
		for (const [index, name] of names.entries()) {
			done(await rig.thank(name, names[(index + 1) % 6] ?? "Ana", { amount: 40 }));
		}
		expect(await alarms(rig)).toEqual([]);
		rig.pass(day);
		done(await rig.thank("Ana", "Bo"));
		const found = await health(rig);
		expect(found.alarms).toEqual([
			{ kind: "glut", advice: [{ do: "half-life", from: 30, to: 10 }, { do: "cost", from: 4, to: 12 }, { do: "ask" }] },
		]);
		await rig.mustHold();
	});

	test("a run: in one week more than twice as much is asked as is taken up", async () => {
		const rig = await openRig({ policy: { favor: { maxOpenPerAsker: 10 } } });
		await rig.fund("Ana", 40);
		const ids: number[] = [];
		for (let count = 0; count < 7; count++) ids.push(done(await rig.ask("Ana")).favorId);
		expect(await alarms(rig)).toEqual(["run"]);
		for (const favorId of ids.slice(0, 3)) done(await rig.step("Bo", favorId, "accept"));
		expect(await alarms(rig)).toEqual(["run"]);
		done(await rig.step("Cy", ids[3] ?? 0, "accept"));
		expect(await alarms(rig)).toEqual([]);
	});

	test("unanswered: asks that nobody says anything to, for days", async () => {
		const rig = await openRig({ policy: { favor: { maxOpenPerAsker: 10 } } });
		await rig.fund("Ana", 40);
		for (let count = 0; count < 5; count++) done(await rig.ask("Ana"));
		expect(await alarms(rig)).toEqual([]);
		rig.pass(3 * day);
		expect(await alarms(rig)).toEqual(["unanswered"]);
		rig.pass(5 * day);
		await expire(rig);
		expect(await alarms(rig)).toEqual(["unanswered"]);
	});
});

describe("the month's word", () => {
	const december = { period: "2026-12", week: 20_794 };

	/** Three people gave in the week before, and #general had its board. */
	async function aBoard(rig: Rig): Promise<void> {
		for (const from of ["Ana", "Bo", "Cy"]) done(await rig.thank(from, "Dee"));
		rig.pass(7 * day);
		done(await rig.submit(postBoards, { period: "2026-W48", week: 20_773 }));
		rig.pass(14 * day);
	}
	const posted = async (rig: Rig) =>
		(await rig.notices({ kind: "health" })).map((row) => [row.channelId, readNotice(row)] as const);

	test("is posted once, in words, in the channels that have boards", async () => {
		const rig = await openRig();
		await aBoard(rig);
		expect(done(await rig.submit(postHealth, december))).toEqual({ ran: true, told: 1 });
		expect(done(await rig.submit(postHealth, december))).toEqual({ ran: false, told: 0 });
		const said = { gave: "many", answered: null, speed: null, trend: null, spread: null, waits: null, alarms: [] };
		expect(await posted(rig)).toEqual([[rig.general.channelId, { kind: "health", health: said }]]);
	});

	test("not where the channel is muted, and not where no board was", async () => {
		const rig = await openRig();
		await aBoard(rig);
		done(await rig.submit(toggleMuted, { channelId: rig.general.channelId }));
		expect(done(await rig.submit(postHealth, december))).toEqual({ ran: true, told: 0 });
		const young = await openRig();
		for (const from of ["Ana", "Bo", "Cy"]) done(await young.thank(from, "Dee"));
		expect(done(await young.submit(postHealth, december))).toEqual({ ran: true, told: 0 });
	});

	test("not where nobody gave for a month", async () => {
		const rig = await openRig();
		await aBoard(rig);
		rig.pass(14 * day);
		expect(done(await rig.submit(postHealth, { period: "2026-12", week: 20_808 }))).toEqual({ ran: true, told: 0 });
	});

	test("switched off: the month is over when it is switched on again", async () => {
		const rig = await openRig({ policy: { board: { monthly: false } } });
		await aBoard(rig);
		expect(done(await rig.submit(postHealth, december))).toEqual({ ran: true, told: 0 });
		await rig.setPolicy({});
		expect(done(await rig.submit(postHealth, december))).toEqual({ ran: false, told: 0 });
		expect(await posted(rig)).toEqual([]);
	});
});
