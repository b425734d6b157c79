// Sends what the book owes: in order per destination, again after an outage, across restarts. A notice that can never
// be delivered is parked, and its destination goes on.
import { nextNoticeAt, owedNotices, type Settlement, settle } from "../ledger/deliveries.ts";
import type { Ledger } from "../ledger/ledger.ts";
import type { Log } from "../log.ts";
import type { Card } from "./card.ts";
import type { Directory } from "./directory.ts";
import { type Destination, type Surface, TryLater, Undeliverable } from "./surface.ts";
import { type Owed, type Worded, word } from "./word.ts";

export type SenderDeps = {
	ledger: Ledger;
	directory: Directory;
	surfaces: readonly Surface[];
	/** The time in a community; without one, the time on the wall. */
	now(communityId?: number): Date;
	/** Communities whose clock was moved: their notices are due by their own time. */
	movedCommunities(): number[];
	log: Log;
};

export type Sender = {
	/** Something may be owed now. */
	wake(): void;
	/** Sends what is due now; resolves when nothing is left that can be sent now. */
	flush(): Promise<void>;
	/** Takes nothing new; waits for what is being sent, at most so long. */
	stop(withinMs: number): Promise<void>;
};

/** So many destinations are served at once. */
const DESTINATIONS_AT_ONCE = 8;
/** The longest the sender sleeps: a moved clock or another process may have made something due. */
const LONGEST_SLEEP_MS = 30_000;
const PRIVATE_LINE_LIVES_MS = 24 * 3_600_000;
/** A weekly post that is three days late would stand beside the next one, or tell of favors long taken. */
const WEEKLY_POSTS = ["board", "reminder"];
const WEEKLY_POST_LIVES_MS = 3 * 24 * 3_600_000;
const SHORTEST_RETRY_MS = 500;
const FIRST_RETRY_MS = 2_000;
/** After an outage, nobody waits longer than this for what was owed meanwhile. */
const LONGEST_RETRY_MS = 5 * 60_000;
/** A platform that is not set up at the moment is asked about this often. */
const NOT_CONNECTED_MS = 3_600_000;
/** What cannot be sent for so long is a bug: parked, and logged. */
const LONGEST_TRYING_MS = 7 * 24 * 3_600_000;

/** Private lines that nobody waits for; a favor's own lines always come. */
const UNASKED_LINES = ["reaction", "first-credit", "thanks-privately"];
const REMINDERS = ["nudges", "reaction-refused"];

type Row = Awaited<ReturnType<typeof owedNotices>>[number];

export function createSender(deps: SenderDeps): Sender {
	let running: Promise<void> | undefined;
	/** Whether somebody woke the sender while it was at work. */
	let again = false;
	let stopped = false;
	let timer: NodeJS.Timeout | undefined;

	async function rounds(): Promise<void> {
		do {
			again = false;
			const rows = await owed(deps);
			await inParallel(byDestination(rows), DESTINATIONS_AT_ONCE, (group) => serve(deps, group, () => stopped));
			if (rows.length > 0) again = true;
		} while (again && !stopped);
	}

	/** Until the next notice is due, or somebody wakes the sender before. */
	async function sleep(): Promise<void> {
		const now = deps.now();
		const next = await deps.ledger.read((query) => nextNoticeAt(query, now));
		wakeIn(next ? Math.min(LONGEST_SLEEP_MS, next.getTime() - now.getTime()) : LONGEST_SLEEP_MS);
	}

	function wakeIn(ms: number): void {
		clearTimeout(timer);
		if (stopped) return;
		timer = setTimeout(wake, Math.max(50, ms));
		timer.unref();
	}

	function wake(): void {
		if (stopped) return;
		// What was stored after this round looked is for another round: a wake is never lost.
		if (running) again = true;
		else start();
	}

	function start(): void {
		running = rounds()
			.then(sleep)
			.catch((error: unknown) => {
				// The database is out of reach: what is owed stays owed, and the next wake tries again.
				if (!stopped) deps.log.error({ err: error }, "could not look for what is owed");
				wakeIn(FIRST_RETRY_MS);
			})
			.finally(() => {
				running = undefined;
				if (again && !stopped) start();
			});
	}

	async function flush(): Promise<void> {
		wake();
		while (running) await running;
	}

	return {
		wake,
		flush,
		async stop(withinMs) {
			stopped = true;
			clearTimeout(timer);
			const bound = new Promise<void>((resolve) => setTimeout(resolve, withinMs).unref());
			await Promise.race([running ?? Promise.resolve(), bound]);
		},
	};
}

