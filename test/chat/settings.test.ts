// The settings' table: every number of the policy is in it, every form fits, and what a form shows is what it reads.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { anEmoji, fieldOf, reactionList, tagList } from "../../src/chat/settings/kinds.ts";
import { sections, settingAt } from "../../src/chat/settings/sections.ts";
import { settingsCard, valueWords } from "../../src/chat/views/settings.ts";
import { changedPolicy, defaultPolicy, type Policy, policySchema, valueAt } from "../../src/rules/policy.ts";
import { mustFit, replyMustFit } from "./fits.ts";

/** Every path of a policy that ends in a value. */
const pathsOf = (part: object, before = ""): string[] =>
	Object.entries(part).flatMap(([name, value]: [string, unknown]) =>
		typeof value === "object" && value !== null && !Array.isArray(value)
			? pathsOf(value, `${before}${name}.`)
			: [`${before}${name}`],
	);

test("every number of the policy can be set, each in one place", () => {
	const paths = sections.flatMap(({ settings }) => settings.map(({ path }) => path));
	expect(paths.toSorted()).toEqual([...pathsOf(defaultPolicy), "timezone"].toSorted());
});

test.each(sections.map((section) => [section.id, section] as const))(
	"the form of %s fits, and its fields differ",
	(_id, section) => {
		const fields = section.settings.map((setting) =>
			fieldOf(setting, setting.path === "timezone" ? "UTC" : valueAt(defaultPolicy, setting.path)),
		);
		expect(new Set(fields.map(({ id }) => id)).size).toBe(fields.length);
		replyMustFit({
			kind: "form",
			form: {
				id: "settings",
				title: `Settings: ${section.label}`,
				submit: "Save",
				context: `${section.id}:ffffffff`,
				fields,
			},
		});
	},
);

const LONG: Policy = policySchema.parse({
	credit: { one: "w".repeat(20), many: "w".repeat(20), emoji: "👩‍🚀" },
	thanks: {
		period: "week",
		perDay: 10_000,
		perPairPerDay: 10_000,
		maxAmount: 10_000,
		maxReceivers: 10_000,
		undoWithinMinutes: 10_000,
		pileMinutes: 1440,
		tags: Array.from({ length: 50 }, (_, index) => `${"t".repeat(25)}${index}`),
	},
	reactions: Array.from({ length: 20 }, (_, index) => ({
		emoji: `emoji_with_a_rather_long_name_${index}`,
		name: `emoji_with_a_rather_long_name_${index}`,
		credits: 10_000,
	})),
	favor: { small: 1000, normal: 1000, big: 1000, bonus: 1000, expiresAfterDays: 10_000, confirmsAfterHours: 10_000 },
	floor: { newcomerDays: 3650, vouchMost: 1000 },
});

test("the card fits with the longest of everything, and forms hold what is set", () => {
	const channels = Array.from({ length: 300 }, (_, index) => ({
		name: `${"c".repeat(60)}${index}`,
		mode: "quiet",
		hidden: false,
	}));
	mustFit(settingsCard({ policy: LONG, timezone: "America/Argentina/ComodRivadavia", channels, deaf: true }));
	for (const { settings } of sections)
		for (const { path, kind } of settings) {
			if (path === "timezone") continue;
			const field = kind.field(valueAt(LONG, path));
			if (field.kind === "text") expect(field.value?.length ?? 0).toBeLessThanOrEqual(field.maxLength);
			expect(kind.read(field.value ?? "", valueAt(LONG, path)), path).toEqual({ value: valueAt(LONG, path) });
		}
});

describe("what a form shows is what it reads:", () => {
	test.each(sections.flatMap(({ settings }) => settings).map((setting) => [setting.path, setting] as const))(
		"%s",
		(path, { kind }) => {
			const now = path === "timezone" ? "Europe/Berlin" : valueAt(defaultPolicy, path);
			const { value = "" } = kind.field(now);
			expect(kind.read(value, now)).toEqual({ value: now });
		},
	);

	test("whatever is typed is read as something that the policy takes, or said to be none", () => {
		const settings = sections.flatMap((section) => section.settings).filter(({ path }) => path !== "timezone");
		const typed = fc.oneof(
			fc.string(),
			fc.stringMatching(/^[0-9 ,:#💐🎉x]{0,12}$/u),
			fc.constantFrom("yes", "no", "week"),
		);
		fc.assert(
			fc.property(fc.constantFrom(...settings), typed, ({ path, kind }, words) => {
				const read = kind.read(words, valueAt(defaultPolicy, path));
				if ("say" in read) {
					expect(read.say).not.toBe("");
					return;
				}
				const { policy, problems } = changedPolicy(defaultPolicy, [[path, read.value]]);
				if (policy) expect(valueWords(path, JSON.stringify(valueAt(policy, path)))).not.toBe("");
				for (const problem of problems ?? []) expect(problem.path.startsWith(path)).toBe(true);
			}),
			{ numRuns: 500 },
		);
	});
});

describe("reactions", () => {
	const read = (typed: string, now: unknown = defaultPolicy.reactions) => reactionList.read(typed, now);
	const bouquet = { emoji: "💐", name: "bouquet", credits: 1 };

	test.each([
		["💐 :bouquet: 1", [bouquet]],
		["💐", [{ emoji: "💐", name: "💐", credits: 1 }]],
		[":bouquet: 2", [{ ...bouquet, credits: 2 }]],
		// As Slack sends what its form showed.
		[":bouquet: :bouquet: 1", [bouquet]],
		[
			"🎉 :tada: x2, :parrot: 3",
			[
				{ emoji: "🎉", name: "tada", credits: 2 },
				{ emoji: "parrot", name: "parrot", credits: 3 },
			],
		],
		["👍🏽 :+1: 1", [{ emoji: "👍", name: "+1", credits: 1 }]],
		["", []],
	])("%s", (typed, value) => {
		expect(read(typed)).toEqual({ value });
	});

	test("a sign that is known for a name stays, when a name is all that comes", () => {
		const now = [{ emoji: "🎉", name: "tada", credits: 2 }];
		expect(read(":tada: :tada: 5", now)).toEqual({ value: [{ emoji: "🎉", name: "tada", credits: 5 }] });
	});

	test.each(["thumbs up", "💐💐", "💐 :a: :b: 1", "💐 1 2", "💐, 💐", ":tada:, 🎉 :tada:", "<b>", "7"])(
		"%s is none",
		(typed) => {
			expect(read(typed)).toEqual({ say: expect.any(String) });
		},
	);
});

test("a sign is an emoji or a name, and tags are words", () => {
	for (const emoji of ["🌟", "👩‍🚀", "❤️", "🇩🇪", ":parrot:", ""])
		expect(anEmoji.read(emoji, "")).toEqual({ value: emoji });
	for (const other of ["x", "🌟🌟", "3", "<!channel>"])
		expect(anEmoji.read(other, "")).toEqual({ say: expect.any(String) });
	expect(tagList.read("#Team, craft craft", [])).toEqual({ value: ["team", "craft"] });
	expect(tagList.read("#42", [])).toEqual({ say: expect.any(String) });
	expect(settingAt("thanks.tags")?.kind).toBe(tagList);
});
