// A favor for anyone is also told to the few who may be able to help, and who can be asked when one person cannot.
import { describe, expect, test } from "vitest";
import { passOn } from "../../src/ledger/calls.ts";
import type { FavorStep } from "../../src/ledger/favors.ts";
import { type Notice, readNotice } from "../../src/ledger/notices.ts";
import { setMember } from "../../src/ledger/people.ts";
import { day, done, hour, openRig, personCalled, type Rig, type RigOptions, refused } from "./rig.ts";

type CallNotice = Extract<Notice, { kind: "favor-call" }>;

/** Everybody can afford to ask; nobody runs low. */
async function openRich(options: RigOptions = {}): Promise<Rig> {
	const rig = await openRig(options);
	for (const { name, kind } of rig.seen) if (kind === "person" || kind === "guest") await rig.fund(name, 40);
	return rig;
}

/** A favor that somebody kept for another, who asked them alone: nobody else was told. */
async function kept(rig: Rig, asker: string, helper: string, tags: string[] = [], where = rig.general): Promise<void> {
	const { favorId } = done(await rig.ask(asker, { of: helper, size: "small", tags, where }));
	done(await rig.step(helper, favorId, "accept"));
	done(await rig.step(asker, favorId, "confirm"));
}

/** Who was called for a favor, by name, with what they were told. */
async function called(rig: Rig, favorId: number): Promise<Record<string, Partial<CallNotice>[]>> {
	const told: Record<string, Partial<CallNotice>[]> = {};
	for (const row of await rig.notices({ kind: "favor-call", subject: `favor:${favorId}` })) {
		const name = rig.seen.find((one) => rig.idOf(one.name) === row.memberId)?.name ?? "somebody";
		const { kind: _kind, favorId: _favorId, ...said } = readNotice(row) as CallNotice;
		told[name] = [...(told[name] ?? []), said];
	}
	return told;
}

const changed = (rig: Rig, name: string, change: object) =>
	rig.storage.db.member.update({
		where: { communityId_id: { communityId: rig.communityId, id: rig.idOf(name) } },
		data: change,
	});

const NO: FavorStep = { step: "decline", why: "busy", because: "", insteadId: null };

