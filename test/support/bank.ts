// A whole bank without a platform: a real database file, the real ledger, chat and sender, a clock that the test moves,
// and a surface that remembers what it was given. People talk to it as they would type.
import { type Card, plainText } from "../../src/chat/card.ts";
import { createSender, type Sender } from "../../src/chat/deliver.ts";
import { createDirectory, type Directory } from "../../src/chat/directory.ts";
import { createHandle } from "../../src/chat/handle.ts";
import type { Group, Handle, Intent, Person, Place, Platform, Reply, Request, Text } from "../../src/chat/request.ts";
import type { Destination, Surface } from "../../src/chat/surface.ts";
import { createJobs, type Jobs } from "../../src/jobs/clock.ts";
import { createLedger, type Ledger } from "../../src/ledger/ledger.ts";
import { type Verified, verify } from "../../src/ledger/verify.ts";
import type { Log } from "../../src/log.ts";
import type { Storage } from "../../src/storage/storage.ts";
import { freshStorage } from "../storage/fresh.ts";

export type Sent = {
	to: Destination;
	message: string;
	card: Card;
	text: string;
	edited: number;
	/** The message that it is a reply to. */
	thread?: string;
};

export type Bank = {
	storage: Storage;
	ledger: Ledger;
	directory: Directory;
	handle: Handle;
	sender: Sender;
	jobs: Jobs;
	/** What was sent, in order; an edit changes the message in place. */
	sent: Sent[];
	/** What the log was told at `warn` and above. */
	logged: { level: string; message: string; fields: object }[];
	now(): Date;
	/** Moves the clock; nothing happens by itself until `passTime` or a tick. */
	setNow(at: Date): void;
	/** Lets time go by in steps of six hours, with jobs and deliveries as they come due. */
	passTime(ms: number): Promise<void>;
	/** One request as an adapter would make it. */
	request(actor: string, intent: Intent, options?: RequestOptions): Promise<Reply>;
	/** `/command text` as typed: `@Name` is a mention of a known person. */
	type(actor: string, line: string, options?: RequestOptions): Promise<Reply>;
	/** Presses the newest button with this label that the person can see in `reply`, or among what was sent. */
	press(actor: string, action: string, options?: RequestOptions): Promise<Reply>;
	react(actor: string, author: string, options?: ReactOptions): Promise<Reply>;
	/** The directory says of somebody that they are gone, or here again. */
	isNow(name: string, kind: Person["kind"]): Promise<void>;
	/** Sends what is due, and answers with what is now in a channel or in somebody's private lines, as plain text. */
	channel(name?: string): Promise<string[]>;
	privately(user: string): Promise<string[]>;
	balance(user: string): Promise<number>;
	verify(): Promise<Verified>;
	setPolicy(policy: object): Promise<void>;
	close(): Promise<void>;
};

export type RequestOptions = { key?: string; place?: Place | undefined; route?: string; platform?: Platform };
export type ReactOptions = RequestOptions & { added?: boolean; emoji?: string; message?: string; order?: number };

export const GENERAL: Place = { id: "C-general", name: "general", kind: "public", present: true };
export const MONDAY = new Date("2026-11-16T10:00:00Z");

const DEFAULT_PEOPLE = ["Ana", "Bo", "Cy", "Dee", "Eli"].map(
	(name): Person => ({ user: `U-${name}`, name, kind: "person" }),
);

export type BankOptions = {
	people?: Person[];
	/** Whom a mention of their common name means. */
	groups?: Group[];
	storage?: Storage;
	platform?: Platform;
	timezone?: string;
	now?: Date;
	/** What becomes of every request before it is handled. */
	disguise?: (request: Request) => Request;
};

