// What the clock does with a favor: through the job, as it is in the running bot.
import { describe, expect, test } from "vitest";
import { jobs } from "../../src/jobs/jobs.ts";
import { comeBack, goAway } from "../../src/ledger/away.ts";
import { advance } from "../../src/ledger/favors.ts";
import { readNotice } from "../../src/ledger/notices.ts";
import { day, done, hour, openRig, type Rig } from "./rig.ts";

const favorsJob = jobs.find(({ name }) => name === "favors");

/** Lets time go by, and then the clock look. Answers with how many favors moved on. */
async function wait(rig: Rig, ms: number): Promise<number> {
	rig.pass(ms);
	const community = { id: rig.communityId, timezone: "UTC" };
	const result = await favorsJob?.run(rig.ledger, community, rig.clock.now, rig.clock.now.toISOString());
	return result?.told ?? 0;
}

async function open(more: { of?: string; dueAt?: Date } = {}) {
	const rig = await openRig();
	await rig.fund("Ana", 10);
	const { favorId } = done(await rig.ask("Ana", more));
	const state = async () => (await rig.favor(favorId)).state;
	return { rig, favorId, state };
}

async function told(rig: Rig, event: string): Promise<string[]> {
	const names = new Map(["Ana", "Bo"].map((name) => [rig.idOf(name), name]));
	const notices = (await rig.notices({ kind: "favor" })).map((row) => ({ ...row, notice: readNotice(row) }));
	const about = notices.filter(({ notice }) => notice.kind === "favor" && notice.event === event && notice.fresh);
	return about.map(({ memberId }) => names.get(memberId ?? 0) ?? "somebody else");
}

test("unanswered for seven days it expires, all comes back, and the asker hears", async () => {
	for (const of of [undefined, "Bo"]) {
		const { rig, favorId, state } = await open(of ? { of } : {});
		expect(await wait(rig, 7 * day - 1)).toBe(0);
		expect(await state()).toBe("open");
		expect(await wait(rig, 1)).toBe(1);
		expect(await state()).toBe("expired");
		expect([await rig.balance("Ana"), await rig.escrow(favorId)]).toEqual([10, 0]);
		expect(await told(rig, "expired")).toEqual(["Ana"]);
		expect(await wait(rig, 30 * day)).toBe(0);
		await rig.mustHold();
	}
});

test("done and silent for 72 hours it is kept, and both hear", async () => {
	const { rig, favorId, state } = await open();
	done(await rig.step("Bo", favorId, "accept"));
	rig.pass(2 * day);
	done(await rig.step("Bo", favorId, "done"));
	expect(await wait(rig, 72 * hour - 1)).toBe(0);
	expect(await state()).toBe("done");
	expect(await wait(rig, 1)).toBe(1);
	expect(await state()).toBe("kept");
	expect(await rig.balances()).toMatchObject({ Ana: 6, Bo: 5 });
	expect((await told(rig, "kept-by-silence")).sort()).toEqual(["Ana", "Bo"]);
	const kept = await rig.storage.db.entry.findFirstOrThrow({ where: { kind: "favor-kept" } });
	expect(kept.actorId).toBeNull();
	await rig.mustHold();
});

test("after not yet the silence still counts from the first done", async () => {
	const { rig, favorId, state } = await open();
	done(await rig.step("Bo", favorId, "accept"));
	done(await rig.step("Bo", favorId, "done"));
	rig.pass(50 * hour);
	done(await rig.step("Ana", favorId, "not-yet"));
	expect(await wait(rig, 30 * hour)).toBe(0);
	expect(await state()).toBe("accepted");
	done(await rig.step("Bo", favorId, "done"));
	expect(await wait(rig, 0)).toBe(1);
	expect(await state()).toBe("kept");
	await rig.mustHold();
});

