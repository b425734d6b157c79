// A year as the rows that the bot would have written, piece by piece, each in the order of its keys. Whether the book is
// lawful, verify judges.
import { receiptPeriod } from "../../../src/ledger/list.ts";
import { WORLD } from "../../../src/rules/types.ts";
import type { DiskValue } from "../../../src/storage/convert.ts";
import { type TableName, table } from "../../../src/storage/tables.ts";
import { rollUps } from "./roll-ups.ts";
import {
	ASKED,
	CHANNELS,
	createRandom,
	FAVOR_BONUS,
	FAVOR_COST,
	FIRST_ID,
	grouped,
	KEPT,
	NOW,
	PEOPLE,
	REACTION,
	THANKS,
	type Year,
	ZONE,
} from "./year.ts";

export type Piece = { table: TableName; columns: readonly string[]; rows: Iterable<DiskValue[]> };

export const COMMUNITY = 1;
const WORKSPACE = 1;
const POT = 1;
const DAY_MS = 86_400_000;
const FOUNDED = NOW - 400 * DAY_MS;
/** Sent notices are kept for so long, receipts for one to two periods. */
const NOTICES_KEPT_MS = 30 * DAY_MS;
/** As a team of this size and diligence would set it, or it could not give so much. */
const POLICY = JSON.stringify({ thanks: { perDay: 10_000, perPairPerDay: 10_000 } });

const entryIdOf = (index: number): number => index + FIRST_ID;
const favorIdOf = (favor: number): number => FIRST_ID + PEOPLE + favor;
const channelIdOf = (year: Year, index: number): number => (year.channel[index] ?? 0) + FIRST_ID;
const memberIdOf = (person: number | undefined): number => (person ?? 0) + FIRST_ID;

/** Throws where the tables have other columns than these. */
export function* rowsOf(year: Year): Generator<Piece> {
	for (const { table: name, rows } of piecesOf(year)) {
		const columns = COLUMNS[name];
		if (!columns) throw new Error(`no columns for ${name}`);
		const known = table(name).columns;
		const same = known.length === columns.length && known.every((column) => columns.includes(column));
		if (!same) throw new Error(`${name} has other columns than the benchmark knows: ${known}`);
		yield { table: name, columns, rows };
	}
}

const COLUMNS: Partial<Record<TableName, readonly string[]>> = {
	Community: ["id", "name", "timezone", "policy", "clockOffsetMs", "createdAt"],
	Workspace: ["id", "communityId", "platform", "external", "name", "createdAt", "leftAt"],
	Account: ["communityId", "id", "kind", "balance", "postings"],
	Member: [
		...["communityId", "id", "name", "kind", "platformTimezone", "ownTimezone", "locale", "joinedAt", "quiet"],
		...["unlisted", "greetedAt", "hintsOff", "awaySince", "awayUntil", "fadeCarry", "fadedWeek", "leftAt", "settledAt"],
		...["admin", "excluded", "frozenAt"],
	],
	Identity: ["communityId", "workspaceId", "user", "memberId"],
	Channel: [
		...["communityId", "id", "workspaceId", "external", "name", "kind", "present", "home", "muted"],
		...["greetedAt", "mode", "parent"],
	],
	Entry: [
		...["communityId", "id", "kind", "at", "actorId", "channelId", "everywhere", "day", "week", "favorId"],
		...["reverses", "leadId"],
	],
	Posting: ["communityId", "accountId", "seq", "entryId", "amount", "balanceAfter", "floor"],
	Words: ["communityId", "kind", "ownerId", "text", "tags"],
	Receipt: ["communityId", "period", "key", "fingerprint", "outcome", "at"],
	GivenDay: ["communityId", "giverId", "day", "receiverId", "credits"],
	PairTally: ["communityId", "channelId", "week", "giverId", "receiverId", "credits"],
	MemberTally: [
		...["communityId", "channelId", "week", "memberId", "thanked", "given", "thankedBy", "received", "kept"],
		"asked",
	],
	Favor: [
		...["communityId", "id", "askerId", "targetId", "helperId", "size", "cost", "state", "workspaceId", "channelId"],
		...["everywhere", "askedAt", "askedWeek", "dueAt", "acceptedAt", "doneAt", "notYet", "questionedAt", "endedAt"],
		...["nextAt", "fromPot", "approvedBy"],
	],
	Reaction: ["communityId", "channelId", "message", "reactorId", "emoji", "lastOrder", "receiverId", "entryId"],
	Notice: [
		...["communityId", "id", "kind", "data", "workspaceId", "channelId", "memberId", "subject", "route", "createdAt"],
		...["dueAt", "state", "attempts", "error", "sentAt"],
	],
	Destination: ["communityId", "workspaceId", "name", "nextAt", "heldUntil"],
	Post: ["communityId", "subject", "destination", "workspaceId", "message"],
};

