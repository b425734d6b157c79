// The platform that people sit at: it keeps what was posted, and is slow, fails, refuses, or does it and loses the answer.
// Its answers never come before what they are about is in the book: whoever sends too early is caught here.
import type { Card } from "../../src/chat/card.ts";
import type { Destination, Surface } from "../../src/chat/surface.ts";
import type { Code } from "./code.ts";
import type { Life, World } from "./world.ts";

export type Message = { id: string; to: string; nonce: string; text: string; edits: number };
/** `faults` is how many things had gone wrong when it was posted. */
export type Post = { nonce: string; to: string; faults: number };

export type Platform = {
	messages: Message[];
	posts: Post[];
	surfaceFor(life: Life): Surface;
};

/** How long a slow platform takes: less than a process may have a destination to itself. */
const SLOW_MS = 40_000;

const placeOf = (to: Destination): string => ("channel" in to ? to.channel : to.user);

export type PlatformDeps = {
	world: World;
	code: Pick<Code, "Undeliverable" | "TryLater" | "plainText">;
	name: Surface["platform"];
	/** Called before anything is shown. */
	mustBeInTheBook(nonce: string): Promise<void>;
};

export function createPlatform({ world, code, name, mustBeInTheBook }: PlatformDeps): Platform {
	const messages: Message[] = [];
	const posts: Post[] = [];

	async function arrive(life: Life, what: string): Promise<void> {
		await world.point(life, what, { laterMs: world.strikes(life, "send-slow") ? SLOW_MS : 0 });
		if (world.strikes(life, "send-fails")) throw new Error("500");
		if (world.strikes(life, "send-later")) throw new code.TryLater(30_000, "429");
		if (world.strikes(life, "send-never")) throw new code.Undeliverable("not there any more");
	}

	async function leave(life: Life, what: string): Promise<void> {
		await world.point(life, what);
		if (world.strikes(life, "send-lost")) throw new Error("socket hang up");
	}

	return {
		messages,
		posts,
		surfaceFor: (life) => ({
			platform: name,
			async send(destination: Destination, card: Card, { nonce }) {
				await arrive(life, `sends ${nonce}`);
				await world.doing(() => mustBeInTheBook(nonce));
				const to = placeOf(destination);
				const id = `m${messages.length + 1}`;
				posts.push({ nonce, to, faults: world.faults() });
				messages.push({ id, to, nonce, text: code.plainText(card), edits: 0 });
				await leave(life, `has sent ${nonce}`);
				return id;
			},
			async edit(_destination, id, card) {
				await arrive(life, `edits ${id}`);
				const found = messages.find((message) => message.id === id);
				if (!found) throw new code.Undeliverable(`no message ${id}`);
				Object.assign(found, { text: code.plainText(card), edits: found.edits + 1 });
				await leave(life, `has edited ${id}`);
			},
		}),
	};
}
