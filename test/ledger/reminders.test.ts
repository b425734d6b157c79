// The weekly reminders: what waits in a channel, and in private only what concerns the one who reads it.
import { describe, expect, test } from "vitest";
import { postBoards } from "../../src/ledger/boards.ts";
import { passOn } from "../../src/ledger/calls.ts";
import { switchHints } from "../../src/ledger/hints.ts";
import { readNotice } from "../../src/ledger/notices.ts";
import { setMember, toggleMuted } from "../../src/ledger/people.ts";
import { remind } from "../../src/ledger/reminders.ts";
import type { Hint } from "../../src/rules/hints.ts";
import { day, done, openRig, personCalled, type Rig } from "./rig.ts";

let periods = 0;

/** Runs the reminders of a new period, a week after whatever was told before. Answers with what each member is told. */
async function nudged(rig: Rig): Promise<Record<string, Hint[]>> {
	await rig.storage.db.told.deleteMany({});
	return nudgedAgain(rig);
}

/** The same, with what was told before. */
async function nudgedAgain(rig: Rig): Promise<Record<string, Hint[]>> {
	const period = `P${++periods}`;
	const before = (await rig.notices()).length;
	done(await rig.submit(remind, { period, week: rig.ledger.weekOf(rig.clock.now, "UTC"), tip: 0 }));
	const names = new Map(["Ana", "Bo", "Cy", "Dee"].map((name) => [rig.idOf(name), name]));
	const told: Record<string, Hint[]> = {};
	for (const row of (await rig.notices()).slice(before)) {
		const notice = readNotice(row);
		if (notice.kind === "nudges") told[names.get(row.memberId ?? 0) ?? "somebody else"] = notice.hints;
	}
	return told;
}

async function helped(rig: Rig, asker: string, helper: string, where = rig.general): Promise<number> {
	const { favorId } = done(await rig.ask(asker, { size: "small", where }));
	done(await rig.step(helper, favorId, "accept"));
	done(await rig.step(asker, favorId, "confirm"));
	return favorId;
}

const quiet = (rig: Rig, name: string, level: string) =>
	rig.submit(setMember, { memberId: rig.idOf(name), settings: { quiet: level } });

