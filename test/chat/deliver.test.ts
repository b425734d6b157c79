// The sender with surfaces that fail in every way: in order, again, later, never; nothing is lost, nothing is repeated
// for long, nobody is kept waiting by somebody else's trouble.
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Sender } from "../../src/chat/deliver.ts";
import type { Intent, Person, Place } from "../../src/chat/request.ts";
import { TryLater, Undeliverable } from "../../src/chat/surface.ts";
import { LEASE_MS, settle } from "../../src/ledger/deliveries.ts";
import type { Verb } from "../../src/ledger/list.ts";
import { type NoticeTo, tell } from "../../src/ledger/notices.ts";
import { type Bank, GENERAL, openBank } from "../support/bank.ts";
import {
	type Act,
	createObedient,
	createRecordingLog,
	gate,
	type Logged,
	type Obedient,
	openSender,
	pause,
} from "./surfaces.ts";

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const RANDOM: Place = { id: "C-random", name: "random", kind: "public", present: true };

const ROOMY = { perDay: 1000, perPairPerDay: 1000 };

let bank: Bank;
let obedient: Obedient;
let sender: Sender;
let logged: Logged[];

beforeEach(async () => {
	bank = await openBank({ now: new Date("2026-11-16T10:05:00Z") });
	await bank.request("Ana", { kind: "people" });
	// Each thanks has a line of its own, but where a test wants to see them together.
	await bank.setPolicy({ thanks: { ...ROOMY, pileMinutes: 0 } });
	obedient = createObedient();
	const recording = createRecordingLog();
	logged = recording.logged;
	sender = openSender(bank, { surfaces: [obedient.surface], log: recording.log });
	// The first credit explains itself to everybody here.
	for (const name of ["Ana", "Bo", "Cy", "Dee", "Eli"])
		await bank.type(name === "Ana" ? "Bo" : "Ana", `/thanks @${name} for being here`);
	await sender.flush();
	obedient.acts.length = 0;
	obedient.shown.clear();
	obedient.atOnce = { all: 0, one: 0 };
});

afterEach(async () => {
	await sender.stop(1000);
	await bank.close();
});

const later = (ms: number) => bank.setNow(new Date(bank.now().getTime() + ms));
const texts = (to: string, of: Obedient = obedient) => of.acts.filter((act) => act.to === to).map(({ text }) => text);
const shown = (to: string) => [...obedient.shown.values()].filter((act) => act.to === to).map(({ text }) => text);
const warnings = () => logged.filter(({ level }) => level === "warn" || level === "error");
const states = async () =>
	(await bank.storage.db.notice.findMany({ orderBy: { id: "asc" } })).map(({ state }) => state);
const owed = async () => (await states()).filter((state) => state === "owed").length;
const thank = (from: string, to: string, why: string, place: Place = GENERAL) =>
	bank.type(from, `/thanks @${to} ${why}`, { place });
/** Waits, for as long as a busy machine may need, until this holds. */
const until = (holds: () => void) => vi.waitFor(holds, { timeout: 30_000, interval: 5 });
/** Until so much was asked of the platform. */
const asked = (count: number) => until(() => expect(obedient.acts.length).toBeGreaterThanOrEqual(count));
const failing = (to: string, error: () => Error, times = Number.POSITIVE_INFINITY) => {
	let left = times;
	obedient.before = (act) => {
		if (act.to !== to || left <= 0) return;
		left -= 1;
		throw error();
	};
};

