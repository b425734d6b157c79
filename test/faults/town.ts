// A town on strict Slack whose people thank each other without a pause, and who say everything again that got no answer,
// as Slack does. At the end it counts, in the book and on the platform, what became of each thing that was said.
// It knows the database by its address alone.
import { createLedger } from "../../src/ledger/ledger.ts";
import { verify } from "../../src/ledger/verify.ts";
import { openStorage } from "../../src/storage/open.ts";
import type { Storage } from "../../src/storage/storage.ts";
import { sign } from "../adapters/slack/strict/delivery.ts";
import { type Parcel, type StrictSlack, startStrictSlack } from "../adapters/slack/strict-slack.ts";
import { pause, until } from "./bot.ts";

export type Happening = {
	/** What the book can tell it by: the words of a thanks, the message of a reaction. */
	id: string;
	kind: "thanks" | "reaction";
	parcel: Parcel;
	acknowledged: boolean;
	tries: number;
};

/** What became of all that happened. */
export type Count = {
	acknowledged: number;
	/** Acknowledged, and not in the book; or a thanks whose public line never came. */
	lost: number;
	/** In the book more than once. */
	doubled: number;
	/** Never acknowledged although nothing was wrong any more, or owed, due and not sent. */
	stuck: number;
	/** Public lines on the platform that appear twice: Slack has no key that makes a repeated post one. */
	repeatedPosts: number;
	/** Laws of the book that are broken. */
	breaches: unknown[];
};

/** How long to wait for what is owed, and how far ahead something may be due. */
type Patience = { withinMs?: number; latestMs?: number };

export type Town = {
	slack: StrictSlack;
	/** How the bot reaches it; the database's address is for the caller to add. */
	settings: Record<string, string>;
	happened: Happening[];
	/** Where the bot is now; none while it is down. */
	aim(url: string | undefined): void;
	/** What the bot's clock says, for Slack's signatures: the wall's time unless told otherwise. */
	clock: { offsetMs: number };
	/** People begin to talk, or go on. */
	begin(): void;
	/** They stop to say new things, and repeat what got no answer until all have one. */
	calm(withinMs?: number): Promise<void>;
	/** When somebody was answered, oldest first, as the wall's time. */
	answeredAt: number[];
	/** Says once more what had an answer already: the last so many. */
	repeat(count: number): Promise<void>;
	/** Resolves once so many more got an answer. */
	untilMore(count: number, withinMs?: number): Promise<void>;
	/** Waits until the bot has said nothing on the platform for a while. */
	untilQuiet(): Promise<void>;
	/** Waits until nothing is owed that is due. */
	untilSent(databaseUrl: string, patience?: Patience): Promise<void>;
	/** Waits until nothing is owed that is due, and counts. */
	count(databaseUrl: string, patience?: Patience): Promise<Count>;
	close(): Promise<void>;
};

const NAMES = ["ana", "bo", "cy", "dee", "eli", "fay", "gus", "hal"];
const CHANNELS = ["general", "random", "help", "crew"];
const POLICY = JSON.stringify({ thanks: { perDay: 10_000, perPairPerDay: 10_000 } });
/** So many people talk at once, each with a breath in between. */
const TALKERS = 4;
const BREATH_MS = 12;
/** Slack's own patience is three seconds; then it sends again. */
const PATIENCE_MS = 3_000;
const AGAIN_MS = 100;
/** How far ahead a notice may be due: a reaction's waits for the end of its hour. */
export const LATEST_MS = 61 * 60_000;
/** Longer than the sender waits before it tries again for the first time. */
const QUIET_MS = 3_000;