describe("asked of anyone", () => {
	test("tells who kept favors with the same tag, and says why to each; the asker learns how many", async () => {
		const rig = await openRich();
		await kept(rig, "Ana", "Bo", ["sql", "css"]);
		await kept(rig, "Dee", "Cy", ["react"]);
		await kept(rig, "Cy", "Dee", ["sql"]);
		const asked = done(await rig.ask("Eli", { text: "explain the index #sql", tags: ["sql"] }));
		expect(asked.told).toBe(2);
		expect(await called(rig, asked.favorId)).toEqual({
			Bo: [{ why: "tag", tag: "sql", fresh: true }],
			Dee: [{ why: "tag", tag: "sql", fresh: true }],
		});
		expect((await rig.storage.db.words.findMany({ where: { ownerId: asked.favorId } }))[0]?.tags).toBe("sql");
		await rig.mustHold();
	});

	test("tells whom the asker helped before, and who runs low and asks themselves", async () => {
		const rig = await openRich();
		await kept(rig, "Bo", "Ana");
		await rig.fund("Cy", -38);
		done(await rig.ask("Cy", { of: "Fay", size: "small" }));
		await rig.fund("Dee", -39);
		const { favorId, told } = done(await rig.ask("Ana"));
		// Dee has as little and never asked.
		expect(await called(rig, favorId)).toEqual({
			Bo: [{ why: "helped", fresh: true }],
			Cy: [{ why: "low", fresh: true }],
		});
		expect(told).toBe(2);
		rig.pass(31 * day);
		const later = done(await rig.ask("Ana", { size: "small" }));
		expect(Object.keys(await called(rig, later.favorId))).toEqual(["Bo"]);
	});

	test("nobody is told where there is nobody with a reason, or where the policy tells nobody", async () => {
		const rig = await openRich();
		expect(done(await rig.ask("Ana", { size: "small" })).told).toBe(0);
		await kept(rig, "Bo", "Ana");
		await rig.setPolicy({ favor: { calls: 0 } });
		expect(done(await rig.ask("Ana", { size: "small" })).told).toBe(0);
		await rig.setPolicy({ favor: { calls: 1 } });
		await kept(rig, "Cy", "Ana");
		expect(done(await rig.ask("Ana", { size: "small" })).told).toBe(1);
	});

	test("in a private channel nobody is told, nor is anybody when one person is asked", async () => {
		const rig = await openRich();
		await kept(rig, "Bo", "Ana", ["sql"]);
		expect(done(await rig.ask("Ana", { size: "small", where: rig.secret })).told).toBe(0);
		expect(done(await rig.ask("Ana", { size: "small", of: "Cy" })).told).toBe(0);
		expect(await rig.notices({ kind: "favor-call" })).toEqual([]);
	});

	test("what was learned in a private channel counts, since only the one concerned reads of it", async () => {
		const rig = await openRich();
		await kept(rig, "Ana", "Bo", ["sql"], rig.secret);
		const { favorId } = done(await rig.ask("Cy", { tags: ["sql"] }));
		expect(Object.keys(await called(rig, favorId))).toEqual(["Bo"]);
	});

	test("nobody is told twice on one day of their own", async () => {
		const people = ["Ana", "Bo", "Cy", { ...personCalled("Dee"), timezone: "Pacific/Kiritimati" }];
		const rig = await openRich({ people });
		for (const name of ["Bo", "Dee"]) await kept(rig, "Ana", name, ["sql"]);
		const ask = async () => {
			const { favorId } = done(await rig.ask("Cy", { size: "small", tags: ["sql"] }));
			const told = Object.keys(await called(rig, favorId)).sort();
			done(await rig.step("Cy", favorId, "cancel"));
			return told;
		};
		// Ten o'clock in UTC; it is midnight in Dee's zone.
		expect(await ask()).toEqual(["Bo", "Dee"]);
		expect(await ask()).toEqual([]);
		rig.pass(13 * hour);
		expect(await ask()).toEqual([]);
		rig.pass(1 * hour);
		expect(await ask()).toEqual(["Bo"]);
		rig.pass(10 * hour);
		expect(await ask()).toEqual(["Dee"]);
	});

	test.each<[string, object]>([
		["is away", { awaySince: new Date("2026-11-01T00:00:00Z") }],
		["left", { kind: "gone", leftAt: new Date("2026-11-01T00:00:00Z") }],
		["is a guest", { kind: "guest" }],
		["is frozen", { frozenAt: new Date("2026-11-01T00:00:00Z") }],
		["was excluded", { excluded: true }],
		["wants no reminders", { quiet: "reminders" }],
	])("nobody who %s", async (_, change) => {
		const rig = await openRich();
		await kept(rig, "Ana", "Bo", ["sql"]);
		await changed(rig, "Bo", change);
		expect(done(await rig.ask("Cy", { tags: ["sql"] })).told).toBe(0);
	});

	test("nobody who is on as many favors as may be", async () => {
		const rig = await openRich({ policy: { favor: { maxUnderWayPerHelper: 1 } } });
		await kept(rig, "Ana", "Bo", ["sql"]);
		const first = done(await rig.ask("Ana", { size: "small" }));
		done(await rig.step("Bo", first.favorId, "accept"));
		expect(done(await rig.ask("Cy", { tags: ["sql"] })).told).toBe(0);
		done(await rig.step("Bo", first.favorId, "give-back"));
		expect(done(await rig.ask("Dee", { tags: ["sql"] })).told).toBe(1);
	});

	test("nobody who said no within a day, to whomever it was", async () => {
		const rig = await openRich();
		await kept(rig, "Ana", "Bo", ["sql"]);
		const { favorId } = done(await rig.ask("Ana", { of: "Bo", size: "small" }));
		done(await rig.step("Bo", favorId, NO));
		rig.pass(day - 1);
		expect(done(await rig.ask("Cy", { size: "small", tags: ["sql"] })).told).toBe(0);
		rig.pass(1);
		expect(done(await rig.ask("Cy", { size: "small", tags: ["sql"] })).told).toBe(1);
	});

	test("delivered twice, it tells once; and two at once do not tell the same member", async () => {
		const rig = await openRich();
		await kept(rig, "Ana", "Bo", ["sql"]);
		const said = { key: "ask:1", fingerprint: "ask", tags: ["sql"] };
		const [first, again] = [done(await rig.ask("Cy", said)), done(await rig.ask("Cy", said))];
		expect(again).toEqual(first);
		expect(await rig.notices({ kind: "favor-call" })).toHaveLength(1);
		rig.pass(day);
		const both = await Promise.all(["Cy", "Dee"].map((name) => rig.ask(name, { size: "small", tags: ["sql"] })));
		expect(both.map((answer) => done(answer).told).sort()).toEqual([0, 1]);
	});
});

