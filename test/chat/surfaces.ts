// The other end of the sender: a surface that does what a test tells it to, and remembers all that was asked of it.
import { plainText } from "../../src/chat/card.ts";
import { createSender, type Sender } from "../../src/chat/deliver.ts";
import type { Platform } from "../../src/chat/request.ts";
import type { Surface } from "../../src/chat/surface.ts";
import type { Log } from "../../src/log.ts";
import type { Bank } from "../support/bank.ts";

export type Act = {
	what: "send" | "edit";
	/** A channel's or a user's id, without what stands in front. */
	to: string;
	text: string;
	nonce?: string;
	route?: string | undefined;
	message?: string;
	/** The message that it is a reply to. */
	thread?: string;
};

export type Obedient = {
	surface: Surface;
	/** Everything that was asked, also in vain. */
	acts: Act[];
	/** What stands there now, by message. */
	shown: Map<string, Act>;
	/** Asked before each act: throws or waits as the test wants. */
	before: (act: Act) => void | Promise<void>;
	/** The most that was under way at once: for all destinations, and for one. */
	atOnce: { all: number; one: number };
};

export function createObedient(platform: Platform = "playground"): Obedient {
	const underWay: string[] = [];
	let count = 0;
	const obedient: Obedient = {
		acts: [],
		shown: new Map(),
		before: () => {},
		atOnce: { all: 0, one: 0 },
		surface: undefined as unknown as Surface,
	};

	async function act(asked: Act): Promise<void> {
		obedient.acts.push(asked);
		underWay.push(asked.to);
		const { atOnce } = obedient;
		atOnce.all = Math.max(atOnce.all, underWay.length);
		atOnce.one = Math.max(atOnce.one, underWay.filter((to) => to === asked.to).length);
		try {
			await obedient.before(asked);
		} finally {
			underWay.splice(underWay.indexOf(asked.to), 1);
		}
	}

	obedient.surface = {
		platform,
		async send(destination, card, { nonce, route, thread }) {
			const to = ("user" in destination ? destination.user : destination.channel).slice(2);
			const below = thread && { thread: thread.message };
			const asked: Act = { what: "send", to, text: plainText(card), nonce, route, ...below };
			await act(asked);
			const message = `${platform}-${++count}`;
			obedient.shown.set(message, asked);
			return message;
		},
		async edit(destination, message, card) {
			const to = ("user" in destination ? destination.user : destination.channel).slice(2);
			const asked: Act = { what: "edit", to, text: plainText(card), message };
			await act(asked);
			obedient.shown.set(message, asked);
		},
	};
	return obedient;
}

export type Logged = { level: string; message: string; fields: object };

export function createRecordingLog(): { log: Log; logged: Logged[] } {
	const logged: Logged[] = [];
	const write =
		(level: string) =>
		(first: object | string, message?: string): void => {
			const words = typeof first === "string" ? first : (message ?? "");
			logged.push({ level, message: words, fields: typeof first === "string" ? {} : first });
		};
	const log: Log = {
		debug: write("debug"),
		info: write("info"),
		warn: write("warn"),
		error: write("error"),
		child: () => log,
	};
	return { log, logged };
}

export type SenderOptions = { surfaces: Surface[]; log?: Log; moved?: Map<number, number> };

/** A sender over a bank's book, beside the bank's own. `moved` holds the communities whose clock is ahead, by how much. */
export function openSender(
	bank: Bank,
	{ surfaces, log = createRecordingLog().log, moved = new Map() }: SenderOptions,
): Sender {
	const now = (communityId?: number) => new Date(bank.now().getTime() + (moved.get(communityId ?? -1) ?? 0));
	const { ledger, directory } = bank;
	return createSender({ ledger, directory, surfaces, now, movedCommunities: () => [...moved.keys()], log });
}

/** A promise that the test resolves. */
export function gate(): { opened: Promise<void>; open: () => void } {
	let open = () => {};
	const opened = new Promise<void>((resolve) => {
		open = resolve;
	});
	return { opened, open };
}

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