/** Everybody is at hand by their name: `bank.type("Ana", "/thanks @Bo for the review")`. */
export async function openBank(options: BankOptions = {}): Promise<Bank> {
	const storage = options.storage ?? (await freshStorage()).storage;
	const people = options.people ?? DEFAULT_PEOPLE.map((person) => ({ ...person }));
	const { groups = [] } = options;
	let clock = options.now ?? MONDAY;
	const now = () => clock;
	const logged: Bank["logged"] = [];
	const log = createRecordingLog(logged);
	const ledger = createLedger(storage);
	const directory = createDirectory({ ledger, timezone: options.timezone ?? "UTC", now });
	const handle = createHandle({ ledger, directory, now });
	const platform = options.platform ?? "playground";
	const { surface, sent } = createRecordingSurface(platform);
	const sender = createSender({ ledger, directory, surfaces: [surface], now, movedCommunities: () => [], log });
	const jobs = createJobs({ ledger, now, log });
	let requests = 0;

	const userOf = (name: string) => people.find((person) => person.name === name)?.user ?? name;
	const disguise = options.disguise ?? ((said: Request): Request => said);
	const request: Bank["request"] = (actor, intent, { key, place = GENERAL, route, platform: other } = {}) =>
		handle(
			disguise({
				key: key ?? `test:${++requests}`,
				platform: other ?? platform,
				workspace: { id: "W", name: "Team" },
				actor: userOf(actor),
				people,
				...(groups.length > 0 && { groups }),
				place,
				route,
				intent,
			}),
		);
	const textOf = (line: string): Text =>
		line
			.split(/(@[\p{L}\p{N}]+)/u)
			.filter((part) => part !== "")
			.map((part) => {
				const named = <T extends { name: string }>(all: readonly T[]): T | undefined =>
					part.startsWith("@") ? all.find(({ name }) => name === part.slice(1)) : undefined;
				const [person, group] = [named(people), named(groups)];
				return person ? { user: person.user } : group ? { group: group.id } : part;
			});
	const communityId = async () =>
		(await directory.workspace({ platform, workspace: { id: "W", name: "Team" } })).communityId;

	return {
		storage,
		ledger,
		directory,
		handle,
		sender,
		jobs,
		sent,
		logged,
		now,
		setNow: (at) => {
			clock = at;
		},
		async passTime(ms) {
			const step = 6 * 3_600_000;
			for (let left = ms; left > 0; left -= step) {
				clock = new Date(clock.getTime() + Math.min(step, left));
				await jobs.tick();
				await sender.flush();
			}
		},
		request,
		type(actor, line, requestOptions) {
			const [, name = "", rest = ""] = /^\/(\S+)\s*([\s\S]*)$/u.exec(line) ?? [];
			return request(actor, { kind: "command", name, text: textOf(rest) }, requestOptions);
		},
		press: (actor, action, requestOptions) => request(actor, { kind: "press", action }, requestOptions),
		react(actor, author, { added = true, emoji = "💐", message = "M1", order, ...requestOptions } = {}) {
			const intent = { kind: "reaction", added, emoji, message, author: userOf(author), order } as const;
			return request(actor, intent, requestOptions);
		},
		async isNow(name, kind) {
			for (const person of people) if (person.name === name) person.kind = kind;
			await request(name, { kind: "people" }, { place: undefined });
		},
		async channel(name = GENERAL.id) {
			await sender.flush();
			return sent.filter(({ to }) => "channel" in to && to.channel === name).map(({ text }) => text);
		},
		async privately(name) {
			await sender.flush();
			return sent.filter(({ to }) => "user" in to && to.user === userOf(name)).map(({ text }) => text);
		},
		async balance(name) {
			const identity = await storage.db.identity.findFirst({ where: { user: userOf(name) } });
			const account = identity && (await storage.db.account.findFirst({ where: { id: identity.memberId } }));
			return account?.balance ?? 0;
		},
		verify: () => verify(storage),
		async setPolicy(policy) {
			await storage.db.community.update({
				where: { id: await communityId() },
				data: { policy: JSON.stringify(policy) },
			});
		},
		async close() {
			await sender.stop(1_000);
			await ledger.idle();
			await storage.close();
		},
	};
}

/** What a reply says, as plain text. */
export const said = (reply: Reply): string => ("card" in reply ? plainText(reply.card) : `(${reply.kind})`);

/** The other end of the Surface seam: it keeps what a platform would show. */
function createRecordingSurface(platform: Platform): { surface: Surface; sent: Sent[] } {
	const sent: Sent[] = [];
	return {
		sent,
		surface: {
			platform,
			async send(to, card, { thread }) {
				const message = `m${sent.length + 1}`;
				const below = thread && { thread: thread.message };
				sent.push({ to, message, card, text: plainText(card), edited: 0, ...below });
				return message;
			},
			async edit(_to, message, card) {
				const found = sent.find((one) => one.message === message);
				if (!found) throw new Error(`no message ${message}`);
				Object.assign(found, { card, text: plainText(card), edited: found.edited + 1 });
			},
		},
	};
}

function createRecordingLog(logged: Bank["logged"]): Log {
	const write =
		(level: string) =>
		(first: object | string, message?: string): void => {
			if (level === "debug" || level === "info") return;
			logged.push({
				level,
				message: typeof first === "string" ? first : (message ?? ""),
				fields: typeof first === "string" ? {} : first,
			});
		};
	const log: Log = {
		debug: write("debug"),
		info: write("info"),
		warn: write("warn"),
		error: write("error"),
		child: () => log,
	};
	return log;
}
