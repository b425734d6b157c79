// Notices arrive, once each; and everything is there again after a restart.
import { describe, expect, it } from "vitest";
import { type Card, plainText } from "../../../src/chat/card.ts";
import { ThreadGone, Undeliverable } from "../../../src/chat/surface.ts";
import { fixture, memoryStore, WALLET } from "./fixture.ts";
import { visitor } from "./visitor.ts";

const card = (text: string): Card => ({ blocks: [{ kind: "text", line: [text] }] });
const options = (nonce: string) => ({ nonce, route: undefined });
const general = { workspace: "playground", channel: "general" };

describe("the surface", () => {
	it("posts in a channel, to one teammate, and in a conversation it was asked in", async () => {
		const { playground } = await fixture();
		const visit = visitor(playground);
		await playground.surface.send(general, card("for all"), options("1"));
		await playground.surface.send({ workspace: "playground", user: "bo" }, card("for Bo"), options("2"));
		await playground.surface.send({ workspace: "playground", channel: "direct-cy" }, card("for Cy"), options("3"));
		expect(await visit.reads("ana", "general")).toContain("for all");
		expect(await visit.reads("bo", "goodturn")).toContain("for Bo");
		expect(await visit.reads("cy", "goodturn")).toMatch(/for Cy/);
		expect(await visit.reads("ana", "goodturn")).toBe("");
	});

	it("posts once however often it is tried, after a restart too, and can edit it", async () => {
		const store = memoryStore();
		const { playground } = await fixture({ store });
		const first = await playground.surface.send(general, card("once"), options("n"));
		expect(await playground.surface.send(general, card("once"), options("n"))).toBe(first);
		const again = await fixture({ store });
		expect(await again.playground.surface.send(general, card("once"), options("n"))).toBe(first);
		await again.playground.surface.edit(general, first ?? "", card("otherwise"));
		expect(await visitor(again.playground).messages("ana", "general")).toHaveLength(1);
		expect(await visitor(again.playground).reads("ana", "general")).toContain("otherwise");
	});

	it.each([
		{ workspace: "T1", channel: "general" },
		{ workspace: "playground", channel: "secret" },
		{ workspace: "playground", channel: "direct-mallory" },
		{ workspace: "playground", user: "mallory" },
	])("says what can never work: %o", async (to) => {
		const { playground } = await fixture();
		await expect(playground.surface.send(to, card("x"), options("1"))).rejects.toThrow(Undeliverable);
		await expect(playground.surface.edit(general, "7", card("x"))).rejects.toThrow(Undeliverable);
	});

	it("shows all that a card says", async () => {
		const { playground } = await fixture();
		await playground.surface.send(general, WALLET, options("1"));
		const shown = (await visitor(playground).reads("ana", "general")).replace(/[ :]/g, "");
		for (const line of plainText(WALLET)
			.replaceAll(/^Buttons: | · /gmu, "\n")
			.split("\n"))
			expect(shown).toContain(line.replace(/[ :]/g, ""));
	});
});

describe("a thread", () => {
	it("stands below its message, on the page and after a restart, and is gone with it", async () => {
		const store = memoryStore();
		const { playground } = await fixture({ store });
		const { surface } = playground;
		const root = await surface.send(general, card("This week"), options("1"));
		const thread = { message: root ?? "", name: "week" };
		await surface.send(general, card("one"), { ...options("2"), thread });
		await surface.send(general, card("another"), options("3"));
		const reply = await surface.send(general, card("two"), { ...options("4"), thread });
		await surface.edit(general, reply ?? "", card("two, changed"));
		const again = await fixture({ store });
		for (const one of [playground, again.playground]) {
			const visit = visitor(one);
			expect(await visit.reads("ana", "general")).toMatch(/This week.*one.*two, changed.*another/);
			const page = await visit.page("ana", "general");
			expect(page).toContain(`<ol class="replies" id="r${root}"`);
		}
		const lost = { message: "7", name: "week" };
		await expect(surface.send(general, card("lost"), { ...options("5"), thread: lost })).rejects.toThrow(ThreadGone);
	});
});

describe("after a restart", () => {
	it("all of it is there", async () => {
		const store = memoryStore();
		const { playground } = await fixture({ store });
		const before = visitor(playground);
		await before.say("ana", "general", "hello");
		await before.say("ana", "general", "/favor anyone help");
		const [hello = ""] = await before.messages("ana", "general");
		await before.post("/as/bo/general/react", { message: hello, emoji: "💐", on: "true" });
		const pages = async (visit: typeof before) =>
			Promise.all(["ana", "bo"].flatMap((who) => ["general", "goodturn"].map((where) => visit.reads(who, where))));
		const was = await pages(before);
		await playground.stop();
		const again = visitor((await fixture({ store })).playground);
		expect(await pages(again)).toEqual(was);
		expect(await again.page("ana", "general")).toContain('aria-label="💐 1: Bo"');
		await again.say("ana", "general", "more");
		expect(Number((await again.messages("ana", "general")).at(-1))).toBeGreaterThan(Number(hello));
	});
});