describe("order", () => {
	test("is kept for each destination, while destinations go side by side", async () => {
		// The first of each wait for each other.
		const { opened, open } = gate();
		const met = new Set<string>();
		obedient.before = async ({ to }) => {
			if (met.add(to).size === 2) open();
			await opened;
			await pause(Math.random() * 5);
		};
		for (let index = 0; index < 6; index++) {
			await thank("Ana", "Bo", `for ${index}`);
			await thank("Bo", "Cy", `for ${index}`, RANDOM);
		}
		await sender.flush();
		expect(texts("general")).toEqual([0, 1, 2, 3, 4, 5].map((index) => `Ana thanked Bo for ${index}`));
		expect(texts("random")).toEqual([0, 1, 2, 3, 4, 5].map((index) => `Bo thanked Cy for ${index}`));
		expect(obedient.atOnce).toEqual({ all: 2, one: 1 });
	});

	test("many destinations: no more than sixteen at once, and all of them", async () => {
		obedient.before = () => pause(3);
		for (let index = 0; index < 30; index++)
			await thank("Ana", "Bo", "for it", { ...RANDOM, id: `C-${index}`, name: `c${index}` });
		await sender.flush();
		expect(obedient.acts).toHaveLength(30);
		expect(obedient.atOnce.one).toBe(1);
		expect(obedient.atOnce.all).toBeLessThanOrEqual(16);
	});

	test("more than one look holds: all of them, once", async () => {
		const { workspaceId, channelId, communityId } = await bank.storage.db.notice.findFirstOrThrow({
			where: { kind: "thanks" },
		});
		const owe: Verb<{ to: NoticeTo }, null> = async (book, context, { to }) => {
			for (let index = 0; index < 250; index++) await tell(book, context, to, { kind: "welcome" });
			return null;
		};
		await bank.ledger.submit(owe, { communityId, now: bank.now() }, { to: { workspaceId, channelId: channelId ?? 0 } });
		await sender.flush();
		expect(obedient.acts).toHaveLength(250);
		expect(new Set(obedient.acts.map(({ nonce }) => nonce)).size).toBe(250);
		expect(await owed()).toBe(0);
	});

	test("what comes while it is at work is not forgotten", async () => {
		const { opened, open } = gate();
		obedient.before = () => opened;
		await thank("Ana", "Bo", "for the first");
		const flushed = sender.flush();
		await asked(1);
		await thank("Ana", "Bo", "for the second");
		await thank("Ana", "Bo", "for the third", RANDOM);
		sender.wake();
		open();
		await flushed;
		expect([texts("general"), texts("random")]).toEqual([
			["Ana thanked Bo for the first", "Ana thanked Bo for the second"],
			["Ana thanked Bo for the third"],
		]);
	});
});

describe("an outage", () => {
	test("is tried again, later and later, with the same nonce, and the rest waits behind it", async () => {
		failing("general", () => new Error("connect ECONNREFUSED"), 4);
		await thank("Ana", "Bo", "for the first");
		await thank("Ana", "Bo", "for the second");
		await thank("Ana", "Bo", "for elsewhere", RANDOM);
		const tried: number[] = [];
		for (const wait of [0, 1999, 1, 3999, 1, 7999, 1, 15_999, 1]) {
			later(wait);
			await sender.flush();
			await sender.flush();
			tried.push(texts("general").length);
		}
		expect(tried).toEqual([1, 1, 2, 2, 3, 3, 4, 4, 6]);
		expect(texts("general").slice(-2)).toEqual(["Ana thanked Bo for the first", "Ana thanked Bo for the second"]);
		expect(new Set(obedient.acts.filter(({ text }) => text.endsWith("the first")).map(({ nonce }) => nonce)).size).toBe(
			1,
		);
		expect(texts("random")).toHaveLength(1);
		expect(warnings().map(({ message }) => message)).toEqual(Array(4).fill("a notice will be tried again"));
	});

	test("of days: nobody waits longer than minutes after it, and nothing is lost", async () => {
		failing("general", () => new Error("down"));
		await thank("Ana", "Bo", "for it");
		for (let hours = 0; hours < 50; hours += 0.5) {
			await sender.flush();
			later(HOUR / 2);
		}
		expect(await owed()).toBe(1);
		obedient.before = () => {};
		later(5 * MINUTE);
		await sender.flush();
		expect(shown("general")).toEqual(["Ana thanked Bo for it"]);
	});

	test("that never ends is a bug: parked, and logged as one", async () => {
		failing("general", () => new Error("no way"));
		await thank("Ana", "Bo", "for it");
		await sender.flush();
		later(8 * DAY);
		await sender.flush();
		expect(await owed()).toBe(0);
		expect(logged.filter(({ level }) => level === "error").map(({ message }) => message)).toEqual([
			"a notice was tried for too long",
		]);
	});

	test("that throws no error but something else", async () => {
		let thrown = 0;
		obedient.before = () => {
			if (thrown++ < 1) throw "nothing but words";
		};
		await thank("Ana", "Bo", "for it");
		await sender.flush();
		later(MINUTE);
		await sender.flush();
		expect(shown("general")).toEqual(["Ana thanked Bo for it"]);
	});
});

describe("a platform that asks to wait", () => {
	test.each<[number, number]>([
		[30 * SECOND, 30 * SECOND],
		[0, 500],
		[-5, 500],
		[Number.NaN, 2 * SECOND],
		[Number.POSITIVE_INFINITY, 2 * SECOND],
		[365 * DAY, HOUR],
	])("%d ms: is asked again after %d", async (asked, waited) => {
		failing("general", () => new TryLater(asked, "slow down"), 1);
		await thank("Ana", "Bo", "for it");
		await sender.flush();
		later(waited - 1);
		await sender.flush();
		expect(obedient.acts).toHaveLength(1);
		later(1);
		await sender.flush();
		expect(obedient.acts).toHaveLength(2);
		expect(shown("general")).toEqual(["Ana thanked Bo for it"]);
		expect(warnings()).toEqual([]);
	});
});