describe("accepted and quiet", () => {
	async function accepted(dueAt?: Date) {
		const opened = await open(dueAt ? { dueAt } : {});
		done(await opened.rig.step("Bo", opened.favorId, "accept"));
		return opened;
	}

	test("for fourteen days: one question to both, and three days later all comes back", async () => {
		const { rig, favorId, state } = await accepted();
		expect(await wait(rig, 14 * day - 1)).toBe(0);
		expect(await wait(rig, 1)).toBe(1);
		expect(await state()).toBe("accepted");
		expect((await told(rig, "question")).sort()).toEqual(["Ana", "Bo"]);
		expect(await wait(rig, 3 * day - 1)).toBe(0);
		expect(await wait(rig, 1)).toBe(1);
		expect(await state()).toBe("expired");
		expect((await told(rig, "released")).sort()).toEqual(["Ana", "Bo"]);
		expect([await rig.balance("Ana"), await rig.escrow(favorId)]).toEqual([10, 0]);
		await rig.mustHold();
	});

	test("three days past its date: asked earlier", async () => {
		const { rig } = await accepted(new Date("2026-11-20T18:00:00Z"));
		expect(await wait(rig, 7 * day)).toBe(0);
		expect(await wait(rig, 8 * hour)).toBe(1);
		expect((await told(rig, "question")).sort()).toEqual(["Ana", "Bo"]);
	});

	test.each(["Ana", "Bo"])("%s says that it goes on: it does, for another fourteen days", async (name) => {
		const { rig, favorId, state } = await accepted();
		await wait(rig, 14 * day);
		rig.pass(day);
		done(await rig.step(name, favorId, "go-on"));
		expect(await wait(rig, 14 * day - 1)).toBe(0);
		expect(await state()).toBe("accepted");
		expect(await wait(rig, 1)).toBe(1);
		expect(await told(rig, "question")).toHaveLength(4);
		await wait(rig, 3 * day);
		expect(await state()).toBe("expired");
		await rig.mustHold();
	});

	test("the question answered by doing it", async () => {
		const { rig, favorId, state } = await accepted();
		await wait(rig, 14 * day);
		done(await rig.step("Bo", favorId, "done"));
		await wait(rig, 72 * hour);
		expect(await state()).toBe("kept");
		await rig.mustHold();
	});

	test.each(["Ana", "Bo"])("while %s is away nobody is asked; once they are back both are", async (name) => {
		const { rig, state } = await accepted();
		const memberId = rig.idOf(name);
		rig.pass(10 * day);
		done(await rig.submit(goAway, { memberId, until: null }));
		for (let days = 10; days < 40; days++) expect(await wait(rig, day)).toBe(0);
		expect(await told(rig, "question")).toEqual([]);
		expect(await state()).toBe("accepted");
		done(await rig.submit(comeBack, { memberId }));
		expect(await wait(rig, day)).toBe(1);
		expect((await told(rig, "question")).sort()).toEqual(["Ana", "Bo"]);
		await wait(rig, 3 * day);
		expect(await state()).toBe("expired");
		await rig.mustHold();
	});

	test("whoever said until when is asked within a day of it", async () => {
		const { rig } = await accepted();
		const until = new Date(rig.clock.now.getTime() + 20 * day);
		done(await rig.submit(goAway, { memberId: rig.idOf("Bo"), until }));
		for (let days = 0; days < 20; days++) await wait(rig, day - 1);
		expect(await told(rig, "question")).toEqual([]);
		await wait(rig, day);
		expect((await told(rig, "question")).sort()).toEqual(["Ana", "Bo"]);
	});

	test("given back it waits for anyone for a full week again", async () => {
		const { rig, favorId, state } = await accepted();
		rig.pass(6 * day);
		done(await rig.step("Bo", favorId, "give-back"));
		expect(await wait(rig, 7 * day - 1)).toBe(0);
		expect(await wait(rig, 1)).toBe(1);
		expect(await state()).toBe("expired");
		await rig.mustHold();
	});
});

describe("after a long sleep", () => {
	test("everything that came due happens, step by step, each thing once", async () => {
		const rig = await openRig({ policy: { favor: { maxOpenPerAsker: 1_000, maxUnderWayPerHelper: 1_000 } } });
		await rig.fund("Ana", 1_000);
		const favors = [];
		for (let count = 0; count < 150; count++) {
			const { favorId } = done(await rig.ask("Ana", { size: "small" }));
			favors.push(favorId);
			if (count % 3 > 0) done(await rig.step("Bo", favorId, "accept"));
			if (count % 3 > 1) done(await rig.step("Bo", favorId, "done"));
		}
		expect(await wait(rig, 60 * day)).toBe(150);
		const states = await rig.storage.db.favor.groupBy({ by: ["state"], _count: true, orderBy: { state: "asc" } });
		// Whoever was under way is asked first: nobody could answer while the bot slept.
		expect(states.map(({ state, _count }) => [state, _count])).toEqual([
			["accepted", 50],
			["expired", 50],
			["kept", 50],
		]);
		await wait(rig, 3 * day);
		expect(await rig.storage.db.favor.count({ where: { state: "expired" } })).toBe(100);
		expect(await rig.balances()).toMatchObject({ Ana: 1_000 - 50 * 2, Bo: 50 * 3 });
		await rig.mustHold();
	});

	test("two clocks that look at once do each thing once", async () => {
		const { rig, favorId } = await open();
		rig.pass(8 * day);
		const origin = { communityId: rig.communityId, now: rig.clock.now };
		const looks = Array.from({ length: 5 }, () => rig.ledger.submit(advance, origin, { favorId }));
		const events = (await Promise.all(looks)).map((answer) => done(answer).event);
		expect(events.sort()).toEqual(["expired", null, null, null, null]);
		expect(await rig.balance("Ana")).toBe(10);
		await rig.mustHold();
	});

	test("what is gone is nothing to advance", async () => {
		const { rig } = await open();
		expect(done(await rig.submit(advance, { favorId: 999 }))).toEqual({ event: null });
	});
});
