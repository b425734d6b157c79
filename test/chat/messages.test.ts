// Plain messages in a whole bank: what counts where a community lets it, what is told of it, and that nothing is kept of
// all the others.
import { afterEach, beforeEach, expect, test } from "vitest";
import { createHandle } from "../../src/chat/handle.ts";
import type { Intent, Person, Reply, Text } from "../../src/chat/request.ts";
import { type Bank, GENERAL, openBank, said } from "../support/bank.ts";

let bank: Bank;

const PEOPLE = ["Ana", "Bo", "Cy", "Eli"].map(
	(name): Person => ({ user: `U-${name}`, name, kind: "person", ...(name === "Eli" && { admin: true }) }),
);

beforeEach(async () => {
	bank = await openBank({ people: PEOPLE });
	await bank.type("Eli", "/wallet");
	await bank.setPolicy({ thanks: { inMessages: true } });
});

afterEach(async () => {
	expect((await bank.verify()).breaches).toEqual([]);
	await bank.close();
});

const text = (typed: string): Text =>
	typed
		.split(/(@[A-Z][a-z]+)/u)
		.filter((part) => part !== "")
		.map((part) => (/^@[A-Z]/u.test(part) ? { user: `U-${part.slice(1)}` } : part));

type More = { message?: string; order?: number; before?: string; place?: typeof GENERAL };

function write(actor: string, typed: string | undefined, { message = "M1", order, before, place }: More = {}) {
	const words = { text: typed === undefined ? undefined : text(typed), order };
	const intent: Intent = { kind: "message", message, ...words, ...(before !== undefined && { before: text(before) }) };
	return bank.request(actor, intent, place && { place });
}
const counts = async () => ({
	messages: await bank.storage.db.message.count(),
	members: await bank.storage.db.member.count(),
	channels: await bank.storage.db.channel.count(),
});

test("nobody is answered, and the receiver's wallet says who and what for", async () => {
	const reply = await write("Ana", "thanks @Bo for the lamp #light");
	expect(reply).toEqual({ kind: "nothing" });
	expect(await bank.channel()).toEqual([]);
	expect(await bank.balance("Bo")).toBe(1);
	expect(said(await bank.type("Bo", "/wallet"))).toMatch(/\+1 .*Ana.*for the lamp/);
});

test("a message that thanks nobody leaves nothing: nobody is met, no channel, no row", async () => {
	const before = await counts();
	const place = { ...GENERAL, id: "C-new", name: "new" };
	await write("Ana", "@Bo look at this", { place });
	await write("Ana", "@Bo look at that", { place, before: "@Bo look at this" });
	await write("Ana", undefined, { place });
	expect(await counts()).toEqual(before);
});

test("what an edit said before is remembered, also if that was never heard", async () => {
	await write("Ana", "@Bo never mind", { order: 2, before: "thanks @Bo" });
	await write("Ana", "thanks @Bo", { order: 1 });
	expect(await bank.balance("Bo")).toBe(0);
});

test("a deletion by nobody knows whose message it was", async () => {
	await write("Ana", "thanks @Bo");
	await write("Goodturn", undefined);
	expect(await bank.balance("Bo")).toBe(0);
	expect(said(await bank.type("Ana", "/wallet"))).toMatch(/Thanks left: 5 of 5/);
});

test("in a private conversation nothing counts", async () => {
	await write("Ana", "thanks @Bo", { place: { ...GENERAL, id: "D1", name: "", kind: "direct" } });
	expect(await bank.balance("Bo")).toBe(0);
});

test("a custom emoji's name is a word, unless it stands as an emoji", async () => {
	const reactions = [{ emoji: "party", name: "party", credits: 1 }];
	await bank.setPolicy({ thanks: { inMessages: true }, reactions });
	await write("Ana", "@Bo party at eight");
	expect(await bank.balance("Bo")).toBe(0);
	await write("Ana", "@Bo :party:", { message: "M2" });
	expect(await bank.balance("Bo")).toBe(1);
});

test("the last of the day is said in private, of a message and not of a reaction; what gives nothing is not said again", async () => {
	await bank.setPolicy({ thanks: { inMessages: true, perDay: 1 } });
	for (const [index, name] of ["Bo", "Cy", "Eli"].entries())
		await write("Ana", `thanks @${name}`, { message: `M${index}` });
	const told = (await bank.privately("Ana")).filter((line) => line.includes("today's 1 thanks"));
	expect(told).toHaveLength(1);
	expect(told[0]).toMatch(
		/^Your message gave the last of today's 1 thanks; more in a message stay kind words\. New ones/u,
	);
});

test("what is more than what is left is told once a day", async () => {
	await bank.setPolicy({ thanks: { inMessages: true, perDay: 2 } });
	await write("Ana", "thanks @Bo", { message: "M1" });
	for (const message of ["M2", "M3"]) await write("Ana", "@Cy +++", { message });
	const told = (await bank.privately("Ana")).filter((line) => line.includes("stay words"));
	expect(told).toHaveLength(1);
	expect(told[0]).toMatch(/^You have 1 of today's 2 thanks left and that needs 2, so the thanks in your message stay/u);
});

test("in a channel that is left alone thanks stay words, and whoever says them learns why", async () => {
	await bank.type("Eli", "/goodturn channel off");
	await write("Ana", "thanks @Bo");
	expect(await bank.balance("Bo")).toBe(0);
	expect((await bank.privately("Ana")).join()).toMatch(/the thanks in your message there stay words/);
});

test("the help says so where it works, and the settings say what is missing where it does not", async () => {
	expect(said(await bank.type("Ana", "/goodturn help"))).toMatch(/“Thanks @name for …” in a message counts/);
	expect(said(await bank.type("Eli", "/goodturn settings"))).not.toMatch(/do not reach me/);
	const deaf = createHandle({
		ledger: bank.ledger,
		directory: bank.directory,
		now: bank.now,
		hearsMessages: () => false,
	});
	const ask = (actor: string, name: string): Promise<Reply> =>
		deaf({
			key: `deaf:${actor}:${name}`,
			platform: "playground",
			workspace: { id: "W", name: "Team" },
			actor: `U-${actor}`,
			people: PEOPLE,
			place: GENERAL,
			route: undefined,
			intent: { kind: "command", name: "goodturn", text: [name] },
		});
	expect(said(await ask("Ana", "help"))).not.toMatch(/in a message counts/);
	expect(said(await ask("Eli", "settings"))).toMatch(/do not reach me yet.*GOODTURN_READ_MESSAGES=on/);
});
