// One attempt at one notice, or at several that are told together: worded as things are now, sent or changed in place.
// Whatever comes of it is a settlement; nothing is thrown.
import { modeOf } from "../ledger/channels.ts";
import type { owedAt, Settlement } from "../ledger/deliveries.ts";
import type { Ledger } from "../ledger/ledger.ts";
import type { Log } from "../log.ts";
import { isPostedIn } from "../rules/channels.ts";
import type { Card } from "./card.ts";
import type { Directory } from "./directory.ts";
import { type Destination, type Surface, TryLater, Undeliverable } from "./surface.ts";
import { sendInThread } from "./threads.ts";
import { isFresh, type Owed, type Worded, word } from "./word.ts";

export type DeliveryDeps = {
	ledger: Ledger;
	directory: Directory;
	surfaces: readonly Surface[];
	/** The time in a community; without one, the time on the wall. */
	now(communityId?: number): Date;
	log: Log;
};

export type Row = Awaited<ReturnType<typeof owedAt>>["due"][number];

const PRIVATE_LINE_LIVES_MS = 24 * 3_600_000;
/** A weekly post that is three days late would stand beside the next one, or tell of favors long taken. */
const WEEKLY_POSTS = ["board", "reminder"];
const WEEKLY_POST_LIVES_MS = 3 * 24 * 3_600_000;
const SHORTEST_RETRY_MS = 500;
const FIRST_RETRY_MS = 2_000;
/** After an outage, nobody waits longer than this for what was owed meanwhile. */
const LONGEST_RETRY_MS = 5 * 60_000;
/** Whatever wait a platform asks for, it is asked again after so long. */
const LONGEST_PATIENCE_MS = 3_600_000;
/** What cannot be sent for so long is a bug: parked, and logged. */
const LONGEST_TRYING_MS = 7 * 24 * 3_600_000;

/** Private lines that nobody waits for; a favor's own lines always come. */
const UNASKED_LINES = ["reaction", "first-credit", "thanks-privately", "vouch", "fading", "top-up"];
const REMINDERS = ["nudges", "reaction-refused", "last-thanks", "left-alone", "favor-call"];

/** What was posted on the way: it stands, whatever becomes of the rest. */
export type Begun = Pick<Settlement, "thread">;

/** A channel's line or a member's: what goes to one goes in order. */
const destinationOf = (row: Owed): string => (row.channelId === null ? `m${row.memberId}` : `c${row.channelId}`);

export async function attempt(deps: DeliveryDeps, together: Row[]): Promise<Settlement[]> {
	const begun: Begun = {};
	const settleAll = (settlement: Omit<Settlement, "noticeId">): Settlement[] =>
		together.map(({ id }) => ({ noticeId: id, ...settlement, ...begun }));
	const row = together.at(-1);
	if (!row) return [];
	const now = deps.now(row.communityId);
	if (now.getTime() - row.createdAt.getTime() > livesMs(row)) {
		return settleAll({ state: "dropped", error: "too old to be of use" });
	}
	try {
		const post = await deliver(deps, together, row, begun);
		if (post === "left alone") return settleAll({ state: "dropped", error: "nothing is posted there" });
		return settleAll(post === "nothing to say" ? { state: "dropped" } : { state: "sent", ...(post ? { post } : {}) });
	} catch (error) {
		const reason = error instanceof Error ? error.message : String(error);
		if (error instanceof Undeliverable) {
			deps.log.warn({ notice: row.id, kind: row.kind, reason }, "a notice cannot be delivered");
			return settleAll({ state: "parked", error: reason });
		}
		if (error instanceof TryLater) {
			return settleAll({ state: "owed", error: reason, retryAt: new Date(now.getTime() + patience(error)) });
		}
		if (now.getTime() - row.createdAt.getTime() > LONGEST_TRYING_MS) {
			deps.log.error({ notice: row.id, kind: row.kind, err: error }, "a notice was tried for too long");
			return settleAll({ state: "parked", error: reason });
		}
		deps.log.warn({ notice: row.id, kind: row.kind, reason }, "a notice will be tried again");
		const wait = Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** row.attempts);
		return settleAll({ state: "owed", error: reason, retryAt: new Date(now.getTime() + wait) });
	}
}

/** A private line of yesterday helps nobody, nor does a weekly post when the next one is near; thanks and favors stay true. */
function livesMs({ memberId, kind }: Row): number {
	if (memberId !== null) return PRIVATE_LINE_LIVES_MS;
	return WEEKLY_POSTS.includes(kind) ? WEEKLY_POST_LIVES_MS : Number.POSITIVE_INFINITY;
}

/** What the platform asks for, within reason: a wait of nothing would ask again and again. */
const patience = ({ afterMs }: TryLater): number =>
	Math.min(LONGEST_PATIENCE_MS, Math.max(SHORTEST_RETRY_MS, Number.isFinite(afterMs) ? afterMs : FIRST_RETRY_MS));

async function deliver(
	deps: DeliveryDeps,
	together: Row[],
	row: Row,
	begun: Begun,
): Promise<Settlement["post"] | "nothing to say" | "left alone" | undefined> {
	const { ledger, directory, now } = deps;
	const { communityId, workspaceId, subject } = row;
	const workspace = await ledger.readings.workspace(workspaceId);
	if (!workspace || workspace.leftAt) throw new Undeliverable("the bot is no longer in this workspace");
	const surface = deps.surfaces.find(({ platform }) => platform === workspace.platform);
	if (!surface) throw new Error(`${workspace.platform} is not connected`);
	// A card that stands there already changes all the same, or it would offer what is over.
	const isChange = row.kind === "favor-call" && !together.some(isFresh);
	if (row.memberId !== null && (await isUnwanted(deps, row, row.memberId, isChange))) return "nothing to say";
	const channel = row.channelId === null ? null : await ledger.readings.channel(communityId, row.channelId);
	const to = await addressOf(deps, row, workspace.external, channel);
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
	const mode = modeOf(channel);
	if (!isPostedIn(mode)) return "left alone";
	const options = { nonce: `n${communityId}-${row.id}`, route: row.route ?? undefined };
	const send = { ledger, surface, to, card: worded.card, options, now: now(communityId), timezone, begun };
	const message =
		mode === "thread" && channel?.present
			? await sendInThread(send, row)
			: await surface.send(to, worded.card, options);
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

/**
 * What somebody asked not to hear, asked at the last moment: what was stored before they did is not sent either. Nor is
 * anything to those who are gone.
 */
async function isUnwanted(
	{ ledger }: DeliveryDeps,
	{ communityId, kind }: Row,
	memberId: number,
	isChange: boolean,
): Promise<boolean> {
	const member = await ledger.readings.member(communityId, memberId);
	if (member?.kind === "gone") return true;
	if (isChange) return false;
	const quiet = member?.quiet ?? "off";
	if (quiet === "all") return UNASKED_LINES.includes(kind) || REMINDERS.includes(kind);
	return quiet === "reminders" && REMINDERS.includes(kind);
}

/** When several changes of a card are told as one, it is a message of its own if any of them was to be. */
const asFresh = ({ as }: Worded, together: Row[]): Worded["as"] =>
	together.some((one) => one.kind === "favor" && isFresh(one)) ? "new" : as;

async function addressOf(
	{ directory }: DeliveryDeps,
	row: Row,
	workspace: string,
	channel: { external: string } | null,
): Promise<Destination> {
	if (row.channelId !== null) {
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
	deps: DeliveryDeps,
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
