// Thanks and reactions delivered three times each, shuffled, over two connections at once: the same balances as
// delivered once and in order. The seed of the shuffle is printed when it fails.
import fc from "fast-check";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createLedger } from "../../src/ledger/ledger.ts";
import { type Parcel, type StrictSlack, startStrictSlack } from "../adapters/slack/strict-slack.ts";
import { freshStorage } from "../storage/fresh.ts";
import { balancesIn } from "../support/book.ts";
import { startBot } from "../support/bot.ts";

const NOW = new Date("2026-11-18T09:00:00Z");
const WIDE = JSON.stringify({ thanks: { perDay: 10_000, perPairPerDay: 10_000, pileMinutes: 0 } });

let slack: StrictSlack;
let people: string[];
let general: string;

beforeEach(async () => {
	slack = await startStrictSlack();
	people = ["ana", "bo", "cy", "dee"].map((name) => slack.addUser(name));
	general = slack.addChannel("general", { members: [...people, slack.bot] });
});

afterEach(() => slack.close());

test("delivered thrice, shuffled, over two connections: the same book", async () => {
	const names = ["ana", "bo", "cy", "dee"];
	const messages = people.map((user) => slack.say(user, general, "something kind"));
	await fc.assert(
		fc.asyncProperty(
			fc.array(fc.tuple(fc.nat(3), fc.nat(3), fc.constantFrom("thanks", "add", "add, remove", "add, remove, add")), {
				minLength: 8,
				maxLength: 16,
			}),
			fc.infiniteStream(fc.nat(1_000_000)),
			async (acts, random) => {
				const parcels = acts.flatMap(([from, to, what], index): Parcel[] => {
					const [actor = "", message] = [people[from], messages[to]];
					if (from === to || !message) return [];
					if (what === "thanks")
						return [slack.compose.command(actor, general, `/thanks @${names[to]} x2 for help ${index}`)];
					return what.split(", ").map((step) => slack.compose.reaction(actor, message, "bouquet", step === "add"));
				});
				const once = await balancesAfter(parcels, 1);
				const shuffled = [...parcels, ...parcels, ...parcels]
					.map((parcel) => ({ parcel, at: random.next().value as number }))
					.sort((a, b) => a.at - b.at)
					.map(({ parcel }) => parcel);
				expect(await balancesAfter(shuffled, 2)).toEqual(once);
			},
		),
		{ numRuns: 6 },
	);
	expect(slack.violations).toEqual([]);
});

/** Delivers over so many connections, and answers with the balances of a book that is in order. */
async function balancesAfter(parcels: Parcel[], connections: number): Promise<Record<string, number>> {
	const fresh = await freshStorage();
	const { communityId } = await createLedger(fresh.storage).workspaceFor(
		{ platform: "slack", external: slack.team.id, name: slack.team.name },
		"UTC",
		NOW,
	);
	await fresh.storage.db.community.update({ where: { id: communityId }, data: { policy: WIDE } });
	await fresh.storage.close();
	const mode = { kind: "http", signingSecret: slack.signingSecret } as const;
	const bot = await startBot(
		{ databaseUrl: fresh.url, slack: { botToken: slack.botToken, apiUrl: slack.apiUrl, mode } },
		NOW,
	);
	slack.sendTo(`${bot.url}/slack/events`);
	const rest = [...parcels];
	const connection = async () => {
		for (let parcel = rest.shift(); parcel; parcel = rest.shift()) {
			const { acknowledged } = await slack.deliver(parcel);
			expect(acknowledged).toBe(true);
		}
	};
	await Promise.all(Array.from({ length: connections }, connection));
	await bot.stop();
	expect(bot.complaints()).toEqual([]);
	return balancesIn(fresh.url);
}
