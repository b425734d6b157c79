// Nobody but a browser on this machine, from the playground's own pages.
import { beforeAll, describe, expect, it } from "vitest";
import { fixture } from "./fixture.ts";
import { visitor } from "./visitor.ts";

let it_: Awaited<ReturnType<typeof fixture>>;
let visit: ReturnType<typeof visitor>;
beforeAll(async () => {
	it_ = await fixture();
	visit = visitor(it_.playground);
});

const PATHS = ["/", "/as/ana/general", "/as/ana/general/live", "/assets/playground.css"];

describe("only this machine", () => {
	it.each(["localhost", "localhost:3000", "127.0.0.1:3000", "[::1]:3000", "LocalHost:80"])(
		"answers as %s",
		async (host) => {
			expect((await visit.get("/as/ana/general", { headers: { host } })).status).toBe(200);
		},
	);

	const strangers = [
		"evil.example",
		"localhost.evil.example",
		"127.0.0.1.nip.io:3000",
		"localhost@evil.example",
		"10.0.0.7",
		"127.0.0.2",
		"[::2]",
		"",
		undefined,
	];
	it.each(strangers)("refuses to be called %s", async (host) => {
		for (const path of PATHS) expect((await visit.get(path, { headers: { host } })).status).toBe(403);
		expect((await visit.post("/as/ana/general/say", { text: "x" }, { headers: { host } })).status).toBe(403);
	});

	it.each(["10.0.0.7", "::ffff:192.168.1.4", "fe80::1", "127.evil", ""])(
		"refuses connections from %s",
		async (peer) => {
			for (const path of PATHS) expect((await visit.get(path, { peer })).status).toBe(403);
		},
	);

	it.each(["127.0.0.1", "::1", "::ffff:127.0.0.1"])("takes connections from %s", async (peer) => {
		expect((await visit.get("/as/ana/general", { peer })).status).toBe(200);
	});

	it("refuses all when the connection is not known", async () => {
		const answer = await it_.playground.app.request("/as/ana/general", { headers: { host: "localhost" } });
		expect(answer.status).toBe(403);
	});

	it.each(["x-forwarded-for", "x-forwarded-host", "forwarded"])("refuses what was forwarded (%s)", async (name) => {
		expect((await visit.get("/as/ana/general", { headers: { [name]: "localhost" } })).status).toBe(403);
	});
});

describe("only its own pages", () => {
	const others = [
		{ origin: "http://evil.example" },
		{ origin: "http://localhost:4000" },
		{ origin: "https://localhost:3000" },
		{ origin: "null" },
		{ origin: undefined },
		{ "sec-fetch-site": "cross-site" },
		{ "sec-fetch-site": "same-site" },
		{ "sec-fetch-site": "none" },
	];
	it.each(others)("refuses to act for %o", async (headers) => {
		for (const what of ["say", "press", "submit", "react", "menu", "dismiss", "clock"]) {
			const answer = await visit.post(`/as/ana/general/${what}`, { text: "x", by: "week" }, { headers });
			expect(answer.status).toBe(403);
		}
		expect(it_.requests.filter((request) => request.intent.kind !== "command")).toEqual([]);
		expect(await visit.messages("ana", "general")).toEqual([]);
	});

	it("acts for a browser that tells no Sec-Fetch-Site but the right Origin", async () => {
		const answer = await visit.post("/as/ana/random/say", { text: "x" }, { headers: { "sec-fetch-site": undefined } });
		expect(answer.status).toBe(204);
	});

	it.each(["cross-site", "same-site"])("lets a %s link open a page, and nothing else", async (site) => {
		const link = { "sec-fetch-site": site, "sec-fetch-mode": "navigate", "sec-fetch-dest": "document" };
		expect((await visit.get("/as/ana/general", { headers: link })).status).toBe(200);
		for (const dest of ["iframe", "empty", "script", "image"])
			for (const path of PATHS)
				expect(
					(await visit.get(path, { headers: { ...link, "sec-fetch-dest": dest, "sec-fetch-mode": "no-cors" } })).status,
				).toBe(403);
	});

	it("says so to the browser, on refusals too", async () => {
		for (const answer of [
			await visit.get("/as/ana/general"),
			await visit.get("/", { headers: { host: "evil.example" } }),
		]) {
			const policy = answer.headers.get("content-security-policy") ?? "";
			expect(policy).toContain("default-src 'none'");
			expect(policy).toContain("frame-ancestors 'none'");
			expect(policy).not.toContain("unsafe");
			expect(answer.headers.get("access-control-allow-origin")).toBeNull();
			expect(answer.headers.get("cross-origin-resource-policy")).toBe("same-origin");
		}
	});

	it("has nothing inline for that policy to stop", async () => {
		const page = await visit.page("ana", "general");
		expect(page).not.toMatch(/\sstyle=|\son\w+=|<style|javascript:|hx-on/);
		expect(page.match(/<script[^>]*>[^<]/)).toBeNull();
	});
});

describe("what it does not take", () => {
	it("is too long", async () => {
		expect((await visit.post("/as/ana/general/say", { text: "x".repeat(70_000) })).status).toBe(413);
	});

	it.each(["/as/mallory/general", "/as/ana/secret", "/as/ana/direct-bo", "/as/goodturn/general"])(
		"is nowhere: %s",
		async (path) => {
			expect((await visit.get(path)).status).toBe(404);
			expect((await visit.get(`${path}/live`)).status).toBe(404);
			expect((await visit.post(`${path}/say`, { text: "x" })).status).toBe(404);
		},
	);

	it("is a file", async () => {
		const body = new FormData();
		body.set("text", new File(["x"], "x.txt"));
		const answer = await it_.playground.app.request(
			"/as/ana/help/say",
			{ method: "POST", body, headers: { host: "localhost:3000", origin: "http://localhost:3000" } },
			{ incoming: { socket: { remoteAddress: "::1" } } },
		);
		expect(answer.status).toBe(204);
		expect(await visit.messages("ana", "help")).toEqual([]);
	});
});
