// Transcripts: what people type, press and choose, and what they and others get back, run through a whole bank.
// Ana> is somebody's doing, an indented line is what Goodturn says to one person or in a channel.
import type { Block, Button, Card, Line } from "../../src/chat/card.ts";
import type { Form } from "../../src/chat/form.ts";
import type { Group, Intent, Person, Place, Reply } from "../../src/chat/request.ts";
import { type Bank, GENERAL, MONDAY, openBank, type Sent } from "../support/bank.ts";

/** What one destination was told in answer to a step: lines of one message each. */
export type Said = { to: string; lines: string[] };
export type Step = { line: string; said: Said[] };

const PLACES: Record<string, Place | undefined> = {
	"#general": GENERAL,
	"#random": { id: "C-random", name: "random", kind: "public", present: true },
	"#secret": { id: "C-secret", name: "secret", kind: "private", present: true },
	"#uninvited": { id: "C-uninvited", name: "uninvited", kind: "public", present: false },
	private: { id: "D-1", name: "", kind: "direct", present: true },
	nowhere: undefined,
};

const HOUR = 3_600_000;
const UNITS: Record<string, number> = { minute: HOUR / 60, hour: HOUR, day: 24 * HOUR, week: 7 * 24 * HOUR };
const WEEKDAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

/**
 * A conversation that begins with an empty book: setting lines, then steps. Answers with what each step said. `everywhere`
 * is what the policy says beside what the lines say.
 */
export async function play(lines: readonly string[], everywhere: object = {}): Promise<Step[]> {
	const settings = lines.filter((line) => line.startsWith("* "));
	const people = peopleOf(settings);
	const groups = groupsOf(settings);
	const bank = await openBank({ people, groups, now: startOf(settings) });
	try {
		const talk = createTalk(bank, people, groups);
		const told = settings.filter((line) => line.startsWith("* policy ")).map((line) => line.slice("* policy ".length));
		if (Object.keys(everywhere).length > 0) told.unshift("{}");
		for (const policy of told)
			await talk.setPolicy(JSON.stringify({ ...(JSON.parse(policy) as object), ...everywhere }));
		const steps: Step[] = [];
		for (const [index, line] of lines.entries()) {
			if (!isStep(line)) continue;
			const said = await talk.step(line).catch((error: unknown) => {
				throw new Error(`step ${index}, ${line}: ${String(error)}`, { cause: error });
			});
			steps.push({ line, said });
		}
		const { breaches } = await bank.verify();
		if (breaches.length > 0) throw new Error(`the book is broken: ${JSON.stringify(breaches)}`);
		if (bank.logged.length > 0) throw new Error(`something was logged: ${JSON.stringify(bank.logged)}`);
		return steps;
	} finally {
		await bank.close();
	}
}

export const isStep = (line: string): boolean => /^(?:\p{L}+(?: in \S+)?>|--) /u.test(line);

/** `* Deploybot is a bot`, `* Ana is an admin`, `* Ana lives in Europe/Berlin`; the others are Ana, Bo, Cy, Dee and Eli. */
function peopleOf(settings: readonly string[]): Person[] {
	const people = new Map<string, Person>();
	for (const name of ["Ana", "Bo", "Cy", "Dee", "Eli"]) people.set(name, { user: `U-${name}`, name, kind: "person" });
	for (const line of settings) {
		const [, name = "", kind, zone] =
			/^\* (\S+) (?:is (?:an? )?(bot|guest|stranger|gone|admin)|lives in (\S+))$/u.exec(line) ?? [];
		if (name === "") continue;
		const person = people.get(name) ?? { user: `U-${name}`, name, kind: "person" as const };
		people.set(name, {
			...person,
			...(kind === "admin" ? { admin: true } : { kind: (kind as Person["kind"] | undefined) ?? person.kind }),
			...(zone ? { timezone: zone } : {}),
		});
	}
	return [...people.values()];
}

/** `* @helpers are Bo Cy Dee`; of some the platform does not tell: `* @everybody are not told`. */
function groupsOf(settings: readonly string[]): Group[] {
	return settings.flatMap((line) => {
		const [, name = "", who = ""] = /^\* @(\w+) are (.+)$/u.exec(line) ?? [];
		if (name === "") return [];
		const members = who === "not told" ? undefined : who.split(" ").map(userOf);
		return [{ id: `G-${name}`, name, members }];
	});
}

function startOf(settings: readonly string[]): Date {
	const told = settings.find((line) => line.startsWith("* it is "));
	// Some minutes past the hour: what is gathered until the next hour has to wait.
	return told ? new Date(told.slice("* it is ".length)) : new Date(MONDAY.getTime() + 5 * 60_000);
}

/** What somebody can see and press, the newest last; `first` is the card as it was when it came. */
type Seen = { by: string; card: () => Card; first: Card };