describe("in private", () => {
	test("nothing to say is nothing sent", async () => {
		const rig = await openRig();
		expect(await nudged(rig)).toEqual({});
	});

	test("running low: asked lately, and below one normal favor; with favors that would earn some", async () => {
		const rig = await openRig();
		const { favorId } = done(await rig.ask("Ana", { size: "small" }));
		await rig.fund("Bo", 10);
		done(await rig.ask("Bo"));
		const waiting = (await rig.storage.db.favor.findMany({ where: { askerId: rig.idOf("Bo") } })).map(({ id }) => id);
		// One's own is not among them.
		expect(await nudged(rig)).toEqual({ Ana: [{ name: "running-low", balance: -2, favorIds: waiting }] });
		done(await rig.step("Ana", favorId, "cancel"));
		await rig.fund("Ana", 4);
		expect(await nudged(rig)).toEqual({});
	});

	test("running low is forgotten thirty days after the last favor", async () => {
		const rig = await openRig();
		done(await rig.ask("Ana"));
		rig.pass(30 * day);
		expect(Object.keys(await nudged(rig))).toEqual(["Ana"]);
		rig.pass(1);
		expect(await nudged(rig)).toEqual({});
	});

	test("you were helped and have not said thanks: until you do, and for a week", async () => {
		const rig = await openRig();
		await rig.fund("Ana", 50);
		await helped(rig, "Ana", "Bo");
		await helped(rig, "Ana", "Cy");
		expect(await nudged(rig)).toEqual({ Ana: [{ name: "say-thanks", memberIds: [rig.idOf("Bo"), rig.idOf("Cy")] }] });
		done(await rig.thank("Ana", "Bo"));
		expect(await nudged(rig)).toEqual({ Ana: [{ name: "say-thanks", memberIds: [rig.idOf("Cy")] }] });
		done(await rig.react("Ana", "Cy"));
		expect(await nudged(rig)).toEqual({});
		done(await rig.react("Ana", "Cy", { added: false }));
		expect(await nudged(rig)).toEqual({ Ana: [{ name: "say-thanks", memberIds: [rig.idOf("Cy")] }] });
		rig.pass(7 * day + 1);
		expect(await nudged(rig)).toEqual({});
	});

	test("a thanks from before the help, or from somebody else, or to somebody else, does not count as one", async () => {
		const rig = await openRig();
		await rig.fund("Ana", 50);
		done(await rig.thank("Ana", "Bo"));
		rig.pass(day);
		await helped(rig, "Ana", "Bo");
		done(await rig.thank("Ana", "Cy"));
		done(await rig.thank("Cy", "Bo"));
		expect(await nudged(rig)).toEqual({ Ana: [{ name: "say-thanks", memberIds: [rig.idOf("Bo")] }] });
	});

	test("who left is not to be thanked any more", async () => {
		const rig = await openRig();
		await rig.fund("Ana", 50);
		await helped(rig, "Ana", "Bo");
		await rig.met([{ ...personCalled("Bo"), kind: "gone" }]);
		expect(await nudged(rig)).toEqual({});
	});

	test("somebody who helped you is asking", async () => {
		const rig = await openRig();
		for (const name of ["Ana", "Bo"]) await rig.fund(name, 50);
		await helped(rig, "Ana", "Bo");
		done(await rig.thank("Ana", "Bo"));
		const { favorId } = done(await rig.ask("Bo"));
		expect(await nudged(rig)).toEqual({ Ana: [{ name: "return-a-favor", favorIds: [favorId] }] });
		done(await rig.step("Cy", favorId, "accept"));
		expect(await nudged(rig)).toEqual({});
	});

	test("and what they ask in a private channel, or of one person, is told to nobody elsewhere", async () => {
		const rig = await openRig();
		for (const name of ["Ana", "Bo"]) await rig.fund(name, 50);
		await helped(rig, "Ana", "Bo");
		done(await rig.thank("Ana", "Bo"));
		done(await rig.ask("Bo", { where: rig.secret }));
		done(await rig.ask("Bo", { of: "Cy" }));
		expect(await nudged(rig)).toEqual({});
	});

	test('what somebody said "not now" to is not offered to them again', async () => {
		const rig = await openRig();
		await rig.fund("Bo", 20);
		await helped(rig, "Ana", "Bo");
		done(await rig.thank("Ana", "Bo"));
		const { favorId } = done(await rig.ask("Bo"));
		expect(await nudged(rig)).toMatchObject({ Ana: [{ name: "running-low", favorIds: [favorId] }] });
		done(await rig.submit(passOn, { actor: rig.person("Ana"), favorId }));
		await rig.storage.db.told.deleteMany({ where: { kind: "hints" } });
		expect(await nudgedAgain(rig)).toMatchObject({ Ana: [{ name: "running-low", favorIds: [] }] });
	});

	test("you always help: ask for something yourself, until you do", async () => {
		const rig = await openRig();
		await rig.fund("Ana", 50);
		await rig.fund("Bo", 50);
		for (let times = 0; times < 3; times++) await helped(rig, "Ana", "Bo");
		done(await rig.thank("Ana", "Bo"));
		expect(await nudged(rig)).toEqual({ Bo: [{ name: "ask-for-something", helped: 3 }] });
		const { favorId } = done(await rig.ask("Bo"));
		done(await rig.step("Bo", favorId, "cancel"));
		expect(await nudged(rig)).toEqual({});
		// A quarter later neither the help nor the ask is lately.
		rig.pass(91 * day);
		expect(await nudged(rig)).toEqual({});
	});

	test("you always ask: favors that you could do, until you help", async () => {
		const rig = await openRig();
		await rig.fund("Ana", 50);
		await rig.fund("Bo", 50);
		for (let times = 0; times < 3; times++) await helped(rig, "Ana", "Dee");
		done(await rig.thank("Ana", "Dee"));
		expect(Object.keys(await nudged(rig))).toEqual(["Dee"]);
		const { favorId } = done(await rig.ask("Bo"));
		expect(await nudged(rig)).toMatchObject({ Ana: [{ name: "lend-a-hand", asked: 3, favorIds: [favorId] }] });
		done(await rig.step("Ana", favorId, "accept"));
		done(await rig.ask("Bo"));
		expect(Object.keys(await nudged(rig))).toEqual(["Dee"]);
		done(await rig.step("Bo", favorId, "confirm"));
		rig.pass(8 * day);
		expect(Object.keys(await nudged(rig))).toEqual(["Dee"]);
	});

	test("each kind can be switched off, and on again", async () => {
		const rig = await openRig();
		done(await rig.ask("Ana"));
		done(await rig.ask("Bo"));
		const switched = (names: Hint["name"][], on: boolean) =>
			rig.submit(switchHints, { memberId: rig.idOf("Ana"), names, on });
		expect(done(await switched(["running-low", "say-thanks"], false))).toEqual({ off: ["running-low", "say-thanks"] });
		expect(Object.keys(await nudged(rig))).toEqual(["Bo"]);
		expect(done(await switched(["running-low"], true))).toEqual({ off: ["say-thanks"] });
		expect(Object.keys(await nudged(rig))).toEqual(["Ana", "Bo"]);
	});

	test("not to who is away, until they are back; nor to who is frozen", async () => {
		const rig = await openRig();
		for (const name of ["Ana", "Bo", "Cy", "Dee"]) done(await rig.ask(name));
		const set = (name: string, data: object) =>
			rig.storage.db.member.updateMany({ where: { id: rig.idOf(name) }, data });
		const now = rig.clock.now;
		await set("Ana", { awaySince: now });
		await set("Bo", { awaySince: now, awayUntil: new Date(now.getTime() + 2 * day) });
		await set("Cy", { frozenAt: now });
		expect(Object.keys(await nudged(rig))).toEqual(["Dee"]);
		rig.pass(2 * day);
		expect(Object.keys(await nudged(rig))).toEqual(["Bo", "Dee"]);
		await set("Ana", { awayUntil: rig.clock.now });
		expect(Object.keys(await nudged(rig))).toEqual(["Ana", "Bo", "Dee"]);
	});

	test("never twice within six days, whatever the reminders' day or the process; nobody new has to wait", async () => {
		const rig = await openRig();
		done(await rig.ask("Ana"));
		expect(Object.keys(await nudgedAgain(rig))).toEqual(["Ana"]);
		rig.pass(5 * day);
		done(await rig.ask("Bo"));
		expect(Object.keys(await nudgedAgain(rig))).toEqual(["Bo"]);
		rig.pass(day);
		expect(await nudgedAgain(rig)).toEqual({});
		rig.pass(1);
		expect(Object.keys(await nudgedAgain(rig))).toEqual(["Ana"]);
		await rig.mustHold();
	});

	test("switched off for all: nothing is told, and the week is over when they are switched on again", async () => {
		const rig = await openRig({ policy: { board: { reminders: false } } });
		done(await rig.ask("Ana"));
		const week = { period: "2026-W47", week: 20_773, tip: 0 };
		expect(done(await rig.submit(remind, week))).toEqual({ ran: true, told: 0 });
		await rig.setPolicy({});
		expect(done(await rig.submit(remind, week))).toEqual({ ran: false, told: 0 });
		expect(await rig.notices({ kind: "nudges" })).toEqual([]);
		expect(Object.keys(await nudgedAgain(rig))).toEqual(["Ana"]);
	});

	test("goes to nobody who wants it quiet, who left, or whose workspace the bot left; once to each", async () => {
		const rig = await openRig();
		for (const name of ["Ana", "Bo", "Cy"]) done(await rig.ask(name));
		const low = async () => Object.keys(await nudged(rig)).sort();
		expect(await low()).toEqual(["Ana", "Bo", "Cy"]);
		done(await quiet(rig, "Ana", "reminders"));
		done(await quiet(rig, "Bo", "all"));
		expect(await low()).toEqual(["Cy"]);
		done(await quiet(rig, "Ana", "off"));
		await rig.met([{ ...personCalled("Cy"), kind: "gone" }]);
		expect(await low()).toEqual(["Ana"]);
		await rig.ledger.leaveWorkspace(rig.workspaceId, rig.clock.now);
		expect(await low()).toEqual([]);
	});

	test("never tells how many thanks somebody has left to give", async () => {
		const rig = await openRig();
		done(await rig.ask("Ana"));
		expect(JSON.stringify(await nudged(rig))).not.toMatch(/left|perDay|allowance/u);
	});
});

