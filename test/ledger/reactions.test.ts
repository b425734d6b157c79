// Reactions: given, taken back and given again, whatever order the platform delivers them in.
import { describe, expect, test } from "vitest";
import { clearReactions } from "../../src/ledger/reactions.ts";
import { day, done, hour, minute, openRig, type Rig, refused, shuffled } from "./rig.ts";

const WIDE = { thanks: { perDay: 1_000, perPairPerDay: 1_000 } };

type Event = { added: boolean; order: number };

/** Every order in which these can arrive; alike ones are told apart. */
function orders<T>(items: readonly T[]): T[][] {
	if (items.length <= 1) return [[...items]];
	return items.flatMap((item, index) => orders(items.toSpliced(index, 1)).map((rest) => [item, ...rest]));
}

const events = (...added: boolean[]): Event[] => added.map((one, index) => ({ added: one, order: (index + 1) * 10 }));

describe("a reaction added, removed and added again", () => {
	const story = async (rig: Rig, ...steps: boolean[]) => {
		const results = [];
		for (const [index, added] of steps.entries()) {
			results.push(done(await rig.react("Ana", "Bo", { added, order: index + 1 })).result);
		}
		return results;
	};

	test("counts once, and what was taken back may be given again", async () => {
		const rig = await openRig();
		expect(await story(rig, true, false, true)).toEqual(["given", "taken-back", "given"]);
		expect(await rig.balance("Bo")).toBe(1);
		expect((await rig.wallet("Ana")).thanks.left).toBe(4);
		await rig.mustHold();
	});

	test("on a platform that gives no time counts by the order of arrival", async () => {
		const rig = await openRig();
		const results = [];
		for (const added of [true, true, false, false, true, true, false]) {
			results.push(done(await rig.react("Ana", "Bo", { added })).result);
		}
		expect(results).toEqual(["given", "unchanged", "taken-back", "unchanged", "given", "unchanged", "taken-back"]);
		expect(await rig.balance("Bo")).toBe(0);
		await rig.mustHold();
	});

	test("is told apart by message, by person and by place", async () => {
		const rig = await openRig();
		done(await rig.react("Ana", "Bo", { message: "M1" }));
		done(await rig.react("Ana", "Bo", { message: "M2" }));
		done(await rig.react("Cy", "Bo", { message: "M1" }));
		done(await rig.react("Ana", "Bo", { message: "M1", where: rig.secret }));
		expect(await rig.balance("Bo")).toBe(4);
		done(await rig.react("Ana", "Bo", { message: "M1", added: false }));
		expect(await rig.balance("Bo")).toBe(3);
		await rig.mustHold();
	});
});