describe("what can never be delivered", () => {
	test("is parked, and its destination goes on", async () => {
		failing("general", () => new Undeliverable("channel_not_found"), 1);
		await thank("Ana", "Bo", "for the first");
		await thank("Ana", "Cy", "for the second");
		await sender.flush();
		expect(shown("general")).toEqual(["Ana thanked Cy for the second"]);
		expect(await owed()).toBe(0);
		expect(warnings().map(({ message }) => message)).toEqual(["a notice cannot be delivered"]);
		// Who was thanked hears of it all the same.
		expect(texts("Bo")).toEqual(["Ana thanked you for the first · +1 credit"]);
	});

	test("a favor that its one helper cannot hear of: the asker is told", async () => {
		failing("Bo", () => new Undeliverable("takes no messages"));
		await bank.type("Ana", "/favor @Bo look at my PR");
		await sender.flush();
		expect(texts("Ana").at(-1)).toMatch(/^I could not reach Bo in private\./u);
		expect(await owed()).toBe(0);
	});

	test("a card that somebody deleted: one that still matters is posted anew, an old one is let be", async () => {
		await bank.type("Ana", "/favor anyone look at my PR");
		await thank("Ana", "Bo", "for it");
		await sender.flush();
		obedient.before = ({ what, to }) => {
			if (what === "edit" && to === "general") throw new Undeliverable("message_not_found");
		};
		const [{ id } = { id: 0 }] = await bank.storage.db.favor.findMany();
		await bank.press("Bo", `favor:accept:${id}`);
		await bank.type("Ana", "/goodturn undo");
		await sender.flush();
		expect(shown("general").at(-1)).toMatch(/look at my PR.*\nBo is on it/u);
		expect(shown("general").filter((text) => text.includes("took back"))).toEqual([]);
		expect(await owed()).toBe(0);
	});

	test("to a workspace that was left, a channel and a person that are not known", async () => {
		const { communityId, workspaceId } = await bank.storage.db.notice.findFirstOrThrow();
		const owe: Verb<{ to: NoticeTo }, null> = async (book, context, { to }) => {
			await tell(book, context, to, { kind: "welcome" });
			return null;
		};
		const tellTo = (to: { memberId: number } | { channelId: number }) =>
			bank.ledger.submit(owe, { communityId, now: bank.now() }, { to: { workspaceId, ...to } });
		await bank.storage.db.workspace.updateMany({ data: { leftAt: bank.now() } });
		await tellTo({ channelId: 99_999 });
		await sender.flush();
		await bank.storage.db.workspace.updateMany({ data: { leftAt: null } });
		await tellTo({ memberId: 99_999 });
		await sender.flush();
		await tellTo({ channelId: 99_999 });
		await sender.flush();
		expect(obedient.acts).toEqual([]);
		expect(await states()).not.toContain("owed");
		expect(warnings().map(({ fields }) => (fields as { reason: string }).reason)).toEqual([
			"the bot is no longer in this workspace",
			"the member is not in this workspace",
			"the channel is not known",
		]);
	});
});