function* piecesOf(year: Year): Generator<{ table: TableName; rows: Iterable<DiskValue[]> }> {
	const founded = [COMMUNITY, "Team", ZONE, POLICY, 0, FOUNDED];
	yield { table: "Community", rows: [founded] };
	yield { table: "Workspace", rows: [[WORKSPACE, COMMUNITY, "slack", "T1", "Team", FOUNDED, null]] };
	yield {
		table: "Member",
		rows: people((id, name) => [id, name, "person", ZONE, null, "en-US", FOUNDED, "off", 0, NOW, ...NOTHING_SET]),
	};
	yield { table: "Identity", rows: people((id) => [WORKSPACE, userOf(id), id]) };
	yield { table: "Channel", rows: channels() };
	yield { table: "Entry", rows: entries(year) };
	const accounts: DiskValue[][] = [];
	yield { table: "Posting", rows: postings(year, accounts) };
	yield { table: "Account", rows: accounts };
	yield { table: "Words", rows: words(year) };
	yield { table: "Receipt", rows: receipts(year) };
	yield* rollUps(COMMUNITY, year);
	yield { table: "Favor", rows: favors(year) };
	yield { table: "Reaction", rows: reactions(year) };
	yield { table: "Notice", rows: notices(year) };
	yield { table: "Destination", rows: destinations() };
	yield { table: "Post", rows: posts(year) };
}

/** By member id; ids of ten to the fourth and more keep their order as text. */
export const userOf = (memberId: number): string => `U${10_000 + memberId}`;
export const placeOf = (channelId: number): string => `C${10_000 + channelId}`;

function* people(row: (id: number, name: string) => DiskValue[]): Generator<DiskValue[]> {
	for (let id = FIRST_ID; id < FIRST_ID + PEOPLE; id++) yield [COMMUNITY, ...row(id, `Person ${id}`)];
}

/** hintsOff, awaySince, awayUntil, fadeCarry, fadedWeek, leftAt, settledAt, admin, excluded, frozenAt */
const NOTHING_SET: DiskValue[] = ["", null, null, 0, 0, null, null, 0, 0, null];

function* channels(): Generator<DiskValue[]> {
	for (let id = FIRST_ID; id < FIRST_ID + CHANNELS; id++) {
		yield [COMMUNITY, id, WORKSPACE, placeOf(id), `channel-${id}`, "public", 1, 1, 0, FOUNDED, "open", null];
	}
}

function* destinations(): Generator<DiskValue[]> {
	for (const [letter, count] of [
		["c", CHANNELS],
		["m", PEOPLE],
	] as const) {
		for (let id = FIRST_ID; id < FIRST_ID + count; id++) yield [COMMUNITY, WORKSPACE, `${letter}${id}`, null, null];
	}
}

const KINDS = { [THANKS]: "thanks", [REACTION]: "reaction", [ASKED]: "favor-asked", [KEPT]: "favor-kept" };

const kindOf = (year: Year, index: number): string => KINDS[year.kind[index] as keyof typeof KINDS];
const isFavor = (year: Year, index: number): boolean => (year.favor[index] ?? -1) >= 0;

function* entries(year: Year): Generator<DiskValue[]> {
	for (let index = 0; index < year.entries; index++) {
		const actorId = memberIdOf(year.kind[index] === KEPT ? year.to[index] : year.from[index]);
		const favorId = isFavor(year, index) ? favorIdOf(year.favor[index] ?? 0) : null;
		const [at, day, week] = [year.at[index] ?? 0, year.day[index] ?? 0, year.week[index] ?? 0];
		const place = channelIdOf(year, index);
		yield [COMMUNITY, entryIdOf(index), kindOf(year, index), at, actorId, place, 1, day, week, favorId, null, null];
	}
}

