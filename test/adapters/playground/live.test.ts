// The live connection: an open page is told exactly what it has not shown yet.
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { fixture } from "./fixture.ts";
import { textOf, visitor } from "./visitor.ts";

let f: Awaited<ReturnType<typeof fixture>>;
let visit: ReturnType<typeof visitor>;
beforeEach(async () => {
	f = await fixture();
	visit = visitor(f.playground);
});
afterEach(() => f.playground.stop());

/** Opens the connection that a page would open, and reads it event by event. */
async function live(who: string, where: string, from?: string) {
	const page = await visit.page(who, where);
	const address = /hx-sse:connect="([^"]+)"/.exec(page)?.[1] ?? "";
	const answer = await visit.get(address, from === undefined ? {} : { headers: { "last-event-id": from } });
	expect(answer.headers.get("content-type")).toContain("text/event-stream");
	const reader = (answer.body as ReadableStream<Uint8Array>).pipeThrough(new TextDecoderStream()).getReader();
	let waiting = "";
	let id = "";
	async function event(): Promise<string> {
		for (;;) {
			const end = waiting.indexOf("\n\n");
			if (end >= 0) {
				const lines = waiting.slice(0, end).split("\n");
				waiting = waiting.slice(end + 2);
				id = lines.find((line) => line.startsWith("id: "))?.slice(4) ?? id;
				return lines
					.filter((line) => line.startsWith("data: "))
					.map((line) => line.slice(6))
					.join("\n");
			}
			const { value, done } = await reader.read();
			if (done) throw new Error("the connection ended");
			waiting += value;
		}
	}
	return {
		/** The first piece of news in which `what` appears. */
		async until(what: string | RegExp): Promise<string> {
			for (;;) {
				const html = await event();
				if (typeof what === "string" ? html.includes(what) : what.test(html)) return html;
			}
		},
		id: () => id,
		leave: () => reader.cancel(),
		ended: () => reader.read().then(({ done }) => done),
	};
}

describe("news", () => {
	it("is what was said, after what is there", async () => {
		const page = await live("bo", "general");
		await visit.say("ana", "general", "good morning");
		const html = await page.until("good morning");
		expect(html).toMatch(/<hx-partial hx-target="#messages" hx-swap="beforeend"><li class="day".*<li id="m\d+"/s);
		await visit.say("ana", "general", "again");
		const more = await page.until("again");
		expect(more).not.toContain("good morning");
		expect(more).not.toContain('class="day"');
	});

	it("is a card that changed, in its place", async () => {
		await visit.say("ana", "general", "/favor anyone help");
		const page = await live("cy", "general");
		const [message = ""] = await visit.messages("cy", "general");
		await visit.post("/as/bo/general/press", { where: message, pressed: "help ana" });
		const html = await page.until("Bo is on it");
		expect(html).toContain(`<hx-partial hx-target="#m${message}" hx-swap="outerMorph">`);
		expect(html).toContain("changed-odd");
		expect(html).not.toContain("Tell Ana");
	});

	it("is what went", async () => {
		await visit.say("ana", "general", "/wallet");
		const page = await live("ana", "general");
		const [message = ""] = await visit.messages("ana", "general");
		await visit.post("/as/ana/general/dismiss", { message });
		await page.until(`<hx-partial hx-target="#m${message}" hx-swap="delete">`);
	});

	it("is never what others may not see", async () => {
		const page = await live("bo", "general");
		await visit.say("ana", "general", "/favors");
		await visit.say("ana", "goodturn", "psst");
		await visit.say("ana", "general", "the end");
		const html = await page.until("the end");
		expect(html).not.toMatch(/Only visible to you|late shift|psst/);
	});

	it("is the wallet and the clock, too", async () => {
		const page = await live("ana", "general");
		await visit.post("/as/ana/general/clock", { by: "day" });
		const html = await page.until("24 Nov 2026");
		expect(html).toContain('<hx-partial hx-target="#wallet" hx-swap="innerMorph"><div class="card">');
	});
});

describe("badges", () => {
	it("count what a teammate has not read, and go when they look", async () => {
		const ana = await live("ana", "general");
		await visit.say("ana", "general", "/thanks @Bo for it");
		expect(textOf(await ana.until("private messages unread"))).toMatch(/Bo 1 private messages unread/);
		await visit.say("cy", "random", "hello");
		expect(textOf(await ana.until(/random.*?1<span class="unseen"> unread/s))).toMatch(/random 1 unread/);
		const bo = await live("bo", "goodturn");
		await bo.until("#clock");
		await ana.until(/<a href="\/as\/bo\/general" class="teammate">(?:(?!<\/a>).)*Bo<\/a>/s);
		await bo.leave();
	});
});

describe("a connection that broke", () => {
	it("goes on where it was", async () => {
		const page = await live("bo", "general");
		await visit.say("ana", "general", "plum");
		await page.until("plum");
		const last = page.id();
		await page.leave();
		await visit.say("ana", "general", "pear");
		const again = await live("bo", "general", last);
		const html = await again.until("pear");
		expect(html).not.toContain("plum");
		await again.leave();
	});

	it.each(["", "another.7", "nonsense"])("is shown everything when it comes from elsewhere (%s)", async (from) => {
		await visit.say("ana", "general", "plum");
		await visit.say("ana", "general", "pear");
		const again = await live("bo", "general", from || "0.0");
		const html = await again.until("pear");
		expect(html).toMatch(/hx-target="#messages" hx-swap="innerMorph">.*plum.*pear/s);
	});

	it("is ended when the playground stops", async () => {
		const page = await live("bo", "general");
		await page.until("#clock");
		await f.playground.stop();
		expect(await page.ended()).toBe(true);
	});
});
