// The team whose thanks are measured: a thousand people in one channel, half of whom thank one of the others once a day.
// Everything follows from a thanks' number, so that several books can be given the very same ones.
import type { Ledger } from "../../src/ledger/ledger.ts";
import type { Answer, Origin } from "../../src/ledger/list.ts";
import { meet, meetPlace } from "../../src/ledger/people.ts";
import { type ThanksInput, type ThanksOutcome, thanks } from "../../src/ledger/thanks.ts";

export const PEOPLE = 1_000;
const DAY_MS = 86_400_000;
const MORNING = Date.UTC(2026, 2, 2, 8);
/** Half of them give, the other half receive. */
const HALF = PEOPLE / 2;
/** Prime to HALF: everybody has their turn, in no order of their ids. */
const STRIDE = 389;
/** Every day another receiver. */
const SHIFT = 37;

export type Team = { thank(index: number): Promise<void> };

/** Finds the team in a book, or makes it there. */
export async function joinTeam(ledger: Ledger): Promise<Team> {
	const founded = new Date(MORNING);
	const ref = { platform: "slack", external: "T1", name: "Team" };
	const { id: workspaceId, communityId } = await ledger.workspaceFor(ref, "Europe/Berlin", founded);
	const origin: Origin = { communityId, now: founded };
	const place = { workspaceId, external: "C1", name: "general", kind: "public", present: true, home: true };
	const { channelId } = done(await ledger.submit(meetPlace, origin, place));
	const people = Array.from({ length: PEOPLE }, (_, index) => person(index));
	const ids = done(await ledger.submit(meet, origin, { workspaceId, people }));
	const members = people.map(({ user, ...rest }) => ({ ...rest, id: ids[user] }));

	return {
		async thank(index) {
			// Those who follow each other have nobody in common, so that many may be written at once in any order.
			const day = Math.floor(index / HALF);
			const giver = members[(index * STRIDE) % HALF];
			const receiver = members[HALF + (((index + day * SHIFT) * STRIDE) % HALF)];
			if (!giver || !receiver) throw new Error("the team is smaller than it should be");
			const input: ThanksInput = {
				giver,
				receivers: [receiver],
				amount: 1,
				reason: `reviewing pull request ${index} before the release #teamwork`,
				tags: ["teamwork"],
				where: { workspaceId, channelId, everywhere: true, postable: true, present: true },
			};
			const key = `slack:T1:trigger.${index}`;
			const fingerprint = `${giver.name} /thanks @${receiver.name} for ${input.reason}`;
			const now = new Date(MORNING + day * DAY_MS + (index % HALF) * 1_000);
			done<ThanksOutcome>(await ledger.submit(thanks, { communityId, now, key, fingerprint }, input));
		},
	};
}

const person = (index: number) => ({
	user: `U${10_000 + index}`,
	name: `Person ${index}`,
	kind: "person" as const,
	timezone: "Europe/Berlin",
	locale: "en-US",
});

function done<O>(answer: Answer<O>): O {
	if (answer.refused) throw new Error(`refused: ${answer.refused.reason}`);
	return answer.done as O;
}
