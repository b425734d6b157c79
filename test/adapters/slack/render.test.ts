import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cardView, formView, homeView } from "../../../src/adapters/slack/modal.ts";
import { paint } from "../../../src/adapters/slack/render.ts";
import type { Block, Card, Line, Span } from "../../../src/chat/card.ts";
import type { Form } from "../../../src/chat/form.ts";
import { favorForm } from "./rig.ts";
import { checkBlocks, checkView, type Json } from "./strict/block-kit.ts";
import { pingsOf, unescapedIn, wordsOf } from "./strict/reading.ts";

const asJson = (value: object): Json => JSON.parse(JSON.stringify(value)) as Json;

/** As strict Slack sees a card. */
function seen(card: Card) {
	const { text, blocks } = paint(card);
	const json = asJson(blocks) as Json[];
	return { text, blocks: json, problems: checkBlocks(json, "message"), pings: pingsOf(text, json) };
}

const nasty = [
	"<!channel> <!here|here> <@U0EVIL> <!subteam^S1>",
	"@here @channel @everyone",
	"*bold* _it_ ~no~ `code` ```pre```",
	":tada: :skull:",
	"https://evil.example <https://evil.example|click>",
	"&lt;!channel&gt; & < >",
	"‮drow",
	"👩‍👩‍👧‍👦".repeat(40),
	"",
	" ",
	"\n\n",
	"\u0000\ud83d",
	"x".repeat(4000),
];

const words = fc.oneof(
	fc.string({ unit: "grapheme", maxLength: 600 }),
	fc.constantFrom(...nasty),
	fc.string({ unit: "binary" }),
);

const span: fc.Arbitrary<Span> = fc.oneof(
	words,
	fc.record({ strong: words }),
	fc.record({ code: words }),
	fc.record({ person: words, user: fc.constantFrom(undefined, "U0ANA", "U0BO"), ping: fc.boolean() }),
);
const line: fc.Arbitrary<Line> = fc.array(span, { maxLength: 6 });
const block: fc.Arbitrary<Block> = fc.oneof(
	fc.record({ kind: fc.constant("heading" as const), text: words }),
	fc.record({ kind: fc.constant("text" as const), line }),
	fc.record({ kind: fc.constant("list" as const), items: fc.array(line, { maxLength: 8 }) }),
	fc.record({
		kind: fc.constant("facts" as const),
		facts: fc.array(fc.record({ label: words, value: line }), { maxLength: 10 }),
	}),
	fc.record({ kind: fc.constant("quote" as const), text: words }),
	fc.record({ kind: fc.constant("small" as const), line }),
	fc.constant({ kind: "divider" as const }),
	fc.record({
		kind: fc.constant("buttons" as const),
		buttons: fc.array(
			fc.record({ label: words, action: fc.string({ maxLength: 90 }), style: fc.constant("primary" as const) }),
			{
				maxLength: 5,
			},
		),
	}),
);
const anyCard: fc.Arbitrary<Card> = fc.record({ blocks: fc.array(block, { maxLength: 25 }) });

const asked = (card: Card): string[] => {
	const inLine = (spans: Line): string[] =>
		spans.flatMap((one) => (typeof one !== "string" && "person" in one && one.ping && one.user ? [one.user] : []));
	return card.blocks.flatMap((one) => {
		if (one.kind === "text" || one.kind === "small") return inLine(one.line);
		if (one.kind === "list") return one.items.flatMap(inLine);
		return one.kind === "facts" ? one.facts.flatMap((fact) => inLine(fact.value)) : [];
	});
};

describe("any card", () => {
	test("a name from right to left leaves the sentence its direction, and a quote its own", () => {
		const name = "\u0646\u0648\u0631";
		const first = (block: Block) => JSON.stringify(paint({ blocks: [block] }).blocks[0]);
		expect(first({ kind: "text", line: [{ strong: name }, " is on it."] })).toContain('"text":"\u200E"');
		expect(first({ kind: "list", items: [["1. ", { strong: name }], ["2. Ana"]] })).toContain('"text":"\u200E"');
		expect(first({ kind: "text", line: ["Ana", " helped ", { strong: name }] })).not.toContain("\u200E");
		expect(first({ kind: "quote", text: name })).not.toContain("\u200E");
	});

	test("stays within the limits and pings exactly whom it means to", () => {
		fc.assert(
			fc.property(anyCard, (card) => {
				const { text, problems, pings } = seen(card);
				expect(problems).toEqual([]);
				expect(pings).toEqual(asked(card));
				expect(unescapedIn(text)).toBe(false);
				expect(text.length).toBeGreaterThan(0);
			}),
			{ numRuns: 300 },
		);
	});

	test("fits a page and the app's own page as well", () => {
		fc.assert(
			fc.property(anyCard, (card) => {
				expect(checkView(asJson(cardView(card, { channel: "C1" })))).toEqual([]);
				expect(checkView(asJson(homeView(card)))).toEqual([]);
			}),
			{ numRuns: 100 },
		);
	});
});

