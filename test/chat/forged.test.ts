// Presses, forms and commands that somebody made up: whatever a button or a form carries is checked again, for each who may
// not, and nothing moves or is told.
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { commands } from "../../src/chat/commands.ts";
import type { Fields, Intent, Person } from "../../src/chat/request.ts";
import { sections } from "../../src/chat/settings/sections.ts";
import { type Bank, GENERAL, openBank, said } from "../support/bank.ts";

const SECRET = { id: "C-secret", name: "secret", kind: "private", present: true } as const;
const DIRECT = { id: "D", name: "", kind: "direct", present: true } as const;
const PEOPLE: Person[] = [
	...["Ana", "Bo", "Cy", "Dee"].map((name): Person => ({ user: `U-${name}`, name, kind: "person" })),
	{ user: "U-Eli", name: "Eli", kind: "person", admin: true },
	{ user: "U-Gus", name: "Gus", kind: "guest" },
	// What another workspace says of its own admins says nothing here, and a bot runs nothing.
	{ user: "U-Sam", name: "Sam", kind: "stranger", admin: true },
	{ user: "U-Rob", name: "Rob", kind: "bot", admin: true },
];

let bank: Bank;
beforeEach(async () => {
	bank = await openBank({ people: PEOPLE.map((person) => ({ ...person })) });
	await bank.type("Eli", "/thanks @Ana x3 for the release");
});
afterEach(async () => {
	expect((await bank.verify()).breaches).toEqual([]);
	expect(bank.logged).toEqual([]);
	await bank.close();
});

/** Everything that an admin's word could change. */
const bookNow = async () =>
	JSON.stringify([
		(await bank.storage.db.community.findMany()).map(({ policy, timezone }) => [policy, timezone]),
		await bank.storage.db.change.findMany(),
		await bank.storage.db.entry.count(),
		(await bank.storage.db.member.findMany()).map(({ admin, excluded, frozenAt }) => [admin, excluded, frozenAt]),
		(await bank.storage.db.channel.findMany()).map(({ mode }) => mode),
	]);

const FIELDS: Fields = { who: "U-Bo", why: "because", by: 5, entry: 1, amount: 2 };

/** Whatever only admins may do, as a platform would hand it on. */
const ADMINS_INTENTS: [what: string, intent: Intent][] = [
	...commands.flatMap(({ name, subcommands = [] }) =>
		subcommands
			.filter(({ adminOnly }) => adminOnly)
			.map((sub): [string, Intent] => [
				`/${name} ${sub.name}`,
				{ kind: "command", name: `${name} ${sub.name}`, fields: FIELDS },
			]),
	),
	...[...sections.map(({ id }) => id), "channels", "nothing"].flatMap((id): [string, Intent][] => [
		[`the button of ${id}`, { kind: "press", action: `settings:${id}` }],
		[
			`the form of ${id}`,
			{ kind: "submit", form: "settings", context: `${id}:0`, fields: { channel: "1", mode: "off" } },
		],
	]),
	["the undo of a change", { kind: "press", action: "change:undo:1" }],
];

describe("what only admins may", () => {
	test("is a long list", () => {
		expect(ADMINS_INTENTS.length).toBeGreaterThan(30);
	});

	test.each(["Bo", "Gus", "Sam", "Rob"])("%s may none of", async (name) => {
		await bank.type("Eli", "/goodturn exclude @Dee because it is a second account");
		await bank.type(name, "/wallet");
		const before = await bookNow();
		for (const [what, intent] of ADMINS_INTENTS) {
			const answer = said(await bank.request(name, intent));
			expect(answer, what).toMatch(/^(?:That is for those who run this workspace|Goodturn is for the people)/u);
		}
		expect(await bookNow()).toBe(before);
		// Nor does the help, or a completion, tell them of it.
		expect(said(await bank.type(name, "/goodturn help"))).not.toContain("For admins");
		expect(
			JSON.stringify(
				await bank.request(name, { kind: "complete", name: "goodturn help", field: "command", text: "fre" }),
			),
		).not.toContain("freeze");
	});

	test("whoever was made an admin and is no more, or is of another workspace now, may none of it from then on", async () => {
		await bank.type("Eli", "/goodturn admin @Bo");
		await bank.type("Eli", "/goodturn admin @Cy");
		expect(said(await bank.type("Bo", "/goodturn changes"))).toMatch(/^The last changes/u);
		await bank.type("Eli", "/goodturn admin @Bo");
		await bank.isNow("Cy", "stranger");
		const before = await bookNow();
		for (const name of ["Bo", "Cy"])
			for (const [what, intent] of ADMINS_INTENTS)
				expect(said(await bank.request(name, intent)), `${name}: ${what}`).toMatch(
					/^(?:That is for those who run this workspace|Goodturn is for the people)/u,
				);
		expect(await bookNow()).toBe(before);
	});

	test("ids of another community are nobody's here", async () => {
		for (const action of [
			"change:undo:999",
			"favor:approve:999",
			"favor:accept:999",
			"thanks:send:999",
			"ask:small:999",
		])
			expect(said(await bank.press("Eli", action))).toMatch(/do not find|no longer have/u);
		expect(said(await bank.type("Eli", "/goodturn revert 999 because it was a test"))).toMatch(/no entry/u);
		const form: Intent = {
			kind: "submit",
			form: "settings",
			context: "channels:",
			fields: { channel: "999", mode: "off" },
		};
		expect(said(await bank.request("Eli", form))).toMatch(/cannot be set so/u);
	});
});