describe("whatever order they arrive in", () => {
	/** Delivers the same events in each order, every order about a message of its own, and answers with what stands. */
	async function deliverAll(rig: Rig, all: Event[][], atOnce: boolean): Promise<number> {
		const one = async (arrived: Event[], index: number) => {
			const message = `M${index}`;
			const react = (event: Event) => rig.react("Ana", "Bo", { ...event, message, key: `${message}:${event.order}` });
			if (atOnce) await Promise.all(arrived.map(react));
			else for (const event of arrived) done(await react(event));
		};
		if (atOnce) await Promise.all(all.map(one));
		else for (const [index, arrived] of all.entries()) await one(arrived, index);
		return rig.balance("Bo");
	}

	test.each([
		["added, removed", events(true, false), false],
		["added, removed, added", events(true, false, true), true],
		["added, removed, added, removed", events(true, false, true, false), false],
	])("%s: the last by the platform's order stands", async (_what, story, stands) => {
		const all = orders(story);
		for (const atOnce of [false, true]) {
			const rig = await openRig({ policy: WIDE });
			expect(await deliverAll(rig, all, atOnce)).toBe(stands ? all.length : 0);
			await rig.mustHold();
		}
	});

	test("and delivered twice or three times each, in any order", async () => {
		const story = events(true, false, true);
		const twice = orders([...story, ...story]).filter((_order, index) => index % 7 === 0);
		const thrice = Array.from({ length: 40 }, (_, seed) => shuffled([...story, ...story, ...story], seed));
		const rig = await openRig({ policy: WIDE });
		expect(await deliverAll(rig, [...twice, ...thrice], true)).toBe(twice.length + thrice.length);
		await rig.mustHold();
	});

	test("also where each delivery has a key of its own", async () => {
		const story = events(true, false, true);
		const rig = await openRig({ policy: WIDE });
		const all = orders([...story, ...story]).filter((_order, index) => index % 11 === 0);
		for (const [index, arrived] of all.entries()) {
			for (const event of arrived) done(await rig.react("Ana", "Bo", { ...event, message: `M${index}` }));
		}
		expect(await rig.balance("Bo")).toBe(all.length);
		await rig.mustHold();
	});

	test("an older event changes nothing", async () => {
		const rig = await openRig();
		done(await rig.react("Ana", "Bo", { order: 20 }));
		expect(done(await rig.react("Ana", "Bo", { order: 10, added: false })).result).toBe("ignored");
		expect(done(await rig.react("Ana", "Bo", { order: 20, added: false })).result).toBe("ignored");
		expect(await rig.balance("Bo")).toBe(1);
	});

	test("a removal that overtook its addition wins, also where it does not tell the author", async () => {
		const rig = await openRig();
		const removal = { order: 20, added: false, unknownAuthor: true };
		expect(done(await rig.react("Ana", "Bo", removal)).result).toBe("unchanged");
		expect(done(await rig.react("Ana", "Bo", { order: 10 })).result).toBe("ignored");
		expect(done(await rig.react("Ana", "Bo", { order: 30 })).result).toBe("given");
		expect(await rig.balance("Bo")).toBe(1);
		await rig.mustHold();
	});

	test("orders as large as microseconds are kept exactly", async () => {
		const rig = await openRig();
		const order = 1_795_000_000_123_456;
		done(await rig.react("Ana", "Bo", { order }));
		expect(done(await rig.react("Ana", "Bo", { order: order - 1, added: false })).result).toBe("ignored");
		expect(done(await rig.react("Ana", "Bo", { order: order + 1, added: false })).result).toBe("taken-back");
	});
});

describe("a reaction that was refused", () => {
	test("leaves no active state: taking it away takes nothing, and it may be given another day", async () => {
		const rig = await openRig({ policy: { thanks: { perDay: 1 } } });
		done(await rig.thank("Ana", "Cy"));
		expect(refused(await rig.react("Ana", "Bo", { order: 1, key: "e1" })).reason).toBe("allowance-used");
		expect(await rig.storage.db.reaction.count()).toBe(0);
		expect(done(await rig.react("Ana", "Bo", { order: 2, added: false })).result).toBe("unchanged");
		expect(await rig.balance("Bo")).toBe(0);
		rig.pass(day);
		// The first addition, sent again by the platform, is older than the removal.
		expect(done(await rig.react("Ana", "Bo", { order: 1, key: "e1" })).result).toBe("ignored");
		expect(done(await rig.react("Ana", "Bo", { order: 3 })).result).toBe("given");
		await rig.mustHold();
	});

	test("to oneself, to a bot, by a bot or with another emoji gives nothing", async () => {
		const rig = await openRig({ people: ["Ana", "Bo", { user: "U-Bot", name: "Bot", kind: "bot" }] });
		expect(refused(await rig.react("Ana", "Ana")).reason).toBe("thanks-to-yourself");
		expect(refused(await rig.react("Ana", "Bot")).reason).toBe("not-a-person");
		expect(done(await rig.react("Bot", "Ana")).result).toBe("ignored");
		expect(done(await rig.react("Ana", "Bo", { emoji: "👍" })).result).toBe("ignored");
		expect(done(await rig.react("Ana", "Bo", { unknownAuthor: true })).result).toBe("ignored");
		expect(await rig.balances()).toEqual({ Ana: 0, Bo: 0 });
		await rig.mustHold();
	});
});

