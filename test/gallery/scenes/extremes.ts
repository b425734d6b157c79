// What people really type and are really called: long, from right to left, with emoji, with markup that must stay text.
import type { Platform, Text } from "../../../src/chat/request.ts";
import { type Cast, GENEROUS, openStage, type Stage } from "../stage.ts";

const LONG = "Maximiliana Wolfeschlegelsteinhausenbergerdorff-Featherstonehaugh";
const RTL = "محمد الأمين";
const HEBREW = "נועה לוי";
const EMOJI = "👩‍🚀 Zoë 🌈";
const MARKUP = "Bob *bold* _under_ `tick` <@U1> **x**";
const NAMES = ["Ana", LONG, RTL, HEBREW, EMOJI, MARKUP, "Юлия Ковальчук"];

export const openExtremes = (platform: Platform, cast: Cast = {}): Promise<Stage> =>
	openStage(platform, { names: NAMES, ...cast });

export async function extremes(stage: Stage): Promise<void> {
	const { act, bank, user, quietly } = stage;
	const thanks = (to: readonly string[], why: string): { kind: "command"; name: string; text: Text } => ({
		kind: "command",
		name: "thanks",
		text: [...to.map((name) => ({ user: user(name) })), ` ${why}`],
	});
	const favor = (what: string, of?: string): { kind: "command"; name: string; text: Text } => ({
		kind: "command",
		name: "favor",
		text: [of === undefined ? "anyone " : { user: user(of) }, ` ${what}`],
	});
	await bank.setPolicy(GENEROUS);
	for (const name of NAMES) await quietly("Ana" === name ? LONG : "Ana", thanks([name], "x90 for a start"));
	await quietly("Ana", "/wallet");
	await act(
		"A long name thanks a long name at length",
		LONG,
		thanks(
			[MARKUP],
			`for ${"reading every line of it twice and finding the one that mattered ".repeat(4).trim()} #teamwork #patience`,
		),
	);
	await act("From right to left", RTL, thanks([HEBREW], "على المراجعة الدقيقة #عمل_جماعي"));
	await act("Mixed directions", HEBREW, thanks([RTL], "for תיקון הבאג in the API (v2)!"));
	await act("Emoji", EMOJI, thanks(["Ana", RTL], "🎉🎉🎉 👨‍👩‍👧‍👦 you are the best 💐 #party🎉"));
	await act(
		"Markup stays text",
		"Ana",
		thanks(
			[MARKUP],
			"for *bold* _it_ ~no~ `code` **x** <!channel> @everyone [link](http://a.b) > quote :tada: &amp; <b>",
		),
	);
	await act("Seven at once, long names", "Ana", thanks(NAMES.slice(1), "for the offsite, the cake and the walk"));
	await act(
		"A link, and lines",
		"Ana",
		thanks(["Юлия Ковальчук"], "for https://example.com/a_b_c/d?x=1*2\n- one\n- two\n# three"),
	);
	const long =
		"The importer dies on the third file, always the third, whatever the order, and only on Tuesdays; I have looked at it from every side that I can think of. "
			.repeat(3)
			.trim();
	await act("A favor of 450 characters", "Ana", favor(`${long} big by friday`));
	await act("Taken up by a long name", LONG, { press: "I'll help" });
	await act("Done", LONG, { press: "It's done" });
	await act("A favor from right to left, of one person", RTL, favor("راجع طلب السحب الخاص بي من فضلك", HEBREW));
	await act("Declined", HEBREW, { press: "Not now" });
	await act("Declined, ask a long name instead", HEBREW, {
		submit: { because: "אני בחופשה עד יום שני", instead: user(LONG) },
	});
	await act(
		"A word without spaces",
		EMOJI,
		favor(`fix ${"Donaudampfschifffahrtsgesellschaftskapitän".repeat(4)} small`),
	);
	await act("One’s favors", LONG, "/favors");
	await act("One’s wallet", "Ana", "/wallet");
	await act("The board", "Ana", "/leaderboard");
}
