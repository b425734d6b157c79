// A playground to test: a store in memory, a clock that stands still, and a small hand-written Handle that answers with every
// kind of block, form and reply there is. What the real chat core says is tested with the real one.

import { createPlayground, type Playground } from "../../../src/adapters/playground/index.tsx";
import type { PlaygroundStore } from "../../../src/adapters/playground/store.ts";
import type { Card } from "../../../src/chat/card.ts";
import type { Command } from "../../../src/chat/command.ts";
import type { Form } from "../../../src/chat/form.ts";
import type { Fields, Handle, Reply, Request } from "../../../src/chat/request.ts";

/** Monday 23 November 2026, 10:14 in Berlin. */
const START = Date.UTC(2026, 10, 23, 9, 14);

const HOUR_MS = 3_600_000;

export function memoryStore(): PlaygroundStore & { size(): number } {
	const rows = new Map<string, { kind: string; id: string; json: string }>();
	return {
		list: async (kind) =>
			[...rows.values()].filter((row) => row.kind === kind).map((row) => ({ id: row.id, data: JSON.parse(row.json) })),
		put: async (kind, id, data) => {
			rows.set(`${kind} ${id}`, { kind, id, json: JSON.stringify(data) });
		},
		remove: async (kind, id) => {
			rows.delete(`${kind} ${id}`);
		},
		size: () => rows.size,
	};
}

function stillClock() {
	let now = START;
	return {
		now: () => new Date(now),
		move: async (byMs: number) => {
			now += byMs;
		},
	};
}

const text = (name: string, summary: string): Command["fields"][number] => ({
	name,
	summary,
	required: false,
	type: "text",
	maxLength: 300,
});
const choice = (name: string, ...values: string[]): Command["fields"][number] => ({
	name,
	summary: name,
	required: false,
	type: "choice",
	choices: values.map((value) => ({ label: value, value })),
});
const command = (name: string, summary: string, usage: string, fields: Command["fields"] = []): Command => ({
	name,
	summary,
	usage,
	examples: [],
	fields,
});

export const COMMANDS: Command[] = [
	command("thanks", "Thank somebody, or several people", "@ana @bo x2 for the review #teamwork", [text("for", "Why")]),
	command("favor", "Ask for a favor", "@ana|anyone what [small|big] [by when]", [text("what", "What")]),
	command("favors", "What you asked, what you agreed to do, what waits", ""),
	command("wallet", "Your account, only for you", ""),
	command("leaderboard", "The boards, now, privately", "[week|month|all] [here|everywhere]", [
		choice("period", "week", "month", "all"),
		choice("where", "here", "everywhere"),
	]),
	{
		...command("goodturn", "Help, undo and settings", "help|undo|quiet"),
		subcommands: [
			command("help", "What Goodturn can do", ""),
			command("undo", "Take back the last thanks", ""),
			command("quiet", "Fewer private lines", "[reminders|all|off]"),
		],
	},
];

const name = (user: string) => user.charAt(0).toUpperCase() + user.slice(1);
const words = (request: Request): string =>
	request.intent.kind === "command" && "text" in request.intent
		? request.intent.text
				.map((part) => (typeof part === "string" ? part : name("user" in part ? part.user : part.group)))
				.join("")
		: "";

const favorForm: Form = {
	id: "favor",
	title: "Ask a favor",
	submit: "Ask",
	context: "from the bench",
	fields: [
		{ id: "what", label: "What do you need?", kind: "text", multiline: true, maxLength: 500, optional: false },
		{ id: "from", label: "From", hint: "Nobody in particular means anyone", kind: "person", optional: true },
		{
			id: "size",
			label: "How big is it?",
			kind: "choice",
			optional: false,
			value: "normal",
			options: ["small", "normal", "big"].map((size) => ({ label: size, value: size })),
		},
		{
			id: "by",
			label: "By when",
			kind: "text",
			multiline: false,
			maxLength: 60,
			optional: true,
			placeholder: "friday",
		},
	],
};

export const WALLET: Card = {
	blocks: [
		{
			kind: "facts",
			facts: [
				{ label: "Balance", value: ["7 credits"] },
				{ label: "Set aside", value: ["4 credits"] },
				{ label: "Thanks left today", value: ["3 of 5"] },
				{ label: "New ones at", value: ["00:00"] },
			],
		},
		{
			kind: "text",
			line: ["Your habit: ", { strong: "6 given" }, " to 2 asked, 3 : 1. Four to one is the one to aim at."],
		},
		{ kind: "divider" },
		{ kind: "heading", text: "Lately" },
		{
			kind: "list",
			items: [
				["+1 from ", { person: "Bo", user: "bo", ping: false }, " for the review"],
				["−4 set aside: look at my PR"],
				["+5 for helping ", { person: "Cy", user: "cy", ping: false }],
			],
		},
		{ kind: "small", line: ["Only you see this."] },
		{ kind: "buttons", buttons: [{ label: "Ask a favor", action: "ask" }] },
	],
};

const boardCard: Card = {
	blocks: [
		{ kind: "heading", text: "Last week in #general" },
		{ kind: "text", line: [{ strong: "31 thanks" }, " between 12 people."] },
		{
			kind: "facts",
			facts: [
				{ label: "Most generous", value: ["1. Ana · 2. Cy"] },
				{ label: "Most appreciated", value: ["1. Bo · 1. Eli"] },
			],
		},
		{ kind: "list", items: [["Helpers: Ana, Dee and Eli"], ["Two favors wait for somebody"]] },
		{ kind: "divider" },
		{ kind: "quote", text: "One good turn deserves another." },
		{ kind: "small", line: ["See it any time with ", { code: "/leaderboard" }] },
	],
};

