// From a stored notice to the card that is sent: words are found at the last moment, from what is true now.
import { modeOf } from "../ledger/channels.ts";
import type { Ledger } from "../ledger/ledger.ts";
import { type Notice, readNotice } from "../ledger/notices.ts";
import type { FavorCard, ThanksLine } from "../ledger/readings.ts";
import type { Card } from "./card.ts";
import type { Directory, Names } from "./directory.ts";
import { inUnits } from "./unit.ts";
import { boardCard, onBoard, reminderCard, welcomeCard } from "./views/boards.ts";
import { changeNoticeCard } from "./views/changes.ts";
import { favorCallCard } from "./views/favor-call.ts";
import { askerCard, favorPublicCard, helperCard, pastFavorCard, type Reader } from "./views/favors.ts";
import { monthCard } from "./views/health.ts";
import { reactionThere } from "./views/help.ts";
import { nudgesCard } from "./views/hints.ts";
import { fadingCard, toppedUpCard } from "./views/pot.ts";
import {
	firstCreditCard,
	lastThanksCard,
	leftAloneCard,
	reactionRefusedCard,
	reactionsCard,
	thanksCard,
	thanksPrivatelyCard,
} from "./views/thanks.ts";
import { vouchCard } from "./views/vouches.ts";

/** A stored notice, as the sender holds it. */
export type Owed = Parameters<typeof readNotice>[0] & {
	id: number;
	communityId: number;
	workspaceId: number;
	channelId: number | null;
	memberId: number | null;
	subject: string | null;
};

export type Worded = {
	card: Card;
	/**
	 * `new`: a message of its own; the card that stood there before loses its buttons. `same`: the card that stands
	 * there changes, or is posted if there is none. `change`: it changes, or nothing happens.
	 */
	as: "new" | "same" | "change";
	/** What the card that stood there before becomes, when a new message takes over. */
	past?: Card;
};

export type WordDeps = { ledger: Ledger; directory: Directory };

/** Words notices that are told together: reactions, or changes of one card. `reader` is whoever reads it. Undefined when there is nothing (any more) to say. */
export async function word(deps: WordDeps, owed: Owed[], reader: Reader): Promise<Worded | undefined> {
	const [first] = owed;
	const worded = await wordAll(deps, owed, reader);
	return first && worded && inUnits(worded, await deps.directory.remembered.unitOf(first.communityId));
}

async function wordAll(deps: WordDeps, owed: Owed[], reader: Reader): Promise<Worded | undefined> {
	const last = owed.at(-1);
	if (!last) return undefined;
	const notice = readNotice(last);
	const { communityId, workspaceId } = last;
	const names = (ids: readonly (number | null)[]) => deps.directory.names(communityId, workspaceId, ids);
	switch (notice.kind) {
		case "thanks": {
			const lines = await deps.ledger.readings.thanksTogether(communityId, notice.entryId);
			if (lines.length === 0) return undefined;
			const known = await names(lines.flatMap(everybodyIn));
			return { card: thanksCard(lines, known), as: lines.every(({ undone }) => undone) ? "change" : "same" };
		}
		case "thanks-privately": {
			const line = await deps.ledger.readings.thanksLine(communityId, notice.entryId);
			if (!line) return undefined;
			const known = await names(everybodyIn(line));
			return {
				card: thanksPrivatelyCard(line, known, notice),
				as: line.undone ? "change" : "same",
			};
		}
		case "reaction": {
			const all = owed.map(readNotice).filter((one) => one.kind === "reaction");
			return fresh(reactionsCard(all, await names(all.map(({ giverId }) => giverId))));
		}
		case "reaction-refused":
			// Once the day is over there are new ones, and nothing to tell.
			if (new Date(notice.resetsAt) <= reader.now) return undefined;
			return fresh(reactionRefusedCard({ ...notice, resetsAt: new Date(notice.resetsAt) }, reader.now));
		case "last-thanks":
			if (new Date(notice.resetsAt) <= reader.now) return undefined;
			return fresh(lastThanksCard({ ...notice, resetsAt: new Date(notice.resetsAt) }, reader.now));
		case "left-alone": {
			const channel = await deps.ledger.readings.channel(communityId, notice.channelId);
			return modeOf(channel) === "off" ? fresh(leftAloneCard(channel?.name ?? "", notice.message === true)) : undefined;
		}
		case "first-credit":
			return fresh(firstCreditCard(notice.giverId, notice.credits, await names([notice.giverId])));
		case "favor-card":
		case "favor":
			return wordFavor(notice, last.memberId, await readFavor(deps, communityId, notice.favorId), names, reader);
		case "favor-call": {
			const isNew = owed.some((one) => isFresh(one));
			const favor = await readFavor(deps, communityId, notice.favorId);
			return wordCall(notice, isNew, last.memberId, favor, names, reader);
		}
		case "board":
			return fresh(await wordBoard(deps, communityId, notice, names));
		case "reminder": {
			const favors = await openOnes(deps, communityId, notice.favorIds);
			const { reactions } = await deps.ledger.readings.policy(communityId);
			const known = await names(favors.map(({ askerId }) => askerId));
			return fresh(reminderCard(favors, notice.tip, reactionThere(reactions), known, reader));
		}
		case "nudges":
			return wordNudges(deps, communityId, notice, names, reader);
		case "fading": {
			const { fading, favor } = await deps.ledger.readings.policy(communityId);
			return fresh(fadingCard(notice.credits, { above: favor.normal, halfLifeDays: fading.halfLifeDays }));
		}
		case "top-up":
			return fresh(toppedUpCard(notice.credits, notice.byId, await names([notice.byId])));
		case "vouch":
			return fresh(vouchCard(notice, last.memberId ?? 0, await names([notice.voucherId, notice.vouchedId])));
		case "health":
			return fresh(monthCard(notice.health));
		case "welcome":
			return fresh(welcomeCard());
		case "change": {
			const change = await deps.ledger.readings.change(communityId, notice.changeId);
			return change ? fresh(changeNoticeCard(change, notice.credits, await names([change.actorId]))) : undefined;
		}
	}
}

