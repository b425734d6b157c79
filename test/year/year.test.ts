// A year of a team of forty, twenty on Slack and twenty on Discord, lived twice from one seed: by a bot on SQLite and by one
// on PostgreSQL, against the platforms' strict servers. After every week the books hold and say the same, what was owed
// stands where it belongs, once, and nobody heard more than was promised. A breach names its seed and its week.
import { copyFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, expect, inject, test } from "vitest";
import { verify } from "../../src/ledger/verify.ts";
import type { Row } from "../../src/storage/tables.ts";
import { createRandom } from "../simulation/random.ts";
import { freshFolder } from "../storage/fresh.ts";
import { dropDatabases, freshDatabase } from "../storage/postgres-fresh.ts";
import { differences, rowsOf } from "./books.ts";
import { type Crew, namesFrom } from "./crew.ts";
import { missedOrDoubled } from "./deliveries.ts";
import { brokenPromises } from "./promises.ts";
import { type Act, createScript } from "./script.ts";
import { openTheatre, type Theatre } from "./theatre.ts";

const WEEKS = Number(process.env["YEAR_WEEKS"] ?? 52);
const SEED = Number(process.env["YEAR_SEED"] ?? Date.now() % 2 ** 31);
/** A Monday. */
const BEGIN = new Date("2026-01-05T00:00:00Z");
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const EACH = 20;
const WORKING_DAYS = 5;

type Notices = Map<string, Row<"Notice">>;

const random = createRandom(SEED);
const clock = { at: BEGIN.getTime(), now: () => new Date(clock.at) };
const theatres: Theatre[] = [];

afterAll(async () => {
	for (const theatre of theatres) await theatre.close();
	await dropDatabases();
});

test(`${WEEKS} weeks of forty people, seed ${SEED}`, async () => {
	const path = join(await freshFolder(), "goodturn.db");
	await copyFile(join(inject("temporary"), "template.db"), path);
	theatres.push(await openTheatre("SQLite", `file:${path}`, clock.now));
	theatres.push(await openTheatre("PostgreSQL", await freshDatabase("migrated"), clock.now));
	const newName = namesFrom(random);
	const crews = (["slack", "discord"] as const).map(
		(platform): Crew => ({ platform, here: Array.from({ length: EACH }, newName), left: [] }),
	);
	await settleIn(crews);
	const [first] = theatres;
	if (!first) throw new Error("there is no theatre");
	const script = createScript(random, crews, newName, first.storage);
	const seen = new Map(theatres.map((theatre) => [theatre, new Map() as Notices]));
	const last: string[] = [];

	for (let week = 1; week <= WEEKS; week++) {
		const begun = performance.now();
		let acts = 0;
		for (let day = 0; day < 7; day++) {
			await moveTo(BEGIN.getTime() + ((week - 1) * 7 + day) * 24 * HOUR + 9.5 * HOUR);
			if (day >= WORKING_DAYS) continue;
			const comings = day === 0 ? script.comings() : [];
			for (let left = comings.length + 10 + random.below(11); left > 0; left--) {
				const today = comings.length > 0 ? comings.splice(0) : await script.next();
				for (const act of today) {
					await moveTo(clock.at + (2 + random.below(12)) * MINUTE);
					last.push(`${clock.now().toISOString()} ${act.what}`);
					await play(act);
					acts += 1;
				}
			}
		}
		await moveTo(BEGIN.getTime() + week * 7 * 24 * HOUR - MINUTE);
		const breaches = await breachesOf(seen);
		const seconds = ((performance.now() - begun) / 1000).toFixed(1);
		process.stdout.write(
			`week ${week}: ${acts} acts, ${seconds} s${breaches.length ? `, ${breaches.length} breaches` : ""}\n`,
		);
		expect(
			breaches,
			`seed ${SEED}, week ${week}, last:\n${last.slice(-40).join("\n")}\n${breaches.join("\n")}`,
		).toEqual([]);
	}
});

