// Malformed input of every command, form, button and menu: always a kind private answer, never an exception, nothing in
// the log, nothing half done, nobody pinged who was not thanked.
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { oneLine } from "../../src/chat/clean.ts";
import { commands } from "../../src/chat/commands.ts";
import type { Fields, Intent, Person, Place, Reply, Text } from "../../src/chat/request.ts";
import { fieldId } from "../../src/chat/settings/kinds.ts";
import { sections } from "../../src/chat/settings/sections.ts";
import { type Bank, GENERAL, openBank, said } from "../support/bank.ts";
import { mustFit, pingsOf, replyMustFit, UNFIT } from "./fits.ts";
import { ACTIONS, NASTY } from "./nasty.ts";

const PEOPLE: Person[] = [
	{ user: "U-Ana", name: "Ana", kind: "person" },
	{ user: "U-Bo", name: "Bo", kind: "person" },
	{ user: "U-Cy", name: "Cy", kind: "guest" },
	{ user: "U-Root", name: "Root", kind: "person", admin: true },
	{ user: "U-bot", name: "Deploybot", kind: "bot" },
	{ user: "U-sam", name: "Sam", kind: "stranger" },
	{ user: "U-old", name: "Old", kind: "gone" },
	{ user: "U-zone", name: "Zone", kind: "person", timezone: "Middle/Earth", locale: "xx-YY" },
	...Object.entries(NASTY).map(([kind, name]): Person => ({ user: `U-${kind}`, name, kind: "person" })),
];

/** All but those with nasty names. */
const ORDINARY = PEOPLE.length - Object.keys(NASTY).length;
const USERS = new Set(PEOPLE.map(({ user }) => user));

const PLACES: (Place | undefined)[] = [
	GENERAL,
	undefined,
	{ id: "D1", name: "", kind: "direct", present: true },
	{ id: "C2", name: "<!channel> @everyone\u202E\u0000", kind: "private", present: true },
	{ id: "C3", name: "x".repeat(500), kind: "public", present: false },
];

/** What is said where something was done. */
const DONE =
	/^(?:Sent|Asked\.|Taken back|Cancelled|Confirmed|Thank you|Given back|Nice|On the house|Good|You are off|You are shown|No more|Weekly posts|Quiet from|You hear|Your days now|Corrected|Saved|The last changes|.+ (?:knows|is an admin|is no longer an admin|is off the boards|is shown on|is paused|can give,))/u;

let bank: Bank;
let count = 0;
/** How much of what was sent was looked at. */
let looked = 0;

beforeAll(async () => {
	bank = await openBank({ people: PEOPLE, platform: "slack" });
	await bank.request("Ana", { kind: "people" });
	// Wide enough that most of what can be done is done: refusals have tests of their own.
	await bank.setPolicy({
		thanks: { perDay: 10_000, perPairPerDay: 10_000 },
		favor: { small: 0, normal: 1, big: 2, maxOpenPerAsker: 10_000, maxUnderWayPerHelper: 10_000 },
	});
});

afterAll(() => bank.close());

/** Whatever was done changes one of these. Getting to know somebody is no doing. */
const BOOK = `SELECT (SELECT COUNT(*) FROM "Entry") AS "entries", (SELECT COUNT(*) FROM "Favor") AS "favors",
	(SELECT COUNT(*) FROM "Notice") AS "notices", (SELECT COALESCE(SUM("id" * "balance"), 0) FROM "Account") AS "balances",
	(SELECT COUNT(*) FROM "Words") AS "words", (SELECT COUNT(*) FROM "Change") AS "changes"`;
const book = async () => JSON.stringify(await bank.ledger.read((query) => query(BOOK, [])));

/** A platform tells of whom a request is about; who is ordinary is always among them here. */
function presentIn(intent: Intent, actor: string): Person[] {
	const about = JSON.stringify(intent);
	return PEOPLE.filter(({ user }, index) => index < ORDINARY || user === actor || about.includes(`"${user}"`));
}

type Where = { place?: Place | undefined; actor?: string };

