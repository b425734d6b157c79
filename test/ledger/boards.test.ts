// Leaderboards: different people first, no more than three from one to one a week, and nobody who should not be shown.
import { describe, expect, test } from "vitest";
import { type BoardSpan, postBoards, readBoard } from "../../src/ledger/boards.ts";
import type { Where } from "../../src/ledger/giving.ts";
import type { Board, BoardRow } from "../../src/ledger/notices.ts";
import { readNotice } from "../../src/ledger/notices.ts";
import { toggleMuted, toggleUnlisted } from "../../src/ledger/people.ts";
import { day, done, openRig, personCalled, type Rig } from "./rig.ts";

const WIDE = { thanks: { perDay: 1_000, perPairPerDay: 1_000, maxAmount: 50 } };

type Span = { where?: Where; weeks?: number };

async function board(rig: Rig, { where = rig.general, weeks = 1 }: Span = {}): Promise<Board> {
	const span: BoardSpan = { channelId: where.channelId ?? 0, weeks, week: rig.ledger.weekOf(rig.clock.now, "UTC") };
	return rig.ledger.read((query) => readBoard(query, rig.communityId, span, 5));
}
const everywhere = (rig: Rig): Span => ({ where: { ...rig.general, channelId: null } });

/** "Ana 2 people, 5 credits", in their order. */
function named(rig: Rig, rows: BoardRow[]): string[] {
	const names = new Map(["Ana", "Bo", "Cy", "Dee", "Eli", "Fay"].map((name) => [rig.idOf(name), name]));
	return rows.map(({ memberId, people, credits }) => `${names.get(memberId)} ${people}p ${credits}c`);
}

describe("a board", () => {
	test("puts different people before volume, and volume before the order of joining", async () => {
		const rig = await openRig({ policy: WIDE });
		done(await rig.thank("Ana", "Bo", { amount: 3 }));
		done(await rig.thank("Cy", ["Bo", "Dee"]));
		done(await rig.thank("Dee", ["Ana", "Bo"], { amount: 2 }));
		const { generous, appreciated, thanks, people } = await board(rig);
		expect(named(rig, generous)).toEqual(["Dee 2p 4c", "Cy 2p 2c", "Ana 1p 3c"]);
		expect(named(rig, appreciated)).toEqual(["Bo 3p 6c", "Ana 1p 2c", "Dee 1p 1c"]);
		expect([thanks, people]).toEqual([9, 4]);
	});

	test("counts at most three a week from one to one: two friends do not fill it", async () => {
		const rig = await openRig({ policy: WIDE });
		for (let times = 0; times < 10; times++) done(await rig.thank("Ana", "Bo", { amount: 10 }));
		done(await rig.thank("Cy", "Bo", { amount: 2 }));
		const { generous, appreciated } = await board(rig);
		expect(named(rig, generous)).toEqual(["Ana 1p 3c", "Cy 1p 2c"]);
		expect(named(rig, appreciated)).toEqual(["Bo 2p 5c"]);
		await rig.mustHold();
	});

	test("counts reactions like thanks", async () => {
		const rig = await openRig();
		done(await rig.react("Ana", "Bo"));
		done(await rig.thank("Ana", "Bo"));
		expect(named(rig, (await board(rig)).generous)).toEqual(["Ana 1p 2c"]);
	});

	test("shows five rows, with those who share a place side by side", async () => {
		const rig = await openRig();
		for (const from of ["Fay", "Eli", "Dee", "Cy", "Bo", "Ana"]) {
			done(await rig.thank(from, from === "Ana" ? "Bo" : "Ana"));
		}
		const { generous } = await board(rig);
		expect(named(rig, generous)).toEqual(["Ana 1p 1c", "Bo 1p 1c", "Cy 1p 1c", "Dee 1p 1c", "Eli 1p 1c"]);
	});

	test("names helpers, and does not rank them", async () => {
		const rig = await openRig();
		await rig.fund("Ana", 20);
		for (const helper of ["Cy", "Bo", "Cy"]) {
			const { favorId } = done(await rig.ask("Ana"));
			done(await rig.step(helper, favorId, "accept"));
			done(await rig.step("Ana", favorId, "confirm"));
		}
		const { helpers, thanks, people } = await board(rig);
		expect(helpers).toEqual([rig.idOf("Bo"), rig.idOf("Cy")]);
		expect([thanks, people]).toEqual([0, 0]);
	});

	test("says nothing of what was taken back", async () => {
		const rig = await openRig();
		done(await rig.thank("Ana", "Bo"));
		done(await rig.undo("Ana"));
		expect(await board(rig)).toMatchObject({ thanks: 0, people: 0, generous: [], appreciated: [], helpers: [] });
	});
});

