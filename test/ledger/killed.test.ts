// The process is killed in the middle of a burst, again and again: what it acknowledged is there, nothing is there
// twice, the book holds, and what is owed arrives after the restart.
import { describe, expect, test } from "vitest";
import { LEASE_MS } from "../../src/ledger/deliveries.ts";
import type { Answer } from "../../src/ledger/list.ts";
import { done, MONDAY, openRig, type Rig } from "./rig.ts";
import { startTeller, type Teller } from "./teller.ts";

const CYCLES = 20;
const PEOPLE = Array.from({ length: 12 }, (_, index) => `P${index}`);
/** Each thanks has a line of its own, so that every notice is sent by itself. */
const POLICY = {
	thanks: { perDay: 10_000, perPairPerDay: 10_000, pileMinutes: 0 },
	favor: { maxOpenPerAsker: 10_000 },
};

type Event = { key: string; from: string; to: string; kind: "thanks" | "reaction" | "favor" };
type Delivered = { event: Event; answer: Answer<unknown> };

const pick = (index: number): string => PEOPLE[index % PEOPLE.length] as string;

/** Events as a platform would deliver them; each is told apart by its key. */
const burst = (cycle: number, size: number): Event[] =>
	Array.from({ length: size }, (_, index) => {
		const [from, to] = [pick(index * 7 + cycle), pick(index * 7 + cycle + 1 + (index % 5))];
		const kind = index % 5 === 4 ? "favor" : index % 5 === 3 ? "reaction" : "thanks";
		return { key: `c${cycle}:${index}`, from, to, kind };
	});

function deliver(rig: Rig, teller: Teller, { key, from, to, kind }: Event): Promise<Answer<unknown>> {
	const people = rig.through(teller.submit);
	if (kind === "favor") return people.ask(from, { key, size: "small" });
	if (kind === "reaction") return people.react(from, to, { key, message: key, order: 1 });
	return people.thank(from, to, { key, fingerprint: key, reason: `for ${key}` });
}

/** How many credits each has from these events, each counted once. */
function owned(events: Event[]): Record<string, number> {
	const credits = Object.fromEntries(PEOPLE.map((name) => [name, 1_000]));
	for (const { from, to, kind } of events) {
		if (kind === "favor") credits[from] = (credits[from] ?? 0) - 2;
		else credits[to] = (credits[to] ?? 0) + 1;
	}
	return credits;
}

async function openFunded(): Promise<Rig> {
	const rig = await openRig({ people: PEOPLE, policy: POLICY });
	for (const name of PEOPLE) await rig.fund(name, 1_000);
	return rig;
}

/** A second look at the same file: nobody else held it open, so whatever a kill left behind is recovered by this. */
async function reopened(rig: Rig): Promise<Rig> {
	await rig.fresh.reopen();
	return openRig({ people: PEOPLE, policy: POLICY, fresh: rig.fresh });
}

/** Delivers until the process is killed in the midst of it. Answers with what was acknowledged, and what was not. */
async function killedDuring(rig: Rig, teller: Teller, events: Event[], after: number) {
	const acknowledged: Delivered[] = [];
	for (const event of events) {
		// What is not acknowledged never settles.
		void deliver(rig, teller, event).then((answer) => acknowledged.push({ event, answer }));
	}
	await teller.acknowledged(after);
	await teller.kill();
	const keys = new Set(acknowledged.map(({ event }) => event.key));
	return { acknowledged, lost: events.filter(({ key }) => !keys.has(key)) };
}

describe(`killed ${CYCLES} times`, () => {
	test("all that was acknowledged is there, nothing twice; what was not is delivered again and done once", async () => {
		let rig = await openFunded();
		const all: Event[] = [];
		const acknowledged: Delivered[] = [];
		let again: Event[] = [];
		let unanswered = 0;
		for (let cycle = 0; cycle < CYCLES; cycle++) {
			const fresh = burst(cycle, 150);
			all.push(...fresh);
			await rig.storage.close();
			const teller = await startTeller(rig.fresh.url);
			// The platform delivers what got no answer once more, and some of what did.
			const repeated = acknowledged.slice(-10).map(({ event }) => event);
			const result = await killedDuring(rig, teller, [...again, ...repeated, ...fresh], 20 + ((cycle * 37) % 120));
			acknowledged.push(...result.acknowledged);
			again = result.lost;
			unanswered += again.length;
			rig = await reopened(rig);
			await rig.mustHold();
			const keys = await rig.storage.db.receipt.count();
			expect(keys).toBeGreaterThanOrEqual(new Set(acknowledged.map(({ event }) => event.key)).size);
		}
		// The kills came in the midst of something.
		expect(unanswered).toBeGreaterThan(CYCLES);

		const last = await startTeller(rig.fresh.url);
		for (const answer of await Promise.all(again.map((event) => deliver(rig, last, event)))) done(answer);
		// Every acknowledgement of one key was the same, whenever it came.
		const first = new Map<string, string>();
		for (const { event, answer } of acknowledged) {
			const said = JSON.stringify(answer);
			expect(said).toBe(first.get(event.key) ?? said);
			first.set(event.key, said);
			done(answer);
		}
		await last.stop();
		expect(await rig.balances()).toEqual(owned(all));
		expect(await rig.storage.db.entry.count({ where: { kind: { not: "adjustment" } } })).toBe(all.length);
		await rig.mustHold();
	}, 120_000);

	/** Each process begins when what the one before it held is free again, where nobody knows that it is dead. */
	const laterBy = (cycle: number): Date => new Date(MONDAY.getTime() + cycle * LEASE_MS);

	test("while it sends: every notice arrives, and none twice but those under way at a kill", async () => {
		let rig = await openFunded();
		const sent: string[] = [];
		let events = 0;
		for (let cycle = 0; cycle < 6; cycle++) {
			await rig.storage.close();
			const teller = await startTeller(rig.fresh.url, laterBy(cycle));
			const thanks = burst(cycle, 80).filter(({ kind }) => kind === "thanks");
			await killedDuring(rig, teller, thanks, 10 + cycle * 5);
			events += thanks.length;
			sent.push(...teller.sent);
			rig = await reopened(rig);
			await rig.mustHold();
		}
		const owed = await rig.storage.db.notice.count({ where: { state: "owed" } });
		expect(owed).toBeGreaterThan(0);
		const last = await startTeller(rig.fresh.url, laterBy(6));
		for (let looks = 0; (await rig.storage.db.notice.count({ where: { state: "owed" } })) > 0; looks++) {
			expect(looks).toBeLessThan(400);
			await new Promise((resolve) => setTimeout(resolve, 25));
		}
		await last.stop();
		sent.push(...last.sent);

		const notices = await rig.notices();
		expect(notices.filter(({ state }) => state !== "sent")).toEqual([]);
		expect(notices.length).toBeLessThanOrEqual(events + PEOPLE.length);
		expect(new Set(sent)).toEqual(new Set(notices.map(({ communityId, id }) => `n${communityId}-${id}`)));
		// At most one for each destination was under way when it was killed.
		expect(sent.length - new Set(sent).size).toBeLessThanOrEqual(6 * 8);
		await rig.mustHold();
	}, 60_000);
});