/** One request, with all that must hold for it; answers with what was said. */
async function tell(intent: Intent, { place = GENERAL, actor = "U-Ana" }: Where = {}): Promise<Reply> {
	const before = await book();
	const request = {
		key: `bad:${++count}`,
		platform: "slack",
		workspace: { id: "W", name: "\u0000<!channel>" },
	} as const;
	const people = presentIn(intent, actor);
	const reply = await bank.handle({ ...request, actor, people, place, route: undefined, intent });
	replyMustFit(reply);
	const wasDone = reply.kind === "card" && DONE.test(said(reply));
	if (!wasDone && intent.kind !== "reaction") expect(await book(), said(reply)).toBe(before);
	return reply;
}

/** After a lot of it: the book is right, nothing was logged, and what goes out fits and pings only who was thanked. */
async function nothingBroke(): Promise<void> {
	await bank.sender.flush();
	for (const { card } of bank.sent.slice(looked)) {
		mustFit(card);
		for (const user of pingsOf(card)) expect(USERS).toContain(user);
	}
	looked = bank.sent.length;
	expect(bank.logged).toEqual([]);
}

const SUBCOMMANDS = ["", "undo", "quiet", "unlist", "timezone", "mute", "help"];

const FOR_ADMINS = ["settings", "changes", "admin", "entries", "revert", "adjust", "exclude", "freeze"];
const FIELDS = sections.flatMap(({ settings }) => settings.map(({ path }) => fieldId(path)));
const SETTINGS = [...sections.map(({ id }) => id), "channels", "weather"];