async function owed({ ledger, now, movedCommunities }: SenderDeps): Promise<Row[]> {
	const rows = await ledger.read(async (query) => {
		const found = await owedNotices(query, now());
		for (const id of movedCommunities()) found.push(...(await owedNotices(query, now(id), id)));
		return found;
	});
	return [...new Map(rows.map((row) => [`${row.communityId}:${row.id}`, row])).values()];
}

function byDestination(rows: Row[]): Row[][] {
	const groups = new Map<string, Row[]>();
	for (const row of rows) {
		const key = `${row.communityId}:${row.workspaceId}:${destinationOf(row)}`;
		groups.set(key, [...(groups.get(key) ?? []), row]);
	}
	return [...groups.values()].map((group) => group.sort((a, b) => a.id - b.id));
}

const destinationOf = (row: Owed): string => (row.channelId === null ? `m${row.memberId}` : `c${row.channelId}`);

/** Resolves when all is done, also where something failed: nothing goes on behind the back of the next round. */
async function inParallel<T>(items: T[], width: number, work: (item: T) => Promise<void>): Promise<void> {
	const rest = [...items];
	const worker = async () => {
		for (let item = rest.shift(); item !== undefined; item = rest.shift()) await work(item);
	};
	const workers = Array.from({ length: Math.min(width, items.length) }, worker);
	const failed = (await Promise.allSettled(workers)).find(({ status }) => status === "rejected");
	if (failed?.status === "rejected") throw failed.reason;
}

/** One destination's notices, in order; after one that has to wait, the others wait behind it. */
async function serve(deps: SenderDeps, rows: Row[], stopped: () => boolean): Promise<void> {
	for (const together of gathered(rows)) {
		const [first] = together;
		if (!first || stopped()) return;
		const settlements = await attempt(deps, together);
		const { communityId } = first;
		await deps.ledger.submit(settle, { communityId, now: deps.now(communityId) }, settlements);
		if (settlements.some(({ state }) => state === "owed")) return;
	}
}

/** Reactions are told in one line; several changes of one card are one, as it is now. */
function gathered(rows: Row[]): Row[][] {
	const groups = new Map<string, Row[]>();
	for (const row of rows) {
		const apart = row.subject === null ? `notice:${row.id}` : `${row.kind}:${row.subject}`;
		const key = row.kind === "reaction" ? "reactions" : apart;
		groups.set(key, [...(groups.get(key) ?? []), row]);
	}
	return [...groups.values()];
}

async function attempt(deps: SenderDeps, together: Row[]): Promise<Settlement[]> {
	const settleAll = (settlement: Omit<Settlement, "noticeId">): Settlement[] =>
		together.map(({ id }) => ({ noticeId: id, ...settlement }));
	const row = together.at(-1);
	if (!row) return [];
	const now = deps.now(row.communityId);
	if (now.getTime() - row.createdAt.getTime() > livesMs(row)) {
		return settleAll({ state: "dropped", error: "too old to be of use" });
	}
	try {
		const post = await deliver(deps, together, row);
		return settleAll(post === "nothing to say" ? { state: "dropped" } : { state: "sent", ...(post ? { post } : {}) });
	} catch (error) {
		const reason = error instanceof Error ? error.message : String(error);
		if (error instanceof Undeliverable) {
			deps.log.warn({ notice: row.id, kind: row.kind, reason }, "a notice cannot be delivered");
			return settleAll({ state: "parked", error: reason });
		}
		if (error instanceof TryLater) {
			return settleAll({ state: "owed", error: reason, dueAt: new Date(now.getTime() + patience(error)) });
		}
		if (now.getTime() - row.createdAt.getTime() > LONGEST_TRYING_MS) {
			deps.log.error({ notice: row.id, kind: row.kind, err: error }, "a notice was tried for too long");
			return settleAll({ state: "parked", error: reason });
		}
		deps.log.warn({ notice: row.id, kind: row.kind, reason }, "a notice will be tried again");
		const wait = Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** row.attempts);
		return settleAll({ state: "owed", error: reason, dueAt: new Date(now.getTime() + wait) });
	}
}

