// Where messages go: in the channel, in one thread a week, in private only, or nowhere. With a sender whose surface
// fails in every way: a thread is begun once, lost answers and deleted messages included.
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Sender } from "../../src/chat/deliver.ts";
import type { Person } from "../../src/chat/request.ts";
import { ThreadGone, Undeliverable } from "../../src/chat/surface.ts";
import { type Bank, GENERAL, openBank, said } from "../support/bank.ts";
import { createObedient, type Obedient, openSender } from "./surfaces.ts";

const DAY = 24 * 3_600_000;
const ROOT = "Thanks and favors of the week of 16 November are in this thread.";
const PEOPLE: Person[] = ["Ana", "Bo", "Cy", "Dee", "Eli"].map((name) => ({
	user: `U-${name}`,
	name,
	kind: "person",
	...(name === "Eli" && { admin: true }),
}));

let bank: Bank;
let obedient: Obedient;
let sender: Sender;

beforeEach(async () => {
	bank = await openBank({ now: new Date("2026-11-16T10:05:00Z"), people: PEOPLE });
	obedient = createObedient();
	sender = openSender(bank, { surfaces: [obedient.surface] });
	// The first credit explains itself to everybody here.
	for (const name of ["Ana", "Bo", "Cy", "Dee", "Eli"])
		await bank.type(name === "Ana" ? "Bo" : "Ana", `/thanks @${name} for being here`, { place: DIRECT });
	await sender.flush();
	obedient.acts.length = 0;
	obedient.shown.clear();
});

afterEach(async () => {
	await sender.stop(1000);
	expect((await bank.verify()).breaches).toEqual([]);
	await bank.close();
});

const DIRECT = { id: "D", name: "", kind: "direct", present: true } as const;
const later = (ms: number) => bank.setNow(new Date(bank.now().getTime() + ms));
const setMode = async (mode: string, who = "Dee") => said(await bank.type(who, `/goodturn channel ${mode}`));
const inGeneral = () =>
	obedient.acts
		.filter(({ to }) => to === "general")
		.map(({ what, text, thread }) => `${what}${thread === undefined ? "" : ` below ${thread}`}: ${text}`);
const roots = () => obedient.acts.filter(({ what, text }) => what === "send" && text === ROOT);

