// End to end: the bot as a process of its own, signed requests from another one, notices going out to a platform that takes
// its time to answer. At the end everything that was acknowledged must be in the book, owed or told exactly once.
import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { createLedger } from "../../src/ledger/ledger.ts";
import { verify } from "../../src/ledger/verify.ts";
import { openStorage } from "../../src/storage/open.ts";
import type { Storage } from "../../src/storage/storage.ts";
import { probeUrl } from "./growth/books.ts";
import type { DiscordOrder, DiscordSays } from "./http/discord-platform.ts";
import type { LoadKind, LoadOrder, LoadResult } from "./http/slack-load.ts";
import type { PlatformCounts, PlatformSays } from "./http/slack-platform.ts";
import { TEAM } from "./http/team.ts";
import { startWorker, type Worker } from "./http/worker.ts";
import type { Probed } from "./probe.ts";
import { type Bot, launch } from "./process.ts";
import { withPostgres } from "./server.ts";
import { number, printTable } from "./table.ts";
import { booksOnServer } from "./write/books.ts";

export type HttpSizes = { seconds: number; connections: number; flags: string[]; kinds: LoadKind[] };

export type LoadFigures = {
	name: string;
	count: number;
	perSecond: number;
	ms: { median: number; p99: number; most: number };
	/** What the bot computed meanwhile, for each request, in µs: with the notices that went out. */
	cpuMicros: number;
};

export type HttpFigures = {
	platform: "Slack" | "Discord";
	database: "SQLite" | "PostgreSQL";
	connections: number;
	answerAfterMs: number;
	loads: LoadFigures[];
	/** Of the bot, once it had warmed up. */
	bot: Probed & { rssMb: number };
	/** Thanks acknowledged and reactions, what of it was owed at the end, told, and told twice. */
	notices: { thanks: number; owed: number; sent: number; posted: number; doubled: number };
};

const ANSWER_AFTER_MS = 100;
const PEOPLE = 1_000;
const CHANNELS = 200;
const SECRET = "signing-secret";
/** Nobody is refused: what is measured is giving. */
const POLICY = JSON.stringify({ thanks: { perDay: 10_000, perPairPerDay: 10_000 } });

export async function* measureHttp(folder: string, sizes: HttpSizes): AsyncGenerator<HttpFigures> {
	const onFile = (name: string) => `file:${resolve(join(folder, `${name}.db`))}`;
	yield await measureSlack(folder, sizes, onFile("slack"));
	yield await withPostgres(async (server) => measureSlack(folder, sizes, await booksOnServer(server).make("slack")));
	yield await measureDiscord(folder, sizes, onFile("discord"));
}

async function measureSlack(folder: string, sizes: HttpSizes, databaseUrl: string): Promise<HttpFigures> {
	await prepare(databaseUrl, { platform: "slack", external: TEAM.id, name: TEAM.name });
	const platform = startWorker("http/slack-platform.js");
	const load = startWorker("http/slack-load.js");
	try {
		const said = await platform.ask<PlatformSays>({ answerAfterMs: ANSWER_AFTER_MS });
		const apiUrl = "url" in said ? said.url : "";
		const slack = { SLACK_API_URL: apiUrl, SLACK_BOT_TOKEN: "xoxb-bench", SLACK_SIGNING_SECRET: SECRET };
		return await measureBot(
			"Slack",
			folder,
			sizes,
			databaseUrl,
			slack,
			platform,
			(bot, from) => async (kind, bound) => {
				const port = Number(new URL(bot.url).port);
				const { connections } = sizes;
				const order: LoadOrder = {
					kind,
					port,
					secret: SECRET,
					connections,
					...bound,
					people: PEOPLE,
					channels: CHANNELS,
					from,
				};
				return load.ask<LoadResult>(order);
			},
		);
	} finally {
		platform.end();
		load.end();
	}
}