describe("what is too old", () => {
	test("a private line of yesterday is dropped, a public one is not", async () => {
		await thank("Ana", "Bo", "for the loud word");
		await thank("Ana", "Bo", "for the quiet word", { id: "D", name: "", kind: "direct", present: true });
		later(DAY + 1);
		await sender.flush();
		expect(obedient.acts.map(({ to, text }) => `${to}: ${text}`)).toEqual([
			"general: Ana thanked Bo for the loud word",
		]);
		expect(await owed()).toBe(0);
		expect(warnings()).toEqual([]);
	});

	test("a private line that waited for a day, not a minute more", async () => {
		await thank("Ana", "Bo", "for the quiet word", { id: "D", name: "", kind: "direct", present: true });
		later(DAY);
		await sender.flush();
		expect(texts("Bo")).toEqual(["Ana thanked you for the quiet word · +1 credit"]);
	});

	test("weekly posts do not pile up while a platform is away", async () => {
		const recorded = createObedient();
		const away = openSender(bank, { surfaces: [] });
		for (const [from, to] of [
			["Ana", "Bo"],
			["Bo", "Cy"],
			["Cy", "Ana"],
		] as const)
			await thank(from, to, "for it");
		for (let week = 0; week < 3; week++) {
			for (let days = 0; days < 7; days++) {
				later(DAY);
				await bank.jobs.tick();
			}
			for (const [from, to] of [
				["Ana", "Bo"],
				["Bo", "Cy"],
				["Cy", "Ana"],
			] as const)
				await thank(from, to, "for it");
		}
		await away.flush();
		await away.stop(100);
		const back = openSender(bank, { surfaces: [recorded.surface] });
		later(HOUR);
		await back.flush();
		await back.stop(100);
		expect(texts("general", recorded).filter((text) => text.startsWith("Last week")).length).toBeLessThanOrEqual(1);
		expect(texts("general", recorded).filter((text) => text.includes("thanked"))).not.toEqual([]);
	});

	test("a word about today's thanks is not said tomorrow", async () => {
		await bank.setPolicy({ thanks: { perDay: 1 } });
		await bank.react("Eli", "Ana", { message: "M1" });
		await bank.react("Eli", "Bo", { message: "M2" });
		later(14 * HOUR);
		await sender.flush();
		expect(texts("Eli")).toEqual([]);
	});

	test("quiet is asked at the last moment", async () => {
		await bank.react("Ana", "Bo");
		await bank.type("Ana", "/favor @Bo look at my PR");
		await bank.type("Bo", "/goodturn quiet all");
		later(HOUR);
		await sender.flush();
		expect(texts("Bo")).toEqual([expect.stringMatching(/^Ana asks you for a hand/u)]);
	});

	test("nothing that explains or gives comes to who asked for quiet meanwhile", async () => {
		const { communityId, workspaceId } = await bank.storage.db.notice.findFirstOrThrow();
		const { id: memberId } = await bank.storage.db.member.findFirstOrThrow({ where: { name: "Bo" } });
		const { id: byId } = await bank.storage.db.member.findFirstOrThrow({ where: { name: "Ana" } });
		const dueAt = new Date(bank.now().getTime() + HOUR);
		const store: Verb<NoticeTo, null> = async (book, context, to) => {
			await tell(book, context, to, { kind: "fading", credits: 1 }, { dueAt });
			await tell(book, context, to, { kind: "top-up", credits: 2, byId }, { dueAt });
			return null;
		};
		await bank.ledger.submit(store, { communityId, now: bank.now() }, { workspaceId, memberId });
		await bank.type("Bo", "/goodturn quiet all");
		later(HOUR);
		await sender.flush();
		expect(texts("Bo")).toEqual([]);
		expect(await owed()).toBe(0);
	});
});

describe("at least once, and known by its nonce", () => {
	test("what arrived although the answer was lost is sent again under the same nonce", async () => {
		const arrived: (string | undefined)[] = [];
		obedient.before = ({ nonce }) => {
			arrived.push(nonce);
			if (arrived.length === 1) throw new Error("socket hang up");
		};
		await thank("Ana", "Bo", "for it");
		await sender.flush();
		later(2 * SECOND);
		await sender.flush();
		expect(arrived).toEqual([arrived[0], arrived[0]]);
		expect((arrived[0] ?? "").length).toBeGreaterThan(0);
		expect((arrived[0] ?? "").length).toBeLessThanOrEqual(25);
	});

	test("a process that dies in the middle: the next one goes on where it was", async () => {
		const { opened, open } = gate();
		let sent = 0;
		obedient.before = () => (++sent === 3 ? opened : undefined);
		for (let index = 0; index < 5; index++) await thank("Ana", "Bo", `for ${index}`);
		sender.wake();
		await asked(3);
		await sender.stop(20);
		const next = createObedient();
		const successor = openSender(bank, { surfaces: [next.surface] });
		await successor.flush();
		// Nobody can know that it is dead until its time is over.
		expect(texts("general", next)).toEqual([]);
		bank.setNow(new Date(bank.now().getTime() + LEASE_MS));
		await successor.flush();
		expect(texts("general", next)).toEqual([2, 3, 4].map((index) => `Ana thanked Bo for ${index}`));
		expect(next.acts[0]?.nonce).toBe(obedient.acts[2]?.nonce);
		open();
		await successor.stop(100);
		expect(await owed()).toBe(0);
	});

	test("nonces tell communities apart", async () => {
		const people: Person[] = ["Ana", "Bo"].map((name) => ({ user: `U-${name}`, name, kind: "person" }));
		for (const [index, id] of ["X", "Y"].entries()) {
			const request = {
				platform: "playground" as const,
				workspace: { id, name: id },
				actor: "U-Ana",
				people,
				place: GENERAL,
				route: undefined,
			};
			await bank.handle({
				...request,
				key: `n${index}`,
				intent: { kind: "command", name: "thanks", text: [{ user: "U-Bo" }] },
			});
		}
		await sender.flush();
		const nonces = obedient.acts.map(({ nonce }) => nonce);
		expect(new Set(nonces).size).toBe(nonces.length);
	});
});

