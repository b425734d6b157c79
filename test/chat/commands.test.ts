// The command table: what it promises works as written, and it is within what the platforms take.
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Command, CommandField } from "../../src/chat/command.ts";
import { commands } from "../../src/chat/commands.ts";
import type { Person, Reply } from "../../src/chat/request.ts";
import { type Bank, openBank, said } from "../support/bank.ts";

const subcommands = commands.flatMap(({ name, subcommands: subs = [] }) =>
	subs.map((sub) => ({ ...sub, name: `${name} ${sub.name}` })),
);
const every: Omit<Command, "subcommands">[] = [...commands, ...subcommands];
const examples = [...new Set(every.flatMap((command) => command.examples))];

const PEOPLE: Person[] = ["Ana", "Bo", "Cy", "Dee", "Eli"].map((name) => ({
	user: `U-${name}`,
	name,
	kind: "person",
	admin: name === "Ana",
}));
/** What a phone shows of a line, about. */
const rowsOf = (line: string): number => Math.max(1, Math.ceil(line.length / 90));

/** What a card shows as code. */
const codesIn = (reply: Reply): string[] =>
	(reply.kind === "card" ? reply.card.blocks : []).flatMap((block) => {
		const lines = block.kind === "list" ? block.items : block.kind === "text" ? [block.line] : [];
		return lines.flat().flatMap((span) => (typeof span === "object" && "code" in span ? [span.code] : []));
	});

let bank: Bank;
beforeEach(async () => {
	bank = await openBank({ people: PEOPLE });
	// Ana has earned enough for whatever the examples ask.
	for (const name of ["Cy", "Dee", "Eli"]) await bank.type(name, "/thanks @Ana x3 for everything");
	// And the pot holds enough for one that is for the team.
	await bank.type("Ana", "/goodturn donate 4");
});
afterEach(() => bank.close());