export async function openTown(options: { slack?: StrictSlack } = {}): Promise<Town> {
	const slack = options.slack ?? (await startStrictSlack());
	const people = NAMES.map((name) => slack.addUser(name));
	const channels = CHANNELS.map((name) => slack.addChannel(name, { members: [...people, slack.bot] }));
	const happened: Happening[] = [];
	const answeredAt: number[] = [];
	const clock = { offsetMs: 0 };
	let url: string | undefined;
	let talking = false;
	const talkers: Promise<void>[] = [];

	function next(): Happening {
		const index = happened.length;
		const pick = <T>(from: T[], at: number): T => from[at % from.length] as T;
		const [giver, receiver] = [pick(people, index), pick(people, index * 3 + 1 + (index % 2))];
		const other = giver === receiver ? pick(people, index + 1) : receiver;
		const channel = pick(channels, index);
		const happening: Happening = { ...(index % 4 === 3 ? reaction() : thanks()), acknowledged: false, tries: 0 };
		happened.push(happening);
		return happening;

		function thanks() {
			const line = `/thanks @${NAMES[people.indexOf(other)]} for thing${index}`;
			return { id: `thing${index}`, kind: "thanks" as const, parcel: slack.compose.command(giver, channel, line) };
		}
		function reaction() {
			const message = slack.say(other, channel, "something kind");
			const parcel = slack.compose.reaction(giver, message, "bouquet", true);
			return { id: message.ts, kind: "reaction" as const, parcel };
		}
	}

	async function say(happening: Happening): Promise<void> {
		if (url === undefined) return;
		happening.tries += 1;
		if (!(await post(url, happening.parcel, slack.signingSecret, Date.now() + clock.offsetMs))) return;
		happening.acknowledged = true;
		answeredAt.push(Date.now());
	}

	async function talk(): Promise<void> {
		while (talking) {
			const happening = next();
			while (!happening.acknowledged && talking) {
				await say(happening);
				if (!happening.acknowledged) await pause(AGAIN_MS);
			}
			await pause(BREATH_MS);
		}
	}

	async function untilSent(databaseUrl: string, { withinMs = 30_000, latestMs = LATEST_MS }: Patience = {}) {
		const storage = await openStorage(databaseUrl, { migrate: false });
		const due = () => dueNotices(storage, new Date(Date.now() + clock.offsetMs), latestMs);
		try {
			await until("all that is due is sent", async () => (await due()) === 0, withinMs);
		} finally {
			await storage.close();
		}
	}

	const unanswered = () => happened.filter(({ acknowledged }) => !acknowledged);

	return {
		slack,
		settings: {
			SLACK_BOT_TOKEN: slack.botToken,
			SLACK_SIGNING_SECRET: slack.signingSecret,
			SLACK_API_URL: slack.apiUrl,
		},
		happened,
		clock,
		aim(to) {
			url = to && `${to}/slack/events`;
		},
		begin() {
			if (talking) return;
			talking = true;
			talkers.push(...Array.from({ length: TALKERS }, talk));
		},
		async calm(withinMs = 30_000) {
			talking = false;
			await Promise.all(talkers.splice(0));
			const end = performance.now() + withinMs;
			while (unanswered().length > 0 && performance.now() < end) {
				await Promise.all(unanswered().slice(0, TALKERS).map(say));
				if (unanswered().length > 0) await pause(AGAIN_MS);
			}
		},
		answeredAt,
		async repeat(count) {
			if (url === undefined) return;
			for (const { parcel } of happened.filter(({ acknowledged }) => acknowledged).slice(-count))
				await post(url, parcel, slack.signingSecret, Date.now() + clock.offsetMs);
		},
		untilMore(count, withinMs) {
			const goal = answeredAt.length + count;
			return until(`${count} more answers`, () => answeredAt.length >= goal, withinMs);
		},
		async untilQuiet() {
			for (let calls = -1; calls !== slack.calls.length; await pause(QUIET_MS)) calls = slack.calls.length;
		},
		untilSent,
		async count(databaseUrl, patience = {}) {
			await untilSent(databaseUrl, patience).catch(() => {});
			const { latestMs = LATEST_MS } = patience;
			const storage = await openStorage(databaseUrl, { migrate: false });
			try {
				const due = () => dueNotices(storage, new Date(Date.now() + clock.offsetMs), latestMs);
				const booked = await inTheBook(storage);
				const lines = linesById(slack);
				const waiting = await wordsOfOwed(storage);
				const isUnposted = ({ id, kind }: Happening) => kind === "thanks" && !lines.has(id) && !waiting.has(id);
				const times = (happening: Happening) => booked.get(happening.id) ?? 0;
				return {
					acknowledged: answeredAt.length,
					lost: happened.filter((one) => one.acknowledged && (times(one) === 0 || isUnposted(one))).length,
					doubled: happened.filter((one) => times(one) > 1).length,
					stuck: unanswered().length + (await due()),
					repeatedPosts: [...lines.values()].filter((posts) => posts > 1).length,
					breaches: (await verify(storage)).breaches,
				};
			} finally {
				await storage.close();
			}
		},
		async close() {
			talking = false;
			url = undefined;
			await Promise.all(talkers.splice(0));
			await slack.close();
		},
	};
}