/** Everybody comes, the bot is invited, and plain messages count. */
async function settleIn(crews: readonly Crew[]): Promise<void> {
	for (const { stages } of theatres) {
		for (const { platform, here } of crews) for (const name of here) stages[platform].join(name);
		await stages.slack.invite();
		for (const { platform, here } of crews) await stages[platform].set(here[0] ?? "", "Ways", { inMessages: "yes" });
	}
}

async function play({ what, platform, play: act }: Act): Promise<void> {
	const came = await Promise.all(theatres.map(({ stages }) => act(stages[platform])));
	expect(new Set(came).size, `${what} came to ${came} (seed ${SEED})`).toBe(1);
	await catchUp();
}

const catchUp = (): Promise<unknown> => Promise.all(theatres.map(({ bot }) => bot.catchUp()));

/** In steps, with what comes due in each. */
async function moveTo(at: number): Promise<void> {
	while (clock.at < at) {
		clock.at = Math.min(at, clock.at + 6 * HOUR);
		await catchUp();
	}
}

async function breachesOf(seen: Map<Theatre, Notices>): Promise<string[]> {
	const breaches: string[] = [];
	for (const theatre of theatres) {
		const report = (found: string[]) => breaches.push(...found.map((what) => `${theatre.name}: ${what}`));
		const { breaches: laws } = await verify(theatre.storage);
		report(laws.map(({ law, what }) => `${law}: ${what}`));
		report(await breachesOfPromises(theatre, seen.get(theatre) ?? new Map()));
		report([...theatre.errors(), ...theatre.stages.slack.violations(), ...theatre.stages.discord.violations()]);
	}
	const [one, other] = theatres;
	if (one && other) {
		breaches.push(...(await differences(one.storage, other.storage)));
		breaches.push(...heardDifferently(one, other));
	}
	return breaches;
}

/** `notices` keeps those of the whole year: the book forgets them after a while. */
async function breachesOfPromises({ storage, stages }: Theatre, notices: Notices): Promise<string[]> {
	for (const row of await rowsOf(storage, "Notice", ["communityId", "id"]))
		notices.set(`${row.communityId}:${row.id}`, row);
	const [members, communities] = [await rowsOf(storage, "Member", ["id"]), await rowsOf(storage, "Community", ["id"])];
	const channels = await rowsOf(storage, "Channel", ["id"]);
	const workspaces = await rowsOf(storage, "Workspace", ["id"]);
	const all = [...notices.values()];
	const late = all.filter(({ state, dueAt }) => state === "owed" && dueAt <= clock.now());
	const facts = { notices: all, members, communities };
	const deliveries = workspaces.flatMap(({ id: workspaceId, platform }) =>
		missedOrDoubled({
			notices: all.filter((notice) => notice.workspaceId === workspaceId),
			placeOf: ({ communityId, channelId, memberId }) => {
				const same = (row: { communityId: number; id: number }) =>
					row.communityId === communityId && row.id === (channelId ?? memberId);
				return channelId === null ? `@${members.find(same)?.name}` : `#${channels.find(same)?.name}`;
			},
			posted: platform === "slack" ? stages.slack.posted() : stages.discord.posted(),
		}).map((what) => `${platform}: ${what}`),
	);
	return [
		...late.map(({ id, kind }) => `notice ${id} (${kind}) is owed and not sent`),
		...deliveries,
		...brokenPromises(facts),
	];
}

/** What was said to whom, by everybody's words. */
function heardDifferently(one: Theatre, other: Theatre): string[] {
	return (["slack", "discord"] as const).flatMap((platform) => {
		const [mine, yours] = [one, other].map(({ stages }) =>
			stages[platform]
				.posted()
				.map(({ to, words }) => `${to}: ${words}`)
				.sort(),
		);
		const at = mine?.findIndex((words, index) => words !== yours?.[index]) ?? -1;
		return at < 0 && mine?.length === yours?.length
			? []
			: [`${platform}: “${mine?.[at]}” on one, “${yours?.[at]}” on the other`];
	});
}