async function measureDiscord(folder: string, sizes: HttpSizes, databaseUrl: string): Promise<HttpFigures> {
	const discord = startWorker("http/discord-platform.js");
	try {
		const said = await discord.ask<DiscordSays>({ answerAfterMs: ANSWER_AFTER_MS });
		if (!("url" in said)) throw new Error("Discord did not say where it is");
		await prepare(databaseUrl, { platform: "discord", external: said.guild, name: "Team" });
		const settings = { DISCORD_API_URL: said.url, DISCORD_TOKEN: "bench" };
		const kinds = sizes.kinds.filter((kind) => kind === "thanks");
		return await measureBot(
			"Discord",
			folder,
			{ ...sizes, kinds },
			databaseUrl,
			settings,
			discord,
			(_bot, from) => async (_kind, bound) => {
				const order: DiscordOrder = { kind: "thanks", lanes: sizes.connections, ...bound, people: PEOPLE, from };
				return discord.ask<LoadResult>(order);
			},
		);
	} finally {
		discord.end();
	}
}

type Bound = Pick<LoadOrder, "forMs" | "count">;
type Deliver = (kind: LoadKind, bound: Bound) => Promise<LoadResult>;

async function measureBot(
	platform: HttpFigures["platform"],
	folder: string,
	sizes: HttpSizes,
	databaseUrl: string,
	settings: Record<string, string>,
	worker: Worker,
	deliverFrom: (bot: Bot, from: number) => Deliver,
): Promise<HttpFigures> {
	const probeFile = resolve(join(folder, "http-probe.json"));
	const environment = { DATABASE_URL: databaseUrl, BENCH_PROBE: probeFile, ...settings };
	const bot = await launch(environment, folder, ["--import", probeUrl(), ...sizes.flags]);
	const { loads, thanks } = await deliver(bot, sizes, deliverFrom);
	const rssMb = await bot.rssMb();
	await bot.stop();
	const counts = await worker.ask<PlatformSays>("counts");
	if (!("counts" in counts)) throw new Error("the platform did not count");
	const probed = JSON.parse(await readFile(probeFile, "utf8")) as Probed;
	const notices = await settled(databaseUrl, thanks, counts.counts);
	const database = databaseUrl.startsWith("file:") ? "SQLite" : "PostgreSQL";
	const { connections } = sizes;
	return { platform, database, connections, answerAfterMs: ANSWER_AFTER_MS, loads, bot: { ...probed, rssMb }, notices };
}

const open = (databaseUrl: string): Promise<Storage> =>
	openStorage(databaseUrl, {
		migrations: resolve("prisma/migrations", databaseUrl.startsWith("file") ? "sqlite" : "postgresql"),
	});

/** The team's community, with a policy that refuses nobody. */
async function prepare(databaseUrl: string, ref: { platform: string; external: string; name: string }): Promise<void> {
	if (databaseUrl.startsWith("file:")) {
		await promisify(execFile)(process.execPath, ["prisma/migrate.mjs", databaseUrl.slice("file:".length)]);
	}
	const storage = await open(databaseUrl);
	const { communityId } = await createLedger(storage).workspaceFor(ref, "Europe/Berlin", new Date());
	await storage.db.community.update({ where: { id: communityId }, data: { policy: POLICY } });
	await storage.close();
}

type Delivered = { loads: LoadFigures[]; thanks: number };

