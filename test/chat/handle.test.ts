// Requests as adapters send them: twice, late, with people who change, from places that change. And how much of the
// database a familiar request costs.
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Intent, Person, Place, Reply, Request } from "../../src/chat/request.ts";
import type { Storage } from "../../src/storage/storage.ts";
import { freshStorage } from "../storage/fresh.ts";
import { type Bank, GENERAL, openBank, said } from "../support/bank.ts";

const ANA: Person = { user: "U-Ana", name: "Ana", kind: "person" };
const BO: Person = { user: "U-Bo", name: "Bo", kind: "person" };

let bank: Bank;
let keys = 0;
/** Everything that was asked of the database: "transact", or a model and what was asked of it. */
const asked: string[] = [];

function counting(storage: Storage): Storage {
	const db = new Proxy(storage.db, {
		get(target, model) {
			const found = Reflect.get(target, model) as unknown;
			if (typeof found === "function") return found.bind(target) as unknown;
			if (typeof found !== "object" || found === null || typeof model !== "string") return found;
			return new Proxy(found, {
				get(of, method) {
					if (typeof method === "string") asked.push(`${model}.${method}`);
					return Reflect.get(of, method) as unknown;
				},
			});
		},
	});
	return {
		...storage,
		db,
		transact: (communityIds, work) => {
			asked.push("transact");
			return storage.transact(communityIds, work);
		},
		read: (work) => {
			asked.push("read");
			return storage.read(work);
		},
		ping: () => storage.ping(),
		close: () => storage.close(),
	};
}

beforeEach(async () => {
	bank = await openBank({ storage: counting((await freshStorage()).storage) });
	asked.length = 0;
});
afterEach(() => bank.close());

type Some = Partial<Omit<Request, "intent">>;

const send = (intent: Intent, some: Some = {}): Promise<Reply> =>
	bank.handle({
		key: `handle:${++keys}`,
		platform: "playground",
		workspace: { id: "W", name: "Team" },
		actor: "U-Ana",
		people: [ANA, BO],
		place: GENERAL,
		route: undefined,
		intent,
		...some,
	});

const thanks = (reason = "for it", to = "U-Bo"): Intent => ({
	kind: "command",
	name: "thanks",
	text: [{ user: to }, ` ${reason}`],
});
const favor = (words: string): Intent => ({ kind: "command", name: "favor", text: [words] });
const reacts = (emoji: string, author = "U-Bo"): Intent => ({
	kind: "reaction",
	added: true,
	emoji,
	message: "M",
	author,
	order: undefined,
});

describe("a familiar request costs", () => {
	const cost = async (intent: Intent, some: Some = {}): Promise<string[]> => {
		await send(intent, some);
		asked.length = 0;
		await send(intent, some);
		return [...asked];
	};

	test("a thanks: one transaction", async () => {
		expect(await cost(thanks())).toEqual(["transact"]);
		expect(await cost(thanks(), { place: undefined })).toEqual(["transact"]);
		expect(await cost(thanks(), { people: [{ ...ANA, timezone: "Europe/Berlin" }, BO] })).toEqual(["transact"]);
	});

	test("a favor: one transaction", async () => {
		await bank.setPolicy({ favor: { normal: 0 } });
		expect(await cost(favor("anyone look"))).toEqual(["transact"]);
	});

	test("a reaction that says thanks: one transaction and a look at the policy", async () => {
		expect(await cost(reacts("💐"))).toEqual(["read", "transact"]);
	});

	test("a reaction that says nothing: a look at the policy", async () => {
		expect(await cost(reacts("👍"))).toEqual(["read"]);
	});

	test("the reactions of bots and strangers: no more than anybody's", async () => {
		const crowd: Person[] = [
			{ user: "U-bot", name: "Deploybot", kind: "bot" },
			{ user: "U-sam", name: "Sam", kind: "stranger" },
		];
		for (const { user } of crowd) {
			const some = { actor: user, people: [...crowd, BO] };
			expect(await cost(reacts("💐"), some)).toEqual(["read", "transact"]);
		}
	});

	test("events that tell a channel's name and events that do not: nothing in between", async () => {
		await send(thanks());
		asked.length = 0;
		for (const name of ["", "general", ""]) await send(reacts("💐"), { place: { ...GENERAL, name } });
		expect(asked.filter((what) => what === "transact")).toHaveLength(3);
	});
});

