// The thanks of a simulated year: who is thanked is chance, whether it counts is the rules' to say.
import { periodOf } from "../../rules/calendar.ts";
import { Refused } from "../../rules/refusal.ts";
import { decideThanks } from "../../rules/thanks.ts";
import type { Person } from "./people.ts";
import { createDraw } from "./random.ts";
import type { Life } from "./year.ts";

/** Call it on each working day: those who are there thank each other. */
export function createThanks(life: Life): () => void {
	const { policy, random, accounts } = life;
	const given = new Map<Person, { period: number; to: Map<number, number> }>();

	/** What somebody gave since their allowance was new. */
	function givenBy(giver: Person): Map<number, number> {
		const period = periodOf(life.now, giver.timezone, policy.thanks.period);
		const before = given.get(giver);
		if (before?.period === period) return before.to;
		const to = new Map<number, number>();
		given.set(giver, { period, to });
		return to;
	}

	function thank(giver: Person, receiver: Person): void {
		const givenToday = givenBy(giver);
		try {
			const { postings } = decideThanks({ giver, receivers: [receiver], givenToday }, 1, policy, life.now);
			accounts.enter(postings);
			life.generosity.thanked(giver, life.day);
			givenToday.set(receiver.id, (givenToday.get(receiver.id) ?? 0) + 1);
		} catch (error) {
			// The allowance is used, or that for this one: it stays unsaid.
			if (!(error instanceof Refused)) throw error;
		}
	}

	return () => {
		const draw = createDraw(life.present, ({ thanked }) => thanked);
		for (const giver of life.present) {
			for (let left = random.times(giver.thanks); left > 0; left--) {
				const receiver = draw(random);
				if (receiver && receiver !== giver) thank(giver, receiver);
			}
		}
	};
}