function createTalk(bank: Bank, people: Person[], groups: Group[]) {
	let steps = 0;
	const seen: Seen[] = [];
	const forms = new Map<string, Form>();
	const known = new Map<Sent, number>();

	async function step(line: string): Promise<Said[]> {
		const time = /^-- (.+) --$/u.exec(line)?.[1];
		if (time !== undefined) {
			await bank.passTime(waitUntil(time, bank.now()));
			return heard();
		}
		const [, who = "", where = "#general", what = ""] = /^(\p{L}+)(?: in (\S+))?> (.+)$/u.exec(line) ?? [];
		if (what === "" || !(where in PLACES)) throw new Error(`no step: ${line}`);
		const reply = await bank.handle({
			key: `transcript:${++steps}`,
			platform: "playground",
			workspace: { id: "W", name: "Team" },
			actor: userOf(who),
			people: [...people, GOODTURN],
			groups,
			place: PLACES[where],
			route: undefined,
			intent: intentOf(who, what),
		});
		return [...answered(who, reply), ...(await heard())];
	}

	/** The reply that the actor alone sees. */
	function answered(who: string, reply: Reply): Said[] {
		const to = `to ${who}`;
		switch (reply.kind) {
			case "nothing":
				return [];
			case "form":
				forms.set(who, reply.form);
				return [{ to, lines: formLines(reply.form) }];
			case "choices":
				return [{ to, lines: reply.choices.map(({ label }) => label) }];
			case "mend": {
				const errors = Object.entries(reply.errors).map(([field, message]) => `(${field}) ${message}`);
				return [{ to, lines: ["The form stays open.", ...errors, ...cardLines(reply.card)] }];
			}
			case "card":
				forms.delete(who);
				seen.push({ by: who, card: () => reply.card, first: reply.card });
				return [{ to, lines: cardLines(reply.card) }];
		}
	}

	/** What the sender sent and changed since the last step: channels first, and each destination in order. */
	async function heard(): Promise<Said[]> {
		await bank.sender.flush();
		const said: Said[] = [];
		for (const sent of bank.sent) {
			const before = known.get(sent);
			if (before === sent.edited) continue;
			known.set(sent, sent.edited);
			const name = "user" in sent.to ? sent.to.user.slice(2) : "";
			const to = "user" in sent.to ? `to ${name}` : `#${sent.to.channel.slice(2)}`;
			said.push({ to: before === undefined ? to : `${to}, changed`, lines: cardLines(sent.card) });
			seen.push({ by: name, card: () => sent.card, first: sent.card });
		}
		return said.sort((a, b) => (a.to < b.to ? -1 : a.to > b.to ? 1 : 0));
	}

	function intentOf(who: string, what: string): Intent {
		const command = /^\/(\S+)\s*(.*)$/u.exec(what);
		if (command) return { kind: "command", name: command[1] ?? "", text: mentions(command[2] ?? "", groups) };
		const button = /^\[(.+?)\](!)?(?: (.+))?$/u.exec(what);
		if (button) return pressed(who, button[1] ?? "", button[3] ?? "", button[2] === "!");
		const menu = /^\((.+?)\) (\p{L}+)/u.exec(what);
		if (menu)
			return {
				kind: "menu",
				name: menu[1] === "Say thanks" ? "say_thanks" : "ask_favor",
				person: userOf(menu[2] ?? ""),
			};
		const reaction = /^(takes back )?(\S+) on (\p{L}+)'s message(?: (\d+))?$/u.exec(what);
		if (reaction) {
			const [, back, emoji = "", author = "", number = "1"] = reaction;
			const of = { emoji, message: `${author}-${number}`, author: userOf(author), order: undefined };
			return { kind: "reaction", added: back === undefined, ...of };
		}
		const endorsed = /^(takes back )?(\S+) on “(.+)”$/u.exec(what);
		if (endorsed) {
			const [, back, emoji = "", text = ""] = endorsed;
			const line = bank.sent.findLast((sent) => "channel" in sent.to && sent.text.startsWith(text));
			if (!line) throw new Error(`nobody sees this: ${text}`);
			const { message } = line;
			const author = GOODTURN.user;
			return {
				kind: "reaction",
				added: back === undefined,
				emoji,
				message,
				posts: [message],
				author,
				order: undefined,
			};
		}
		if (what === "opens the app's page") return { kind: "home" };
		if (what === "invites Goodturn") return { kind: "present", present: true };
		if (what === "leaves the team" || what === "is back") {
			const person = people.find(({ name }) => name === who);
			if (person) person.kind = what === "is back" ? "person" : "gone";
			return { kind: "people" };
		}
		throw new Error(`nobody does this: ${what}`);
	}

	/**
	 * A form that was sent, or the newest button with this label that the person can see, on what says `hint`; one that
	 * was there before, for `stale`: somebody's screen was slow.
	 */
	function pressed(who: string, label: string, hint: string, stale: boolean): Intent {
		const form = forms.get(who);
		if (form?.submit === label) {
			forms.delete(who);
			const given = Object.fromEntries(
				hint.split("; ").flatMap((field) => {
					const [, name = "", value = ""] = /^(\w+): ?(.*)$/u.exec(field) ?? [];
					return name === "" ? [] : [[name, value.startsWith("@") ? userOf(value.slice(1)) : value]];
				}),
			);
			const fields = Object.fromEntries(form.fields.map(({ id, value }) => [id, given[id] ?? value]));
			return { kind: "submit", form: form.id, context: form.context, fields };
		}
		for (const { by, card, first } of seen.toReversed()) {
			if (by !== "" && by !== who) continue;
			const found = buttonOn(stale ? first : card(), label, hint);
			if (found) return { kind: "press", action: found.action };
		}
		throw new Error(`${who} sees no button [${label}] ${hint}`);
	}

	return {
		step,
		async setPolicy(json: string) {
			await bank.request("Ana", { kind: "people" });
			await bank.setPolicy(JSON.parse(json) as object);
		},
	};
}

