// Plays one story on a real database and on the model, and checks everything after every step. It ends at the first
// thing that is wrong.
import type { Answer } from "../../src/ledger/list.ts";
import type { Storage } from "../../src/storage/storage.ts";
import type { Row } from "../../src/storage/tables.ts";
import { type Bot, startBot } from "./bot.ts";
import type { Code } from "./code.ts";
import { type Event, eventOf } from "./events.ts";
import { type Delivery, explain } from "./explain.ts";
import { whatIsToldWrongly, whatWasNotTold } from "./laws.ts";
import { allowanceLeft, emptyBook, type Now } from "./model.ts";
import { createPeople } from "./people.ts";
import type { Plan, Step } from "./plan.ts";
import { createPlatform } from "./platform.ts";
import { createRandom } from "./random.ts";
import { look, type Seen, standingStill } from "./seen.ts";
import { installTimers, type Timers } from "./timers.ts";
import { type Blocked, createWorld, type FaultKind } from "./world.ts";

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

export type Stage = { code: Code; real: Storage; blocked: Blocked };

const BEGIN = Date.parse("2026-11-16T10:00:00Z");
const MINUTE = 60_000;
const DAY = 1_440 * MINUTE;
/** No platform delivers anything later than this. */
const LATEST_MS = 2 * DAY;
/** How often what waits is hurried before a request counts as stuck. */
const MOST_HURRIES = 200;
/** How often somebody wakes while time passes. */
const MOST_WAKES = 12;
/** Rounds of ten minutes in which all that went wrong is made good. */
const MOST_ROUNDS = 24;

type Happening = { event: Event; firstAt: number | undefined; acknowledged: boolean; outcome: unknown };
type Arrival = Delivery & { happening: Happening; failed: unknown; over: boolean };

const CALM: Step = { passMs: 0, wishes: [], again: [], tick: false, flush: true, down: false, faults: [], order: 0 };

export async function play(plan: Plan, stage: Stage): Promise<Played> {
	const clock = { at: BEGIN };
	const timers = installTimers(() => clock.at);
	try {
		return await playWith(plan, stage, clock, timers);
	} finally {
		timers.restore();
	}
}