/** Lays each account's moves out in their order. Fills `accounts` as it goes, by id. */
function* postings(year: Year, accounts: DiskValue[][]): Generator<DiskValue[]> {
	for (let index = 0; index < year.entries; index++) {
		const made = year.kind[index] === ASKED ? 0 : FAVOR_BONUS;
		if (made > 0) yield [COMMUNITY, WORLD, entryIdOf(index), entryIdOf(index), -made, 0, null];
	}
	accounts.push([COMMUNITY, POT, "pot", 0, 0]);
	const most = year.entries + 2 * year.favors;
	const moves = { count: 0, index: new Int32Array(most), person: new Uint16Array(most), amount: new Int8Array(most) };
	const move = (index: number, person: number | undefined, amount: number): void => {
		moves.index[moves.count] = index;
		moves.person[moves.count] = person ?? 0;
		moves.amount[moves.count++] = amount;
	};
	for (let index = 0; index < year.entries; index++) {
		const kind = year.kind[index];
		if (kind === ASKED) move(index, year.from[index], -FAVOR_COST);
		else if (kind === KEPT) {
			move(index, year.from[index], FAVOR_COST);
			move(index, year.from[index], FAVOR_BONUS);
		} else move(index, year.to[index], 1);
	}
	const { order, starts } = grouped(moves.count, PEOPLE, (place) => moves.person[place] ?? 0);
	for (let person = 0; person < PEOPLE; person++) {
		const accountId = memberIdOf(person);
		let [balance, seq] = [0, 0];
		for (let place = starts[person] ?? 0; place < (starts[person + 1] ?? 0); place++) {
			const at = order[place] ?? 0;
			const amount = moves.amount[at] ?? 0;
			balance += amount;
			seq += 1;
			const floor = amount < 0 ? 0 : null;
			yield [COMMUNITY, accountId, seq, entryIdOf(moves.index[at] ?? 0), amount, balance, floor];
		}
		accounts.push([COMMUNITY, accountId, "member", balance, seq]);
	}
	for (let favor = 0; favor < year.favors; favor++) {
		const [accountId, asked, kept] = [favorIdOf(favor), year.asked[favor] ?? 0, year.kept[favor] ?? -1];
		yield [COMMUNITY, accountId, 1, entryIdOf(asked), FAVOR_COST, FAVOR_COST, null];
		if (kept >= 0) yield [COMMUNITY, accountId, 2, entryIdOf(kept), -FAVOR_COST, 0, null];
		accounts.push([COMMUNITY, accountId, "escrow", kept < 0 ? FAVOR_COST : 0, kept < 0 ? 1 : 2]);
	}
}

export const reasonOf = (number: number): string => `reviewing pull request ${number} before the release #teamwork`;

function* words(year: Year): Generator<DiskValue[]> {
	for (let favor = 0; favor < year.favors; favor++) {
		yield [COMMUNITY, "favor", favorIdOf(favor), `look at pull request ${favor} before the release`, ""];
	}
	for (let index = 0; index < year.entries; index++) {
		if (year.kind[index] === THANKS) yield [COMMUNITY, "thanks", entryIdOf(index), reasonOf(index), "teamwork"];
	}
}

/** The first entry of the last so many milliseconds. */
function since(year: Year, at: number): number {
	let [low, high] = [0, year.entries];
	while (low < high) {
		const middle = (low + high) >> 1;
		if ((year.at[middle] ?? 0) < at) low = middle + 1;
		else high = middle;
	}
	return low;
}

function* receipts(year: Year): Generator<DiskValue[]> {
	const current = receiptPeriod(new Date(NOW));
	const random = createRandom(7);
	for (const period of [current - 1, current]) {
		const [from, until] = [period, period + 1].map((start) => since(year, start * 30 * DAY_MS));
		const indexes = Array.from({ length: (until ?? 0) - (from ?? 0) }, (_, place) => (from ?? 0) + place);
		// Hashes are spread evenly: so are these, and they come in order.
		const keys = Float64Array.from(indexes, random).sort();
		for (const [place, index] of indexes.entries()) {
			const outcome = year.kind[index] === THANKS ? thanksOutcome(year, index) : `{"result":"given"}`;
			const key = Buffer.alloc(16);
			key.writeUIntBE(Math.floor((keys[place] ?? 0) * 2 ** 48), 0, 6);
			key.writeUInt32BE(place, 6);
			const fingerprint = Buffer.alloc(16, key.subarray(0, 10));
			yield [COMMUNITY, period, key, fingerprint, outcome, year.at[index] ?? 0];
		}
	}
}

