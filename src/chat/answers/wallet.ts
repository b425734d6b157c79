// `/wallet`, the app's own page, and `/leaderboard`: readings, shown to the one who asked alone.
import { readBoard } from "../../ledger/boards.ts";
import { favorsOf } from "../../ledger/favor-lists.ts";
import { readPair, readToThank } from "../../ledger/pair.ts";
import { readWallet } from "../../ledger/wallet.ts";
import type { Line } from "../card.ts";
import type { Participant } from "../directory.ts";
import { Problem } from "../problem.ts";
import type { Fields, Reply } from "../request.ts";
import type { Turn } from "../turn.ts";
import { type BoardTitle, boardCard, onBoard } from "../views/boards.ts";
import { say } from "../views/format.ts";
import { reactionThere } from "../views/help.ts";
import { pairCard } from "../views/pair.ts";
import { inVouches } from "../views/vouches.ts";
import { homeCard, inHistory, sayThanks, type WalletView, walletCard } from "../views/wallet.ts";
import { card, refused } from "./reply.ts";
import { unknownName } from "./thanks.ts";

/** One's own account; with somebody named, what went between the two. */
export async function showWallet(turn: Turn, fields: Fields): Promise<Reply> {
	const named = fields["with"];
	if (fields["unknown"] !== undefined) throw new Problem(unknownName(String(fields["unknown"])), "with");
	if (fields["others"] !== undefined)
		throw new Problem(["One at a time, please: ", { code: "/wallet @name" }, " shows what went between you."], "with");
	const other = named === undefined || named === "" ? undefined : turn.someone(String(named));
	if (!other || (other.id !== undefined && other.id === turn.actor.id)) return withWallet(turn, walletCard);
	return showPair(turn, other);
}

/** Whoever left is still remembered, and no longer thanked. */
async function showPair(turn: Turn, { id: otherId, name, kind }: Participant): Promise<Reply> {
	const { communityId, now, ledger } = turn;
	const { id: memberId, timezone } = turn.actor;
	if (memberId === undefined) return refused(turn, { reason: "not-a-member" });
	if (kind === "bot") return refused(turn, { reason: "not-a-person", names: [name] });
	if (otherId === undefined || kind === "stranger") return refused(turn, { reason: "outside", names: [name] });
	const pair = await ledger.read((query) => readPair(query, { communityId, memberId, otherId }));
	return card(pairCard(pair, name, kind === "gone" ? undefined : sayThanks(otherId), { now, timezone }));
}

export const showHome = (turn: Turn): Promise<Reply> => withWallet(turn, homeCard);

async function withWallet(turn: Turn, view: (wallet: WalletView) => ReturnType<typeof walletCard>): Promise<Reply> {
	const { communityId, communityTimezone, now, ledger } = turn;
	const { id: memberId, timezone } = turn.actor;
	if (memberId === undefined) return refused(turn, { reason: "not-a-member" });
	const policy = await ledger.readings.policy(communityId);
	const { wallet, own, toThank } = await ledger.read(async (query) => ({
		wallet: await readWallet(query, { communityId, memberId, timezone, communityTimezone }, policy, now),
		own: await favorsOf(query, communityId, memberId),
		toThank: await readToThank(query, { communityId, memberId, timezone }, now),
	}));
	if (!wallet) return refused(turn, { reason: "not-a-member" });
	const open = [...own.asked, ...own.helping, ...own.askedOfMe];
	const known = [...open.map(({ askerId }) => askerId), ...toThank.map(({ helperId }) => helperId)];
	const names = await turn.names([...inHistory(wallet.history), ...inVouches(wallet.vouches), ...known]);
	const reader = { now, timezone };
	const reaction = reactionThere(policy.reactions);
	return card(view({ wallet, open, toThank, reaction, names, memberId, normalCost: policy.favor.normal, reader }));
}

type Period = { weeks: number; title: BoardTitle["period"] };
const THIS_WEEK: Period = { weeks: 1, title: "this week" };
const PERIODS = new Map<string, Period>([
	["week", THIS_WEEK],
	["month", { weeks: 4, title: "the last four weeks" }],
	["all", { weeks: 0, title: "all time" }],
]);

export async function showBoard(turn: Turn, fields: Fields): Promise<Reply> {
	const { communityId, ledger } = turn;
	if (turn.actor.id === undefined) return refused(turn, { reason: "not-a-member" });
	if (fields["unknown"] !== undefined) {
		const how: Line = [
			{ code: "/leaderboard" },
			" takes ",
			{ code: "week" },
			", ",
			{ code: "month" },
			" or ",
			{ code: "all" },
		];
		return card(say(...how, ", and ", { code: "here" }, " or ", { code: "everywhere" }, "."));
	}
	const { weeks, title } = PERIODS.get(String(fields["period"] ?? "week")) ?? THIS_WEEK;
	const here = fields["where"] !== "everywhere" && turn.where.channelId !== null;
	const channelId = here ? (turn.where.channelId ?? 0) : 0;
	const policy = await ledger.readings.policy(communityId);
	const span = { channelId, weeks, week: ledger.weekOf(turn.now, turn.communityTimezone) };
	const board = await ledger.read((query) => readBoard(query, communityId, span, policy.board.rows));
	const name = turn.request.place?.name ?? "";
	const place = here ? (name === "" ? "this channel" : `#${name}`) : "all channels";
	return card(boardCard(board, { period: title, place }, await turn.names(onBoard(board))));
}