async function playWith(plan: Plan, { code, real, blocked }: Stage, clock: { at: number }, timers: Timers) {
	const world = createWorld(() => clock.at, blocked);
	const people = createPeople();
	const kept = new Map<number, Row<"Notice">>();
	const happenings: Happening[] = [];
	const story: string[] = [];
	const wrong: string[] = [];
	const complaints: string[] = [];
	let book = emptyBook();
	let seen: Seen | undefined;
	let turns = 0;
	let lives = 0;
	let steps = 0;
	let deliveries = 0;

	const platform = createPlatform({
		world,
		code,
		name: plan.platform,
		async mustBeInTheBook(nonce) {
			const [communityId, id] = nonce.slice(1).split("-").map(Number);
			const sql = `SELECT "id" FROM "Notice" WHERE "communityId" = ? AND "id" = ?`;
			for await (const _row of real.stream(sql, [communityId ?? 0, id ?? 0])) return;
			wrong.push(`notice ${nonce} was sent before it was in the book`);
		},
	});
	const start = (): Bot =>
		startBot(`bot${++lives}`, {
			code,
			real,
			world,
			platform,
			now: () => new Date(clock.at),
			complain: (what) => complaints.push(what),
		});
	let bot = start();

	function arrive(happening: Happening): Arrival {
		const { event } = happening;
		const arrival: Arrival = {
			event,
			happening,
			answer: undefined,
			turn: Number.MAX_SAFE_INTEGER,
			failed: undefined,
			over: false,
		};
		const { life } = bot;
		happening.firstAt ??= clock.at;
		deliveries += 1;
		const answered = ({ done, refused }: Answer<unknown>) => {
			turns += 1;
			Object.assign(arrival, { answer: refused ? "refused" : "done", turn: turns });
			if (refused) return;
			if (happening.outcome !== undefined && JSON.stringify(happening.outcome) !== JSON.stringify(done))
				wrong.push(`${event.key} was answered differently: ${JSON.stringify([happening.outcome, done])}`);
			happening.outcome = done;
		};
		bot.take(event, answered).then(
			() => {
				arrival.over = true;
				happening.acknowledged ||= !life.dead;
			},
			(failed: unknown) => Object.assign(arrival, { failed, over: true }),
		);
		return arrival;
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

	async function playStep(step: Step): Promise<void> {
		steps += 1;
		const faultsBefore = world.faults();
		world.begin(step.faults);
		await pass(step.passMs);
		if (step.down) world.kill(bot.life);
		if (bot.life.dead) bot = start();
		const { life } = bot;
		const recent = happenings.slice(-12);
		const arriving = step.again.flatMap((back) => recent.at(-1 - (back % 12)) ?? []);
		for (const wish of step.wishes) {
			const favorIds = new Map([...(seen?.favors ?? [])].map(([word, { id }]) => [word, id]));
			const scene = { platform: plan.platform, people, book, favorIds, count: happenings.length + 1 };
			const happening = { event: eventOf(wish, scene), firstAt: undefined, acknowledged: false, outcome: undefined };
			happenings.push(happening);
			for (let time = 0; time < wish.times; time++) arriving.push(happening);
		}
		const arrivals = arriving
			.filter(({ firstAt }) => firstAt === undefined || clock.at - firstAt < LATEST_MS)
			.map((happening) => arrive(happening));
		let ticked = !step.tick;
		if (step.tick)
			bot.tick().then(
				() => {
					ticked = true;
				},
				(error: unknown) => complaints.push(`the tick failed: ${error}`),
			);
		if (step.flush) bot.flush().catch((error: unknown) => complaints.push(`the sender failed: ${error}`));
		let hurries = 0;
		const stuck = () => {
			const waits = !life.dead && (!ticked || arrivals.some(({ over }) => !over));
			hurries += 1;
			return waits && hurries < MOST_HURRIES && timers.hurry();
		};
		await world.run(step.order === 0 ? undefined : createRandom(step.order), stuck);

		tell(step, arrivals, life.dead);
		const wentWrong = world.faults() > faultsBefore;
		for (const { event, over, failed } of arrivals) {
			if (!over && !life.dead) wrong.push(`${event.key} never got an answer`);
			if (failed !== undefined && !life.dead && !wentWrong) wrong.push(`${event.key} failed by itself: ${failed}`);
		}
		if (complaints.length > 0 && !wentWrong) wrong.push(...complaints);
		complaints.length = 0;
		await check(arrivals);
	}

	function tell(step: Step, arrivals: Arrival[], crashed: boolean): void {
		const at = new Date(clock.at).toISOString().slice(0, 16).replace("T", " ");
		story.push(`${steps}. ${at}${step.down ? " · the bot was down and is back" : ""}`);
		for (const { event, answer, failed } of arrivals) {
			const how = failed === undefined ? "" : ` (failed: ${failed instanceof Error ? failed.message : failed})`;
			story.push(`   ${event.key} ${event.told} → ${answer ?? "no answer"}${how}`);
		}
		if (step.tick) story.push("   jobs look");
		if (step.flush && step !== CALM) story.push("   the sender is waited for");
		const faults = world.trace.filter((line) => line.startsWith(`${steps}: `)).map((line) => line.split(" ").slice(2));
		for (const [fault = ""] of faults.filter(([what, ...more]) => more.length === 0 && what?.includes("-")))
			story.push(`   ! ${fault}`);
		if (crashed) story.push("   ! crash");
	}

	async function check(arrivals: Arrival[]): Promise<void> {
		const now: Now = { at: clock.at, zoneOf: (name) => people.zoneOf(name, seen?.timezone ?? "UTC") };
		const unsettled = [...kept.values()].filter(({ state }) => state === "owed").map(({ id }) => id);
		seen = await look(real, Math.min(...unsettled, Math.max(0, ...kept.keys()) + 1));
		const verified = await code.verify(standingStill(real));
		wrong.push(...verified.breaches.map(({ law, what }) => `${law}: ${what}`));
		if (!seen) return;
		for (const row of seen.notices) kept.set(row.id, row);
		const explained = explain(book, arrivals, seen, now);
		book = explained.book;
		wrong.push(...explained.differences);
		for (const { event, answer, happening } of arrivals) {
			if (answer === "done" && happening.acknowledged && event.act && !book.done.has(event.key))
				wrong.push(`${event.key} was acknowledged and is lost`);
		}
		for (const [name, { id }] of seen.members) {
			const of = {
				communityId: seen.communityId,
				memberId: id,
				timezone: now.zoneOf(name),
				communityTimezone: seen.timezone,
			};
			const wallet = await real.read((query) => code.readWallet(query, of, code.defaultPolicy, new Date(clock.at)));
			const left = allowanceLeft(book, name, now);
			if (wallet?.thanks.left !== left) wrong.push(`${name} may give ${wallet?.thanks.left}, and it should be ${left}`);
		}
		wrong.push(...whatIsToldWrongly({ platform, seen, book, kept }));
	}

	const isOwed = () => [...kept.values()].some(({ state }) => state === "owed");

	/** Everything works again: what was not acknowledged is delivered once more, and what is owed goes out. */
	async function settle(): Promise<void> {
		for (let round = 0; round < MOST_ROUNDS && wrong.length === 0; round++) {
			await playStep({ ...CALM, passMs: 10 * MINUTE, tick: round === 0 });
			if (round > 0 && !isOwed()) break;
			if (round > 0) continue;
			for (const happening of happenings.filter(({ acknowledged }) => !acknowledged)) {
				if (wrong.length > 0) return;
				const late = happening.firstAt !== undefined && clock.at - happening.firstAt >= LATEST_MS;
				if (late) continue;
				world.begin([]);
				steps += 1;
				const arrival = arrive(happening);
				await world.run(undefined, () => !arrival.over && timers.hurry());
				tell(CALM, [arrival], false);
				if (arrival.failed !== undefined) wrong.push(`${happening.event.key} failed by itself: ${arrival.failed}`);
				await check([arrival]);
			}
		}
		if (wrong.length === 0 && seen) wrong.push(...whatWasNotTold({ platform, seen, book, kept }, new Date(clock.at)));
	}

	for (const step of plan.steps) {
		await playStep(step);
		if (wrong.length > 0) break;
	}
	if (wrong.length === 0) await settle();
	world.kill(bot.life);
	const injected = world.injected();
	return { wrong, steps, deliveries, posts: platform.posts.length, injected, story, trace: world.trace };
}