/** A private line of yesterday helps nobody, nor does a weekly post when the next one is near; thanks and favors stay true. */
function livesMs({ memberId, kind }: Row): number {
	if (memberId !== null) return PRIVATE_LINE_LIVES_MS;
	return WEEKLY_POSTS.includes(kind) ? WEEKLY_POST_LIVES_MS : Number.POSITIVE_INFINITY;
}

/** What the platform asks for, within reason: a wait of nothing would ask again and again. */
const patience = ({ afterMs }: TryLater): number =>
	Math.min(NOT_CONNECTED_MS, Math.max(SHORTEST_RETRY_MS, Number.isFinite(afterMs) ? afterMs : FIRST_RETRY_MS));

async function deliver(
	deps: SenderDeps,
	together: Row[],
	row: Row,
): Promise<Settlement["post"] | "nothing to say" | undefined> {
	const { ledger, directory, now } = deps;
	const { communityId, workspaceId, subject } = row;
	const workspace = await ledger.readings.workspace(workspaceId);
	if (!workspace || workspace.leftAt) throw new Undeliverable("the bot is no longer in this workspace");
	const surface = deps.surfaces.find(({ platform }) => platform === workspace.platform);
	if (!surface) throw new TryLater(NOT_CONNECTED_MS, `${workspace.platform} is not connected`);
	if (row.memberId !== null && (await isUnwanted(deps, row, row.memberId))) return "nothing to say";
	const to = await addressOf(deps, row, workspace.external);
	const timezone =
		row.memberId === null
			? ((await ledger.readings.community(communityId))?.timezone ?? "UTC")
			: await ledger.readings.timezoneOf(communityId, row.memberId);
	const worded = await word({ ledger, directory }, together, { now: now(communityId), timezone });
	if (!worded) return "nothing to say";
	const destination = destinationOf(row);
	const stands = subject === null ? null : await ledger.readings.post(communityId, subject, destination);
	const as = asFresh(worded, together);
	if (stands && as !== "new" && (await changed(surface, to, stands.message, worded))) return undefined;
	if (as === "change") return "nothing to say";
	const nonce = `n${communityId}-${row.id}`;
	const message = await surface.send(to, worded.card, { nonce, route: row.route ?? undefined });
	if (stands && as === "new" && worded.past) await makePast(deps, surface, to, stands.message, worded.past);
	return subject === null || message === undefined ? undefined : { subject, destination, workspaceId, message };
}

/** Changes a card in place. False where it is gone and is to be posted anew: somebody deleted a card that still matters. */
async function changed(surface: Surface, to: Destination, message: string, { card, as }: Worded): Promise<boolean> {
	try {
		await surface.edit(to, message, card);
		return true;
	} catch (error) {
		if (error instanceof Undeliverable && as === "same") return false;
		throw error;
	}
}

/** What somebody asked not to hear, asked at the last moment: what was stored before they did is not sent either. */
async function isUnwanted({ ledger }: SenderDeps, { communityId, kind }: Row, memberId: number): Promise<boolean> {
	const quiet = (await ledger.readings.member(communityId, memberId))?.quiet ?? "off";
	if (quiet === "all") return UNASKED_LINES.includes(kind) || REMINDERS.includes(kind);
	return quiet === "reminders" && REMINDERS.includes(kind);
}

/** When several changes of a card are told as one, it is a message of its own if any of them was to be. */
const asFresh = ({ as }: Worded, together: Row[]): Worded["as"] =>
	together.some(({ kind, data }) => kind === "favor" && (JSON.parse(data) as { fresh: boolean }).fresh) ? "new" : as;

async function addressOf({ ledger, directory }: SenderDeps, row: Row, workspace: string): Promise<Destination> {
	if (row.channelId !== null) {
		const channel = await ledger.readings.channel(row.communityId, row.channelId);
		if (!channel) throw new Undeliverable("the channel is not known");
		return { workspace, channel: channel.external };
	}
	const names = await directory.names(row.communityId, row.workspaceId, [row.memberId]);
	const user = names.user(row.memberId ?? 0);
	if (user === undefined) throw new Undeliverable("the member is not in this workspace");
	return { workspace, user };
}

/** The card that stood there before loses its buttons: what to do now is in the new one. */
async function makePast(
	deps: SenderDeps,
	surface: Surface,
	to: Destination,
	message: string,
	past: Card,
): Promise<void> {
	try {
		await surface.edit(to, message, past);
	} catch (error) {
		// Whoever presses an old button is told that things moved on: not worth sending the new message again.
		deps.log.info({ reason: String(error) }, "an earlier card could not be changed");
	}
}