describe.each(Object.entries(NASTY))("%s", (_kind, words) => {
	test("after every command", async () => {
		const typed: Text = [words];
		for (const { name } of commands) await tell({ kind: "command", name, text: typed });
		await tell({ kind: "command", name: "thanks", text: [{ user: "U-Bo" }, ` ${words}`] });
		await tell({ kind: "command", name: "thanks", text: [words, { user: "U-Bo" }, words] });
		await tell({ kind: "command", name: "favor", text: [{ user: "U-Bo" }, ` ${words}`] });
		await tell({ kind: "command", name: "favor", text: [`anyone ${words}`] });
		await tell({ kind: "command", name: "favor", text: [`anyone look by ${words}`] });
		for (const sub of SUBCOMMANDS) await tell({ kind: "command", name: "goodturn", text: [`${sub} ${words}`] });
		await tell({ kind: "command", name: words, text: typed });
		await nothingBroke();
	});

	test("in typed fields, forms, buttons, menus and completion", async () => {
		const every: Fields = {
			to: "U-Bo",
			for: words,
			amount: words,
			and: words,
			what: words,
			from: words,
			size: words,
			by: words,
		};
		await tell({ kind: "command", name: "thanks", fields: { to: "U-Bo", for: words } });
		await tell({ kind: "command", name: "thanks", fields: every });
		await tell({ kind: "command", name: "favor", fields: { what: words } });
		await tell({ kind: "command", name: "favor", fields: { what: "look", by: words } });
		await tell({ kind: "command", name: "favor", fields: { what: words, from: "U-Bo", size: words } });
		await tell({ kind: "command", name: "leaderboard", fields: { period: words, where: words } });
		for (const sub of SUBCOMMANDS)
			await tell({ kind: "command", name: `goodturn ${sub}`, fields: { what: words, zone: words } });
		for (const form of ["thanks", "favor", "decline", words]) {
			await tell({ kind: "submit", form, context: words, fields: every });
			await tell({ kind: "submit", form, context: "2", fields: { ...every, because: words, instead: words } });
		}
		await tell({ kind: "press", action: words });
		await tell({ kind: "press", action: `favor:accept:${words}` });
		await tell({ kind: "menu", name: "say_thanks", person: words });
		await tell({ kind: "menu", name: "ask_favor", person: `U-${_kind}` });
		for (const field of ["by", "zone", words]) await tell({ kind: "complete", name: "favor", field, text: words });
		await nothingBroke();
	});

	test("as what admins do, by one of them", async () => {
		const by = { actor: "U-Root" };
		for (const sub of FOR_ADMINS) {
			const name = `goodturn ${sub}`;
			await tell({ kind: "command", name: "goodturn", text: [`${sub} ${words}`] }, by);
			await tell({ kind: "command", name: "goodturn", text: [`${sub} `, { user: "U-Bo" }, ` ${words}`] }, by);
			await tell({ kind: "command", name, fields: { who: words, by: words, entry: words, why: words } }, by);
			await tell({ kind: "command", name, fields: { who: "U-Bo", by: 1, entry: 2, why: words } }, by);
		}
		const fields = Object.fromEntries(FIELDS.map((field) => [field, words]));
		for (const id of [...SETTINGS, words])
			await tell({ kind: "submit", form: "settings", context: `${id}:${words}`, fields }, by);
		await tell({ kind: "press", action: `settings:${words}` }, by);
		await tell({ kind: "press", action: `change:undo:${words}` }, by);
		await nothingBroke();
	});

	test("as what admins do, by somebody else: whatever it says, it is refused", async () => {
		const before = await book();
		for (const sub of FOR_ADMINS) {
			await tell({ kind: "command", name: "goodturn", text: [`${sub} `, { user: "U-Bo" }, ` ${words}`] });
			await tell({ kind: "command", name: `goodturn ${sub}`, fields: { who: "U-Bo", by: 1, entry: 2, why: words } });
		}
		const fields = Object.fromEntries(FIELDS.map((field) => [field, words]));
		for (const id of [SETTINGS[0], words])
			await tell({ kind: "submit", form: "settings", context: `${id}:${words}`, fields });
		await tell({ kind: "press", action: `change:undo:${words}` });
		expect(await book()).toBe(before);
		await nothingBroke();
	});

	test("given back with a no", async () => {
		const kept = oneLine(words).slice(0, 2000);
		const line = await tell({ kind: "command", name: "thanks", text: [{ user: "U-bot" }, ` ${words}`] });
		const field = await tell({ kind: "command", name: "thanks", fields: { to: "U-bot", for: words } });
		const form = await tell({
			kind: "submit",
			form: "favor",
			context: "",
			fields: { what: words || "look", from: "U-bot" },
		});
		expect(said(line)).toContain(kept);
		expect(said(field)).toContain(kept);
		if (form.kind !== "form") expect(said(form)).toContain(kept);
	});

	test("on messages", async () => {
		const of = { message: words, author: "U-Bo", order: undefined };
		await tell({ kind: "reaction", added: true, emoji: words, ...of });
		for (const added of [true, false, true, false]) await tell({ kind: "reaction", added, emoji: "💐", ...of });
		await tell({ kind: "reaction", added: false, emoji: "💐", ...of, message: `${words}!`, author: undefined });
		await tell({ kind: "reactions-cleared", message: words, emoji: words });
		await tell({ kind: "reactions-cleared", message: words, emoji: undefined });
		await nothingBroke();
	});

	test("as a name", async () => {
		const user = `U-${_kind}`;
		await tell({ kind: "command", name: "thanks", text: [{ user }, " for the review"] });
		await tell(
			{ kind: "command", name: "thanks", text: [{ user: "U-Bo" }, " for pairing with ", { user }] },
			{ actor: user },
		);
		await tell({ kind: "command", name: "favor", text: [{ user }, " look at my PR"] });
		await tell({ kind: "command", name: "wallet", text: [] }, { actor: user });
		await tell({ kind: "command", name: "leaderboard", text: [] });
		await tell({ kind: "command", name: "favors", text: [] }, { actor: user });
		await nothingBroke();
	});
});

test.each(["U-Root", "U-Ana"])("every page of the settings and its form without a word, by %s", async (actor) => {
	for (const id of SETTINGS) {
		await tell({ kind: "press", action: `settings:${id}` }, { actor });
		await tell({ kind: "submit", form: "settings", context: `${id}:`, fields: {} }, { actor });
	}
	await nothingBroke();
});

test.each(ACTIONS)("a button that says %j", async (action) => {
	await tell({ kind: "press", action });
	await tell({ kind: "press", action }, { actor: "U-sam" });
	await tell({ kind: "press", action }, { place: undefined });
	await nothingBroke();
});

test("every kind of person in every kind of place", async () => {
	for (const { user } of PEOPLE.slice(0, 7)) {
		for (const place of PLACES) {
			const where = { actor: user, place };
			for (const { name } of commands) await tell({ kind: "command", name, text: [] }, where);
			for (const to of ["U-Ana", "U-bot", "U-sam", "U-old", "U-nobody", ""]) {
				await tell({ kind: "command", name: "thanks", text: [{ user: to }, " for it"] }, where);
				await tell({ kind: "command", name: "favor", text: [{ user: to }, " look"] }, where);
				await tell({ kind: "menu", name: "say_thanks", person: to }, where);
				await tell({ kind: "menu", name: "ask_favor", person: to }, where);
			}
			await tell({ kind: "command", name: "favor", text: ["anyone look"] }, where);
			await tell({ kind: "home" }, where);
			await tell({ kind: "present", present: false }, where);
		}
	}
	await nothingBroke();
});

