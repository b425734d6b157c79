// What became of everything that happened, counted in the book and on the platform when all has come to rest.
import { verify } from "../../src/ledger/verify.ts";
import type { Storage } from "../../src/storage/storage.ts";
import type { StrictSlack } from "../adapters/slack/strict-slack.ts";
import { until } from "../faults/bot.ts";
import type { Happening } from "./crowd.ts";
import type { Fleet, Kill } from "./fleet.ts";
import type { Accepted } from "./gate.ts";

export type Count = {
	acknowledged: number;
	refused: number;
	/** No answer, whatever was tried: it may be in the book, once. */
	unanswered: number;
	/** Acknowledged, and not in the book; or in the book, and its line never came. */
	lost: number;
	/** In the book more than once; refused, and in the book. */
	doubled: number;
	/** Owed, due and not sent. */
	owed: number;
	boards: {
		/** Channels that were owed one, and that got one or more. */
		due: number;
		posted: number;
		/** In the book: one for each channel. */
		inTheBook: number;
	};
	/** Messages that appear again because their sender was killed between the platform's yes and the book's. */
	sentAgainAfterKill: number;
	/** Messages that appear again for no such reason: what is known of the two. */
	sentTwice: Repeat[];
	breaches: unknown[];
	/** How long an answer took, of the attempts that were answered. */
	answerMs: { median: number; p99: number; longest: number };
	/** From when a line was due to when it was sent. */
	lineMs: { median: number; p99: number; longest: number };
	/** After each kill: until a bot was there again, and until all was sent that was due at that moment. */
	openAgainMs: number[];
	caughtUpMs: number[];
};

type Seen = { storage: Storage; slack: StrictSlack; happened: Happening[]; fleet: Fleet; channels: string[] };

/** Waits until nothing is owed that is due, as long as it takes a dead process's destinations to come free. */
export async function countAll({ storage, slack, happened, fleet, channels }: Seen, withinMs: number): Promise<Count> {
	const owed = () => storage.db.notice.count({ where: { state: "owed", dueAt: { lte: new Date() } } });
	await until("all that is due is sent", async () => (await owed()) === 0, withinMs).catch(() => {});
	const [times, lines] = [await timesInTheBook(storage), linesOf(slack, channels)];
	const inTheBook = ({ id }: Happening) => times.get(id) ?? 0;
	const hasNoLine = (one: Happening) => one.kind !== "reaction" && inTheBook(one) > 0 && !lines.has(one.id);
	const of = (fate: Happening["fate"]) => happened.filter((one) => one.fate === fate);
	const again = [...lines.values()].flatMap((posts) => repeats(posts, fleet.accepted));
	const sent = await storage.db.notice.findMany({ where: { state: "sent" }, select: { dueAt: true, sentAt: true } });
	return {
		acknowledged: of("done").length,
		refused: of("refused").length,
		unanswered: of("unanswered").length,
		lost: of("done").filter((one) => inTheBook(one) === 0).length + happened.filter(hasNoLine).length,
		doubled: happened.filter((one) => inTheBook(one) > (one.fate === "refused" ? 0 : 1)).length,
		owed: await owed(),
		boards: {
			due: channels.length,
			posted: channels.filter((channel) => lines.has(`board in ${channel}`)).length,
			inTheBook: await storage.db.notice.count({ where: { kind: "board" } }),
		},
		sentAgainAfterKill: again.filter(isByKill).length,
		sentTwice: again.filter((one) => !isByKill(one)),
		breaches: (await verify(storage)).breaches,
		answerMs: spread(happened.filter(({ answeredMs }) => answeredMs > 0).map(({ answeredMs }) => answeredMs)),
		lineMs: spread(sent.map(({ dueAt, sentAt }) => Math.max(0, Number(sentAt) - Number(dueAt)))),
		openAgainMs: fleet.kills.map(({ openAgainMs }) => openAgainMs),
		caughtUpMs: fleet.kills.map((kill) => caughtUp(kill, sent)),
	};
}

/** What was given or asked for each thing that happened, by its words; reactions by their message. */
async function timesInTheBook({ db }: Storage): Promise<Map<string, number>> {
	const times = new Map<string, number>();
	const add = (id: string | undefined) => id && times.set(id, (times.get(id) ?? 0) + 1);
	for (const { text } of await db.words.findMany()) add(/thing\d+/.exec(text)?.[0]);
	const reactions = await db.reaction.findMany({ where: { entryId: { not: null } } });
	for (const { message } of reactions) add(message);
	// Two entries of one reaction would have but one row; the difference is charged to the first.
	const entries = await db.entry.count({ where: { kind: "reaction" } });
	for (let extra = entries - reactions.length; extra > 0; extra--) add(reactions[0]?.message);
	return times;
}

type Post = { message: string };

/** The bot's public messages, by what they tell of, in the order in which they appeared. */
function linesOf({ world }: StrictSlack, channels: string[]): Map<string, Post[]> {
	const lines = new Map<string, Post[]>();
	for (const { author, text, channel, ts, onlyFor } of world.messages) {
		if (author !== world.bot || onlyFor !== undefined || !channels.includes(channel)) continue;
		const id = text.startsWith("Last week in") ? `board in ${channel}` : /thing\d+/.exec(text)?.[0];
		if (id) lines.set(id, [...(lines.get(id) ?? []), { message: `${channel}:${ts}` }]);
	}
	return lines;
}

/** A message that appeared, and the same once more. */
type Repeat = { first: Accepted | undefined; second: Accepted | undefined };

function repeats(posts: Post[], accepted: Accepted[]): Repeat[] {
	const known = posts.map(({ message }) => accepted.find((one) => one.message === message));
	return known.slice(1).map((second, index) => ({ first: known[index], second }));
}

/** Whoever sent the first was killed while at it, before the second was sent. */
function isByKill({ first, second }: Repeat): boolean {
	const killedAt = first?.life.killedAt;
	if (!first || !second || killedAt === undefined) return false;
	// What the dead had said is heard after their end, too. From the platform's yes until it is in the book it is a moment,
	// more on a busy machine.
	return killedAt - first.acceptedAt < LONGEST_ATTEMPT_MS && killedAt <= second.askedAt;
}

const LONGEST_ATTEMPT_MS = 10_000;

/** When the last was sent of what was due as somebody was killed. */
function caughtUp({ at }: Kill, sent: { dueAt: Date; sentAt: Date | null }[]): number {
	let last = at;
	for (const { dueAt, sentAt } of sent) if (Number(dueAt) <= at && Number(sentAt) > last) last = Number(sentAt);
	return last - at;
}

export function spread(values: number[]): { median: number; p99: number; longest: number } {
	const sorted = [...values].sort((a, b) => a - b);
	const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
	return { median: at(0.5), p99: at(0.99), longest: sorted.at(-1) ?? 0 };
}