const everybodyIn = ({ giverId, receivers }: ThanksLine): number[] => [
	giverId,
	...receivers.map(({ memberId }) => memberId),
];

type NamesOf = (ids: readonly (number | null)[]) => Promise<Names>;

const fresh = (card: Card): Worded => ({ card, as: "new" });

const readFavor = ({ ledger }: WordDeps, communityId: number, favorId: number) =>
	ledger.readings.favor(communityId, favorId);

async function wordFavor(
	notice: Extract<Notice, { kind: "favor-card" | "favor" }>,
	memberId: number | null,
	favor: FavorCard | undefined,
	names: NamesOf,
	reader: Reader,
): Promise<Worded | undefined> {
	if (!favor) return undefined;
	const suggested = notice.kind === "favor" ? (notice.suggested ?? []) : [];
	const { askerId, helperId, targetId, approvedBy, declined } = favor;
	const known = await names([askerId, helperId, targetId, approvedBy, declined?.insteadId ?? null, ...suggested]);
	const isOver = !["proposed", "open", "accepted", "done"].includes(favor.state);
	if (notice.kind === "favor-card") {
		return { card: favorPublicCard(favor, known, reader), as: isOver ? "change" : "same" };
	}
	const card =
		memberId === favor.askerId
			? askerCard(favor, notice.event, known, reader, suggested)
			: helperCard(favor, notice.event, known, reader);
	return { card, as: notice.fresh ? "new" : "change", past: pastFavorCard(favor, reader) };
}

/** Whether a favor's private card is to be a message of its own. */
export function isFresh(owed: Pick<Owed, "kind" | "data">): boolean {
	const notice = readNotice(owed);
	return (notice.kind === "favor" || notice.kind === "favor-call") && notice.fresh;
}

async function wordCall(
	notice: Extract<Notice, { kind: "favor-call" }>,
	isNew: boolean,
	memberId: number | null,
	favor: FavorCard | undefined,
	names: NamesOf,
	reader: Reader,
): Promise<Worded | undefined> {
	// Who helps has a card that says so.
	if (!favor || favor.helperId === memberId) return undefined;
	const known = await names([favor.askerId, favor.helperId]);
	const isWanted = favor.state === "open" && !notice.passed;
	return { card: favorCallCard(favor, notice, known, reader), as: isNew && isWanted ? "new" : "change" };
}

async function wordBoard(
	{ ledger }: WordDeps,
	communityId: number,
	{ board }: Extract<Notice, { kind: "board" }>,
	names: NamesOf,
): Promise<Card> {
	const channel = await ledger.readings.channel(communityId, board.channelId);
	const place = channel?.name ? `#${channel.name}` : "this channel";
	return boardCard(board, { period: "last week", place }, await names(onBoard(board)));
}

async function wordNudges(
	deps: WordDeps,
	communityId: number,
	notice: Extract<Notice, { kind: "nudges" }>,
	names: NamesOf,
	reader: Reader,
): Promise<Worded | undefined> {
	const { hints } = notice;
	const open = await openOnes(
		deps,
		communityId,
		hints.flatMap((hint) => ("favorIds" in hint ? hint.favorIds : [])),
	);
	const helpers = hints.flatMap((hint) => ("memberIds" in hint ? hint.memberIds : []));
	const known = await names([...helpers, ...open.map(({ askerId }) => askerId)]);
	const card = nudgesCard(hints, open, known, reader);
	return card && fresh(card);
}

/** Of these favors, those that still wait: what somebody else took up meanwhile is not offered. */
async function openOnes(deps: WordDeps, communityId: number, ids: readonly number[]): Promise<FavorCard[]> {
	const favors = await Promise.all(ids.map((id) => readFavor(deps, communityId, id)));
	return favors.filter((favor) => favor !== undefined).filter(({ state }) => state === "open");
}
