// Story after story, each from a seed of its own, until the time is over or one breaks; then the shortest that breaks in
// the same way.
import type { Code } from "./code.ts";
import type { Theatre } from "./databases.ts";
import { makePlan, type Plan } from "./plan.ts";
import { type Played, play } from "./play.ts";
import { shrink } from "./shrink.ts";
import type { FaultKind } from "./world.ts";

export type Broken = { seed: number; database: Theatre["name"]; wrong: string[]; shortest: Played; afterMs: number };

export type Season = {
	stories: number;
	steps: number;
	deliveries: number;
	posts: number;
	points: number;
	injected: Map<FaultKind, number>;
	seconds: number;
	broken: Broken | undefined;
};

export type SeasonOptions = {
	theatres: readonly Theatre[];
	code: Code;
	/** The first seed; the others follow. */
	seed: number;
	forMs: number;
	/** No more stories than this. */
	stories?: number;
	/** What is looked for: other breaches are passed by. */
	looksFor?: RegExp;
	/** How long a story that breaks may be made shorter. */
	shrinkForMs: number;
	/** Hears of every story. */
	onStory?(seed: number, played: Played): void;
};

export async function playSeason(options: SeasonOptions): Promise<Season> {
	const { theatres, code, forMs, stories = Number.POSITIVE_INFINITY, looksFor = /^/ } = options;
	const began = performance.now();
	const since = () => performance.now() - began;
	const season: Season = {
		stories: 0,
		steps: 0,
		deliveries: 0,
		posts: 0,
		points: 0,
		injected: new Map(),
		seconds: 0,
		broken: undefined,
	};
	for (let seed = options.seed; since() < forMs && season.stories < stories && !season.broken; seed++) {
		const theatre = theatres[seed % theatres.length];
		if (!theatre) throw new Error("there is no database to play on");
		const made = makePlan(seed);
		const plan = { ...made, bots: Math.min(made.bots, theatre.mostBots) };
		const played = await playOn(theatre, code, plan);
		count(season, played);
		options.onStory?.(seed, played);
		if (!played.wrong.some((what) => looksFor.test(what))) continue;
		const afterMs = since();
		const shortest = await shorten({ theatre, code, plan, played, looksFor, forMs: options.shrinkForMs });
		season.broken = { seed, database: theatre.name, wrong: played.wrong, shortest, afterMs };
	}
	season.seconds = Math.round(since() / 1_000);
	return season;
}

export async function playOn(theatre: Theatre, code: Code, plan: Plan): Promise<Played> {
	const stage = await theatre.open(code, Math.min(plan.bots, theatre.mostBots));
	try {
		return await play(plan, code, stage);
	} finally {
		await stage.leave();
	}
}

function count(season: Season, played: Played): void {
	season.stories += 1;
	season.steps += played.steps;
	season.deliveries += played.deliveries;
	season.posts += played.posts;
	season.points += played.trace.length;
	for (const [kind, times] of played.injected) season.injected.set(kind, (season.injected.get(kind) ?? 0) + times);
}

/** What broke, without who and which: a shorter story must break the same law. */
const lawOf = (what = ""): string => what.replaceAll(/\{.*|\[.*|\d+|"[^"]*"|\b[A-Z]\w+/gu, "");

type Long = { theatre: Theatre; code: Code; plan: Plan; played: Played; looksFor: RegExp; forMs: number };

/** The last one that broke is the shortest. */
async function shorten({ theatre, code, plan, played, looksFor, forMs }: Long): Promise<Played> {
	const until = performance.now() + forMs;
	const law = lawOf(played.wrong.find((what) => looksFor.test(what)));
	let shortest = played;
	const breaks = async (shorter: Plan) => {
		if (performance.now() > until) return undefined;
		const again = await playOn(theatre, code, shorter);
		const same = again.wrong.some((what) => lawOf(what) === law);
		if (same) shortest = again;
		return same;
	};
	// What comes after it broke was never played.
	await shrink({ ...plan, steps: plan.steps.slice(0, played.steps) }, breaks);
	return shortest;
}

/** What was played, in two lines. */
export function summary({ stories, steps, deliveries, posts, points, injected, seconds }: Season): string {
	const faults = [...injected].sort(([, a], [, b]) => b - a).map(([kind, times]) => `${kind} ${times}`);
	return [
		`${stories} stories, ${steps} steps, ${deliveries} deliveries, ${posts} messages, ${points} points in ${seconds} s`,
		`gone wrong: ${faults.join(", ") || "nothing"}`,
	].join("\n");
}

/** What broke, and how to see it again. */
export const report = ({ seed, database, wrong, shortest, afterMs }: Broken): string =>
	[
		`Broken after ${(afterMs / 1_000).toFixed(1)} s: seed ${seed} on ${database}`,
		...wrong.map((what) => `  ${what}`),
		"The shortest story that breaks:",
		...shortest.story,
		...shortest.wrong.map((what) => `  → ${what}`),
		`Again: npm run simulation -- --seed ${seed} --stories 1 --on ${database}`,
	].join("\n");
