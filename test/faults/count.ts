// What became of each thing that was said, as the book and the platform tell it at the end. It knows neither the platform nor
// the database.
import { createLedger } from "../../src/ledger/ledger.ts";
import { verify } from "../../src/ledger/verify.ts";
import { openStorage } from "../../src/storage/open.ts";
import type { Storage } from "../../src/storage/storage.ts";
import { until } from "./bot.ts";

/** Something that somebody said, and whether the bot answered. */
export type Said = {
	/** What the book can tell it by: the words of a thanks, the message of a reaction. */
	id: string;
	kind: "thanks" | "reaction";
	acknowledged: boolean;
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
export type Patience = { withinMs?: number; latestMs?: number };

/** An allowance that no test uses up, and a line for each thanks, by which it is found. */
const POLICY = JSON.stringify({ thanks: { perDay: 10_000, perPairPerDay: 10_000, pileMinutes: 0 } });

/** How far ahead a notice may be due: a reaction's waits for the end of its hour. */
export const LATEST_MS = 61 * 60_000;

/** A community where everybody may thank as they like. Makes the database. */
export async function settleCommunity(
	workspace: { platform: string; external: string; name: string },
	databaseUrl: string,
): Promise<void> {
	const storage = await openStorage(databaseUrl);
	try {
		const { communityId } = await createLedger(storage).workspaceFor(workspace, "UTC", new Date());
		await storage.db.community.update({ where: { id: communityId }, data: { policy: POLICY } });
	} finally {
		await storage.close();
	}
}

/** Waits until nothing is owed that is due. */
export async function untilSent(
	databaseUrl: string,
	clock: { offsetMs: number },
	{ withinMs = 30_000, latestMs = LATEST_MS }: Patience = {},
): Promise<void> {
	const storage = await openStorage(databaseUrl, { migrate: false });
	const due = () => dueNotices(storage, new Date(Date.now() + clock.offsetMs), latestMs);
	try {
		await until("all that is due is sent", async () => (await due()) === 0, withinMs);
	} finally {
		await storage.close();
	}
}

export type Counting = {
	databaseUrl: string;
	happened: readonly Said[];
	/** What the bot's clock says. */
	clock: { offsetMs: number };
	/** In how many public messages of the bot each thanks is told, by its id. */
	lines(): Map<string, number>;
	patience?: Patience | undefined;
};

/** Waits until nothing is owed that is due, and counts. */
export async function countAll({ databaseUrl, happened, clock, lines, patience = {} }: Counting): Promise<Count> {
	await untilSent(databaseUrl, clock, patience).catch(() => {});
	const storage = await openStorage(databaseUrl, { migrate: false });
	try {
		const booked = await inTheBook(storage);
		// In this order: a line that is posted meanwhile is among both, and not among neither.
		const waiting = await wordsOfOwed(storage);
		const posted = lines();
		const isUnposted = ({ id, kind }: Said) => kind === "thanks" && !posted.has(id) && !waiting.has(id);
		const times = ({ id }: Said) => booked.get(id) ?? 0;
		const answered = happened.filter(({ acknowledged }) => acknowledged);
		const due = await dueNotices(storage, new Date(Date.now() + clock.offsetMs), patience.latestMs ?? LATEST_MS);
		return {
			acknowledged: answered.length,
			lost: answered.filter((one) => times(one) === 0 || isUnposted(one)).length,
			doubled: happened.filter((one) => times(one) > 1).length,
			stuck: happened.length - answered.length + due,
			repeatedPosts: [...posted.values()].filter((posts) => posts > 1).length,
			breaches: (await verify(storage)).breaches,
		};
	} finally {
		await storage.close();
	}
}

/** How often each thing that happened is in the book, by its id: what was given for it, and reactions by their message. */
async function inTheBook({ db }: Storage): Promise<Map<string, number>> {
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
const dueNotices = ({ db }: Storage, now: Date, latestMs: number): Promise<number> =>
	db.notice.count({
		where: {
			state: "owed",
			OR: [{ dueAt: { lte: now } }, { dueAt: { gt: new Date(now.getTime() + latestMs) } }],
		},
	});

/** What was thanked for in the lines that are still to be posted. */
async function wordsOfOwed({ db }: Storage): Promise<Set<string>> {
	const owed = await db.notice.findMany({ where: { state: "owed", kind: "thanks" } });
	const entries = owed.map(({ data }) => (JSON.parse(data) as { entryId: number }).entryId);
	const words = await db.words.findMany({ where: { kind: "thanks", ownerId: { in: entries } } });
	return new Set(words.map(({ text }) => /thing\d+/.exec(text)?.[0] ?? ""));
}
