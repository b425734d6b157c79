// The longest that everything can be at once: names, reasons, requests, lists. Every card still fits, and every number
// is still a number.
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Card } from "../../src/chat/card.ts";
import type { Group, Person, Reply } from "../../src/chat/request.ts";
import { type Bank, openBank } from "../support/bank.ts";
import { mustFit, replyMustFit } from "./fits.ts";

const WIDE = "👩‍🚀".repeat(40);
const PEOPLE: Person[] = Array.from({ length: 40 }, (_, index) => ({
	user: `U-${index}`,
	name: index % 2 === 0 ? `${String.fromCodePoint(65 + (index % 26))}${"m".repeat(80)}` : WIDE,
	kind: "person",
}));
const BOTS: Person[] = Array.from({ length: 10 }, (_, index) => ({
	user: `U-bot-${index}`,
	name: `${index}${"w".repeat(80)}`,
	kind: "bot",
}));
/** Ten who can be thanked, and ten who cannot. */
const GROUP: Group = {
	id: "G",
	name: "g".repeat(80),
	members: [...PEOPLE.slice(20, 30), ...BOTS].map(({ user }) => user),
};
const REASON = "🎉".repeat(250);
const REQUEST = "🛠️".repeat(240);

const POLICY = {
	thanks: { perDay: 10_000, perPairPerDay: 1000, maxAmount: 10_000 },
	favor: { maxOpenPerAsker: 50, maxUnderWayPerHelper: 50, small: 1000, normal: 1000, big: 1000 },
	board: { rows: 10_000 },
};

let bank: Bank;
let keys = 0;

beforeAll(async () => {
	bank = await openBank({ people: [...PEOPLE, ...BOTS], groups: [GROUP] });
	await bank.request("U-0", { kind: "people" });
	await bank.setPolicy(POLICY);
});
afterAll(() => bank.close());

async function thank(from: number, to: number[], amount = 1000): Promise<void> {
	const people = to.flatMap((index) => [{ user: `U-${index}` }, " "]);
	await answer(from, {
		kind: "command",
		name: "thanks",
		text: [...people, `x${amount} ${REASON} #${"t".repeat(29)} #b #c #d #e`],
	});
}

async function answer(actor: number, intent: Parameters<Bank["request"]>[1]): Promise<Reply> {
	const reply = await bank.request(`U-${actor}`, intent, { key: `extreme:${++keys}` });
	replyMustFit(reply);
	return reply;
}

const everythingFits = async (): Promise<Card[]> => {
	await bank.sender.flush();
	for (const { card } of bank.sent) mustFit(card);
	expect(bank.logged).toEqual([]);
	return bank.sent.map(({ card }) => card);
};

test("thanks to ten people with all that may be said", async () => {
	await thank(0, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
	for (let index = 1; index < 40; index++) await thank(index, [0, (index + 1) % 40]);
	await everythingFits();
});

test("forty people thank the same one: one line", async () => {
	for (let index = 2; index < 40; index++) await thank(index, [1]);
	const lines = (await everythingFits()).filter((card) => card.blocks.some(({ kind }) => kind === "list"));
	expect(lines.length).toBeGreaterThan(0);
});

test("a group seen before it is thanked, with all that there is to say of it", async () => {
	const tags = Array.from({ length: 50 }, (_, index) => `${"a".repeat(27)}${index + 10}`);
	await bank.setPolicy({ ...POLICY, thanks: { ...POLICY.thanks, tags } });
	const text = [{ group: "G" }, ` x1000 ${REASON} #${"t".repeat(29)} #b #c #d #e`];
	const preview = await answer(30, { kind: "command", name: "thanks", text });
	const shown = preview.kind === "card" ? preview.card.blocks : [];
	const [send] = shown.flatMap((block) => (block.kind === "buttons" ? block.buttons : []));
	expect(send?.label).toBe("Send");
	await answer(30, { kind: "press", action: send?.action ?? "" });
	await answer(30, { kind: "command", name: "thanks", text });
	await answer(30, { kind: "menu", name: "say_thanks", person: "U-1" });
	await everythingFits();
	await bank.setPolicy(POLICY);
});

test("many favors, of anyone and of one, at every stage", async () => {
	for (let index = 0; index < 12; index++) {
		await answer(0, { kind: "command", name: "favor", text: [{ user: "U-1" }, ` ${REQUEST} by friday`] });
		await answer(index + 1, { kind: "command", name: "favor", text: [`anyone ${REQUEST} by friday`] });
		await answer(index + 1, { kind: "command", name: "favor", text: [{ user: "U-0" }, ` ${REQUEST}`] });
	}
	const favors = await bank.storage.db.favor.findMany({ orderBy: { id: "asc" } });
	expect(favors.length).toBe(36);
	for (const { id, targetId } of favors) {
		if (targetId === null) await answer(0, { kind: "press", action: `favor:accept:${id}` });
	}
	for (const index of [0, 1, 2]) {
		for (const name of ["favors", "wallet", "leaderboard"]) await answer(index, { kind: "command", name, text: [] });
		await answer(index, { kind: "home" });
	}
	const instead = { because: REASON, instead: "U-3" };
	const own = favors.find(({ targetId }) => targetId !== null);
	await answer(1, { kind: "submit", form: "decline", context: String(own?.id), fields: instead });
	await everythingFits();
});

test("boards, reminders and nudges", async () => {
	await answer(0, { kind: "command", name: "leaderboard", text: ["all everywhere"] });
	await bank.passTime(11 * 24 * 3_600_000);
	const cards = await everythingFits();
	expect(cards.some((card) => JSON.stringify(card).includes("Last week in"))).toBe(true);
	expect(cards.some((card) => JSON.stringify(card).includes("Keep the credit high."))).toBe(true);
});

test("refusals with ways to earn, and everything that was typed", async () => {
	await bank.setPolicy({
		favor: { small: 1000, normal: 1000, big: 1000, maxOpenPerAsker: 50 },
		floor: { newcomerDays: 0 },
	});
	const broke = 39;
	for (let index = 5; index < 9; index++)
		await answer(index, { kind: "command", name: "favor", text: [`anyone ${REQUEST}`] });
	await answer(broke, { kind: "command", name: "favor", text: [{ user: "U-1" }, " spend it all"] });
	for (const text of [`anyone ${REQUEST} big by friday`, `anyone ${"é".repeat(500)}`]) {
		const reply = await answer(broke, { kind: "command", name: "favor", text: [text] });
		expect(JSON.stringify(reply)).toContain("Asking is a withdrawal here.");
		expect(JSON.stringify(reply)).toContain("could use a hand right now");
	}
	await everythingFits();
});