describe("reactions", () => {
	const react = (from: string, message: string) => bank.react(from, "Bo", { message });

	test("of an hour are one line, at its end", async () => {
		for (const name of ["Ana", "Cy", "Dee"]) await react(name, "M1");
		await react("Ana", "M2");
		await sender.flush();
		expect(texts("Bo")).toEqual([]);
		later(HOUR);
		await react("Eli", "M3");
		await sender.flush();
		expect(texts("Bo")).toEqual(["Ana, Cy and Dee thanked you with reactions · +4 credits"]);
		later(HOUR);
		await sender.flush();
		expect(texts("Bo").slice(1)).toEqual(["Eli thanked you with a reaction · +1 credit"]);
	});

	test("stay one line when it has to be tried again, with those that came meanwhile", async () => {
		failing("Bo", () => new Error("down"), 1);
		for (const name of ["Ana", "Cy"]) await react(name, "M1");
		later(HOUR);
		await sender.flush();
		await react("Dee", "M2");
		later(3 * SECOND);
		await sender.flush();
		expect(shown("Bo")).toEqual(["Ana and Cy thanked you with reactions · +2 credits"]);
		later(HOUR);
		await sender.flush();
		expect(shown("Bo").slice(1)).toEqual(["Dee thanked you with a reaction · +1 credit"]);
	});

	test("taken away before the hour is over are never told", async () => {
		await react("Ana", "M1");
		await react("Cy", "M1");
		await bank.react("Ana", "Bo", { message: "M1", added: false });
		later(HOUR);
		await sender.flush();
		expect(texts("Bo")).toEqual(["Cy thanked you with a reaction · +1 credit"]);
	});
});

describe("taken back", () => {
	const undo = () => bank.type("Ana", "/goodturn undo");

	test("before it was sent: nothing is sent", async () => {
		await thank("Ana", "Bo", "for it");
		await undo();
		await sender.flush();
		expect(obedient.acts).toEqual([]);
		expect(await owed()).toBe(0);
	});

	test("after it was sent: the line changes", async () => {
		await thank("Ana", "Bo", "for it");
		await sender.flush();
		await undo();
		await sender.flush();
		expect(obedient.acts.map(({ what }) => what)).toEqual(["send", "edit"]);
		expect(shown("general")).toEqual(["Ana took back a thanks."]);
	});

	test("while it is being sent: it changes right after", async () => {
		const { opened, open } = gate();
		obedient.before = ({ what }) => (what === "send" ? opened : undefined);
		await thank("Ana", "Bo", "for it");
		const flushed = sender.flush();
		await asked(1);
		await undo();
		sender.wake();
		open();
		await flushed;
		expect(shown("general")).toEqual(["Ana took back a thanks."]);
		expect(await owed()).toBe(0);
	});

	test("while it waits for another attempt: it is not tried again", async () => {
		failing("general", () => new Error("down"), 1);
		await thank("Ana", "Bo", "for it");
		await sender.flush();
		await undo();
		later(HOUR);
		await sender.flush();
		expect(obedient.acts).toHaveLength(1);
		expect(await owed()).toBe(0);
	});

	test("where nobody else saw it: the private line changes", async () => {
		const place: Place = { id: "D", name: "", kind: "direct", present: true };
		await thank("Ana", "Bo", "for it", place);
		await sender.flush();
		await undo();
		await sender.flush();
		expect(shown("Bo")).toEqual(["Ana took back a thanks."]);
	});
});

describe("a favor's cards", () => {
	const step = async (who: string, name: string) => {
		const [{ id } = { id: 0 }] = await bank.storage.db.favor.findMany();
		await bank.press(who, `favor:${name}:${id}`);
	};

	test("the public one is the same through its life; private ones are new where somebody is to do something", async () => {
		await bank.type("Ana", "/favor anyone look at my PR");
		await sender.flush();
		for (const [who, name] of [
			["Bo", "accept"],
			["Bo", "done"],
			["Ana", "not-yet"],
			["Bo", "done"],
			["Ana", "confirm"],
		] as const) {
			await step(who, name);
			await sender.flush();
		}
		const sends = (to: string) => obedient.acts.filter((act) => act.to === to && act.what === "send").length;
		expect(sends("general")).toBe(1);
		expect(shown("general")).toEqual(["Bo helped Ana: look at my PR"]);
		// Taken up, done, done again; and for Bo: taken up, not yet, kept.
		expect([sends("Ana"), sends("Bo")]).toEqual([3, 3]);
		expect(await owed()).toBe(0);
	});

	test("changes that pile up are told as they are now, once", async () => {
		failing("Ana", () => new Error("down"), 1);
		await bank.type("Ana", "/favor anyone look at my PR");
		await step("Bo", "accept");
		await sender.flush();
		await step("Bo", "done");
		await step("Ana", "confirm");
		later(MINUTE);
		await sender.flush();
		expect(shown("Ana").at(-1)).toMatch(/^Bo helped you\./u);
		expect(shown("Ana").filter((text) => text.startsWith("Bo helped you"))).toHaveLength(1);
		expect(shown("general")).toEqual(["Bo helped Ana: look at my PR"]);
		expect(shown("Bo").at(-1)).toMatch(/^\+5\./u);
	});

	test("one that is over before anybody saw it is not posted at all", async () => {
		await bank.type("Ana", "/favor anyone look at my PR");
		await step("Ana", "cancel");
		await sender.flush();
		expect(texts("general")).toEqual([]);
		expect(await owed()).toBe(0);
	});

	test("the card before loses its buttons when a new one takes over; if that fails, the new one stands all the same", async () => {
		await bank.type("Ana", "/favor @Bo look at my PR");
		await step("Bo", "accept");
		await sender.flush();
		obedient.before = ({ what }) => {
			if (what === "edit") throw new Error("message is locked");
		};
		await step("Bo", "done");
		await sender.flush();
		expect(shown("Ana").at(-1)).toMatch(/^Bo says it is done\./u);
	});
});

