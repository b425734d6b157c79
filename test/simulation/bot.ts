// One life of the bot: its ledger, directory, sender and jobs on a database that may fail, with a clock of the story.
// All that it keeps in memory goes when it crashes.
import type { Reply } from "../../src/chat/request.ts";
import type { Ledger } from "../../src/ledger/ledger.ts";
import type { Answer } from "../../src/ledger/list.ts";
import type { Log } from "../../src/log.ts";
import type { Storage } from "../../src/storage/storage.ts";
import type { Code } from "./code.ts";
import type { Event } from "./events/event.ts";
import { createFaultyStorage } from "./faulty-storage.ts";
import { COMMUNITY_ZONE } from "./people.ts";
import type { Platform } from "./platform.ts";
import type { Life, World } from "./world.ts";

export type Bot = {
	life: Life;
	/** One delivery of an event; `answered` hears what the ledger said to its key. */
	take(event: Event, answered: (answer: Answer<unknown>) => void): Promise<Reply>;
	tick(): Promise<void>;
	flush(): Promise<void>;
};

export type BotDeps = {
	code: Code;
	real: Storage;
	world: World;
	platform: Platform;
	now(): Date;
	/** What the log was told as an error. */
	complain(what: string): void;
};

export function startBot(name: string, deps: BotDeps): Bot {
	const { code, real, world, platform, now } = deps;
	const life: Life = { name, dead: false };
	const log = createLog((what) => {
		if (!life.dead) deps.complain(what);
	});
	const storage = createFaultyStorage({ real, world, life, OutOfReach: code.OutOfReach });
	const ledger = code.createLedger(storage, { retryAfterMs: [50, 150] });
	const directory = code.createDirectory({ ledger, timezone: COMMUNITY_ZONE, now });
	const surfaces = [platform.surfaceFor(life)];
	const sender = code.createSender({ ledger, directory, surfaces, now, movedCommunities: () => [], log });
	ledger.onCommit(sender.wake);
	const jobs = code.createJobs({ ledger, now, log });
	sender.wake();
	return {
		life,
		take(event, answered) {
			const heard = listening(ledger, event.key, answered);
			return code.createHandle({ ledger: heard, directory, now })(event.request());
		},
		tick: () => jobs.tick(),
		flush: () => sender.flush(),
	};
}

/** The same ledger; what it answers to this key is heard. */
const listening = (ledger: Ledger, key: string, answered: (answer: Answer<unknown>) => void): Ledger => ({
	...ledger,
	async submit(verb, origin, input) {
		const answer = await ledger.submit(verb, origin, input);
		if (origin.key === key) answered(answer);
		return answer;
	},
});

function createLog(complain: (what: string) => void): Log {
	const ignore = (): void => {};
	const log: Log = {
		debug: ignore,
		info: ignore,
		warn: ignore,
		error: (first: object | string, message?: string) => {
			const error = typeof first === "object" && "err" in first ? `: ${first.err}` : "";
			complain(`${typeof first === "string" ? first : message}${error}`);
		},
		child: () => log,
	};
	return log;
}
