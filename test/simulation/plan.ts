// A story as data, made from a seed: what people have a mind to do, when, in what company, and what goes wrong. Who and
// what exactly is found when it is played, so that a story without some of its steps is still a story.
import { createRandom, type Random } from "./random.ts";
import { FAULT_KINDS, type Fault, type FaultKind } from "./world.ts";

export const WISHES = [
	"thank",
	"react",
	"clear",
	"undo",
	"ask",
	"step",
	"read",
	"unlist",
	"mute",
	"quiet",
	"rename",
	"come",
	// Of these, each story has some, or none.
	"away",
	"back",
	"donate",
	"top-up",
	"propose",
	"vouch",
	"leave",
	"return",
	"say",
	"endorse",
	"adjust",
	"revert",
	"switch",
	"open",
	"save",
	"mode",
	"undo-change",
] as const;

/** In numbers: they are looked up when it is done. So many `times` it is delivered at once; never yet, and it comes late. */
export type Wish = {
	wish: (typeof WISHES)[number];
	by: number;
	which: number;
	how: number;
	plain: boolean;
	times: number;
};

export type Step = {
	passMs: number;
	wishes: Wish[];
	/** Earlier events, delivered once more, counted from the latest. */
	again: number[];
	/** The clock's jobs look. */
	tick: boolean;
	/** The sender is waited for. */
	flush: boolean;
	/** The bots go down before this step, and come back in it. */
	down: boolean;
	/** What was not acknowledged yet comes again, so many of the oldest. */
	late: number;
	faults: Fault[];
	/** Who goes on next: a seed of its own; 0 is first come, first served. */
	order: number;
};

export type Plan = {
	platform: "slack" | "discord";
	/** How many bots share the database, where they may. */
	bots: number;
	steps: Step[];
};

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const PASSING = [0, 0, 0, MINUTE, 2 * MINUTE, 10 * MINUTE, HOUR, 3 * HOUR, 11 * HOUR, DAY, 2 * DAY, 4 * DAY, 8 * DAY];
const OFTEN: Wish["wish"][] = [
	...(["thank", "thank", "thank", "react", "react", "react", "ask", "ask", "step", "step", "step", "step"] as const),
	...WISHES.slice(0, WISHES.indexOf("away")),
];

/** What is in a story beside that. */
type Theme = "bank" | "team" | "talk" | "admins";
const THEMES: Record<Theme, readonly Wish["wish"][]> = {
	bank: ["away", "back", "donate", "donate", "top-up", "propose", "propose", "step", "step", "adjust"],
	team: ["leave", "return", "return", "vouch", "vouch", "vouch", "away", "ask", "adjust"],
	talk: ["say", "say", "say", "say", "endorse", "endorse", "open", "save"],
	admins: [
		"adjust",
		"revert",
		"revert",
		"switch",
		"open",
		"save",
		"save",
		"mode",
		"mode",
		"undo-change",
		"undo-change",
	],
};
/** In turn, by the seed, so that a few stories have everything. */
const TOLD: readonly (readonly Theme[])[] = [
	["bank", "talk"],
	["team"],
	["admins"],
	[],
	["talk", "admins"],
	["bank", "team"],
	[],
	["bank", "team", "talk", "admins"],
];
/** So many of the wishes are of the story's themes. */
const OF_THEMES = 0.45;
/** Leavers are settled after months, and newcomers are new for two of them. */
const LONG = [20 * DAY, 50 * DAY, 95 * DAY];

/** How many opportunities of each there are in a step, about. */
const OPPORTUNITIES: Record<FaultKind, number> = {
	"begin-fails": 5,
	"statement-fails": 40,
	"commit-fails": 5,
	"commit-breaks": 5,
	"commit-lost": 5,
	"read-fails": 25,
	"write-lost": 2,
	"send-fails": 3,
	"send-later": 3,
	"send-never": 3,
	"send-lost": 3,
	"send-slow": 3,
	crash: 60,
};

export function makePlan(seed: number): Plan {
	const random = createRandom(seed);
	const length = random.pick([8, 15, 30, 60]) + random.below(30);
	// Some stories are calm, some go wrong all the time.
	const trouble = random.pick([0.1, 0.3, 0.6]);
	const themes = TOLD[seed % TOLD.length] ?? [];
	const platform = random.pick(["slack", "discord"] as const);
	const bots = random.pick([1, 2, 2]);
	const steps = Array.from({ length }, () => makeStep(random, trouble, themes));
	return { platform, bots, steps: [...(themes.includes("talk") ? LISTENING : []), ...steps] };
}

const OPENING: Step = {
	...{ passMs: MINUTE, wishes: [], again: [], tick: false, flush: true, down: false, late: 0, faults: [], order: 1 },
};
const opening = (wish: Wish["wish"], how: number): Step => ({
	...OPENING,
	wishes: [{ wish, by: 0, which: 0, how, plain: true, times: 1 }],
});
/** An admin lets plain messages count. */
const LISTENING: Step[] = [opening("read", 0), opening("open", 0), opening("save", 0)];

function makeStep(random: Random, trouble: number, themes: readonly Theme[]): Step {
	const count = random.pick([0, 1, 1, 2, 2, 3, 4, 5]);
	// Mostly one does one thing and another another; now and then somebody does everything at once.
	const alone = random.chance(0.35) ? random.below(1000) : undefined;
	return {
		passMs: themes.includes("team") && random.chance(0.07) ? random.pick(LONG) : random.pick(PASSING),
		wishes: Array.from({ length: count }, () => makeWish(random, alone, themes)),
		again: random.chance(0.25) ? [random.below(12)] : [],
		tick: random.chance(0.35),
		flush: random.chance(0.3),
		down: random.chance(0.06),
		late: random.chance(0.4) ? 1 + random.below(2) : 0,
		faults: random.chance(trouble) ? makeFaults(random) : [],
		order: 1 + random.below(2 ** 30),
	};
}

const makeWish = (random: Random, alone: number | undefined, themes: readonly Theme[]): Wish => ({
	wish: random.pick(themes.length > 0 && random.chance(OF_THEMES) ? THEMES[random.pick(themes)] : OFTEN),
	by: alone ?? random.below(1000),
	which: random.below(1000),
	how: random.below(1000),
	plain: random.chance(0.85),
	times: random.pick([0, 1, 1, 1, 1, 1, 2, 3]),
});

function makeFaults(random: Random): Fault[] {
	return Array.from({ length: random.pick([1, 1, 2, 3]) }, () => {
		const kind = random.pick(FAULT_KINDS);
		return { kind, nth: random.below(OPPORTUNITIES[kind]) };
	});
}
