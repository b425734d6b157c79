// What people type after a command, understood: tables of examples, and what must hold for any text.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
	parseAmount,
	parseChoices,
	parseFavor,
	parseThanks,
	receiversOf,
	splitTags,
	tagsIn,
	toPlain,
} from "../../src/chat/parse.ts";
import type { Fields, Text } from "../../src/chat/request.ts";

const NAMES: Record<string, string> = { ana: "Ana", bo: "Bo", cy: "Cy" };
const nameOf = (user: string): string => NAMES[user] ?? "somebody";

/** `@ana` and `@bo` are mentions. */
const typed = (line: string): Text =>
	line
		.split(/(@(?:ana|bo|cy)\b)/u)
		.filter((part) => part !== "")
		.map((part) => (/^@(?:ana|bo|cy)$/u.test(part) ? { user: part.slice(1) } : part));

const anyText = fc.array(
	fc.oneof(fc.string(), fc.string({ unit: "binary" }), fc.record({ user: fc.constantFrom("ana", "bo", "cy", "U1") })),
	{ maxLength: 12 },
);

describe("thanks", () => {
	test.each<[string, string[], number | undefined, string]>([
		["@ana for the review", ["ana"], undefined, "for the review"],
		["@ana", ["ana"], undefined, ""],
		["  @ana  ", ["ana"], undefined, ""],
		["@ana @bo x2 for the review", ["ana", "bo"], 2, "for the review"],
		["@ana,@bo & @cy x3", ["ana", "bo", "cy"], 3, ""],
		["@ana, @bo, and @cy for it", ["ana", "bo", "cy"], undefined, "for it"],
		["@ana and @bo + @ana for it", ["ana", "bo"], undefined, "for it"],
		["@ana X2", ["ana"], 2, ""],
		["@ana ×2 for it", ["ana"], 2, "for it"],
		["@ana x 2 for it", ["ana"], 2, "for it"],
		["@ana x2, for it", ["ana"], 2, "for it"],
		["@ana: for it", ["ana"], undefined, "for it"],
		["to @ana for it", ["ana"], undefined, "for it"],
		["@ana for being x2 as fast", ["ana"], undefined, "for being x2 as fast"],
		["@ana x2fast", ["ana"], undefined, "x2fast"],
		["@ana for pairing with @bo", ["ana"], undefined, "for pairing with @Bo"],
		["for the review @ana", ["ana"], undefined, "for the review"],
		["for the review, @ana and @bo", ["ana", "bo"], undefined, "for the review,"],
		["thank you @ana for the review", ["ana"], undefined, "thank you @Ana for the review"],
		["for the review", [], undefined, "for the review"],
		["", [], undefined, ""],
		["@ana for   the\n\nreview\t!", ["ana"], undefined, "for the review !"],
		["@ana and others", ["ana"], undefined, "and others"],
	])("%j", (line, people, amount, reason) => {
		const fields = parseThanks(typed(line), nameOf);
		expect(receiversOf(fields)).toEqual(people);
		expect(fields["amount"]).toBe(amount);
		expect(fields["for"]).toBe(reason);
	});

	test.each(["x-1", "x+2", "x1.5", "x1,000", "x−3"])("%s is an amount, and none that anybody can give", (amount) => {
		expect(parseThanks(typed(`@ana ${amount} for it`), nameOf)).toMatchObject({ amount: Number.NaN, for: "for it" });
	});

	test("a huge amount stays huge", () => {
		expect(parseThanks(typed(`@ana x${"9".repeat(400)}`), nameOf)["amount"]).toBe(Number.POSITIVE_INFINITY);
	});

	test("whoever is named in front, how often to each and the reason come back", () => {
		const people = fc.uniqueArray(fc.constantFrom("ana", "bo", "cy"), { minLength: 1 });
		const reason = fc.stringMatching(/^(?:[a-w]{1,9} ?){1,6}$/u).map((text) => text.trim());
		fc.assert(
			fc.property(
				people,
				fc.option(fc.integer({ min: 0, max: 9999 }), { nil: undefined }),
				reason,
				(who, amount, why) => {
					fc.pre(!/^(?:and|to|from)\b/u.test(why));
					const text: Text = [
						...who.flatMap((user) => [{ user }, " "]),
						amount === undefined ? "" : `x${amount} `,
						why,
					];
					const fields = parseThanks(text, nameOf);
					expect(receiversOf(fields)).toEqual(who);
					expect([fields["amount"], fields["for"]]).toEqual([amount, why]);
				},
			),
		);
	});

	test("any text is understood somehow, and everybody mentioned is somewhere in it", () => {
		fc.assert(
			fc.property(anyText, (text) => {
				const fields = parseThanks(text, nameOf);
				const named = text.filter((span) => typeof span === "object" && "user" in span && span.user !== "U1");
				if (named.length > 0) expect(receiversOf(fields).length).toBeGreaterThan(0);
				expect(typeof fields["for"]).toBe("string");
			}),
			{ numRuns: 500 },
		);
	});

	test.each<[Text, object]>([
		[[{ user: "U1" }, " privately for it"], { to: "U1", privately: "yes", for: "for it" }],
		[[{ user: "U1" }, " private for it"], { to: "U1", privately: "yes", for: "for it" }],
		[[{ user: "U1" }, " in private: thank you"], { to: "U1", privately: "yes", for: "thank you" }],
		[[{ user: "U1" }, " privately x2 for it"], { to: "U1", privately: "yes", amount: 2, for: "for it" }],
		[[{ user: "U1" }, " x2 privately, for it"], { to: "U1", privately: "yes", amount: 2, for: "for it" }],
		[[{ user: "U1" }, " Private"], { to: "U1", privately: "yes", for: "" }],
		[["privately to ", { user: "U1" }, " for it"], { to: "U1", privately: "yes", for: "for it" }],
		[[{ user: "U1" }, " for the private lesson"], { to: "U1", for: "for the private lesson" }],
		[[{ user: "U1" }, " private lessons help"], { to: "U1", for: "private lessons help" }],
		[[{ user: "U1" }, " for saying it privately"], { to: "U1", for: "for saying it privately" }],
		[[{ group: "G1" }, " for it"], { group: "G1", for: "for it" }],
		[
			[{ user: "U1" }, " and ", { group: "G1" }, ", ", { group: "G2" }, " x2 for it"],
			{ to: "U1", group: "G1", group2: "G2", amount: 2, for: "for it" },
		],
		[["for the party ", { group: "G1" }], { group: "G1", for: "for the party" }],
		[[{ user: "U1" }, " for helping ", { group: "G1" }], { to: "U1", for: "for helping @designers" }],
	])("privately, and groups: %j", (text, fields) => {
		const named = (id: string) => (id === "G1" ? "designers" : nameOf(id));
		expect(JSON.parse(JSON.stringify(parseThanks(text, named)))).toEqual(fields);
	});

	test("of a favor a group is a word like any", () => {
		const parsed = parseFavor(
			[{ group: "G1" }, " look at my PR"],
			() => "designers",
			() => false,
		);
		expect(parsed).toMatchObject({ what: "@designers look at my PR", from: undefined });
	});

	test("receivers are the person fields, in order, and nothing else", () => {
		const fields: Fields = { to: "a", for: "b", and: "c", and2: "", and3: "d", andy: "e", amount: 2, and4: undefined };
		expect(receiversOf(fields)).toEqual(["a", "c", "d"]);
	});
});