describe("taken back", () => {
	test("days later it counts on its own day: that day's allowance is whole again, today's stays", async () => {
		const rig = await openRig();
		done(await rig.react("Ana", "Bo", { order: 1 }));
		rig.pass(8 * day);
		done(await rig.thank("Ana", "Cy", { amount: 3 }));
		done(await rig.react("Ana", "Bo", { order: 2, added: false }));
		expect((await rig.wallet("Ana")).thanks.left).toBe(2);
		const tallies = await rig.storage.db.memberTally.findMany({ where: { memberId: rig.idOf("Bo") } });
		for (const { received, thankedBy } of tallies) expect([received, thankedBy]).toEqual([0, 0]);
		await rig.mustHold();
	});

	test("by a moderator: all of a message, or all of one emoji", async () => {
		const reactions = [
			{ emoji: "💐", name: "bouquet", credits: 1 },
			{ emoji: "tada", name: "tada", credits: 2 },
		];
		const rig = await openRig({ policy: { ...WIDE, reactions } });
		for (const from of ["Ana", "Cy", "Dee"]) done(await rig.react(from, "Bo"));
		for (const from of ["Ana", "Cy"]) done(await rig.react(from, "Bo", { emoji: "tada" }));
		done(await rig.react("Ana", "Bo", { message: "M2" }));
		expect(await rig.balance("Bo")).toBe(8);
		const { channelId } = rig.general;
		const clear = (emoji: string | undefined) => rig.submit(clearReactions, { channelId, message: "M1", emoji });
		done(await clear("👍"));
		expect(await rig.balance("Bo")).toBe(8);
		done(await clear("tada"));
		expect(await rig.balance("Bo")).toBe(4);
		done(await clear(undefined));
		done(await clear(undefined));
		expect(await rig.balance("Bo")).toBe(1);
		// What a moderator took away may be given again, and the removal that the platform tells, too, takes nothing more.
		expect(done(await rig.react("Ana", "Bo", { added: false })).result).toBe("unchanged");
		expect(done(await rig.react("Ana", "Bo")).result).toBe("given");
		await rig.mustHold();
	});

	test("gives back what it gave, though the community changed what a reaction is worth", async () => {
		const worth = (credits: number) => ({ reactions: [{ emoji: "💐", name: "bouquet", credits }] });
		const rig = await openRig({ policy: worth(3) });
		done(await rig.react("Ana", "Bo"));
		await rig.setPolicy(worth(1));
		done(await rig.react("Ana", "Bo", { added: false }));
		expect(await rig.balance("Bo")).toBe(0);
		await rig.mustHold();
	});
});

describe("the receiver", () => {
	test("hears of reactions on the hour, in private, never in the channel", async () => {
		const rig = await openRig();
		done(await rig.thank("Cy", "Bo"));
		rig.pass(5 * minute);
		for (const from of ["Ana", "Dee"]) done(await rig.react(from, "Bo"));
		const told = await rig.notices({ kind: "reaction" });
		expect(told).toHaveLength(2);
		for (const { memberId, channelId, dueAt } of told) {
			expect([memberId, channelId]).toEqual([rig.idOf("Bo"), null]);
			expect(dueAt).toEqual(new Date("2026-11-16T11:00:00Z"));
		}
		expect(await rig.notices({ channelId: { not: null }, kind: "reaction" })).toEqual([]);
	});

	test("does not hear of one that was taken back before the hour", async () => {
		const rig = await openRig();
		done(await rig.thank("Cy", "Bo"));
		rig.pass(hour + minute);
		done(await rig.react("Ana", "Bo"));
		done(await rig.react("Ana", "Bo", { added: false }));
		expect((await rig.notices({ kind: "reaction" })).map(({ state }) => state)).toEqual(["dropped"]);
		done(await rig.react("Ana", "Bo"));
		expect((await rig.notices({ kind: "reaction" })).map(({ state }) => state)).toEqual(["dropped", "owed"]);
	});

	test("hears once of one that was taken away and put back after they heard of it", async () => {
		const rig = await openRig();
		done(await rig.thank("Cy", "Bo"));
		done(await rig.react("Ana", "Bo"));
		await rig.storage.db.notice.updateMany({ where: { kind: "reaction" }, data: { state: "sent" } });
		for (const added of [false, true]) done(await rig.react("Ana", "Bo", { added }));
		expect(await rig.balance("Bo")).toBe(2);
		expect(await rig.notices({ kind: "reaction" })).toHaveLength(1);
		await rig.mustHold();
	});
});
