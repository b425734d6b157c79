// Sends what the book owes: in order per destination, again after an outage, across restarts. A notice that can never
// be delivered is parked, and its destination goes on.
import { nextNoticeAt, owedNotices, settle } from "../ledger/deliveries.ts";
import { attempt, type DeliveryDeps, destinationOf, type Row } from "./delivery.ts";

export type SenderDeps = DeliveryDeps & {
	/** Communities whose clock was moved: their notices are due by their own time. */
	movedCommunities(): number[];
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
/** The database did not answer. */
const LOOK_AGAIN_MS = 2_000;

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
				wakeIn(LOOK_AGAIN_MS);
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
