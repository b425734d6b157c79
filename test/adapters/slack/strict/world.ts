// The workspace that strict Slack pretends to be: people, conversations, messages, open pages, and what went wrong.
// It holds state and answers questions about it; nothing here speaks a protocol.
import type { Fields, Json } from "./block-kit.ts";
import { buttonsOf, pingsOf, type SeenButton, unescapedIn, wordsOf } from "./reading.ts";

export type StrictUser = {
	id: string;
	/** The handle that is typed after `@`. */
	name: string;
	displayName: string;
	team: string;
	bot: boolean;
	guest: boolean;
	/** May run the workspace. */
	admin: boolean;
	deleted: boolean;
	timezone: string;
	locale: string;
	/** Takes no direct messages from the bot. */
	closed: boolean;
};

export type StrictChannel = {
	id: string;
	name: string;
	kind: "public" | "private" | "im" | "mpim";
	members: Set<string>;
	archived: boolean;
};

export type StrictGroup = {
	id: string;
	/** What is typed after `@`. */
	handle: string;
	members: string[];
	disabled: boolean;
};

export type StrictMessage = {
	ts: string;
	channel: string;
	author: string;
	text: string;
	blocks: Json[];
	/** Ephemeral: only this user sees it. */
	onlyFor: string | undefined;
	/** How often it was changed after it was posted. */
	edits: number;
	/** Whom it pings, as often as it does. */
	pings: string[];
	reactions: Set<string>;
	/** The message whose thread it stands in, by its ts. */
	thread: string | undefined;
};

export type OpenView = { id: string; user: string; view: Fields; errors: Record<string, string> };

export type ResponseUrl = { channel: string; user: string; message: string | undefined; born: number; uses: number };

export type World = ReturnType<typeof createWorld>;

