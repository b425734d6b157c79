// Sends what the book owes: in order per destination, again after an outage, across restarts, shared with whatever other
// processes there are. A notice that can never be delivered is parked, and its destination goes on.
import {
	dueDestinations,
	isTooFarAhead,
	type Lease,
	lease,
	nextNoticeAt,
	owedAt,
	type Settlement,
	type Settling,
	settle,
} from "../ledger/deliveries.ts";
import { attempt, type DeliveryDeps, type Row } from "./delivery.ts";

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
const DESTINATIONS_AT_ONCE = 16;
/** The longest the sender sleeps: a moved clock or a process that died may have left something due. */
const LONGEST_SLEEP_MS = 30_000;
const SHORTEST_SLEEP_MS = 50;
/** The database did not answer. */
const LOOK_AGAIN_MS = 2_000;

/** An attempt that takes longer is given up: well within the lease. */
const LONGEST_ATTEMPT_MS = 45_000;
const LATE_AGAIN_MS = 2_000;
/** What was sent is written down again after so long, if it could not be: within the lease. */
const WRITE_AGAIN_MS = [250, 1_000, 4_000];

export function createSender(deps: SenderDeps): Sender {
	const serving = new Map<string, Promise<void>>();
	let looking: Promise<void> | undefined;
	/** Whether somebody woke the sender while it looked: what was stored then is for another look. */
	let again = false;
	let stopped = false;
	let timer: NodeJS.Timeout | undefined;

	/** Takes what is due for the hands that are free; when nothing more is, sleeps until something will be. */
	async function look(): Promise<void> {
		do {
			again = false;
			const free = DESTINATIONS_AT_ONCE - serving.size;
			// Whoever is done looks again.
			if (free <= 0 || stopped) return;
			const leases = await takeDue(deps, free, serving);
			for (const taken of leases) serveAside(taken);
			if (leases.length > 0) again = true;
		} while (again);
		await sleep();
	}

	function serveAside(taken: Lease): void {
		const served = serve(deps, taken, () => stopped)
			.catch((error: unknown) => {
				// What was sent and could not be written down is sent again under the same nonce, when its lease is over.
				if (!stopped) deps.log.error({ err: error }, "could not write down what was sent");
			})
			.finally(() => {
				serving.delete(placeOf(taken));
				wake();
			});
		serving.set(placeOf(taken), served);
	}

	async function sleep(): Promise<void> {
		const now = deps.now();
		const [next, tooFar] = await deps.ledger.read(
			async (query) => [await nextNoticeAt(query, now), await isTooFarAhead(query, now)] as const,
		);
		const ms = next ? next.getTime() - now.getTime() : LONGEST_SLEEP_MS;
		wakeIn(Math.min(LONGEST_SLEEP_MS, ms));
		if (tooFar && (await deps.ledger.comeBackFromTheFuture(now, deps.movedCommunities()))) again = true;
	}

	function wakeIn(ms: number): void {
		clearTimeout(timer);
		if (stopped) return;
		timer = setTimeout(wake, Math.max(SHORTEST_SLEEP_MS, ms));
		timer.unref();
	}

	function wake(): void {
		if (stopped) return;
		if (looking) {
			again = true;
			return;
		}
		looking = look()
			.catch((error: unknown) => {
				// The database is out of reach: what is owed stays owed, and the next wake tries again.
				if (!stopped) deps.log.error({ err: error }, "could not look for what is owed");
				wakeIn(LOOK_AGAIN_MS);
			})
			.finally(() => {
				looking = undefined;
				if (again) wake();
			});
	}

	return {
		wake,
		async flush() {
			wake();
			while (looking || serving.size > 0) await (looking ?? Promise.race(serving.values()));
		},
		async stop(withinMs) {
			stopped = true;
			clearTimeout(timer);
			const bound = new Promise<void>((resolve) => setTimeout(resolve, withinMs).unref());
			await Promise.race([Promise.all([looking, ...serving.values()]), bound]);
		},
	};
}

