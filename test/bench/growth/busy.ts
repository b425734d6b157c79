// One of everything that people and the clock do in a busy minute, in a book that was loaded: so that every statement of a
// bot at work is asked at least once. It measures nothing.
import { createSender } from "../../../src/chat/deliver.ts";
import { createDirectory } from "../../../src/chat/directory.ts";
import type { Surface } from "../../../src/chat/surface.ts";
import { jobs } from "../../../src/jobs/jobs.ts";
import { passOn } from "../../../src/ledger/calls.ts";
import { communitiesWithDueFavors, dueFavors, favorsOf, openFavors } from "../../../src/ledger/favor-lists.ts";
import { ask, takeStep } from "../../../src/ledger/favors.ts";
import { noteRefusedAsk, readHealth } from "../../../src/ledger/health.ts";
import type { Ledger } from "../../../src/ledger/ledger.ts";
import type { Answer, Verb } from "../../../src/ledger/list.ts";
import { readPair, readToThank } from "../../../src/ledger/pair.ts";
import { meet, meetPlace } from "../../../src/ledger/people.ts";
import { react } from "../../../src/ledger/reactions.ts";
import { thanks, undo } from "../../../src/ledger/thanks.ts";
import { createLog } from "../../../src/log.ts";
import { defaultPolicy } from "../../../src/rules/policy.ts";
import type { Holds } from "./holds.ts";
import type { Seldom } from "./plans.ts";
import { readBoards, readOneWallet } from "./readings.ts";
import { COMMUNITY, placeOf, userOf } from "./rows.ts";
import { FIRST_ID, NOW, ZONE } from "./year.ts";

const MINUTE_MS = 60_000;
/** After what was measured before. */
const LATER = NOW + 60 * MINUTE_MS;

const someone = (id: number) => ({ id, name: `Person ${id}`, kind: "person" as const, timezone: ZONE });
const [ana, bo] = [someone(FIRST_ID), someone(FIRST_ID + 1)];
const channelId = FIRST_ID;
const where = { workspaceId: 1, channelId, everywhere: true, postable: true, present: true };

export async function busyMinute(ledger: Ledger, seldom: Seldom): Promise<void> {
	const now = new Date(LATER);
	let number = 0;
	async function submit<I, O>(verb: Verb<I, O>, input: I): Promise<O> {
		number += 1;
		const origin = { communityId: COMMUNITY, now, key: `busy:${number}`, fingerprint: `busy ${number}` };
		return done(await ledger.submit(verb, origin, input));
	}
	const seen = { workspaceId: 1, people: [{ user: userOf(ana.id), name: ana.name, kind: ana.kind, timezone: ZONE }] };
	await submit(meet, seen);
	const place = { workspaceId: 1, external: placeOf(channelId), name: `channel-${channelId}`, kind: "public" };
	await submit(meetPlace, { ...place, present: true, home: true });
	await submit(thanks, { giver: ana, receivers: [bo], amount: 1, reason: "tea", tags: [], where });
	await submit(undo, { memberId: ana.id });
	const reaction = { reactor: ana, receiver: bo, emoji: "💐", message: `${LATER / 1_000}.000100`, where };
	await submit(react, { ...reaction, added: true, order: 1 });
	await submit(react, { ...reaction, added: false, order: 2 });
	await favorOfOne(submit);
	await submit(noteRefusedAsk, { memberId: ana.id });
	await seldom(() => runJobs(ledger, now));
	await send(ledger, now);
	await ledger.read(async (query) => {
		await readBoards(query);
		await readOneWallet(query, ana.id);
		await openFavors(query, COMMUNITY, { most: 5 });
		await favorsOf(query, COMMUNITY, ana.id);
		await readPair(query, { communityId: COMMUNITY, memberId: ana.id, otherId: bo.id });
		await readToThank(query, { communityId: COMMUNITY, memberId: ana.id, timezone: ZONE }, now);
		await dueFavors(query, COMMUNITY, now, 10);
		await communitiesWithDueFavors(query, now);
	});
	// An admin looks now and then; it reads four weeks of what grows, and never all of it.
	const of = { communityId: COMMUNITY, timezone: ZONE, policy: defaultPolicy };
	await ledger.read((query) => readHealth(query, of, now));
}

/** What a job took, and the longest that it kept others waiting, in ms. */
export type JobTime = { took: number; held: number };

/** What happens by itself, once: the boards of a Monday, a Thursday's reminders, favors that are due, tidying. */
export async function runJobs(ledger: Ledger, now: Date, holds?: Holds): Promise<Record<string, JobTime>> {
	const community = (await ledger.communities()).find(({ id }) => id === COMMUNITY);
	if (!community) throw new Error("the community is not there");
	const times: Record<string, JobTime> = {};
	for (const job of jobs) {
		holds?.longest();
		const began = performance.now();
		await job.run(ledger, community, now, `${job.name} ${now.toISOString()}`, now);
		times[job.name] = { took: performance.now() - began, held: holds?.longest() ?? Number.NaN };
	}
	return times;
}

type SubmitOne = <I, O>(verb: Verb<I, O>, input: I) => Promise<O>;

/** Small, so that nobody's balance is in the way. */
async function favorOfOne(submit: SubmitOne): Promise<void> {
	const [generous] = [someone(FIRST_ID + 2)];
	for (let count = 0; count < defaultPolicy.favor.small; count++) {
		await submit(thanks, { giver: bo, receivers: [generous], amount: 1, reason: "", tags: [], where });
	}
	const words = { text: "water the plants #plants", tags: ["plants"] };
	const asking = { asker: generous, target: undefined, size: "small" as const, ...words, dueAt: null };
	const { favorId } = await submit(ask, { ...asking, where });
	await submit(passOn, { actor: someone(FIRST_ID + 3), favorId });
	await submit(takeStep, { actor: bo, favorId, step: "accept" });
	await submit(takeStep, { actor: bo, favorId, step: "done" });
	await submit(takeStep, { actor: generous, favorId, step: "confirm" });
	const { favorId: other } = await submit(ask, { ...asking, asker: bo, target: generous, where });
	const because = { why: "busy", because: "", insteadId: null } as const;
	await submit(takeStep, { actor: generous, favorId: other, step: "decline", ...because });
}

/** Everything that is owed, to a platform that takes it at once. */
async function send(ledger: Ledger, now: Date): Promise<void> {
	let posted = 0;
	const surface: Surface = {
		platform: "slack",
		async send() {
			posted += 1;
			return `C1:${posted}`;
		},
		edit: async () => {},
	};
	const clock = () => new Date(now.getTime() + MINUTE_MS);
	const sender = createSender({
		ledger,
		directory: createDirectory({ ledger, timezone: ZONE, now: clock }),
		surfaces: [surface],
		now: clock,
		log: createLog("silent"),
		movedCommunities: () => [],
	});
	await sender.flush();
	await sender.stop(0);
	if (posted === 0) throw new Error("nothing was sent");
}

function done<O>(answer: Answer<O>): O {
	if (answer.refused) throw new Error(`refused: ${answer.refused.reason}`);
	return answer.done as O;
}
