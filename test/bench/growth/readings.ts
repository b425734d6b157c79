// The readings that people wait for, each as the bot does it: the boards and a wallet.
import { type BoardSpan, type Query, readBoard } from "../../../src/ledger/boards.ts";
import type { Ledger } from "../../../src/ledger/ledger.ts";
import { readWallet } from "../../../src/ledger/wallet.ts";
import { weekOf } from "../../../src/rules/calendar.ts";
import { defaultPolicy } from "../../../src/rules/policy.ts";
import { EVERYWHERE } from "../../../src/rules/tally.ts";
import { COMMUNITY } from "./rows.ts";
import { FIRST_ID, NOW, PEOPLE, ZONE } from "./year.ts";

/** The last whole week. */
const WEEK = weekOf(new Date(NOW), ZONE) - 7;
const BUSIEST = FIRST_ID;

export const READINGS = {
	"week, busiest channel": { channelId: BUSIEST, week: WEEK, weeks: 1 },
	"week, everywhere": { channelId: EVERYWHERE, week: WEEK, weeks: 1 },
	"all time, busiest channel": { channelId: BUSIEST, week: WEEK, weeks: 0 },
	"all time, everywhere": { channelId: EVERYWHERE, week: WEEK, weeks: 0 },
} satisfies Record<string, BoardSpan>;

export type Reading = keyof typeof READINGS | "month, everywhere" | "wallet";

const MONTH: BoardSpan = { channelId: EVERYWHERE, week: WEEK, weeks: 4 };

export async function readBoards(query: Query): Promise<void> {
	for (const span of [...Object.values(READINGS), MONTH]) await readOne(query, span);
}

const readOne = (query: Query, span: BoardSpan) => readBoard(query, COMMUNITY, span, defaultPolicy.board.rows);

export async function readOneWallet(query: Query, memberId: number): Promise<void> {
	const of = { communityId: COMMUNITY, memberId, timezone: ZONE, communityTimezone: ZONE };
	const wallet = await readWallet(query, of, defaultPolicy, new Date(NOW));
	if (!wallet) throw new Error(`member ${memberId} has no wallet`);
}

/** How long each takes, in ms, in the order asked. */
export async function timeReadings(ledger: Ledger, runs: number): Promise<Record<Reading, number[]>> {
	const time = async (work: (query: Query, run: number) => Promise<unknown>): Promise<number[]> => {
		const times: number[] = [];
		for (let run = -1; run < runs; run++) {
			const began = performance.now();
			await ledger.read((query) => work(query, run));
			// The first prepares the statement.
			if (run >= 0) times.push(performance.now() - began);
		}
		return times;
	};
	const boards: Partial<Record<Reading, number[]>> = {};
	for (const [name, span] of Object.entries(READINGS)) {
		boards[name as Reading] = await time((query) => readOne(query, span));
	}
	boards["month, everywhere"] = await time((query) => readOne(query, MONTH));
	boards.wallet = await time((query, run) => readOneWallet(query, FIRST_ID + (((run + 1) * 389) % PEOPLE)));
	return boards as Record<Reading, number[]>;
}
