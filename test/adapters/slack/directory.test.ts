// Looking people and places up: as seldom as possible, never for longer than a person would wait, never by guessing.
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createLookup } from "../../../src/adapters/slack/lookup.ts";
import { answer, later, type Rig, startRig } from "./rig.ts";

describe("a lookup", () => {
	const asking = (answers: (id: string) => Promise<string>, limit = 3) => {
		const asked: string[] = [];
		let nowMs = 0;
		const lookup = createLookup({
			ask: (id) => {
				asked.push(id);
				return answers(id);
			},
			limit,
			freshMs: 1_000,
			now: () => nowMs,
		});
		return { lookup, asked, wait: (ms: number) => (nowMs += ms) };
	};

	test("asks once, however many want to know, and again when the answer is old", async () => {
		const { lookup, asked, wait } = asking(async (id) => id.toUpperCase());
		expect(await Promise.all([lookup.get("a"), lookup.get("a"), lookup.get("a")])).toEqual(["A", "A", "A"]);
		await lookup.get("a");
		expect(asked).toEqual(["a"]);
		wait(1_001);
		await lookup.get("a");
		expect(asked).toEqual(["a", "a"]);
	});

	test("gives an old answer rather than none", async () => {
		let broken = false;
		const { lookup, wait } = asking(async (id) => {
			if (broken) throw new Error("no answer");
			return id;
		});
		await lookup.get("a");
		broken = true;
		wait(1_001);
		expect(await lookup.get("a")).toBe("a");
		await expect(lookup.get("b")).rejects.toThrow("no answer");
	});

	test("believes what it was told over an answer to an earlier question", async () => {
		const { lookup, asked } = asking(async () => {
			await later(20);
			return "old";
		});
		const earlier = lookup.get("a");
		lookup.put("a", "new");
		await earlier;
		expect(await lookup.get("a")).toBe("new");
		lookup.forget("a");
		expect(await lookup.get("a")).toBe("old");
		expect(asked.length).toBe(2);
	});

	test("remembers the most recently used, and no more than its limit", async () => {
		await fc.assert(
			fc.asyncProperty(fc.array(fc.constantFrom("a", "b", "c", "d", "e"), { maxLength: 40 }), async (ids) => {
				const { lookup, asked } = asking(async (id) => id, 3);
				const recent: string[] = [];
				for (const id of ids) {
					const before = asked.length;
					await lookup.get(id);
					expect(asked.length > before).toBe(!recent.includes(id));
					recent.splice(0, recent.length, ...recent.filter((one) => one !== id).slice(-2), id);
				}
			}),
		);
	});
});

describe("over the wire", () => {
	let rig: Rig;
	let ana: string;
	let bo: string;
	let general: string;

	beforeEach(async () => {
		rig = await startRig("http", async () => answer("Done."), { wantsReaction: (emoji) => emoji === "bouquet" });
		ana = rig.slack.addUser("ana");
		bo = rig.slack.addUser("bo");
		general = rig.slack.addChannel("general", { members: [ana, bo, rig.slack.bot] });
	});

	afterEach(() => rig.stop());

	const asked = (method: string): number => rig.slack.calls.filter((call) => call.method === method).length;

	test("everybody is asked for once, even by many at the same time", async () => {
		const line = "/thanks @bo";
		await Promise.all(Array.from({ length: 20 }, () => rig.slack.command(ana, general, line)));
		expect(asked("users.info")).toBe(2);
		expect(asked("conversations.info")).toBe(1);
		expect(rig.slack.violations).toEqual([]);
	});

	test("who is looked up too slowly is told so, and nothing is booked on a guess", async () => {
		rig.slack.misbehave("users.info", { delayMs: 1_500 }, 2);
		const { attempts } = await rig.slack.command(ana, general, "/thanks @bo");
		expect(attempts[0]?.afterMs).toBeLessThan(2_000);
		expect(rig.slack.see(ana, general)[0]).toMatch(/did not tell me in time who everybody is/);
		expect(rig.requests).toEqual([]);
		await later(400);
		await rig.slack.command(ana, general, "/thanks @bo");
		expect(rig.requests[0]?.people.length).toBe(2);
		expect(asked("users.info")).toBe(2);
	});

	test.each([{ retryAfterSeconds: 30 }, { status: 500 }, { hangUp: true as const }])(
		"a Slack that answers %o holds up nobody, and is asked again the next time",
		async (how) => {
			rig.slack.misbehave("users.info", how);
			await rig.slack.command(ana, general, "/wallet");
			expect(rig.slack.see(ana, general)[0]).toMatch(/did not tell me in time/);
			await rig.slack.command(ana, general, "/wallet");
			expect(rig.slack.see(ana, general)[1]).toBe("Done.");
			expect(rig.errors()).toEqual([]);
		},
	);

	test("reactions that say no thanks are not looked up at all", async () => {
		const message = rig.slack.say(bo, general, "lunch?");
		await rig.slack.react(ana, message, "eyes");
		expect(asked("users.info")).toBe(0);
		await rig.slack.react(ana, message, "bouquet::skin-tone-2");
		expect(asked("users.info")).toBe(2);
		expect(rig.requests.length).toBe(1);
	});

	test("who runs the workspace is told; whoever runs another one, or is a guest here, is not", async () => {
		const root = rig.slack.addUser("root", { admin: true });
		rig.slack.addUser("zoe", { admin: true, team: "T9999" });
		rig.slack.addUser("guest", { admin: true, guest: true });
		await rig.slack.command(root, general, "/thanks @zoe @guest @bo");
		const admins = rig.requests[0]?.people.map(({ name, admin }) => [name, admin]);
		expect(admins).toEqual([
			["Root", true],
			["Zoe", undefined],
			["Guest", undefined],
			["Bo", undefined],
		]);
	});

	test("a list of very many people is looked up only so far", async () => {
		const names = Array.from({ length: 60 }, (_, index) => `p${index}`);
		for (const name of names) rig.slack.addUser(name);
		const known = () => rig.requests.at(-1)?.people.length;
		// A busy machine may need longer than a person would wait: then they are known the next time, and are not asked for anew.
		for (let times = 0; times < 20 && known() !== 30; times++)
			await rig.slack.command(ana, general, `/thanks ${names.map((name) => `@${name}`).join(" ")}`);
		expect([known(), asked("users.info")]).toEqual([30, 30]);
	});
});