describe("a favor", () => {
	const lastFavor = async () => (await bank.storage.db.favor.findFirstOrThrow({ orderBy: { id: "desc" } })).id;
	const STEPS = ["approve", "accept", "pass", "give-back", "decline", "done", "not-yet", "confirm", "on-the-house"];

	test("that is between two tells nobody else how it stands, whatever they press", async () => {
		await bank.type("Ana", "/favor @Bo mend the fence");
		const id = await lastFavor();
		const answers = async () => {
			const all = [];
			for (const step of [...STEPS, "cancel", "go-on"]) all.push(said(await bank.press("Cy", `favor:${step}:${id}`)));
			for (const form of ["again", "everybody"]) all.push(said(await bank.press("Cy", `form:${form}:${id}:0`)));
			const decline: Intent = { kind: "submit", form: "decline", context: String(id), fields: { why: "busy" } };
			return [...all, said(await bank.request("Cy", decline))];
		};
		const open = await answers();
		await bank.request("Bo", {
			kind: "submit",
			form: "decline",
			context: String(id),
			fields: { why: "field", because: "I am afraid of fences" },
		});
		expect(await answers()).toEqual(open);
		expect(open.join("\n")).not.toMatch(/fence|declined|open:/u);
	});

	test("of a private channel is taken up there, and nowhere else", async () => {
		await bank.type("Ana", "/favor anyone mend the secret fence", { place: SECRET });
		const id = await lastFavor();
		for (const place of [GENERAL, DIRECT, undefined])
			for (const step of ["accept", "approve", "pass"])
				expect(said(await bank.press("Cy", `favor:${step}:${id}`, { place }))).toMatch(/^I do not find that favor/u);
		const thread = { id: "T-1", name: "a thread", kind: "private", present: true, parent: SECRET.id } as const;
		expect(said(await bank.press("Cy", `favor:accept:${id}`, { place: thread }))).toMatch(/^Thank you\. Ana knows/u);
		// What is under way goes on from anywhere.
		expect(said(await bank.press("Cy", `favor:give-back:${id}`, { place: DIRECT }))).toMatch(/^Given back/u);
		expect(said(await bank.press("Cy", `favor:accept:${id}`, { place: SECRET }))).toMatch(/^Thank you/u);
	});
});

test("what somebody typed is theirs: nobody else sends it, cancels it, or asks with it", async () => {
	const crew = { id: "G-crew", name: "crew", members: ["U-Cy", "U-Dee"] };
	const other = await openBank({ people: PEOPLE, groups: [crew] });
	try {
		await other.type("Ana", "/thanks @crew for the move");
		const draft = (await other.storage.db.draft.findFirstOrThrow()).id;
		expect(said(await other.press("Bo", `thanks:send:${draft}`))).toMatch(/no longer have/u);
		await other.press("Bo", `thanks:cancel:${draft}`);
		expect(said(await other.press("Bo", `ask:small:${draft}`))).toMatch(/no longer have/u);
		expect(said(await other.press("Ana", `thanks:send:${draft}`))).toMatch(/^Sent/u);
	} finally {
		await other.close();
	}
});

describe("the name of a private channel", () => {
	const channels = async (who: string, place: typeof GENERAL) => ({
		settings: said(await bank.type(who, "/goodturn settings", { place })),
		changes: said(await bank.type(who, "/goodturn changes", { place })),
		form: JSON.stringify(await bank.request(who, { kind: "press", action: "settings:channels" }, { place })),
	});

	test("is not read by an admin who is elsewhere, and is by one who is there", async () => {
		await bank.type("Ana", "/goodturn channel quiet", { place: SECRET });
		const elsewhere = await channels("Eli", GENERAL);
		expect(Object.values(elsewhere).join("\n")).not.toContain("secret");
		expect(elsewhere.settings).toContain("a private channel in private only");
		expect(elsewhere.changes).toContain("had messages of a private channel go in private only");
		const there = await channels("Eli", SECRET);
		expect(Object.values(there).every((text) => text.includes("secret"))).toBe(true);
		const { id } = await bank.storage.db.channel.findFirstOrThrow({ where: { name: "secret" } });
		const form: Intent = {
			kind: "submit",
			form: "settings",
			context: "channels:",
			fields: { channel: String(id), mode: "open" },
		};
		expect(said(await bank.request("Eli", form))).toMatch(/cannot be set so/u);
		expect(said(await bank.request("Eli", form, { place: SECRET }))).toMatch(/^Saved/u);
	});
});

test("an admin who looks through somebody's entries does not read who thanked them in private", async () => {
	await bank.type("Cy", "/thanks @Bo privately for listening");
	await bank.type("Dee", "/thanks @Bo for the tea");
	await bank.type("Cy", "/goodturn undo");
	await bank.type("Cy", "/thanks @Bo privately for listening on");
	const entries = said(await bank.type("Eli", "/goodturn entries @Bo"));
	expect(entries).toContain("thanks from Dee");
	expect(entries).toContain("thanks in private");
	expect(entries).toContain("thanks in private taken back");
	expect(entries).not.toMatch(/Cy|listening/u);
});
