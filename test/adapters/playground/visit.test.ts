// What a visitor does becomes a Request, and every kind of reply becomes something to look at.
import { beforeEach, describe, expect, it } from "vitest";
import type { Intent } from "../../../src/chat/request.ts";
import { fixture } from "./fixture.ts";
import { ORIGIN, textOf, visitor } from "./visitor.ts";

let f: Awaited<ReturnType<typeof fixture>>;
let visit: ReturnType<typeof visitor>;
beforeEach(async () => {
	f = await fixture();
	visit = visitor(f.playground);
});

/** What was asked of the core, without the wallet beside the chat. */
const asked = () => f.requests.filter(({ key }) => !key.includes(":wallet-"));
const intents = (): Intent[] => asked().map(({ intent }) => intent);

describe("typing", () => {
	it("makes a command a Request, with everybody it could speak of", async () => {
		expect((await visit.say("ana", "general", "/thanks @Bo for the review")).status).toBe(204);
		const [request] = asked();
		expect(request).toMatchObject({
			platform: "playground",
			workspace: { id: "playground", name: "Playground" },
			actor: "ana",
			place: { id: "general", name: "general", kind: "public", present: true },
			intent: { kind: "command", name: "thanks", text: [{ user: "bo" }, " for the review"] },
		});
		expect(request?.key).toMatch(/^playground:playground:[\w-]{8,}$/);
		expect(request?.people.map(({ user, kind }) => `${user} ${kind}`)).toEqual(
			expect.arrayContaining(["ana person", "bo person", "goodturn bot"]),
		);
	});

	it("has one teammate who runs the workspace, and says who", async () => {
		await visit.say("eli", "general", "/goodturn settings");
		const [request] = asked();
		expect(request?.people.filter(({ admin }) => admin).map(({ user }) => user)).toEqual(["eli"]);
		expect(await visit.page("ana", "general")).toMatch(/Eli\s*<span class="note">admin<\/span>/);
	});

	it("shows a private reply to whom it is for, also after a reload", async () => {
		await visit.say("ana", "general", "/thanks @Bo for the review");
		expect(await visit.reads("ana", "general")).toContain("Only visible to you");
		expect(await visit.reads("ana", "general")).toContain("Sent. 3 thanks left today.");
		expect(await visit.reads("bo", "general")).not.toContain("Sent.");
		expect(await visit.reads("bo", "general")).toContain("Ana thanked @Bo for the review");
	});

	it("leaves talk among people; where it names somebody, the core hears it without a word", async () => {
		await visit.say("ana", "general", "nothing to see");
		expect(intents()).toEqual([]);
		await visit.say("ana", "general", "hi @Bo, <b>look</b>\nhere");
		const text = ["hi ", { user: "bo" }, ", <b>look</b>\nhere"];
		expect(intents()).toMatchObject([{ kind: "message", text }]);
		expect(await visit.reads("cy", "general")).toContain("hi @Bo , <b>look</b> here");
	});

	it("lets whoever said something delete it, and nobody else", async () => {
		await visit.say("ana", "general", "hi @Bo");
		const [message = ""] = await visit.messages("ana", "general");
		expect(await visit.page("ana", "general")).toContain("Delete this message");
		expect(await visit.page("bo", "general")).not.toContain("Delete this message");
		expect((await visit.post("/as/bo/general/unsay", { message })).status).toBe(409);
		expect((await visit.post("/as/ana/general/unsay", { message })).status).toBe(204);
		expect(intents().at(-1)).toMatchObject({ kind: "message", message, text: undefined });
		expect(await visit.reads("cy", "general")).toBe("");
		expect((await visit.post("/as/ana/general/unsay", { message })).status).toBe(409);
	});

	it("answers a command that nobody has", async () => {
		await visit.say("ana", "general", "/tanks @Bo");
		expect(intents()).toEqual([]);
		expect(await visit.reads("ana", "general")).toMatch(/no \/tanks here.*\/thanks · \/favor/);
		expect(await visit.reads("bo", "general")).toBe("");
	});

	it("tells who talks to the bot that it listens to commands", async () => {
		await visit.say("ana", "goodturn", "hello?");
		expect(await visit.reads("ana", "goodturn")).toMatch(/hello\?.*listens to commands/);
	});

	it("happens in the conversation with the bot, too", async () => {
		await visit.say("ana", "goodturn", "/wallet");
		expect(asked()[0]?.place).toEqual({ id: "direct-ana", name: "", kind: "direct", present: true });
	});

	it("counts once when it is sent twice under one name", async () => {
		const once = "c0ffee00-0000-4000-8000-000000000000";
		for (const text of ["hello", "hello", "/favors", "/favors"])
			await visit.post("/as/ana/general/say", { text, once: text === "hello" ? once : `${once}-b` });
		expect(new Set(asked().map(({ key }) => key)).size).toBe(1);
		expect(await visit.messages("ana", "general")).toHaveLength(2);
	});
});

