// A community on strict Slack with last week's thanks in many channels, so that each is owed a board once its hour comes.
// It writes through the ledger alone, and can make it that hour while bots run.
import { DateTime } from "luxon";
import { createLedger } from "../../src/ledger/ledger.ts";
import { meet, meetPlace } from "../../src/ledger/people.ts";
import { thanks } from "../../src/ledger/thanks.ts";
import { openStorage } from "../../src/storage/open.ts";
import type { Storage } from "../../src/storage/storage.ts";
import type { StrictSlack } from "../adapters/slack/strict-slack.ts";
import type { Place } from "./crowd.ts";

export type Town = Place & {
	/** Boards are due from now on. */
	boardsAreDue(): Promise<void>;
};

const WEEK_MS = 7 * 24 * 3_600_000;
/** The end of a week lasts for a day around the world, and no board is due in the last hour of one by these rules. */
const WEST = "Pacific/Pago_Pago";

const GENEROUS = {
	thanks: { perDay: 10_000, perPairPerDay: 10_000, pileMinutes: 0 },
	favor: { maxOpenPerAsker: 10_000 },
	floor: { newcomerDays: 0 },
};

type Options = { slack: StrictSlack; databaseUrl: string; people: number; channels: number };

export async function settleTown({ slack, databaseUrl, people: size, channels: count }: Options): Promise<Town> {
	const now = new Date();
	const isLateSunday = now.getUTCDay() === 0 && now.getUTCHours() >= 20;
	const timezone = isLateSunday ? WEST : "UTC";
	const names = Array.from({ length: size }, (_, index) => `person${index}`);
	const people = names.map((name) => slack.addUser(name, { timezone }));
	const members = [...people, slack.bot];
	const channels = Array.from({ length: count }, (_, index) => slack.addChannel(`channel${index}`, { members }));
	const place = { slack, names, people, channels };
	let communityId = 0;

	const setHour = (storage: Storage, boardWeekday: number, boardHour: number) =>
		storage.db.community.update({
			where: { id: communityId },
			data: { policy: JSON.stringify({ ...GENEROUS, schedule: { boardWeekday, boardHour } }) },
		});

	await withStorage(databaseUrl, async (storage) => {
		const ref = { platform: "slack", external: slack.team.id, name: slack.team.name };
		const at = new Date(now.getTime() - WEEK_MS);
		const workspace = await createLedger(storage).workspaceFor(ref, timezone, at);
		communityId = workspace.communityId;
		await setHour(storage, 7, 23);
		await giveThanks(storage, workspace, place, timezone, at);
	});
	return {
		...place,
		async boardsAreDue() {
			const { weekday, hour } = DateTime.now().setZone(timezone);
			await withStorage(databaseUrl, (storage) => setHour(storage, weekday, hour));
		},
	};
}

/** In each channel, everybody thanks somebody. */
async function giveThanks(
	storage: Storage,
	{ communityId, id: workspaceId }: { communityId: number; id: number },
	{ people, names, channels }: Place,
	timezone: string,
	now: Date,
): Promise<void> {
	const ledger = createLedger(storage);
	const seen = people.map((user, index) => ({ user, name: names[index] ?? user, kind: "person" as const, timezone }));
	const { done: ids = {} } = await ledger.submit(meet, { communityId, now }, { workspaceId, people: seen });
	const persons = seen.map(({ user, name, kind }) => ({ id: ids[user], name, kind, timezone }));
	for (const [index, external] of channels.entries()) {
		const seenPlace = { workspaceId, external, name: `channel${index}`, kind: "public", present: true, home: true };
		const { done } = await ledger.submit(meetPlace, { communityId, now }, seenPlace);
		// Told privately, which is too old to be sent by now: the channels begin with nothing owed.
		const where = { workspaceId, channelId: done?.channelId ?? 0, everywhere: true, postable: false, present: true };
		const given = persons.map((giver, turn) => {
			const receivers = [persons[(turn + 1 + (index % (persons.length - 1))) % persons.length] ?? giver];
			const input = { giver, receivers, amount: 2, reason: "", tags: [], where };
			return ledger.submit(thanks, { communityId, now }, input);
		});
		const refused = (await Promise.all(given)).find((answer) => answer.refused);
		if (refused) throw new Error(`refused: ${JSON.stringify(refused)}`);
	}
}

async function withStorage<T>(databaseUrl: string, work: (storage: Storage) => Promise<T>): Promise<T> {
	const storage = await openStorage(databaseUrl, { migrate: false });
	try {
		return await work(storage);
	} finally {
		await storage.close();
	}
}