const userOf = (name: string): string => `U-${name}`;

const GOODTURN: Person = { user: "U-Goodturn", name: "Goodturn", kind: "bot" };

const mentions = (text: string, groups: readonly Group[]) =>
	text
		.split(/(@[A-Z][a-z]+|@[a-z]+)/u)
		.filter((part) => part !== "")
		.map((part) => {
			const group = groups.find(({ name }) => part === `@${name}`);
			if (group) return { group: group.id };
			return /^@[A-Z][a-z]+$/u.test(part) ? { user: userOf(part.slice(1)) } : part;
		});

/** A button belongs to what stands above it on its card. */
function buttonOn(card: Card, label: string, hint: string): Button | undefined {
	let above = "";
	for (const block of card.blocks) {
		if (block.kind !== "buttons") above = blockLines(block).join("\n");
		const found = block.kind === "buttons" ? block.buttons.find((button) => button.label === label) : undefined;
		if (found && above.includes(hint)) return found;
	}
	return undefined;
}

/** "3 days later", or "Thursday 09:30": the next one. */
function waitUntil(time: string, now: Date): number {
	const [, count, unit = ""] = /^(\d+) (minute|hour|day|week)s? later$/u.exec(time) ?? [];
	if (count !== undefined) return Number(count) * (UNITS[unit] ?? 0);
	const [, weekday = "", hour, minute] = /^(\w+) (\d\d):(\d\d)$/u.exec(time) ?? [];
	const at = new Date(now);
	at.setUTCHours(Number(hour), Number(minute), 0, 0);
	at.setUTCDate(at.getUTCDate() + ((WEEKDAYS.indexOf(weekday) - at.getUTCDay() + 7) % 7));
	if (!WEEKDAYS.includes(weekday)) throw new Error(`no time: ${time}`);
	return at <= now ? at.getTime() + 7 * 24 * HOUR - now.getTime() : at.getTime() - now.getTime();
}

const cardLines = (card: Card): string[] => card.blocks.flatMap(blockLines).flatMap((line) => line.split("\n"));

function blockLines(block: Block): string[] {
	switch (block.kind) {
		case "heading":
			return [block.text];
		case "quote":
			return block.text.split("\n").map((line) => `| ${line}`);
		case "text":
		case "small":
			return [spans(block.line)];
		case "list":
			return block.items.map((item) => `· ${spans(item)}`);
		case "facts":
			return block.facts.map((fact) => `${fact.label}: ${spans(fact.value)}`);
		case "divider":
			return ["---"];
		case "buttons":
			return [block.buttons.map(({ label }) => `[${label}]`).join(" ")];
	}
}

/** A mention that pings is written as one. */
const spans = (line: Line): string =>
	line
		.map((span) => {
			if (typeof span === "string") return span;
			if ("person" in span) return span.ping ? `@${span.person}` : span.person;
			return "strong" in span ? span.strong : `\`${span.code}\``;
		})
		.join("");

const formLines = (form: Form): string[] => [
	`(form) ${form.title}`,
	...form.fields.map((field) => {
		const value = field.kind === "person" && field.value ? `@${field.value.slice(2)}` : (field.value ?? "");
		return `${field.id}: ${value}`.trimEnd();
	}),
	`[${form.submit}]`,
];

/** A message as it is written in a transcript. */
export const written = ({ to, lines: [first = "", ...rest] }: Said): string[] => [
	`  ${to}: ${first}`,
	...rest.map((line) => `    ${line}`),
];