describe("the way that a platform gave", () => {
	test("is kept until it was used, through retries, and forgotten then", async () => {
		failing("away", () => new Error("down"), 1);
		const place: Place = { id: "C-away", name: "away", kind: "public", present: false };
		await bank.type("Ana", "/thanks @Bo for it", { place, route: "https://example.com/once" });
		await sender.flush();
		later(MINUTE);
		await sender.flush();
		expect(obedient.acts.map(({ route }) => route)).toEqual(["https://example.com/once", "https://example.com/once"]);
		expect(await bank.storage.db.notice.count({ where: { route: { not: null } } })).toBe(0);
	});

	test("is forgotten as well when the thanks is taken back or can never be told", async () => {
		const place: Place = { id: "C-away", name: "away", kind: "public", present: false };
		await bank.type("Ana", "/thanks @Bo for it", { place, route: "https://example.com/1" });
		await bank.type("Ana", "/goodturn undo");
		failing("away", () => new Undeliverable("expired"));
		await bank.type("Ana", "/thanks @Bo for more", { place, route: "https://example.com/2" });
		await sender.flush();
		expect(await bank.storage.db.notice.count({ where: { route: { not: null } } })).toBe(0);
	});

	test("leads to no message that could be changed: taking back says nothing more", async () => {
		const place: Place = { id: "C-away", name: "away", kind: "public", present: false };
		obedient.surface.send = async (_to, _card, { route }) => {
			obedient.acts.push({ what: "send", to: "away", text: "", route });
			return undefined;
		};
		await bank.type("Ana", "/thanks @Bo for it", { place, route: "https://example.com/once" });
		await sender.flush();
		await bank.type("Ana", "/goodturn undo");
		await sender.flush();
		expect(obedient.acts).toHaveLength(1);
		expect(warnings()).toEqual([]);
	});
});

describe("a platform that is not connected", () => {
	test("keeps nobody else waiting, is not asked about again and again, and hears all once it is back", async () => {
		const people: Person[] = ["Ana", "Bo"].map((name) => ({ user: `U-${name}`, name, kind: "person" }));
		const intent: Intent = { kind: "command", name: "thanks", text: [{ user: "U-Bo" }, " for it"] };
		const request = {
			workspace: { id: "S", name: "S" },
			actor: "U-Ana",
			people,
			place: GENERAL,
			route: undefined,
			intent,
		};
		await bank.handle({ ...request, platform: "slack", key: "s" });
		await thank("Ana", "Bo", "for it");
		await sender.flush();
		expect(texts("general")).toEqual(["Ana thanked Bo for it"]);
		const slack = createObedient("slack");
		const both = openSender(bank, { surfaces: [obedient.surface, slack.surface] });
		later(HOUR);
		await both.flush();
		await both.stop(100);
		expect(slack.acts.map(({ to, text }) => `${to}: ${text}`)).toContain("general: Ana thanked Bo for it");
		expect(warnings()).toEqual([]);
	});
});

describe("stopping", () => {
	test("waits for what is being sent, and takes nothing new", async () => {
		const { opened, open } = gate();
		obedient.before = () => opened;
		for (let index = 0; index < 3; index++) await thank("Ana", "Bo", `for ${index}`);
		sender.wake();
		await asked(1);
		const stopped = sender.stop(60_000);
		open();
		await stopped;
		expect(texts("general")).toEqual(["Ana thanked Bo for 0"]);
		sender.wake();
		await sender.flush();
		await pause(50);
		expect(obedient.acts).toHaveLength(1);
		expect(await owed()).toBe(2);
	});

	test("does not wait for ever", async () => {
		obedient.before = () => new Promise(() => {});
		await thank("Ana", "Bo", "for it");
		sender.wake();
		await asked(1);
		const begun = performance.now();
		await sender.stop(50);
		expect(performance.now() - begun).toBeLessThan(10_000);
		expect(await owed()).toBe(1);
		expect(warnings()).toEqual([]);
	});
});