describe("the cards of those who were told", () => {
	async function openCalled() {
		const rig = await openRich();
		for (const name of ["Bo", "Cy"]) await kept(rig, "Ana", name, ["sql"]);
		const { favorId } = done(await rig.ask("Dee", { tags: ["sql"] }));
		return { rig, favorId };
	}
	const fresh = { why: "tag", tag: "sql", fresh: true };
	const change = { ...fresh, fresh: false };

	test("change when somebody took it up and when it ended, but for whoever helps", async () => {
		const { rig, favorId } = await openCalled();
		done(await rig.step("Bo", favorId, "accept"));
		expect(await called(rig, favorId)).toEqual({ Bo: [fresh], Cy: [fresh, change] });
		done(await rig.step("Bo", favorId, "give-back"));
		expect(await called(rig, favorId)).toEqual({ Bo: [fresh], Cy: [fresh, change, change] });
		done(await rig.step("Dee", favorId, "cancel"));
		expect(await called(rig, favorId)).toEqual({ Bo: [fresh, change], Cy: [fresh, change, change, change] });
		await rig.mustHold();
	});

	test("not now is remembered: it changes once, and never again", async () => {
		const { rig, favorId } = await openCalled();
		done(await rig.submit(passOn, { actor: rig.person("Cy"), favorId }));
		done(await rig.submit(passOn, { actor: rig.person("Cy"), favorId }));
		const passed = { ...change, passed: true };
		done(await rig.step("Bo", favorId, "accept"));
		done(await rig.step("Bo", favorId, "give-back"));
		expect((await called(rig, favorId))["Cy"]).toEqual([fresh, passed, passed]);
		expect(await rig.favor(favorId)).toMatchObject({ state: "open" });
		// Who passed may still change their mind.
		done(await rig.step("Cy", favorId, "accept"));
		await rig.mustHold();
	});

	test("not now changes nothing for anybody else, and needs a favor that is open to them", async () => {
		const { rig, favorId } = await openCalled();
		const before = await rig.notices();
		// Nobody told Eli: there is no card to change.
		done(await rig.submit(passOn, { actor: rig.person("Eli"), favorId }));
		expect(await rig.notices()).toEqual(before);
		const pass = async (name: string, id: number) =>
			refused(await rig.submit(passOn, { actor: rig.person(name), favorId: id }));
		expect(await pass("Dee", favorId)).toEqual({ reason: "own-favor" });
		expect(await pass("Nobody", favorId)).toEqual({ reason: "not-a-member" });
		expect(await pass("Bo", 9_999)).toEqual({ reason: "no-such-favor" });
		done(await rig.step("Bo", favorId, "accept"));
		expect(await pass("Cy", favorId)).toEqual({ reason: "favor-moved-on", state: "accepted", byYou: false });
		const one = done(await rig.ask("Ana", { of: "Bo" }));
		expect(await pass("Cy", one.favorId)).toEqual({ reason: "asked-somebody-else" });
	});
});

describe("who else may be able to help, when one person cannot", () => {
	const suggested = async (rig: Rig, favorId: number) => {
		const rows = await rig.notices({ kind: "favor", subject: `favor:${favorId}`, memberId: rig.idOf("Ana") });
		const last = rows.map(readNotice).findLast((notice) => notice.kind === "favor" && notice.event === "declined");
		const ids = last?.kind === "favor" ? (last.suggested ?? []) : undefined;
		return ids?.map((id) => rig.seen.find(({ name }) => rig.idOf(name) === id)?.name);
	};

	test("two at most, by what they know, and neither of the two nor the one who was named", async () => {
		const rig = await openRich();
		for (const name of ["Bo", "Cy", "Dee", "Eli"]) await kept(rig, "Fay", name, ["sql"]);
		const ask = async () => done(await rig.ask("Ana", { of: "Bo", size: "small", tags: ["sql"] })).favorId;
		const first = await ask();
		done(await rig.step("Bo", first, NO));
		expect(await suggested(rig, first)).toEqual(["Cy", "Dee"]);
		const second = await ask();
		done(await rig.step("Bo", second, { ...NO, insteadId: rig.idOf("Dee") }));
		expect(await suggested(rig, second)).toEqual(["Cy", "Eli"]);
		const third = await ask();
		done(await rig.step("Bo", third, "accept"));
		done(await rig.step("Bo", third, "give-back"));
		expect(await suggested(rig, third)).toEqual(["Cy", "Dee"]);
		await rig.mustHold();
	});

	test("nobody who has no reason, wants quiet, or runs low: the asker would read it", async () => {
		const rig = await openRich();
		await rig.fund("Cy", -38);
		done(await rig.ask("Cy", { of: "Fay", size: "small" }));
		await kept(rig, "Dee", "Ana");
		const ask = async () => {
			const { favorId } = done(await rig.ask("Ana", { of: "Bo", size: "small" }));
			done(await rig.step("Bo", favorId, NO));
			return suggested(rig, favorId);
		};
		expect(await ask()).toEqual(["Dee"]);
		done(await rig.submit(setMember, { memberId: rig.idOf("Dee"), settings: { quiet: "all" } }));
		expect(await ask()).toEqual([]);
	});

	test("a choice and a name are read as they were said", async () => {
		const rig = await openRich();
		const { favorId } = done(await rig.ask("Ana", { of: "Bo" }));
		done(await rig.step("Bo", favorId, { step: "decline", why: "field", because: "", insteadId: null }));
		const card = await rig.ledger.readings.favor(rig.communityId, favorId);
		expect(card?.declined).toEqual({ why: "field", because: "", insteadId: null });
	});
});