const line = (...parts: Card["blocks"]): Reply => ({ kind: "card", card: { blocks: parts } });
const say = (what: string): Reply => line({ kind: "text", line: [what] });

/** What it was asked is kept in `requests`; `playground.surface` is how it reaches the others. */
export async function fixture(options: { store?: PlaygroundStore; handle?: Handle } = {}) {
	const requests: Request[] = [];
	const errors: unknown[] = [];
	const store = options.store ?? memoryStore();
	const clock = stillClock();
	let playground: Playground | undefined;
	let count = 0;
	const post = async (to: { channel: string } | { user: string }, card: Card) =>
		playground?.surface.send({ workspace: "playground", ...to }, card, {
			nonce: `${START}-${count++}`,
			route: undefined,
		});

	const publicFavor = (what: string, who: string, state: "open" | "taken"): Card => ({
		blocks: [
			{ kind: "text", line: [{ person: name(who), user: who, ping: false }, " asks for a hand:"] },
			{ kind: "quote", text: what },
			{ kind: "small", line: ["normal (4) · by Friday"] },
			state === "open"
				? { kind: "buttons", buttons: [{ label: "I’ll help", action: `help ${who}`, style: "primary" }] }
				: { kind: "text", line: ["Bo is on it."] },
		],
	});
	let favor = { what: "", message: "" };
	const askFavor = async (request: Request, what: string): Promise<Reply> => {
		const message = await post({ channel: request.place?.id ?? "general" }, publicFavor(what, request.actor, "open"));
		favor = { what, message: message ?? "" };
		return line(
			{ kind: "text", line: ["Asked. 4 set aside until it is done; all of it comes back if nobody can."] },
			{ kind: "buttons", buttons: [{ label: "Cancel", action: "cancel", style: "danger" }] },
		);
	};
	const commands: Record<string, (request: Request) => Reply | Promise<Reply>> = {
		thanks: async (request) => {
			const [to] =
				request.intent.kind === "command" && "text" in request.intent
					? request.intent.text.flatMap((part) => (typeof part === "object" && "user" in part ? [part] : []))
					: [];
			if (!to) return say("Whom? Begin with a mention: /thanks @Bo for the review");
			const mention = { person: name(to.user), user: to.user, ping: true };
			await post(
				{ channel: request.place?.id ?? "general" },
				{
					blocks: [
						{
							kind: "text",
							line: [
								{ person: name(request.actor), user: request.actor, ping: false },
								" thanked ",
								mention,
								` ${words(request).replace(/^\S+\s*/, "")}`,
							],
						},
					],
				},
			);
			await post({ user: to.user }, { blocks: [{ kind: "text", line: [`${name(request.actor)} thanked you: +1.`] }] });
			return say("Sent. 3 thanks left today.");
		},
		favor: (request) => (words(request) ? askFavor(request, words(request)) : { kind: "form", form: favorForm }),
		favors: () => ({ kind: "card", card: publicFavor("Take the late shift on Friday", "cy", "open") }),
		wallet: () => ({ kind: "card", card: WALLET }),
		leaderboard: () => ({ kind: "card", card: boardCard }),
		goodturn: (request) => {
			if (words(request) === "break") throw new Error("broken on purpose");
			return line(
				{ kind: "heading", text: "Goodturn" },
				{ kind: "text", line: ["One good turn deserves another. Say ", { code: "/thanks @Bo" }, "."] },
			);
		},
	};
	const submit = (request: Request, fields: Fields): Reply | Promise<Reply> => {
		if (fields["by"] === "never")
			return {
				kind: "mend",
				errors: { by: "“never” is no date. Try “friday” or “tomorrow 5pm”." },
				card: { blocks: [] },
			};
		return askFavor(request, String(fields["what"]));
	};
	const handle: Handle = async (request) => {
		requests.push(request);
		const { intent } = request;
		switch (intent.kind) {
			case "command":
				return (commands[intent.name] ?? (() => say("?")))(request);
			case "press":
				if (intent.action === "ask") return { kind: "form", form: favorForm };
				if (intent.action === "cancel") return say("Cancelled. All 4 are back.");
				await playground?.surface.edit(
					{ workspace: "playground", channel: "general" },
					favor.message,
					publicFavor(favor.what, "ana", "taken"),
				);
				await post(
					{ user: "ana" },
					{
						blocks: [
							{ kind: "text", line: ["Bo is on it."] },
							{
								kind: "buttons",
								buttons: [
									{ label: "Confirm", action: "confirm", style: "primary" },
									{ label: "Cancel", action: "cancel" },
								],
							},
						],
					},
				);
				return say("Thank you. Tell Ana when it is done.");
			case "submit":
				return submit(request, intent.fields);
			case "menu":
				return {
					kind: "form",
					form: {
						...favorForm,
						fields: favorForm.fields.map((field) =>
							field.kind === "person" && intent.person ? { ...field, value: intent.person } : field,
						),
					},
				};
			case "reaction":
				if (intent.emoji === "💐" && intent.author === request.actor)
					return say("Thanks are for others: this one does not count.");
				return { kind: "nothing" };
			default:
				return { kind: "nothing" };
		}
	};

	playground = await createPlayground({
		handle: options.handle
			? (request) => {
					requests.push(request);
					return (options.handle as Handle)(request);
				}
			: handle,
		commands: COMMANDS,
		store,
		clock: {
			now: clock.now,
			move: async (by) => {
				for (let left = by; left > 0; left -= HOUR_MS) {
					const day = clock.now().getUTCDay();
					await clock.move(HOUR_MS);
					if (day === 0 && clock.now().getUTCDay() === 1) await post({ channel: "general" }, boardCard);
				}
			},
		},
		timezone: "Europe/Berlin",
		log: { error: (entry: unknown) => errors.push(entry) } as never,
	});
	return { playground, requests, errors, store, clock, post };
}