describe("in channels", () => {
	/** Channels that were reminded, with the favors named there. */
	async function reminded(rig: Rig): Promise<[number | null, number[]][]> {
		const notices = (await rig.notices({ kind: "reminder" })).map((row) => ({ row, notice: readNotice(row) }));
		return notices.map(({ row, notice }) => [row.channelId, notice.kind === "reminder" ? notice.favorIds : []]);
	}
	const monday = { period: "2026-W48", week: 20_780 - 7 };
	const thursday = { period: "2026-W48", week: 20_780, tip: 2 };

	test("that had a board on Monday: what waits there, three at most, and one tip", async () => {
		const rig = await openRig({ policy: { favor: { maxOpenPerAsker: 100 } } });
		await rig.fund("Ana", 100);
		for (const from of ["Ana", "Bo", "Cy"]) done(await rig.thank(from, "Dee"));
		rig.pass(10 * day);
		done(await rig.submit(postBoards, monday));
		const ids = [];
		for (let count = 0; count < 4; count++) ids.push(done(await rig.ask("Ana")).favorId);
		done(await rig.ask("Ana", { where: rig.secret }));
		expect(done(await rig.submit(remind, thursday)).told).toBe(1);
		expect(done(await rig.submit(remind, thursday))).toEqual({ ran: false, told: 0 });
		expect(await reminded(rig)).toEqual([[rig.general.channelId, ids.slice(0, 3)]]);
	});

	test("not where too few gave last week, nor where it is muted", async () => {
		const rig = await openRig();
		for (const from of ["Ana", "Bo"]) done(await rig.thank(from, "Dee"));
		for (const from of ["Ana", "Bo", "Cy"]) done(await rig.thank(from, "Dee", { where: rig.secret }));
		done(await rig.submit(toggleMuted, { channelId: rig.secret.channelId }));
		rig.pass(10 * day);
		done(await rig.submit(postBoards, monday));
		done(await rig.submit(remind, thursday));
		expect(await reminded(rig)).toEqual([]);
	});

	test("not where the bot came after Monday", async () => {
		const rig = await openRig();
		for (const from of ["Ana", "Bo", "Cy"]) done(await rig.thank(from, "Dee"));
		rig.pass(10 * day);
		done(await rig.submit(remind, thursday));
		expect(await reminded(rig)).toEqual([]);
	});
});
