// Every card, form and page that the gallery knows, as each platform would be given it, within that platform's limits:
// as people are called and as they type, and once more with the longest names and texts there may be. New scenes are
// taken up by themselves.
import { describe, expect, test } from "vitest";
import {
	type Block,
	type Button,
	type Card,
	type Line,
	lineText,
	plainText,
	spokenLabels,
} from "../../src/chat/card.ts";
import type { Platform } from "../../src/chat/request.ts";
import { checkMessage } from "../adapters/discord/strict/check-message.ts";
import { checkModal } from "../adapters/discord/strict/check-modal.ts";
import { Refusal } from "../adapters/discord/strict/faults.ts";
import { isObject, type Json, type JsonObject, list, object, text } from "../adapters/discord/strict/json.ts";
import { checkBlocks, checkView, type Fields, limits } from "../adapters/slack/strict/block-kit.ts";
import { mustFit, replyMustFit } from "../chat/fits.ts";
import { playEach } from "./chapters.ts";
import { discordPainter } from "./discord.ts";
import { longest } from "./longest.ts";
import { playgroundPainter } from "./playground.tsx";
import type { Chapter, Shown } from "./shown.ts";
import { slackPainter } from "./slack.ts";

const PLAYING_MS = 600_000;

/** What is wrong with each figure of these chapters, with where it is. */
async function problemsIn(
	chapters: readonly Chapter[],
	look: (shown: Shown, chapter: Chapter) => string[] | Promise<string[]>,
): Promise<string[]> {
	const problems: string[] = [];
	for (const chapter of chapters) {
		for (const shown of chapter.shown) {
			const found = await look(shown, chapter);
			problems.push(...found.map((problem) => `${chapter.name}, “${shown.title}”, ${shown.where}: ${problem}`));
		}
	}
	return problems;
}

const complaint = (check: () => void): string[] => {
	try {
		check();
		return [];
	} catch (error) {
		return [error instanceof Refusal ? JSON.stringify(error.body) : String(error)];
	}
};

const onTheWire = (payload: object): JsonObject => JSON.parse(JSON.stringify(payload)) as JsonObject;

function forSlack(payload: JsonObject): string[] {
	if (payload["type"] === "modal" || payload["type"] === "home") return checkView(payload as Fields);
	const said = String(payload["text"] ?? "");
	const tooLong = said.length === 0 || said.length > limits.advisedText ? [`a fallback of ${said.length}`] : [];
	return [...tooLong, ...checkBlocks(payload["blocks"] as Fields[string], "message")];
}

function forDiscord(payload: JsonObject, { said }: Shown): string[] {
	if (said.kind === "message") {
		const via = said.changed ? "edit" : "channel";
		return complaint(() => checkMessage(payload, { via }));
	}
	const data = object(payload["data"]);
	if (payload["type"] === 4) return complaint(() => checkMessage(data, { via: "interaction" }));
	if (payload["type"] === 9) return complaint(() => void checkModal(data));
	const choices = list(data["choices"]).filter(isObject);
	const fits = (words: Json | undefined): boolean => text(words).length >= 1 && text(words).length <= 100;
	const all = choices.every((choice) => fits(choice["name"]) && fits(choice["value"]));
	return payload["type"] === 8 && choices.length <= 25 && all ? [] : ["choices that Discord does not take"];
}