describe("a card", () => {
	const card: Card = {
		blocks: [
			{ kind: "heading", text: "Your wallet" },
			{
				kind: "text",
				line: [
					{ person: "Ana", user: "U0ANA", ping: false },
					" thanked ",
					{ person: "Bo", user: "U0BO", ping: true },
					" for *it* <!channel>",
				],
			},
			{ kind: "list", items: [["one ", { strong: "two" }], [{ code: "/thanks @bo" }]] },
			{ kind: "facts", facts: [{ label: "Balance", value: ["12"] }] },
			{ kind: "quote", text: "look at <https://x.example|this> & that :tada:" },
			{ kind: "small", line: ["#teamwork"] },
			{ kind: "divider" },
			{
				kind: "buttons",
				buttons: [
					{ label: "I'll help", action: "help:1", style: "primary" },
					{ label: "Not now", action: "no:1" },
				],
			},
		],
	};

	test("reads as it was meant, word for word", () => {
		const names: Record<string, string> = { U0BO: "Bo" };
		expect(wordsOf(seen(card).blocks, (user) => names[user] ?? user)).toBe(
			[
				"Your wallet",
				"Ana thanked @Bo for *it* <!channel>",
				"one two\n/thanks @bo",
				"Balance  12",
				"“look at <https://x.example|this> & that :tada:”",
				"#teamwork",
				"[I'll help] [Not now]",
			].join("\n"),
		);
	});

	test("says all of it in its text, which pings nobody", () => {
		expect(paint(card).text).toBe(
			[
				"Your wallet",
				"Ana thanked Bo for *it* &lt;!channel&gt;",
				"one two\n/thanks @bo",
				"Balance: 12",
				"look at &lt;https://x.example|this&gt; &amp; that :tada:",
				"#teamwork",
				"Buttons: I'll help · Not now",
			].join("\n"),
		);
		expect(seen(card).pings).toEqual(["U0BO"]);
	});

	test("takes small print out of the small print if it mentions somebody, so that the mention is one", () => {
		const small: Card = { blocks: [{ kind: "small", line: ["for ", { person: "Bo", user: "U0BO", ping: true }] }] };
		expect(paint(small).blocks[0]?.type).toBe("rich_text");
	});
});

describe("a form", () => {
	test("becomes a modal that Slack takes", () => {
		const view = asJson(formView(favorForm, { channel: "C1", responseUrl: "https://hooks.slack.example/x" }));
		expect(checkView(view)).toEqual([]);
	});

	test("stays within the limits whatever it holds", () => {
		const text = { label: words.map((label) => label.slice(0, 45)), optional: fc.boolean() };
		const field = fc.oneof(
			fc.record({
				...text,
				kind: fc.constant("text" as const),
				multiline: fc.boolean(),
				maxLength: fc.integer({ min: 1, max: 4000 }),
				value: words,
				placeholder: words,
			}),
			fc.record({ ...text, kind: fc.constant("person" as const), value: fc.constant("U0BO") }),
			fc.record({
				...text,
				kind: fc.constant("choice" as const),
				options: fc.array(fc.record({ label: words, value: fc.string({ minLength: 1, maxLength: 60 }) }), {
					minLength: 1,
					maxLength: 25,
				}),
			}),
		);
		const form = fc.array(field, { minLength: 1, maxLength: 5 }).map(
			(fields): Form => ({
				id: "favor",
				title: "Ask for a favor",
				submit: "Ask",
				context: "c".repeat(60),
				fields: fields.map((one, index) => ({ ...one, id: `f${index}` })),
			}),
		);
		fc.assert(
			fc.property(form, (one) => {
				expect(checkView(asJson(formView(one, {})))).toEqual([]);
			}),
			{ numRuns: 200 },
		);
	});
});
