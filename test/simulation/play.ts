// Plays one story on a real database and on the model, and checks everything after every step. It ends at the first
// thing that is wrong.
import type { Form } from "../../src/chat/form.ts";
import { type Arrival, arrive, type Happening, happeningOf } from "./arrivals.ts";
import { createChecks } from "./check.ts";
import type { Code } from "./code.ts";
import { createCrew } from "./crew.ts";
import type { Stage } from "./databases.ts";
import type { Scene } from "./events/event.ts";
import { eventOf } from "./events.ts";
import { createPeople } from "./people.ts";
import type { Plan, Step } from "./plan.ts";
import { createPlatform } from "./platform.ts";
import { createRandom } from "./random.ts";
import { tellStep } from "./story.ts";
import { installTimers, type Timers } from "./timers.ts";
import { createWorld, type FaultKind } from "./world.ts";

export type Played = {
	/** What was wrong, if anything was. */
	wrong: string[];
	steps: number;
	deliveries: number;
	posts: number;
	injected: ReadonlyMap<FaultKind, number>;
	/** What happened, for whoever reads it. */
	story: string[];
	trace: readonly string[];
};

const BEGIN = Date.parse("2026-11-16T10:00:00Z");
const MINUTE = 60_000;
const DAY = 1_440 * MINUTE;
/** No platform delivers anything later than this. */
const LATEST_MS = 2 * DAY;
/** What may still be delivered once more. */
const RECENT = 12;
/** How often what waits is hurried before a request counts as stuck. */
const MOST_HURRIES = 200;
/** How often somebody wakes while time passes. */
const MOST_WAKES = 12;
/** Rounds of ten minutes in which all that went wrong is made good. */
const MOST_ROUNDS = 24;

const CALM: Step = {
	passMs: 0,
	wishes: [],
	again: [],
	late: 0,
	tick: false,
	flush: true,
	down: false,
	faults: [],
	order: 0,
};

export async function play(plan: Plan, code: Code, stage: Stage): Promise<Played> {
	const clock = { at: BEGIN };
	const timers = installTimers(() => clock.at);
	try {
		return await playWith(plan, code, stage, clock, timers);
	} finally {
		timers.restore();
	}
}