/** A community of this town with an allowance that no test uses up. Makes the database. */
export async function settle(town: Town, databaseUrl: string): Promise<void> {
	const storage = await openStorage(databaseUrl);
	try {
		const { id, name } = town.slack.team;
		const ref = { platform: "slack", external: id, name };
		const { communityId } = await createLedger(storage).workspaceFor(ref, "UTC", new Date());
		await storage.db.community.update({ where: { id: communityId }, data: { policy: POLICY } });
	} finally {
		await storage.close();
	}
}

/** True when it was answered, and not with an apology: a person who reads one tries again. */
async function post(url: string, { kind, payload }: Parcel, secret: string, now: number): Promise<boolean> {
	const event = kind === "events_api";
	const fields = Object.fromEntries(Object.entries(payload).map(([key, value]) => [key, String(value)]));
	const body = event ? JSON.stringify(payload) : new URLSearchParams(fields).toString();
	const stamp = String(Math.floor(now / 1000));
	try {
		const response = await fetch(url, {
			method: "POST",
			body,
			headers: {
				"content-type": event ? "application/json" : "application/x-www-form-urlencoded",
				"x-slack-request-timestamp": stamp,
				"x-slack-signature": sign(secret, stamp, body),
			},
			signal: AbortSignal.timeout(PATIENCE_MS),
		});
		const said = await response.text();
		return response.ok && (event || said.includes("Sent"));
	} catch {
		return false;
	}
}

/** How often each thing that happened is in the book, by its id: what was given for it, and reactions by their message. */
export async function inTheBook({ db }: Storage): Promise<Map<string, number>> {
	const times = new Map<string, number>();
	const add = (id: string | undefined) => id && times.set(id, (times.get(id) ?? 0) + 1);
	for (const { text } of await db.words.findMany({ where: { kind: "thanks" } })) add(/thing\d+/.exec(text)?.[0]);
	const reactions = await db.reaction.findMany({ where: { entryId: { not: null } } });
	for (const { message } of reactions) add(message);
	// Two entries of one reaction would have but one row; the difference is charged to the first.
	const entries = await db.entry.count({ where: { kind: "reaction" } });
	for (let extra = entries - reactions.length; extra > 0; extra--) add(reactions[0]?.message);
	return times;
}

/** Owed, and due; or due at a time that no notice is given: a reaction waits for the end of its hour, and none longer. */
export const dueNotices = ({ db }: Storage, now: Date, latestMs: number): Promise<number> =>
	db.notice.count({
		where: {
			state: "owed",
			OR: [{ dueAt: { lte: now } }, { dueAt: { gt: new Date(now.getTime() + latestMs) } }],
		},
	});

/** What was thanked for in the lines that are still to be posted. */
export async function wordsOfOwed({ db }: Storage): Promise<Set<string>> {
	const owed = await db.notice.findMany({ where: { state: "owed", kind: "thanks" } });
	const entries = owed.map(({ data }) => (JSON.parse(data) as { entryId: number }).entryId);
	const words = await db.words.findMany({ where: { kind: "thanks", ownerId: { in: entries } } });
	return new Set(words.map(({ text }) => /thing\d+/.exec(text)?.[0] ?? ""));
}

/** In how many public messages of the bot each thanks is told. */
function linesById({ world }: StrictSlack): Map<string, number> {
	const lines = new Map<string, number>();
	for (const { author, text, channel } of world.messages) {
		const id = author === world.bot && world.channels.get(channel)?.kind === "public" && /thing\d+/.exec(text)?.[0];
		if (id) lines.set(id, (lines.get(id) ?? 0) + 1);
	}
	return lines;
}