describe("several communities", () => {
	const elsewhere = async (words: string) => {
		const people: Person[] = ["Ana", "Bo"].map((name) => ({ user: `U-${name}`, name, kind: "person" }));
		const intent: Intent = { kind: "command", name: "thanks", text: [{ user: "U-Bo" }, ` ${words}`] };
		const place: Place = { ...GENERAL, id: "C-elsewhere" };
		await bank.handle({
			key: words,
			platform: "playground",
			workspace: { id: "W2", name: "Other" },
			actor: "U-Ana",
			people,
			place,
			route: undefined,
			intent,
		});
		return (await bank.directory.workspace({ platform: "playground", workspace: { id: "W2", name: "Other" } }))
			.communityId;
	};

	test("one's trouble is not another's", async () => {
		failing("elsewhere", () => new Error("down"));
		await elsewhere("for the first");
		await elsewhere("for the second");
		await thank("Ana", "Bo", "for it");
		await sender.flush();
		expect(texts("elsewhere")).toEqual(["Ana thanked Bo twice\nfor the first\nfor the second"]);
		expect(texts("general")).toEqual(["Ana thanked Bo for it"]);
	});

	test("one whose clock was moved goes by its own time", async () => {
		const communityId = await elsewhere("for the first");
		await sender.flush();
		const moved = new Map([[communityId, HOUR]]);
		const ahead = openSender(bank, { surfaces: [obedient.surface], moved });
		const anHourOn = { communityId, now: new Date(bank.now().getTime() + HOUR) };
		const { workspaceId, memberId } = await bank.storage.db.notice.findFirstOrThrow({
			where: { communityId, memberId: { not: null } },
		});
		const owe: Verb<{ to: NoticeTo }, null> = async (book, context, { to }) => {
			await tell(book, context, to, { kind: "welcome" });
			return null;
		};
		await bank.ledger.submit(owe, anHourOn, { to: { workspaceId, memberId: memberId ?? 0 } });
		obedient.acts.length = 0;
		await sender.flush();
		expect(obedient.acts).toEqual([]);
		await ahead.flush();
		await ahead.stop(100);
		expect(texts("Bo")).toEqual([expect.stringMatching(/^Hello\./u)]);
	});
});

describe("without a busy loop", () => {
	const reads = async (work: (sofar: () => number) => Promise<void>): Promise<number> => {
		const { read } = bank.ledger;
		let count = 0;
		bank.ledger.read = (inside) => {
			count += 1;
			return read(inside);
		};
		await work(() => count);
		bank.ledger.read = read;
		return count;
	};

	test("nothing is owed: one look, and one for what comes next", async () => {
		expect(
			await reads(async (sofar) => {
				sender.wake();
				await until(() => expect(sofar()).toBeGreaterThanOrEqual(2));
				await pause(300);
			}),
		).toBe(2);
	});

	test("something waits: a few looks", async () => {
		await bank.react("Ana", "Bo");
		failing("general", () => new TryLater(0, "slow down"));
		await thank("Ana", "Bo", "for it");
		const count = await reads(async () => {
			sender.wake();
			await until(() => expect(texts("general")).toHaveLength(1));
			await pause(400);
		});
		expect(count).toBeLessThanOrEqual(6);
		expect(texts("general")).toHaveLength(1);
	});

	test("a burst of wakes: a few looks", async () => {
		const count = await reads(async () => {
			for (let index = 0; index < 100; index++) sender.wake();
			await sender.flush();
			await pause(100);
		});
		expect(count).toBeLessThanOrEqual(6);
	});

	test("it wakes by itself when something is due", async () => {
		let now = bank.now().getTime();
		failing("general", () => new TryLater(600, "slow down"), 1);
		await thank("Ana", "Bo", "for it");
		// Until it is written down when to try again: the clock is moved after that.
		await sender.flush();
		expect(obedient.acts).toHaveLength(1);
		now += 600;
		bank.setNow(new Date(now));
		await asked(2);
		expect(obedient.acts).toHaveLength(2);
	});

	test("a database out of reach: said once, tried again, nothing lost", async () => {
		const { read } = bank.ledger;
		await thank("Ana", "Bo", "for it");
		bank.ledger.read = () => Promise.reject(new Error("disk I/O error"));
		await sender.flush();
		bank.ledger.read = read;
		expect(warnings().map(({ level, message }) => `${level}: ${message}`)).toEqual([
			"error: could not look for what is owed",
		]);
		await until(() => expect(texts("general")).toEqual(["Ana thanked Bo for it"]));
	});

	test("a settlement that is not written: nothing runs on behind it, and it is sent again under the same nonce", async () => {
		const { submit } = bank.ledger;
		for (const place of [GENERAL, RANDOM]) await thank("Ana", "Bo", "for it", place);
		bank.ledger.submit = (verb, ...rest) =>
			(verb as unknown) === settle ? Promise.reject(new Error("disk full")) : submit(verb, ...rest);
		await sender.flush();
		bank.ledger.submit = submit;
		expect(obedient.acts).toHaveLength(2);
		bank.setNow(new Date(bank.now().getTime() + LEASE_MS));
		await sender.flush();
		const nonces = (to: string) => obedient.acts.filter((act: Act) => act.to === to).map(({ nonce }) => nonce);
		for (const to of ["general", "random"]) expect(nonces(to)).toEqual([nonces(to)[0], nonces(to)[0]]);
		expect(await owed()).toBe(0);
	});
});

