// The ledger over one database: the list that every verb goes through, and the readings. It never calls a platform:
// what other people must hear is stored as notices, and whoever sends them is woken after each commit.
import { isTimezone, weekOf } from "../rules/calendar.ts";
import type { Policy } from "../rules/policy.ts";
import type { Storage } from "../storage/storage.ts";
import type { Row } from "../storage/tables.ts";
import type { Query } from "./boards.ts";
import { comeBackFromTheFuture, freeLeases } from "./deliveries.ts";
import { createList, type ListOptions, policyOf, type Submit } from "./list.ts";
import { activeCommunities, leaveWorkspace, type WorkspaceRef, workspaceFor } from "./people.ts";
import { createReadings, type Readings } from "./readings.ts";
import { ran, tidy } from "./upkeep.ts";

export type Ledger = {
	/** Does one verb, once for its key; resolves when it is on disk. Rejects with a bug or an outage. */
	submit: Submit;
	/** Reads with hand-written statements; sees what is committed. */
	read<T>(work: (query: Query) => Promise<T>): Promise<T>;
	readings: Readings;
	/** The Monday of the local week, counted in days from 1970-01-01. */
	weekOf(at: Date, zone: string): number;
	isTimezone(zone: string): boolean;
	/** The workspace, with a community of its own when it is new; one that was left is back, unless `comesBack` is false. */
	workspaceFor(ref: WorkspaceRef, timezone: string, now: Date, comesBack?: boolean): Promise<Row<"Workspace">>;
	leaveWorkspace(id: number, now: Date): Promise<void>;
	/** Communities that a workspace is connected to. */
	communities(): Promise<Row<"Community">[]>;
	/** Gives back what a process that is no more was sending, where no other can be at it. */
	recover(now: Date): Promise<void>;
	/** Makes due what a clock that was wrong put too far ahead, but in these communities. Answers with whether there was any. */
	comeBackFromTheFuture(now: Date, but: readonly number[]): Promise<boolean>;
	/** Which of these communities a job ran in for that period, by whatever process. */
	ran(job: string, periods: readonly { communityId: number; period: string }[]): Promise<Set<number>>;
	/** The rules' numbers that a community's stored policy says. Throws for one that is broken. */
	policyOf(stored: string): Policy;
	/** Forgets what has served: delivered notices after 30 days, drafts after one, keys after one to two months. */
	tidy(communityId: number, now: Date): Promise<void>;
	/** Called after every commit: there may be notices to send. */
	onCommit(wake: () => void): void;
	/** Resolves when nothing waits to be decided. */
	idle(): Promise<void>;
};

export function createLedger(storage: Storage, options: ListOptions = {}): Ledger {
	const wakes: (() => void)[] = [];
	const wakeAll = (): void => {
		for (const wake of wakes) wake();
	};
	const { submit, idle } = createList(storage, wakeAll, options);
	return {
		submit,
		idle,
		read: (work) => storage.read(work),
		readings: createReadings(storage),
		weekOf,
		isTimezone,
		workspaceFor: (ref, timezone, now, comesBack = true) => workspaceFor(storage, ref, timezone, now, comesBack),
		leaveWorkspace: (id, now) => leaveWorkspace(storage, id, now),
		communities: () => storage.read(activeCommunities),
		ran: (job, periods) => storage.read((query) => ran(query, job, periods)),
		policyOf,
		recover: async (now) => {
			if (storage.alone) await freeLeases(storage, now);
		},
		comeBackFromTheFuture: (now, but) => comeBackFromTheFuture(storage, now, but),
		tidy: (communityId, now) => tidy(storage, communityId, now),
		onCommit: (wake) => wakes.push(wake),
	};
}