describe("delivered twice", () => {
	test.each<[string, Intent]>([
		["thanks", thanks("for the review #teamwork")],
		["thanks by form", { kind: "submit", form: "thanks", context: "", fields: { to: "U-Bo", for: "it", amount: "2" } }],
		["a favor", favor("anyone look at my PR by friday")],
		[
			"a favor by form",
			{ kind: "submit", form: "favor", context: "", fields: { what: "look", from: "U-Bo", size: "small", by: "" } },
		],
		["unlist", { kind: "command", name: "goodturn", text: ["unlist"] }],
		["mute", { kind: "command", name: "goodturn", text: ["mute"] }],
		["quiet", { kind: "command", name: "goodturn", text: ["quiet all"] }],
	])("%s: counts once and answers the same", async (_, intent) => {
		const [first, ...others] = await Promise.all([1, 2, 3].map(() => send(intent, { key: "same" })));
		const later = await send(intent, { key: "same" });
		expect([...others, later]).toEqual([first, first, first]);
		expect(await bank.storage.db.entry.count()).toBeLessThanOrEqual(1);
		const told = new Set(
			(await bank.storage.db.notice.findMany()).map(
				({ kind, channelId, memberId }) => `${kind}:${channelId}:${memberId}`,
			),
		);
		expect(await bank.storage.db.notice.count()).toBe(told.size);
	});

	test("an undo", async () => {
		await send(thanks());
		const first = await send({ kind: "command", name: "goodturn", text: ["undo"] }, { key: "same" });
		await send(thanks("for more"));
		expect(await send({ kind: "command", name: "goodturn", text: ["undo"] }, { key: "same" })).toEqual(first);
		expect(await bank.balance("Bo")).toBe(1);
	});

	test("each step of a favor", async () => {
		await send(favor("anyone look at my PR"));
		const [row] = await bank.storage.db.favor.findMany();
		const steps = [
			["U-Bo", "accept"],
			["U-Bo", "done"],
			["U-Ana", "not-yet"],
			["U-Bo", "done"],
			["U-Ana", "confirm"],
		] as const;
		for (const [index, [actor, step]] of steps.entries()) {
			const press: Intent = { kind: "press", action: `favor:${step}:${row?.id}` };
			const first = await send(press, { actor, key: `step:${index}` });
			expect(said(await send(press, { actor, key: `step:${index}` }))).toBe(said(first));
			expect(said(first)).not.toMatch(/Only the one/u);
		}
		expect([await bank.balance("Ana"), await bank.balance("Bo")]).toEqual([-4, 5]);
	});

	test("with other words, another actor or elsewhere, it is an error and nothing happens", async () => {
		await send(thanks(), { key: "same" });
		await expect(send(thanks("for something else"), { key: "same" })).rejects.toThrow(
			/came before with another content/u,
		);
		await expect(send(thanks(), { key: "same", actor: "U-Bo" })).rejects.toThrow(/came before/u);
		await expect(send(thanks(), { key: "same", place: { ...GENERAL, id: "C2" } })).rejects.toThrow(/came before/u);
		expect(await bank.storage.db.entry.count()).toBe(1);
	});

	test("a refusal is not remembered", async () => {
		await send(thanks("x3"));
		await send(thanks("x2"));
		expect(said(await send(thanks("x3 more"), { key: "again" }))).toMatch(/you have 2 of today's 5|can get no more/u);
		await bank.setPolicy({ thanks: { perDay: 100, perPairPerDay: 100 } });
		expect(said(await send(thanks("x3 more"), { key: "again" }))).toMatch(/^Sent\./u);
	});

	test("make it small, pressed by an impatient finger", async () => {
		await send({ kind: "command", name: "favor", text: [{ user: "U-Bo" }, " the first thing small"] });
		await bank.setPolicy({ floor: { newcomerOwes: "normal" } });
		const refused = await send(favor("anyone look at my PR by friday"));
		const action = JSON.stringify(refused).match(/ask:small:\d+/u)?.[0] ?? "";
		const press: Intent = { kind: "press", action };
		const replies = await Promise.all([send(press), send(press), send(press)]);
		for (const reply of replies) expect(said(reply)).toBe(said(replies[0] as Reply));
		expect(said(replies[0] as Reply)).toMatch(/^Asked\. 2 set aside/u);
		const favors = await bank.storage.db.favor.findMany({ where: { targetId: null } });
		expect(favors.map(({ size, dueAt }) => [size, dueAt !== null])).toEqual([["small", true]]);
		expect(said(await send(press, { actor: "U-Bo" }))).toMatch(/no longer have what you typed/u);
	});
});

describe("people change", () => {
	const told = async () => (await bank.channel()).at(-1);

	test("a name is the newest that was told", async () => {
		await send(thanks());
		await bank.setPolicy({ thanks: { pileMinutes: 0 } });
		await send(thanks(), {
			people: [
				{ ...ANA, name: "Ana Maria" },
				{ ...BO, name: "Bo\u0000b\u202E" },
			],
		});
		expect(await told()).toBe("Ana Maria thanked Bob for it");
		await send({ kind: "people" }, { people: [{ ...ANA, name: "" }] });
		await send(thanks(), { people: [{ ...ANA, name: "  " }, BO] });
		expect(await told()).toBe("somebody thanked Bo for it");
	});

	test("who becomes a bot or leaves takes no part any more, and may come back", async () => {
		await send(thanks());
		for (const kind of ["bot", "gone", "stranger"] as const) {
			expect(said(await send(thanks(), { people: [ANA, { ...BO, kind }] }))).toMatch(
				/is a bot|is not in this workspace/u,
			);
			expect(said(await send(thanks("for it", "U-Ana"), { actor: "U-Bo", people: [ANA, { ...BO, kind }] }))).toMatch(
				/do not know you as one/u,
			);
		}
		expect(said(await send(thanks(), { people: [ANA, { ...BO, kind: "guest" }] }))).toMatch(/^Sent\./u);
		expect(await bank.balance("Bo")).toBe(2);
	});

	test("a stranger who joins becomes a member", async () => {
		const sam: Person = { user: "U-Sam", name: "Sam", kind: "stranger" };
		expect(said(await send(thanks("for it", "U-Sam"), { people: [ANA, sam] }))).toMatch(/is not in this workspace/u);
		await send({ kind: "people" }, { people: [{ ...sam, kind: "person" }] });
		expect(await bank.storage.db.identity.count({ where: { user: "U-Sam" } })).toBe(0);
		expect(said(await send(thanks("for it", "U-Sam"), { people: [ANA, { ...sam, kind: "person" }] }))).toMatch(
			/^Sent\./u,
		);
	});

	test("a zone that somebody sets counts from the next word on; the platform's comes first", async () => {
		const resets = async (people: Person[]) =>
			/at midnight (?:in )?\(?([\w ]+)/u.exec(
				said(await send({ kind: "command", name: "wallet", text: [] }, { people })),
			)?.[1];
		expect(await resets([ANA])).toBe("UTC");
		await send({ kind: "command", name: "goodturn", text: ["timezone Asia/Tokyo"] });
		expect(await resets([ANA])).toBe("Tokyo");
		expect(await resets([{ ...ANA, timezone: "Europe/Berlin" }])).toBe("Berlin");
		// What is not told again stays as it was.
		expect(await resets([ANA])).toBe("Berlin");
		expect(await resets([{ ...ANA, timezone: "Middle/Earth" }])).toBe("Tokyo");
	});
});

describe("places change", () => {
	const homes = () =>
		bank.storage.db.channel.findMany({ select: { name: true, present: true, home: true, kind: true } });

	test("a channel that is renamed, closed, left and joined again", async () => {
		await send(thanks());
		const change = (some: Partial<Place>, intent: Intent = thanks()) =>
			send(intent, { place: { ...GENERAL, ...some } });
		await change({ name: "lobby" }, reacts("💐"));
		await change({ name: "" }, reacts("👍"));
		expect(await homes()).toEqual([{ name: "lobby", present: true, home: true, kind: "public" }]);
		await change({ name: "lobby", kind: "private" });
		await change({ name: "lobby", kind: "private", present: false }, { kind: "present", present: false });
		expect(await homes()).toEqual([{ name: "lobby", present: false, home: false, kind: "private" }]);
		await change({ name: "lobby", kind: "private" }, { kind: "present", present: true });
		expect(await homes()).toEqual([{ name: "lobby", present: true, home: true, kind: "private" }]);
	});

	test("a reaction alone does not ask the bot in; a thanks does", async () => {
		await send(reacts("💐"));
		expect(await homes()).toMatchObject([{ home: false }]);
		await send(thanks());
		await send(reacts("💐"), {});
		expect(await homes()).toMatchObject([{ home: true }]);
	});

	test("the same words in a direct message, in a private channel and nowhere", async () => {
		for (const place of [
			{ ...GENERAL, id: "D1", kind: "direct" as const },
			{ ...GENERAL, id: "G1", kind: "private" as const },
			undefined,
		]) {
			expect(said(await send(thanks(), { place }))).toMatch(/^Sent/u);
		}
		const counted = await bank.storage.db.entry.findMany({ orderBy: { id: "asc" } });
		expect(counted.map(({ channelId, everywhere }) => [channelId !== null, everywhere])).toEqual([
			[false, false],
			[true, false],
			[false, false],
		]);
	});

	test("where the bot is not: by the way that the platform gave, else privately", async () => {
		const away: Place = { ...GENERAL, id: "C-away", present: false };
		expect(said(await send(thanks(), { place: away, route: "https://example.com/once" }))).toBe(
			"Sent. 4 thanks left today.",
		);
		expect(said(await send(thanks(), { place: away }))).toBe(
			"Sent to Bo privately, since I cannot post here. 3 thanks left today.",
		);
		expect(said(await send(favor("anyone look"), { place: away, route: "https://example.com/once" }))).toMatch(
			/Invite me to the channel first/u,
		);
		const notices = await bank.storage.db.notice.findMany({ where: { kind: { in: ["thanks", "thanks-privately"] } } });
		expect(notices.map(({ kind, route }) => [kind, route])).toEqual([
			["thanks", "https://example.com/once"],
			["thanks-privately", null],
		]);
	});
});

describe("the bot is removed", () => {
	test("and comes back: the book is there, nothing late brings it back", async () => {
		await send(thanks());
		await bank.setPolicy({ thanks: { pileMinutes: 0 } });
		await send({ kind: "uninstalled" });
		await send({ kind: "uninstalled" });
		await send(reacts("💐"));
		expect(await bank.storage.db.workspace.findMany({ select: { leftAt: true } })).toEqual([{ leftAt: bank.now() }]);
		expect(said(await send(thanks()))).toBe("Sent. 2 thanks left today.");
		expect(await bank.storage.db.workspace.findMany({ select: { leftAt: true } })).toEqual([{ leftAt: null }]);
		expect((await bank.channel()).at(-1)).toBe("Ana thanked Bo for it");
		expect(bank.logged).toEqual([]);
	});
});