describe("pressing", () => {
	const favor = async () => {
		await visit.say("ana", "general", "/favor anyone look at my PR");
		const [shown = "", confirmation = ""] = await visit.messages("ana", "general");
		return { shown, confirmation };
	};

	it("changes cards that others see in place, and answers beside them", async () => {
		const { shown } = await favor();
		await visit.post("/as/bo/general/press", { where: shown, pressed: "help ana" });
		expect(intents().at(-1)).toEqual({ kind: "press", action: "help ana" });
		const [first] = await visit.messages("bo", "general");
		expect(first).toBe(shown);
		expect(await visit.reads("bo", "general")).toMatch(/Bo is on it\..*Only visible to you.*Tell Ana when it is done/);
		expect(await visit.reads("ana", "goodturn")).toContain("Bo is on it. Confirm Cancel");
	});

	it("puts the answer in the place of a private card", async () => {
		const { confirmation } = await favor();
		await visit.post("/as/ana/general/press", { where: confirmation, pressed: "cancel" });
		expect(await visit.messages("ana", "general")).toHaveLength(2);
		expect(await visit.reads("ana", "general")).toContain("Cancelled. All 4 are back.");
		expect(await visit.reads("ana", "general")).not.toContain("Asked.");
	});

	it("works on the wallet beside the chat", async () => {
		const answer = await visit.post("/as/ana/general/press", { where: "wallet", pressed: "ask" });
		expect(await answer.text()).toContain("<dialog");
	});

	it("takes only what is there, for whom it is there", async () => {
		const { shown, confirmation } = await favor();
		const count = asked().length;
		for (const sent of [
			{ where: shown, pressed: "give me all" },
			{ where: "12345", pressed: "help ana" },
			{ where: "", pressed: "help ana" },
			{ where: confirmation, pressed: "cancel" },
			{ where: "wallet", pressed: "cancel" },
		])
			expect((await visit.post("/as/bo/general/press", sent)).status).toBe(409);
		expect(asked()).toHaveLength(count);
	});
});

describe("forms", () => {
	it("open as a dialog with every kind of field", async () => {
		const html = await (await visit.say("ana", "general", "/favor")).text();
		expect(html).toMatch(/^<hx-partial hx-target="#dialogs"/);
		expect(html).toContain('<textarea id="field-what" name="field.what" required=""');
		expect(html).toContain('<select id="field-from" name="field.from"');
		expect(html).toContain('<option value="normal" selected="">normal</option>');
		expect(html).toContain('<input type="hidden" name="context" value="from the bench"/>');
	});

	it("come back as they were filled in", async () => {
		const sent = {
			of: "favor",
			context: "from the bench",
			"field.what": "a hand",
			"field.from": "",
			"field.size": "big",
		};
		const answer = await visit.post("/as/ana/general/submit", sent);
		expect(answer.headers.get("hx-trigger")).toBe("dialog:done");
		expect(intents()).toEqual([
			{
				kind: "submit",
				form: "favor",
				context: "from the bench",
				fields: { what: "a hand", from: undefined, size: "big" },
			},
		]);
	});

	it("stay open and say what to mend, beside the field", async () => {
		const answer = await visit.post("/as/ana/general/submit", { of: "favor", context: "", "field.by": "never" });
		expect(answer.status).toBe(200);
		expect(answer.headers.get("hx-trigger")).toBeNull();
		expect(await answer.text()).toMatch(/hx-target="#mend-by"[^>]*>“never” is no date/);
	});
});

