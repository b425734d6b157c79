import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { clean, cut, escapeText, mentioned, mentionedGroups, readText } from "../../../src/adapters/slack/text.ts";
import type { Text } from "../../../src/chat/request.ts";

/** How Slack sends each kind of thing that somebody can type, and how they saw it. */
const pieces = fc.oneof(
	fc.string({ unit: "grapheme" }).map((seen) => ({ sent: escapeText(seen), seen })),
	fc.constantFrom("&amp;", "&lt;b&gt;", "<!channel>", "<@U1>", "*bold*", "@here", "`x`").map((seen) => ({
		sent: escapeText(seen),
		seen,
	})),
	fc.constantFrom("general", "help-me", "büro").map((name) => ({ sent: `<#C0123|${name}>`, seen: `#${name}` })),
	fc.constantFrom(
		{ sent: "<https://a.example/?a=1&amp;b=2>", seen: "https://a.example/?a=1&b=2" },
		{ sent: "<http://a.example|a.example>", seen: "a.example" },
		{ sent: "<mailto:a@b.example|a@b.example>", seen: "a@b.example" },
		{ sent: "<!here>", seen: "@here" },
		{ sent: "<!channel|channel>", seen: "@channel" },
		{ sent: "<!everyone>", seen: "@everyone" },
		{ sent: "<!date^1392734382^{date}|18 Feb>", seen: "18 Feb" },
		{ sent: "<#C0123|>", seen: "#channel" },
	),
	fc
		.record({ user: fc.stringMatching(/^[UW][A-Z0-9]{2,10}$/), name: fc.constantFrom("", "|ana", "|Ana B. C.") })
		.map(({ user, name }) => ({ sent: `<@${user}${name}>`, seen: { user } })),
	fc
		.record({ group: fc.stringMatching(/^S[A-Z0-9]{2,10}$/), name: fc.constantFrom("", "|@devs", "|devs") })
		.map(({ group, name }) => ({ sent: `<!subteam^${group}${name}>`, seen: { group } })),
);

const joined = (parts: Text): Text => {
	const text: Text = [];
	for (const part of parts) {
		const last = text.at(-1);
		if (typeof part === "string" && typeof last === "string") text[text.length - 1] = last + part;
		else if (part !== "") text.push(part);
	}
	return text;
};

describe("text that people typed", () => {
	test("reads as they saw it, whatever it is made of", () => {
		fc.assert(
			fc.property(fc.array(pieces, { maxLength: 12 }), (typed) => {
				const text = readText(typed.map(({ sent }) => sent).join(""));
				expect(text).toEqual(joined(typed.map(({ seen }) => seen)));
			}),
			{ numRuns: 500 },
		);
	});

	test("escaping and reading are inverse", () => {
		fc.assert(
			fc.property(fc.string({ unit: "binary", minLength: 1 }), (typed) => {
				expect(readText(escapeText(typed))).toEqual([typed]);
			}),
		);
	});

	test("entities are read once only", () => {
		expect(readText("&amp;lt;b&amp;gt;")).toEqual(["&lt;b&gt;"]);
		expect(readText("&nbsp; &quot;")).toEqual(["&nbsp; &quot;"]);
	});

	test("never throws, and mentions nobody who was not", () => {
		fc.assert(
			fc.property(fc.string({ unit: fc.constantFrom("<", ">", "@", "U1", "|", "&", "lt;", "!", "#", " ") }), (sent) => {
				for (const user of mentioned(readText(sent))) expect(sent).toContain(`<@${user}`);
			}),
		);
	});

	test("names each person once", () => {
		expect(mentioned(readText("<@U1> <@U2|bo> and <@U1|ana> again"))).toEqual(["U1", "U2"]);
	});
});

describe("text that we send", () => {
	test("is cut between characters and within the limit", () => {
		fc.assert(
			fc.property(fc.string({ unit: "grapheme" }), fc.integer({ min: 1, max: 20 }), (text, limit) => {
				const short = cut(clean(text), limit);
				expect(short.length).toBeLessThanOrEqual(limit);
				expect(short).not.toMatch(/\p{Surrogate}/u);
			}),
		);
	});

	test("has no control characters and no halves of characters", () => {
		expect(clean("a\u0000b\u001b[1mc\ud83d d\n")).toBe("ab[1mc\uFFFD d\n");
	});
});

test("the groups mentioned come once each, with the name that Slack shows", () => {
	const typed = "<!subteam^S1|@devs> and <!subteam^S2> and <!subteam^S1|@devs> and <@U1> and <!here>";
	expect(mentionedGroups(typed)).toEqual([
		{ id: "S1", name: "devs" },
		{ id: "S2", name: "" },
	]);
});