async function playWith(plan: Plan, code: Code, stage: Stage, clock: { at: number }, timers: Timers) {
	const world = createWorld(() => clock.at, stage.blocked);
	const people = createPeople();
	const happenings: Happening[] = [];
	const story: string[] = [];
	const wrong: string[] = [];
	const complaints: string[] = [];
	const [real] = stage.storages;
	if (!real) throw new Error("a story needs a database");
	const written: Scene["written"] = new Map();
	const forms = new Map<string, Form>();
	let turns = 0;
	let steps = 0;
	let deliveries = 0;

	const platform = createPlatform({
		world,
		code,
		name: plan.platform,
		async mustBeInTheBook(nonce) {
			const [communityId = 0, id = 0] = nonce.slice(1).split("-").map(Number);
			if (!(await stage.isTold(communityId, id))) wrong.push(`notice ${nonce} was sent before it was in the book`);
		},
	});
	const now = () => new Date(clock.at);
	const complain = (what: string): void => void complaints.push(what);
	const crew = createCrew(stage.storages, { code, world, platform, now, complain });
	const checks = createChecks({ code, real, people, platform });

	function deliver(happening: Happening): Arrival {
		happening.firstAt ??= clock.at;
		deliveries += 1;
		const bot = crew.one(deliveries);
		const turn = () => ++turns;
		return arrive(happening, bot, turn, (what) => wrong.push(what));
	}

	const isLate = ({ firstAt }: Happening) => firstAt !== undefined && clock.at - firstAt >= LATEST_MS;

	/** What is delivered in a step: new events, earlier ones once more, and those that nobody acknowledged. */
	function arrivingIn(step: Step): Happening[] {
		const recent = happenings.slice(-RECENT);
		const unheard = happenings.filter((one) => !one.acknowledged && !isLate(one)).slice(0, step.late);
		const arriving = [...step.again.flatMap((back) => recent.at(-1 - (back % RECENT)) ?? []), ...unheard];
		for (const wish of step.wishes) {
			const { platform: name } = plan;
			const known = { book: checks.book(), seen: checks.seen(), written, forms };
			const scene = { platform: name, people, at: clock.at, count: happenings.length + 1, ...known };
			const happening = happeningOf(eventOf(wish, scene));
			happenings.push(happening);
			for (let time = 0; time < wish.times; time++) arriving.push(happening);
		}
		return arriving.filter((happening) => !isLate(happening));
	}

	/** What waits for its time goes on at its time, until there is only the sender's sleep; then the clock leaps. */
	async function pass(ms: number): Promise<void> {
		const end = clock.at + ms;
		for (let count = 0; count < MOST_WAKES; count++) {
			const next = Math.min(timers.nextAt() ?? end, world.nextAt() ?? end);
			if (next >= end) break;
			clock.at = Math.max(clock.at, next);
			timers.until(clock.at);
			await world.run(undefined, () => false);
		}
		clock.at = end;
		timers.until(end);
	}

	/** All that the step asks of the bots; answers with whether they still owe an answer. */
	function beginStep(step: Step, arrivals: readonly Arrival[]): () => boolean {
		const ticks = new Set<object>();
		for (const bot of crew.bots()) {
			if (step.tick) {
				ticks.add(bot);
				const ticked = bot.tick().catch((error: unknown) => complain(`the tick failed: ${error}`));
				void ticked.then(() => ticks.delete(bot));
			}
			if (step.flush) bot.flush().catch((error: unknown) => complain(`the sender failed: ${error}`));
		}
		return () =>
			crew.bots().some((bot) => ticks.has(bot) && !bot.life.dead) ||
			arrivals.some(({ over, bot }) => !over && !bot.life.dead);
	}

	async function playStep(step: Step, arriving = arrivingIn): Promise<void> {
		steps += 1;
		world.begin(step.faults);
		const faultsAtFirst = world.faults();
		await pass(step.passMs);
		const passedWell = world.faults() === faultsAtFirst;
		if (step.down) crew.kill();
		crew.revive();
		const faultsBefore = world.faults();
		const arrivals = arriving(step).map(deliver);
		const waits = beginStep(step, arrivals);
		let hurries = 0;
		const hurry = () => {
			hurries += 1;
			return waits() && hurries < MOST_HURRIES && timers.hurry();
		};
		await world.run(step.order === 0 ? undefined : createRandom(step.order), hurry);

		story.push(...tellStep(steps, clock.at, step, arrivals, world.trace));
		const wentWrong = !passedWell || world.faults() > faultsBefore;
		for (const { event, over, failed, bot, reply } of arrivals) {
			if (bot.life.dead) continue;
			if (reply?.kind === "form") forms.set(reply.form.context.split(":")[0] ?? "", reply.form);
			if (!over) wrong.push(`${event.key} never got an answer`);
			if (failed !== undefined && !wentWrong) wrong.push(`${event.key} failed by itself: ${failed}`);
		}
		if (!wentWrong) wrong.push(...complaints);
		complaints.length = 0;
		const ticked = step.tick && !wentWrong && !crew.bots().some(({ life }) => life.dead);
		wrong.push(...(await checks.after(arrivals, clock.at, ticked)));
	}

	/** Everything works again: what was not acknowledged is delivered once more, and what is owed goes out. */
	async function settle(): Promise<void> {
		await playStep({ ...CALM, passMs: 10 * MINUTE, tick: true });
		for (const happening of happenings) {
			if (wrong.length > 0) return;
			if (!happening.acknowledged && !isLate(happening)) await playStep(CALM, () => [happening]);
		}
		for (let round = 0; round < MOST_ROUNDS && wrong.length === 0 && (round === 0 || checks.isOwed()); round++)
			await playStep({ ...CALM, passMs: 10 * MINUTE });
		if (wrong.length === 0) wrong.push(...checks.atTheEnd(clock.at));
	}

	for (const step of plan.steps) {
		await playStep(step);
		if (wrong.length > 0) break;
	}
	if (wrong.length === 0) await settle();
	crew.kill();
	const injected = world.injected();
	return { wrong, steps, deliveries, posts: platform.posts.length, injected, story, trace: world.trace };
}
