// What a channel hears in a busy week: ten people, forty thanks, as many reactions, eight favors. Counted, so that a new
// message has to be meant.
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Bank, GENERAL, openBank } from "../support/bank.ts";

const DAY = 24 * 3_600_000;
const TEAM = ["Ana", "Bo", "Cy", "Dee", "Eli", "Fay", "Gus", "Hana", "Ines", "Jo"];
const PEOPLE = TEAM.map((name) => ({ user: `U-${name}`, name, kind: "person" as const }));

const THANKS_A_DAY = 8;
const REACTIONS_A_DAY = 8;
const DAYS = 5;
const FAVORS = 8;

let bank: Bank;
beforeEach(async () => {
	// Everybody was thanked before: their first credit explained itself.
	bank = await openBank({ now: new Date("2026-11-09T10:05:00Z"), people: PEOPLE });
	for (const [index, name] of TEAM.entries()) await bank.type(name, `/thanks @${TEAM[(index + 1) % 10]} for a start`);
	await bank.type("Ana", "/goodturn help");
	await bank.setPolicy({ thanks: { pileMinutes: 0 } });
	await bank.passTime(6 * DAY);
	await bank.sender.flush();
	bank.sent.length = 0;
});
afterEach(async () => {
	expect(bank.logged).toEqual([]);
	await bank.close();
});

const someone = (index: number): string => TEAM[index % TEAM.length] ?? "Ana";

/** Monday to Sunday: thanks and reactions on five days, favors that are asked, taken up and confirmed. */
async function busyWeek(): Promise<void> {
	let turn = 0;
	for (let day = 0; day < 7; day++) {
		await bank.passTime(DAY);
		if (day >= DAYS) continue;
		for (let index = 0; index < THANKS_A_DAY; index++, turn++)
			await bank.type(someone(turn), `/thanks @${someone(turn + 1 + day)} for number ${turn}`);
		for (let index = 0; index < REACTIONS_A_DAY; index++)
			await bank.react(someone(turn + index), someone(turn + index + 3), { message: `M-${day}-${index}` });
		await bank.sender.flush();
	}
	for (let index = 0; index < FAVORS; index++) {
		await bank.type(someone(index), `/favor anyone lend a hand with number ${index} small`);
		const { id } = await bank.storage.db.favor.findFirstOrThrow({ orderBy: { id: "desc" } });
		await bank.press(someone(index + 5), `favor:accept:${id}`);
		await bank.sender.flush();
		await bank.press(someone(index), `favor:confirm:${id}`);
		await bank.sender.flush();
	}
	await bank.passTime(DAY);
}

/** New messages in the channel, by what they are; those below another are counted apart. */
function heard() {
	const inChannel = bank.sent.filter(({ to }) => "channel" in to && to.channel === GENERAL.id);
	const count = (pattern: RegExp) => inChannel.filter(({ text }) => pattern.test(text)).length;
	return {
		thanks: count(/^\S+ thanked .* for number/u),
		favors: count(/ asks for a hand| helped /u),
		weekly: count(/^(?:Last week|Keep the credit high)/u),
		all: inChannel.length,
		below: inChannel.filter(({ thread }) => thread !== undefined).length,
	};
}

describe("a team of ten in a busy week", () => {
	test("hears one line per thanks, one card per favor that changes in place, two weekly posts, nothing of reactions", async () => {
		await busyWeek();
		const { thanks, favors, weekly, all } = heard();
		expect({ thanks, favors }).toEqual({ thanks: THANKS_A_DAY * DAYS, favors: FAVORS });
		// The board of the week before, Thursday's reminder, and the board of this week.
		expect(weekly).toBe(3);
		expect(all).toBe(thanks + favors + weekly);
	});

	test("and fewer lines where thanks for the same person within the hour join one", async () => {
		await bank.setPolicy({});
		await busyWeek();
		const { thanks, favors, weekly, all } = heard();
		expect(thanks).toBeLessThanOrEqual(THANKS_A_DAY * DAYS);
		expect(all).toBe(thanks + favors + weekly);
	});

	test("in a thread the channel itself hears one message a week", async () => {
		await bank.type("Ana", "/goodturn channel thread");
		await busyWeek();
		const { thanks, favors, all, below } = heard();
		expect({ thanks, favors }).toEqual({ thanks: THANKS_A_DAY * DAYS, favors: FAVORS });
		// Eight days touch two weeks.
		expect(all - below).toBeLessThanOrEqual(2);
	});

	test("nobody reads more than a private line an hour of their reactions, and few of the rest", async () => {
		await busyWeek();
		for (const name of TEAM) {
			const lines = bank.sent.filter(({ to }) => "user" in to && to.user === `U-${name}`);
			const ofReactions = lines.filter(({ text }) => /with (?:a reaction|reactions)/u.test(text));
			expect(ofReactions.length).toBeLessThanOrEqual(DAYS);
			const others = lines.filter(({ text }) => !/reaction|lend a hand|You are on it|is on it/u.test(text));
			expect(others.length, others.map(({ text }) => text).join("\n")).toBeLessThanOrEqual(4);
		}
	});
});