describe("reacting", () => {
	const react = (who: string, message: string, emoji: string, on: boolean) =>
		visit.post(`/as/${who}/general/react`, { message, emoji, on: String(on) });

	it("tells the core, then shows it; and takes it back alike", async () => {
		await visit.say("ana", "general", "fixed it");
		const [message = ""] = await visit.messages("ana", "general");
		await react("bo", message, "💐", true);
		await react("bo", message, "💐", true);
		expect(await visit.page("ana", "general")).toContain('aria-label="💐 1: Bo"');
		await react("bo", message, "💐", false);
		expect(await visit.page("ana", "general")).not.toContain('aria-label="💐 1: Bo"');
		const reaction = { kind: "reaction", emoji: "💐", message, posts: [message], author: "ana", order: undefined };
		expect(intents()).toEqual([
			{ ...reaction, added: true },
			{ ...reaction, added: false },
		]);
	});

	it("shows a private word about it, and keeps the reaction", async () => {
		await visit.say("ana", "general", "fixed it");
		const [message = ""] = await visit.messages("ana", "general");
		await react("ana", message, "💐", true);
		expect(await visit.reads("ana", "general")).toContain("Thanks are for others");
	});

	it("shows nothing that the core could not take", async () => {
		f = await fixture({ handle: () => Promise.reject(new Error("the disk is full")) });
		visit = visitor(f.playground);
		await visit.say("ana", "general", "fixed it");
		const [message = ""] = await visit.messages("ana", "general");
		expect((await react("bo", message, "💐", true)).status).toBe(500);
		expect(await visit.page("ana", "general")).not.toContain("💐 1");
	});

	it("is only for what is there, with what is offered", async () => {
		await visit.say("ana", "general", "/wallet");
		await visit.say("ana", "general", "hello");
		const [hidden = "", open = ""] = await visit.messages("ana", "general");
		expect((await react("ana", hidden, "💐", true)).status).toBe(409);
		expect((await react("ana", "1", "💐", true)).status).toBe(409);
		expect((await react("ana", open, "<script>", true)).status).toBe(409);
	});
});

describe("the rest", () => {
	it("opens menus on what somebody said", async () => {
		await visit.say("ana", "general", "fixed it");
		const [message = ""] = await visit.messages("ana", "general");
		const html = await (await visit.post("/as/bo/general/menu", { message, entry: "ask_favor" })).text();
		expect(html).toContain('<option value="ana" selected="">Ana</option>');
		expect(intents()).toEqual([{ kind: "menu", name: "ask_favor", person: "ana" }]);
		expect((await visit.post("/as/bo/general/menu", { message, entry: "other" })).status).toBe(409);
	});

	it("dismisses one’s own private cards, and nothing else", async () => {
		await visit.say("ana", "general", "/wallet");
		await visit.say("ana", "general", "hello");
		const [hidden = "", open = ""] = await visit.messages("ana", "general");
		expect((await visit.post("/as/bo/general/dismiss", { message: hidden })).status).toBe(409);
		expect((await visit.post("/as/ana/general/dismiss", { message: open })).status).toBe(409);
		expect((await visit.post("/as/ana/general/dismiss", { message: hidden })).status).toBe(204);
		expect(await visit.messages("ana", "general")).toEqual([open]);
	});

	it("lets time go by, and shows what it brings on its day", async () => {
		expect(await visit.page("ana", "general")).toContain("Mon, 23 Nov 2026</strong>, 10:14");
		await visit.post("/as/ana/general/clock", { by: "week" });
		const page = await visit.page("ana", "general");
		expect(page).toContain("Mon, 30 Nov 2026</strong>, 10:14");
		expect(await visit.reads("ana", "general")).toMatch(/^Monday 30 November Goodturn app 01:14 Last week in #general/);
		expect((await visit.post("/as/ana/general/clock", { by: "century" })).status).toBe(409);
	});

	it("says so when something breaks, with the log’s id, and stays up", async () => {
		const answer = await visit.say("ana", "general", "/goodturn break");
		expect(answer.status).toBe(500);
		expect(textOf(await answer.text())).toMatch(/went wrong.* under [0-9a-f]{8}/);
		expect(f.errors).toHaveLength(1);
		expect((await visit.say("ana", "general", "/wallet")).status).toBe(204);
	});

	it("shows the page even when the wallet cannot be read", async () => {
		f = await fixture({ handle: () => Promise.reject(new Error("no")) });
		expect(await visitor(f.playground).page("ana", "general")).toContain("The wallet could not be read");
	});

	it("begins with Ana in #general", async () => {
		const answer = await visit.get("/", { headers: { origin: ORIGIN } });
		expect(answer.headers.get("location")).toBe("/as/ana/general");
	});
});