async function deliver(
	bot: Bot,
	sizes: HttpSizes,
	deliverFrom: (bot: Bot, from: number) => Deliver,
): Promise<Delivered> {
	const { seconds } = sizes;
	let from = 1;
	const run = async (kind: LoadKind, bound: Bound): Promise<LoadResult> => {
		const result = await deliverFrom(bot, from)(kind, bound);
		from += result.count;
		if (result.failures > 0)
			throw new Error(`${result.failures} of ${result.count} failed, such as: ${result.example}`);
		return result;
	};
	// Everybody is met once: what a bot looks up in its first minutes is not what it does all day.
	const met = await run("thanks", { count: PEOPLE });
	process.kill(bot.pid, "SIGUSR2");
	const loads: LoadFigures[] = [];
	let thanks = met.count;
	for (const kind of KINDS.filter((one) => sizes.kinds.includes(one))) {
		// The longest is what people do most.
		const before = await bot.cpuSeconds();
		const result = await run(kind, { forMs: seconds * (kind === "thanks" ? 1_000 : 500) });
		if (kind === "thanks") thanks += result.count;
		const cpuMicros = (((await bot.cpuSeconds()) - before) * 1e6) / result.count;
		loads.push(figuresOf(NAMES[kind], result, cpuMicros));
	}
	return { loads, thanks };
}

const NAMES: Record<LoadKind, string> = {
	hello: "/goodturn help, which changes nothing",
	thanks: "/thanks @…",
	reaction: "a reaction",
};
export const KINDS = Object.keys(NAMES) as LoadKind[];

function figuresOf(name: string, { count, seconds, times }: LoadResult, cpuMicros: number): LoadFigures {
	const sorted = [...times].sort((a, b) => a - b);
	const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
	return { name, count, perSecond: count / seconds, ms: { median: at(0.5), p99: at(0.99), most: at(1) }, cpuMicros };
}

/** Throws where something acknowledged is not in the book, not told and not owed, or told twice. */
async function settled(databaseUrl: string, thanks: number, counts: PlatformCounts): Promise<HttpFigures["notices"]> {
	const storage = await open(databaseUrl);
	try {
		const { ok, breaches } = await verify(storage);
		if (!ok) throw new Error(`the book is not in order: ${JSON.stringify(breaches[0])}`);
		const entries = await storage.db.entry.count({ where: { kind: "thanks" } });
		const ofThanks = (state: string) => storage.db.notice.count({ where: { kind: "thanks", state } });
		const [owed, sent] = [await ofThanks("owed"), await ofThanks("sent")];
		const figures = { thanks, owed, sent, posted: counts.posted, doubled: counts.doubled };
		const right = entries === thanks && owed + sent === thanks && counts.doubled === 0 && sent <= counts.posted;
		if (!right) throw new Error(`not everything was told once: ${JSON.stringify({ entries, ...figures })}`);
		return figures;
	} finally {
		await storage.close();
	}
}

export function printHttp(figures: HttpFigures): void {
	const { platform, database, connections, answerAfterMs, loads, bot, notices } = figures;
	const how =
		platform === "Slack"
			? `signed requests over ${connections} connections`
			: `${connections} interactions at once over the gateway`;
	printTable(
		`${platform} end to end on ${database}: ${how}, acknowledged after commit; posting takes ${answerAfterMs} ms`,
		[
			["what", "requests", "a second", "median ms", "p99 ms", "most ms", "processor µs"],
			...loads.map(({ name, count, perSecond, ms, cpuMicros }) => [
				name,
				number(count),
				number(perSecond),
				number(ms.median, 1),
				number(ms.p99, 1),
				number(ms.most, 1),
				number(cpuMicros),
			]),
		],
	);
	const { stallMs, rssMb, peakRssMb, cpuSeconds } = bot;
	process.stdout.write(
		`\nThe bot's event loop stood still for at most ${number(stallMs.most, 1)} ms (p99 ${number(stallMs.p99, 1)}); memory ${number(rssMb)} MB, at most ${number(peakRssMb)} MB; ${number(cpuSeconds, 1)} s of processor.\n`,
	);
	const { thanks, owed, sent, posted, doubled } = notices;
	process.stdout.write(
		`Of ${number(thanks)} thanks acknowledged, ${number(sent)} are told and ${number(owed)} owed; the platform saw ${number(posted)}, ${doubled} of them twice. verify finds the book in order.\n`,
	);
}