const placeOf = ({ communityId, workspaceId, name }: Omit<Lease, "until">): string =>
	`${communityId}:${workspaceId}:${name}`;

/**
 * Leases of due destinations, at most so many. What is being served here is left alone, even if a clock that jumped says
 * that its time is over.
 */
async function takeDue(
	{ ledger, surfaces, now, movedCommunities }: SenderDeps,
	most: number,
	serving: ReadonlyMap<string, unknown>,
): Promise<Lease[]> {
	const platforms = surfaces.map(({ platform }) => platform);
	const atMost = most + serving.size;
	const all = await ledger.read(async (query) => {
		const found = await dueDestinations(query, platforms, now(), atMost);
		for (const id of movedCommunities()) found.push(...(await dueDestinations(query, platforms, now(id), atMost, id)));
		return found;
	});
	const due = all.filter((key) => !serving.has(placeOf(key)));
	const byCommunity = new Map<number, typeof due>();
	for (const key of due.slice(0, most)) {
		byCommunity.set(key.communityId, [...(byCommunity.get(key.communityId) ?? []), key]);
	}
	const taken = await Promise.all(
		[...byCommunity].map(async ([communityId, keys]) => {
			const { done = [] } = await ledger.submit(lease, { communityId, now: now(communityId) }, keys);
			return done;
		}),
	);
	return taken.flat();
}

/** One destination's notices, in order; after one that has to wait, the others wait behind it. */
async function serve(deps: SenderDeps, taken: Lease, stopped: () => boolean): Promise<void> {
	const { ledger, now } = deps;
	const { communityId } = taken;
	const write = async (settling: Settling): Promise<Lease | null> => {
		for (const wait of [...WRITE_AGAIN_MS, undefined]) {
			try {
				const { done } = await ledger.submit(settle, { communityId, now: now(communityId) }, settling);
				return done?.lease ?? null;
			} catch (error) {
				// What was sent is sent again if it is not written down: a full disk may have room in a moment.
				if (wait === undefined || stopped()) throw error;
				await pause(wait);
			}
		}
		return null;
	};
	const { due, restAt } = await ledger.read((query) => owedAt(query, taken, now(communityId)));
	const groups = gathered(due);
	let held: Lease | null = taken;
	for (const [index, together] of groups.entries()) {
		if (stopped()) {
			await write({ lease: held, settlements: [], restAt: now(communityId) });
			return;
		}
		const settlements = await attemptInTime(deps, together);
		const isLast = index === groups.length - 1;
		held = await write({ lease: held, settlements, ...(isLast && { restAt }) });
		if (!held) return;
	}
	await write({ lease: held, settlements: [], restAt });
}

/**
 * Reactions are told in one line; several changes of one card are one, as it is now. What was tried before is tried again
 * as it was: the line of a thanks may stand there already, and whoever joined it since changes it.
 */
function gathered(rows: Row[]): Row[][] {
	const groups = new Map<string, Row[]>();
	for (const row of rows) {
		const tried = row.kind === "thanks" ? `:${row.attempts}` : "";
		const apart = row.subject === null ? `notice:${row.id}` : `${row.kind}:${row.subject}${tried}`;
		const key = row.kind === "reaction" ? "reactions" : apart;
		groups.set(key, [...(groups.get(key) ?? []), row]);
	}
	return [...groups.values()];
}

/** A platform's adapter gives up long before; if it does not, the destination is not lost with it. */
async function attemptInTime(deps: SenderDeps, together: Row[]): Promise<Settlement[]> {
	let timer: NodeJS.Timeout | undefined;
	const late = new Promise<Settlement[]>((resolve) => {
		timer = setTimeout(() => {
			const communityId = together[0]?.communityId;
			const retryAt = new Date(deps.now(communityId).getTime() + LATE_AGAIN_MS);
			resolve(together.map(({ id }) => ({ noticeId: id, state: "owed", error: "no answer came", retryAt })));
		}, LONGEST_ATTEMPT_MS);
	});
	try {
		return await Promise.race([attempt(deps, together), late]);
	} finally {
		clearTimeout(timer);
	}
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
