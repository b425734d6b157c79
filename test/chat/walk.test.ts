// People who do whatever they can, in any order: press any button they ever saw, type any command, let time go by.
// Every answer fits and reads like a sentence, and the book is right in the end.
import fc from "fast-check";
import { expect, test } from "vitest";
import { type Card, plainText } from "../../src/chat/card.ts";
import type { Intent, Reply } from "../../src/chat/request.ts";
import { type Bank, openBank } from "../support/bank.ts";
import { mustFit, replyMustFit } from "./fits.ts";

const PEOPLE = ["Ana", "Bo", "Cy", "Dee"];
const LINES = [
	"/thanks @Bo for the review #teamwork",
	"/thanks @Ana @Cy x2",
	"/thanks @Dee x3 for everything.",
	"/favor anyone look at my PR by friday",
	"/favor anyone carry the boxes small",
	"/favor anyone explain this query #sql small",
	"/favor @Ana read my draft by tomorrow 5pm",
	"/favor @Cy pair with me small",
	"/favor @Bo rebuild the site big",
	"/favors",
	"/wallet",
	"/wallet @Bo",
	"/leaderboard",
	"/leaderboard all everywhere",
	"/goodturn undo",
	"/goodturn unlist",
	"/goodturn quiet off",
];
const HOURS = [1, 5, 24, 72, 24 * 8, 24 * 15];

type Step = { who: number } & (
	| { line: number }
	| { press: number; fresh: boolean }
	| { hours: number }
	| { on: number; added: boolean }
);

const who = fc.nat({ max: PEOPLE.length - 1 });
const step: fc.Arbitrary<Step> = fc.oneof(
	{ weight: 4, arbitrary: fc.record({ who, line: fc.nat({ max: LINES.length - 1 }) }) },
	{ weight: 10, arbitrary: fc.record({ who, press: fc.nat({ max: 30 }), fresh: fc.boolean() }) },
	{ weight: 1, arbitrary: fc.record({ who, hours: fc.nat({ max: HOURS.length - 1 }) }) },
	{ weight: 2, arbitrary: fc.record({ who, on: who, added: fc.boolean() }) },
);

/** What no sentence of ours has: a value that was not there, words run together, stops after blanks or in heaps. */
const SLIPS =
	/undefined|null|NaN|\[object|Invalid|somebody is|\bdeleted\b| {2}| [.,;:!?](?:\s|$)|[.,;:]{2}|[a-z][.!?][A-Z]|^\s|\s$|−0|\b1 (?:credits|favors|people|days|hours|minutes)\b|(?:^|\D)[2-9]\d* (?:credit|favor|person|day|hour|minute)\b/mu;

function mustRead(card: Card): void {
	mustFit(card);
	const said = plainText(card);
	expect(SLIPS.exec(said)?.[0], said).toBeUndefined();
}

async function walk(bank: Bank, steps: Step[]): Promise<void> {
	const buttons = new Map<string, string[]>(PEOPLE.map((name) => [name, []]));
	let lookedAt = 0;
	const see = (card: Card, names: string[]) => {
		mustRead(card);
		const actions = card.blocks
			.flatMap((block) => (block.kind === "buttons" ? block.buttons : []))
			.map(({ action }) => action);
		for (const name of names) buttons.get(name)?.push(...actions);
	};
	const look = () => {
		for (const { to, card } of bank.sent.slice(lookedAt)) see(card, "user" in to ? [to.user.slice(2)] : PEOPLE);
		lookedAt = bank.sent.length;
	};
	const answered = async (name: string, reply: Reply): Promise<void> => {
		replyMustFit(reply);
		if (reply.kind === "card") see(reply.card, [name]);
		if (reply.kind !== "form") return;
		const fields = Object.fromEntries(
			reply.form.fields.map(({ id, value }) => [id, value ?? (id === "instead" ? "U-Dee" : id === "to" ? "U-Cy" : "")]),
		);
		const { id: form, context } = reply.form;
		await answered(
			name,
			await bank.request(name, {
				kind: "submit",
				form,
				context,
				fields: { ...fields, what: fields["what"] || "lend a hand" },
			}),
		);
	};
	for (const doing of steps) {
		const name = PEOPLE[doing.who] ?? "Ana";
		if ("hours" in doing) await bank.passTime((HOURS[doing.hours] ?? 1) * 3_600_000);
		else if ("line" in doing) await answered(name, await bank.type(name, LINES[doing.line] ?? "/wallet"));
		else if ("on" in doing)
			await bank.react(name, PEOPLE[doing.on] ?? "Bo", { message: `M-${doing.on}`, added: doing.added });
		else {
			const own = buttons.get(name) ?? [];
			const action = doing.fresh
				? own.at(-1 - (doing.press % Math.max(1, own.length)))
				: own[doing.press % Math.max(1, own.length)];
			const intent: Intent = { kind: "press", action: action ?? "show:favors" };
			await answered(name, await bank.request(name, intent));
		}
		await bank.sender.flush();
		look();
	}
	for (const { card } of bank.sent) mustRead(card);
	expect(bank.logged).toEqual([]);
	expect((await bank.verify()).breaches).toEqual([]);
	expect(await bank.storage.db.notice.count({ where: { state: { in: ["parked"] } } })).toBe(0);
}

test("whatever they do", { timeout: 120_000 }, async () => {
	await fc.assert(
		fc.asyncProperty(fc.array(step, { minLength: 40, maxLength: 90, size: "max" }), async (steps) => {
			const bank = await openBank({ now: new Date("2026-11-16T10:05:00Z") });
			try {
				await walk(bank, steps);
			} finally {
				await bank.close();
			}
		}),
		{ numRuns: 12 },
	);
});