describe("who is not shown", () => {
	test("whoever opted out, until they are back: counted in the totals all the same", async () => {
		const rig = await openRig();
		done(await rig.thank("Ana", "Bo"));
		const unlist = () => rig.submit(toggleUnlisted, { memberId: rig.idOf("Ana") });
		expect(done(await unlist())).toEqual({ unlisted: true });
		expect(await board(rig)).toMatchObject({ thanks: 1, people: 2, generous: [] });
		expect(done(await unlist())).toEqual({ unlisted: false });
		expect((await board(rig)).generous).toHaveLength(1);
	});

	test.each(["gone", "bot", "stranger"] as const)("whoever is %s by now", async (kind) => {
		const rig = await openRig();
		await rig.fund("Cy", 4);
		done(await rig.thank("Ana", "Bo"));
		const { favorId } = done(await rig.ask("Cy"));
		done(await rig.step("Ana", favorId, "accept"));
		done(await rig.step("Cy", favorId, "confirm"));
		await rig.met([{ ...personCalled("Ana"), kind }]);
		const { thanks, generous, appreciated, helpers } = await board(rig);
		expect([thanks, generous, helpers]).toEqual([1, [], []]);
		expect(named(rig, appreciated)).toEqual(["Bo 1p 1c"]);
	});
});

describe("where something shows", () => {
	test("public: there and everywhere; private: only there; in a direct message: nowhere", async () => {
		const rig = await openRig();
		const random = await rig.place("random", "public");
		done(await rig.thank("Ana", "Bo", { where: rig.general }));
		done(await rig.thank("Ana", "Cy", { where: random }));
		done(await rig.thank("Ana", "Dee", { where: rig.secret }));
		done(await rig.thank("Ana", "Eli", { where: rig.direct }));
		const appreciated = async (span: Span) => named(rig, (await board(rig, span)).appreciated);
		expect(await appreciated({ where: rig.general })).toEqual(["Bo 1p 1c"]);
		expect(await appreciated({ where: random })).toEqual(["Cy 1p 1c"]);
		expect(await appreciated({ where: rig.secret })).toEqual(["Dee 1p 1c"]);
		expect(await appreciated(everywhere(rig))).toEqual(["Bo 1p 1c", "Cy 1p 1c"]);
		expect(await rig.balance("Eli")).toBe(1);
		await rig.mustHold();
	});

	test("a pair's cap is each board's own", async () => {
		const rig = await openRig({ policy: WIDE });
		const random = await rig.place("random", "public");
		done(await rig.thank("Ana", "Bo", { amount: 2, where: rig.general }));
		done(await rig.thank("Ana", "Bo", { amount: 2, where: random }));
		expect(named(rig, (await board(rig, { where: random })).generous)).toEqual(["Ana 1p 2c"]);
		expect(named(rig, (await board(rig, everywhere(rig))).generous)).toEqual(["Ana 1p 3c"]);
	});
});

