// A stage on which situations are played with the real core: who does what, and everything that anybody then sees.
// It words nothing itself.

import type { Card } from "../../src/chat/card.ts";
import type { Form } from "../../src/chat/form.ts";
import type { Fields, Intent, Person, Place, Platform, Reply, Request } from "../../src/chat/request.ts";
import { inUnits } from "../../src/chat/unit.ts";
import type { FavorEvent } from "../../src/ledger/notices.ts";
import { defaultPolicy } from "../../src/rules/policy.ts";
import { type Bank, openBank, type RequestOptions } from "../support/bank.ts";
import type { Shown } from "./shown.ts";

export const DAY = 24 * 3_600_000;

export type Doing = string | Intent | { press: string } | { submit: Fields };

export type Stage = {
	bank: Bank;
	/** Everybody by user id, the bot included. */
	people: Map<string, string>;
	shown: Shown[];
	/** Does something and shows all that comes of it: the answer, new messages, and those that changed. */
	act(title: string, actor: string, doing: Doing, options?: RequestOptions): Promise<Reply>;
	/** The same, unseen: what was needed to get here. */
	quietly(actor: string, doing: Doing, options?: RequestOptions): Promise<Reply>;
	/** Lets time go by and shows what comes of it. */
	wait(title: string, ms: number): Promise<void>;
	/** The same, unseen. */
	skip(ms: number): Promise<void>;
	/** Puts something said elsewhere on show. */
	show(title: string, where: string, actor: string, card: Card): void;
	/** Shows what was sent since anybody looked last. */
	news(title: string): Promise<void>;
	user(name: string): string;
	/** Every kind of notice that was sent so far, and what happened to favors by those that told of it. */
	told(): Promise<ReadonlySet<string>>;
	close(): Promise<void>;
};

const NAMES = ["Ana", "Bo", "Cy", "Dee", "Eli", "Fay", "Gus", "Hana", "Ines", "Jo", "Kim", "Lea", "Max", "Noor"];

/** Ids as each platform makes them: mentions of anybody else are none. */
function userId(platform: Platform, index: number, name: string): string {
	if (platform === "slack") return `U0GALLERY${index}`;
	if (platform === "discord") return `1098000000000000${String(index).padStart(3, "0")}`;
	return name.toLowerCase();
}

export type Cast = {
	names?: readonly string[];
	more?: readonly Omit<Person, "user">[];
	/** Groups by name, with the names of who is in them; undefined where the platform does not tell. */
	groups?: Record<string, readonly string[] | undefined>;
	now?: Date;
	/** What becomes of every request before it is handled. */
	disguise?: (request: Request) => Request;
};

