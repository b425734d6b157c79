// `/goodturn hints` and `/goodturn health` as people use them: buttons that switch, figures for admins, and asks that were
// refused, counted once each.
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Card } from "../../src/chat/card.ts";
import { plainText } from "../../src/chat/card.ts";
import type { Person, Reply } from "../../src/chat/request.ts";
import { healthCard, monthCard } from "../../src/chat/views/health.ts";
import { hintsCard, nudgesCard } from "../../src/chat/views/hints.ts";
import { type Advice, ALARMS, type AlarmKind, type Figures, type PublicHealth } from "../../src/rules/health.ts";
import { HINTS, type Hint } from "../../src/rules/hints.ts";
import { type Bank, openBank, said } from "../support/bank.ts";
import { mustFit } from "./fits.ts";

const PEOPLE = ["Ana", "Bo", "Cy", "Dee", "Eli"].map(
	(name): Person => ({ user: `U-${name}`, name, kind: "person", admin: name === "Ana" }),
);
const HOUR = 3_600_000;

let bank: Bank;
beforeEach(async () => {
	bank = await openBank({ people: [...PEOPLE, { user: "U-Sam", name: "Sam", kind: "stranger" }] });
});
afterEach(() => bank.close());

const buttonsOf = (card: Card) => card.blocks.flatMap((block) => (block.kind === "buttons" ? block.buttons : []));
const states = (reply: Reply) => [...said(reply).matchAll(/ · (on|off) · /gu)].map(([, state]) => state);

describe("hints", () => {
	test("each has a button, which switches it and shows the list again", async () => {
		const list = await bank.type("Bo", "/goodturn hints");
		if (list.kind !== "card") throw new Error("no list");
		expect(buttonsOf(list.card)).toHaveLength(HINTS.length);
		for (const [index, { action }] of buttonsOf(list.card).entries()) {
			const off = await bank.press("Bo", action);
			expect(states(off).map((state) => state === "off")).toEqual(HINTS.map((_name, at) => at === index));
			if (off.kind !== "card") throw new Error("no list");
			const back = buttonsOf(off.card)[index]?.action ?? "";
			expect(states(await bank.press("Bo", back))).toEqual(HINTS.map(() => "on"));
		}
	});

	test("a message stops what it said, and nothing else", async () => {
		await bank.type("Bo", "/favor anyone carry the boxes");
		await bank.passTime(3 * 24 * HOUR);
		const [message] = bank.sent.filter(({ to }) => "user" in to && to.user === "U-Bo");
		const stop = message && buttonsOf(message.card).find(({ label }) => label === "Stop these");
		expect(stop?.action).toBe("hints:stop:running-low");
		const reply = await bank.press("Bo", stop?.action ?? "");
		expect(said(reply)).toMatch(/^No more of these: running low\./u);
		expect(states(reply)).toEqual(["off", "on", "on", "on", "on"]);
		await bank.passTime(7 * 24 * HOUR);
		expect((await bank.privately("Bo")).filter((text) => text.includes("running low"))).toHaveLength(1);
		expect(await bank.verify()).toMatchObject({ ok: true });
	});

	test.each(["hints:off:dance", "hints:on:", "hints:dance:running-low", "hints:off", "hints"])(
		"a button that never was: %s",
		async (action) => {
			expect(said(await bank.press("Bo", action))).toMatch(/from another time/u);
			expect(states(await bank.type("Bo", "/goodturn hints"))).toEqual(HINTS.map(() => "on"));
		},
	);

	test("somebody from outside has none", async () => {
		expect(said(await bank.type("Sam", "/goodturn hints"))).toMatch(/do not know you/u);
		expect(said(await bank.press("Sam", "hints:off:running-low"))).toMatch(/do not know you/u);
	});

	test("the longest message that there can be fits", () => {
		const favor = (id: number) => ({
			...{ id, communityId: 1, askerId: 2, targetId: null, helperId: null, size: "normal", cost: 1000, state: "open" },
			...{ fromPot: false, approvedBy: null, workspaceId: 1, channelId: 1, everywhere: true, askedAt: bank.now() },
			...{ askedWeek: 0, dueAt: bank.now(), acceptedAt: null, doneAt: null, notYet: false, questionedAt: null },
			...{ endedAt: null, nextAt: null, text: "🛠️".repeat(240), askerTimezone: "UTC" },
		});
		const ids = [10, 11, 12, 13, 14, 15];
		const hints: Hint[] = [
			{ name: "running-low", balance: -1000, favorIds: ids.slice(0, 3) },
			{ name: "say-thanks", memberIds: [3, 4, 5] },
			{ name: "return-a-favor", favorIds: ids.slice(3) },
			{ name: "ask-for-something", helped: 3 },
		];
		const names = { of: () => ({ person: "m".repeat(80), user: "U", ping: false }), user: () => "U" };
		const card = nudgesCard(hints, ids.map(favor), names, { now: bank.now(), timezone: "UTC" });
		if (!card) throw new Error("nothing said");
		mustFit(card);
		for (const { action } of buttonsOf(card)) expect(action.length).toBeLessThanOrEqual(84);
		mustFit(hintsCard({ off: HINTS, stopped: HINTS, quiet: true, reminders: false }));
	});
});

