// Nothing that anybody typed, and nothing in a card, ever becomes markup.
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { CardView } from "../../../src/adapters/playground/paint/card.tsx";
import { FormDialog } from "../../../src/adapters/playground/paint/form.tsx";
import { markup } from "../../../src/adapters/playground/paint/partial.ts";
import type { Card } from "../../../src/chat/card.ts";
import { fixture } from "./fixture.ts";
import { visitor } from "./visitor.ts";

/** What HTML has to say for a text to be read as it was. */
const escaped = (text: string): string =>
	text
		.replace(/&/g, "&amp;")
		.replace(/</g, "&lt;")
		.replace(/>/g, "&gt;")
		.replace(/"/g, "&quot;")
		.replace(/'/g, "&#39;");

const nasty = fc.oneof(
	fc.string({ unit: "grapheme", minLength: 1, maxLength: 60 }),
	fc.constantFrom(
		"<script>alert(1)</script>",
		'"><img src=x onerror=alert(1)>',
		"'); alert(1); ('",
		"</textarea></li></ol><hx-partial hx-target='#wallet'>",
		'<hx-partial hx-target="#messages">',
		"<!channel> @everyone &lt;b&gt; &amp;",
		"{{constructor.constructor('alert(1)')()}}",
		"\u202emoor siht ni lla",
		"data: x\n\ndata: y\r\rid: 9",
		"</script><!--",
	),
);

const MARK = "MARK";

/** A card with a text in every place that takes one. */
const cardWith = (text: string): Card => ({
	blocks: [
		{ kind: "heading", text },
		{ kind: "text", line: [text, { strong: text }, { code: text }] },
		{
			kind: "text",
			line: [
				{ person: text, user: text, ping: true },
				{ person: text, user: undefined, ping: false },
			],
		},
		// A line that begins with a sign is set in another way.
		{ kind: "list", items: [["+1 for ", text]] },
		{ kind: "facts", facts: [{ label: text, value: [text] }] },
		{ kind: "quote", text },
		{ kind: "small", line: [text] },
		{ kind: "buttons", buttons: [{ label: text, action: text }] },
	],
});

describe("a card", () => {
	it("says every text as it is", () => {
		const paint = (text: string) =>
			markup(CardView({ card: cardWith(text), viewer: "ana", press: { to: "/x", where: "1" } }));
		fc.assert(
			fc.property(nasty, (text) => {
				expect(paint(text)).toBe(paint(MARK).replaceAll(MARK, () => escaped(text)));
			}),
		);
	});
});

describe("a form", () => {
	it("says every text as it is", () => {
		const paint = (text: string) =>
			markup(
				FormDialog({
					view: { user: "ana", conversation: "general" },
					form: {
						id: text,
						title: text,
						submit: text,
						context: text,
						fields: [
							{
								id: "a",
								label: text,
								hint: text,
								optional: true,
								kind: "text",
								multiline: true,
								maxLength: 99,
								value: text,
							},
							{
								id: "b",
								label: text,
								optional: true,
								kind: "text",
								multiline: false,
								maxLength: 99,
								value: text,
								placeholder: text,
							},
							{ id: "c", label: text, optional: true, kind: "choice", options: [{ label: text, value: text }] },
						],
					},
				}),
			);
		fc.assert(
			fc.property(nasty, (text) => {
				expect(paint(text)).toBe(paint(MARK).replaceAll(MARK, () => escaped(text)));
			}),
		);
	});
});

describe("what somebody typed", () => {
	let f: Awaited<ReturnType<typeof fixture>>;
	beforeAll(async () => {
		f = await fixture();
	});

	it("is shown as it is, on the page and over the live connection", async () => {
		const visit = visitor(f.playground);
		await fc.assert(
			fc.asyncProperty(nasty, async (text) => {
				const typed = text.replace(/\r\n?/g, "\n").trim();
				fc.pre(typed !== "" && !/[@/]/.test(typed));
				await visit.say("ana", "general", text);
				const page = await visit.page("bo", "general");
				const last = page.slice(page.lastIndexOf('<p class="said">') + 16);
				expect(last.startsWith(`${escaped(typed)}</p>`)).toBe(true);
			}),
			{ numRuns: 150 },
		);
	});

	it("leaves live news one event", async () => {
		const visit = visitor(f.playground);
		await visit.say("ana", "help", "data: x\n\nid: 9\n\n<hx-partial hx-target='#wallet'>gone</hx-partial>");
		const answer = await visit.get("/as/bo/help/live?since=0");
		const { value } = await (answer.body as ReadableStream<Uint8Array>).getReader().read();
		const event = new TextDecoder().decode(value);
		expect(event.indexOf("\n\n")).toBe(event.length - 2);
		expect(event).toContain("&lt;hx-partial hx-target=&#39;#wallet&#39;&gt;gone");
		await f.playground.stop();
	});
});