describe("favor", () => {
	const DATES = ["friday", "tomorrow 5pm", "noon", "3 december"];
	const isDate = (text: string) => DATES.includes(text);
	const parse = (line: string) => parseFavor(typed(line), nameOf, isDate);

	test.each<[string, Partial<Record<"what" | "from" | "size" | "by" | "pays", string>>]>([
		["@ana look at my PR big by friday", { what: "look at my PR", from: "ana", size: "big", by: "friday" }],
		["@ana look at my PR by friday big", { what: "look at my PR", from: "ana", size: "big", by: "friday" }],
		["@ana look at my PR", { what: "look at my PR", from: "ana" }],
		["anyone look at my PR small", { what: "look at my PR", from: "anyone", size: "small" }],
		["anyone: look at my PR, by tomorrow 5pm", { what: "look at my PR", from: "anyone", by: "tomorrow 5pm" }],
		["@anyone look", { what: "look", from: "anyone" }],
		["Anybody, look", { what: "look", from: "anyone" }],
		["@here look", { what: "look", from: "anyone" }],
		["from anyone look", { what: "look", from: "anyone" }],
		["from @ana look", { what: "look", from: "ana" }],
		["@ana: look", { what: "look", from: "ana" }],
		["team mend the build big", { what: "mend the build", from: "anyone", size: "big", pays: "team" }],
		["for the team: mend it by noon", { what: "mend it", from: "anyone", by: "noon", pays: "team" }],
		["Team, mend it", { what: "mend it", from: "anyone", pays: "team" }],
		["team", { what: "", from: "anyone", pays: "team" }],
		["teamwork is broken", { what: "teamwork is broken" }],
		["the team needs lunch", { what: "the team needs lunch" }],
		["@ana team lunch", { what: "team lunch", from: "ana" }],
		["anyone for the team", { what: "for the team", from: "anyone" }],
		["anyone's bike is broken", { what: "anyone's bike is broken" }],
		["here is my PR", { what: "here is my PR" }],
		["look at my PR", { what: "look at my PR" }],
		// The size is the last word, or the last before `by …`.
		["anyone a big thing", { what: "a big thing", from: "anyone" }],
		["anyone a big thing small", { what: "a big thing", from: "anyone", size: "small" }],
		["anyone make it small big", { what: "make it small", from: "anyone", size: "big" }],
		["anyone look small by friday big", { what: "look small", from: "anyone", size: "big", by: "friday" }],
		["anyone look SMALL by friday", { what: "look", from: "anyone", size: "small", by: "friday" }],
		["anyone look, normal", { what: "look", from: "anyone", size: "normal" }],
		["anyone look smallish", { what: "look smallish", from: "anyone" }],
		["anyone big", { what: "", from: "anyone", size: "big" }],
		["big", { what: "", size: "big" }],
		// `by` counts only if all that follows is a date.
		["anyone review my march report", { what: "review my march report", from: "anyone" }],
		["anyone stop by friday or so", { what: "stop by friday or so", from: "anyone" }],
		["anyone walk by the river by noon", { what: "walk by the river", from: "anyone", by: "noon" }],
		["anyone drop by by friday", { what: "drop by", from: "anyone", by: "friday" }],
		["anyone look by Bo", { what: "look by Bo", from: "anyone" }],
		["anyone a book by tomorrow", { what: "a book by tomorrow", from: "anyone" }],
		["anyone look byfriday", { what: "look byfriday", from: "anyone" }],
		["anyone look by", { what: "look by", from: "anyone" }],
		["anyone by friday", { what: "", from: "anyone", by: "friday" }],
		["by friday", { what: "by friday" }],
		["", { what: "" }],
	])("%j", (line, { what, from, size, by, pays }) => {
		const fields = parse(line);
		// A text that is nothing but "by friday" is a date without a favor.
		const expected = line === "by friday" ? { what: "", by: "friday" } : { what, by };
		expect(fields).toMatchObject({ ...expected, from, size, pays, others: undefined });
	});

	test("somebody named elsewhere may be the one", () => {
		expect(parse("could @bo look")).toMatchObject({ what: "could @Bo look", from: undefined, maybe: "bo" });
		expect(parse("could @bo or @cy look")).toMatchObject({ from: undefined, maybe: undefined });
		expect(parse("@ana ask @bo")).toMatchObject({ what: "ask @Bo", from: "ana", maybe: undefined });
	});

	test("several people in front are counted, not chosen from", () => {
		expect(parse("@ana @bo look")).toMatchObject({ others: 2 });
		expect(parse("@ana @ana look")).toMatchObject({ from: "ana", others: undefined });
	});

	test("what, whom, how big and until when come back", () => {
		const what = fc.stringMatching(/^(?:[c-z]{1,9} ?){1,6}$/u).map((text) => text.trim());
		const size = fc.option(fc.constantFrom("small", "normal", "big"), { nil: undefined });
		const by = fc.option(fc.constantFrom(...DATES), { nil: undefined });
		const from = fc.constantFrom("ana", "anyone");
		fc.assert(
			fc.property(from, what, size, by, fc.boolean(), (whom, why, how, until, sizeFirst) => {
				fc.pre(!/\b(?:small|normal)$/u.test(why) && !/^(?:to|from)\b/u.test(why));
				const options = [how ?? "", until === undefined ? "" : `by ${until}`];
				const tail = (sizeFirst ? options : options.toReversed()).filter((part) => part !== "").join(" ");
				const text: Text = [whom === "ana" ? { user: "ana" } : "anyone", ` ${why} ${tail}`];
				expect(parseFavor(text, nameOf, isDate)).toMatchObject({ what: why, from: whom, size: how, by: until });
			}),
		);
	});

	test("any text is understood somehow, whatever is a date", () => {
		fc.assert(
			fc.property(anyText, fc.boolean(), (text, always) => {
				const fields = parseFavor(text, nameOf, () => always);
				expect(typeof fields["what"]).toBe("string");
			}),
			{ numRuns: 500 },
		);
	});

	test("a long line costs no time", () => {
		const begun = performance.now();
		for (const word of ["by ", "small ", "anyone ", "#a ", "x2 ", " ", "\u200b", "@"]) {
			parseFavor([word.repeat(20_000)], nameOf, () => false);
			parseThanks([{ user: "ana" }, word.repeat(20_000)], nameOf);
			splitTags(word.repeat(20_000));
		}
		expect(performance.now() - begun).toBeLessThan(2_000);
	});
});