describe("examples", () => {
	test.each(examples)("%s", async (line) => {
		const reply = await bank.type("Ana", line);
		expect(reply.kind).toBe("card");
		const answer = said(reply);
		if (line !== "/goodturn help") expect(answer).not.toMatch(/bank of goodwill/u);
		if (line.startsWith("/thanks")) expect(answer).toMatch(/^Sent(?:\.| privately)/u);
		if (line.startsWith("/favor ")) expect(answer).toMatch(line.includes(" team ") ? /^Proposed\./u : /^Asked\./u);
		expect(bank.logged).toEqual([]);
	});

	test("every command has one, and it is one of that command", () => {
		for (const { name, examples: lines } of every) {
			expect(lines.length).toBeGreaterThan(0);
			for (const line of lines) expect(line.startsWith(`/${name}`), line).toBe(true);
		}
	});

	test("the help names every command, and nothing else", async () => {
		const reply = await bank.type("Ana", "/goodturn help");
		const names = codesIn(reply);
		const own = commands.filter((command) => !command.subcommands).map(({ name }) => `/${name}`);
		const below = subcommands.map(({ name }) => name.split(" ")[1] ?? "");
		expect(names.slice(0, own.length).map((name) => name.split(" ")[0])).toEqual(own);
		const rest = names.slice(own.length).filter((name) => name !== "/goodturn help favor");
		expect(rest.map((name) => name.replace("/goodturn ", "")).sort()).toEqual(below.sort());
	});

	test("the whole help fits a screen, and so does the help with each command", async () => {
		const onOneScreen = (answer: string) => answer.split("\n").reduce((rows, line) => rows + rowsOf(line), 0) <= 24;
		const whole = said(await bank.type("Ana", "/goodturn help"));
		expect(onOneScreen(whole), whole).toBe(true);
		for (const { name, examples: lines } of every.filter(({ name }) => name !== "goodturn")) {
			const help = said(await bank.type("Ana", `/goodturn help ${name}`));
			expect(help.startsWith(`/${name}`), help).toBe(true);
			for (const line of lines) expect(help).toContain(line);
			expect(onOneScreen(help), help).toBe(true);
			expect(help).not.toContain("bank of goodwill");
		}
	});

	test.each(["/favor", "FAVOR", "favor", "goodturn quiet", "quiet", "/goodturn quiet"])(
		"help is found by %s",
		async (asked) => {
			const help = said(await bank.type("Ana", `/goodturn help ${asked}`));
			expect(help).toMatch(asked.toLowerCase().includes("favor") ? /^\/favor @name/u : /^\/goodturn quiet \[/u);
			const fields = { command: asked };
			expect(said(await bank.request("Ana", { kind: "command", name: "goodturn help", fields }))).toBe(help);
		},
	);

	test("help with what there is not is the whole help", async () => {
		for (const asked of ["dancing", "goodturn", "goodturn dancing"])
			expect(said(await bank.type("Ana", `/goodturn help ${asked}`))).toContain("bank of goodwill");
	});

	test("what only admins may do is in nobody else's help, and nobody else may do it", async () => {
		const help = codesIn(await bank.type("Bo", "/goodturn help")).map((code) => code.replace("/goodturn ", ""));
		for (const { name, adminOnly, examples: lines } of subcommands) {
			expect(help.includes(name.replace("goodturn ", "")), name).toBe(!adminOnly);
			if (adminOnly) expect(said(await bank.type("Bo", `/goodturn help ${name}`))).toContain("bank of goodwill");
			if (!adminOnly) continue;
			for (const line of lines) expect(said(await bank.type("Bo", line))).toMatch(/^That is for those who run/u);
		}
		expect(await bank.storage.db.change.count()).toBe(0);
	});
});

describe("within what the platforms take", () => {
	test.each(every.map((command) => [command.name, command] as const))("/%s", (name, { summary, usage, fields }) => {
		for (const word of name.split(" ")) expect(word).toMatch(/^[a-z]{1,32}$/u);
		expect(summary.length).toBeLessThanOrEqual(100);
		expect(usage.length).toBeLessThanOrEqual(200);
		expect(fields.length).toBeLessThanOrEqual(25);
		expect(new Set(fields.map((field) => field.name)).size).toBe(fields.length);
		for (const field of fields) fieldMustFit(field);
		// Discord wants those that are required first.
		const required = fields.map((field) => field.required);
		expect(required).toEqual(required.toSorted((a, b) => Number(b) - Number(a)));
	});

	function fieldMustFit(field: CommandField): void {
		expect(field.name).toMatch(/^[a-z][a-z0-9]{0,31}$/u);
		expect(field.summary.length).toBeLessThanOrEqual(100);
		if (field.type !== "choice") return;
		expect(field.choices.length).toBeLessThanOrEqual(25);
		for (const { label, value } of field.choices)
			expect([label.length <= 100, value.length <= 100]).toEqual([true, true]);
	}
});

describe("typed fields and text mean the same", () => {
	test.each([
		["thanks", "@Bo x2 for the review #teamwork", { to: "U-Bo", for: "for the review #teamwork", amount: 2 }],
		["thanks", "@Bo privately for the review", { to: "U-Bo", for: "for the review", privately: "true" }],
		["thanks", "@Bo for the review #care", { to: "U-Bo", for: "for the review", tag: "care" }],
		["thanks", "@Bo @Cy for the review", { to: "U-Bo", and: "U-Cy", for: "for the review" }],
		["favor", "@Bo look at my PR big by friday", { what: "look at my PR", from: "U-Bo", size: "big", by: "friday" }],
		["favor", "anyone look at my PR", { what: "look at my PR" }],
		["favor", "team mend the build by friday", { what: "mend the build", by: "friday", pays: "team" }],
		["favor", "", {}],
		["favors", "", {}],
		["wallet", "", {}],
		["wallet", "@Bo", { with: "U-Bo" }],
		["leaderboard", "all everywhere", { period: "all", where: "everywhere" }],
	])("/%s %s", async (name, line, fields) => {
		const other = await openBank();
		try {
			for (const giver of ["Cy", "Dee", "Eli"]) await other.type(giver, "/thanks @Ana x3 for everything");
			await other.type("Ana", "/goodturn donate 4");
			const typed = await bank.type("Ana", `/${name} ${line}`);
			const chosen = await other.request("Ana", { kind: "command", name, fields });
			expect(chosen).toEqual(typed);
			expect(await other.channel()).toEqual(await bank.channel());
			expect(await other.privately("Bo")).toEqual(await bank.privately("Bo"));
		} finally {
			await other.close();
		}
	});

	test.each([
		["help", "help", {}],
		["undo", "undo", {}],
		["quiet all", "quiet", { what: "all" }],
		["quiet", "quiet", {}],
		["away until friday", "away", { until: "friday" }],
		["away", "away", {}],
		["back", "back", {}],
		["pot", "pot", {}],
		["unlist", "unlist", {}],
		["timezone Europe/Berlin", "timezone", { zone: "Europe/Berlin" }],
		["mute", "mute", {}],
		["settings", "settings", {}],
		["changes", "changes", {}],
		["hints", "hints", {}],
		["health", "health", {}],
		["admin @Bo", "admin", { who: "U-Bo" }],
		["entries @Ana", "entries", { who: "U-Ana" }],
		["exclude @Bo because of it", "exclude", { who: "U-Bo", why: "because of it" }],
		["freeze @Bo of late", "freeze", { who: "U-Bo", why: "of late" }],
		["channel", "channel", {}],
		["channel loud", "channel", { where: "loud" }],
		["help quiet", "help", { command: "quiet" }],
	])("/goodturn %s", async (line, sub, fields) => {
		const typed = await bank.type("Ana", `/goodturn ${line}`);
		if (["unlist", "mute", "admin", "exclude", "freeze"].includes(sub)) await bank.type("Ana", `/goodturn ${line}`);
		expect(await bank.request("Ana", { kind: "command", name: `goodturn ${sub}`, fields })).toEqual(typed);
	});
});

describe("completion", () => {
	const complete = async (field: string, text: string) => {
		const reply = await bank.request("Ana", { kind: "complete", name: "favor", field, text });
		return reply.kind === "choices" ? reply.choices : [];
	};

	test("a date as it is understood, and some that are near", async () => {
		const choices = await complete("by", " tomorrow 5pm ");
		expect(choices[0]).toEqual({ label: "tomorrow 5pm: tomorrow at 17:00", value: "tomorrow 5pm" });
		expect(choices.map(({ value }) => value)).toEqual(["tomorrow 5pm", "today", "tomorrow", "friday", "next monday"]);
	});

	test("a tag of the team's, with its sign or without, where an admin fixed a list", async () => {
		expect(await complete("tag", "")).toEqual([]);
		await bank.setPolicy({ thanks: { tags: ["Teamwork", "care", "craft"] } });
		expect(await complete("tag", "#C")).toEqual([
			{ label: "#care", value: "care" },
			{ label: "#craft", value: "craft" },
		]);
		expect(await complete("tag", "work")).toEqual([{ label: "#teamwork", value: "teamwork" }]);
	});

	test("no date that is none, or over", async () => {
		for (const text of ["someday", "yesterday"]) {
			expect((await complete("by", text)).map(({ value }) => value)).not.toContain(text);
		}
	});

	test("zones by any part of their name, a handful at a time", async () => {
		expect(await complete("zone", "berl")).toEqual([{ label: "Europe/Berlin", value: "Europe/Berlin" }]);
		expect((await complete("zone", "new y")).map(({ value }) => value)).toEqual(["America/New_York"]);
		expect(await complete("zone", "")).toHaveLength(25);
		expect(await complete("zone", "middle earth")).toEqual([]);
		expect(await complete("what", "berl")).toEqual([]);
		expect(await complete("command", "/fav")).toEqual([
			{ label: "/favor", value: "favor" },
			{ label: "/favors", value: "favors" },
		]);
		expect(await complete("command", "quiet")).toEqual([{ label: "/goodturn quiet", value: "goodturn quiet" }]);
	});
});
