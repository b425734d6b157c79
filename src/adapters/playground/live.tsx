// The live connection of a page: whatever changed since what it shows, as pieces of HTML over server-sent events.
// It renders and never decides; a page that lost its connection says what it last had and is told the rest.
import type { Context } from "hono";
import { streamSSE } from "hono/streaming";
import type { Card } from "../../chat/card.ts";
import type { Change, Changes } from "./changes.ts";
import type { Chat } from "./chat.ts";
import { Clock, Wallet } from "./paint/aside.tsx";
import { inThreads, MessageView, MessageWithDay, repliesId } from "./paint/message.tsx";
import { Messages } from "./paint/page.tsx";
import { markup, partial } from "./paint/partial.ts";
import { SideDot, SideLists, type Unread } from "./paint/side.tsx";
import type { View } from "./team.ts";
import type { Times } from "./times.ts";

export type Live = ReturnType<typeof createLive>;

/** Pages open at once; browsers stop at six a host. */
const MAX_STREAMS = 60;
/** Keeps the connection open and the clock on the page right. */
const HEARTBEAT_MS = 20_000;

export function createLive(deps: {
	chat: Chat;
	changes: Changes;
	unread: Unread;
	wallet: (user: string) => Promise<Card | undefined>;
	now: () => Date;
	times: Times;
}) {
	const { chat, changes, times } = deps;
	// Versions count from each start, so they carry the start's own name.
	const start = crypto.randomUUID().slice(0, 8);
	const stopping = new AbortController();
	const open = new Set<Promise<void>>();

	const named = (version: number): string => `${start}.${version}`;
	const numberOf = (name: string): number => (name.startsWith(`${start}.`) ? Number(name.slice(start.length + 1)) : -1);

	/** Everything of the page that may be another since `from`, drawn in one go and as of one version. */
	async function news(view: View, from: number): Promise<{ html: string; upTo: number }> {
		const wallet = await deps.wallet(view.user);
		const since = changes.since(from);
		const html = [
			since ? since.map((change) => messagePiece(view, change)).join("") : wholeLog(view),
			partial("#side-lists", "innerMorph", markup(<SideLists view={view} unread={deps.unread} />)),
			partial("#side-dot", "innerMorph", markup(<SideDot view={view} unread={deps.unread} />)),
			partial("#wallet", "innerMorph", markup(<Wallet view={view} wallet={wallet} />)),
			clockPiece(),
		].join("");
		return { html, upTo: changes.version() };
	}
	const clockPiece = (): string => partial("#clock", "innerMorph", markup(<Clock now={deps.now()} times={times} />));
	const wholeLog = (view: View): string =>
		partial("#messages", "innerMorph", markup(<Messages messages={chat.seenBy(view)} view={view} times={times} />));

	/** As it is now, for a message may have changed again, or gone, since that change. */
	function messagePiece(view: View, { how, message: { id, ...then } }: Change): string {
		if (then.conversation !== view.conversation || (then.onlyFor ?? view.user) !== view.user) return "";
		if (how === "removed") return partial(`#m${id}`, "delete", "");
		const messages = chat.seenBy(view);
		const tops = inThreads(messages);
		const index = tops.findIndex((one) => one.message.id === id);
		const message = messages.find((one) => one.id === id);
		if (!message) return "";
		const props = { message, before: tops[index - 1]?.message, replies: tops[index]?.replies ?? [], view, times };
		if (how === "added" && index < 0)
			return partial(`#${repliesId(message.parent ?? 0)}`, "beforeend", markup(<MessageView {...props} />));
		return how === "added"
			? partial("#messages", "beforeend", markup(<MessageWithDay {...props} />))
			: partial(`#m${message.id}`, "outerMorph", markup(<MessageView {...props} fresh />));
	}

	async function follow(
		view: View,
		from: string,
		write: (html: string, id: string) => Promise<void>,
		gone: AbortSignal,
	) {
		let shown = numberOf(from);
		while (!gone.aborted) {
			// What is on an open page counts as read, and its badges go with the same piece of news.
			await chat.markRead(view);
			if (changes.version() === shown) await write(clockPiece(), named(shown));
			else {
				const { html, upTo } = await news(view, shown);
				await write(html, named(upTo));
				shown = upTo;
			}
			if (changes.version() !== shown) continue;
			await changes.next(AbortSignal.any([gone, AbortSignal.timeout(HEARTBEAT_MS)]));
		}
	}

	return {
		/** What a page says it shows, when it connects. */
		version: (): string => named(changes.version()),
		stream(c: Context, view: View, from: string): Response {
			if (open.size >= MAX_STREAMS) return c.text("Too many pages are open.\n", 503);
			return streamSSE(c, async (stream) => {
				const left = new AbortController();
				stream.onAbort(() => left.abort());
				const gone = AbortSignal.any([left.signal, stopping.signal]);
				const done = follow(view, from, (data, id) => stream.writeSSE({ data, id }), gone);
				open.add(done);
				await done.finally(() => open.delete(done));
			});
		},
		/** Ends every connection; pages then try again by themselves. */
		async stop(): Promise<void> {
			stopping.abort();
			await Promise.allSettled(open);
		},
	};
}