describe("tags", () => {
	test.each<[string, string, string[]]>([
		["for the review #teamwork", "for the review", ["teamwork"]],
		["for the review #Team-Work #b2b", "for the review", ["team-work", "b2b"]],
		["for #teamwork in the review", "for #teamwork in the review", ["teamwork"]],
		["for #teamwork and more #teamwork", "for #teamwork and more", ["teamwork"]],
		["see #42 and #4you", "see #42 and #4you", []],
		["for C# and a#b and ##c", "for C# and a#b and ##c", []],
		["for it #été #日本 #über", "for it", ["été", "日本", "über"]],
		["for it #done.", "for it #done.", ["done"]],
		["(#done)", "(#done)", []],
		["for it #a #b #c #d #e", "for it", ["a", "b", "c", "d", "e"]],
		["for it #a #b #c #d #e #f", "for it #a #b #c #d #e #f", ["a", "b", "c", "d", "e"]],
		["#teamwork", "#teamwork", ["teamwork"]],
		["#a #A", "#a #A", ["a"]],
		[`for it #${"a".repeat(30)}`, "for it", ["a".repeat(30)]],
		[`for it #${"a".repeat(31)}`, `for it #${"a".repeat(31)}`, []],
		["", "", []],
		["#", "#", []],
	])("%j", (typedReason, reason, tags) => {
		expect(splitTags(typedReason)).toEqual({ reason, tags, unknown: [] });
	});

	test.each([
		["for the review #teamwork", "for the review", ["teamwork"], []],
		["for the review #TeamWork #Speed", "for the review #TeamWork #Speed", ["teamwork"], ["speed"]],
		["for the #speed of it #care", "for the #speed of it", ["care"], ["speed"]],
		["#speed", "#speed", [], ["speed"]],
		["#care", "#care", ["care"], []],
	])("where a list is fixed: %j", (typedReason, reason, tags, unknown) => {
		expect(splitTags(typedReason, ["Teamwork", "care"])).toEqual({ reason, tags, unknown });
	});

	test("at most five, each once, letters first, and no word is lost", () => {
		const word = fc.oneof(fc.stringMatching(/^#?[a-z0-9-]{1,8}$/u), fc.constantFrom("#x", "#y", "#X", "#1", "#é"));
		fc.assert(
			fc.property(fc.array(word), (words) => {
				const line = words.join(" ");
				const { reason, tags } = splitTags(line);
				expect(tags.length).toBeLessThanOrEqual(5);
				expect(new Set(tags).size).toBe(tags.length);
				for (const tag of tags) expect(tag).toMatch(/^\p{L}/u);
				expect(line.startsWith(reason)).toBe(true);
				for (const tag of tagsIn(line.slice(reason.length))) expect(tags).toContain(tag);
			}),
		);
	});
});

describe("choices", () => {
	const fields = [
		{ name: "period", values: ["week", "month"] },
		{ name: "where", values: ["here", "everywhere"] },
	];
	test.each<[string, Fields]>([
		["week", { period: "week" }],
		["everywhere MONTH", { period: "month", where: "everywhere" }],
		["", {}],
		["sometimes", { unknown: "sometimes" }],
		["constructor", { unknown: "constructor" }],
		["week sometimes", { period: "week", unknown: "sometimes" }],
	])("%j", (line, found) => {
		expect(parseChoices([line], fields)).toEqual(found);
	});
});

test("plain text shows whom it mentions, on one line", () => {
	expect(toPlain(["see ", { user: "ana" }, "\n and\t", { user: "x" }], nameOf)).toBe("see @Ana and @somebody");
});

describe("an amount of credits", () => {
	test.each<[string, string | undefined, number]>([
		["5", undefined, 5],
		["5 credits", undefined, 5],
		["1 credit.", undefined, 1],
		["@ana 4", "ana", 4],
		["@ana with 4", "ana", 4],
		["0", undefined, 0],
	])("%s", (line, who, amount) => {
		expect(parseAmount(typed(line))).toEqual({ who, amount });
	});

	test.each(["", "two", "1.5", "-3", "+3", "1,000", "5 bananas", "@ana", "x5"])("%s is none", (line) => {
		expect(parseAmount(typed(line))["amount"]).toBeNaN();
	});
});