describe("the command", () => {
	test("says how it is, in every way, and what it was", async () => {
		expect(await setMode("")).toMatch(/^I post in this channel/u);
		await bank.type("Dee", "/goodturn mute");
		expect(await setMode("")).toContain("Weekly posts are muted: /goodturn mute brings them back.");
		for (const [mode, words] of [
			["thread", /^From now on in #general: I keep one message a week/u],
			["quiet", /I post nothing in this channel\. Whoever is thanked here/u],
			["off", /I leave this channel alone/u],
		] as const) {
			expect(await setMode(mode)).toMatch(words);
			expect(await setMode(mode)).toMatch(/^It is so already\. /u);
			expect(await setMode("")).toMatch(words.source.includes("From now") ? /^I keep one/u : words);
		}
	});

	test("anybody makes it quieter, admins louder, and whoever slipped takes it back", async () => {
		await setMode("off", "Ana");
		expect(await setMode("open", "Bo")).toMatch(/^Somebody asked for peace here, and only an admin/u);
		expect(await setMode("open", "Ana")).toMatch(/^From now on in #general: I post in this channel/u);
		await setMode("quiet", "Ana");
		expect(await setMode("thread", "Bo")).toMatch(/^Somebody asked for quiet here/u);
		expect(await setMode("thread", "Eli")).toMatch(/^From now on in #general: I keep one/u);
	});

	test("is nothing for a direct message, a stranger's, or another word", async () => {
		const direct = { place: DIRECT };
		expect(said(await bank.type("Dee", "/goodturn channel off", direct))).toMatch(/^There is nothing to set here/u);
		expect(await setMode("loud")).toBe(
			"I do not know “loud” as a place for my messages. Say /goodturn channel open, thread, quiet or off.",
		);
		const stranger = { kind: "command", name: "goodturn channel", fields: { where: "off" } } as const;
		expect(said(await bank.request("U-stranger", stranger))).toMatch(/do not know you as one of them/u);
	});

	test("delivered twice, it is one change", async () => {
		const once = { key: "twice" };
		const first = await bank.type("Dee", "/goodturn channel quiet", once);
		expect(await bank.type("Dee", "/goodturn channel quiet", once)).toEqual(first);
		expect(await bank.storage.db.change.count({ where: { what: "channel mode" } })).toBe(1);
	});
});

describe("quiet", () => {
	beforeEach(async () => void (await setMode("quiet")));

	test("nothing is ever posted there, and those who are thanked hear of it", async () => {
		expect(said(await bank.type("Bo", "/thanks @Cy for the review"))).toBe(
			"Sent to Cy privately, since this channel is quiet. 3 thanks left today.",
		);
		await bank.react("Cy", "Dee");
		expect(said(await bank.type("Ana", "/favor anyone look at my PR"))).toMatch(
			/^I post nothing in this channel, so nobody would see it\. Ask one person/u,
		);
		await bank.request("Ana", { kind: "present", present: true });
		for (const name of ["Bo", "Cy", "Dee"]) await bank.type(name, `/thanks @${name === "Bo" ? "Dee" : "Bo"} for it`);
		for (let hours = 0; hours < 14 * 24; hours += 6) {
			later(DAY / 4);
			await bank.jobs.tick();
			await sender.flush();
		}
		expect(inGeneral()).toEqual([]);
		expect(obedient.acts.filter(({ to }) => to === "Cy").map(({ text }) => text)).toContain(
			"Bo thanked you for the review · +1 credit",
		);
	});

	test("a card that stood there before still changes, and is not posted again", async () => {
		await setMode("open", "Eli");
		await bank.type("Ana", "/favor anyone look at my PR");
		await sender.flush();
		await setMode("off");
		const { id } = await bank.storage.db.favor.findFirstOrThrow();
		await bank.press("Bo", `favor:accept:${id}`);
		await sender.flush();
		expect(inGeneral().at(-1)).toMatch(/^edit: .*look at my PR.*\nBo is on it$/u);
		obedient.before = ({ what, to }) => {
			if (what === "edit" && to === "general") throw new Undeliverable("message_not_found");
		};
		await bank.press("Ana", `favor:confirm:${id}`);
		await sender.flush();
		expect(inGeneral().filter((line) => line.startsWith("send"))).toHaveLength(1);
	});

	test("what was owed before it became quiet is told in private instead", async () => {
		await setMode("open", "Eli");
		await bank.type("Bo", "/thanks @Cy for the review");
		await bank.type("Ana", "/favor anyone look at my PR");
		await setMode("quiet");
		await sender.flush();
		await sender.flush();
		expect(inGeneral()).toEqual([]);
		const told = (name: string) => obedient.acts.filter(({ to }) => to === name).map(({ text }) => text);
		expect(told("Cy")).toEqual(["Bo thanked you for the review · +1 credit"]);
		expect(told("Ana")[0]).toMatch(/^I could not post this in the channel/u);
	});
});

describe("off", () => {
	beforeEach(async () => void (await setMode("off")));

	test("a thanks, a favor and a reaction count nothing, and are answered kindly", async () => {
		const answers = [
			await bank.type("Bo", "/thanks @Cy for the review"),
			await bank.type("Bo", "/favor @Cy look at my PR"),
			await bank.type("Bo", "/favor anyone look at my PR"),
		];
		for (const answer of answers)
			expect(said(answer)).toMatch(/^I leave this channel alone, so nothing counts here\. Say it in another channel/u);
		const before = await bank.balance("Dee");
		expect(await bank.react("Bo", "Dee")).toEqual({ kind: "nothing" });
		expect(await bank.react("Bo", "Dee", { message: "M2" })).toEqual({ kind: "nothing" });
		await sender.flush();
		expect(await bank.balance("Dee")).toBe(before);
		expect(inGeneral()).toEqual([]);
		expect(obedient.acts.map(({ to, text }) => `${to}: ${text}`)).toEqual([
			"Bo: I leave #general alone, so your reaction there stays a reaction. Say thanks in another channel, or to me in private: /thanks @name.",
		]);
	});

	test("what one reads alone is answered as ever", async () => {
		for (const line of ["/wallet", "/favors", "/leaderboard", "/goodturn help"])
			expect(said(await bank.type("Bo", line))).not.toContain("I leave this channel alone");
	});
});

describe("a thread", () => {
	beforeEach(async () => void (await setMode("thread")));
	const thank = (from: string, to: string, why: string) => bank.type(from, `/thanks @${to} for ${why}`);

	test("one message a week stands in the channel, and everything else below it", async () => {
		await thank("Bo", "Cy", "one");
		await thank("Cy", "Dee", "two");
		await thank("Dee", "Bo", "three");
		await bank.type("Ana", "/favor anyone look at my PR");
		await sender.flush();
		const [root = ""] = [...obedient.shown].find(([, { text }]) => text === ROOT) ?? [];
		expect(inGeneral()).toEqual([
			`send: ${ROOT}`,
			`send below ${root}: Bo thanked Cy for one`,
			`send below ${root}: Cy thanked Dee for two`,
			`send below ${root}: Dee thanked Bo for three`,
			expect.stringMatching(new RegExp(`^send below ${root}: Ana asks for a hand`, "u")),
		]);
		await thank("Eli", "Ana", "four");
		// Seen again where it stands.
		await bank.type("Dee", "/goodturn undo");
		await sender.flush();
		expect(inGeneral().at(-1)).toBe("edit: Dee took back a thanks.");
		// The next week has a message of its own, and the board is below it.
		later(7 * DAY - 3_600_000);
		await bank.jobs.tick();
		await sender.flush();
		expect(inGeneral().slice(-2)).toEqual([
			"send: Thanks and favors of the week of 23 November are in this thread.",
			expect.stringMatching(/^send below \S+: Last week in #general: 3 thanks/u),
		]);
	});

	test("an answer that was lost, before or after: the same message again under the same nonce, and one thread", async () => {
		let lost = 0;
		obedient.before = ({ text }) => {
			if (text === ROOT && lost++ === 0) throw new Error("socket hang up");
			if (text.endsWith("for one") && lost++ === 1) throw new Error("socket hang up");
		};
		await thank("Bo", "Cy", "one");
		for (let round = 0; round < 4; round++) {
			await sender.flush();
			later(10_000);
		}
		expect(new Set(roots().map(({ nonce }) => nonce)).size).toBe(1);
		expect(roots()).toHaveLength(2);
		expect(roots()[0]?.nonce?.length).toBeLessThanOrEqual(25);
		expect([...obedient.shown.values()].filter(({ text }) => text === ROOT)).toHaveLength(1);
		await thank("Cy", "Dee", "two");
		await sender.flush();
		expect([...obedient.shown.values()].map(({ text }) => text)).toEqual([
			ROOT,
			"Bo thanked Cy for one",
			"Cy thanked Dee for two",
		]);
	});

	test("another process goes on below the message that the first one posted", async () => {
		await thank("Bo", "Cy", "one");
		await sender.flush();
		const other = openSender(bank, { surfaces: [obedient.surface] });
		await thank("Cy", "Dee", "two");
		await other.flush();
		await other.stop(100);
		expect(roots()).toHaveLength(1);
		expect(inGeneral()).toHaveLength(3);
	});

	test("somebody deleted the week's message: it goes on below another", async () => {
		await thank("Bo", "Cy", "one");
		await sender.flush();
		let gone = false;
		obedient.before = ({ thread }) => {
			if (thread === undefined || gone) return;
			gone = true;
			throw new ThreadGone("thread_not_found");
		};
		await thank("Cy", "Dee", "two");
		await sender.flush();
		await thank("Dee", "Bo", "three");
		await sender.flush();
		expect(roots()).toHaveLength(2);
		expect(new Set(roots().map(({ nonce }) => nonce)).size).toBe(2);
		const [, second] = [...obedient.shown].filter(([, { text }]) => text === ROOT).map(([message]) => message);
		expect(obedient.acts.slice(-2).map(({ thread, text }) => [thread, text])).toEqual([
			[second, "Cy thanked Dee for two"],
			[second, "Dee thanked Bo for three"],
		]);
	});

	test("where there can be no message at all, who was thanked hears of it in private", async () => {
		obedient.before = ({ to }) => {
			if (to === "general") throw new Undeliverable("is_archived");
		};
		await thank("Bo", "Cy", "one");
		await sender.flush();
		await sender.flush();
		expect(obedient.acts.at(-1)).toMatchObject({ to: "Cy", text: "Bo thanked you for one · +1 credit" });
		expect(await bank.storage.db.notice.count({ where: { state: "owed" } })).toBe(0);
	});

	test("where the bot is no member, nothing is posted by a way to answer", async () => {
		const away = { place: { ...GENERAL, present: false }, route: "https://hooks.example/1" };
		expect(said(await bank.type("Bo", "/thanks @Cy for one", away))).toMatch(
			/^Sent to Cy privately, since I cannot post/u,
		);
		await sender.flush();
		expect(inGeneral()).toEqual([]);
	});
});

test("reactions never post, however many there are, in an open channel and in a thread", async () => {
	for (const mode of ["open", "thread"]) {
		if (mode === "thread") await setMode("thread");
		for (const [index, name] of ["Ana", "Bo", "Cy", "Dee", "Eli"].entries()) {
			for (const to of ["Ana", "Bo", "Cy", "Dee", "Eli"]) {
				await bank.react(name, to, { message: `${mode}-${to}` });
				if (index % 2 === 0) await bank.react(name, to, { message: `${mode}-${to}`, added: false });
			}
		}
		later(DAY);
		await sender.flush();
	}
	expect(obedient.acts.length).toBeGreaterThan(0);
	expect(inGeneral()).toEqual([]);
});