describe("over more than a week", () => {
	test("somebody thanked again is one person, and credits add up week by week", async () => {
		const rig = await openRig({ policy: WIDE });
		for (let week = 0; week < 6; week++) {
			done(await rig.thank("Ana", "Bo", { amount: 5 }));
			if (week === 5) done(await rig.thank("Ana", "Cy"));
			if (week < 5) rig.pass(7 * day);
		}
		done(await rig.thank("Dee", ["Bo", "Cy", "Eli"]));
		expect(named(rig, (await board(rig, { weeks: 1 })).generous)).toEqual(["Dee 3p 3c", "Ana 2p 4c"]);
		const month = await board(rig, { weeks: 4 });
		expect(named(rig, month.generous)).toEqual(["Dee 3p 3c", "Ana 2p 13c"]);
		expect(named(rig, month.appreciated)).toEqual(["Bo 2p 13c", "Cy 2p 2c", "Eli 1p 1c"]);
		const ever = await board(rig, { weeks: 0 });
		expect(named(rig, ever.generous)).toEqual(["Dee 3p 3c", "Ana 2p 19c"]);
		expect(named(rig, ever.appreciated)).toEqual(["Bo 2p 19c", "Cy 2p 2c", "Eli 1p 1c"]);
		await rig.mustHold();
	});

	test("what was taken back in one week leaves the person that the others counted", async () => {
		const rig = await openRig();
		done(await rig.thank("Ana", "Bo"));
		rig.pass(7 * day);
		done(await rig.thank("Ana", "Bo"));
		done(await rig.undo("Ana"));
		for (const weeks of [4, 0]) expect(named(rig, (await board(rig, { weeks })).generous)).toEqual(["Ana 1p 1c"]);
		await rig.mustHold();
	});
});

describe("posted on a Monday", () => {
	const LAST_WEEK = { period: "2026-W48", week: 20_773 };
	async function boards(rig: Rig): Promise<number[]> {
		const notices = (await rig.notices({ kind: "board" })).map(readNotice);
		return notices.flatMap((notice) => (notice.kind === "board" ? [notice.board.channelId] : []));
	}
	async function threeGave(where?: (rig: Rig) => Where) {
		const rig = await openRig();
		for (const from of ["Ana", "Bo", "Cy"]) done(await rig.thank(from, "Dee", where ? { where: where(rig) } : {}));
		rig.pass(7 * day);
		return rig;
	}

	test("once for its period, in each channel where three gave", async () => {
		const rig = await threeGave();
		for (const from of ["Ana", "Bo"]) done(await rig.thank(from, "Dee", { where: rig.secret }));
		expect(done(await rig.submit(postBoards, LAST_WEEK))).toEqual({ ran: true, told: 1 });
		expect(done(await rig.submit(postBoards, LAST_WEEK))).toEqual({ ran: false, told: 0 });
		expect(await boards(rig)).toEqual([rig.general.channelId]);
	});

	test("also in a private channel, about that channel alone", async () => {
		const rig = await threeGave(({ secret }) => secret);
		done(await rig.submit(postBoards, LAST_WEEK));
		expect(await boards(rig)).toEqual([rig.secret.channelId]);
	});

	test("not where two gave, one of them much, and not for what was taken back", async () => {
		const rig = await openRig({ policy: WIDE });
		done(await rig.thank("Ana", ["Bo", "Cy", "Dee", "Eli"], { amount: 9 }));
		done(await rig.thank("Bo", "Ana"));
		done(await rig.thank("Cy", "Ana"));
		done(await rig.undo("Cy"));
		rig.pass(7 * day);
		expect(done(await rig.submit(postBoards, LAST_WEEK))).toEqual({ ran: true, told: 0 });
	});

	test("not where the channel is muted, nor where the bot is not or was not asked to be, nor in a workspace it left", async () => {
		const rig = await threeGave();
		const { channelId } = rig.general;
		const post = async (period: string) => done(await rig.submit(postBoards, { ...LAST_WEEK, period })).told;
		expect(done(await rig.submit(toggleMuted, { channelId }))).toEqual({ muted: true });
		expect(await post("muted")).toBe(0);
		done(await rig.submit(toggleMuted, { channelId }));
		expect(await post("again")).toBe(1);
		for (const data of [{ present: false }, { present: true, home: false }, { home: true, kind: "direct" }]) {
			await rig.storage.db.channel.updateMany({ where: { id: channelId }, data });
			expect(await post(JSON.stringify(data))).toBe(0);
		}
		await rig.storage.db.channel.updateMany({ where: { id: channelId }, data: { kind: "public" } });
		await rig.ledger.leaveWorkspace(rig.workspaceId, rig.clock.now);
		expect(await post("left")).toBe(0);
	});
});