const CHECKS: Record<Platform, (shown: Shown, chapter: Chapter) => Promise<string[]>> = {
	async slack(shown) {
		const payload = await slackPainter.payload(shown);
		return payload ? forSlack(onTheWire(payload)) : [];
	},
	async discord(shown) {
		const payload = await discordPainter.payload(shown);
		return payload ? forDiscord(onTheWire(payload), shown) : [];
	},
	async playground(shown, { people }) {
		const html = await playgroundPainter.paint(shown, people);
		return /undefined|\[object|NaN/u.test(html) ? ["a page with a hole"] : [];
	},
};

/** What all platforms share. */
const shared = ({ said }: Shown): string[] =>
	complaint(() => {
		if (said.kind === "form") replyMustFit(said);
		if (said.kind === "choices") replyMustFit(said);
		if (said.kind === "mend") replyMustFit({ kind: "mend", errors: said.errors, card: said.card });
		if (said.kind === "reply") replyMustFit({ kind: "card", card: said.card });
		if (said.kind === "message" || said.kind === "home") mustFit(said.card);
	});

describe.each<Platform>(["slack", "discord", "playground"])("on %s", (platform) => {
	test("with the longest names and texts", { timeout: PLAYING_MS }, async () => {
		const { played } = await playEach(platform, { disguise: longest });
		const look = async (shown: Shown, chapter: Chapter) => [
			...shared(shown),
			...(await CHECKS[platform](shown, chapter)),
		];
		expect(await problemsIn(played, look)).toEqual([]);
		// They were as long as they may be: names are cut at 60, a request has up to 500.
		const said = played.flatMap(({ shown }) => shown.flatMap((one) => plainText(cardOf(one) ?? { blocks: [] })));
		expect(Math.max(...said.map(({ length }) => length))).toBeGreaterThan(1_500);
		expect(said.some((words) => /Wolfeschlegelsteinhausenbergerdorff-Featherston\S*…/u.test(words))).toBe(true);
		expect(
			said.some((words) => words.includes("the 👩‍🚀 one that mattered reading") && words.includes("at last")),
		).toBe(true);
	});
});

const linesOf = (block: Block): Line[] => {
	if (block.kind === "text" || block.kind === "small") return [block.line];
	if (block.kind === "list") return block.items;
	return block.kind === "facts" ? block.facts.map(({ label, value }) => [label, " ", ...value]) : [];
};

/** Everything that a card shows, word by word. */
const wordsOf = (card: Card): string[] =>
	card.blocks
		.flatMap((block) => {
			if (block.kind === "heading" || block.kind === "quote") return [block.text];
			if (block.kind === "buttons") return block.buttons.map(({ label }) => label);
			return linesOf(block).map(lineText);
		})
		.flatMap((line) => line.split(/\s+/u))
		.filter((word) => word !== "");

const cardOf = ({ said }: Shown): Card | undefined => ("card" in said ? said.card : undefined);

describe("for who does not see it", () => {
	let playing: ReturnType<typeof playEach> | undefined;
	const played = () => {
		playing ??= playEach("slack");
		return playing;
	};
	const inEach = async (look: (card: Card, shown: Shown) => string[] | Promise<string[]>): Promise<string[]> =>
		problemsIn((await played()).played, (shown) => {
			const card = cardOf(shown);
			return card ? look(card, shown) : [];
		});

	test("everything that may be told is shown somewhere", { timeout: PLAYING_MS }, async () => {
		expect((await played()).missing).toEqual([]);
	});

	test("every card says all of it in plain text", { timeout: PLAYING_MS }, async () => {
		const missing = await inEach((card) => {
			const said = plainText(card);
			return wordsOf(card).filter((word) => !said.includes(word));
		});
		expect(missing).toEqual([]);
	});

	test("and that is what Slack shows where it shows no blocks", { timeout: PLAYING_MS }, async () => {
		const missing = await inEach(async (card, shown) => {
			if (shown.said.kind !== "message" && shown.said.kind !== "reply") return [];
			const { text: fallback = "" } = (await slackPainter.payload(shown)) as { text?: string };
			const said = fallback.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
			return said.endsWith("…") ? [] : wordsOf(card).filter((word) => !said.includes(word));
		});
		expect(missing).toEqual([]);
	});

	test("nothing is said by a sign alone: each line and each button has words", { timeout: PLAYING_MS }, async () => {
		const hasWords = (said: string): boolean => /[\p{L}\p{N}]/u.test(said);
		const silent = await inEach((card) => {
			const lines = card.blocks.flatMap(linesOf).map(lineText);
			const labels = card.blocks.flatMap((block) =>
				block.kind === "buttons" ? block.buttons.map(({ label }) => label) : [],
			);
			return [...lines, ...labels].filter((line) => line.trim() !== "" && !hasWords(line));
		});
		expect(silent).toEqual([]);
	});

	test("a gauge has words beside it", { timeout: PLAYING_MS }, async () => {
		const alone = await inEach((card) =>
			card.blocks
				.flatMap(linesOf)
				.map(lineText)
				.filter((line) => /[▰▱]/u.test(line) && !/\p{L}{3,}.*[▰▱]+ \p{L}{3,}/u.test(line)),
		);
		expect(alone).toEqual([]);
	});

	test("no two buttons of a card are called the same", { timeout: PLAYING_MS }, async () => {
		const twice = await inEach((card) => {
			const spoken = spokenLabels(card);
			const names = card.blocks
				.flatMap((block): Button[] => (block.kind === "buttons" ? block.buttons : []))
				.map((button) => spoken.get(button) ?? button.label);
			return names.filter((name, index) => names.indexOf(name) !== index);
		});
		expect(twice).toEqual([]);
	});
});
