// Lists of favors: each shows only what the one who reads it may see.
import { describe, expect, test } from "vitest";
import { passOn } from "../../src/ledger/calls.ts";
import { dueFavors, favorsOf, type OpenFilter, openFavors } from "../../src/ledger/favor-lists.ts";
import { day, done, openRig, personCalled, type Rig } from "./rig.ts";

const texts = (favors: { text: string }[]) => favors.map(({ text }) => text);

async function open(rig: Rig, filter: Partial<OpenFilter> = {}): Promise<string[]> {
	return texts(await rig.ledger.read((query) => openFavors(query, rig.communityId, { most: 10, ...filter })));
}

async function openFunded(): Promise<Rig> {
	const rig = await openRig({ policy: { favor: { maxOpenPerAsker: 100 } } });
	for (const name of ["Ana", "Bo"]) await rig.fund(name, 100);
	return rig;
}

describe("favors that wait for anybody", () => {
	test("are shown with the one that waits longest first, without one's own, and only so many", async () => {
		const rig = await openFunded();
		for (const text of ["first", "second", "third"]) done(await rig.ask("Ana", { text }));
		done(await rig.ask("Bo", { text: "of Bo" }));
		expect(await open(rig)).toEqual(["first", "second", "third", "of Bo"]);
		expect(await open(rig, { notOf: rig.idOf("Ana") })).toEqual(["of Bo"]);
		expect(await open(rig, { most: 2 })).toEqual(["first", "second"]);
	});

	test('what somebody said "not now" to comes last for them, and for nobody else', async () => {
		const rig = await openFunded();
		const [first] = [done(await rig.ask("Ana", { text: "first" })), done(await rig.ask("Ana", { text: "second" }))];
		done(await rig.submit(passOn, { actor: rig.person("Bo"), favorId: first.favorId }));
		expect(await open(rig, { notOf: rig.idOf("Bo") })).toEqual(["second", "first"]);
		expect(await open(rig, { notOf: rig.idOf("Bo"), most: 1 })).toEqual(["second"]);
		expect(await open(rig, { notOf: rig.idOf("Cy") })).toEqual(["first", "second"]);
		expect(await open(rig)).toEqual(["first", "second"]);
	});

	test("tell the zone that their asker lives in: a due date is the asker's", async () => {
		const rig = await openRig({
			people: ["Ana", { ...personCalled("Bo"), timezone: "Asia/Tokyo" }],
			timezone: "Europe/Berlin",
		});
		for (const name of ["Ana", "Bo"]) done(await rig.ask(name));
		const found = await rig.ledger.read((query) => openFavors(query, rig.communityId, { most: 10 }));
		expect(found.map(({ askerTimezone }) => askerTimezone)).toEqual(["Europe/Berlin", "Asia/Tokyo"]);
	});

	test("do not show what was asked of one person, nor what somebody took up, nor what is over", async () => {
		const rig = await openFunded();
		done(await rig.ask("Ana", { text: "of Bo alone", of: "Bo" }));
		const taken = done(await rig.ask("Ana", { text: "taken" })).favorId;
		const cancelled = done(await rig.ask("Ana", { text: "cancelled" })).favorId;
		done(await rig.step("Bo", taken, "accept"));
		done(await rig.step("Ana", cancelled, "cancel"));
		expect(await open(rig)).toEqual([]);
		done(await rig.step("Bo", taken, "give-back"));
		expect(await open(rig)).toEqual(["taken"]);
	});

	test("asked in a private channel show there, and nowhere else", async () => {
		const rig = await openFunded();
		done(await rig.ask("Ana", { text: "in the open" }));
		done(await rig.ask("Ana", { text: "in confidence", where: rig.secret }));
		expect(await open(rig)).toEqual(["in the open"]);
		expect(await open(rig, { inChannel: rig.general.channelId })).toEqual(["in the open"]);
		expect(await open(rig, { inChannel: rig.secret.channelId })).toEqual(["in the open", "in confidence"]);
		expect(await open(rig, { channelId: rig.secret.channelId })).toEqual(["in confidence"]);
		expect(await open(rig, { channelId: rig.general.channelId })).toEqual(["in the open"]);
	});
});

test("a member's own: what they asked, what they help with, what they are asked", async () => {
	const rig = await openFunded();
	const own = async (name: string) => {
		const lists = await rig.ledger.read((query) => favorsOf(query, rig.communityId, rig.idOf(name)));
		return { asked: texts(lists.asked), helping: texts(lists.helping), askedOfMe: texts(lists.askedOfMe) };
	};
	const [open1, taken, over] = [
		done(await rig.ask("Ana", { text: "of Bo", of: "Bo" })).favorId,
		done(await rig.ask("Ana", { text: "taken", where: rig.secret })).favorId,
		done(await rig.ask("Ana", { text: "over" })).favorId,
	];
	done(await rig.step("Bo", taken, "accept"));
	done(await rig.step("Ana", over, "cancel"));
	expect(await own("Ana")).toEqual({ asked: ["of Bo", "taken"], helping: [], askedOfMe: [] });
	expect(await own("Bo")).toEqual({ asked: [], helping: ["taken"], askedOfMe: ["of Bo"] });
	expect(await own("Cy")).toEqual({ asked: [], helping: [], askedOfMe: [] });
	done(await rig.step("Bo", taken, "done"));
	done(await rig.step("Bo", open1, "accept"));
	expect(await own("Bo")).toEqual({ asked: [], helping: ["of Bo", "taken"], askedOfMe: [] });
});

test("those whose time has come, the longest overdue first", async () => {
	const rig = await openFunded();
	const first = done(await rig.ask("Ana")).favorId;
	rig.pass(day);
	const second = done(await rig.ask("Ana")).favorId;
	const due = async (days: number) => {
		const now = new Date(rig.clock.now.getTime() + days * day);
		const found = await rig.ledger.read((query) => dueFavors(query, rig.communityId, now, 10));
		return found.map(({ id }) => id);
	};
	expect(await due(5.9)).toEqual([]);
	expect(await due(6)).toEqual([first]);
	expect(await due(7)).toEqual([first, second]);
});