test("hundreds of people at once", async () => {
	const crowd: Text = Array.from({ length: 500 }, (_, index) => ({ user: `U-nobody${index}` }));
	const everybody: Text = PEOPLE.map(({ user }) => ({ user }));
	for (const text of [crowd, everybody, [...crowd, " x2 for it"], [...everybody.slice(6, 40)]]) {
		expect((await tell({ kind: "command", name: "thanks", text })).kind).toBe("card");
		expect((await tell({ kind: "command", name: "favor", text: [...text, " look"] })).kind).toBe("card");
	}
	await nothingBroke();
});

test("a member in name alone: without their own entry among the people", async () => {
	const intent: Intent = { kind: "command", name: "thanks", text: [{ user: "U-Bo" }, " for it"] };
	const reply = await bank.handle({
		key: "ghost",
		platform: "slack",
		workspace: { id: "W", name: "Team" },
		actor: "U-ghost",
		people: [],
		place: GENERAL,
		route: undefined,
		intent,
	});
	expect(said(reply)).toMatch(/for the people of this workspace/);
});

test("anything at all, in any order", async () => {
	const words = fc.oneof(
		fc.constantFrom(...Object.values(NASTY).filter((text) => text.length < 5000)),
		fc.string({ unit: "binary" }),
		fc.string({ unit: "grapheme" }),
	);
	const user = fc.constantFrom(...PEOPLE.slice(0, 30).map((person) => person.user), "U-nobody", "");
	const text = fc.array(fc.oneof(words, fc.record({ user })), { maxLength: 6 });
	const field = fc.constantFrom(
		"to",
		"for",
		"amount",
		"and",
		"and2",
		"what",
		"from",
		"size",
		"by",
		"period",
		"where",
		"zone",
		"because",
		"instead",
		"who",
		"why",
		"entry",
	);
	const value = fc.oneof(words, user, fc.integer(), fc.double(), fc.constant(undefined));
	const fields = fc.dictionary(field, value) as fc.Arbitrary<Fields>;
	const command = fc.constantFrom(
		...commands.map(({ name }) => name),
		...[...SUBCOMMANDS, ...FOR_ADMINS].map((sub) => `goodturn ${sub}`),
		"thanks",
		"favor",
	);
	const action = fc.oneof(
		fc.constantFrom(...ACTIONS),
		fc
			.tuple(
				fc.constantFrom(
					"accept",
					"done",
					"confirm",
					"give-back",
					"not-yet",
					"on-the-house",
					"cancel",
					"go-on",
					"decline",
				),
				fc.integer({ min: 0, max: 200 }),
			)
			.map(([step, id]) => `favor:${step}:${id}`),
	);
	const intent: fc.Arbitrary<Intent> = fc.oneof(
		fc.record({ kind: fc.constant("command" as const), name: command, text }),
		fc.record({ kind: fc.constant("command" as const), name: command, fields }),
		fc.record({ kind: fc.constant("press" as const), action }),
		fc.record({
			kind: fc.constant("submit" as const),
			form: fc.constantFrom("thanks", "favor", "decline"),
			context: words,
			fields,
		}),
		fc.record({ kind: fc.constant("complete" as const), name: command, field, text: words }),
	);
	await fc.assert(
		fc.asyncProperty(intent, user, fc.constantFrom(...PLACES), async (what, actor, place) => {
			await tell(what, { actor, place });
		}),
		{ numRuns: 400, endOnFailure: true },
	);
	await nothingBroke();
});

test("and the book is right after all that", async () => {
	expect((await bank.verify()).breaches).toEqual([]);
	looked = 0;
	await nothingBroke();
	const stored = [...(await bank.storage.db.words.findMany()), ...(await bank.storage.db.member.findMany())];
	for (const row of stored) expect(UNFIT.test("text" in row ? row.text : row.name)).toBe(false);
	expect(await bank.storage.db.entry.count()).toBeGreaterThan(500);
});