export async function openStage(platform: Platform, cast: Cast = {}): Promise<Stage> {
	const { names = NAMES, more = [], groups = {}, now, disguise } = cast;
	const everyone: Omit<Person, "user">[] = [...names.map((name) => ({ name, kind: "person" as const })), ...more];
	const people = everyone.map((person, index) => ({ ...person, user: userId(platform, index + 1, person.name) }));
	const byName = new Map(people.map(({ name, user }) => [name, user]));
	const named = Object.entries(groups).map(([name, members]) => ({
		id: `G-${name}`,
		name,
		members: members?.map((member) => byName.get(member) ?? member),
	}));
	const bank = await openBank({ platform, people, groups: named, ...(now && { now }), ...(disguise && { disguise }) });
	const user = (name: string): string => {
		const id = byName.get(name);
		if (id === undefined) throw new Error(`nobody on stage is called ${name}`);
		return id;
	};
	const nameOf = new Map(people.map((person) => [person.user, person.name]));
	const shown: Shown[] = [];
	/** The cards that somebody has before them, newest last. */
	const before = new Map<string, Card[]>();
	const forms = new Map<string, Form>();
	const firsts: { card: Card; edited: number }[] = [];

	const put = (title: string, where: string, viewer: string, said: Shown["said"]): void => {
		shown.push({ title, where, viewer, at: bank.now(), said });
	};
	const remember = (name: string, card: Card): void => void before.set(name, [...(before.get(name) ?? []), card]);

	async function gather(title: string | undefined): Promise<void> {
		await bank.sender.flush();
		for (const [index, { to, card, edited }] of bank.sent.entries()) {
			const known = firsts[index];
			if (known && known.edited === edited) continue;
			const first = known?.card ?? card;
			firsts[index] = { card: first, edited };
			const reader = "user" in to ? (nameOf.get(to.user) ?? to.user) : undefined;
			const where = "user" in to ? `to ${reader}` : `in #${to.channel.replace("C-", "")}`;
			if (title === undefined) continue;
			const viewer = "user" in to ? to.user : user(names[0] ?? "");
			put(title, known ? `${where}, changed` : where, viewer, {
				kind: "message",
				card,
				first,
				changed: known !== undefined,
			});
		}
	}

	/** The action of the newest button with this label that somebody has before them. */
	function findAction(actor: string, label: string): string {
		const cards = [
			...bank.sent.filter(({ to }) => "channel" in to || to.user === user(actor)).map(({ card }) => card),
			...(before.get(actor) ?? []),
		];
		const buttons = cards.flatMap((card) =>
			card.blocks.flatMap((block) => (block.kind === "buttons" ? block.buttons : [])),
		);
		// Under a disguise a label that carries a name goes on where the name does.
		const [first = "", second = ""] = label.split(" ");
		const found =
			buttons.findLast((button) => button.label === label) ??
			(disguise && buttons.findLast((button) => button.label.startsWith(`${first} ${second}`)));
		if (!found) throw new Error(`${actor} sees no button ${label}`);
		return found.action;
	}

	function perform(actor: string, doing: Doing, options?: RequestOptions): Promise<Reply> {
		if (typeof doing === "string") return bank.type(actor, doing, options);
		if ("press" in doing) return bank.press(actor, findAction(actor, doing.press), options);
		if (!("submit" in doing)) return bank.request(actor, doing, options);
		const form = forms.get(actor);
		if (!form) throw new Error(`${actor} has no form open`);
		return bank.request(actor, { kind: "submit", form: form.id, context: form.context, fields: doing.submit }, options);
	}

	function keep(actor: string, doing: Doing, reply: Reply, title: string | undefined): void {
		const answer = (said: Shown["said"], where = `only ${actor} sees it`) => {
			if (title !== undefined) put(title, where, user(actor), said);
		};
		if (reply.kind === "card") {
			remember(actor, reply.card);
			const isHome = typeof doing === "object" && "kind" in doing && doing.kind === "home";
			answer({ kind: isHome ? "home" : "reply", card: reply.card }, isHome ? `${actor}’s page` : undefined);
		} else if (reply.kind === "form") {
			forms.set(actor, reply.form);
			answer({ kind: "form", form: reply.form }, `${actor} sees a form`);
		} else if (reply.kind === "mend") {
			const fields = typeof doing === "object" && "submit" in doing ? doing.submit : {};
			const form = forms.get(actor);
			if (!form) throw new Error("nothing to mend");
			const typed = form.fields.flatMap(({ id, kind }) => (kind === "text" && fields[id] ? [String(fields[id])] : []));
			answer({ kind: "mend", form: filled(form, fields), errors: reply.errors, card: reply.card, typed });
		} else if (reply.kind === "choices" && typeof doing === "object" && "kind" in doing && doing.kind === "complete") {
			answer({ kind: "choices", field: doing.field, text: doing.text, choices: reply.choices });
		}
	}

	const told = new Set<string>();
	/** What was sent is forgotten after a month: it is noted before time goes by. */
	async function note(): Promise<ReadonlySet<string>> {
		for (const { kind, data } of await bank.storage.db.notice.findMany({ where: { state: "sent" } })) {
			told.add(kind);
			if (kind === "favor") told.add(String((JSON.parse(data) as { event: FavorEvent }).event));
		}
		return told;
	}

	return {
		bank,
		told: note,
		people: new Map([...nameOf, ["goodturn", "Goodturn"]]),
		shown,
		async act(title, actor, doing, options) {
			await gather(undefined);
			const reply = await perform(actor, doing, options);
			keep(actor, doing, reply, title);
			await gather(title);
			return reply;
		},
		async quietly(actor, doing, options) {
			const reply = await perform(actor, doing, options);
			keep(actor, doing, reply, undefined);
			await gather(undefined);
			return reply;
		},
		async wait(title, ms) {
			await gather(undefined);
			await note();
			await bank.passTime(ms);
			await gather(title);
		},
		async skip(ms) {
			await note();
			await bank.passTime(ms);
			await gather(undefined);
		},
		show: (title, where, actor, card) =>
			put(title, where, user(actor), { kind: "reply", card: inUnits(card, defaultPolicy.credit) }),
		news: gather,
		user,
		close: () => bank.close(),
	};
}

const filled = (form: Form, fields: Fields): Form => ({
	...form,
	fields: form.fields.map((field) => {
		const value = fields[field.id];
		return value === undefined ? field : { ...field, value: String(value) };
	}),
});

/** Rules that let a situation be reached in a few steps: everybody may give what the story needs. */
export const GENEROUS = {
	thanks: { perDay: 200, perPairPerDay: 200, maxAmount: 200 },
	favor: { maxOpenPerAsker: 20, maxUnderWayPerHelper: 20 },
};

export const place = (name: string, change: Partial<Place> = {}): Place => ({
	id: `C-${name}`,
	name,
	kind: "public",
	present: true,
	...change,
});

export const DIRECT: Place = { id: "D-bot", name: "", kind: "direct", present: true };