export function createWorld() {
	const team = { id: "T0001", name: "Strict Inc", domain: "strict" };
	const users = new Map<string, StrictUser>();
	const channels = new Map<string, StrictChannel>();
	const groups = new Map<string, StrictGroup>();
	const messages: StrictMessage[] = [];
	const homes = new Map<string, Fields>();
	const views: OpenView[] = [];
	const triggers = new Map<string, { user: string; born: number; used: boolean }>();
	const responseUrls = new Map<string, ResponseUrl>();
	const violations: string[] = [];
	const waiting = new Set<() => void>();
	let aheadMs = 0;
	let count = 0;

	const now = (): number => Date.now() + aheadMs;
	const next = (): number => ++count;
	const id = (prefix: string): string => `${prefix}${String(next()).padStart(5, "0")}`;
	/** Unique, and rising as Slack's are. */
	const ts = (): string => `${Math.floor(now() / 1000)}.${String(next()).padStart(6, "0")}`;

	const changed = (): void => {
		for (const wake of [...waiting]) wake();
	};

	function addUser(name: string, more: Partial<Omit<StrictUser, "name">> = {}): string {
		const user: StrictUser = {
			id: id("U"),
			name,
			displayName: name.charAt(0).toUpperCase() + name.slice(1),
			team: team.id,
			bot: false,
			guest: false,
			admin: false,
			deleted: false,
			timezone: "Europe/Berlin",
			locale: "en-US",
			closed: false,
			...more,
		};
		users.set(user.id, user);
		return user.id;
	}

	const bot = addUser("goodturn", { displayName: "Goodturn", bot: true });

	function addChannel(name: string, more: { kind?: StrictChannel["kind"]; members?: string[] } = {}): string {
		const kind = more.kind ?? "public";
		const channel = id(kind === "im" ? "D" : kind === "mpim" ? "G" : "C");
		channels.set(channel, { id: channel, name, kind, members: new Set(more.members), archived: false });
		return channel;
	}

	/** A user group; workspaces without a paid plan have none. */
	function addGroup(handle: string, members: string[], disabled = false): StrictGroup {
		const group = { id: id("S"), handle, members, disabled };
		groups.set(group.id, group);
		return group;
	}

	/** The direct conversation of exactly these people, made if need be. */
	function direct(...members: string[]): string {
		const found = [...channels.values()].find(
			({ kind, members: there }) =>
				kind === "im" && there.size === members.length && members.every((m) => there.has(m)),
		);
		return found?.id ?? addChannel("", { kind: "im", members });
	}

	function post(channel: string, author: string, text: string, blocks: Json[] = [], onlyFor?: string): StrictMessage {
		const message: StrictMessage = {
			ts: ts(),
			channel,
			author,
			text,
			blocks,
			onlyFor,
			edits: 0,
			pings: pingsOf(blocks.length > 0 ? "" : text, blocks),
			reactions: new Set(),
			thread: undefined,
		};
		if (author === bot) inspect(message);
		messages.push(message);
		changed();
		return message;
	}

	function edit(message: StrictMessage, text: string, blocks: Json[]): void {
		Object.assign(message, {
			text,
			blocks,
			edits: message.edits + 1,
			pings: pingsOf(blocks.length > 0 ? "" : text, blocks),
		});
		inspect(message);
		changed();
	}

	/** Somebody deletes a message. One with replies leaves a stone where it stood, and its thread goes on. */
	function remove(message: StrictMessage): boolean {
		const replies = messages.some(({ channel, thread }) => channel === message.channel && thread === message.ts);
		if (replies) Object.assign(message, { text: "This message was deleted.", blocks: [], pings: [] });
		else messages.splice(messages.indexOf(message), 1);
		changed();
		return replies;
	}

	function inspect(message: StrictMessage): void {
		if (unescapedIn(message.text)) violate(`unescaped text: ${message.text}`);
		if (message.pings.some((ping) => ping.startsWith("!"))) violate(`a ping of everybody: ${message.pings}`);
		const twice = new Set(message.pings).size < message.pings.length || pingsOf(message.text, []).length > 0;
		if (twice && message.blocks.length > 0) violate(`a ping in text beside blocks, or twice: ${message.text}`);
	}

	const violate = (what: string): void => void violations.push(what);

	const nameOf = (user: string): string => users.get(user)?.displayName ?? user;

	/** What this person sees in a conversation, oldest first. */
	const seenBy = (user: string, channel: string): StrictMessage[] =>
		messages.filter(
			(message) =>
				message.channel === channel &&
				(message.onlyFor === undefined ? channels.get(channel)?.members.has(user) : message.onlyFor === user),
		);

	/** Waits until `look` finds something, for whatever is posted a moment later. */
	async function until<T>(look: () => T | undefined, what: string, withinMs = 3000): Promise<T> {
		const found = look();
		if (found !== undefined) return found;
		return new Promise((resolve, reject) => {
			const stop = (): void => {
				clearTimeout(timer);
				clearInterval(poll);
				waiting.delete(wake);
			};
			const wake = (): void => {
				const value = look();
				if (value === undefined) return;
				stop();
				resolve(value);
			};
			const timer = setTimeout(() => {
				stop();
				reject(new Error(`waited ${withinMs} ms in vain for ${what}`));
			}, withinMs);
			const poll = setInterval(wake, 20);
			waiting.add(wake);
		});
	}

	function newTrigger(user: string): string {
		const trigger = `${now()}.${next()}.strict`;
		triggers.set(trigger, { user, born: now(), used: false });
		return trigger;
	}

	return {
		team,
		bot,
		users,
		channels,
		groups,
		/** Whether the workspace's plan has user groups. */
		plan: { groups: true },
		messages,
		homes,
		views,
		triggers,
		responseUrls,
		violations,
		now,
		id,
		ts,
		next,
		changed,
		addUser,
		addChannel,
		addGroup,
		direct,
		post,
		edit,
		remove,
		violate,
		nameOf,
		seenBy,
		until,
		newTrigger,
		/** What somebody reads of a message or a page. */
		words: (blocks: Json[]): string => wordsOf(blocks, nameOf),
		buttons: (blocks: Json[]): SeenButton[] => buttonsOf(blocks),
		/** Lets time pass for what Slack itself measures: triggers, response addresses. */
		advance: (ms: number): void => {
			aheadMs += ms;
		},
	};
}
