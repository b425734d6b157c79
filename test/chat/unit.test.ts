// A community's own word for its credit: whatever is said to anybody says it, and nobody can type what stands for it.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Card } from "../../src/chat/card.ts";
import { oneLine } from "../../src/chat/clean.ts";
import { inUnits, UNIT, UNIT_SIGN, UNITS } from "../../src/chat/unit.ts";
import { credits, say } from "../../src/chat/views/format.ts";
import { defaultPolicy, policySchema } from "../../src/rules/policy.ts";
import { openBank, said } from "../support/bank.ts";
import { mustFit } from "./fits.ts";
import { play } from "./transcript.ts";

const LEAVES = { one: "leaf", many: "leaves", emoji: "🍃" };
const said1 = (card: Card, unit: typeof LEAVES) => JSON.stringify(inUnits(card, unit));

describe("the words", () => {
	test("are the community's, in one and in many, with their sign", () => {
		expect(said1(say(credits(1), ", ", credits(3), UNIT_SIGN), LEAVES)).toContain('"1 leaf",", ","3 leaves"," 🍃"');
		expect(said1(say(`${credits(2)}${UNIT_SIGN}`), defaultPolicy.credit)).toContain('"2 credits"');
	});

	test("fit wherever the placeholder fits, as long as they may be", () => {
		fc.assert(
			fc.property(fc.string({ minLength: 1, maxLength: 20 }), (typed) => {
				const read = policySchema.safeParse({ credit: { one: typed, many: typed } });
				if (!read.success) return;
				const { credit } = read.data;
				expect(inUnits(UNIT, credit).length).toBeLessThanOrEqual(UNIT.length);
				expect(inUnits({ a: [`${UNITS}!`] }, credit)).toEqual({ a: [`${credit.many}!`] });
			}),
		);
	});

	test("leave alone what says nothing of credit, and cannot be typed", () => {
		const card = say("Hello.", { person: "Ana", user: undefined, ping: false });
		expect(inUnits(card, LEAVES)).toBe(card);
		expect(oneLine(`${UNIT} and ${UNITS}${UNIT_SIGN}`)).toBe("and");
	});
});

describe("nobody hears of credits where they are leaves:", () => {
	const folder = join(import.meta.dirname, "transcripts");
	// Where people type the word themselves, or change it.
	const files = readdirSync(folder).filter((file) => file !== "admins.txt");
	const sections = files.flatMap((file) =>
		readFileSync(join(folder, file), "utf8")
			.split(/^(?=== )/mu)
			.filter((section) => section.startsWith("== ")),
	);

	test.each(sections.map((section) => [section.split("\n")[0] ?? "", section]))("%s", async (_title, section) => {
		const lines = section.split("\n").filter((line) => !line.startsWith("  "));
		const steps = await play(lines, { credit: LEAVES });
		const heard = steps.flatMap(({ said: all }) => all.flatMap((one) => one.lines));
		const ours = heard.filter((line) => !line.startsWith("| ") && !/^[\w ]+: /u.test(line.replace(/`[^`]*`/gu, "")));
		for (const line of ours) expect(line.replaceAll(/`[^`]*`/gu, "")).not.toMatch(/\bcredits?\b/iu);
	});
});

test("a change of the word is heard at once, with the longest words there are", async () => {
	const bank = await openBank({
		people: [
			{ user: "U-Ana", name: "Ana", kind: "person", admin: true },
			{ user: "U-Bo", name: "Bo", kind: "person" },
		],
	});
	expect(said(await bank.type("Bo", "/wallet"))).toContain("0 credits");
	const opened = await bank.press("Ana", "settings:name");
	if (opened.kind !== "form") throw new Error("no form opened");
	const [one, many] = ["wwwwwwwwwwwwwwwwwwww", "mmmmmmmmmmmmmmmmmmmm"];
	const { id: form, context } = opened.form;
	await bank.request("Ana", { kind: "submit", form, context, fields: { one, many, emoji: "👩‍🚀" } });
	const wallet = await bank.type("Bo", "/wallet");
	expect(said(wallet)).toContain(`0 ${many} 👩‍🚀`);
	if (wallet.kind === "card") mustFit(wallet.card);
	await bank.close();
});
