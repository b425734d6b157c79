// The chapters of the gallery: which situations are played, with whom on stage, and what must have been shown at the end.
import type { Person, Platform } from "../../src/chat/request.ts";
import type { FavorEvent, Notice } from "../../src/ledger/notices.ts";
import { admins } from "./scenes/admins.ts";
import { declining, pairs, whomToAsk } from "./scenes/asking.ts";
import { boards, largeBoard } from "./scenes/boards.ts";
import { extremes, openExtremes } from "./scenes/extremes.ts";
import { favorByItself, favorForms, favorLists, favorOfAnyone, favorOfOne } from "./scenes/favors.ts";
import { health } from "./scenes/health.ts";
import { fading, pot } from "./scenes/pot.ts";
import { emptyHanded, refusals } from "./scenes/refusals.ts";
import { nudges, reminders } from "./scenes/reminders.ts";
import { settings } from "./scenes/settings.ts";
import { thanks, thanksForms, thanksPrivately, thanksToAGroup, thanksTogether } from "./scenes/thanks.ts";
import { vouching } from "./scenes/vouching.ts";
import { wallets } from "./scenes/wallets.ts";
import type { Chapter } from "./shown.ts";
import { type Cast, openStage, type Stage } from "./stage.ts";

const OTHERS: Omit<Person, "user">[] = [
	{ name: "Deploybot", kind: "bot" },
	{ name: "Testbot", kind: "bot" },
	{ name: "Sam", kind: "stranger" },
	{ name: "Old", kind: "gone" },
	{ name: "Root", kind: "person", admin: true },
];
const withGoodturn = (platform: Platform, cast: Cast = {}) =>
	openStage(platform, { more: [{ name: "Goodturn", kind: "bot" }], ...cast });
const withGroups = (platform: Platform, cast: Cast = {}) =>
	openStage(platform, {
		more: OTHERS,
		groups: {
			designers: ["Ana", "Bo", "Cy", "Dee", "Deploybot", "Old"],
			writers: ["Ana", "Bo", "Cy", "Eli", "Fay", "Gus", "Hana", "Ines", "Jo", "Kim", "Lea"],
			pianists: ["Gus"],
			everybody: undefined,
		},
		...cast,
	});
const withOthers = (platform: Platform, cast: Cast = {}) => openStage(platform, { more: OTHERS, ...cast });

const CHAPTERS: {
	name: string;
	play: (stage: Stage) => Promise<void>;
	open?: (platform: Platform, cast?: Cast) => Promise<Stage>;
}[] = [
	{ name: "thanks", play: thanks },
	{ name: "thanks-forms", play: thanksForms },
	{ name: "thanks-together", play: thanksTogether, open: withGoodturn },
	{ name: "thanks-privately", play: thanksPrivately },
	{ name: "thanks-to-a-group", play: thanksToAGroup, open: withGroups },
	{ name: "favor-of-anyone", play: favorOfAnyone },
	{ name: "favor-of-one", play: favorOfOne },
	{ name: "favor-by-itself", play: favorByItself },
	{ name: "favor-forms", play: favorForms },
	{ name: "favor-lists", play: favorLists },
	{ name: "whom-to-ask", play: whomToAsk },
	{ name: "declining", play: declining },
	{ name: "pairs", play: pairs, open: withOthers },
	{ name: "refusals", play: refusals, open: withOthers },
	{ name: "refusals-empty-handed", play: emptyHanded },
	{ name: "wallets", play: wallets },
	{ name: "fading-and-away", play: fading },
	{ name: "pot", play: pot, open: withOthers },
	{ name: "vouching", play: vouching },
	{ name: "boards", play: boards },
	{ name: "boards-large", play: largeBoard },
	{ name: "reminders", play: reminders },
	{ name: "nudges", play: nudges },
	{ name: "health", play: health },
	{ name: "help-and-settings", play: settings, open: withOthers },
	{ name: "admins", play: admins, open: withOthers },
	{ name: "extremes", play: extremes, open: openExtremes },
];

/** A kind of notice without its word here does not compile. */
const KINDS: Record<Notice["kind"], true> = {
	thanks: true,
	"thanks-privately": true,
	reaction: true,
	"reaction-refused": true,
	"last-thanks": true,
	"left-alone": true,
	"first-credit": true,
	"favor-card": true,
	favor: true,
	"favor-call": true,
	board: true,
	reminder: true,
	nudges: true,
	fading: true,
	"top-up": true,
	vouch: true,
	health: true,
	welcome: true,
	change: true,
};
const EVENTS: Record<FavorEvent, true> = {
	asked: true,
	approved: true,
	accepted: true,
	"given-back": true,
	declined: true,
	done: true,
	"not-yet": true,
	kept: true,
	"kept-by-silence": true,
	"on-the-house": true,
	cancelled: true,
	expired: true,
	question: true,
	released: true,
	"gone-on": true,
	unreachable: true,
	left: true,
};

/** Plays everything on one platform. Throws if a kind of notice, or something that happens to a favor, was never sent. */
export async function playAll(platform: Platform): Promise<Chapter[]> {
	const { played, missing } = await playEach(platform);
	if (missing.length > 0) throw new Error(`the gallery never shows: ${missing.join(", ")}`);
	return played;
}

/** Plays everything, and says what was never sent of all that may be. */
export async function playEach(platform: Platform, cast: Cast = {}): Promise<{ played: Chapter[]; missing: string[] }> {
	const played: Chapter[] = [];
	const sent = new Set<string>();
	for (const { name, play, open = openStage } of CHAPTERS) {
		const stage = await open(platform, cast);
		try {
			await play(stage);
			for (const told of await stage.told()) sent.add(told);
			if (stage.bank.logged.length > 0) throw new Error(`complaints in ${name}: ${JSON.stringify(stage.bank.logged)}`);
			played.push({ name, shown: stage.shown, people: stage.people });
		} finally {
			await stage.close();
		}
	}
	return { played, missing: [...Object.keys(KINDS), ...Object.keys(EVENTS)].filter((one) => !sent.has(one)) };
}
