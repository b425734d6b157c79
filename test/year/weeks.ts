// Weeks of a team of forty, twenty on Slack and twenty on Discord, lived twice from one seed: by a bot on SQLite and by one
// on PostgreSQL, against the platforms' strict servers. An act begins when all that is due before it has been sent in both.
import { copyFile } from "node:fs/promises";
import { join } from "node:path";
import { inject } from "vitest";
import { createRandom } from "../simulation/random.ts";
import { freshFolder } from "../storage/fresh.ts";
import { dropDatabases, freshDatabase } from "../storage/postgres-fresh.ts";
import type { Act } from "./acts.ts";
import { differences } from "./books.ts";
import { type Crew, groupsOf, namesFrom } from "./crew.ts";
import { createObserver, heardDifferently } from "./observer.ts";
import { createPlay, type Play } from "./script.ts";
import { openTheatre, type Theatre } from "./theatre.ts";

/** A Monday. */
const BEGIN = new Date("2026-01-05T00:00:00Z");
const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const EACH = 20;
const WORKING_DAYS = 5;
/** So many things happen on one of them. */
const FEWEST = 12;
const MOST = 24;
/** So far the clock goes at once, with what comes due on the way. */
const STEP = 6 * HOUR;
/** What a platform or a database was too slow for is tried again after a while; after so many there is something wrong. */
const WAIT = 5 * SECOND;
const WAITS = 100;

export type Week = { week: number; acts: number; seconds: number };
export type Year = {
	acts: number;
	/** How many notices were sent on each database. */
	sent: number;
	/** How often each kind of act came to something, each kind of notice was sent, and each kind of entry was made. */
	seen: Map<string, number>;
};

export type YearOptions = { weeks: number; seed: number; onWeek(week: Week): void };

/** Plays, and throws with the seed, the week and what came last where something is not as it should be. */
export async function playWeeks({ weeks, seed, onWeek }: YearOptions): Promise<Year> {
	const opened = await openTheatres();
	const { theatres, clock } = opened;
	const [first, other] = theatres;
	const observers = theatres.map(createObserver);
	const seen = new Map<string, number>();
	const last: string[] = [];
	const fail = (what: string): never => {
		throw new Error(`seed ${seed}: ${what}\nlast:\n${last.slice(-40).join("\n")}`);
	};

	/** Everything that was heard is done, and all that is due stands on the platforms. */
	async function settle(from: number): Promise<void> {
		for (let waits = 0; ; waits++) {
			const owed = (await Promise.all(theatres.map((theatre) => theatre.catchUp()))).flat();
			if (owed.length === 0) break;
			if (waits === WAITS) fail(`still owed: ${owed.join("; ")}`);
			clock.at += WAIT;
		}
		for (const observer of observers) await observer.note(from, clock.at);
	}

	async function moveTo(at: number): Promise<void> {
		while (clock.at < at) {
			clock.at = Math.min(at, clock.at + STEP);
			await settle(clock.at);
		}
	}

	async function play({ kind, what, play: act }: Act): Promise<void> {
		last.push(`${clock.now().toISOString()} ${what}`);
		const from = clock.at;
		const came = await Promise.all(theatres.map((theatre) => act(theatre))).catch((error: unknown) =>
			fail(`${what} failed: ${error}`),
		);
		await settle(from);
		const [result] = came;
		if (came.some((one) => one !== result)) fail(`${what} came to ${came}`);
		const was = result === "no button" || result === "no message" ? `${kind}: ${result}` : kind;
		seen.set(was, (seen.get(was) ?? 0) + 1);
	}

	async function playWeek(script: Play, monday: number): Promise<number> {
		let acts = 0;
		for (let day = 0; day < 7; day++) {
			let at = monday + day * DAY + 9.5 * HOUR;
			await moveTo(at);
			if (day >= WORKING_DAYS) continue;
			const comings = day === 0 ? await script.comings() : [];
			for (let left = FEWEST + random.below(MOST - FEWEST + 1); left > 0; left--) {
				for (const act of [...comings.splice(0), ...(await script.next())]) {
					at += (2 + random.below(12)) * MINUTE;
					await moveTo(at);
					await play(act);
					acts += 1;
				}
			}
		}
		await moveTo(monday + 7 * DAY - MINUTE);
		return acts;
	}

	const random = createRandom(seed);
	const newName = namesFrom(random);
	const crews = (["slack", "discord"] as const).map(
		(platform): Crew => ({ platform, here: Array.from({ length: EACH }, newName), left: [] }),
	);
	let said = 0;
	try {
		await settleIn(theatres, crews);
		await settle(clock.at);
		const script = createPlay({ random, crews, newName, storage: first.storage, count: () => ++said });
		let acts = 0;
		for (let week = 1; week <= weeks; week++) {
			const begun = performance.now();
			const inWeek = await playWeek(script, BEGIN.getTime() + (week - 1) * 7 * DAY);
			acts += inWeek;
			const breaches = [...(await differences(first.storage, other.storage)), ...heardDifferently(first, other)];
			for (const [index, { name }] of theatres.entries())
				for (const what of (await observers[index]?.breaches()) ?? []) breaches.push(`${name}: ${what}`);
			onWeek({ week, acts: inWeek, seconds: (performance.now() - begun) / SECOND });
			if (breaches.length > 0) fail(`week ${week}: ${breaches.join("\n")}`);
		}
		const sent = (observers[0]?.notices() ?? []).filter(({ state }) => state === "sent");
		for (const { kind } of sent) seen.set(`notice ${kind}`, (seen.get(`notice ${kind}`) ?? 0) + 1);
		for (const { kind } of await first.storage.db.entry.findMany({ select: { kind: true } }))
			seen.set(`entry ${kind}`, (seen.get(`entry ${kind}`) ?? 0) + 1);
		return { acts, sent: sent.length, seen };
	} finally {
		await opened.close();
	}
}

async function openTheatres() {
	const clock = { at: BEGIN.getTime(), now: () => new Date(clock.at) };
	const path = join(await freshFolder(), "goodturn.db");
	await copyFile(join(inject("temporary"), "template.db"), path);
	const theatres: [Theatre, Theatre] = [
		await openTheatre("SQLite", `file:${path}`, clock.now),
		await openTheatre("PostgreSQL", await freshDatabase("migrated"), clock.now),
	];
	return {
		clock,
		theatres,
		async close() {
			for (const theatre of theatres) await theatre.close();
			await dropDatabases();
		},
	};
}

/** Everybody comes, the bot is invited, and plain messages count. */
async function settleIn(theatres: readonly Theatre[], crews: readonly Crew[]): Promise<void> {
	for (const { stages } of theatres) {
		for (const crew of crews) {
			const stage = stages[crew.platform];
			for (const name of crew.here) stage.join(name);
			for (const [group, people] of Object.entries(groupsOf(crew))) stage.group(group, people);
		}
		await stages.slack.invite();
		for (const { platform, here } of crews) await stages[platform].set(here[0] ?? "", "Ways", { inMessages: "yes" });
	}
}