describe("a line that several share", () => {
	beforeEach(() => bank.setPolicy({ thanks: ROOMY }));
	const WITH = ["Bo and Cy thanked Ana", "Bo for the map", "Cy for the tea"].join("\n");

	test("is posted once and changed once for all who joined meanwhile; it pings once", async () => {
		await thank("Bo", "Ana", "for the map");
		await sender.flush();
		for (const [from, why] of [
			["Cy", "for the tea"],
			["Dee", ""],
			["Eli", ""],
		] as const)
			await thank(from, "Ana", why);
		await sender.flush();
		const acts = obedient.acts.filter(({ to }) => to === "general");
		expect(acts.map(({ what }) => what)).toEqual(["send", "edit"]);
		expect(shown("general")).toEqual([WITH.replace("Bo and Cy", "Bo, Cy, Dee and Eli")]);
	});

	test("not sent yet, it is posted as it is now, in one", async () => {
		await thank("Bo", "Ana", "for the map");
		await thank("Cy", "Ana", "for the tea");
		await sender.flush();
		expect(obedient.acts.map(({ what, text }) => [what, text])).toEqual([["send", WITH]]);
	});

	test("whose post is not known to have arrived is tried again as it was, and then changed: nobody is lost", async () => {
		await thank("Bo", "Ana", "for the map");
		failing("general", () => new Error("socket hang up"), 1);
		await sender.flush();
		await thank("Cy", "Ana", "for the tea");
		later(MINUTE);
		await sender.flush();
		const nonces = obedient.acts.map(({ what, nonce }) => [what, nonce]);
		expect(nonces).toEqual([
			["send", nonces[0]?.[1]],
			["send", nonces[0]?.[1]],
			["edit", undefined],
		]);
		expect(shown("general")).toEqual([WITH]);
	});

	test("that somebody deleted is posted anew when another joins it, with all of them", async () => {
		await thank("Bo", "Ana", "for the map");
		await sender.flush();
		obedient.before = ({ what }) => {
			if (what === "edit") throw new Undeliverable("message_not_found");
		};
		await thank("Cy", "Ana", "for the tea");
		await sender.flush();
		expect(obedient.acts.at(-1)).toMatchObject({ what: "send", text: WITH });
	});

	test("where nothing can be posted after all, each is told privately, once and by itself", async () => {
		failing("general", () => new Undeliverable("not_in_channel"));
		await thank("Bo", "Ana", "for the map");
		await thank("Cy", "Ana", "for the tea");
		await sender.flush();
		expect(texts("Ana")).toEqual(["Bo thanked you for the map · +1 credit", "Cy thanked you for the tea · +1 credit"]);
		await bank.type("Cy", "/goodturn undo");
		await sender.flush();
		expect(shown("Ana")).toEqual(["Bo thanked you for the map · +1 credit", "Cy took back a thanks."]);
	});

	test("shrinks by whoever takes theirs back, and is past when nobody is left", async () => {
		await thank("Bo", "Ana", "for the map");
		await thank("Cy", "Ana", "for the tea");
		await sender.flush();
		await bank.type("Bo", "/goodturn undo");
		await sender.flush();
		expect(shown("general")).toEqual(["Cy thanked Ana for the tea"]);
		await bank.type("Cy", "/goodturn undo");
		await sender.flush();
		expect(shown("general")).toEqual(["Bo and Cy took back their thanks."]);
	});

	test("says how many others there are, and of the reasons the latest that fit", async () => {
		const people = Array.from(
			{ length: 12 },
			(_, index): Person => ({ user: `U-${index}`, name: `P${index}`, kind: "person" }),
		);
		const other = await openBank({ people });
		const why = "for everything that you did for all of us in that long and cold and rather dark week "
			.repeat(3)
			.trim();
		for (const { name } of people.slice(1)) await other.type(name, `/thanks @P0 ${why} ${name}`);
		const [line = ""] = await other.channel();
		expect(line).toMatch(/^P1, P2, P3, P4, P5 and 6 others thanked P0$/mu);
		expect(line).toMatch(/ P11$/mu);
		expect(line).not.toMatch(/ P1$/mu);
		expect(line).toMatch(/^Eight more reasons before these\.$/mu);
		expect(line.length).toBeLessThan(1_500);
		await other.close();
	});
});
