// The command table on Discord: complete, within its limits, and told again only when something changed.
import { expect, test } from "vitest";
import { commandBodies, sameCommands } from "../../../src/adapters/discord/register.ts";
import type { Command, CommandField } from "../../../src/chat/command.ts";
import { commands } from "../../../src/chat/commands.ts";
import { createRig, createRigOn, nothing } from "./rig.ts";
import { overwrite } from "./strict/check-commands.ts";
import { type JsonObject, object } from "./strict/json.ts";

const json = (value: unknown): JsonObject[] => (JSON.parse(JSON.stringify(value)) as unknown[]).map(object);
const command = (more: Partial<Command>): Command => ({
	name: "x",
	summary: "Something",
	usage: "",
	examples: [],
	fields: [],
	...more,
});

test("no name and no description says what a community may call otherwise, or may have set otherwise", () => {
	expect(JSON.stringify(commandBodies(commands))).not.toMatch(/credit|💐|1 to 3/iu);
});

test("every command has its typed fields, the required ones first; a subcommand is an option", () => {
	const bodies = json(commandBodies(commands));
	expect(bodies.map(({ type, name }) => `${type} ${name}`)).toEqual([
		...commands.map(({ name }) => `1 ${name}`),
		"3 Say thanks",
		"2 Ask a favor",
	]);
	const thanks = bodies.find(({ name }) => name === "thanks");
	expect(thanks?.["options"]).toMatchObject([
		{ name: "to", type: 6, required: true },
		{ name: "for", type: 3, required: false, max_length: 300 },
		{ name: "amount", type: 4, min_value: 1, max_value: 10_000 },
		{ name: "and", type: 6 },
		{ name: "and2", type: 6 },
		{ name: "group", type: 8 },
		{ name: "tag", type: 3, autocomplete: true, max_length: 31 },
		{ name: "privately", type: 5 },
	]);
	const goodturn = bodies.find(({ name }) => name === "goodturn");
	const options = new Map(json(goodturn?.["options"]).map((one) => [one["name"], one]));
	expect([...options.keys()]).toEqual(
		commands.find(({ name }) => name === "goodturn")?.subcommands?.map(({ name }) => name),
	);
	expect(options.get("quiet")).toMatchObject({
		type: 1,
		options: [{ name: "what", choices: [{ value: "reminders" }, { value: "all" }, { value: "off" }] }],
	});
	expect(options.get("timezone")).toMatchObject({
		type: 1,
		options: [{ name: "zone", required: true, autocomplete: true }],
	});
	expect(options.get("adjust")).toMatchObject({
		type: 1,
		options: [{ name: "who", type: 6 }, { name: "by", type: 4, min_value: -1000, max_value: 1000 }, { name: "why" }],
	});
	expect(options.get("help")).toMatchObject({
		type: 1,
		options: [{ name: "command", required: false, autocomplete: true }],
	});
	expect(options.get("vouch")).toMatchObject({
		type: 1,
		options: [
			{ name: "who", type: 6, required: true },
			{ name: "amount", type: 4, required: true, min_value: 0, max_value: 1000 },
		],
	});
	for (const body of bodies) expect(body).toMatchObject({ contexts: [0], integration_types: [0] });
});

test("Discord takes them, and what it gives back is the same", () => {
	const bodies = json(commandBodies(commands));
	const stored = overwrite(bodies, [], "1573924206528757760");
	expect(sameCommands(stored, commandBodies(commands))).toBe(true);
	expect(sameCommands([...stored].reverse(), commandBodies(commands))).toBe(true);
	expect(sameCommands(stored.slice(1), commandBodies(commands))).toBe(false);
	const [first, ...others] = stored;
	expect(sameCommands([{ ...first, description: "Another" }, ...others], commandBodies(commands))).toBe(false);
	expect(sameCommands([{ ...first, default_member_permissions: "0" }, ...others], commandBodies(commands))).toBe(false);
});

const field = (more: object): CommandField =>
	({ name: "f", summary: "A field", required: false, type: "person", ...more }) as CommandField;

test.each<[string, Command, RegExp]>([
	["a name with capitals", command({ name: "Thanks" }), /"Thanks"/],
	["a name with a blank", command({ name: "say thanks" }), /"say thanks"/],
	["no summary", command({ summary: "" }), /1 to 100/],
	["a long summary", command({ summary: "s".repeat(101) }), /1 to 100/],
	["a field's long summary", command({ fields: [field({ summary: "s".repeat(101) })] }), /1 to 100/],
	["many fields", command({ fields: Array.from({ length: 26 }, (_, n) => field({ name: `f${n}` })) }), /25/],
	[
		"many choices",
		command({
			fields: [
				field({ type: "choice", choices: Array.from({ length: 26 }, (_, n) => ({ label: `${n}`, value: `${n}` })) }),
			],
		}),
		/choices/,
	],
	[
		"more than 8,000 characters",
		command({
			fields: [
				field({ type: "choice", choices: wordy(25) }),
				...[1, 2, 3].map((n) => field({ name: `g${n}`, type: "choice", choices: wordy(25) })),
			],
		}),
		/too much/,
	],
])("a table with %s is refused before Discord is asked", (_, row, words) => {
	expect(() => commandBodies([row])).toThrow(words);
});

function wordy(count: number) {
	return Array.from({ length: count }, (_, n) => ({ label: `${n} `.padEnd(100, "x"), value: `${n}` }));
}

test("Discord is told once, again after a change, and never for nothing", async () => {
	const rig = await createRig(async () => nothing);
	const told = () =>
		rig.discord.calls.filter(({ method, path }) => method === "PUT" && path.endsWith("/commands")).length;
	try {
		await rig.adapter.start();
		expect([told(), rig.discord.registered.length]).toEqual([1, commands.length + 2]);
		const ids = rig.discord.registered.map(({ id }) => id);
		const again = createRigOn(rig.discord, async () => nothing);
		await again.adapter.start();
		await again.adapter.stop();
		expect(told()).toBe(1);
		const fewer = commands.filter(({ name }) => name !== "favors");
		const changed = createRigOn(rig.discord, async () => nothing, { commands: fewer });
		await changed.adapter.start();
		await changed.adapter.stop();
		expect([told(), rig.discord.registered.length]).toEqual([2, commands.length + 1]);
		expect(rig.discord.registered.every(({ id }) => ids.includes(id ?? ""))).toBe(true);
		expect(rig.discord.violations).toEqual([]);
	} finally {
		await rig.stop();
	}
});