function thanksOutcome(year: Year, index: number): string {
	const receiverIds = [memberIdOf(year.to[index])];
	const resetsAt = new Date((year.at[index] ?? 0) + DAY_MS);
	return JSON.stringify({
		entryId: entryIdOf(index),
		receiverIds,
		amount: 1,
		left: 4,
		perDay: 5,
		resetsAt,
		public: true,
	});
}

function* favors(year: Year): Generator<DiskValue[]> {
	for (let favor = 0; favor < year.favors; favor++) {
		const [asked, kept] = [year.asked[favor] ?? 0, year.kept[favor] ?? -1];
		const [askedAt, week] = [year.at[asked] ?? 0, year.week[asked] ?? 0];
		const [asker, target, place] = [memberIdOf(year.from[asked]), memberIdOf(year.to[asked]), channelIdOf(year, asked)];
		const endedAt = kept < 0 ? null : (year.at[kept] ?? 0);
		const head = [COMMUNITY, favorIdOf(favor), asker, target, kept < 0 ? null : target, "normal", FAVOR_COST];
		const state = [kept < 0 ? "open" : "kept", WORKSPACE, place, 1, askedAt, week, null];
		yield [...head, ...state, endedAt, endedAt, 0, null, endedAt, kept < 0 ? askedAt + 7 * DAY_MS : null, 0, null];
	}
}

function* reactions(year: Year): Generator<DiskValue[]> {
	const { order, starts } = grouped(year.entries, CHANNELS, (index) => year.channel[index] ?? 0);
	for (let channel = 0; channel < CHANNELS; channel++) {
		for (let place = starts[channel] ?? 0; place < (starts[channel + 1] ?? 0); place++) {
			const index = order[place] ?? 0;
			if (year.kind[index] !== REACTION) continue;
			const [reactor, receiver] = [memberIdOf(year.from[index]), memberIdOf(year.to[index])];
			const lastOrder = (year.at[index] ?? 0) * 1_000;
			yield [
				COMMUNITY,
				channel + FIRST_ID,
				messageOf(year, index),
				reactor,
				"💐",
				lastOrder,
				receiver,
				entryIdOf(index),
			];
		}
	}
}

/** As Slack counts messages: seconds, and a number within them. */
const messageOf = (year: Year, index: number): string =>
	`${Math.floor((year.at[index] ?? 0) / 1_000)}.${String(index % 1_000_000).padStart(6, "0")}`;

function* notices(year: Year): Generator<DiskValue[]> {
	let id = FIRST_ID;
	for (let index = since(year, NOW - NOTICES_KEPT_MS); index < year.entries; index++) {
		const kind = year.kind[index];
		if (kind === ASKED || kind === KEPT) continue;
		const at = year.at[index] ?? 0;
		const entryId = entryIdOf(index);
		const data = kind === THANKS ? { entryId } : { entryId, giverId: memberIdOf(year.from[index]), credits: 1 };
		const to = kind === THANKS ? [channelIdOf(year, index), null] : [null, memberIdOf(year.to[index])];
		const head = [COMMUNITY, id++, kindOf(year, index), JSON.stringify(data), WORKSPACE, ...to, `entry:${entryId}`];
		yield [...head, null, at, at, "sent", 1, null, at + 1_000];
	}
}

/** Where each thanks' line stands, in the order of the ids as text. */
function* posts(year: Year): Generator<DiskValue[]> {
	for (const id of textOrder(1, entryIdOf(year.entries - 1))) {
		const index = id - FIRST_ID;
		if (index < 0 || year.kind[index] !== THANKS) continue;
		const channelId = channelIdOf(year, index);
		const message = `${placeOf(channelId)}:${messageOf(year, index)}`;
		yield [COMMUNITY, `entry:${id}`, `c${channelId}`, WORKSPACE, message];
	}
}

/** Whole numbers from 1 to `last`, ordered as their digits are. */
function* textOrder(first: number, last: number): Generator<number> {
	for (let id = first; id < first + (first === 1 ? 9 : 10) && id <= last; id++) {
		yield id;
		yield* textOrder(id * 10, last);
	}
}