describe("health", () => {
	test("is for admins alone, also for one whom an admin made", async () => {
		expect(said(await bank.type("Ana", "/goodturn health"))).toMatch(/^How the bank does/u);
		expect(said(await bank.type("Bo", "/goodturn health"))).toMatch(/for those who run this workspace/u);
		await bank.type("Ana", "/goodturn admin @Bo");
		expect(said(await bank.type("Bo", "/goodturn health"))).toMatch(/^How the bank does/u);
		expect(said(await bank.type("Sam", "/goodturn health"))).toMatch(/do not know you/u);
	});

	test("tells of all together what happened", async () => {
		for (const name of ["Bo", "Cy", "Dee"]) await bank.type(name, "/thanks @Ana x3 for everything");
		await bank.type("Ana", "/favor anyone look at my PR");
		await bank.press("Bo", `favor:accept:${await newestFavor()}`);
		expect(
			said(await bank.type("Ana", "/goodturn health"))
				.split("\n")
				.slice(1),
		).toEqual([
			"In wallets: 2 a head, less than a normal favor",
			"Asks: 1 of 1 answered, half of them within an hour",
			"Refused for lack of credits: none",
			"Gave something: 3 of 5 people",
			"Set aside: 1 favor, the oldest for less than a day",
			"Nothing needs a change.",
			"All of it is about everybody together. Nobody is frozen or named, and you decide what to change: /goodturn settings",
		]);
	});

	const newestFavor = async () => (await bank.storage.db.favor.findFirstOrThrow({ orderBy: { id: "desc" } })).id;

	test("an ask refused for lack of credit counts once, however often it is delivered; another no does not count", async () => {
		await bank.setPolicy({ floor: { newcomerOwes: "normal" } });
		for (let deliveries = 0; deliveries < 3; deliveries++) {
			await bank.type("Bo", "/favor anyone rebuild the site big", { key: "slack:T1:again" });
		}
		await bank.type("Bo", "/favor @Bo look at my PR");
		await bank.press("Bo", "ask:small:2");
		const rows = await bank.storage.db.refusedAsks.findMany({});
		expect(rows).toMatchObject([{ refused: 1, newcomers: 1 }]);
		expect(said(await bank.type("Ana", "/goodturn health"))).toContain(
			"Refused for lack of credits: 1, 50 % of what givers and newcomers asked",
		);
	});

	test("a bank in which nothing was", async () => {
		expect(said(await bank.type("Ana", "/goodturn health"))).toContain("Nothing happened yet that would tell more.");
	});

	test("every alarm with every advice has words, and the longest card fits", () => {
		const figures: Figures = {
			...{ people: 99_999, givers: 99_999, creditsAHead: 99_999, favorsAHead: 24_999, growth: -0.99 },
			...{ mintPerDay: 999, asked: 99_999, decided: 99_998, answered: 50_000, answeredShare: 0.5, medianHours: 999 },
			...{ refused: 99_999, refusedShare: 0.5, newcomersRefusedShare: 0.99, topTenth: 0.99 },
			setAside: { count: 99_999, oldestDays: 999, p90Days: 998 },
		};
		const advice: Advice[] = [
			{ do: "half-life", from: 0, to: 365 },
			{ do: "half-life", from: 3650, to: 7 },
			{ do: "cost", from: 1000, to: 999 },
			{ do: "calls", from: 0, to: 2 },
			...(["top-up", "wait", "thank", "help", "ask"] as const).map((one) => ({ do: one })),
		];
		const kinds = Object.keys(ALARMS) as AlarmKind[];
		for (const kind of kinds) mustFit(healthCard({ figures, alarms: [{ kind, advice }] }));
		mustFit(healthCard({ figures, alarms: kinds.map((kind) => ({ kind, advice: advice.slice(0, 4) })) }));
	});

	test("the month's word is one paragraph without a figure, whatever it says", () => {
		const words = {
			gave: ["nearly-all", "most", "many", "some"] as const,
			answered: ["nearly-all", "most", "some", null] as const,
			speed: ["hours", "a-day", "days", null] as const,
			wallets: [
				{ trend: "more", spread: "even", waits: "days" },
				{ trend: "same", spread: "usual", waits: "weeks" },
				{ trend: "less", spread: "in-few", waits: null },
				{ trend: "same", spread: null, waits: null },
				{ trend: null, spread: null, waits: "weeks" },
			] as const,
			alarms: [[], ...(Object.keys(ALARMS) as AlarmKind[]).map((kind) => [kind])],
		};
		for (const gave of words.gave)
			for (const answered of words.answered)
				for (const speed of words.speed)
					for (const wallets of words.wallets)
						for (const alarms of words.alarms) {
							const month: PublicHealth = { gave, answered, speed, ...wallets, alarms };
							const card = monthCard(month);
							mustFit(card);
							expect(card.blocks).toHaveLength(1);
							expect(plainText(card)).not.toMatch(/\d|undefined| {2}|\.\./u);
						}
	});
});
