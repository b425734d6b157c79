// Events as they arrive at a bot, and what came of each: what the ledger answered, and whether the platform was told.
import type { Reply } from "../../src/chat/request.ts";
import type { Answer } from "../../src/ledger/list.ts";
import type { Bot } from "./bot.ts";
import type { Event } from "./events/event.ts";
import type { Delivery } from "./explain.ts";

/** Something that happened on the platform. */
export type Happening = { event: Event; firstAt: number | undefined; acknowledged: boolean; outcome: unknown };

/** One delivery of it. */
export type Arrival = Delivery & {
	happening: Happening;
	bot: Bot;
	failed: unknown;
	over: boolean;
	/** What the actor was told. */
	reply: Reply | undefined;
};

export const happeningOf = (event: Event): Happening => ({
	event,
	firstAt: undefined,
	acknowledged: false,
	outcome: undefined,
});

/** `turn` counts the answers of a story; `complain` hears where the same event was answered differently. */
export function arrive(happening: Happening, bot: Bot, turn: () => number, complain: (what: string) => void): Arrival {
	const { event } = happening;
	const turnOf = Number.MAX_SAFE_INTEGER;
	const nothingYet = { answer: undefined, failed: undefined, over: false, reply: undefined };
	const arrival: Arrival = { event, happening, bot, turn: turnOf, ...nothingYet };
	const answered = ({ done, refused }: Answer<unknown>) => {
		Object.assign(arrival, { answer: refused ? "refused" : "done", turn: turn() });
		if (refused) return;
		const [before, now] = [happening.outcome, done].map((outcome) => JSON.stringify(outcome));
		if (before !== undefined && before !== now) complain(`${event.key} was answered ${now}, and before ${before}`);
		happening.outcome = done;
	};
	bot.take(event, answered).then(
		(reply) => {
			Object.assign(arrival, { over: true, reply });
			// What a bot says as it dies nobody hears.
			happening.acknowledged ||= !bot.life.dead;
		},
		(failed: unknown) => Object.assign(arrival, { failed, over: true }),
	);
	return arrival;
}
